//! Importing again: a newer version of a document, over the notice that was made from it and edited since.

use std::time::{Duration, Instant};

use super::super::sandbox::Sandbox;
use super::{docx, p};

/// A document with this status of its second problem and this last line.
fn document(status: &str, last: &str) -> Vec<u8> {
    let lines = [
        "中共桐溪县水务局党组关于县委第三轮巡察整改情况的通报",
        "2023年5月8日至6月30日，县委第二巡察组对县水务局党组开展了巡察，2023年8月2日反馈了巡察意见。现将整改情况通报如下。",
        "一、整改落实情况",
        "1.关于管网漏损率偏高的问题。",
        "整改情况：更换老旧管道6公里。",
        "整改结果：已完成",
        "2.关于水费收缴不及时的问题。",
        "整改情况：催缴欠费31户。",
        status,
        last,
    ];
    docx(&lines.map(p).concat(), "", &[])
}

fn site(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    sandbox.write("content/site.yaml", "title: 桐溪县公开\n");
    sandbox
}

#[test]
fn importing_a_newer_version_keeps_edits() {
    let sandbox = site("import-again");
    sandbox.write("稿.docx", document("整改结果：正在整改", "监督电话：0999-5550123"));
    let path = sandbox.done(&["import", "稿.docx"]).stdout.trim().to_owned();
    assert_eq!(path, "./content/notices/shuiwuju-3.md");
    let edited =
        sandbox.read(&path).replace("# date:  # 原文没有写明", "date: 2023-11-20").replace("31户", "31户，已缴29户");
    assert!(edited.contains("date: 2023-11-20\n"), "{edited}");
    sandbox.write(&path, &edited);

    let same = sandbox.done(&["import", "稿.docx"]);
    assert!(same.stderr.contains("没有变化，保留通报里改过的 2 处") && same.stdout.is_empty(), "{}", same.stderr);
    assert_eq!(sandbox.read(&path), edited);

    sandbox.write("稿.docx", document("整改结果：已完成", "监督电话：0999-5550123"));
    let newer = sandbox.done(&["import", "稿.docx"]);
    assert!(newer.stderr.contains("按新文档更新 1 处，保留通报里改过的 2 处"), "{}", newer.stderr);
    assert_eq!(sandbox.read(&path), edited.replace("整改结果：正在整改", "整改结果：已完成"));

    // both sides changed one line: the notice keeps its words there and takes the rest
    let clash = sandbox.read(&path).replace("0999-5550123", "0999-5550456");
    sandbox.write(&path, &clash);
    let both = document("整改结果：已完成", "监督电话：0999-5550789");
    sandbox.write("稿.docx", &both);
    let difference = "    通报: 监督电话：0999-5550456\n    文档: 监督电话：0999-5550789\n";
    let dry = sandbox.run(&["import", "稿.docx", "--dry-run"]);
    assert!(dry.code == 1 && dry.stderr.contains(difference), "{}", dry.stderr);
    // once: who imports the same document again keeps the notice's words
    for (code, kept) in [(1, "没有变化，保留通报里改过的 2 处"), (0, "没有变化，保留通报里改过的 3 处")]
    {
        let again = sandbox.run(&["import", "稿.docx"]);
        assert_eq!((again.code, sandbox.read(&path)), (code, clash.clone()));
        assert_eq!(again.stderr.contains(difference), code == 1, "{}", again.stderr);
        assert!(again.stderr.contains(kept), "{}", again.stderr);
    }
    sandbox.write("稿.docx", document("整改结果：未完成", "监督电话：0999-5550888"));
    let merged = sandbox.run(&["import", "稿.docx"]);
    assert_eq!(merged.code, 1, "{}", merged.stderr);
    assert_eq!(sandbox.read(&path), clash.replace("整改结果：已完成\n\n监督", "整改结果：未完成\n\n监督"));
    // the clerk takes the words of the document
    sandbox.write(&path, sandbox.read(&path).replace("0999-5550456", "0999-5550888"));
    sandbox.done(&["import", "稿.docx"]);
    sandbox.done(&["import", "稿.docx", "--force"]);
    assert!(sandbox.read(&path).contains("0999-5550888") && !sandbox.read(&path).contains("已缴29户"));
}

#[test]
fn without_a_record_of_the_import_differences_are_shown() {
    let sandbox = site("import-unrecorded");
    sandbox.write("稿.docx", document("整改结果：正在整改", "监督电话：0999-5550123"));
    let path = sandbox.done(&["import", "稿.docx"]).stdout.trim().to_owned();
    std::fs::remove_dir_all(sandbox.at(".gongshi")).expect("the cache may be deleted");
    let edited = sandbox.read(&path).replace("更换", "已更换");
    sandbox.write(&path, &edited);
    let refused = sandbox.run(&["import", "稿.docx"]);
    assert_eq!((refused.code, sandbox.read(&path)), (1, edited));
    assert!(
        refused.stderr.contains("    通报: 整改情况：已更换老旧管道6公里。\n    文档: 整改情况：更换老旧管道6公里。"),
        "{}",
        refused.stderr
    );
}

#[test]
fn another_notice_of_the_same_unit_and_round_gets_another_id() {
    let sandbox = site("import-namesake");
    sandbox.write("一.docx", document("整改结果：正在整改", "监督电话：0999-5550123"));
    sandbox.done(&["import", "一.docx"]);
    let other = docx(
        &[p("中共桐溪县水务局党组关于县委第三轮巡察整改进展情况的补充通报"), p("县水务局的整改继续推进。")].concat(),
        "",
        &[],
    );
    sandbox.write("二.docx", other);
    let second = sandbox.done(&["import", "二.docx", "--id", "shuiwuju-buchong"]);
    assert_eq!(second.stdout, "./content/notices/shuiwuju-buchong.md\n");
    let line = |name: &str| second.stderr.lines().find(|line| line.trim_start().starts_with(name)).map(str::to_owned);
    assert_eq!(line("编号").as_deref(), Some("  编号      shuiwuju-buchong  由 --id 指定"));
    let refused = sandbox.run(&["import", "二.docx", "--id", "水务局"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
}

#[test]
fn a_document_is_imported_again_on_every_save() {
    let sandbox = site("import-watch");
    sandbox.write("稿.docx", document("整改结果：正在整改", "监督电话：0999-5550123"));
    let mut follower = sandbox.command(&["import", "--watch", "稿.docx"]).spawn().expect("the program starts");
    let path = "content/notices/shuiwuju-3.md";
    let waits_for = |words: &str| {
        let start = Instant::now();
        while !(sandbox.at(path).exists() && sandbox.read(path).contains(words)) {
            assert!(start.elapsed() < Duration::from_secs(20), "{words} does not come");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    waits_for("整改结果：正在整改");
    std::thread::sleep(Duration::from_millis(300));
    // half a file is no document, and must not end the run
    let whole = document("整改结果：已完成", "监督电话：0999-5550123");
    sandbox.write("稿.docx", &whole[..whole.len() / 2]);
    std::thread::sleep(Duration::from_millis(200));
    sandbox.write("稿.docx", &whole);
    waits_for("2.关于水费收缴不及时的问题。\n\n整改情况：催缴欠费31户。\n\n整改结果：已完成");
    follower.kill().expect("it runs until it is ended");
    follower.wait().expect("it ends");
}
