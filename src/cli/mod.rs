//! The command line: one file for each command.

mod apply;
mod arguments;
mod assemble;
mod build;
mod check;
mod completions;
mod exit;
mod explain;
mod findings;
mod fix;
mod fmt;
mod global;
mod help;
mod import;
mod init;
mod key;
mod list;
mod lsp;
mod new;
mod package;
mod publish;
mod reasons;
mod releases;
mod review;
mod rollback;
mod schema;
mod serve;
mod session;
mod show;
mod summary;
mod target;
mod theme;
mod usage;
mod verify;

use std::ffi::OsString;
use std::io::{IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::config::Language;
use crate::io::clock;
use crate::io::console;
use crate::io::folder::Folder;
use crate::text::printable::printable;

pub use arguments::{Arguments, Command};
pub use exit::{Exit, ExitError};
pub use help::GROUPS as COMMAND_GROUPS;
pub use session::Session;

/// Runs the program with its arguments, of which the first is the program's name. Returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => arguments,
        Err(error) => return print_help_or_error(&error, &typed),
    };
    let session = Session::of(&arguments.global);
    if clock::is_before_1970() {
        return session.finish(Err(clock_error(&session))).into();
    }
    let outcome = match &arguments.command {
        Command::Init(args) => init::run(&session, args),
        Command::New(args) => new::run(&session, args),
        Command::Import(args) => import::run(&session, args),
        Command::Build(args) => build::run(&session, args),
        Command::Serve(args) => serve::run(&session, args),
        Command::Show(args) => show::run(&session, args),
        Command::Check(args) => check::run(&session, args),
        Command::List(args) => list::run(&session, args),
        Command::Fmt(args) => fmt::run(&session, args),
        Command::Explain(args) => explain::run(&session, args),
        Command::Schema(args) => schema::run(&session, args),
        Command::Lsp(args) => lsp::run(&session, args),
        Command::Theme(args) => theme::run(&session, args),
        Command::Completions(args) => completions::run(&session, args, Arguments::command()),
        Command::Publish(args) => publish::run(&session, args),
        Command::Releases(args) => releases::run(&session, args),
        Command::Rollback(args) => rollback::run(&session, args),
        Command::Verify(args) => verify::run(&session, args),
        Command::Package(args) => package::run(&session, args),
        Command::Apply(args) => apply::run(&session, args),
        Command::Key(args) => key::run(&session, args),
    };
    session.finish(outcome).into()
}

fn clock_error(session: &Session) -> anyhow::Error {
    let message = session.language.pick(
        "这台机器的时钟早于 1970 年，日期和发布时间都会错。把时钟调好再试。",
        "the clock of this machine is before 1970, so dates and times of publication would be wrong; set it and try again.",
    );
    ExitError::new(Exit::Environment, message).into()
}

/// Prints the help, the version or a usage error, in the language of the run.
fn print_help_or_error(error: &clap::Error, typed: &[OsString]) -> ExitCode {
    let mut root = Arguments::command();
    root.build();
    let language = language_of(typed);
    let (command, path) = help::named(&root, typed);
    let printed = match error.kind() {
        ErrorKind::DisplayHelp => {
            let page = help::page(&root, command, &path, help::length(typed), language);
            write_out(&page).map(|()| Exit::Done)
        }
        ErrorKind::DisplayVersion => {
            let version = root.get_version().unwrap_or_default();
            write_out(&format!("gongshi {version}\n")).map(|()| Exit::Done)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let page = help::page(&root, command, &path, help::HelpLength::Short, language);
            eprint!("{}", printable(&page, false));
            wait_if_double_clicked(typed, language);
            Ok(Exit::Unable)
        }
        // the enum is clap's: all other kinds are usage errors
        _ => {
            eprintln!("{}", printable(&usage::message(error, &root, typed, language), false));
            Ok(Exit::Unable)
        }
    };
    match printed {
        // a closed pipe is not an error: `gongshi --help | head`
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let label = language.pick("错误", "error");
            eprintln!("{label}: {}", session::output_error(&error, language));
            Exit::Environment.into()
        }
        Err(_) => Exit::Done.into(),
        Ok(exit) => exit.into(),
    }
}

fn write_out(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Language of messages about invalid arguments: that of `--lang` if it can be found.
fn language_of(typed: &[OsString]) -> Language {
    let words: Vec<&str> = typed.iter().filter_map(|word| word.to_str()).collect();
    let value = |name: &str| {
        let next = words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1)).copied();
        next.or_else(|| words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('=')))
    };
    let folder = value("-C").or_else(|| value("--directory")).map_or_else(session::nearest_site, PathBuf::from);
    session::language(value("--lang"), &Folder::at(folder))
}

/// Waits for Enter if the program was double-clicked on Windows; else its window would close at once.
fn wait_if_double_clicked(typed: &[OsString], language: Language) {
    if typed.len() == 1 && console::is_double_clicked() && std::io::stdin().is_terminal() {
        eprintln!(
            "\n{}",
            language.pick(
                "这个程序在命令行里用：打开“终端”，输入 gongshi init 站点名 开始。按回车键结束。",
                "This is a command-line program: open Terminal and type gongshi init NAME to begin. Press Enter to close this window."
            )
        );
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}
