//! Publishing to a folder: the whole life of a target, what stops a publication, packages, and kills at any moment.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::time::Duration;

use crate::sandbox::{Run, Sandbox, difference, tree};

#[cfg(unix)]
mod faults;
#[cfg(unix)]
mod hosts;
#[cfg(unix)]
mod kills;
mod mishaps;

#[cfg(not(windows))]
const SITE: &str =
    "title: 云江市整改公示\ntargets:\n  nei: {path: 目标, audience: intranet}\n  wai: {path: \"外 网$(x)'\"}\n";
/// Windows neither has links that everybody may make nor exchanges folders in one step.
#[cfg(windows)]
const SITE: &str = "title: 云江市整改公示\ntargets:\n  nei: {path: 目标, audience: intranet, allow_non_atomic: true}\n  wai: {path: \"外 网$(x)'\", allow_non_atomic: true}\n";

/// A notice with an item a status.
fn notice(title: &str, statuses: &[&str]) -> String {
    let mut text = format!(
        "---\ntitle: {title}\ndate: 2025-03-14\nkind: 整改通报\nunit: 云江市总工会\nround: 五届市委第五轮巡察\n---\n\n现将整改情况予以公布。\n\n## 二、整改落实情况\n\n"
    );
    for (at, status) in statuses.iter().enumerate() {
        let number = at + 1;
        text.push_str(&format!(
            "### {number}.关于“问题{}”问题的整改\n\n一是做了安排。\n\n整改结果：{status}\n\n",
            "甲乙丙丁"[at * 3..at * 3 + 3].to_owned()
        ));
    }
    text
}

/// A site with two targets and one notice.
fn site(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    sandbox.write("content/site.yaml", SITE);
    sandbox.write("content/notices/n1.md", notice("关于整改进展情况的通报", &["未完成", "已完成"]));
    sandbox
}

/// The files that visitors of a target see.
fn served(sandbox: &Sandbox, target: &str) -> BTreeMap<String, Vec<u8>> {
    tree(&sandbox.at(target).join("current"))
}

/// The release that is served: the link leads to it, or where there are no links the copy names it.
fn live(sandbox: &Sandbox, target: &str) -> String {
    let current = sandbox.at(target).join("current");
    if cfg!(windows) {
        let note: serde_json::Value = serde_json::from_slice(&fs::read(current.join("release.json")).unwrap()).unwrap();
        return note["release"].as_str().unwrap().to_owned();
    }
    fs::read_link(current).unwrap().file_name().unwrap().to_string_lossy().into_owned()
}

/// The folder below the sandbox that visitors of a target see: the live release or, where there are no links, its copy.
fn live_folder(sandbox: &Sandbox, target: &str) -> String {
    match cfg!(windows) {
        true => format!("{target}/current"),
        false => format!("{target}/releases/{}", live(sandbox, target)),
    }
}

/// Everything that is unfinished on a target.
fn unfinished(target: &Path) -> Vec<String> {
    let in_folder = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(".tmp")).collect()
    };
    [in_folder(target), in_folder(&target.join("releases"))].concat()
}

fn refused(run: &Run, code: i32, message: &str) {
    assert_eq!((run.code, run.stderr.trim_end()), (code, message), "{}", run.stdout);
}

const UNCHANGED: &str = "没有发布，在线的版本没有变。";

#[test]
fn a_target_is_published_to_rolled_back_and_verified() {
    let sandbox = site("publish-life");
    let dry = sandbox.done(&["publish", "nei", "--dry-run"]);
    assert!(!sandbox.at("目标").exists(), "a dry run touches nothing");
    let first = sandbox.done(&["publish", "nei", "--yes", "-m", "第一次"]);
    assert_eq!(dry.stdout, first.stdout);
    assert!(first.stdout.contains("新增 1 · 修改 0 · 撤回 0 · 其他页面 "), "{}", first.stdout);
    assert!(first.stdout.contains("  新增 关于整改进展情况的通报（云江市总工会）\n"), "{}", first.stdout);
    let (a, before) = (live(&sandbox, "目标"), served(&sandbox, "目标"));
    assert!(before["release.json"].starts_with(format!("{{\"release\":\"{a}\"").as_bytes()));
    let script = [&b"var gongshiRelease="[..], &before["release.json"]].concat();
    assert_eq!(before["release.js"], script, "the page 校验 reads the same as a script");
    let again = sandbox.done(&["publish", "nei", "--yes"]);
    assert_eq!(again.stderr.trim_end(), format!("nei 已是最新（{a}），没有要发布的。"));

    sandbox.write("content/notices/n1.md", notice("关于整改进展情况的通报", &["已完成", "已完成"]));
    sandbox.write("content/notices/n2.md", notice("关于另一件事的通报", &["正在整改"]));
    let dry = sandbox.done(&["publish", "nei", "--dry-run"]);
    assert_eq!(live(&sandbox, "目标"), a);
    let second = sandbox.done(&["publish", "nei", "--yes"]);
    assert_eq!(dry.stdout, second.stdout);
    let lines: Vec<&str> = second.stdout.lines().skip(1).collect();
    assert!(lines[0].starts_with("新增 1 · 修改 1 · 撤回 0 · 其他页面 "), "{}", second.stdout);
    let printed = [
        "  新增 关于另一件事的通报（云江市总工会）",
        "  修改 关于整改进展情况的通报（云江市总工会）",
        "       问题1 未完成 → 已完成（问题甲）",
    ];
    assert_eq!(lines[1..], printed);
    let b = live(&sandbox, "目标");
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let inode =
            |id: &str, path: &str| fs::metadata(sandbox.at(&format!("目标/releases/{id}/{path}"))).unwrap().ino();
        let is_linked = |path: &str| inode(&a, path) == inode(&b, path);
        assert!(is_linked("search/fold.js") && !is_linked("index.html"), "what did not change is a hard link");
    }
    assert_eq!(sandbox.done(&["verify", "nei"]).stdout, "");

    sandbox.done(&["rollback", "nei", "-m", "退一步"]);
    assert_eq!(difference(&served(&sandbox, "目标"), &before), Vec::<String>::new());
    sandbox.done(&["rollback", "nei", "--to", &b]);
    assert_eq!(live(&sandbox, "目标"), b);
    let releases = sandbox.done(&["releases", "nei"]).stdout;
    let lines: Vec<&str> = releases.lines().collect();
    assert_eq!(lines.len(), 4, "{releases}");
    assert!(lines[0].starts_with(&format!("* {b}")) && lines[0].contains("rollback"), "{releases}");
    assert!(lines[3].starts_with(&format!("  {a}")) && lines[3].ends_with("第一次"), "{releases}");
    assert_eq!(unfinished(&sandbox.at("目标")), Vec::<String>::new());
    assert_eq!(sandbox.done(&["verify", "nei"]).stdout, "");
}

#[cfg(unix)]
#[test]
fn published_files_are_readable_and_ten_releases_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = site("publish-kept");
    for round in 0..12 {
        sandbox.write("content/pages/about.md", format!("---\ntitle: 关于\n---\n\n第{round}版。\n"));
        let mut command = std::process::Command::new("sh");
        let program = env!("CARGO_BIN_EXE_gongshi");
        let line = format!("umask 077; exec '{program}' publish wai --yes --quiet");
        assert!(command.current_dir(sandbox.root()).args(["-c", &line]).status().unwrap().success());
    }
    let target = sandbox.at("外 网$(x)'");
    assert_eq!(fs::read_dir(target.join("releases")).unwrap().count(), 10);
    assert_eq!(sandbox.done(&["releases", "wai"]).stdout.lines().count(), 12);
    for entry in walkdir::WalkDir::new(&target) {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        if entry.file_type().is_dir() {
            assert_eq!(mode, 0o755, "{}", entry.path().display());
        } else if entry.file_type().is_file() && entry.file_name() != ".gongshi-lock" {
            assert_eq!(mode, 0o644, "{}", entry.path().display());
        }
    }
}

#[test]
fn drafts_and_notices_for_the_intranet_are_not_published() {
    let sandbox = site("publish-audience");
    let secret = notice("只给内网看的通报", &["已完成"]).replace("---\n\n", "audience: intranet\n---\n\n");
    sandbox.write("content/notices/n3.md", secret);
    let draft = notice("还没写完的通报", &["已完成"]).replace("---\n\n", "draft: true\n---\n\n");
    sandbox.write("content/notices/n4.md", draft);
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.done(&["publish", "wai", "--yes"]);
    let (inside, outside) = (served(&sandbox, "目标"), served(&sandbox, "外 网$(x)'"));
    assert!(inside.contains_key("notices/n3/index.html") && !outside.contains_key("notices/n3/index.html"));
    for (path, bytes) in &outside {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("只给内网看") && !text.contains("还没写完"), "{path}");
    }
    assert!(!inside.contains_key("notices/n4/index.html"));
    assert!(!sandbox.at("public").exists(), "publishing leaves the output folder alone");
}

#[test]
fn tampering_is_reported_by_file() {
    let sandbox = site("publish-tampered");
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.write("content/notices/n2.md", notice("关于另一件事的通报", &["正在整改"]));
    sandbox.done(&["publish", "nei", "--yes"]);
    let b = live(&sandbox, "目标");
    let folder = live_folder(&sandbox, "目标");
    let page = format!("{folder}/notices/n1/index.html");
    let whole = sandbox.read(&page);
    sandbox.write(&page, whole.replace("未完成", "已完成"));
    fs::remove_file(sandbox.at(&format!("{folder}/404.html"))).unwrap();
    sandbox.write(&format!("{folder}/多.html"), "x");
    let run = sandbox.run(&["verify", "nei"]);
    assert_eq!((run.code, run.stdout.as_str()), (6, "缺少 404.html\n不符 notices/n1/index.html\n多出 多.html\n"));
    assert_eq!(
        run.stderr.trim_end(),
        "有 3 处不符。再运行一次 gongshi publish nei，损坏的文件会换成完好的；或者用 gongshi rollback nei 退回上一版。"
    );

    // The next release does not inherit the damage.
    sandbox.write("content/notices/n2.md", notice("关于另一件事的通报", &["已完成"]));
    sandbox.done(&["publish", "nei", "--yes"]);
    assert_eq!(sandbox.done(&["verify", "nei"]).stdout, "");
    refused(
        &sandbox.run(&["rollback", "nei"]),
        5,
        &format!(
            "错误: 目标上的 {b} 已经损坏。用 gongshi verify 看哪里不符，用 gongshi rollback --to 换一版完好的，再发布。\n{UNCHANGED}"
        ),
    );

    let log = sandbox.read("目标/log.jsonl");
    for line in 0..3 {
        let lines: Vec<String> = log.lines().map(str::to_owned).collect();
        let mut edited = lines.clone();
        edited[line] = edited[line].replace("\"changed\":", "\"changed\":1");
        sandbox.write("目标/log.jsonl", edited.join("\n") + "\n");
        let number = line + 1;
        let broken = format!(
            "发布记录 log.jsonl 第 {number} 行被改过或损坏了。从备份恢复 log.jsonl，再用 gongshi verify 检查。"
        );
        let run = sandbox.run(&["verify", "nei"]);
        assert_eq!((run.code, run.stdout.trim_end()), (6, broken.as_str()));
        refused(&sandbox.run(&["publish", "nei", "--yes"]), 6, &format!("错误: {broken}\n{UNCHANGED}"));
    }
    let cut = log.lines().take(2).collect::<Vec<_>>().join("\n") + "\n";
    sandbox.write("目标/log.jsonl", cut);
    assert_eq!(sandbox.run(&["verify", "nei"]).code, 6);
    sandbox.write("目标/log.jsonl", log);
    assert_eq!(sandbox.done(&["verify", "nei"]).stdout, "");
}

#[test]
fn a_built_folder_and_a_signature_can_be_verified() {
    let sandbox = site("publish-signed");
    sandbox.done(&["build"]);
    assert_eq!(sandbox.done(&["verify", "public"]).stdout, "");
    sandbox.write("public/404.html", "x");
    let run = sandbox.run(&["verify", "public"]);
    assert_eq!((run.code, run.stdout.as_str()), (6, "不符 404.html\n"));

    sandbox.done(&["key", "new"]);
    assert_eq!(sandbox.run(&["key", "new"]).code, 2, "an old key is never written over");
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.done(&["verify", "nei", "--key", "gongshi.pub"]);
    // what is live was published before there was a key, or with another
    for name in ["gongshi.key", "gongshi.pub"] {
        std::fs::remove_file(sandbox.at(name)).unwrap();
    }
    sandbox.done(&["key", "new"]);
    assert_eq!(sandbox.run(&["verify", "nei", "--key", "gongshi.pub"]).code, 6);
    let log = sandbox.read("目标/log.jsonl");
    sandbox.done(&["publish", "nei", "--dry-run"]);
    assert_eq!(sandbox.run(&["verify", "nei", "--key", "gongshi.pub"]).code, 6);
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.done(&["verify", "nei", "--key", "gongshi.pub"]);
    assert_eq!(sandbox.read("目标/log.jsonl"), log, "the release is the same");
    let other = Sandbox::new("publish-other-key");
    other.done(&["key", "new"]);
    let run = sandbox.run(&["verify", "nei", "--key", other.at("gongshi.pub").to_str().unwrap()]);
    assert_eq!((run.code, run.stdout.as_str()), (6, "签名不符，或没有签名\n"));
}

#[test]
fn a_file_can_be_signed_and_its_signature_checked() {
    let sandbox = Sandbox::new("publish-signed-file");
    sandbox.write("SHA256SUMS", "00  gongshi.zip\n");
    let run = sandbox.run(&["key", "sign", "SHA256SUMS"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("先用 gongshi key new 新建"), "{}", run.stderr);
    sandbox.done(&["key", "new"]);
    assert_eq!(sandbox.done(&["key", "sign", "SHA256SUMS"]).stdout, "SHA256SUMS.sig\n");
    sandbox.done(&["key", "verify", "SHA256SUMS", "--key", "gongshi.pub"]);
    sandbox.done(&["key", "verify", "SHA256SUMS", "--key", sandbox.read("gongshi.pub").trim()]);
    sandbox.write("SHA256SUMS", "01  gongshi.zip\n");
    let run = sandbox.run(&["key", "verify", "SHA256SUMS", "--key", "gongshi.pub"]);
    assert_eq!(run.code, 6);
    assert!(run.stderr.contains("SHA256SUMS 的签名不符"), "{}", run.stderr);
    std::fs::remove_file(sandbox.at("SHA256SUMS.sig")).unwrap();
    assert_eq!(sandbox.run(&["key", "verify", "SHA256SUMS", "--key", "gongshi.pub"]).code, 3);
}

#[test]
fn guards_say_what_to_do() {
    let sandbox = site("publish-guards");
    let run = sandbox.run(&["publish", "nie"]);
    refused(&run, 2, "错误: 没有名为“nie”的目标，是不是“nei”？（site.yaml 里有：nei、wai）");
    refused(&sandbox.run(&["publish"]), 2, "错误: 有几个目标，写明是哪一个：nei、wai");
    let run = sandbox.run(&["publish", "nei"]);
    refused(&run, 5, &format!("错误: 不在终端里，无法询问：确认要发布就加 --yes，只看改动用 --dry-run。{UNCHANGED}"));

    sandbox.write("目标/别人的.txt", "x");
    refused(
        &sandbox.run(&["publish", "nei", "--yes"]),
        5,
        &format!(
            "错误: 目标里有不是本程序发布的文件（{}），没有动它。换一个空文件夹，或者先把它清空。\n{UNCHANGED}",
            Path::new(".").join("目标").join("别人的.txt").display()
        ),
    );
    fs::remove_file(sandbox.at("目标/别人的.txt")).unwrap();
    for number in 2..=8 {
        sandbox.write(&format!("content/notices/n{number}.md"), notice(&format!("第{number}号通报"), &["已完成"]));
    }
    sandbox.done(&["publish", "nei", "--yes"]);
    let a = live(&sandbox, "目标");

    fs::remove_file(sandbox.at("content/notices/n8.md")).unwrap();
    refused(
        &sandbox.run(&["publish", "nei", "--yes"]),
        5,
        &format!(
            "错误: [address-lost] 上一次发布的 1 个地址没有了：notices/n8/。在新的通报里写 aliases（或 item_aliases），或写 withdrawn 撤回；确实不要了就加 --allow-remove 1。\n{UNCHANGED}"
        ),
    );
    for number in 2..=7 {
        fs::remove_file(sandbox.at(&format!("content/notices/n{number}.md"))).unwrap();
    }
    refused(
        &sandbox.run(&["publish", "nei", "--yes"]),
        5,
        &format!(
            "错误: 将有 7 份通报撤回或消失（共 8 份，不经确认至多 5 份）。确实如此就加 --allow-remove 7。\n{UNCHANGED}"
        ),
    );
    assert_eq!(live(&sandbox, "目标"), a);
    let run = sandbox.done(&["publish", "nei", "--yes", "--allow-remove", "7"]);
    assert!(run.stdout.contains("\n新增 0 · 修改 0 · 撤回 0 · 移除 7 · 其他页面 "), "{}", run.stdout);
    assert!(run.stdout.contains("\n  移除 第8号通报（云江市总工会）\n"), "{}", run.stdout);

    sandbox.write("content/notices/n9.md", "---\ntitle: 甲\ndate: 2025-02-30\n---\n正文\n");
    let run = sandbox.run(&["publish", "nei", "--yes"]);
    assert_eq!(run.code, 5);
    assert!(run.stderr.contains("个错误，没有发布，在线的版本没有变。先用 gongshi check 改好。"), "{}", run.stderr);
    fs::remove_file(sandbox.at("content/notices/n9.md")).unwrap();

    sandbox.write("content/notices/n9.md", notice("新的通报", &["已完成"]));
    fs::rename(sandbox.at("目标"), sandbox.at("挂载点")).unwrap();
    refused(
        &sandbox.run(&["publish", "nei", "--yes"]),
        5,
        &format!(
            "错误: 以前发布过的目标现在不见了或是空的，可能没有挂载。挂载好再试；如果确实要从头开始，先删去 .gongshi/published/。\n{UNCHANGED}"
        ),
    );
    fs::rename(sandbox.at("挂载点"), sandbox.at("目标")).unwrap();
    sandbox.write("content/site.yaml", SITE.replace("title: 云江市", "title: 石梁县"));
    let run = sandbox.run(&["publish", "nei", "--yes"]);
    assert_eq!(run.code, 5);
    assert!(run.stderr.contains("目标属于另一个站点（"), "{}", run.stderr);
    let (_, id) = run.stderr.split_once("id: ").unwrap();
    let (id, _) = id.split_once('；').unwrap();
    sandbox.write("content/site.yaml", SITE.replace("title: 云江市", &format!("id: {id}\ntitle: 石梁县")));
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.write("content/site.yaml", SITE.replace("audience: intranet", "audience: public"));
    refused(
        &sandbox.run(&["publish", "nei", "--yes"]),
        5,
        &format!("错误: 目标是给 intranet 的，要发布的内容不是。检查 site.yaml 里这个目标的 audience。\n{UNCHANGED}"),
    );
}

#[test]
fn a_vanished_notice_must_be_withdrawn_moved_or_allowed() {
    let sandbox = site("publish-ended");
    for name in ["n2", "n3", "n4"] {
        sandbox.write(&format!("content/notices/{name}.md"), notice(&format!("通报{name}"), &["已完成"]));
    }
    sandbox.done(&["publish", "nei", "--yes"]);
    let withdrawn =
        notice("通报n2", &["已完成"]).replacen("unit:", "withdrawn: {date: 2025-04-01, reason: 有误}\nunit:", 1);
    sandbox.write("content/notices/n2.md", withdrawn);
    fs::remove_file(sandbox.at("content/notices/n3.md")).unwrap();
    fs::remove_file(sandbox.at("content/notices/n4.md")).unwrap();
    let moved = notice("通报n4", &["已完成"]).replacen("unit:", "aliases: [/notices/n4/]\nunit:", 1);
    sandbox.write("content/notices/n5.md", moved);
    let run = sandbox.done(&["publish", "nei", "--yes", "--allow-remove", "2"]);
    let printed: Vec<&str> = run.stdout.lines().skip(1).collect();
    assert!(printed[0].starts_with("新增 1 · 修改 0 · 撤回 1 · 移除 1 · 换了地址 1 · 其他页面 "), "{}", run.stdout);
    let named = ["  新增 通报n4", "  撤回 通报n2", "  移除 通报n3", "  换了地址 通报n4"];
    assert_eq!(printed[1..], named.map(|line| format!("{line}（云江市总工会）")));
}

#[test]
fn items_that_vanish_are_lost_unless_their_old_anchors_are_kept() {
    let sandbox = site("publish-anchors");
    sandbox.done(&["publish", "nei", "--yes"]);
    let old = sandbox.read("目标/current/notices/n1/notice.json");
    let anchor = old.split("\"anchor\":\"").nth(1).unwrap()[..10].to_owned();
    let renamed = notice("关于整改进展情况的通报", &["未完成", "已完成"]).replace("问题甲", "问题子");
    sandbox.write("content/notices/n1.md", &renamed);
    let run = sandbox.run(&["publish", "nei", "--yes"]);
    assert_eq!(run.code, 5);
    assert!(run.stderr.contains(&format!("notices/n1/#{anchor}")), "{}", run.stderr);
    sandbox.done(&["build"]);
    let new = sandbox.read("public/notices/n1/notice.json");
    let now = &new.split("\"anchor\":\"").nth(1).unwrap()[..10];
    sandbox.write(
        "content/notices/n1.md",
        renamed.replacen("unit:", &format!("item_aliases: {{{anchor}: {now}}}\nunit:"), 1),
    );
    sandbox.done(&["publish", "nei", "--yes"]);
}

#[test]
fn concurrent_publications_and_wrong_clocks_are_refused() {
    let sandbox = site("publish-locked");
    sandbox.done(&["publish", "nei", "--yes"]);
    sandbox.write("content/notices/n2.md", notice("新的通报", &["已完成"]));
    let lock = fs::File::options().append(true).open(sandbox.at("目标/.gongshi-lock")).unwrap();
    lock.lock().unwrap();
    refused(
        &sandbox.run(&["publish", "nei", "--yes"]),
        4,
        &format!("错误: 另一个 gongshi 正在更新这个目标，等它结束再试。\n{UNCHANGED}"),
    );
    drop(lock);
    sandbox.done(&["publish", "nei", "--yes"]);
}

#[test]
fn a_package_is_reproducible_and_refused_if_truncated() {
    let sandbox = site("publish-package");
    sandbox.done(&["package", "甲.tar.gz"]);
    fs::remove_dir_all(sandbox.at(".gongshi")).unwrap();
    sandbox.done(&["package", "乙.tar.gz"]);
    let bytes = fs::read(sandbox.at("甲.tar.gz")).unwrap();
    assert!(bytes == fs::read(sandbox.at("乙.tar.gz")).unwrap(), "the same release gives the same bytes");
    // an earlier package of the same site and audience is replaced, nothing else is
    sandbox.done(&["package", "甲.tar.gz"]);
    for (out, why) in [("甲.tar.gz", "是给 public 的包"), ("content/notices/n1.md", "不是 gongshi package 生成的包")]
    {
        let (run, before) =
            (sandbox.run(&["package", out, "--audience", "intranet"]), fs::read(sandbox.at(out)).unwrap());
        let message = format!("错误: {out} 已经有了，{why}，没有覆盖它。换一个文件名，或先删去它。");
        assert_eq!((run.code, run.stderr.trim_end()), (2, message.as_str()));
        assert_eq!(fs::read(sandbox.at(out)).unwrap(), before);
    }

    let host = Sandbox::new("publish-apply");
    host.write("包.tar.gz", &bytes);
    host.done(&["apply", "包.tar.gz", "./目标"]);
    sandbox.done(&["build"]);
    let mut found = served(&host, "目标");
    found.retain(|path, _| !path.starts_with("release.js"));
    assert_eq!(difference(&found, &sandbox.public()), Vec::<String>::new());
    host.done(&["verify", "./目标"]);

    sandbox.write("content/notices/n2.md", notice("新的通报", &["已完成"]));
    sandbox.done(&["package", "丙.tar.gz"]);
    let next = fs::read(sandbox.at("丙.tar.gz")).unwrap();
    let before = live(&host, "目标");
    for cut in [0, 10, next.len() / 3, next.len() - 9, next.len() - 1] {
        host.write("断.tar.gz", &next[..cut]);
        let run = host.run(&["apply", "断.tar.gz", "./目标"]);
        assert_eq!((run.code, live(&host, "目标")), (6, before.clone()), "{cut}: {}", run.stderr);
        assert!(run.stderr.contains("这个包不完整或被改过"), "{}", run.stderr);
    }
    let mut changed = next.clone();
    changed[next.len() / 2] ^= 1;
    host.write("改.tar.gz", &changed);
    assert_eq!(host.run(&["apply", "改.tar.gz", "./目标"]).code, 6);
    host.write("包.tar.gz", &next);
    let run = host.done(&["apply", "包.tar.gz", "./目标", "--allow-non-atomic"]);
    assert!(run.stdout.contains("新增 1 · 修改 0 · 撤回 0"), "{}", run.stdout);
    host.done(&["rollback", "./目标", "--allow-non-atomic"]);
    assert_eq!(live(&host, "目标"), before);

    sandbox.write("content/site.yaml", SITE.replace("title: 云江市", "title: 石梁县"));
    sandbox.done(&["package", "别处.tar.gz"]);
    host.write("包.tar.gz", fs::read(sandbox.at("别处.tar.gz")).unwrap());
    let run = host.run(&["apply", "包.tar.gz", "./目标"]);
    assert_eq!((run.code, live(&host, "目标")), (5, before));
    assert!(run.stderr.contains("目标属于另一个站点（"), "{}", run.stderr);
}

/// Waits a part of `whole` that looks random and is the same in every run.
#[cfg(unix)]
fn wait(step: usize, whole: Duration) {
    let part = (step * 7919 + 131) % 1000;
    std::thread::sleep(whole.mul_f64(part as f64 / 1000.0 * 1.2));
}

/// A build for one audience has no file of a build for another, in whatever order they are made.
#[test]
fn releases_of_different_audiences_are_kept_apart() {
    let sandbox = site("publish-trees");
    let secret = notice("只给内网看的通报", &["已完成"]).replace("---\n\n", "audience: intranet\n---\n\n");
    sandbox.write("content/notices/n3.md", secret);
    for round in 0..3 {
        sandbox.write("content/notices/n1.md", notice(&format!("第{round}次"), &["未完成", "已完成"]));
        sandbox.done(&["build"]);
        for target in ["wai", "nei"] {
            sandbox.done(&["publish", target, "--yes"]);
            sandbox.done(&["verify", target]);
        }
        sandbox.done(&["verify", "public"]);
        assert!(!sandbox.at("public/notices/n3").exists(), "round {round}");
        assert!(!sandbox.at(".gongshi/publish/public/notices/n3").exists(), "round {round}");
    }
}

/// With `precompress: true` texts have a compressed copy, listed and verified like any other file; without, none.
#[test]
fn compressed_copies_can_be_published() {
    use std::io::Read;
    let sandbox = site("publish-gzip");
    sandbox.done(&["publish", "nei", "--yes"]);
    let plain = served(&sandbox, "目标");
    sandbox.write("content/site.yaml", SITE.replace("audience: intranet", "audience: intranet, precompress: true"));
    sandbox.done(&["publish", "nei", "--yes"]);
    let files = served(&sandbox, "目标");
    assert_eq!(sandbox.done(&["verify", "nei"]).stdout, "");
    for path in files.keys() {
        let Some(of) = path.strip_suffix(".gz") else { continue };
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(files[path].as_slice()).read_to_end(&mut text).unwrap();
        assert!(text == files[of] && files[path].len() < text.len(), "{path}");
    }
    assert!(files.contains_key("index.html.gz") && files.contains_key("notices/n1/index.html.gz"));
    let without: BTreeMap<_, _> = files.into_iter().filter(|(path, _)| !path.ends_with(".gz")).collect();
    let changed = difference(&without, &plain);
    assert_eq!(changed, ["manifest.json differs", "release.js differs", "release.json differs"]);
    let page = format!("{}/index.html.gz", live_folder(&sandbox, "目标"));
    fs::write(sandbox.at(&page), "x").unwrap();
    let run = sandbox.run(&["verify", "nei"]);
    assert_eq!((run.code, run.stdout.as_str()), (6, "不符 index.html.gz\n"));
}

/// In English only what a notice says is Chinese: its title and the words it writes of a status.
#[test]
fn summaries_can_be_in_english() {
    let sandbox = site("publish-english");
    let lines = |run: Run| run.stdout.lines().map(str::to_owned).collect::<Vec<_>>();
    let first = lines(sandbox.done(&["--lang", "en", "publish", "nei", "--yes"]));
    assert!(first[0].starts_with("nei (intranet): "), "{first:?}");
    let silent = notice("关于整改进展情况的通报", &["未完成", "已完成"]).replace("整改结果：未完成\n", "");
    sandbox.write("content/notices/n1.md", silent);
    let second = lines(sandbox.done(&["--lang", "en", "publish", "nei", "--yes"]));
    assert!(second[0].starts_with("nei (intranet): ") && second[0].contains(") → "), "{second:?}");
    assert!(!second[0].contains(['（', '）']), "{second:?}");
    let expected = ["  changed 关于整改进展情况的通报 (云江市总工会)", "       item 1 未完成 → Not stated (问题甲)"];
    assert_eq!(second[2..], expected);
}

#[test]
fn publishing_from_an_older_checkout_reverts_nothing() {
    let sandbox = Sandbox::new("publish-older-checkout");
    let notice = |unit: &str, measure: &str| {
        format!(
            "---\ntitle: 中共{unit}党组关于市委第二轮巡察整改情况的通报\ndate: 2024-11-20\ncontact: 0999-5550123\n---\n\n\
             一、整改情况\n\n1.关于台账不全的问题。\n\n整改措施：{measure}。\n\n整改结果：已完成\n"
        )
    };
    for checkout in ["mine", "theirs"] {
        sandbox.write(
            &format!("{checkout}/content/site.yaml"),
            "title: 公示\ntargets:\n  web: {path: ../www, allow_non_atomic: true}\n",
        );
        sandbox.write(&format!("{checkout}/content/a.md"), notice("云江市财政局", "补齐台账"));
        sandbox.write(&format!("{checkout}/content/b.md"), notice("云江市林业局", "补齐台账"));
    }
    let publish = |checkout: &str, more: &[&str]| {
        sandbox.run(&[&["-C", checkout, "publish", "web", "--yes"], more].concat()).code
    };
    let live = || sandbox.read("www/current/notices/a/notice.md");
    assert_eq!(publish("mine", &[]), 0);
    sandbox.write("theirs/content/a.md", notice("云江市财政局", "逐件核对"));
    assert_eq!(publish("theirs", &[]), 0);
    // a new text of one notice, and the old one of the other
    sandbox.write("mine/content/b.md", notice("云江市林业局", "公开台账"));
    let refused = sandbox.run(&["-C", "mine", "publish", "web", "--yes"]);
    assert_eq!(refused.code, 5);
    assert!(refused.stderr.contains("notices/a/") && !refused.stderr.contains("notices/b/"), "{}", refused.stderr);
    assert!(live().contains("逐件核对"));
    // with their change it goes on, and going back on one's own is no matter
    sandbox.write("mine/content/a.md", notice("云江市财政局", "逐件核对"));
    assert_eq!(publish("mine", &[]), 0);
    sandbox.write("mine/content/b.md", notice("云江市林业局", "补齐台账"));
    assert_eq!(publish("mine", &[]), 0);
    assert_eq!(publish("theirs", &["--allow-revert"]), 0);
}

#[test]
fn changed_and_damaged_markers_are_reported() {
    let sandbox = Sandbox::new("publish-marker");
    sandbox.write("content/site.yaml", "title: 公示\ntargets:\n  web: {path: www, allow_non_atomic: true}\n");
    sandbox.write("content/a.md", "---\ntitle: 关于整改情况的通报\ndate: 2024-11-20\n---\n\n正文。\n");
    sandbox.done(&["publish", "web", "--yes"]);
    sandbox.done(&["verify", "web"]);
    for path in ["www/current/release.json", "www/current/release.js", "www/gongshi-target.json"] {
        let sound = sandbox.read(path);
        for changed in [sound.replacen(':', ": ", 1), sound.replace("public", "intranet") + " ", "{".to_owned()] {
            sandbox.write(path, &changed);
            let run = sandbox.run(&["verify", "web"]);
            let said = run.stdout + &run.stderr;
            assert_eq!(run.code, 6, "{path}: {changed}\n{said}");
            assert!(said.contains(path.rsplit('/').next().unwrap()), "{said}");
        }
        assert_eq!(sandbox.run(&["publish", "web", "--yes"]).code, if path.contains("target") { 6 } else { 0 });
        // a note was repaired by that, and names the time of it
        if path.contains("target") {
            sandbox.write(path, sound);
        }
    }
    sandbox.done(&["verify", "web"]);
}
