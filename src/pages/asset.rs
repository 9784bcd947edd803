//! `assets/…`: the files of the theme.

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use crate::archive::Address;

/// A file of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetFile {
    /// Its path below `assets/`.
    pub name: String,
}

impl PageKind for AssetFile {
    const ADDRESS_PREFIX: &'static str = "assets/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let address = |name: &str| Address::new(format!("{}{name}", Self::ADDRESS_PREFIX));
        inputs.theme.assets().map(move |(name, _)| Entry::new(address(name), Self { name: name.to_owned() }))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk.part("asset", &self.name, context.inputs.asset(&self.name));
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        Ok(Outcome::file(context.address.file(), context.inputs.asset(&self.name).to_owned()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }

    /// Not if the theme brings a compressed copy of the file itself.
    fn may_be_compressed(&self, inputs: &Inputs<'_>) -> bool {
        inputs.theme.assets().all(|(other, _)| other.strip_suffix(".gz") != Some(&self.name))
    }
}
