//! The history of an item as pages show it: `2024-06-28 阶段性完成 → 2025-01-17 正在整改（退回）`, each step a link.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::archive::Address;
use crate::archive::history::{
    HistoryStep, ItemHistory, NoticeComparison, NoticeHistory, StepCounts, StepKind, UnlistedItem,
};
use crate::notice::Anchor;
use crate::render::head::PageLink;
use crate::render::markup::escape;
use crate::render::theme::Theme;

/// A follow-up compared with the notice before it, beside one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComparisonView {
    /// The other notice.
    pub notice: PageLink,
    /// How many items took which step.
    pub counts: StepCounts,
    /// Items whose status changed, and items listed by only one of the two.
    pub changes: Vec<ChangeView>,
}

/// An item whose status changed, or that only one of two notices lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// `progress`, `set_back`, `new` or `not_listed`; the string `step_kind_<kind>` says it in words.
    pub kind: &'static str,
    /// The page that lists the item.
    pub url: Address,
    /// Its anchor there.
    pub anchor: String,
    /// Its number as written.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// The last status stated before.
    pub before: Option<&'static str>,
    /// The status stated last.
    pub status: &'static str,
    /// Whether it is uncertain that both notices mean one problem.
    pub unsure: bool,
    /// The later item it may have been joined into: its number and title.
    pub joined_into: Option<String>,
}

impl ComparisonView {
    /// The comparison beside the earlier or (`of_later`) the later of its two notices.
    pub fn of(comparison: &NoticeComparison<'_>, of_later: bool) -> Self {
        let other = if of_later { &comparison.earlier } else { &comparison.later };
        let later = comparison.later.address.as_ref();
        let changed = comparison
            .items
            .iter()
            .filter(|item| matches!(item.kind, StepKind::Progress | StepKind::SetBack | StepKind::New));
        let changed = changed.map(|item| ChangeView {
            kind: item.kind.name(),
            url: later.clone(),
            anchor: item.anchor.to_string(),
            number: item.number.clone(),
            title: item.title.clone(),
            before: item.before.map(|status| status.name()),
            status: item.status.name(),
            unsure: !item.sure,
            joined_into: None,
        });
        let unlisted = comparison.unlisted.iter().map(|item| unlisted(comparison.earlier.address.as_ref(), item));
        Self { notice: PageLink::from(other), counts: comparison.counts, changes: changed.chain(unlisted).collect() }
    }
}

fn unlisted(earlier: &Address, item: &UnlistedItem) -> ChangeView {
    let joined =
        item.joined_into.as_ref().map(|(number, title)| format!("{}{title}", number.as_deref().unwrap_or_default()));
    ChangeView {
        kind: StepKind::NotListed.name(),
        url: earlier.clone(),
        anchor: item.anchor.to_string(),
        number: item.number.clone(),
        title: item.title.clone(),
        before: None,
        status: item.status.name(),
        unsure: joined.is_some(),
        joined_into: joined,
    }
}

/// The notes under the items of a notice's text: their histories, where another notice lists them too.
pub fn item_notes(history: Option<&NoticeHistory<'_>>, page: &Address, theme: &Theme) -> BTreeMap<Anchor, String> {
    let items = history.map(|history| history.items.as_slice()).unwrap_or_default();
    let note = |item: &ItemHistory<'_>| {
        let own = item.steps.get(item.here)?.anchor?;
        Some((own, html(item, page, theme)?))
    };
    items.iter().filter_map(note).collect()
}

/// A history as HTML inside a paragraph of the page; `None` if no other notice lists the item.
pub fn html(history: &ItemHistory<'_>, page: &Address, theme: &Theme) -> Option<String> {
    if history.steps.len() < 2 {
        return None;
    }
    let is_newest = history.here + 1 == history.steps.len();
    let mut out = String::new();
    let label = theme.text(if is_newest { "history_before" } else { "history_after" });
    out.push_str("<span class=\"label\">");
    escape(&mut out, label);
    out.push_str("</span>");
    for (at, step) in history.steps.iter().enumerate() {
        if at > 0 {
            out.push_str(" <span class=\"arrow\" aria-hidden=\"true\">→</span> ");
        }
        write_step(&mut out, step, at == history.here, page, theme);
    }
    let stated = history.steps.iter().rev().find(|step| step.deadline.is_some() || step.responsible.is_some());
    if let Some(step) = stated {
        let facts =
            [("deadline", step.deadline.as_ref().map(ToString::to_string)), ("responsible", step.responsible.clone())];
        for (name, value) in facts {
            let Some(value) = value else { continue };
            out.push_str(" <span class=\"term\">");
            escape(&mut out, &format!("{}{}{value}", theme.text(name), theme.text("colon")));
            out.push_str("</span>");
        }
    }
    Some(out)
}

fn write_step(out: &mut String, step: &HistoryStep<'_>, is_here: bool, page: &Address, theme: &Theme) {
    let anchor = step.anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
    match is_here && step.url == *page {
        true => out.push_str("<b class=\"step\">"),
        false => {
            out.push_str("<a class=\"step\" href=\"");
            escape(out, &format!("{}{anchor}", page.link_to(&step.url)));
            out.push_str("\">");
        }
    }
    match step.date {
        Some(date) => out.push_str(&format!("<time datetime=\"{date}\">{date}</time> ")),
        None => {
            escape(out, theme.text("undated"));
            out.push(' ');
        }
    }
    if let Some(status) = step.status {
        let key = format!("status_{}", status.name());
        let label = theme.text(&key);
        out.push_str(&format!(
            "<span class=\"state s-{0}\"><span class=\"mark m-{0}\" aria-hidden=\"true\"></span>",
            status.name()
        ));
        escape(out, label);
        out.push_str("</span>");
        if let Some(raw) = step.status_raw.as_deref().filter(|raw| *raw != label) {
            escape(out, &format!("{}{raw}{}", theme.text("left_quote"), theme.text("right_quote")));
        }
    }
    out.push_str(if is_here && step.url == *page { "</b>" } else { "</a>" });
    let kind = format!("step_kind_{}", step.kind.name());
    let kind = match step.kind {
        StepKind::Progress | StepKind::SetBack | StepKind::Unchanged | StepKind::New | StepKind::NotListed => {
            Some(theme.text(&kind))
        }
        // the first step has no step before it; for the other the status is already 未注明
        StepKind::First | StepKind::Unstated => None,
    };
    let unsure = (!step.sure).then(|| theme.text("unsure"));
    let remarks: Vec<&str> = kind.into_iter().chain(unsure).collect();
    if step.status.is_none() {
        escape(out, &remarks.join(theme.text("comma")));
    } else if !remarks.is_empty() {
        out.push_str(&format!("<span class=\"step-kind k-{}\">", step.kind.name()));
        escape(
            out,
            &format!(
                "{}{}{}",
                theme.text("left_bracket"),
                remarks.join(theme.text("comma")),
                theme.text("right_bracket")
            ),
        );
        out.push_str("</span>");
    }
}
