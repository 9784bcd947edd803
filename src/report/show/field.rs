//! The fields of a notice with their provenance, by the names of the data files.

use crate::archive::{Address, Basis, Row};
use crate::config::Language;
use crate::notice::fact::{self, FACTS, Fact, Slot};
use crate::notice::{Claims, Confidence, Facts, Found, Notice, Origin, Status};
use crate::text::words::{Words, words};

/// A field with its value and origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in CSV, JSON, `show` and templates.
    pub name: &'static str,
    /// Its value.
    pub value: FieldValue,
    /// Kind of place the value was read from.
    pub from: Origin,
    /// The line, where the place is one.
    pub line: Option<u32>,
    /// Confidence of the reader; absent if nothing was found.
    pub confidence: Option<Confidence>,
}

/// Value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// Nothing is stated.
    None,
    /// Words or a date.
    Text(String),
    /// Several words.
    List(Vec<String>),
    /// A count.
    Number(u32),
    /// Yes or no.
    Flag(bool),
}

/// All fields of a notice, in the order of the data files, then those that only `show` has.
pub fn fields(notice: &Notice, row: &Row) -> Vec<Field> {
    let facts = &notice.facts;
    let stated = |name| stated(name, facts);
    let mut fields = vec![
        stated("id"),
        stated("title"),
        stated("date"),
        stated("updated"),
        stated("kind"),
        stated("unit"),
        keyed("unit_key", facts.units.first(), row.units.iter().map(|key| key.as_str())),
        stated("issuer"),
        stated("body"),
        stated("round"),
        keyed("round_key", facts.round.as_ref(), row.round.iter().map(|round| round.key.as_str())),
        stated("period_start"),
        stated("period_end"),
        stated("feedback"),
    ];
    fields.extend(notice_status(facts, row));
    fields.extend(counts(row));
    fields.extend([
        stated("follows"),
        number("claimed_aspects", facts.claims.aspects.as_ref()),
        number("claimed_problems", facts.claims.problems.as_ref()),
        number("claimed_completed", facts.claims.completed.as_ref()),
        derived("source", FieldValue::Text(notice.source.as_str().to_owned()), Origin::FileName),
        derived("url", FieldValue::Text(Address::notice(facts.id()).as_str().to_owned()), origin(facts.id.as_ref())),
    ]);
    fields.extend(extras(facts));
    let is_setting = |fact: &&Fact| matches!(fact.slot, Slot::Setting(_));
    let others = FACTS.iter().filter(|fact| !is_setting(fact) && !NOT_BY_NAME.has(fact.name));
    for fact in others {
        if fields.iter().all(|field| field.name != fact.name) {
            fields.push(stated(fact.name));
        }
    }
    fields
}

/// Facts that `show` prints under another name or in another form, or not at all. Every other fact of the table is a
/// field.
pub(super) static NOT_BY_NAME: Words = words! {
    aliases term_months status aspects contents problems completed measures systems amount signature item_follows
    until
};

/// The fields that only `show` has.
fn extras(facts: &Facts) -> Vec<Field> {
    let list = |values: Vec<String>| if values.is_empty() { FieldValue::None } else { FieldValue::List(values) };
    let units = facts.units.iter().map(|unit| unit.value.name.clone()).collect();
    let bodies = facts.bodies.iter().map(|body| body.value.clone()).collect();
    let round_type = facts.round_type.clone().or_else(|| {
        let round = facts.round.clone()?;
        round.value.round_type.clone().map(|kind| round.map(|_| kind))
    });
    vec![
        joined("unit_as_written", &facts.units, |unit| unit.as_written.clone()),
        placed("units", list(units), facts.units.first()),
        placed("bodies", list(bodies), facts.bodies.first()),
        text("round_type", round_type.as_ref(), String::clone),
        stated("as_of", facts),
        number("claimed_contents", facts.claims.contents.as_ref()),
        number("claimed_systems", facts.claims.systems.as_ref()),
        text("claimed_amount", facts.claims.amount.as_ref(), String::clone),
        stated("contact", facts),
        match &facts.anonymised {
            Some(found) => placed("anonymised", FieldValue::Flag(found.value), Some(found)),
            None => absent("anonymised"),
        },
    ]
}

/// The status of the notice and its basis.
fn notice_status(facts: &Facts, row: &Row) -> [Field; 3] {
    let Some(notice_status) = &row.notice_status else {
        return ["status", "status_label", "status_basis"].map(absent);
    };
    let values = [
        ("status", notice_status.status.name().to_owned()),
        ("status_label", notice_status.label(Language::Zh)),
        ("status_basis", notice_status.basis.name().to_owned()),
    ];
    values.map(|(name, value)| {
        let value = FieldValue::Text(value);
        match notice_status.basis {
            Basis::FrontMatter => placed(name, value, facts.status.as_ref()),
            Basis::Items => derived(name, value, Origin::Label),
            Basis::Claims => placed(name, value, completed(&facts.claims)),
            Basis::None => Field { confidence: None, ..derived(name, value, Origin::None) },
        }
    })
}

fn completed(claims: &Claims) -> Option<&Found<u32>> {
    claims.completed.as_ref()
}

/// How many items there are, and how many of each status.
fn counts(row: &Row) -> [Field; 7] {
    let count = |name, count| derived(name, FieldValue::Number(count), Origin::Structure);
    [
        count("items_total", row.items.items()),
        count("items_done", row.items.count(Status::Done)),
        count("items_partial", row.items.count(Status::Partial)),
        count("items_in_progress", row.items.count(Status::InProgress)),
        count("items_long_term", row.items.count(Status::LongTerm)),
        count("items_open", row.items.count(Status::Open)),
        count("items_unstated", row.items.count(Status::Unstated)),
    ]
}

fn absent(name: &'static str) -> Field {
    Field { name, value: FieldValue::None, from: Origin::None, line: None, confidence: None }
}

fn derived(name: &'static str, value: FieldValue, from: Origin) -> Field {
    Field { name, value, from, line: None, confidence: Some(Confidence::High) }
}

fn origin<T>(found: Option<&Found<T>>) -> Origin {
    found.map_or(Origin::None, |found| found.from)
}

/// A value with the origin of `found`.
fn placed<T>(name: &'static str, value: FieldValue, found: Option<&Found<T>>) -> Field {
    match (found, &value) {
        (None, _) | (_, FieldValue::None) => absent(name),
        (Some(found), _) => {
            Field { name, value, from: found.from, line: found.line(), confidence: Some(found.confidence) }
        }
    }
}

fn text<T>(name: &'static str, found: Option<&Found<T>>, words: impl Fn(&T) -> String) -> Field {
    match found {
        Some(found) => placed(name, FieldValue::Text(words(&found.value)), Some(found)),
        None => absent(name),
    }
}

fn number(name: &'static str, found: Option<&Found<u32>>) -> Field {
    match found {
        Some(found) => placed(name, FieldValue::Number(found.value), Some(found)),
        None => absent(name),
    }
}

/// A fact in words, several values joined by 、.
fn stated(name: &'static str, facts: &Facts) -> Field {
    let found = fact::fact(name).map(|fact| fact.stated(facts)).unwrap_or_default();
    joined(name, &found, String::clone)
}

/// Several values joined by 、; the place is the first one's.
fn joined<T>(name: &'static str, found: &[Found<T>], words: impl Fn(&T) -> String) -> Field {
    let all: Vec<String> = found.iter().map(|found| words(&found.value)).collect();
    placed(name, FieldValue::Text(all.join("、")), found.first())
}

/// JSON keys for the origin of `found`.
fn keyed<'a, T>(name: &'static str, found: Option<&Found<T>>, keys: impl Iterator<Item = &'a str>) -> Field {
    let keys: Vec<&str> = keys.collect();
    if keys.is_empty() { absent(name) } else { placed(name, FieldValue::Text(keys.join("、")), found) }
}
