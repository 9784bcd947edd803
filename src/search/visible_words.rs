//! The words of a notice's source that a reader sees: without Markdown marks and table rules.
//!
//! Not a Markdown parser: an index needs the words, not their structure, and every word must be kept.

/// The words of `source`, from which comments were already removed, without marks. Each paragraph or line is one line.
pub fn visible_words(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut fenced = false;
    for line in source.lines() {
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
        } else if !is_rule(line) {
            let line = if fenced { line } else { without_leading_marks(line) };
            if !text.is_empty() && !text.ends_with('\n') && !line.is_empty() {
                text.push('\n');
            }
            if fenced { text.push_str(line) } else { append_inline(line, &mut text) }
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Whether a line has no words, only a rule: `---`, `***`, `| --- | :-: |`, `===`.
fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '|' | ':' | ' ' | '+'))
        && !line.chars().all(|c| c == ' ')
}

fn without_leading_marks(line: &str) -> &str {
    let mut line = line;
    loop {
        let bare = line.trim_start_matches('>').trim_start();
        let hashes = bare.len() - bare.trim_start_matches('#').len();
        let bare = if (1..=6).contains(&hashes) { bare[hashes..].trim_start() } else { bare };
        let bare = ["- ", "* ", "+ "].iter().find_map(|mark| bare.strip_prefix(mark)).unwrap_or(bare).trim_start();
        if bare.len() == line.len() {
            return line.trim_end_matches(" #").trim_end();
        }
        line = bare;
    }
}

/// Appends a line without emphasis, code marks, pipes and targets of links. Escaped characters are kept.
fn append_inline(line: &str, text: &mut String) {
    // most lines have no mark: checking all bytes without a branch is faster than looking at each character (not measured)
    let is_mark = |byte: u8| matches!(byte, b'\\' | b'*' | b'`' | b'|' | b'_' | b'[');
    if !line.bytes().fold(false, |found, byte| found | is_mark(byte)) {
        return text.push_str(line);
    }
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => {
                text.push_str(&after[..1]);
                rest = &after[1..];
                continue;
            }
            '*' | '`' | '|' => {
                if c == '|' {
                    if !text.ends_with(['\n', ' ']) && !text.is_empty() {
                        text.push(' ');
                    }
                    rest = after.trim_start_matches(' ');
                    continue;
                }
            }
            '_' if after.starts_with('_') => {
                rest = &after[1..];
                continue;
            }
            '!' if after.starts_with('[') && link(after).is_some() => {}
            '[' if let Some((words, after_link)) = link(rest) => {
                append_inline(words, text);
                rest = after_link;
                continue;
            }
            _ => text.push(c),
        }
        rest = after;
    }
}

/// The words of a link `[words](target)` at the start of `text`, and the text after it.
fn link(text: &str) -> Option<(&str, &str)> {
    let (words, after) = text.strip_prefix('[')?.split_once("](")?;
    let (target, rest) = after.split_once(')')?;
    (!words.contains(['[', ']']) && !target.contains(['(', '\n'])).then_some((words, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_and_marks_removed() {
        let source = "## （一）关于**“学习”**问题\n\n整改情况：见[附件](a.docx)、`3*4`\\*。\n\n\
                      | 序号 | 结果 |\n|---|:-:|\n| 1 | **已完成** |\n- 1.5万元\n<!-- 无尽";
        let words = "（一）关于“学习”问题\n整改情况：见附件、34*。\n序号 结果 \n1 已完成 \n1.5万元\n<!-- 无尽";
        assert_eq!(visible_words(source), words);
    }
}
