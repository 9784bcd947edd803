//! The text of a body with code, comments and addresses masked. Offsets are those of the source.

use memchr::memmem;

use crate::notice::{Heading, Notice};
use crate::text::comments::Comments;
use crate::text::han::{is_blank, is_han, sparse_chars};
use crate::text::lines::Lines;
use crate::text::span::Span;

/// Mask of bytes that are not text of the notice.
const MASK: u8 = 0;

/// The masked text of a body, and its paragraphs.
pub struct Prose {
    words: String,
    code: Vec<Span>,
    link_titles: Vec<Span>,
    addresses: Vec<Span>,
    phrases: PhraseFilter,
    paragraphs: Vec<Paragraph>,
}

/// A paragraph: a block of lines, or a single line if each line of the notice is a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its span, without blanks at both ends.
    pub span: Span,
    /// Its form.
    pub form: ParagraphForm,
}

/// Form of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphForm {
    /// Only a heading of the outline.
    Heading,
    /// A row of a table.
    Row,
    /// Anything else.
    Text,
}

impl Prose {
    /// Masks the body of `notice` in `text`.
    pub(super) fn of(notice: &Notice, text: &str) -> Self {
        let MaskedText { words, code, link_titles, addresses } = mask_text(text, notice.body);
        let paragraphs = paragraphs(notice, &words);
        let phrases = PhraseFilter::of(&words);
        Self { words, code, link_titles, addresses, phrases, paragraphs }
    }

    /// Spans of code: lines of fenced blocks, and text between backticks. The page shows it as written.
    pub(super) fn code(&self) -> &[Span] {
        &self.code
    }

    /// The titles of links, `[words](address "title")`, which browsers show when pointing at the link.
    pub(super) fn link_titles(&self) -> &[Span] {
        &self.link_titles
    }

    /// The addresses of links, which are in the page although it does not show them.
    pub(super) fn addresses(&self) -> &[Span] {
        &self.addresses
    }

    /// The whole text, as long as the source, with [`MASK`] for bytes that are not text of the body.
    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// The paragraphs in order.
    pub(super) fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The words of `paragraph`.
    pub(super) fn of_paragraph(&self, paragraph: &Paragraph) -> &str {
        paragraph.span.of(&self.words)
    }

    /// The occurrences of `needle`, first to last.
    pub(super) fn find<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = Span> + 'a {
        let words = if self.phrases.may_contain(needle) { self.words.as_bytes() } else { b"" };
        memmem::find_iter(words, needle.as_bytes()).map(|at| Span::new(at, at + needle.len()))
    }

    /// The character before `at`.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.words.get(..at)?.chars().next_back()
    }

    /// The character at `at`.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.words.get(at..)?.chars().next()
    }

    /// The paragraph that holds `at`.
    pub(super) fn paragraph_at(&self, at: usize) -> Option<&Paragraph> {
        let index = self.paragraphs.partition_point(|paragraph| paragraph.span.end <= at);
        self.paragraphs.get(index).filter(|paragraph| paragraph.span.start <= at)
    }

    /// The sentence around `span`: up to 。！？； or the paragraph's end.
    pub(super) fn sentence(&self, span: Span) -> Span {
        let whole = self.paragraph_at(span.start).map_or(span, |paragraph| paragraph.span);
        let ends = ['。', '！', '？', '；', ';', '\n', '\0'];
        let before = &self.words[whole.start..span.start];
        let start = before
            .rfind(ends)
            .map_or(whole.start, |at| whole.start + at + before[at..].chars().next().map_or(1, char::len_utf8));
        let end = self.words[span.end..whole.end.max(span.end)].find(ends).map_or(whole.end, |at| span.end + at);
        Span::new(start, end.max(span.end))
    }

    /// The years whose last digits are masked: 202X, 20XX.
    pub(super) fn has_masked_year(&self) -> bool {
        ["202X", "201X", "20XX", "202x", "201x", "20xx", "２０２Ｘ", "202×", "20××"]
            .iter()
            .any(|year| self.find(year).next().is_some())
    }
}

/// Bloom filter of the groups of four bytes in a text. The checks search every notice for several hundred phrases, of which
/// nearly all are missing: a phrase with a group that is not in the filter need not be searched for. Not measured.
struct PhraseFilter {
    bits: Box<[u64]>,
}

/// Bits of the filter: the 15,000 different groups of a notice set an eighth of them.
const BITS: u32 = 1 << 17;

impl PhraseFilter {
    fn of(text: &str) -> Self {
        let mut bits = vec![0; BITS as usize / 64].into_boxed_slice();
        Self::positions(text).for_each(|bit| bits[bit / 64] |= 1u64 << (bit % 64));
        Self { bits }
    }

    /// False if the text certainly does not contain `needle`.
    fn may_contain(&self, needle: &str) -> bool {
        Self::positions(needle).all(|bit| self.bits[bit / 64] >> (bit % 64) & 1 == 1)
    }

    fn positions(text: &str) -> impl Iterator<Item = usize> + '_ {
        let groups = text.as_bytes().windows(4).filter_map(|bytes| bytes.first_chunk());
        // the high bits of the product depend on all four bytes
        groups.map(|bytes| (u32::from_le_bytes(*bytes).wrapping_mul(0x9e37_79b1) >> 8) as usize % BITS as usize)
    }
}

/// Runs of characters that `belongs` accepts, first to last; `belongs` must reject ideographs, which are skipped.
pub(super) fn runs<'a>(text: &'a str, belongs: impl Fn(char) -> bool + 'a) -> impl Iterator<Item = Span> + 'a {
    adjoining(sparse_chars(text).filter(move |(_, c)| belongs(*c)))
}

/// Runs of Han characters, first to last.
pub(super) fn han_runs(text: &str) -> impl Iterator<Item = Span> + '_ {
    adjoining(text.char_indices().filter(|(_, c)| is_han(*c)))
}

/// The runs of adjacent characters.
fn adjoining(chars: impl Iterator<Item = (usize, char)>) -> impl Iterator<Item = Span> {
    let mut chars = chars.peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.next()?;
        let mut end = start + first.len_utf8();
        while let Some((_, next)) = chars.next_if(|(at, _)| *at == end) {
            end += next.len_utf8();
        }
        Some(Span::new(start, end))
    })
}

/// A masked text, and the spans of some masked parts.
struct MaskedText {
    words: String,
    code: Vec<Span>,
    /// The titles of links.
    link_titles: Vec<Span>,
    /// The addresses of links.
    addresses: Vec<Span>,
}

fn mask_text(text: &str, body: Span) -> MaskedText {
    let (mut code, mut link_titles, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
    let mut bytes = text.as_bytes().to_vec();
    let mut mask = |span: Span| bytes[span.start..span.end].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = MASK);
    mask(Span::new(0, body.start.min(text.len())));
    mask(Span::new(body.end.min(text.len()), text.len()));
    let mut fence: Option<&str> = None;
    let has_links = ["](", "://", "www."].iter().any(|mark| memmem::find(text.as_bytes(), mark.as_bytes()).is_some());
    let lines = Lines::of(text);
    for line in lines.spans().filter(|line| line.start >= body.start && line.end <= body.end) {
        let words = line.of(text);
        let mark = ["```", "~~~"].into_iter().find(|mark| words.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => {
                code.extend(ticked(words).map(|span| Span::new(line.start + span.start, line.start + span.end)));
                if !has_links {
                    continue;
                }
                inline(words, line.start, &mut |span| {
                    let address = span.of(text).find([' ', '\t']).map_or(span.end, |at| span.start + at);
                    addresses.push(Span::new(span.start, address));
                    link_titles.extend((address < span.end).then(|| Span::new(address, span.end)));
                    mask(span);
                });
                continue;
            }
            _ => code.push(line),
        }
        mask(line);
    }
    code.iter().for_each(|code| mask(*code));
    let comments = Comments::of(text, body).closed;
    comments.iter().for_each(|comment| mask(*comment));
    code.retain(|code| {
        let next = comments.partition_point(|comment| comment.end <= code.start);
        comments.get(next).is_none_or(|comment| code.start < comment.start)
    });
    let words = simdutf8::basic::from_utf8(&bytes).map(str::to_owned).unwrap_or_default();
    MaskedText { words, code, link_titles, addresses }
}

/// Code spans in a line, including backticks.
fn ticked(line: &str) -> impl Iterator<Item = Span> + '_ {
    let mut ticks = line.match_indices('`');
    std::iter::from_fn(move || Some(Span::new(ticks.next()?.0, ticks.next()?.0 + 1)))
}

/// Link targets and addresses in a line.
fn inline(line: &str, start: usize, mask: &mut impl FnMut(Span)) {
    between(line, Span::new(0, line.len()), "](", ")", &mut |span| {
        mask(Span::new(start + span.start + 1, start + span.end))
    });
    for scheme in ["http://", "https://", "www."] {
        let mut from = 0;
        while let Some(at) = line[from..].find(scheme).map(|at| from + at) {
            from = line[at..].find(|c: char| !c.is_ascii_graphic()).map_or(line.len(), |len| at + len);
            mask(Span::new(start + at, start + from));
        }
    }
}

fn between(text: &str, within: Span, open: &str, close: &str, mask: &mut impl FnMut(Span)) {
    let mut at = within.start;
    while let Some(found) = text.get(at..within.end).and_then(|rest| rest.find(open)) {
        let start = at + found;
        let end = text[start..within.end].find(close).map(|len| start + len + close.len());
        let Some(end) = end else { return };
        mask(Span::new(start, end));
        at = end;
    }
}

fn paragraphs(notice: &Notice, words: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut open = false; // whether the next line may go on with the last paragraph
    for line in Lines::of(words).spans() {
        let text = line.of(words);
        let span = trimmed(text, line.start);
        if span.is_empty() {
            open &= !text.chars().all(is_blank);
            continue;
        }
        let heading = heading_in(notice, Span::new(line.start, span.start));
        let form = form(span, span.of(words), heading);
        let anew = form != ParagraphForm::Text
            || heading.is_some()
            || starts_item(span.of(words))
            || notice.is_paragraph(line.start);
        match paragraphs.last_mut().filter(|_| open && !anew) {
            Some(last) => last.span = last.span.join(span),
            None => paragraphs.push(Paragraph { span, form }),
        }
        open = form == ParagraphForm::Text;
    }
    paragraphs
}

/// The heading of the outline that starts in `span`, its end included.
fn heading_in(notice: &Notice, span: Span) -> Option<&Heading> {
    let first = notice.outline.partition_point(|heading| heading.span.start < span.start);
    notice.outline.get(first).filter(|heading| heading.span.start <= span.end)
}

fn form(span: Span, words: &str, heading: Option<&Heading>) -> ParagraphForm {
    if words.starts_with('|') {
        ParagraphForm::Row
    } else if words.starts_with('#')
        || heading.is_some_and(|heading| !heading.run_in && heading.span.end + 2 >= span.end)
    {
        ParagraphForm::Heading
    } else {
        ParagraphForm::Text
    }
}

fn starts_item(words: &str) -> bool {
    words.starts_with(['>', '•']) || words.starts_with("- ") || words.starts_with("* ")
}

fn trimmed(text: &str, start: usize) -> Span {
    let is_paper = |c: char| c == '\0' || c == '\r' || is_blank(c);
    let left = text.len() - text.trim_start_matches(is_paper).len();
    let right = text.trim_end_matches(is_paper).len();
    Span::new(start + left, start + right.max(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_in_a_text_always_pass_the_filter() {
        let text = "三会一课𠮷\0整改台帐。a\u{10ffff}";
        let filter = PhraseFilter::of(text);
        for (start, _) in text.char_indices() {
            for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
                assert!(filter.may_contain(&text[start..end]));
            }
        }
        assert!(!filter.may_contain("三会一科"));
        assert!(!PhraseFilter::of("").may_contain("整改"));
    }
}
