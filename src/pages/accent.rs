//! `assets/accent.css` and `assets/accent-dark.css`: the accent colour of `site.yaml`, and the lighter one derived from
//! it for dark screens. They override variables of the theme's style sheet.

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use crate::archive::Address;
use crate::text::colour::Rgb;

/// The theme's style sheet of the dark scheme.
const DARK_SHEET: &str = "dark.css";

/// A style sheet of the accent colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccentSheet {
    /// Whether it is for dark screens.
    pub dark: bool,
}

/// The background of links in the dark scheme: the first `--card` of the theme's dark style sheet, else black.
fn dark_card(inputs: &Inputs<'_>) -> Rgb {
    let sheet = String::from_utf8_lossy(inputs.asset(DARK_SHEET));
    let card = sheet.split_once("--card:").and_then(|(_, rest)| rest.split([';', '}']).next()).and_then(Rgb::parse);
    card.unwrap_or(Rgb::BLACK)
}

impl PageKind for AccentSheet {
    const ADDRESS_PREFIX: &'static str = "assets/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let sheets = [("assets/accent.css", false), ("assets/accent-dark.css", true)];
        let sheets = sheets.into_iter().filter(|_| inputs.site.accent.is_some());
        sheets.map(|(address, dark)| Entry::new(Address::new(address), Self { dark }))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk.part("site", &"accent", context.inputs.site.accent.as_deref().unwrap_or_default().as_bytes());
        if self.dark {
            walk.part("asset", &DARK_SHEET, context.inputs.asset(DARK_SHEET));
        }
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let accent = context.inputs.site.accent.as_deref().and_then(Rgb::parse);
        let colour =
            accent.map(|accent| if self.dark { accent.lightened_for(dark_card(context.inputs)) } else { accent });
        let text = colour.map(|colour| format!(":root {{ --link: {colour}; }}\n")).unwrap_or_default();
        Ok(Outcome::file(context.address.file(), text.into_bytes()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}
