//! How long after a save `serve` shows it: from the end of the write to the new HTML read by a client.
//!
//! `cargo bench --bench serving -- FOLDER… [--saves N]` copies the site in each FOLDER, serves the copy, saves one
//! notice N times (200 unless said) and prints a table: starts with nothing and with everything remembered, median,
//! 95th percentile and maximum from a save to its page, to the list with its new title and to search, and the memory of
//! the server. `--steps` prints what one save consists of instead.

#[allow(dead_code)]
#[path = "../tests/it/http.rs"]
mod http;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use gongshi::archive::{Archive, Options};
use gongshi::config::{Language, Site};
use gongshi::io::folder::Folder;
use gongshi::io::load::{ContentFolder, LoadedSite, SiteParts};
use gongshi::io::theme;
use gongshi::pages::Records;

fn main() {
    let mut saves = 200;
    let (mut folders, mut is_steps) = (Vec::new(), false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {}
            "--steps" => is_steps = true,
            "--saves" => saves = arguments.next().and_then(|saves| saves.parse().ok()).expect("--saves N"),
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    if folders.is_empty() {
        println!("cargo bench --bench serving -- FOLDER… [--saves N] [--steps]");
    }
    for folder in folders {
        let root = std::env::temp_dir().join(format!("gongshi-serving-{}", std::process::id()));
        copy(&folder.join("content"), &root);
        match is_steps {
            true => steps(&root),
            false => saving(&root, saves),
        }
        fs::remove_dir_all(&root).unwrap();
    }
}

/// Copies the sources; as links where that is possible, for they are many.
fn copy(content: &Path, root: &Path) {
    fs::create_dir_all(root).unwrap();
    let copied = |how: &str| Command::new("cp").args([how, "--"]).arg(content).arg(root).status().unwrap().success();
    assert!(copied("-al") || copied("-a"));
}

fn serve(root: &Path) -> (http::Server, Duration) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongshi"));
    command.current_dir(root).args(["serve", "-p", "0"]);
    let began = Instant::now();
    let server = http::Server::start(command).patient(Duration::from_secs(3600));
    server.page("");
    (server, began.elapsed())
}

fn saving(root: &Path, saves: usize) {
    let source = newest(&root.join("content/notices"));
    let text = fs::read_to_string(&source).unwrap();
    // it may be one with the original
    fs::remove_file(&source).unwrap();
    fs::write(&source, &text).unwrap();
    let (server, cold) = serve(root);
    let began = Instant::now();
    server.get("search/root.js");
    let index = began.elapsed();
    drop(server);
    let (server, warm) = serve(root);
    server.get("search/root.js");
    let notices = server.page("").lines().count();
    assert!(notices > 0);
    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).map(str::to_owned);
    let id = id.unwrap_or_else(|| source.file_stem().unwrap().to_string_lossy().into_owned());
    let path = format!("notices/{id}/");
    assert!(server.page("notices/").contains(&format!("{id}/index.html")), "{id} is on the list");
    let mut events = server.follow(&path);
    events.next();
    let (mut pages, mut lists, mut searches) = (Vec::new(), Vec::new(), Vec::new());
    let mut root_before = server.get("search/root.js").body;
    for at in 0..saves {
        let mark = format!("第{at}次保存");
        let title = text.replacen("title: ", &format!("title: {mark}"), 1);
        fs::write(&source, format!("{title}\n\n{mark}。\n")).unwrap();
        let saved = Instant::now();
        events.until(|_| server.page(&path).contains(&mark));
        pages.push(saved.elapsed());
        assert!(server.page("notices/").contains(&mark), "the list has the new title");
        lists.push(saved.elapsed());
        let root = server.get("search/root.js").body;
        searches.push(saved.elapsed());
        assert!(root != root_before, "search knows of the save");
        root_before = root;
    }
    println!("{}", root.display());
    println!("start, nothing remembered   {:9.1} ms", ms(cold));
    println!("search index after that     {:9.1} ms", ms(index));
    println!("start, all remembered       {:9.1} ms", ms(warm));
    tell("save to page", &mut pages);
    tell("save to page and list", &mut lists);
    tell("save to search as well", &mut searches);
    println!("memory                      {}", memory(server.id()));
}

/// The notice that stands first on every list: the one with the last path.
fn newest(folder: &Path) -> PathBuf {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match entry.is_dir() {
                true => folders.push(entry),
                false if entry.extension().is_some_and(|extension| extension == "md") => files.push(entry),
                false => {}
            }
        }
    }
    let date = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        text.lines().find_map(|line| line.strip_prefix("date: ").map(str::to_owned)).unwrap_or_default()
    };
    files.into_iter().max_by_key(|path| (date(path), path.clone())).unwrap()
}

fn tell(name: &str, times: &mut [Duration]) {
    times.sort();
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len() - 1)).copied().map(ms).unwrap();
    println!("{name:<27} median {:.1} ms, p95 {:.1} ms, max {:.1} ms of {}", at(50), at(95), at(100), times.len());
}

fn memory(process: u32) -> String {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The steps of a save, in order.
fn steps(root: &Path) {
    let folder = Folder::at(root);
    let mut last = Instant::now();
    let mut lap = |name: &str| {
        println!("{name:<20} {:8.2} ms", ms(last.elapsed()));
        last = Instant::now();
    };
    let site = Site::parse(&folder.site_yaml().unwrap()).unwrap();
    let theme = theme::load(&folder, &site, Language::Zh).unwrap();
    lap("theme");
    let options = Options { drafts: true, ..Options::default() };
    let loaded = LoadedSite::load(&folder, SiteParts::new(site.clone(), theme, options), None, &|_, _, _| ()).unwrap();
    lap("read and fold");
    let summaries: Vec<_> = loaded.archive.rows().iter().map(|row| row.summary.clone()).collect();
    lap("summaries");
    let archive = Archive::fold(summaries, &site, options);
    lap("fold");
    drop(archive);
    lap("fold, dropped");
    let files = loaded.reading.files.iter().map(|file| &file.path);
    drop(gongshi::pages::Links::of(&loaded.archive, std::iter::empty(), std::iter::empty(), std::iter::empty(), files));
    lap("links");
    let plan = loaded.plan();
    lap("plan");
    let sources = ContentFolder(folder.content());
    let address = loaded.archive.rows()[loaded.archive.rows().len() / 2].address.clone();
    for path in ["", "notices/", "units/", "matrix/", "stats/", "assets/site.css", address.as_str()] {
        lap("");
        let entry = plan.find(path).unwrap();
        lap(&format!("find {path}"));
        plan.key(&entry, &Records::default());
        lap(&format!("key {path}"));
        plan.make(&entry, &sources, &Records::default()).unwrap();
        lap(&format!("make {path}"));
    }
    println!("{}", memory(std::process::id()));
}
