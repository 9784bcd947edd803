//! Lines that were cut at a fixed width, as a PDF or a mail has them, or at the end of a page, joined again.

use super::draft::DraftBlock;
use super::ledger::Ledger;
use super::note::NoteKind;
use crate::read::{label, number};

/// A fixed width is between these, in columns: 20 and 65 Chinese characters.
const NARROWEST: usize = 40;
const WIDEST: usize = 130;
/// A line that was cut is at least this part of the widest: a word or a mark may have gone to the next.
const FULL: (usize, usize) = (4, 5);
/// The same where every line is a paragraph of its source, which is a sign that nothing was cut.
const FULL_PARAGRAPH: (usize, usize) = (9, 10);
/// A shorter line at the end of a page is whole.
const SHORTEST_BROKEN: usize = 12;
/// Fewer cut lines are chance.
const FEWEST: usize = 3;

/// A line of plain text.
#[derive(Debug, Default)]
pub struct LooseLine {
    /// Its words with the blanks before them.
    pub text: String,
    /// Whether it goes on in the last line of the page before, [`goes_on_over_page`].
    pub goes_on: bool,
}

/// A line with its width and indent.
struct TextLine<'a> {
    words: &'a str,
    width: usize,
    indented: bool,
}

/// The lines with those joined that were only cut, and how many were. Blank lines stay.
pub fn join(lines: &[LooseLine]) -> (Vec<String>, usize) {
    let seen: Vec<TextLine<'_>> = lines.iter().map(|line| TextLine::of(&line.text)).collect();
    let (mut out, mut joined) = (Vec::<String>::new(), 0);
    for (line, is_cut) in lines.iter().zip(cuts(&seen, FULL)) {
        match out.last_mut().filter(|_| is_cut || line.goes_on) {
            Some(last) => {
                joined += 1;
                append(last, line.text.trim());
            }
            None => out.push(line.text.clone()),
        }
    }
    (out, joined)
}

/// Joins the paragraphs of a document that are lines of one.
pub fn join_blocks(blocks: &mut Vec<DraftBlock>, ledger: &mut Ledger) {
    let words = |block: &DraftBlock| match block {
        DraftBlock::Paragraph { text, .. } => text.clone(),
        // nothing is joined over these
        DraftBlock::Heading(..) | DraftBlock::Table(_) | DraftBlock::Footnote(..) => String::new(),
    };
    let lines: Vec<String> = blocks.iter().map(words).collect();
    let seen: Vec<TextLine<'_>> = lines.iter().map(|line| TextLine::of(line)).collect();
    let mut cuts = cuts(&seen, FULL_PARAGRAPH).into_iter();
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        let is_cut = cuts.next().unwrap_or(false);
        match (out.last_mut(), block) {
            (
                Some(DraftBlock::Paragraph { text: last, bold: was_bold, .. }),
                DraftBlock::Paragraph { text, bold, goes_on: false },
            ) if is_cut && *was_bold == bold => {
                ledger.count(NoteKind::Wrapped, 1);
                append(last, &text);
            }
            (_, block) => out.push(block),
        }
    }
    *blocks = out;
}

/// Whether words that come after the end of a page go on in the line before it.
pub fn goes_on_over_page(before: &str, after: &str) -> bool {
    let is_sentence = before.contains(['，', '。']);
    is_sentence && is_broken_off(before) && !opens(&TextLine::of(after))
}

/// Whether a line before the end of a page stops in the middle of a sentence.
pub fn is_broken_off(line: &str) -> bool {
    line.chars().count() >= SHORTEST_BROKEN && line.ends_with(|c: char| c.is_alphanumeric() || GOES_ON.contains(&c))
}

/// Adds words to a line: with a blank between two Latin words, or a number and a Latin word.
pub fn append(line: &mut String, words: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let digits = line.ends_with(|c: char| c.is_ascii_digit()) && words.starts_with(|c: char| c.is_ascii_digit());
    if latin(line.chars().next_back()) && latin(words.chars().next()) && !digits {
        line.push(' ');
    }
    line.push_str(words);
}

/// For each line whether it goes on in the one before.
fn cuts(lines: &[TextLine<'_>], full: (usize, usize)) -> Vec<bool> {
    let mut cuts = Vec::with_capacity(lines.len());
    // a line wider than any fixed width is a paragraph; the lines before and after it are judged apart
    for part in lines.split_inclusive(|line| line.width > WIDEST) {
        let width = fixed_width(part, full);
        let indents = indents(part);
        for (at, line) in part.iter().enumerate() {
            let Some(before) = at.checked_sub(1).map(|before| &part[before]).filter(|line| !line.words.is_empty())
            else {
                cuts.push(false);
                continue;
            };
            let ends = ends(before);
            let is_cut = |width| is_full(before, width, full) && (!ends || indents && before.width + 4 > width);
            // no line begins with 的 or a comma, and none ends with one: …整改情况 / 的通报
            let goes_on = !ends && (line.words.starts_with(NEVER_FIRST) || before.words.ends_with(GOES_ON));
            cuts.push(!opens(line) && (width.is_some_and(is_cut) || goes_on && before.width < WIDEST));
        }
    }
    cuts
}

/// Characters that never begin a line.
const NEVER_FIRST: [char; 10] = ['的', '，', '。', '；', '、', '：', '）', '”', '》', '？'];
/// Marks after which a sentence goes on.
const GOES_ON: [char; 5] = ['，', '、', '“', '（', '《'];
/// Marks that end a sentence or a line of a list.
const ENDS: [char; 8] = ['。', '；', '！', '？', '：', ';', ':', '…'];

impl<'a> TextLine<'a> {
    fn of(line: &'a str) -> Self {
        let words = line.trim();
        let lead = line.len() - line.trim_start().len();
        let blank = line[..lead].chars().map(columns).sum::<usize>();
        Self { words, width: line.trim_end().chars().map(columns).sum(), indented: blank >= 2 }
    }
}

fn columns(c: char) -> usize {
    if u32::from(c) < 0x80 { 1 } else { 2 }
}

/// Whether a line ends a sentence, or a title with its status: 一、…问题的整改〔已完成〕.
fn ends(line: &TextLine<'_>) -> bool {
    line.words.ends_with(ENDS) || line.words.ends_with(['〕', '】', '］'])
}

fn is_full(line: &TextLine<'_>, width: usize, full: (usize, usize)) -> bool {
    line.width * full.1 >= width * full.0 && !line.words.contains('\t')
}

/// Whether a line begins a paragraph of its own.
fn opens(line: &TextLine<'_>) -> bool {
    let bullet = line.words.starts_with(['•', '·', '●', '■', '□', '☑', '☐', '◆', '#', '|', '>', '-', '*', '—']);
    let listed = number::read(line.words).is_some() || label::read(line.words).is_some();
    line.words.is_empty()
        || line.words.contains('\t')
        || line.indented
        || bullet
        || listed
        || label::is_measure(line.words)
}

/// The width lines were cut at; nothing where they were not.
fn fixed_width(lines: &[TextLine<'_>], full: (usize, usize)) -> Option<usize> {
    let lines = match lines {
        [lines @ .., last] if last.width > WIDEST => lines,
        lines => lines,
    };
    // lines without a mark at their end that are followed by more words: cut, or titles
    let pairs = || lines.windows(2).filter(|pair| !pair[0].words.is_empty() && !opens(&pair[1]));
    // a problem with the one to blame in brackets is whole: …不及时（责任人：甲）
    let is_open = |line: &&TextLine<'_>| !ends(line) && !line.words.ends_with(['）', ')']);
    let open = || pairs().map(|pair| &pair[0]).filter(is_open);
    let width = open().map(|line| line.width).max()?;
    let longest = lines.iter().map(|line| line.width).max()?;
    let cut = open().filter(|line| is_full(line, width, full)).count();
    // paragraphs that were not cut are longer than any fixed width
    let fits = (NARROWEST..=WIDEST).contains(&width) && longest * FULL.0 <= width * FULL.1;
    (fits && cut >= FEWEST).then_some(width)
}

/// Whether paragraphs begin with an indent. Then a line without one continues the line before, even after a full stop.
fn indents(lines: &[TextLine<'_>]) -> bool {
    let ended = lines.windows(2).filter(|pair| pair[0].words.ends_with(ENDS) && !pair[1].words.is_empty());
    let (indented, all) =
        ended.fold((0, 0), |(indented, all), pair| (indented + usize::from(pair[1].indented), all + 1));
    all > 0 && indented * 2 >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        let plain = |line: &str| LooseLine {
            text: line.trim_start_matches('\u{c}').to_owned(),
            goes_on: line.starts_with('\u{c}'),
        };
        join(&text.lines().map(plain).collect::<Vec<_>>()).0
    }

    #[test]
    fn a_line_over_the_end_of_a_page_counts_as_two_when_the_width_is_sought() {
        let text = "社里新建基层网点十六家，改造旧网点二十三家，实现重点乡镇全覆\n盖，在十二家网点增设维修服务，聘请第三方机构每半年对库存盘\n点一次，对三年以来的投资项目逐个评价，已经委托律师事务所研\n\u{c}究退出方案，由资产管理处负责落实。\n";
        assert_eq!(joined(text), [text.replace(['\n', '\u{c}'], "")]);
    }

    #[test]
    fn only_lines_of_a_fixed_width_are_joined() {
        let text = "2.关于窗口延时服务没有落实、群众排队时间长、叫号系统故障\n频发的问题。\n整改情况：\
                    增设自助机八台，周六上午开放两个窗口，安排老同志引导\n填表，叫号系统更换主机，故障两小时内修复，\
                    每月公布窗口等\n候时间，接受监督。\n整改结果：已完成\n";
        assert_eq!(
            joined(text),
            [
                "2.关于窗口延时服务没有落实、群众排队时间长、叫号系统故障频发的问题。",
                "整改情况：增设自助机八台，周六上午开放两个窗口，安排老同志引导填表，叫号系统更换主机，故障两小时内修复，\
             每月公布窗口等候时间，接受监督。",
                "整改结果：已完成",
            ]
        );
        let title = "某县水务局关于巡察整改情况\n的通报\n正文。\n";
        assert_eq!(joined(title), ["某县水务局关于巡察整改情况的通报", "正文。"]);
        let short = "某县水务局\n关于巡察整改情况的通报\n一、整改情况\n共有问题三个\n";
        assert_eq!(joined(short), short.lines().collect::<Vec<_>>());
    }
}
