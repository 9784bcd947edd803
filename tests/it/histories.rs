//! Histories of problems: matching of items along a chain of notices, measured on fixtures whose keys were written
//! before the program was run on them, and the histories that come of it.

use std::sync::Arc;

use gongshi::archive::history::{HistoryStep, ItemChain, ItemPosition, MatchBasis};
use gongshi::archive::{Archive, Options};
use gongshi::config::Site;
use gongshi::notice::{Anchor, Confidence, Finding, Found, Item, Notice, Origin, Path, SourcePath, Status, Summary};
use gongshi::read::read;
use gongshi::text::fingerprint::Fingerprint;
use gongshi::text::fold::Folding;

use crate::sandbox::{Sandbox, repository};

/// A notice with these items: numbers, outermost first, with `/` between them, and title.
fn summary(id: &str, items: &[(String, String)]) -> Summary {
    let item = |(at, (path, title)): (usize, &(String, String))| Item {
        path: Path::new(path.split('/').map(|number| (!number.is_empty()).then_some(number))),
        title: title.as_str().into(),
        anchor: Anchor::of(id, title, at),
        ..Item::default()
    };
    let mut notice = Notice { source: SourcePath::new(format!("{id}.md")), ..Notice::default() };
    notice.facts.id = Some(Found::without_place(id.to_owned(), Origin::FrontMatter, Confidence::High));
    notice.items = items.iter().enumerate().map(item).collect();
    Summary::of(&notice, Fingerprint::of(id.as_bytes()))
}

/// A fixture: the items of two notices, and for each later one the place of the item it continues.
struct Fixture {
    name: String,
    earlier: Vec<(String, String)>,
    later: Vec<(String, String)>,
    key: Vec<Option<usize>>,
}

fn fixtures() -> Vec<Fixture> {
    let folder = repository().join("tests/histories/matching");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fixture(path)).collect()
}

fn fixture(path: &std::path::Path) -> Fixture {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut fixture = Fixture { name, earlier: Vec::new(), later: Vec::new(), key: Vec::new() };
    for line in text.lines().filter(|line| !line.starts_with(['#', '['])) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let item = (fields[0].to_owned(), fields[1].to_owned());
        let Some(key) = fields.get(2) else {
            fixture.earlier.push(item);
            continue;
        };
        // items without numbers are named by their place
        let plain = |number: &str| number.trim_end_matches('.').to_owned();
        let place = fixture.earlier.iter().position(|(path, _)| !path.is_empty() && plain(path) == plain(key));
        let place = place.or_else(|| key.parse::<usize>().ok().map(|number| number - 1));
        assert_eq!(place.is_none(), *key == "-", "{}: {line}", fixture.name);
        fixture.later.push(item);
        fixture.key.push(place);
    }
    fixture
}

/// Of what is matched at least 99 in 100 are right, all sure matches among them; of what should be matched at least 95
/// in 100 are.
#[test]
fn items_are_matched_as_the_answer_keys_say() {
    let folding = Folding::shared();
    let (mut pairs, mut expected, mut matched, mut right) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let notices = [summary("earlier", &fixture.earlier), summary("later", &fixture.later)];
        let chain = ItemChain::of(&notices.iter().collect::<Vec<_>>(), folding);
        for (item, key) in fixture.key.iter().enumerate() {
            let link = chain.link_of(ItemPosition { member: 1, item });
            let found = link.map(|link| link.earlier.item);
            pairs += 1;
            expected += usize::from(key.is_some());
            matched += usize::from(found.is_some());
            right += usize::from(found.is_some() && found == *key);
            if found != *key {
                let sure = link.is_some_and(|link| link.basis.is_sure());
                assert!(!sure, "{}: {} is matched as sure", fixture.name, fixture.later[item].1);
                wrong.push(format!("{}: {}: {found:?} for {key:?}", fixture.name, fixture.later[item].1));
            }
        }
    }
    println!("{pairs} items, {expected} to match, {matched} matched, {right} right\n{}", wrong.join("\n"));
    assert!(pairs >= 200 && expected >= 200, "{pairs} items, {expected} to match");
    assert!(right * 100 >= matched * 99, "{right} of {matched} matches are right: {wrong:#?}");
    assert!(right * 100 >= expected * 95, "{right} of {expected} are matched: {wrong:#?}");
}

/// Only what a person wrote and what is word for word the same is sure.
#[test]
fn matches_of_similar_titles_are_uncertain() {
    let folding = Folding::shared();
    let list = |items: &[(&str, &str)]| -> Vec<(String, String)> {
        items.iter().map(|(path, title)| ((*path).to_owned(), (*title).to_owned())).collect()
    };
    let earlier = list(&[("1.", "值班记录不完整"), ("2.", "车辆年检逾期未办"), ("3.", "党务公开内容更新不够及时")]);
    let later = list(&[("1.", "关于值班记录不完整的问题"), ("2.", "车辆年检超期"), ("4.", "党务公开内容更新不及时")]);
    let notices = [summary("a", &earlier), summary("b", &later)];
    let chain = ItemChain::of(&notices.iter().collect::<Vec<_>>(), folding);
    let basis = |item| chain.link_of(ItemPosition { member: 1, item }).map(|link| link.basis);
    assert_eq!(basis(0), Some(MatchBasis::SameTitle));
    assert_eq!(basis(1), Some(MatchBasis::SamePath));
    assert_eq!(basis(2), Some(MatchBasis::SimilarTitle));
    let sure = |item| basis(item).is_some_and(MatchBasis::is_sure);
    assert_eq!([sure(0), sure(1), sure(2)], [true, false, false]);
}

/// A notice as Markdown: what its front matter says besides, and its items with their results.
fn notice(id: &str, front: &str, items: &[(&str, &str)]) -> (String, String) {
    let mut text =
        format!("---\nid: {id}\ntitle: 云江市档案局整改通报{id}\nkind: 整改通报\n{front}\n---\n\n## 二、整改情况\n\n");
    for (number, (title, result)) in items.iter().enumerate() {
        text.push_str(&format!("### {}.关于“{title}”问题的整改\n\n", number + 1));
        if !result.is_empty() {
            text.push_str(&format!("整改结果：{result}\n\n"));
        }
    }
    (id.to_owned(), text)
}

fn fold(notices: &[(String, String)], options: Options) -> (Archive, Vec<Finding>) {
    fold_site(notices, &Site::default(), options)
}

fn fold_site(notices: &[(String, String)], site: &Site, options: Options) -> (Archive, Vec<Finding>) {
    let summaries = notices.iter().map(|(id, text)| {
        let notice = read(&SourcePath::new(format!("{id}.md")), text).notice;
        Arc::new(Summary::of(&notice, Fingerprint::of(text.as_bytes())))
    });
    let archive = Archive::fold(summaries.collect(), site, options);
    let conflicts = archive.conflicts();
    (archive, conflicts)
}

/// The history of an item as `notice step status`, the steps in order.
fn steps_of(archive: &Archive, id: &str, item: usize) -> Vec<String> {
    let history = archive.history(archive.find(id).expect("it is there")).expect("a chain");
    let step = |step: &HistoryStep<'_>| {
        let status = step.status.map_or("-", Status::name);
        format!("{} {} {status}{}", step.notice, step.kind.name(), if step.sure { "" } else { " ?" })
    };
    history.items[item].steps.iter().map(step).collect()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// A problem that one notice of a chain leaves out and the next one lists again goes on where it was.
#[test]
fn histories_bridge_a_notice_that_omits_a_problem() {
    let notices = [
        notice("a", "date: 2024-01-05", &[("目录数据库更新滞后", "已完成"), ("库房钥匙交接无记录", "未完成")]),
        notice("b", "date: 2024-07-05\nfollows: a", &[("库房钥匙交接无记录", "正在整改")]),
        notice("c", "date: 2025-01-05\nfollows: b", &[("目录数据库更新滞后", "正在整改"), ("库房钥匙交接无记录", "")]),
    ];
    let (archive, _) = fold(&notices, Options::default());
    let expected = ["a first done", "b not_listed -", "c set_back in_progress"];
    assert_eq!(steps_of(&archive, "a", 0), expected);
    assert_eq!(steps_of(&archive, "c", 0), expected);
    assert_eq!(steps_of(&archive, "b", 0), ["a first open", "b progress in_progress", "c unstated unstated"]);
    let counts = archive.comparison(archive.find("c").unwrap()).unwrap().counts;
    assert_eq!((counts.set_back, counts.new, counts.unstated, counts.not_listed), (1, 0, 1, 0));
    // the address that lasts is the one in the oldest notice
    let first = archive.rows()[archive.find("a").unwrap()].summary.items.iter().next().unwrap().anchor;
    let history = archive.history(archive.find("c").unwrap()).unwrap();
    assert_eq!((history.items[0].notice, history.items[0].anchor), ("a", first));
}

/// A notice between two others that may not be shown is bridged and not mentioned.
#[test]
fn chains_bridge_withdrawn_and_hidden_notices() {
    for between in ["withdrawn: {reason: 有误}", "audience: intranet", "draft: true"] {
        let notices = [
            notice("a", "date: 2024-01-05", &[("查阅登记不全", "未完成")]),
            notice("b", &format!("date: 2024-07-05\nfollows: a\n{between}"), &[("查阅登记不全", "正在整改")]),
            notice("c", "date: 2025-01-05\nfollows: b", &[("查阅登记不全", "已完成")]),
        ];
        let (archive, findings) = fold(&notices, Options::default());
        assert_eq!(steps_of(&archive, "a", 0), ["a first open", "c progress done"], "{between}");
        assert_eq!(archive.total().items(), 1, "{between}");
        assert!(!codes(&findings).contains(&"follows-unknown"), "{between}");
        let history = serde_json::to_string(&archive.history(archive.find("c").unwrap())).unwrap();
        assert!(!history.contains("notices/b/"), "{between}");
    }
}

/// Two notices that follow the same one are put in a line, and the program says so.
#[test]
fn two_follow_ups_of_one_notice_count_once() {
    let notices = [
        notice("a", "date: 2024-01-05", &[("查阅登记不全", "未完成")]),
        notice("b", "date: 2024-07-05\nfollows: a", &[("查阅登记不全", "正在整改")]),
        notice("c", "date: 2025-01-05\nfollows: a", &[("查阅登记不全", "已完成")]),
    ];
    let (archive, findings) = fold(&notices, Options::default());
    assert_eq!(archive.total().items(), 1);
    assert_eq!(steps_of(&archive, "c", 0), ["a first open", "b progress in_progress", "c progress done"]);
    assert!(codes(&findings).contains(&"follows-twice"));
}

/// A circle is cut where it closes, and reported.
#[test]
fn circular_chains_are_cut() {
    let notices = [
        notice("a", "date: 2024-01-05\nfollows: c", &[("查阅登记不全", "未完成")]),
        notice("b", "date: 2024-07-05\nfollows: a", &[("查阅登记不全", "正在整改")]),
        notice("c", "date: 2025-01-05\nfollows: b", &[("查阅登记不全", "已完成")]),
    ];
    let (archive, findings) = fold(&notices, Options::default());
    assert!(codes(&findings).contains(&"follows-cycle"));
    assert_eq!(archive.total().items(), 1);
    assert_eq!(archive.history(archive.find("a").unwrap()).unwrap().items.len(), 1);
}

/// `item_follows` decides, also that a problem was split; an entry that names no item is reported.
#[test]
fn item_follows_overrides_the_matching() {
    let notices = [
        notice("a", "date: 2024-01-05", &[("查阅登记不全", "未完成"), ("温湿度记录中断", "未完成")]),
        notice(
            "b",
            "date: 2024-07-05\nfollows: a\nitem_follows: {1: 2, 2: 2, 3: 9}",
            &[("查阅登记不全", "已完成"), ("除湿机长期停用", "正在整改"), ("消防器材过期", "未完成")],
        ),
    ];
    let (archive, findings) = fold(&notices, Options::default());
    assert_eq!(steps_of(&archive, "a", 0), ["a first open", "b not_listed -"]);
    assert_eq!(steps_of(&archive, "b", 0), ["a first open", "b progress done", "b progress in_progress"]);
    assert_eq!(steps_of(&archive, "b", 2), ["b new open"]);
    assert!(codes(&findings).contains(&"item-follows-unknown"));
}

/// Problems that were joined, and one that was split: right, or unsure and said so.
#[test]
fn matches_of_joined_and_split_problems_are_uncertain() {
    let notices = [
        notice(
            "a",
            "date: 2024-01-05",
            &[
                ("接收进馆档案整理不规范", "未完成"),
                ("数字化外包人员保密审查缺失", "未完成"),
                ("馆藏目录公开滞后、查阅大厅开放时间不足", "未完成"),
            ],
        ),
        notice(
            "b",
            "date: 2024-07-05\nfollows: a",
            &[
                ("接收进馆档案整理不规范、数字化外包人员保密审查缺失", "已完成"),
                ("馆藏目录公开滞后", "已完成"),
                ("查阅大厅开放时间不足", "正在整改"),
            ],
        ),
    ];
    let (archive, findings) = fold(&notices, Options::default());
    let comparison = archive.comparison(archive.find("b").unwrap()).unwrap();
    assert!(comparison.items.iter().all(|item| !item.sure), "{:#?}", comparison.items);
    assert_eq!(comparison.unlisted.len(), 1);
    assert!(comparison.unlisted[0].joined_into.is_some());
    assert_eq!(steps_of(&archive, "a", 2), ["a first open", "b progress done ?", "b progress in_progress ?"]);
    let codes = codes(&findings);
    assert!(codes.contains(&"unsure-item-match") && codes.contains(&"item-maybe-joined"), "{codes:?}");
}

/// Follow-ups that nobody declared are noted with the line to add: of the same unit and round, and older.
#[test]
fn possible_follow_ups_are_noted() {
    let of = |unit: &str, round: &str, date: &str| format!("date: {date}\nunit: {unit}\nround: {round}");
    let notices = [
        notice("a", &of("云江市档案局", "五届市委第三轮巡察", "2024-01-05"), &[("查阅登记不全", "未完成")]),
        notice("b", &of("云江市档案局", "五届市委第三轮巡察", "2024-09-05"), &[("查阅登记不全", "已完成")]),
        notice("c", &of("云江市档案局", "五届市委第四轮巡察", "2025-01-05"), &[("查阅登记不全", "已完成")]),
        notice("d", &of("云江市水文局", "五届市委第三轮巡察", "2025-01-05"), &[("查阅登记不全", "已完成")]),
        notice("e", &of("X档案局", "五届市委第三轮巡察", "2024-01-05"), &[("查阅登记不全", "已完成")]),
        notice("f", &of("X档案局", "五届市委第三轮巡察", "2025-01-05"), &[("查阅登记不全", "已完成")]),
    ];
    let (_, findings) = fold(&notices, Options::default());
    let possible: Vec<_> = findings.iter().filter(|finding| finding.code.as_str() == "possible-follow-up").collect();
    assert_eq!(possible.len(), 1, "{possible:#?}");
    assert_eq!((possible[0].source.as_str(), possible[0].argument("line")), ("b.md", Some("follows: a")));
}

/// A unit that was renamed: its notices under both names make one chain, which nobody need declare to have it noted.
#[test]
fn chains_continue_over_a_renamed_unit() {
    let of = |unit: &str, date: &str| format!("date: {date}\nunit: {unit}\nround: 五届市委第三轮巡察");
    let notices = |follows: &str| {
        [
            notice("a", &of("云江市档案局", "2024-01-05"), &[("查阅登记不全", "未完成")]),
            notice("b", &format!("{}{follows}", of("云江市档案馆", "2024-09-05")), &[("查阅登记不全", "已完成")]),
            notice("c", &of("云江市水文局", "2025-01-05"), &[("查阅登记不全", "已完成")]),
        ]
    };
    let renamed =
        "title: 公示\nunits:\n  - {name: 云江市档案馆, predecessors: [云江市档案局]}\n  - {name: 云江市水文局}\n";
    let renamed = Site::parse(renamed).unwrap();
    let noted = |site: &Site| {
        let (_, findings) = fold_site(&notices(""), site, Options::default());
        let noted = findings.iter().filter(|finding| finding.code.as_str() == "possible-follow-up");
        noted.map(|finding| format!("{} {}", finding.source.as_str(), finding.argument("line").unwrap())).collect()
    };
    let noted_before: Vec<String> = noted(&Site::default());
    assert_eq!(noted_before, [""; 0], "without the register they are two units");
    let noted: Vec<String> = noted(&renamed);
    assert_eq!(noted, ["b.md follows: a"]);
    let (archive, findings) = fold_site(&notices("\nfollows: a"), &renamed, Options::default());
    assert!(!codes(&findings).contains(&"possible-follow-up"), "{findings:?}");
    assert_eq!(steps_of(&archive, "b", 0), ["a first open", "b progress done"]);
    let counted = |name: &str| {
        let group = archive.units().iter().find(|group| group.name == name).unwrap();
        group.rows.iter().filter(|row| archive.rows()[**row].superseded_by.is_none()).count()
    };
    assert_eq!((archive.total().items(), counted("云江市档案馆"), counted("云江市档案局")), (2, 1, 0));
}

/// A chain with a gap: what follows a notice that is not there begins a chain of its own, and the gap is reported.
#[test]
fn a_gap_begins_a_chain_of_its_own() {
    let notices = [
        notice("a", "date: 2024-01-05", &[("查阅登记不全", "未完成")]),
        notice("c", "date: 2024-07-05\nfollows: b", &[("查阅登记不全", "正在整改")]),
        notice("d", "date: 2025-01-05\nfollows: c", &[("查阅登记不全", "已完成")]),
    ];
    let (archive, findings) = fold(&notices, Options::default());
    assert!(codes(&findings).contains(&"follows-unknown"), "{findings:?}");
    assert_eq!(steps_of(&archive, "d", 0), ["c first in_progress", "d progress done"]);
    assert!(archive.history(archive.find("a").unwrap()).is_none());
    assert_eq!(archive.total().items(), 2);
}

/// Problems that a follow-up numbers anew, in another order and with shortened titles, go on where they were.
#[test]
fn renumbered_and_shortened_problems_are_matched() {
    let notices = [
        notice(
            "a",
            "date: 2024-01-05",
            &[
                ("档案库房温湿度记录不连续、值班交接不规范", "未完成"),
                ("查阅登记不全", "已完成"),
                ("馆藏目录公开滞后", "正在整改"),
            ],
        ),
        notice(
            "b",
            "date: 2024-07-05\nfollows: a",
            &[
                ("馆藏目录公开滞后", "已完成"),
                ("档案库房温湿度记录不连续、值班交接不规", "正在整改"),
                ("查阅登记不全", "已完成"),
            ],
        ),
    ];
    let (archive, findings) = fold(&notices, Options::default());
    assert_eq!(steps_of(&archive, "b", 0), ["a first in_progress", "b progress done"]);
    assert_eq!(steps_of(&archive, "b", 1), ["a first open", "b progress in_progress ?"]);
    assert_eq!(steps_of(&archive, "b", 2), ["a first done", "b unchanged done"]);
    let unsure: Vec<_> = findings.iter().filter(|finding| finding.code.as_str() == "unsure-item-match").collect();
    assert_eq!(unsure.len(), 1, "{findings:?}");
    assert_eq!(unsure[0].argument("line"), Some("item_follows: {\"2.\": \"1.\"}"));
}

/// The pages of a chain whose middle notice was withdrawn: the updates say so by day and compare over it, and what it
/// said of its problems is nowhere.
#[test]
fn updates_of_a_chain_with_a_withdrawn_notice() {
    let sandbox = Sandbox::new("histories-updates");
    sandbox.write("content/site.yaml", "title: 公示\nbase_url: https://example.invalid/\n");
    let withdrawn = "date: 2024-07-05\nfollows: a\nwithdrawn: {reason: 名单未脱敏, date: 2024-08-01}";
    for (id, text) in [
        notice("a", "date: 2024-01-05", &[("查阅登记不全", "未完成")]),
        notice("b", withdrawn, &[("查阅登记不全", "正在整改"), ("库房漏雨", "未完成")]),
        notice("c", "date: 2025-01-05\nfollows: b", &[("查阅登记不全", "已完成")]),
    ] {
        sandbox.write(&format!("content/{id}.md"), text);
    }
    sandbox.done(&["build"]);
    let page = sandbox.read("public/updates/index.html");
    let expected = [
        "2025-01-05",
        "后续通报",
        "notices/c/",
        "1 项进展",
        "未完成",
        "已完成",
        "2024-08-01",
        "撤回",
        "notices/b/",
        "名单未脱敏",
        "2024-07-05",
        "公布",
        "notices/b/",
        "2024-01-05",
        "公布",
        "notices/a/",
    ];
    let mut rest = &page[page.find("<main").unwrap()..];
    for word in expected {
        let at = rest.find(word).unwrap_or_else(|| panic!("{word} is missing, or not in this order: {page}"));
        rest = &rest[at + word.len()..];
    }
    assert_eq!(page.matches("项进展").count(), 1, "the withdrawn notice is compared with nothing");
    let feed = sandbox.read("public/updates.atom");
    let ids: Vec<&str> =
        feed.lines().filter_map(|line| line.split_once(":updates:")?.1.strip_suffix("</id>")).collect();
    let expected =
        ["c:follow_up:2025-01-05", "b:withdrawn:2024-08-01", "b:published:2024-07-05", "a:published:2024-01-05"];
    assert_eq!(ids, expected);
    for (path, bytes) in sandbox.public() {
        assert!(!String::from_utf8_lossy(&bytes).contains("库房漏雨"), "{path}");
    }
}

/// In a public build a follow-up that is for the intranet only is nowhere; the chain goes on over it.
#[test]
fn a_public_build_bridges_a_notice_for_the_intranet() {
    let sandbox = Sandbox::new("histories-intranet");
    for (id, text) in [
        notice("a", "date: 2024-01-05", &[("查阅登记不全", "未完成")]),
        notice("neibu", "date: 2024-07-05\nfollows: a\naudience: intranet", &[("查阅登记不全", "正在整改")]),
        notice("c", "date: 2025-01-05\nfollows: neibu", &[("查阅登记不全", "已完成")]),
    ] {
        sandbox.write(&format!("content/{id}.md"), text);
    }
    sandbox.done(&["build"]);
    for (path, bytes) in sandbox.public() {
        assert!(!path.contains("neibu"), "{path}");
        // what an author wrote in a notice of his own is shown as written
        let is_source = path == "notices/c/notice.md";
        assert!(is_source || !String::from_utf8_lossy(&bytes).contains("neibu"), "{path}");
    }
    let histories = |sandbox: &Sandbox| sandbox.read("public/data/histories.csv").lines().count() - 1;
    assert_eq!(histories(&sandbox), 2);
    sandbox.done(&["build", "--audience", "intranet"]);
    assert_eq!(histories(&sandbox), 3);
}

/// A follow-up changes the pages of its chain and no other notice's.
#[test]
fn a_follow_up_changes_pages_of_its_chain_only() {
    let mut notices = vec![
        notice("a", "date: 2024-01-05", &[("查阅登记不全", "未完成")]),
        notice("other", "date: 2024-02-05", &[("查阅登记不全", "未完成")]),
        notice("b", "date: 2024-07-05\nfollows: a", &[("查阅登记不全", "正在整改")]),
    ];
    let contexts = |notices: &[(String, String)]| {
        let (archive, _) = fold(notices, Options::default());
        ["a", "other"].map(|id| serde_json::to_string(&archive.context(archive.find(id).unwrap())).unwrap())
    };
    let before = contexts(&notices);
    notices[2] = notice("b", "date: 2024-07-05\nfollows: a", &[("查阅登记不全", "已完成")]);
    let after = contexts(&notices);
    assert_ne!(before[0], after[0]);
    assert_eq!(before[1], after[1]);
}
