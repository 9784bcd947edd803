//! Strips Markdown marks and table rules from a notice's source, leaving the words a reader sees.
//!
//! Not a Markdown parser: an index needs the words, not their structure, and every word must be kept.

/// The words of `source`, which holds no comments any more, one paragraph or line a line, without marks.
pub fn plain(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut fenced = false;
    for line in source.lines() {
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
        } else if !is_rule(line) {
            let line = if fenced { line } else { without_marks_before(line) };
            if !text.is_empty() && !text.ends_with('\n') && !line.is_empty() {
                text.push('\n');
            }
            if fenced { text.push_str(line) } else { inline(line, &mut text) }
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// A line that only draws: `---`, `***`, `| --- | :-: |`, `===`.
fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '|' | ':' | ' ' | '+'))
        && !line.chars().all(|c| c == ' ')
}

fn without_marks_before(line: &str) -> &str {
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

/// Emphasis, code marks, pipes and the targets of links fall away; an escaped character stays.
fn inline(line: &str, text: &mut String) {
    // most lines hold no mark: a look without branches over all bytes is much quicker than one at each character
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
            '[' if let Some((words, behind)) = link(rest) => {
                inline(words, text);
                rest = behind;
                continue;
            }
            _ => text.push(c),
        }
        rest = after;
    }
}

/// The words of a link `[words](target)` at the start of `text`, and what stands behind it.
fn link(text: &str) -> Option<(&str, &str)> {
    let (words, after) = text.strip_prefix('[')?.split_once("](")?;
    let (target, behind) = after.split_once(')')?;
    (!words.contains(['[', ']']) && !target.contains(['(', '\n'])).then_some((words, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_marks_go() {
        let source = "## （一）关于**“学习”**问题\n\n整改情况：见[附件](a.docx)、`3*4`\\*。\n\n\
                      | 序号 | 结果 |\n|---|:-:|\n| 1 | **已完成** |\n- 1.5万元\n<!-- 无尽";
        let words = "（一）关于“学习”问题\n整改情况：见附件、34*。\n序号 结果 \n1 已完成 \n1.5万元\n<!-- 无尽";
        assert_eq!(plain(source), words);
    }
}
