//! The archive end to end: what a folder of notices becomes.

use serde_json::Value;

use crate::sandbox::{Sandbox, repository, seeds, tree};

fn json(sandbox: &Sandbox, path: &str) -> Value {
    serde_json::from_str(&sandbox.read(path)).unwrap()
}

fn example(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    for (path, bytes) in tree(&repository().join("content")) {
        sandbox.write(&format!("content/{path}"), bytes);
    }
    sandbox
}

#[test]
fn seed_004_builds_without_changes() {
    let Some(seeds) = seeds() else { return };
    let sandbox = Sandbox::new("seed-004");
    sandbox.write("content/notices/004.md", std::fs::read(seeds.join("004_b3407051fa5623bc.txt")).unwrap());
    sandbox.done(&["build"]);
    let notices = json(&sandbox, "public/data/notices.json");
    assert_eq!(notices.as_array().map(Vec::len), Some(1));
    let notice = &notices[0];
    assert_eq!(notice["id"], "004");
    assert_eq!(notice["unit"], "X总工会");
    assert_eq!(notice["round"], Value::Null);
    assert_eq!(notice["items_total"], 28);
    assert_eq!(notice["status_label"], "部分完成 22/28（据通报）");
    let page = sandbox.read("public/notices/004/index.html");
    assert_eq!(page.matches("class=\"item").count(), 28, "28 items stand on the page");
    for item in json(&sandbox, "public/data/items.json").as_array().unwrap() {
        let anchor = item["anchor"].as_str().unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    let listed = |path: &str| sandbox.read(path).contains("notices/004/index.html");
    assert!(listed("public/rounds/unstated/index.html"));
    assert!(listed("public/status/partial/index.html"));
    let unit = sandbox.public().into_keys().find(|path| path.starts_with("units/x-") && path.ends_with("index.html"));
    assert!(listed(&format!("public/{}", unit.unwrap())));
}

#[test]
fn plain_seeds_build_with_a_minimal_front_matter() {
    let Some(seeds) = seeds() else { return };
    let sandbox = Sandbox::new("seeds-plain");
    for (name, file) in [("000", "000_6e334cce99338268.txt"), ("002", "002_555d030d4772bc14.txt")] {
        let text = std::fs::read_to_string(seeds.join(file)).unwrap();
        let front =
            format!("---\ntitle: 通报{name}\ndate: 2025-03-14\ntype: posts\ncategories: [通报]\ntags: [巡察]\n---\n");
        sandbox.write(&format!("content/notices/{name}.md"), front + &text);
    }
    sandbox.done(&["build"]);
    let notices = json(&sandbox, "public/data/notices.json");
    assert_eq!(notices[0]["items_total"], 37);
    assert_eq!(notices[1]["items_total"], 25);
    assert_eq!(notices[1]["items_done"], 21);
    assert_eq!(notices[1]["items_in_progress"], 4);
    assert_eq!(notices[1]["status_label"], "部分完成 21/25");
}

#[test]
fn a_plain_notice_of_our_own_builds_too() {
    let sandbox = Sandbox::new("plain");
    sandbox.write("content/a.md", PLAIN);
    sandbox.done(&["build"]);
    let items = json(&sandbox, "public/data/items.json");
    let titles: Vec<&str> = items.as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["台账更新不及时", "车辆登记不完整"]);
    assert_eq!(items[0]["status"], "done");
    assert_eq!(items[1]["status"], "in_progress");
}

const PLAIN: &str = "\
---
title: 泊湾区水务局党组关于巡察整改情况的通报
date: 2025-03-14
---
2024年5月6日至6月28日,区委第二巡察组对区水务局党组开展巡察。8月20日,区委巡察组反馈了巡察意见。
一、整改组织情况
局党组召开专题会议。
二、反馈意见整改进展情况
(一)关于台账更新不及时的问题
整改情况:一是补登台账。二是每月核对。
整改结果:已完成
(二)关于车辆登记不完整的问题
整改情况:正在补录。
整改结果:未完成(正在整改)
三、下一步打算
(一)继续推进。
";

/// Law 8: the counts agree wherever they stand.
#[test]
fn counts_agree_everywhere() {
    let sandbox = example("counts");
    sandbox.done(&["build"]);
    let notices = json(&sandbox, "public/data/notices.json");
    let items = json(&sandbox, "public/data/items.json");
    let (notices, items) = (notices.as_array().unwrap(), items.as_array().unwrap());
    let sum: u64 = notices.iter().map(|notice| notice["items_total"].as_u64().unwrap()).sum();
    assert_eq!(sum, items.len() as u64);
    for notice in notices {
        let own: Vec<&Value> = items.iter().filter(|item| item["notice"] == notice["id"]).collect();
        for status in ["done", "partial", "in_progress", "long_term", "open", "unstated"] {
            let counted = own.iter().filter(|item| item["status"] == status).count() as u64;
            assert_eq!(notice[format!("items_{status}")].as_u64(), Some(counted), "{} {status}", notice["id"]);
        }
        let page = sandbox.read(&format!("public/{}index.html", notice["url"].as_str().unwrap()));
        assert_eq!(page.matches("id=\"i-").count(), own.len(), "{}", notice["id"]);
    }
    let rows = |path: &str| {
        let text = sandbox.read(path);
        csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes()).records().count()
    };
    assert_eq!(rows("public/data/notices.csv"), notices.len());
    assert_eq!(rows("public/data/items.csv"), items.len());
    let index = json(&sandbox, "public/data/index.json");
    assert_eq!(index["notices"], notices.len());
    assert_eq!(index["items"], items.len());
    let manifest = json(&sandbox, "public/manifest.json");
    for file in manifest["files"].as_array().unwrap() {
        let bytes = std::fs::read(sandbox.at("public").join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(file["size"], bytes.len());
    }
    assert_eq!(manifest["files"].as_array().unwrap().len() + 1, sandbox.public().len());
}

/// Drafts, notices for other audiences and the text of withdrawn ones are in no file of a build.
#[test]
fn drafts_and_hidden_notices_are_in_no_file() {
    let sandbox = Sandbox::new("canary");
    let notice = |key: &str, word: &str| {
        format!(
            "---\ntitle: {word}标题\nkind: 整改通报\nunit: {word}局\n{key}\n---\n\n## 二、整改落实情况\n\n### 1.关于“{word}项”问题的整改\n\n{word}正文。\n"
        )
    };
    sandbox.write("content/a.md", notice("date: 2025-01-02", "可见") + "\n见[草稿](b.md)、[内网](c.md)。\n");
    sandbox.write("content/b.md", notice("draft: true", "麒麟"));
    sandbox.write("content/c.md", notice("audience: intranet", "貔貅"));
    sandbox.write("content/d.md", notice("withdrawn: {reason: 有误, date: 2025-02-02}", "饕餮"));
    sandbox.write("content/e.md", notice("date: 2025-01-03", "也见") + "\n<!-- 梼杌 -->\n");
    sandbox.done(&["build"]);
    for (path, bytes) in sandbox.public() {
        let text = String::from_utf8_lossy(&bytes);
        for word in ["麒麟", "貔貅", "饕餮项", "饕餮正文", "梼杌"] {
            assert!(!text.contains(word), "{word} stands in {path}");
        }
    }
    assert!(sandbox.read("public/notices/d/index.html").contains("饕餮标题"));
    sandbox.done(&["build", "--audience", "intranet", "--drafts"]);
    assert!(sandbox.read("public/data/notices.json").contains("貔貅"));
    assert!(sandbox.read("public/data/notices.json").contains("麒麟"));
}

/// An append touches a list's own address and at most one new page of it.
#[test]
fn an_append_changes_at_most_one_numbered_page() {
    let sandbox = Sandbox::new("paging");
    sandbox.write("content/site.yaml", "page_size: 3\n");
    let notice = |number: usize| {
        format!(
            "---\ntitle: 第{number}号\nkind: 整改通报\nunit: 云江市总工会\nround: 五届市委第三轮巡察\ndate: 2025-01-{number:02}\n---\n\n## 二、整改落实情况\n\n### 1.关于“甲{number}”问题的整改\n\n整改结果：正在整改\n"
        )
    };
    for number in 1..=20 {
        sandbox.write(&format!("content/n{number}.md"), notice(number));
    }
    sandbox.done(&["build"]);
    let before = sandbox.public();
    sandbox.write("content/n21.md", notice(21));
    sandbox.done(&["build"]);
    let after = sandbox.public();
    // the page that the next rows fill leads to the list until then
    let is_filled = |path: &&String| !String::from_utf8_lossy(&before[*path]).contains("http-equiv=\"refresh\"");
    let numbered: Vec<&String> = before.keys().filter(|path| path.contains("/page/")).filter(is_filled).collect();
    assert!(numbered.len() > 15, "{numbered:?}");
    let changed: Vec<&&String> = numbered.iter().filter(|path| before[**path] != after[**path]).collect();
    assert!(changed.is_empty(), "{changed:?}");
    let pages: Vec<&String> =
        before.keys().filter(|path| path.starts_with("notices/n") && path.ends_with(".html")).collect();
    let touched: Vec<_> = pages.into_iter().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(touched, ["notices/n20/index.html"], "only the neighbour has a new neighbour");
}

/// A change leaves every file that comes out as it was the very file it was, whether the new tree is linked or is the
/// spare.
#[cfg(unix)]
#[test]
fn files_with_unchanged_content_are_not_rewritten() {
    use std::os::unix::fs::MetadataExt;
    let sandbox = Sandbox::new("same-files");
    sandbox.write("content/site.yaml", "title: 站点\npage_size: 5\n");
    let notice = |number: usize, words: &str| {
        format!(
            "---\ntitle: 关于第{number}次整改情况的通报\ndate: 2025-03-{:02}\nunit: 云江市体育局\n---\n\n现予公布。\n\n## 一、整改落实情况\n\n### 1.关于记录不全的问题\n\n{words}\n\n整改结果：正在整改\n",
            number + 1
        )
    };
    let write = |number, words| sandbox.write(&format!("content/notices/n{number}.md"), notice(number, words));
    (0..12).for_each(|number| write(number, "已逐项登记。"));
    sandbox.done(&["build"]);
    for words in ["已逐项登记并公布。", "已逐项补记。", "已逐项补记并公布。"] {
        let inode = |path: &String| std::fs::metadata(sandbox.at("public").join(path)).unwrap().ino();
        let before: Vec<(String, Vec<u8>, u64)> =
            sandbox.public().into_iter().map(|(path, bytes)| (path.clone(), bytes, inode(&path))).collect();
        write(3, words);
        sandbox.done(&["build"]);
        let now = sandbox.public();
        let (mut same, mut others) = (0, Vec::new());
        for (path, bytes, file) in &before {
            if now.get(path) == Some(bytes) {
                assert_eq!(inode(path), *file, "{path} is another file with the same bytes");
                same += 1;
            } else {
                others.push(path.as_str());
            }
        }
        assert!(same > 40, "{same} files stayed");
        let lists = ["notices/index.html", "units/", "status/", "years/", "index.html", "stats/index.html"];
        assert!(!others.iter().any(|path| lists.iter().any(|list| path.starts_with(list))), "{others:?}");
    }
}

#[test]
fn timings_count_the_files_and_bytes_of_each_kind_of_page() {
    let sandbox = Sandbox::new("timings");
    for id in ["a", "b"] {
        let text = format!("---\nid: {id}\ntitle: 关于整改情况的通报\nunit: 云江市档案馆\n---\n正文。\n");
        sandbox.write(&format!("content/notices/{id}.md"), text);
    }
    let run = sandbox.done(&["build", "--timings"]);
    // TIME ms FILES BYTES KIND
    let kinds: Vec<(usize, usize, &str)> = run
        .stderr
        .lines()
        .filter_map(|line| {
            let (_, counted) = line.split_once(" ms ")?;
            let (files, rest) = counted.trim_start().split_once(' ')?;
            let (bytes, kind) = rest.trim_start().split_once("  ")?;
            Some((files.parse().ok()?, bytes.parse().ok()?, kind))
        })
        .collect();
    let made: Vec<usize> =
        sandbox.public().iter().filter(|(path, _)| *path != "manifest.json").map(|(_, bytes)| bytes.len()).collect();
    assert_eq!(kinds.iter().map(|(files, ..)| files).sum::<usize>(), made.len(), "{}", run.stderr);
    assert_eq!(kinds.iter().map(|(_, bytes, _)| bytes).sum::<usize>(), made.iter().sum::<usize>());
    let notices = kinds.iter().find(|(.., kind)| kind.contains("/notices/<id>/"));
    // a page, three downloads and the excerpts of each
    assert_eq!(notices.map(|(files, ..)| *files), Some(2 * 5));
}

#[test]
fn rounds_with_one_name_show_their_place_and_link_within_their_series() {
    let sandbox = Sandbox::new("rounds-apart");
    sandbox.write("content/site.yaml", "title: 甲\n");
    let notices = [
        ("a1", "青石县财政局", "第十一轮巡察", "2024-01-10"),
        ("b1", "白河县财政局", "第十一轮巡察", "2024-06-10"),
        ("a2", "青石县审计局", "第十二轮巡察", "2025-01-10"),
    ];
    for (id, unit, round, date) in notices {
        let text =
            format!("---\nid: {id}\ntitle: {unit}整改通报\nunit: {unit}\nround: {round}\ndate: {date}\n---\n正文。\n");
        sandbox.write(&format!("content/notices/{id}.md"), text);
    }
    sandbox.done(&["build"]);
    let rounds = sandbox.read("public/rounds/index.html");
    for label in ["青石县第十一轮巡察", "白河县第十一轮巡察", ">第十二轮巡察<"] {
        assert!(rounds.contains(label), "{label}\n{rounds}");
    }
    let page = sandbox
        .public()
        .into_values()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .find(|page| page.contains("page-round\"") && page.contains("<h1>第十二轮巡察"));
    let page = page.expect("the page of 第十二轮巡察");
    let near = page.split("class=\"near\"").nth(1).expect("its neighbours");
    assert!(near.contains("青石县第十一轮巡察") && !near.contains("白河县"), "{near}");
    let matrix = sandbox.read("public/matrix/index.html");
    assert_eq!(matrix.matches("<table class=\"matrix\">").count(), 2, "one matrix a place");
    // units by sound: bai before qing
    let units = sandbox.read("public/units/index.html");
    assert!(units.find("白河县财政局") < units.find("青石县财政局"));
}
