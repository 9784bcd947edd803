//! A draft: the paragraphs, headings and tables of a file as Markdown, before anything is known about them.

use super::FileFormat;
use super::escape::escaped;
use super::footnote::FOOTNOTE;
use super::ledger::Ledger;

/// The text of a file, ready to be read.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The kind of file.
    pub format: FileFormat,
    /// The encoding, where it was text.
    pub encoding: Option<&'static str>,
    /// The text: Markdown as far as the file has headings and tables, a line for each paragraph.
    pub text: String,
    /// Lines above the text that are left out of it, but state its publisher: 来源：….
    pub above: Vec<String>,
    /// The day of publication a page states around its article.
    pub date: Option<String>,
    /// Text that was converted or left out so far.
    pub ledger: Ledger,
}

/// A paragraph, a heading or a table of a draft. Words are as the source shows them, without Markdown's escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftBlock {
    /// A paragraph; bold where all of it is.
    Paragraph {
        /// Its words, in one line.
        text: String,
        /// Whether all of it is bold.
        bold: bool,
        /// Whether it belongs in one paragraph with the one before: a title in two lines.
        goes_on: bool,
    },
    /// A heading of a level from 1, the title.
    Heading(u8, String),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
    /// A footnote with its label.
    Footnote(String, String),
}

impl DraftBlock {
    /// A paragraph that is not bold.
    pub const fn paragraph(text: String) -> Self {
        Self::Paragraph { text, bold: false, goes_on: false }
    }

    /// The words, cells one after the other.
    pub fn words(&self) -> String {
        match self {
            Self::Paragraph { text, .. } | Self::Heading(_, text) | Self::Footnote(_, text) => text.clone(),
            Self::Table(rows) => {
                let cells: Vec<&str> = rows.iter().flatten().map(String::as_str).filter(|c| !c.is_empty()).collect();
                cells.join(" ")
            }
        }
    }
}

/// Longer bold paragraphs are no headings.
const LONGEST_BOLD: usize = 80;
/// Markdown has headings to this level.
const DEEPEST_HEADING: u8 = 6;

/// Writes blocks as Markdown.
pub fn write(blocks: &[DraftBlock]) -> String {
    let mut text = String::new();
    for block in blocks {
        let goes_on = matches!(block, DraftBlock::Paragraph { goes_on: true, .. });
        if !text.is_empty() {
            text.push_str(if goes_on { "\n" } else { "\n\n" });
        }
        match block {
            DraftBlock::Paragraph { text: words, bold: true, .. } if can_be_bold(words) => {
                text.push_str(&format!("**{}**", escaped(words)));
            }
            DraftBlock::Paragraph { text: words, .. } => text.push_str(&escaped(words)),
            DraftBlock::Heading(level, words) => {
                text.push_str(&"#".repeat(usize::from((*level).clamp(1, DEEPEST_HEADING))));
                text.push(' ');
                text.push_str(&escaped(words));
            }
            DraftBlock::Table(rows) => text.push_str(&table(rows)),
            DraftBlock::Footnote(label, words) => text.push_str(&format!("[^{label}]: {}", escaped(words))),
        }
    }
    text.push('\n');
    text
}

fn can_be_bold(words: &str) -> bool {
    words.chars().count() <= LONGEST_BOLD && !words.contains('*') && !words.contains(FOOTNOTE)
}

/// Rows of cells as a Markdown table.
pub fn table(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (at, row) in rows.iter().enumerate() {
        let cell = |column: usize| row.get(column).map_or_else(String::new, |words| escaped(words).replace('|', "\\|"));
        let cells: Vec<String> = (0..columns).map(cell).collect();
        text.push_str(&format!("{}| {} |", if at > 0 { "\n" } else { "" }, cells.join(" | ")));
        if at == 0 {
            text.push_str(&format!("\n|{}", " --- |".repeat(columns)));
        }
    }
    text
}
