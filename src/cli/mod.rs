//! What can be asked of the program: one short file a command.

mod apply;
mod arguments;
mod assemble;
mod build;
mod check;
mod completions;
mod exit;
mod explain;
mod findings;
mod fmt;
mod import;
mod init;
mod key;
mod lsp;
mod new;
mod package;
mod publish;
mod reasons;
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
use std::io::Write as _;
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
            return match error.print().and_then(|()| std::io::stdout().flush()) {
                // A closed pipe is no reason to fail: `gongshi --help | head`.
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Exit::Environment.into(),
                _ => exit.into(),
            };
        }
    };
    let session = Session::of(&arguments.global);
    let outcome = match &arguments.command {
        Command::Init(args) => init::run(&session, args),
        Command::New(args) => new::run(&session, args),
        Command::Import(args) => import::run(&session, args),
        Command::Build(args) => build::run(&session, args),
        Command::Serve(args) => serve::run(&session, args),
        Command::Show(args) => show::run(&session, args),
        Command::Check(args) => check::run(&session, args),
        Command::Fmt(args) => fmt::run(&session, args),
        Command::Explain(args) => explain::run(&session, args),
        Command::Schema(args) => schema::run(&session, args),
        Command::Lsp(args) => lsp::run(&session, args),
        Command::Theme(args) => theme::run(&session, args),
        Command::Completions(args) => completions::run(&session, args),
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
