//! From a draft to a notice: what the reader finds in it becomes front matter and headings; the words stay.

use super::draft::Draft;
use super::front::{self, FrontKey, KeyState};
use super::{FileFormat, Imported, attachments, identity};
use crate::notice::{Confidence, Facts, Heading, Notice, SourcePath, Status, status};
use crate::read::label::{self, Purpose};
use crate::read::lay_out::lay_out;
use crate::read::text_layout::{Mark, TextRow};
use crate::read::{Reading, read};
use crate::text::lines::Lines;
use crate::text::span::Span;

/// Composes the notice of a draft that came from the file `name`; `id` is the id it is to have.
pub fn compose(name: &str, draft: Draft, id: Option<&str>) -> Imported {
    let source = SourcePath::new(name);
    let notice = read(&source, &draft.text).notice;
    let Draft { format, encoding, text, date, notes } = draft;
    let done = |markdown: String, notice: Notice, keys: Vec<FrontKey>| Imported {
        markdown,
        notice,
        format,
        encoding,
        keys,
        notes,
    };
    if format == FileFormat::Notice {
        return done(text, notice, Vec::new());
    }
    let short = identity::short(&notice.facts, source.stem());
    let mut keys = front::keys(&notice.facts, &text, date.as_deref(), id.or(short.as_deref()));
    let write = |keys: &[FrontKey], form: BodyForm| {
        let title_is_key = keys.iter().any(|key| key.name == "title" && matches!(key.state, KeyState::Stated { .. }));
        let body = match format {
            FileFormat::Markdown => text.trim_start_matches('\n').to_owned(),
            FileFormat::Notice | FileFormat::Text | FileFormat::Docx | FileFormat::Html => {
                body(&text, &notice, title_is_key, form)
            }
        };
        let markdown = format!("{}{body}", front::write(keys));
        let reading = read(&source, &markdown);
        (markdown, reading)
    };
    let (markdown, reading) = write(&keys, BodyForm::Plain);
    let unread = withdraw_unread(&mut keys, &markdown, &reading);
    // Keep what a clerk would add only if the reader then finds the same items and facts.
    // Where a title as a key keeps the reader from what stands around it, it stays in the text.
    for keys in [keys.clone(), with_title_in_text(&keys)] {
        for form in [BodyForm::Full, BodyForm::Marked] {
            let (markdown, reading) = write(&keys, form);
            if format == FileFormat::Markdown || agrees(&reading.notice, &notice) {
                return done(markdown, reading.notice, keys);
            }
        }
    }
    let (markdown, reading) = if unread { write(&keys, BodyForm::Plain) } else { (markdown, reading) };
    done(markdown, reading.notice, keys)
}

/// How much of what a clerk would add a body has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyForm {
    /// Headings by level, attachments as a list, every status in a line of its own.
    Full,
    /// Headings by level.
    Marked,
    /// The words alone.
    Plain,
}

/// Makes comments of keys that the reader of front matter does not understand; says whether there were any.
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

/// The body as Markdown: a blank line between paragraphs, the outline's headings marked.
fn body(text: &str, notice: &Notice, title_is_key: bool, form: BodyForm) -> String {
    let page = lay_out(text, Span::new(0, text.len()));
    let lines = Lines::of(text);
    let title = TitlePlace::of(&notice.facts, text, title_is_key);
    let mut out = Paragraphs::default();
    let mut next = 1;
    for row in &page.rows {
        let span = page.normal.span(&row.range);
        let (first, last) = (lines.line_of(span.start), lines.line_of(span.end.saturating_sub(1)));
        (next..first).for_each(|line| out.loose(lines.span_of(line).of(text)));
        next = next.max(last + 1);
        let words: Vec<&str> = (first..=last).map(|line| lines.span_of(line).of(text).trim()).collect();
        match (&row.mark, title.place(span)) {
            (Mark::Head(_) | Mark::Cells(_), _) => words.iter().for_each(|line| out.table_line(line)),
            (_, Some(true)) => {}
            (_, Some(false)) => out.paragraph(&format!("# {}", bare(&joined(&words)))),
            (_, None) => {
                let words = paragraph(row, &words, heading(notice, span), form != BodyForm::Plain);
                let parts = if form == BodyForm::Full { with_own_status(&words) } else { vec![words.as_str()] };
                parts.iter().for_each(|part| out.paragraph(part));
            }
        }
    }
    (next..=lines.count()).for_each(|line| out.loose(lines.span_of(line).of(text)));
    if form == BodyForm::Full { attachments::listed(&out.text) } else { out.text }
}

/// A paragraph, and the status that ends it as a paragraph of its own: …。整改结果：已完成
fn with_own_status(words: &str) -> Vec<&str> {
    let is_heading = words.starts_with('#');
    let ends = words.char_indices().filter(|(_, c)| matches!(c, '。' | '；')).map(|(at, c)| at + c.len_utf8());
    let status = ends.filter(|at| !is_heading && *at < words.len()).find(|at| {
        let last = words[*at..].trim();
        let label = label::read(last).filter(|label| label.purpose == Purpose::Status);
        label.is_some_and(|label| status::read(&last[label.len..]).is_some())
    });
    match status {
        Some(at) => vec![words[..at].trim(), words[at..].trim()],
        None => vec![words],
    }
}

/// The words of a row, as a heading where the outline has one that fills the row; a paragraph keeps its lines.
fn paragraph(row: &TextRow, lines: &[&str], heading: Option<&Heading>, marked: bool) -> String {
    match heading {
        Some(heading) if marked && !heading.run_in => {
            let level = usize::from(heading.level).saturating_add(1).clamp(2, 6);
            format!("{} {}", "#".repeat(level), bare(&joined(lines)))
        }
        _ if matches!(row.mark, Mark::Heading(_)) && !marked => bare(&joined(lines)).to_owned(),
        _ => lines.join("\n"),
    }
}

/// Place of the title.
struct TitlePlace {
    span: Option<Span>,
    /// Whether only blanks and marks precede it, so that it moves into the front matter.
    moves: bool,
}

impl TitlePlace {
    fn of(facts: &Facts, text: &str, is_key: bool) -> Self {
        let span = facts.title.as_ref().map(|found| found.span).filter(|span| !span.is_empty() && is_key);
        let moves = span.is_some_and(|span| !Span::new(0, span.start).of(text).contains(char::is_alphanumeric));
        Self { span, moves }
    }

    /// Whether a row is the title: it moves, or it stays as a heading.
    fn place(&self, row: Span) -> Option<bool> {
        self.span.filter(|title| title.encloses(row) || row.encloses(*title)).map(|_| self.moves)
    }
}

fn heading(notice: &Notice, row: Span) -> Option<&Heading> {
    notice.outline.iter().find(|heading| {
        let words = heading.span;
        words.start <= row.start && row.start < words.end || row.contains(words.start)
    })
}

/// Words without marks of a heading or of strong words around them.
fn bare(words: &str) -> &str {
    let words = words.trim_start_matches('#').trim();
    match words.strip_prefix("**").and_then(|words| words.strip_suffix("**")) {
        Some(inner) if !inner.contains("**") => inner,
        _ => words,
    }
}

/// The lines of one heading in one: a blank only between two Latin words.
fn joined(lines: &[&str]) -> String {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    lines.iter().fold(String::new(), |mut words, line| {
        if latin(words.chars().next_back()) && latin(line.chars().next()) {
            words.push(' ');
        }
        words + line
    })
}

/// Paragraphs with a blank line between them.
#[derive(Default)]
struct Paragraphs {
    text: String,
    in_table: bool,
}

impl Paragraphs {
    fn paragraph(&mut self, words: &str) {
        if !self.text.is_empty() || words.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(words);
        self.text.push('\n');
        self.in_table = false;
    }

    fn table_line(&mut self, line: &str) {
        if !self.in_table {
            self.text.push('\n');
        }
        self.text.push_str(line);
        self.text.push('\n');
        self.in_table = true;
    }

    /// A line that is no row of words: a rule, a table's delimiter.
    fn loose(&mut self, line: &str) {
        match line.trim() {
            "" => self.in_table = false,
            line if self.in_table => self.table_line(line),
            line => self.paragraph(line),
        }
    }
}
