//! Laws 8 and 9 of the architecture on whole sites: every count that pages and data show is the archive's, and no page
//! says done of a notice with a silent item unless the notice itself claims it.

use std::collections::BTreeSet;

use gongshi::archive::Options;
use serde_json::Value;

use crate::keys::load;
use crate::laws::{Random, notice};
use crate::sandbox::{Sandbox, difference, repository};

mod surfaces;

const STATUSES: [(&str, &str); 6] = [
    ("done", "done"),
    ("partial", "partial"),
    ("in_progress", "in-progress"),
    ("long_term", "long-term"),
    ("open", "open"),
    ("unstated", "unstated"),
];

/// The text of a page without its tags.
fn words(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    out
}

fn json(sandbox: &Sandbox, path: &str) -> Vec<Value> {
    serde_json::from_str(&sandbox.read(path)).unwrap()
}

/// The pages of a list: its own address and the numbered ones.
fn pages_of(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let files = sandbox.public();
    let own = format!("{folder}index.html");
    let numbered = |path: &String| path.starts_with(&format!("{folder}page/"));
    let pages = files.iter().filter(|(path, _)| **path == own || numbered(path));
    pages.map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap()).collect()
}

/// Random notices; some claim totals, some have a status in their front matter.
fn write_notices(sandbox: &Sandbox, random: &mut Random) {
    sandbox.write("content/site.yaml", "title: 站点\npage_size: 3\n");
    for number in 0..14 {
        let mut text = notice(random, number);
        match number % 7 {
            2 => text = text.replacen("---\n", "---\nclaims: {problems: 5, completed: 5}\n", 1),
            4 => text = text.replacen("---\n", "---\nclaims: {problems: 6, completed: 2}\n", 1),
            5 => text = text.replacen("---\n", "---\nstatus: 已完成\n", 1),
            _ => {}
        }
        // ids of their own, so that every archive can be built
        let text: String =
            text.lines().filter(|line| !line.starts_with("id: ")).map(|line| format!("{line}\n")).collect();
        sandbox.write(&format!("content/notices/n{number}.md"), text);
    }
}

/// The ids of the notices that count, by the archive.
fn counting(sandbox: &Sandbox) -> BTreeSet<String> {
    let loaded = load(sandbox, Options::default());
    loaded.archive.listed().filter(|(_, row)| row.counts()).map(|(_, row)| row.id().to_owned()).collect()
}

/// Whether a notice of the data may be called done: all its items are, or it says so itself.
fn may_be_done(notice: &Value) -> bool {
    let count = |name: &str| notice[name].as_u64().unwrap_or_default();
    let is_whole = count("items_total") > 0 && count("items_done") == count("items_total");
    is_whole || matches!(notice["status_basis"].as_str(), Some("claims" | "front_matter"))
}

#[test]
fn counts_agree_and_only_notices_that_are_done_are_called_done() {
    let (mut deadlines, mut built_sites) = (0, 0);
    for seed in 0..6 {
        let sandbox = Sandbox::new("agreement");
        let mut random = Random(1000 + seed);
        write_notices(&sandbox, &mut random);
        let built = sandbox.run(&["build"]);
        if built.code == 1 {
            // notices that follow each other in a circle cannot be built
            continue;
        }
        assert_eq!(built.code, 0, "{}", built.stderr);
        built_sites += 1;
        let (notices, items) = (json(&sandbox, "public/data/notices.json"), json(&sandbox, "public/data/items.json"));
        let counting = counting(&sandbox);
        let counts = |id: &str| counting.contains(id);
        let counted: Vec<&Value> = notices.iter().filter(|row| counts(row["id"].as_str().unwrap())).collect();
        let of_counted = |item: &&Value| counts(item["notice"].as_str().unwrap());
        for (status, slug) in STATUSES {
            let count = items.iter().filter(of_counted).filter(|item| item["status"] == status).count();
            let column = format!("items_{status}");
            let in_notices: u64 = counted.iter().map(|row| row[column.as_str()].as_u64().unwrap_or_default()).sum();
            assert_eq!(in_notices, count as u64, "seed {seed}: {status} in the two tables");
            let folder = format!("status/{slug}/");
            let pages = pages_of(&sandbox, &folder);
            let own = sandbox.read(&format!("public/{folder}index.html"));
            assert!(words(&own).contains(&format!("问题 {count} 项")), "seed {seed}: {status} on its page");
            let listed =
                |html: &String| html.matches("<ul class=\"items\">").count().min(1) * html.matches("#i-").count();
            if status != "done" && count < 50 {
                assert_eq!(listed(&own), count, "seed {seed}: {status} item by item");
            }
            let rows = |html: &String| html.matches("class=\"badge").count();
            let shown: usize = pages.iter().map(rows).sum();
            let expected = counted.iter().filter(|row| row["status"] == status).count();
            assert_eq!(shown, expected, "seed {seed}: notices that are {status}");
        }
        let total = items.iter().filter(of_counted).count();
        assert!(words(&sandbox.read("public/stats/index.html")).contains(&format!("/{total}")), "seed {seed}");
        for row in notices.iter().filter(|row| !may_be_done(row)) {
            let (id, url) = (row["id"].as_str().unwrap(), row["url"].as_str().unwrap());
            assert_ne!(row["status"], "done", "seed {seed}: {id}");
            let page = sandbox.read(&format!("public/{url}index.html"));
            assert!(!page.contains("badge s-done"), "seed {seed}: {id} wears 已完成");
            for list in pages_of(&sandbox, "status/done/") {
                assert!(!list.contains(&format!("{url}index.html\">")), "seed {seed}: {id} is listed as done");
            }
        }
        for row in notices.iter().filter(|row| row["status_basis"] == "claims") {
            let label = row["status_label"].as_str().unwrap();
            assert!(label.ends_with("（据通报）"), "seed {seed}: {label}");
        }
        let due = pages_of(&sandbox, "deadlines/");
        let due: usize = due.iter().map(|page| page.matches("data-until").count()).sum();
        let unfinished = |item: &&Value| !matches!(item["status"].as_str(), Some("done" | "unstated"));
        let stated = items.iter().filter(of_counted).filter(unfinished);
        assert!(due <= stated.count(), "seed {seed}: more deadlines than unfinished items");
        deadlines += due;
    }
    assert!(
        deadlines > 3 && built_sites > 3,
        "{deadlines} deadlines, {built_sites} sites: the test has lost its teeth"
    );
}

/// The notice that `check` finds `uncertain-items` in, where one item is stated as done.
fn doubtful_notice() -> String {
    let cases = std::fs::read_to_string(repository().join("tests/check/uncertain-items.md")).unwrap();
    let (_, notice) = cases.split_once("````notice\n").unwrap();
    let (notice, _) = notice.split_once("\n````").unwrap();
    notice.replace("安排人员轮流值守。", "整改结果：已完成。") + "\n"
}

const SURE_NOTICE: &str = "---\ntitle: 云江市图书馆党支部整改情况的通报\ndate: 2024-05-21\nkind: 整改通报\n\
    unit: 云江市图书馆\nround: 五届市委第三轮巡察\n---\n\n## 一、整改情况\n\n### 1.关于“阅览座位被占”问题的整改\n\n清理占座。\n\n整改结果：已完成\n";

#[test]
fn uncertain_items_are_shown_as_uncertain_and_not_counted() {
    let sandbox = Sandbox::new("doubtful-items");
    sandbox.write("content/site.yaml", "title: 站点\n");
    sandbox.write("content/doubtful.md", doubtful_notice());
    sandbox.write("content/sure.md", SURE_NOTICE);
    sandbox.done(&["build"]);
    let page = sandbox.read("public/notices/doubtful/index.html");
    let unsure = page.matches("<span class=\"note\">待确认</span>").count();
    assert!(unsure >= 2, "each of its items is 待确认: {unsure}");
    assert!(page.contains("尚待确认"), "the page says why");
    assert!(!page.contains("class=\"status "), "none of its items wears a status");
    let titles = ["夜间无人值守", "辅导员队伍弱化"];
    let notices = json(&sandbox, "public/data/notices.json");
    let doubtful = notices.iter().find(|row| row["id"] == "doubtful").unwrap();
    assert_eq!((&doubtful["items_total"], &doubtful["status"]), (&Value::from(0), &Value::from("unstated")));
    let index: Value = serde_json::from_str(&sandbox.read("public/data/index.json")).unwrap();
    assert_eq!(index["items"], 1);
    let items = json(&sandbox, "public/data/items.json");
    assert_eq!(items.len(), 1, "{items:?}");
    assert!(words(&sandbox.read("public/stats/index.html")).contains("/1"));
    for (path, bytes) in sandbox.public() {
        let is_own = path.starts_with("notices/doubtful/") && !path.ends_with("items.csv");
        // Search finds the words as text of the notice, not as items.
        if is_own || path.starts_with("search/") || path.ends_with(".xlsx") {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        assert!(!titles.iter().any(|title| text.contains(title)), "{path} lists an item that is to be confirmed");
    }
}

#[test]
fn a_page_made_from_the_cache_shows_uncertain_items() {
    let sandbox = Sandbox::new("doubtful-again");
    sandbox.write("content/site.yaml", "title: 站点\n");
    sandbox.write("content/doubtful.md", doubtful_notice());
    sandbox.done(&["build"]);
    let first = sandbox.public();
    // The page is made again, from what is remembered of its reading.
    sandbox.write("content/site.yaml", "title: 另一站点\n");
    sandbox.done(&["build"]);
    sandbox.write("content/site.yaml", "title: 站点\n");
    sandbox.done(&["build"]);
    assert_eq!(difference(&first, &sandbox.public()), Vec::<String>::new());
}
