//! Leftovers of word processors and HTML in copied text.

use super::prose::Prose;
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::span::Span;

const WORD_RESIDUE: &str = "word-residue";
const RAW_HTML: &str = "raw-html";

pub(super) const RULES: &[Rule] = &[Rule::error(WORD_RESIDUE)
    .says("“{words}”是文字处理软件留下的代码", "“{words}” is code left by a word processor")
    .label("这不是通报的文字", "no words of the notice")
    .help("删去这一段", "delete it")
    .because(
        "从 Word 等软件复制时带来的书签、域代码（[bookmark: …]、_GoBack、HYPERLINK、错误!未找到引用源）会原样登在网页上，还会挡住行首的“三是”等序号。",
        "Bookmarks and field codes copied from a word processor ([bookmark: …], _GoBack, HYPERLINK, Error! Reference) would be published as written and hide numbers at the start of a line.",
    )
    .found_by(word_residue),
    Rule::warning(RAW_HTML)
        .says("正文里有 HTML 标记“{tag}”，会按文字显示", "the HTML tag “{tag}” in the text is shown as text")
        .help("删去标记", "delete the tag")
        .because("通报不需要 HTML；标记一律按原文显示，不会生效。", "A notice needs no HTML; tags are shown as written and never take effect.")
        .found_by(raw_html),
];

/// Beginnings of residue, and the character that ends it; without one, the beginning is the whole residue.
const MARKS: &[(&str, Option<char>)] = &[
    ("[bookmark:", Some(']')),
    ("[bookmarkStart", Some(']')),
    ("[bookmarkEnd", Some(']')),
    ("_GoBack", None),
    ("Error! Reference", Some('.')),
    ("Error! Bookmark", Some('.')),
    ("错误!未找到引用源", Some('。')),
    ("错误！未找到引用源", Some('。')),
    ("错误!未定义书签", Some('。')),
    ("错误！未定义书签", Some('。')),
    ("HYPERLINK \"", None),
    ("HYPERLINK \\l", None),
    ("\\* MERGEFORMAT", None),
    ("PAGEREF _", None),
    ("mso-", None),
];

fn word_residue(subject: &Subject) -> Vec<Finding> {
    let prose = &subject.prose;
    let mut spans: Vec<Span> =
        MARKS.iter().flat_map(|(mark, end)| prose.find(mark).map(move |span| up_to_end(prose, span, *end))).collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    spans.retain(|span| {
        let fresh = span.start >= end;
        end = end.max(span.end);
        fresh
    });
    spans.into_iter().map(|span| finding(subject, span)).collect()
}

/// The bookmarks of a word processor, first to last.
pub(super) fn bookmarks(prose: &Prose) -> impl Iterator<Item = Span> + '_ {
    let marks = prose.find("[bookmark").map(|span| up_to_end(prose, span, Some(']')));
    marks.filter(|span| span.of(prose.words()).ends_with(']'))
}

/// Most bytes of residue.
const LONGEST_RESIDUE: usize = 120;

/// The mark with everything up to its end, if that is in the same line.
fn up_to_end(prose: &Prose, mark: Span, end: Option<char>) -> Span {
    let rest = &prose.words()[mark.end..];
    let near = rest.char_indices().take_while(|(at, c)| *at <= LONGEST_RESIDUE && *c != '\n');
    let len = end.and_then(|end| near.into_iter().find(|(_, c)| *c == end).map(|(at, c)| at + c.len_utf8()));
    Span::new(mark.start, mark.end + len.unwrap_or(0))
}

fn finding(subject: &Subject, span: Span) -> Finding {
    let words = span.of(subject.text);
    let found = subject.found(WORD_RESIDUE, span).with("words", words);
    if words.starts_with("[bookmark") && words.ends_with(']') { found.fixed_by(span, "") } else { found }
}

/// HTML that authors paste, elements by name.
const TAGS: [&str; 59] = [
    "!doctype",
    "?php",
    "?xml",
    "a",
    "audio",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "center",
    "code",
    "div",
    "em",
    "embed",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "li",
    "link",
    "math",
    "meta",
    "o:p",
    "object",
    "ol",
    "p",
    "pre",
    "script",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "v:shape",
    "video",
];

/// Length of the longest name in [`TAGS`].
const LONGEST_TAG: usize = 10;
/// Most bytes of an element.
const LONGEST_ELEMENT: usize = 4096;

fn raw_html(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    let tags = words.match_indices('<').filter_map(|(at, _)| {
        let rest = &words[at + 1..];
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let start = words.len() - name.len();
        let len =
            name.bytes().take(LONGEST_TAG + 1).take_while(|b| b.is_ascii_alphanumeric() || b":!?".contains(b)).count();
        let is_known = TAGS.contains(&name[..len].to_ascii_lowercase().as_str());
        let mut rest = name.bytes().take(LONGEST_ELEMENT).filter(|_| is_known);
        let end = rest.position(|b| matches!(b, b'>' | b'\n'))?;
        words[start + end..].starts_with('>').then(|| Span::new(at, start + end + 1))
    });
    tags.map(|span| subject.found(RAW_HTML, span).with("tag", span.of(subject.text))).collect()
}
