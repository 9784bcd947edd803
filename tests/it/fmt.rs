//! `fmt` does little, does it once, and touches no number, name, quote, title or status.

use gongshi::check::fmt::{EditKind, fmt};
use gongshi::notice::{Facts, SourcePath};
use gongshi::read::read;
use proptest::prelude::*;

fn source() -> SourcePath {
    SourcePath::new("notices/2024/case.md")
}

fn formatted(text: &str) -> String {
    fmt(&source(), text).text
}

#[test]
fn fmt_removes_residue_of_conversions() {
    let text = "\u{feff}---\r\ntitle: 云江市教育局党组关于巡察整改情况的通报\r\n---\r\n\
        2023年11月23 日至2024 年1月19日，开展“尊法守法•携手筑梦”活动。 \r\n\r\n\
        [bookmark: _GoBack]三是核验校车，      建立档案。        \r\n\r\n                    \r\n\r\n陈  嵘\r\n";
    let done = fmt(&source(), text);
    assert_eq!(
        done.text,
        "---\ntitle: 云江市教育局党组关于巡察整改情况的通报\n---\n\
         2023年11月23日至2024年1月19日，开展“尊法守法·携手筑梦”活动。\n\n\
         三是核验校车， 建立档案。\n\n\n\n陈  嵘\n"
    );
    let counts: Vec<(EditKind, usize)> = done.edits.into_iter().collect();
    let expected = [
        (EditKind::ByteOrderMark, 1),
        (EditKind::LineEnds, 10),
        (EditKind::Bookmarks, 1),
        (EditKind::TrailingBlanks, 3),
        (EditKind::BlankRuns, 1),
        (EditKind::DateBlanks, 2),
        (EditKind::Bullets, 1),
    ];
    assert_eq!(counts, expected);
}

#[test]
fn fmt_leaves_meaningful_text_unchanged() {
    for text in [
        "---\ntitle: 通报  \n---\n正文。\n",
        "```\n代码  里的    空格  \n2023 年\n```\n",
        "一行  \n接着一行，硬换行。\n",
        "| 项目  |  数量 |\n| --- | ---: |\n| 校车  |    12 |\n",
        "举办“劳模工匠进校园  思政教师进企业”活动，印发《守正  创新》。\n",
        "• 核验校车\n",
        "　　段首缩进两个字。\n",
    ] {
        assert_eq!(formatted(text), text);
    }
}

/// The facts read from a text, regardless of blanks and the form of the interpunct.
fn model(text: &str) -> Vec<String> {
    let notice = read(&source(), text).notice;
    let Facts { title, date, units, bodies, round, period_start, period_end, feedback, claims, contact, .. } =
        notice.facts;
    let mut model = vec![
        format!("{:?}", title.map(|found| found.value)),
        format!("{:?}", date.map(|found| found.value)),
        format!("{:?}", units.into_iter().map(|found| found.value.name).collect::<Vec<_>>()),
        format!("{:?}", bodies.into_iter().map(|found| found.value).collect::<Vec<_>>()),
        format!("{:?}", round.map(|found| found.value.key(None))),
        format!("{:?}", [period_start, period_end, feedback].map(|found| found.map(|found| found.value))),
        format!("{:?}", claims.counts().map(|(name, found)| (name, found.map(|found| found.value)))),
        format!("{:?}", contact.map(|found| found.value)),
    ];
    for item in &notice.items {
        let numbers: Vec<Option<&str>> = item.path.numbers().collect();
        model.push(format!("{numbers:?} {} {:?} {:?} {}", item.title, item.status, item.status_raw, item.measures));
    }
    // the contact stands as written, so that residue in it is part of the words until it is mended
    // {:?} writes wide blanks and tabs as escapes
    let plain = |line: &String| {
        line.replace("\\u{3000}", "")
            .replace("\\t", "")
            .replace('•', "·")
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    model.iter().map(|line| plain(line).replace("[bookmark:_GoBack]", "")).collect()
}

const PIECES: [&str; 34] = [
    "根据统一部署，2023年9月4 日至11月10日，市委第二巡察组对市教育局党组开展了巡察。",
    "2023 年12 月 20日，巡察组向市教育局党组反馈了意见。",
    "反馈的3个问题已完成整改2个。",
    "一、整改组织情况",
    "二、整改任务落实情况",
    "## 二、整改任务落实情况",
    "### （一）关于“管理不严”方面",
    "1.关于“校车  管理不严”问题的整改。",
    "2.针对“食堂•台账不全”问题的整改。",
    "整改状态：已完成",
    "整改结果：未完成(正在整改)  ",
    "一是核验校车。",
    "二是建立  档案。   ",
    "[bookmark: _GoBack]三是签订责任书。",
    "**整改情况：**补齐台账。",
    "| 问题 | 状态 |",
    "| --- | --- |",
    "| 校车  不严 | 已完成 |",
    "```",
    "<!-- 注  释 -->",
    "三、下一步打算",
    "联系电话：0999-5550101  ；电子邮箱：a@b.example。",
    "中共云江市教育局党组",
    "2024 年5月 20 日",
    "\n",
    "\n\n",
    "\r\n",
    "   ",
    "　　",
    "•",
    "“",
    "”",
    "  \n",
    "\t",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn fmt_is_idempotent_and_keeps_the_facts(
        front in any::<bool>(),
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40),
        breaks in prop::collection::vec(prop::sample::select(&["\n\n", "\n", "\r\n", " "][..]), 40),
    ) {
        let mut text = String::new();
        if front {
            text.push_str("---\ntitle: 云江市教育局党组关于五届市委第三轮巡察整改情况的通报\n---\n");
        }
        for (piece, end) in pieces.iter().zip(breaks) {
            text.push_str(piece);
            text.push_str(end);
        }
        let once = formatted(&text);
        prop_assert_eq!(formatted(&once), once.clone());
        prop_assert_eq!(model(&once), model(&text), "{:?}", text);
    }

    #[test]
    fn any_text_can_be_formatted(text in "\\PC{0,200}") {
        let once = formatted(&text);
        prop_assert_eq!(formatted(&once), once);
    }
}
