//! Pages made by the built-in themes: every kind, from archives of none, one and some notices.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongshi::archive::{Address, Archive, Options};
use gongshi::config::Site;
use gongshi::notice::{
    Anchor, Confidence, Date, Facts, Found, Heading, HeadingRole, Item, Kind, Moment, Notice, Origin, Path, Round,
    SourcePath, Status, Summary, UnitName,
};
use gongshi::pages::{
    Derived, Entry, EntryKind, HomeView, Inputs, Links, NoticeParts, NoticeView, Records, RedirectView, Sources,
    WithdrawnView,
};
use gongshi::render::embedded;
use gongshi::render::head::PageLink;
use gongshi::render::page::{Frame, page};
use gongshi::render::theme::{Theme, ThemeError};
use gongshi::search::tables::Tables;
use gongshi::text::fingerprint::Fingerprint;
use gongshi::text::span::Span;

use crate::sandbox::{native, repository};

fn found<T>(value: T) -> Found<T> {
    Found::stated(value, Origin::FrontMatter, 2, Span::default())
}

fn notice(id: &str, title: &str, unit: &str, statuses: &[Status]) -> Notice {
    let item = |(at, status): (usize, &Status)| Item {
        path: Path::new([Some(format!("{}.", at + 1).as_str())]),
        title: format!("问题{at}").into(),
        status: *status,
        anchor: Anchor::of(id, &at.to_string(), 0),
        ..Item::default()
    };
    let items: Vec<Item> = statuses.iter().enumerate().map(item).collect();
    let heading = |at: usize| Heading {
        span: Span::default(),
        extent: Span::default(),
        level: 2,
        number: None,
        title: format!("问题{at}"),
        role: HeadingRole::Item(at),
        run_in: false,
        status_span: None,
    };
    Notice {
        source: SourcePath::new(format!("notices/{id}.md")),
        outline: (0..items.len()).map(heading).collect(),
        items,
        facts: Facts {
            id: Some(found(id.to_owned())),
            title: Some(found(title.to_owned())),
            kind: Some(found(Kind::Rectification)),
            date: Some(found(Moment { date: Date::constant(2025, 3, 14), time: None })),
            units: vec![found(UnitName::parse(unit))],
            round: Round::parse("五届市委第六轮巡察").map(found),
            bodies: vec![found("市委第二巡察组".to_owned()).with_confidence(Confidence::Low)],
            ..Facts::default()
        },
        ..Notice::default()
    }
}

fn theme(language: &str) -> Theme {
    let layers = embedded::layers("default", None).expect("the default theme is built in");
    Theme::load(&layers, language).expect("the default theme loads")
}

/// A site without texts.
struct NoTexts;

impl Sources for NoTexts {
    fn bytes(&self, _path: &SourcePath) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

/// Every page of a site with these notices, by address; the notices' own with a body of one word, each also as it
/// would be withdrawn and at an old address.
fn pages(notices: &[Notice], site: &Site, theme: &Theme) -> BTreeMap<Address, String> {
    let summaries = notices.iter().map(|notice| Arc::new(Summary::of(notice, Fingerprint::of(b"")))).collect();
    let archive = Archive::fold(summaries, site, Options::default());
    let inputs = Inputs {
        site,
        theme,
        options: Options::default(),
        archive: &archive,
        pages: &[],
        links: &Links::default(),
        attachments: &BTreeMap::new(),
        static_files: &BTreeMap::new(),
        tables: &Tables::default(),
        derived: Derived::default(),
    };
    let of_archive = |entry: &Entry| entry.kind.is_templated() && !matches!(entry.kind, EntryKind::NoticePage(_));
    let mut made: Vec<(Address, Vec<u8>)> = Vec::new();
    for entry in gongshi::pages::entries(&inputs).filter(of_archive) {
        let outcome = entry.make(&inputs, &Records::default(), &NoTexts);
        let outcome = outcome.unwrap_or_else(|error| panic!("{}: {error}", entry.address));
        made.extend(outcome.files.into_iter().map(|(_, bytes)| (entry.address.clone(), bytes)));
    }
    let frame = Frame { site, theme, as_of: archive.as_of(), plain_pages: &[] };
    for (at, row) in archive.rows().iter().enumerate() {
        let notice = notices.iter().find(|notice| notice.facts.id() == row.id()).expect("it was folded");
        let parts = NoticeParts {
            context: &archive.context(at),
            notice,
            body_html: "<p>正文</p>",
            anchored_lines: &BTreeSet::from([2]),
            source_sha256: "00",
            downloads: &[],
        };
        let own = |folder: &str| Address::new(format!("{folder}/{}/", row.id()));
        let target = PageLink::new(row.address.clone(), row.title());
        made.extend([
            (row.address.clone(), page(&frame, &row.address, &NoticeView::of(&parts)).unwrap()),
            (own("old"), page(&frame, &own("old"), &RedirectView { target, is_notice: true }).unwrap()),
            (own("gone"), page(&frame, &own("gone"), &WithdrawnView::of(row)).unwrap()),
        ]);
    }
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("a page is UTF-8");
    made.into_iter().map(|(address, bytes)| (address, text(bytes))).collect()
}

#[test]
fn every_page_kind_renders_with_none_one_and_some_notices() {
    let one = [notice("n1", "整改通报", "云江市体育局", &[])];
    let some = [
        notice("n1", "一", "云江市体育局", &[Status::Done, Status::Open, Status::Unstated]),
        notice("n2", "二", "云江市体育局", &Status::ALL),
        notice("n3", "三", "X总工会", &[Status::Unstated; 3]),
    ];
    for language in ["zh-CN", "en"] {
        let theme = theme(language);
        for notices in [&[][..], &one, &some] {
            for (address, page) in pages(notices, &Site::default(), &theme) {
                assert!(page.ends_with("</html>\n"), "{address}");
                assert!(!page.contains("{{") && !page.contains("{%"), "{address}");
            }
        }
    }
}

#[test]
fn markup_in_titles_is_escaped() {
    let long = "长".repeat(300);
    let titles =
        ["<script>alert(1)</script>", "\"&'<b>", "\u{202e}右\u{200f}", &long, "……？！", "", "{{ site.title }}"];
    let theme = theme("zh-CN");
    for title in titles {
        let notices = [notice("n1", title, title, &[Status::Done])];
        for (address, page) in pages(&notices, &Site::default(), &theme) {
            assert!(!page.contains("<script>alert"), "{title} on {address}");
            assert!(!page.contains("<b>\""), "{title} on {address}");
        }
    }
}

fn theme_of(files: &[(&str, &str)]) -> Result<Theme, Vec<ThemeError>> {
    let own = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    Theme::load(&embedded::layers("own", Some(own)).expect("there is a layer of our own"), "zh-CN")
}

fn messages(result: Result<Theme, Vec<ThemeError>>) -> Vec<String> {
    match result {
        Ok(theme) => {
            let archive = Archive::fold(Vec::new(), &Site::default(), Options::default());
            let site = Site::default();
            let frame = Frame { site: &site, theme: &theme, as_of: None, plain_pages: &[] };
            let made = page(&frame, &Address::default(), &HomeView::of(&archive));
            made.err().into_iter().map(|error| error.to_string()).collect()
        }
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn mistakes_in_templates_have_file_and_line() {
    let messages = |home: &str| messages(theme_of(&[("templates/home.html", home)]));
    assert_eq!(
        messages("<p>\n{{ view.titel }}"),
        ["templates/home.html:2:9: Field `titel` is not defined. Available fields: latest, listed, matrix, \
             round_count, rounds, statuses, total, unit_count, units, years"]
    );
    assert_eq!(messages("{% if %}").len(), 1);
    assert_eq!(messages("\n {{ 1 | nosuch }}"), ["templates/home.html:2:9: Unknown filter `nosuch`"]);
    let circle = messages("{% include \"home.html\" %}");
    assert!(circle.len() == 1 && circle[0].contains("home.html"), "{circle:?}");
    let endless = "{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}";
    assert!(messages(endless).concat().contains("recursion"), "{:?}", messages(endless));
    let huge = "{% for a in range(end=100000) %}{% for b in range(end=1000) %}00000000000{% endfor %}{% endfor %}";
    assert!(messages(huge).concat().contains("8 MiB"), "{:?}", messages(huge));
    let strings = theme_of(&[("i18n/zh-CN.yaml", "skip: a\n bad: [")]);
    assert!(strings.expect_err("the strings are no YAML")[0].file == "i18n/zh-CN.yaml");
}

#[test]
fn a_theme_overrides_only_its_own_files() {
    let own = theme_of(&[("i18n/zh-CN.yaml", "home_title: 另一个标题\n")]).expect("it loads");
    let base = theme("zh-CN");
    let home = |theme: &Theme| pages(&[], &Site::default(), theme)[&Address::default()].clone();
    assert_eq!(home(&own), home(&base).replace(base.text("home_title"), "另一个标题"));
    assert_ne!(own.key("home.html"), base.key("home.html"));
    let other = theme_of(&[("templates/404.html", "{{ t.not_found }}")]).expect("it loads");
    assert_ne!(other.key("404.html"), base.key("404.html"));
    assert_eq!(other.key("home.html"), base.key("home.html"));
}

/// The keys of `t.key` and `t["key"]` in a template, and what dynamic ones begin with (`t["status_" ~ …]`).
fn keys_in(text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let (mut exact, mut stems) = (BTreeSet::new(), BTreeSet::new());
    for (at, _) in text.match_indices("t.") {
        let before = text[..at].chars().next_back();
        if before.is_none_or(|c| " {(,[=".contains(c)) {
            exact.insert(word(&text[at + 2..]));
        }
    }
    for (at, found) in text.match_indices("t[\"") {
        stems.insert(word(&text[at + found.len()..]));
    }
    (exact, stems)
}

#[test]
fn every_string_exists_in_both_languages_and_is_used() {
    let layer = embedded::layer("default").expect("the default theme is built in");
    let text = |path: &str| String::from_utf8(layer[path].clone()).expect("it is UTF-8");
    let keys = |path: &str| gongshi::config::theme::strings(&text(path)).expect("it is YAML");
    let (zh, en) = (keys("i18n/zh-CN.yaml"), keys("i18n/en.yaml"));
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    let (mut exact, mut stems) = (BTreeSet::new(), BTreeSet::new());
    for path in layer.keys().filter(|path| path.starts_with("templates/")) {
        let (more, more_stems) = keys_in(&text(path));
        exact.extend(more);
        stems.extend(more_stems);
    }
    let missing: Vec<&String> = exact.iter().filter(|key| !zh.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no such string: {missing:?}");
    let mut code = include_str!("../../src/render/head.rs").to_owned();
    for file in std::fs::read_dir(repository().join("src/pages")).unwrap() {
        code.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap());
    }
    // the head of a section's page takes the string `<section>_lead`
    let is_named = |key: &str| code.contains(&format!("\"{key}\""));
    let used = |key: &&String| {
        exact.contains(*key)
            || stems.iter().any(|stem| key.starts_with(stem))
            || is_named(key)
            || key.strip_suffix("_lead").is_some_and(is_named)
    };
    let unused: Vec<&String> = zh.keys().filter(|key| !used(key)).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
}

#[test]
fn a_site_can_change_its_look_without_a_style_sheet() {
    use crate::sandbox::Sandbox;
    let sandbox = Sandbox::new("own-look");
    sandbox.write(
        "content/site.yaml",
        "accent: \"#7d1220\"\nlogo: logo.svg\nbase_url: https://gs.example.invalid/\n\
         navigation:\n  - {title: 目录, url: /units/}\n  - {title: 门户, url: https://www.example.invalid/}\n\
         页脚链接:\n  - {title: 举报, url: https://jb.example.invalid/}\n\
         banner: 征求意见\nbanner_until: 2025-03-31\n",
    );
    sandbox.write("content/static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    sandbox.write("content/notices/a.md", "---\nid: a\ntitle: 甲局整改通报\nunit: 甲局\n---\n正文。\n");
    sandbox.done(&["build"]);
    assert_eq!(sandbox.read("public/assets/accent.css"), ":root { --link: #7d1220; }\n");
    let dark = sandbox.read("public/assets/accent-dark.css");
    assert!(dark.starts_with(":root { --link: #") && !dark.contains("7d1220"), "{dark}");
    let page = sandbox.read("public/notices/a/index.html");
    for words in [
        "href=\"../../units/index.html\">目录</a>",
        "href=\"https://www.example.invalid/\">门户</a>",
        "href=\"https://jb.example.invalid/\">举报</a>",
        "<img class=\"logo\" src=\"../../logo.svg\" alt=\"\">",
        "data-until=\"2025-03-31\"",
        "<meta property=\"og:image\" content=\"https://gs.example.invalid/assets/share.png\">",
        "<svg class=\"qr print-only\"",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let nav = page.split("<nav").nth(1).unwrap();
    assert!(
        !nav.split("</nav>").next().unwrap().contains("统计"),
        "the own navigation takes the place of the built-in one"
    );
}

#[test]
fn theme_check_reports_each_fault_once_and_eject_lists_files() {
    use crate::sandbox::Sandbox;
    let sandbox = Sandbox::new("theme-check");
    sandbox.write("content/site.yaml", "theme: ours\n");
    sandbox.write("content/notices/a.md", "---\nid: a\ntitle: 甲\n---\n正文。\n");
    sandbox.write("themes/ours/theme.yaml", "title: 甲\nextends: 没有\n");
    sandbox.write(
        "themes/ours/templates/404.html",
        "{% extends \"base.html\" %}\n{% block main %}{{ vieww }}<script>x</script>{% endblock %}\n",
    );
    let messages = sandbox.run(&["--lang", "zh", "theme", "check"]);
    let text = messages.stderr;
    assert_eq!(messages.code, 2, "{text}");
    for words in ["没有内置主题“没有”", "浏览器不运行写在页面里的脚本", "没有变量 vieww"]
    {
        assert_eq!(text.matches(words).count(), 1, "{words}\n{text}");
    }
    assert!(text.contains("2 | {% block main %}{{ vieww }}"), "{text}");
    // dead links and strays of the theme's own, in words of ours
    sandbox.write("themes/ours/theme.yaml", "title: 甲\n");
    sandbox.write("themes/ours/templates/404.html", "{% extends \"base.html\" %}\n");
    sandbox.write("themes/ours/templates/fotter.html", "");
    sandbox.write(
        "themes/ours/templates/styles.html",
        "<link rel=\"stylesheet\" href=\"{{ \"assets/site.css\" | link }}\"><link rel=\"stylesheet\" href=\"{{ \"assets/our.css\" | link }}\">",
    );
    let messages = sandbox.run(&["theme", "check"]);
    assert_eq!(messages.code, 2, "{}", messages.stderr);
    for words in [
        "templates/fotter.html: 没有网页用这个模板 (要么改成默认主题里的名字（是不是 templates/footer.html？）",
        "templates/styles.html:1:95: 没有 assets/our.css，链接不通",
    ] {
        assert_eq!(messages.stderr.matches(words).count(), 1, "{words}\n{}", messages.stderr);
    }
    std::fs::remove_file(sandbox.at("themes/ours/templates/fotter.html")).unwrap();
    sandbox.write("themes/ours/templates/styles.html", "{{ \"x\" | lnk }}\n");
    for arguments in [&["theme", "check"][..], &["build"]] {
        let messages = sandbox.run(arguments);
        let words = "错误: themes/ours/templates/styles.html:1:10: 没有过滤器 lnk，能用的列在 themes/README.md\n1 | {{ \"x\" | lnk }}\n  |          ^\n";
        assert_eq!((messages.code, messages.stderr.as_str()), (2, words));
    }
    std::fs::remove_file(sandbox.at("themes/ours/templates/styles.html")).unwrap();
    // a site with a theme of its own ejects into that
    let ejected = sandbox.done(&["theme", "eject", "templates/footer.html"]);
    assert_eq!(ejected.stdout, native("./themes/ours/templates/footer.html\n"));
    sandbox.done(&["theme", "check"]);
    let listed = sandbox.run(&["theme", "eject", "--theme", "gongwen"]);
    assert!(listed.stdout.contains("assets/gongwen.css\n"), "{}", listed.stdout);
    assert!(!sandbox.at("themes/gongwen").exists());
}
