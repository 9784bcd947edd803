//! Plain pages: the Markdown of `content/pages/`.

use super::{LinkTarget, Setting, Words, body};
use crate::notice::{Found, Notice, Origin};
use crate::text::span::Span;

/// A plain page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainPage {
    /// The title: front matter's, else the first heading's; empty where there is neither.
    pub title: String,
    /// The rest.
    pub html: String,
}

/// Reads a plain page. Of its front matter only `title` (标题) counts.
pub fn plain_page(text: &str, resolve: &dyn Fn(&str) -> LinkTarget) -> PlainPage {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (titled, from) = front_matter(text, start);
    let found = titled.or_else(|| first_heading(text, from));
    let mut notice = Notice { body: Span::new(from, text.len()), ..Notice::default() };
    let title = found.as_ref().map(|span| span.of(text).trim_matches(['"', '\'', ' ']).to_owned()).unwrap_or_default();
    notice.facts.title = found.map(|span| Found::stated(title.clone(), Origin::Structure, 1, span));
    let html = body(&notice, text, &Setting { resolve, traced: &[], words: &Words::default() });
    PlainPage { title, html }
}

/// The title in the front matter, and where the front matter ends.
fn front_matter(text: &str, start: usize) -> (Option<Span>, usize) {
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return (None, start) };
    let (mut at, mut title) = (start + first.len(), None);
    for line in lines {
        if line.trim_end() == "---" {
            return (title, at + line.len());
        }
        let key = ["title:", "标题:"].into_iter().find(|key| line.starts_with(key));
        if let Some(key) = key {
            let value = line[key.len()..].trim();
            let value_at = at + key.len() + line[key.len()..].find(value).unwrap_or(0);
            title = title.or(Some(Span::new(value_at, value_at + value.len())));
        }
        at += line.len();
    }
    (None, start)
}

fn first_heading(text: &str, from: usize) -> Option<Span> {
    let line = text[from..].lines().find(|line| !line.trim().is_empty())?;
    let words = line.trim_start().strip_prefix("# ")?.trim();
    let at = from + text[from..].find(words)?;
    Some(Span::new(at, at + words.len()))
}
