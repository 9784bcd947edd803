//! The report of `import` on a file: its path on standard output, the rest on standard error.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::{Edits, ImportArgs, ImportOutcome};
use crate::cli::{Session, reasons};
use crate::config::Language;
use crate::import::merge::LineDifference;
use crate::import::{FileFormat, FrontKey, ImportRefusal, Imported, KeyState};
use crate::notice::{Confidence, Origin, Status};
use crate::report::show;

/// Most differences that are printed; more are only counted.
const MOST_DIFFERENCES: usize = 20;
/// Width of the column of fact names, in terminal cells: four Han characters and a blank.
const NAME_WIDTH: usize = 9;
/// Most characters printed of a line of a difference.
const MAX_LINE_LENGTH: usize = 60;

/// Reports a file that is not a notice.
pub fn refused(session: &Session, path: &Path, refusal: ImportRefusal) {
    let reason = session.language.pick(refusal.zh(), refusal.en());
    session.report(format!("{}[{}]: {}: {reason}", error(session.language), refusal.code(), path.display()));
}

/// Reports a file that cannot be read.
pub fn unreadable(session: &Session, path: &Path, problem: &io::Error) {
    let reason = reasons::of_io(problem, session.language);
    session.report(format!("{}[file-unreadable]: {}: {reason}", error(session.language), path.display()));
}

fn error(language: Language) -> &'static str {
    language.pick("错误", "error")
}

/// Reports the outcome of a file.
pub fn outcome(session: &Session, args: &ImportArgs, from: &Path, imported: &Imported, result: &ImportOutcome) {
    let language = session.language;
    let (ImportOutcome::Written { target, .. }
    | ImportOutcome::Unchanged { target, .. }
    | ImportOutcome::TargetExists { target, .. }) = result;
    let action = action(args, result, language);
    let mut report = format!("{} → {} ({action}, {})\n", from.display(), target.display(), format(imported, language));
    if let ImportOutcome::TargetExists { differences, .. } = result {
        report.push_str(&difference_list(differences, language));
        return session.report(report);
    }
    let id_from = IdSource::of(args, result);
    for key in &imported.keys {
        let value = if key.value.is_empty() { "—" } else { &key.value };
        let name = show::fact_name(key.name, language);
        let _ = writeln!(report, "  {} {value}  {}", padded(name), confidence_of_key(key, id_from, language));
    }
    let _ = writeln!(report, "  {}", item_counts(imported, language));
    for note in &imported.notes {
        let _ = writeln!(report, "  {}", language.pick(note.zh(), note.en()));
    }
    let open = imported.keys.iter().filter(|key| !matches!(key.state, KeyState::Stated { .. })).count();
    if open > 0 {
        let zh = format!("请核对 {open} 项：文件开头以 # 注明");
        let en = format!("{open} to be confirmed: they are commented out at the beginning of the file");
        let _ = writeln!(report, "  {}", language.pick(zh, en));
    }
    if let ImportOutcome::Written { merged: Some(edits), .. } | ImportOutcome::Unchanged { edits, .. } = result
        && !edits.conflicts.is_empty()
    {
        let count = edits.conflicts.len();
        let zh = format!("通报和文档都改了的 {count} 处保留通报的写法（只提示这一次）；要文档的写法，请改通报：");
        let en = format!(
            "{count} places changed in both the notice and the document; the notice’s text was kept (reported only once). Edit the notice to use the document’s text:"
        );
        let _ = writeln!(report, "  {}", language.pick(zh, en));
        report.push_str(&difference_list(&edits.conflicts, language));
        // words that are not in the notice are reported in a quiet run too
        session.report(report);
    } else {
        session.info(report);
    }
    match result {
        ImportOutcome::Written { .. } if args.dry_run => session.print_file(&imported.markdown),
        ImportOutcome::Written { target, .. } => session.print(format!("{}\n", target.display())),
        ImportOutcome::Unchanged { .. } | ImportOutcome::TargetExists { .. } => {}
    }
}

fn action(args: &ImportArgs, outcome: &ImportOutcome, language: Language) -> String {
    match outcome {
        ImportOutcome::Unchanged { edits: Edits { kept: 0, .. }, .. } => {
            language.pick("没有变化", "unchanged").to_owned()
        }
        ImportOutcome::Unchanged { edits: Edits { kept, .. }, .. } => language.pick(
            format!("没有变化，保留通报里改过的 {kept} 处"),
            format!("unchanged, {kept} edits of the notice kept"),
        ),
        ImportOutcome::TargetExists { .. } => language
            .pick(
                "已经有了，没有覆盖；请参照下面的不同之处修改通报，或加 --force 用文档覆盖",
                "already exists and was not overwritten; edit the notice using the differences below, or overwrite it with --force",
            )
            .to_owned(),
        ImportOutcome::Written { .. } if args.dry_run => language.pick("没有写文件", "not written").to_owned(),
        ImportOutcome::Written { merged: Some(Edits { updated, kept, .. }), .. } => language.pick(
            format!("按新文档更新 {updated} 处，保留通报里改过的 {kept} 处"),
            format!("{updated} places updated, {kept} edits of the notice kept"),
        ),
        ImportOutcome::Written { merged: None, .. } => language.pick("已写好", "written").to_owned(),
    }
}

/// Lists the differences between a notice and a document.
fn difference_list(differences: &[LineDifference], language: Language) -> String {
    let mut text = String::new();
    for difference in differences.iter().take(MOST_DIFFERENCES) {
        let line = difference.line;
        let _ = writeln!(text, "  {}", language.pick(format!("第 {line} 行"), format!("line {line}")));
        let sides = [("通报", "notice", &difference.notice), ("文档", "document", &difference.document)];
        for (zh, en, lines) in sides {
            let side = language.pick(zh, en);
            let nothing = [language.pick("（没有）", "(nothing)").to_owned()];
            for line in if lines.is_empty() { nothing.as_slice() } else { lines.as_slice() } {
                let _ = writeln!(text, "    {side}: {}", cut(line));
            }
        }
    }
    if let Some(more) = differences.len().checked_sub(MOST_DIFFERENCES).filter(|more| *more > 0) {
        let _ = writeln!(text, "  {}", language.pick(format!("另有 {more} 处"), format!("and {more} more")));
    }
    text
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(MAX_LINE_LENGTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

fn format(imported: &Imported, language: Language) -> String {
    let name = match imported.format {
        FileFormat::Notice => language.pick("通报", "a notice"),
        FileFormat::Markdown => "Markdown",
        FileFormat::Text => language.pick("纯文本", "plain text"),
        FileFormat::Docx => language.pick("Word 文档", "a Word document"),
        FileFormat::Html => language.pick("网页", "a web page"),
    };
    imported.encoding.map_or_else(|| name.to_owned(), |encoding| format!("{name}, {encoding}"))
}

/// Source of the id of an imported notice if its text states none.
#[derive(Clone, Copy)]
enum IdSource {
    /// `--id`.
    Argument,
    /// The existing notice.
    Notice,
    /// The unit and the round.
    Facts,
}

impl IdSource {
    const fn of(args: &ImportArgs, outcome: &ImportOutcome) -> Self {
        match outcome {
            _ if args.id.is_some() => Self::Argument,
            ImportOutcome::Written { merged: Some(_), .. } | ImportOutcome::Unchanged { .. } => Self::Notice,
            ImportOutcome::Written { merged: None, .. } | ImportOutcome::TargetExists { .. } => Self::Facts,
        }
    }

    fn words(self, language: Language) -> &'static str {
        match self {
            Self::Argument => language.pick("由 --id 指定", "given by --id"),
            Self::Notice => language.pick("沿用通报里的", "kept from the notice"),
            Self::Facts => language.pick("按单位和轮次选定", "chosen by unit and round"),
        }
    }
}

/// The confidence of a key in words.
fn confidence_of_key(key: &FrontKey, id_from: IdSource, language: Language) -> String {
    match &key.state {
        KeyState::Missing => language.pick("没有写明", "not stated").to_owned(),
        KeyState::Unreadable => language.pick("这样写认不出，请改写", "not understood, please rewrite").to_owned(),
        KeyState::Unsure { words, confidence } => {
            let sure = confidence_in_words(*confidence, language);
            match words.is_empty() {
                true => language.pick(format!("{sure}，请核对"), format!("{sure}, please check")),
                false => language.pick(format!("{sure}，见“{words}”"), format!("{sure}, from “{words}”")),
            }
        }
        KeyState::Stated { from: Origin::None, .. } => id_from.words(language).to_owned(),
        KeyState::Stated { confidence, .. } => confidence_in_words(*confidence, language).to_owned(),
    }
}

/// A name with blanks up to the width of the longest, four Han characters.
fn padded(name: &str) -> String {
    format!("{name}{}", " ".repeat(NAME_WIDTH.saturating_sub(show::cells(name))))
}

fn confidence_in_words(confidence: Confidence, language: Language) -> &'static str {
    match confidence {
        Confidence::High => language.pick("写明", "stated"),
        Confidence::Medium => language.pick("推得", "inferred"),
        Confidence::Low => language.pick("待确认", "to be confirmed"),
    }
}

/// The number of items by status.
fn item_counts(imported: &Imported, language: Language) -> String {
    let items = &imported.notice.items;
    let count = |status: Status| items.iter().filter(|item| item.status == status).count();
    let parts: Vec<String> = Status::ALL
        .into_iter()
        .map(|status| (status, count(status)))
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| format!("{} {count}", language.pick(status.label(), status.english())))
        .collect();
    let total = language.pick(format!("问题 {} 项", items.len()), format!("{} items", items.len()));
    if parts.is_empty() { total } else { format!("{total}: {}", parts.join(", ")) }
}
