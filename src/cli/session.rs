//! A session: what all commands of a run share (folder, language, colours), and the one place that prints.

use std::io::{IsTerminal, Write};
use std::sync::{Arc, OnceLock};

use super::arguments::{Colour, Global};
use super::exit::{Exit, Stop};
use super::reasons;
use crate::config::{Language, Site};
use crate::io::folder::Folder;
use crate::report::Style;
use crate::text::printable::printable;

/// What holds for every command of a run.
#[derive(Clone, Debug)]
pub struct Session {
    /// The site's folder.
    pub folder: Folder,
    /// The language of messages: `--lang`, else the locale's, else the site's.
    pub language: Language,
    /// Whether only findings and errors are told.
    pub quiet: bool,
    /// Whether more is told.
    pub verbose: bool,
    /// Whether messages have colours.
    pub style: Style,
    /// Why standard output could not be written, the first time it could not.
    unprinted: Arc<OnceLock<std::io::Error>>,
}

impl Session {
    /// The session that the global arguments ask for.
    pub fn of(global: &Global) -> Self {
        let folder = Folder::at(global.directory.clone().unwrap_or_else(|| ".".into()));
        let asked = global.language.as_deref().and_then(Language::parse);
        let language = asked.or_else(locale).or_else(|| site_language(&folder)).unwrap_or_default();
        let coloured = match global.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && std::io::stderr().is_terminal()
            }
        };
        let style = if coloured { Style::Coloured } else { Style::Plain };
        Self { folder, language, quiet: global.quiet, verbose: global.verbose, style, unprinted: Arc::default() }
    }

    /// Reports progress and results on standard error, unless the run is quiet.
    pub fn say(&self, message: impl AsRef<str>) {
        if !self.quiet {
            self.tell(message);
        }
    }

    /// Reports details on standard error, for `--verbose`.
    pub fn detail(&self, message: impl FnOnce() -> String) {
        if self.verbose {
            self.tell(message());
        }
    }

    /// Reports findings and errors on standard error, even when the run is quiet.
    pub fn tell(&self, message: impl AsRef<str>) {
        let text = printable(message.as_ref().trim_end(), self.style == Style::Coloured);
        // Nobody listening is no reason to fail.
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Writes text for people, or JSON, to standard output.
    pub fn print(&self, text: impl AsRef<str>) {
        self.write(printable(text.as_ref(), self.style == Style::Coloured).as_bytes());
    }

    /// Writes the contents of a file to standard output: byte for byte, unless that is a terminal.
    pub fn print_file(&self, text: impl AsRef<str>) {
        match std::io::stdout().is_terminal() {
            true => self.print(text),
            false => self.write(text.as_ref().as_bytes()),
        }
    }

    fn write(&self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            // whoever reads has read enough: `gongshi check | head`
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => drop(self.unprinted.set(error)),
            _ => {}
        }
    }

    /// Whether everything printed so far was written.
    ///
    /// # Errors
    /// [`Stop`] where standard output could not be written, as on a full disk.
    pub fn printed(&self) -> anyhow::Result<()> {
        let Some(error) = self.unprinted.get() else { return Ok(()) };
        let reason = reasons::of_io(error, self.language);
        let message = self.language.pick(
            format!("写不出标准输出：{reason}。输出不完整。"),
            format!("standard output cannot be written: {reason}. The output is incomplete."),
        );
        Err(Stop::new(Exit::Environment, message).into())
    }

    /// How a command ends whose outcome was `outcome`: a failure is explained, and output that could not be written
    /// is one.
    pub fn finish(&self, outcome: anyhow::Result<Exit>) -> Exit {
        let exit = outcome.unwrap_or_else(|error| self.explain(&error));
        self.printed().map_or_else(|error| self.explain(&error), |()| exit)
    }

    /// Reports that a cache could not be written. The run goes on: a cache only saves time.
    pub fn warn_of_cache(&self, written: anyhow::Result<()>) {
        if let Err(error) = written {
            let reason = reasons::of(&error, self.language);
            self.say(self.language.pick(
                format!("警告: 缓存没有写成（{reason}），下一次会慢一些，结果不受影响。"),
                format!(
                    "warning: the cache was not written ({reason}). The next run is slower; the result is the same."
                ),
            ));
        }
    }

    /// Explains why a run cannot go on, and how it ends.
    pub fn explain(&self, error: &anyhow::Error) -> Exit {
        let stop = error.chain().find_map(|cause| cause.downcast_ref::<Stop>());
        let is_io = error.chain().any(|cause| cause.is::<std::io::Error>());
        self.tell(format!("{}: {}", self.language.pick("错误", "error"), reasons::of(error, self.language)));
        stop.map_or(if is_io { Exit::Environment } else { Exit::Unable }, |stop| stop.exit)
    }

    /// What `site.yaml` says.
    ///
    /// # Errors
    /// [`Stop`] with the place where it cannot be read.
    pub fn site(&self) -> anyhow::Result<Site> {
        Site::parse(&self.folder.site_yaml()?).map_err(|error| {
            let path = self.folder.content().join("site.yaml");
            let message = format!("{}:{}:{}: {}", path.display(), error.line, error.column, error.message);
            Stop::new(Exit::Unable, message).into()
        })
    }

    /// Stops a command that needs a site where there is none.
    ///
    /// # Errors
    /// [`Stop`] with what to do.
    pub fn need_site(&self) -> anyhow::Result<()> {
        if self.folder.is_site() {
            return Ok(());
        }
        let path = self.folder.root().display();
        let message = self.language.pick(
            format!("{path} 里没有 content/ 文件夹，不是站点。先用 gongshi init 新建，或用 -C 指明站点所在的文件夹。"),
            format!(
                "{path} has no content/ folder, so it is no site. Start one with gongshi init, or name it with -C."
            ),
        );
        Err(Stop::new(Exit::Unable, message).into())
    }
}

fn locale() -> Option<Language> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    Language::parse(&set)
}

fn site_language(folder: &Folder) -> Option<Language> {
    let site = Site::parse(&folder.site_yaml().ok()?).ok()?;
    Language::parse(&site.language)
}
