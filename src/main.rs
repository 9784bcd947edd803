//! Passes the arguments to [`gongshi::cli`] and its exit code to the operating system.

use std::process::ExitCode;

/// The static programs of releases are linked with musl, whose own allocator doubles the time of a build.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gongshi::cli::run(std::env::args_os())
}
