//! What can be asked of the program: one short file a command.

mod apply;
mod arguments;
mod assemble;
mod build;
mod check;
mod completions;
mod exit;
mod explain;
mod fmt;
mod import;
mod init;
mod key;
mod lsp;
mod new;
mod package;
mod publish;
mod releases;
mod rollback;
mod schema;
mod serve;
mod session;
mod show;
mod summary;
mod target;
mod theme;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

pub use arguments::{Arguments, Command};
pub use exit::{Exit, Stop};
pub use session::Session;

/// Runs the program with its arguments, the program's name first, and says how it ended (UX §3).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let exit = if error.use_stderr() { Exit::Unable } else { Exit::Done };
            // A closed pipe is no reason to fail: `gongshi --help | head`.
            let _ = error.print();
            return exit.into();
        }
    };
    let session = Session::of(&arguments.global);
    let outcome = match &arguments.command {
        Command::Init(ask) => init::run(&session, ask),
        Command::New(ask) => new::run(&session, ask),
        Command::Import(ask) => import::run(&session, ask),
        Command::Build(ask) => build::run(&session, ask),
        Command::Serve(ask) => serve::run(&session, ask),
        Command::Show(ask) => show::run(&session, ask),
        Command::Check(ask) => check::run(&session, ask),
        Command::Fmt(ask) => fmt::run(&session, ask),
        Command::Explain(ask) => explain::run(&session, ask),
        Command::Schema(ask) => schema::run(&session, ask),
        Command::Lsp(ask) => lsp::run(&session, ask),
        Command::Theme(ask) => theme::run(&session, ask),
        Command::Completions(ask) => completions::run(&session, ask),
        Command::Publish(ask) => publish::run(&session, ask),
        Command::Releases(ask) => releases::run(&session, ask),
        Command::Rollback(ask) => rollback::run(&session, ask),
        Command::Verify(ask) => verify::run(&session, ask),
        Command::Package(ask) => package::run(&session, ask),
        Command::Apply(ask) => apply::run(&session, ask),
        Command::Key(ask) => key::run(&session, ask),
    };
    outcome.unwrap_or_else(|error| session.explain(&error)).into()
}
