//! `check`, `fmt`, `explain` and `schema` as they are typed.

use crate::sandbox::{Sandbox, native, repository};

const NOTICE: &str = "\
---
title: 云江市教育局党组关于五届市委第三轮巡察反馈意见整改情况的通报
date: 2024-05-20
kind: 整改通报
unit: 云江市教育局
round: 五届市委第三轮巡察
contact: 0999-5550101
---
根据统一部署，市委第二巡察组对市教育局党组开展了巡察。现将整改情况予以公布。

### 1.关于“校车管理不严”问题的整改。

整改结果：已完成
";

fn site(name: &str, notice: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    sandbox.write("content/site.yaml", "title: 云江市整改公示\n");
    sandbox.write("content/notices/2024/a.md", notice);
    sandbox
}

#[test]
fn errors_fail_a_check_and_warnings_a_strict_check() {
    let sandbox = site("check-exit", NOTICE);
    let run = sandbox.done(&["check", "--strict"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", "检查了 1 个文件，没有发现问题。\n"));

    sandbox.write("content/notices/2024/a.md", NOTICE.replace("教育局党组开展", "教育局党组 开展"));
    assert_eq!(sandbox.run(&["check"]).code, 0);
    let run = sandbox.run(&["check", "--strict"]);
    let expected = "\
警告[stray-space]: 汉字或标点之间有多余的空格
  --> content/notices/2024/a.md:9:22
   |
 9 | 根据统一部署，市委第二巡察组对市教育局党组 开展了巡察。现将整改情况予以公布。
   |                                           ^ 删去空格
   = 改为: 根据统一部署，市委第二巡察组对市教育局党组开展了巡察。现将整改情况予以公布。

发现 0 个错误、1 个警告、0 个提示。
";
    assert_eq!((run.code, run.stdout.clone()), (1, expected.to_owned()));

    sandbox.write("content/notices/2024/a.md", NOTICE.replace("2024-05-20", "2024-02-30"));
    assert_eq!(sandbox.run(&["check"]).code, 1);
    assert_eq!(sandbox.run(&["check", "content/notices/2023"]).code, 3);
}

#[test]
fn a_site_can_change_the_severity_of_rules() {
    let sandbox = site("check-severity", &NOTICE.replace("教育局党组开展", "教育局党组 开展"));
    sandbox.write("content/site.yaml", "severities: {stray-space: error}\n");
    assert_eq!(sandbox.run(&["check"]).code, 1);
    sandbox.write("content/site.yaml", "severities: {stray-space: null}\n");
    sandbox.done(&["check", "--strict"]);
    sandbox.write("content/site.yaml", "severities: {stray-spaces: null}\n");
    let run = sandbox.run(&["check", "content"]);
    assert!(run.stdout.contains("警告[stray-space]"), "{}", run.stdout);
    let run = sandbox.run(&["check"]);
    let unknown = "\
警告[unknown-rule]: 没有“stray-spaces”这条规则
  --> content/site.yaml:1:14
   |
 1 | severities: {stray-spaces: null}
   |              ^^^^^^^^^^^^
   = 办法: 是不是“stray-space”？
";
    assert!(run.stdout.contains(unknown), "{}", run.stdout);
}

#[test]
fn conflicts_between_notices_are_found() {
    let sandbox = site("check-between", &NOTICE.replace("---\ntitle", "---\nid: same\ntitle"));
    sandbox.write("content/notices/2024/b.md", NOTICE.replace("---\ntitle", "---\nid: same\ntitle"));
    let run = sandbox.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &report["counts"]["errors"]), (1, &serde_json::json!(1)));
    assert_eq!(report["findings"][0]["code"], "duplicate-id");
}

#[test]
fn files_outside_of_a_site_can_be_checked() {
    let sandbox = Sandbox::new("check-alone");
    sandbox.write("通报.md", NOTICE.replace("教育局党组开展", "教育局党组 开展"));
    let run = sandbox.run(&["check", "通报.md", "--format", "github"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("::warning file=通报.md,line=9,endLine=9,col="), "{}", run.stdout);
    assert_eq!(sandbox.run(&["check"]).code, 2);
}

#[test]
fn ten_thousand_findings_are_bounded_and_counted() {
    let sandbox = site("check-many", &format!("{NOTICE}\n{}", "全市 教师，积极参加。\n\n".repeat(10_000)));
    let run = sandbox.run(&["check"]);
    assert!(run.stdout.len() < 20_000, "{} bytes", run.stdout.len());
    assert!(run.stdout.contains("content/notices/2024/a.md: 另有 9990 处 [stray-space] 未列出"), "{}", run.stdout);
}

#[test]
fn fmt_reports_its_changes_and_can_check() {
    let sandbox = site("fmt", &NOTICE.replace("巡察。现将", "巡察。  现将"));
    let run = sandbox.run(&["fmt", "--check"]);
    let path = sandbox.at("content/notices/2024/a.md");
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout, format!("{}: 连续空格并为一个 1\n", native("./content/notices/2024/a.md")));
    assert!(std::fs::read_to_string(&path).unwrap().contains("。  现将"));
    sandbox.done(&["fmt"]);
    let run = sandbox.done(&["fmt", "--check"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", "1 个文件都不用改。\n"));
}

#[test]
fn rules_are_explained() {
    let sandbox = Sandbox::new("explain");
    let run = sandbox.done(&["explain", "no-date"]);
    let expected = "\
警告[no-date]: 没有发布日期

头部没有 date，落款也没有日期；没有日期的通报排在最后，读者也无从知道是何时公开的。
办法: 在头部写 date，如 date: 2025-03-14
";
    assert_eq!(run.stdout, expected);
    let run = sandbox.run(&["--lang", "en", "explain", "no-dat"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr, "error: There is no rule “no-dat”. Did you mean no-date?\n");
}

#[test]
fn the_schema_is_json_and_has_the_aliases() {
    let run = Sandbox::new("schema").done(&["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(schema["properties"]["标题"]["description"], "标题（title）");
    assert_eq!(schema["properties"]["kind"]["enum"][0], "整改通报");
}

/// Files and folders come and go while they are checked; that is no failure.
#[test]
fn a_file_that_vanishes_during_a_check_is_reported() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let sandbox = site("check-vanish", NOTICE);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                for number in 0..40 {
                    sandbox.write(&format!("content/notices/f{}/n{number}.md", number % 5), NOTICE);
                }
                for folder in 0..5 {
                    let _ = std::fs::remove_dir_all(sandbox.at(&format!("content/notices/f{folder}")));
                }
            }
        });
        let codes: Vec<(i32, String)> = (0..25)
            .map(|_| sandbox.run(&["check"]))
            .filter(|run| !matches!(run.code, 0 | 1) || run.stderr.contains("panicked"))
            .map(|run| (run.code, run.stderr))
            .collect();
        stop.store(true, Ordering::Relaxed);
        assert_eq!(codes, []);
    });
}

/// Any part of a notice may repeat many times, on one line or on many: the time grows with the text and not with
/// its square, else this test would not end.
#[test]
fn odd_shapes_are_checked_in_a_moment() {
    let sandbox = site("check-shapes", NOTICE);
    let shapes = [
        "<!--",
        "<!--\n\n",
        "<!-- ok: stray-space 原文 -->\n",
        "[bookmark:",
        "www.",
        "*a_",
        "[a](",
        "全市 教师，",
        "“",
        "（",
        "《关于",
        "`a",
        "| 一 | 全市 教师 | 已完成 |\n",
        "- 一\n",
        "> ",
        "1.2.3.",
        "2024年5月20日，",
        "一是做了安排。",
        "### 1.关于“问题甲”问题的整改\n\n整改结果：已完成\n\n",
    ];
    for (number, shape) in shapes.iter().enumerate() {
        let text = format!("{NOTICE}\n{}\n", shape.repeat((1 << 18) / shape.len()));
        sandbox.write(&format!("content/notices/shapes/n{number}.md"), text);
    }
    let run = sandbox.run(&["check"]);
    assert!(matches!(run.code, 0 | 1), "{}", run.stderr);
    assert!(run.stdout.len() < 200_000, "{} bytes", run.stdout.len());
}

/// The front matter that `new` writes is valid by the schema it names, according to yaml-language-server, which also
/// finds mistakes.
#[test]
fn a_new_notice_names_its_schema() {
    let sandbox = site("new-schema", NOTICE);
    let made =
        sandbox.done(&["new", "关于整改进展情况的通报", "--unit", "云江市教育局", "--round", "五届市委第三轮巡察"]);
    let path = made.stdout.trim().to_owned();
    let text = std::fs::read_to_string(sandbox.at(&path)).unwrap();
    let modeline = "---\n# yaml-language-server: $schema=../../../front-matter.schema.json\n";
    assert!(text.starts_with(modeline), "{text}");
    let schema: serde_json::Value = serde_json::from_str(&sandbox.read("front-matter.schema.json")).unwrap();
    assert_eq!(schema["type"], "object");
    sandbox.done(&["check"]);

    let front = text.split("---\n").nth(1).unwrap();
    let yaml = sandbox.at(&path).with_extension("yaml");
    std::fs::write(&yaml, front).unwrap();
    std::fs::write(yaml.with_file_name("wrong.yaml"), format!("{front}kind: 乱写的\n")).unwrap();
    let script = repository().join("tests/editor/validate.mjs");
    let node = |file: &std::path::Path| {
        std::process::Command::new("node").arg(&script).arg(file).output().map(crate::sandbox::Run::of)
    };
    match node(&yaml) {
        Ok(run) if run.code == 0 => assert_eq!(run.stdout, "", "{front}"),
        _ => return println!("skipped: no yaml-language-server; tests/run installs it"),
    }
    let wrong = node(&yaml.with_file_name("wrong.yaml")).unwrap();
    assert_eq!((wrong.code, wrong.stdout.lines().count()), (0, 1), "{}", wrong.stdout);
    assert!(wrong.stdout.contains("Value is not accepted") && wrong.stdout.contains("整改通报"), "{}", wrong.stdout);
}
