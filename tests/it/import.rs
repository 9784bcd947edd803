//! Import: what a clerk has becomes a notice that says the same, and is never changed again.
//!
//! The documents in `tests/import` were made by LibreOffice from the texts beside them:
//! `soffice --headless --convert-to docx:"MS Word 2007 XML" numbered.fodt` (plain.txt, table.source.html).

mod again;
mod files;
mod generator;
mod law;
mod marks;
mod page;
mod word;

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use super::sandbox::Sandbox;
use gongshi::import::{FileFormat, ImportNote, ImportRefusal, Imported, KeyState, NoteKind, import};
use gongshi::notice::{Notice, SourcePath};
use gongshi::read::read;
use proptest::prelude::*;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn imported(name: &str, bytes: &[u8]) -> Imported {
    let first = import(name, bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    let again =
        import(&format!("{}.md", name.rsplit_once('.').map_or(name, |(stem, _)| stem)), first.markdown.as_bytes());
    let again = again.unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    assert_eq!(again.markdown, first.markdown, "importing {name} again changes it");
    first
}

fn han(text: &str) -> Vec<char> {
    text.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3fffd}' | '〇')).collect()
}

/// Whether all Han characters of `source` stand in `result` in their order.
fn keeps_order(source: &str, result: &str) -> bool {
    let result = han(result);
    let mut rest = result.iter();
    han(source).iter().all(|c| rest.any(|other| other == c))
}

fn items(notice: &Notice) -> Vec<String> {
    let item = |item: &gongshi::notice::Item| {
        format!("{:?} {} {} {:?} {}", item.path, item.title, item.status.name(), item.status_raw, item.measures)
    };
    notice.items.iter().map(item).collect()
}

fn facts(notice: &Notice) -> Vec<String> {
    let facts = &notice.facts;
    let mut all = vec![facts.kind().label().to_owned(), facts.title().to_owned()];
    all.extend(facts.units.iter().map(|unit| unit.value.name.clone()));
    all.extend(facts.bodies.iter().map(|body| body.value.clone()));
    all.extend(facts.round.iter().map(|round| round.value.label.clone()));
    for day in [&facts.period_start, &facts.period_end, &facts.feedback] {
        all.extend(day.iter().map(|day| day.value.to_string()));
    }
    all.extend(facts.date.iter().map(|date| date.value.to_string()));
    all.extend(
        facts.claims.counts().iter().map(|(name, count)| format!("{name} {:?}", count.map(|count| count.value))),
    );
    all
}

fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt" || extension == "md"))
        .map(|path| {
            (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read_to_string(&path).expect("text"))
        })
        .collect();
    texts.sort();
    texts
}

/// Laws that hold for every text that is imported.
fn has_the_same_facts(name: &str, text: &str) {
    let imported = imported(name, text.as_bytes());
    let before = read(&SourcePath::new(name), text).notice;
    assert_eq!(items(&imported.notice), items(&before), "{name}\n{}", imported.markdown);
    assert_eq!(facts(&imported.notice), facts(&before), "{name}\n{}", imported.markdown);
    // lines around an article are left out and counted
    let is_furniture = |note: &&ImportNote| note.kind == NoteKind::Boilerplate;
    let left_out = imported.notes.iter().find(is_furniture).map_or(0, |note| note.characters);
    let lines: Vec<&str> = text.lines().filter(|line| left_out == 0 || keeps_order(line, &imported.markdown)).collect();
    assert!(keeps_order(&lines.join("\n"), &imported.markdown), "{name}\n{}", imported.markdown);
    assert!(han(text).len() - han(&lines.join("\n")).len() <= left_out, "{name}\n{}", imported.markdown);
}

#[test]
fn imported_fixtures_have_the_same_facts() {
    for (name, text) in texts(&folder("tests/read")) {
        has_the_same_facts(&name, &text);
    }
}

#[test]
fn imported_seeds_have_the_same_facts() {
    let seeds = folder("../shared/seeds");
    if !seeds.is_dir() {
        println!("skipped: no ../shared/seeds");
        return;
    }
    for (name, text) in texts(&seeds) {
        has_the_same_facts(&name, &text);
    }
}

/// Conversions and omissions: the kind, the places, the characters.
fn notes(imported: &Imported) -> Vec<(NoteKind, usize, usize)> {
    imported.notes.iter().map(|note| (note.kind, note.places, note.characters)).collect()
}

fn fixture(name: &str) -> Imported {
    imported(name, &fs::read(folder("tests/import").join(name)).expect("the fixture is there"))
}

/// The fixture as a notice, compared with the one beside it; `GONGSHI_BLESS=1` writes it.
fn matches(name: &str) {
    let markdown = fixture(name).markdown;
    let expected = folder("tests/import").join(format!("{name}.md"));
    if std::env::var_os("GONGSHI_BLESS").is_some() {
        fs::write(&expected, &markdown).expect("it can be written");
    }
    assert_eq!(markdown, fs::read_to_string(&expected).expect("the expected notice is there"), "{name}");
}

#[test]
fn documents_and_pages_become_notices() {
    for name in ["plain.docx", "numbered.docx", "table.docx", "page.html"] {
        matches(name);
    }
    assert_eq!(notes(&fixture("numbered.docx")), [(NoteKind::Numbers, 8, 0)]);
    assert_eq!(fixture("page.html").format, FileFormat::Html);
}

#[test]
fn columns_separated_by_tabs_become_a_table() {
    let text = "汀北县林业局巡察整改台账\n\n\t序号\t反馈问题\t整改状态\t备注\n\t1\t苗圃账目混乱\t已完成\t\n\
                \t\t防火卡点值守松散\t正在整改\n\t3\t古树名木漏挂牌\t\t年底补挂\n汀北县林业局\n2023年7月14日\n";
    let imported = imported("tabs.txt", text.as_bytes());
    let table = "| 序号 | 反馈问题 | 整改状态 | 备注 |\n| --- | --- | --- | --- |\n| 1 | 苗圃账目混乱 | 已完成 |  |\n\
                 |  | 防火卡点值守松散 | 正在整改 |  |\n| 3 | 古树名木漏挂牌 |  | 年底补挂 |\n";
    assert_eq!(body_of(&imported.markdown).trim_start(), format!("{table}\n汀北县林业局\n\n2023年7月14日\n"));
    assert_eq!(notes(&imported), [(NoteKind::Tables, 1, 0)]);
    let statuses: Vec<_> = imported.notice.items.iter().map(|item| item.status.label()).collect();
    assert_eq!(statuses, ["已完成", "正在整改", "未注明"]);
}

/// A document as WPS writes it, with these paragraphs and lists.
fn docx(body: &str, numbering: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    let document = format!("<?xml version=\"1.0\"?><w:document {space}><w:body>{body}</w:body></w:document>");
    let numbering = format!("<w:numbering {space}>{numbering}</w:numbering>");
    package(&[&[("word/document.xml", &*document), ("word/numbering.xml", &*numbering)], more].concat())
}

/// A zip of these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in parts {
        zip.start_file(*name, options).expect("a part");
        zip.write_all(text.as_bytes()).expect("a vector takes everything");
    }
    zip.finish().expect("a zip").into_inner()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn numbered(list: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>\
         <w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

/// The body of the notice, without its front matter.
fn body_of(markdown: &str) -> &str {
    markdown.split_once("\n---\n").map_or(markdown, |(_, body)| body)
}

#[test]
fn automatic_numbers_are_written_as_word_shows_them() {
    let level = |at: u32, format: &str, text: &str, more: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"7\">{}{}{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"9\"/></w:lvlOverride></w:num>",
        level(0, "chineseCounting", "%1、", "<w:suff w:val=\"nothing\"/>"),
        level(1, "chineseCountingThousand", "（%2）", ""),
        level(2, "decimal", "%1.%3", "<w:isLgl/>"),
    );
    let body: String = [
        numbered(1, 0, "第一部分内容"),
        numbered(1, 1, "关于甲方面"),
        numbered(1, 2, "关于子问题"),
        numbered(1, 2, "关于丑问题"),
        numbered(1, 1, "关于乙方面"),
        numbered(1, 2, "关于寅问题"),
        numbered(2, 0, "同一编号的另一段"),
        numbered(3, 0, "从九开始"),
        numbered(0, 0, "没有编号"),
    ]
    .concat();
    let markdown = imported("wps.docx", &docx(&body, &numbering, &[])).markdown;
    let lines: Vec<&str> = body_of(&markdown)
        .lines()
        .map(|line| line.trim_start_matches(['#', ' ']))
        .filter(|line| !line.is_empty())
        .collect();
    let expected = [
        "一、第一部分内容",
        "（一）关于甲方面",
        "1.1 关于子问题",
        "1.2 关于丑问题",
        "（二）关于乙方面",
        "1.1 关于寅问题",
        "二、同一编号的另一段",
        "九、从九开始",
        "没有编号",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn words_hidden_by_word_stay_hidden_and_visible_words_are_kept() {
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>关于整改的通报</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:instrText>HYPERLINK \"http://x\"</w:instrText></w:r>\
         <w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>&amp;&#20013;。</w:t></w:r></w:p>"
            .to_owned(),
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>框内文字。</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字。</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
            .to_owned(),
        "<w:p><w:r><w:t>上行。</w:t><w:br/><w:t>下行。</w:t><w:br w:type=\"page\"/></w:r></w:p>".to_owned(),
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>表一</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>数|量</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:p><w:r><w:t>会议</w:t></w:r></w:p><w:p><w:r><w:t>次数</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
            .to_owned(),
        p("— 3 —"),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>加粗的标题</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"a\"><w:name w:val=\"Title\"/></w:style></w:styles>";
    let footnotes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote>\
                     <w:footnote w:id=\"2\"><w:p><w:r><w:t>脚注。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let more = [("word/styles.xml", styles), ("word/footnotes.xml", footnotes), ("word/vbaProject.bin", "x")];
    let imported = imported("wps.docx", &docx(&body, "", &more));
    assert_eq!(imported.notice.facts.title(), "关于整改的通报");
    assert_eq!(
        body_of(&imported.markdown),
        "甲增链[^1]&中。\n\n框内文字。\n\n上行。\n\n下行。\n\n表一\n\n| 项目 | 数\\|量 |\n| --- | --- |\n| 会议 次数 |  |\n\n## 加粗的标题\n\n[^1]: 脚注。\n"
    );
    assert_eq!(
        notes(&imported),
        [
            (NoteKind::Deleted, 1, 2),
            (NoteKind::Hidden, 1, 1),
            (NoteKind::Macros, 1, 0),
            (NoteKind::Boilerplate, 1, 3),
            (NoteKind::Tables, 1, 0),
            (NoteKind::Inserted, 1, 0),
        ]
    );
}

#[test]
fn other_files_are_refused_with_one_reason() {
    let ole = |stream: &str| {
        [&[0xd0, 0xcf, 0x11, 0xe0][..], &stream.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat()
    };
    let zip = |name: &str| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.finish().expect("a zip").into_inner()
    };
    let bomb = docx(&p(&"整改".repeat(4 << 20)), "", &[]);
    assert!(bomb.len() < 200_000, "{} bytes", bomb.len());
    let cut = {
        let whole = docx(&p("正文"), "", &[]);
        whole[..whole.len() / 2].to_vec()
    };
    let refused: Vec<(&str, Vec<u8>, ImportRefusal)> = vec![
        ("a.txt", b"".to_vec(), ImportRefusal::Empty),
        ("a.txt", b"\xef\xbb\xbf \r\n".to_vec(), ImportRefusal::Empty),
        ("a.bin", b"\x01\x00\x02".to_vec(), ImportRefusal::Binary),
        ("a.txt", b"\xff\xff\x80abc".to_vec(), ImportRefusal::Encoding),
        ("a.docx", ole("EncryptedPackage"), ImportRefusal::Encrypted),
        ("a.doc", ole("WordDocument"), ImportRefusal::OldWord),
        ("a.xls", ole("Workbook"), ImportRefusal::Spreadsheet),
        ("a.xlsx", zip("xl/workbook.xml"), ImportRefusal::Spreadsheet),
        ("a.zip", zip("x.txt"), ImportRefusal::Archive),
        ("a.csv", "序号,单位,金额\n1,甲局,2\n2,乙局,3\n".into(), ImportRefusal::Spreadsheet),
        ("a.txt", "序号\t单位\t金额\n1\t甲局\t2\n2\t乙局\t3\n".into(), ImportRefusal::Spreadsheet),
        ("a.pdf", b"%PDF-1.7".to_vec(), ImportRefusal::Pdf),
        ("a.rtf", b"{\\rtf1".to_vec(), ImportRefusal::Rtf),
        ("a.docx", docx("", "", &[]), ImportRefusal::Empty),
        ("a.docx", bomb, ImportRefusal::TooLarge),
        ("a.docx", cut, ImportRefusal::Damaged),
        ("a.html", b"<!doctype html><title></title><body><script>x</script>".to_vec(), ImportRefusal::Empty),
    ];
    for (name, bytes, refusal) in refused {
        assert_eq!(import(name, &bytes).map(|imported| imported.markdown), Err(refusal), "{name}");
    }
}

#[test]
fn every_encoding_gives_the_same_notice() {
    let text = fs::read_to_string(folder("tests/read/run-in.txt")).expect("the fixture is there");
    let plain = imported("a.txt", text.as_bytes()).markdown;
    let utf16 = |order: fn(u16) -> [u8; 2], mark: &[u8]| {
        [mark, &text.encode_utf16().flat_map(order).collect::<Vec<u8>>()].concat()
    };
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    let crlf = text.replace('\n', "\r\n").into_bytes();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [gb, crlf, marked, utf16(u16::to_le_bytes, b"\xff\xfe"), utf16(u16::to_be_bytes, b"\xfe\xff")] {
        assert_eq!(imported("a.txt", &bytes).markdown, plain);
    }
}

#[test]
fn uncertain_facts_are_left_to_the_clerk() {
    let text = "某通知\n\n关于整改的若干事项，现予公布。\n";
    let imported = imported("2024 通知.txt", text.as_bytes());
    assert!(imported.markdown.starts_with("---\n"), "{}", imported.markdown);
    assert!(imported.markdown.contains("# date:  # 原文没有写明\n"), "{}", imported.markdown);
    assert!(imported.keys.iter().any(|key| key.name == "date" && key.state == KeyState::Missing));
    assert!(
        imported.keys.iter().any(|key| key.name == "id" && key.value.starts_with("2024-tong-zhi-")),
        "{}",
        imported.markdown
    );
}

const WORDS: [&str; 26] = [
    "整改",
    "关于学习不够深入的问题",
    "一、",
    "（二）",
    "1.",
    "２．",
    "一是",
    "二是",
    "整改结果：已完成",
    "整改情况：",
    "。",
    "，",
    "\n",
    "\n\n",
    "　　",
    "  ",
    "ABC",
    "- ",
    "# ",
    "**",
    "|",
    "市委第五轮巡察",
    "2024年3月5日",
    "中共云江市水务局党组",
    "<",
    "[bookmark: _GoBack]",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn no_word_of_a_text_is_lost(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..60)) {
        let text = format!("正文{}", words.concat());
        let result = imported("a.txt", text.as_bytes());
        prop_assert!(keeps_order(&text, &result.markdown), "{}", result.markdown);
    }

    #[test]
    fn no_word_of_a_document_is_lost(words in prop::collection::vec((prop::sample::select(vec!["整改", "关于甲的问题", "一是乙", "下一步", "2024年"]), 0u32..4, 0u32..3), 1..30)) {
        let body: String = words.iter().map(|(text, list, level)| if *list > 1 { numbered(*list, *level, text) } else { p(text) }).collect();
        let numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
                         <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%2.\"/></w:lvl></w:abstractNum>\
                         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num>";
        let source: String = words.iter().map(|(text, ..)| *text).collect();
        let result = imported("a.docx", &docx(&body, numbering, &[]));
        prop_assert!(keeps_order(&source, &result.markdown), "{}", result.markdown);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), head in 0usize..6) {
        let heads: [&[u8]; 6] = [b"", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0", b"---\n", b"\xff\xfe"];
        let bytes = [heads[head], &bytes].concat();
        for name in ["a.txt", "a.docx", "a.html", "a.md"] {
            let _ = import(name, &bytes);
        }
    }

    #[test]
    fn pages_of_tag_soup_keep_their_words(tags in prop::collection::vec(prop::sample::select(vec!["<p>", "</p>", "<div>", "</div>", "<td>", "<tr>", "<table>", "</table>", "<li>", "<ol>", "</ol>", "<b>", "</b>", "<br>", "整改", "问题。", "&nbsp;", "<!-- x -->", "<h2>", "</h2>"]), 0..60)) {
        let page = format!("<html><body><p>正文开头。{}", tags.concat());
        let words: String = tags.iter().filter(|tag| !tag.starts_with('<')).copied().collect();
        if let Ok(result) = import("a.html", page.as_bytes()) {
            let count = |text: &str| text.matches("整改").count();
            prop_assert_eq!(count(body_of(&result.markdown)), count(&words), "{}", result.markdown);
        }
    }
}

#[test]
fn the_command_writes_notices_and_overwrites_nothing() {
    let sandbox = Sandbox::new("import");
    let text = fs::read(folder("tests/read/run-in.txt")).expect("the fixture is there");
    sandbox.write("通报.txt", &text);
    sandbox.write("表.csv", "a,b,c\n1,2,3\n4,5,6\n");
    let id = imported("通报.txt", &text).notice.facts.id().to_owned();
    let file = format!("{id}.md");

    let dry = sandbox.run(&["import", "通报.txt", "--dry-run"]);
    assert_eq!((dry.code, dry.stdout.as_str()), (0, imported("通报.txt", &text).markdown.as_str()));
    assert!(!sandbox.at(&file).exists());

    let both = sandbox.run(&["import", "表.csv", "通报.txt", "没有.txt", "-o", "出"]);
    assert_eq!((both.code, both.stdout), (1, format!("出/{file}\n")), "{}", both.stderr);
    assert!(both.stderr.contains("错误[import-spreadsheet]: 表.csv: 这是表格数据，不是通报；"), "{}", both.stderr);
    assert!(both.stderr.contains("错误[file-unreadable]: 没有.txt: "), "{}", both.stderr);
    assert_eq!(sandbox.read(&format!("出/{file}")), imported("通报.txt", &text).markdown);

    let again = sandbox.done(&["import", &format!("出/{file}"), "-o", "出"]);
    assert!(again.stderr.contains("没有变化") && again.stdout.is_empty(), "{}", again.stderr);
    sandbox.write(&format!("出/{file}"), "改过");
    let kept = sandbox.run(&["import", "通报.txt", "-o", "出"]);
    assert_eq!((kept.code, sandbox.read(&format!("出/{file}")).as_str()), (1, "改过"), "{}", kept.stderr);
    sandbox.done(&["import", "通报.txt", "-o", "出", "--force"]);
    assert_ne!(sandbox.read(&format!("出/{file}")), "改过");

    fs::create_dir(sandbox.at("content")).expect("a folder");
    let placed = sandbox.done(&["import", "通报.txt"]);
    assert_eq!(placed.stdout, format!("./content/notices/2024/{file}\n"));
}
