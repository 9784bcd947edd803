//! HTML comments: one definition for everything that reads, checks, shows or searches a text.
//!
//! A comment runs from `<!--` to the next `-->`, also inside code and tables, and never reaches a page. A `<!--` that
//! is never closed is text, and so is one after a backslash, as in Markdown.

use std::borrow::Cow;

use memchr::memmem;

use super::span::Span;

const OPENING: &str = "<!--";
const CLOSING: &str = "-->";

/// Stands in [`without_html`] for a byte of a comment.
pub const HIDDEN_BYTE: u8 = 1;
/// Stands in [`without_html`] for a `<` that is text.
pub const LITERAL_LESS_THAN: u8 = 4;

/// The comments of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    /// The closed ones with their marks, in order.
    pub closed: Vec<Span>,
    /// The first `<!--` that is never closed.
    pub unclosed: Option<Span>,
}

impl Comments {
    /// Finds the comments of `text` within `part`.
    pub fn of(text: &str, part: Span) -> Self {
        let bytes = text.as_bytes();
        let end = part.end.min(bytes.len());
        let mut comments = Self::default();
        let mut at = part.start;
        while let Some(start) = bytes.get(at..end).and_then(|rest| memmem::find(rest, OPENING.as_bytes())) {
            let start = at + start;
            at = start + OPENING.len();
            if is_escaped(&bytes[part.start..start]) {
                continue;
            }
            let Some(length) = memmem::find(&bytes[at..end], CLOSING.as_bytes()) else {
                comments.unclosed = Some(Span::new(start, at));
                break;
            };
            at += length + CLOSING.len();
            comments.closed.push(Span::new(start, at));
        }
        comments
    }

    /// The parts of `part` outside comments, in order.
    pub fn outside(&self, part: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.closed.partition_point(|comment| comment.end <= part.start);
        let within = self.closed[first..].iter().take_while(move |comment| comment.start < part.end);
        let ends = within.clone().map(|comment| comment.start).chain(std::iter::once(part.end));
        let starts = std::iter::once(part.start).chain(within.map(|comment| comment.end));
        starts.zip(ends).map(|(start, end)| Span::new(start, end)).filter(|span| !span.is_empty())
    }

    /// The text of `part` without its comments.
    pub fn strip<'a>(&self, text: &'a str, part: Span) -> Cow<'a, str> {
        let mut rest = self.outside(part);
        match (rest.next(), rest.next()) {
            (first, None) => Cow::Borrowed(first.unwrap_or_default().of(text)),
            (first, second) => {
                Cow::Owned(first.into_iter().chain(second).chain(rest).map(|span| span.of(text)).collect())
            }
        }
    }
}

/// Whether an odd number of backslashes ends these bytes, so that the next character is escaped.
fn is_escaped(before: &[u8]) -> bool {
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// `body` as input for a Markdown parser: the same length, with comments hidden and tags made text, because raw HTML in
/// a notice is shown as written. Autolinks (`<https://…>`) stay.
///
/// A comment alone on its lines becomes blank lines, one inside a line becomes [`HIDDEN_BYTE`] bytes.
pub fn without_html(body: &str) -> Cow<'_, str> {
    if memchr::memchr(b'<', body.as_bytes()).is_none() {
        return Cow::Borrowed(body);
    }
    let mut bytes = body.as_bytes().to_vec();
    hide_comments(body, &mut bytes);
    hide_tags(&mut bytes);
    let text = String::from_utf8(bytes);
    Cow::Owned(text.expect("invariant: only whole ASCII bytes, or all bytes of a comment, were replaced"))
}

fn hide_comments(body: &str, masked: &mut [u8]) {
    let bytes = body.as_bytes();
    // the current line, computed once even if it has many comments
    let (mut from, mut line_start, mut line_end) = (0, 0, 0);
    for Span { start, end } in Comments::of(body, Span::new(0, body.len())).closed {
        line_start = memchr::memrchr(b'\n', &bytes[from..start]).map_or(line_start, |at| from + at + 1);
        if line_end < end {
            line_end = memchr::memchr(b'\n', &bytes[end..]).map_or(body.len(), |at| end + at);
        }
        let is_blank = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_whitespace);
        let filler = match is_blank(line_start.max(from)..start) && is_blank(end..line_end) && line_start >= from {
            true => b' ',
            false => HIDDEN_BYTE,
        };
        masked[start..end].iter_mut().filter(|b| !matches!(b, b'\n' | b'\r')).for_each(|b| *b = filler);
        from = end;
    }
}

fn hide_tags(masked: &mut [u8]) {
    let places: Vec<usize> = memchr::memchr_iter(b'<', masked).collect();
    for at in places {
        let rest = &masked[at + 1..];
        if rest.first().is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'))
            && !is_autolink(rest)
        {
            masked[at] = LITERAL_LESS_THAN;
        }
    }
}

/// Whether the text after a `<` is an address or mailbox up to the `>`.
fn is_autolink(rest: &[u8]) -> bool {
    let end = rest.iter().position(|b| matches!(b, b'>' | b'<' | b' ' | b'\t' | b'\n' | b'"' | b'\''));
    let Some(inside) = end.filter(|at| rest[*at] == b'>').map(|at| &rest[..at]) else { return false };
    let scheme = inside.iter().position(|b| *b == b':');
    scheme.is_some_and(|at| at >= 2 && inside[..at].iter().all(u8::is_ascii_alphanumeric)) || inside.contains(&b'@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(text: &str) -> Vec<&str> {
        let comments = Comments::of(text, Span::new(0, text.len()));
        comments.closed.iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_comment_ends_at_the_first_closing_mark() {
        assert_eq!(closed("甲<!-- 一\n\n二 -->乙<!----><!-- 三 -->"), ["<!-- 一\n\n二 -->", "<!---->", "<!-- 三 -->"]);
        assert_eq!(closed("<!-- 外 <!-- 内 --> 文 -->"), ["<!-- 外 <!-- 内 -->"]);
        assert_eq!(closed("`<!-- 码 -->` | <!-- 格 | 格 --> |"), ["<!-- 码 -->", "<!-- 格 | 格 -->"]);
    }

    #[test]
    fn an_unclosed_or_escaped_comment_is_text() {
        let text = "<!-- 甲 -->乙\n<!-- 丙\n<!-- 丁";
        let comments = Comments::of(text, Span::new(0, text.len()));
        assert_eq!(comments.closed.len(), 1);
        assert_eq!(comments.unclosed.map(|span| span.start), text.find("<!-- 丙"));
        assert_eq!(closed("\\<!-- 甲 -->"), [""; 0]);
        assert_eq!(closed("\\\\<!-- 甲 -->"), ["<!-- 甲 -->"]);
        let part = Span::new(0, "<!-- 甲".len());
        assert!(Comments::of("<!-- 甲 -->", part).closed.is_empty(), "what closes it is outside the part");
    }

    #[test]
    fn outside_and_strip_leave_out_the_comments() {
        let text = "甲<!-- 一 -->乙<!-- 二 -->";
        let whole = Span::new(0, text.len());
        let rest: Vec<&str> = Comments::of(text, whole).outside(whole).map(|span| span.of(text)).collect();
        assert_eq!(rest, ["甲", "乙"]);
        let comments = Comments::of(text, whole);
        assert_eq!(comments.strip(text, whole), "甲乙");
        let inside = text.find("一").unwrap_or_default();
        assert_eq!(comments.strip(text, Span::new(inside, text.len())), "乙", "a part may begin inside a comment");
    }

    #[test]
    fn hiding_html_keeps_every_offset() {
        let text = "甲<!-- 密 -->乙\n<!-- 独\n行 -->\n<b>丙</b> <https://a.cn> 1<2\n<!-- 未完";
        let masked = without_html(text);
        assert_eq!(masked.len(), text.len());
        assert!(!masked.contains('密') && !masked.contains('独') && masked.contains("<https://a.cn> 1<2"));
        assert!(masked.contains("\u{4}b>丙\u{4}/b>") && masked.ends_with("\u{4}!-- 未完"));
        assert_eq!(without_html("无").as_ref(), "无");
    }
}
