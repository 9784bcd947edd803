//! Data of a notice's page: facts with their origin, items, neighbours, and the text as authored.
//!
//! Made from the notice and its context alone, so that its key needs nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::history::ComparisonView;
use super::parts::{Badge, Counts, DataFile, PageLink};
use crate::archive::{Address, Context, PageReference};
use crate::notice::fact::FACTS;
use crate::notice::{Date, Facts, Found, HeadingRole, Moment, Notice, Origin};
use crate::render::head::{Head, Heads};
use crate::render::html::heading_ids;
use crate::render::page::View;
use crate::text::words::{Words, words};

/// Input of a notice's page.
#[derive(Clone, Copy, Debug)]
pub struct NoticeParts<'a> {
    /// Everything the page takes from the rest of the archive.
    pub context: &'a Context<'a>,
    /// The notice.
    pub notice: &'a Notice,
    /// Its text as HTML.
    pub body_html: &'a str,
    /// The lines that have an anchor in the page (`l12`).
    pub anchored_lines: &'a BTreeSet<u32>,
    /// The SHA-256 of its source in hexadecimal.
    pub source_sha256: &'a str,
    /// Its source, items and facts as files.
    pub downloads: &'a [DataFile],
}

/// A notice's page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoticeView {
    /// The permanent id.
    pub id: String,
    /// The title.
    pub title: String,
    /// This page.
    pub url: Address,
    /// 发布日期, with the time where one is written.
    pub date: Option<String>,
    /// 更新日期
    pub updated: Option<String>,
    /// 文种
    pub kind: &'static str,
    /// 来源: who published it.
    pub issuer: Option<String>,
    /// Its units.
    pub units: Vec<PageLink>,
    /// Its round.
    pub round: Option<PageLink>,
    /// Its status, where its kind has one.
    pub badge: Option<Badge>,
    /// Its items.
    pub counts: Counts,
    /// Number of uncertain items: they are shown as 待确认 and counted nowhere.
    pub unsure_items: u32,
    /// The fact box: facts with their origin.
    pub facts: Vec<FactView>,
    /// The claims of the notice (称).
    pub claims: Vec<FactView>,
    /// Groups of items in order.
    pub outline: Vec<OutlineGroup>,
    /// The text as HTML.
    pub body_html: String,
    /// Tags: free words, without effect on facts.
    pub tags: Vec<String>,
    /// Whether names and numbers are masked.
    pub anonymised: bool,
    /// 草稿
    pub draft: bool,
    /// The update history, oldest first.
    pub updates: Vec<UpdateView>,
    /// The notice it continues.
    pub continues: Option<PageLink>,
    /// The notice that continues it, so that this one does not count.
    pub superseded_by: Option<PageLink>,
    /// Comparison with the notice it continues.
    pub since: Option<ComparisonView>,
    /// Comparison with the notice that continues it.
    pub next: Option<ComparisonView>,
    /// The newest notice of its chain, where that is not the one that continues it.
    pub newest: Option<PageLink>,
    /// The notice before it in its unit.
    pub older_in_unit: Option<PageLink>,
    /// The notice after it in its unit.
    pub newer_in_unit: Option<PageLink>,
    /// The notice before it in its round.
    pub older_in_round: Option<PageLink>,
    /// The notice after it in its round.
    pub newer_in_round: Option<PageLink>,
    /// Its file relative to `content/`.
    pub source: String,
    /// The SHA-256 of that file.
    pub source_sha256: String,
    /// Its source, items and facts as files.
    pub downloads: Vec<DataFile>,
    /// Unknown keys of the front matter.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// A fact with its origin and line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// Its name; the string `fact_<name>` is its label.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Where it was read (front matter, label, prose …); the string `from_<from>` is its label.
    pub from: &'static str,
    /// The line in the source.
    pub line: Option<u32>,
    /// The anchor of that line in this page, if it has one.
    pub anchor: Option<String>,
    /// Whether it is a guess, to be shown as 待确认.
    pub unsure: bool,
}

/// A group of items, such as an aspect; the first may have no heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutlineGroup {
    /// Its depth in the outline, from 1; 0 without a heading.
    pub level: u8,
    /// Its number as written.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its anchor in the page; empty without a heading.
    pub anchor: String,
    /// Its items.
    pub items: Vec<OutlineItem>,
}

/// An item in the outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutlineItem {
    /// Its number as written.
    pub number: Option<String>,
    /// Its title without the template around it.
    pub title: String,
    /// Its anchor in the page.
    pub anchor: String,
    /// The canonical status.
    pub status: &'static str,
    /// Mark shown beside the colour.
    pub mark: &'static str,
    /// The notice's own words.
    pub status_raw: Option<String>,
    /// Whether it is not certain that it is an item, to be shown as 待确认.
    pub unsure: bool,
}

/// One line of the update history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpdateView {
    /// When.
    pub date: Option<String>,
    /// The change.
    pub note: String,
}

impl NoticeView {
    /// The page of a notice.
    pub fn of(parts: &NoticeParts<'_>) -> Self {
        let NoticeParts { context, notice, .. } = *parts;
        let facts = &notice.facts;
        let history = context.history.as_ref();
        let newest = history.and_then(|history| history.newest.as_ref());
        let link = |near: &Option<PageReference<'_>>| near.as_ref().map(PageLink::from);
        let title = facts.title_or_id();
        Self {
            id: facts.id().to_owned(),
            title: title.to_owned(),
            url: Address::notice(facts.id()),
            date: facts.date.as_ref().filter(|found| found.is_indexed()).map(|found| found.value.to_string()),
            updated: facts.updated.as_ref().filter(|found| found.is_indexed()).map(|found| found.value.to_string()),
            kind: facts.kind().label(),
            issuer: facts
                .issuer
                .as_ref()
                .filter(|found| found.is_indexed())
                .map(|found| found.value.as_written.clone()),
            units: context.units.iter().map(PageLink::from).collect(),
            round: link(&context.round),
            badge: context.notice_status.as_ref().map(Badge::from),
            counts: Counts::from(&context.items),
            unsure_items: notice.items.iter().map(|item| u32::from(!item.is_indexed())).sum(),
            facts: fact_views(parts, fact_rows(facts)),
            claims: fact_views(parts, claim_rows(facts)),
            outline: outline(notice),
            body_html: parts.body_html.to_owned(),
            tags: facts.tags.clone(),
            anonymised: facts.anonymised.as_ref().is_some_and(|found| found.value),
            draft: facts.draft,
            updates: facts.updates.iter().map(update).collect(),
            continues: link(&context.continues),
            superseded_by: link(&context.superseded_by),
            since: history.and_then(|history| Some(ComparisonView::of(history.since.as_ref()?, true))),
            next: history.and_then(|history| Some(ComparisonView::of(history.next.as_ref()?, false))),
            newest: newest.filter(|newest| context.superseded_by.as_ref() != Some(*newest)).map(PageLink::from),
            older_in_unit: link(&context.in_unit.0),
            newer_in_unit: link(&context.in_unit.1),
            older_in_round: link(&context.in_round.0),
            newer_in_round: link(&context.in_round.1),
            source: notice.source.to_string(),
            source_sha256: parts.source_sha256.to_owned(),
            downloads: parts.downloads.to_vec(),
            extra: facts.extra.clone(),
        }
    }
}

impl View for NoticeView {
    const TEMPLATE: &'static str = "notice.html";

    /// A notice is below its unit, else below all notices.
    fn head(&self, heads: &Heads<'_>) -> Head {
        let mut head = heads.alone(&self.title);
        let section = if self.units.is_empty() { "notices" } else { "units" };
        head.crumbs.push(PageLink::new(Address::new(format!("{section}/")), heads.text(section)));
        head.crumbs.extend(self.units.first().cloned());
        let names = self.units.iter().chain(&self.round).map(|link| link.title.clone());
        let kind = heads.text(&format!("kind_{}", self.kind));
        let sentence = match self.counts.items_total {
            0 => heads.text("notice_lead_plain"),
            total => heads
                .text("notice_lead")
                .replace("{total}", &total.to_string())
                .replace("{done}", &self.counts.items_done.to_string())
                .replace("{unstated}", &self.counts.items_unstated.to_string()),
        };
        Head {
            here: heads.text("crumb_text"),
            section: "notices",
            keywords: names.chain([kind]).chain(self.tags.iter().cloned()).collect(),
            description: sentence.replace("{title}", &self.title),
            ..head
        }
    }
}

fn update(update: &crate::notice::facts::Update) -> UpdateView {
    UpdateView { date: update.date.map(|date| date.to_string()), note: update.note.clone() }
}

type NamedFact = (&'static str, Found<String>);

/// Facts that [`fact_rows`] lists one by one because their order or form is special, and those that the page shows
/// elsewhere or not at all. Every other fact of the table follows at the end of the box.
const LISTED_ONE_BY_ONE: Words = words! {
    title id aliases kind date updated unit issuer body round round_type period_start period_end feedback as_of
    term_months status aspects contents problems completed measures systems amount contact signature anonymised
    follows item_follows until
};

/// The facts of the box in display order.
fn fact_rows(facts: &Facts) -> Vec<NamedFact> {
    let mut rows: Vec<NamedFact> = Vec::new();
    let mut add = |name, found: Option<Found<String>>| rows.extend(found.map(|found| (name, found)));
    add("kind", unsure(&facts.kind, |kind| kind.label().to_owned()));
    add("date", unsure(&facts.date, Moment::to_string));
    add("updated", unsure(&facts.updated, Moment::to_string));
    add("issuer", unsure(&facts.issuer, |unit| unit.as_written.clone()));
    add("period", period(facts));
    add("feedback", facts.feedback.clone().map(|found| found.map(|date| date.to_string())));
    for body in &facts.bodies {
        add("body", Some(body.clone()));
    }
    if let Some(round) = facts.round.clone().filter(|found| !found.is_indexed()) {
        add("round", Some(round.map(|round| round.label)));
    }
    for unit in facts.units.iter().filter(|found| !found.is_indexed()) {
        add("unit", Some(unit.clone().map(|unit| unit.as_written)));
    }
    add("round_type", facts.round_type.clone());
    add("term", facts.term_months.clone().map(|found| found.map(|months| months.to_string())));
    add("as_of", facts.as_of.clone());
    add("until", facts.until.clone().map(|found| found.map(|date| date.to_string())));
    add("contact", facts.contact.clone());
    for fact in FACTS.iter().filter(|fact| !LISTED_ONE_BY_ONE.has(fact.name)) {
        rows.extend(fact.stated(facts).into_iter().map(|found| (fact.name, found)));
    }
    rows
}

/// A fact that the page shows elsewhere if it is certain. If it is not, it is in the box as 待确认.
fn unsure<T>(found: &Option<Found<T>>, words: impl Fn(&T) -> String) -> Option<Found<String>> {
    let found = found.as_ref().filter(|found| !found.is_indexed())?;
    Some(Found {
        value: words(&found.value),
        from: found.from,
        line: found.line,
        span: found.span,
        confidence: found.confidence,
    })
}

fn period(facts: &Facts) -> Option<Found<String>> {
    let day = |found: &Option<Found<Date>>| found.as_ref().map(|found| found.value.to_string());
    let text = match (day(&facts.period_start), day(&facts.period_end)) {
        (Some(start), Some(end)) => format!("{start}/{end}"),
        (Some(start), None) => format!("{start}/"),
        (None, Some(end)) => format!("/{end}"),
        (None, None) => return None,
    };
    let found = facts.period_start.clone().or_else(|| facts.period_end.clone())?;
    Some(found.map(|_| text))
}

fn claim_rows(facts: &Facts) -> Vec<NamedFact> {
    let counts = facts.claims.counts().into_iter();
    let mut rows: Vec<NamedFact> =
        counts.filter_map(|(name, found)| Some((name, found?.clone().map(|count| count.to_string())))).collect();
    rows.extend(facts.claims.amount.clone().map(|found| ("amount", found)));
    rows
}

fn fact_views(parts: &NoticeParts<'_>, rows: Vec<NamedFact>) -> Vec<FactView> {
    let fact = |(name, found): NamedFact| FactView {
        name,
        from: origin(found.from),
        line: found.line(),
        anchor: found.line().filter(|line| parts.anchored_lines.contains(line)).map(|line| format!("l{line}")),
        unsure: !found.is_indexed(),
        value: found.value,
    };
    rows.into_iter().map(fact).collect()
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::FrontMatter => "front_matter",
        Origin::Label => "label",
        Origin::Structure => "structure",
        Origin::Prose => "prose",
        Origin::FileName => "file_name",
        Origin::Site => "site",
        Origin::None => "none",
    }
}

/// The lines that the fact box links to, which therefore need anchors.
pub fn fact_lines(facts: &Facts) -> BTreeSet<u32> {
    fact_rows(facts).into_iter().chain(claim_rows(facts)).filter_map(|(_, found)| found.line()).collect()
}

/// The items under their groups; groups without items of their own keep their heading. A notice without items has its
/// headings instead.
fn outline(notice: &Notice) -> Vec<OutlineGroup> {
    let mut groups: Vec<OutlineGroup> = Vec::new();
    let ids = heading_ids(notice);
    for (heading, id) in notice.outline.iter().zip(ids) {
        let group = || OutlineGroup {
            level: heading.level,
            number: heading.number.clone(),
            title: heading.title.clone(),
            anchor: id,
            items: Vec::new(),
        };
        match heading.role {
            HeadingRole::Group => groups.push(group()),
            HeadingRole::Part(_) | HeadingRole::Other if notice.items.is_empty() && heading.level <= 2 => {
                groups.push(group())
            }
            HeadingRole::Part(_) | HeadingRole::Other => {}
            HeadingRole::Item(at) => {
                if groups.is_empty() {
                    groups.push(OutlineGroup::default());
                }
                if let (Some(group), Some(item)) = (groups.last_mut(), notice.items.get(at)) {
                    group.items.push(outline_item(item));
                }
            }
        }
    }
    while !notice.items.is_empty() && groups.last().is_some_and(|group| group.items.is_empty()) {
        groups.pop();
    }
    groups
}

fn outline_item(item: &crate::notice::Item) -> OutlineItem {
    OutlineItem {
        number: item.number().map(str::to_owned),
        title: item.title.to_string(),
        anchor: item.anchor.to_string(),
        status: item.status.name(),
        mark: item.status.mark(),
        status_raw: item.status_raw.as_deref().map(str::to_owned),
        unsure: !item.is_indexed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::theme::strings;
    use crate::notice::fact::Slot;
    use crate::render::embedded;

    #[test]
    fn every_fact_of_the_box_has_a_label() {
        let layer = embedded::layer("default").unwrap();
        for path in ["i18n/zh-CN.yaml", "i18n/en.yaml"] {
            let strings = strings(&String::from_utf8(layer[path].clone()).unwrap()).unwrap();
            let facts = FACTS.iter().filter(|fact| !matches!(fact.slot, Slot::Setting(_)));
            for fact in facts.filter(|fact| !LISTED_ONE_BY_ONE.has(fact.name)) {
                assert!(strings.contains_key(&format!("fact_{}", fact.name)), "{path}: fact_{}", fact.name);
            }
        }
    }
}
