//! `site.yaml`: the table of settings, and what a mistake in it says and where.

use gongshi::config::settings::{SETTINGS, nearest, template};
use gongshi::config::{Language, Site, site_yaml};

use gongshi::text::colour::Rgb;

use crate::sandbox::{Sandbox, repository};

/// The codes of what is wrong with `text`, each with its line, its words and its arguments.
fn mistakes(text: &str) -> Vec<String> {
    let (_, findings) = site_yaml::read(text);
    let messages = findings.iter().map(|finding| {
        let line = text[..finding.span.start].matches('\n').count() + 1;
        let words = &text[finding.span.start..finding.span.end];
        let arguments: Vec<&str> = finding.arguments.iter().map(|argument| argument.value.as_str()).collect();
        let arguments = if finding.code.as_str() == "site-unreadable" { String::new() } else { arguments.join("|") };
        format!("{line} {} “{words}” {arguments}", finding.code.as_str())
    });
    messages.collect()
}

#[test]
fn every_mistake_has_its_span() {
    let cases: &[(&str, &[&str])] = &[
        ("title: 甲\nunist: []\n", &["2 unknown-setting “unist” unist|units"]),
        (
            "标题名称: 甲\n站点名陈: 乙\n",
            &["1 unknown-setting “标题名称” 标题名称", "2 unknown-setting “站点名陈” 站点名陈|站点名称"],
        ),
        ("title: 甲\n站点名称: 乙\n", &["2 duplicate-setting “站点名称” 站点名称"]),
        ("title: 甲\nplace: 云江\ntitle: 乙\n", &["3 duplicate-setting “title” title"]),
        (
            "base_url: gs.example.invalid\n",
            &["1 invalid-setting “gs.example.invalid” base_url|gs.example.invalid|web-address"],
        ),
        (
            "网址: ftp://gs.example.invalid/ # 旧\n",
            &["1 invalid-setting “ftp://gs.example.invalid/” 网址|ftp://gs.example.invalid/|web-address"],
        ),
        ("language: 法文\n", &["1 invalid-setting “法文” language|法文|language"]),
        ("utc_offset: 东八区\n", &["1 invalid-setting “东八区” utc_offset|东八区|offset"]),
        ("theme: ../秘密\n", &["1 invalid-setting “../秘密” theme|../秘密|folder-name"]),
        ("accent: '#d08080'\n", &["1 invalid-setting “'#d08080'” accent|'#d08080'|darker-colour"]),
        ("主题色: #123f5a\n", &["1 invalid-setting “#123f5a” 主题色|#123f5a|colour"]),
        (
            "footer_links:\n  - {title: 甲, url: 'javascript:alert(1)'}\n",
            &["2 invalid-setting “'javascript:alert(1)'” url|'javascript:alert(1)'|link"],
        ),
        ("banner_until: 三月\n", &["1 invalid-setting “三月” banner_until|三月|date"]),
        ("navigation:\n  - url: units/\n", &["2 invalid-setting “url: units/” title|url: units/|text"]),
        ("page_size: 0\n", &["1 invalid-setting “0” page_size|0|page-size"]),
        (
            "page_size: 很多\nterm_months: -3\n",
            &["1 invalid-setting “很多” page_size|很多|page-size", "2 invalid-setting “-3” term_months|-3|months"],
        ),
        ("title: [甲]\n", &["1 invalid-setting “[甲]” title|[甲]|text"]),
        ("- 甲\n", &["1 invalid-setting “- 甲” site.yaml|- 甲|settings"]),
        (
            "units:\n  - name: 甲局\n    slug: jia\n  - name: 乙局\n    slug: jia\n",
            &["5 duplicate-slug “jia” jia|甲局"],
        ),
        (
            "units:\n  - name: 甲局\n    aliases: [丙局]\n  - name: 乙局\n    aliases: [丙局]\n",
            &["5 duplicate-name “丙局” 丙局|甲局"],
        ),
        // a name written with escapes is at no place of the text
        (
            "units: # 名录\n  - name: \"\\u00e9\\u7532\"\n  - name: \"\\u00e9\\u7532\"\n",
            &["1 duplicate-name “” é甲|é甲"],
        ),
        (
            "units:\n  - slug: jia\n  - name: 乙局\n    slug: 乙\n    alias: [丁]\n",
            &[
                "2 invalid-setting “slug: jia” name|slug: jia|text",
                "4 invalid-setting “乙” slug|乙|slug",
                "5 unknown-setting “alias” alias|aliases",
            ],
        ),
        (
            "rounds:\n  - {key: 云江市委/5届/3, slug: 5-3}\n  - {key: 云江市委/5届/4, slug: 5-3}\n",
            &["3 duplicate-slug “5-3” 5-3|云江市委/5届/3"],
        ),
        (
            "targets:\n  内网: /srv/www\n  外网:\n    path: /srv/www\n    audiance: public\n",
            &["2 invalid-setting “/srv/www” 内网|/srv/www|target", "5 unknown-setting “audiance” audiance|audience"],
        ),
        ("targets: {path: /srv/www}\n", &["1 invalid-setting “{path: /srv/www}” targets|{path: /srv/www}|targets"]),
        (
            "targets:\n  文件夹: /srv/www\n  范围: 内网\n",
            &["2 invalid-setting “文件夹: /srv/www” targets|文件夹: /srv/www|targets"],
        ),
        ("title：甲\n", &["1 full-width-colon “：” title"]),
        ("title: 甲\naccent：“#00568f”\n", &["2 full-width-colon “：” accent"]),
        ("targets:\n  nei：{path: x}\n", &["2 full-width-colon “：” nei"]),
        ("targets:\n  nei:\n    path：x\n", &["3 full-width-colon “：” path"]),
        ("title: 甲：乙\n", &[]),
        ("accent: 00568f\n", &["1 invalid-setting “00568f” accent|00568f|colour"]),
        ("targets: {web: {path: a, audience: 所有人}}\n", &["1 invalid-setting “所有人” audience|所有人|audience"]),
        ("severities:\n  no-round: 严重\n", &["2 invalid-setting “严重” no-round|严重|severity"]),
        ("title: \"甲\nplace: 云江\n", &["2 site-unreadable “place: 云江” "]),
        ("title: 甲\n  place: 云江\n", &["2 site-unreadable “place: 云江” "]),
    ];
    for (text, expected) in cases {
        assert_eq!(mistakes(text), *expected, "{text}");
    }
}

#[test]
fn settings_are_read_in_both_languages() {
    let text = "站点名称: 甲\n网址: https://gs.example.invalid\n语言: en\n单位名录:\n  - 名称: 甲局\n    网址段: jia\n    别名: 甲\n\
                规则轻重: {no-round: 提示, trailing-space: 不查}\n发布目标: {内网: {文件夹: /srv, 范围: 内网, 预压缩: 是}}\ncontact: 0999\n";
    let english = "title: 甲\nbase_url: https://gs.example.invalid/\nlanguage: en\nunits:\n  - name: 甲局\n    slug: jia\n    aliases: [甲]\n\
                   severities: {no-round: note, trailing-space: null}\ntargets: {内网: {path: /srv, audience: intranet, precompress: true}}\ncontact: \"0999\"\n";
    assert_eq!(Site::parse(text), Site::parse(english));
    assert_eq!(Site::parse(text).map(|site| site.contact), Ok(Some("0999".to_owned())));
    assert_eq!(Site::parse("\u{feff}# 全是注释\n"), Ok(Site::default()));
}

#[test]
fn the_template_of_init_is_valid_with_and_without_comments() {
    for language in [Language::Zh, Language::En] {
        let text = template(language);
        let site = language.pick(
            Site::default(),
            Site { title: "Rectification notices".to_owned(), language: "en".to_owned(), ..Site::default() },
        );
        assert_eq!(Site::parse(&text), Ok(site));
        let all: String = text
            .lines()
            .map(|line| line.strip_prefix("# ").unwrap_or(line))
            .filter(|line| {
                line.starts_with(' ')
                    || line.split(':').next().is_some_and(|key| SETTINGS.iter().any(|setting| setting.name == key))
            })
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(mistakes(&all), Vec::<String>::new(), "{all}");
        for setting in SETTINGS {
            assert!(
                text.contains(&format!("\n# {}: ", setting.name))
                    || text.contains(&format!("\n# {}:\n", setting.name))
                    || text.contains(&format!("\n{}: ", setting.name))
            );
        }
    }
}

#[test]
fn the_table_has_every_field_of_a_site() {
    let fields = serde_json::to_value(Site::default()).expect("a site has a JSON form");
    let fields: Vec<&String> = fields.as_object().expect("a mapping").keys().collect();
    let mut rows: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    rows.sort_unstable();
    let mut fields: Vec<&str> = fields.into_iter().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(rows, fields);
}

#[test]
fn similar_keys_are_suggested() {
    let near = |key| nearest(SETTINGS, key);
    assert_eq!(
        (near("titel"), near("base-url"), near("Title"), near("contacts")),
        (Some("title"), Some("base_url"), Some("title"), Some("contact"))
    );
    assert_eq!((near("favourite"), near("颜色")), (None, None));
}

#[test]
fn a_mistake_stops_a_build_and_is_a_finding_of_check() {
    let sandbox = Sandbox::new("settings");
    sandbox.write("content/site.yaml", "title: 甲\nbase_url: 主页\n");
    let run = sandbox.run(&["build"]);
    let report = "\
错误[invalid-setting]: “base_url”的值“主页”不对，应是以 http:// 或 https:// 开头的网址
  --> content/site.yaml:2:11
   |
 2 | base_url: 主页
   |           ^^^^
";
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains(report), "{}", run.stderr);
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains(report), "{}", run.stdout);
}

/// A variable of the default theme's style sheet, in its first block.
fn theme_colour(sheet: &str, name: &str) -> Option<Rgb> {
    let value = sheet.split_once(&format!("--{name}:"))?.1.split(';').next()?.trim();
    match value {
        "#fff" => Some(Rgb::WHITE),
        value => Rgb::parse(value),
    }
}

#[test]
fn the_backgrounds_an_accent_is_checked_against_are_those_of_the_theme() {
    let sheet = std::fs::read_to_string(repository().join("themes/default/assets/site.css")).unwrap();
    let backgrounds = ["paper", "tint", "card"].map(|name| theme_colour(&sheet, name).expect(name));
    assert_eq!(backgrounds, site_yaml::ACCENT_BACKGROUNDS);
}

#[test]
fn an_invalid_accent_has_a_valid_colour_as_its_fix() {
    let fixes = [
        ("accent: '#ffcc00'\n", Some("\"#7f6600\"")),
        ("accent: #00568f\n", Some("\"#00568f\"")),
        ("accent: 00568f\n", Some("\"#00568f\"")),
        ("accent: 蓝色\n", None),
    ];
    for (text, fix) in fixes {
        let (_, findings) = site_yaml::read(text);
        let found = findings[0].fix.as_ref().map(|fix| fix.replacement.as_str());
        assert_eq!(found, fix, "{text}");
        if let Some(fix) = found {
            assert!(Site::parse(&format!("accent: {fix}\n")).is_ok(), "{fix}");
        }
    }
    let (_, findings) = site_yaml::read("title: 甲\n\taccent: x\n");
    assert_eq!(findings[0].argument("reason"), Some("tab character"));
}
