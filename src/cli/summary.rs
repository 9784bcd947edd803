//! The changes of a publication as text.

use std::fmt::Write as _;

use crate::config::Language;
use crate::publish::release::Difference;
use crate::publish::release::difference::NoticeChange;

/// How many notices of a kind are named.
const NAMED: usize = 20;

/// The summary of `difference`.
pub(super) fn summary(difference: &Difference, language: Language) -> String {
    let Difference { added, changed, removed, other_pages, .. } = difference;
    let (new, other, gone) = (added.len(), changed.len(), removed.len());
    let mut text = language.pick(
        format!("新增 {new} · 修改 {other} · 撤回 {gone} · 其他页面 {other_pages}\n"),
        format!("new {new} · changed {other} · withdrawn {gone} · other pages {other_pages}\n"),
    );
    for (word, notices) in [
        (language.pick("新增", "new"), added),
        (language.pick("修改", "changed"), changed),
        (language.pick("撤回", "withdrawn"), removed),
    ] {
        list(&mut text, word, notices, language);
    }
    if !difference.vanished.is_empty() {
        let vanished = difference.vanished.join(language.pick("、", ", "));
        let line =
            language.pick(format!("不再有的网址：{vanished}\n"), format!("addresses that are no more: {vanished}\n"));
        text.push_str(&line);
    }
    text
}

fn list(text: &mut String, word: &str, notices: &[NoticeChange], language: Language) {
    for notice in notices.iter().take(NAMED) {
        let unit = notice.unit.as_ref().map(|unit| language.pick(format!("（{unit}）"), format!(" ({unit})")));
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {word} {}{}", notice.title, unit.unwrap_or_default());
        if let Some(steps) = &notice.steps {
            let (earlier, steps) = (&steps.earlier, steps.words(language));
            let _ = match language {
                Language::Zh => writeln!(text, "       与上一份《{earlier}》相比：{steps}"),
                Language::En => writeln!(text, "       compared with the notice before, “{earlier}”: {steps}"),
            };
        }
        for status in &notice.statuses {
            let (seq, from, to) = (status.seq, &status.from, &status.to);
            let _ = match language {
                Language::Zh => writeln!(text, "       问题{seq} {from} → {to}（{}）", status.title),
                Language::En => writeln!(text, "       item {seq} {from} → {to} ({})", status.title),
            };
        }
    }
    if notices.len() > NAMED {
        let more = notices.len() - NAMED;
        text.push_str(&language.pick(format!("  {word} ……还有 {more} 份\n"), format!("  {word} … {more} more\n")));
    }
}
