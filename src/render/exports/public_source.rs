//! The source of a notice for download: without comments, and without references to notices that the site does not show.

use crate::read;
use crate::render::html;
use crate::text::span::Span;

/// References in the source of a notice to notices that this site does not show.
pub struct HiddenReferences<'a> {
    /// Values of the front matter that name one; they are removed with their keys.
    pub values: &'a [Span],
    /// Whether a link leads to one, given its target as written. Only the words of such links are kept.
    pub is_target: &'a dyn Fn(&str) -> bool,
    /// Whether any link leads to one. Otherwise links are not searched for.
    pub has_links: bool,
}

/// The download of the source `text`. Comments, keys and link definitions that are alone on their lines are removed with
/// these lines.
pub fn public_source(text: &str, hidden: &HiddenReferences<'_>) -> String {
    let split = read::split::split(text);
    let mut cuts = read::front_matter_comments(text, &split);
    cuts.extend(split.comments(text).closed);
    cuts.extend(hidden.values.iter().map(|value| whole_lines(text, *value)));
    if hidden.has_links {
        cuts.extend(html::link_marks(text, split.body, hidden.is_target));
    }
    cuts.sort();
    without(text, &cuts)
}

/// `text` without `cuts`, which are in order and may overlap.
fn without(text: &str, cuts: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts.iter().filter(|cut| !cut.is_empty()) {
        let (start, end) = (cut.start.max(from), cut.end.max(from));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let before = line_start.max(from);
        // text before an earlier cut in the same line counts as well
        let written = line_start >= from || out.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
        let alone = written && text[before..start].trim().is_empty() && text[end..line_end].trim().is_empty();
        out.push_str(&text[from..if alone { before } else { start }]);
        from = if alone { line_end } else { end };
    }
    out.push_str(&text[from..]);
    out
}

/// The lines that `span` is in, without the last line end.
fn whole_lines(text: &str, span: Span) -> Span {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    Span::new(start, text[span.end..].find('\n').map_or(text.len(), |at| span.end + at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: HiddenReferences<'_> = HiddenReferences { values: &[], is_target: &|_| false, has_links: false };

    #[test]
    fn comments_are_not_published() {
        let text = "---\ntitle: 甲 # ok: title 待核\n# unit: 待确认\ndate: 2024-01-01\n---\n第一<!-- 密 -->段\n<!-- ok: x\n密 -->\n第二段 <!-- a --><!-- b -->\n<!-- 未完";
        assert_eq!(public_source(text, &NOTHING), "---\ntitle: 甲\ndate: 2024-01-01\n---\n第一段\n第二段 \n<!-- 未完");
        assert_eq!(public_source("# 标题\n正文", &NOTHING), "# 标题\n正文");
        let dots = "\n---\ntitle: '甲 # 一' # 二\ncontact: |\n  # 号\n...\n## 一、标题\n\n---\n<!-- 密 -->\n# 二\n";
        let expected = "\n---\ntitle: '甲 # 一'\ncontact: |\n  # 号\n...\n## 一、标题\n\n---\n# 二\n";
        assert_eq!(public_source(dots, &NOTHING), expected);
    }

    #[test]
    fn hidden_notices_are_not_named() {
        let text = "---\ntitle: 甲\nfollows: neibu # 上一份\ndate: 2024-01-01\n---\n见[**原**通报](neibu.md#i)和[另一份](b.md)，\
                    [再][x]见[这][y]。<neibu.md>\n\n[x]: neibu.md \"题\"\n[y]: b.md\n";
        let value = text.find("neibu").unwrap();
        let hidden = HiddenReferences {
            values: &[Span::new(value, value + 5)],
            is_target: &|target| target.starts_with("neibu.md"),
            has_links: true,
        };
        let expected = "---\ntitle: 甲\ndate: 2024-01-01\n---\n见**原**通报和[另一份](b.md)，再见[这][y]。<neibu.md>\n\n[y]: b.md\n";
        assert_eq!(public_source(text, &hidden), expected);
    }
}
