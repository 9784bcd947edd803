//! `gongshi init`: creates a site.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, ExitError, Session};
use crate::config::settings::template;

/// Arguments of `gongshi init`.
#[derive(Debug, Args)]
#[command(after_long_help = "例（example）:\n  gongshi init 我的站点 && cd 我的站点 && gongshi build")]
pub struct InitArgs {
    /// 放在哪里，默认为当前文件夹（folder of the site; default: the current folder）
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

const ABOUT: &str = "---\ntitle: 关于本站\n---\n\n本站公开整改通报，按单位、轮次和状态编排，可以逐项检索。\n";

const ABOUT_EN: &str = "---\ntitle: About this site\n---\n\nThis site publishes rectification notices by unit, round and status; every problem can be searched for.\n";

/// Creates a site in the folder: `content/` with `site.yaml`, a folder for notices and one plain page. Existing files are
/// not changed.
pub(super) fn run(session: &Session, args: &InitArgs) -> Result<Exit> {
    let root = args.folder.clone().unwrap_or_else(|| session.here.clone());
    let content = root.join("content");
    if content.exists() {
        let message = session.language.pick("已经有了，没有改动", "already exists; nothing was changed");
        return Err(ExitError::new(Exit::Unable, format!("{} {message}", content.display())).into());
    }
    for folder in ["notices", "pages"] {
        let path = content.join(folder);
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
    }
    let about = session.language.pick(ABOUT, ABOUT_EN);
    for (name, text) in [("site.yaml", template(session.language).as_str()), ("pages/about.md", about)] {
        let path = content.join(name);
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    let ignore = root.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "/public/\n/.gongshi/\n/gongshi.key\n").with_context(|| ignore.display().to_string())?;
    }
    let folder = root.display().to_string();
    let enter = if folder == "." { String::new() } else { format!("  cd {folder}\n") };
    session.info(session.language.pick(
        format!(
            "新建了站点 {folder}。接下来：\n{enter}  gongshi new \"关于……整改情况的通报\"   新建一份通报\n  gongshi import 稿子.docx              或者从 Word 稿子转\n  gongshi serve --open                  边写边看\n  gongshi check                         检查\n站点的名称、网址等写在 {}。",
            content.join("site.yaml").display()
        ),
        format!(
            "Created a site in {folder}. Next:\n{enter}  gongshi new \"title\"          create a notice\n  gongshi import draft.docx    or import one from Word\n  gongshi serve --open         live preview while you write\n  gongshi check                check all notices\nThe site’s name, address and more are set in {}.",
            content.join("site.yaml").display()
        ),
    ));
    Ok(Exit::Done)
}
