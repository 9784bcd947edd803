//! `gongshi import`: makes notices of text files, Word documents and saved pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, Session};
use crate::config::Language;
use crate::import::{FileFormat, Imported, Key, State, import};
use crate::notice::{Confidence, Origin, Status};

/// Arguments of `gongshi import`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi import 通报.docx                   转成 Markdown，放进 content/notices/<年>/
                                             （turn it into Markdown below content/notices/<year>/）
  gongshi import *.txt -o 待核对 --dry-run    只看结果，不写文件（show the result, write nothing）")]
pub struct ImportArgs {
    /// .txt、.docx、.html 文件（text files, Word documents, saved pages）
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 放到这个文件夹（the folder to write to）
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// 只显示结果，不写文件（show the result and write nothing）
    #[arg(long)]
    dry_run: bool,
    /// 覆盖已有的文件（overwrite what is there）
    #[arg(long)]
    force: bool,
}

/// What became of a file.
enum Outcome {
    /// It is a notice now, or would be.
    Written(PathBuf),
    /// It was a notice already, and nothing changed.
    Unchanged(PathBuf),
    /// Something else is there.
    InTheWay(PathBuf),
}

/// Imports every file; one that is no notice does not keep the others from being done.
pub(super) fn run(session: &Session, args: &ImportArgs) -> Result<Exit> {
    let mut taken = BTreeMap::new();
    let mut failed = 0;
    for path in &args.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let imported = match fs::read(path).map(|bytes| import(&name, &bytes)) {
            Ok(Ok(imported)) => imported,
            Ok(Err(refusal)) => {
                failed += 1;
                let reason = session.language.pick(refusal.zh(), refusal.en());
                session.tell(format!("{}[{}]: {}: {reason}", error(session.language), refusal.code(), path.display()));
                continue;
            }
            Err(problem) => {
                failed += 1;
                session.tell(format!("{}[file-unreadable]: {}: {problem}", error(session.language), path.display()));
                continue;
            }
        };
        let outcome = put(session, args, path, &imported, &mut taken)?;
        if matches!(outcome, Outcome::InTheWay(_)) {
            failed += 1;
        }
        told(session, args, path, &imported, &outcome);
    }
    Ok(if failed == 0 { Exit::Done } else { Exit::Findings })
}

const fn error(language: Language) -> &'static str {
    match language {
        Language::Zh => "错误",
        Language::En => "error",
    }
}

/// Writes the notice, unless something is in its way; `taken` are the files of this run.
fn put(
    session: &Session,
    args: &ImportArgs,
    from: &Path,
    imported: &Imported,
    taken: &mut BTreeMap<PathBuf, PathBuf>,
) -> Result<Outcome> {
    let target = target(session, args, from, imported);
    if taken.get(&target).is_some_and(|other| other != from) {
        return Ok(Outcome::InTheWay(target));
    }
    taken.insert(target.clone(), from.to_owned());
    match fs::read(&target) {
        Ok(there) if there == imported.markdown.as_bytes() => return Ok(Outcome::Unchanged(target)),
        Ok(_) if !args.force => return Ok(Outcome::InTheWay(target)),
        _ if args.dry_run => return Ok(Outcome::Written(target)),
        _ => {}
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let opened = fs::OpenOptions::new().write(true).create(true).truncate(true).create_new(!args.force).open(&target);
    let written = opened.and_then(|mut file| file.write_all(imported.markdown.as_bytes()));
    written.with_context(|| target.display().to_string())?;
    Ok(Outcome::Written(target))
}

/// Where the notice belongs: the folder asked for, else `content/notices/<year>/` of the site, else this folder. A
/// notice that lies in `content/` already stays there.
fn target(session: &Session, args: &ImportArgs, from: &Path, imported: &Imported) -> PathBuf {
    let facts = &imported.notice.facts;
    let file = format!("{}.md", facts.id());
    let content = session.folder.content();
    match &args.output {
        Some(folder) => folder.join(file),
        None if imported.format == FileFormat::Notice && is_below(from, &content) => from.to_owned(),
        None if session.folder.is_site() => {
            let year = facts.day().map(|day| day.year().to_string());
            year.into_iter().fold(content.join("notices"), |folder, year| folder.join(year)).join(file)
        }
        None => PathBuf::from(file),
    }
}

fn is_below(path: &Path, folder: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    whole(path).zip(whole(folder)).is_some_and(|(path, folder)| path.starts_with(folder))
}

/// Tells what became of a file: its place on standard output, the report beside it.
fn told(session: &Session, args: &ImportArgs, from: &Path, imported: &Imported, outcome: &Outcome) {
    let language = session.language;
    let (Outcome::Written(target) | Outcome::Unchanged(target) | Outcome::InTheWay(target)) = outcome;
    let fate = match outcome {
        Outcome::Unchanged(_) => language.pick("没有变化", "unchanged"),
        Outcome::InTheWay(_) => language
            .pick("已经有了，没有覆盖；要覆盖加 --force", "is there already and was kept; --force overwrites it"),
        Outcome::Written(_) if args.dry_run => language.pick("没有写文件", "not written"),
        Outcome::Written(_) => language.pick("已写好", "written"),
    };
    let mut report = format!("{} → {} ({fate}, {})\n", from.display(), target.display(), format(imported, language));
    for key in &imported.keys {
        let value = if key.value.is_empty() { "—" } else { &key.value };
        let _ = writeln!(report, "  {:<9} {value}  {}", key.name, sureness(key, language));
    }
    let _ = writeln!(report, "  {}", items(imported, language));
    for note in &imported.notes {
        let _ = writeln!(report, "  {}", language.pick(note.zh(), note.en()));
    }
    let open = imported.keys.iter().filter(|key| !matches!(key.state, State::Stated { .. })).count();
    if open > 0 {
        let _ = writeln!(
            report,
            "  {}",
            language.pick(
                format!("请核对 {open} 项：文件开头以 # 注明"),
                format!("{open} to be confirmed: they are commented keys at the file's head")
            )
        );
    }
    match outcome {
        Outcome::InTheWay(_) => session.tell(report),
        _ => session.say(report),
    }
    match outcome {
        Outcome::Written(_) if args.dry_run => session.print_file(&imported.markdown),
        Outcome::Written(target) => session.print(format!("{}\n", target.display())),
        _ => {}
    }
}

fn format(imported: &Imported, language: Language) -> String {
    let name = match imported.format {
        FileFormat::Notice => language.pick("通报", "a notice"),
        FileFormat::Markdown => "Markdown",
        FileFormat::Text => language.pick("纯文本", "plain text"),
        FileFormat::Docx => language.pick("Word 文档", "a Word document"),
        FileFormat::Html => language.pick("网页", "a page"),
    };
    imported.encoding.map_or_else(|| name.to_owned(), |encoding| format!("{name}, {encoding}"))
}

/// How sure a key is, in words.
fn sureness(key: &Key, language: Language) -> String {
    let (from, confidence) = match &key.state {
        State::Missing => return language.pick("没有写明", "not stated").to_owned(),
        State::Unsure { words } if words.is_empty() => return language.pick("待确认", "to be confirmed").to_owned(),
        State::Unsure { words } => {
            return language.pick(format!("待确认，见“{words}”"), format!("to be confirmed, from “{words}”"));
        }
        State::Stated { from, confidence } => (from, confidence),
    };
    let from = match from {
        Origin::FrontMatter => language.pick("头部", "front matter"),
        Origin::Label => language.pick("标注", "label"),
        Origin::Structure => language.pick("结构", "structure"),
        Origin::Prose => language.pick("正文", "prose"),
        Origin::FileName => language.pick("文件名", "file name"),
        Origin::Site => language.pick("站点", "site"),
        Origin::None => "",
    };
    let sure = match confidence {
        Confidence::High => language.pick("写明", "stated"),
        Confidence::Medium => language.pick("推得", "inferred"),
        Confidence::Low => language.pick("待确认", "to be confirmed"),
    };
    format!("[{from}, {sure}]")
}

/// How many items were found, by status.
fn items(imported: &Imported, language: Language) -> String {
    let items = &imported.notice.items;
    let count = |status: Status| items.iter().filter(|item| item.status == status).count();
    let parts: Vec<String> = Status::ALL
        .into_iter()
        .map(|status| (status, count(status)))
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{} {count}", language.pick(status.label(), status.name())))
        .collect();
    let total = language.pick(format!("问题 {} 项", items.len()), format!("{} problems", items.len()));
    if parts.is_empty() { total } else { format!("{total}: {}", parts.join(", ")) }
}
