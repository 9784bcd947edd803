//! No input takes more than linear time: a prefix and a pattern, repeated, go through reading, checking, `fmt` and
//! HTML, and twice the text must take about twice the time.
//!
//! A sample runs with the other tests; `cargo test --release --test it -- --ignored linear` tries every pattern in
//! every place.

use std::time::Duration;

use gongshi::check::{self, Subject, TextKind, fmt::fmt};
use gongshi::config::Site;
use gongshi::notice::{Date, SourcePath};
use gongshi::read::read;

/// How often twice the text may take as long as the text. Linear work gives 2, quadratic work 4; the rest is noise.
const RATIO: f64 = 3.2;
/// Shorter times are not measured, because noise is larger.
const SHORTEST: Duration = Duration::from_millis(25);
/// A text on which linear work takes longer than this is a fault whatever the ratio.
const LONGEST: Duration = Duration::from_secs(20);

/// The marks, numerals, labels and words that a rule looks for, one a line; `\n`, `\r` and `\t` are escapes.
const PATTERNS: &str = include_str!("linear.txt");

/// Where the pattern is repeated: in front of it, and behind it.
const PLACES: &[(&str, &str, &str)] = &[
    (
        "body",
        "---\ntitle: 云江市教育局关于市委第三轮巡察整改情况的通报\n---\n\n## 一、整改情况\n\n### 1.关于台账不全的问题\n\n",
        "\n",
    ),
    ("plain", "云江市教育局关于市委第三轮巡察整改情况的通报\n\n一、整改情况\n\n1.关于台账不全的问题\n\n", "\n"),
    ("title", "---\ntitle: ", "\n---\n\n正文。\n"),
    ("front matter", "---\ntitle: 通报\ncontact: ", "\n---\n\n正文。\n"),
    ("keys", "---\ntitle: 通报\n", "\n---\n\n正文。\n"),
];

/// A step that a text goes through.
type Step = (&'static str, fn(&str));

const STEPS: &[Step] =
    &[("read", |text| drop(read(&source(), text))), ("check", checked), ("fmt", |text| drop(fmt(&source(), text)))];

fn source() -> SourcePath {
    SourcePath::new("notices/2024/case.md")
}

fn checked(text: &str) {
    let site = Site::default();
    let reading = read(&source(), text);
    let subject = Subject::new(&reading.notice, text, None, &site, Date::constant(2025, 1, 1));
    drop(check::review(&subject, TextKind::Notice, reading.findings));
}

fn patterns() -> Vec<String> {
    let escaped = |line: &str| line.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t").replace("\\s", " ");
    PATTERNS.lines().filter(|line| !line.is_empty() && !line.starts_with("//")).map(escaped).collect()
}

/// Processor time of a step: a busy machine must not look like a slow step.
fn time(step: fn(&str), text: &str) -> Duration {
    let start = processor_time();
    step(text);
    processor_time().saturating_sub(start)
}

/// Processor time of this thread so far.
fn processor_time() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
    }
    #[cfg(not(unix))]
    {
        static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
        START.elapsed()
    }
}

/// The time of a step on a text of `size` bytes and on twice that text, the best of some runs each; nothing where the
/// first is too quick to be measured.
fn growth(step: fn(&str), grown: impl Fn(usize) -> String, size: usize) -> Option<(Duration, Duration)> {
    let (text, double) = (grown(size), grown(2 * size));
    let first = time(step, &double);
    if first < 2 * SHORTEST {
        return None;
    }
    let best = |text: &str, runs: usize| (0..runs).map(|_| time(step, text)).min().unwrap_or_default();
    Some((best(&text, 2), best(&double, 1).min(first)))
}

/// The patterns and places for which a step grows faster than the text.
fn faults(chosen: impl Fn(usize) -> bool, places: &[(&str, &str, &str)], size: usize) -> Vec<String> {
    let mut faults = Vec::new();
    let chosen = patterns().into_iter().enumerate().filter(|(number, _)| chosen(*number));
    for pattern in chosen.map(|(_, pattern)| pattern) {
        for (place, before, after) in places {
            let grown = |size: usize| format!("{before}{}{after}", pattern.repeat(size.div_ceil(pattern.len())));
            for (name, step) in STEPS {
                let is_fault = |(once, twice): (Duration, Duration)| {
                    twice.as_secs_f64() > RATIO * once.as_secs_f64() || twice > LONGEST
                };
                let measured = || growth(*step, grown, size).filter(|times| is_fault(*times));
                // measured again before it is believed
                if let Some((once, twice)) = measured().and_then(|_| measured()) {
                    let fault =
                        format!("{name} of {pattern:?} in the {place}: {size} bytes {once:.0?}, twice {twice:.0?}");
                    // all together take hours if one of them is very slow
                    println!("{fault}");
                    faults.push(fault);
                }
            }
        }
    }
    faults
}

/// One pattern of so many is tried with the other tests.
const SAMPLE: usize = 37;
/// The body of Markdown and of plain text.
const SAMPLE_PLACES: usize = 2;

#[test]
fn a_sample_takes_linear_time() {
    let faults = faults(|number| number % SAMPLE == 0, &PLACES[..SAMPLE_PLACES], 1 << 13);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
#[ignore = "takes minutes; run with --release"]
fn every_pattern_takes_linear_time() {
    // an unoptimised build, or a look at one kind of growth, wants fewer bytes
    let size = std::env::var("GONGSHI_LINEAR_BYTES").ok().and_then(|bytes| bytes.parse().ok());
    let faults = faults(|_| true, PLACES, size.unwrap_or(1 << 17));
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn tidying_twice_changes_nothing_more() {
    for pattern in patterns() {
        for (place, before, after) in PLACES {
            let text = format!("{before}{}{after}", pattern.repeat(7));
            let once = fmt(&source(), &text).text;
            assert_eq!(fmt(&source(), &once).text, once, "{pattern:?} in the {place}");
        }
    }
}
