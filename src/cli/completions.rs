//! `gongshi completions`: prints a completion script for a shell.

use anyhow::Result;
use clap::{Args, Command};
use clap_complete::Shell;

use super::{Exit, Session, help};

/// Arguments of `gongshi completions`.
#[derive(Debug, Args)]
#[command(
    after_long_help = "例（example）:\n  gongshi completions bash > ~/.local/share/bash-completion/completions/gongshi"
)]
pub struct CompletionsArgs {
    /// 哪一种命令行（the shell）
    #[arg(value_enum)]
    shell: Shell,
}

/// Writes the completion script for `program` to standard output.
pub(super) fn run(session: &Session, args: &CompletionsArgs, program: Command) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::localised(program, session.language), "gongshi", &mut script);
    session.print_file(String::from_utf8_lossy(&script));
    Ok(Exit::Done)
}
