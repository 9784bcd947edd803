//! A draft: the lines and tables of a file, before anything is known about them.

use super::FileFormat;

/// What a file held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What kind of file it was.
    pub format: FileFormat,
    /// The encoding, where it was text.
    pub encoding: Option<&'static str>,
    /// The text: Markdown as far as the file told headings and tables, a line for each paragraph.
    pub text: String,
    /// The day of publication a page's meta tags name.
    pub date: Option<String>,
    /// What was left out.
    pub notes: Vec<Note>,
}

/// Something that was done or left out on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// So many places of residue were removed.
    Residue(usize),
    /// So many images were left out.
    Images(usize),
    /// So many numbers of automatic lists were written out.
    Numbers(usize),
    /// So many tables were written as Markdown.
    Tables(usize),
    /// Deletions of tracked changes were left out, insertions kept.
    TrackedChanges,
    /// Macros were left out.
    Macros,
    /// The page's navigation and the like was left out: so many characters.
    Boilerplate(usize),
}

impl Note {
    /// What is told about it in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Residue(count) => format!("删去转换残留 {count} 处"),
            Self::Images(count) => format!("略去图片 {count} 张，需要的请另存后手工插入"),
            Self::Numbers(count) => format!("自动编号还原为文字 {count} 处"),
            Self::Tables(count) => format!("表格 {count} 个，转为 Markdown 表格"),
            Self::TrackedChanges => "文档有修订：保留插入，略去删除".to_owned(),
            Self::Macros => "略去宏".to_owned(),
            Self::Boilerplate(count) => format!("略去导航等正文以外的 {count} 字"),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        match self {
            Self::Residue(count) => format!("residue of a conversion removed: {count}"),
            Self::Images(count) => format!("images left out: {count}; save and insert those you need by hand"),
            Self::Numbers(count) => format!("automatic numbers written out: {count}"),
            Self::Tables(count) => format!("tables turned into Markdown: {count}"),
            Self::TrackedChanges => "tracked changes: insertions kept, deletions left out".to_owned(),
            Self::Macros => "macros left out".to_owned(),
            Self::Boilerplate(count) => format!("navigation and the like left out: {count} characters"),
        }
    }
}

/// A paragraph, a heading or a table of a draft, to be written as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
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
}

/// Longer bold paragraphs are no headings.
const LONGEST_BOLD: usize = 80;

/// Writes blocks as text.
pub fn write(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let goes_on = matches!(block, Block::Paragraph { goes_on: true, .. });
        if !text.is_empty() {
            text.push_str(if goes_on { "\n" } else { "\n\n" });
        }
        match block {
            Block::Paragraph { text: words, bold: true, .. } if can_be_bold(words) => {
                text.push_str(&format!("**{words}**"));
            }
            Block::Paragraph { text: words, .. } => text.push_str(words),
            Block::Heading(level, words) => {
                text.push_str(&"#".repeat(usize::from((*level).clamp(1, 6))));
                text.push(' ');
                text.push_str(words);
            }
            Block::Table(rows) => table(&mut text, rows),
        }
    }
    text.push('\n');
    text
}

fn can_be_bold(words: &str) -> bool {
    words.chars().count() <= LONGEST_BOLD && !words.contains("**")
}

fn table(text: &mut String, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (at, row) in rows.iter().enumerate() {
        let cells = (0..columns).map(|column| row.get(column).map_or("", String::as_str).replace('|', "\\|"));
        text.push_str(&format!("{}| {} |", if at > 0 { "\n" } else { "" }, cells.collect::<Vec<_>>().join(" | ")));
        if at == 0 {
            text.push_str(&format!("\n|{}", " --- |".repeat(columns)));
        }
    }
}

/// A table as blocks: one of a single column is paragraphs, rows of a single cell before the head are its captions.
pub fn table_blocks(mut rows: Vec<Vec<String>>) -> Vec<Block> {
    let paragraph = |text: String| Block::Paragraph { text, bold: false, goes_on: false };
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns <= 1 {
        return rows.into_iter().flatten().map(paragraph).collect();
    }
    let captions = rows.iter().take_while(|row| filled(row) == 1).count();
    let body = rows.split_off(captions);
    let mut blocks: Vec<Block> = rows.into_iter().flatten().filter(|cell| !cell.is_empty()).map(paragraph).collect();
    if !body.is_empty() {
        blocks.push(Block::Table(body));
    }
    blocks
}
