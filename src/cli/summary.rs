//! The changes of a publication as text.

use std::fmt::Write as _;

use crate::config::Language;
use crate::publish::release::Difference;
use crate::publish::release::difference::NoticeChange;

/// Most notices of a kind that are listed.
const MOST_LISTED: usize = 20;

/// The summary of `difference`.
pub(super) fn summary(difference: &Difference, language: Language) -> String {
    // the first three are always listed, the others only if there are any
    let kinds = [
        (language.pick("新增", "new"), &difference.added, true),
        (language.pick("修改", "changed"), &difference.changed, true),
        (language.pick("撤回", "withdrawn"), &difference.withdrawn, true),
        (language.pick("移除", "removed"), &difference.removed, false),
        (language.pick("换了地址", "moved"), &difference.moved, false),
    ];
    let mut text = String::new();
    for (word, notices, _) in kinds.iter().filter(|(_, notices, always)| *always || !notices.is_empty()) {
        text.push_str(&format!("{word} {} · ", notices.len()));
    }
    text.push_str(&format!("{} {}\n", language.pick("其他页面", "other pages"), difference.other_pages));
    kinds.iter().for_each(|(word, notices, _)| list(&mut text, word, notices, language));
    if !difference.lost_groups.is_empty() {
        let lost_groups = difference.lost_groups.join(language.pick("、", ", "));
        let line = language
            .pick(format!("不再有的网址：{lost_groups}\n"), format!("addresses that no longer exist: {lost_groups}\n"));
        text.push_str(&line);
    }
    text
}

fn list(text: &mut String, word: &str, notices: &[NoticeChange], language: Language) {
    for notice in notices.iter().take(MOST_LISTED) {
        let unit = notice.unit.as_ref().map(|unit| language.pick(format!("（{unit}）"), format!(" ({unit})")));
        // writing to a string does not fail
        let _ = writeln!(text, "  {word} {}{}", notice.title, unit.unwrap_or_default());
        if let Some(steps) = &notice.steps {
            let (earlier, steps) = (&steps.earlier, steps.words(language));
            let _ = match language {
                Language::Zh => writeln!(text, "       与上一份《{earlier}》相比：{steps}"),
                Language::En => writeln!(text, "       compared with the previous notice, “{earlier}”: {steps}"),
            };
        }
        for status in &notice.statuses {
            let (seq, from, to) = (status.seq, status.from.words(language), status.to.words(language));
            let _ = match language {
                Language::Zh => writeln!(text, "       问题{seq} {from} → {to}（{}）", status.title),
                Language::En => writeln!(text, "       item {seq} {from} → {to} ({})", status.title),
            };
        }
    }
    if notices.len() > MOST_LISTED {
        let more = notices.len() - MOST_LISTED;
        text.push_str(&language.pick(format!("  {word} ……还有 {more} 份\n"), format!("  {word} … {more} more\n")));
    }
}
