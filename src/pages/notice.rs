//! `/notices/<id>/`: a notice's page, its downloads and its search excerpts, all made from one reading of its source;
//! or the page that is left of a withdrawn notice.

use std::collections::BTreeSet;

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::history::item_notes;
use super::inputs::Inputs;
use super::key::Walk;
use super::links::LinkDestination;
use super::notice_view::{NoticeParts, NoticeView, fact_lines};
use super::parts::DataFile;
use super::record::{FileRecord, Outcome};
use super::segment::{excerpts, row_of_excerpts};
use super::sources::{MakeError, Sources, source_text};
use super::view::{render_in_frame, walk_frame};
use super::withdrawn::WithdrawnView;
use crate::archive::history::{ItemAddress, StepSummary};
use crate::archive::{Address, Context, Row, RowIndex};
use crate::notice::{Date, Found, Link, Notice, SourcePath, Status, Summary};
use crate::read;
use crate::render::exports::{self, HiddenReferences};
use crate::render::html::{self, BodyContext, BodyWords, LinkTarget};
use crate::render::page;
use crate::search::script;
use crate::text::fingerprint::Fingerprint;
use crate::text::span::Span;

/// The page of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticePage {
    /// The notice.
    pub row: RowIndex,
}

impl PageKind for NoticePage {
    const ADDRESS_PREFIX: &'static str = "notices/";
    const IS_TEMPLATED: bool = true;

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let rows = inputs.archive.rows().iter().enumerate();
        rows.map(|(at, row)| Entry::new(row.address.clone(), Self { row: at }))
    }

    /// Finds the notice by its id in the address, or by the hash of the id in the name of a file of excerpts.
    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let at = match path.strip_prefix(Self::ADDRESS_PREFIX) {
            Some(rest) => inputs.archive.find(rest.split_once('/')?.0)?,
            None => row_of_excerpts(inputs, path)?,
        };
        Some(Entry::new(inputs.archive.rows()[at].address.clone(), Self { row: at }))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let (inputs, row) = (context.inputs, self.row(context.inputs));
        if row.withdrawn {
            let view = WithdrawnView::of(row);
            walk.part("view", &page::kind::<WithdrawnView>(), page::view_hash(&view).bytes());
            return walk_frame::<WithdrawnView>(inputs, self.as_of(inputs), walk);
        }
        walk.part("excerpts", &script::VERSION, &[script::VERSION]);
        walk_source(&row.summary, walk);
        walk.part("context", &row.id(), Fingerprint::of_json(&inputs.archive.context(self.row)).bytes());
        walk.part("row", &row.id(), row.facts_hash.bytes());
        walk_links(inputs, &row.summary, &row.address, walk);
        if let Some(earlier) = hidden_predecessor(inputs, row) {
            walk.part("follows", &earlier.value, b"hidden");
        }
        walk_frame::<NoticeView>(inputs, self.as_of(inputs), walk);
    }

    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let (inputs, row) = (context.inputs, self.row(context.inputs));
        if row.withdrawn {
            let bytes = render_in_frame(context, &WithdrawnView::of(row), self.as_of(inputs))?;
            return Ok(Outcome::file(row.address.file(), bytes));
        }
        let text = source_text(sources, &row.summary)?;
        let notice = notice_of(sources, &row.summary, &text);
        let resolve = |target: &str| link_target(inputs, &row.summary.source, &row.address, target);
        let traced: Vec<u32> = fact_lines(&notice.facts).into_iter().collect();
        let words = body_words(inputs);
        let neighbours = inputs.archive.context(self.row);
        let notes = item_notes(neighbours.history.as_ref(), &row.address, inputs.theme);
        let body_context = BodyContext { resolve: &resolve, traced: &traced, words: &words, notes: &notes };
        let body = html::body(&notice, &text, &body_context);
        let anchored: BTreeSet<u32> = body.anchored.into_iter().collect();
        let mut outcome = Outcome::default();
        for (name, bytes) in download_files(inputs, self.row, &neighbours, &text) {
            outcome.files.push((row.address.join(name).file(), bytes));
        }
        outcome.hashed = outcome.files.iter().map(|(path, bytes)| FileRecord::of(path, bytes)).collect();
        let downloads: Vec<DataFile> = outcome.hashed.iter().map(download).collect();
        let source_sha256 = downloads.first().map(|file| file.sha256.clone()).unwrap_or_default();
        let view = NoticeView::of(&NoticeParts {
            context: &neighbours,
            notice: &notice,
            body_html: &body.html,
            anchored_lines: &anchored,
            source_sha256: &source_sha256,
            downloads: &downloads,
        });
        let page = render_in_frame(context, &view, self.as_of(inputs))?;
        outcome.files.insert(0, (row.address.file(), page));
        outcome.files.push(excerpts(inputs, self.row, &text));
        Ok(outcome)
    }

    fn in_sitemap(&self, inputs: &Inputs<'_>) -> InSitemap {
        let row = self.row(inputs);
        let facts = &row.summary.facts;
        match row.withdrawn {
            true => InSitemap::No,
            false => InSitemap::Changed(facts.updated.as_ref().map(|found| found.value.date).or(facts.day())),
        }
    }
}

impl NoticePage {
    fn row<'a>(self, inputs: &'a Inputs<'_>) -> &'a Row {
        &inputs.archive.rows()[self.row]
    }

    /// 截至 in its footer: the newest date the notice states of itself.
    fn as_of(self, inputs: &Inputs<'_>) -> Option<Date> {
        let facts = &self.row(inputs).summary.facts;
        facts.day().max(facts.updated.as_ref().map(|found| found.value.date))
    }
}

/// Records the source of a text.
pub fn walk_source(summary: &Summary, walk: &mut dyn Walk) {
    walk.part("source", &summary.source, summary.fingerprint.bytes());
}

/// Records the destinations of a text's links, which depend on the rest of the archive.
pub fn walk_links(inputs: &Inputs<'_>, summary: &Summary, page: &Address, walk: &mut dyn Walk) {
    let destination = |link: &Link| format!("{:?}", inputs.links.resolve(&summary.source, page, &link.target));
    let destinations: Vec<String> = summary.links.iter().map(destination).collect();
    walk.part("links", &summary.links.len(), destinations.join("\n").as_bytes());
}

/// Destination of a link in `source`, whose page is `page`.
pub fn link_target(inputs: &Inputs<'_>, source: &SourcePath, page: &Address, target: &str) -> LinkTarget {
    match inputs.links.resolve(source, page, target) {
        LinkDestination::AsWritten => LinkTarget::Href(target.to_owned()),
        LinkDestination::Inside(address, anchor) => {
            // characters with a meaning in links may be part of a file name
            let path = page.link_to(&address).replace('%', "%25").replace('#', "%23").replace('?', "%3F");
            LinkTarget::Href(format!("{path}{anchor}"))
        }
        LinkDestination::Hidden | LinkDestination::Dead => LinkTarget::Text,
    }
}

/// The words that the body's HTML adds to the text, in the site's language.
fn body_words(inputs: &Inputs<'_>) -> BodyWords {
    let text = |key: &str| inputs.theme.text(key).to_owned();
    BodyWords {
        permalink: text("permalink"),
        table: text("table"),
        statuses: Status::ALL.map(|status| text(&format!("status_{}", status.name()))),
        unsure: text("unsure"),
    }
}

/// The notice of `summary`: from its reading if that is still in memory, else read again from `text`.
fn notice_of(sources: &dyn Sources, summary: &Summary, text: &str) -> Notice {
    match sources.layout(&summary.source) {
        Some(layout) => Notice::of_parts(summary, layout),
        None => read::read(&summary.source, text).notice,
    }
}

/// Names and bytes of a notice's downloads: its source without comments, its items, its facts.
fn download_files(
    inputs: &Inputs<'_>,
    at: RowIndex,
    context: &Context<'_>,
    text: &str,
) -> [(&'static str, Vec<u8>); 3] {
    let (mut items, mut facts) = (Vec::new(), Vec::new());
    let row = exports::NoticeRecord::in_context(&inputs.archive.rows()[at].summary, context);
    let lasting: Vec<ItemAddress<'_>> = context.lasting_addresses().collect();
    let since = context.history.as_ref().and_then(|history| history.since.as_ref());
    let compared = since.map(StepSummary::of);
    let base = inputs.site.base_url.as_deref();
    let Row { summary, address, .. } = &inputs.archive.rows()[at];
    let is_unshown = |target: &str| inputs.links.resolve(&summary.source, address, target) == LinkDestination::Hidden;
    let values: Vec<Span> =
        hidden_predecessor(inputs, &inputs.archive.rows()[at]).map(|found| found.span).into_iter().collect();
    let hidden = HiddenReferences {
        values: &values,
        is_target: &is_unshown,
        has_links: summary.links.iter().any(|link| is_unshown(&link.target)),
    };
    // Writing to memory does not fail.
    let _ = exports::items_csv(&row, lasting.clone(), base, &mut items);
    let _ = exports::notice_json(&row, lasting, compared.as_ref(), base, &mut facts);
    let source = exports::public_source(text, &hidden).into_bytes();
    [("notice.md", source), ("items.csv", items), ("notice.json", facts)]
}

/// The id of the notice that a notice continues, where the site does not show that one.
fn hidden_predecessor<'a>(inputs: &Inputs<'_>, row: &'a Row) -> Option<&'a Found<String>> {
    row.summary.facts.follows.as_ref().filter(|found| inputs.archive.find(&found.value).is_none())
}

fn download(record: &FileRecord) -> DataFile {
    let format = record.path.rsplit_once('.').map_or("", |(_, extension)| extension).to_owned();
    let kind = match format.as_str() {
        "md" => "source",
        "csv" => "items",
        _ => "notice",
    };
    DataFile {
        url: Address::new(&record.path),
        kind: kind.to_owned(),
        format,
        bytes: record.size as usize,
        sha256: record.sha256_hex(),
        ..DataFile::default()
    }
}
