//! A bad environment: few open files, signals at any moment, odd clocks, a strict umask, closed and full outputs. No run
//! panics or leaves half a site, and each ends with the right code and a sentence.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::sandbox::{Run, Sandbox};

const PROGRAM: &str = env!("CARGO_BIN_EXE_gongshi");

/// A site with some notices in two folders, built.
fn built(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    sandbox.write("content/site.yaml", "title: 柏溪县整改公开\ntargets:\n  wai: {path: 外}\n");
    for number in 0..6 {
        sandbox.write(&format!("content/notices/202{}/n{number}.md", number % 2), notice(number, "正在整改"));
    }
    sandbox.done(&["build", "-q"]);
    sandbox
}

fn notice(number: usize, status: &str) -> String {
    format!(
        "---\ntitle: 柏溪县档案馆第{number}份整改情况的通报\ndate: 2024-03-0{}\nkind: 整改通报\nunit: 柏溪县档案馆\ncontact: 0999-5550100\n---\n\n\
         ## 一、整改情况\n\n### 1.关于库房巡查不到位的问题\n\n整改结果：{status}\n",
        number + 1
    )
}

/// The program run by a shell that first does `setting`.
fn shell(sandbox: &Sandbox, setting: &str, arguments: &str) -> Run {
    let line = format!("{setting}; exec '{PROGRAM}' {arguments}");
    let mut command = Command::new("sh");
    command.args(["-c", &line]).current_dir(sandbox.root()).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL");
    Run::of(command.output().expect("a shell"))
}

#[test]
fn with_few_open_files_a_command_works_or_reports_it() {
    let sandbox = built("few-files");
    let site = sandbox.public();
    let reference: BTreeMap<&str, String> =
        ["list", "check", "fmt --check"].map(|command| (command, shell(&sandbox, ":", command).stdout)).into();
    let mut failed = 0;
    for limit in 4..12 {
        for (command, whole) in &reference {
            let run = shell(&sandbox, &format!("ulimit -n {limit}"), command);
            assert!(!run.stderr.contains("panicked"), "{limit} {command}: {}", run.stderr);
            // a part must not pass for the whole
            let says = format!("{}{}", run.stdout, run.stderr);
            assert!(run.code != 0 || run.stdout == *whole, "{limit} {command}: {says}");
            assert!(run.code == 0 || says.contains("同时打开的文件太多"), "{limit} {command}: {says}");
            failed += usize::from(run.code != 0);
        }
        std::fs::remove_dir_all(sandbox.at(".gongshi")).expect("the cache may be deleted");
        let run = shell(&sandbox, &format!("ulimit -n {limit}"), "build -q");
        assert!(matches!(run.code, 0 | 1 | 3) && !run.stderr.contains("panicked"), "{limit}: {}", run.stderr);
        assert_eq!(sandbox.public(), site, "{limit}");
        failed += usize::from(run.code != 0);
    }
    assert!(failed > 0, "no limit was low enough");
    sandbox.done(&["build", "-q"]);
}

#[test]
fn a_folder_without_permission_is_reported_by_every_command_that_reads_it() {
    let sandbox = built("no-permission");
    let forbidden = sandbox.at("content/notices/2020");
    let allow = |mode: u32| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&forbidden, std::fs::Permissions::from_mode(mode)).expect("a mode");
    };
    allow(0o000);
    let is_root = std::fs::read_dir(&forbidden).is_ok();
    let runs = ["list", "fmt --check", "check"].map(|command| (command, shell(&sandbox, ":", command)));
    allow(0o755);
    if is_root {
        println!("skipped: root may read everything");
        return;
    }
    for (command, run) in runs {
        assert!(matches!(run.code, 1 | 3), "{command}: {}", run.stderr);
        assert!(format!("{}{}", run.stdout, run.stderr).contains("notices/2020"), "{command}: {}", run.stderr);
    }
}

/// How many moments of a build are tried; `SIGNAL_MOMENTS=50` for more.
fn moments() -> u32 {
    std::env::var("SIGNAL_MOMENTS").ok().and_then(|moments| moments.parse().ok()).unwrap_or(10)
}

#[test]
fn a_signal_at_any_moment_leaves_the_old_site_or_the_new_one() {
    use std::os::unix::process::ExitStatusExt;
    let sandbox = built("signals");
    let old = sandbox.public();
    let write = |status: &str| sandbox.write("content/notices/2020/n0.md", notice(0, status));
    write("已完成");
    let start = Instant::now();
    sandbox.done(&["build", "-q"]);
    let (length, new) = (start.elapsed(), sandbox.public());
    assert_ne!(old, new);
    let mut interrupted = 0;
    for moment in 0..moments() {
        write("正在整改");
        sandbox.done(&["build", "-q"]);
        assert_eq!(sandbox.public(), old, "what a signal left behind changes no later build");
        write("已完成");
        let mut build = sandbox.start(&["build", "-q"]);
        std::thread::sleep(length * moment / moments());
        let (signal, number) = if moment % 2 == 0 { ("-INT", 2) } else { ("-TERM", 15) };
        // the run may have ended already
        let _ = Command::new("kill").args([signal, &build.id().to_string()]).stderr(Stdio::null()).status();
        let status = build.wait().expect("it ends");
        // a shell reports a signal as 130 or 143
        assert!(status.success() || status.signal() == Some(number), "{status:?}");
        interrupted += u32::from(!status.success());
        let now = sandbox.public();
        assert!(now == old || now == new, "moment {moment}: the site is a mixture");
    }
    assert!(interrupted > 0, "every signal came too late");
}

#[test]
fn serve_and_watch_end_at_a_signal() {
    let sandbox = built("signals-serve");
    for (arguments, signal) in [(&["serve", "-p", "0"][..], "-INT"), (&["check", "--watch"], "-TERM")] {
        let mut run = sandbox.start(arguments);
        std::thread::sleep(Duration::from_millis(400));
        Command::new("kill").args([signal, &run.id().to_string()]).status().expect("kill");
        let start = Instant::now();
        while run.try_wait().expect("a child").is_none() {
            assert!(start.elapsed() < Duration::from_secs(10), "{arguments:?} goes on");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn under_a_strict_umask_everything_works_for_its_owner() {
    let sandbox = built("umask");
    let site = sandbox.public();
    std::fs::remove_dir_all(sandbox.at("public")).expect("a site");
    for command in ["build -q", "check", "fmt", "new 新的通报", "publish wai --yes"] {
        let run = shell(&sandbox, "umask 077", command);
        assert_eq!(run.code, 0, "{command}: {}", run.stderr);
    }
    assert!(site.iter().all(|(path, bytes)| sandbox.public().get(path) == Some(bytes)));
    sandbox.done(&["verify", "wai"]);
}

/// The library that gives a program another clock.
const CLOCK: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/faketime/libfaketime.so.1",
];

#[test]
fn a_clock_in_1970_or_2100_changes_no_page_and_no_order_of_releases() {
    let Some(clock) = CLOCK.into_iter().find(|path| Path::new(path).exists()) else {
        println!("skipped: no libfaketime; tests/run installs it");
        return;
    };
    let sandbox = built("clocks");
    let site = sandbox.public();
    let at = |time: &str, arguments: &[&str]| {
        let mut command = sandbox.command(arguments);
        Run::of(command.env("LD_PRELOAD", clock).env("FAKETIME", time).output().expect("it starts"))
    };
    for time in ["1970-01-01 00:00:05", "2038-01-19 03:14:08", "2100-06-30 12:00:00"] {
        let _ = std::fs::remove_dir_all(sandbox.at("public"));
        let _ = std::fs::remove_dir_all(sandbox.at(".gongshi"));
        let _ = std::fs::remove_dir_all(sandbox.at("外"));
        for command in [&["build", "-q"][..], &["check"], &["list", "--overdue"], &["publish", "wai", "--yes"]] {
            let run = at(time, command);
            assert_eq!(run.code, 0, "{time} {command:?}: {}", run.stderr);
        }
        assert_eq!(sandbox.public(), site, "{time}");
        sandbox.done(&["verify", "wai"]);
        let releases = sandbox.done(&["releases", "wai"]).stdout;
        assert!(releases.contains(&time[..4]), "{releases}");
    }
    for command in [&["build", "-q"][..], &["check"], &["new", "新的通报"], &["package", "包.tar.gz"]] {
        let run = at("1969-12-31 12:00:00", command);
        assert_eq!((run.code, run.stderr.contains("1970")), (3, true), "{command:?}: {}", run.stderr);
    }
    // the clock went back since the last release: the log stays in order
    sandbox.write("content/notices/2020/n0.md", notice(0, "已完成"));
    let earlier = at("1999-01-01 00:00:00", &["publish", "wai", "--yes"]);
    assert!(matches!(earlier.code, 0 | 5) && !earlier.stderr.contains("panicked"), "{}", earlier.stderr);
    sandbox.done(&["verify", "wai"]);
}

#[test]
fn closed_and_full_outputs_end_a_run_with_a_message() {
    let sandbox = built("outputs");
    for command in
        ["list", "check", "show content/notices/2020/n0.md", "schema", "--help", "build --explain index.html"]
    {
        let closed = shell(&sandbox, "exec >&-", command);
        assert!(
            matches!(closed.code, 0 | 1 | 3) && !closed.stderr.contains("panicked"),
            "{command}: {}",
            closed.stderr
        );
        let silent = shell(&sandbox, "exec 2>&-", command);
        assert!(matches!(silent.code, 0 | 1), "{command}: {}", silent.code);
        let full = shell(&sandbox, "exec >/dev/full", command);
        let has_output = !shell(&sandbox, ":", command).stdout.is_empty();
        assert_eq!(full.code == 3, has_output, "{command}: {}", full.stderr);
        assert!(!has_output || full.stderr.contains("磁盘满了"), "{command}: {}", full.stderr);
        // a reader that goes away after the first line is no failure
        let head = shell(&sandbox, ":", &format!("{command} | head -n 1"));
        assert!(!head.stderr.contains("panicked"), "{command}: {}", head.stderr);
    }
}

#[test]
fn a_folder_of_the_output_that_became_read_only_stops_at_most_one_build() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = built("read-only-output");
    let lock = |folder: &str| {
        std::fs::set_permissions(sandbox.at(folder), std::fs::Permissions::from_mode(0o555)).expect("a mode");
    };
    for folder in ["public", "public/notices"] {
        lock(folder);
        for (number, status) in ["已完成", "正在整改", "长期坚持", "已完成"].into_iter().enumerate() {
            sandbox.write("content/notices/2020/n0.md", notice(0, status));
            let run = sandbox.run(&["build", "-q"]);
            assert!(run.code == 0 || number == 0, "{folder} {number}: {}", run.stderr);
            assert!(run.code == 0 || run.stderr.contains("没有权限"), "{folder} {number}: {}", run.stderr);
        }
        sandbox.done(&["verify", "public"]);
    }
    let left = std::fs::read_dir(sandbox.root()).expect("a folder").filter_map(Result::ok);
    let left: Vec<String> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(!left.iter().any(|name| name.contains("gongshi-")), "{left:?}");
}
