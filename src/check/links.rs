//! Links that do not work on pages.

use std::collections::HashSet;

use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::link;
use crate::text::span::Span;

const UNDEFINED_REFERENCE: &str = "undefined-reference";
const EMPTY_LINK: &str = "empty-link";
const BLANK_IN_ADDRESS: &str = "blank-in-address";
const UNUSABLE_LINK: &str = "unusable-link";

pub(super) const RULES: &[Rule] = &[
    Rule::warning(UNDEFINED_REFERENCE)
        .says("“{words}”没有对应的链接地址，会按文字显示", "“{words}” has no address and is shown as text")
        .help(
            "补上一行“[{label}]: 地址”，或在方括号后面用圆括号写上地址",
            "add a line “[{label}]: address”, or write the address in parentheses behind the words in brackets",
        )
        .because(
            "[文字][标签] 的地址写在另一行 [标签]: 地址 里；没有这一行，网页上就只有方括号。",
            "The address of [words][label] is in another line, [label]: address; without it a page shows the brackets.",
        )
        .found_by(undefined_references),
    Rule::warning(EMPTY_LINK)
        .says("链接没有文字，网页上看不见", "a link without text is invisible")
        .help("在方括号里写上文字", "write words between the brackets")
        .because(
            "链接靠文字显示和点击；方括号里是空的，谁也找不到它。",
            "A link is seen and followed by its words; nobody finds one that has none.",
        )
        .found_by(empty_links),
    Rule::warning(BLANK_IN_ADDRESS)
        .says("“{words}”的地址里有空格，不会成为链接", "“{words}” is not a link, because its address contains a blank")
        .because(
            "链接的地址遇到空格就断了，网页上会原样显示方括号和圆括号。地址里有空格时用尖括号把它括起来。",
            "The address of a link ends at a blank, so the page shows the brackets. Put an address with blanks into angle brackets.",
        )
        .found_by(blanks_in_addresses),
    Rule::error(UNUSABLE_LINK)
        .says("链接“{target}”在网页上打不开，只显示文字", "the link “{target}” cannot be followed from a page; only its words are shown")
        .help("把文件放在通报旁边，写相对的路径", "put the file beside the notice and write its relative path")
        .because(
            "本机或共享文件夹里的路径（C:\\…、file:///…、\\\\主机\\…）读者打不开，还会泄露本机的文件夹名；javascript: 一类的地址网页不接受。",
            "Readers cannot open a path of one’s own machine or share (C:\\…, file:///…, \\\\host\\…), which also gives away the names of folders; pages accept no address such as javascript:.",
        )
        .found_by(unusable_links),
];

fn undefined_references(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    let mut joints = words.match_indices("][").map(|(at, _)| at).peekable();
    if joints.peek().is_none() {
        return Vec::new();
    }
    let defined: HashSet<String> = words.lines().filter_map(definition).collect();
    let mut findings = Vec::new();
    let mut from = 0;
    for joint in joints {
        let before = &words[from..joint];
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let open = before[line..].rfind('[').map(|at| from + line + at);
        let behind = &words[joint + 2..];
        let close = behind.find([']', '\n']).filter(|at| behind[*at..].starts_with(']'));
        let Some((open, close)) = open.zip(close.map(|at| joint + 2 + at)) else { continue };
        from = close;
        let (text, label) = (&words[open + 1..joint], &words[joint + 2..close]);
        let label = if label.trim().is_empty() { text } else { label };
        // adjacent numbers in brackets, and notes, are not links
        let is_link = text.contains(|c: char| c.is_alphabetic()) && !label.starts_with('^') && !text.starts_with('^');
        let is_escaped = words[..open].ends_with('\\') || text.ends_with('\\');
        if is_link && !is_escaped && !defined.contains(&folded(label)) {
            let span = Span::new(open, close + 1);
            let finding = subject.found(UNDEFINED_REFERENCE, span).with("words", span.of(words));
            findings.push(finding.with("label", label));
        }
    }
    findings
}

/// The label that a line such as `[label]: address` defines.
fn definition(line: &str) -> Option<String> {
    let (label, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    (!rest.trim().is_empty()).then(|| folded(label))
}

fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Most bytes of an address that a finding marks; for longer ones it marks the bracket.
const LONGEST_ADDRESS: usize = 1000;

fn empty_links(subject: &Subject) -> Vec<Finding> {
    let (text, words) = (subject.text, subject.prose.words());
    let ends = words.match_indices(']').map(|(at, _)| at).filter(|at| text[at + 1..].starts_with('('));
    let finding = |end: usize| {
        let inside = words[..end].trim_end_matches(' ');
        let open = inside.strip_suffix('[')?.len();
        let is_other = words[..open].ends_with(['!', '\\']);
        let close = text[end..].bytes().take(LONGEST_ADDRESS).position(|b| matches!(b, b')' | b'\n'));
        let close = close.map_or(end + 1, |len| end + len + 1);
        (!is_other).then(|| subject.found(EMPTY_LINK, Span::new(open, close)))
    };
    ends.filter_map(finding).collect()
}

/// `[annex](annex 1.pdf)`: a link that does not work because of the blank.
fn blanks_in_addresses(subject: &Subject) -> Vec<Finding> {
    let (text, words) = (subject.text, subject.prose.words());
    let links = &subject.notice.links;
    let ends = words.match_indices(']').map(|(at, _)| at).filter(|at| text[at + 1..].starts_with('('));
    let finding = |end: usize| {
        let next = links.partition_point(|link| link.span.end <= end);
        let is_link = links.get(next).is_some_and(|link| link.span.start <= end);
        let start = end + "](".len();
        let length = text[start..].bytes().take(LONGEST_ADDRESS).position(|b| matches!(b, b')' | b'\n'))?;
        let before = words[..end].bytes().rev().take(LONGEST_ADDRESS).take_while(|b| *b != b'\n');
        let open = end - 1 - before.into_iter().position(|b| b == b'[')?;
        let address = text[start..start + length].trim();
        let is_address =
            text[start + length..].starts_with(')') && address.contains(' ') && address.contains(['.', '/']);
        let is_escaped = words[..open].ends_with('\\') || words[..end].ends_with('\\');
        (!is_link && is_address && !is_escaped).then(|| {
            let span = Span::new(open, start + length + 1);
            let found = subject.found(BLANK_IN_ADDRESS, span).with("words", span.of(text));
            found.fixed_by(Span::new(start, start + length), format!("<{address}>"))
        })
    };
    ends.filter_map(finding).collect()
}

/// Targets on the author's own machine, and targets that could run a script.
fn unusable_links(subject: &Subject) -> Vec<Finding> {
    let is_unusable = |target: &str| !link::is_safe(target) || target.starts_with("\\\\");
    let links = subject.notice.links.iter().filter(|link| is_unusable(&link.target));
    links
        .map(|link| {
            let target: String = link.target.chars().take(LONGEST_SHOWN).collect();
            subject.found(UNUSABLE_LINK, link.span).with("target", target)
        })
        .collect()
}

/// Most characters of a target in a message: `data:` addresses contain whole pictures.
const LONGEST_SHOWN: usize = 60;
