//! Drafting: every way of saving is seen, pages are those of a build, and nobody from elsewhere is answered.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::http::{Events, Server};
use crate::sandbox::{Sandbox, repository};

const PAGE: &str = "notices/2024-tiyuju-9/";
const SOURCE: &str = "content/notices/2024/2024-tiyuju-9.md";

pub fn notice(title: &str) -> String {
    format!(
        "---\ntitle: {title}\nid: 2024-tiyuju-9\ndate: 2024-12-31\nunit: 云江市体育局\n---\n\n按照统一部署，现将整改情况予以公布。\n\n## 一、整改落实情况\n\n### 1.关于场馆开放不够的问题\n\n整改情况：已延长开放时间。\n\n整改结果：已完成\n"
    )
}

/// The example site with one notice more, served.
pub fn site(name: &str) -> (Sandbox, Server) {
    let sandbox = Sandbox::new(name);
    let server = served(&sandbox);
    (sandbox, server)
}

/// The same in a folder that is there.
pub fn served(sandbox: &Sandbox) -> Server {
    copy(&repository().join("content"), &sandbox.at("content"));
    sandbox.write(SOURCE, notice("关于起初的通报"));
    Server::start(sandbox.command(&["serve", "-p", "0"]))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// A page without the addition of `serve`.
pub fn without_additions(html: &str) -> String {
    let start = html.find("<script src=\"/-/live.js\"").expect("the script is there");
    let end = start + html[start..].find("</script>").unwrap() + "</script>".len();
    format!("{}{}", &html[..start], &html[end..])
}

#[test]
fn serve_equals_a_build_except_for_its_additions() {
    let (sandbox, server) = site("serve-same");
    sandbox.done(&["build", "--drafts"]);
    let mut wrong = Vec::new();
    for (path, built) in sandbox.public() {
        if path == "manifest.json" {
            continue;
        }
        let reply = server.get(&path.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>());
        let is_page = path.ends_with(".html");
        let served = if is_page { without_additions(&reply.text()).into_bytes() } else { reply.body.clone() };
        if reply.status != 200 || served != built {
            wrong.push(format!("{path}: {}", reply.status));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Waits for the page to have the title, and looks for it wherever it must stand.
fn shows(server: &Server, events: &mut Events, before: &str, title: &str) {
    events.until(|state| state["page"] != before && server.get(PAGE).text().contains(title));
    for list in ["", "notices/", "years/2024/", "feed.atom"] {
        assert!(server.page(list).contains(title), "{title} in /{list}");
    }
}

#[test]
fn every_way_of_saving_is_noticed() {
    let (sandbox, server) = site("serve-saves");
    let mut events = server.follow(PAGE);
    let mut before = events.next()["page"].as_str().unwrap().to_owned();
    let mut saved = |title: &str| {
        shows(&server, &mut events, &before, title);
        before = server.get(PAGE).header("x-page").unwrap().to_owned();
    };
    let path = sandbox.at(SOURCE);
    let beside = path.with_file_name("another-name");

    // vim: the old file becomes a backup, a new one is written, the backup goes
    let backup = path.with_file_name("2024-tiyuju-9.md~");
    fs::rename(&path, &backup).unwrap();
    fs::write(&path, notice("关于改名再写的通报")).unwrap();
    fs::remove_file(&backup).unwrap();
    saved("关于改名再写的通报");

    // JetBrains and gedit: a file beside it takes its place
    fs::write(&beside, notice("关于安全写入的通报")).unwrap();
    fs::rename(&beside, &path).unwrap();
    saved("关于安全写入的通报");

    let done = Command::new("sed").arg("-i").arg("s/关于安全写入的/关于流编辑的/").arg(&path).status().unwrap();
    assert!(done.success());
    saved("关于流编辑的通报");

    // in place, in three pieces
    let text = notice("关于分段写入的通报");
    let (first, rest) = text.split_at(text.find("按照").unwrap());
    let (second, third) = rest.split_at(rest.find("整改结果").unwrap());
    fs::write(&path, first).unwrap();
    for piece in [second, third] {
        use std::io::Write;
        fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(piece.as_bytes()).unwrap();
    }
    saved("关于分段写入的通报");

    // moved out, and another moved in
    fs::rename(&path, sandbox.at("aside.md")).unwrap();
    sandbox.write("in.md", notice("关于移入的通报"));
    fs::rename(sandbox.at("in.md"), &path).unwrap();
    saved("关于移入的通报");
}

#[test]
fn added_removed_and_renamed_folders_are_noticed() {
    let (sandbox, server) = site("serve-folders");
    let mut events = server.follow(PAGE);
    let first = events.next()["page"].clone();
    assert_ne!(first, "");
    fs::rename(sandbox.at("content/notices/2024"), sandbox.at("aside")).unwrap();
    events.until(|state| state["page"] == "");
    assert_eq!(server.get(PAGE).status, 404);
    assert!(!server.page("notices/").contains("关于起初的通报"));
    fs::rename(sandbox.at("aside"), sandbox.at("content/notices/二〇二四")).unwrap();
    events.until(|state| state["page"] != "");
    assert!(server.page(PAGE).contains("关于起初的通报"));

    // what is saved in a folder that is new is seen as well
    let path = sandbox.at("content/notices/二〇二四/2024-tiyuju-9.md");
    fs::write(&path, notice("关于新文件夹的通报")).unwrap();
    eventually(|| server.page(PAGE).contains("关于新文件夹的通报"));
}

#[test]
fn many_changes_at_once_are_all_noticed() {
    let (sandbox, server) = site("serve-many");
    let mut events = server.follow("notices/n-0999/");
    assert_eq!(events.next()["page"], "");
    for at in 0..1000 {
        let text = notice(&format!("第{at}份通报")).replace("2024-tiyuju-9", &format!("n-{at:04}"));
        sandbox.write(&format!("content/notices/2021/n-{at:04}.md"), text);
    }
    events.until(|state| state["page"] != "");
    let listed = |wanted: usize| {
        let csv = server.page("data/notices.csv");
        csv.lines().filter(|line| line.contains("n-0") || line.contains("n-1")).count() >= wanted
    };
    eventually(|| listed(1000));
    fs::remove_dir_all(sandbox.at("content/notices/2021")).unwrap();
    events.until(|state| state["page"] == "");
    assert_eq!(server.get("notices/n-0000/").status, 404);
}

#[test]
fn a_notice_that_cannot_be_read_keeps_its_last_good_page() {
    let (sandbox, server) = site("serve-broken");
    let good = server.get(PAGE);
    let mut events = server.follow(PAGE);
    assert_eq!(events.next()["errors"], "");
    sandbox.write(SOURCE, notice("关于起初的通报").replace("date: 2024-12-31\nunit", "date: [2024\nunit"));
    let state = events.until(|state| state["errors"] != "");
    let errors = state["errors"].as_str().unwrap();
    assert!(errors.contains("content/notices/2024/2024-tiyuju-9.md:"), "{errors}");
    assert_eq!(server.get(PAGE).body, good.body);
    sandbox.write(SOURCE, b"\x00\x01\x02 not a text");
    let state = events.until(|state| state["errors"] != "" && state["errors"] != errors);
    assert!(state["errors"].as_str().unwrap().contains("2024-tiyuju-9.md"), "{state}");
    assert_eq!(server.get(PAGE).body, good.body);
    sandbox.write(SOURCE, notice("关于改好的通报"));
    events.until(|state| state["errors"] == "");
    assert!(server.page(PAGE).contains("关于改好的通报"));
}

#[test]
fn findings_and_blocks_of_a_page_have_their_lines() {
    let (sandbox, server) = site("serve-checks");
    let mut events = server.follow(PAGE);
    let state = events.next();
    assert_eq!(state["source"], SOURCE);
    let editor = state["editor"].as_str().unwrap();
    assert_eq!(editor, format!("vscode://file{}:{{line}}", sandbox.at(SOURCE).display()));
    // the lead, two headings, two paragraphs
    assert_eq!(state["lines"], serde_json::json!([8, 10, 12, 14, 16]));
    sandbox.write(
        SOURCE,
        notice("关于起初的通报")
            .replace("unit:", "kind: 整改通报\nunit:")
            .replace("现将", "截至2024年4月底，反馈的28个问题已完成整改22个，整改完成率82.1%。现将"),
    );
    let found = |state: &serde_json::Value| {
        let checks = state["checks"].as_array().unwrap();
        checks.iter().find(|check| check["code"] == "rate-mismatch").map(|check| check["line"].clone())
    };
    let state = events.until(|state| found(state).is_some());
    assert_eq!(found(&state), Some(9.into()));
}

#[test]
fn the_panel_shows_the_findings_of_check() {
    let (sandbox, server) = site("serve-same-checks");
    // a finding between files, waived in its line
    sandbox.write(
        SOURCE,
        notice("关于起初的通报").replace("现将", "见[台账](没有.xlsx)。<!-- ok: dead-link 文件随后补上 -->现将"),
    );
    // a plain page, where only what must not get out is looked for
    sandbox.write("content/pages/about.md", "---\ntitle: 关于\n---\n\n经办人身份证号11010519491231002X，，请致电。\n");
    let codes = |state: &serde_json::Value| -> Vec<String> {
        state["checks"].as_array().unwrap().iter().map(|check| check["code"].as_str().unwrap().to_owned()).collect()
    };
    let mut events = server.follow("pages/about/");
    let state = events.until(|state| state["checks"].as_array().is_some_and(|checks| !checks.is_empty()));
    assert_eq!(codes(&state), ["citizen-id"]);
    let mut events = server.follow(PAGE);
    let state = events.until(|state| state["checks"].is_array());
    let codes = codes(&state);
    assert!(!codes.iter().any(|code| matches!(code.as_str(), "dead-link" | "unused-waiver")), "{codes:?}");
}

#[test]
fn only_folders_are_redirected_to() {
    let (_sandbox, server) = site("serve-folders");
    let page = PAGE.trim_end_matches('/');
    let reply = server.get(page);
    assert_eq!((reply.status, reply.header("location")), (302, Some(format!("/{PAGE}").as_str())));
    for missing in [format!("{PAGE}x.txt"), format!("{PAGE}x"), "x.txt".to_owned()] {
        assert_eq!(server.get(&missing).status, 404, "{missing}");
    }
}

#[test]
fn a_broken_site_or_theme_keeps_the_last_good_one() {
    let (sandbox, server) = site("serve-dress");
    let config = sandbox.read("content/site.yaml");
    let mut events = server.follow("");
    events.next();
    sandbox.write("content/site.yaml", format!("{config}\nno_such_key: 1\n"));
    let state = events.until(|state| state["errors"] != "");
    assert!(state["errors"].as_str().unwrap().contains("content/site.yaml:"), "{state}");
    assert!(server.page("").contains("云江市整改公示"));
    sandbox.write("content/site.yaml", config.replace("云江市整改公示", "云江市整改公开"));
    events.until(|state| state["errors"] == "");
    assert!(server.page("").contains("云江市整改公开"));

    sandbox.write("themes/ours/templates/footer.html", "<footer>{{ nothing </footer>");
    sandbox.write("content/site.yaml", format!("{config}\ntheme: ours\n"));
    let state = events.until(|state| state["errors"] != "");
    assert!(state["errors"].as_str().unwrap().contains("footer.html"), "{state}");
    sandbox.write("themes/ours/templates/footer.html", "<footer>本站自己的页脚</footer>");
    events.until(|state| state["errors"] == "");
    assert!(server.page("").contains("本站自己的页脚"));
    let before = events_asset(&mut server.follow(""));
    sandbox.write("themes/ours/assets/site.css", "main { color: black }");
    events.until(|state| state["assets"]["assets/site.css"] != before);
    assert_eq!(server.page("assets/site.css"), "main { color: black }");
}

/// Waits until it holds.
pub fn eventually(holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Instant::now() < end, "not in time");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn events_asset(events: &mut Events) -> serde_json::Value {
    events.next()["assets"]["assets/site.css"].clone()
}

#[test]
fn search_follows_a_save_and_its_undo() {
    let (sandbox, server) = site("serve-search");
    let root = server.get("search/root.js").body;
    let mut events = server.follow("search/");
    let before = events.next()["search"].clone();
    sandbox.write(SOURCE, notice("关于检索的通报").replace("开放", "䶮鑫"));
    let state = events.until(|state| state["search"] != before);
    assert_ne!(server.get("search/root.js").body, root);
    sandbox.write(SOURCE, notice("关于起初的通报"));
    events.until(|now| now["search"] != state["search"]);
    assert_eq!(server.get("search/root.js").body, root);
}

#[test]
fn only_this_machine_and_only_the_addresses_of_the_site_are_served() {
    let (sandbox, server) = site("serve-safe");
    let status = |path: &str, headers: &str| server.request("GET", path, headers).status;
    assert_eq!(status("", "Host: example.invalid\r\n"), 403);
    assert_eq!(status("-/events?page=/", "Host: example.invalid\r\n"), 403);
    assert_eq!(status("-/events?page=/", "Origin: http://example.invalid\r\n"), 403);
    assert_eq!(status("-/events?page=/", "Sec-Fetch-Site: cross-site\r\n"), 403);
    assert_eq!(server.request("POST", "", "Content-Length: 3\r\n").status, 405);
    assert_eq!(server.request("OPTIONS", "", "Origin: http://example.invalid\r\n").status, 405);
    let root = sandbox.at("content/site.yaml").display().to_string();
    let away = ["../content/site.yaml", "..%2Fcontent%2Fsite.yaml", "content/site.yaml", "assets/../site.yaml", &root];
    for path in away {
        assert_eq!(status(path, ""), 404, "{path}");
    }
    assert_eq!(status("%ff", ""), 400);
    assert!([400, 431].contains(&status("", &format!("X-Long: {}\r\n", "x".repeat(64 << 10)))));
    let home = server.get("");
    assert_eq!(home.header("access-control-allow-origin"), None);
    assert_eq!(home.header("cross-origin-resource-policy"), Some("same-origin"));
    assert_eq!(server.request("HEAD", "", "").body, b"");
    assert_eq!(server.get("notices").header("location"), Some("/notices/"));
    assert!(!sandbox.at("public").exists(), "the output folder is not touched");
}

#[test]
fn a_port_in_use_is_reported() {
    let sandbox = Sandbox::new("serve-port");
    sandbox.write("content/site.yaml", "title: 示例\n");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run = sandbox.run(&["serve", "-p", &port.to_string()]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let said = format!(
        "错误: 127.0.0.1:{port} 已经有程序在用。用 -p 换一个端口，例如 gongshi serve -p {}。\n",
        port.wrapping_add(1)
    );
    assert_eq!(run.stderr, said);
}

#[test]
fn the_server_outlives_the_folder_of_its_sources() {
    let (sandbox, server) = site("serve-gone");
    let good = server.get(PAGE);
    let mut events = server.follow(PAGE);
    events.next();
    fs::rename(sandbox.at("content"), sandbox.at("away")).unwrap();
    events.until(|state| state["errors"].as_str().unwrap().contains("content"));
    assert_eq!(server.get(PAGE).body, good.body);
    fs::rename(sandbox.at("away"), sandbox.at("content")).unwrap();
    events.until(|state| state["errors"] == "");
    sandbox.write(SOURCE, notice("关于归来的通报"));
    events.until(|state| state["page"] != good.header("x-page").unwrap());
    assert!(server.page(PAGE).contains("关于归来的通报"));
}

#[cfg(target_os = "linux")]
#[test]
fn clients_that_read_nothing_fill_neither_the_memory_nor_the_connections() {
    use std::io::Write;
    let sandbox = Sandbox::new("serve-unread");
    sandbox.write("content/site.yaml", "title: 公示\n");
    sandbox.write("content/static/large.bin", vec![b'x'; 12 << 20]);
    let server = Server::start(sandbox.command(&["serve", "-p", "0"]));
    let ask = |path: &str| {
        let mut stream = std::net::TcpStream::connect(&server.address).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
        stream
    };
    let unread: Vec<_> = (0..100).map(|_| ask("large.bin")).collect();
    server.page("");
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    assert!(peak.is_some_and(|kib: u64| kib < 640 << 10), "{peak:?} KiB");
    drop(unread);
    let followers: Vec<_> = (0..300).map(|_| ask("-/events?page=/")).collect();
    let start = std::time::Instant::now();
    server.page("");
    assert!(start.elapsed().as_secs() < 9, "a stream that gave way to a newer one keeps its connection");
    drop(followers);
}
