//! Documents that real programs wrote, plain texts and pages: what each must become.
//!
//! `python-docx.docx` was written by python-docx 1.2 from a script (headings, runs that are struck, hidden and raised, a
//! page break, a table with merged cells, lists, a header). `libreoffice.docx` was written by LibreOffice from a
//! document with tracked changes, hidden and struck text, a footnote, a text box, ticked boxes and a head of two rows.

use gongshi::import::{ImportRefusal, Imported, NoteKind, import};

use super::{body_of, docx, fixture, imported, notes, p};

fn statuses(imported: &Imported) -> Vec<(&str, &str)> {
    imported.notice.items.iter().map(|item| (&*item.title, item.status.label())).collect()
}

#[test]
fn documents_of_python_docx_and_libreoffice() {
    let python = fixture("python-docx.docx");
    assert_eq!(
        statuses(&python),
        [
            ("落实教育方针有差距", "已完成"),
            ("校园食堂监管不严", "正在整改"),
            ("教师培训经费使用不规范", "未完成"),
            ("台账缺失", "已完成"),
            ("公示滞后", "已完成"),
            ("采购不规范", "正在整改"),
        ]
    );
    assert_eq!(python.notice.facts.id(), "jiaoyuju-5");
    for hidden in ["周某", "会议三", "教育局文件"] {
        assert!(!python.markdown.contains(hidden), "{hidden}");
    }
    for shown in ["1.2×10⁴元", "| 2 | 公示滞后 | 基教科 | 已完成 |", "附件：\n\n1. 整改台账\n2. 问题清单\n"]
    {
        assert!(python.markdown.contains(shown), "{shown}: {}", python.markdown);
    }
    let told = [NoteKind::Hidden, NoteKind::Struck, NoteKind::HeaderFooter]
        .map(|kind| python.notes.iter().find(|note| note.kind == kind).map(|note| note.characters));
    assert_eq!(told, [Some(7), Some(1), Some(8)]);

    let libre = fixture("libreoffice.docx");
    assert_eq!(
        statuses(&libre),
        [("食堂监管不严", "已完成"), ("培训经费使用不规范", "未完成"), ("档案缺失", "正在整改")]
    );
    for hidden in ["周某", "9527", "已退款"] {
        assert!(!libre.markdown.contains(hidden), "{hidden}");
    }
    for shown in ["约谈12人，通报2起。", "责任单位：办公室", "| 项目 | 投入人员 | 投入资金 |", "[^1]: 不含民办学校。"]
    {
        assert!(libre.markdown.contains(shown), "{shown}: {}", libre.markdown);
    }
    assert_eq!(libre.notice.facts.date.as_ref().map(|date| date.value.to_string()).as_deref(), Some("2023-11-20"));
    let deleted =
        libre.notes.iter().find(|note| note.kind == NoteKind::Deleted).map(|note| (note.places, note.characters));
    assert_eq!(deleted, Some((1, 7)));
}

#[test]
fn only_lines_of_a_fixed_width_are_joined() {
    let text = "中共桐溪县审计局党组关于县委第五轮巡察整改情况\n的通报\n\n\
                \u{20}   2023年5月8日至6月30日，县委第二巡察组对县审计局党组开展\n了巡察，2023年8月2日反馈了巡察意见。按照有关规定，现将整改\n情况通报如下。\n\
                \u{20}   一、整改落实情况\n\
                \u{20}   （一）关于审计项目计划调整随意、审计报告出具不及时、审计\n结果运用不充分的问题。\n\
                \u{20}   整改情况：修订计划管理办法，项目调整一律报批，报告出具时\n限压缩到六十天。\n\
                \u{20}   整改结果：已完成\n";
    let result = imported("x.txt", text.as_bytes());
    assert_eq!(result.notice.facts.title(), "中共桐溪县审计局党组关于县委第五轮巡察整改情况的通报");
    assert_eq!(statuses(&result), [("审计项目计划调整随意、审计报告出具不及时、审计结果运用不充分", "已完成")]);
    assert!(result.markdown.contains("报告出具时限压缩到六十天。\n"), "{}", result.markdown);
    let note = result.notes.iter().find(|note| note.kind == NoteKind::Wrapped).map(|note| note.places);
    assert_eq!(note, Some(5));
    let page = "桐溪县审计局关于巡察整改情况的通报\n\n县委第二巡察组对县审计局党组开展了巡察，反馈了意\n\u{c}\n见。\n\n正文。\n";
    let result = imported("x.txt", page.as_bytes());
    assert!(result.markdown.contains("反馈了意见。\n"), "{}", result.markdown);
}

#[test]
fn signs_in_plain_text_are_not_markdown() {
    let text = "桐溪县审计局关于巡察整改情况的通报\n\n现将有关情况通报如下。\n\n长宽高为7*8*9米；编号_a_与_b_；（_c_）见[表](x)；<!-- 不是注释 -->尾。\n\n>60分\n\n+ 5度\n\n```\n\n正文。\n";
    let body = body_of(&imported("x.txt", text.as_bytes()).markdown).to_owned();
    for line in [
        "长宽高为7\\*8\\*9米；编号_a_与_b\\_；（\\_c\\_）见\\[表](x)；&lt;!-- 不是注释 -->尾。",
        "\\>60分",
        "\\+ 5度",
        "\\`\\`\\`",
    ] {
        assert!(body.lines().any(|own| own == line), "{line}\n{body}");
    }
    let meant = "# 桐溪县审计局关于巡察整改情况的通报\n\n现将有关情况通报如下。\n\n## 一、组织\n\n**加粗**的话。\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n";
    let body = body_of(&imported("x.txt", meant.as_bytes()).markdown).to_owned();
    assert!(body.contains("## 一、组织\n\n**加粗**的话。\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n"), "{body}");
}

#[test]
fn rules_around_the_first_lines_are_not_front_matter() {
    for text in [
        "---\n桐溪县审计局关于巡察整改情况的通报\n来源：审计局\n---\n一、台账缺失\n整改结果：已完成\n",
        "---\n桐溪县审计局关于巡察整改情况的通报\n现将整改情况通报如下：\n一、台账缺失\n整改结果：已完成\n---\n审计局\n",
    ] {
        let result = imported("x.txt", text.as_bytes());
        assert_eq!(result.format, gongshi::import::FileFormat::Text);
        assert_eq!(statuses(&result), [("台账缺失", "已完成")], "{}", result.markdown);
    }
    let notice = "---\ntitle: 通报\n# 状态: 无\nunits:\n  - 甲局\n---\n正文。\n";
    assert_eq!(imported("x.txt", notice.as_bytes()).markdown, notice);
}

#[test]
fn only_the_article_of_a_page_is_imported() {
    let page = |charset: &str| {
        format!(
            "<html><head><meta charset=\"{charset}\"><title>通报</title><style>.no{{display:none}}</style></head><body>\
             <div class=\"crumb\">当前位置：首页</div><div class=\"content\"><h1>桐溪县审计局关于巡察整改情况的通报</h1>\
             <p>来源：县审计局　发布时间：2023-11-20 10:30　浏览次数：128</p><p>现将有关情况通报如下。</p>\
             <p class=\"no\">藏一</p><p style=\"visibility: hidden\">藏二</p><p>面积50m<sup>2</sup><del>藏三</del></p>\
             <table><tr><th rowspan=\"2\">序号</th><th rowspan=\"2\">存在问题</th><th colspan=\"2\">整改</th></tr>\
             <tr><th>措施</th><th>状态</th></tr><tr><td>1</td><td>台账缺失</td><td>补登</td><td rowspan=\"2\">已完成</td></tr>\
             <tr><td>2</td><td>公示滞后</td><td>建制</td></tr></table><p>打印 关闭</p></div>\
             <div class=\"footer\">版权所有</div></body></html>"
        )
    };
    let expected = "现将有关情况通报如下。\n\n面积50m²\n\n| 序号 | 存在问题 | 整改措施 | 整改状态 |\n| --- | --- | --- | --- |\n\
                    | 1 | 台账缺失 | 补登 | 已完成 |\n| 2 | 公示滞后 | 建制 | 已完成 |\n";
    let gbk = |charset: &str| encoding_rs::GBK.encode(&page(charset)).0.into_owned();
    for bytes in [page("utf-8").into_bytes(), page("gbk").into_bytes(), gbk("gb2312"), gbk("utf-8")] {
        let result = imported("x.html", &bytes);
        assert_eq!(body_of(&result.markdown), expected);
        assert_eq!(result.notice.facts.date.as_ref().map(|date| date.value.to_string()).as_deref(), Some("2023-11-20"));
        let hidden = notes(&result).into_iter().find(|(kind, ..)| *kind == NoteKind::Hidden);
        assert_eq!(hidden, Some((NoteKind::Hidden, 1, 4)));
    }
}

#[test]
fn other_formats_are_refused_by_name() {
    let cases: [(&str, &[u8], ImportRefusal); 10] = [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ImportRefusal::OldWord),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ImportRefusal::OldWps),
        ("a.docx", b"%PDF-1.4", ImportRefusal::Pdf),
        ("a.txt", b"{\\rtf1", ImportRefusal::Rtf),
        ("a.odt", b"\x00\x01", ImportRefusal::OpenDocument),
        ("a.mht", b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n", ImportRefusal::WebArchive),
        ("a.eml", "正文".as_bytes(), ImportRefusal::WebArchive),
        ("a.rar", b"Rar!\x1a\x07", ImportRefusal::Archive),
        (
            "a.xml",
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>",
            ImportRefusal::WordXml,
        ),
        ("a.jpg", b"\xff\xd8\xff\xe0", ImportRefusal::Picture),
    ];
    for (name, bytes, refusal) in cases {
        assert_eq!(import(name, bytes).map(|imported| imported.markdown), Err(refusal), "{name}");
    }
    for (parts, refusal) in [
        ([("OFD.xml", "x"), ("Doc_0/Document.xml", "x")], ImportRefusal::Ofd),
        ([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "x")], ImportRefusal::OpenDocument),
        ([("ppt/presentation.xml", "x"), ("[Content_Types].xml", "x")], ImportRefusal::Slides),
    ] {
        assert_eq!(import("a.zip", &super::package(&parts)).map(|imported| imported.markdown), Err(refusal));
    }
    for refusal in [ImportRefusal::OldWord, ImportRefusal::OldWps, ImportRefusal::Ofd, ImportRefusal::WebArchive] {
        assert!(refusal.zh().contains("另存为") && refusal.zh().contains(".docx"), "{}", refusal.zh());
    }
}

#[test]
fn a_page_copied_into_a_text_or_a_document_loses_what_its_site_put_around_it() {
    let article = [
        "现将有关情况通报如下。",
        "一、整改情况",
        "1.关于台账不全的问题。",
        "整改结果：已完成",
        "时间：另行通知",
        "桐溪县水务局",
        "日期：2023年11月18日",
    ];
    let above = [
        "机构概况 | 通知公告 | 水情 | 办事服务",
        "您现在的位置：首页 > 巡察整改",
        "桐溪县水务局关于巡察整改情况的通报",
        "发布时间：2023-11-20 10:30 来源：桐溪县水务局 浏览次数：128",
        "【字体：大 中 小】 打印",
    ];
    let below = ["上一篇：关于停水的公告", "相关链接", "县农业局关于巡察整改情况的通报"];
    let lines: Vec<&str> = above.iter().chain(&article).chain(&below).copied().collect();
    let left_out: usize = above.iter().chain(&below).filter(|line| **line != above[2]).map(|line| visible(line)).sum();
    let expected = "现将有关情况通报如下。\n\n## 一、整改情况\n\n### 1.关于台账不全的问题。\n\n整改结果：已完成\n\n\
                    时间：另行通知\n\n桐溪县水务局\n\n日期：2023年11月18日\n";
    let paragraphs: String = lines.iter().map(|line| p(&line.replace('>', "&gt;"))).collect();
    for (name, bytes) in [("x.txt", lines.join("\n").into_bytes()), ("x.docx", docx(&paragraphs, "", &[]))] {
        let imported = imported(name, &bytes);
        assert_eq!(body_of(&imported.markdown), expected, "{name}");
        assert_eq!(imported.notice.facts.title(), above[2], "{name}");
        assert_eq!(
            imported.notice.facts.date.as_ref().map(|date| date.value.to_string()).as_deref(),
            Some("2023-11-20")
        );
        assert_eq!(notes(&imported), [(NoteKind::Boilerplate, 1, left_out)], "{name}");
        assert!(imported.notes[0].after.is_empty(), "{name}");
    }
}

#[test]
fn words_beside_a_title_are_kept() {
    let title = "桐溪县水务局关于县委第三轮巡察整改情况的通报";
    for (head, beside) in [
        (format!("{title}\n【2023-11-20】【办公室】"), "【2023-11-20】【办公室】\n\n"),
        (format!("2023-11-20 {title} 来源：办公室"), "2023-11-20\n\n来源：办公室\n\n"),
        (format!("**{title}**"), ""),
    ] {
        let imported = imported("x.txt", format!("{head}\n\n现将有关情况通报如下。\n").as_bytes());
        assert_eq!(body_of(&imported.markdown), format!("{beside}现将有关情况通报如下。\n"), "{head}");
        assert_eq!(imported.notice.facts.title(), title, "{head}");
        let date = imported.notice.facts.date.map(|date| date.value.to_string());
        assert_eq!(date.as_deref(), (!beside.is_empty()).then_some("2023-11-20"), "{head}");
    }
}

#[test]
fn control_characters_of_a_text_do_not_make_its_notice_binary() {
    for name in ["x.md", "x.txt"] {
        let text = "桐溪县水务局关于巡察整改情况的通报\n\n整改\u{1}\u{2}\u{b}继续推进。\n";
        let imported = imported(name, text.as_bytes());
        assert!(imported.markdown.contains("整改继续推进。"), "{name}: {}", imported.markdown);
        // nor is a text with a few broken bytes read where it has a NUL
        let broken = [text.repeat(99).as_bytes(), b"\xe6\x95\0"].concat();
        assert_eq!(import(name, &broken).map(|imported| imported.markdown), Err(ImportRefusal::Binary), "{name}");
    }
}

/// How many characters of a line can be seen.
fn visible(line: &str) -> usize {
    line.chars().filter(|c| !c.is_whitespace()).count()
}
