//! Plain text that holds Markdown by accident, and text that was written as Markdown on purpose.
//!
//! One sign alone is an accident and is escaped; signs that only make sense together are meant: a table with its
//! delimiter row, several headings, a line that is bold from end to end.

use super::escape::escaped;

/// Fewer headings are an accident, unless the first line is one.
const FEWEST_HEADINGS: usize = 2;

/// The lines of a plain text with every sign escaped that is not meant as Markdown.
pub fn escape_lines(lines: &[String]) -> Vec<String> {
    let headings = lines.iter().filter(|line| is_heading(line)).count();
    let accidents = lines.iter().filter(|line| line.starts_with("# ") && !is_heading(line)).count();
    let opens = lines.iter().find(|line| !line.trim().is_empty()).is_some_and(|line| is_heading(line));
    let has_headings = accidents == 0 && (opens || headings >= FEWEST_HEADINGS);
    // a footnote has its words and a call
    let notes: Vec<&str> = lines.iter().filter_map(|line| note_label(line)).collect();
    let is_called = |note: &str| {
        let call = format!("[^{note}]");
        lines.iter().any(|line| note_label(line) != Some(note) && line.contains(&call))
    };
    let notes: Vec<&str> = notes.into_iter().filter(|note| is_called(note)).collect();
    let mut in_table = false;
    let mut out = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let is_row = line.contains('|');
        in_table = is_row && (in_table || lines.get(at + 1).is_some_and(|next| is_delimiter(next)));
        let meant = in_table || has_headings && is_heading(line) || has_strong(line, has_headings) && has_no_more(line);
        let has_note = notes.iter().any(|note| line.contains(&format!("[^{note}]")));
        out.push(if meant || has_note { line.clone() } else { escaped(line) });
    }
    out
}

fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let title = words.trim_end();
    (1..=6).contains(&level) && words.starts_with(' ') && !title.is_empty() && !title.ends_with(['。', '；', '，'])
}

fn is_delimiter(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// The label of a footnote whose words a line holds.
fn note_label(line: &str) -> Option<&str> {
    Some(line.strip_prefix("[^")?.split_once("]:")?.0)
}

/// Whether a line holds pairs of `**` around words, and no other star. In a text without other marks they do not begin
/// within a word: 张**与李** hides two names.
fn has_strong(line: &str, is_markdown: bool) -> bool {
    let parts: Vec<&str> = line.split("**").collect();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let pairs = parts.windows(2).step_by(2);
    let is_pair = |pair: &[&str]| {
        let (before, inside) = (pair[0].chars().next_back(), pair[1]);
        (is_markdown || !is_word(before)) && !inside.is_empty() && inside.trim() == inside
    };
    parts.len() > 2 && parts.len() % 2 == 1 && pairs.into_iter().all(is_pair) && !line.replace("**", "").contains('*')
}

/// Whether nothing else in a line would be escaped.
fn has_no_more(line: &str) -> bool {
    let plain = line.replace("**", "");
    escaped(&plain) == plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped_text(text: &str) -> String {
        escape_lines(&text.lines().map(str::to_owned).collect::<Vec<_>>()).join("\n")
    }

    #[test]
    fn accidental_marks_are_escaped_and_intended_ones_kept() {
        for meant in [
            "# 通报\n\n正文",
            "## 一、组织\n\n## 二、整改",
            "| 序号 | 问题 |\n| --- | --- |\n| 1 | 甲*乙 |",
            "**（一）关于甲**",
            "见下[^1]。\n\n[^1]: 脚注。",
            "- 一是",
        ] {
            assert_eq!(escaped_text(meant), meant);
        }
        assert_eq!(escaped_text("通报\n# 号楼"), "通报\n\\# 号楼");
        assert_eq!(escaped_text("甲|乙\n*丙*丁"), "甲|乙\n\\*丙\\*丁");
        assert_eq!(escaped_text("[^1]没有脚注"), "\\[^1]没有脚注");
        assert_eq!(escaped_text("[^1]: 没有注号"), "\\[^1]: 没有注号");
        assert_eq!(escaped_text("居民张**与李**"), "居民张\\*\\*与李\\*\\*");
        assert_eq!(escaped_text("# 通报\n\n坚持**立行立改**。"), "# 通报\n\n坚持**立行立改**。");
    }
}
