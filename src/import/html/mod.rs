//! Pages saved from a site: their main text as paragraphs, headings and tables.

mod blocks;
mod contents;
mod css_colour;
mod form;
mod hidden;
mod invisible;
mod length;
mod look;
mod main_text;
mod mathml;
mod sheet;
mod soup;

use super::draft::{self, Draft, DraftBlock};
use super::ledger::Ledger;
use super::note::NoteKind;
use super::refusal::has_extension;
use super::tree::Element;
use super::{FileFormat, contents as typed_contents, furniture, mail, wrapped};
use crate::notice::date::parse_moment;

/// Whether a text is a page: by its name, or because it opens like one.
pub fn is_page(name: &str, text: &str) -> bool {
    let start: String = text.trim_start().chars().take(400).collect::<String>().to_ascii_lowercase();
    let opens = start.starts_with("<!doctype html") || start.contains("<html");
    let named = has_extension(name, &["html", "htm", "shtml", "xhtml", "doc", "wps", "jsp", "aspx"]);
    opens || named && ["<p", "<div", "<table", "<body", "<meta", "<br"].iter().any(|tag| start.contains(tag))
}

/// Reads a page.
pub fn read(text: &str, mut ledger: Ledger) -> Draft {
    let mut page = soup::parse(text);
    form::fill(&mut page, &mut ledger);
    contents::drop(&mut page, &mut ledger);
    hidden::drop(&mut page, &mut ledger);
    let main = main_text::of(&page);
    let mut blocks = blocks::read(main, &mut ledger);
    ledger.leave_text();
    let left_out = main_text::around(page.find("body").unwrap_or(&page), main);
    ledger.left_out(NoteKind::Boilerplate, &left_out);
    let dropped = furniture::drop(&mut blocks, &mut ledger);
    mail::drop_blocks(&mut blocks, &mut ledger);
    typed_contents::drop_typed(&mut blocks, &mut ledger);
    wrapped::join_blocks(&mut blocks, &mut ledger);
    if let Some(title) = title(&page) {
        put_title(&mut blocks, title);
    }
    let date = meta(&page, &["PubDate", "publishdate", "article:published_time"]).or(dropped.date);
    // the hour is that of the other site's page, not of the notice
    let date = date.and_then(|date| parse_moment(date.trim()).ok()).map(|moment| moment.date.to_string());
    Draft { format: FileFormat::Html, encoding: None, text: draft::write(&blocks), above: dropped.above, date, ledger }
}

/// The blocks of a page that is embedded in a document: all of it is text.
pub fn blocks(text: &str, ledger: &mut Ledger) -> Vec<DraftBlock> {
    let mut page = soup::parse(text);
    form::fill(&mut page, ledger);
    contents::drop(&mut page, ledger);
    hidden::drop(&mut page, ledger);
    blocks::read(page.find("body").unwrap_or(&page), ledger)
}

/// The title a page's meta tags, heading or head name.
fn title(page: &Element) -> Option<String> {
    let words = |text: String| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    };
    let heading = || page.find("h1").map(main_text::words).and_then(words);
    let head = || {
        let text = words(page.find("title")?.text())?;
        let cut = text.find(['_', '|']).or_else(|| text.find(" - ")).or_else(|| text.find("--"));
        words(text[..cut.unwrap_or(text.len())].to_owned())
    };
    meta(page, &["ArticleTitle"]).and_then(words).or_else(heading).or_else(head)
}

fn meta(page: &Element, names: &[&str]) -> Option<String> {
    let mut found = None;
    main_text::walk(page, &mut |element| {
        let name = element.attribute("name").or_else(|| element.attribute("property")).unwrap_or_default();
        if element.name == "meta" && names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)) {
            found = found.take().or_else(|| element.attribute("content").map(str::to_owned));
        }
    });
    found.filter(|content| !content.trim().is_empty())
}

/// Shorter titles of a page name its column (通报, 公告), not its text.
const SHORTEST_TITLE: usize = 6;

/// Puts the title before the text, unless the text begins with it or it is too short to be one.
fn put_title(blocks: &mut Vec<DraftBlock>, title: String) {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let wanted = plain(&title);
    let first = |block: &DraftBlock| match block {
        DraftBlock::Table(_) => String::new(),
        other => plain(&other.words()),
    };
    let starts = blocks.iter().take(3).map(first).collect::<String>();
    if starts.starts_with(&wanted) {
        if let Some(DraftBlock::Heading(level, _)) = blocks.first_mut() {
            *level = 1;
        }
        return;
    }
    if wanted.chars().count() >= SHORTEST_TITLE {
        blocks.insert(0, DraftBlock::Heading(1, title));
    }
}
