//! `gongshi import`: turns Word documents, text files and saved web pages into notices.

mod follow;
mod record;
mod report;
mod target_path;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use self::record::ImportRecords;
use super::{Exit, ExitError, Session};
use crate::import::merge::{self, LineDifference};
use crate::import::{FileFormat, ImportRefusal, Imported, import_from};
use crate::io::input;
use crate::io::replace::replace;
use crate::notice::{Origin, SourcePath};
use crate::read::read;
use crate::text::slug;

/// Arguments of `gongshi import`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi import 通报.docx                   转成 Markdown，放到同类通报所在的文件夹（convert it to Markdown, in the folder of the site's other notices）
  gongshi import *.txt -o 待核对 --dry-run    只看结果，不写文件（show the result, write nothing）
  gongshi import --watch 通报.docx           每次保存都重新导入，配合 gongshi serve 边写边看（import it again at every save; gongshi serve shows the page）
  cat 通报.txt | gongshi import -            从标准输入读（read standard input）")]
pub struct ImportArgs {
    /// .docx、.txt、.md、.html 文件，- 表示标准输入（Word documents, texts, saved pages; - is standard input）
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 放到这个文件夹（folder to write to）
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// 通报的 id，也是文件名（id of the notice, also its file name）
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// 只显示结果，不写文件（show the result and write nothing）
    #[arg(long)]
    dry_run: bool,
    /// 覆盖已有的文件，不保留其中的修改（overwrite an existing notice, including edits）
    #[arg(long)]
    force: bool,
    /// 跟踪这个文件，每次保存都重新导入（watch the file and import it again at every save）
    #[arg(long)]
    watch: bool,
}

/// Result of importing a file.
enum ImportOutcome {
    /// The notice was written, or would be without `--dry-run`.
    Written {
        /// The notice's file.
        target: PathBuf,
        /// Result of the merge with the existing notice, if there was one.
        merged: Option<Edits>,
    },
    /// The notice is unchanged; it may have been edited since the last import.
    Unchanged {
        /// The notice's file.
        target: PathBuf,
        /// Result of the merge.
        edits: Edits,
    },
    /// Another file is there, and no record names its source.
    TargetExists {
        /// The file that is there.
        target: PathBuf,
        /// Its differences from the document.
        differences: Vec<LineDifference>,
    },
}

/// Result of merging a changed document into an edited notice.
#[derive(Default)]
struct Edits {
    /// Number of places changed in the document.
    updated: usize,
    /// Number of places edited in the notice, which are kept.
    kept: usize,
    /// Places changed in both: the notice's text is kept.
    conflicts: Vec<LineDifference>,
}

impl ImportOutcome {
    /// Whether the notice now has everything in the document, without conflicts.
    const fn is_complete(&self) -> bool {
        match self {
            Self::Written { merged: Some(edits), .. } | Self::Unchanged { edits, .. } => edits.conflicts.is_empty(),
            Self::Written { merged: None, .. } => true,
            Self::TargetExists { .. } => false,
        }
    }
}

/// Imports every file; one that is not a notice does not stop the others.
pub(super) fn run(session: &Session, args: &ImportArgs) -> Result<Exit> {
    check_arguments(session, args)?;
    if args.watch {
        return follow::run(session, args);
    }
    let mut taken = BTreeMap::new();
    let mut failed = 0;
    for path in &args.files {
        failed += usize::from(!import_one(session, args, path, &mut taken)?);
    }
    Ok(if failed == 0 { Exit::Done } else { Exit::Findings })
}

/// Refuses arguments that contradict each other.
fn check_arguments(session: &Session, args: &ImportArgs) -> Result<()> {
    let single = args.files.len() == 1;
    let message = if args.id.is_some() && !single {
        ("--id 只能用于一个文件", "--id can be used with one file only")
    } else if args.id.as_deref().is_some_and(|id| !slug::is_slug(id)) {
        (
            "--id 只能用小写字母、数字和连字符，例如 jiaoyuju-5-2",
            "--id may have lower-case letters, digits and hyphens only, such as jiaoyuju-5-2",
        )
    } else if args.watch && (!single || is_stdin(&args.files[0])) {
        ("--watch 只能跟踪一个文件", "--watch can be used with one file only")
    } else {
        return Ok(());
    };
    Err(ExitError::new(Exit::Unable, session.language.pick(message.0, message.1)).into())
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Imports one file and reports the result; `taken` are the files this run wrote. Returns whether it is now a notice
/// with everything in the document.
fn import_one(
    session: &Session,
    args: &ImportArgs,
    path: &Path,
    taken: &mut BTreeMap<PathBuf, PathBuf>,
) -> Result<bool> {
    let records = ImportRecords::of(session);
    let earlier = earlier_target(args, path, &records);
    let id = args.id.clone().or_else(|| earlier.as_ref().and_then(|target| id_in(target)));
    let imported = match open(path, id.as_deref()) {
        Ok(Ok(imported)) => imported,
        Ok(Err(refusal)) => {
            report::refused(session, path, refusal);
            return Ok(false);
        }
        Err(problem) => {
            report::unreadable(session, path, &problem);
            return Ok(false);
        }
    };
    let (imported, target) = match earlier {
        Some(target) => (imported, target),
        None => target_path::of(session, args, path, imported, taken)?,
    };
    if taken.get(&target).is_some_and(|other| other != path) {
        let outcome = ImportOutcome::TargetExists { target, differences: Vec::new() };
        report::outcome(session, args, path, &imported, &outcome);
        return Ok(false);
    }
    taken.insert(target.clone(), path.to_owned());
    let (imported, outcome) = merge_and_write(args, &records, path, imported, target)?;
    report::outcome(session, args, path, &imported, &outcome);
    Ok(outcome.is_complete())
}

/// Reads a file, or standard input, as a notice with this id.
fn open(path: &Path, id: Option<&str>) -> io::Result<std::result::Result<Imported, ImportRefusal>> {
    if is_stdin(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return import_from("-", Cursor::new(bytes), id);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    import_from(&name, io::BufReader::new(input::open(path, input::ATTACHMENT)?.0), id)
}

/// The notice imported from this file before, unless another target is given.
fn earlier_target(args: &ImportArgs, path: &Path, records: &ImportRecords) -> Option<PathBuf> {
    if args.id.is_some() || is_stdin(path) {
        return None;
    }
    let target = records.target_of(path)?;
    let whole = |path: &Path| fs::canonicalize(path).ok();
    let fits = args.output.as_ref().is_none_or(|folder| whole(folder) == target.parent().and_then(whole));
    (fits && target.is_file()).then_some(target)
}

/// The id in the front matter of a notice.
fn id_in(target: &Path) -> Option<String> {
    let text = fs::read_to_string(target).ok()?;
    let notice = read(&SourcePath::new(target.to_string_lossy()), &text).notice;
    notice.facts.id.filter(|id| id.from == Origin::FrontMatter).map(|id| id.value)
}

/// Merges the document into an existing notice and writes it. Edits made since the last import are kept, even if the
/// document changed the same place.
fn merge_and_write(
    args: &ImportArgs,
    records: &ImportRecords,
    from: &Path,
    imported: Imported,
    target: PathBuf,
) -> Result<(Imported, ImportOutcome)> {
    let existing = match fs::read(&target) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| target.display().to_string()),
    };
    let mut document = imported.markdown.clone();
    let is_same = existing.as_deref() == Some(document.as_bytes());
    if is_same {
        if !args.dry_run && imported.format != FileFormat::Notice {
            records.save_import(from, &target, &document);
        }
        return Ok((imported, ImportOutcome::Unchanged { target, edits: Edits::default() }));
    }
    let mut imported = imported;
    let mut merged = None;
    if let Some(existing) = existing.filter(|_| !args.force) {
        let existing = String::from_utf8_lossy(&existing).into_owned();
        let Some(base) = records.base_of(&target) else {
            let differences = merge::differences(&existing, &document);
            return Ok((imported, ImportOutcome::TargetExists { target, differences }));
        };
        let merge = merge::merge(&base, &existing, &document);
        imported.notice = read(&SourcePath::new(target.to_string_lossy()), &merge.text).notice;
        imported.markdown.clone_from(&merge.text);
        document = merge.base;
        let edits = Edits { updated: merge.updated, kept: merge.kept, conflicts: merge.conflicts };
        if merge.text == existing {
            if !args.dry_run {
                records.save_import(from, &target, &document);
            }
            return Ok((imported, ImportOutcome::Unchanged { target, edits }));
        }
        merged = Some(edits);
    }
    if !args.dry_run {
        write(&target, &imported.markdown, merged.is_some() || args.force)?;
        records.save_import(from, &target, &document);
    }
    Ok((imported, ImportOutcome::Written { target, merged }))
}

/// Writes a file. An existing one is replaced only if `may_replace`.
fn write(target: &Path, text: &str, may_replace: bool) -> Result<()> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    if !may_replace {
        let opened = fs::OpenOptions::new().write(true).create_new(true).open(target);
        let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
        return written.with_context(|| target.display().to_string());
    }
    replace(target, text.as_bytes()).with_context(|| target.display().to_string())
}
