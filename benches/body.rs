//! How fast a notice's body becomes HTML, in MB of text a second on one core: `cargo bench --bench body [FILE…]`.
//!
//! Reading is not counted. Without files it takes some of the repository's own notices.

use std::time::{Duration, Instant};

use gongshi::notice::SourcePath;
use gongshi::read;
use gongshi::render::html::{BodyContext, BodyWords, LinkTarget, body};

fn main() {
    let given: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let own = ["four-levels.md", "flat.txt", "table.md", "run-in.txt"].map(|name| format!("tests/read/{name}"));
    let files = if given.is_empty() { own.to_vec() } else { given };
    let (words, resolve) = (BodyWords::default(), |target: &str| LinkTarget::Href(target.to_owned()));
    let setting =
        BodyContext { resolve: &resolve, traced: &[], words: &words, notes: &std::collections::BTreeMap::new() };
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else {
            eprintln!("{file}: cannot be read");
            continue;
        };
        let notice = read::read(&SourcePath::new(&file), &text).notice;
        let best = best(|| body(&notice, &text, &setting));
        let parse = best_parse(&text);
        let rate = |took: Duration| text.len() as f64 / 1e6 / took.as_secs_f64().max(1e-9);
        println!("{:8.1} MB/s ({:6.1} parsing alone) {:7} bytes  {file}", rate(best), rate(parse), text.len());
    }
}

/// The shortest of many runs, which other programs on the machine disturb least.
fn best<T>(run: impl Fn() -> T) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    while begin.elapsed() < Duration::from_millis(500) {
        let start = Instant::now();
        std::hint::black_box(run());
        best = best.min(start.elapsed());
    }
    best
}

fn best_parse(text: &str) -> Duration {
    best(|| pulldown_cmark::Parser::new(text).into_offset_iter().count())
}
