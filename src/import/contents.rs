//! Tables of contents that were typed by hand: a title 目录, and entries that end in the number of a page or come again
//! as lines of the text.

use super::docx::is_contents_title;
use super::draft::DraftBlock;
use super::ledger::Ledger;
use super::note::NoteKind;

/// Without a title, fewer entries are not a table of contents.
const FEWEST: usize = 3;
/// Entries are no longer than this.
const LONGEST: usize = 80;
/// Shorter words come again by chance.
const SHORTEST: usize = 3;
/// Of the lines that begin alike, this many are looked at.
const ALIKE: usize = 8;

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
    let text = LaterLines::of(lines);
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let titled = is_contents_title(lines[at].as_ref());
        let first = at + usize::from(titled);
        let (mut end, mut entries) = (first, 0);
        for next in first..lines.len() {
            match is_entry(lines[next].as_ref(), titled, |words, exact| text.has(words, next, exact)) {
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

/// Whether a line ends in the number of a page: after dots, after a gap under the title 目录, or after
/// words that open a later line. Under a title the number may be missing where the words are a later line.
fn is_entry(line: &str, titled: bool, comes_again: impl Fn(&str, bool) -> bool) -> bool {
    let line = line.trim();
    if line.chars().count() > LONGEST {
        return false;
    }
    let words = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '（' | '）' | '-'));
    if words.len() == line.len() || words.is_empty() {
        return titled && comes_again(line, true);
    }
    let leaders = words.chars().rev().take_while(|c| matches!(c, '.' | '…' | '·' | '．' | '-' | '_' | ' ' | '\t'));
    let dots = leaders.filter(|c| !c.is_whitespace()).map(|c| if c == '…' { 3 } else { 1 }).sum::<usize>();
    dots >= FEWEST
        || titled && words.ends_with(['\t', ' ', '\u{3000}', '\u{2002}'])
        || comes_again(words, false)
        || titled && comes_again(line, true)
}

/// The words of all lines in order, without blanks and marks.
struct LaterLines(Vec<(String, usize)>);

impl LaterLines {
    fn of(lines: &[impl AsRef<str>]) -> Self {
        let mut all: Vec<_> = lines.iter().enumerate().map(|(at, line)| (plain(line.as_ref()), at)).collect();
        all.sort();
        Self(all)
    }

    /// Whether a line after the one at `place` opens with `words`, or is made of them where it must be `exact`.
    fn has(&self, words: &str, place: usize, exact: bool) -> bool {
        let words = plain(words);
        let first = self.0.partition_point(|(line, _)| *line < words);
        let is_long = words.chars().nth(SHORTEST - 1).is_some();
        let alike = || self.0[first..].iter().take_while(|(line, _)| line.starts_with(&words)).take(ALIKE);
        is_long && alike().any(|(line, at)| *at > place && (!exact || *line == words))
    }
}

fn plain(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).collect()
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

    #[test]
    fn entries_that_come_again() {
        let glued = [
            "通报",
            "1.关于台账1",
            "2.关于采购1",
            "3.关于值班12",
            "1.关于台账",
            "已改。",
            "2.关于采购。",
            "3.关于值班",
        ];
        assert_eq!(ranges(&glued), [1..4]);
        let unnumbered = ["目录", "一、台账不全", "二、采购拖延", "一、台账不全", "已改。", "二、采购拖延"];
        assert_eq!(ranges(&unnumbered), [0..3]);
        // figures, and a list that the text goes through again
        for kept in [
            &["投入资金30", "新增网点4", "培训12", "投入资金"][..],
            &["一、台账不全", "二、采购拖延", "三、值班脱岗", "一、台账不全", "二、采购拖延", "三、值班脱岗"],
        ] {
            assert_eq!(ranges(kept), Vec::<std::ops::Range<usize>>::new());
        }
    }
}
