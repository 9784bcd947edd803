//! Text files: notices, Markdown, plain text or saved pages, told apart by their content and their name.

use super::draft::{self, Draft, DraftBlock};
use super::ledger::Ledger;
use super::note::NoteKind;
use super::refusal::{ImportRefusal, has_extension};
use super::wrapped::{self, LooseLine};
use super::{FileFormat, accidental, contents, html, mail, residue};
use crate::read::split;
use crate::text::decode::{Undecodable, decode};

/// Reads a file that is text in any encoding.
pub fn read(name: &str, bytes: &[u8]) -> Result<Draft, ImportRefusal> {
    let mut ledger = Ledger::default();
    let (text, encoding) = decoded(name, bytes, &mut ledger)?;
    let text = text.trim_start_matches('\u{feff}');
    if let Some(refusal) = ImportRefusal::of_text(text) {
        return Err(refusal);
    }
    let draft = match () {
        () if is_notice(name, text) => of(FileFormat::Notice, text.to_owned(), ledger),
        () if html::is_page(name, text) => html::read(text, ledger),
        () if ImportRefusal::of_name(name).is_some() => {
            return Err(ImportRefusal::of_name(name).unwrap_or(ImportRefusal::Binary));
        }
        () if is_spreadsheet(text) => return Err(ImportRefusal::Spreadsheet),
        () if has_extension(name, &["md", "markdown"]) => {
            of(FileFormat::Markdown, without_controls(text, &mut ledger), ledger)
        }
        () => of(FileFormat::Text, lines(text, &mut ledger), ledger),
    };
    if !draft.text.contains(char::is_alphanumeric) {
        return Err(ImportRefusal::Empty);
    }
    Ok(Draft { encoding: Some(encoding), ..draft })
}

/// The blocks of a text that is embedded in a document; nothing where it is of a format that is not read.
pub fn chunk(name: &str, bytes: &[u8], ledger: &mut Ledger) -> Option<Vec<DraftBlock>> {
    if ImportRefusal::of_bytes(name, bytes).is_some() {
        return None;
    }
    let (text, _) = decoded(name, bytes, ledger).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    match () {
        () if ImportRefusal::of_text(text).is_some() => None,
        () if html::is_page(name, text) => Some(html::blocks(text, ledger)),
        () if ImportRefusal::of_name(name).is_some() => None,
        () => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Some(lines.map(|line| DraftBlock::paragraph(residue::clean(line).0)).collect())
        }
    }
}

/// One byte in this many may be undecodable in a text that is nearly all in one encoding.
const BROKEN: usize = 500;
/// A text that is nearly UTF-8 has this many characters beyond ASCII for each broken one; others are there by chance.
const FEWEST_WHOLE: usize = 20;

/// The text of a file. The encoding that a page states is often wrong, so the bytes decide.
fn decoded(name: &str, bytes: &[u8], ledger: &mut Ledger) -> Result<(String, &'static str), ImportRefusal> {
    if let Some(refusal) = ImportRefusal::of_name(name).filter(|_| bytes.contains(&0)) {
        return Err(refusal);
    }
    let is_utf16 = bytes.starts_with(&[0xff]) || bytes.starts_with(&[0xfe]);
    if std::str::from_utf8(bytes).is_err() && !is_utf16 && !bytes.contains(&0) {
        let text = String::from_utf8_lossy(bytes);
        let broken = text.matches('\u{fffd}').count();
        let whole = text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
        if broken * BROKEN <= bytes.len() && broken * FEWEST_WHOLE <= whole {
            ledger.count(NoteKind::Undecodable, broken);
            return Ok((text.replace('\u{fffd}', "〓"), "UTF-8"));
        }
    }
    match decode(bytes) {
        Ok(decoded) => Ok((decoded.text, decoded.encoding)),
        Err(_) if ImportRefusal::of_name(name).is_some() => {
            Err(ImportRefusal::of_name(name).unwrap_or(ImportRefusal::Binary))
        }
        Err(Undecodable::Binary { .. }) => Err(ImportRefusal::Binary),
        Err(Undecodable::Unknown { .. }) => Err(ImportRefusal::Encoding),
    }
}

/// The text without control characters, which would make it binary.
fn without_controls(text: &str, ledger: &mut Ledger) -> String {
    let is_kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    let kept: String = text.chars().filter(is_kept).collect();
    ledger.count(NoteKind::Residue, text.chars().count() - kept.chars().count());
    kept
}

fn of(format: FileFormat, text: String, ledger: Ledger) -> Draft {
    Draft { format, encoding: None, text, above: Vec::new(), date: None, ledger }
}

/// Whether the text opens with a front matter that holds keys, commented ones included. In a file that is not named
/// Markdown, lines between two rules are one only where all of them are keys with their values.
fn is_notice(name: &str, text: &str) -> bool {
    let split = split::split(text);
    let is_key = |line: &str| {
        let name = line.trim_start_matches(['#', ' ']).split([':', '：']).next().unwrap_or_default();
        name.len() < line.len() && !name.is_empty() && !name.contains(['。', '，', ' '])
    };
    let is_value = |line: &str| line.trim().is_empty() || line.starts_with([' ', '\t', '#', '-', '}', ']']);
    let mut lines = split.key_lines(text).map(|line| line.of(text));
    match has_extension(name, &["md", "markdown"]) {
        true => lines.any(is_key),
        false => {
            let (mut has_keys, mut is_whole) = (false, true);
            for line in lines {
                let is_key = is_key(line);
                has_keys |= is_key;
                is_whole &= is_key || is_value(line);
            }
            has_keys && is_whole
        }
    }
}

/// The end of a page, in a line of its own.
const PAGE_END: &str = "\n\u{c}\n";

/// Plain text as Markdown: residue and page numbers go, cut lines are joined, the order stays.
fn lines(text: &str, ledger: &mut Ledger) -> String {
    let (mut kept, mut broken) = (Vec::<LooseLine>::new(), false);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let text = text.replace('\u{c}', PAGE_END);
    for raw in text.split('\n') {
        if residue::is_page_number(raw) || raw == PAGE_END.trim_matches('\n') {
            ledger.left_out(NoteKind::Boilerplate, raw);
            kept.truncate(kept.iter().rposition(|line| !line.text.is_empty()).map_or(0, |last| last + 1));
            broken = true;
            continue;
        }
        let (line, count) = residue::clean(raw);
        ledger.count(NoteKind::Residue, count);
        if broken && line.is_empty() {
            continue;
        }
        let mut goes_on = false;
        if std::mem::take(&mut broken) {
            match kept.last() {
                Some(last) if wrapped::goes_on_over_page(&last.text, &line) => goes_on = true,
                Some(last) if wrapped::is_broken_off(&last.text) => {}
                _ => kept.push(LooseLine::default()),
            }
        }
        let text = match line.contains('\t') {
            true => between_outer_tabs(raw, &line),
            false => format!("{}{line}", indent(raw)),
        };
        kept.push(LooseLine { text, goes_on });
    }
    let texts: Vec<&str> = kept.iter().map(|line| line.text.as_str()).collect();
    for range in contents::ranges(&texts).into_iter().rev() {
        kept[range.clone()].iter().for_each(|line| ledger.left_out(NoteKind::Contents, &line.text));
        kept.drain(range);
    }
    let (kept, joined) = wrapped::join(&kept);
    ledger.count(NoteKind::Wrapped, joined);
    let mut kept = trimmed(kept);
    mail::drop_lines(&mut kept, ledger);
    let (text, tables) = with_tables(&kept, &accidental::escape_lines(&kept));
    ledger.count(NoteKind::Tables, tables);
    text
}

/// The blanks before the words of a line, which may open a paragraph.
fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// Lines without the blanks around them; tabs stay where they part cells.
fn trimmed(lines: Vec<String>) -> Vec<String> {
    let whole = |line: String| if line.trim().contains('\t') { line } else { line.trim().to_owned() };
    lines.into_iter().map(whole).collect()
}

/// The words with the tabs around them in `raw`, where the first cells or the last may be empty.
fn between_outer_tabs(raw: &str, words: &str) -> String {
    let blank = |c: &char| c.is_whitespace();
    let tabs = |blanks: &mut dyn Iterator<Item = char>| "\t".repeat(blanks.filter(|c| *c == '\t').count());
    let before = tabs(&mut raw.chars().take_while(blank));
    let after = tabs(&mut raw.chars().rev().take_while(blank));
    format!("{before}{words}{after}")
}

/// The escaped lines with their tables as Markdown, and how many there are: lines one after the other whose words tabs
/// part into as many cells as the first has, or fewer where the last ones are empty.
fn with_tables(lines: &[String], escaped: &[String]) -> (String, usize) {
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
            out.push(escaped[at].trim().to_owned());
            at += 1;
            continue;
        }
        let table: Vec<Vec<String>> =
            lines[at..at + rows].iter().map(|line| row(line).into_iter().take(head).collect()).collect();
        let gap = if out.last().is_some_and(|line| !line.is_empty()) { "\n" } else { "" };
        out.push(format!("{gap}{}\n", draft::table(&table)));
        (tables, at) = (tables + 1, at + rows);
    }
    (out.join("\n"), tables)
}

fn cells(line: &str) -> Vec<String> {
    line.split('\t').map(|cell| cell.trim().to_owned()).collect()
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
