//! Publishing to hosts: Debian's OpenSSH on loopback with a key of its own, and nginx serving what is published.
//! `GONGSHI_PUBLISHES=200` publishes more under the reader.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{live, notice, served, site, unfinished};
use crate::sandbox::{Run, Sandbox, difference, repository, tree};

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where a program of the system lies; says that the test is skipped where it does not.
fn program(name: &str) -> Option<PathBuf> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    let found = folders.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file());
    if found.is_none() {
        println!("skipped: no {name}; tests/run installs it");
    }
    found
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn await_port(port: u16) {
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(20), "nothing listens on {port}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An SSH server for one account with one key, and the program that connects to it.
struct Ssh {
    _server: Server,
    client: PathBuf,
}

fn ssh(sandbox: &Sandbox) -> Option<Ssh> {
    let (sshd, _, keygen) = (program("sshd")?, program("rsync")?, program("ssh-keygen")?);
    let home = sandbox.at("ssh");
    fs::create_dir_all(&home).unwrap();
    for key in ["host", "user"] {
        let made = Command::new(&keygen).args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(home.join(key)).status();
        assert!(made.unwrap().success());
    }
    let port = free_port();
    let at = home.display();
    sandbox.write(
        "ssh/server",
        format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {at}/host\nAuthorizedKeysFile {at}/user.pub\nStrictModes no\n\
             PasswordAuthentication no\nUsePAM no\nPidFile none\nMaxStartups 100\n"
        ),
    );
    sandbox.write(
        "ssh/client",
        format!(
            "Host *\n  Port {port}\n  IdentityFile {at}/user\n  IdentitiesOnly yes\n  StrictHostKeyChecking no\n\
             UserKnownHostsFile /dev/null\n  LogLevel ERROR\n"
        ),
    );
    // DROP names the connection, counted in a file, that is cut right after it is made.
    let client = home.join("con nect");
    sandbox.write(
        "ssh/con nect",
        format!(
            "#!/bin/sh\nif [ -n \"$DROP\" ]; then\n  echo x >>'{at}/count'\n  if [ $(wc -l <'{at}/count') -eq \"$DROP\" ]; then\n    \
             exec timeout -s KILL 0.12 ssh -F '{at}/client' \"$@\"\n  fi\nfi\nexec ssh -F '{at}/client' \"$@\"\n"
        ),
    );
    fs::set_permissions(&client, fs::Permissions::from_mode(0o755)).unwrap();
    // Debian's sshd wants this folder when it runs as root.
    let _ = fs::create_dir_all("/run/sshd");
    let log = fs::File::create(home.join("log")).unwrap();
    let server = Command::new(sshd).args(["-D", "-e", "-f"]).arg(home.join("server")).stderr(log).spawn().unwrap();
    let server = Server(server);
    await_port(port);
    Some(Ssh { _server: server, client })
}

impl Ssh {
    fn run(&self, sandbox: &Sandbox, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = sandbox.command(arguments);
        command.env("GONGSHI_SSH", &self.client).envs(variables.iter().copied());
        Run::of(command.output().unwrap())
    }

    fn done(&self, sandbox: &Sandbox, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        let run = self.run(sandbox, arguments, variables);
        assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.stdout, run.stderr);
        run
    }
}

/// A folder name that would do harm if any shell read it.
const FOLDER: &str = "-远 程 'x' \"y\" $(touch harm) `touch harm`; *";

fn account() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn remote_site(name: &str) -> Sandbox {
    let sandbox = site(name);
    let folder = sandbox.at(FOLDER).display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
    let yaml = format!("title: 云江市整改公示\ntargets:\n  yuan: {{rsync: \"{}@127.0.0.1:{folder}\"}}\n", account());
    sandbox.write("content/site.yaml", yaml);
    sandbox
}

fn without_note(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.retain(|path, _| !path.starts_with("release.js"));
    files
}

#[test]
fn a_target_behind_ssh_is_published_to_and_verified() {
    let sandbox = remote_site("publish-ssh");
    let Some(ssh) = ssh(&sandbox) else { return };
    let dry = ssh.done(&sandbox, &["publish", "--dry-run"], &[]);
    assert!(!sandbox.at(FOLDER).exists());
    let first = ssh.done(&sandbox, &["publish", "--yes"], &[]);
    assert_eq!(dry.stdout, first.stdout);
    sandbox.done(&["build"]);
    assert_eq!(difference(&without_note(served(&sandbox, FOLDER)), &sandbox.public()), Vec::<String>::new());
    let a = live(&sandbox, FOLDER);

    for (status, variables) in [("正在整改", &[][..]), ("已完成", &[("GONGSHI_NO_RSYNC", "1")][..])] {
        sandbox.write("content/notices/n1.md", notice("关于整改进展情况的通报", &[status, "已完成"]));
        let run = ssh.done(&sandbox, &["publish", "--yes"], variables);
        assert!(run.stdout.contains("修改 1"), "{}", run.stdout);
        sandbox.done(&["build"]);
        assert_eq!(difference(&without_note(served(&sandbox, FOLDER)), &sandbox.public()), Vec::<String>::new());
        assert_eq!(ssh.done(&sandbox, &["verify"], &[]).stdout, "");
    }
    let b = live(&sandbox, FOLDER);
    let inode = |id: &str| {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(sandbox.at(FOLDER).join("releases").join(id).join("search/fold.js")).unwrap().ino()
    };
    assert_eq!(inode(&a), inode(&b), "what did not change is a hard link");
    for entry in walkdir::WalkDir::new(sandbox.at(FOLDER).join("releases")) {
        let entry = entry.unwrap();
        let expected = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, expected, "{}", entry.path().display());
    }

    // A new file, for the old one is shared with the release before.
    let page = sandbox.at(FOLDER).join("current/404.html");
    fs::remove_file(&page).unwrap();
    fs::write(&page, "x").unwrap();
    let run = ssh.run(&sandbox, &["verify"], &[]);
    assert_eq!((run.code, run.stdout.as_str()), (6, "不符 404.html\n"));
    // Publishing the same content replaces what is damaged, and nothing else.
    let lost = sandbox.at(FOLDER).join("current/units");
    fs::remove_dir_all(&lost).unwrap();
    fs::write(&lost, "x").unwrap();
    fs::create_dir(sandbox.at(FOLDER).join("current/多 出")).unwrap();
    fs::write(sandbox.at(FOLDER).join("current/多 出/'x'.html"), "x").unwrap();
    fs::remove_file(sandbox.at(FOLDER).join("current/manifest.json")).unwrap();
    let run = ssh.done(&sandbox, &["publish", "--yes"], &[]);
    assert!(run.stderr.contains("个文件损坏了，换成了完好的。"), "{}", run.stderr);
    assert_eq!(ssh.done(&sandbox, &["verify"], &[]).stdout, "");
    assert_eq!((live(&sandbox, FOLDER), inode(&a)), (b.clone(), inode(&b)));
    ssh.done(&sandbox, &["rollback", "--to", &a], &[]);
    assert_eq!(live(&sandbox, FOLDER), a);
    assert_eq!(ssh.done(&sandbox, &["releases"], &[]).stdout.lines().count(), 5);
    assert!(!sandbox.at("harm").exists(), "no shell read the folder's name");
    assert_eq!(unfinished(&sandbox.at(FOLDER)), Vec::<String>::new());
}

#[test]
fn a_dropped_connection_leaves_the_old_or_the_new_release() {
    let sandbox = remote_site("publish-dropped");
    let Some(ssh) = ssh(&sandbox) else { return };
    ssh.done(&sandbox, &["publish", "--yes"], &[]);
    let mut trees = vec![without_note(served(&sandbox, FOLDER))];
    let (mut failed, mut finished) = (0, 0);
    for drop in 1..=11 {
        let status = ["正在整改", "未完成", "已完成"][drop % 3];
        sandbox.write("content/notices/n1.md", notice(&format!("第{drop}次的通报"), &[status, "已完成"]));
        let _ = fs::remove_file(sandbox.at("ssh/count"));
        let run = ssh.run(&sandbox, &["publish", "--yes"], &[("DROP", &drop.to_string())]);
        sandbox.done(&["build"]);
        trees.push(sandbox.public());
        let found = without_note(served(&sandbox, FOLDER));
        assert!(trees.contains(&found), "drop {drop}");
        match run.code {
            0 => finished += 1,
            3 => assert_eq!(difference(&found, &sandbox.public()), Vec::<String>::new(), "{}", run.stderr),
            5 => failed += 1,
            code => panic!("drop {drop}: {code} {}{}", run.stdout, run.stderr),
        }
        assert_eq!(ssh.done(&sandbox, &["verify"], &[]).stdout, "", "drop {drop}");
    }
    sandbox.write("content/notices/n1.md", notice("最后的通报", &["已完成", "已完成"]));
    ssh.done(&sandbox, &["publish", "--yes"], &[]);
    assert_eq!(unfinished(&sandbox.at(FOLDER)), Vec::<String>::new());
    println!("11 connections dropped: {failed} publications refused, {finished} finished all the same");
}

/// The site's own text of how nginx serves it, with the test's port and folder.
fn nginx(sandbox: &Sandbox) -> Option<(Server, u16)> {
    let nginx = program("nginx")?;
    let text = fs::read_to_string(repository().join("docs/en/hosting.md")).unwrap();
    let block = text.split("```nginx\n").nth(1).unwrap().split("```").next().unwrap();
    let port = free_port();
    let block = block
        .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
        .replace("/srv/gongshi", sandbox.at("目标").to_str().unwrap());
    let at = sandbox.at("nginx").display().to_string();
    fs::create_dir_all(sandbox.at("nginx")).unwrap();
    let user = if account() == "root" { "user root;" } else { "" };
    let temp: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {at}/{kind};\n"))
        .concat();
    sandbox.write(
        "nginx/conf",
        format!(
            "{user}\npid {at}/pid;\nerror_log {at}/error;\nworker_processes 1;\nevents {{}}\nhttp {{\n{temp}access_log off;\n\
             include /etc/nginx/mime.types;\n{block}\n}}\n"
        ),
    );
    let conf = sandbox.at("nginx/conf");
    let child = Command::new(nginx)
        .args(["-g", "daemon off; master_process off;", "-e", "stderr", "-c"])
        .arg(conf)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(child);
    await_port(port);
    Some((server, port))
}

fn get(port: u16, path: &str) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut escaped = String::new();
    for byte in path.bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => escaped.push(byte.into()),
            byte => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    write!(stream, "GET /{escaped} HTTP/1.0\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let code = head.split(' ').nth(1).unwrap().parse().unwrap();
    (code, head, answer[end + 4..].to_vec())
}

/// The whole site as a reader saw it.
#[derive(Default)]
struct Seen {
    passes: usize,
    spanning: usize,
    files: usize,
    gone: usize,
    wrong: Vec<String>,
}

/// Reads the whole site again and again. A pass during which nothing was switched must have been of one release alone;
/// in one that spanned switches, every file must be whole and of a release that was live meanwhile, or be none of one
/// of these, which the reader could not know yet.
fn read_on(port: u16, sandbox: &Sandbox, stop: &AtomicBool) -> Seen {
    let mut seen = Seen::default();
    let now = || {
        let (_, _, note) = get(port, "release.json");
        let id = String::from_utf8_lossy(&note).split('"').nth(3).unwrap_or_default().to_owned();
        (id, sandbox.read("目标/log.jsonl").lines().count())
    };
    let mut trees: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    let learn = |trees: &mut BTreeMap<String, BTreeMap<String, Vec<u8>>>| {
        for entry in fs::read_dir(sandbox.at("目标/releases")).unwrap().flatten() {
            let id = entry.file_name().to_string_lossy().into_owned();
            if id.len() == 12 && !trees.contains_key(&id) {
                trees.insert(id, tree(&entry.path()));
            }
        }
    };
    while !stop.load(Ordering::Relaxed) {
        let before = now();
        learn(&mut trees);
        let paths: Vec<String> = trees[&before.0].keys().cloned().collect();
        let answers: Vec<_> = paths.iter().map(|path| (path, get(port, path))).collect();
        let after = now();
        learn(&mut trees);
        let log = sandbox.read("目标/log.jsonl");
        let since = log.lines().take(after.1).skip(before.1);
        let since = since.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let since = since.map(|entry| entry["release"].as_str().unwrap().to_owned());
        let since: Vec<String> = since.chain([after.0.clone()]).collect();
        for (path, (code, _, bytes)) in answers {
            let is_of = |id: &str| trees[id].get(path) == Some(&bytes);
            let whole = is_of(&before.0) || before != after && since.iter().any(|id| is_of(id));
            if code == 404 && before != after && since.iter().any(|id| !trees[id].contains_key(path)) {
                seen.gone += 1;
            } else if code != 200 || !whole {
                seen.wrong.push(format!("{path}: {code}, {before:?} → {after:?}"));
            }
            seen.files += 1;
        }
        seen.passes += 1;
        seen.spanning += usize::from(before != after);
    }
    seen
}

#[test]
fn readers_see_whole_releases_while_nginx_serves_and_we_publish() {
    let sandbox = site("publish-nginx");
    sandbox.done(&["publish", "nei", "--yes"]);
    let Some((_server, port)) = nginx(&sandbox) else { return };
    let (code, head, _) = get(port, "no-such-page");
    assert_eq!(code, 404);
    for header in ["X-Content-Type-Options: nosniff", "Cache-Control: no-cache", "frame-ancestors 'none'"] {
        assert!(head.contains(header), "{head}");
    }
    let publishes = std::env::var("GONGSHI_PUBLISHES").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    let stop = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| read_on(port, &sandbox, &stop));
        for publish in 0..publishes {
            let title = format!("第{publish}次发布的通报");
            sandbox.write("content/notices/n1.md", notice(&title, &["未完成", "已完成"]));
            sandbox.done(&["publish", "nei", "--yes"]);
            if publish % 5 == 4 {
                sandbox.done(&["rollback", "nei"]);
            }
        }
        stop.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    println!(
        "{publishes} publications under a reader: {} passes over the whole site, {} of them across a switch, {} files, \
         {} of them asked for when the new release had them no more",
        seen.passes, seen.spanning, seen.files, seen.gone
    );
    assert_eq!(seen.wrong, Vec::<String>::new());
    assert!(seen.passes > 0);
}
