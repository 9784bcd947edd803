//! `gongshi import`: makes notices from Word documents, text files and saved pages.

mod follow;
mod home;
mod memory;
mod report;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use self::memory::ImportMemory;
use super::{Exit, ExitError, Session};
use crate::import::merge::{self, LineDifference};
use crate::import::{FileFormat, ImportRefusal, Imported, import_from};
use crate::io::input;
use crate::io::rename::rename;
use crate::notice::{Origin, SourcePath};
use crate::read::read;
use crate::text::slug;

/// Arguments of `gongshi import`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi import 通报.docx                   转成 Markdown，放到同类通报所在的文件夹（turn it into Markdown, beside the site's other notices）
  gongshi import *.txt -o 待核对 --dry-run    只看结果，不写文件（show the result, write nothing）
  gongshi import --watch 通报.docx           每次保存都重新导入，配合 gongshi serve 边写边看（import it again at every save; with gongshi serve you see the page）
  cat 通报.txt | gongshi import -            从标准输入读（read standard input）")]
pub struct ImportArgs {
    /// .docx、.txt、.md、.html 文件，- 表示标准输入（Word documents, texts, saved pages; - is standard input）
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 放到这个文件夹（the folder to write to）
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// 通报的 id，也是文件名（the id of the notice, which is its file's name too）
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// 只显示结果，不写文件（show the result and write nothing）
    #[arg(long)]
    dry_run: bool,
    /// 覆盖已有的文件，不保留其中的修改（overwrite what is there, edits included）
    #[arg(long)]
    force: bool,
    /// 跟踪这个文件，每次保存都重新导入（follow the file and import it again at every save）
    #[arg(long)]
    watch: bool,
}

/// Result of importing a file.
enum ImportOutcome {
    /// It is a notice now, or would be.
    Written {
        /// The notice's file.
        target: PathBuf,
        /// Result of the merge with the notice that was there.
        merged: Option<Edits>,
    },
    /// The notice stays as it is; it may have been edited since.
    Unchanged {
        /// The notice's file.
        target: PathBuf,
        /// Result of the merge.
        edits: Edits,
    },
    /// Another file is there, and no record names its source.
    InTheWay {
        /// The file that is there.
        target: PathBuf,
        /// Where it differs.
        differences: Vec<LineDifference>,
    },
}

/// Edits of a document and of the notice that was made from it.
#[derive(Default)]
struct Edits {
    /// Places that the document changed.
    updated: usize,
    /// Places that were edited in the notice and stay.
    kept: usize,
    /// Places that both changed: the notice's words stay.
    conflicts: Vec<LineDifference>,
}

impl ImportOutcome {
    /// Whether nothing is left for the clerk to settle.
    const fn is_settled(&self) -> bool {
        match self {
            Self::Written { merged: Some(edits), .. } | Self::Unchanged { edits, .. } => edits.conflicts.is_empty(),
            Self::Written { merged: None, .. } => true,
            Self::InTheWay { .. } => false,
        }
    }
}

/// Imports every file; one that is not a notice does not stop the others.
pub(super) fn run(session: &Session, args: &ImportArgs) -> Result<Exit> {
    usage(session, args)?;
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

/// Stops where arguments do not fit together.
fn usage(session: &Session, args: &ImportArgs) -> Result<()> {
    let single = args.files.len() == 1;
    let message = match () {
        () if args.id.is_some() && !single => ("--id 只能用于一个文件", "--id takes a single file"),
        () if args.id.as_deref().is_some_and(|id| !slug::is_slug(id)) => (
            "--id 只能用小写字母、数字和连字符，例如 jiaoyuju-5-2",
            "--id takes lower-case letters, digits and hyphens, such as jiaoyuju-5-2",
        ),
        () if args.watch && (!single || is_stdin(&args.files[0])) => {
            ("--watch 只能跟踪一个文件", "--watch follows a single file")
        }
        () => return Ok(()),
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
    let memory = ImportMemory::of(session);
    let earlier = earlier_target(args, path, &memory);
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
        None => home::of(session, args, path, imported, taken)?,
    };
    if taken.get(&target).is_some_and(|other| other != path) {
        let outcome = ImportOutcome::InTheWay { target, differences: Vec::new() };
        report::outcome(session, args, path, &imported, &outcome);
        return Ok(false);
    }
    taken.insert(target.clone(), path.to_owned());
    let (imported, outcome) = put(args, &memory, path, imported, target)?;
    report::outcome(session, args, path, &imported, &outcome);
    Ok(outcome.is_settled())
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
fn earlier_target(args: &ImportArgs, path: &Path, memory: &ImportMemory) -> Option<PathBuf> {
    if args.id.is_some() || is_stdin(path) {
        return None;
    }
    let target = memory.target_of(path)?;
    let whole = |path: &Path| fs::canonicalize(path).ok();
    let fits = args.output.as_ref().is_none_or(|folder| whole(folder) == target.parent().and_then(whole));
    (fits && target.is_file()).then_some(target)
}

/// The id a notice states.
fn id_in(target: &Path) -> Option<String> {
    let text = fs::read_to_string(target).ok()?;
    let notice = read(&SourcePath::new(target.to_string_lossy()), &text).notice;
    notice.facts.id.filter(|id| id.from == Origin::FrontMatter).map(|id| id.value)
}

/// Writes the notice. Edits made since the last import stay, also where the document changed the same place.
fn put(
    args: &ImportArgs,
    memory: &ImportMemory,
    from: &Path,
    imported: Imported,
    target: PathBuf,
) -> Result<(Imported, ImportOutcome)> {
    let there = match fs::read(&target) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| target.display().to_string()),
    };
    let mut document = imported.markdown.clone();
    let is_same = there.as_deref() == Some(document.as_bytes());
    if is_same {
        if !args.dry_run && imported.format != FileFormat::Notice {
            memory.remember(from, &target, &document);
        }
        return Ok((imported, ImportOutcome::Unchanged { target, edits: Edits::default() }));
    }
    let mut imported = imported;
    let mut merged = None;
    if let Some(there) = there.filter(|_| !args.force) {
        let there = String::from_utf8_lossy(&there).into_owned();
        let Some(base) = memory.base_of(&target) else {
            let differences = merge::differences(&there, &document);
            return Ok((imported, ImportOutcome::InTheWay { target, differences }));
        };
        let merge = merge::merge(&base, &there, &document);
        imported.notice = read(&SourcePath::new(target.to_string_lossy()), &merge.text).notice;
        imported.markdown.clone_from(&merge.text);
        document = merge.base;
        let edits = Edits { updated: merge.updated, kept: merge.kept, conflicts: merge.conflicts };
        if merge.text == there {
            if !args.dry_run {
                memory.remember(from, &target, &document);
            }
            return Ok((imported, ImportOutcome::Unchanged { target, edits }));
        }
        merged = Some(edits);
    }
    if !args.dry_run {
        write(&target, &imported.markdown, merged.is_some() || args.force)?;
        memory.remember(from, &target, &document);
    }
    Ok((imported, ImportOutcome::Written { target, merged }))
}

/// Writes a file whole; one that is there only where it may be replaced.
fn write(target: &Path, text: &str, replace: bool) -> Result<()> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    if !replace {
        let opened = fs::OpenOptions::new().write(true).create_new(true).open(target);
        let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
        return written.with_context(|| target.display().to_string());
    }
    // a reader of the notice finds the old one or the new one, never half of one
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.tmp"));
    let written = fs::write(&beside, text).and_then(|()| rename(&beside, target));
    written.with_context(|| target.display().to_string())
}
