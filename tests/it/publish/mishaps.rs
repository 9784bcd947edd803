//! Mishaps around a publication: clocks, odd names, logs that were edited, packages that do not belong, two at
//! once, disks that are full. What is served stays as it was, and the message says what to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use gongshi::publish::release::{Log, LogEntry, ReleaseId};

use super::{UNCHANGED, live, live_folder, notice, refused, served, site, unfinished};
use crate::disk::Disk;
use crate::sandbox::{Run, Sandbox, difference, tree};

/// The log of a target as somebody would have written it whose clock runs ahead.
fn log_of_the_future(sandbox: &Sandbox) -> Log {
    let log = Log::parse(sandbox.read("目标/log.jsonl").as_bytes()).unwrap();
    let entries =
        log.entries.iter().map(|entry| LogEntry { time: "2099-01-01T00:00:00+08:00".to_owned(), ..entry.clone() });
    entries.fold(Log::default(), |log, entry| log.with(entry))
}

#[test]
fn a_clock_that_is_off() {
    let sandbox = site("mishap-clock");
    sandbox.done(&["publish", "nei", "--yes"]);
    let before = live(&sandbox, "目标");
    sandbox.write("目标/log.jsonl", log_of_the_future(&sandbox).bytes());
    sandbox.done(&["verify", "nei"]);
    sandbox.write("content/notices/n2.md", notice("新的通报", &["已完成"]));
    sandbox.done(&["package", "包.tar.gz", "--audience", "intranet"]);
    let message = format!(
        "错误: 本机时钟早于目标上最近一次发布的时间（2099-01-01T00:00:00+08:00），发布记录会乱。先校准时钟；时钟没错（是那一次错了）就加 --allow-clock。\n{UNCHANGED}"
    );
    refused(&sandbox.run(&["publish", "nei", "--yes"]), 5, &message);
    refused(&sandbox.run(&["apply", "包.tar.gz", "nei"]), 5, &message);
    assert_eq!(live(&sandbox, "目标"), before);
    sandbox.done(&["publish", "nei", "--yes", "--allow-clock"]);
    assert_ne!(live(&sandbox, "目标"), before);
    sandbox.write("目标/log.jsonl", log_of_the_future(&sandbox).bytes());
    refused(&sandbox.run(&["rollback", "nei"]), 5, &message);
    sandbox.done(&["rollback", "nei", "--allow-clock"]);
    assert_eq!(live(&sandbox, "目标"), before);
    sandbox.done(&["verify", "nei"]);
}

/// Damage to the files of a live release, and the report of `verify`.
type Damage = (fn(&Path), &'static str);

const DAMAGES: &[Damage] = &[
    (|live| fs::remove_file(live.join("404.html")).unwrap(), "缺少 404.html\n"),
    (
        |live| {
            fs::remove_file(live.join("units/index.html")).unwrap();
            fs::create_dir_all(live.join("units/index.html/x")).unwrap();
        },
        "缺少 units/index.html\n",
    ),
    (
        |live| {
            fs::remove_dir_all(live.join("notices/n1")).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink("../index.html", live.join("notices/n1")).unwrap();
            #[cfg(windows)]
            fs::write(live.join("notices/n1"), "").unwrap();
        },
        "多出 notices/n1\n",
    ),
    // Where a copy is served, its manifest tells which release that is: without it, rollback --to is advised.
    #[cfg(unix)]
    (|live| fs::write(live.join("manifest.json"), "{}").unwrap(), "不符 manifest.json\n"),
    (|live| fs::remove_file(live.join("release.json")).unwrap(), "不符 release.json\n"),
    #[cfg(unix)]
    (|live| fs::remove_dir_all(live).unwrap(), "不符 manifest.json\n"),
];

#[test]
fn publishing_again_repairs_the_live_release() {
    let sandbox = site("mishap-damage");
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.done(&["package", "包.tar.gz", "--audience", "intranet"]);
    let (id, whole) = (live(&sandbox, "目标"), served(&sandbox, "目标"));
    let folder = sandbox.at(&live_folder(&sandbox, "目标"));
    let without_note = |mut files: BTreeMap<String, Vec<u8>>| {
        files.retain(|path, _| !path.starts_with("release.js"));
        files
    };
    for (at, (damage, told)) in DAMAGES.iter().enumerate() {
        damage(&folder);
        let found = sandbox.run(&["verify", "nei"]);
        assert_eq!(found.code, 6, "{told}");
        assert!(found.stdout.contains(told), "{told}{}", found.stdout);
        let state = || (tree(&sandbox.at("目标/releases")), sandbox.read("目标/log.jsonl"));
        let before = state();
        let dry = sandbox.done(&["publish", "nei", "--dry-run"]);
        assert!(dry.stderr.contains("发布时会换成完好的。"), "{}", dry.stderr);
        assert!(state() == before, "a dry run touches nothing");
        match at % 2 {
            0 => sandbox.done(&["publish", "nei", "--yes"]),
            _ => sandbox.done(&["apply", "包.tar.gz", "目标", "--allow-non-atomic"]),
        };
        assert_eq!(sandbox.done(&["verify", "nei"]).stdout, "");
        let now = served(&sandbox, "目标");
        assert_eq!(difference(&without_note(now), &without_note(whole.clone())), Vec::<String>::new());
        assert_eq!(unfinished(&sandbox.at("目标")), Vec::<String>::new());
    }
    let run = sandbox.run(&["verify", "nei"]);
    assert_eq!((run.code, live(&sandbox, "目标")), (0, id));
    let releases = sandbox.done(&["releases", "nei"]).stdout;
    assert_eq!(releases.matches("  repair  ").count(), DAMAGES.len(), "{releases}");
    if cfg!(windows) {
        return;
    }
    // It is compared with what is there, where there is no manifest to compare with.
    fs::remove_file(folder.join("manifest.json")).unwrap();
    sandbox.write("content/notices/n1.md", notice("关于整改进展情况的通报", &["已完成", "已完成"]));
    let run = sandbox.done(&["publish", "nei", "--yes"]);
    assert!(run.stdout.contains("新增 0 · 修改 1 · "), "{}", run.stdout);
    sandbox.done(&["verify", "nei"]);
}

/// Names that a shell would read as something else, and that look like options.
const NAMES: [&str; 5] = ["内 网", QUOTED, "$(touch harm)", "-rf", "--yes"];
/// Windows allows no `"` in a name.
const QUOTED: &str = if cfg!(windows) { "it's 'so'" } else { "it's \"so\"" };

/// A target among the sources would be read as notices; one over the site's own folders would be in the way of builds.
#[test]
fn targets_inside_the_site_are_refused() {
    let sandbox = site("mishap-inside");
    for path in ["content/www", "content", "../", ".", "themes/甲", "public", ".gongshi/x", "目标/../content/www"] {
        sandbox.write("content/site.yaml", format!("title: 站\ntargets: {{nei: {{path: '{path}'}}}}\n"));
        let run = sandbox.run(&["publish", "nei", "--yes"]);
        assert_eq!(run.code, 2, "{path}\n{}", run.stderr);
        assert!(run.stderr.contains("不能一个在另一个里面"), "{path}\n{}", run.stderr);
    }
    assert!(!sandbox.at("content/www").exists() && !sandbox.at("themes").exists() && !sandbox.at("public").exists());
    sandbox.write("content/site.yaml", "title: 站\ntargets: {nei: {path: contents/www}}\n");
    sandbox.write("contents/账本.txt", "别人的");
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.write("content/site.yaml", "title: 站\ntargets: {nei: {path: contents}}\n");
    let run = sandbox.run(&["publish", "nei", "--yes"]);
    assert!(run.code == 5 && run.stderr.contains("contents"), "{}", run.stderr);
}

#[test]
fn names_of_targets_cannot_be_paths() {
    let sandbox = site("mishap-names");
    let targets: Vec<String> = NAMES
        .iter()
        .map(|name| {
            format!("  {}: {{path: {}, allow_non_atomic: true}}\n", serde_json::json!(name), serde_json::json!(name))
        })
        .collect();
    sandbox.write("content/site.yaml", format!("title: 云江市整改公示\ntargets:\n{}", targets.concat()));
    for name in NAMES {
        sandbox.done(&["publish", "--yes", "-m", "$(touch harm) `touch harm` \"'", "--", name]);
        sandbox.done(&["verify", "--", name]);
        assert_eq!(sandbox.done(&["releases", "--", name]).stdout.lines().count(), 1);
        assert!(sandbox.at(name).join("current/index.html").is_file(), "{name}");
        sandbox.done(&["package", "包.tar.gz"]);
        sandbox.done(&["apply", "包.tar.gz", "--", name]);
        let run = sandbox.run(&["rollback", "--", name]);
        refused(&run, 5, &format!("错误: 目标上没有更早的一版可退。\n{UNCHANGED}"));
    }
    let run = sandbox.run(&["publish", "-rf", "--yes"]);
    assert_eq!((run.code, run.stderr.lines().next()), (2, Some("错误: 没有“-r”这个选项。")), "{}", run.stderr);
    assert!(!sandbox.at("harm").exists());
}

#[test]
fn an_edited_log_stops_every_command() {
    let sandbox = site("mishap-log");
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.write("content/notices/n2.md", notice("新的通报", &["已完成"]));
    sandbox.done(&["publish", "nei", "--yes"]);
    let (before, log) = (live(&sandbox, "目标"), sandbox.read("目标/log.jsonl"));
    sandbox.write("content/notices/n3.md", notice("更新的通报", &["已完成"]));
    sandbox.done(&["package", "包.tar.gz", "--audience", "intranet"]);
    let lines: Vec<&str> = log.split_inclusive('\n').collect();
    let host = lines[0].split("\"host\":\"").nth(1).unwrap().split('"').next().unwrap();
    let edited = [
        (1, log.replacen(host, "elsewhere", 1)),
        (1, lines[1].to_owned()),
        (2, [lines[0], lines[0]].concat()),
        (2, log.trim_end().to_owned()),
        (2, log[..log.len() - 20].to_owned()),
        (3, format!("{log}x\n")),
        (1, "\u{0}".to_owned()),
    ];
    for (line, text) in edited {
        sandbox.write("目标/log.jsonl", &text);
        let broken =
            format!("发布记录 log.jsonl 第 {line} 行被改过或损坏了。从备份恢复 log.jsonl，再用 gongshi verify 检查。");
        for arguments in [&["publish", "nei", "--yes"][..], &["apply", "包.tar.gz", "nei"], &["rollback", "nei"]] {
            refused(&sandbox.run(arguments), 6, &format!("错误: {broken}\n{UNCHANGED}"));
        }
        refused(&sandbox.run(&["releases", "nei"]), 6, &format!("错误: {broken}"));
        let run = sandbox.run(&["verify", "nei"]);
        assert_eq!((run.code, run.stdout.trim_end()), (6, broken.as_str()));
        assert_eq!((live(&sandbox, "目标"), sandbox.read("目标/log.jsonl")), (before.clone(), text));
    }
    // Without its last lines the log is whole, but what is served is not what it ends with.
    for text in [lines[0], ""] {
        sandbox.write("目标/log.jsonl", text);
        assert_eq!(sandbox.run(&["verify", "nei"]).code, 6, "{text}");
        let run = sandbox.run(&["publish", "nei", "--yes"]);
        assert_eq!(run.code, 5, "{}", run.stderr);
        assert!(run.stderr.contains("current 指向的不是发布记录里最后一版"), "{}", run.stderr);
        assert_eq!(live(&sandbox, "目标"), before);
    }
    sandbox.write("目标/log.jsonl", &log);
    sandbox.done(&["publish", "nei", "--yes"]);
}

/// A target that was published to twice and rolled back, and its log.
fn rolled_back(name: &str) -> (Sandbox, String) {
    let sandbox = site(name);
    for title in ["甲事的通报", "乙事的通报"] {
        sandbox.write("content/notices/n1.md", notice(title, &["未完成", "已完成"]));
        sandbox.done(&["publish", "nei", "--yes"]);
    }
    sandbox.done(&["rollback", "nei"]);
    let log = sandbox.read("目标/log.jsonl");
    (sandbox, log)
}

/// A log that was being written when the machine stopped may end anywhere; it never takes the place of the whole one.
#[test]
fn a_truncated_log_is_refused() {
    let (sandbox, log) = rolled_back("mishap-half-log");
    let steps = log.len() / 40;
    for step in 0..40 {
        sandbox.write("目标/log.jsonl.tmp", &log.as_bytes()[..step * steps]);
        sandbox.done(&["verify", "nei"]);
        sandbox.write("content/notices/n1.md", notice(&format!("第{step}次"), &["未完成", "已完成"]));
        if step % 10 == 9 {
            sandbox.done(&["publish", "nei", "--yes"]);
            assert!(sandbox.read("目标/log.jsonl").starts_with(&log));
        }
    }
    // Cut exactly behind the first line, the prepared log is whole and ends with what is served.
    let (sandbox, log) = rolled_back("mishap-first-line");
    sandbox.write("目标/log.jsonl.tmp", log.split_inclusive('\n').next().unwrap());
    sandbox.write("content/notices/n1.md", notice("丙事的通报", &["未完成", "已完成"]));
    sandbox.done(&["publish", "nei", "--yes"]);
    assert!(sandbox.read("目标/log.jsonl").starts_with(&log));
    assert_eq!(sandbox.done(&["releases", "nei"]).stdout.lines().count(), 4);
}

#[test]
fn packages_of_other_targets_are_refused() {
    let sandbox = site("mishap-package");
    sandbox.done(&["publish", "nei", "--yes"]);
    let before = served(&sandbox, "目标");
    let bad = |why: &str| {
        format!(
            "错误: 坏.tar.gz: 这个包不完整或被改过（{why}）。重新拷贝，或重新用 gongshi package 生成。\n{UNCHANGED}"
        )
    };
    sandbox.write("空.tar.gz", "");
    assert_eq!(sandbox.run(&["apply", "空.tar.gz", "nei"]).code, 6);
    sandbox.write("别的.tar.gz", "这不是一个包");
    assert_eq!(sandbox.run(&["apply", "别的.tar.gz", "nei"]).code, 6);
    let run = sandbox.run(&["apply", "没有.tar.gz", "nei"]);
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(run.stderr.contains("没有.tar.gz") && run.stderr.contains(UNCHANGED), "{}", run.stderr);

    // The right site, and another audience.
    sandbox.write("content/notices/n2.md", notice("新的通报", &["已完成"]));
    sandbox.done(&["package", "公开.tar.gz"]);
    refused(
        &sandbox.run(&["apply", "公开.tar.gz", "nei"]),
        5,
        &format!("错误: 目标是给 intranet 的，要发布的内容不是。检查 site.yaml 里这个目标的 audience。\n{UNCHANGED}"),
    );

    // Archives that somebody made: a path that leads out, a file too many, one too few, one twice, a link.
    sandbox.done(&["package", "好.tar.gz", "--audience", "intranet"]);
    for (name, why) in [("escape", "../out"), ("extra", "extra.html"), ("missing", "404.html"), ("link", "404.html")] {
        let script = format!(
            "import sys,tarfile,io\nsrc=tarfile.open('好.tar.gz'); out=tarfile.open('坏.tar.gz','w:gz')\n\
             for m in src:\n d=src.extractfile(m).read()\n kind='{name}'\n\
             \x20if m.name=='404.html' and kind=='missing': continue\n\
             \x20if m.name=='404.html' and kind=='link': m.type=tarfile.SYMTYPE; m.linkname='/etc/passwd'; m.size=0; d=b''\n\
             \x20out.addfile(m, io.BytesIO(d))\n\
             def add(n):\n i=tarfile.TarInfo(n); i.size=1; out.addfile(i, io.BytesIO(b'x'))\n\
             if '{name}'=='escape': add('../out')\nif '{name}'=='extra': add('extra.html')\nout.close()\n"
        );
        if !Command::new("python3")
            .args(["-c", &script])
            .current_dir(sandbox.root())
            .status()
            .is_ok_and(|s| s.success())
        {
            println!("skipped: no python3");
            break;
        }
        refused(&sandbox.run(&["apply", "坏.tar.gz", "nei"]), 6, &bad(why));
        assert!(!sandbox.at(".gongshi/out").exists() && !sandbox.at("out").exists());
    }
    assert_eq!(difference(&served(&sandbox, "目标"), &before), Vec::<String>::new());
    assert!(!sandbox.at(".gongshi/incoming").exists());
    sandbox.done(&["apply", "好.tar.gz", "nei"]);
}

/// Two people, two machines, one target: one of them publishes, the other is told; what is served is whole.
#[test]
fn concurrent_publications_are_refused() {
    let sites = [site("mishap-two-a"), site("mishap-two-b")];
    let target = sites[0].at("目标").display().to_string();
    let yaml = format!(
        "title: 云江市整改公示\ntargets:\n  nei: {{path: {}, audience: intranet, allow_non_atomic: true}}\n",
        serde_json::json!(target)
    );
    for site in &sites {
        site.write("content/site.yaml", &yaml);
    }
    sites[0].done(&["publish", "nei", "--yes"]);
    let rounds = std::env::var("GONGSHI_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(8);
    let (mut both, mut one) = (0, 0);
    for round in 0..rounds {
        // Half of the time both are people at one site, where they meet before anything is built.
        let second = &sites[usize::from(round % 2 == 0)];
        for (at, site) in [&sites[0], second].into_iter().enumerate() {
            site.write("content/notices/n1.md", notice(&format!("第{round}轮，第{at}人"), &["未完成", "已完成"]));
        }
        let mut runs = std::thread::scope(|scope| {
            let runs = [&sites[0], second].map(|site| scope.spawn(|| site.run(&["publish", "nei", "--yes"])));
            runs.map(|run| run.join().unwrap())
        });
        runs.sort_by_key(|run| run.code);
        let codes: Vec<i32> = runs.iter().map(|run| run.code).collect();
        assert!(matches!(codes[..], [0, 0 | 4 | 5]), "round {round}: {runs:?}");
        let told =
            |run: &Run| ["比较期间有人发布了另一版", "另一个 gongshi 正在"].iter().any(|why| run.stderr.contains(why));
        assert!(codes[1] == 0 || told(&runs[1]), "{}", runs[1].stderr);
        if codes[1] == 0 {
            both += 1
        } else {
            one += 1
        }
        assert_eq!(sites[0].run(&["verify", "nei"]).stdout, "");
        let releases = sites[0].done(&["releases", "nei"]).stdout;
        assert_eq!(releases.lines().filter(|line| line.starts_with('*')).count(), 1, "{releases}");
    }
    assert_eq!(unfinished(&sites[0].at("目标")), Vec::<String>::new());
    println!("{rounds} pairs at once: {one} times one was told to wait, {both} times one came after the other");
}

/// Runs `arguments` with room for 0, 5 … 100 % of what they need. `folder`, where visitors look, is on the disk.
fn fill(sandbox: &Sandbox, disk: &Disk, folder: &str, arguments: &[&str], ready: impl Fn(usize)) -> (usize, usize) {
    let look = || {
        let mut files = tree(&sandbox.at(folder));
        files.retain(|path, _| !path.starts_with("release.js"));
        files
    };
    ready(0);
    let (before, peak) = (disk.used(), {
        sandbox.done(arguments);
        disk.used()
    });
    // The old tree is gone once the new one is in its place, so both are what is needed at the most.
    let need = peak
        .saturating_sub(before)
        .max(tree(&sandbox.at(folder)).values().map(|file| file.len() as u64 / 1024 + 4).sum());
    let (mut done, mut full) = (0, 0);
    for (step, part) in (0..=100).step_by(5).enumerate() {
        ready(step + 1);
        let old = look();
        disk.leave(need * part / 100);
        let run = sandbox.run(arguments);
        let found = look();
        let room = disk.used();
        disk.leave(256 << 10);
        let what = format!("{arguments:?} at {part} %: exit {}\n{}{}", run.code, run.stdout, run.stderr);
        match run.code {
            0 => {
                done += 1;
                assert!(found != old, "{what}");
            }
            3 | 5 => {
                full += 1;
                assert_eq!(difference(&found, &old), Vec::<String>::new(), "{what}");
                let says_why = ["磁盘满了", "os error 28"].iter().any(|words| run.stderr.contains(words));
                assert!(says_why, "{what}");
                let kept = unfinished(&sandbox.at("disk/目标"));
                assert!(kept.is_empty(), "{what}\nleft {kept:?} with {room} KiB used");
            }
            _ => panic!("{what}"),
        }
        let again = sandbox.run(arguments);
        assert_eq!(again.code, 0, "{what}\nthe next run: {}{}", again.stdout, again.stderr);
        if arguments[0] != "rollback" {
            assert!(look() != old, "{what}");
        }
    }
    (done, full)
}

#[test]
fn a_full_disk_leaves_the_old_release() {
    let sandbox = site("mishap-full");
    let Some(disk) = Disk::mount(&sandbox.at("disk")) else { return };
    let yaml = "title: 云江市整改公示\ntargets:\n  nei: {path: disk/目标, audience: intranet}\n";
    sandbox.write("content/site.yaml", yaml);
    let edit = |step: usize| {
        for number in 1..20 {
            let title = format!("第{number}号通报，第{step}次修改");
            sandbox.write(&format!("content/notices/n{number}.md"), notice(&title, &["未完成", "已完成"]));
        }
    };
    edit(1000);
    sandbox.done(&["publish", "nei", "--yes"]);
    let publish = fill(&sandbox, &disk, "disk/目标/current", &["publish", "nei", "--yes"], edit);
    sandbox.done(&["verify", "nei"]);
    let apply = fill(&sandbox, &disk, "disk/目标/current", &["apply", "包.tar.gz", "nei"], |step| {
        edit(step + 100);
        sandbox.done(&["package", "包.tar.gz", "--audience", "intranet"]);
    });
    sandbox.done(&["verify", "nei"]);
    let rollback = fill(&sandbox, &disk, "disk/目标/current", &["rollback", "nei"], |step| {
        edit(step + 200);
        sandbox.done(&["publish", "nei", "--yes"]);
        edit(step + 300);
        sandbox.done(&["publish", "nei", "--yes"]);
    });
    sandbox.done(&["verify", "nei"]);
    sandbox.done(&["build", "-o", "disk/public"]);
    let build = fill(&sandbox, &disk, "disk/public", &["build", "-o", "disk/public"], |step| edit(step + 400));
    for (name, (done, full)) in [("publish", publish), ("apply", apply), ("rollback", rollback), ("build", build)] {
        println!("{name} on a disk with room for 0 … 100 %: {full} times it was full, {done} times it fitted");
    }
    let _ = ReleaseId::parse(&live(&sandbox, "disk/目标")).unwrap();
}
