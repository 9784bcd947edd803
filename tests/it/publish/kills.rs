//! SIGKILL at any moment of publish, rollback and apply: what is served is exactly an old or a new release, and the next
//! run needs no cleaning up. `GONGSHI_KILLS=1000` runs it longer.

use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use super::{live, notice, served, site, unfinished, wait};
use crate::sandbox::{Sandbox, difference, tree};

fn kills() -> usize {
    std::env::var("GONGSHI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(60)
}

/// The two states of a site, and what each looks like published, the note of publishing aside.
fn states(sandbox: &Sandbox) -> [String; 2] {
    let text = |status: &str| notice("关于整改进展情况的通报", &[status, "已完成"]);
    for number in 2..8 {
        sandbox.write(&format!("content/notices/n{number}.md"), notice(&format!("第{number}号通报"), &["已完成"]));
    }
    [text("未完成"), text("正在整改")]
}

fn seen(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let mut files = served(sandbox, "目标");
    for path in ["release.json", "release.js"] {
        assert!(files.remove(path).is_some(), "{path}: a release says which it is");
    }
    files
}

#[test]
fn a_killed_publication_leaves_the_old_or_the_new_release() {
    let sandbox = site("publish-kills");
    let states = states(&sandbox);
    let mut trees = Vec::new();
    let mut whole = Default::default();
    for state in &states {
        sandbox.write("content/notices/n1.md", state);
        let began = Instant::now();
        sandbox.done(&["publish", "nei", "--yes"]);
        whole = began.elapsed();
        trees.push(seen(&sandbox));
    }
    let (mut old, mut new) = (0, 0);
    for kill in 0..kills() {
        let before = live(&sandbox, "目标");
        let rolls_back = kill % 3 == 2;
        if !rolls_back {
            // A release that is there already is only switched to, so it is made to be uploaded again.
            sandbox.write("content/notices/n1.md", &states[kill % 2]);
            for entry in fs::read_dir(sandbox.at("目标/releases")).unwrap().flatten() {
                if kill % 2 == 0 && entry.file_name().to_string_lossy() != before {
                    fs::remove_dir_all(entry.path()).unwrap();
                }
            }
        }
        let arguments: &[&str] = if rolls_back { &["rollback", "nei"] } else { &["publish", "nei", "--yes"] };
        let mut child = sandbox.start(arguments);
        wait(kill, if rolls_back { whole / 10 } else { whole });
        let _ = child.kill();
        child.wait().unwrap();
        let found = seen(&sandbox);
        assert!(trees.contains(&found), "kill {kill} left {:?}", difference(&found, &trees[0]));
        if live(&sandbox, "目标") == before {
            old += 1
        } else {
            new += 1
        }
        let verified = sandbox.run(&["verify", "nei"]);
        assert_eq!(verified.code, 0, "kill {kill}: {}{}", verified.stdout, verified.stderr);
    }
    sandbox.write("content/notices/n1.md", notice("关于整改进展情况的通报", &["阶段性完成", "已完成"]));
    sandbox.done(&["publish", "nei", "--yes"]);
    assert_eq!(unfinished(&sandbox.at("目标")), Vec::<String>::new());
    sandbox.done(&["verify", "nei"]);
    println!("{} kills of publish and rollback: {old} left the old release, {new} the new", kills());
}

#[test]
fn a_killed_apply_leaves_the_old_or_the_new_release() {
    let sandbox = site("apply-kills");
    let states = states(&sandbox);
    let mut trees = Vec::new();
    let mut whole = Default::default();
    for (at, state) in states.iter().enumerate() {
        sandbox.write("content/notices/n1.md", state);
        sandbox.done(&["package", &format!("{at}.tar.gz")]);
        let began = Instant::now();
        sandbox.done(&["apply", &format!("{at}.tar.gz"), "./目标", "--allow-revert"]);
        whole = began.elapsed();
        trees.push(seen(&sandbox));
    }
    for kill in 0..kills() / 3 {
        let before = live(&sandbox, "目标");
        for entry in fs::read_dir(sandbox.at("目标/releases")).unwrap().flatten() {
            if entry.file_name().to_string_lossy() != before {
                fs::remove_dir_all(entry.path()).unwrap();
            }
        }
        let mut child = sandbox.start(&["apply", &format!("{}.tar.gz", kill % 2), "./目标", "--allow-revert"]);
        wait(kill, whole);
        let _ = child.kill();
        child.wait().unwrap();
        assert!(trees.contains(&seen(&sandbox)), "kill {kill}");
        sandbox.done(&["verify", "./目标"]);
    }
    for at in 0..2 {
        sandbox.done(&["apply", &format!("{at}.tar.gz"), "./目标", "--allow-revert"]);
    }
    assert_eq!(unfinished(&sandbox.at("目标")), Vec::<String>::new());
    assert!(tree(&sandbox.at(".gongshi/incoming")).is_empty());
    println!("{} kills of apply", kills() / 3);
}
