//! The blocks of a text that holds nothing of Markdown but paragraphs and `#` headings, found without its parser.
//!
//! Most notices are such texts. A text that might contain anything else (a list, a table, code, a link, HTML, an
//! underlined heading) is left to the parser: it is better to ask it once too often.

use crate::text::span::Span;

/// A paragraph, or a heading of a level from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plain {
    /// Its place in the text, line ends included.
    pub span: Span,
    /// The heading's level.
    pub level: Option<u8>,
}

/// Kind of a line.
enum PlainLine {
    Blank,
    Words,
    Heading(u8),
}

/// The blocks of `text`; `None` where it may hold other Markdown.
pub fn blocks(text: &str) -> Option<Vec<Plain>> {
    let bytes = text.as_bytes();
    if memchr::memchr3(b'|', b'`', b'[', bytes).is_some() || may_hold_html(bytes) {
        return None;
    }
    let mut blocks = Vec::new();
    let mut paragraph: Option<Span> = None;
    let mut start = 0;
    while start < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1);
        let span = Span::new(start, end);
        match line(&bytes[start..end])? {
            PlainLine::Words => paragraph = Some(paragraph.map_or(span, |open| open.join(span))),
            PlainLine::Blank => blocks.extend(paragraph.take().map(|span| Plain { span, level: None })),
            PlainLine::Heading(level) => {
                blocks.extend(paragraph.take().map(|span| Plain { span, level: None }));
                blocks.push(Plain { span, level: Some(level) });
            }
        }
        start = end;
    }
    blocks.extend(paragraph.map(|span| Plain { span, level: None }));
    Some(blocks)
}

/// Whether a `<` opens anything but the title of a document.
fn may_hold_html(bytes: &[u8]) -> bool {
    let opens =
        |at: usize| bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'));
    memchr::memchr_iter(b'<', bytes).any(opens)
}

/// The kind of a line; `None` if it may open other Markdown.
fn line(line: &[u8]) -> Option<PlainLine> {
    let body = line.strip_suffix(b"\n").unwrap_or(line);
    let body = body.strip_suffix(b"\r").unwrap_or(body);
    let indent = body.iter().take_while(|b| **b == b' ').count();
    let Some(first) = body.get(indent) else { return Some(PlainLine::Blank) };
    if indent > 3 {
        return None;
    }
    match first {
        b'#' => heading(&body[indent..]),
        b'-' | b'+' | b'*' | b'=' | b'_' | b'>' | b'~' | b':' => None,
        b if b.is_ascii_digit() => {
            let digits = body[indent..].iter().take_while(|b| b.is_ascii_digit()).count();
            let mark = matches!(body.get(indent + digits), Some(b'.' | b')'));
            let blank = body.get(indent + digits + 1).is_none_or(|b| matches!(b, b' ' | b'\t'));
            if mark && blank { None } else { words(body) }
        }
        _ => words(body),
    }
}

/// A line of words; controls, which the parser may take for blanks or line ends, are left to it.
fn words(body: &[u8]) -> Option<PlainLine> {
    body.iter().all(|b| *b >= b' ').then_some(PlainLine::Words)
}

/// `## 标题`; a row of `#` without a blank is words.
fn heading(body: &[u8]) -> Option<PlainLine> {
    let level = body.iter().take_while(|b| **b == b'#').count();
    let blank = body.get(level).is_none_or(|b| *b == b' ');
    words(body)?;
    Some(if level <= 6 && blank { PlainLine::Heading(level as u8) } else { PlainLine::Words })
}
