//! A normalised copy of a text, for matching, with offsets back to the source.
//!
//! The copy drops what conversions and typists leave between words, and writes digits in one form. Text for display is
//! always cut from the source. Knows nothing of notices.

use std::ops::Range;

use super::comments::Comments;
use super::han::is_han;
use super::name_before;
use super::span::Span;
use super::traditional::{is_traditional, simplified};

/// A normalised copy of a part of a text. Line ends are kept one for one.
///
/// Dropped: byte order marks, `\r`, zero-width characters, `[bookmark: …]` residue, footnote references (`[^1]`),
/// `<!-- … -->`, `**` and `__` marks, backslashes before ASCII punctuation, blanks at the ends of lines, between Han
/// characters, and between a numeral and the Han character that belongs to it; a tab stays if tabs split the line into
/// cells. Rewritten one character for one: full-width digits, `．` and `［］`, every kind of blank, radicals that look like characters, and (if the text is
/// in traditional characters) the characters of the reader's own words.
#[derive(Clone, Debug, Default)]
pub struct Normal {
    text: String,
    shifts: Vec<Shift>,
}

/// A point after which the offsets of copy and source differ by another amount.
#[derive(Clone, Copy, Debug)]
struct Shift {
    /// Offset in the copy.
    normal: usize,
    /// End of the source text before this point.
    before: usize,
    /// Start of the source text after this point.
    after: usize,
}

impl Normal {
    /// The copy of `part` of `source`; its offsets refer to the whole of `source`. The ranges in `joints` (sorted, each
    /// from a line end to the start of a line) are dropped, so that the lines around each are joined.
    pub fn of(source: &str, part: Span, joints: &[Span]) -> Self {
        let mut builder = NormalBuilder {
            source: &source[..part.end.min(source.len())],
            at: part.start,
            joints,
            normal: Self::default(),
            traditional: is_traditional(part.of(source)),
            comments: Comments::of(source, part).closed.into_iter().peekable(),
            cells: (0, false),
        };
        builder.normal.text.reserve(part.len());
        builder.normal.shifts.reserve(part.len() / 64);
        builder.normal.shifts.push(Shift { normal: 0, before: part.start, after: part.start });
        builder.run();
        builder.normal
    }

    /// The copy's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a range of the copy.
    pub fn of_range(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The source range of a range of the copy.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let start = self.start(range.start);
        Span::new(start, self.end(range.end).max(start))
    }

    /// A range of the copy in the source's own characters, without what the copy drops.
    pub fn source_text(&self, source: &str, range: &Range<usize>) -> String {
        let mut source_text = String::with_capacity(range.len());
        let mut at = range.start;
        let first = self.shifts.partition_point(|shift| shift.normal <= range.start);
        for shift in self.shifts[first..].iter().take_while(|shift| shift.normal < range.end) {
            source_text.push_str(Span::new(self.start(at), shift.before).of(source));
            at = shift.normal;
        }
        source_text.push_str(Span::new(self.start(at), self.end(range.end)).of(source));
        source_text
    }

    /// The source offset of the character that starts at `normal`.
    fn start(&self, normal: usize) -> usize {
        let index = self.shifts.partition_point(|shift| shift.normal <= normal);
        let shift = self.shifts[index.saturating_sub(1)];
        shift.after + (normal - shift.normal)
    }

    /// The source offset of the end of the character that ends at `normal`.
    fn end(&self, normal: usize) -> usize {
        let index = self.shifts.partition_point(|shift| shift.normal < normal);
        match self.shifts.get(index) {
            Some(shift) if shift.normal == normal => shift.before,
            _ => {
                let shift = self.shifts[index.saturating_sub(1)];
                shift.after + (normal - shift.normal)
            }
        }
    }
}

struct NormalBuilder<'a> {
    source: &'a str,
    at: usize,
    joints: &'a [Span],
    normal: Normal,
    traditional: bool,
    /// The remaining comments.
    comments: std::iter::Peekable<std::vec::IntoIter<Span>>,
    /// End of the current line, and whether it has cells.
    cells: (usize, bool),
}

impl NormalBuilder<'_> {
    fn run(&mut self) {
        while self.at < self.source.len() {
            self.copy_plain();
            let Some(c) = self.source[self.at..].chars().next() else { break };
            self.special(c);
        }
        let end = self.source.len();
        self.drop_to(end);
    }

    /// Copies everything up to the next special character.
    fn copy_plain(&mut self) {
        let bytes = &self.source.as_bytes()[self.at..];
        let traditional = self.traditional;
        let joints = !self.joints.is_empty();
        let mut plain = 0;
        while let Some(&b) = bytes.get(plain) {
            let is_special_here = MAY_BE_SPECIAL[b as usize] && is_special(&bytes[plain..]);
            if is_special_here || traditional && b >= 0xe4 || joints && b == b'\n' {
                break;
            }
            plain += WIDTHS[(b >> 4) as usize];
        }
        self.normal.text.push_str(&self.source[self.at..self.at + plain]);
        self.at += plain;
    }

    fn special(&mut self, c: char) {
        let rest = &self.source[self.at..];
        let size = c.len_utf8();
        match c {
            '\n' => self.line_end(),
            '\r' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{2060}' => self.drop_to(self.at + size),
            '*' | '_' if rest[1..].starts_with(c) => {
                let run = rest.bytes().take_while(|b| *b == c as u8).count();
                self.drop_to(self.at + run);
            }
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                self.drop_to(self.at + 1);
                self.keep(rest[1..].chars().next().unwrap_or(c));
            }
            '[' => match interruption(rest) {
                Some(length) => self.drop_to(self.at + length),
                None => self.keep(c),
            },
            '<' if rest.starts_with("<!--") => self.comment(),
            _ if is_blank(c) => self.blanks(),
            '０'..='９' | '．' | '［' | '］' | '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => {
                self.rewrite(c, plain_form(c))
            }
            _ if self.traditional => self.rewrite(c, simplified(c)),
            _ => self.keep(c),
        }
    }

    /// Whether the current line is split into cells.
    fn is_in_cells(&mut self) -> bool {
        if self.cells.0 < self.at {
            let bytes = self.source.as_bytes();
            let start = memchr::memrchr(b'\n', &bytes[..self.at]).map_or(0, |at| at + 1);
            let end = memchr::memchr(b'\n', &bytes[self.at..]).map_or(bytes.len(), |at| self.at + at);
            let line = self.source.get(start..end).unwrap_or_default();
            let is_named = || {
                let above =
                    self.source[..start].strip_suffix('\n').map_or("", |text| text.rsplit('\n').next().unwrap_or(text));
                let below = self.source.get(end + 1..).map_or("", |text| text.split('\n').next().unwrap_or(text));
                is_named_cell(line) && (is_named_cell(above) || is_named_cell(below))
            };
            self.cells = (end, are_cells(line) || is_named());
        }
        self.cells.1
    }

    /// The tabs between two cells without the other blanks.
    fn cell_end(&mut self, length: usize) {
        let end = self.at + length;
        while let Some(c) = self.source[self.at..end].chars().next() {
            match c {
                '\t' => self.keep(c),
                _ => self.drop_to(self.at + c.len_utf8()),
            }
        }
    }

    fn keep(&mut self, c: char) {
        self.normal.text.push(c);
        self.at += c.len_utf8();
    }

    fn rewrite(&mut self, c: char, form: char) {
        if c == form {
            return self.keep(c);
        }
        self.shift(self.at, self.at);
        self.normal.text.push(form);
        self.at += c.len_utf8();
        self.shift(self.at, self.at);
    }

    fn drop_to(&mut self, end: usize) {
        self.shift(self.at, end);
        self.at = end;
    }

    fn shift(&mut self, before: usize, after: usize) {
        let normal = self.normal.text.len();
        match self.normal.shifts.last_mut() {
            Some(last) if last.normal == normal => last.after = after,
            _ => self.normal.shifts.push(Shift { normal, before, after }),
        }
    }

    /// Drops the comment that starts here, but not its line ends; any other `<!--` is text.
    fn comment(&mut self) {
        while self.comments.next_if(|comment| comment.start < self.at).is_some() {}
        let Some(Span { end, .. }) = self.comments.next_if(|comment| comment.start == self.at) else {
            return self.keep('<');
        };
        while let Some(line_end) = memchr::memchr(b'\n', &self.source.as_bytes()[self.at..end]) {
            self.drop_to(self.at + line_end);
            self.keep('\n');
        }
        self.drop_to(end);
    }

    fn line_end(&mut self) {
        self.joints = &self.joints[self.joints.partition_point(|joint| joint.start < self.at)..];
        match self.joints.first().filter(|joint| joint.start == self.at) {
            Some(joint) => self.drop_to(joint.end),
            None => self.keep('\n'),
        }
    }

    fn blanks(&mut self) {
        let rest = &self.source[self.at..];
        let length = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
        let mut after_residue = &rest[length..];
        while let Some(residue) = interruption(after_residue) {
            after_residue = after_residue[residue..].trim_start_matches(is_blank);
        }
        let next = after_residue.chars().next().filter(|c| !matches!(c, '\r' | '\n'));
        let previous = self.normal.text.chars().next_back().filter(|c| *c != '\n');
        let joined = match (previous, next) {
            (Some(_), Some(_)) if ends_in_named_number(&self.normal.text) => false,
            (Some(previous), Some(next)) => belong_together(previous, next),
            _ => true,
        };
        if next.is_some() && rest.as_bytes()[..length].contains(&b'\t') && self.is_in_cells() {
            self.cell_end(length);
        } else if joined {
            self.drop_to(self.at + length);
        } else if &rest[..length] == " " {
            self.keep(' ');
        } else {
            self.shift(self.at, self.at);
            self.normal.text.push(' ');
            self.at += length;
            self.shift(self.at, self.at);
        }
    }
}

/// Length of the brackets at the start of `text` that interrupt a sentence: a bookmark or a footnote reference.
fn interruption(text: &str) -> Option<usize> {
    bookmark(text).or_else(|| footnote_reference(text))
}

/// Length of the footnote reference at the start of `text`: `[^1]`. With a colon after it, it begins the footnote.
fn footnote_reference(text: &str) -> Option<usize> {
    /// In bytes; longer labels are words.
    const LONGEST_LABEL: usize = 24;
    let label = text.strip_prefix("[^")?;
    let end = label.bytes().take(LONGEST_LABEL).position(|b| b == b']' || b.is_ascii_whitespace())?;
    let is_reference = end > 0 && label.as_bytes()[end] == b']' && !label[end + 1..].starts_with(':');
    is_reference.then_some("[^".len() + end + 1)
}

/// Length of the bookmark residue at the start of `text`.
fn bookmark(text: &str) -> Option<usize> {
    let end = text.starts_with("[bookmark:").then(|| memchr::memchr2(b']', b'\n', text.as_bytes())).flatten()?;
    (text.as_bytes()[end] == b']').then_some(end + 1)
}

/// Whether the line so far is only 问题一 or 第1条, so that a blank separates number and title.
fn ends_in_named_number(text: &str) -> bool {
    // A longer line is more than a number, and is not searched at every blank.
    const LONGEST: usize = 40;
    let from = text.len().saturating_sub(LONGEST);
    let start = match memchr::memrchr(b'\n', &text.as_bytes()[from..]) {
        Some(at) => from + at + 1,
        None if from == 0 => 0,
        None => return false,
    };
    let line = &text[start..];
    let line = line.trim_start_matches(['#', '>', ' ']);
    let is_numeral = |c: char| c.is_ascii_digit() || super::numeral::is_chinese(c);
    let number = match name_before::len(line) {
        0 => line.strip_prefix('第').and_then(|rest| rest.strip_suffix(['条', '项'])).unwrap_or_default(),
        name => line[name..].trim_matches(['（', '(', '）', ')']),
    };
    !number.is_empty() && number.chars().all(is_numeral)
}

/// Whether a line is split into cells: tabs separate words in at least two places.
fn are_cells(line: &str) -> bool {
    let words = line.trim();
    words.split('\t').filter(|cell| !cell.trim().is_empty()).count() >= 3
}

/// Whether a line is a short name, a tab and a value: 整改措施, 逐件核对. One of several such lines is a row of a form that
/// was pasted.
fn is_named_cell(line: &str) -> bool {
    let mut cells = line.trim().split('\t').map(str::trim).filter(|cell| !cell.is_empty());
    let (Some(name), Some(_), None) = (cells.next(), cells.next(), cells.next()) else { return false };
    let is_part = |c: char| is_han(c) || matches!(c, '：' | ':') || c.is_ascii_digit();
    NAME_LENGTH.contains(&name.chars().count()) && name.starts_with(is_han) && name.chars().all(is_part)
}

/// Length of the name of such a row, in characters.
const NAME_LENGTH: std::ops::RangeInclusive<usize> = 2..=8;

/// Whether a blank between two characters separates no words: 市 委, 第 5, 23 日, 1 、.
fn belong_together(previous: char, next: char) -> bool {
    match (previous.is_ascii(), next.is_ascii()) {
        (false, false) => true,
        (false, true) => next.is_ascii_digit(),
        (true, false) => {
            previous.is_ascii_digit() && "年月日号轮届组批个项条类亩元万亿名人件次宗户家份、，。；：．）".contains(next)
        }
        (true, true) => false,
    }
}

fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{b}' | '\u{c}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Length of a character in bytes, by the upper half of its first.
const WIDTHS: [usize; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4];

/// First bytes of characters that may be dropped or rewritten; [`is_special`] decides.
const MAY_BE_SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"\r\t\x0b\x0c *_\\[<\xc2\xe2\xef";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table[0xe3] = true;
    table
};

/// Whether the character that starts here, whose first byte is special, is dropped or rewritten; quotes, stops and
/// commas have the same first byte.
fn is_special(bytes: &[u8]) -> bool {
    match bytes {
        [0xe3, second, third, ..] => (*second, *third) == (0x80, 0x80),
        [0xe2, 0x80, third, ..] => *third <= 0x8f || *third == 0xaf,
        [0xe2, second, ..] => *second == 0x81 || *second >= 0xba,
        [0xef, 0xbc, third, ..] => matches!(*third, 0x8e | 0x90..=0x99 | 0xbb | 0xbd),
        [0xef, second, ..] => *second == 0xbb || (0xa4..=0xab).contains(second),
        _ => true,
    }
}

/// The normal form of digits, of `．［］`, and of characters that look like others.
fn plain_form(c: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    let mut forms = std::iter::once(c).nfkc();
    match (forms.next(), forms.next()) {
        (Some(form), None) => form,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(source: &str) -> Normal {
        Normal::of(source, Span::new(0, source.len()), &[])
    }

    #[test]
    fn footnote_references_interrupt_no_sentence() {
        for (source, text) in [
            ("接种12[^2]支，共3 [^a] 项[^b]", "接种12支，共3项"),
            ("[^1]: 指上年。", "[^1]: 指上年。"),
            ("[^见下]甲", "甲"),
            ("[^甲 乙]丙[^]丁[^未完", "[^甲乙]丙[^]丁[^未完"),
        ] {
            assert_eq!(normal(source).text(), text);
        }
    }

    #[test]
    fn blanks_and_marks_are_dropped_and_offsets_lead_back_to_the_source() {
        let source = "\u{feff}　　２０２３年11月23 日至 ，**市 委**[bookmark: _GoBack]三是\\*<!-- x\n -->1. 关于\r\n";
        let normal = normal(source);
        assert_eq!(normal.text(), "2023年11月23日至，市委三是*\n1. 关于\n");
        let at = normal.text().find("23日").unwrap_or_default();
        let range = at..at + "23日".len();
        assert_eq!(normal.span(&range).of(source), "23 日");
        assert_eq!(normal.source_text(source, &range), "23日");
        assert_eq!(normal.source_text(source, &(0.."2023年".len())), "２０２３年");
    }

    #[test]
    fn traditional_words_are_recognised() {
        assert_eq!(normal("關於巡察組反饋問題").text(), "关于巡察组反馈问题");
        assert_eq!(normal("關係").text(), "關係");
    }
}
