//! Composes the notice of a draft: facts that the reader finds become front matter, its outline becomes headings; the
//! words stay.

use super::body::{self, BodyForm};
use super::draft::Draft;
use super::front::{self, FrontKey, KeyState};
use super::ledger::Ledger;
use super::note::NoteKind;
use super::{FileFormat, Imported, furniture, identity};
use crate::notice::{Confidence, Facts, Notice, SourcePath, Status};
use crate::read::{Reading, read};
use crate::text::span::Span;

/// Composes the notice of a draft that came from the file `name`; `id` is the id it is to have.
pub fn compose(name: &str, draft: Draft, id: Option<&str>) -> Imported {
    let source = SourcePath::new(name);
    let notice = read(&source, &draft.text).notice;
    let Draft { format, encoding, text, above, date, ledger } = draft;
    let done = |markdown: String, notice: Notice, keys: Vec<FrontKey>, ledger: Ledger| Imported {
        markdown,
        notice,
        format,
        encoding,
        keys,
        notes: ledger.finish(),
    };
    if format == FileFormat::Notice {
        return done(text, notice, Vec::new(), ledger);
    }
    // the reader takes date and publisher from the lines around an article, so they are left out after it
    let around = match format {
        FileFormat::Text | FileFormat::Docx => furniture::line_numbers(&text),
        FileFormat::Notice | FileFormat::Markdown | FileFormat::Html => Vec::new(),
    };
    let whole = [above.as_slice(), &[text.clone()]].concat().join("\n\n");
    let facts = if above.is_empty() { notice.facts.clone() } else { read(&source, &whole).notice.facts };
    let short = identity::short(&facts, source.stem());
    let mut keys = front::keys(&facts, &whole, date.as_deref(), id.or(short.as_deref()));
    let write = |keys: &[FrontKey], form: BodyForm| {
        let title_is_key = keys.iter().any(|key| key.name == "title" && matches!(key.state, KeyState::Stated { .. }));
        let body = match format {
            FileFormat::Markdown => text.trim_start_matches('\n').to_owned(),
            FileFormat::Notice | FileFormat::Text | FileFormat::Docx | FileFormat::Html => {
                let left_out = if form == BodyForm::Plain { &[] } else { around.as_slice() };
                body::write(&text, &notice, title_is_key, form, left_out)
            }
        };
        let markdown = format!("{}{body}", front::write(keys));
        let reading = read(&source, &markdown);
        (markdown, reading)
    };
    let (markdown, reading) = write(&keys, BodyForm::Plain);
    let unread = withdraw_unread(&mut keys, &markdown, &reading);
    // Headings and lists are added only if the reader then finds the same items and facts.
    // The title stays in the text where, as a key, it keeps the reader from the facts around it.
    for keys in [keys.clone(), with_title_in_text(&keys)] {
        for form in [BodyForm::Full, BodyForm::Marked] {
            let (markdown, reading) = write(&keys, form);
            if format == FileFormat::Markdown || agrees(&reading.notice, &notice) {
                let mut ledger = ledger;
                ledger.leave_text();
                let lines = text.lines().zip(1..).filter(|(_, number)| around.binary_search(number).is_ok());
                lines.for_each(|(line, _)| ledger.left_out(NoteKind::Boilerplate, line));
                return done(markdown, reading.notice, keys, ledger);
            }
        }
    }
    let (markdown, reading) = if unread { write(&keys, BodyForm::Plain) } else { (markdown, reading) };
    done(markdown, reading.notice, keys, ledger)
}

/// Makes comments of keys that the reader of front matter does not understand; returns whether there were any.
fn withdraw_unread(keys: &mut [FrontKey], markdown: &str, reading: &Reading) -> bool {
    let mut start = "---\n".len();
    let mut any = false;
    for key in keys {
        let end = markdown[start..].find('\n').map_or(markdown.len(), |at| start + at);
        let line = Span::new(start, end);
        let is_stated = matches!(key.state, KeyState::Stated { .. });
        let is_invalid = |finding: &crate::notice::Finding| {
            finding.code.as_str().starts_with("invalid") && line.contains(finding.span.start)
        };
        if is_stated && reading.findings.iter().any(is_invalid) {
            key.state = KeyState::Unreadable;
            any = true;
        }
        start = end + 1;
    }
    any
}

/// The keys with the title as a comment.
fn with_title_in_text(keys: &[FrontKey]) -> Vec<FrontKey> {
    let mut keys = keys.to_vec();
    for key in keys.iter_mut().filter(|key| key.name == "title" && matches!(key.state, KeyState::Stated { .. })) {
        key.state = KeyState::Unsure { confidence: Confidence::Medium, words: String::new() };
    }
    keys
}

/// Whether two readings found the same items and facts. A status that had been hidden in a paragraph may be new.
fn agrees(one: &Notice, other: &Notice) -> bool {
    let same = |a: &crate::notice::Item, b: &crate::notice::Item| {
        let status = (a.status, &a.status_raw) == (b.status, &b.status_raw);
        let found = b.status == Status::Unstated && b.status_raw.is_none();
        (&a.title, a.measures, &a.path) == (&b.title, b.measures, &b.path) && (status || found)
    };
    one.items.len() == other.items.len()
        && one.items.iter().zip(&other.items).all(|(a, b)| same(a, b))
        && values(&one.facts) == values(&other.facts)
}

/// The facts without their places.
fn values(facts: &Facts) -> Vec<String> {
    let mut all = vec![facts.title().to_owned(), facts.kind().label().to_owned()];
    all.extend(facts.units.iter().map(|unit| unit.value.name.clone()));
    all.extend(facts.bodies.iter().map(|body| body.value.clone()));
    all.extend(facts.round.iter().map(|round| round.value.label.clone()));
    let days = [&facts.period_start, &facts.period_end, &facts.feedback];
    all.extend(days.into_iter().map(|day| day.as_ref().map(|day| day.value.to_string()).unwrap_or_default()));
    all.extend(facts.claims.counts().iter().map(|(name, count)| format!("{name} {:?}", count.map(|c| c.value))));
    all
}
