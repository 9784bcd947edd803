//! Our own notices read as `tests/read/CONVENTIONS` says: a key that is absent is not judged.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gongshi::notice::{Facts, Item, Notice, SourcePath};
use gongshi::read;
use serde_json::{Value, json};

/// The values of a notice by the names the answers use.
fn facts(facts: &Facts) -> Value {
    let date = |found: &Option<gongshi::notice::Found<gongshi::notice::Date>>| {
        found.as_ref().filter(|found| found.is_indexed()).map(|found| found.value.to_string())
    };
    let joined = |names: Vec<&str>| (!names.is_empty()).then(|| names.join("、"));
    let mut claims: serde_json::Map<String, Value> = facts
        .claims
        .counts()
        .into_iter()
        .map(|(name, found)| (name.to_owned(), found.map_or(Value::Null, |found| found.value.into())))
        .collect();
    claims.insert(
        "amount".to_owned(),
        facts.claims.amount.as_ref().map_or(Value::Null, |found| found.value.clone().into()),
    );
    json!({
        "kind": facts.kind().label(),
        "title": facts.title(),
        "unit": joined(facts.units.iter().map(|unit| unit.value.name.as_str()).collect()),
        "issuer": facts.issuer.as_ref().map(|unit| &unit.value.name),
        "body": joined(facts.bodies.iter().map(|body| body.value.as_str()).collect()),
        "round": facts.round.as_ref().map(|round| &round.value.label),
        "period_start": date(&facts.period_start),
        "period_end": date(&facts.period_end),
        "feedback": date(&facts.feedback),
        "date": facts.date.as_ref().map(|date| date.value.date.to_string()),
        "as_of": facts.as_of.as_ref().map(|found| &found.value),
        "claims": claims,
    })
}

fn item(item: &Item) -> Value {
    json!({
        "number": item.number(),
        "path": item.path.numbers().collect::<Vec<_>>(),
        "title": item.title,
        "status": item.status.name(),
        "status_raw": item.status_raw,
        "sustained": item.sustained,
        "measures": item.measures,
        "deadline": item.deadline.as_ref().map(|found| found.value.to_string()),
        "responsible": item.responsible.as_ref().map(|found| &found.value),
        "unit": item.unit.as_ref().map(|found| &found.value.name),
    })
}

/// Differences from the answer, one line each.
fn differences(place: &str, expected: &Value, read: &Value, out: &mut Vec<String>) {
    for (key, expected) in expected.as_object().into_iter().flatten() {
        if key == "items" {
            continue;
        }
        if expected.is_object() {
            differences(&format!("{place} {key}"), expected, &read[key], out);
        } else if read.get(key) != Some(expected) {
            out.push(format!("{place} {key}: expected {expected}, read {}", read.get(key).unwrap_or(&Value::Null)));
        }
    }
}

fn compare(name: &str, expected: &Value, notice: &Notice, out: &mut Vec<String>) {
    differences(name, expected, &facts(&notice.facts), out);
    let wanted = expected["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    for (at, wanted) in wanted.iter().enumerate() {
        match notice.items.get(at) {
            Some(read) => differences(&format!("{name} item {}", at + 1), wanted, &item(read), out),
            None => out.push(format!("{name} item {}: missing {}", at + 1, wanted["title"])),
        }
    }
    for extra in notice.items.iter().skip(wanted.len()) {
        out.push(format!("{name}: an item too many: {}", extra.title));
    }
}

#[test]
fn fixtures_are_read_as_their_answer_keys_say() {
    let folder = Path::new("tests/read");
    let names: BTreeSet<_> = fs::read_dir(folder)
        .expect("tests/read is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt" || extension == "md"))
        .collect();
    assert!(names.len() >= 30, "at least 30 notices of our own");
    let mut out = Vec::new();
    for path in names {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a fixture is UTF-8");
        let answer = fs::read_to_string(path.with_extension("json")).expect("an answer lies beside each fixture");
        let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
        compare(&name, &answer, &read::read(&SourcePath::new(&name), &text).notice, &mut out);
    }
    assert!(out.is_empty(), "{} differences:\n{}", out.len(), out.join("\n"));
}
