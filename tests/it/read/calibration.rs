//! How often values of each confidence are right, over the notices of `tests/read` and their answers.
//!
//! A value stated as high should be right in 99 of 100 cases, one of medium confidence in 90. Run it with
//!
//!     cargo test --test it -- read::calibration --ignored --nocapture
//!
//! The fixtures were written with the reader at hand, so the table shows what it has learned, not what it does at
//! first sight; to calibrate on notices it has not seen, put them and their answers into `tests/read` and run it
//! before anything is changed. It fails where a confidence promises more than it holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gongshi::notice::{Confidence, Facts, Found, SourcePath};
use gongshi::read;
use serde_json::Value;

/// The least share of right values, in per cent.
const WANTED: [(&str, f64); 2] = [("high", 99.0), ("medium", 90.0)];

const fn name(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// Every judged value of a notice: the answer's key, its confidence, and the value as the answer writes it.
fn values(facts: &Facts) -> Vec<(String, Confidence, Value)> {
    fn one<T>(key: &str, found: &Option<Found<T>>, value: impl Fn(&T) -> Value) -> Option<(String, Confidence, Value)> {
        found.as_ref().map(|found| (key.to_owned(), found.confidence, value(&found.value)))
    }
    let day = |date: &gongshi::notice::Date| Value::from(date.to_string());
    let joined = |names: Vec<&str>| Value::from(names.join("、"));
    let mut values: Vec<_> = [
        one("kind", &facts.kind, |kind| kind.label().into()),
        one("title", &facts.title, |title| title.as_str().into()),
        one("round", &facts.round, |round| round.label.as_str().into()),
        one("date", &facts.date, |moment| day(&moment.date)),
        one("period_start", &facts.period_start, day),
        one("period_end", &facts.period_end, day),
        one("feedback", &facts.feedback, day),
        one("amount", &facts.claims.amount, |amount| amount.as_str().into()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(first) = facts.units.first() {
        let names = facts.units.iter().map(|unit| unit.value.name.as_str()).collect();
        values.push(("unit".to_owned(), first.confidence, joined(names)));
    }
    if let Some(first) = facts.bodies.first() {
        let names = facts.bodies.iter().map(|body| body.value.as_str()).collect();
        values.push(("body".to_owned(), first.confidence, joined(names)));
    }
    let counts = facts.claims.counts().into_iter();
    values
        .extend(counts.filter_map(|(key, found)| {
            found.map(|found| (key.to_owned(), found.confidence, Value::from(found.value)))
        }));
    values
}

#[test]
#[ignore = "a measurement: prints a table"]
fn confidences_are_calibrated() {
    let mut shares: BTreeMap<(&str, String), (u32, u32)> = BTreeMap::new();
    for entry in fs::read_dir(Path::new("tests/read")).expect("tests/read is there") {
        let path = entry.expect("an entry of a folder").path();
        if !path.extension().is_some_and(|extension| extension == "txt" || extension == "md") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a fixture is UTF-8");
        let answer = fs::read_to_string(path.with_extension("json")).expect("an answer lies beside each fixture");
        let answer: Value = serde_json::from_str(&answer).expect("an answer is JSON");
        let name_of = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let facts = read::read(&SourcePath::new(&name_of), &text).notice.facts;
        for (key, confidence, value) in values(&facts) {
            let Some(expected) = answer.get(&key).or_else(|| answer["claims"].get(&key)) else { continue };
            let right = u32::from(*expected == value);
            for row in [key, "all".to_owned()] {
                let share = shares.entry((name(confidence), row)).or_default();
                *share = (share.0 + right, share.1 + 1);
            }
        }
    }
    for ((confidence, key), (right, all)) in &shares {
        println!("{confidence:7} {key:14} {right:4}/{all:<4} {:5.1} %", 100.0 * f64::from(*right) / f64::from(*all));
    }
    for (confidence, least) in WANTED {
        let (right, all) = shares.get(&(confidence, "all".to_owned())).copied().unwrap_or_default();
        assert!(f64::from(right) * 100.0 >= least * f64::from(all), "{confidence}: {right} of {all} are right");
    }
}
