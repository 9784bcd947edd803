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

/// More differences are only counted.
const MOST_DIFFERENCES: usize = 20;
/// How wide names of facts are.
const NAME: usize = 9;
/// Longer lines of a difference are cut.
const LONGEST_LINE: usize = 60;

/// Reports a file that is not a notice.
pub fn refused(session: &Session, path: &Path, refusal: ImportRefusal) {
    let reason = session.language.pick(refusal.zh(), refusal.en());
    session.tell(format!("{}[{}]: {}: {reason}", error(session.language), refusal.code(), path.display()));
}

/// Reports a file that cannot be read.
pub fn unreadable(session: &Session, path: &Path, problem: &io::Error) {
    let reason = reasons::of_io(problem, session.language);
    session.tell(format!("{}[file-unreadable]: {}: {reason}", error(session.language), path.display()));
}

fn error(language: Language) -> &'static str {
    language.pick("错误", "error")
}

/// Reports the outcome of a file.
pub fn outcome(session: &Session, args: &ImportArgs, from: &Path, imported: &Imported, result: &ImportOutcome) {
    let language = session.language;
    let (ImportOutcome::Written { target, .. }
    | ImportOutcome::Unchanged { target, .. }
    | ImportOutcome::InTheWay { target, .. }) = result;
    let fate = fate(args, result, language);
    let mut report = format!("{} → {} ({fate}, {})\n", from.display(), target.display(), format(imported, language));
    if let ImportOutcome::InTheWay { differences, .. } = result {
        report.push_str(&listed(differences, language));
        return session.tell(report);
    }
    let id_from = IdSource::of(args, result);
    for key in &imported.keys {
        let value = if key.value.is_empty() { "—" } else { &key.value };
        let name = show::fact_name(key.name, language);
        let _ = writeln!(report, "  {} {value}  {}", padded(name), sureness(key, id_from, language));
    }
    let _ = writeln!(report, "  {}", items(imported, language));
    for note in &imported.notes {
        let _ = writeln!(report, "  {}", language.pick(note.zh(), note.en()));
    }
    let open = imported.keys.iter().filter(|key| !matches!(key.state, KeyState::Stated { .. })).count();
    if open > 0 {
        let zh = format!("请核对 {open} 项：文件开头以 # 注明");
        let en = format!("{open} to be confirmed: they are commented keys at the file's head");
        let _ = writeln!(report, "  {}", language.pick(zh, en));
    }
    if let ImportOutcome::Written { merged: Some(edits), .. } | ImportOutcome::Unchanged { edits, .. } = result
        && !edits.conflicts.is_empty()
    {
        let count = edits.conflicts.len();
        let zh = format!("通报和文档都改了的 {count} 处保留通报的写法（只提示这一次）；要文档的写法，请改通报：");
        let en = format!(
            "{count} places changed on both sides keep the notice’s words (reported this once); edit it to take the document’s:"
        );
        let _ = writeln!(report, "  {}", language.pick(zh, en));
        report.push_str(&listed(&edits.conflicts, language));
        // words that are not in the notice are reported in a quiet run too
        session.tell(report);
    } else {
        session.say(report);
    }
    match result {
        ImportOutcome::Written { .. } if args.dry_run => session.print_file(&imported.markdown),
        ImportOutcome::Written { target, .. } => session.print(format!("{}\n", target.display())),
        ImportOutcome::Unchanged { .. } | ImportOutcome::InTheWay { .. } => {}
    }
}

fn fate(args: &ImportArgs, outcome: &ImportOutcome, language: Language) -> String {
    match outcome {
        ImportOutcome::Unchanged { edits: Edits { kept: 0, .. }, .. } => {
            language.pick("没有变化", "unchanged").to_owned()
        }
        ImportOutcome::Unchanged { edits: Edits { kept, .. }, .. } => language.pick(
            format!("没有变化，保留通报里改过的 {kept} 处"),
            format!("unchanged, {kept} edits of the notice kept"),
        ),
        ImportOutcome::InTheWay { .. } => language
            .pick(
                "已经有了，没有覆盖；请照下面的不同改好通报，或加 --force 用文档覆盖",
                "is there already and was kept; edit the notice by the differences below, or overwrite it with --force",
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

/// Differences between a notice and the one the document would give.
fn listed(differences: &[LineDifference], language: Language) -> String {
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
    match line.char_indices().nth(LONGEST_LINE) {
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
        FileFormat::Html => language.pick("网页", "a page"),
    };
    imported.encoding.map_or_else(|| name.to_owned(), |encoding| format!("{name}, {encoding}"))
}

/// Where the id of an imported notice comes from, where the text does not state it.
#[derive(Clone, Copy)]
enum IdSource {
    /// `--id`.
    Argument,
    /// The notice that was there.
    Notice,
    /// The unit and the round.
    Facts,
}

impl IdSource {
    const fn of(args: &ImportArgs, outcome: &ImportOutcome) -> Self {
        match outcome {
            _ if args.id.is_some() => Self::Argument,
            ImportOutcome::Written { merged: Some(_), .. } | ImportOutcome::Unchanged { .. } => Self::Notice,
            ImportOutcome::Written { merged: None, .. } | ImportOutcome::InTheWay { .. } => Self::Facts,
        }
    }

    fn words(self, language: Language) -> &'static str {
        match self {
            Self::Argument => language.pick("由 --id 指定", "given by --id"),
            Self::Notice => language.pick("沿用通报里的", "that of the notice"),
            Self::Facts => language.pick("按单位和轮次选定", "chosen by unit and round"),
        }
    }
}

/// How sure a key is, in words.
fn sureness(key: &FrontKey, id_from: IdSource, language: Language) -> String {
    match &key.state {
        KeyState::Missing => language.pick("没有写明", "not stated").to_owned(),
        KeyState::Unreadable => language.pick("这样写认不出，请改写", "not understood, please rewrite").to_owned(),
        KeyState::Unsure { words, confidence } => {
            let sure = sure(*confidence, language);
            match words.is_empty() {
                true => language.pick(format!("{sure}，请核对"), format!("{sure}, please check")),
                false => language.pick(format!("{sure}，见“{words}”"), format!("{sure}, from “{words}”")),
            }
        }
        KeyState::Stated { from: Origin::None, .. } => id_from.words(language).to_owned(),
        KeyState::Stated { confidence, .. } => sure(*confidence, language).to_owned(),
    }
}

/// A name with blanks up to the width of the longest, four Han characters.
fn padded(name: &str) -> String {
    format!("{name}{}", " ".repeat(NAME.saturating_sub(show::cells(name))))
}

fn sure(confidence: Confidence, language: Language) -> &'static str {
    match confidence {
        Confidence::High => language.pick("写明", "stated"),
        Confidence::Medium => language.pick("推得", "inferred"),
        Confidence::Low => language.pick("待确认", "to be confirmed"),
    }
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
