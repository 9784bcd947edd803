//! `gongshi key`: the keys that sign releases.

use std::io::Write;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use super::assemble::SECRET_KEY;
use super::{Exit, ExitError, Session};
use crate::publish::release::signature::SecretKey;

/// Arguments of `gongshi key`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi key new                            在站点的文件夹里写 gongshi.key（保密）和 gongshi.pub（公开）
  gongshi verify intranet --key gongshi.pub  以后任何人都可以核对")]
pub struct KeyArgs {
    #[command(subcommand)]
    command: KeyCommand,
}

/// Subcommands for keys.
#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// 新建一对密钥；站点里有 gongshi.key，发布就会签名（create a key pair; a site with gongshi.key signs its releases）
    New,
}

const PUBLIC_KEY: &str = "gongshi.pub";

/// Writes a new key pair. Existing keys are not overwritten.
pub(super) fn run(session: &Session, args: &KeyArgs) -> Result<Exit> {
    let KeyCommand::New = args.command;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("{error}"))?;
    let key = SecretKey::from_seed(&seed);
    let path = session.folder.root().join(SECRET_KEY);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = match options.open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let message = session.language.pick("已经有了，没有改动", "already exists; nothing was changed");
            return Err(ExitError::new(Exit::Unable, format!("{} {message}", path.display())).into());
        }
        opened => opened.with_context(|| path.display().to_string())?,
    };
    file.write_all(key.text().as_bytes()).with_context(|| path.display().to_string())?;
    let public = session.folder.root().join(PUBLIC_KEY);
    std::fs::write(&public, key.public().text()).with_context(|| public.display().to_string())?;
    session.print(format!("{}\n", public.display()));
    session.info(session.language.pick(
        "gongshi.key 要保密，不要提交到版本库；gongshi.pub 可以公开。以后发布都会签名。",
        "Keep gongshi.key secret and out of the repository; gongshi.pub may be published. From now on releases are signed.",
    ));
    Ok(Exit::Done)
}
