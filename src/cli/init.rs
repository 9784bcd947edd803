//! `gongshi init`: starts a site.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, Session, Stop};

/// Arguments of `gongshi init`.
#[derive(Debug, Args)]
#[command(after_long_help = "例（example）:\n  gongshi init 我的站点 && cd 我的站点 && gongshi build")]
pub struct InitArgs {
    /// 放在哪里，默认为当前文件夹（where; the current folder unless said）
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

const SITE: &str = "\
# 站点设置。每一项都可以不写。
title: 整改公示
# description: 一句话说明本站公开什么
# owner: 主管单位
# base_url: https://example.invalid/    # 发布后的网址；写了才会有站点地图和规范链接
# place: 云江                            # 所在地，用来区分各地的“第五轮”
# contact: 联系方式

# 单位名录：别名、曾用名归到一处，网址不变
units: []
#  - name: 某市总工会
#    slug: zonggonghui
#    aliases: [市总工会]
";

const ABOUT: &str = "---\ntitle: 关于本站\n---\n\n本站公开整改通报，按单位、轮次和状态编排，可以逐项检索。\n";

/// Starts a site in the folder: `content/` with `site.yaml`, a notices' folder and one plain page. Nothing that exists
/// is touched.
pub(super) fn run(session: &Session, args: &InitArgs) -> Result<Exit> {
    let root = args.folder.clone().unwrap_or_else(|| session.folder.root().to_owned());
    let content = root.join("content");
    if content.exists() {
        let message = session.language.pick("已经有了，没有改动", "is there already; nothing was changed");
        return Err(Stop::new(Exit::Unable, format!("{} {message}", content.display())).into());
    }
    for folder in ["notices", "pages"] {
        let path = content.join(folder);
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
    }
    for (name, text) in [("site.yaml", SITE), ("pages/about.md", ABOUT)] {
        let path = content.join(name);
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    let ignore = root.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "/public/\n/.gongshi/\n").with_context(|| ignore.display().to_string())?;
    }
    session.say(session.language.pick(
        format!(
            "新建了站点 {}。接下来：\n  gongshi -C {0} new \"关于……整改情况的通报\"\n  gongshi -C {0} build",
            root.display()
        ),
        format!("Started a site in {}. Next:\n  gongshi -C {0} new \"…\"\n  gongshi -C {0} build", root.display()),
    ));
    Ok(Exit::Done)
}
