//! Pages saved from a site: their main text as paragraphs, headings and tables.

mod blocks;
mod main_text;
mod soup;

use super::FileFormat;
use super::draft::{self, Block, Draft, Note};
use super::plain::has_extension;
use super::tree::Element;

/// Whether a text is a page: by its name, or because it opens like one.
pub fn is_page(name: &str, text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_ascii_lowercase();
    let opens = start.starts_with("<!doctype html") || start.starts_with("<html") || start.contains("<html");
    opens || has_extension(name, &["html", "htm", "shtml", "xhtml"]) && start.contains('<')
}

/// Reads a page.
pub fn read(text: &str) -> Draft {
    let page = soup::parse(text);
    let main = main_text::of(&page);
    let mut read = blocks::read(main);
    let left_out = main_text::length(page.find("body").unwrap_or(&page)).saturating_sub(main_text::length(main));
    if let Some(title) = title(&page) {
        put_title(&mut read.blocks, title);
    }
    let mut notes = read.notes;
    notes.extend((left_out > 0).then_some(Note::Boilerplate(left_out)));
    let date = meta(&page, &["PubDate", "publishdate", "article:published_time"]);
    let date =
        date.and_then(|date| crate::notice::date::parse_moment(date.trim()).ok()).map(|moment| moment.to_string());
    Draft { format: FileFormat::Html, encoding: None, text: draft::write(&read.blocks), date, notes }
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

/// Puts the title before the text, unless it stands there already.
fn put_title(blocks: &mut Vec<Block>, title: String) {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let wanted = plain(&title);
    let first = |block: &Block| match block {
        Block::Paragraph { text, .. } | Block::Heading(_, text) => plain(text),
        Block::Table(_) => String::new(),
    };
    let starts = blocks.iter().take(3).map(first).collect::<String>();
    if starts.starts_with(&wanted) {
        if let Some(Block::Heading(level, _)) = blocks.first_mut() {
            *level = 1;
        }
        return;
    }
    blocks.insert(0, Block::Heading(1, title));
}
