//! Findings as people and machines see them.

use std::sync::Arc;

use gongshi::check::{RatedFinding, rate};
use gongshi::config::Language;
use gongshi::notice::{Code, Finding, SourcePath};
use gongshi::report::{Limits, Report, TerminalStyle};
use gongshi::text::span::Span;

const COLON: Code = Code::new("full-width-colon");

fn source() -> SourcePath {
    SourcePath::new("notices/济南.md")
}

fn finding_at(text: &str, words: &str, replacement: &str) -> Finding {
    let start = text.find(words).expect("the words are in the text");
    let span = Span::new(start, start + words.len());
    Finding::new(COLON, &source(), span).fixed_by(span, replacement)
}

fn with_report<T>(text: &str, findings: Vec<Finding>, language: Language, tell: impl Fn(Report) -> T) -> T {
    let findings: Vec<RatedFinding> = rate(findings, &Default::default());
    let text_of = |path: &SourcePath| (*path == source()).then(|| Arc::from(text));
    tell(Report { findings: &findings, text_of: &text_of, language, root: "content/" })
}

#[test]
fn one_finding_in_a_terminal() {
    let text = "---\ntitle: 通报\ndate：2025-03-14\n---\n";
    let printed = |language| {
        with_report(text, vec![finding_at(text, "：", ": ")], language, |report| {
            report.text(TerminalStyle::Plain, Limits::default())
        })
    };
    let chinese = "\
错误[full-width-colon]: 冒号应为半角“:”
  --> content/notices/济南.md:3:5
   |
 3 | date：2025-03-14
   |     ^^ 这里是全角“：”，YAML 读不出键名
   = 改为: date: 2025-03-14

发现 1 个错误、0 个警告、0 个提示。
";
    assert_eq!(printed(Language::Zh), chinese);
    let english = "\
error[full-width-colon]: the colon after a key must be the ASCII “:”
  --> content/notices/济南.md:3:5
   |
 3 | date：2025-03-14
   |     ^^ this is the full-width “：”, so YAML sees no key
   = change to: date: 2025-03-14

Found 1 error, 0 warnings and 0 notes.
";
    assert_eq!(printed(Language::En), english);
}

#[test]
fn findings_over_the_limit_are_counted() {
    let text = "键：值\n".repeat(10_000);
    let findings = (0..10_000).map(|line| {
        let start = line * "键：值\n".len() + "键".len();
        Finding::new(COLON, &source(), Span::new(start, start + 3))
    });
    let printed = with_report(&text, findings.collect(), Language::Zh, |report| {
        report.text(TerminalStyle::Plain, Limits { per_code: 2, total: 500 })
    });
    let end = "\
错误[full-width-colon]: 冒号应为半角“:”
  --> content/notices/济南.md:2:2
   |
 2 | 键：值
   |   ^^ 这里是全角“：”，YAML 读不出键名

content/notices/济南.md: 另有 9998 处 [full-width-colon] 未列出

发现 10000 个错误、0 个警告、0 个提示。
";
    assert!(printed.ends_with(end), "{printed}");
    assert_eq!(printed.matches("-->").count(), 2);
}

#[test]
fn json_has_offsets_and_columns() {
    let text = "𠮷：1\n";
    let json = with_report(text, vec![finding_at(text, "：", ": ")], Language::Zh, |report| report.json());
    let value: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let expected = serde_json::json!({
        "findings": [{
            "source": "notices/济南.md", "code": "full-width-colon", "severity": "error",
            "line": 1, "column": 2, "end_line": 1, "end_column": 3, "byte_start": 4, "byte_end": 7,
            "message": "冒号应为半角“:”", "help": "改为: 𠮷: 1",
            "fix": {"byte_start": 4, "byte_end": 7, "replacement": ": "}, "related": null,
        }],
        "counts": {"errors": 1, "warnings": 0, "notes": 0},
    });
    assert_eq!(value, expected);
    let github =
        with_report(text, vec![finding_at(text, "：", ": ")], Language::En, |report| report.github(Limits::default()));
    assert_eq!(
        github,
        "::error file=content/notices/济南.md,line=1,endLine=1,col=2,endColumn=3,title=full-width-colon::\
         the colon after a key must be the ASCII “:”%0Achange to: 𠮷: 1\n"
    );
}

#[test]
fn sarif_names_its_rules_and_escapes_paths() {
    let text = "键：1\n";
    let sarif = with_report(text, vec![finding_at(text, "：", ": ")], Language::Zh, |report| report.sarif());
    let value: serde_json::Value = serde_json::from_str(&sarif).expect("it is JSON");
    assert_eq!(value["version"], "2.1.0");
    assert_eq!(value["runs"][0]["tool"]["driver"]["rules"][0]["id"], "full-width-colon");
    let location = &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "content/notices/%E6%B5%8E%E5%8D%97.md");
    assert_eq!(location["region"]["startColumn"], 2);
}

#[test]
fn a_file_that_vanished_keeps_its_findings() {
    let gone = Finding::new(COLON, &SourcePath::new("notices/gone.md"), Span::new(3, 6));
    let printed =
        with_report("", vec![gone], Language::Zh, |report| report.text(TerminalStyle::Plain, Limits::default()));
    assert_eq!(
        printed,
        "错误[full-width-colon]: 冒号应为半角“:”\n  --> content/notices/gone.md\n\n发现 1 个错误、0 个警告、0 个提示。\n"
    );
}
