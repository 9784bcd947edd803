//! `gongshi new`: creates a draft notice.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, Session};
use crate::import;
use crate::io::source;
use crate::notice::SourcePath;
use crate::read;
use crate::text::slug;

/// Arguments of `gongshi new`.
#[derive(Debug, Args)]
#[command(
    after_long_help = "例（example）:\n  gongshi new \"云江市总工会关于五届市委第五轮巡察整改情况的通报\" --unit 云江市总工会 --round 五届市委第五轮巡察"
)]
pub struct NewArgs {
    /// 标题（the title）
    #[arg(value_name = "标题（TITLE）")]
    title: String,
    /// 被巡察单位（the inspected unit）
    #[arg(long, value_name = "单位（UNIT）")]
    unit: Option<String>,
    /// 轮次（the round）
    #[arg(long, value_name = "轮次（ROUND）")]
    round: Option<String>,
}

/// Writes a draft with the title, a permanent id and the usual headings of a notice.
pub(super) fn run(session: &Session, args: &NewArgs) -> Result<Exit> {
    session.need_site()?;
    let today = crate::io::clock::today();
    let title = args.title.trim();
    let (id, earlier) = id(session, args, title)?;
    let folder = session.folder.content().join("notices").join(today.year().to_string());
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let path = folder.join(format!("{id}.md"));
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).open(&path).with_context(|| path.display().to_string())?;
    file.write_all(notice(args, title, &id, earlier.as_deref()).as_bytes())
        .with_context(|| path.display().to_string())?;
    super::schema::write_if_missing(session)?;
    session.print(format!("{}\n", path.display()));
    if let Some(earlier) = earlier {
        session.info(session.language.pick(
            format!("已有一份 {earlier}。这一份如果接续它，去掉 follows 前面的 #。"),
            format!("There is a notice {earlier}. If this one continues it, remove the # before follows."),
        ));
    }
    session.info(session.language.pick(
        "写好以后填上 date（发布日期），删去 draft: true。",
        "When it is finished, fill in date and remove draft: true.",
    ));
    Ok(Exit::Done)
}

/// Highest number appended to distinguish notices of one unit and round.
const MOST_NAMESAKES: usize = 99;

/// A readable id from unit and round (`jiaoyuju-5-2`) that no other notice has, and the newest notice whose id begins
/// like it, which this one may continue.
fn id(session: &Session, args: &NewArgs, title: &str) -> Result<(String, Option<String>)> {
    let today = crate::io::clock::today();
    let draft = format!("---\ndate: {today}\n{}", &notice(args, title, "", None)["---\n".len()..]);
    let facts = read::read(&SourcePath::new("new.md"), &draft).notice.facts;
    let readable = slug::normalised(title).or_else(|| import::short_id(&facts, ""));
    let first = readable.unwrap_or_else(|| slug::from_pinyin(title, &format!("{title}{today}"), slug::ID_DIGITS));
    let tree = source::list(&session.folder.content())?;
    let taken: BTreeSet<&str> = tree.files.iter().map(|file| file.path.stem()).collect();
    let numbered = (2..=MOST_NAMESAKES).map(|number| format!("{first}-{number}"));
    let mut earlier = None;
    for id in std::iter::once(first.clone()).chain(numbered) {
        if !taken.contains(id.as_str()) {
            return Ok((id, earlier));
        }
        earlier = Some(id);
    }
    Ok((first, None))
}

fn notice(args: &NewArgs, title: &str, id: &str, earlier: Option<&str>) -> String {
    // the notice is in content/notices/<year>/, the schema in the site's root
    let mut text = format!("---\n# yaml-language-server: $schema=../../../{}\n", super::schema::FILE);
    let mut key = |name: &str, value: Option<&str>| match value {
        Some(value) => writeln!(text, "{name}: {}", scalar(value)),
        None => writeln!(text, "# {name}:"),
    };
    let written = [
        key("title", Some(title)),
        key("id", Some(id).filter(|id| !id.is_empty())),
        key("date", None),
        key("unit", args.unit.as_deref()),
        key("round", args.round.as_deref()),
    ];
    debug_assert!(written.iter().all(Result::is_ok), "writing to a string does not fail");
    if let Some(earlier) = earlier {
        text.push_str(&format!("# follows: {earlier}\n"));
    }
    text.push_str("draft: true\n---\n\n根据统一部署，……现将整改情况予以公布。\n\n## 一、整改工作组织情况\n\n## 二、整改落实情况\n\n### （一）关于“……”方面\n\n#### 1.关于“……”问题的整改\n\n整改情况：\n\n整改结果：正在整改\n\n## 三、下一步打算\n\n欢迎广大干部群众对整改情况进行监督。联系方式：\n");
    text
}

/// A YAML scalar that reads back as `value`.
fn scalar(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "，。“”《》、（）".contains(c);
    let is_plain = value.chars().all(plain) && !value.is_ascii();
    if is_plain { value.to_owned() } else { serde_json::Value::from(value).to_string() }
}
