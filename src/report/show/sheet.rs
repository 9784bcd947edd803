//! The text form of `show`: facts, claims, outline and findings of a notice, for comparison with the document.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::field::NOT_BY_NAME;
use super::{Field, FieldValue, ReadNotice, fields};
use crate::archive::Row;
use crate::config::{Language, plural};
use crate::notice::fact;
use crate::notice::{Confidence, Heading, HeadingRole, Item, Notice, Part, Status};
use crate::report::origin::origin_name;

/// The facts that the sheet lists even if they are not stated, with their names in Chinese and English. Other facts of
/// the table follow if they are stated.
const FACTS: &[(&str, &str, &str)] = &[
    ("title", "标题", "title"),
    ("kind", "文种", "kind"),
    ("unit", "单位", "unit"),
    ("unit_as_written", "单位原文", "unit as written"),
    ("issuer", "发布单位", "issuer"),
    ("body", "巡察组", "body"),
    ("round", "轮次", "round"),
    ("round_type", "巡察类型", "round type"),
    ("period_start", "巡察开始", "period start"),
    ("period_end", "巡察结束", "period end"),
    ("feedback", "反馈日期", "feedback"),
    ("date", "发布日期", "date"),
    ("updated", "更新日期", "updated"),
    ("as_of", "截至", "as of"),
    ("status_label", "整改状态", "status"),
    ("contact", "联系方式", "contact"),
    ("anonymised", "匿名", "anonymised"),
    ("id", "编号", "id"),
];

/// The name of a fact, or of the key `period`.
pub fn fact_name(name: &'static str, language: Language) -> &'static str {
    if name == "period" {
        return language.pick("巡察时间", "period");
    }
    FACTS.iter().find(|fact| fact.0 == name).map_or(name, |(_, zh, en)| language.pick(zh, en))
}

/// Width of the column of names, in terminal cells.
const NAME_WIDTH: usize = 14;
/// Width of the column of values, in terminal cells.
const VALUE_WIDTH: usize = 48;

pub(super) fn text(read: &ReadNotice<'_>, language: Language) -> String {
    let mut sheet = format!("{}\n", read.source);
    match read.notice {
        Some((notice, row)) => {
            let fields = fields(notice, row);
            facts(&mut sheet, &fields, language);
            claims(&mut sheet, notice, row, language);
            outline(&mut sheet, notice, language);
        }
        None => sheet.push_str(language.pick("  读不出来\n", "  cannot be read\n")),
    }
    findings(&mut sheet, read, language);
    sheet
}

fn facts(sheet: &mut String, fields: &[Field], language: Language) {
    for (name, zh, en) in FACTS {
        let Some(field) = fields.iter().find(|field| field.name == *name) else { continue };
        let value = words(&field.value, language);
        line(sheet, language.pick(zh, en), &value, &provenance(field, language));
    }
    for field in fields.iter().filter(|field| field.value != FieldValue::None) {
        let is_listed = NOT_BY_NAME.has(field.name) || FACTS.iter().any(|(name, ..)| *name == field.name);
        if let Some(fact) = fact::fact(field.name).filter(|_| !is_listed) {
            let name = language.pick(fact.zh.split('，').next().unwrap_or_default(), fact.name);
            line(sheet, name, &words(&field.value, language), &provenance(field, language));
        }
    }
}

fn line(sheet: &mut String, name: &str, value: &str, place: &str) {
    let name_gap = " ".repeat(NAME_WIDTH.saturating_sub(cells(name)).max(1));
    let value_gap =
        if place.is_empty() { String::new() } else { " ".repeat(VALUE_WIDTH.saturating_sub(cells(value)).max(2)) };
    let _ = writeln!(sheet, "  {name}{name_gap}{value}{value_gap}{place}");
}

fn words(value: &FieldValue, language: Language) -> String {
    match value {
        FieldValue::None => language.pick("（未写明）", "(not stated)").to_owned(),
        FieldValue::Text(text) => text.clone(),
        FieldValue::List(texts) => texts.join("、"),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Flag(true) => language.pick("是", "yes").to_owned(),
        FieldValue::Flag(false) => language.pick("否", "no").to_owned(),
    }
}

/// Line, origin and confidence of a value: 第 5 行 · 正文 · 待确认.
fn provenance(field: &Field, language: Language) -> String {
    let line = field.line.map(|line| match language {
        Language::Zh => format!("第 {line} 行"),
        Language::En => format!("line {line}"),
    });
    let origin = origin_name(field.from, language);
    let confidence = match field.confidence {
        Some(Confidence::Medium) => Some(language.pick("较有把握", "fairly sure")),
        Some(Confidence::Low) => Some(language.pick("待确认", "to be confirmed")),
        Some(Confidence::High) | None => None,
    };
    let parts = [origin, confidence].into_iter().flatten().map(str::to_owned);
    line.into_iter().chain(parts).collect::<Vec<_>>().join(" · ")
}

/// Claims beside counts: 问题 称 28 / 列 28.
fn claims(sheet: &mut String, notice: &Notice, row: &Row, language: Language) {
    let claims = &notice.facts.claims;
    let groups =
        notice.outline.iter().filter(|heading| heading.role == HeadingRole::Group).map(|heading| heading.level);
    let top = groups.clone().min();
    let aspects = groups.filter(|level| Some(*level) == top).count();
    let claimed = |name: (&str, &str), found: Option<u32>, counted: Option<String>| {
        let found = found.map(|value| value.to_string());
        match (found, counted) {
            (None, None) => None,
            (found, counted) => Some(format!(
                "{} {} {} / {} {}",
                language.pick(name.0, name.1),
                language.pick("称", "claimed"),
                found.as_deref().unwrap_or("—"),
                language.pick("列", "listed"),
                counted.as_deref().unwrap_or("—"),
            )),
        }
    };
    let stated = row.items.stated() > 0;
    let done = if stated {
        row.items.count(Status::Done).to_string()
    } else {
        language.pick("逐项未注明", "not stated item by item").to_owned()
    };
    let has_items = row.items.items() > 0;
    let value = |found: &Option<crate::notice::Found<u32>>| found.as_ref().map(|found| found.value);
    let parts = [
        claimed(("方面", "aspects"), value(&claims.aspects), (aspects > 0).then(|| aspects.to_string())),
        claimed(("项内容", "contents"), value(&claims.contents), None),
        claimed(("问题", "problems"), value(&claims.problems), has_items.then(|| row.items.items().to_string())),
        claimed(("完成", "completed"), value(&claims.completed), has_items.then_some(done)),
        claimed(("措施", "measures"), value(&claims.measures), None),
        claimed(("制度", "systems"), value(&claims.systems), None),
        claims.amount.as_ref().map(|found| format!("{} {}", found.value, language.pick("万元", "× 10,000 yuan"))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        line(sheet, language.pick("通报数据", "claims"), &parts.join(" · "), "");
    }
}

fn outline(sheet: &mut String, notice: &Notice, language: Language) {
    if notice.outline.is_empty() {
        return;
    }
    let count = notice.items.len();
    let head = match language {
        Language::Zh => format!("提纲（{count} 项）"),
        Language::En => format!("outline ({})", plural(count, "item", "items")),
    };
    let _ = writeln!(sheet, "\n  {head}");
    for heading in &notice.outline {
        entry(sheet, notice, heading, language);
    }
}

fn entry(sheet: &mut String, notice: &Notice, heading: &Heading, language: Language) {
    let indent = "  ".repeat(usize::from(heading.level.min(12)) + 1);
    let number = heading.number.as_deref().unwrap_or("");
    // 1.关于 needs no blank between number and title; a bare number of a table does
    let gap = if number.ends_with(char::is_alphanumeric) { " " } else { "" };
    let title = format!("{indent}{number}{gap}{}", heading.title);
    let tail = match heading.role {
        HeadingRole::Item(_) => notice.item_of(heading).map(|item| item_tail(item, language)),
        HeadingRole::Part(part) => part_name(part).map(|(zh, en)| format!("〔{}〕", language.pick(zh, en))),
        HeadingRole::Group | HeadingRole::Other => None,
    };
    match tail {
        Some(tail) => {
            let gap = " ".repeat((NAME_WIDTH + VALUE_WIDTH).saturating_sub(cells(&title)).max(2));
            let _ = writeln!(sheet, "{title}{gap}{tail}");
        }
        None => {
            let _ = writeln!(sheet, "{title}");
        }
    }
}

/// ● 已完成（已销号） · 措施 3 · 第 12 行
fn item_tail(item: &Item, language: Language) -> String {
    let label = language.pick(item.status.label(), item.status.english());
    let mut tail = format!("{} {label}", item.status.mark());
    if let Some(raw) = item.status_raw.as_deref().filter(|raw| *raw != label) {
        let _ = match language {
            Language::Zh => write!(tail, "（{raw}）"),
            Language::En => write!(tail, " ({raw})"),
        };
    }
    match language {
        Language::Zh => {
            let _ = write!(tail, " · 措施 {} · 第 {} 行", item.measures, item.line);
        }
        Language::En => {
            let measures = plural(item.measures as usize, "measure", "measures");
            let _ = write!(tail, " · {measures} · line {}", item.line);
        }
    }
    tail
}

fn part_name(part: Part) -> Option<(&'static str, &'static str)> {
    match part {
        Part::Organisation => Some(("组织", "organisation")),
        Part::Items => Some(("问题", "items")),
        Part::Next => Some(("下一步", "next")),
        Part::Lead | Part::Other => None,
    }
}

fn findings(sheet: &mut String, read: &ReadNotice<'_>, language: Language) {
    if read.findings.is_empty() {
        return;
    }
    let _ = writeln!(sheet, "\n  {}", language.pick("检查发现的问题", "findings"));
    for finding in read.findings {
        let place = match (finding["line"].as_u64(), finding["column"].as_u64()) {
            (Some(line), Some(column)) => format!("{line}:{column} "),
            _ => String::new(),
        };
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let _ = writeln!(sheet, "    {place}[{}] {}", text("code"), text("message"));
    }
}

/// Display width of `text` on a terminal, in cells: Han characters and full-width marks take two.
pub fn cells(text: &str) -> usize {
    text.width()
}
