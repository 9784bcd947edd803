//! The command line as people use it: one language at a time, the site found from below, list, fix and new.

use std::process::Command;

use crate::sandbox::{Sandbox, native};

const NOTICE: &str = "\
---
title: 云江市教育局党组关于五届市委第三轮巡察反馈意见整改情况的通报
date: 2024-05-20
contact: 0999-5550101
---
根据统一部署，市委第二巡察组对市教育局党组 开展了巡察。现将整改情况予以公布。

##一、整改情况

### 1.关于“校车管理不严”问题的整改。

整改状态：正在整改

整改时限：2024年10月31日

截止2024年5月，校车已换新。
";

/// Whether the words have a run of Han characters.
fn has_han(words: &str) -> bool {
    words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn help_and_usage_errors_are_in_one_language() {
    let sandbox = Sandbox::new("one-language");
    let commands = [
        "",
        "init",
        "new",
        "import",
        "fmt",
        "check",
        "list",
        "show",
        "explain",
        "build",
        "serve",
        "theme",
        "publish",
        "releases",
        "rollback",
        "verify",
        "package",
        "apply",
        "key",
        "schema",
        "lsp",
        "completions",
    ];
    for command in commands {
        let mut words: Vec<&str> = vec!["--lang", "zh", command, "-h"];
        words.retain(|word| !word.is_empty());
        let chinese = sandbox.run(&words);
        assert!(chinese.code == 0 && chinese.stdout.contains("用法: gongshi"), "{command}: {}", chinese.stdout);
        for word in ["Usage", "Options", "Print help", "default", "Commands", "Arguments"] {
            assert!(!chinese.stdout.contains(word), "{command} --lang zh says {word}:\n{}", chinese.stdout);
        }
        words[1] = "en";
        let english = sandbox.run(&words);
        assert!(english.code == 0 && !has_han(&english.stdout), "{command} --lang en:\n{}", english.stdout);
    }
    for (words, zh, en) in [
        (&["biuld"][..], "没有“biuld”这个命令。是不是 build？", "There is no command “biuld”. Did you mean build?"),
        // of several that are alike, only the nearest
        (&["bulid"], "没有“bulid”这个命令。是不是 build？", "There is no command “bulid”. Did you mean build?"),
        (&["chek"], "没有“chek”这个命令。是不是 check？", "There is no command “chek”. Did you mean check?"),
        (
            &["explain", "zzz"],
            "没有“zzz”这条规则。gongshi explain 列出全部规则。",
            "There is no rule “zzz”. gongshi explain lists all rules.",
        ),
        (
            &["check", "--stict"],
            "没有“--stict”这个选项。是不是 --strict？",
            "There is no option “--stict”. Did you mean --strict?",
        ),
        (&["new"], "少了 <标题>。", "<TITLE> is missing."),
        (
            &["list", "--drafts", "--overdue"],
            "--drafts 和 --overdue 不能同时用。",
            "--drafts and --overdue cannot be used together.",
        ),
        (
            &["check", "--format", "xml"],
            "可以写：text、json、sarif、github。",
            "Use one of: text, json, sarif, github.",
        ),
    ] {
        for (language, expected) in [("zh", zh), ("en", en)] {
            let run = sandbox.run(&[&["--lang", language], words].concat());
            assert!(
                run.code == 2 && run.stdout.is_empty() && run.stderr.contains(expected),
                "{words:?}: {}",
                run.stderr
            );
            assert!(language == "zh" || !has_han(&run.stderr), "{words:?}: {}", run.stderr);
        }
    }
}

#[test]
fn help_as_a_command_is_the_help_of_the_command() {
    let sandbox = Sandbox::new("help-command");
    for (asked, option) in [
        (&["help"][..], &["--help"][..]),
        (&["help", "build"], &["build", "--help"]),
        (&["theme", "help"], &["theme", "--help"]),
        (&["help", "theme", "eject"], &["theme", "eject", "--help"]),
    ] {
        assert_eq!(sandbox.done(asked).stdout, sandbox.done(option).stdout, "{asked:?}");
    }
}

#[test]
fn colours_follow_the_option_and_the_environment() {
    let sandbox = Sandbox::new("colours");
    sandbox.write("content/notices/a.md", NOTICE);
    for (when, is_coloured) in [("always", true), ("never", false), ("auto", false)] {
        // standard output is a pipe here
        let run = sandbox.run(&["check", "--color", when]);
        assert_eq!(run.stdout.contains('\u{1b}'), is_coloured, "{when}: {}", run.stdout);
    }
    assert!(!sandbox.run(&["check", "--color", "always", "--format", "json"]).stdout.contains('\u{1b}'));
}

#[test]
fn a_site_is_found_from_a_folder_below() {
    let sandbox = Sandbox::new("from-below");
    sandbox.write("content/notices/2024/a.md", NOTICE);
    sandbox.write("elsewhere/x", "");
    let below = |folder: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongshi"));
        let output = command.args(["--lang", "zh", "list"]).current_dir(sandbox.at(folder)).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    for folder in [".", "content", "content/notices/2024", "elsewhere"] {
        let (code, listed) = below(folder);
        assert!(code == Some(0) && listed.contains("content/notices/2024/a.md"), "{folder}: {listed}");
    }
}

#[test]
fn fixes_are_applied_and_other_findings_left() {
    let sandbox = Sandbox::new("check-fix");
    sandbox.write("content/notices/a.md", NOTICE);
    let run = sandbox.run(&["check", "--fix"]);
    let expected = NOTICE
        .replace("市教育局党组 开展", "市教育局党组开展")
        .replace("##一、", "## 一、")
        .replace("截止2024年5月", "截至2024年5月");
    assert_eq!(sandbox.read("content/notices/a.md"), expected);
    for line in [
        "6 [stray-space] 根据统一部署，市委第二巡察组对市教育局党组 开展了巡察。现将整改情况予以公布。 → \
         根据统一部署，市委第二巡察组对市教育局党组开展了巡察。现将整改情况予以公布。\n",
        "8 [heading-without-blank] ##一、整改情况 → ## 一、整改情况\n",
    ] {
        let line = format!("{}:{line}", native("content/notices/a.md"));
        assert!(run.stdout.contains(&line), "{}", run.stdout);
    }
    assert!(run.stderr.contains("改了 3 处。"), "{}", run.stderr);
    let again = sandbox.run(&["check", "--fix"]);
    assert!(again.stderr.contains("改了 0 处。"), "{}", again.stderr);
    assert_eq!(sandbox.read("content/notices/a.md"), expected);
}

#[test]
fn statistics_count_rules() {
    let sandbox = Sandbox::new("statistics");
    sandbox.write("content/notices/a.md", NOTICE);
    sandbox.write("content/notices/b.md", NOTICE.replace("title: 云江市", "title: 石梁市"));
    let run = sandbox.run(&["check", "--statistics"]);
    let line = run.stdout.lines().find(|line| line.contains("stray-space")).expect("a line for the rule");
    assert!(line.starts_with("2  警告  stray-space") && line.contains("2 个文件"), "{}", run.stdout);
}

#[test]
fn list_selects_notices_that_need_attention() {
    let sandbox = Sandbox::new("list");
    sandbox.write("content/notices/open.md", NOTICE);
    sandbox.write("content/notices/done.md", NOTICE.replace("正在整改", "已完成").replace("云江市", "石梁市"));
    sandbox.write(
        "content/notices/draft.md",
        NOTICE.replace("date: 2024-05-20", "draft: true").replace("正在整改", "已完成"),
    );
    sandbox.write(
        "content/notices/gone.md",
        NOTICE.replace("contact:", "withdrawn: {date: 2024-06-01, reason: 内容有误}\ncontact:"),
    );
    let ids = |flag: &str| {
        let run = sandbox.done(&["list", flag, "--format", "json"]);
        let listed: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        let mut ids: Vec<String> = listed
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| one["id"].as_str().expect("an id").to_owned())
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids("--unfinished"), ["open"]);
    assert_eq!(ids("--overdue"), ["open"]);
    assert_eq!(ids("--drafts"), ["draft"]);
    assert_eq!(ids("--undated"), ["draft"]);
    assert_eq!(ids("--withdrawn"), ["gone"]);
    let csv = sandbox.done(&["list", "--format", "csv"]).stdout;
    assert!(csv.starts_with("\u{feff}编号,发布日期,标题,") && csv.lines().count() == 5, "{csv}");
}

#[test]
fn new_notices_have_readable_ids() {
    let sandbox = Sandbox::new("new-ids");
    sandbox.write("content/site.yaml", "title: 甲\n");
    let title = "云江市教育局关于五届市委第三轮巡察整改情况的通报";
    let path = |words: &[&str]| {
        let run = sandbox.done(&[&["new", title], words].concat());
        run.stdout.trim().rsplit(['/', '\\']).next().expect("a name").to_owned()
    };
    let round = ["--unit", "云江市教育局", "--round", "五届市委第三轮巡察"];
    assert_eq!(path(&round), "jiaoyuju-3.md");
    assert_eq!(path(&round), "jiaoyuju-3-2.md");
    // a further notice of the same unit and round is likely to continue the one before: the line is there to uncomment
    let run = sandbox.done(&[&["new", title], &round[..]].concat());
    assert!(run.stderr.contains("已有一份 jiaoyuju-3-2。"), "{}", run.stderr);
    let text = sandbox.read(run.stdout.trim());
    assert!(text.contains("\n# follows: jiaoyuju-3-2\n"), "{text}");
    sandbox.write(run.stdout.trim(), text.replace("# follows", "follows"));
    let found = sandbox.run(&["check"]).stdout;
    assert!(!found.contains("follows-unknown"), "{found}");
}

#[test]
fn paths_that_are_not_files_are_refused_in_one_language() {
    let sandbox = Sandbox::new("no-files");
    sandbox.write("content/site.yaml", "title: 站点\n");
    sandbox.write("damaged.tar.gz", "x");
    sandbox.write("file", "x");
    let mut cases: Vec<&[&str]> = vec![
        &["show", "content"],
        &["import", "content"],
        &["apply", "missing.tar.gz", "out"],
        &["apply", "damaged.tar.gz", "out"],
        &["apply", "content", "out"],
        &["apply", "missing.tar.gz", "file"],
        &["verify", "damaged.tar.gz"],
    ];
    if cfg!(unix) {
        let made = std::process::Command::new("mkfifo").arg(sandbox.at("pipe")).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo");
        cases.extend([&["show", "pipe"] as &[&str], &["import", "pipe"]]);
    }
    for case in cases {
        for language in ["zh", "en"] {
            let run = sandbox.run(&[&["--lang", language], case].concat());
            let words = [run.stdout.as_str(), run.stderr.as_str()].concat();
            assert_ne!(run.code, 0, "{case:?}");
            assert_eq!(has_han(&words), language == "zh", "{case:?}: {words}");
            assert!(!words.contains("os error") && !words.contains("deflate"), "{case:?}: {words}");
            let is_english = ["directory", "regular", "not found", "invalid"].iter().any(|word| words.contains(word));
            assert!(language == "en" || !is_english, "{case:?}: {words}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_error_while_printing_help_is_reported() {
    let sandbox = Sandbox::new("full");
    for arguments in
        [&["--lang", "zh", "--help"] as &[&str], &["--lang", "zh", "--version"], &["--lang", "zh", "build", "-h"]]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = sandbox.command(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("磁盘满了"), "{arguments:?}");
    }
}
