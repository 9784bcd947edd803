//! Rules against the texts in `tests/check/<rule>.md`: what causes a finding, and the near miss that must not.
//!
//! A case is a block `notice` followed by a block `finding` (a line a finding: place and message), or a block `silent`.
//! A block `site` before them is the `site.yaml` of the cases that follow. Only findings of the file's rule are
//! compared. `GONGSHI_BLESS=1` writes the findings as they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gongshi::check::{self, Subject, TextKind, catalogue};
use gongshi::config::{Language, Site};
use gongshi::notice::{Date, SourcePath};
use gongshi::read::read;
use gongshi::report::Report;

/// Codes that no single notice can cause: the archive, the doors or a release find them.
const BETWEEN_NOTICES: &[&str] = &[
    "site-unreadable",
    "unknown-setting",
    "duplicate-setting",
    "invalid-setting",
    "duplicate-slug",
    "duplicate-name",
    "unusable-address",
    "file-name-not-utf8",
    "file-name-reserved",
    "special-file",
    "not-text",
    "binary-file",
    "file-too-large",
    "file-unreadable",
    "symlink-skipped",
    "folder-named-md",
    "file-not-read",
    "file-not-linked",
    "duplicate-id",
    "duplicate-address",
    "address-in-use",
    "follows-unknown",
    "follows-cycle",
    "follows-twice",
    "follow-up-steps",
    "item-follows-unknown",
    "unsure-item-match",
    "item-maybe-joined",
    "possible-follow-up",
    "dead-link",
    "active-attachment",
    "dot-file-skipped",
    "dead-setting-link",
    "address-lost",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

/// A block of a case file: its kind, its text, and the lines it takes there.
struct Block {
    kind: String,
    text: String,
    lines: std::ops::Range<usize>,
}

fn blocks(file: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in file.lines().enumerate() {
        match (open, line.strip_prefix("````")) {
            (false, Some(kind)) => {
                blocks.push(Block { kind: kind.to_owned(), text: String::new(), lines: number + 1..number + 1 });
                open = true;
            }
            (true, Some("")) => open = false,
            (true, _) => {
                let block = blocks.last_mut().expect("a block is open");
                block.text.push_str(line);
                block.text.push('\n');
                block.lines.end = number + 1;
            }
            (false, None) => {}
        }
    }
    blocks
}

/// The findings of `code` in `text`, a line each: place and message.
fn findings(code: &str, text: &str, site: &Site) -> String {
    let source = SourcePath::new("notices/2024/case.md");
    let reading = read(&source, text);
    let subject = Subject::new(&reading.notice, text, None, site, Date::constant(2025, 1, 1));
    let mut found = check::review(&subject, TextKind::Notice, reading.findings);
    found.retain(|finding| finding.code.as_str() == code);
    let rated = check::rate(found, &Default::default());
    let shared: Arc<str> = Arc::from(text);
    let text_of = |_: &SourcePath| Some(shared.clone());
    let report = Report { findings: &rated, text_of: &text_of, language: Language::Zh, root: "" };
    let line = |value: serde_json::Value| {
        let message = value["message"].as_str().expect("a message").to_owned();
        format!("{}:{} {message}\n", value["line"], value["column"])
    };
    report.values().into_iter().map(line).collect()
}

#[test]
fn every_rule_finds_its_cause_and_not_the_near_miss() {
    let bless = std::env::var_os("GONGSHI_BLESS").is_some();
    let mut failures = Vec::new();
    for rule in catalogue::rules().filter(|rule| !BETWEEN_NOTICES.contains(&rule.code)) {
        let path = folder().join(format!("{}.md", rule.code));
        let Ok(file) = std::fs::read_to_string(&path) else {
            failures.push(format!("{}: tests/check/{}.md is missing", rule.code, rule.code));
            continue;
        };
        let mut site = Site::default();
        let mut lines: Vec<&str> = file.lines().collect();
        let blocks = blocks(&file);
        let kinds: BTreeSet<&str> = blocks.iter().map(|block| block.kind.as_str()).collect();
        if !kinds.contains("finding") || !kinds.contains("silent") {
            failures.push(format!("{}: wants a `finding` and a `silent`", rule.code));
        }
        let mut blessed: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        let mut notice = "";
        for block in &blocks {
            match block.kind.as_str() {
                "site" => site = serde_yaml::from_str(&block.text).expect("a site"),
                "notice" => notice = &block.text,
                "finding" => {
                    let found = findings(rule.code, notice, &site);
                    if found.is_empty() || found != block.text && !bless {
                        let expected = &block.text;
                        failures.push(format!("{}: expected\n{expected}found\n{found}in\n{notice}", rule.code));
                    }
                    blessed.push((block.lines.clone(), found));
                }
                "silent" => {
                    let found = findings(rule.code, &block.text, &site);
                    if !found.is_empty() {
                        failures.push(format!("{}: should be silent, found\n{found}in\n{}", rule.code, block.text));
                    }
                }
                kind => failures.push(format!("{}: unknown block `{kind}`", rule.code)),
            }
        }
        if bless {
            for (range, found) in blessed.iter().rev() {
                lines.splice(range.clone(), found.lines());
            }
            std::fs::write(&path, lines.join("\n") + "\n").expect("the case can be written");
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_case_belongs_to_a_rule() {
    for entry in std::fs::read_dir(folder()).expect("the cases") {
        let name = entry.expect("a case").file_name().into_string().expect("a name");
        let code = name.trim_end_matches(".md");
        assert!(catalogue::rule(code).is_some(), "{name} tests no rule");
    }
}

#[test]
fn every_rule_has_all_its_texts() {
    let mut seen = BTreeSet::new();
    for rule in catalogue::rules() {
        assert!(seen.insert(rule.code), "{} is defined twice", rule.code);
        for words in [rule.message, rule.explanation] {
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{} lacks words", rule.code);
        }
        for words in [rule.message, rule.label, rule.help] {
            assert_eq!(placeholders(words.zh), placeholders(words.en), "{} differs between its languages", rule.code);
        }
    }
}

fn placeholders(template: &str) -> BTreeSet<&str> {
    // an argument that is words has a form for each language: `{steps}` and `{steps_en}`
    let names = template.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    names.map(|(name, _)| name.trim_end_matches("_en")).collect()
}

/// Every code that the sources name has a row.
#[test]
fn every_code_of_a_finding_is_in_the_catalogue() {
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let entry = entry.expect("a source");
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a source");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for code in text.split("Code::new(\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(code, _)| code) {
            let path = entry.path().display();
            assert!(catalogue::rule(code).is_some(), "{path} emits {code}, which has no row in the catalogue");
        }
    }
}
