//! Blocks that look like front matter but are not: `———`, `----`, ` ---`, `+++`, a fenced block of code, text before
//! the first `---`, keys without any fence.
//!
//! Such a block would be published as text, and its `draft: true` or `audience: intranet` would have no effect. A
//! block is a fault only with evidence (known keys), because no page is written for a text with a fault.

use super::fence::{after, first_inked, is_open, line_at, lines};
use super::key_words;
use crate::text::comments::Comments;
use crate::text::span::Span;

/// Reason why a block is not front matter, with the line to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookalikeFault {
    /// A line that should be `---`.
    Fence(Span),
    /// The first line of a block in TOML or JSON.
    Format(Span),
    /// A `---` that is not the first line of the file.
    Hidden(Span),
    /// The first of several keys without a `---` before them.
    Unopened(Span),
    /// A `---` without a second one.
    Unclosed(Span),
    /// A line break that we do not recognise (CR alone, U+2028 …), so that two lines are read as one.
    LineBreak(Span),
}

/// Most lines of a block that are searched for keys.
const LONGEST_BLOCK: usize = 80;

/// Lines with words before a block of code that may still be meant as front matter.
const NEAR_THE_TOP: usize = 10;

/// Most marks of a fence before Chinese keys only. Longer lines are rules between label lines copied from a page.
const SHORT_FENCE: usize = 8;

/// Characters that YAML, an editor or an old system takes for a line break and we do not.
const LINE_BREAKS: [char; 6] = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Faults of a text whose first line with words, at `start`, opens no front matter.
pub(super) fn instead(text: &str, start: usize) -> Vec<LookalikeFault> {
    let Some(first) = line_at(text, start) else { return Vec::new() };
    if let Some(fault) = lone_returns(text, first).or_else(|| json(text, first)) {
        return vec![fault];
    }
    if let Some(fault) = unopened(text, start) {
        return vec![fault];
    }
    let mut scan = Scan { text, has_front_matter: false, comments: Comments::default() };
    scan.run(Span::new(start, text.len()))
}

/// Faults among the lines of a front matter.
pub(super) fn inside(text: &str, keys: Span) -> Vec<LookalikeFault> {
    let mut faults = Vec::new();
    let indent = |words: &str| words.len() - words.trim_start_matches(' ').len();
    let mut above = 0;
    for line in lines(text, keys) {
        let words = line.of(text);
        // a line of a value of several lines is indented like the line above it
        let is_value = indent(words) > 1 && indent(words) >= above && above > 1;
        above = indent(words);
        if let Some(at) = words.find(LINE_BREAKS) {
            let length = words[at..].chars().next().map_or(0, char::len_utf8);
            faults.push(LookalikeFault::LineBreak(Span::new(line.start + at, line.start + at + length)));
        }
        if !is_value && fence(words).is_some_and(|fence| fence.kind == FenceKind::Dashes && fence.marks >= 3) {
            faults.push(LookalikeFault::Fence(line));
        }
    }
    faults
}

/// Faults of a body: a second block, or keys after a block that ended too early.
pub(super) fn behind(text: &str, body: Span) -> Vec<LookalikeFault> {
    if let Some(fault) = unopened(text, first_inked(text, body.start)) {
        return vec![fault];
    }
    let mut scan = Scan { text, has_front_matter: true, comments: Comments::of(text, body) };
    scan.run(body)
}

/// The fault of a block that opens at `open` and never ends; where a line looks like its end, that one is to change.
pub(super) fn unclosed(text: &str, open: Span, keys: usize) -> LookalikeFault {
    let is_end = |line: &Span| fence(line.of(text)).is_some_and(|fence| fence.kind != FenceKind::Code);
    let block = lines(text, Span::new(keys, text.len())).take(LONGEST_BLOCK);
    match block.take_while(|line| is_end(line) || is_yaml_like(line.of(text))).find(is_end) {
        Some(end) => LookalikeFault::Fence(end),
        None => match lone_returns(text, open) {
            Some(fault) => fault,
            None => LookalikeFault::Unclosed(open),
        },
    }
}

/// A text whose lines end with a carriage return alone is one line to us.
fn lone_returns(text: &str, first: Span) -> Option<LookalikeFault> {
    let words = first.of(text);
    let at = words.find(LINE_BREAKS)?;
    let length = words[at..].chars().next().map_or(0, char::len_utf8);
    let is_fenced = fence(&words[..at]).is_some() || is_open(&words[..at]);
    let knows = words.split(LINE_BREAKS).skip(1).take(LONGEST_BLOCK).any(|line| key(line).is_some());
    (is_fenced && knows).then(|| LookalikeFault::LineBreak(Span::new(first.start + at, first.start + at + length)))
}

/// `{"title": …, "draft": true}` at the top.
fn json(text: &str, first: Span) -> Option<LookalikeFault> {
    let words = first.of(text).trim_start();
    let block = || lines(text, Span::new(first.start, text.len())).take(LONGEST_BLOCK);
    let is_json = words.starts_with('{') && !words.starts_with("{{") && !words.starts_with("{%");
    let mut members = block().flat_map(|line| line.of(text).split(['{', ',']));
    (is_json && members.any(|member| member.trim().starts_with('"') && key(member).is_some()))
        .then_some(LookalikeFault::Format(first))
}

/// Keys at `start` that no fence precedes: two of ours in English, or one that decides who may see the notice.
fn unopened(text: &str, start: usize) -> Option<LookalikeFault> {
    let first = line_at(text, start)?;
    let block = lines(text, Span::new(start, text.len())).take(LONGEST_BLOCK);
    let mut evidence = LookalikeEvidence::default();
    block.take_while(|line| is_yaml_like(line.of(text))).for_each(|line| evidence.add(line.of(text)));
    (key(first.of(text)).is_some() && (evidence.english > 1 || evidence.decides))
        .then_some(LookalikeFault::Unopened(first))
}

/// The search for blocks among the lines of a text.
struct Scan<'a> {
    text: &'a str,
    /// Whether a front matter precedes; then comments and blocks of code are left alone.
    has_front_matter: bool,
    comments: Comments,
}

impl Scan<'_> {
    fn run(&mut self, part: Span) -> Vec<LookalikeFault> {
        let (mut at, mut inked) = (part.start, 0);
        while let Some(line) = line_at(self.text, at).filter(|line| line.start < part.end) {
            at = after(self.text, line);
            // after a front matter an escaped mark is text that somebody, or an import, meant as text
            let is_escaped = self.has_front_matter && line.of(self.text).trim_start().starts_with('\\');
            if let Some(found) = fence(line.of(self.text)).filter(|_| !is_escaped) {
                if !self.is_commented(line) && self.is_block(&found, line, at, inked) {
                    return vec![self.fault(&found, line, inked)];
                }
                if found.kind == FenceKind::Code {
                    at = self.code_end(line, at);
                }
            }
            inked += usize::from(!line.of(self.text).trim().is_empty());
        }
        Vec::new()
    }

    fn is_commented(&self, line: Span) -> bool {
        let next = self.comments.closed.partition_point(|comment| comment.end < line.end);
        self.comments.closed.get(next).is_some_and(|comment| comment.start <= line.start)
    }

    /// Whether front matter follows the fence `line`, before which `inked` lines hold words.
    fn is_block(&self, fence: &Fence<'_>, line: Span, from: usize, inked: usize) -> bool {
        let mut evidence = LookalikeEvidence::default();
        let mut closed = false;
        for next in lines(self.text, Span::new(from, self.text.len())).take(LONGEST_BLOCK) {
            let words = next.of(self.text);
            if self::fence(words).is_some() || is_open(words) || words.trim_end() == "..." {
                closed = true;
                break;
            }
            if !is_yaml_like(words) {
                break;
            }
            evidence.add(words);
        }
        let is_first = inked == 0 && !self.has_front_matter;
        match fence.kind {
            FenceKind::Code if self.has_front_matter || inked > NEAR_THE_TOP => false,
            FenceKind::Code => evidence.english > 0 && (is_first || evidence.decides),
            FenceKind::Plus if is_first => closed || evidence.any(),
            _ if is_first && (line.of(self.text).trim().chars().count() <= SHORT_FENCE) => evidence.any(),
            FenceKind::Dashes | FenceKind::Plus | FenceKind::Other => {
                closed && evidence.english > 0 || evidence.english > 1 || closed && evidence.decides
            }
        }
    }

    fn fault(&self, fence: &Fence<'_>, line: Span, inked: usize) -> LookalikeFault {
        match fence.kind {
            FenceKind::Plus => LookalikeFault::Format(line),
            FenceKind::Code if matches!(fence.language, "toml" | "json") => LookalikeFault::Format(line),
            _ if is_open(line.of(self.text)) && (inked > 0 || self.has_front_matter) => LookalikeFault::Hidden(line),
            FenceKind::Code | FenceKind::Dashes | FenceKind::Other => LookalikeFault::Fence(line),
        }
    }

    /// Where the block of code that opens on `line` ends: after its closing line, else with the text.
    fn code_end(&self, line: Span, from: usize) -> usize {
        let mark = |line: Span| line.of(self.text).trim_start().get(..3);
        let rest = Span::new(from, self.text.len());
        let end = lines(self.text, rest).find(|next| mark(*next) == mark(line));
        end.map_or(self.text.len(), |end| after(self.text, end))
    }
}

/// A line that somebody may have meant as `---`.
struct Fence<'a> {
    kind: FenceKind,
    /// How many marks it has.
    marks: usize,
    /// The language of a block of code.
    language: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FenceKind {
    /// `---` and whatever looks like it: `———`, `－－－`, `- - -`.
    Dashes,
    /// `+++`, which opens TOML.
    Plus,
    /// ```` ```yaml ````
    Code,
    /// `***`, `===`, `___`, `;;;`.
    Other,
}

const DASHES: [char; 13] = ['-', '—', '–', '－', '−', '‐', '‑', '‒', '―', '─', '━', 'ー', '﹣'];

fn fence(line: &str) -> Option<Fence<'_>> {
    let words = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\\' | '>'));
    let first = words.chars().next()?;
    if let Some(language) = words.strip_prefix("```").or_else(|| words.strip_prefix("~~~")) {
        let language = language.trim_matches(['`', '~', ' ', '{', '}', '.']);
        return Some(Fence { kind: FenceKind::Code, marks: 3, language });
    }
    let kind = match first {
        _ if DASHES.contains(&first) => FenceKind::Dashes,
        '+' | '＋' => FenceKind::Plus,
        '*' | '＊' | '=' | '＝' | '_' | '＿' | ';' | '；' | '~' | '～' => FenceKind::Other,
        _ => return None,
    };
    // `--- yaml` is a fence, too
    let words = words.strip_suffix("yaml").or_else(|| words.strip_suffix("yml")).unwrap_or(words);
    let same = |c: &char| if kind == FenceKind::Dashes { DASHES.contains(c) } else { *c == first };
    let marks = words.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    (marks.len() >= 2 && marks.iter().all(same)).then_some(Fence { kind, marks: marks.len(), language: "" })
}

/// Evidence that a block is meant as front matter.
#[derive(Default)]
struct LookalikeEvidence {
    /// Number of known keys in English.
    english: usize,
    /// Number of known keys in Chinese.
    chinese: usize,
    /// Whether one of them decides who may see the notice.
    decides: bool,
}

impl LookalikeEvidence {
    fn add(&mut self, line: &str) {
        let Some(known) = key(line) else { return };
        match known.is_ascii() {
            true => self.english += 1,
            false => self.chinese += 1,
        }
        self.decides |= key_words::decides_visibility(known);
    }

    fn any(&self) -> bool {
        self.english + self.chinese > 0
    }
}

/// The known key at the start of a line, in upper or lower case.
fn key(line: &str) -> Option<&'static str> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '"' | '\'' | '\u{feff}'));
    let end = line.find([':', '：', '='])?;
    key_words::in_any_case(line[..end].trim_end_matches([' ', '"', '\'']))
}

/// Whether a line could be one of YAML or TOML: blank, a comment, a key, an entry of a list, or indented.
fn is_yaml_like(line: &str) -> bool {
    const LONGEST_KEY: usize = 24;
    let words = line.trim();
    let is_key = |end: usize| {
        let key = words[..end].trim();
        !key.is_empty() && key.chars().count() <= LONGEST_KEY && !key.contains(['。', '，', '；', '、', '“', '（'])
    };
    words.is_empty()
        || line.starts_with([' ', '\t', '#', '[', ']', '{', '}'])
        || words.starts_with("- ")
        || words.find([':', '：', '=']).is_some_and(is_key)
}
