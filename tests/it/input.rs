//! Bad input: every finding of a run at once, nothing half written, and the right exit code.

use crate::golden::compare_text;
use crate::sandbox::{Sandbox, difference};

const GOOD: &str = "---\ntitle: 好的\ndate: 2025-01-01\n---\n\n正文。\n";

fn bad_notices() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let utf16 = |text: &str| [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![
        ("bom.md", text("\u{feff}---\r\ntitle: 有标记\r\ndate: 2025-01-01\r\n---\r\n\r\n正文。\r\n")),
        ("bytes.md", vec![0xff, 0xfd, 0x80, b'a']),
        ("colon.md", text("---\ntitle: 全角\ndate：2025-03-14\n---\n\n正文。\n")),
        ("dup.md", text("---\ntitle: 重复\ndate: 2025-01-01\ndate: 2025-01-02\n---\n正文。\n")),
        ("empty.md", Vec::new()),
        ("feb30.md", text("---\ntitle: 日期\ndate: 2024-02-30\nfeedback: 202X年X月X日\n---\n正文。\n")),
        (
            "gb.md",
            encoding_rs::GB18030.encode("---\ntitle: 国标编码\ndate: 2025-01-01\n---\n\n正文。\n").0.into_owned(),
        ),
        ("id1.md", text("---\ntitle: 甲\nid: same\n---\n一。\n")),
        ("id2.md", text("---\ntitle: 乙\nid: same\n---\n二。\n")),
        ("nofence.md", text("---\ntitle: 没有结尾\ndate: 2025-01-01\n\n正文。\n")),
        ("zeros.md", b"---\ntitle: a\n---\n\0\0\n".to_vec()),
        ("tab.md", text("---\ntitle: 制表\nclaims:\n\tproblems: 3\n---\n\n正文。\n")),
        ("unknown.md", text("---\ntitle: 未知\nunti: 云江市总工会\n---\n正文。\n")),
        ("utf16.md", utf16("---\ntitle: 宽字\ndate: 2025-01-01\n---\n\n正文。\n")),
    ]
}

#[test]
fn all_findings_are_reported_at_once_and_the_old_site_stays() {
    let sandbox = Sandbox::new("bad-input");
    sandbox.write("content/good.md", GOOD);
    sandbox.done(&["build"]);
    let before = sandbox.public();
    for (name, bytes) in bad_notices() {
        sandbox.write(&format!("content/notices/{name}"), bytes);
    }
    std::fs::create_dir_all(sandbox.at("content/dir.md")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", sandbox.at("content/notices/link.md")).unwrap();
    let zh = sandbox.run(&["build"]);
    let en = sandbox.run(&["--lang", "en", "build"]);
    assert_eq!((zh.code, en.code), (1, 1));
    assert_eq!(zh.stdout, "");
    assert_eq!(difference(&before, &sandbox.public()), Vec::<String>::new());
    if cfg!(unix) {
        compare_text("bad-input.zh.txt", &zh.stderr);
        compare_text("bad-input.en.txt", &en.stderr);
    }
}

#[test]
fn texts_in_other_encodings_are_read() {
    let sandbox = Sandbox::new("encodings");
    let readable = ["bom.md", "gb.md", "utf16.md"];
    for (name, bytes) in bad_notices().into_iter().filter(|(name, _)| readable.contains(name)) {
        sandbox.write(&format!("content/{name}"), bytes);
    }
    sandbox.done(&["build"]);
    let notices: serde_json::Value = serde_json::from_str(&sandbox.read("public/data/notices.json")).unwrap();
    let titles: Vec<&str> = notices.as_array().unwrap().iter().map(|n| n["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["有标记", "国标编码", "宽字"]);
}

#[test]
fn warnings_stop_only_a_strict_build() {
    let sandbox = Sandbox::new("strict");
    sandbox.write("content/a.md", "---\ntitle: 甲\nunti: 乙\n---\n正文。\n");
    assert_eq!(sandbox.run(&["build", "--strict"]).code, 1);
    assert!(!sandbox.at("public").exists());
    assert_eq!(sandbox.run(&["build"]).code, 0);
}

#[test]
fn mistakes_in_site_and_theme_end_with_2_and_leave_the_old_site() {
    let sandbox = Sandbox::new("unable");
    sandbox.write("content/a.md", GOOD);
    sandbox.done(&["build"]);
    let before = sandbox.public();
    let expect = |path: &str, text: &str, told: &[&str]| {
        sandbox.write(path, text);
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 2, "{path}: {}", run.stderr);
        for words in told {
            assert!(run.stderr.contains(words), "{words:?} is not in: {}", run.stderr);
        }
        assert_eq!(difference(&before, &sandbox.public()), Vec::<String>::new());
        std::fs::remove_file(sandbox.at(path)).unwrap();
    };
    expect("content/site.yaml", "titel: x\n", &["site.yaml:1:1", "titel"]);
    expect("content/site.yaml", "theme: keine\n", &["keine", "default"]);
    expect("themes/default/templates/home.html", "{{ view.totel.notices }}\n", &["home.html"]);
    expect("themes/default/templates/home.html", "{% include \"home.html\" %}\n", &["home.html"]);
    expect("themes/default/templates/home.html", "{% for x in %}\n", &["home.html:1"]);
    sandbox.done(&["build"]);
}

#[test]
fn a_foreign_folder_is_left_alone() {
    let sandbox = Sandbox::new("foreign");
    sandbox.write("content/a.md", GOOD);
    sandbox.write("public/.gitignore", "*\n");
    sandbox.write("public/letters.txt", "mine\n");
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("letters.txt"), "{}", run.stderr);
    std::fs::remove_file(sandbox.at("public/letters.txt")).unwrap();
    sandbox.done(&["build"]);
    assert_eq!(sandbox.read("public/.gitignore"), "*\n", "dot-files stay");
}

#[test]
fn a_second_run_is_refused_while_the_first_runs() {
    let sandbox = Sandbox::new("locked");
    sandbox.write("content/a.md", GOOD);
    sandbox.write(".gongshi/lock", "");
    let lock = std::fs::File::options().append(true).open(sandbox.at(".gongshi/lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(sandbox.run(&["build"]).code, 4);
    drop(lock);
    assert_eq!(sandbox.run(&["build"]).code, 0);
}

#[test]
fn readings_are_cached_whatever_the_front_matter_holds() {
    let sandbox = Sandbox::new("remembered");
    let extra = "extra: [1, {深: 度, b: null}, 1.5, true, \"\"]\ntype: posts\n";
    sandbox.write("content/a.md", GOOD.replacen("---\n", &format!("---\n{extra}"), 1));
    sandbox.done(&["build"]);
    let run = sandbox.done(&["build"]);
    assert!(!run.stderr.contains("缓存损坏"), "{}", run.stderr);
    assert!(run.stderr.contains("已是最新"), "{}", run.stderr);
}

#[test]
fn a_damaged_cache_is_rebuilt_with_a_warning() {
    let sandbox = Sandbox::new("cache");
    sandbox.write("content/a.md", GOOD);
    sandbox.done(&["build"]);
    sandbox.write("content/a.md", format!("{GOOD}后来又写了一句。\n"));
    sandbox.done(&["build"]);
    let before = sandbox.public();
    for name in ["sources.delta", "made.delta", "sources", "made"] {
        let path = sandbox.at(&format!(".gongshi/{name}"));
        let whole = std::fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for damaged in [&flipped[..], &whole[..whole.len() / 2]] {
            std::fs::write(&path, damaged).unwrap();
            let run = sandbox.done(&["build"]);
            assert!(run.stderr.contains("缓存损坏"), "{name}: {}", run.stderr);
            assert_eq!(difference(&before, &sandbox.public()), Vec::<String>::new());
        }
        std::fs::write(&path, b"gongshi cache 9.9.9 of another version\n").unwrap();
        sandbox.done(&["build"]);
        assert_eq!(difference(&before, &sandbox.public()), Vec::<String>::new());
    }
}

#[test]
fn files_removed_from_the_output_are_restored() {
    let sandbox = Sandbox::new("comes-back");
    sandbox.write("content/a.md", GOOD);
    sandbox.done(&["build"]);
    let before = sandbox.public();
    std::fs::remove_file(sandbox.at("public/notices/a/index.html")).unwrap();
    sandbox.write("public/index.html", "changed by hand");
    sandbox.done(&["build"]);
    assert_eq!(difference(&before, &sandbox.public()), Vec::<String>::new());
}

#[test]
fn init_and_new_make_a_site_that_builds() {
    let sandbox = Sandbox::new("init");
    sandbox.done(&["init", "站点"]);
    let run =
        sandbox.done(&["-C", "站点", "new", "关于“甲”的通报: 一", "--unit", "云江市总工会", "--round", "第五轮巡察"]);
    let written = sandbox.read(run.stdout.trim());
    assert!(written.contains("unit: 云江市总工会") && written.contains("title: \"关于“甲”的通报: 一\""), "{written}");
    sandbox.done(&["-C", "站点", "build", "--drafts"]);
    assert!(sandbox.read("站点/public/data/notices.json").contains("关于“甲”的通报: 一"));
    assert_eq!(sandbox.run(&["init", "站点"]).code, 2, "nothing is overwritten");
    assert_eq!(sandbox.run(&["build"]).code, 2, "there is no site here");
    assert_eq!(sandbox.run(&["biuld"]).code, 2);
}

#[test]
fn foreign_files_in_the_output_stop_the_build_and_stay() {
    let sandbox = Sandbox::new("foreign-files");
    let foreign = ["notes.txt", "notices/a/notes.txt", "notices/notes/a.txt"];
    for round in 0..6 {
        sandbox.write("content/a.md", format!("{GOOD}第{round}次。\n"));
        if round % 2 == 1 {
            foreign.iter().for_each(|path| sandbox.write(&format!("public/{path}"), "不是我们的\n"));
            // as a copy of a folder that keeps its times leaves it
            if round == 5 {
                // Windows opens no folders
                #[cfg(unix)]
                {
                    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
                    std::fs::File::open(sandbox.at("public/notices/a")).unwrap().set_modified(old).unwrap();
                }
                std::fs::remove_file(sandbox.at("public/notes.txt")).unwrap();
                std::fs::remove_dir_all(sandbox.at("public/notices/notes")).unwrap();
            }
            let run = sandbox.run(&["build"]);
            assert_eq!(run.code, 3, "round {round}: {}", run.stderr);
            assert!(
                run.stderr.contains("notices/a/notes.txt") && run.stderr.contains("content/static/"),
                "{}",
                run.stderr
            );
            assert!(!sandbox.read("public/notices/a/notice.md").contains(&format!("第{round}次")));
            for path in foreign.iter().filter(|_| round < 5) {
                assert_eq!(sandbox.read(&format!("public/{path}")), "不是我们的\n");
                std::fs::remove_file(sandbox.at(&format!("public/{path}"))).unwrap();
            }
            std::fs::remove_file(sandbox.at("public/notices/a/notes.txt")).ok();
        }
        sandbox.done(&["build"]);
        assert!(sandbox.read("public/notices/a/notice.md").contains(&format!("第{round}次")));
    }
}

#[test]
fn foreign_files_are_found_without_a_cache_and_litter_is_ignored() {
    let sandbox = Sandbox::new("foreign-cold");
    sandbox.write("content/a.md", GOOD);
    sandbox.done(&["build"]);
    sandbox.write("public/Thumbs.db", "");
    sandbox.write("public/.well-known/x", "stays");
    sandbox.write("content/a.md", format!("{GOOD}改了。\n"));
    std::fs::remove_dir_all(sandbox.at(".gongshi")).unwrap();
    sandbox.done(&["build"]);
    assert_eq!(sandbox.read("public/.well-known/x"), "stays");
    sandbox.write("public/assets/我们的.css", "a{}");
    std::fs::remove_dir_all(sandbox.at(".gongshi")).unwrap();
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("assets/我们的.css") && !run.stderr.contains("Thumbs"), "{}", run.stderr);
}

#[test]
fn the_output_is_never_inside_content_nor_around_it() {
    let sandbox = Sandbox::new("output-inside");
    sandbox.write("content/a.md", GOOD);
    for output in ["content/public", "content", ".", "content/notices/../x"] {
        let run = sandbox.run(&["build", "-o", output]);
        assert_eq!(run.code, 2, "{output}: {}", run.stderr);
        assert!(!sandbox.at("content/public").exists() && !sandbox.at("content/x").exists());
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_symbolic_link_stays_one() {
    let sandbox = Sandbox::new("output-link");
    sandbox.write("content/a.md", GOOD);
    std::fs::create_dir(sandbox.at("www")).unwrap();
    std::os::unix::fs::symlink("www", sandbox.at("public")).unwrap();
    for round in 0..3 {
        sandbox.write("content/a.md", format!("{GOOD}第{round}次。\n"));
        sandbox.done(&["build"]);
        assert!(std::fs::symlink_metadata(sandbox.at("public")).unwrap().is_symlink());
        assert!(sandbox.read("www/notices/a/notice.md").contains(&format!("第{round}次")));
    }
}

#[test]
fn a_change_keeps_unrelated_files() {
    let sandbox = Sandbox::new("kept-files");
    for round in 0..4 {
        sandbox.write("content/a.md", GOOD);
        sandbox.write("content/b.md", format!("{GOOD}第{round}次。\n"));
        sandbox.done(&["build"]);
        let data = std::fs::metadata(sandbox.at("public/notices/a/notice.md")).unwrap();
        let (time, marker) = (data.modified().unwrap(), sandbox.at("first-time"));
        match round {
            0 => std::fs::File::create(&marker).unwrap().set_modified(time).unwrap(),
            _ => assert_eq!(std::fs::metadata(&marker).unwrap().modified().unwrap(), time, "round {round}"),
        }
        assert!(sandbox.read("public/notices/b/notice.md").contains(&format!("第{round}次")));
    }
}

#[test]
fn a_change_is_noticed_whatever_the_clock_shows() {
    let sandbox = Sandbox::new("clock");
    let path = sandbox.at("content/a.md");
    let hour = std::time::Duration::from_secs(3600);
    let mut time = std::time::SystemTime::now();
    let letters = ["甲", "乙", "丙", "丁"];
    // back by an hour, on by two, and not at all: the same time and size as before
    for (letter, next) in letters.into_iter().zip([time - hour, time + hour, time + hour, time - hour]) {
        time = next;
        sandbox.write("content/a.md", format!("{GOOD}{letter}\n"));
        std::fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
        sandbox.done(&["build"]);
        assert!(sandbox.read("public/notices/a/notice.md").ends_with(&format!("{letter}\n")), "{letter}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_gives_one_of_its_versions() {
    let sandbox = Sandbox::new("changing");
    let versions = ["甲".repeat(3000), "乙".repeat(3000)].map(|words| format!("{GOOD}{words}\n"));
    sandbox.write("content/a.md", &versions[0]);
    for number in 0..20 {
        sandbox.write(&format!("content/b{number}.md"), GOOD);
    }
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for version in versions.iter().cycle() {
                if done.load(std::sync::atomic::Ordering::Relaxed) {
                    return;
                }
                sandbox.write("content/a.md", version);
            }
        });
        for _ in 0..10 {
            let run = sandbox.run(&["build"]);
            match run.code {
                0 => {
                    let page = sandbox.read("public/notices/a/index.html");
                    let source = sandbox.read("public/notices/a/notice.md");
                    assert_eq!(
                        page.contains("甲甲甲"),
                        source.contains("甲甲甲"),
                        "page and source are of one version"
                    );
                }
                _ => assert!(run.stderr.contains("文件变了") || run.stderr.contains("a.md"), "{}", run.stderr),
            }
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    sandbox.write("content/a.md", &versions[1]);
    sandbox.done(&["build"]);
    assert!(sandbox.read("public/notices/a/index.html").contains("乙乙乙"));
}

#[test]
fn a_folder_of_50_000_files_is_read() {
    let sandbox = Sandbox::new("many-files");
    sandbox.write("content/a.md", format!("{GOOD}\n见[附件](files/f49999.txt)。\n"));
    std::fs::create_dir_all(sandbox.at("content/files")).unwrap();
    for number in 0..50_000 {
        std::fs::write(sandbox.at(&format!("content/files/f{number}.txt")), "").unwrap();
    }
    sandbox.done(&["build"]);
    let files = sandbox.public();
    assert!(files.keys().any(|path| path.ends_with("f49999.txt")));
    assert_eq!(
        files.keys().filter(|path| path.ends_with(".txt") && *path != "robots.txt").count(),
        1,
        "only what is linked is copied"
    );
    assert!(sandbox.done(&["build"]).stderr.contains("已是最新"));
}

#[test]
fn an_id_moves_from_one_file_to_another() {
    let sandbox = Sandbox::new("moving-id");
    let of = |id: &str, words: &str| GOOD.replacen("---\n", &format!("---\nid: {id}\n"), 1) + words;
    sandbox.write("content/a.md", of("x", "甲"));
    sandbox.write("content/b.md", of("y", "乙"));
    sandbox.done(&["build"]);
    sandbox.write("content/a.md", of("y", "甲"));
    let run = sandbox.run(&["build"]);
    assert_eq!(run.code, 1, "two files with one id: {}", run.stderr);
    assert!(
        run.stderr.contains("duplicate-id") && run.stderr.contains("a.md") && run.stderr.contains("b.md"),
        "{}",
        run.stderr
    );
    assert!(sandbox.read("public/notices/x/index.html").contains("甲"), "the old site is as it was");
    sandbox.write("content/b.md", of("x", "乙"));
    sandbox.done(&["build"]);
    assert!(sandbox.read("public/notices/x/index.html").contains("乙"));
    assert!(sandbox.read("public/notices/y/index.html").contains("甲"));
}
