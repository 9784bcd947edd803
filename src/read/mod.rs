//! Reading: any text gives a notice and a list of findings.
//!
//! Pure: knows no config, no files and no clock, and never fails. Values are taken where they are stated, strongest
//! first: front matter, written label, structure, prose, file name; a fact that is not stated is absent.

mod blocks;
pub mod codes;
pub mod evidence;
pub mod split;

mod asides;
mod builder;
mod choice;
mod claim_zones;
mod claims;
mod closing;
pub mod columns;
mod contact;
mod contradictions;
mod counts;
mod dates;
mod doubtful_number;
mod facts;
mod fence;
mod field_values;
mod fields;
mod form_rows;
mod form_table;
mod front_comments;
mod front_matter;
mod front_title;
mod full_names;
mod furniture;
mod headings;
mod hypothesis;
mod indents;
mod items;
mod key_words;
mod kind;
pub mod label;
mod labelled;
mod labelled_rows;
pub mod lay_out;
mod lead;
mod levels;
mod lines;
mod lists;
mod lookalike;
mod masked_days;
mod masthead;
mod named_number;
mod names;
mod node;
mod notice_units;
pub mod number;
mod one_line;
mod outline;
mod page_labels;
pub mod page_words;
mod plain;
mod progress;
mod readings;
mod record_table;
mod repeats;
mod row_number;
mod rows;
pub mod said;
mod scheme;
mod short_names;
mod signs;
mod stated;
mod status_places;
mod table;
mod term;
pub mod text_layout;
pub mod then;
mod title;
mod title_end;
mod title_marks;
mod title_rows;
mod transposed_form;
mod wording;
mod wraps;

pub use front_comments::comments as front_matter_comments;
pub use readings::{RatedReading, readings};

use crate::notice::{Confidence, Finding, Found, Notice, Origin, SourcePath};
use crate::text::slug;

/// The result of reading a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The notice.
    pub notice: Notice,
    /// Its mistakes, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Reads a text with or without front matter, in Markdown or plain, with or without a byte order mark.
pub fn read(source: &SourcePath, text: &str) -> Reading {
    let mut findings = Vec::new();
    let split = split::split(text);
    let entries = front_matter::entries(source, text, &split, &mut findings);
    let page = lay_out::lay_out(text, split.body);
    let mut stated = fields::read(source, text, &page.lines, &entries, &mut findings);
    findings.extend(split.comments(text).unclosed.map(|open| Finding::new(codes::UNCLOSED_COMMENT, source, open)));
    stated.id.get_or_insert_with(|| id(source));
    let body = facts::BodyFacts::of(&page, &stated, source, &mut findings);
    let outline = headings::headings(&page, &body);
    let items = body.items.iter().map(|read| read.item.clone()).collect();
    let facts = contradictions::merge(stated, body.facts, source, &mut findings);
    findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
    let notice = Notice {
        source: source.clone(),
        facts,
        items,
        outline,
        body: split.body,
        lines_are_paragraphs: page.lines_are_paragraphs,
        continued_lines: page.continued_lines,
        links: page.links,
    };
    Reading { notice, findings }
}

/// The id of a notice whose front matter states none.
fn id(source: &SourcePath) -> Found<String> {
    let stem = source.stem();
    let id = slug::from_stem(stem);
    Found::without_place(id, Origin::FileName, Confidence::High)
}
