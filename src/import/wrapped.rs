//! Lines that were cut at a fixed width, as a PDF or a mail has them, joined again.

use crate::read::{label, number};

/// A fixed width is between these, in columns: 20 and 65 Chinese characters.
const NARROWEST: usize = 40;
const WIDEST: usize = 130;
/// A line that was cut is at least this part of the widest: a word or a mark may have gone to the next.
const FULL: (usize, usize) = (4, 5);
/// Fewer cut lines are chance.
const FEWEST: usize = 3;

/// A line with its width and indent.
struct TextLine<'a> {
    words: &'a str,
    width: usize,
    indented: bool,
}

/// The lines with those joined that were only cut, and how many were. Blank lines stay.
pub fn join(lines: &[String]) -> (Vec<String>, usize) {
    let seen: Vec<TextLine<'_>> = lines.iter().map(|line| TextLine::of(line)).collect();
    let width = fixed_width(&seen);
    let indents = indents(&seen);
    let (mut out, mut joined) = (Vec::<String>::new(), 0);
    for (at, line) in seen.iter().enumerate() {
        let cut = at.checked_sub(1).is_some_and(|before| {
            let before = &seen[before];
            let ends = before.words.ends_with(ENDS);
            let is_cut = |width| is_full(before, width) && (!ends || indents && before.width + 4 > width);
            // no line begins with 的: …整改情况 / 的通报
            let goes_on = line.words.starts_with('的') && !ends && !before.words.is_empty();
            !opens(line) && width.is_some_and(is_cut) || goes_on && before.width < WIDEST
        });
        match out.last_mut().filter(|_| cut) {
            Some(last) => {
                joined += 1;
                let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                if latin(last.chars().next_back()) && latin(line.words.chars().next()) {
                    last.push(' ');
                }
                last.push_str(line.words);
            }
            None => out.push(lines[at].clone()),
        }
    }
    (out, joined)
}

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

fn is_full(line: &TextLine<'_>, width: usize) -> bool {
    line.width * FULL.1 >= width * FULL.0 && !line.words.contains('\t')
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
fn fixed_width(lines: &[TextLine<'_>]) -> Option<usize> {
    // lines without a mark at their end that are followed by more words: cut, or titles
    let pairs = || lines.windows(2).filter(|pair| !pair[0].words.is_empty() && !opens(&pair[1]));
    let open = || pairs().map(|pair| &pair[0]).filter(|line| !line.words.ends_with(ENDS));
    let width = open().map(|line| line.width).max()?;
    let longest = lines.iter().map(|line| line.width).max()?;
    let cut = open().filter(|line| is_full(line, width)).count();
    // paragraphs that were not cut are longer than any fixed width
    let fits = (NARROWEST..=WIDEST).contains(&width) && longest * FULL.0 <= width * FULL.1;
    (fits && cut >= FEWEST).then_some(width)
}

/// Whether paragraphs begin with an indent, so that a line without one goes on whatever ends the line before.
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
        join(&text.lines().map(str::to_owned).collect::<Vec<_>>()).0
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
