//! Signs of plain text that Markdown would take for marks: the page shows every one of them.

use std::collections::BTreeMap;

use gongshi::render::html::{BodyContext, BodyWords, LinkTarget, body};
use proptest::prelude::*;

use super::imported;

/// The words of the page made from the plain text `text`, without blanks; the front matter's title in front.
fn shown(text: &str) -> String {
    let imported = imported("x.txt", text.as_bytes());
    let resolve = |target: &str| LinkTarget::Href(target.to_owned());
    let setting = BodyContext { resolve: &resolve, traced: &[], words: &BodyWords::default(), notes: &BTreeMap::new() };
    let html = body(&imported.notice, &imported.markdown, &setting).html;
    let mut words = String::new();
    for (at, part) in html.split('<').enumerate() {
        words.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
    }
    let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    format!("{}{}", imported.notice.facts.title(), words.replace("&amp;", "&")).split_whitespace().collect()
}

const HEAD: &str = "桐溪县审计局关于巡察整改情况的通报\n\n现将有关情况通报如下。\n\n";

/// Whether a page shows these lines as they are.
fn shows(lines: &str) -> Result<(), String> {
    let text = format!("{HEAD}{lines}\n\n特此通报。\n");
    let source: String = text.split_whitespace().collect();
    let shown = shown(&text);
    if shown == source {
        Ok(())
    } else {
        Err(format!("{lines:?} is shown as {}", shown.replace(&HEAD.replace('\n', ""), "")))
    }
}

/// Signs and runs of signs that mean something to Markdown or to HTML.
const MARKS: [&str; 58] = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "#",
    "##",
    "# ",
    "## ",
    "#甲",
    ">",
    "> ",
    ">>",
    "+",
    "+ ",
    "-",
    "--",
    "---",
    "1)",
    "1) ",
    "1. ",
    "(1)",
    "~",
    "~~",
    "~~~",
    "`",
    "``",
    "```",
    "|",
    "||",
    "[x]",
    "[ ] ",
    "[",
    "]",
    "[甲](乙)",
    "[甲][乙]",
    "[甲]: 乙",
    "[^1]",
    "[^1]: 注",
    "![甲](乙)",
    "<",
    ">",
    "<甲>",
    "<b>",
    "</b>",
    "<br>",
    "<!--",
    "-->",
    "<!-- 甲 -->",
    "\\<!-- 甲 --\\>",
    "&amp;",
    "&nbsp;",
    "&#42;",
    "===",
    "\\",
    "\\*",
    "<http://a.invalid>",
    "$甲$",
];

#[test]
fn every_mark_is_shown_at_its_place() {
    let mut wrong = Vec::new();
    for mark in MARKS {
        // a line that is strong from end to end is meant
        let is_meant = |lines: &String| *lines == "**甲乙**";
        for lines in [
            format!("{mark}甲乙"),
            format!("甲{mark}乙"),
            format!("甲乙{mark}"),
            format!("甲{mark}乙{mark}丙"),
            format!("{mark}甲乙{mark}"),
            format!("甲 {mark} 乙 {mark} 丙"),
            format!("ab{mark}cd{mark}ef"),
            mark.to_owned(),
            format!("    {mark}甲乙"),
            format!("甲乙\n{mark}\n丙丁"),
            format!("甲乙。\n{mark}丙丁。"),
        ]
        .into_iter()
        .filter(|lines| !is_meant(lines))
        {
            wrong.extend(shows(&lines).err());
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn marks_in_any_order_are_shown(words in prop::collection::vec(0usize..MARKS.len() + 8, 1..10)) {
        let others = ["甲", "乙丙", "ab", "12", " ", "。", "\n", "\n\n"];
        let lines: String = words.iter().map(|at| MARKS.get(*at).copied().unwrap_or_else(|| others[at - MARKS.len()])).collect();
        // tables with their rule, footnotes with their call, strong words and entries of lists are meant
        prop_assume!(!lines.contains("--") && !lines.contains("- ") && !lines.contains("[^1]:") && !lines.contains("**") && !lines.contains("# "));
        prop_assert_eq!(shows(&lines), Ok(()));
    }
}
