//! Nothing hidden gets out: what a site does not show changes no byte of it, and no hidden words are in what is published.

use std::collections::BTreeMap;
use std::io::Read;

use crate::sandbox::{Sandbox, tree};

const SITE: &str = "title: 公示\nbase_url: https://example.invalid/\ntargets:\n  wai: {path: 目标}\n";

/// Words that are in hidden places only. Search files are coded, so their bytes prove nothing: the first test covers them.
const CANARIES: [&str; 5] = ["金丝雀", "jinsique", "canary", "Canary", "CANARY"];

fn notice(title: &str, keys: &str, status: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2024-06-05\nkind: 整改通报\n{keys}---\n\n现将整改情况通报如下。\n\n\
         1. 台账登记不全的问题。\n\n整改情况：已逐项补齐。\n\n整改结果：{status}\n\n2. 报销审核不严的问题。\n\n\
         整改情况：已退回票据。\n\n整改结果：正在整改\n"
    )
}

fn public_site(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    sandbox.write("content/site.yaml", SITE);
    for (id, unit, status) in [("jia", "甲局", "已完成"), ("yi", "乙局", "未完成"), ("bing", "甲局", "长期坚持")]
    {
        let title = format!("{unit}党组关于区委第三轮巡察整改情况的通报{id}");
        sandbox.write(&format!("content/notices/{id}.md"), notice(&title, &format!("unit: {unit}\n"), status));
    }
    sandbox.write("content/pages/about.md", "---\ntitle: 关于\n---\n\n本站公示整改情况。\n");
    sandbox
}

#[test]
fn hidden_notices_change_no_byte_of_the_site() {
    let bare = public_site("privacy-bare");
    let full = public_site("privacy-full");
    for (id, keys) in [
        ("draft", "unit: 丁局\ndraft: true\n"),
        (
            "intranet",
            "unit: 甲局\nround: 区委第三轮巡察\naudience: intranet\ntags: [金丝雀]\naliases: [old/canary.html]\n",
        ),
        ("follows", "unit: 甲局\nfollows: jia\naudience: intranet\n"),
        ("both", "unit: 戊局\nfollows: draft\naudience: intranet\ndraft: true\n"),
    ] {
        let text = notice(&format!("金丝雀关于{id}的通报"), keys, "已完成");
        full.write(&format!("content/notices/{id}.md"), text + "\n[附件](jinsique.pdf) ![图](canary.png)\n");
    }
    full.write("content/notices/jinsique.pdf", "canary");
    full.write("content/notices/canary.png", "canary");
    full.write("content/pages/canary.md", "---\ntitle: 金丝雀\naudience: intranet\n---\n\n金丝雀\n");
    full.write("content/pages/draft.md", "---\ntitle: 金丝雀\ndraft: true\n---\n\n金丝雀\n");
    bare.done(&["build"]);
    full.done(&["build"]);
    let (bare, full) = (bare.public(), full.public());
    assert!(bare.len() > 60 && bare.contains_key("notices/jia/index.html"));
    let differing: Vec<&String> = full.keys().filter(|path| full.get(*path) != bare.get(*path)).collect();
    assert_eq!((differing, full.len()), (Vec::new(), bare.len()));
}

#[test]
fn hidden_words_are_in_no_published_byte() {
    let sandbox = public_site("privacy-canary");
    let keys = "unit: 甲局 # 金丝雀：举报人\n# CANARY\nfollows: neibu-canary\n";
    let text = notice("甲局党组关于区委第四轮巡察整改情况的通报", keys, "已完成");
    let photo = b"\xff\xd8\xff\xe1\0\x0eExif\0\0canary\xff\xfe\0\x08canary\xff\xda\0\x02pixels\xff\xd9canary";
    sandbox.write("content/notices/photo.jpg", photo);
    let links = "\n![照片](photo.jpg)\n\n<!-- 金丝雀 -->见[上一份](neibu-canary.md)和[草稿][d]。\n\n[d]: canary-draft.md \"Canary\"\n";
    sandbox.write("content/notices/ding.md", text + links);
    let hidden = notice("金丝雀党组关于区委第三轮巡察整改情况的通报", "unit: 金丝雀局\naudience: intranet\n", "已完成");
    sandbox.write("content/notices/neibu-canary.md", hidden);
    let draft = notice("金丝雀局关于整改情况的通报", "unit: 金丝雀局\ndraft: true\n", "已完成");
    sandbox.write("content/notices/canary-draft.md", draft);
    let withdrawn = notice("戊局关于整改情况的通报", "unit: 戊局\nwithdrawn: {reason: 内容有误}\n", "已完成");
    sandbox.write("content/notices/wu.md", withdrawn + "\n金丝雀三人。[附件](jinsique.pdf)\n");
    sandbox.write("content/notices/jinsique.pdf", "canary");
    sandbox.write("content/.canary.md", "金丝雀");
    sandbox.write("content/notices/~$canary.docx", "canary");
    sandbox.write("content/notices/canary.docx", "canary");
    sandbox.done(&["build"]);
    sandbox.done(&["publish", "wai", "--yes"]);
    sandbox.done(&["package", "包.tar.gz"]);
    let mut package = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(sandbox.at("包.tar.gz")).unwrap())
        .read_to_end(&mut package)
        .unwrap();
    let mut published = sandbox.public();
    published.extend(tree(&sandbox.at("目标")).into_iter().map(|(path, bytes)| (format!("目标/{path}"), bytes)));
    published.insert("包.tar".to_owned(), package);
    assert!(
        holds(&published, "pixels")
            && holds(&published, "上一份")
            && holds(&published, "内容有误")
            && published.len() > 120
    );
    for canary in CANARIES {
        let telling: Vec<&String> =
            published.iter().filter(|(path, bytes)| tells(path, bytes, canary)).map(|(path, _)| path).collect();
        assert_eq!(telling, Vec::<&String>::new(), "{canary}");
    }
}

fn holds(files: &BTreeMap<String, Vec<u8>>, words: &str) -> bool {
    files.iter().any(|(path, bytes)| tells(path, bytes, words))
}

fn tells(path: &str, bytes: &[u8], words: &str) -> bool {
    path.contains(words) || bytes.windows(words.len()).any(|part| part == words.as_bytes())
}
