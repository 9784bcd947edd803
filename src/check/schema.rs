//! The JSON Schema of the front matter, from the reader's table of keys, for completion and checks in editors.

use serde_json::{Map, Value, json};

use crate::config::Language;
use crate::notice::{Audience, Kind, Status};
use crate::read;

/// The schema (draft 7, which editors know), with descriptions in `language`. Chinese aliases are keys of their own.
pub fn schema(language: Language) -> Value {
    let mut properties = Map::new();
    for (key, aliases) in read::KEYS {
        let form = form(key);
        let mut property = form.value;
        property["description"] = language.pick(form.zh, form.en).into();
        for alias in *aliases {
            let mut twin = property.clone();
            twin["description"] = format!("{}（{key}）", form.zh).into();
            properties.insert((*alias).to_owned(), twin);
        }
        properties.insert((*key).to_owned(), property);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": language.pick("通报的头部", "front matter of a notice"),
        "type": "object",
        "properties": properties,
    })
}

/// What a key wants, and what it says.
struct Form {
    value: Value,
    zh: &'static str,
    en: &'static str,
}

fn form(key: &str) -> Form {
    let (value, zh, en) = match key {
        "title" => (text(), "标题", "title"),
        "date" => (day(), "发布日期，如 2025-03-14", "day of publication"),
        "updated" => (day(), "更新日期", "day of the last change"),
        "id" => (slug(), "永久的代号，决定网页地址；写定后不再改", "permanent id, part of the address"),
        "aliases" => (texts(), "旧地址，一行一个", "old addresses"),
        "draft" => (boolean(), "草稿，不发布", "a draft is not published"),
        "kind" => (one_of(&Kind::ALL.map(Kind::label)), "文种", "kind of document"),
        "unit" => (text_or_texts(), "被巡察（被审计）单位，一个或几个", "inspected unit or units"),
        "issuer" => (text(), "发布单位", "who publishes it"),
        "body" => (text_or_texts(), "巡察组、巡视组", "inspecting body"),
        "round" => (text(), "轮次，如 五届市委第三轮巡察", "round of inspection"),
        "round_type" => (text(), "巡察类型，如 常规、专项", "type of inspection"),
        "period" => (period(), "巡察的起止日期，如 [2024-04-09, 2024-06-28]", "first and last day of the inspection"),
        "feedback" => (day(), "反馈日期", "day of the feedback"),
        "as_of" => (text(), "数据截至", "as of when the numbers hold"),
        "status" => (
            statuses(),
            "整改状态，代替由各项推出的",
            "status of the whole notice, overriding what follows from the items",
        ),
        "claims" => (claims(), "通报自己说的数目", "numbers the notice claims"),
        "contact" => (text_or_texts(), "联系方式", "contact"),
        "audience" => {
            (one_of(&[Audience::Public.name(), Audience::Intranet.name(), "公开", "内网"]), "给谁看", "who may see it")
        }
        "anonymised" => (boolean(), "匿名：名称和数字已隐去", "names and numbers are masked"),
        "follows" => (text(), "接续哪一份通报，写它的 id", "id of the notice this one continues"),
        "withdrawn" => (withdrawn(), "撤回：原因和日期", "withdrawn: reason and date"),
        "updates" => (updates(), "更新记录", "update history"),
        "item_aliases" => (json!({ "anyOf": [{ "type": "object" }, texts()] }), "旧的问题锚点", "old anchors of items"),
        "item_follows" => (
            json!({ "type": "object", "additionalProperties": text() }),
            "承接：本通报的问题编号对应前一份通报的问题编号，如 {3: 5}",
            "which item of the notice before each item continues, by number",
        ),
        "until" => (day(), "公示期至", "end of the publication period"),
        "categories" => (text_or_texts(), "分类，随意的词", "free words"),
        "tags" => (text_or_texts(), "标签，随意的词", "free words"),
        _ => (json!({}), "保留，不起作用", "kept, without effect"),
    };
    Form { value, zh, en }
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
    let names = [
        ("aspects", "方面"),
        ("contents", "项内容"),
        ("problems", "问题"),
        ("completed", "完成"),
        ("measures", "措施"),
        ("systems", "制度"),
    ];
    let mut properties = Map::new();
    for (name, chinese) in names {
        let count =
            json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string" }], "description": chinese });
        properties.insert(name.to_owned(), count.clone());
        properties.insert(chinese.to_owned(), count);
    }
    for amount in ["amount", "万元"] {
        properties.insert(
            amount.to_owned(),
            json!({ "anyOf": [{ "type": "string" }, { "type": "number" }], "description": "金额，按原文写" }),
        );
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
        for (key, aliases) in read::KEYS {
            for name in std::iter::once(key).chain(*aliases) {
                let property = &schema["properties"][*name];
                let is_told = property["description"].as_str().is_some_and(|told| !told.is_empty());
                let is_formed = property.as_object().is_some_and(|property| property.len() > 1);
                assert!(is_told && (is_formed || *key == "type"), "{name} has no form");
            }
        }
    }
}
