//! From a draft to a notice: what the reader finds in it becomes front matter and headings; the words stay.

use super::draft::Draft;
use super::front::{self, Key, State};
use super::refusal::Refusal;
use super::{FileFormat, Imported};
use crate::notice::{Facts, Heading, Notice, SourcePath};
use crate::read::blocks::{Mark, Row, lay_out};
use crate::read::read;
use crate::text::lines::Lines;
use crate::text::span::Span;

/// Composes the notice of a draft that came from the file `name`.
pub fn compose(name: &str, draft: Draft) -> Result<Imported, Refusal> {
    let source = SourcePath::new(name);
    let notice = read(&source, &draft.text).notice;
    let Draft { format, encoding, text, date, notes } = draft;
    let done =
        |markdown: String, notice: Notice, keys: Vec<Key>| Imported { markdown, notice, format, encoding, keys, notes };
    if format == FileFormat::Notice {
        return Ok(done(text, notice, Vec::new()));
    }
    let keys = front::keys(&notice.facts, &text, date.as_deref());
    let front = front::write(&keys);
    if format == FileFormat::Markdown {
        let markdown = format!("{front}{}", text.trim_start_matches('\n'));
        let read_again = read(&source, &markdown).notice;
        return Ok(done(markdown, read_again, keys));
    }
    let title_is_key = keys.iter().any(|key| key.name == "title" && matches!(key.state, State::Stated { .. }));
    // Marked headings are worth having only where they leave the reader as sure as the words alone.
    let marked = format!("{front}{}", body(&text, &notice, title_is_key, true));
    let again = read(&source, &marked).notice;
    if agrees(&again, &notice) {
        return Ok(done(marked, again, keys));
    }
    let plain = format!("{front}{}", body(&text, &notice, title_is_key, false));
    let again = read(&source, &plain).notice;
    Ok(done(plain, again, keys))
}

/// Whether two readings found the same items.
fn agrees(one: &Notice, other: &Notice) -> bool {
    one.items.len() == other.items.len()
        && one.items.iter().zip(&other.items).all(|(a, b)| {
            (&a.title, a.status, &a.status_raw, a.measures, &a.path)
                == (&b.title, b.status, &b.status_raw, b.measures, &b.path)
        })
}

/// The body as Markdown: a blank line between paragraphs, the outline's headings marked.
fn body(text: &str, notice: &Notice, title_is_key: bool, marked: bool) -> String {
    let page = lay_out(text, Span::new(0, text.len()));
    let lines = Lines::of(text);
    let title = Title::of(&notice.facts, text, title_is_key);
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
            (_, None) => out.paragraph(&paragraph(row, &words, heading(notice, span), marked)),
        }
    }
    (next..=lines.count()).for_each(|line| out.loose(lines.span_of(line).of(text)));
    out.text
}

/// The words of a row, as a heading where the outline has one that fills the row; a paragraph keeps its lines.
fn paragraph(row: &Row, lines: &[&str], heading: Option<&Heading>, marked: bool) -> String {
    match heading {
        Some(heading) if marked && !heading.run_in => {
            let level = usize::from(heading.level).saturating_add(1).clamp(2, 6);
            format!("{} {}", "#".repeat(level), bare(&joined(lines)))
        }
        _ if matches!(row.mark, Mark::Heading(_)) && !marked => bare(&joined(lines)).to_owned(),
        _ => lines.join("\n"),
    }
}

/// Where the title stands.
struct Title {
    span: Option<Span>,
    /// Whether nothing but blanks and marks stands before it, so that it moves into the front matter.
    moves: bool,
}

impl Title {
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
