//! Pages made from a text: a notice with its downloads, and plain pages.

use std::collections::BTreeSet;

use super::attachment::Target;
use super::entry::What;
use super::key::Walk;
use super::make::{MakeError, Sources};
use super::plan::Plan;
use super::record::{FileRecord, Outcome};
use crate::archive::{Address, Context, RowIndex};
use crate::notice::{Notice, SourcePath, Status, Summary};
use crate::read;
use crate::render::exports;
use crate::render::html::{self, LinkTarget, Setting, Words};
use crate::render::view::{self, DataFile, View};
use crate::search::root;
use crate::text::decode;

impl Plan<'_> {
    pub(super) fn walk_notice(&self, at: RowIndex, walk: &mut dyn Walk) {
        let row = &self.inputs.archive.rows()[at];
        if row.withdrawn {
            let view = self.view(&What::Notice(at), &super::make::Made::default());
            walk.part("view", &view.kind(), view.fingerprint().bytes());
            return self.walk_frame("withdrawn.html", &What::Notice(at), walk);
        }
        walk.part("excerpts", &root::VERSION, &[root::VERSION]);
        self.walk_source(&row.summary, walk);
        let context = postcard::to_allocvec(&self.inputs.archive.context(at)).unwrap_or_default();
        walk.part("context", &row.id(), &context);
        walk.part("row", &row.id(), row.shown.bytes());
        self.walk_links(&row.summary, &row.address, walk);
        self.walk_frame("notice.html", &What::Notice(at), walk);
    }

    pub(super) fn walk_source(&self, summary: &Summary, walk: &mut dyn Walk) {
        walk.part("source", &summary.source, summary.fingerprint.bytes());
    }

    /// Where the links of a text lead, which hangs on what else is in the archive.
    pub(super) fn walk_links(&self, summary: &Summary, page: &Address, walk: &mut dyn Walk) {
        let lead = |target: &str| self.lead(&summary.source, page, target);
        let leads: Vec<String> = summary.links.iter().map(|link| format!("{:?}", lead(&link.target))).collect();
        walk.part("links", &summary.links.len(), leads.join("\n").as_bytes());
    }

    /// A notice's page, what it offers to take away and what search shows of it, from one reading of its source.
    pub(super) fn make_notice(&self, at: RowIndex, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let archive = self.inputs.archive;
        let row = &archive.rows()[at];
        let text = self.text(sources, &row.summary)?;
        let notice = notice(sources, &row.summary, &text);
        let resolve = |target: &str| self.lead(&row.summary.source, &row.address, target);
        let traced: Vec<u32> = view::fact_lines(&notice.facts).into_iter().collect();
        let words = self.words();
        let body_html = html::body(&notice, &text, &Setting { resolve: &resolve, traced: &traced, words: &words });
        // what stands in the front matter has no line on the page
        let is_anchored = |line: &u32| body_html.contains(&format!("id=\"l{line}\""));
        let anchored: BTreeSet<u32> = traced.into_iter().filter(is_anchored).collect();
        let mut outcome = Outcome::default();
        let context = archive.context(at);
        for (name, bytes) in offered(&row.summary, &context, &text) {
            outcome.files.push((row.address.join(name).file(), bytes));
        }
        let downloads: Vec<DataFile> = outcome.files.iter().map(|(path, bytes)| download(path, bytes)).collect();
        let source_sha256 = downloads.first().map(|file| file.sha256.clone()).unwrap_or_default();
        let view = View::Notice(Box::new(view::notice(&view::NoticeParts {
            context: &context,
            notice: &notice,
            body_html: &body_html,
            anchored_lines: &anchored,
            source_sha256: &source_sha256,
            downloads: &downloads,
        })));
        let page = self.page(&row.address, &view, &What::Notice(at))?;
        outcome.files.insert(0, (row.address.file(), page));
        outcome.files.extend(self.excerpts(at, &text));
        Ok(outcome)
    }

    /// A plain page.
    pub(super) fn make_page(&self, place: usize, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let page = &self.inputs.pages[place];
        let text = self.text(sources, &page.summary)?;
        let resolve = |target: &str| self.lead(&page.summary.source, &page.address, target);
        let plain = html::plain_page(&text, &resolve);
        let view = View::Plain(view::Plain {
            title: plain.title,
            updated: page.summary.facts.updated.as_ref().map(|found| found.value.to_string()),
            body_html: plain.html,
        });
        Ok(Outcome::file(page.address.file(), self.page(&page.address, &view, &What::Page(place))?))
    }

    pub(super) fn text(&self, sources: &dyn Sources, summary: &Summary) -> Result<String, MakeError> {
        let bytes = self.source(sources, &summary.source, Some(summary.fingerprint))?;
        let decoded = decode::decode(&bytes).map_err(|_| MakeError::Changed(summary.source.clone()))?;
        Ok(decoded.text)
    }

    /// What becomes of a link in `source`, whose page is `page`.
    fn lead(&self, source: &SourcePath, page: &Address, target: &str) -> LinkTarget {
        match self.inputs.links.resolve(source, page, target) {
            Target::Kept => LinkTarget::Href(target.to_owned()),
            Target::Inside(address, anchor) => LinkTarget::Href(format!("{}{anchor}", page.link_to(&address))),
            Target::Hidden | Target::Dead => LinkTarget::Text,
        }
    }

    /// The words a body adds to the text, in the site's language.
    fn words(&self) -> Words {
        let text = |key: &str| self.inputs.theme.text(key).to_owned();
        Words {
            permalink: text("permalink"),
            table: text("table"),
            back: text("back"),
            statuses: Status::ALL.map(|status| text(&format!("status_{}", status.name()))),
        }
    }
}

/// The notice that was summarised, from its reading where that is at hand, else read again from `text`.
fn notice(sources: &dyn Sources, summary: &Summary, text: &str) -> Notice {
    match sources.layout(&summary.source) {
        Some(layout) => Notice::of_parts(summary, layout),
        None => read::read(&summary.source, text).notice,
    }
}

/// What a notice can be taken away as: its source without comments, its items, its facts.
fn offered(summary: &Summary, context: &Context<'_>, text: &str) -> [(&'static str, Vec<u8>); 3] {
    let (mut items, mut facts) = (Vec::new(), Vec::new());
    // Writing to memory does not fail.
    let _ = exports::items_csv([summary], &mut items);
    let _ = exports::notice_json(&exports::NoticeRow::in_context(summary, context), &mut facts);
    [("notice.md", exports::shown_source(text).into_bytes()), ("items.csv", items), ("notice.json", facts)]
}

fn download(path: &str, bytes: &[u8]) -> DataFile {
    let record = FileRecord::of(path, bytes);
    let format = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_owned();
    let kind = match format.as_str() {
        "md" => "source",
        "csv" => "items",
        _ => "notice",
    };
    DataFile {
        url: Address::new(path),
        kind: kind.to_owned(),
        format,
        bytes: bytes.len(),
        sha256: record.sha256_hex(),
        ..DataFile::default()
    }
}
