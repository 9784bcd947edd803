//! Search: the index as the real JavaScript reads it, against brute force over the same folded texts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use gongshi::notice::{Anchor, Date, Status};
use gongshi::search::document::{Facet, Family, NoticeText, PartText};
use gongshi::search::index::{SegmentReport, overlay_files, segment_files};
use gongshi::search::root::{self, Overlay};
use gongshi::search::script::File;
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
            place: format!("{}.", item + 1),
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
    NoticeText { url: format!("notices/{id}/index.html"), id, date, title, parts, facets }
}

fn archive(count: usize) -> Vec<NoticeText> {
    let mut chance = Chance(7);
    (0..count).map(|n| notice(n, &mut chance)).collect()
}

struct Built {
    files: Vec<File>,
    reports: Vec<SegmentReport>,
}

fn build(notices: &[NoticeText], overlay: Option<NoticeText>, tables: &Tables) -> Built {
    let mut files = vec![root::folding_file(&tables.folding)];
    let sizes = notices.iter().map(|notice| (notice.id.as_str(), 1000));
    let mut reports = Vec::new();
    for range in segments(sizes).into_iter().rev() {
        let newest_first = notices[range.places].iter().rev().cloned();
        reports.push(segment_files(&range.name, newest_first, tables, &mut |file| files.push(file)));
    }
    let hides = overlay.iter().map(|notice| notice.id.clone()).collect();
    let segments = overlay.map(|notice| overlay_files(notice, tables, &mut |file| files.push(file)));
    let overlay = Overlay { segments: segments.into_iter().collect(), hides };
    root::files(&reports, &overlay, tables, &mut |file| files.push(file));
    Built { files, reports }
}

fn write(files: &[File], folder: &Path) {
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    }
}

/// What the reader says to `cases` over the files in `folder`; nothing where this machine has no node.
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

/// What brute force searches: every notice with the folded texts of its documents.
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

#[test]
fn every_substring_is_found_and_nothing_else() {
    let tables = Tables::default();
    let notices = archive(1_100);
    let built = build(&notices, None, &tables);
    assert!(built.reports.len() > 1, "more than one segment");
    let folder = tempfile::tempdir().unwrap();
    write(&built.files, folder.path());
    let texts = folded(&notices, &tables);
    let mut chance = Chance(11);
    let mut cases = Vec::new();
    for n in 0..500 {
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
        let keep = |notice: &NoticeText, part: &PartText| {
            unit.is_none_or(|unit| notice.facets.iter().any(|facet| facet.key == unit))
                && status.is_none_or(|status| part.status == Some(status))
        };
        let (items, scattered) = brute(&texts, &words, keep, &tables);
        let filters = json!({"unit": unit.into_iter().collect::<Vec<_>>(), "status": status.map(Status::name).into_iter().collect::<Vec<_>>()});
        cases.push(json!({"text": text.join(" "), "filters": filters, "items": items, "notices": scattered}));
    }
    assert_all_right(ask(folder.path(), &cases));
}
