//! How fast the reader reads, in MB of text a second on one core: `cargo bench --bench reading [FILE…]`.
//!
//! Without files it reads the repository's own notices; each is repeated until a second has passed.

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
        let source = SourcePath::new(&file);
        let start = Instant::now();
        let mut bytes = 0;
        while start.elapsed() < Duration::from_millis(500) {
            std::hint::black_box(read::read(&source, &text));
            bytes += text.len();
        }
        println!("{:8.1} MB/s {:7} bytes  {file}", rate(bytes, start.elapsed()), text.len());
        all += bytes;
        took += start.elapsed();
    }
    println!("{:8.1} MB/s in all", rate(all, took));
}

fn rate(bytes: usize, took: Duration) -> f64 {
    bytes as f64 / 1e6 / took.as_secs_f64()
}

/// One long text made of the fixtures' bodies, and some fixtures as they are.
fn own() -> Vec<String> {
    ["four-levels.md", "flat.txt", "status-before.md", "report-ordinals.md"]
        .iter()
        .map(|name| format!("tests/read/{name}"))
        .collect()
}
