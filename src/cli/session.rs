//! Values shared by all commands of a run (folder, language, colours), and how commands print. Help and usage errors are
//! printed before there is a session, by `cli::run`.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::exit::{Exit, ExitError};
use super::global::{Colour, Global};
use super::reasons;
use crate::config::{Language, Site, site_yaml};
use crate::io::console;
use crate::io::folder::Folder;
use crate::notice::SourcePath;
use crate::report::{self, TerminalStyle};
use crate::text::printable::printable;

/// Values for every command of a run.
#[derive(Clone, Debug)]
pub struct Session {
    /// The folder the command was run in, or that of `-C`.
    pub here: PathBuf,
    /// The site's folder: that of `-C`, else the nearest site among the current folder and those above it.
    pub folder: Folder,
    /// The language of messages: `--lang`, else the locale's, else the site's.
    pub language: Language,
    /// Whether to print only findings and errors.
    pub quiet: bool,
    /// Whether to print details.
    pub verbose: bool,
    /// Whether standard error has colours.
    pub style: TerminalStyle,
    /// Whether standard output has colours.
    pub out_style: TerminalStyle,
    /// The first error of writing standard output.
    output_error: Arc<OnceLock<std::io::Error>>,
}

impl Session {
    /// The session that the global arguments ask for.
    pub fn of(global: &Global) -> Self {
        let here = global.directory.clone();
        let folder = Folder::at(here.clone().unwrap_or_else(nearest_site));
        let here = here.unwrap_or_else(|| ".".into());
        let language = language(global.language.as_deref(), &folder);
        let style = |is_terminal| match global.colour {
            Colour::Always => TerminalStyle::Coloured,
            Colour::Auto
                if is_terminal
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && console::shows_colours() =>
            {
                TerminalStyle::Coloured
            }
            Colour::Auto | Colour::Never => TerminalStyle::Plain,
        };
        Self {
            here,
            folder,
            language,
            quiet: global.quiet,
            verbose: global.verbose,
            style: style(std::io::stderr().is_terminal()),
            out_style: style(std::io::stdout().is_terminal()),
            output_error: Arc::default(),
        }
    }

    /// Language of progress bars; `None` if the run is quiet.
    pub fn progress(&self) -> Option<Language> {
        (!self.quiet).then_some(self.language)
    }

    /// Reports progress and results on standard error, unless the run is quiet.
    pub fn info(&self, message: impl AsRef<str>) {
        if !self.quiet {
            self.report(message);
        }
    }

    /// Reports details on standard error, for `--verbose`.
    pub fn detail(&self, message: impl FnOnce() -> String) {
        if self.verbose {
            self.report(message());
        }
    }

    /// Reports findings and errors on standard error, even when the run is quiet.
    pub fn report(&self, message: impl AsRef<str>) {
        let text = printable(message.as_ref().trim_end(), self.style == TerminalStyle::Coloured);
        // if standard error is closed, the run goes on
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Writes text for people, or JSON, to standard output.
    pub fn print(&self, text: impl AsRef<str>) {
        self.write(printable(text.as_ref(), self.out_style == TerminalStyle::Coloured).as_bytes());
    }

    /// Writes the contents of a file to standard output: byte for byte, unless that is a terminal.
    pub fn print_file(&self, text: impl AsRef<str>) {
        match std::io::stdout().is_terminal() {
            true => self.print(text),
            false => self.write(text.as_ref().as_bytes()),
        }
    }

    /// Writes a file of another format to standard output, byte for byte.
    pub fn print_bytes(&self, bytes: &[u8]) {
        self.write(bytes);
    }

    /// The path of a source relative to the current folder: `content/notices/a.md`.
    pub fn relative_path(&self, source: &SourcePath) -> String {
        format!("{}{source}", self.relative_content())
    }

    /// The folder of the sources relative to the current folder, with a `/` at its end and between its parts.
    pub fn relative_content(&self) -> String {
        let content = self.folder.content();
        let content = content.strip_prefix(".").unwrap_or(&content).display().to_string() + "/";
        if cfg!(windows) { content.replace('\\', "/") } else { content }
    }

    fn write(&self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            // the reader of the pipe has ended, as in `gongshi check | head`
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => drop(self.output_error.set(error)),
            _ => {}
        }
    }

    /// Checks that everything printed so far was written.
    ///
    /// # Errors
    /// [`ExitError`] if standard output could not be written, as on a full disk.
    pub fn check_output(&self) -> anyhow::Result<()> {
        let Some(error) = self.output_error.get() else { return Ok(()) };
        Err(ExitError::new(Exit::Environment, output_error(error, self.language)).into())
    }

    /// The exit code of a command with this outcome. Reports failures; output that could not be written is one.
    pub fn finish(&self, outcome: anyhow::Result<Exit>) -> Exit {
        let exit = outcome.unwrap_or_else(|error| self.report_error(&error));
        self.check_output().map_or_else(|error| self.report_error(&error), |()| exit)
    }

    /// Warns that a cache could not be written. The run goes on, since a cache only saves time.
    pub fn warn_of_cache(&self, written: anyhow::Result<()>) {
        if let Err(error) = written {
            let reason = reasons::of(&error, self.language);
            self.info(self.language.pick(
                format!("警告: 缓存没有写成（{reason}），下一次会慢一些，结果不受影响。"),
                format!(
                    "warning: the cache was not written ({reason}). The next run is slower; the result is the same."
                ),
            ));
        }
    }

    /// Reports an error that ends the run. Returns the exit code.
    pub fn report_error(&self, error: &anyhow::Error) -> Exit {
        let stop = error.chain().find_map(|cause| cause.downcast_ref::<ExitError>());
        let is_io = error.chain().any(|cause| cause.is::<std::io::Error>());
        self.report(format!("{}: {}", self.language.pick("错误", "error"), reasons::of(error, self.language)));
        stop.map_or(if is_io { Exit::Environment } else { Exit::Unable }, |stop| stop.exit)
    }

    /// The settings in `site.yaml`.
    ///
    /// # Errors
    /// [`ExitError`] with the findings if it is invalid.
    pub fn site(&self) -> anyhow::Result<Site> {
        let text = self.folder.site_yaml()?;
        Site::parse(&text).map_err(|findings| {
            let report = report::settings(findings, &text, self.language, self.style);
            let lead = self.language.pick("站点设置有错，没有往下做：", "the settings have errors; nothing was done:");
            ExitError::new(Exit::Unable, format!("{lead}\n\n{report}")).into()
        })
    }

    /// Stops a command that needs a site if there is none.
    ///
    /// # Errors
    /// [`ExitError`] with what to do.
    pub fn need_site(&self) -> anyhow::Result<()> {
        if self.folder.is_site() {
            return Ok(());
        }
        let path = self.folder.root().display();
        let message = self.language.pick(
            format!("{path} 里没有 content/ 文件夹，不是站点。先用 gongshi init 新建，或用 -C 指明站点所在的文件夹。"),
            format!(
                "{path} has no content/ folder, so it is not a site. Start one with gongshi init, or choose another folder with -C."
            ),
        );
        Err(ExitError::new(Exit::Unable, message).into())
    }
}

/// The message for an error of writing standard output.
pub(super) fn output_error(error: &std::io::Error, language: Language) -> String {
    let reason = reasons::of_io(error, language);
    language.pick(
        format!("写不出标准输出：{reason}。输出不完整。"),
        format!("standard output cannot be written: {reason}. The output is incomplete."),
    )
}

/// The language of messages: that of `--lang`, else the locale's, else the site's.
pub(super) fn language(argument: Option<&str>, folder: &Folder) -> Language {
    let argument = argument.and_then(Language::parse);
    argument.or_else(locale).or_else(|| site_language(folder)).unwrap_or_default()
}

/// The nearest site: the current folder or a folder above it, as a relative path; the current folder if there is none. A
/// folder above needs more than a `content/` to be taken for a site.
pub(super) fn nearest_site() -> PathBuf {
    let here = PathBuf::from(".");
    let is_site = |folder: &Path| {
        let content = folder.join("content");
        content.join("site.yaml").is_file() || content.join("notices").is_dir()
    };
    if Folder::at(&here).is_site() {
        return here;
    }
    let Ok(current) = std::env::current_dir() else { return here };
    let above = current.ancestors().skip(1).position(is_site);
    above.map_or(here, |steps| std::iter::repeat_n("..", steps + 1).collect())
}

fn locale() -> Option<Language> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    Language::parse(&set)
}

fn site_language(folder: &Folder) -> Option<Language> {
    let text = folder.site_yaml().ok().filter(|text| !text.is_empty())?;
    Language::parse(&site_yaml::read(&text).0.language)
}
