//! Tables of contents that were typed by hand: a title 目录, and entries that end in the number of a page.

use super::docx::is_contents_title;
use super::draft::DraftBlock;
use super::ledger::{Ledger, NoteKind};

/// Without a title, fewer entries are not a table of contents.
const FEWEST: usize = 3;
/// Entries are no longer than this.
const LONGEST: usize = 80;

/// Drops typed tables of contents from blocks.
pub fn drop_typed(blocks: &mut Vec<DraftBlock>, ledger: &mut Ledger) {
    let words: Vec<String> = blocks.iter().map(DraftBlock::words).collect();
    let dropped = ranges(&words);
    let mut at = 0;
    blocks.retain(|_| {
        let keep = !dropped.iter().any(|range| range.contains(&at));
        if !keep {
            ledger.left_out(NoteKind::Contents, &words[at]);
        }
        at += 1;
        keep
    });
}

/// The lines that are tables of contents, titles included.
pub fn ranges(lines: &[impl AsRef<str>]) -> Vec<std::ops::Range<usize>> {
    let filled = |at: usize| lines.get(at).is_some_and(|line| !line.as_ref().trim().is_empty());
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let titled = is_contents_title(lines[at].as_ref());
        let first = at + usize::from(titled);
        let (mut end, mut entries) = (first, 0);
        for next in first..lines.len() {
            match is_entry(lines[next].as_ref(), titled) {
                true => (end, entries) = (next + 1, entries + 1),
                false if filled(next) => break,
                false => {}
            }
        }
        if titled && entries > 0 || entries >= FEWEST {
            ranges.push(at..end);
        }
        at = end.max(at + 1);
    }
    ranges
}

/// Whether a line ends in the number of a page behind dots, or behind a gap where a title says what it is.
fn is_entry(line: &str, titled: bool) -> bool {
    let line = line.trim();
    let words = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '（' | '）' | '-'));
    if words.len() == line.len() || words.is_empty() || line.chars().count() > LONGEST {
        return false;
    }
    let leaders = words.chars().rev().take_while(|c| matches!(c, '.' | '…' | '·' | '．' | '-' | '_' | ' ' | '\t'));
    let dots = leaders.filter(|c| !c.is_whitespace()).map(|c| if c == '…' { 3 } else { 1 }).sum::<usize>();
    dots >= FEWEST || titled && words.ends_with(['\t', ' ', '\u{3000}', '\u{2002}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_under_a_title_or_behind_dots() {
        let titled = ["通报", "目　录", "一、组织 1", "", "二、整改\t3", "一、组织", "共有 3"];
        assert_eq!(ranges(&titled), [1..5]);
        assert_eq!(ranges(&["一、组织……1", "二、整改......12", "三、打算 ···· 20", "正文"]), [0..3]);
        assert_eq!(ranges(&["投入资金 30", "新增网点 4", "培训 12"]), Vec::<std::ops::Range<usize>>::new());
    }
}
