//! Laws that hold for any text.

use std::path::Path;

use gongshi::notice::{HeadingRole, Notice, Part, SourcePath};
use gongshi::read::{self, Reading};
use gongshi::text::span::Span;
use proptest::prelude::*;

fn reading(text: &str) -> Reading {
    read::read(&SourcePath::new("notices/2024/yunjiang.md"), text)
}

/// Every span a reading holds.
fn spans(reading: &Reading) -> Vec<Span> {
    let Reading { notice, findings } = reading;
    let facts = &notice.facts;
    let mut spans = vec![notice.body];
    for heading in &notice.outline {
        spans.extend([heading.span, heading.extent]);
        spans.extend(heading.status_span);
    }
    spans.extend(notice.links.iter().map(|link| link.span));
    for finding in findings {
        spans.push(finding.span);
        spans.extend(finding.related.iter().map(|(_, span)| *span));
        spans.extend(finding.fix.iter().map(|fix| fix.span));
    }
    spans.extend(facts.units.iter().map(|found| found.span));
    spans.extend(facts.bodies.iter().map(|found| found.span));
    spans.extend(facts.aliases.iter().map(|found| found.span));
    spans.extend(facts.withdrawn.iter().map(|withdrawn| withdrawn.span));
    spans.extend(facts.claims.counts().into_iter().filter_map(|(_, found)| Some(found?.span)));
    macro_rules! facts {
        ($($name:ident),*) => { $(spans.extend(facts.$name.iter().map(|found| found.span));)* };
    }
    facts!(
        id,
        title,
        date,
        updated,
        kind,
        issuer,
        round,
        round_type,
        period_start,
        period_end,
        feedback,
        as_of,
        term_months,
        status,
        contact,
        signature,
        anonymised,
        until,
        follows
    );
    spans
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let reading = reading(text);
    for span in spans(&reading) {
        prop_assert!(span.start <= span.end && span.end <= text.len(), "{span:?} lies outside of {} bytes", text.len());
        prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} cuts a character");
    }
    let headings = reading.notice.outline.iter().filter_map(|heading| match heading.role {
        HeadingRole::Item(item) => Some(item),
        _ => None,
    });
    let items: Vec<_> = (0..reading.notice.items.len()).collect();
    prop_assert_eq!(headings.collect::<Vec<_>>(), items, "items have their headings, in order");
    Ok(())
}

/// Found by a fuzz target: the parent of the last heading is above the one before it.
#[test]
fn items_are_in_the_order_of_their_headings() {
    let text = "整改通报\n一、改：完成\n2.\n2.散\n一、”问题\n1）新建：完成\n2）更新\n完成情况\n二、\n";
    check(text).expect("the laws");
}

/// Pieces notices are made of, and pieces that go wrong.
const PIECES: &[&str] = &[
    "---\n",
    "\n",
    "\n\n",
    "\r\n",
    "\u{feff}",
    "title: ",
    "date：",
    "kind: 整改通报\n",
    "period: [",
    "]",
    "\t",
    "  ",
    "　",
    " ",
    "claims:\n  problems: ",
    "一、",
    "二、",
    "（一）",
    "(二)",
    "1.",
    "2、",
    "（1）",
    "①",
    "1. ",
    "1.2 ",
    "第一部分",
    "问题一：",
    "### ",
    "## ",
    "**",
    "|",
    "| 序号 | 问题 | 状态 |\n|---|---|---|\n",
    "关于",
    "针对",
    "“",
    "”",
    "‘",
    "「",
    "问题",
    "方面",
    "的整改",
    "。",
    "，",
    "；",
    "：",
    ":",
    ",",
    "（",
    "）",
    "【",
    "】",
    "整改情况：",
    "整改结果:",
    "整改状态：",
    "已完成",
    "未完成(正在整改)",
    "一是",
    "二是",
    "三是",
    "十一是",
    "反馈问题：",
    "下一步",
    "整改落实情况",
    "组织领导",
    "2024年",
    "20247月17日",
    "2024717日",
    "4月9日",
    "至",
    "6月28日",
    "二〇二四年",
    "202X年X月X日",
    "12月31日",
    "日",
    "月",
    "年",
    "2024-02-30",
    "2024.4.9-2024.6.28",
    "市委第五轮巡察",
    "首轮巡视",
    "轮",
    "第",
    "届",
    "市委第六巡察组",
    "第一、三巡察组",
    "组",
    "对",
    "进行了巡察",
    "反馈了巡察意见",
    "截至",
    "个月集中整改",
    "中共云江市水务局党组",
    "以下简称",
    "监督电话：",
    "联系方式：",
    "14个方面",
    "37个问题",
    "36个",
    "3.209万元",
    "1.2亿元",
    "完善制度1项",
    "不到位",
    "加强",
    "[bookmark: _GoBack]",
    "<!-- ",
    " -->",
    "[a](b%E6%96)",
    "![x](y.png)",
    "`",
    "```\n",
    "    ",
    "> ",
    "- ",
    "\\*",
    "\u{200b}",
    "１２",
    "．",
    "問題",
    "關於",
    "é",
    "e\u{301}",
    "𠮷",
    "\0",
    "&amp;",
    "# ok: x y",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn random_mixes_of_words_are_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..120), fenced: bool) {
        let soup = pieces.concat();
        check(&if fenced { format!("---\n{soup}\n---\n{soup}") } else { soup })?;
    }
}

/// Our own notices, by name.
fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new("tests/read");
    let mut fixtures: Vec<_> = std::fs::read_dir(folder)
        .expect("tests/read is there")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            (name.ends_with(".txt") || name.ends_with(".md")).then(|| (name, std::fs::read_to_string(&path).ok()))
        })
        .filter_map(|(name, text)| Some((name, text?)))
        .collect();
    fixtures.sort();
    fixtures
}

/// A notice without its places and with one way to write digits.
fn model(notice: &Notice) -> String {
    use unicode_normalization::UnicodeNormalization;
    let facts = &notice.facts;
    let text = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        facts.title(),
        facts.kind(),
        facts.units.iter().map(|found| &found.value.name).collect::<Vec<_>>(),
        facts.bodies.iter().map(|found| &found.value).collect::<Vec<_>>(),
        facts.round.as_ref().map(|found| (&found.value.label, found.value.ordinal)),
        facts.period_start.as_ref().map(|found| found.value),
        facts.period_end.as_ref().map(|found| found.value),
        facts.feedback.as_ref().map(|found| found.value),
        facts.date.as_ref().map(|found| found.value),
        facts.claims.counts().map(|(_, found)| found.map(|found| found.value)),
        notice
            .items
            .iter()
            .map(|item| (&item.path, &item.title, item.status, &item.status_raw, item.measures, item.line))
            .collect::<Vec<_>>(),
    );
    text.nfkc().collect()
}

#[test]
fn encodings_and_line_ends_change_no_fact() {
    use unicode_normalization::UnicodeNormalization;
    for (name, text) in fixtures() {
        let plain = model(&reading(&text).notice);
        let body = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n")).map_or(0, |end| end + 9);
        let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_digit()).unwrap_or(c);
        let stored = [
            ("CRLF", text.replace('\n', "\r\n")),
            ("a byte order mark", format!("\u{feff}{text}")),
            ("NFD", text.nfd().collect()),
            ("full-width digits", format!("{}{}", &text[..body], text[body..].chars().map(wide).collect::<String>())),
        ];
        for (way, stored) in stored {
            assert_eq!(model(&reading(&stored).notice), plain, "{name} with {way}");
        }
    }
}

#[test]
fn text_about_organisation_changes_no_item() {
    for (name, text) in fixtures() {
        let before = reading(&text).notice;
        let organisation = before.outline.iter().find(|heading| heading.role == HeadingRole::Part(Part::Organisation));
        let Some(organisation) = organisation else { continue };
        let at = organisation.extent.end;
        let added = format!("{}\n\n此外，办公室每周收集各科室进展，并在例会上通报。\n{}", &text[..at], &text[at..]);
        let after = reading(&added).notice;
        let items = |notice: &Notice| {
            notice
                .items
                .iter()
                .map(|item| (item.path.clone(), item.title.clone(), item.status, item.anchor))
                .collect::<Vec<_>>()
        };
        assert_eq!(items(&after), items(&before), "{name}");
    }
}

#[test]
fn inserting_an_item_moves_no_anchor() {
    let notice = |extra: &str| {
        format!(
            "---\nid: yunjiang-1\ntitle: 中共云江市水务局党组关于市委第三轮巡察整改情况的通报\n---\n\n市委第二巡察组反馈了巡察意见，现将整改情况公布。\n\n## 二、整改落实情况\n\n{extra}### 1.关于“河道巡查不勤”问题的整改。\n\n已增加巡查。\n\n### 2.关于“水表更换不及时”问题的整改。\n\n已更换。\n"
        )
    };
    let before = reading(&notice("")).notice.items;
    let after = reading(&notice("### 1.关于“台账不全”问题的整改。\n\n已补齐。\n\n")).notice.items;
    assert_eq!((before.len(), after.len()), (2, 3));
    for (before, after) in before.iter().zip(&after[1..]) {
        assert_eq!((&before.title, before.anchor), (&after.title, after.anchor));
    }
}
