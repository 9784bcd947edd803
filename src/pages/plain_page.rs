//! `/pages/<slug>/`: a plain page of `content/pages/`.

use serde::Serialize;

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::notice::{link_target, walk_links, walk_source};
use super::record::Outcome;
use super::sources::{MakeError, Sources, source_text};
use super::view::{render_in_frame, walk_frame};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::html;
use crate::render::page::View;

/// A plain page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainPage {
    /// Its index among [`Inputs::pages`].
    pub index: usize,
}

impl PageKind for PlainPage {
    const ADDRESS_PREFIX: &'static str = "pages/";
    const IS_TEMPLATED: bool = true;

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.pages.iter().enumerate().map(|(index, page)| Entry::new(page.address.clone(), Self { index }))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let page = &context.inputs.pages[self.index];
        walk_source(&page.summary, walk);
        walk_links(context.inputs, &page.summary, &page.address, walk);
        walk_frame::<PlainView>(context.inputs, self.as_of(context.inputs), walk);
    }

    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let page = &context.inputs.pages[self.index];
        let text = source_text(sources, &page.summary)?;
        let resolve = |target: &str| link_target(context.inputs, &page.summary.source, &page.address, target);
        let plain = html::plain_page(&text, &resolve);
        let view = PlainView {
            title: if plain.title.trim().is_empty() { page.summary.facts.id().to_owned() } else { plain.title },
            updated: self.as_of(context.inputs).map(|date| date.to_string()),
            body_html: plain.html,
        };
        let bytes = render_in_frame(context, &view, self.as_of(context.inputs))?;
        Ok(Outcome::file(page.address.file(), bytes))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::Yes
    }
}

impl PlainPage {
    /// 截至 in its footer: the day of its last update.
    fn as_of(self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.pages[self.index].summary.facts.updated.as_ref().map(|found| found.value.date)
    }
}

/// Data of a plain page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlainView {
    /// The title.
    pub title: String,
    /// The day of the last update.
    pub updated: Option<String>,
    /// The text as HTML.
    pub body_html: String,
}

impl View for PlainView {
    const TEMPLATE: &'static str = "page.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        Head { description: self.title.clone(), ..heads.alone(&self.title) }
    }
}
