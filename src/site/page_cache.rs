//! What was made for somebody who looks: pages by address, kept as long as their keys are what they were made under.
//!
//! Knows no files and no connections. Its pages are those of a build, byte for byte.

use std::collections::HashMap;
use std::sync::Arc;

use super::plan::Plan;
use crate::archive::Address;
use crate::pages::data::offered;
use crate::pages::{Entry, EntryKind, Key, MakeError, Outcome, Record, Records};

/// How many bytes of pages are kept.
const LARGEST: usize = 48 << 20;

/// A page as it was made.
#[derive(Clone, Debug)]
pub struct MadePage {
    /// What it was made from.
    pub key: Key,
    /// Its files.
    pub outcome: Arc<Outcome>,
}

/// Makes an entry of what earlier stages made.
pub type Make<'a> = dyn FnMut(&Entry, &Records) -> Result<Outcome, MakeError> + 'a;

/// The pages that were made last.
#[derive(Debug, Default)]
pub struct PageCache {
    pages: HashMap<Address, (MadePage, u64)>,
    bytes: usize,
    clock: u64,
}

impl PageCache {
    /// The page of `entry`, made by `make` where it is not what was made before.
    ///
    /// # Errors
    /// [`MakeError`]; what was made before is then still what [`PageCache::last_good`] gives.
    pub fn page(&mut self, plan: &Plan<'_>, entry: &Entry, make: &mut Make<'_>) -> Result<MadePage, MakeError> {
        let records = self.earlier_stage(plan, entry, make)?;
        let key = plan.key(entry, &records);
        self.clock += 1;
        if let Some((page, used)) = self.pages.get_mut(&entry.address).filter(|(page, _)| page.key == key) {
            *used = self.clock;
            return Ok(page.clone());
        }
        let page = MadePage { key, outcome: Arc::new(make(entry, &records)?) };
        self.keep(entry.address.clone(), page.clone());
        Ok(page)
    }

    /// What was made last for the address, whatever it was made from.
    pub fn last_good(&self, address: &Address) -> Option<&MadePage> {
        self.pages.get(address).map(|(page, _)| page)
    }

    /// Forgets the page at an address that is planned no more.
    pub fn forget(&mut self, address: &Address) {
        if let Some((page, _)) = self.pages.remove(address) {
            self.bytes -= size(&page.outcome);
        }
    }

    /// What an entry of a later stage needs of the earlier one.
    fn earlier_stage(&mut self, plan: &Plan<'_>, entry: &Entry, make: &mut Make<'_>) -> Result<Records, MakeError> {
        let mut records = Records::default();
        if matches!(entry.kind, EntryKind::DataPage(_) | EntryKind::DataIndex(_) | EntryKind::DataPackage(_)) {
            for address in offered(&plan.inputs) {
                if let Some(entry) = plan.find(address.as_str()) {
                    let page = self.page(plan, &entry, make)?;
                    records.add(address, Arc::new(Record::of(page.key, &page.outcome)));
                }
            }
        }
        Ok(records)
    }

    fn keep(&mut self, address: Address, page: MadePage) {
        self.forget(&address);
        self.bytes += size(&page.outcome);
        self.pages.insert(address, (page, self.clock));
        if self.bytes > LARGEST {
            let mut used: Vec<(u64, Address)> =
                self.pages.iter().map(|(address, (_, used))| (*used, address.clone())).collect();
            used.sort();
            let older = used.len() / 2;
            used.iter().take(older).for_each(|(_, address)| self.forget(address));
        }
    }
}

fn size(outcome: &Outcome) -> usize {
    outcome.files.iter().map(|(path, bytes)| path.len() + bytes.len()).sum()
}
