//! Laws 1, 2, 4, 6 and 8 of the architecture, on whole sites built by the program.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::sandbox::{Sandbox, difference, repository, tree};

/// A small deterministic generator, so that a failing run can be run again.
pub struct Random(pub u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const UNITS: [&str; 4] = ["云江市总工会", "青禾区水务局", "石梁县教育局", "X总工会"];
const ROUNDS: [&str; 3] = ["五届市委第三轮巡察", "五届市委第四轮巡察", "第四轮巡察“回头看”"];
const RESULTS: [&str; 4] = ["已完成", "正在整改", "未完成", "长期坚持"];

pub fn notice(random: &mut Random, number: usize) -> String {
    let mut text = format!("---\ntitle: 第{number}号通报{}\nkind: 整改通报\n", random.below(9));
    if random.below(5) > 0 {
        text.push_str(&format!("date: 20{}-0{}-11\n", 20 + random.below(5), 1 + random.below(9)));
    }
    if random.below(4) > 0 {
        text.push_str(&format!("unit: {}\n", random.pick(&UNITS)));
    }
    if random.below(3) > 0 {
        text.push_str(&format!("round: {}\n", random.pick(&ROUNDS)));
    }
    for (one_in, key) in
        [(9, "draft: true"), (9, "audience: intranet"), (9, "withdrawn: {reason: 有误, date: 2025-01-01}")]
    {
        if random.below(one_in) == 0 {
            text.push_str(&format!("{key}\n"));
        }
    }
    if random.below(4) == 0 {
        text.push_str(&format!("follows: n{}\n", random.below(12)));
    }
    if random.below(8) == 0 {
        // few ids for many files, so that they move from one to the other
        text.push_str(&format!("id: m{}\n", random.below(4)));
    }
    if random.below(6) == 0 {
        text.push_str(&format!("extra: {{n: [{}, 甲]}}\n", random.below(3)));
    }
    text.push_str("---\n\n根据统一部署，现予公布。\n\n## 二、整改落实情况\n\n");
    for item in 1..=1 + random.below(4) {
        text.push_str(&format!("### {item}.关于“问题{}”问题的整改\n\n一是做了。二是又做了。\n\n", random.below(9)));
        if random.below(3) > 0 {
            text.push_str(&format!("整改结果：{}\n\n", random.pick(&RESULTS)));
        }
        if (number + item).is_multiple_of(3) {
            text.push_str(&format!("整改时限：2025年{}月30日前\n\n责任单位：第{number}科\n\n", 3 + item));
        }
    }
    if random.below(3) == 0 {
        text.push_str(&format!("见[另一份](n{}.md)和[附件](表{}.csv)。\n", random.below(12), random.below(3)));
    }
    text
}

/// One random edit: add, change, rename, delete; register, theme, config, attachment.
pub fn edit(sandbox: &Sandbox, random: &mut Random) -> String {
    let number = random.below(12);
    let path = format!("content/notices/n{number}.md");
    match random.below(12) {
        0..=5 => {
            let text = notice(random, number);
            sandbox.write(&path, &text);
            format!("write {path}")
        }
        6 => {
            let _ = std::fs::remove_file(sandbox.at(&path));
            format!("remove {path}")
        }
        7 => {
            let to = format!("content/notices/sub{}/n{number}.md", random.below(3));
            if sandbox.at(&path).exists() {
                let text = sandbox.read(&path);
                std::fs::remove_file(sandbox.at(&path)).unwrap();
                sandbox.write(&to, text);
            }
            format!("move {path} to {to}")
        }
        8 => {
            let place = random.pick(&["", "place: 云江\n", "place: 石梁\n"]);
            let units = random.pick(&["", "units:\n  - {name: 云江市总工会, slug: zgh, aliases: [青禾区水务局]}\n"]);
            let size = random.pick(&["", "page_size: 3\n"]);
            sandbox.write("content/site.yaml", format!("title: 站点{}\n{place}{units}{size}", random.below(3)));
            "change site.yaml".to_owned()
        }
        9 => {
            sandbox.write("themes/default/assets/extra.css", format!("/* {} */\n", random.below(3)));
            "change a theme file".to_owned()
        }
        10 => {
            sandbox.write(&format!("content/notices/表{}.csv", random.below(3)), format!("a,{}\n", random.below(9)));
            "change an attachment".to_owned()
        }
        _ => {
            sandbox.write("content/pages/about.md", format!("---\ntitle: 关于\n---\n\n第{}版。\n", random.below(3)));
            "change a page".to_owned()
        }
    }
}

#[test]
fn incremental_equals_clean_over_random_edits() {
    let rounds = std::env::var("GONGSHI_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(120);
    let sandbox = Sandbox::new("edits");
    let clean = Sandbox::new("edits-clean");
    sandbox.write("content/site.yaml", "title: 站点\n");
    let mut random = Random(2024);
    let mut history = Vec::new();
    for round in 0..rounds {
        for _ in 0..=random.below(3) {
            history.push(edit(&sandbox, &mut random));
        }
        let run = sandbox.run(&["build"]);
        let output = clean.at("public").to_string_lossy().into_owned();
        let _ = std::fs::remove_dir_all(sandbox.at(".gongshi.aside"));
        std::fs::rename(sandbox.at(".gongshi"), sandbox.at(".gongshi.aside")).unwrap();
        let _ = std::fs::remove_dir_all(&output);
        let again = sandbox.run(&["build", "-o", &output]);
        std::fs::remove_dir_all(sandbox.at(".gongshi")).unwrap();
        std::fs::rename(sandbox.at(".gongshi.aside"), sandbox.at(".gongshi")).unwrap();
        assert_eq!(run.code, again.code, "round {round}: {}", run.stderr);
        if run.code == 0 {
            let different = difference(&sandbox.public(), &tree(&clean.at("public")));
            assert_eq!(different, Vec::<String>::new(), "round {round} after {:?}", history.last());
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_anywhere() {
    let content = repository().join("content");
    let first = Sandbox::new("same-a");
    let second = Sandbox::new("same-b-in-another-place");
    let files = tree(&content);
    for (path, bytes) in &files {
        first.write(&format!("content/{path}"), bytes);
    }
    for (path, bytes) in files.iter().rev() {
        second.write(&format!("content/{path}"), bytes);
    }
    first.done(&["build", "--jobs", "1"]);
    let mut other = second.command(&["--lang", "en", "build", "--jobs", "4"]);
    let status = other.env("LANG", "C").env("LC_ALL", "C").env("TZ", "America/St_Johns").output().unwrap().status;
    assert!(status.success());
    assert_eq!(difference(&first.public(), &second.public()), Vec::<String>::new());
}

#[test]
fn a_killed_build_leaves_the_old_or_the_new_site() {
    let kills = std::env::var("GONGSHI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(200);
    let sandbox = Sandbox::new("kills");
    sandbox.write("content/site.yaml", "title: 甲\n");
    let mut random = Random(7);
    for number in 0..12 {
        sandbox.write(&format!("content/notices/n{number}.md"), notice(&mut random, number));
    }
    let mut trees = BTreeMap::new();
    for title in ["甲", "乙"] {
        sandbox.write("content/site.yaml", format!("title: {title}\n"));
        let started = std::time::Instant::now();
        sandbox.done(&["build"]);
        trees.insert(title, (sandbox.public(), started.elapsed()));
    }
    let whole = trees["乙"].1.as_micros() as usize;
    let mut seen = BTreeSet::new();
    for kill in 0..kills {
        let title = if kill % 2 == 0 { "甲" } else { "乙" };
        sandbox.write("content/site.yaml", format!("title: {title}\n"));
        let mut child = sandbox.start(&["build"]);
        std::thread::sleep(Duration::from_micros(random.below(whole * 3 / 2) as u64));
        let _ = child.kill();
        child.wait().unwrap();
        let left = sandbox.public();
        let found = trees.iter().find(|(_, (tree, _))| *tree == left).map(|(title, _)| *title);
        assert!(found.is_some(), "kill {kill} left a mixed site: {:?}", difference(&left, &trees[title].0));
        seen.insert(found == Some(title));
    }
    sandbox.done(&["build"]);
    let beside: Vec<_> = std::fs::read_dir(sandbox.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(beside.iter().all(|name| !name.to_string_lossy().contains("gongshi-")), "{beside:?}");
    println!("{kills} kills, old and new both seen: {}", seen.len() == 2);
}

#[test]
fn every_link_and_anchor_of_the_example_resolves() {
    let site = Sandbox::new("links-site");
    for (path, bytes) in tree(&repository().join("content")) {
        site.write(&format!("content/{path}"), bytes);
    }
    site.done(&["build"]);
    assert_eq!(crate::links::broken(&site.public()), Vec::<String>::new());
}
