//! `assets/accent.css` and `assets/accent-dark.css`: the accent colour of `site.yaml`, and the lighter one derived from
//! it for dark screens. They override variables of the theme's style sheet.

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use crate::archive::Address;
use crate::text::colour::Rgb;

/// The card of the dark scheme, on which links must be read.
const DARK_CARD: Rgb = Rgb::new(0x1b, 0x1f, 0x24);

/// A style sheet of the accent colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccentSheet {
    /// Whether it is for dark screens.
    pub dark: bool,
}

impl PageKind for AccentSheet {
    const BELOW: &'static str = "assets/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let sheets = [("assets/accent.css", false), ("assets/accent-dark.css", true)];
        let sheets = sheets.into_iter().filter(|_| inputs.site.accent.is_some());
        sheets.map(|(address, dark)| Entry::new(Address::new(address), Self { dark }))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk.part("site", &"accent", context.inputs.site.accent.as_deref().unwrap_or_default().as_bytes());
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let accent = context.inputs.site.accent.as_deref().and_then(Rgb::parse);
        let colour = accent.map(|accent| if self.dark { accent.lightened_for(DARK_CARD) } else { accent });
        let text = colour.map(|colour| format!(":root {{ --link: {colour}; }}\n")).unwrap_or_default();
        Ok(Outcome::file(context.address.file(), text.into_bytes()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}
