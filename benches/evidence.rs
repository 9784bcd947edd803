//! Fits the weights of the evidence (src/read/evidence.rs) on the notices of tests/read: `cargo bench --bench evidence`.
//!
//! Every notice is judged by weights that were fitted on the others, so that no notice decides its own reading. It
//! prints how many are read right that way and with the weights of the program, how right each confidence is, and the
//! weights fitted on all.

use std::fs;
use std::path::Path;

use gongshi::notice::{Confidence, SourcePath};
use gongshi::read::{self, RatedReading, evidence::KINDS, evidence::WEIGHTS};
use serde_json::Value;

type Weights = [f32; KINDS.len()];

/// The readings of one notice.
struct Notice {
    name: String,
    readings: Vec<RatedReading>,
    right: Vec<bool>,
}

/// Passes over all notices.
const ROUNDS: usize = 200;
/// How far one wrong pair moves the weights.
const STEP: f32 = 0.02;
/// By how much a right reading has to lead.
const LEAD: f32 = 1.0;
/// How strongly the weights are drawn back to those of the program: there are few notices with several readings.
const PULL: f32 = 0.002;

fn main() {
    let notices = notices(Path::new("tests/read"));
    let several = notices.iter().filter(|notice| notice.right.iter().any(|right| !right)).count();
    println!("{} notices, {several} of them with several readings", notices.len());
    let kept = notices.iter().filter(|notice| is_right(notice, &WEIGHTS)).count();
    let unseen: Vec<Weights> = (0..notices.len()).map(|out| fit(&notices, Some(out))).collect();
    let right = (0..notices.len()).filter(|at| is_right(&notices[*at], &unseen[*at])).count();
    let mut alone = WEIGHTS;
    alone.iter_mut().zip(KINDS).filter(|(_, kind)| *kind == "usual").for_each(|(weight, _)| *weight = 0.0);
    let unbiased = notices.iter().filter(|notice| is_right(notice, &alone)).count();
    println!("read right: {unbiased} by evidence alone, without a lead of the usual reading");
    println!("read right: {kept} with the program's weights, {right} with weights fitted without the notice itself");
    for (_, notice) in notices.iter().enumerate().filter(|(at, notice)| !is_right(notice, &unseen[*at])) {
        let possible = notice.right.contains(&true);
        println!("  wrong: {} {}", notice.name, if possible { "" } else { "(no reading is right)" });
    }
    for confidence in [Confidence::High, Confidence::Medium, Confidence::Low] {
        let rated = notices.iter().filter(|notice| notice.readings[0].confidence == confidence);
        let (all, right) = rated.fold((0, 0), |(all, right), notice| (all + 1, right + usize::from(notice.right[0])));
        println!("{confidence:?}: {right} of {all} right");
    }
    let fitted = fit(&notices, None);
    for ((kind, own), fitted) in KINDS.iter().zip(WEIGHTS).zip(fitted) {
        println!("{kind:8} {own:6.2} fitted {fitted:6.2}");
    }
}

fn score(weights: &Weights, reading: &RatedReading) -> f32 {
    weights.iter().zip(reading.evidence).map(|(weight, value)| weight * value).sum()
}

fn is_right(notice: &Notice, weights: &Weights) -> bool {
    let best = (0..notice.readings.len())
        .rev()
        .max_by(|a, b| score(weights, &notice.readings[*a]).total_cmp(&score(weights, &notice.readings[*b])));
    best.is_some_and(|best| notice.right[best])
}

/// Weights under which the right readings of all notices but `out` lead, by a perceptron with a margin.
fn fit(notices: &[Notice], out: Option<usize>) -> Weights {
    let mut weights = WEIGHTS;
    for _ in 0..ROUNDS {
        for (_, notice) in notices.iter().enumerate().filter(|(at, _)| Some(*at) != out) {
            let right = (0..notice.readings.len()).filter(|at| notice.right[*at]);
            let Some(right) = right
                .max_by(|a, b| score(&weights, &notice.readings[*a]).total_cmp(&score(&weights, &notice.readings[*b])))
            else {
                continue;
            };
            for wrong in (0..notice.readings.len()).filter(|at| !notice.right[*at]) {
                let (good, bad) = (&notice.readings[right], &notice.readings[wrong]);
                if score(&weights, good) - score(&weights, bad) < LEAD {
                    for (at, weight) in weights.iter_mut().enumerate() {
                        *weight += STEP * (good.evidence[at] - bad.evidence[at]);
                    }
                }
            }
        }
        for (weight, own) in weights.iter_mut().zip(WEIGHTS) {
            *weight += PULL * (own - *weight);
        }
    }
    weights
}

/// The notices whose answers list items, with all their readings.
fn notices(folder: &Path) -> Vec<Notice> {
    let mut notices = Vec::new();
    let files = fs::read_dir(folder).map(|files| files.filter_map(Result::ok).collect::<Vec<_>>()).unwrap_or_default();
    for path in
        files.into_iter().map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end != "json"))
    {
        let answer = fs::read_to_string(path.with_extension("json"))
            .ok()
            .and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let (Some(answer), Ok(text)) = (answer, fs::read_to_string(&path)) else { continue };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let titles: Vec<&str> =
            answer["items"].as_array().into_iter().flatten().filter_map(|item| item["title"].as_str()).collect();
        let readings = read::readings(&SourcePath::new(&name), &text);
        let right = readings.iter().map(|reading| reading.titles == titles).collect();
        // Other kinds of documents have no items, however much their headings look like some.
        let has_status = matches!(answer["kind"].as_str(), Some("整改通报" | "审计整改公告"));
        if has_status && !readings.is_empty() {
            notices.push(Notice { name, readings, right });
        }
    }
    notices.sort_by(|a, b| a.name.cmp(&b.name));
    notices
}
