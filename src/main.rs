//! Passes the arguments to [`gongshi::cli`] and its exit code to the operating system.

use std::process::ExitCode;

fn main() -> ExitCode {
    gongshi::cli::run(std::env::args_os())
}
