//! Plain pages: the Markdown of `content/pages/`.

use std::collections::BTreeMap;

use super::{BodyContext, BodyWords, LinkTarget, body};
use crate::notice::{Found, Notice, Origin, SourcePath};
use crate::read;
use crate::text::markup::unmarked;
use crate::text::span::Span;

/// A plain page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainBody {
    /// The title: front matter's, else the first heading's; empty if there is neither.
    pub title: String,
    /// The rest of the text as HTML.
    pub html: String,
}

/// Reads a plain page. Of its front matter only `title` (标题) counts.
pub fn plain_page(text: &str, resolve: &dyn Fn(&str) -> LinkTarget) -> PlainBody {
    let read = read::read(&SourcePath::default(), text).notice;
    let stated = read.facts.title.filter(|title| title.from == Origin::FrontMatter);
    let found = stated.or_else(|| {
        let heading = first_heading(text, read.body.start)?;
        Some(Found::stated(unmarked(heading.of(text)).into_owned(), Origin::Structure, 1, heading))
    });
    let title = found.as_ref().map(|found| found.value.clone()).unwrap_or_default();
    let mut notice = Notice { body: read.body, ..Notice::default() };
    notice.facts.title = found;
    let setting = BodyContext { resolve, traced: &[], words: &BodyWords::default(), notes: &BTreeMap::new() };
    let html = body(&notice, text, &setting).html;
    PlainBody { title, html }
}

fn first_heading(text: &str, from: usize) -> Option<Span> {
    let line = text[from..].lines().find(|line| !line.trim().is_empty())?;
    let words = line.trim_start().strip_prefix("# ")?.trim();
    let at = from + text[from..].find(words)?;
    Some(Span::new(at, at + words.len()))
}
