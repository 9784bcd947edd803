//! Drafting under bad weather: every save in time, editors' ways of writing, and what must not end the server.

use std::fs;
use std::io::Write;
#[cfg(target_os = "linux")]
use std::process::Command;
use std::time::{Duration, Instant};

#[cfg(target_os = "linux")]
use crate::disk::Disk;
use crate::http::Server;
use crate::sandbox::{Sandbox, difference};
#[cfg(target_os = "linux")]
use crate::serve::served;
use crate::serve::{eventually, notice, site, without_additions};

const PAGE: &str = "notices/2024-tiyuju-9/";
const SOURCE: &str = "content/notices/2024/2024-tiyuju-9.md";

/// Waits until the page holds `words`; how long that took.
fn shown(server: &Server, path: &str, words: &str) -> Duration {
    let began = Instant::now();
    eventually(|| server.get(path).text().contains(words));
    began.elapsed()
}

#[test]
fn all_of_two_hundred_saves_are_noticed() {
    let (sandbox, server) = site("drafting-saves");
    let path = sandbox.at(SOURCE);
    let beside = |name: &str| path.with_file_name(name);
    let mut times = Vec::new();
    for at in 0..200 {
        let title = format!("关于第{at}次的通报");
        let text = notice(&title);
        match at % 5 {
            // VS Code, nano, Windows: in place
            0 => fs::write(&path, &text).unwrap(),
            // vim: the file becomes a backup, a new one is written
            1 => {
                fs::write(beside("4913"), "").unwrap();
                fs::remove_file(beside("4913")).unwrap();
                fs::rename(&path, beside("2024-tiyuju-9.md~")).unwrap();
                fs::write(&path, &text).unwrap();
                fs::remove_file(beside("2024-tiyuju-9.md~")).unwrap();
            }
            // JetBrains: a new one beside it, the old one aside, the new one in its place
            2 => {
                fs::write(beside("2024-tiyuju-9.md___jb_tmp___"), &text).unwrap();
                fs::rename(&path, beside("2024-tiyuju-9.md___jb_old___")).unwrap();
                fs::rename(beside("2024-tiyuju-9.md___jb_tmp___"), &path).unwrap();
                fs::remove_file(beside("2024-tiyuju-9.md___jb_old___")).unwrap();
            }
            // gedit, sed -i: a new one over the old one
            3 => {
                fs::write(beside(".goutputstream-X"), &text).unwrap();
                fs::rename(beside(".goutputstream-X"), &path).unwrap();
            }
            // WPS: in pieces, with time between them
            _ => {
                let mut file = fs::File::create(&path).unwrap();
                for piece in text.as_bytes().chunks(text.len() / 3 + 1) {
                    file.write_all(piece).unwrap();
                    file.sync_all().unwrap();
                    std::thread::sleep(Duration::from_millis(4));
                }
            }
        }
        times.push(shown(&server, PAGE, &title));
    }
    times.sort();
    // a busy machine may be late now and then
    assert!(times[150] < Duration::from_secs(1), "{times:?}");
    for list in ["", "notices/", "years/2024/", "feed.atom"] {
        assert!(server.page(list).contains("关于第199次的通报"), "{list}");
    }
}

#[test]
fn switching_the_theme_is_noticed() {
    let (sandbox, server) = site("drafting-theme");
    let config = sandbox.read("content/site.yaml");
    sandbox.write("themes/plain/assets/plain.css", "body { color: red }");
    sandbox.write("content/site.yaml", format!("{config}\ntheme: plain\n"));
    eventually(|| server.get("assets/plain.css").status == 200);
    sandbox.write("themes/plain/assets/plain.css", "body { color: blue }");
    eventually(|| server.get("assets/plain.css").text().contains("blue"));
    sandbox.write("content/site.yaml", config);
    eventually(|| server.get("assets/plain.css").status == 404);
}

#[test]
fn removed_and_restored_folders_leave_nothing_stale() {
    let (sandbox, server) = site("drafting-content");
    let home = server.get("").body;
    fs::rename(sandbox.at("content"), sandbox.at("aside")).unwrap();
    fs::remove_dir_all(sandbox.at("aside/notices/2022")).unwrap();
    fs::rename(sandbox.at("aside"), sandbox.at("content")).unwrap();
    eventually(|| server.get("years/2022/").status == 404);
    assert_ne!(server.get("").body, home);
    fs::remove_dir_all(sandbox.at("content")).unwrap();
    let mut events = server.follow("");
    events.until(|state| state["errors"] != "");
    assert_eq!(server.get("").status, 200, "the last good page stays");
    sandbox.write("content/site.yaml", "title: 从头来过\n");
    sandbox.write(SOURCE, notice("关于从头的通报"));
    events.until(|state| state["errors"] == "");
    eventually(|| server.get("").text().contains("从头来过"));
    shown(&server, PAGE, "关于从头的通报");
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_and_reported() {
    let (sandbox, server) = site("drafting-large");
    let mut events = server.follow(PAGE);
    events.next();
    let mut text = notice("关于过大的通报").into_bytes();
    text.resize(50 << 20, b'x');
    sandbox.write("large.md", text);
    fs::rename(sandbox.at("large.md"), sandbox.at("content/notices/2024/large.md")).unwrap();
    let state = events.until(|state| state["errors"] != "");
    assert!(state["errors"].as_str().unwrap().contains("large.md"), "{state}");
    assert_eq!(server.get("notices/large/").status, 404);
    assert_eq!(server.get(PAGE).status, 200);
    fs::remove_file(sandbox.at("content/notices/2024/large.md")).unwrap();
    events.until(|state| state["errors"] == "");
}

/// The index is made in the background; what cannot be read meanwhile is left out of it until it can be.
#[test]
fn an_unreadable_notice_does_not_break_the_search() {
    let (sandbox, server) = site("drafting-unreadable");
    let mut events = server.follow(PAGE);
    events.next();
    sandbox.write(SOURCE, b"---\ntitle: \xff\xfe\xfd\n---\n");
    events.until(|state| state["errors"] != "");
    let without = server.get("search/root.js");
    assert_eq!(without.status, 200);
    sandbox.write(SOURCE, notice("关于归来的通报"));
    shown(&server, PAGE, "关于归来的通报");
    let with = server.get("search/root.js");
    assert_eq!(with.status, 200);
    assert!(with.body.len() > without.body.len(), "it lies over the others");
}

/// While the server stands still, more happens than the system keeps for it.
#[cfg(target_os = "linux")]
#[test]
fn lost_file_events_leave_nothing_stale() {
    let (sandbox, server) = site("drafting-overflow");
    let kept: usize = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap().trim().parse().unwrap();
    let signal =
        |name: &str| assert!(Command::new("kill").args([name, &server.id().to_string()]).status().unwrap().success());
    signal("-STOP");
    let many = 10_000;
    for at in 0..many {
        let text = notice(&format!("第{at}份通报")).replace("2024-tiyuju-9", &format!("n-{at:05}"));
        sandbox.write(&format!("content/notices/2024/n-{at:05}.md"), text);
    }
    // a file that is written is created, changed and closed
    for _ in 3 * many..=kept {
        fs::write(sandbox.at("content/notices/2024/n-00000.md~"), "").unwrap();
    }
    sandbox.write(SOURCE, notice("关于最后的通报"));
    signal("-CONT");
    shown(&server, PAGE, "关于最后的通报");
    let listed = || server.page("data/notices.csv").lines().filter(|line| line.contains("份通报")).count();
    eventually(|| listed() == many);
    assert!(server.page("notices/n-09999/").contains("第9999份通报"));
    fs::write(
        sandbox.at("content/notices/2024/n-04711.md"),
        notice("关于一份的通报").replace("2024-tiyuju-9", "n-04711"),
    )
    .unwrap();
    shown(&server, "notices/n-04711/", "关于一份的通报");
}

/// The server writes only what it remembers, and can do without; an editor's save that does not fit is said.
#[cfg(target_os = "linux")]
#[test]
fn serve_survives_a_full_disk() {
    let sandbox = Sandbox::new("drafting-full");
    let Some(disk) = Disk::mount(sandbox.root()) else { return };
    let server = served(&sandbox);
    let mut events = server.follow(PAGE);
    events.next();
    disk.leave(4);
    let large = format!("{}\n\n{}\n", notice("关于很长的通报"), "说明。".repeat(100_000));
    fs::write(sandbox.at(SOURCE), &large).expect_err("there is no room for it");
    // what the editor left is part of the notice, or nothing
    let left = fs::read_to_string(sandbox.at(SOURCE)).unwrap_or_default();
    eventually(|| left.is_empty() || server.get(PAGE).text().contains("关于很长的通报"));
    for path in ["", "search/", "search/root.js", "notices/", "data/notices.csv"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    disk.leave(40_960);
    sandbox.write(SOURCE, &large);
    shown(&server, PAGE, "关于很长的通报");
    let root = server.get("search/root.js").body;
    sandbox.write(SOURCE, notice("关于末了的通报"));
    shown(&server, PAGE, "关于末了的通报");
    assert!(server.get("search/root.js").body != root, "search knows of the save");
}

#[test]
fn an_endless_template_fails_its_page_only() {
    let (sandbox, server) = site("drafting-endless");
    let endless = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% for c in range(end=100000) %}{% endfor %}{% endfor %}{% endfor %}";
    let mut events = server.follow("stats/");
    events.next();
    sandbox.write("themes/default/templates/stats.html", endless);
    let state = events.until(|state| state["errors"] != "");
    let message = "/stats/: themes/default: 算了 10 秒还没有生成完，模板里可能有停不下来的循环。改好模板后会再试。";
    assert_eq!(state["errors"], message);
    assert!(server.page(PAGE).contains("关于起初的通报"), "other pages are made");
    fs::remove_dir_all(sandbox.at("themes")).unwrap();
    events.until(|state| state["errors"] == "");
    assert_eq!(server.get("stats/").status, 200);
}

/// After whatever happened to the sources, every address is what a build makes.
#[test]
fn after_random_edits_serve_equals_a_build() {
    let sandbox = Sandbox::new("drafting-random");
    let mut random = crate::laws::Random(20_261_122);
    sandbox.write("content/site.yaml", "title: 站点\n");
    let server = Server::start(sandbox.command(&["serve", "-p", "0"]));
    let mut steps = Vec::new();
    for round in 0..8 {
        for _ in 0..6 {
            steps.push(crate::laws::edit(&sandbox, &mut random));
        }
        let word = format!("第{round}轮标记");
        sandbox.write("content/notices/mark.md", notice(&word).replace("2024-tiyuju-9", "mark"));
        shown(&server, "notices/mark/", &word);
        if sandbox.run(&["build", "--drafts"]).code != 0 {
            continue;
        }
        let built = sandbox.public();
        // search is served as segments made before with the changed notices over them
        let is_same = |path: &String| path != "manifest.json" && !path.starts_with("search/");
        let paths: Vec<&String> = built.keys().filter(|path| is_same(path)).collect();
        let served = || {
            let served = paths.iter().map(|path| {
                let reply = server.get(&path.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>());
                let is_page = path.ends_with(".html") && reply.status == 200;
                let bytes = if is_page { without_additions(&reply.text()).into_bytes() } else { reply.body };
                ((*path).clone(), bytes)
            });
            served.collect()
        };
        let built = built.iter().filter(|(path, _)| is_same(path));
        let built = built.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        let mut wrong = difference(&built, &served());
        if !wrong.is_empty() {
            // an event may still be on its way
            std::thread::sleep(Duration::from_millis(500));
            wrong = difference(&built, &served());
        }
        assert!(wrong.is_empty(), "round {round}: {wrong:?} after {steps:#?}");
    }
}
