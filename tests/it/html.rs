//! A notice's body as HTML: right for Chinese, always valid, and the text as authored.

use std::collections::BTreeMap;

use std::collections::HashSet;

use gongshi::notice::{Anchor, Heading, HeadingRole, Item, Notice, Part, Status};
use gongshi::render::html::{BodyContext, BodyWords, LinkTarget, body, heading_ids, plain_page};
use gongshi::text::span::Span;
use proptest::prelude::*;

fn keep(target: &str) -> LinkTarget {
    match target.contains("hidden") {
        true => LinkTarget::Text,
        false => LinkTarget::Href(target.to_owned()),
    }
}

fn notice(text: &str) -> Notice {
    Notice { body: Span::new(0, text.len()), ..Notice::default() }
}

fn render(notice: &Notice, text: &str, traced: &[u32]) -> String {
    let setting = BodyContext { resolve: &keep, traced, words: &BodyWords::default(), notes: &BTreeMap::new() };
    let html = body(notice, text, &setting).html;
    check(&html);
    html
}

#[test]
fn blocks_have_their_lines_and_ids() {
    let text = "# 甲\n\n乙\n丙\n\n- 丁\n- 戊[^1]\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |\n\n[^1]: 注\n\n己\n";
    let notice = notice(text);
    let body = body(
        &notice,
        text,
        &BodyContext { resolve: &keep, traced: &[3, 4, 11], words: &BodyWords::default(), notes: &BTreeMap::new() },
    );
    assert_eq!(body.anchored, [3, 4, 11]);
    let ids = |line: &u32| body.html.matches(&format!("id=\"l{line}\"")).count();
    assert_eq!(body.anchored.iter().map(ids).collect::<Vec<_>>(), [1, 1, 1]);
    // heading, paragraph, two entries, four cells, the last paragraph, and behind it the note
    assert_eq!(body.block_lines, [1, 3, 6, 7, 9, 9, 11, 11, 15, 13]);
    let opened =
        |tag: &&str| body.html.matches(&format!("<{tag}>")).count() + body.html.matches(&format!("<{tag} ")).count();
    assert_eq!(gongshi::render::html::BLOCKS.iter().map(opened).sum::<usize>(), body.block_lines.len());
}

#[test]
fn links_with_percent_escapes_find_their_files() {
    let files = |target: &str| match target {
        "附件 1.pdf" => LinkTarget::Href("files/附件 1.pdf".to_owned()),
        "100%.pdf" => LinkTarget::Href("files/100%25.pdf".to_owned()),
        "https://a.cn/%E6 b" | "https://a.cn/x y" => LinkTarget::Href(target.to_owned()),
        _ => LinkTarget::Text,
    };
    let text = "[甲](附件%201.pdf) [乙](<附件 1.pdf>) ![图](附件%201.pdf) [丙](100%.pdf) [丁](附件%202.pdf) [外](https://a.cn/x%20y)\n";
    let html = body(
        &notice(text),
        text,
        &BodyContext { resolve: &files, traced: &[], words: &BodyWords::default(), notes: &BTreeMap::new() },
    )
    .html;
    for has in [
        "<a href=\"files/附件%201.pdf\">甲</a>",
        "<a href=\"files/附件%201.pdf\">乙</a>",
        "src=\"files/附件%201.pdf\"",
        "<a href=\"files/100%25.pdf\">丙</a>",
        " 丁 ",
        "<a href=\"https://a.cn/x%20y\">外</a>",
    ] {
        assert!(html.contains(has), "{has} in {html}");
    }
}

fn html(text: &str) -> String {
    render(&notice(text), text, &[])
}

/// Adds a heading for the words `words`, up to the next heading of its level.
fn heading(notice: &mut Notice, text: &str, words: &str, level: u8, role: HeadingRole) {
    let from = notice.outline.last().map_or(0, |last| last.span.end);
    let start = from + text[from..].find(words).expect("the words stand in the text");
    let span = Span::new(start, start + words.len());
    let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    for earlier in notice.outline.iter_mut().filter(|earlier| earlier.level >= level && earlier.extent.end > start) {
        earlier.extent.end = start;
    }
    notice.outline.push(Heading {
        span,
        extent: Span::new(start, text.len()),
        level,
        number: None,
        title: words.to_owned(),
        role,
        run_in: span.end < line_end,
        status_span: None,
    });
}

fn item(notice: &mut Notice, title: &str, status: Status, raw: Option<&str>) -> HeadingRole {
    notice.items.push(Item {
        title: title.into(),
        status,
        status_raw: raw.map(Into::into),
        anchor: Anchor::of("n", title, notice.items.len()),
        ..Item::default()
    });
    HeadingRole::Item(notice.items.len() - 1)
}

/// Checks that the markup is balanced, well nested, with unique ids and legal children, and gives its visible text
/// without what the page adds to it.
fn check(html: &str) -> String {
    let (mut stack, mut ids, mut text, mut hidden) = (Vec::<String>::new(), HashSet::new(), String::new(), 0);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if hidden == 0 {
            text.push_str(&rest[..start]);
        }
        let end = start + rest[start..].find('>').expect("every tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(stack.pop().as_deref(), Some(name), "{html}");
            hidden -= usize::from(hidden > 0);
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        if let Some(id) = tag.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            assert!(ids.insert(id.to_owned()), "{id} twice in {html}");
        }
        check_place(name, &stack, html);
        if ["br", "hr", "img"].contains(&name) {
            continue;
        }
        let added =
            tag.contains("class=\"anchor\"") || tag.contains("class=\"status") || tag.contains("footnote-label");
        hidden += usize::from(hidden > 0 || added);
        stack.push(name.to_owned());
    }
    assert!(stack.is_empty(), "{stack:?} left open in {html}");
    assert!(!rest.contains('>'), "{html}");
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn check_place(name: &str, stack: &[String], html: &str) {
    let inline = ["a", "span", "strong", "em", "code", "img", "br", "sup"].contains(&name);
    let parent = stack.last().map_or("", String::as_str);
    let legal = match parent {
        "ul" => name == "li",
        "table" => ["thead", "tbody"].contains(&name),
        "thead" | "tbody" => name == "tr",
        "tr" => ["th", "td"].contains(&name),
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "a" | "strong" | "em" | "span" | "sup" => inline,
        "pre" => inline,
        _ => true,
    };
    assert!(legal, "<{name}> in <{parent}> in {html}");
    assert!(name != "a" || !stack.iter().any(|open| open == "a"), "a link in a link in {html}");
    for (child, parents) in [("li", ["ul", "ul"]), ("tr", ["thead", "tbody"]), ("td", ["tr", "tr"])] {
        assert!(name != child || parents.contains(&parent), "<{name}> in <{parent}> in {html}");
    }
}

#[test]
fn lines_of_chinese_join_without_a_blank() {
    assert_eq!(
        html("整改工作\n扎实推进，\n“后半篇文章”\nABC\n完成"),
        "<p>整改工作扎实推进，“后半篇文章”\nABC\n完成</p>\n"
    );
}

#[test]
fn strong_words_close_beside_chinese_punctuation() {
    let strong = [
        ("**“学习”**问题和**“工作”**方面", "<p><strong>“学习”</strong>问题和<strong>“工作”</strong>方面</p>\n"),
        ("要**狠抓落实。**大家", "<p>要<strong>狠抓落实。</strong>大家</p>\n"),
        ("党员张**、李**违纪", "<p>党员张**、李**违纪</p>\n"),
        ("`**` 与 \\*\\*甲\\*\\*", "<p><code>**</code> 与 **甲**</p>\n"),
        ("**[链接**](x)后", "<p><strong><a href=\"x\">链接</a></strong>后</p>\n"),
    ];
    for (source, expected) in strong {
        assert_eq!(html(source), expected, "{source}");
    }
}

#[test]
fn numbers_of_lists_are_written_as_text() {
    assert_eq!(
        html("3. 关于甲\n5. 关于乙\n   1) 其一\n\n      其二"),
        "<p class=\"numbered depth-1\">3. 关于甲</p>\n<p class=\"numbered depth-1\">5. 关于乙</p>\n\
         <p class=\"numbered depth-2\">1) 其一</p>\n<p>其二</p>\n"
    );
    assert_eq!(
        html("- 甲\n- 乙\n  1. 丙"),
        "<ul><li>甲</li>\n<li>乙<p class=\"numbered depth-1\">1. 丙</p>\n</li>\n</ul>\n"
    );
    assert_eq!(html("2.\n\n文"), "<p class=\"numbered depth-1\">2.</p>\n<p>文</p>\n");
}

#[test]
fn markup_in_a_notice_is_text() {
    assert_eq!(
        html("<div onclick=\"x\">\n**甲**</div> {{ title }} $a$ <script>alert(1)</script> a&b"),
        "<p>&lt;div onclick=&quot;x&quot;&gt;\n<strong>甲</strong>&lt;/div&gt; {{ title }} $a$ \
         &lt;script&gt;alert(1)&lt;/script&gt; a&amp;b</p>\n"
    );
    assert_eq!(html("甲<!-- ok: x -->乙\n\n<!-- 密\n密 -->\n\n丙 <!-- 未完"), "<p>甲乙</p>\n<p>丙 &lt;!-- 未完</p>\n");
    assert_eq!(html("[注]: 本表为初步数"), "<p>[注]: 本表为初步数</p>\n");
    assert_eq!(html("<https://a.cn/b>"), "<p><a href=\"https://a.cn/b\">https://a.cn/b</a></p>\n");
}

#[test]
fn indented_text_is_not_code() {
    assert_eq!(
        html("    根据**统一**部署\n    第二段\n\n\t第三段"),
        "<p>根据<strong>统一</strong>部署</p>\n<p>第二段</p>\n<p>第三段</p>\n"
    );
    assert_eq!(html("1.     关于甲"), "<p class=\"numbered depth-1\">1. 关于甲</p>\n");
    assert_eq!(html("　　全角缩进"), "<p>全角缩进</p>\n");
}

#[test]
fn dangerous_and_hidden_links_are_text() {
    assert_eq!(
        html("[甲](javascript:alert(1))[乙](hidden.md)[丙](明细.csv)"),
        "<p>甲乙<a href=\"明细.csv\">丙</a></p>\n"
    );
    assert_eq!(
        html("![图](a.png)![外](https://b.cn/c.png)![危](data:image/png;base64,AA)"),
        "<p><img src=\"a.png\" alt=\"图\"><a href=\"https://b.cn/c.png\">外</a>危</p>\n"
    );
}

#[test]
fn tables_and_footnotes() {
    assert_eq!(
        html("| 序号 | |\n|:--|--:|\n| 1 | 甲[^注] |\n\n[^注]: 乙"),
        "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"表格\"><table><thead><tr>\
         <th scope=\"col\" class=\"left\">序号</th><td class=\"right\"></td></tr></thead>\n<tbody><tr>\
         <td class=\"left\" data-label=\"序号\">1</td><td class=\"right\">甲<sup><a href=\"#fn-1\" id=\"fnref-1\">[注]</a></sup></td></tr></tbody>\n\
         </table>\n</div>\n<div class=\"footnotes\">\n<div class=\"footnote\" id=\"fn-1\">\
         <span class=\"footnote-label\">[注]</span> <p>乙</p>\n</div>\n</div>\n"
    );
}

#[test]
fn the_outline_becomes_sections_without_gaps() {
    let text = "引言\n\n## 二、整改情况\n\n#### （一）关于学习方面\n\n1. 针对“甲”问题的整改\n\n   整改结果：已销号\n\n2. 针对“乙”问题的整改\n\n## 三、下一步\n";
    let mut notice = notice(text);
    let (first, second) =
        (item(&mut notice, "甲", Status::Done, Some("已销号")), item(&mut notice, "乙", Status::Unstated, None));
    heading(&mut notice, text, "## 二、整改情况", 1, HeadingRole::Part(Part::Items));
    heading(&mut notice, text, "#### （一）关于学习方面", 2, HeadingRole::Group);
    heading(&mut notice, text, "1. 针对“甲”问题的整改", 3, first);
    heading(&mut notice, text, "2. 针对“乙”问题的整改", 3, second);
    heading(&mut notice, text, "## 三、下一步", 1, HeadingRole::Part(Part::Next));
    let ids = heading_ids(&notice);
    let permalink = |id: &str| format!(" <a class=\"anchor\" href=\"#{id}\" aria-label=\"本项链接\">¶</a>");
    assert_eq!(
        render(&notice, text, &[9]),
        format!(
            "<p>引言</p>\n<section class=\"part part-items\" id=\"{}\"><h2>二、整改情况</h2>\n\
             <section class=\"group\" id=\"{}\"><h3>（一）关于学习方面</h3>\n\
             <section class=\"item\" id=\"{2}\" data-status=\"done\"><h4>1. 针对“甲”问题的整改{3} \
             <span class=\"status status-done\"><span class=\"mark\" aria-hidden=\"true\">●</span> 已完成</span> \
             <span class=\"status-raw\">已销号</span></h4>\n<p id=\"l9\">整改结果：已销号</p>\n</section>\n\
             <section class=\"item\" id=\"{4}\" data-status=\"unstated\"><h4>2. 针对“乙”问题的整改{5} \
             <span class=\"status status-unstated\"><span class=\"mark\" aria-hidden=\"true\">？</span> 未注明</span></h4>\n\
             </section>\n</section>\n</section>\n<section class=\"part part-next\" id=\"{6}\"><h2>三、下一步</h2>\n</section>\n",
            ids[0],
            ids[1],
            ids[2],
            permalink(&ids[2]),
            ids[3],
            permalink(&ids[3]),
            ids[4]
        )
    );
}

#[test]
fn items_run_in_or_stand_in_lines_of_pasted_text() {
    let text = "一、情况\n（一）关于甲的问题。一是开会。\n二是整改。\n**（二）关于乙的问题。**一是学习。";
    let mut notice = notice(text);
    notice.lines_are_paragraphs = true;
    let (first, second) =
        (item(&mut notice, "甲", Status::Unstated, None), item(&mut notice, "乙", Status::Unstated, None));
    heading(&mut notice, text, "一、情况", 1, HeadingRole::Part(Part::Items));
    heading(&mut notice, text, "（一）关于甲的问题", 2, first);
    heading(&mut notice, text, "**（二）关于乙的问题", 2, second);
    let html = render(&notice, text, &[1, 3]);
    let bare = check(&html);
    assert_eq!(
        bare.split_whitespace().collect::<String>(),
        "一、情况（一）关于甲的问题。一是开会。二是整改。（二）关于乙的问题。一是学习。"
    );
    for part in [
        "<h2 id=\"l1\">一、情况</h2>",
        "data-status=\"unstated\"><div class=\"run-in\"><h3>（一）关于甲的问题。 <a class=\"anchor\"",
        "</h3>\n<p>一是开会。</p>\n</div>\n<p id=\"l3\">二是整改。</p>\n</section>",
        "<div class=\"run-in\"><h3><strong>（二）关于乙的问题。</strong> <a",
        "</h3>\n<p>一是学习。</p>\n</div>\n</section>\n</section>\n",
    ] {
        assert!(html.contains(part), "{part}\nis not in\n{html}");
    }
}

#[test]
fn rows_of_a_table_are_items() {
    let text = "| 问题 | 状态 |\n|--|--|\n| 甲 | 已销号 |\n";
    let mut notice = notice(text);
    let role = item(&mut notice, "甲", Status::Done, Some("已销号"));
    heading(&mut notice, text, "| 甲 | 已销号 |", 1, role);
    let at = text.find("已销号").expect("it stands there");
    notice.outline[0].status_span = Some(Span::new(at, at + "已销号".len()));
    let html = render(&notice, text, &[3]);
    let row = format!(
        "<tr class=\"item\" id=\"{0}\"><td data-label=\"问题\"><span id=\"l3\"></span>甲 <a class=\"anchor\" href=\"#{0}\"",
        notice.items[0].anchor
    );
    assert!(html.contains(&row), "{html}");
    assert!(html.contains("<td data-label=\"状态\">已销号 <span class=\"status status-done\">"), "{html}");
}

#[test]
fn old_anchors_and_titles_in_the_body() {
    let text = "# 关于整改的通报\n\n针对“甲”问题的整改\n";
    let mut notice = notice(text);
    let start = text.find('关').expect("it stands there");
    let span = Span::new(start, text.find('\n').expect("a line"));
    notice.facts.title =
        Some(gongshi::notice::Found::stated("关于整改的通报".into(), gongshi::notice::Origin::Structure, 1, span));
    let role = item(&mut notice, "甲", Status::Open, None);
    heading(&mut notice, text, "针对“甲”问题的整改", 1, role);
    let anchor = notice.items[0].anchor;
    notice.facts.item_aliases = vec![("i-old".into(), Some(anchor)), ("gone".into(), None), (anchor.to_string(), None)];
    let html = render(&notice, text, &[1]);
    assert!(html.starts_with("<span id=\"gone\"></span>"), "{html}");
    assert!(
        html.contains("<span id=\"i-old\"></span>针对") && html.contains("id=\"l1\"") && !html.contains("关于整改"),
        "{html}"
    );
}

#[test]
fn plain_pages_have_titles() {
    let page = plain_page("---\ntitle: 关于本站\n---\n正文\n\n## 小节\n", &keep);
    assert_eq!((page.title.as_str(), page.html.as_str()), ("关于本站", "<p>正文</p>\n<h2>小节</h2>\n"));
    let page = plain_page("# 说明\n\n正文", &keep);
    assert_eq!((page.title.as_str(), page.html.as_str()), ("说明", "<p>正文</p>\n"));
    let page = plain_page("---\ntitle: 说明\n---\n# 说明\n\n正文", &keep);
    assert_eq!((page.title.as_str(), page.html.as_str()), ("说明", "<p>正文</p>\n"));
}

#[test]
fn deep_nesting_is_capped() {
    let html = html(&format!("{}甲", "> ".repeat(5000)));
    assert_eq!(html.matches("<blockquote>").count(), 100);
    assert!(html.contains("甲"));
}

#[test]
fn long_lines_take_linear_time() {
    let pieces =
        ["[x]: ", "<!-- x -->", "1. ", "> ", "- ", "**a ", "`", "**", "<", "[", "| a ", "![", "*a **b ", "\\*", "&lt;"];
    for piece in pieces {
        let start = std::time::Instant::now();
        html(&format!("| a |\n|--|\n\n{}甲", piece.repeat(200_000 / piece.len())));
        assert!(start.elapsed().as_secs() < 20, "{piece} took {:?}", start.elapsed());
    }
}

const TOKENS: [&str; 44] = [
    "整改",
    "关于",
    "A1",
    "，",
    "。",
    "“",
    "”",
    "\n",
    "\n\n",
    "\n",
    "  ",
    "    ",
    "\t",
    "　",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "# ",
    "### ",
    "- ",
    "1. ",
    "2) ",
    "> ",
    "| ",
    "|--|--|\n",
    "<b>",
    "</div>",
    "<!-- ",
    " -->",
    "[",
    "](x)",
    "![",
    "[^1]",
    "\n[^1]: ",
    "---\n",
    "===\n",
    "\\",
    "&amp;",
    "\u{1}",
    "\u{2}\u{2}",
    "{{",
    "<",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(TOKENS.to_vec()), 0..40).prop_map(|tokens| tokens.concat())
}

/// An outline with arbitrary headings at line starts.
fn outlined(text: &str, seed: &[(u8, u8, u8)], by_line: bool) -> Notice {
    let mut notice = notice(text);
    notice.lines_are_paragraphs = by_line;
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            lines.push((at, line.trim_end().len()));
        }
        at += line.len();
    }
    for ((start, length), (level, role, cut)) in lines.into_iter().zip(seed) {
        if *role > 5 || length == 0 {
            continue;
        }
        let role =
            if *role > 2 { item(&mut notice, "问题", Status::Done, Some("已<销>号")) } else { HeadingRole::Group };
        let end = (start + 1 + usize::from(*cut) % length..=start + length).find(|end| text.is_char_boundary(*end));
        let end = end.unwrap_or(start + length);
        notice.outline.push(Heading {
            span: Span::new(start, end),
            extent: Span::new(start, (end + usize::from(*cut)).min(text.len())),
            level: level % 6,
            number: None,
            title: "问题".into(),
            role,
            run_in: cut % 2 == 0,
            status_span: None,
        });
    }
    notice
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn any_text_gives_valid_html(text in soup(), seed in prop::collection::vec((0u8..9, 0u8..9, any::<u8>()), 12), by_line: bool) {
        let notice = outlined(&text, &seed, by_line);
        let traced: Vec<u32> = (1..text.matches('\n').count() as u32 + 2).collect();
        let html = render(&notice, &text, &traced);
        for item in &notice.items {
            let id = format!(" id=\"{}\"", item.anchor);
            prop_assert!(html.matches(&id).count() == 1, "{} in {}", id, html);
        }
        for line in traced {
            let id = format!(" id=\"l{line}\"");
            prop_assert!(html.contains(&id), "{} in {}", id, html);
        }
        prop_assert!(!html.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
    }

    #[test]
    fn no_word_is_lost_or_moved(
        tokens in prop::collection::vec(prop::sample::select(TOKENS[..28].iter().copied().filter(|token| !token.contains('`')).collect::<Vec<_>>()), 0..40),
        seed in prop::collection::vec((0u8..9, 0u8..9, any::<u8>()), 12),
        by_line: bool,
    ) {
        let text = tokens.concat();
        let notice = outlined(&text, &seed, by_line);
        let shown = check(&render(&notice, &text, &[]));
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(words(&shown), words(&text), "{}", shown);
    }
}

#[test]
fn a_line_after_a_comma_continues_the_paragraph() {
    let text = "现将有关情况通报如下。\n水库巡查，\n2024年起每日一次、\n夜间加密。\n整改完成后长期坚持。\n\n另起，\n\n一段。\n";
    let read = gongshi::read::read(&gongshi::notice::SourcePath::new("a.md"), text).notice;
    assert!(read.lines_are_paragraphs);
    let html = render(&read, text, &[]);
    for paragraph in ["水库巡查，2024年起每日一次、夜间加密。", "整改完成后长期坚持。", "另起，", "一段。"]
    {
        assert!(html.contains(&format!("<p>{paragraph}</p>")), "{paragraph}: {html}");
    }
}
