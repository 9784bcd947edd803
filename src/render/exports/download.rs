//! Downloads on a notice's page: its source, its items and its facts.

use std::io::{self, Write};

use super::format::Format;
use super::item::{ItemRecord, item_fields};
use super::json::members;
use super::notice::{NoticeRecord, notice_fields};
use super::table::write_table;
use crate::archive::history::{ItemAddress, StepSummary};
use crate::read;
use crate::text::span::Span;

/// Writes a notice's fields and its items as one object: the fields of `notices.json` and, as `items`, those of
/// `items.json`; as `compared`, where it continues another notice, which problems took which step since.
///
/// # Errors
/// Those of `out`.
pub fn notice_json(
    row: &NoticeRecord<'_>,
    lasting: Vec<ItemAddress<'_>>,
    compared: Option<&StepSummary>,
    base: Option<&str>,
    mut out: impl Write,
) -> io::Result<()> {
    out.write_all(b"{")?;
    members(&mut out, &notice_fields(), row)?;
    out.write_all(b",\"items\":[")?;
    let fields = item_fields();
    for (at, item) in ItemRecord::all(row.clone(), lasting, base).enumerate() {
        out.write_all(if at == 0 { b"\n{" } else { b",\n{" })?;
        members(&mut out, &fields, &item)?;
        out.write_all(b"}")?;
    }
    out.write_all(b"\n]")?;
    if let Some(compared) = compared {
        out.write_all(b",\"compared\":")?;
        serde_json::to_writer(&mut out, compared)?;
    }
    out.write_all(b"}\n")?;
    out.flush()
}

/// Writes the items of one notice.
///
/// # Errors
/// Those of `out`.
pub fn items_csv(
    row: &NoticeRecord<'_>,
    lasting: Vec<ItemAddress<'_>>,
    base: Option<&str>,
    out: impl Write,
) -> io::Result<()> {
    write_table(Format::Csv, &item_fields(), out, |write| {
        ItemRecord::all(row.clone(), lasting, base).try_for_each(|item| write(&item))
    })
}

/// The source of a notice as it may be given away: without its comments, those of the front matter included. A comment
/// that stands alone takes its lines with it.
pub fn shown_source(text: &str) -> String {
    let split = read::split::split(text);
    let mut comments = read::front_matter_comments(text, &split);
    comments.extend(split.comments(text).closed);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for Span { start, end } in comments {
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let before = line_start.max(from);
        // what stands in the line before an earlier comment of it counts as well
        let written = line_start >= from || out.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
        let alone = written && text[before..start].trim().is_empty() && text[end..line_end].trim().is_empty();
        out.push_str(&text[from..if alone { before } else { start }]);
        from = if alone { line_end } else { end };
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_at_home() {
        let text = "---\ntitle: 甲 # ok: title 待核\n# unit: 待确认\ndate: 2024-01-01\n---\n第一<!-- 密 -->段\n<!-- ok: x\n密 -->\n第二段 <!-- a --><!-- b -->\n<!-- 未完";
        assert_eq!(shown_source(text), "---\ntitle: 甲\ndate: 2024-01-01\n---\n第一段\n第二段 \n<!-- 未完");
        assert_eq!(shown_source("# 标题\n正文"), "# 标题\n正文");
        let dots = "\n---\ntitle: '甲 # 一' # 二\ncontact: |\n  # 号\n...\n## 一、标题\n\n---\n<!-- 密 -->\n# 二\n";
        let shown = "\n---\ntitle: '甲 # 一'\ncontact: |\n  # 号\n...\n## 一、标题\n\n---\n# 二\n";
        assert_eq!(shown_source(dots), shown);
    }
}
