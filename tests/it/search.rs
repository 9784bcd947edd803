//! Search: the index as the real JavaScript reads it, against brute force over the same folded texts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gongshi::notice::{Anchor, Date, Status};
use gongshi::search::document::{NewerNotice, NoticeText, PartText};
use gongshi::search::excerpt;
use gongshi::search::facet::{Facet, Family};
use gongshi::search::index::{SegmentBuilder, SegmentReport, overlay_files};
use gongshi::search::root::{self, Overlay, Segments};
use gongshi::search::script::IndexFile;
use gongshi::search::segment::segments;
use gongshi::search::tables::Tables;
use serde_json::{Value, json};

/// Numbers that look random and are the same on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn of<'a, T: ?Sized>(&mut self, some: &[&'a T]) -> &'a T {
        some[self.below(some.len())]
    }
}

const WORDS: [&str; 60] = [
    "整改",
    "问题",
    "党组",
    "工作",
    "落实",
    "制度",
    "三重一大",
    "三会一课",
    "经费",
    "公务接待",
    "采购",
    "學習",
    "学习",
    "監督",
    "监督",
    "云江市",
    "东湖区",
    "总工会",
    "教育局",
    "，",
    "。",
    "、",
    "“",
    "”",
    "《办法》",
    "（试行）",
    "2024年",
    "2023-11-23",
    "3.209万元",
    "50%",
    "50％，",
    "１２.５万",
    "28个",
    "AB股份",
    "WiFi",
    "wi fi",
    "e-mail",
    "GB/T 9704",
    "龘",
    "𠮷野家",
    "𠮷",
    "ﬁ",
    "㎡",
    "①",
    "㈠",
    "é",
    "热合曼·买买提",
    "：",
    "…",
    "\n",
    " ",
    "　",
    "－",
    "王某某",
    "李建国",
    "0531-8888",
    "截至",
    "责任",
    "不到位",
    "A",
];

fn text(chance: &mut Chance, words: usize) -> String {
    (0..words).map(|_| chance.of(&WORDS)).collect()
}

fn notice(n: usize, chance: &mut Chance) -> NoticeText {
    let id = format!("tongbao-{n:05}");
    let title = format!("{}{}的通报", chance.of(&["云江市总工会", "东湖区教育局", "云溪县财政局"]), text(chance, 3));
    let words = 4 + chance.below(30);
    let lead = format!("{title}\n{}", text(chance, words));
    let mut parts = vec![PartText { title: title.clone(), text: lead, ..PartText::default() }];
    for item in 0..chance.below(9) {
        let title = text(chance, 3);
        let words = chance.below(25);
        parts.push(PartText {
            anchor: Some(Anchor::of(&id, &title, item)),
            number_path: format!("{}.", item + 1),
            status: Some(Status::ALL[chance.below(6)]),
            text: format!("{}.{title}\n{}", item + 1, text(chance, words)),
            title,
        });
    }
    let year = 2019 + n / 200;
    let facets = vec![
        Facet::plain(Family::Unit, ["云江市总工会", "东湖区教育局", "云溪县财政局"][chance.below(3)]),
        Facet::plain(Family::Year, year.to_string()),
    ];
    let date = Date::new(year as i16, 1 + (n % 200 / 20) as i8, 1 + (n % 20) as i8).ok();
    let newer = (chance.below(5) == 0).then_some(NewerNotice { date });
    NoticeText { url: format!("notices/{id}/index.html"), id, date, title, parts, facets, newer }
}

fn archive(count: usize) -> Vec<NoticeText> {
    let mut chance = Chance(7);
    (0..count).map(|n| notice(n, &mut chance)).collect()
}

struct Built {
    files: Vec<IndexFile>,
    reports: Vec<SegmentReport>,
}

fn build(notices: &[NoticeText], overlay: Option<NoticeText>, tables: &Tables) -> Built {
    let mut files = vec![root::folding_file(&tables.folding)];
    let sizes = notices.iter().map(|notice| (notice.id.as_str(), 1000));
    let mut reports = Vec::new();
    for range in segments(sizes).into_iter().rev() {
        let mut segment = SegmentBuilder::new(&range.name, &tables.folding);
        for notice in notices[range.range].iter().rev() {
            segment.add(notice);
            files.push(excerpt::file(notice, &tables.characters));
        }
        reports.push(segment.finish(&mut |file| files.push(file)));
    }
    let hides = overlay.iter().map(|notice| notice.id.clone()).collect();
    let segments = overlay.map(|notice| overlay_files(&notice, tables, &mut |file| files.push(file)));
    let overlay = Overlay { segments: segments.into_iter().collect(), hides };
    let all = Segments::of(&reports, &mut |file| files.push(file));
    all.write_root(&overlay, tables, &mut |file| files.push(file));
    Built { files, reports }
}

fn write(files: &[IndexFile], folder: &Path) {
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    }
}

/// The answers of the reader to `cases` over the files in `folder`; `None` if this machine has no node.
fn ask(folder: &Path, cases: &[Value]) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let asked = folder.join("cases.json");
    fs::write(&asked, serde_json::to_string(cases).unwrap()).unwrap();
    let node = Command::new("node")
        .arg(root.join("tests/search/run.js"))
        .arg(root.join("themes/default/assets/search.js"))
        .args([folder, &asked])
        .output();
    match node {
        Ok(output) => {
            Some(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
        }
        Err(_) => {
            println!("skipped: no node");
            None
        }
    }
}

fn assert_all_right(said: Option<String>) {
    if let Some(said) = said {
        let last: Value = serde_json::from_str(said.trim().lines().last().unwrap_or_default()).unwrap_or_default();
        assert!(last["failed"] == 0, "{}", said.chars().take(3000).collect::<String>());
    }
}

/// The texts that brute force searches: every notice with the folded texts of its documents.
fn folded<'a>(notices: &'a [NoticeText], tables: &Tables) -> Vec<(&'a NoticeText, Vec<String>)> {
    let fold = |notice: &NoticeText| notice.parts.iter().map(|part| tables.folding.fold(&part.text)).collect();
    notices.iter().map(|notice| (notice, fold(notice))).collect()
}

/// `url|n` of all documents that hold all words, and the notices that hold them only in several.
fn brute(
    notices: &[(&NoticeText, Vec<String>)],
    words: &[&str],
    keep: impl Fn(&NoticeText, &PartText) -> bool,
    tables: &Tables,
) -> (Vec<String>, Vec<String>) {
    let words: BTreeSet<String> =
        words.iter().map(|word| tables.folding.fold(word)).filter(|word| !word.is_empty()).collect();
    let (mut items, mut scattered) = (Vec::new(), Vec::new());
    for (notice, texts) in notices {
        let parts = || notice.parts.iter().zip(texts).enumerate().filter(|(_, (part, _))| keep(notice, part));
        let before = items.len();
        let all = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
        items.extend(parts().filter(|(_, (_, text))| all(text)).map(|(n, _)| format!("{}|{n}", notice.url)));
        let holds = |word: &String| parts().any(|(_, (_, text))| text.contains(word.as_str()));
        if items.len() == before && words.len() > 1 && words.iter().all(holds) {
            scattered.push(notice.url.clone());
        }
    }
    (items, scattered)
}

fn substring(notices: &[NoticeText], chance: &mut Chance) -> String {
    loop {
        let notice = &notices[chance.below(notices.len())];
        let part = &notice.parts[chance.below(notice.parts.len())];
        let characters: Vec<char> = part.text.chars().collect();
        let length = 1 + chance.below(12);
        if characters.len() < length {
            continue;
        }
        let start = chance.below(characters.len() - length + 1);
        let word: String = characters[start..start + length].iter().collect();
        if !word.contains(['"', '「', '」']) {
            return word;
        }
    }
}

/// With `GONGSHI_SEARCH_OUT=FOLDER` the index and the cases stay in FOLDER, where `tests/browser/exact.mjs` asks them
/// in Chromium.
#[test]
fn search_finds_exactly_the_substrings() {
    let tables = Tables::default();
    let notices = archive(900);
    let built = build(&notices, None, &tables);
    assert!(built.reports.len() > 1, "more than one segment");
    let temporary = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("GONGSHI_SEARCH_OUT").map_or(temporary.path().to_owned(), PathBuf::from);
    write(&built.files, &folder);
    let texts = folded(&notices, &tables);
    let mut chance = Chance(11);
    let mut cases = Vec::new();
    for n in 0..300 {
        let several = if n % 4 == 0 { 1 + chance.below(3) } else { 1 };
        let words: Vec<String> = (0..several).map(|_| substring(&notices, &mut chance)).collect();
        let words: Vec<&str> =
            words.iter().map(String::as_str).filter(|word| !tables.folding.fold(word).is_empty()).collect();
        if words.is_empty() {
            continue;
        }
        let text: Vec<String> = words.iter().map(|word| format!("「{word}」")).collect();
        let unit = (n % 5 == 1).then_some("东湖区教育局");
        let status = (n % 7 == 2).then_some(Status::Open);
        // superseded notices among the others, or left out, or alone
        let superseded = [None, Some(false), Some(true)][n % 3];
        let keep = |notice: &NoticeText, part: &PartText| {
            superseded.is_none_or(|superseded| notice.newer.is_some() == superseded)
                && unit.is_none_or(|unit| notice.facets.iter().any(|facet| facet.key == unit))
                && status.is_none_or(|status| part.status == Some(status))
        };
        let (items, scattered) = brute(&texts, &words, keep, &tables);
        let filters = json!({"unit": unit.into_iter().collect::<Vec<_>>(), "status": status.map(Status::name).into_iter().collect::<Vec<_>>(), "state": (superseded == Some(true)).then_some("superseded").into_iter().collect::<Vec<_>>()});
        cases.push(json!({"text": text.join(" "), "filters": filters, "except": superseded == Some(false), "items": items, "notices": scattered}));
    }
    assert_all_right(ask(&folder, &cases));
}

/// All its pairs and triples stand in every document, but never in a row: only the documents themselves decide.
#[test]
fn a_word_that_occurs_nowhere_is_not_found_without_loading_the_archive() {
    let tables = Tables::default();
    let mut notices = archive(900);
    for part in notices.iter_mut().flat_map(|notice| &mut notice.parts) {
        part.text.push_str("办结销号，已结销号完成");
    }
    let built = build(&notices, None, &tables);
    let folder = tempfile::tempdir().unwrap();
    write(&built.files, folder.path());
    let case = json!({"text": "办结销号完成", "most": 120, "items": [], "notices": []});
    assert_all_right(ask(folder.path(), &[case]));
}

#[test]
fn folding_in_rust_and_javascript_gives_the_shared_vectors() {
    let tables = Tables::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let vectors = fs::read_to_string(root.join("tests/search/folding.json")).unwrap();
    let vectors: Vec<(String, String)> = serde_json::from_str(&vectors).unwrap();
    for (text, folded) in &vectors {
        assert_eq!(tables.folding.fold(text), *folded, "{text:?}");
        for (start, _) in text.char_indices() {
            for (end, _) in text.char_indices().filter(|(end, _)| *end > start) {
                let part = tables.folding.fold(&text[start..end]);
                assert!(folded.contains(&part), "{part:?} of {:?} is not in {folded:?}", &text[start..end]);
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    write(&[root::folding_file(&tables.folding)], folder.path());
    let node = Command::new("node")
        .arg(root.join("tests/search/folding.js"))
        .arg(root.join("themes/default/assets/search.js"))
        .arg(folder.path().join("fold.js"))
        .arg(root.join("tests/search/folding.json"))
        .output();
    let Ok(node) = node else {
        println!("skipped: no node");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&node.stdout), format!("{} right\n", vectors.len()));
}

#[test]
fn bad_queries_find_nothing() {
    let tables = Tables::default();
    let notices = archive(60);
    let built = build(&notices, None, &tables);
    let folder = tempfile::tempdir().unwrap();
    write(&built.files, folder.path());
    let long = "整改问题".repeat(2_500);
    let many = (0..5_000).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
    let bad: [&str; 14] = [
        &long,
        &many,
        "。，、",
        "   ",
        ".*+?^${}()|[]\\",
        "😀👨‍👩‍👧",
        "<img src=x onerror=alert(1)>",
        "\"",
        "「",
        "“”",
        "__proto__",
        "constructor",
        "\u{1}\u{2}",
        "\u{fffe}\u{ffff}abc",
    ];
    let mut cases: Vec<Value> = bad.iter().map(|text| json!({"text": text, "items": [], "notices": []})).collect();
    let lone = [vec![0xd800], vec![0xdc00, 0x6574, 0xd842], vec![0xd842, 0xd842, 0xdfb7]];
    cases.extend(lone.iter().map(|units| json!({"units": units, "items": [], "notices": []})));
    assert_all_right(ask(folder.path(), &cases));
}

#[test]
fn intact_parts_of_a_damaged_index_are_searched() {
    let tables = Tables::default();
    let notices = archive(500);
    let built = build(&notices, None, &tables);
    assert!(built.reports.len() > 1, "more than one segment");
    let folder = tempfile::tempdir().unwrap();
    let mut chance = Chance(3);
    let mut files = built.files;
    files.retain(|file| file.path == "root.js" || chance.below(20) > 0);
    for file in files.iter_mut().filter(|file| file.path != "root.js") {
        match chance.below(20) {
            0 => file.bytes.truncate(chance.below(file.bytes.len()) & !1),
            1 => {
                let at = chance.below(file.bytes.len());
                file.bytes[at] ^= 1;
            }
            _ => {}
        }
    }
    write(&files, folder.path());
    let words = ["整改", "三重一大", "云江市总工会", "9704", "龘", "问题 落实"];
    let cases: Vec<Value> = words.iter().map(|text| json!({"text": text, "lost": true, "inexact": true})).collect();
    assert_all_right(ask(folder.path(), &cases));
}

#[test]
fn an_edited_notice_is_found_by_its_new_text_only() {
    let tables = Tables::default();
    let notices = archive(80);
    let mut changed = notices[40].clone();
    changed.parts[0].text = format!("{}\n新写的一句话", changed.title);
    let built = build(&notices, Some(changed.clone()), &tables);
    let folder = tempfile::tempdir().unwrap();
    write(&built.files, folder.path());
    let mut newest = notices.clone();
    newest[40] = changed;
    let texts = folded(&newest, &tables);
    let cases: Vec<Value> = ["新写的一句话", "整改", "总工会", "制度 落实"]
        .iter()
        .map(|text| {
            let words: Vec<&str> = text.split(' ').collect();
            let (items, scattered) = brute(&texts, &words, |_, _| true, &tables);
            json!({"text": text, "items": items, "notices": scattered})
        })
        .collect();
    assert_all_right(ask(folder.path(), &cases));
}

#[test]
fn a_changed_notice_rewrites_its_own_segment_only() {
    let tables = Tables::default();
    let mut notices = archive(1_100);
    let before = build(&notices, None, &tables);
    assert_eq!(before.files, build(&notices, None, &tables).files, "the same twice");
    notices[5].parts[0].text.push_str("补记");
    let after = build(&notices, None, &tables);
    let segments: BTreeSet<String> = after
        .files
        .iter()
        .filter(|file| !before.files.contains(file))
        .filter_map(|file| file.path.strip_prefix("s/")?.split('/').next().map(str::to_owned))
        .collect();
    let excerpts =
        after.files.iter().filter(|file| file.path.starts_with("x/") && !before.files.contains(file)).count();
    assert_eq!(segments.len(), 1);
    assert_eq!(excerpts, 1);
}
