//! Cost of building the search index: `cargo bench --bench search -- NOTICES OUT` reads every `.md` under NOTICES,
//! writes the index to OUT (`-`: nowhere) and prints sizes, times and memory. `benches/search/cost.mjs` then measures
//! queries with node.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use gongshi::notice::{Date, SourcePath, Summary};
use gongshi::read::read;
use gongshi::search::cut::cut;
use gongshi::search::document::NoticeText;
use gongshi::search::excerpt;
use gongshi::search::facet::{Facet, Family};
use gongshi::search::index::SegmentBuilder;
use gongshi::search::root::{self, Overlay, Segments};
use gongshi::search::script::IndexFile;
use gongshi::search::segment::segments;
use gongshi::search::tables::Tables;
use gongshi::text::fingerprint::Fingerprint;
use rustix::time::{ClockId, clock_gettime};

/// The bytes written, by the first letter of the path: `s` index, `x` excerpts, `d` directory, others.
#[derive(Default)]
struct Written {
    files: [usize; 4],
    bytes: [usize; 4],
    time: Duration,
}

impl Written {
    fn take(&mut self, file: &IndexFile, out: &Path) {
        let start = now();
        let kind = ["s/", "x/", "d/"].iter().position(|prefix| file.path.starts_with(prefix)).unwrap_or(3);
        self.files[kind] += 1;
        self.bytes[kind] += file.bytes.len();
        if out == Path::new("-") {
            return;
        }
        let path = out.join(&file.path);
        if let Some(folder) = path.parent() {
            let _ = fs::create_dir_all(folder);
        }
        fs::write(&path, &file.bytes).expect("a writable folder");
        self.time += now() - start;
    }
}

fn main() {
    let paths: Vec<PathBuf> = env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    let [notices, out] = paths.as_slice() else {
        println!("usage: cargo bench --bench search -- NOTICES OUT");
        return;
    };
    let mut archive: Vec<(Option<Date>, String, PathBuf, usize)> = walkdir::WalkDir::new(notices)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"))
        .map(|entry| {
            let notice = notice(entry.path());
            let size = notice.parts.iter().map(|part| part.text.len()).sum();
            (notice.date, notice.id, entry.into_path(), size)
        })
        .collect();
    archive.sort();
    let text: usize = archive.iter().map(|(.., size)| size).sum();
    let before = memory();
    let start = now();
    let tables = Tables::default();
    println!("tables {:?}", (now() - start));
    let (mut written, mut reading, mut adding, mut excerpts, mut finishing) =
        (Written::default(), Duration::ZERO, Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut reports = Vec::new();
    for range in segments(archive.iter().map(|(_, id, _, size)| (id.as_str(), *size))).into_iter().rev() {
        let mut segment = SegmentBuilder::new(&range.name, &tables.folding);
        for (.., path, _) in archive[range.range.clone()].iter().rev() {
            let notice = timed(&mut reading, || notice(path));
            timed(&mut adding, || segment.add(&notice));
            let file = timed(&mut excerpts, || excerpt::file(&notice, &tables.characters));
            written.take(&file, out);
        }
        let writing = written.time;
        let start = now();
        let report = segment.finish(&mut |file| written.take(&file, out));
        finishing += (now() - start).saturating_sub(written.time - writing);
        println!(
            "segment {} notices {} documents {} shards {}",
            report.name, report.notices, report.documents, report.shards
        );
        reports.push(report);
    }
    let start = now();
    let writing = written.time;
    let segments = Segments::of(&reports, &mut |file| written.take(&file, out));
    segments.write_root(&Overlay::default(), &tables, &mut |file| written.take(&file, out));
    written.take(&root::folding_file(&tables.folding), out);
    let over = (now() - start).saturating_sub(written.time - writing);
    let index = adding + excerpts + finishing + over;
    let mega = |bytes: usize| bytes as f64 / 1e6;
    println!("text {:.1} MB in {} notices, {} segments", mega(text), archive.len(), reports.len());
    println!("read {reading:.1?} (not counted), write {:.1?} (not counted)", written.time);
    println!("add {adding:.2?} excerpts {excerpts:.2?} finish {finishing:.2?} root {over:.2?}");
    println!("index {:.1} MB/s on one core", mega(text) / index.as_secs_f64());
    for (kind, name) in ["index", "excerpts", "directory", "others"].iter().enumerate() {
        let ratio = written.bytes[kind] as f64 / text as f64;
        println!("{name}: {} files, {:.2} MB, {ratio:.3} of text", written.files[kind], mega(written.bytes[kind]));
    }
    println!("memory {} MiB before, {} MiB at most", before / 1024, memory() / 1024);
}

/// This thread's processor time, which other work on the machine leaves alone.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn timed<T>(sum: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = now();
    let made = work();
    *sum += now() - start;
    made
}

fn notice(path: &Path) -> NoticeText {
    let text = fs::read_to_string(path).expect("a readable notice");
    let source = SourcePath::new(format!("notices/{}", path.file_name().unwrap_or_default().to_string_lossy()));
    let notice = read(&source, &text).notice;
    let facts = &notice.facts;
    let mut facets: Vec<Facet> =
        facts.units.iter().map(|unit| Facet::plain(Family::Unit, unit.value.name.clone())).collect();
    facets.extend(facts.round.as_ref().map(|round| Facet::plain(Family::Round, round.value.label.clone())));
    facets.extend(facts.day().map(|day| Facet::plain(Family::Year, day.year().to_string())));
    facets.push(Facet::plain(Family::Kind, facts.kind().label()));
    let url = format!("notices/{}/index.html", facts.id());
    cut(&Summary::of(&notice, Fingerprint::of(text.as_bytes())), &text, &url, facets)
}

/// The most memory this process has held, in KiB; 0 where the system does not say.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
