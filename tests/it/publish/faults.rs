//! System calls that fail, one by one: strace kills the program at its k-th rename, fsync, symlink, link, unlink and so
//! on, or lets that call fail with an error, in `build`, `publish`, `rollback` and `apply`. Whatever happens, what is
//! served is exactly the old or the new release, and the next run needs no cleaning up and leaves nothing unfinished.
//!
//! A normal run tries one call of every kind. `GONGSHI_FAULTS=20` tries up to 20 of every kind with every fault,
//! `GONGSHI_FAULTS=all` (`tests/run faults`) every call, which takes hours. `GONGSHI_CALLS=rename,fsync` tries these
//! kinds only.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{notice, site, unfinished};
use crate::sandbox::{Run, Sandbox, difference, tree};

/// The calls by which files change, and those that may find the disk or the table of open files full.
const CALLS: &str = "rename,renameat,renameat2,fsync,fdatasync,syncfs,symlink,symlinkat,link,linkat,unlink,unlinkat,\
                     rmdir,mkdir,mkdirat,chmod,fchmod,fchmodat,ftruncate,flock,openat,write,copy_file_range,getdents64";

/// Where nothing stands for itself until a call is made by a name that a site's folder has.
const BEGUN: [&str; 3] = ["content", ".gongshi", "gongshi-target"];

/// A command that is tried, and what it is tried on.
struct Trial {
    name: &'static str,
    /// The command that is run with the fault.
    arguments: &'static [&'static str],
    /// The command that is run afterwards, without a fault.
    next: &'static [&'static str],
    /// The folder that is served.
    served: &'static str,
    /// Other options of strace, to simulate a file system that lacks something.
    lacking: &'static [&'static str],
    /// Whether readers may find nothing until the next run.
    may_be_gone: bool,
    /// Whether each file changes by itself, so that readers may get some old and some new ones.
    is_by_file: bool,
    /// Brings a site with the first state in place into the state the command is run on.
    prepare: fn(&Sandbox),
}

/// A publication over the first state.
const USUAL: Trial = Trial {
    name: "publish",
    arguments: PUBLISH,
    next: PUBLISH,
    served: "目标/current",
    lacking: &[],
    may_be_gone: false,
    is_by_file: false,
    prepare: |sandbox| {
        sandbox.done(PUBLISH);
        to_second(sandbox);
    },
};

const NO_LINKS: &str = "inject=symlink,symlinkat:error=EPERM";
const NO_EXCHANGE: &str = "inject=renameat2:error=EINVAL";

fn states(at: usize) -> String {
    notice("关于整改进展情况的通报", &[["未完成", "正在整改"][at], "已完成"])
}

fn to_second(sandbox: &Sandbox) {
    sandbox.write("content/notices/n1.md", states(1));
    sandbox.write("content/notices/n2.md", notice("关于另一件事的通报", &["已完成"]));
}

/// A place in a run where something can go wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    call: String,
    /// Whether the first thread makes the call; the calls of the others are counted together.
    in_main: bool,
    /// Which of the thread's calls of this name it is, from 1.
    k: usize,
}

/// The fault.
fn faults(call: &str) -> &'static [&'static str] {
    match call {
        "openat" => &["signal=SIGKILL", "error=EMFILE", "error=EIO", "error=EROFS", "error=ENOSPC"],
        "write" | "copy_file_range" | "ftruncate" => &["signal=SIGKILL", "error=ENOSPC", "error=EIO"],
        "fsync" | "fdatasync" | "syncfs" | "flock" | "getdents64" => &["signal=SIGKILL", "error=EIO"],
        _ => &["signal=SIGKILL", "error=EIO", "error=EROFS", "error=ENOSPC"],
    }
}

/// strace before the program, where the test may trace.
fn may_trace() -> bool {
    let mut strace = Command::new("strace");
    let traced = strace.args(["-qq", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let may = traced.is_ok_and(|status| status.success());
    if !may {
        println!("skipped: no strace, or it may not trace here");
    }
    may
}

/// Runs the program under strace with these options.
fn traced(sandbox: &Sandbox, options: &[&str], log: &str, arguments: &[&str]) -> Run {
    let program = sandbox.command(arguments);
    let mut command = Command::new("strace");
    // Only the calls in question stop a run that is followed through all its threads; strace then sends no signals.
    let kills = options.iter().any(|option| option.contains("signal="));
    let quick: &[&str] = if options.contains(&"-f") && !kills { &["--seccomp-bpf"] } else { &[] };
    command.args(["-qq", "-o", log]).args(quick).args(options).arg(program.get_program()).args(program.get_args());
    command.current_dir(sandbox.root()).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL").env("RAYON_NUM_THREADS", "1");
    Run::of(command.output().unwrap())
}

/// Runs the program on a file system that lacks something.
fn on_lacking(sandbox: &Sandbox, lacks: &[&str], arguments: &[&str]) -> Run {
    if lacks.is_empty() {
        return sandbox.run(arguments);
    }
    let lacks: Vec<&str> = lacks.iter().flat_map(|lack| ["-e", lack]).collect();
    let options = [&["-f", "-e", "trace=symlink,symlinkat,renameat2"][..], &lacks].concat();
    traced(sandbox, &options, "/dev/null", arguments)
}

/// The lacks of a trial as options.
fn lacking(trial: &Trial) -> Vec<&'static str> {
    trial.lacking.iter().flat_map(|lack| ["-e", lack]).collect()
}

/// Every call that a run without faults makes once it is at work.
fn points(sandbox: &Sandbox, trial: &Trial) -> BTreeSet<Point> {
    let asked = std::env::var("GONGSHI_CALLS").unwrap_or_else(|_| CALLS.to_owned());
    let log = sandbox.root().with_extension("trace").display().to_string();
    let trace = format!("trace={CALLS}");
    let options = [&["-f", "-e", &trace][..], &lacking(trial)].concat();
    let run = traced(sandbox, &options, &log, trial.arguments);
    assert_eq!(run.code, 0, "{}: {}{}", trial.name, run.stdout, run.stderr);
    let text = fs::read_to_string(&log).unwrap();
    fs::remove_file(&log).unwrap();
    let main = text.split_whitespace().next().unwrap().to_owned();
    let (mut counts, mut points) = (BTreeMap::new(), BTreeSet::new());
    let mut begun = false;
    for line in text.lines() {
        let (thread, rest) = line.split_once(char::is_whitespace).unwrap();
        let Some((call, arguments)) = rest.trim_start().split_once('(') else { continue };
        if call.starts_with("<...") || !CALLS.split(',').any(|known| known == call) {
            continue;
        }
        begun |= BEGUN.iter().any(|name| arguments.contains(name));
        let k: &mut usize = counts.entry((thread.to_owned(), call.to_owned())).or_default();
        *k += 1;
        if begun && asked.split(',').any(|known| known == call) {
            points.insert(Point { call: call.to_owned(), in_main: thread == main, k: *k });
        }
    }
    points
}

/// One call of every kind that a thread makes, another one from test to test; more where that is asked for.
fn chosen(points: BTreeSet<Point>) -> Vec<(Point, &'static str)> {
    let mut groups: BTreeMap<(String, bool), Vec<Point>> = BTreeMap::new();
    for point in points {
        groups.entry((point.call.clone(), point.in_main)).or_default().push(point);
    }
    if let Ok(asked) = std::env::var("GONGSHI_FAULTS") {
        let most = asked.parse().unwrap_or(usize::MAX);
        let spread = |group: Vec<Point>| -> Vec<Point> {
            let step = group.len().div_ceil(most.min(group.len()));
            group.into_iter().step_by(step).collect()
        };
        let every = |point: Point| faults(&point.call).iter().map(move |fault| (point.clone(), *fault));
        return groups.into_values().flat_map(spread).flat_map(every).collect();
    }
    let seed = groups.values().map(Vec::len).sum::<usize>();
    let of_group = |(at, group): (usize, Vec<Point>)| {
        let point = group[(seed * 7919 + at * 104_729) % group.len()].clone();
        let fault = faults(&point.call)[(seed + at) % faults(&point.call).len()];
        (point, fault)
    };
    groups.into_values().enumerate().map(of_group).collect()
}

/// The files that visitors see; empty if there are none.
fn seen(sandbox: &Sandbox, trial: &Trial) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(&sandbox.at(trial.served));
    files.retain(|path, _| !path.starts_with("release.js"));
    files
}

/// Everything unfinished in the site and on the target.
fn left(sandbox: &Sandbox) -> Vec<String> {
    let notes = fs::read_dir(sandbox.at(".gongshi")).into_iter().flatten().flatten();
    let names = notes.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let notes = names.filter(|name| name.ends_with(".tmp") || name == "incoming");
    let stages = [sandbox.root().to_owned(), sandbox.at(".gongshi/publish")];
    let stages = stages.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let stages = stages.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let stages = stages.filter(|name| name.contains(".gongshi-"));
    unfinished(&sandbox.at("目标")).into_iter().chain(notes).chain(stages).collect()
}

/// How the runs of a trial ended.
#[derive(Default)]
struct Tally {
    runs: usize,
    killed: usize,
    old: usize,
    new: usize,
    gone: usize,
}

/// Puts the site back as it was: the same paths, times and links.
fn restore(sandbox: &Sandbox, kept: &Path) {
    fs::remove_dir_all(sandbox.root()).unwrap();
    let copied = Command::new("cp").arg("-a").arg(kept).arg(sandbox.root()).status().unwrap();
    assert!(copied.success());
}

fn run_trial(trial: &Trial) {
    if !may_trace() {
        return;
    }
    let sandbox = site(&format!("faults-{}", trial.name));
    sandbox.write("content/notices/n1.md", states(0));
    (trial.prepare)(&sandbox);
    let kept = sandbox.root().with_extension("kept");
    let _ = fs::remove_dir_all(&kept);
    assert!(Command::new("cp").arg("-a").arg(sandbox.root()).arg(&kept).status().unwrap().success());
    let old = seen(&sandbox, trial);
    let points = chosen(points(&sandbox, trial));
    let new = seen(&sandbox, trial);
    assert!(old != new, "{}: the command changes what is served", trial.name);
    let mut tally = Tally::default();
    for (point, fault) in points {
        restore(&sandbox, &kept);
        try_one(&sandbox, trial, &point, fault, [&old, &new], &mut tally);
    }
    fs::remove_dir_all(&kept).unwrap();
    let Tally { runs, killed, old, new, gone } = tally;
    println!("faults in {}: {runs} runs, {killed} killed, {old} left the old, {new} the new, {gone} none", trial.name);
}

/// Whether every file is the old or the new one.
fn is_of_either(
    found: &BTreeMap<String, Vec<u8>>,
    old: &BTreeMap<String, Vec<u8>>,
    new: &BTreeMap<String, Vec<u8>>,
) -> bool {
    let is_whole = found.keys().eq(new.keys());
    is_whole && found.iter().all(|(path, bytes)| [old, new].iter().any(|side| side.get(path) == Some(bytes)))
}

fn try_one(
    sandbox: &Sandbox,
    trial: &Trial,
    point: &Point,
    fault: &'static str,
    [old, new]: [&BTreeMap<String, Vec<u8>>; 2],
    tally: &mut Tally,
) {
    let inject = format!("inject={}:{fault}:when={}", point.call, point.k);
    let trace = format!("trace={},symlink,symlinkat,renameat2", point.call);
    let threads: &[&str] = if point.in_main { &[] } else { &["-f"] };
    // The fault comes last, for it has the last word on a call that is lacking, too.
    let options = [threads, &["-e", &trace], &lacking(trial), &["-e", &inject]].concat();
    let run = traced(sandbox, &options, "/dev/null", trial.arguments);
    let what = format!("{} {point:?} {fault}: exit {}\n{}{}", trial.name, run.code, run.stdout, run.stderr);
    let is_kill = fault == "signal=SIGKILL";
    let found = seen(sandbox, trial);
    tally.runs += 1;
    match &found {
        found if found == old => tally.old += 1,
        found if found == new => tally.new += 1,
        found if trial.is_by_file && is_of_either(found, old, new) => {}
        found if trial.may_be_gone && found.is_empty() => tally.gone += 1,
        found => panic!("{what}\nserved: {:?}", difference(found, new)),
    }
    match run.code {
        -1 => {
            assert!(is_kill, "{what}");
            tally.killed += 1;
        }
        _ if is_kill => panic!("nobody killed it: {what}"),
        0 => assert_eq!(difference(&found, new), Vec::<String>::new(), "{what}"),
        3 => {}
        5 => assert!(found == *old || trial.is_by_file, "refused, and yet switched: {what}"),
        _ => panic!("{what}"),
    }
    assert!(!run.stderr.contains("panicked"), "{what}");
    let next = on_lacking(sandbox, trial.lacking, trial.next);
    assert_eq!(next.code, 0, "{what}\nthe next run: {}{}", next.stdout, next.stderr);
    let finally = seen(sandbox, trial);
    let expected = if trial.next[0] == trial.arguments[0] { new } else { old };
    assert_eq!(difference(&finally, expected), Vec::<String>::new(), "{what}\nthe next run");
    assert_eq!(left(sandbox), Vec::<String>::new(), "{what}\nwhat the next run leaves");
    if trial.served != "public" {
        let verified = sandbox.run(&["verify", "nei"]);
        assert_eq!(verified.code, 0, "{what}\nverify: {}{}", verified.stdout, verified.stderr);
    }
}

const PUBLISH: &[&str] = &["publish", "nei", "--yes"];

#[test]
fn build_under_faults() {
    run_trial(&Trial {
        name: "build",
        arguments: &["build"],
        next: &["build"],
        served: "public",
        prepare: |sandbox| {
            sandbox.done(&["build"]);
            to_second(sandbox);
        },
        ..USUAL
    });
}

#[test]
fn publish_under_faults() {
    run_trial(&USUAL);
}

#[test]
fn the_first_publication_under_faults() {
    run_trial(&Trial {
        name: "first",
        prepare: |sandbox| {
            sandbox.done(&["package", "甲.tar.gz", "--audience", "intranet"]);
        },
        ..USUAL
    });
}

#[test]
fn rollback_under_faults() {
    run_trial(&Trial {
        name: "rollback",
        arguments: &["rollback", "nei"],
        prepare: |sandbox| {
            sandbox.done(PUBLISH);
            to_second(sandbox);
            sandbox.done(PUBLISH);
        },
        ..USUAL
    });
}

#[test]
fn apply_under_faults() {
    run_trial(&Trial {
        name: "apply",
        arguments: &["apply", "乙.tar.gz", "nei"],
        next: &["apply", "乙.tar.gz", "nei"],
        prepare: |sandbox| {
            sandbox.done(PUBLISH);
            to_second(sandbox);
            sandbox.done(&["package", "乙.tar.gz", "--audience", "intranet"]);
        },
        ..USUAL
    });
}

#[test]
fn repair_under_faults() {
    run_trial(&Trial {
        name: "repair",
        is_by_file: true,
        prepare: |sandbox| {
            to_second(sandbox);
            sandbox.done(PUBLISH);
            for name in ["404.html", "index.html"] {
                let page = sandbox.at("目标/current").join(name);
                fs::remove_file(&page).unwrap();
                fs::write(page, "x").unwrap();
            }
        },
        ..USUAL
    });
}

/// Where there are no symbolic links, folders are exchanged in one step.
#[test]
fn exchanging_folders_under_faults() {
    run_trial(&Trial {
        name: "exchange",
        lacking: &[NO_LINKS],
        prepare: |sandbox| prepare_folder(sandbox, &[NO_LINKS], PUBLISH),
        ..USUAL
    });
}

/// Where nothing happens in one step, and the person says that this is acceptable.
#[test]
fn two_renames_under_faults() {
    const ALLOWED: &[&str] = &["publish", "nei", "--yes", "--allow-non-atomic"];
    run_trial(&Trial {
        name: "renames",
        arguments: ALLOWED,
        next: ALLOWED,
        lacking: &[NO_LINKS, NO_EXCHANGE],
        may_be_gone: true,
        prepare: |sandbox| prepare_folder(sandbox, &[NO_LINKS, NO_EXCHANGE], ALLOWED),
        ..USUAL
    });
}

#[test]
fn a_switch_killed_between_two_renames_is_completed() {
    const ALLOWED: &[&str] = &["publish", "nei", "--yes", "--allow-non-atomic"];
    if !may_trace() {
        return;
    }
    let sandbox = site("faults-aside");
    prepare_folder(&sandbox, &[NO_LINKS, NO_EXCHANGE], ALLOWED);
    fs::rename(sandbox.at("目标/current"), sandbox.at("目标/current.old.tmp")).unwrap();
    let next = on_lacking(&sandbox, &[NO_LINKS, NO_EXCHANGE], ALLOWED);
    assert_eq!(next.code, 0, "{}{}", next.stdout, next.stderr);
    assert_eq!(left(&sandbox), Vec::<String>::new());
    assert_eq!(sandbox.run(&["verify", "nei"]).code, 0);
}

/// A target whose `current` is a folder.
fn prepare_folder(sandbox: &Sandbox, lacks: &[&str], arguments: &[&str]) {
    let run = on_lacking(sandbox, lacks, arguments);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(sandbox.at("目标/current").is_dir() && !sandbox.at("目标/current").is_symlink());
    to_second(sandbox);
}

#[test]
fn a_switch_in_two_steps_must_be_allowed() {
    if !may_trace() {
        return;
    }
    let sandbox = site("faults-non-atomic");
    prepare_folder(&sandbox, &[NO_LINKS], PUBLISH);
    let old = tree(&sandbox.at("目标/current"));
    let run = on_lacking(&sandbox, &[NO_LINKS, NO_EXCHANGE], PUBLISH);
    super::refused(
        &run,
        5,
        &format!(
            "错误: 目标既不支持符号链接，也不能一步交换两个文件夹，切换的瞬间会有读者看到空白。可以接受就加 --allow-non-atomic，或在 site.yaml 的这个目标下写 allow_non_atomic: true。\n{}",
            super::UNCHANGED
        ),
    );
    assert_eq!(difference(&tree(&sandbox.at("目标/current")), &old), Vec::<String>::new());
    assert_eq!(left(&sandbox), Vec::<String>::new());
    let allowed = on_lacking(&sandbox, &[NO_LINKS, NO_EXCHANGE], &["publish", "nei", "--yes", "--allow-non-atomic"]);
    assert_eq!(allowed.code, 0, "{}{}", allowed.stdout, allowed.stderr);
    let second = tree(&sandbox.at("目标/current"));
    assert!(second != old);
    sandbox.done(&["verify", "nei"]);
    // A repair of the copy that is served is a switch as well.
    fs::remove_file(sandbox.at("目标/current/404.html")).unwrap();
    let run = on_lacking(&sandbox, &[NO_LINKS, NO_EXCHANGE], PUBLISH);
    assert_eq!((run.code, sandbox.at("目标/current/404.html").exists()), (5, false), "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("--allow-non-atomic"), "{}", run.stderr);
    // Once for all, in site.yaml.
    sandbox.write("content/site.yaml", super::SITE.replacen("audience", "allow_non_atomic: true, audience", 1));
    sandbox.write("content/notices/n3.md", notice("第三件事的通报", &["已完成"]));
    let allowed = on_lacking(&sandbox, &[NO_LINKS, NO_EXCHANGE], PUBLISH);
    assert_eq!(allowed.code, 0, "{}{}", allowed.stdout, allowed.stderr);
    assert!(tree(&sandbox.at("目标/current")) != second);
    // The folder system's next publication, on a file system that has links again, still replaces the folder.
    sandbox.write("content/notices/n2.md", notice("又一件事的通报", &["已完成"]));
    sandbox.done(&["publish", "nei", "--yes", "--allow-remove", "1"]);
    sandbox.done(&["verify", "nei"]);
}
