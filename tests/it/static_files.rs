//! Files of `content/static/`: copied as they are, never read as notices, never in the way of what the site makes.

use gongshi::archive::Options;
use gongshi::config::{Language, Site};
use gongshi::io::folder::Folder;
use gongshi::io::load::{KnownHashes, LoadedSite, SiteParts};

use crate::sandbox::Sandbox;

const NOTICE: &str = "---\ntitle: 县粮食局党组关于巡察整改情况的通报\ndate: 2024-05-06\naliases: [old/grain/]\n---\n\n\
    ## 二、整改落实情况\n\n1.关于仓储管理松散的问题。\n\n整改结果：已完成\n\n见[章程](../static/rules.pdf)和[徽标](/logo.svg)。\n";

fn site(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name);
    sandbox.write("content/site.yaml", "title: 站点\nbase_url: https://example.invalid/gs/\n");
    sandbox.write("content/notices/grain.md", NOTICE);
    sandbox.write("content/static/rules.pdf", b"%PDF\0");
    sandbox.write("content/static/logo.svg", "<svg/>");
    sandbox
}

#[test]
fn static_files_are_copied_unchanged_and_removed_with_their_source() {
    let sandbox = site("static");
    let kept: [(&str, &[u8]); 5] = [
        (".well-known/change-password", b"x"),
        ("deep/er/\u{6587}\u{4ef6}.txt", b"\xff\xfe"),
        ("README.md", b"# \xe8\xaf\xb4\xe6\x98\x8e\n"),
        ("_headers", b"/*\n"),
        ("draft.md", b"---\ntitle: \xe8\x8d\x89\xe7\xa8\xbf\ndraft: true\n---\n"),
    ];
    for (path, bytes) in kept {
        sandbox.write(&format!("content/static/{path}"), bytes);
    }
    for leftover in [".DS_Store", "notes.txt~", ".logo.svg.swp", "~$rules.docx"] {
        sandbox.write(&format!("content/static/{leftover}"), "x");
    }
    sandbox.done(&["build"]);
    for (path, bytes) in kept {
        assert_eq!(std::fs::read(sandbox.at(&format!("public/{path}"))).unwrap(), bytes, "{path}");
    }
    for leftover in [".DS_Store", "notes.txt~", ".logo.svg.swp", "~$rules.docx"] {
        assert!(!sandbox.at(&format!("public/{leftover}")).exists(), "{leftover}");
    }
    let manifest = sandbox.read("public/manifest.json");
    assert!(manifest.contains("\".well-known/change-password\"") && manifest.contains("\"_headers\""));
    assert!(!sandbox.read("public/sitemap.xml").contains("draft"));
    let page = sandbox.read("public/notices/grain/index.html");
    assert!(page.contains("href=\"../../rules.pdf\"") && page.contains("href=\"../../logo.svg\""), "{page}");
    std::fs::remove_dir_all(sandbox.at("content/static/.well-known")).unwrap();
    sandbox.write("content/static/_headers", "/a\n");
    sandbox.done(&["build"]);
    assert!(!sandbox.at("public/.well-known").exists());
    assert_eq!(sandbox.read("public/_headers"), "/a\n");
}

#[test]
fn robots_txt_names_the_sitemap_unless_the_author_has_one() {
    let sandbox = site("robots");
    sandbox.done(&["build"]);
    let robots = sandbox.read("public/robots.txt");
    assert_eq!(robots, "User-agent: *\nDisallow:\n\nSitemap: https://example.invalid/gs/sitemap.xml\n");
    sandbox.write("content/static/robots.txt", "User-agent: *\nDisallow: /data/\n");
    sandbox.done(&["build"]);
    assert_eq!(sandbox.read("public/robots.txt"), "User-agent: *\nDisallow: /data/\n");
    std::fs::remove_file(sandbox.at("content/static/robots.txt")).unwrap();
    sandbox.write("content/site.yaml", "title: 站点\n");
    sandbox.done(&["build"]);
    assert_eq!(sandbox.read("public/robots.txt"), "User-agent: *\nDisallow:\n");
}

#[test]
fn plain_pages_with_one_address_are_refused() {
    for twin in ["content/pages/old/help.md", "content/pages/old/Help.md"] {
        let sandbox = site("twins");
        sandbox.write("content/pages/help.md", "# 帮助\n");
        sandbox.done(&["build"]);
        sandbox.write(twin, "# 另一份帮助\n");
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 1, "{twin}: {}", run.stderr);
        assert!(run.stderr.contains("duplicate-address") && run.stderr.contains(twin), "{twin}: {}", run.stderr);
    }
}

#[test]
fn static_files_at_addresses_of_the_site_are_refused() {
    let taken = [
        "index.html",
        "404.html",
        "assets/site.css",
        "data/items.csv",
        "notices/grain/notice.md",
        "notices/grain/index.html",
        "sitemap.xml",
        "manifest.json",
        "release.json",
        "release.js",
        "feed.atom/x",
        "units",
        "search/root.js",
    ];
    for path in taken {
        let sandbox = site("taken");
        sandbox.write(&format!("content/static/{path}"), "x");
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 1, "{path}: {}", run.stderr);
        assert!(run.stderr.contains("address-in-use") && run.stderr.contains(path), "{path}: {}", run.stderr);
        assert!(!sandbox.at("public").exists(), "{path}");
        assert_eq!(sandbox.run(&["check"]).code, 1, "{path}");
    }
    for alias in ["assets/site.css", "units/", "logo.svg", "data/items.json"] {
        let sandbox = site("alias-taken");
        sandbox.write("content/notices/grain.md", NOTICE.replace("old/grain/", alias));
        let run = sandbox.run(&["build"]);
        assert_eq!(run.code, 1, "{alias}: {}", run.stderr);
        assert!(run.stderr.contains("grain.md:4:"), "{alias}: {}", run.stderr);
    }
    let sandbox = site("free");
    for path in ["notices.txt", "unit/x.html", "assets/own.css", "data/more.csv", "old/page.html"] {
        sandbox.write(&format!("content/static/{path}"), "x");
    }
    sandbox.done(&["build"]);
}

#[test]
fn aliases_redirect_under_their_old_names() {
    let sandbox = site("old-names");
    let aliases = "[old/1.html, /old/1.html, zwgk/2.shtml, show.asp, notices/grain/, old/]";
    sandbox.write("content/notices/grain.md", NOTICE.replace("[old/grain/]", aliases));
    sandbox.write("content/pages/help.md", "---\ntitle: 帮助\naliases: [help.htm]\n---\n\n正文。\n");
    sandbox.done(&["build"]);
    for (old, new) in [
        ("old/1.html", "../notices/grain/index.html"),
        ("zwgk/2.shtml", "../notices/grain/index.html"),
        ("show.asp", "notices/grain/index.html"),
        ("old/index.html", "../notices/grain/index.html"),
        ("help.htm", "pages/help/index.html"),
    ] {
        assert!(sandbox.read(&format!("public/{old}")).contains(&format!("url={new}")), "{old}");
    }
    assert!(sandbox.read("public/notices/grain/index.html").contains("县粮食局"));
}

#[test]
fn aliases_are_unique_whatever_their_case() {
    for (path, text, code) in [
        ("content/static/Old/Grain/index.html", "x", "duplicate-address"),
        ("content/pages/help.md", "---\ntitle: 帮助\naliases: [OLD/grain/]\n---\n", "duplicate-address"),
        ("content/pages/help.md", "---\ntitle: 帮助\naliases: [Units/]\n---\n", "address-in-use"),
        ("content/pages/help.md", "---\ntitle: 帮助\naliases: [../x]\n---\n", "unusable-address"),
        ("content/pages/help.md", "---\ntitle: 帮助\naliases: [aux.html]\n---\n", "unusable-address"),
        ("content/static/old", "x", "address-in-use"),
        ("content/static/a:b.txt", "x", "file-name-reserved"),
    ] {
        let sandbox = site("claims");
        sandbox.write(path, text);
        let run = sandbox.run(&["check"]);
        assert_eq!(run.code, 1, "{path}: {}", run.stderr);
        assert!([run.stdout, run.stderr].concat().contains(code), "{path} {code}");
    }
}

#[test]
fn unreadable_static_files_are_reported_and_others_copied() {
    let sandbox = site("unread");
    let folder = Folder::at(sandbox.root());
    let reading = gongshi::io::reading::refresh(&folder.content(), Vec::new()).unwrap();
    std::fs::remove_file(sandbox.at("content/static/logo.svg")).unwrap();
    let settings = Site::parse(&folder.site_yaml().unwrap()).unwrap();
    let theme = gongshi::io::theme::load(&folder, &settings, Language::Zh).unwrap();
    let fixed = SiteParts::new(settings, theme, Options::default());
    let loaded = LoadedSite::with_findings(&folder, &reading, fixed, &KnownHashes::new());
    let unread: Vec<_> = loaded.findings.iter().filter(|finding| finding.code.as_str() == "file-unreadable").collect();
    assert_eq!(unread.iter().map(|finding| finding.source.as_str()).collect::<Vec<_>>(), ["static/logo.svg"]);
    assert_eq!(loaded.static_files.keys().map(|address| address.as_str()).collect::<Vec<_>>(), ["rules.pdf"]);
    assert_eq!(loaded.archive.listed().count(), 1);
}

#[test]
fn a_folder_of_static_files_is_found_by_its_index() {
    let sandbox = site("index");
    sandbox.write("content/static/sub/index.html", "<p>静</p>");
    let server = crate::serve::served(&sandbox);
    for path in ["sub/", "sub/index.html"] {
        assert_eq!(server.get(path).text(), "<p>静</p>", "{path}");
    }
    assert_eq!(server.get("sub").status, 302);
}

#[test]
fn dead_links_in_settings_are_reported() {
    let sandbox = site("setting-links");
    sandbox.write(
        "content/site.yaml",
        "title: 站点\nlogo: logo.svg\nshare_image: 没有.png\nnavigation:\n  - {title: 首页, url: /}\n  - {title: 单位, url: units/}\n  \
         - {title: 一份, url: notices/grain/index.html#i-1}\nfooter_links:\n  - {title: 上级, url: 'https://www.example.invalid/'}\n  \
         - {title: 电话, url: 'tel:0999-5550100'}\n  - {title: 写错, url: unit/}\n",
    );
    let run = sandbox.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let dead = report["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == "dead-setting-link");
    let dead: Vec<&str> = dead.map(|finding| finding["message"].as_str().unwrap()).collect();
    assert_eq!(dead, ["footer_links 写的“unit/”，网站里没有", "share_image 写的“没有.png”，网站里没有"]);
}

#[test]
fn a_file_put_into_the_output_right_after_a_build_is_not_lost() {
    let sandbox = site("at-once");
    for round in 0..5 {
        sandbox.done(&["build"]);
        sandbox.write("public/notices/grain/scan.pdf", "%PDF-1.4");
        sandbox.write("content/notices/grain.md", NOTICE.replace("县粮食局", &format!("县粮食局{round}")));
        let run = sandbox.run(&["build"]);
        assert!(run.code != 0 && run.stderr.contains("scan.pdf"), "round {round}: {}", run.stderr);
        assert_eq!(sandbox.read("public/notices/grain/scan.pdf"), "%PDF-1.4");
        std::fs::remove_file(sandbox.at("public/notices/grain/scan.pdf")).unwrap();
    }
}
