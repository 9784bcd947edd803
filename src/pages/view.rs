//! HTML pages made from the archive alone: data, a template, the frame around it.

use super::EntryKind;
use super::entry::{Entry, InSitemap, MakeContext, PageKind, Stage};
use super::inputs::Inputs;
use super::key::Walk;
use super::parts::{PageLink, notice_link};
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use crate::archive::{Address, Paging, RowIndex, Slice};
use crate::notice::Date;
use crate::render::page::{self, Frame, View};
use crate::text::fingerprint::Fingerprint;

/// An HTML page made from the archive, the settings and the theme, without any text of a notice.
pub trait ViewPage: Sized + Into<EntryKind> {
    /// Data of its template.
    type View: View;
    /// The folder that holds all its addresses, with `/` at its end; empty for the root of the site.
    const FOLDER: &'static str;
    /// Stage in which it is made.
    const STAGE: Stage = Stage::First;

    /// All entries of this kind.
    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a;

    /// The rows it lists, oldest first. Its key takes their hashes instead of building that part of the view.
    fn rows<'a>(&self, _inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        &[]
    }

    /// Records everything that its view takes from the archive besides its rows, if rows are given.
    fn walk_beside_rows(&self, _inputs: &Inputs<'_>, _walk: &mut dyn Walk) {}

    /// Its view. `rows` are [`ViewPage::rows`] for the page itself, and empty for the key.
    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> Self::View;

    /// 截至 (as of) in its footer: the newest date among the page's notices, so that a new notice does not change older
    /// pages. Pages about the whole archive show the archive's newest date.
    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date>;

    /// Whether the sitemap lists it.
    const IN_SITEMAP: bool = true;
}

impl<P: ViewPage> PageKind for P {
    const ADDRESS_PREFIX: &'static str = P::FOLDER;
    const IS_TEMPLATED: bool = true;
    const STAGE: Stage = P::STAGE;

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        P::entries(inputs)
    }

    /// Records the view without rows, the rows by their hashes, and the frame.
    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let (view, inputs) = (self.view(context, &[]), context.inputs);
        walk.part("view", &page::kind::<P::View>(), page::view_hash(&view).bytes());
        let rows = self.rows(inputs);
        if !rows.is_empty() {
            walk_rows(inputs, rows, walk);
            let later = rows.iter().filter_map(|at| inputs.archive.rows()[*at].superseded_by);
            let later: Vec<PageLink> = later.map(|at| notice_link(&inputs.archive.rows()[at])).collect();
            walk.part("superseded", &later.len(), Fingerprint::of_json(&later).bytes());
            self.walk_beside_rows(inputs, walk);
        }
        walk_frame::<P::View>(inputs, self.as_of(inputs), walk);
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let view = self.view(context, self.rows(context.inputs));
        let bytes = render_in_frame(context, &view, self.as_of(context.inputs))?;
        Ok(Outcome::file(context.address.file(), bytes))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        if P::IN_SITEMAP { InSitemap::Yes } else { InSitemap::No }
    }
}

/// Renders a page with the site's frame (header, navigation, footer) around it.
///
/// # Errors
/// [`MakeError::Template`], where the template fails.
pub fn render_in_frame<V: View>(
    context: &MakeContext<'_>,
    view: &V,
    as_of: Option<Date>,
) -> Result<Vec<u8>, MakeError> {
    let inputs = context.inputs;
    let plain_pages = inputs.plain_pages();
    let frame = Frame { site: inputs.site, theme: inputs.theme, as_of, plain_pages: &plain_pages };
    page::page(&frame, context.address, view).map_err(|error| MakeError::Template(context.address.clone(), error))
}

/// Records everything [`render_in_frame`] reads besides the view: the template, the footer's date, the settings.
pub fn walk_frame<V: View>(inputs: &Inputs<'_>, as_of: Option<Date>, walk: &mut dyn Walk) {
    walk.part("theme", &V::TEMPLATE, inputs.theme.key(V::TEMPLATE).bytes());
    walk.part("frame", &"footer", Fingerprint::of_json(&as_of).bytes());
    walk_site(inputs, walk);
}

/// Records the settings and the list of plain pages that pages and feeds use.
pub fn walk_site(inputs: &Inputs<'_>, walk: &mut dyn Walk) {
    walk.part("site", &"site.yaml", inputs.site_hash().bytes());
}

/// Records rows in order, by the hashes of their facts and items.
pub fn walk_rows(inputs: &Inputs<'_>, rows: &[RowIndex], walk: &mut dyn Walk) {
    let facts = rows.iter().map(|at| &inputs.archive.rows()[*at].facts_hash);
    let hashes: Vec<u8> = facts.flat_map(|hash| *hash.bytes()).collect();
    walk.part("rows", &rows.len(), &hashes);
}

/// The rows of a page of a list.
pub fn page_rows<'r>(inputs: &Inputs<'_>, rows: &'r [RowIndex], slice: Slice) -> &'r [RowIndex] {
    &rows[Paging::of(rows.len(), inputs.site.page_size).range(slice)]
}

/// The newest date of these rows.
pub fn newest_day(inputs: &Inputs<'_>, rows: &[RowIndex]) -> Option<Date> {
    rows.iter().filter_map(|at| inputs.archive.rows()[*at].day()).max()
}

/// The only entry of a kind.
pub fn single_entry(address: &str, kind: impl Into<EntryKind>) -> std::iter::Once<Entry> {
    std::iter::once(Entry::new(Address::new(address), kind))
}
