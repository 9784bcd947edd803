//! The five seeds read exactly as their answer key says.

use std::path::Path;

use gongshi::notice::{Notice, SourcePath};
use gongshi::read;
use serde_json::Value;

fn gold() -> Option<Value> {
    let path = Path::new("../shared/seeds/gold.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared/seeds");
        return None;
    };
    Some(serde_json::from_str(&text).expect("gold.json is JSON"))
}

fn seed(key: &Value) -> Notice {
    let file = key["file"].as_str().expect("a seed has a file");
    let text = std::fs::read_to_string(Path::new("../shared/seeds").join(file)).expect("the seed is there");
    let reading = read::read(&SourcePath::new(file), &text);
    for finding in &reading.findings {
        println!("{file}: {finding:?}");
    }
    reading.notice
}

/// 2、 of `2、 整改任务推进落实情况`.
fn number_only(written: &str) -> String {
    let end =
        written.char_indices().find(|(_, c)| matches!(c, '、' | '.' | '）' | ')')).map(|(at, c)| at + c.len_utf8());
    written[..end.unwrap_or(written.len())].to_owned()
}

fn items(notice: &Notice) -> Vec<Value> {
    let items = notice.items.iter().enumerate().map(|(at, item)| {
        serde_json::json!({
            "seq": at + 1,
            "number": item.number(),
            "path": item.path.numbers().collect::<Vec<_>>(),
            "title": item.title,
            "status": item.status_raw,
            "line": item.line,
            "measures": item.measures,
        })
    });
    items.collect()
}

fn expected_items(key: &Value) -> Vec<Value> {
    let items = key["items"].as_array().into_iter().flatten().map(|item| {
        let path: Vec<Option<String>> =
            item["path"].as_array().into_iter().flatten().map(|number| number.as_str().map(number_only)).collect();
        serde_json::json!({
            "seq": item["seq"],
            "number": path.last().cloned().flatten(),
            "path": path,
            "title": item["title"],
            "status": item["status_as_written"],
            "line": item["line"],
            "measures": item["measures"],
        })
    });
    items.collect()
}

fn facts(notice: &Notice) -> Value {
    let facts = &notice.facts;
    let date = |found: &Option<gongshi::notice::Found<gongshi::notice::Date>>| {
        found.as_ref().map(|found| found.value.to_string())
    };
    serde_json::json!({
        "title": facts.title(),
        "kind": facts.kind().label(),
        "unit": facts.units.first().map(|unit| &unit.value.name),
        "unit_as_written": facts.units.first().map(|unit| &unit.value.as_written),
        "issuer": facts.issuer.as_ref().map(|unit| &unit.value.name),
        "body": facts.bodies.first().map(|body| &body.value),
        "round": facts.round.as_ref().map(|round| &round.value.label),
        "period_start": date(&facts.period_start),
        "period_end": date(&facts.period_end),
        "feedback": date(&facts.feedback),
        "date": facts.date.as_ref().map(|date| date.value.to_string()),
    })
}

fn expected_facts(key: &Value) -> Value {
    let blank_free = |title: &Value| title.as_str().map(|title| title.replace(' ', ""));
    serde_json::json!({
        "title": blank_free(&key["title"]),
        "kind": key["document_kind"],
        "unit": key["inspected_unit"]["canonical"],
        "unit_as_written": key["inspected_unit"]["as_written"],
        "issuer": key["issuing_unit"]["canonical_unit"],
        "body": key["inspecting_body"]["as_written"],
        "round": key["round_label"],
        "period_start": key["inspection_period"]["start"],
        "period_end": key["inspection_period"]["end"],
        "feedback": key["feedback_date"],
        "date": key["publication_date"],
    })
}

fn claims(notice: &Notice) -> Vec<(String, String)> {
    let claims = &notice.facts.claims;
    let counts =
        claims.counts().into_iter().filter_map(|(name, found)| Some((name.to_owned(), found?.value.to_string())));
    let amount = claims.amount.iter().map(|found| ("amount".to_owned(), found.value.clone()));
    let mut all: Vec<_> = counts.chain(amount).collect();
    all.sort();
    all
}

fn expected_claims(key: &Value) -> Vec<(String, String)> {
    let names = ["aspects", "contents", "problems", "completed", "measures", "systems", "money_recovered"];
    let first = names.into_iter().filter_map(|name| {
        let claim = key["claimed_counts"].as_array()?.iter().find(|claim| claim["what"] == name)?;
        let name = if name == "money_recovered" { "amount" } else { name };
        Some((name.to_owned(), claim["value"].to_string()))
    });
    let mut all: Vec<_> = first.collect();
    all.sort();
    all
}

#[test]
fn seeds_are_read_as_their_answer_key_says() {
    let Some(gold) = gold() else { return };
    for (name, key) in gold["seeds"].as_object().expect("seeds by name") {
        let notice = seed(key);
        assert_eq!(pretty(&facts(&notice)), pretty(&expected_facts(key)), "facts of {name}");
        assert_eq!(claims(&notice), expected_claims(key), "claims of {name}");
        let (read, expected) = (items(&notice), expected_items(key));
        for (read, expected) in read.iter().zip(&expected) {
            assert_eq!(pretty(read), pretty(expected), "an item of {name}");
        }
        assert_eq!(read.len(), expected.len(), "items of {name}");
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON prints")
}
