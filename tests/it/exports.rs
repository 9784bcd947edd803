//! The archive as data and feeds: one table of fields, the same values in every format, in the same order.

use std::sync::Arc;

use gongshi::archive::{Address, Archive, Options};
use gongshi::config::Site;
use gongshi::notice::{SourcePath, Summary};
use gongshi::read::read;
use gongshi::render::exports::{
    Format, NoticeRow, Part, PartFile, Table, Years, data_index, item_fields, newest_first, notice_fields, notice_json,
    notices_csv, parts, schema,
};
use gongshi::render::feeds::{Scope, atom, json_feed, site_id, sitemaps};
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
    Archive::fold(summaries, &Site::default(), Options::default()).0
}

fn written(part: Part, archive: &Archive) -> String {
    let mut out = Vec::new();
    part.write(archive, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("data is UTF-8")
}

fn part(table: Table, format: Format) -> Part {
    Part { table, format, years: Years::All }
}

#[test]
fn field_names_are_those_of_the_contract() {
    let notice = "id title date updated kind unit unit_key issuer body round round_key period_start period_end feedback \
                  status status_label status_basis items_total items_done items_partial items_in_progress \
                  items_long_term items_open items_unstated claimed_aspects claimed_problems claimed_completed source url";
    let item = "notice seq number path title status status_raw sustained measures line anchor url";
    assert_eq!(notice_fields().map(|field| field.name).join(" "), notice);
    assert_eq!(item_fields().map(|field| field.name).join(" "), item);
}

#[test]
fn csv_opens_right_and_holds_no_formula() {
    let csv = written(part(Table::Notices, Format::Csv), &archive());
    let lines: Vec<&str> = csv.trim_end_matches("\r\n").split("\r\n").collect();
    assert!(csv.starts_with("\u{feff}id,title,date,"));
    assert_eq!(
        lines[1..],
        [
            "b,'=SUM(A1) <乙>,2025-01-02,,工作报告,云江市水务局,云江市水务局,,,,,,,,,,,0,0,0,0,0,0,0,,,,notices/b.md,notices/b/",
            "a,关于“甲”的通报,2024-03-01,,整改通报,云江市总工会、云江市水务局,云江市总工会、云江市水务局,,市委第一巡察组、市委第二巡察组,\
             五届市委第三轮巡察,云江市委/5届/3,,,,partial,部分完成 1/2,items,2,1,0,1,0,0,0,,2,1,notices/a.md,notices/a/",
            "e,同日,2024-03-01,,其他,,,,,,,,,,,,,0,0,0,0,0,0,0,,,,notices/e.md,notices/e/",
            "c,无日期,,,整改通报,某县水务局,某县水务局@c,,,,,,,,unstated,未注明,none,0,0,0,0,0,0,0,,,,notices/c.md,notices/c/",
        ]
    );
    let items = written(part(Table::Items, Format::Csv), &archive());
    let rows: Vec<&str> = items.trim_end_matches("\r\n").split("\r\n").skip(1).collect();
    assert!(rows[0].starts_with("a,1,1.,二、/1.,甲,done,已销号,false,0,12,i-"), "{}", rows[0]);
    assert!(
        rows[1].starts_with("a,2,2.,二、/2.,\"'=乙,丙\",in_progress,未完成(正在整改),false,0,16,i-"),
        "{}",
        rows[1]
    );
    assert_eq!(rows.len(), 2);
}

#[test]
fn json_holds_what_the_csv_does() {
    let archive = archive();
    for table in [Table::Notices, Table::Items] {
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
        (Table::Notices, notice_fields().map(|f| f.name).to_vec()),
        (Table::Items, item_fields().map(|f| f.name).to_vec()),
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
fn downloads_of_a_notice_say_the_same_in_its_context() {
    let archive = archive();
    let at = archive.find("a").expect("it is there");
    let context = archive.context(at);
    let summary = &archive.rows()[at].summary;
    let (mut one, mut other) = (Vec::new(), Vec::new());
    notice_json(&NoticeRow::of(&archive, at), &mut one).expect("a vector takes everything");
    notice_json(&NoticeRow::in_context(summary, &context), &mut other).expect("a vector takes everything");
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
    let whole: Vec<String> = parts(&archive).iter().map(|part| part.address().to_string()).collect();
    assert_eq!(whole, ["data/notices.csv", "data/notices.json", "data/items.csv", "data/items.json"]);
    let year = |years| Part { table: Table::Notices, format: Format::Json, years };
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
    let file = PartFile { part: split[1], rows: 2, bytes: 9, sha256: "00".into() };
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
    let feed = atom(&archive, &with, Scope::Site);
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
    let group = archive.units().iter().find(|group| group.name == "云江市水务局").expect("it is there");
    let feed = atom(&archive, &without, Scope::Unit(group));
    assert!(
        !feed.contains("rel=\"self\"") && feed.contains("href=\"../../notices/b/\"") && feed.contains("href=\"./\""),
        "{feed}"
    );
    assert_eq!(quick_check(&feed), 0);
    let json: Value = serde_json::from_str(&json_feed(&archive, &with, Scope::Site)).expect("valid JSON");
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["feed_url"], "https://gs.example.cn/x/feed.json");
    assert_eq!(json["items"][1]["id"], format!("urn:gongshi:{}:a", site_id(&with)));
    assert_eq!(
        json["items"][1]["content_text"],
        "整改通报 · 云江市总工会、云江市水务局 · 五届市委第三轮巡察 · 部分完成 1/2 · 问题 2 项"
    );
    let empty = atom(&Archive::default(), &without, Scope::Site);
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
