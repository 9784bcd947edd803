//! Punctuation and words of other scripts in Chinese text, and paragraphs that a conversion broke.

use super::prose::{Paragraph, ParagraphForm};
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::han::{is_han, is_han_punctuation, sparse_chars};
use crate::text::span::Span;

const ASCII_PUNCTUATION: &str = "ascii-punctuation";
const ASCII_ANGLE: &str = "ascii-angle";
const LATIN_WORD: &str = "latin-word";
const BROKEN_PARAGRAPH: &str = "broken-paragraph";
const MARK_SEPARATOR: &str = "mark-separator";
const BULLET_DOT: &str = "bullet-dot";
const FULL_WIDTH_PERCENT: &str = "full-width-percent";

pub(super) const RULES: &[Rule] = &[
    Rule::warning(ASCII_PUNCTUATION)
        .says("中文里有 {count} 处半角标点，第一处是“{example}”", "{count} ASCII punctuation marks in Chinese text, the first in “{example}”")
        .label("应为全角", "should be full-width")
        .because(
            "中文行文用全角标点（，；：？！（））。半角标点多由输入法或转换带来；一份文件只报一次，给出总数。",
            "Chinese text takes full-width punctuation. ASCII marks mostly come from input methods or conversions; they are reported once a file, with their number.",
        )
        .found_by(ascii_punctuation),
    Rule::warning(ASCII_ANGLE)
        .says("书名号里用了半角“{mark}”", "the ASCII “{mark}” inside 《》")
        .help("里层书名号写作〈〉", "write the inner title in 〈〉")
        .because(
            "书名号里再用书名号时，里层用〈〉（GB/T 15834）；半角的 < > 还可能被当成网页标记。",
            "A title inside 《》 takes 〈〉 (GB/T 15834); ASCII angle brackets may also be taken for markup.",
        )
        .found_by(ascii_angle),
    Rule::warning(LATIN_WORD)
        .says("汉字中间夹着英文词“{word}”", "the English word “{word}” between Han characters")
        .help("换成相应的中文", "put the Chinese word")
        .because(
            "“企业 and 职工”一类的词是机器转换或翻译留下的，应为“和”。只查 and、of、the 等虚词，不查专名和缩写。",
            "Words such as “and” between Han characters are left by machine conversion. Only function words are looked for, no names or abbreviations.",
        )
        .found_by(latin_word),
    Rule::warning(BROKEN_PARAGRAPH)
        .says("这一段没有句末标点，像是没有写完", "this paragraph ends without a final punctuation mark, as if in mid-sentence")
        .label("下一段像是它的后半句", "the next paragraph seems to go on with it")
        .help("把两段接起来，或补上句号", "join the two paragraphs, or add the full stop")
        .because(
            "从 PDF 转换的文字常在换页处断成两段。一段长文没有句末标点，下一段又不是标题，就报告。",
            "Text converted from PDF is often cut where a page ended. A long paragraph without a final mark, followed by one that is not a heading, is reported.",
        )
        .found_by(broken_paragraph),
    Rule::note(MARK_SEPARATOR)
        .says("并列的书名号或引号之间的顿号可省，共 {count} 处", "、 between adjacent titles or quotes is not needed, {count} places")
        .because(
            "标有书名号或引号的并列成分之间通常不用顿号（GB/T 15834）。",
            "Adjacent titles in 《》 or words in “” take no 、 between them (GB/T 15834).",
        )
        .found_by(mark_separator),
    Rule::note(BULLET_DOT)
        .says("间隔号应为“·”", "the interpunct should be “·”")
        .because(
            "“•”（U+2022）是项目符号，人名、日期、书名中间的间隔号是“·”（U+00B7）；gongshi fmt 能改。",
            "“•” (U+2022) is a bullet; the interpunct of names, dates and titles is “·” (U+00B7); gongshi fmt corrects it.",
        )
        .found_by(bullet_dot),
    Rule::note(FULL_WIDTH_PERCENT)
        .says("全角“％”与半角“%”混用", "full-width “％” mixed with “%”")
        .label("统一写作 %", "write % throughout")
        .because(
            "同一份文件里百分号只用一种写法；数字是半角时用半角“%”。",
            "One file takes one form of the percent sign: the ASCII one where digits are ASCII.",
        )
        .found_by(full_width_percent),
];

fn ascii_punctuation(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    let is_mark = |c: char| matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '"');
    let mut marks = sparse_chars(words).filter(|(_, c)| is_mark(*c)).filter(|(at, c)| {
        let before = subject.prose.before(*at);
        let after = subject.prose.after(at + 1);
        is_out_of_place(*c, before, after)
    });
    let Some((first, mark)) = marks.next() else { return Vec::new() };
    let count = 1 + marks.count();
    let span = Span::new(first, first + 1);
    let before: Vec<char> = words[..first].chars().rev().take_while(|c| is_han(*c)).take(4).collect();
    let after: String = words[first + 1..].chars().take_while(|c| is_han(*c)).take(4).collect();
    let example: String = before.into_iter().rev().chain([mark]).chain(after.chars()).collect();
    vec![subject.found(ASCII_PUNCTUATION, span).with("count", count).with("example", example)]
}

/// Whether an ASCII mark is in Han text: a Han character (or its punctuation) is on the relevant side.
fn is_out_of_place(mark: char, before: Option<char>, after: Option<char>) -> bool {
    let chinese = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_han_punctuation(c));
    match mark {
        '(' => chinese(before) && chinese(after),
        ')' => chinese(before) && (chinese(after) || after.is_none_or(|c| c == '\n')),
        '"' => chinese(before) && chinese(after),
        _ => chinese(before) && after.is_none_or(|c| c != '/'),
    }
}

fn ascii_angle(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for paragraph in subject.prose.paragraphs() {
        let mut depth = 0i32;
        for (at, c) in sparse_chars(subject.prose.of_paragraph(paragraph)) {
            depth += i32::from(c == '《') - i32::from(c == '》');
            if depth > 0 && matches!(c, '<' | '>') {
                let start = paragraph.span.start + at;
                findings.push(subject.found(ASCII_ANGLE, Span::new(start, start + 1)).with("mark", c));
            }
        }
    }
    findings
}

const FUNCTION_WORDS: [&str; 14] =
    ["and", "or", "of", "the", "to", "in", "for", "with", "is", "are", "by", "from", "as", "but"];

fn latin_word(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    let latin = super::prose::runs(words, |c| c.is_ascii_alphanumeric());
    let between_han = |span: &Span| {
        let before = words[..span.start].trim_end_matches(' ').chars().next_back();
        let after = words[span.end..].trim_start_matches(' ').chars().next();
        before.is_some_and(is_han) && after.is_some_and(is_han)
    };
    latin
        .filter(|span| FUNCTION_WORDS.contains(&span.of(words).to_ascii_lowercase().as_str()) && between_han(span))
        .map(|span| subject.found(LATIN_WORD, span).with("word", span.of(words)))
        .collect()
}

fn broken_paragraph(subject: &Subject) -> Vec<Finding> {
    let pairs = subject.prose.paragraphs().windows(2);
    pairs
        .filter(|pair| continues_in(subject, &pair[0], &pair[1]))
        .map(|pair| {
            let words = subject.prose.of_paragraph(&pair[0]);
            let tail = words.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
            let span = Span::new(pair[0].span.start + tail, pair[0].span.end);
            subject.found(BROKEN_PARAGRAPH, span).relating(&subject.notice.source, pair[1].span)
        })
        .collect()
}

/// Most characters of a line with a label and its value.
const LONGEST_STATED: usize = 24;

/// Whether `next` seems to be the second half of `paragraph`.
pub(super) fn continues_in(subject: &Subject, paragraph: &Paragraph, next: &Paragraph) -> bool {
    if paragraph.form != ParagraphForm::Text || next.form != ParagraphForm::Text {
        return false;
    }
    let first = subject.prose.of_paragraph(paragraph);
    let second = subject.prose.of_paragraph(next);
    let length = first.chars().count();
    // a heading without a number may have commas as well, but is short and one sentence
    let is_prose = first.contains(['，', ',']) && (length >= 50 || length >= 20 && first.contains(['。', '；']));
    let stops = first.ends_with(|c: char| is_han(c) || c.is_ascii_alphanumeric());
    let resumes = second.starts_with(|c: char| is_han(c) || "，。；、“".contains(c)) && second.contains(['。', '；']);
    // 整改状态：长期坚持 is complete
    let last = first.rsplit('\n').next().unwrap_or_default().trim_start();
    let is_label = last.contains(['：', ':']) && last.chars().count() <= LONGEST_STATED;
    if is_cut(first, length, second) && !is_label && !begins_new_paragraph(second) {
        return true;
    }
    is_prose && stops && resumes && !is_label && !begins_new_paragraph(second)
}

/// Whether a paragraph, however short, breaks off inside a sentence: it ends with a comma or a word that wants another, or
/// the next one begins with what cannot begin a sentence.
fn is_cut(first: &str, length: usize, second: &str) -> bool {
    // 各位委员， opens a letter.
    let is_address = first.contains("各位") || first.contains("尊敬的") || length < SHORTEST_CUT;
    let wants_more = first
        .ends_with(['，', '、', ',', '和', '与', '及', '或', '对', '在', '将', '把', '被', '为', '向', '由', '从']);
    let is_end = second.starts_with(['，', '。', '；', '、', '）', '”', '》', '的', '了']);
    !is_address && (wants_more && second.starts_with(is_han) || is_end && !first.ends_with(is_sentence_end))
}

/// A paragraph that is shorter, in characters, opens a letter or names something.
const SHORTEST_CUT: usize = 8;

fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '：' | '”' | '）' | '.' | ':' | ';')
}

/// Whether the text begins with a number, a label, or the beginning of another sentence.
fn begins_new_paragraph(words: &str) -> bool {
    let mut chars = words.chars().take(6);
    let number = chars.clone().take_while(|c| crate::text::numeral::is_chinese(*c)).count();
    if number > 0 {
        let next = words.chars().nth(number);
        return matches!(next, Some('是' | '、' | '，' | '．' | '.'));
    }
    chars.any(|c| c == '：' || c == ':')
}

fn mark_separator(subject: &Subject) -> Vec<Finding> {
    let pairs = ["》、《", "”、“"].into_iter().flat_map(|pair| subject.prose.find(pair));
    let places: Vec<Span> =
        pairs.map(|span| Span::new(span.start + '》'.len_utf8(), span.end - '《'.len_utf8())).collect();
    let first = places.iter().min();
    first.map(|span| subject.found(MARK_SEPARATOR, *span).with("count", places.len())).into_iter().collect()
}

fn bullet_dot(subject: &Subject) -> Vec<Finding> {
    bullet_dots(subject.prose.words()).map(|span| subject.found(BULLET_DOT, span).fixed_by(span, "·")).collect()
}

/// The `•` between two words, if it is not a bullet.
pub(super) fn bullet_dots(words: &str) -> impl Iterator<Item = Span> + '_ {
    words.match_indices('•').filter_map(|(at, dot)| {
        let span = Span::new(at, at + dot.len());
        let before = words[..at].chars().next_back()?;
        let after = words[span.end..].chars().next()?;
        let is_word = |c: char| is_han(c) || c.is_alphanumeric();
        (is_word(before) && is_word(after)).then_some(span)
    })
}

fn full_width_percent(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    match words.find('％').filter(|_| words.contains('%')) {
        Some(at) => vec![subject.found(FULL_WIDTH_PERCENT, Span::new(at, at + '％'.len_utf8()))],
        None => Vec::new(),
    }
}
