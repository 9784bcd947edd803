//! `gongshi list`: lists the notices of the site, or those that need attention.

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Exit, ExitError, Session, findings};
use crate::archive::{Options, Row};
use crate::config::plural;
use crate::io::clock;
use crate::io::load::{LoadedSite, SiteParts};
use crate::notice::{Audience, Date};
use crate::render::exports::safe_cell;

/// Arguments of `gongshi list`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi list                        全部通报（all notices）
  gongshi list --overdue              过了时限还没有完成的（unfinished items whose deadline has passed）
  gongshi list --unfinished --format csv > 未完成.csv   （for a spreadsheet）")]
pub struct ListArgs {
    #[command(flatten)]
    choice: ListChoice,
    /// 输出的形式（output format）
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORM")]
    format: ListFormat,
}

/// Which notices to list.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct ListChoice {
    /// 草稿（drafts）
    #[arg(long)]
    drafts: bool,
    /// 有问题没有完成的（with unfinished items）
    #[arg(long)]
    unfinished: bool,
    /// 有问题过了时限还没有完成的（with unfinished items whose deadline has passed）
    #[arg(long)]
    overdue: bool,
    /// 没有发布日期的（without a date of publication）
    #[arg(long)]
    undated: bool,
    /// 已经撤回的（that were withdrawn）
    #[arg(long)]
    withdrawn: bool,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For tables.
    Csv,
}

/// A notice with the numbers of its unfinished and overdue items.
struct ListedNotice<'a> {
    row: &'a Row,
    unfinished: usize,
    overdue: usize,
}

/// Prints the chosen notices, newest first.
pub(super) fn run(session: &Session, args: &ListArgs) -> Result<Exit> {
    session.need_site()?;
    let site = session.site()?;
    let theme = crate::io::theme::load(&session.folder, &site, session.language)
        .map_err(|error| ExitError::new(Exit::Unable, error))?;
    let options = Options { audience: Audience::Intranet, drafts: true, ..Options::default() };
    let parts = SiteParts::new(site, theme, options);
    let loaded = LoadedSite::load(&session.folder, parts, session.progress(), &|_, _, _| ())?;
    let today = clock::today();
    let all = loaded.archive.rows().iter().rev().map(|row| count_items(row, today));
    let chosen: Vec<ListedNotice> = all.filter(|listed| args.choice.includes(listed)).collect();
    match args.format {
        ListFormat::Text => session.print(text(&chosen, session)),
        ListFormat::Json => {
            let objects: Vec<_> = chosen.iter().map(object).collect();
            session.print(format!("{:#}\n", json!(objects)));
        }
        ListFormat::Csv => session.print_bytes(&csv(&chosen, session)?),
    }
    let count = chosen.len();
    session.info(session.language.pick(format!("{count} 份通报。"), plural(count, "notice", "notices") + "."));
    // a list that lacks files must not look complete
    let is_whole = !findings::report_unreadable(session, &loaded.findings);
    Ok(if is_whole { Exit::Done } else { Exit::Environment })
}

impl ListChoice {
    fn includes(&self, listed: &ListedNotice) -> bool {
        let row = listed.row;
        let is_live = !row.withdrawn;
        // items of a superseded notice count with their newest status, in the newest notice
        let is_current = is_live && row.superseded_by.is_none();
        (!self.drafts || row.summary.facts.draft)
            && (!self.unfinished || is_current && listed.unfinished > 0)
            && (!self.overdue || is_current && listed.overdue > 0)
            && (!self.undated || is_live && row.day().is_none())
            && (!self.withdrawn || row.withdrawn)
    }
}

fn count_items(row: &Row, today: Date) -> ListedNotice<'_> {
    let (mut unfinished, mut overdue) = (0, 0);
    for item in row.summary.items.iter().filter(|item| item.status.is_unfinished()) {
        unfinished += 1;
        let deadline = item.deadline.as_ref().filter(|found| found.is_indexed());
        let day = deadline.and_then(|found| found.value.day);
        overdue += usize::from(day.is_some_and(|day| day < today));
    }
    ListedNotice { row, unfinished, overdue }
}

/// The columns of a notice: its id, day, title, status, unfinished and overdue items, marks and file.
fn columns(listed: &ListedNotice, session: &Session) -> [String; 8] {
    let (row, language) = (listed.row, session.language);
    let day = row.day().map(|day| day.to_string()).unwrap_or_default();
    let status = row.notice_status.as_ref().map(|notice_status| notice_status.label(language)).unwrap_or_default();
    let facts = &row.summary.facts;
    let marks = [
        (facts.draft, language.pick("草稿", "draft")),
        (row.withdrawn, language.pick("已撤回", "withdrawn")),
        (facts.audience == Audience::Intranet, language.pick("内网", "intranet")),
        (row.superseded_by.is_some(), language.pick("已有后续", "continued")),
    ];
    let marks: Vec<&str> = marks.into_iter().filter(|(applies, _)| *applies).map(|(_, mark)| mark).collect();
    [
        row.id().to_owned(),
        day,
        row.title().to_owned(),
        status,
        listed.unfinished.to_string(),
        listed.overdue.to_string(),
        marks.join(language.pick("、", ", ")),
        session.relative_path(&row.summary.source),
    ]
}

/// The list for people, two lines for each notice: its title, then its status and path.
fn text(chosen: &[ListedNotice], session: &Session) -> String {
    let language = session.language;
    let mut text = String::new();
    for listed in chosen {
        let [id, day, title, status, unfinished, overdue, marks, path] = columns(listed, session);
        let day = if day.is_empty() { language.pick("（无日期）", "(undated)").to_owned() } else { day };
        let title = if title.is_empty() { id } else { title };
        let mut parts = vec![status];
        if listed.unfinished > 0 {
            parts.push(language.pick(format!("未完成 {unfinished} 项"), format!("{unfinished} unfinished")));
        }
        if listed.overdue > 0 {
            parts.push(language.pick(format!("过期 {overdue} 项"), format!("{overdue} overdue")));
        }
        parts.extend([marks, path]);
        parts.retain(|part| !part.is_empty());
        text.push_str(&format!("{day}  {title}\n            {}\n", parts.join(" · ")));
    }
    text
}

fn object(listed: &ListedNotice) -> serde_json::Value {
    let row = listed.row;
    let facts = &row.summary.facts;
    json!({
        "id": row.id(),
        "title": row.title(),
        "date": row.day().map(|day| day.to_string()),
        "status": row.notice_status.as_ref().map(|notice_status| notice_status.status.name()),
        "items_unfinished": listed.unfinished,
        "items_overdue": listed.overdue,
        "draft": facts.draft,
        "withdrawn": row.withdrawn,
        "audience": facts.audience.name(),
        "source": row.summary.source.to_string(),
    })
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The list as CSV for spreadsheets, in which no cell is a formula.
fn csv(chosen: &[ListedNotice], session: &Session) -> Result<Vec<u8>> {
    let language = session.language;
    let heads = language.pick(
        ["编号", "发布日期", "标题", "整改状态", "未完成", "过期", "备注", "文件"],
        ["id", "date", "title", "status", "items_unfinished", "items_overdue", "marks", "source"],
    );
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    table.write_record(heads)?;
    for listed in chosen {
        table.write_record(columns(listed, session).map(|cell| safe_cell(cell.into()).into_owned()))?;
    }
    // the byte order mark makes spreadsheets read UTF-8
    Ok([BYTE_ORDER_MARK.as_bytes(), &table.into_inner()?].concat())
}
