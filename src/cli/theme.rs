//! `gongshi theme`: lists themes, checks one, or copies its files for changing them.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use unicode_width::UnicodeWidthChar;

use super::{Exit, ExitError, Session};
use crate::archive::Options;
use crate::io::load::{ContentFolder, LoadedSite, SiteParts};
use crate::pages::{MakeError, Records, Stage};
use crate::render::embedded;
use crate::render::theme::errors::in_language;
use crate::render::theme::lint::lint;
use crate::render::theme::{Layer, ThemeError};

/// Arguments of `gongshi theme`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi theme list                                     有哪些主题
  gongshi theme eject templates/footer.html              取出一个文件到 themes/default/ 来改
  gongshi theme eject --theme gongwen --all              取出整个内置主题
  gongshi theme check                                    用本站的内容试做每一页")]
pub struct ThemeArgs {
    /// 做什么（what to do）
    #[command(subcommand)]
    what: ThemeCommand,
}

/// Subcommands for themes.
#[derive(Debug, Subcommand)]
enum ThemeCommand {
    /// 列出主题，* 是本站所用（list themes; * marks the site's）
    List,
    /// 用本站的内容试做每一页，什么也不写（make every page of the site and write nothing）
    Check,
    /// 把内置主题的文件取到 themes/ 里，不覆盖（copy files of a built-in theme to themes/; overwrites nothing）
    Eject {
        /// 哪些文件；不写就列出有哪些（which files; without any, lists them）
        #[arg(value_name = "FILE")]
        files: Vec<String>,
        /// 哪个主题，默认为本站所用（which theme; the site's unless said）
        #[arg(long, value_name = "NAME")]
        theme: Option<String>,
        /// 取出全部文件（copy all files）
        #[arg(long, conflicts_with = "files")]
        all: bool,
    },
}

/// Lists, checks or ejects themes.
pub(super) fn run(session: &Session, args: &ThemeArgs) -> Result<Exit> {
    session.need_site()?;
    match &args.what {
        ThemeCommand::List => list(session),
        ThemeCommand::Check => check(session),
        ThemeCommand::Eject { files, theme, all } => eject(session, files, theme.as_deref(), *all),
    }
}

fn list(session: &Session) -> Result<Exit> {
    let site = session.site()?;
    let mut names: BTreeSet<String> = embedded::names().into_iter().map(str::to_owned).collect();
    if let Ok(entries) = fs::read_dir(session.folder.root().join("themes")) {
        let folders = entries.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
        names.extend(folders.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    }
    for name in names {
        let mark = if name == site.theme { '*' } else { ' ' };
        let own = session.folder.theme(&name)?;
        let kind = match embedded::layer(&name) {
            Some(layer) if own.iter().all(|(path, bytes)| layer.get(path) == Some(bytes)) => {
                session.language.pick("内置", "built in")
            }
            Some(_) => session.language.pick("内置，本站有改动", "built in, changed by the site"),
            None => session.language.pick("本站", "the site's own"),
        };
        session.print(format!("{mark} {name}  {kind}\n"));
    }
    Ok(Exit::Done)
}

fn check(session: &Session) -> Result<Exit> {
    let site = session.site()?;
    let name = site.theme.clone();
    let own = session.folder.theme(&name)?;
    let faults = lint(&own, session.language);
    for fault in &faults {
        session.tell(described(fault, &name, &own));
    }
    let theme = crate::io::theme::load(&session.folder, &site, session.language)
        .map_err(|error| ExitError::new(Exit::Unable, error))?;
    let fixed = SiteParts::new(site, theme, Options::default());
    let loaded = LoadedSite::load(&session.folder, fixed, session.quiet, &|_, _, _| ())?;
    let (plan, sources) = (loaded.plan(), ContentFolder(session.folder.content()));
    let (mut made, mut wrong) = (0usize, BTreeSet::new());
    for entry in plan.entries().filter(|entry| entry.stage() == Stage::First && entry.kind.is_templated()) {
        match plan.make(&entry, &sources, &Records::default()) {
            Ok(_) => made += 1,
            Err(MakeError::Template(_, error)) => {
                let message = in_language(&error.message, session.language);
                wrong.insert(described(&ThemeError { message, ..error }, &name, &own));
            }
            Err(error) => {
                wrong.insert(error.to_string());
            }
        }
    }
    wrong.iter().for_each(|error| session.tell(error));
    if !wrong.is_empty() || !faults.is_empty() {
        return Ok(Exit::Unable);
    }
    session.say(
        session
            .language
            .pick(format!("主题没有问题，试做了 {made} 页。"), format!("The theme holds: {made} pages were made.")),
    );
    Ok(Exit::Done)
}

/// A fault with the line it is in, where that is one of the theme's own files.
fn described(fault: &ThemeError, theme: &str, own: &Layer) -> String {
    let text = own.get(&fault.file).map(|bytes| String::from_utf8_lossy(bytes));
    let line = fault.line.checked_sub(1).and_then(|at| text.as_deref().and_then(|text| text.lines().nth(at)));
    let Some(line) = line else { return format!("themes/{theme}/{fault}") };
    let before: usize = line
        .chars()
        .take(fault.column.saturating_sub(1))
        .map(|c| if c == '\t' { 1 } else { c.width().unwrap_or(0) })
        .sum();
    let shown = line.replace('\t', " ");
    let number = fault.line;
    let margin = " ".repeat(number.to_string().len());
    format!("themes/{theme}/{fault}\n{number} | {shown}\n{margin} | {}^", " ".repeat(before))
}

fn eject(session: &Session, files: &[String], theme: Option<&str>, all: bool) -> Result<Exit> {
    let site = session.site()?;
    let name = theme.unwrap_or(&site.theme);
    let layer = embedded::layer(name).ok_or_else(|| {
        let known = embedded::names().join(", ");
        let message = session.language.pick("没有这个内置主题", "there is no such built-in theme");
        ExitError::new(Exit::Unable, format!("{message}: {name} ({known})"))
    })?;
    if files.is_empty() && !all {
        layer.keys().for_each(|file| session.print(format!("{file}\n")));
        session.say(session.language.pick(
            "写上要取出的文件，或加 --all 取出全部；只放要改的文件，别的随程序更新。",
            "Name the files to copy, or add --all for all of them; keep only those you change, and the others follow the program.",
        ));
        return Ok(Exit::Done);
    }
    let wanted: Vec<&String> = if files.is_empty() { layer.keys().collect() } else { files.iter().collect() };
    if let Some(unknown) = wanted.iter().find(|file| !layer.contains_key(**file)) {
        let message = session.language.pick("主题里没有这个文件", "the theme has no such file");
        return Err(ExitError::new(Exit::Unable, format!("{message}: {unknown}")).into());
    }
    let root = session.folder.root().join("themes").join(name);
    for file in wanted {
        let path = root.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut out) => {
                out.write_all(&layer[file]).with_context(|| path.display().to_string())?;
                session.print(format!("{}\n", path.display()));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let message = session.language.pick("已经有了，没有改动", "is there already; nothing was changed");
                session.say(format!("{} {message}", path.display()));
            }
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        }
    }
    Ok(Exit::Done)
}
