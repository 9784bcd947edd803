//! How fast the reader reads, in MB of text a second on one core: `cargo bench --bench reading [FILE…]`.
//!
//! Without files it reads some of the repository's own notices; each is read for half a second.

use std::time::{Duration, Instant};

use gongshi::notice::SourcePath;
use gongshi::read;

fn main() {
    let given: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let files = if given.is_empty() { own() } else { given };
    let (mut all, mut took) = (0usize, Duration::ZERO);
    for file in files {
        let Ok(text) = std::fs::read_to_string(&file) else {
            eprintln!("{file}: cannot be read");
            continue;
        };
        let best = best(&SourcePath::new(&file), &text);
        println!("{:8.1} MB/s {:7} bytes  {file}", rate(text.len(), best), text.len());
        all += text.len();
        took += best;
    }
    println!("{:8.1} MB/s in all", rate(all, took));
}

/// The shortest of many readings, which other programs on the machine disturb least.
fn best(source: &SourcePath, text: &str) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    while begin.elapsed() < Duration::from_millis(500) {
        let start = Instant::now();
        std::hint::black_box(read::read(source, text));
        best = best.min(start.elapsed());
    }
    best
}

fn rate(bytes: usize, took: Duration) -> f64 {
    bytes as f64 / 1e6 / took.as_secs_f64().max(1e-9)
}

/// The longest of our own notices.
fn own() -> Vec<String> {
    ["four-levels.md", "flat.txt", "status-before.md", "report-ordinals.md"]
        .iter()
        .map(|name| format!("tests/read/{name}"))
        .collect()
}
