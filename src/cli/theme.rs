//! `gongshi theme`: lists themes, checks one, or copies its files for changing them.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use super::{Exit, ExitError, Session};
use crate::archive::{Address, Options};
use crate::io::folder;
use crate::io::load::{ContentFolder, LoadedSite, SiteParts};
use crate::io::reason;
use crate::pages::{MakeError, Records, Stage};
use crate::render::embedded;
use crate::render::theme::Layer;
use crate::render::theme::errors::described;
use crate::render::theme::lint::lint;
use crate::render::theme::references::{self, Layers};

/// Arguments of `gongshi theme`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi theme list                                     有哪些主题
  gongshi theme eject templates/footer.html              取出一个文件到本站的主题里来改
  gongshi theme eject --theme gongwen --all              取出整个内置主题
  gongshi theme check                                    用本站的内容试着生成每一页")]
pub struct ThemeArgs {
    /// 做什么（subcommand）
    #[command(subcommand)]
    command: ThemeCommand,
}

/// Subcommands for themes.
#[derive(Debug, Subcommand)]
enum ThemeCommand {
    /// 列出主题，* 是本站所用（list themes; * marks the site's）
    List,
    /// 用本站的内容试着生成每一页，什么也不写（render every page of the site without writing any）
    Check,
    /// 把内置主题的文件取到本站的主题里，不覆盖（copy built-in files to the site's theme without overwriting）
    Eject {
        /// 哪些文件；不写就列出有哪些（files to copy; lists all if omitted）
        #[arg(value_name = "FILE")]
        files: Vec<String>,
        /// 哪个主题，默认为本站所用（the theme; default: the site's）
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
    match &args.command {
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
    let below = below(&name, &own);
    let layers = Layers { own: &own, below: &below };
    let mut faults = lint(&own, session.language);
    faults.extend(references::unused(layers, session.language));
    faults.iter().for_each(|fault| session.report(described(fault, &name, &own)));
    let theme = crate::io::theme::load(&session.folder, &site, session.language)
        .map_err(|error| ExitError::new(Exit::Unable, error))?;
    let parts = SiteParts::new(site, theme, Options::default());
    let loaded = LoadedSite::load(&session.folder, parts, session.progress(), &|_, _, _| ())?;
    let (plan, sources) = (loaded.plan(), ContentFolder(session.folder.content()));
    let exists = |address: &str| plan.find(&Address::new(address).file()).is_some();
    let dead = references::dead_links(layers, &exists, session.language);
    dead.iter().for_each(|fault| session.report(described(fault, &name, &own)));
    faults.extend(dead);
    let (mut rendered, mut errors) = (0usize, BTreeSet::new());
    for entry in plan.entries().filter(|entry| entry.stage() == Stage::First && entry.kind.is_templated()) {
        match plan.make(&entry, &sources, &Records::default()) {
            Ok(_) => rendered += 1,
            Err(MakeError::Template(_, error)) => {
                errors.insert(described(&error.in_language(session.language), &name, &own));
            }
            Err(error) => {
                errors.insert(reason::of_making(&error, session.language));
            }
        }
    }
    errors.iter().for_each(|error| session.report(error));
    if !errors.is_empty() || !faults.is_empty() {
        return Ok(Exit::Unable);
    }
    session.info(session.language.pick(
        format!("主题没有问题，试着生成了 {rendered} 页。"),
        format!("The theme has no errors; {rendered} pages were rendered."),
    ));
    Ok(Exit::Done)
}

/// The layers below the site's own theme `name`, lowest first.
fn below(name: &str, own: &Layer) -> Vec<Layer> {
    let own = (!own.is_empty()).then(|| own.clone());
    let has_own = own.is_some();
    let mut layers = embedded::layers(name, own).unwrap_or_default();
    layers.truncate(layers.len() - usize::from(has_own));
    layers
}

fn eject(session: &Session, files: &[String], theme: Option<&str>, all: bool) -> Result<Exit> {
    let site = session.site()?;
    let name = theme.unwrap_or(&site.theme);
    // the files that pages would use without the site's own theme
    let own = session.folder.theme(name)?;
    let mut layers = below(name, &own);
    if layers.is_empty() {
        let built_in = embedded::names().join(", ");
        let message = session.language.pick("没有这个主题", "theme not found");
        return Err(ExitError::new(Exit::Unable, format!("{message}: {name} ({built_in})")).into());
    }
    if all && embedded::layer(name).is_some() {
        layers.drain(..layers.len() - 1);
    }
    let layer: Layer = layers.into_iter().flatten().collect();
    if files.is_empty() && !all {
        layer.keys().for_each(|file| session.print(format!("{file}\n")));
        session.info(session.language.pick(
            "写上要取出的文件，或加 --all 取出全部；只放要改的文件，别的随程序更新。",
            "Give the files to copy, or --all for all of them. Keep only the files you change; the others are updated with the program.",
        ));
        return Ok(Exit::Done);
    }
    let wanted: Vec<&String> = if files.is_empty() { layer.keys().collect() } else { files.iter().collect() };
    if let Some(unknown) = wanted.iter().find(|file| !layer.contains_key(**file)) {
        let near = layer.keys().min_by_key(|file| strsim::damerau_levenshtein(file, unknown));
        let near = near.map_or("", String::as_str);
        let message = session.language.pick(
            format!("主题里没有“{unknown}”，是不是 {near}？不写文件名，gongshi theme eject 会列出全部。"),
            format!("the theme has no file “{unknown}”; did you mean {near}? gongshi theme eject without a name lists all files."),
        );
        return Err(ExitError::new(Exit::Unable, message).into());
    }
    let root = session.folder.root().join("themes").join(name);
    for file in wanted {
        let path = folder::below(&root, file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut out) => {
                out.write_all(&layer[file]).with_context(|| path.display().to_string())?;
                session.print(format!("{}\n", path.display()));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let message = session.language.pick("已经有了，没有改动", "already exists; nothing was changed");
                session.info(format!("{} {message}", path.display()));
            }
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        }
    }
    Ok(Exit::Done)
}
