//! Data files and feeds: what the site offers to programs.

use super::entry::What;
use super::key::Walk;
use super::make::Made;
use super::plan::Plan;
use crate::archive::Address;
use crate::render::view::DataFile;

impl Plan<'_> {
    pub(super) fn downloads(&self, _at: crate::archive::RowIndex, text: &str) -> Vec<(&'static str, Vec<u8>)> {
        vec![("notice.md", text.as_bytes().to_vec())]
    }

    pub(super) fn walk_data(&self, _what: &What, _made: &Made, _walk: &mut dyn Walk) {}
    pub(super) fn data(&self, _what: &What, _address: &Address, _made: &Made) -> Vec<u8> {
        Vec::new()
    }
    pub(super) fn data_files(&self, _made: &Made) -> Vec<DataFile> {
        Vec::new()
    }
}
