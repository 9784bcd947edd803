//! The JSON Schema of the front matter, from the reader's table of keys, for completion and checks in editors.

use serde_json::{Map, Value, json};

use crate::config::Language;
use crate::notice::fact::{self, FactKey, FrontMatterKey, FrontMatterSetting, Slot};
use crate::notice::{Audience, Kind, Status};

/// The schema (draft 7, which editors know), with descriptions in `language`. Chinese aliases are keys of their own.
pub fn schema(language: Language) -> Value {
    let mut properties = Map::new();
    for key in fact::keys() {
        let (zh, en) = about(key);
        let mut property = form(key);
        property["description"] = language.pick(zh, en).into();
        for alias in key.aliases {
            let mut copy = property.clone();
            copy["description"] = format!("{zh}（{}）", key.name).into();
            properties.insert((*alias).to_owned(), copy);
        }
        properties.insert(key.name.to_owned(), property);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": language.pick("通报的头部", "front matter of a notice"),
        "type": "object",
        "properties": properties,
    })
}

/// Description of a key in both languages.
fn about(key: FrontMatterKey) -> (&'static str, &'static str) {
    match key.fact.key {
        FactKey::Part("period", _) => {
            ("巡察的起止日期，如 [2024-04-09, 2024-06-28]", "first and last day of the inspection")
        }
        FactKey::Part(_, _) => ("通报自己说的数目", "numbers the notice claims"),
        FactKey::Own(_) | FactKey::None => (key.fact.zh, key.fact.en),
    }
}

/// The schema of a key's value.
fn form(key: FrontMatterKey) -> Value {
    match (key.fact.key, key.fact.slot) {
        (FactKey::Part("period", _), _) => period(),
        (FactKey::Part(_, _), _) => claims(),
        (_, Slot::Text(_)) => text(),
        (_, Slot::Id(_)) => slug(),
        (_, Slot::Lines(_) | Slot::Units(_) | Slot::Names(_)) => text_or_texts(),
        (_, Slot::Moment(_) | Slot::Day(_)) => day(),
        (_, Slot::Count(_)) => count(),
        (_, Slot::Flag(_) | Slot::Setting(FrontMatterSetting::Draft)) => boolean(),
        (_, Slot::Kind(_)) => one_of(&Kind::ALL.map(Kind::label)),
        (_, Slot::Status(_)) => statuses(),
        (_, Slot::Round(_) | Slot::Unit(_)) => text(),
        (_, Slot::Addresses(_)) => texts(),
        (_, Slot::Continuations(_)) => json!({ "type": "object", "additionalProperties": text() }),
        (_, Slot::Setting(FrontMatterSetting::Audience)) => {
            one_of(&[Audience::Public.name(), Audience::Intranet.name(), "公开", "内网"])
        }
        (_, Slot::Setting(FrontMatterSetting::Withdrawn)) => withdrawn(),
        (_, Slot::Setting(FrontMatterSetting::Updates)) => updates(),
        (_, Slot::Setting(FrontMatterSetting::ItemAliases)) => json!({ "anyOf": [{ "type": "object" }, texts()] }),
        (_, Slot::Setting(FrontMatterSetting::Tags | FrontMatterSetting::Categories)) => text_or_texts(),
        (_, Slot::Setting(FrontMatterSetting::Ignored)) => json!({}),
    }
}

fn count() -> Value {
    json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string" }] })
}

fn text() -> Value {
    json!({ "anyOf": [{ "type": "string" }, { "type": "number" }] })
}

fn texts() -> Value {
    json!({ "type": "array", "items": text() })
}

fn text_or_texts() -> Value {
    json!({ "anyOf": [text(), texts()] })
}

fn boolean() -> Value {
    json!({ "enum": [true, false, "是", "否"] })
}

fn one_of(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn slug() -> Value {
    let word = json!({ "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$" });
    json!({ "anyOf": [word, { "type": "number" }] })
}

fn day() -> Value {
    json!({ "anyOf": [{ "type": "string" }, { "type": "number" }], "examples": ["2025-03-14"] })
}

fn period() -> Value {
    json!({ "anyOf": [{ "type": "array", "items": day(), "minItems": 2, "maxItems": 2 }, { "type": "string" }] })
}

/// Labels and canonical names complete; other written forms are legal too.
fn statuses() -> Value {
    let labels = Status::ALL.map(Status::label);
    let names = Status::ALL.map(Status::name);
    json!({ "anyOf": [{ "enum": labels }, { "enum": names }, { "type": "string" }] })
}

fn claims() -> Value {
    let mut properties = Map::new();
    for fact in fact::parts_of("claims") {
        let FactKey::Part(_, word) = fact.key else { continue };
        let mut property = if matches!(fact.slot, Slot::Count(_)) { count() } else { text() };
        property["description"] = fact.zh.into();
        properties.insert(fact.name.to_owned(), property.clone());
        properties.insert(word.to_owned(), property);
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn withdrawn() -> Value {
    let parts = json!({ "reason": text(), "原因": text(), "date": day(), "日期": day() });
    json!({ "anyOf": [
        { "type": "object", "properties": parts, "additionalProperties": false },
        { "type": "string" },
        { "type": "boolean" },
    ] })
}

fn updates() -> Value {
    let parts = json!({ "date": day(), "日期": day(), "note": text(), "说明": text() });
    json!({ "type": "array", "items": { "anyOf": [{ "type": "object", "properties": parts }, text()] } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_reader_has_a_form() {
        let schema = schema(Language::Zh);
        for key in fact::keys() {
            for name in key.words() {
                let property = &schema["properties"][name];
                let has_description = property["description"].as_str().is_some_and(|text| !text.is_empty());
                let is_formed = property.as_object().is_some_and(|property| property.len() > 1);
                assert!(has_description && (is_formed || key.name == "type"), "{name} has no form");
            }
        }
    }
}
