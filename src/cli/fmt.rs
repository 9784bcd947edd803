//! `gongshi fmt`: fixes formatting that needs no judgement, and reports it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, ExitError, Session, findings};
use crate::check::fmt::{Formatted, fmt};
use crate::config::Language;
use crate::io::input;
use crate::io::replace::replace;
use crate::io::source;
use crate::notice::{Finding, SourcePath};
use crate::text::decode;

/// Arguments of `gongshi fmt`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
改这些：BOM、CRLF、书签残留、行末空格和连续空格、日期中的空格、• 改为 ·。不动数字、名称、引号、状态、头部和代码。
fixes: byte order marks, CRLF, bookmarks, trailing blanks and runs of blanks, blanks inside dates, • between words.
例（examples）:
  gongshi fmt                        整理全部通报
  gongshi fmt --check content/       只看有没有要整理的，有就以 1 退出")]
pub struct FmtArgs {
    /// 要整理的文件或文件夹；不写就整理全部（files or folders; default: all notices and pages）
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 只看不改（change nothing; fail if something would change）
    #[arg(long)]
    check: bool,
}

/// Formats files in place, or lists which would change.
pub(super) fn run(session: &Session, args: &FmtArgs) -> Result<Exit> {
    let mut changed = 0;
    let (files, unreadable) = files(session, &args.paths)?;
    for path in &files {
        let bytes = input::read(path, input::NOTICE).with_context(|| path.display().to_string())?;
        let decoded = decode::decode(&bytes).map_err(|_| {
            let message = session
                .language
                .pick("不是文本，或编码认不出，没有改动", "is not a text file in a known encoding; it was not changed");
            ExitError::new(Exit::Findings, format!("{}: {message}", path.display()))
        })?;
        let formatted = fmt(&SourcePath::new(path.to_string_lossy()), &decoded.text);
        let recoded = decoded.encoding != "UTF-8";
        if formatted.text == decoded.text && !recoded {
            continue;
        }
        changed += 1;
        if !args.check {
            write(path, &formatted.text)?;
        }
        session.print(format!("{}: {}\n", path.display(), edits_in_words(&formatted, recoded, session.language)));
    }
    session.info(summary(session.language, args.check, files.len(), changed));
    let is_whole = !findings::report_unreadable(session, &unreadable);
    Ok(match is_whole {
        false => Exit::Environment,
        true if args.check && changed > 0 => Exit::Findings,
        true => Exit::Done,
    })
}

/// Replaces a file.
pub(super) fn write(path: &Path, text: &str) -> Result<()> {
    replace(path, text.as_bytes()).with_context(|| path.display().to_string())
}

/// The edits of a file: 去掉行末空格 3；换行统一为 LF 12.
fn edits_in_words(formatted: &Formatted, recoded: bool, language: Language) -> String {
    let mut parts: Vec<String> = Vec::new();
    if recoded {
        parts.push(language.pick("编码改为 UTF-8", "encoded as UTF-8").to_owned());
    }
    let edits = formatted.edits.iter();
    parts.extend(edits.map(|(edit, count)| format!("{} {count}", edit.name(language))));
    parts.join(language.pick("；", "; "))
}

fn summary(language: Language, check: bool, files: usize, changed: usize) -> String {
    match (check, changed) {
        (_, 0) => language.pick(format!("{files} 个文件都不用改。"), format!("{files} files need no change.")),
        (true, _) => language.pick(
            format!("{files} 个文件中有 {changed} 个要改。"),
            format!("{changed} of {files} files would change."),
        ),
        (false, _) => language.pick(format!("改了 {changed} 个文件。"), format!("Changed {changed} files.")),
    }
}

/// The given files, and the notices and pages in the given folders; without any, those of the site. Also the findings of
/// those folders.
fn files(session: &Session, paths: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<Finding>)> {
    let all = [session.folder.content()];
    if paths.is_empty() {
        session.need_site()?;
    }
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    for path in if paths.is_empty() { &all } else { paths } {
        if path.is_dir() {
            let tree = source::list(path).with_context(|| path.display().to_string())?;
            let texts = tree.files.iter().filter(|file| file.role.is_text());
            files.extend(texts.map(|file| source::locate(path, &file.path)));
            findings.extend(tree.findings);
        } else {
            files.push(path.clone());
        }
    }
    Ok((files, findings))
}
