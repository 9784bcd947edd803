//! `gongshi serve`: live preview of the site.

use std::io;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, ExitError, Session, reasons};
use crate::archive::Options;
use crate::config::plural;
use crate::notice::Audience;
use crate::serve::{PreviewServer, ServeOptions};

/// Arguments of `gongshi serve`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi serve --open            在浏览器里打开，保存即见，草稿也显示
  gongshi serve -p 9000           换一个端口
  gongshi serve -p 0              任何空闲的端口")]
pub struct ServeArgs {
    /// 端口（port; 0 for any free one）
    #[arg(short, long, value_name = "PORT", default_value_t = 8000)]
    port: u16,
    /// 监听的地址；默认只有本机能打开（address to listen on; default: this machine only）
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// 在浏览器里打开（open it in the browser）
    #[arg(long)]
    open: bool,
    /// 给谁看（audience of the site）
    #[arg(long, value_name = "public|intranet", default_value = "public", value_parser = super::build::audience)]
    audience: Audience,
}

/// Serves until the process ends. Nothing is written to the output folder.
pub(super) fn run(session: &Session, args: &ServeArgs) -> Result<Exit> {
    session.need_site()?;
    let began = Instant::now();
    let server = PreviewServer::bind(ServeOptions {
        folder: session.folder.clone(),
        options: Options { audience: args.audience, drafts: true, ..Options::default() },
        language: session.language,
        host: args.host.clone(),
        port: args.port,
    })
    .map_err(|error| bind_error(session, args, &error))?;
    let url = server.url().context("address")?;
    server.run(|notices, is_polling| {
        session.print(format!("{url}\n"));
        session.check_output()?;
        if is_polling {
            session.report(session.language.pick(
                "系统不能再监视更多文件，改为每秒检查一次。Linux 上可以调高 fs.inotify.max_user_watches。",
                "The system cannot watch more files, so they are checked once a second. On Linux, fs.inotify.max_user_watches can be raised.",
            ));
        }
        let seconds = began.elapsed().as_secs_f64();
        session.info(session.language.pick(
            format!("通报 {notices} 份，用时 {seconds:.2} 秒。保存即见；按 Ctrl+C 结束。"),
            format!(
                "{} in {seconds:.2} s. Saved changes appear at once. Press Ctrl+C to stop.",
                plural(notices, "notice", "notices")
            ),
        ));
        if args.open && !open_in_browser(&url) {
            session.report(
                session.language.pick(
                    "打不开浏览器，请自己打开上面的地址。",
                    "No browser could be opened; open the address above.",
                ),
            );
        }
        Ok(())
    })?;
    Ok(Exit::Done)
}

fn bind_error(session: &Session, args: &ServeArgs, error: &io::Error) -> ExitError {
    let (host, port) = (&args.host, args.port);
    let message = match error.kind() {
        io::ErrorKind::AddrInUse => session.language.pick(
            format!("{host}:{port} 已经有程序在用。用 -p 换一个端口，例如 gongshi serve -p {}。", port.wrapping_add(1)),
            format!(
                "{host}:{port} is in use. Choose another port with -p, such as gongshi serve -p {}.",
                port.wrapping_add(1)
            ),
        ),
        _ => {
            let reason = reasons::of_io(error, session.language);
            session.language.pick(
                format!("不能在 {host}:{port} 上监听：{reason}"),
                format!("cannot listen on {host}:{port}: {reason}"),
            )
        }
    };
    ExitError::new(Exit::Environment, message)
}

/// Asks the system to open an address in a browser. Returns whether a program for that could be started.
fn open_in_browser(address: &str) -> bool {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
