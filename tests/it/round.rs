//! A whole round on any system, in a folder whose name has Chinese letters and a blank: a new site, a notice written and
//! one imported, check, build, one page served, two publications, a rollback, a package taken to another folder. And
//! paths that no system or not every system can hold.

use std::collections::BTreeMap;
use std::fs;

use crate::http::Server;
use crate::sandbox::{Sandbox, difference, repository, tree};

const TITLE: &str = "中共云江市体育局党组关于五届市委第六轮巡察整改进展情况的通报";

/// The files of a tree by their paths.
type Files = BTreeMap<String, Vec<u8>>;

/// The front matter of a notice that was written.
fn dated(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("draft:") && !line.starts_with("date:"));
    lines.collect::<Vec<_>>().join("\n").replacen("---\n", "---\ndate: 2026-03-14\n", 1) + "\n"
}

/// A new site in `站 点` with a notice that was begun with `new`, and the notice's path.
fn begun(sandbox: &Sandbox) -> String {
    sandbox.done(&["init", "站 点"]);
    let new = sandbox.done(&["-C", "站 点", "new", TITLE]);
    let path = new.stdout.trim().replace('\\', "/");
    sandbox.write(&path, dated(&sandbox.read(&path)));
    path
}

#[test]
fn a_site_can_be_started_built_served_published_and_moved() {
    let sandbox = Sandbox::new("round");
    let written = begun(&sandbox);
    let site = |arguments: &[&str]| sandbox.done(&[&["-C", "站 点"], arguments].concat());
    fs::copy(repository().join("tests/import/plain.docx"), sandbox.at("稿 子.docx")).unwrap();
    let imported = site(&["import", "稿 子.docx"]).stdout.trim().replace('\\', "/");
    assert!(imported.starts_with("站 点/content/notices/") && imported.ends_with(".md"), "{imported}");
    sandbox.write(&imported, dated(&sandbox.read(&imported)));
    site(&["check"]);

    site(&["build"]);
    site(&["verify", "站 点/public"]);
    let name = written.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned();
    let page = format!("notices/{name}/");
    let public = sandbox.read(&format!("站 点/public/{page}index.html"));
    assert!(public.contains(TITLE));
    {
        let server = Server::start(sandbox.command(&["-C", "站 点", "serve", "--port", "0"]));
        assert!(server.get(&page).text().contains(TITLE));
    }

    let yaml = sandbox.read("站 点/content/site.yaml");
    let targets = "targets:\n  nei: {path: ../内 网, allow_non_atomic: true}\n  wai: {path: ../外网}\n";
    sandbox.write("站 点/content/site.yaml", format!("{yaml}\n{targets}"));
    site(&["publish", "nei", "--yes"]);
    let first = tree(&sandbox.at("内 网/current"));
    sandbox.write(&written, sandbox.read(&written) + "\n另有一段。\n");
    site(&["publish", "nei", "--yes"]);
    let second = tree(&sandbox.at("内 网/current"));
    let shows_addition =
        |files: &Files| String::from_utf8_lossy(&files[&format!("{page}index.html")]).contains("另有一段。");
    assert!(!shows_addition(&first) && shows_addition(&second));
    site(&["verify", "nei"]);
    site(&["rollback", "nei"]);
    assert_eq!(difference(&first, &tree(&sandbox.at("内 网/current"))), Vec::<String>::new());
    site(&["verify", "nei"]);

    site(&["package", "更 新.tar.gz"]);
    sandbox.done(&["apply", "更 新.tar.gz", "./别 处"]);
    sandbox.done(&["verify", "./别 处"]);
    let apart = |mut files: Files| {
        // it says when and by whom the release was made
        files.retain(|path, _| !path.starts_with("release.js"));
        files
    };
    assert_eq!(difference(&apart(second), &apart(tree(&sandbox.at("别 处/current")))), Vec::<String>::new());
}

/// Windows' classic limit is 260 characters; paths beyond it work or are refused with a reason.
#[test]
fn long_paths_work_or_are_refused_with_a_reason() {
    let sandbox = Sandbox::new("long-paths");
    begun(&sandbox);
    let long = ["长".repeat(60), "径".repeat(60), "名".repeat(60), "字".repeat(60), "串".repeat(60)];
    let output = long.join("/");
    let run = sandbox.run(&["-C", "站 点", "build", "-o", &output]);
    match run.code {
        0 => assert!(sandbox.at(&output).join("index.html").is_file()),
        code => assert!(code == 3 && run.stderr.starts_with("错误: ") && !run.stderr.contains("os error"), "{run:?}"),
    }
}

/// The root of a drive holds things of others, or may not be written to; nothing in it is touched.
#[test]
fn the_root_of_a_drive_is_refused_as_output_and_target() {
    let sandbox = Sandbox::new("drive-root");
    begun(&sandbox);
    let root = sandbox.root().ancestors().last().unwrap().display().to_string();
    let yaml = sandbox.read("站 点/content/site.yaml");
    sandbox.write("站 点/content/site.yaml", format!("{yaml}\ntargets:\n  gen: {{path: '{root}'}}\n"));
    for arguments in [&["publish", "gen", "--yes"][..], &["build", "-o", &root]] {
        let run = sandbox.run(&[&["-C", "站 点"], arguments].concat());
        assert!([2, 3, 5].contains(&run.code), "{arguments:?} {run:?}");
        assert!(run.stderr.starts_with("错误: ") && !run.stderr.contains("os error"), "{arguments:?} {run:?}");
    }
}

/// A process without a home, a user name or a locale, as a service or a scheduled task has it.
#[test]
fn commands_work_without_home_and_locale() {
    let sandbox = Sandbox::new("no-home");
    begun(&sandbox);
    let bare = |arguments: &[&str]| {
        let mut command = sandbox.command(arguments);
        command.env_clear().env("LANG", "C");
        // programs do not start on Windows without it
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        crate::sandbox::Run::of(command.output().unwrap())
    };
    let yaml = sandbox.read("站 点/content/site.yaml");
    sandbox.write("站 点/content/site.yaml", format!("{yaml}\ntargets:\n  nei: {{path: ../内网}}\n"));
    for arguments in
        [&["check"][..], &["build"], &["publish", "nei", "--yes"], &["releases", "nei"], &["verify", "nei"]]
    {
        let run = bare(&[&["-C", "站 点"], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.stdout, run.stderr);
    }
}
