//! A session: what holds for every command of a run: folder, language, colours, how much is said.

use std::io::{IsTerminal, Write};

use super::arguments::{Colour, Global};
use super::exit::{Exit, Stop};
use crate::config::{Language, Site};
use crate::io::folder::Folder;
use crate::report::Style;

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
        Self { folder, language, quiet: global.quiet, verbose: global.verbose, style }
    }

    /// Says something about the run, unless it is quiet.
    pub fn say(&self, message: impl AsRef<str>) {
        if !self.quiet {
            self.tell(message);
        }
    }

    /// Says something even when quiet: findings and errors.
    pub fn tell(&self, message: impl AsRef<str>) {
        // Nobody listening is no reason to fail.
        let _ = writeln!(std::io::stderr().lock(), "{}", message.as_ref().trim_end());
    }

    /// Writes data to standard output.
    pub fn print(&self, data: impl AsRef<str>) {
        let _ = std::io::stdout().lock().write_all(data.as_ref().as_bytes());
    }

    /// Tells why a run cannot go on, and how it ends.
    pub fn explain(&self, error: &anyhow::Error) -> Exit {
        let stop = error.chain().find_map(|cause| cause.downcast_ref::<Stop>());
        let is_io = error.chain().any(|cause| cause.is::<std::io::Error>());
        self.tell(format!("{}: {error:#}", self.language.pick("错误", "error")));
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
