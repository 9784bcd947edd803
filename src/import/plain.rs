//! Text files: notices, Markdown, plain text, saved pages, by what they hold and what they are called.

use super::draft::{self, Block, Draft, Note};
use super::refusal::Refusal;
use super::{FileFormat, html, residue};
use crate::text::decode::{Undecodable, decode};

/// Reads a file that is text in any encoding.
pub fn read(name: &str, bytes: &[u8]) -> Result<Draft, Refusal> {
    let decoded = decode(bytes).map_err(|error| match error {
        Undecodable::Binary { .. } => Refusal::Binary,
        Undecodable::Unknown { .. } => Refusal::Encoding,
    })?;
    let text = decoded.text.trim_start_matches('\u{feff}');
    let draft = match () {
        () if is_notice(text) => of(FileFormat::Notice, text.to_owned(), Vec::new()),
        () if html::is_page(name, text) => html::read(text),
        () if is_spreadsheet(text) => return Err(Refusal::Spreadsheet),
        () if has_extension(name, &["md", "markdown"]) => of(FileFormat::Markdown, text.to_owned(), Vec::new()),
        () => lines(text),
    };
    if !draft.text.contains(char::is_alphanumeric) {
        return Err(Refusal::Empty);
    }
    Ok(Draft { encoding: Some(decoded.encoding), ..draft })
}

/// Whether the file's name ends in one of these.
pub fn has_extension(name: &str, extensions: &[&str]) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    extensions.contains(&extension.as_str())
}

fn of(format: FileFormat, text: String, notes: Vec<Note>) -> Draft {
    Draft { format, encoding: None, text, date: None, notes }
}

/// Whether the text opens with a front matter: between two fences, keys or keys that are commented out.
fn is_notice(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    if lines.next() != Some("---") {
        return false;
    }
    let mut keys = 0;
    for line in lines {
        if line == "---" {
            return keys > 0;
        }
        let name = line.trim_start_matches(['#', ' ']).split([':', '：']).next().unwrap_or_default();
        keys += usize::from(name.len() < line.len() && !name.is_empty() && !name.contains(['。', '，', ' ']));
    }
    false
}

/// Plain text: residue and page numbers go, lines keep their order.
fn lines(text: &str) -> Draft {
    let (mut removed, mut kept, mut broken) = (0, Vec::<String>::new(), false);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    for raw in text.split('\n') {
        if residue::is_page_number(raw) {
            removed += 1;
            kept.truncate(kept.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
            broken = true;
            continue;
        }
        let (line, count) = residue::clean(raw);
        removed += count;
        if broken && line.is_empty() {
            continue;
        }
        if std::mem::take(&mut broken) && !kept.last().is_some_and(|last| is_broken_off(last)) {
            kept.push(String::new());
        }
        kept.push(if line.contains('\t') { between_outer_tabs(raw, &line) } else { line });
    }
    let (text, tables) = with_tables(&kept);
    let counted = [(removed, Note::Residue(removed)), (tables, Note::Tables(tables))];
    of(FileFormat::Text, text, counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, note)| note).collect())
}

/// The words with the tabs around them in `raw`, where the first cells or the last may be empty.
fn between_outer_tabs(raw: &str, words: &str) -> String {
    let blank = |c: &char| c.is_whitespace();
    let tabs = |blanks: &mut dyn Iterator<Item = char>| "\t".repeat(blanks.filter(|c| *c == '\t').count());
    let before = tabs(&mut raw.chars().take_while(blank));
    let after = tabs(&mut raw.chars().rev().take_while(blank));
    format!("{before}{words}{after}")
}

/// The lines with their tables as Markdown, and how many there are: lines one behind the other whose words tabs part
/// into as many cells as the first has, or fewer where the last ones are empty.
fn with_tables(lines: &[String]) -> (String, usize) {
    let (mut out, mut tables, mut at) = (Vec::<String>::new(), 0, 0);
    while at < lines.len() {
        let indent = lines[at].len() - lines[at].trim_start_matches('\t').len();
        let head = cells(lines[at].trim_matches('\t')).len();
        let row = |line: &String| -> Vec<String> { cells(line).into_iter().skip(indent).collect() };
        let is_row = |line: &&String| {
            let cells = row(line);
            cells.len() >= 2 && cells.iter().skip(head).all(String::is_empty)
        };
        let rows = if head < 3 { 0 } else { lines[at..].iter().take_while(is_row).count() };
        if rows < 2 {
            out.push(lines[at].trim().to_owned());
            at += 1;
            continue;
        }
        let table = lines[at..at + rows].iter().map(|line| row(line).into_iter().take(head).collect()).collect();
        let gap = if out.last().is_some_and(|line| !line.is_empty()) { "\n" } else { "" };
        out.push(format!("{gap}{}", draft::write(&[Block::Table(table)])));
        (tables, at) = (tables + 1, at + rows);
    }
    (out.join("\n"), tables)
}

fn cells(line: &str) -> Vec<String> {
    line.split('\t').map(|cell| cell.trim().to_owned()).collect()
}

/// Whether a line before the end of a page stops in the middle of a sentence.
fn is_broken_off(line: &str) -> bool {
    const FULL: usize = 20;
    line.chars().count() >= FULL
        && line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '，' | '、' | '“' | '（'))
}

/// Whether every line holds the same number of cells and none a sentence.
fn is_spreadsheet(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let cells = |separator: char| {
        let count = |line: &&str| line.matches(separator).count();
        let first = lines.first().map_or(0, count);
        first >= 2 && lines.iter().all(|line| count(line) == first)
    };
    lines.len() >= 3 && !text.contains('。') && (cells('\t') || cells(',')) && !text.contains("|--")
}
