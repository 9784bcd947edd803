//! Single things of saved pages: what is hidden stays hidden, what is seen is kept, and numbers stay the numbers they are.

use gongshi::import::NoteKind;

use super::{body_of, imported, notes};

/// The body of the notice made from a page with this style sheet and these elements.
fn body(sheet: &str, elements: &str) -> String {
    let lead = "现将有关情况通报如下。";
    let page = format!(
        "<html><head><style>{sheet}</style></head><body><h1>桐溪县水务局关于巡察整改情况的通报</h1><p>{lead}</p>{elements}\
         <p>特此通报。</p></body></html>"
    );
    let markdown = imported("x.html", page.as_bytes()).markdown;
    let body = body_of(&markdown).trim().strip_prefix(lead).expect("the lead").trim();
    body.strip_suffix("特此通报。").expect("the end").trim().to_owned()
}

#[test]
fn hidden_words_stay_hidden_and_seen_words_are_kept() {
    let sheet = ".off{position:absolute;left:-9999px} .pale{color:#fefefe} .dark{background:#036} div.box > p{opacity:0}\
                 .zero{font-size:0} @media print{.shown{display:none}} .faint *{color:transparent}";
    for hidden in [
        "<p class=off>藏</p>",
        "<p class=pale>藏</p>",
        "<p>见<span style='color:white'>藏</span></p>",
        "<p>见<font color='#FFFFFF'>藏</font></p>",
        "<div class=box><p>藏</p></div>",
        "<div class=zero>藏<span style='font-size:14px'>见</span></div>",
        "<p style='clip-path:inset(50%)'>藏</p>",
        "<p style='height:0;overflow:hidden'>藏</p>",
        "<p style='visibility:hidden'>藏<span style='visibility:visible'>见</span></p>",
        "<div class=faint><p>藏</p></div>",
        "<dialog><p>藏</p></dialog>",
        "<p class=dark style='background:white;color:white'>藏</p>",
    ] {
        let expected = if hidden.contains('见') { "见" } else { "" };
        assert_eq!(body(sheet, hidden), expected, "{hidden}");
    }
    for seen in [
        "<p class=dark style='color:white'>见</p>",
        "<table bgcolor='#003366'><tr><td><font color=white>见</font></td></tr></table>",
        "<p class=shown>见</p>",
        "<p class=box>见</p>",
        "<p style='margin-left:-21.0pt;text-indent:-2em'>见</p>",
        "<p class=pale><span style='color:#333'>见</span></p>",
    ] {
        assert_eq!(body(sheet, seen), "见", "{seen}");
    }
}

#[test]
fn numbers_of_html_lists_are_kept() {
    for (elements, expected) in [
        ("<p>面积10<span style='vertical-align:super'>4</span>亩</p>", "面积10⁴亩"),
        ("<p>面积10<span class=up>4</span>亩</p>", "面积10⁴亩"),
        ("<p>面积10<span style='position:relative;top:-6.0pt;mso-text-raise:6.0pt'>4</span>亩</p>", "面积10⁴亩"),
        ("<p>CO<span style='vertical-align:sub'>2</span></p>", "CO₂"),
        ("<p>完成<math><mfrac><mn>17</mn><mn>25</mn></mfrac></math></p>", "完成17/25"),
        ("<p>共<math><msup><mn>10</mn><mn>5</mn></msup></math>元</p>", "共10⁵元"),
        ("<p>共3<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>亩</p>", "共3 1/2亩"),
        ("<p>共<math><semantics><msqrt><mn>2</mn></msqrt><annotation>藏</annotation></semantics></math></p>", "共√2"),
        // a line set a little higher is a line
        ("<p>共<span style='vertical-align:1px'>12</span>项</p>", "共12项"),
    ] {
        assert_eq!(body(".up{vertical-align:super}", elements), expected, "{elements}");
    }
}

#[test]
fn a_rowspan_of_zero_reaches_the_last_row() {
    let table = "<table><tbody><tr><td>序号</td><td>存在问题</td><td>整改状态</td></tr>\
                 <tr><td>1</td><td>台账缺失</td><td rowspan=0>已完成</td></tr><tr><td>2</td><td>公示滞后</td></tr></tbody>\
                 <tbody><tr><td>3</td><td>值班脱岗</td><td>正在整改</td></tr></tbody></table>";
    assert_eq!(
        body("", table),
        "| 序号 | 存在问题 | 整改状态 |\n| --- | --- | --- |\n| 1 | 台账缺失 | 已完成 |\n| 2 | 公示滞后 | 已完成 |\n\
         | 3 | 值班脱岗 | 正在整改 |"
    );
}

#[test]
fn tables_of_contents_are_left_out() {
    let text = "<h2 id=a>一、台账不全</h2><p>已补登。</p><h2 id=b>二、采购拖延</h2><p>已招标。</p>\
                <h2 id=c>三、值班脱岗</h2><p>已约谈。</p>";
    let expected = "## 一、台账不全\n\n已补登。\n\n## 二、采购拖延\n\n已招标。\n\n## 三、值班脱岗\n\n已约谈。";
    for contents in [
        "<p class=MsoTocHeading>目录</p><p class=MsoToc1><a href='#a'>一、台账不全 1</a></p><p class=MsoToc2>二、采购拖延 2</p>",
        "<ul><li><a href='#a'>一、台账不全</a></li><li><a href='#b'>二、采购拖延</a></li><li><a href='#c'>三、值班脱岗</a></li></ul>",
        "<p>目　录</p><p><a href='#a'>一、台账不全</a>……1</p>",
        "<p>一、台账不全1</p><p>二、采购拖延1</p><p>三、值班脱岗2</p>",
    ] {
        assert_eq!(body("", &format!("{contents}{text}")), expected, "{contents}");
    }
    let reference = "<p>见<a href='#a'>第一部分</a>。</p><p><a href='#nowhere'>甲</a></p><p><a href='#nowhere'>乙</a></p>\
                     <p><a href='#nowhere'>丙</a></p>";
    assert!(body("", &format!("{reference}{text}")).starts_with("见第一部分。\n\n甲\n\n乙\n\n丙\n\n##"));
}

#[test]
fn lines_that_a_page_cuts_are_joined() {
    let lines = [
        "整改工作领导小组先后召开六次专题会议，逐条研究巡察反馈的问题，",
        "明确责任领导、责任科室和完成时限，建立问题、任务、责任三张清单",
        "，实行销号管理，每周调度一次，每月通报一次，推动问题逐项整改到",
        "位。截至目前，已完成十二项。",
    ];
    let joined = lines.concat();
    assert_eq!(body("", &format!("<p>{}</p>", lines.join("<br>"))), joined);
    assert_eq!(body("", &lines.map(|line| format!("<p>{line}</p>")).concat()), joined);
    let pages = format!("<p>{}<br style='page-break-before:always'>{}</p>", lines[1], lines[2]);
    assert_eq!(body("", &pages), [lines[1], lines[2]].concat());
    // paragraphs of an old page
    let own = "一、台账不全<br>已补登台账。<br>二、采购拖延<br>已重新招标<br>";
    assert_eq!(body("", own), "## 一、台账不全\n\n已补登台账。\n\n## 二、采购拖延\n\n已重新招标");
}

#[test]
fn omissions_are_counted_at_their_place() {
    let page = "<html><body><p>桐溪县水务局关于巡察整改情况的通报</p><p>现将有关情况通报如下。<i style='opacity:0'>藏一</i></p>\
                <p>特此通报。</p></body></html>";
    let imported = imported("x.html", page.as_bytes());
    assert_eq!(notes(&imported), [(NoteKind::Hidden, 1, 2)]);
    assert_eq!(imported.notes[0].after, ["现将有关情况通报如下。"]);
}

#[test]
fn visible_values_of_a_form_are_text() {
    for (elements, expected) in [
        ("<p>结果：<select><option>未完成</option><option selected>已完成</option></select>。</p>", "结果：已完成。"),
        ("<p>结果：<select><option>请选择</option><option>已完成</option></select></p>", "结果："),
        ("<p>结果：<select><option selected>请选择状态<option>已完成</select></p>", "结果："),
        (
            "<p>单位：<select multiple><option selected>甲局<option>乙局<option selected>丙局</select></p>",
            "单位：甲局、丙局",
        ),
        ("<p><input type=radio checked>是<input type=radio>否</p>", "☑是☐否"),
        ("<p>责任人：<input value='王某' readonly>，电话：<input type=tel value=0999></p>", "责任人：王某，电话：0999"),
        ("<p>措施：<textarea>一是补登。\n二是公示。</textarea></p>", "措施：一是补登。\n\n二是公示。"),
        ("<form><input type=text value=关键字><input type=submit value=搜索></form>", ""),
        ("<p>结果：<select style='display:none'><option selected>藏</option></select>见</p>", "结果：见"),
        ("<p>密码：<input type=password value=藏><input type=hidden value=藏></p>", "密码："),
    ] {
        assert_eq!(body("", elements), expected, "{elements}");
    }
}

#[test]
fn numbers_written_by_word_are_typed_numbers() {
    let number = |number: &str, style: &str| {
        format!(
            "<p><![if !supportLists]><span style='{style}mso-list:Ignore'>{number}<span style='font:7.0pt \"Times\"'>\
             &nbsp;&nbsp;&nbsp; </span></span><![endif]>台账不全</p>"
        )
    };
    for (mark, style, expected) in [
        ("1.", "", "1. 台账不全"),
        ("一、", "", "一、台账不全"),
        ("（二）", "", "（二）台账不全"),
        ("l", "font-family:Wingdings;", "- 台账不全"),
    ] {
        let shown = body("", &number(mark, style));
        assert_eq!(shown.trim_start_matches(['#', ' ']), expected);
    }
    let comments = "<p>见<span class=MsoCommentReference>[甲1]</span></p><div style='mso-element:comment-list'><p>藏</p></div>\
                    <div style='mso-element:footer'><p>藏</p></div>";
    assert_eq!(body("", comments), "见");
    let filled = "<p>地址：滨河路6号&nbsp;&nbsp;&nbsp; 邮编：999000</p>";
    assert_eq!(body("", filled), "地址：滨河路6号 邮编：999000");
}

#[test]
fn furniture_around_an_article_is_left_out() {
    let before =
        "<table><tr><td>首页 | 信息公开 | 互动交流</td></tr><tr><td>当前位置：首页 &gt; 公示</td></tr><tr><td>";
    let after = "<p>分享到：微信 微博</p><p>相关阅读：</p><ul><li>1.关于乙局预警迟缓的问题</li><li>乙局整改通报 2021-01-01</li></ul>\
                 <p>版权所有：某县政府</p></td></tr></table>";
    let article = "<p>桐溪县水务局关于巡察整改情况的通报</p>\
                   <p><span>发布时间：2023-11-20 10:30</span><span>来源：县水务局</span><span>字号：[大][中][小]</span></p>\
                   <p>现将有关情况通报如下。</p><p>1.关于台账不全的问题。</p><p>整改结果：已完成</p><p>首页 | 关于首页更新不及时的问题</p>";
    let page = format!("<html><body>{before}{article}{after}</body></html>");
    let imported = imported("x.html", page.as_bytes());
    assert_eq!(
        body_of(&imported.markdown),
        "现将有关情况通报如下。\n\n## 1.关于台账不全的问题。\n\n整改结果：已完成\n\n首页 | 关于首页更新不及时的问题\n"
    );
    assert_eq!(imported.notice.facts.date.map(|date| date.value.to_string()).as_deref(), Some("2023-11-20"));
    assert_eq!(imported.notice.facts.issuer.map(|issuer| issuer.value.as_written).as_deref(), Some("县水务局"));
    assert_eq!(imported.notice.items.len(), 1);
}

#[test]
fn white_table_heads_are_read_if_the_style_sheet_is_missing() {
    let table = "<table><tr class=head><td style='color:#fff'>序号</td><th><font color=white>问题</font></th></tr>\
                 <tr><td>1</td><td>台账不全<font color=white>藏</font></td></tr></table>";
    let sheet = "<link rel=stylesheet href=a.css>";
    let shown = "| 序号 | 问题 |\n| --- | --- |\n| 1 | 台账不全 |";
    assert_eq!(body("", &format!("{sheet}{table}")), shown);
    assert!(!body("", table).contains("序号"));
    // a class alone makes no row dark, nor does a head in which other words are read
    for hidden in [
        "<table><tr><td>序号</td><td>问题</td></tr><tr class=odd><td>1</td><td>台账不全<i style='color:#fff'>藏</i></td></tr></table>",
        "<table><tr class=head><td>序号</td><td>问题<font color=white>藏</font></td></tr><tr><td>1</td><td>台账不全</td></tr></table>",
        "<table><tr><td>序号</td><td>问题</td></tr><tr class=odd style='color:white'><td>藏</td><td>藏</td></tr>\
         <tr><td>1</td><td>台账不全</td></tr></table>",
    ] {
        assert_eq!(body("", &format!("{sheet}{hidden}")), shown, "{hidden}");
    }
    assert_eq!(body("", &format!("{sheet}<p style='color:white'>藏</p>")), "");
}

#[test]
fn the_bytes_decide_the_encoding_not_the_declaration() {
    let page = |label: &str| {
        format!(
            "<html><head><meta charset={label}></head><body><p>桐溪县水务局关于巡察整改情况的通报</p><p>现将有关情况通报如下。{}</p></body></html>",
            "继续整改。".repeat(200)
        )
    };
    let right = imported("x.html", page("utf-8").as_bytes()).markdown;
    assert_eq!(imported("x.html", page("gb2312").as_bytes()).markdown, right);
    assert_eq!(imported("x.html", &encoding_rs::GB18030.encode(&page("utf-8")).0).markdown, right);
    // a page that was cut within a character
    let mut cut = page("gb2312").into_bytes();
    cut.extend(b"<p>\xe6\x95</p>");
    let cut = imported("x.html", &cut);
    assert!(cut.markdown.contains("现将有关情况通报如下。"), "{}", cut.markdown);
    assert!(cut.notes.iter().any(|note| note.kind == NoteKind::Undecodable));
}

#[test]
fn a_table_of_one_column_is_layout() {
    let page = "<html><body><table><tr><td><h1>桐溪县水务局关于巡察整改情况的通报</h1><span>2023-12-05 16:20</span>&nbsp;\
                <span>来源：县水务局</span></td></tr><tr><td><p>现将有关情况通报如下。</p><p>1.关于台账不全的问题。</p>\
                <p>整改结果：已完成</p></td></tr></table></body></html>";
    let imported = imported("x.html", page.as_bytes());
    assert_eq!(imported.notice.facts.title(), "桐溪县水务局关于巡察整改情况的通报");
    assert_eq!(
        body_of(&imported.markdown),
        "现将有关情况通报如下。\n\n## 1.关于台账不全的问题。\n\n整改结果：已完成\n"
    );
}
