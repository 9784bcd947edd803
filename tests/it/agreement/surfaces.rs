//! The same counts on the other surfaces: facets of the search, the matrix, charts with their tables, files and feeds.

use std::collections::BTreeMap;
use std::process::Command;

use gongshi::archive::{Archive, Options, Tally};
use gongshi::notice::Status;
use serde_json::Value;

use super::{words, write_notices};
use crate::keys::load;
use crate::laws::Random;
use crate::sandbox::{Sandbox, repository};

const SEEDS: std::ops::Range<u64> = 0..4;
/// The newest entries that a feed holds.
const NEWEST: usize = 50;

/// Random sites that can be built, each with its archive.
fn on_each_site(name: &str, look: impl Fn(&Sandbox, &Archive)) {
    let mut built = 0;
    for seed in SEEDS {
        let sandbox = Sandbox::new(name);
        write_notices(&sandbox, &mut Random(2000 + seed));
        // notices that follow each other in a circle cannot be built
        if sandbox.run(&["build"]).code == 1 {
            continue;
        }
        built += 1;
        look(&sandbox, &load(&sandbox, Options::default()).archive);
    }
    assert!(built > 1, "{built} sites: the test has lost its teeth");
}

/// The expected count of each facet of the search: notices, and of statuses items, those that others continue left out.
fn expected_facets(archive: &Archive) -> BTreeMap<String, i64> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    let key = |key: Option<String>| key.unwrap_or_else(|| "unstated".to_owned());
    for (at, row) in archive.listed() {
        let one = i64::from(row.counts());
        let units = archive.units_of(at).into_iter();
        let mut facets: Vec<String> =
            units.map(|group| format!("unit:{}", key(group.key.as_ref().map(ToString::to_string)))).collect();
        let round = archive.round_of(at);
        facets.extend(round.map(|group| format!("round:{}", key(group.key.as_ref().map(ToString::to_string)))));
        facets.push(format!("year:{}", key(row.day().map(|day| format!("{:04}", day.year())))));
        facets.push(format!("kind:{}", row.summary.facts.kind().label()));
        facets.into_iter().for_each(|facet| *counts.entry(facet).or_default() += one);
        for status in Status::ALL {
            let items = i64::from(row.items.count(status));
            if items > 0 {
                *counts.entry(format!("status:{}", status.name())).or_default() += one * items;
            }
        }
    }
    counts
}

#[test]
fn counts_of_search_facets_equal_the_archive() {
    let root = repository();
    on_each_site("agreement-search", |sandbox, archive| {
        let counted = Command::new("node")
            .arg(root.join("tests/search/count.js"))
            .arg(root.join("themes/default/assets/search.js"))
            .arg(sandbox.at("public/search"))
            .output();
        let Ok(counted) = counted else {
            println!("skipped: no node");
            return;
        };
        let said = String::from_utf8_lossy(&counted.stderr).into_owned();
        let counts: BTreeMap<String, i64> =
            serde_json::from_slice(&counted.stdout).unwrap_or_else(|_| panic!("{said}"));
        let (shown, found): (BTreeMap<String, i64>, _) =
            counts.into_iter().partition(|(facet, _)| facet.starts_with("shown:"));
        let shown: BTreeMap<String, i64> =
            shown.into_iter().map(|(facet, count)| (facet["shown:".len()..].to_owned(), count)).collect();
        let expected = expected_facets(archive);
        assert_eq!(found, expected, "narrowed by each facet");
        assert_eq!(shown, expected, "beside each facet");
    });
}

/// The pages of a list, its own address first.
fn pages(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let files = sandbox.public();
    let of_list = |path: &String| *path == format!("{folder}index.html") || path.starts_with(&format!("{folder}page/"));
    let pages = files.into_iter().filter(|(path, _)| of_list(path));
    pages.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect()
}

/// The digits of a text, and the strokes between them.
fn figures(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_digit() || *c == '/').collect()
}

/// Done of all items, as a cell of the matrix and a bar show it.
fn done_of(tally: &Tally) -> String {
    match (tally.items(), tally.stated()) {
        (0, _) => String::new(),
        (all, 0) => all.to_string(),
        (all, _) => format!("{}/{all}", tally.count(Status::Done)),
    }
}

#[test]
fn matrix_and_charts_equal_the_archive() {
    on_each_site("agreement-charts", |sandbox, archive| {
        // a notice that another continues has a cell without figures
        let mut cells: BTreeMap<(String, String), Tally> = BTreeMap::new();
        for (at, row) in archive.listed() {
            let Some(round) = archive.round_of(at).filter(|group| group.key.is_some()) else { continue };
            for unit in archive.units_of(at) {
                let cell = cells.entry((unit.slug.clone(), round.slug.clone())).or_default();
                cell.add(&if row.counts() { row.tally() } else { Tally::default() });
            }
        }
        let mut expected: Vec<String> = cells.values().map(done_of).collect();
        let matrix = pages(sandbox, "matrix/").concat();
        let shown = matrix.split("<a class=\"cell").skip(1).map(|cell| cell.split("</a>").next().unwrap_or_default());
        let mut shown: Vec<String> = shown.map(|cell| figures(&words(&format!("<a {cell}")))).collect();
        expected.sort();
        shown.sort();
        assert_eq!(shown, expected, "cells of the matrix");

        let stats = sandbox.read("public/stats/index.html");
        for group in archive.rounds() {
            let address = format!("rounds/{}/index.html\">", group.slug);
            let Some((_, row)) = stats.split("<tr>").find_map(|row| row.split_once(&address)) else { continue };
            let row = row.split("</tr>").next().unwrap_or_default();
            let cells: Vec<String> =
                row.split("<td").skip(1).map(|cell| figures(&words(&format!("<td{cell}")))).collect();
            let tally = &group.tally;
            let mut numbers = vec![tally.items().to_string()];
            numbers.extend(Status::ALL.map(|status| tally.count(status).to_string()));
            assert_eq!(cells[1..8], numbers, "{} on the page of statistics", group.label);
        }
        let total = archive.total();
        if total.items() > 0 {
            assert!(stats.contains(&format!("共 {} 项", total.items())), "the chart says what it shows");
        }
        let home = words(&sandbox.read("public/index.html"));
        for status in [Status::Done, Status::Unstated] {
            assert!(home.contains(&format!("（{}/{}）", total.count(status), total.items())), "{status:?} at home");
        }
    });
}

/// The rows of a CSV file below its head; no field of these sites holds a line break.
fn rows(sandbox: &Sandbox, path: &str) -> usize {
    sandbox.read(path).trim_end().lines().count() - 1
}

#[test]
fn data_files_and_feeds_equal_the_archive() {
    on_each_site("agreement-files", |sandbox, archive| {
        let listed = archive.listed().count();
        let items: u32 = archive.listed().map(|(_, row)| row.items.items()).sum();
        assert_eq!(rows(sandbox, "public/data/notices.csv"), listed);
        for file in ["items.csv", "问题清单.csv"] {
            assert_eq!(rows(sandbox, &format!("public/data/{file}")), items as usize, "{file}");
        }
        let index: Value = serde_json::from_str(&sandbox.read("public/data/index.json")).unwrap();
        assert_eq!((&index["notices"], &index["items"]), (&Value::from(listed), &Value::from(items)));
        let feed =
            |path: &str| -> Vec<String> { sandbox.read(path).split("<entry>").skip(1).map(str::to_owned).collect() };
        let dated = |rows: &[usize]| rows.iter().filter(|at| archive.rows()[**at].day().is_some()).count().min(NEWEST);
        let all: Vec<usize> = archive.listed().map(|(at, _)| at).collect();
        let entries = feed("public/feed.atom");
        assert_eq!(entries.len(), dated(&all), "entries of the site's feed");
        for (_, row) in archive.listed() {
            let Some(entry) = entries.iter().find(|entry| entry.contains(&format!(":{}</id>", row.id()))) else {
                continue;
            };
            let count = row.items.items();
            let said = format!("问题 {count} 项");
            assert_eq!(entry.contains(&said), count > 0, "{}: {entry}", row.id());
        }
        for group in archive.units() {
            let folder = format!("public/units/{}", group.slug);
            assert_eq!(feed(&format!("{folder}/feed.atom")).len(), dated(&group.rows), "{}", group.name);
            assert_eq!(rows(sandbox, &format!("{folder}/notices.csv")), group.rows.len(), "{}", group.name);
        }
        for group in archive.rounds() {
            let path = format!("public/rounds/{}/feed.atom", group.slug);
            assert_eq!(feed(&path).len(), dated(&group.rows), "{}", group.label);
        }
    });
}
