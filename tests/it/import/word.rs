//! Single things of Word documents: each in a small document, with the Markdown it must give.

use gongshi::import::{ImportRefusal, NoteKind, import};

use super::{body_of, docx, imported, notes, p};

/// The body of the notice made from a document with this XML.
fn body(xml: &str) -> String {
    let lead = "现将有关情况通报如下。";
    let around = [p("桐溪县水务局关于巡察整改情况的通报"), p(lead), xml.to_owned()].concat();
    let markdown = imported("x.docx", &docx(&around, "", &[])).markdown;
    body_of(&markdown).trim().strip_prefix(lead).expect("the lead").trim().to_owned()
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn row(cells: &[(&str, &str)]) -> String {
    format!("<w:tr>{}</w:tr>", cells.iter().map(|(own, text)| cell(own, text)).collect::<String>())
}

fn table(rows: &[&[(&str, &str)]]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(|cells| row(cells)).collect::<String>())
}

#[test]
fn numbers_of_word_lists_are_kept() {
    let math = |inner: &str| format!("<w:p>{}<m:oMath>{inner}</m:oMath></w:p>", run("", "共"));
    let t = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let raised = "<w:vertAlign w:val=\"superscript\"/>";
    let lowered = "<w:vertAlign w:val=\"subscript\"/>";
    let eq = |code: &str| {
        format!(
            "<w:p>{}<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>eq {code}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
            run("", "共")
        )
    };
    let cases = [
        (math(&format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", t("17"), t("25"))), "共17/25"),
        (math(&format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", t("10"), t("5"))), "共10⁵"),
        (math(&format!("{}<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", t("3"), t("1"), t("2"))), "共3 1/2"),
        (math(&format!("<m:rad><m:deg/><m:e>{}</m:e></m:rad>", t("2"))), "共√2"),
        (eq("\\f(17,25)"), "共17/25"),
        (eq("\\o\\ac(○,3)"), "共③"),
        (format!("<w:p>{}{}</w:p>", run("", "120m"), run(raised, "2")), "120m²"),
        (format!("<w:p>{}{}{}</w:p>", run("", "共"), run(raised, "17"), run(lowered, "25")), "共17/25"),
        (format!("<w:p>{}{}</w:p>", run("", "CO"), run(lowered, "2")), "CO₂"),
        (
            format!("<w:p>{}{}{}</w:p>", run("", "120m"), run("<w:position w:val=\"8\"/>", "2"), run("", "地")),
            "120m²地",
        ),
        (format!("<w:p>{}{}</w:p>", run("", "CO"), run("<w:position w:val=\"-6\"/>", "2")), "CO₂"),
        // a whole line that is moved is a line, and a little is nothing
        (
            format!(
                "<w:p>{0}{1}{0}</w:p>",
                run("<w:position w:val=\"8\"/>", "共"),
                run("<w:position w:val=\"8\"/>", "12")
            ),
            "共12共",
        ),
        (format!("<w:p>{}{}</w:p>", run("", "共"), run("<w:position w:val=\"2\"/>", "12")), "共12"),
        (format!("<w:p>{}{}</w:p>", run("", "共"), run("<w:eastAsianLayout w:combine=\"1\"/>", "1725")), "共17/25"),
    ];
    for (xml, expected) in cases {
        assert_eq!(body(&xml), expected);
    }
}

#[test]
fn boxes_and_symbols() {
    let cases = [
        ("<w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/>", "是☑"),
        ("<w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/>", "是☐"),
        ("<w:sym w:font=\"Symbol\" w:char=\"F0B3\"/>", "是≥"),
        ("<w:rPr><w:rFonts w:ascii=\"Wingdings 2\"/></w:rPr><w:t>R</w:t>", "是☑"),
        (
            "<w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default w:val=\"0\"/><w:checked/></w:checkBox>\
             </w:ffData></w:fldChar><w:instrText>FORMCHECKBOX</w:instrText><w:fldChar w:fldCharType=\"end\"/>",
            "是☑",
        ),
    ];
    for (xml, expected) in cases {
        assert_eq!(body(&format!("<w:p>{}<w:r>{xml}</w:r></w:p>", run("", "是"))), expected);
    }
    let lost = imported(
        "x.docx",
        &docx("<w:p><w:r><w:t>甲</w:t><w:sym w:font=\"Wingdings 3\" w:char=\"F021\"/></w:r></w:p>", "", &[]),
    );
    assert_eq!(notes(&lost), [(NoteKind::Symbols, 1, 1)]);
    assert_eq!(lost.notes[0].after, ["甲"]);
}

#[test]
fn merged_cells_are_at_their_first_cell() {
    let (start, goes_on, two) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>", "<w:gridSpan w:val=\"2\"/>");
    let head: &[(&str, &str)] = &[("", "序号"), ("", "存在问题"), ("", "责任单位"), ("", "整改状态")];
    let status = table(&[
        head,
        &[("", "1"), ("", "台账缺失"), (start, "办公室"), (start, "已完成")],
        &[("", "2"), ("", "公示滞后"), (goes_on, ""), (goes_on, "")],
    ]);
    assert_eq!(
        body(&status),
        "| 序号 | 存在问题 | 责任单位 | 整改状态 |\n| --- | --- | --- | --- |\n| 1 | 台账缺失 | 办公室 | 已完成 |\n\
         | 2 | 公示滞后 | 办公室 | 已完成 |"
    );
    let problem = table(&[
        head,
        &[(start, "1"), (start, "台账缺失"), ("", "办公室"), ("", "已完成")],
        &[(goes_on, ""), (goes_on, ""), ("", "财务科"), ("", "正在整改")],
        &[("", "2"), ("", "公示滞后"), ("", "办公室"), ("", "已完成")],
    ]);
    assert_eq!(
        body(&problem),
        "| 序号 | 存在问题 | 责任单位 | 整改状态 |\n| --- | --- | --- | --- |\n\
         | 1 | 台账缺失 | 办公室；财务科 | 已完成；正在整改 |\n| 2 | 公示滞后 | 办公室 | 已完成 |"
    );
    let two_heads = table(&[
        &[(start, "序号"), (start, "存在问题"), (two, "责任")],
        &[(goes_on, ""), (goes_on, ""), ("", "单位"), ("", "时限")],
        &[("", "1"), ("", "台账缺失"), ("", "办公室"), ("", "2024年6月")],
    ]);
    assert_eq!(
        body(&two_heads),
        "| 序号 | 存在问题 | 责任单位 | 责任时限 |\n| --- | --- | --- | --- |\n| 1 | 台账缺失 | 办公室 | 2024年6月 |"
    );
    let three_heads = table(&[
        &[(start, "序　号"), (start, "存在问题"), ("<w:gridSpan w:val=\"3\"/>", "整改落实")],
        &[(goes_on, ""), (goes_on, ""), (start, "整改措施"), (two, "完成情况")],
        &[(goes_on, ""), (goes_on, ""), (goes_on, ""), ("", "时限"), ("", "状态")],
        &[("", "1"), ("", "台账缺失"), ("", "补登"), ("", "2024年6月"), ("", "已完成")],
    ]);
    assert_eq!(
        body(&three_heads),
        "| 序号 | 存在问题 | 整改措施 | 完成情况时限 | 完成情况状态 |\n| --- | --- | --- | --- | --- |\n\
         | 1 | 台账缺失 | 补登 | 2024年6月 | 已完成 |"
    );
    let spanned = table(&[
        &[("", "存在问题"), ("", "整改措施"), ("", "整改状态")],
        &[("", "甲|乙接口不通"), ("", "补登"), ("", "已完成")],
        &[("", "公示滞后"), (two, "未完成")],
    ]);
    assert_eq!(
        body(&spanned),
        "| 存在问题 | 整改措施 | 整改状态 |\n| --- | --- | --- |\n| 甲\\|乙接口不通 | 补登 | 已完成 |\n\
         | 公示滞后 | 未完成 | 未完成 |"
    );
    let lead = "2023年5月8日至6月30日，县委第二巡察组对县水务局党组开展了巡察，2023年8月2日反馈了巡察意见。现将整改情况通报如下。";
    let title = "中共桐溪县水务局党组关于县委第三轮巡察整改情况的通报";
    let in_notice = [p(title), p(lead), p("一、整改情况"), spanned].concat();
    let items: Vec<_> = imported("x.docx", &docx(&in_notice, "", &[])).notice.items;
    assert_eq!(items.iter().map(|item| item.status.label()).collect::<Vec<_>>(), ["已完成", "未完成"]);
    let margins = "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr><w:tc><w:p><w:r><w:t>状态</w:t></w:r></w:p></w:tc>\
                   </w:tr><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>已完成</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(body(margins), "|  | 状态 |\n| --- | --- |\n| 甲 | 已完成 |");
}

#[test]
fn paragraphs_end_as_in_word() {
    let deleted_mark =
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", run("", "整改结果：未完"), p("成"));
    assert_eq!(body(&deleted_mark), "整改结果：未完成");
    let style_separator = format!(
        "<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>{}</w:p>{}",
        run("", "（一）关于台账的问题"),
        p("一是补登。")
    );
    assert_eq!(body(&style_separator), "## （一）关于台账的问题\n\n一是补登。");
    let page = "<w:p><w:r><w:t>上页</w:t><w:br w:type=\"page\"/><w:t>下页</w:t></w:r></w:p>";
    assert_eq!(body(page), "上页\n\n下页");
}

#[test]
fn white_words_on_paper_are_hidden() {
    let white = run("<w:color w:val=\"FFFFFF\"/>", "线索");
    let shaded = format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"000080\"/></w:tcPr><w:p>{white}</w:p></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("乙")
    );
    assert_eq!(body(&format!("<w:p>{}{white}</w:p>", run("", "甲"))), "甲");
    assert!(body(&shaded).contains("线索"));
}

#[test]
fn tables_inside_cells_keep_their_cells_apart() {
    let holds = |inner: &str| format!("<w:tc>{inner}<w:p/></w:tc>");
    let people = table(&[&[("", "科室"), ("", "人数")], &[("", "办公室"), ("", "3")]]);
    let measures = format!(
        "<w:tbl>{}<w:tr>{}{}{}{}</w:tr></w:tbl>",
        row(&[("", "序号"), ("", "存在问题"), ("", "整改措施"), ("", "整改状态")]),
        cell("", "1"),
        cell("", "台账缺失"),
        holds(&format!("{}{people}", p("增加人手。"))),
        cell("", "已完成"),
    );
    assert_eq!(
        body(&measures),
        "| 序号 | 存在问题 | 整改措施 | 整改状态 |\n| --- | --- | --- | --- |\n\
         | 1 | 台账缺失 | 增加人手。科室，人数；办公室，3 | 已完成 |"
    );
    let problems = table(&[&[("", "存在问题"), ("", "整改状态")], &[("", "台账缺失"), ("", "已完成")]]);
    let expected = "| 存在问题 | 整改状态 |\n| --- | --- |\n| 台账缺失 | 已完成 |";
    let framed = format!("<w:tbl>{}<w:tr>{}</w:tr></w:tbl>", row(&[("", "整改台账")]), holds(&problems));
    assert_eq!(body(&framed), format!("整改台账\n\n{expected}"));
    let beside = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "整改台账"), holds(&problems));
    assert_eq!(body(&beside), format!("整改台账\n\n{expected}"));
}

#[test]
fn words_hidden_only_in_web_view_are_visible() {
    assert_eq!(body(&format!("<w:p>{}{}</w:p>", run("", "共"), run("<w:webHidden/>", "12"))), "共12");
    assert_eq!(body(&format!("<w:p>{}{}</w:p>", run("", "共"), run("<w:color w:val=\"FEFEFE\"/>", "12"))), "共");
}

#[test]
fn a_sentence_continues_over_a_page_break() {
    let (first, second) = ("领导小组先后召开六次专题会议，逐条研究巡察反馈的问", "题，明确责任。");
    let page = "<w:r><w:br w:type=\"page\"/></w:r>";
    let joined = [first, second].concat();
    assert_eq!(body(&format!("<w:p>{}{page}{}</w:p>", run("", first), run("", second))), joined);
    assert_eq!(body(&format!("<w:p>{}{page}</w:p>{}", run("", first), p(second))), joined);
    assert_eq!(body(&format!("{}<w:p>{page}</w:p>{}", p(first), p(second))), joined);
    // a title page, and a part of its own
    assert_eq!(body(&format!("<w:p>{}{page}</w:p>{}", run("", "关于整改情况"), p("正文。"))), "关于整改情况\n\n正文。");
    let part = format!("<w:p>{}{page}</w:p>{}", run("", first), p("（一）台账不全"));
    assert_eq!(body(&part), format!("{first}\n\n## （一）台账不全"));
}

#[test]
fn lists_continue_and_take_numbers_from_styles() {
    let numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:pStyle w:val=\"lv\"/><w:numFmt w:val=\"decimal\"/>\
                     <w:lvlText w:val=\"%1.\"/><w:suff w:val=\"nothing\"/></w:lvl></w:abstractNum>\
                     <w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/></w:num>";
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:type=\"paragraph\" w:styleId=\"lv\"><w:name w:val=\"lv\"/><w:pPr><w:numPr>\
                  <w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style></w:styles>";
    let entry = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"lv\"/></w:pPr>{}</w:p>", run("", text));
    // an empty entry shows its number, a hidden one does not
    let hidden = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"lv\"/><w:rPr><w:vanish/></w:rPr></w:pPr>{}</w:p>",
        run("<w:vanish/>", "藏")
    );
    let xml = [entry("账目不清"), entry(""), hidden, entry("票据缺失")].concat();
    let imported = imported("x.docx", &docx(&xml, numbering, &[("word/styles.xml", styles)]));
    let lines: Vec<&str> = body_of(&imported.markdown).lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines.iter().map(|line| line.trim_start_matches(['#', ' '])).collect::<Vec<_>>(),
        ["1.账目不清", "3.票据缺失"]
    );
}

#[test]
fn hostile_documents_do_no_harm() {
    let entity = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>";
    let bytes = super::package(&[("word/document.xml", entity)]);
    assert_eq!(import("a.docx", &bytes).map(|imported| imported.markdown), Err(ImportRefusal::Damaged));
    let nested =
        format!("{}{}{}", "<w:sdt><w:sdtContent>".repeat(400), p("深处"), "</w:sdtContent></w:sdt>".repeat(400));
    let deep = imported("x.docx", &docx(&[p("浅处"), nested].concat(), "", &[]));
    assert_eq!(notes(&deep), [(NoteKind::TooDeep, 1, 0)]);
    let open_field = format!("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{}</w:p>", run("", "不可吞没"));
    assert_eq!(body(&open_field), "不可吞没");
}

#[test]
fn notes_go_between_the_attachments_and_the_signature() {
    let call = "<w:p><w:r><w:t>详见附注</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let lines = ["附件：1.整改台账", "2.问题清单", "3.销号表", "桐溪县水务局", "2023年11月18日"].map(p).concat();
    let footnotes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"2\"><w:p><w:r><w:t>脚注。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let head = p("桐溪县水务局关于巡察整改情况的通报");
    let document = docx(&format!("{head}{call}{lines}"), "", &[("word/footnotes.xml", footnotes)]);
    assert_eq!(
        body_of(&imported("x.docx", &document).markdown),
        "详见附注[^1]\n\n附件：\n\n1. 整改台账\n2. 问题清单\n3. 销号表\n\n[^1]: 脚注。\n\n桐溪县水务局\n\n2023年11月18日\n"
    );
}

#[test]
fn a_short_line_continues_over_a_page_break() {
    let ends_page = "<w:p><w:r><w:t>卷宗分批上线，其中民国卷宗</w:t><w:br w:type=\"page\"/></w:r></w:p>";
    assert_eq!(body(&format!("{ends_page}{}", p("八十卷。"))), "卷宗分批上线，其中民国卷宗八十卷。");
    let heading = "<w:p><w:r><w:t>卷宗分批上线的情况</w:t><w:br w:type=\"page\"/></w:r></w:p>";
    assert_eq!(body(&format!("{heading}{}", p("八十卷。"))), "卷宗分批上线的情况\n\n八十卷。");
}

#[test]
fn a_sentence_continues_over_every_kind_of_page_break() {
    let (before, after) = ("卷宗分批上线，其中民国卷宗", "八十卷。");
    let paragraph = |properties: &str, words: &str| format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", run("", words));
    for (first, second) in
        [("", "<w:pageBreakBefore/>"), ("<w:sectPr/>", ""), ("<w:sectPr><w:type w:val=\"nextPage\"/></w:sectPr>", "")]
    {
        let joined = body(&[paragraph(first, before), paragraph(second, after)].concat());
        assert_eq!(joined, format!("{before}{after}"), "{first}{second}");
        let whole = body(&[paragraph(first, "已上线。"), paragraph(second, after)].concat());
        assert_eq!(whole, format!("已上线。\n\n{after}"), "{first}{second}");
    }
    let same_page = "<w:sectPr><w:type w:val=\"continuous\"/></w:sectPr>";
    assert_eq!(body(&[paragraph(same_page, before), p(after)].concat()), format!("{before}\n\n{after}"));
}

#[test]
fn words_in_the_colour_of_the_theme_s_paper_and_in_hidden_tables_stay_hidden() {
    for (colour, shown) in [
        ("<w:color w:val=\"auto\" w:themeColor=\"background1\"/>", ""),
        ("<w:color w:val=\"FFFFFF\" w:themeColor=\"background1\"/>", ""),
        ("<w:color w:val=\"808080\" w:themeColor=\"background1\" w:themeShade=\"80\"/>", "藏"),
        ("<w:color w:val=\"auto\" w:themeColor=\"text1\"/>", "藏"),
    ] {
        assert_eq!(
            body(&format!("<w:p>{}{}</w:p>", run("", "见"), run(colour, "藏"))),
            format!("见{shown}"),
            "{colour}"
        );
    }
    let table = table(&[&[("", "藏一"), ("", "藏二")]])
        .replace("<w:tbl>", "<w:tbl><w:tblPr><w:tblStyle w:val=\"h\"/></w:tblPr>");
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:type=\"table\" w:styleId=\"h\"><w:name w:val=\"h\"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";
    let around = [p("桐溪县水务局关于巡察整改情况的通报"), table, p("特此通报。")].concat();
    let imported = imported("x.docx", &docx(&around, "", &[("word/styles.xml", styles)]));
    assert_eq!(body_of(&imported.markdown), "特此通报。\n");
    assert!(notes(&imported).contains(&(NoteKind::Hidden, 1, 4)), "{:?}", notes(&imported));
}
