//! Runs scripts on another host through the system's OpenSSH. Every word is quoted, so no shell interprets it.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, bail};

use super::TargetLock;
use crate::publish::release::Refusal;

/// Exit code of a script if another run holds the lock.
const LOCKED: i32 = 4;
/// Exit code of `ssh` without a connection.
const NO_CONNECTION: i32 = 255;

/// A host as OpenSSH names it: `user@host`, or a name of `~/.ssh/config`.
#[derive(Clone, Debug)]
pub struct Host(String);

/// Result of a script that ran to its end.
#[derive(Debug)]
pub struct ScriptOutput {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: String,
}

impl Host {
    /// The host `name`; refuses names that OpenSSH would take for options.
    pub fn parse(name: &str) -> Option<Self> {
        let is_special = |c: char| c.is_whitespace() || c.is_control() || "'\"`$\\;&|<>(){}!*?".contains(c);
        (!name.is_empty() && !name.starts_with('-') && !name.contains(is_special)).then(|| Self(name.to_owned()))
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The SSH client: `$GONGSHI_SSH` or `ssh`.
    pub fn program() -> String {
        std::env::var("GONGSHI_SSH").ok().filter(|program| !program.is_empty()).unwrap_or_else(|| "ssh".to_owned())
    }

    /// Options that end a dead connection, and that ask no questions without a terminal.
    pub fn options() -> Vec<&'static str> {
        let mut options = vec!["-oConnectTimeout=20", "-oServerAliveInterval=15", "-oServerAliveCountMax=4"];
        if !io::stdin().is_terminal() {
            options.push("-oBatchMode=yes");
        }
        options
    }

    fn command(&self, script: &str, arguments: &[&str]) -> Command {
        let script = format!("{}{script}", include_str!("remote/prelude.sh"));
        let words = ["-c", &script, "gongshi"].into_iter().chain(arguments.iter().copied());
        let remote: Vec<String> = std::iter::once("sh".to_owned()).chain(words.map(quoted)).collect();
        let mut command = Command::new(Self::program());
        command.args(Self::options()).arg("-T").arg("--").arg(&self.0).arg(remote.join(" "));
        command
    }

    /// Runs a script while `feed` writes its standard input.
    ///
    /// # Errors
    /// If `ssh` cannot be started or has no connection.
    pub fn run(
        &self,
        script: &str,
        arguments: &[&str],
        feed: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
    ) -> Result<ScriptOutput> {
        let mut command = self.command(script, arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(Self::program)?;
        let stdin = child.stdin.take();
        let (output, fed) = std::thread::scope(|scope| {
            let feeding = scope.spawn(move || stdin.map_or(Ok(()), |mut stdin| feed(&mut stdin)));
            (child.wait_with_output(), feeding.join().unwrap_or(Ok(())))
        });
        let output = output?;
        let code = output.status.code().unwrap_or(-1);
        let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if code == NO_CONNECTION || code == -1 {
            bail!("{}: {stderr}", self.0);
        }
        // a script that ends early closes its input; its exit code says why
        if code == 0 {
            fed.with_context(|| self.0.clone())?;
        }
        Ok(ScriptOutput { code, stdout: output.stdout, stderr })
    }

    /// Runs a script that must succeed. Returns its output.
    ///
    /// # Errors
    /// As [`Self::run`], and if the script fails.
    pub fn run_checked(
        &self,
        script: &str,
        arguments: &[&str],
        feed: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
    ) -> Result<Vec<u8>> {
        let output = self.run(script, arguments, feed)?;
        if output.code != 0 {
            bail!("{}: {} ({})", self.0, output.stderr, output.code);
        }
        Ok(output.stdout)
    }

    /// Starts a script that prints `held` and then keeps a lock until its input ends.
    ///
    /// # Errors
    /// [`Refusal::Locked`], or as [`Self::run_checked`].
    pub fn lock(&self, script: &str, arguments: &[&str]) -> Result<Box<dyn TargetLock>> {
        let mut command = self.command(script, arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(Self::program)?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        if line.trim() == "held" {
            return Ok(Box::new(Connection(child)));
        }
        let mut stderr = String::new();
        if let Some(mut pipe) = child.stderr.take() {
            pipe.read_to_string(&mut stderr)?;
        }
        match child.wait()?.code() {
            Some(LOCKED) => Err(Refusal::Locked.into()),
            _ => bail!("{}: {}", self.0, stderr.trim()),
        }
    }
}

/// A connection that keeps a lock; the host releases the lock when the connection ends, for whatever reason.
struct Connection(Child);

impl TargetLock for Connection {}

impl Drop for Connection {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // its exit code does not matter
        let _ = self.0.wait();
    }
}

/// A word quoted for a POSIX shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Writes paths, each followed by a zero byte. They begin with `./`, so that no tool takes one for an option.
///
/// # Errors
/// Those of `out`.
pub fn write_paths<'a>(out: &mut impl Write, paths: impl Iterator<Item = &'a str>) -> io::Result<()> {
    for path in paths {
        write!(out, "./{path}\0")?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_and_odd_hosts_refused() {
        assert_eq!(quoted("a b$(c)'d"), "'a b$(c)'\\''d'");
        assert!(Host::parse("web@host.example").is_some());
        for name in ["-oProxyCommand=x", "", "a b", "$(x)", "a;b"] {
            assert!(Host::parse(name).is_none(), "{name}");
        }
    }
}
