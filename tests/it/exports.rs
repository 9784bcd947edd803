//! The archive as data and feeds: one table of fields, the same values in every format, in the same order.

use std::sync::Arc;

use gongshi::archive::{Address, Archive, Options};
use gongshi::config::Site;
use gongshi::notice::{SourcePath, Summary};
use gongshi::read::read;
use gongshi::render::exports::{
    ArchiveFile, ArchiveFileRecord, DataTable, Format, NoticeRecord, Years, archive_files, data_index, data_package,
    history_fields, item_fields, newest_first, notice_fields, notice_json, notices_csv, problem_list_fields, schema,
};
use gongshi::render::feeds::{FeedScope, atom, json_feed, site_id, sitemaps};
use gongshi::text::fingerprint::Fingerprint;
use serde_json::Value;

/// An archive of invented notices: two dated, one undated, one withdrawn, one of two units.
fn archive() -> Archive {
    let sources = [
        (
            "notices/a.md",
            "---\ntitle: 关于“甲”的通报\ndate: 2024-03-01\nkind: 整改通报\nunit: [云江市总工会, 云江市水务局]\nround: 五届市委第三轮巡察\nbody: [市委第一巡察组, 市委第二巡察组]\nclaims: {problems: 2, completed: 1}\n---\n## 二、整改情况\n\n### 1.针对“甲”问题的整改\n\n整改结果：已销号\n\n### 2.针对“=乙,丙”问题的整改\n\n整改结果：未完成(正在整改)\n",
        ),
        (
            "notices/b.md",
            "---\ntitle: '=SUM(A1) <乙>'\ndate: 2025-01-02\nkind: 工作报告\nunit: 云江市水务局\n---\n正文。\n",
        ),
        ("notices/c.md", "---\ntitle: 无日期\nkind: 整改通报\nunit: 某县水务局\n---\n正文。\n"),
        (
            "notices/d.md",
            "---\ntitle: 撤回的\ndate: 2025-02-02\nkind: 整改通报\nwithdrawn: {reason: 有误, date: 2025-03-01}\n---\n正文。\n",
        ),
        ("notices/e.md", "---\ntitle: 同日\ndate: 2024-03-01\nkind: 其他\n---\n正文。\n"),
    ];
    let summaries = sources
        .iter()
        .map(|(path, text)| {
            let notice = read(&SourcePath::new(path), text).notice;
            Arc::new(Summary::of(&notice, Fingerprint::of(text.as_bytes())))
        })
        .collect();
    Archive::fold(summaries, &Site::default(), Options::default())
}

fn written(part: ArchiveFile, archive: &Archive) -> String {
    let mut out = Vec::new();
    part.write(archive, None, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("data is UTF-8")
}

fn part(table: DataTable, format: Format) -> ArchiveFile {
    ArchiveFile { table, format, years: Years::All }
}

#[test]
fn field_names_are_those_of_the_contract() {
    let notice = "id title date updated kind unit unit_key issuer body round round_key period_start period_end feedback \
                  status status_label status_basis items_total items_done items_partial items_in_progress \
                  items_long_term items_open items_unstated follows superseded_by counted claimed_aspects claimed_problems claimed_completed source url";
    let item = "notice seq number path title status status_label status_raw sustained deadline deadline_raw responsible \
                measures unit unit_key round round_key date notice_title counted superseded_by item_history line anchor \
                url";
    let history = "item_history step latest notice notice_title date unit unit_key round round_key change change_label \
                   sure number title status status_label status_raw deadline deadline_raw responsible url";
    assert_eq!(notice_fields().iter().map(|field| field.name).collect::<Vec<_>>().join(" "), notice);
    assert_eq!(item_fields().map(|field| field.name).join(" "), item);
    assert_eq!(history_fields().map(|field| field.name).join(" "), history);
}

#[test]
fn csv_files_have_a_byte_order_mark_and_no_formulas() {
    let csv = written(part(DataTable::Notices, Format::Csv), &archive());
    let lines: Vec<&str> = csv.trim_end_matches("\r\n").split("\r\n").collect();
    assert!(csv.starts_with("\u{feff}id,title,date,"));
    assert_eq!(
        lines[1..],
        [
            "b,'=SUM(A1) <乙>,2025-01-02,,工作报告,云江市水务局,云江市水务局,,,,,,,,,,,0,0,0,0,0,0,0,,,true,,,,notices/b.md,notices/b/",
            "a,关于“甲”的通报,2024-03-01,,整改通报,云江市总工会、云江市水务局,云江市总工会、云江市水务局,,市委第一巡察组、市委第二巡察组,\
             五届市委第三轮巡察,云江市委/5届/3,,,,partial,部分完成 1/2,items,2,1,0,1,0,0,0,,,true,,2,1,notices/a.md,notices/a/",
            "e,同日,2024-03-01,,其他,,,,,,,,,,,,,0,0,0,0,0,0,0,,,true,,,,notices/e.md,notices/e/",
            "c,无日期,,,整改通报,某县水务局,某县水务局@c,,,,,,,,unstated,未注明,none,0,0,0,0,0,0,0,,,true,,,,notices/c.md,notices/c/",
        ]
    );
    let items = written(part(DataTable::Items, Format::Csv), &archive());
    let rows: Vec<&str> = items.trim_end_matches("\r\n").split("\r\n").skip(1).collect();
    assert!(
        rows[0].starts_with("a,1,1.,二、/1.,甲,done,已完成,已销号,false,,,,0,云江市总工会、云江市水务局,"),
        "{}",
        rows[0]
    );
    assert!(
        rows[1]
            .starts_with("a,2,2.,二、/2.,\"'=乙,丙\",in_progress,正在整改,未完成(正在整改),false,,,,0,云江市总工会、"),
        "{}",
        rows[1]
    );
    assert_eq!(rows.len(), 2);
}

#[test]
fn json_and_csv_have_the_same_values() {
    let archive = archive();
    for table in DataTable::WITH_SCHEMA {
        let csv = written(part(table, Format::Csv), &archive);
        let rows: Vec<Value> = serde_json::from_str(&written(part(table, Format::Json), &archive)).expect("valid JSON");
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let names = reader.headers().expect("a header").clone();
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("valid CSV");
        assert_eq!(rows.len(), records.len());
        assert_eq!(rows.len(), part(table, Format::Csv).rows(&archive));
        for (row, record) in rows.iter().zip(&records) {
            let keys: Vec<&str> = row.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(keys, names.iter().collect::<Vec<_>>());
            for (name, cell) in names.iter().zip(record) {
                let value = match &row[name] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                assert_eq!(value, cell.strip_prefix('\'').unwrap_or(cell), "{name}");
            }
        }
    }
}

#[test]
fn the_schema_describes_every_field() {
    for (table, names) in [
        (DataTable::Notices, notice_fields().iter().map(|f| f.name).collect::<Vec<_>>()),
        (DataTable::Items, item_fields().map(|f| f.name).to_vec()),
        (DataTable::Histories, history_fields().map(|f| f.name).to_vec()),
    ] {
        let schema: Value = serde_json::from_str(&schema(table)).expect("valid JSON");
        let properties = schema["items"]["properties"].as_object().expect("properties");
        assert_eq!(properties.keys().map(String::as_str).collect::<Vec<_>>(), names);
        let rows: Vec<Value> =
            serde_json::from_str(&written(part(table, Format::Json), &archive())).expect("valid JSON");
        for row in rows {
            for (name, property) in properties {
                assert!(fits(&row[name], property), "{name}: {} is no {property}", row[name]);
            }
        }
    }
}

fn fits(value: &Value, property: &Value) -> bool {
    if let Some(words) = property["enum"].as_array() {
        return words.contains(value);
    }
    let types = match &property["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    };
    types.contains(&match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        _ => "string",
    })
}

#[test]
fn downloads_of_a_notice_equal_the_data_files() {
    let archive = archive();
    let at = archive.find("a").expect("it is there");
    let context = archive.context(at);
    let summary = &archive.rows()[at].summary;
    let (mut one, mut other) = (Vec::new(), Vec::new());
    notice_json(&NoticeRecord::of(&archive, at), Vec::new(), None, None, &mut one).expect("a vector takes everything");
    notice_json(&NoticeRecord::in_context(summary, &context), Vec::new(), None, None, &mut other)
        .expect("a vector takes everything");
    assert_eq!(one, other);
    let notice: Value = serde_json::from_slice(&one).expect("valid JSON");
    assert_eq!((&notice["id"], notice["items"].as_array().map(Vec::len)), (&Value::from("a"), Some(2)));
}

#[test]
fn units_have_rows_of_their_own() {
    let archive = archive();
    let group = archive.units().iter().find(|group| group.name == "云江市水务局").expect("it is there");
    let mut out = Vec::new();
    notices_csv(&archive, newest_first(&archive, group.rows.clone()), &mut out).expect("a vector takes everything");
    let ids: Vec<String> =
        String::from_utf8(out).expect("UTF-8").lines().skip(1).map(|line| line[..1].to_owned()).collect();
    assert_eq!(ids, ["b", "a"]);
}

#[test]
fn large_archives_are_split_by_year() {
    let archive = archive();
    let whole: Vec<String> = archive_files(&archive).iter().map(|part| part.address().to_string()).collect();
    let expected = [
        "notices.csv",
        "notices.json",
        "items.csv",
        "items.json",
        "histories.csv",
        "histories.json",
        "问题清单.csv",
        "问题清单.xlsx",
    ];
    assert_eq!(whole, expected.map(|name| format!("data/{name}")));
    let year = |years| ArchiveFile { table: DataTable::Notices, format: Format::Json, years };
    let split = [Years::Newest(Some(2025)), Years::Earlier(Some(2024)), Years::Earlier(None)].map(year);
    let files = split.map(|part| (part.address().to_string(), part.rows(&archive)));
    assert_eq!(
        files,
        [
            ("data/notices.json".into(), 1),
            ("data/notices-2024.json".into(), 2),
            ("data/notices-undated.json".into(), 1)
        ]
    );
    let file = ArchiveFileRecord { part: split[1], rows: 2, bytes: 9, sha256: "00".into() };
    let index: Value = serde_json::from_str(&data_index(&archive, &[file])).expect("valid JSON");
    assert_eq!(index["files"][0]["path"], "data/notices-2024.json");
    assert_eq!(
        (&index["as_of"], &index["notices"], &index["items"]),
        (&Value::from("2025-01-02"), &Value::from(4), &Value::from(2))
    );
}

#[test]
fn feeds_with_and_without_an_address() {
    let archive = archive();
    let with = Site { base_url: Some("https://gs.example.cn/x".into()), ..Site::default() };
    let feed = atom(&archive, &with, FeedScope::Site);
    let entry = "<entry>\n<id>urn:gongshi:gs.example.cn-x:b</id>\n<title>=SUM(A1) &lt;乙&gt;</title>\n\
                 <updated>2025-01-02T00:00:00+08:00</updated>\n<published>2025-01-02T00:00:00+08:00</published>\n\
                 <link rel=\"alternate\" type=\"text/html\" href=\"https://gs.example.cn/x/notices/b/\"/>\n\
                 <category term=\"工作报告\"/>\n<summary>工作报告 · 云江市水务局</summary>\n</entry>";
    assert!(feed.contains(entry), "{feed}");
    assert!(
        feed.contains("<link rel=\"self\" type=\"application/atom+xml\" href=\"https://gs.example.cn/x/feed.atom\"/>")
    );
    assert_eq!(feed.matches("<entry>").count(), 3);

    let without = Site::default();
    let unit = archive.units().iter().position(|group| group.name == "云江市水务局").expect("it is there");
    let feed = atom(&archive, &without, FeedScope::Unit(unit));
    assert!(
        !feed.contains("rel=\"self\"") && feed.contains("href=\"../../notices/b/\"") && feed.contains("href=\"./\""),
        "{feed}"
    );
    assert_eq!(quick_check(&feed), 0);
    let json: Value = serde_json::from_str(&json_feed(&archive, &with, FeedScope::Site)).expect("valid JSON");
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["feed_url"], "https://gs.example.cn/x/feed.json");
    assert_eq!(json["items"][1]["id"], format!("urn:gongshi:{}:a", site_id(&with)));
    assert_eq!(
        json["items"][1]["content_text"],
        "整改通报 · 云江市总工会、云江市水务局 · 五届市委第三轮巡察 · 部分完成 1/2 · 问题 2 项"
    );
    let empty = atom(&Archive::default(), &without, FeedScope::Site);
    assert!(empty.contains("<updated>1970-01-01T00:00:00Z</updated>"), "{empty}");
}

/// How many elements are left open.
fn quick_check(xml: &str) -> usize {
    let opened = xml.matches('<').count() - 2 * xml.matches("</").count() - xml.matches("/>").count();
    opened - xml.matches("<?").count()
}

#[test]
fn the_sitemap_is_split_where_one_file_may_not_hold_all() {
    let site = Site { base_url: Some("https://gs.example.cn".into()), ..Site::default() };
    let pages = |count: usize| (0..count).map(|at| (Address::new(format!("p/{at}/")), None));
    assert_eq!(sitemaps(&Site::default(), pages(3)), []);
    let one = sitemaps(&site, pages(2));
    assert_eq!(one.len(), 1);
    assert!(one[0].1.ends_with("<url><loc>https://gs.example.cn/p/1/</loc></url>\n</urlset>\n"), "{}", one[0].1);
    let many: Vec<String> =
        sitemaps(&site, pages(100_001)).into_iter().map(|(address, _)| address.to_string()).collect();
    assert_eq!(many, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
}

/// A chain of two notices: one problem made progress, one is listed no more, one is new.
fn chained() -> Archive {
    let notice = |front: &str, items: &str| {
        format!(
            "---\n{front}kind: 整改通报\nunit: 云江市档案局\nround: 五届市委第三轮巡察\n---\n## 二、整改情况\n\n{items}"
        )
    };
    let item = |number: u8, title: &str, result: &str| {
        format!("### {number}.关于“{title}”问题的整改\n\n整改结果：{result}\n\n")
    };
    let sources = [
        (
            "notices/first.md",
            notice(
                "title: 第一份\ndate: 2024-06-01\n",
                &(item(1, "库房温度记录中断", "未完成") + &item(2, "查阅登记不全", "已完成")),
            ),
        ),
        (
            "notices/second.md",
            notice(
                "title: 第二份\ndate: 2025-01-10\nfollows: first\n",
                &(item(1, "库房温度记录中断", "已完成") + &item(2, "数字化外包监管不严", "正在整改")),
            ),
        ),
    ];
    let summaries = sources.iter().map(|(path, text)| {
        let notice = read(&SourcePath::new(path), text).notice;
        Arc::new(Summary::of(&notice, Fingerprint::of(text.as_bytes())))
    });
    Archive::fold(summaries.collect(), &Site::default(), Options::default())
}

fn rows_of(table: DataTable, archive: &Archive) -> Vec<Value> {
    serde_json::from_str(&written(part(table, Format::Json), archive)).expect("valid JSON")
}

/// Whoever counts the rows marked `counted` gets the numbers of the site.
#[test]
fn superseded_rows_are_marked() {
    let archive = chained();
    let notices = rows_of(DataTable::Notices, &archive);
    let column = |name: &str| notices.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("id"), ["second", "first"]);
    assert_eq!(column("counted"), [true, false]);
    assert_eq!(column("superseded_by"), [Value::Null, "second".into()]);
    assert_eq!(column("follows"), [Value::from("first"), Value::Null]);
    let items = rows_of(DataTable::Items, &archive);
    let counted: Vec<&Value> = items.iter().filter(|row| row["counted"] == true).collect();
    assert_eq!(counted.len(), archive.total().items() as usize);
    assert!(counted.iter().all(|row| row["notice"] == "second" && row["superseded_by"].is_null()));
    let first = items.iter().find(|row| row["notice"] == "first" && row["seq"] == 1).expect("it is there");
    assert_eq!(first["superseded_by"], "second");
    // one problem has one history, wherever it is listed
    let second = items.iter().find(|row| row["notice"] == "second" && row["seq"] == 1).expect("it is there");
    assert_eq!(first["item_history"], second["item_history"]);
    assert_eq!(first["item_history"], first["url"]);
    assert_eq!(
        [&second["unit"], &second["round_key"], &second["date"], &second["notice_title"]],
        ["云江市档案局", "云江市委/5届/3", "2025-01-10", "第二份"]
    );
}

#[test]
fn histories_are_a_table_of_their_own() {
    let archive = chained();
    let rows = rows_of(DataTable::Histories, &archive);
    assert_eq!(rows.len(), part(DataTable::Histories, Format::Csv).rows(&archive));
    let steps: Vec<String> = rows
        .iter()
        .map(|row| {
            format!("{} {} {} {} {}", row["title"], row["step"], row["notice"], row["change"], row["status"])
                .replace('"', "")
        })
        .collect();
    assert_eq!(
        steps,
        [
            "库房温度记录中断 1 first first open",
            "库房温度记录中断 2 second progress done",
            "查阅登记不全 1 first first done",
            "null 2 second not_listed null",
            "数字化外包监管不严 1 second new in_progress",
        ]
    );
    let last: Vec<bool> = rows.iter().map(|row| row["latest"] == true).collect();
    assert_eq!(last, [false, true, false, true, true]);
}

/// Addresses are whole where the site has one.
#[test]
fn addresses_are_absolute_if_the_site_has_a_base_url() {
    let archive = chained();
    for base in ["https://gs.example.cn", "https://gs.example.cn/"] {
        for table in [DataTable::Items, DataTable::Histories] {
            let mut out = Vec::new();
            part(table, Format::Json).write(&archive, Some(base), &mut out).expect("a vector takes everything");
            let rows: Vec<Value> = serde_json::from_slice(&out).expect("valid JSON");
            let address =
                |row: &Value| row["url"].as_str().unwrap_or_default().starts_with("https://gs.example.cn/notices/");
            assert!(rows.iter().all(address), "{rows:#?}");
        }
    }
}

/// The workbook has the same rows as the CSV beside it, and the same bytes whenever it is made.
#[test]
fn the_workbook_is_the_list_of_problems() {
    let archive = chained();
    let csv = written(part(DataTable::ProblemList, Format::Csv), &archive);
    assert!(csv.starts_with("\u{feff}单位,轮次,发布日期,通报,次序,编号,问题,状态,"));
    assert!(csv.contains("云江市档案局,五届市委第三轮巡察,2025-01-10,第二份,1,1.,库房温度记录中断,已完成,"));
    assert_eq!(csv.lines().next().map(|heads| heads.split(',').count()), Some(problem_list_fields().len()));
    let book = || {
        let mut out = Vec::new();
        part(DataTable::ProblemList, Format::Xlsx).write(&archive, None, &mut out).expect("a vector takes everything");
        out
    };
    let (first, entries) = (book(), sheet(&book()));
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(first, book());
    assert_eq!(entries.matches("<row ").count(), 1 + 4, "{entries}");
}

/// The sheet in a workbook, as XML.
fn sheet(book: &[u8]) -> String {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a zip");
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut text).expect("UTF-8");
    text
}

#[test]
fn the_package_describes_every_file() {
    let archive = chained();
    let files: Vec<ArchiveFileRecord> = archive_files(&archive)
        .into_iter()
        .map(|part| ArchiveFileRecord { part, rows: part.rows(&archive), bytes: 1, sha256: "00".into() })
        .collect();
    let package: Value = serde_json::from_str(&data_package("站点", &archive, &files)).expect("valid JSON");
    let resources = package["resources"].as_array().expect("resources");
    assert_eq!(resources.len(), files.len());
    let names: std::collections::BTreeSet<&str> =
        resources.iter().filter_map(|resource| resource["name"].as_str()).collect();
    assert_eq!(names.len(), files.len(), "{names:?}");
    for resource in resources {
        assert_eq!(resource["schema"].is_object(), resource["format"] == "csv", "{resource}");
    }
}
