//! The body of an imported notice: its paragraphs, the headings of its outline, statuses and attachments as a clerk
//! types them.

use super::attachments;
use crate::notice::{Facts, Heading, Notice, status};
use crate::read::label::{self, Purpose};
use crate::read::lay_out::lay_out;
use crate::read::text_layout::{Mark, TextRow};
use crate::text::lines::Lines;
use crate::text::span::Span;

/// How much structure is added to a body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum BodyForm {
    /// Headings by level, attachments as a list, every status in a line of its own.
    Full,
    /// Headings by level.
    Marked,
    /// The words alone.
    Plain,
}

/// The body as Markdown: a blank line between paragraphs, the outline's headings marked, without the lines `left_out`.
pub fn write(text: &str, notice: &Notice, title_is_key: bool, form: BodyForm, left_out: &[usize]) -> String {
    let page = lay_out(text, Span::new(0, text.len()));
    let lines = Lines::of(text);
    let title = TitlePlace::of(&notice.facts, text, title_is_key, left_out);
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
            (_, Some(true)) => title.beside(span, text).iter().for_each(|words| out.paragraph(words)),
            _ if left_out.binary_search(&first).is_ok() => {}
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
    /// Whether only blanks, marks and lines that are left out precede its row, so that it moves into the front matter.
    moves: bool,
}

impl TitlePlace {
    fn of(facts: &Facts, text: &str, is_key: bool, left_out: &[usize]) -> Self {
        // 信息名称：… stays with its label
        let is_labelled = |span: &Span| text[..span.start].trim_end_matches(' ').ends_with(['：', ':']);
        let span = facts.title.as_ref().map(|found| found.span).filter(|span| !span.is_empty() && is_key);
        let span = span.filter(|span| !is_labelled(span));
        let moves = span.is_some_and(|span| {
            let line = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
            let mut before = text[..line].lines().zip(1..);
            before
                .all(|(line, number)| !line.contains(char::is_alphanumeric) || left_out.binary_search(&number).is_ok())
        });
        Self { span, moves }
    }

    /// The words of the title's row that are not the title: a day before it, a publisher after it.
    fn beside<'a>(&self, row: Span, text: &'a str) -> Vec<&'a str> {
        let title = self.span.unwrap_or(row);
        let before = Span::new(row.start.min(title.start), title.start);
        let behind = Span::new(title.end, row.end.max(title.end));
        let words = [before, behind].map(|span| span.of(text).trim_matches(['*', '#', ' ', '\n', '\r']));
        words.into_iter().filter(|words| words.contains(char::is_alphanumeric)).collect()
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

    /// A line that is not a row of words: a rule, a table's delimiter.
    fn loose(&mut self, line: &str) {
        match line.trim() {
            "" => self.in_table = false,
            line if self.in_table => self.table_line(line),
            line => self.paragraph(line),
        }
    }
}
