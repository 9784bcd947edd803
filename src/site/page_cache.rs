//! Pages made by `serve`, by address. A page is reused while its key is unchanged.
//!
//! Pure. The pages equal those of a build, byte for byte.

use std::collections::HashMap;
use std::sync::Arc;

use super::plan::Plan;
use crate::archive::Address;
use crate::pages::data::listed_addresses;
use crate::pages::{Entry, EntryKind, Key, MakeError, Outcome, Record, Records};

/// Most bytes of pages kept in memory; beyond that the least recently used half is dropped. Not measured.
const MAX_BYTES: usize = 48 << 20;

/// A page with its key.
#[derive(Clone, Debug)]
pub struct MadePage {
    /// Hash of everything it was made from.
    pub key: Key,
    /// Its files.
    pub outcome: Arc<Outcome>,
}

/// Makes an entry from the records of the stage before.
pub type Make<'a> = dyn FnMut(&Entry, &Records) -> Result<Outcome, MakeError> + 'a;

/// The pages made last.
#[derive(Debug, Default)]
pub struct PageCache {
    /// Each page with the value of `uses` when it was last used.
    pages: HashMap<Address, (MadePage, u64)>,
    bytes: usize,
    /// Number of uses of any page so far.
    uses: u64,
}

impl PageCache {
    /// The page of `entry`, from the cache or made by `make`.
    ///
    /// # Errors
    /// [`MakeError`]; [`PageCache::last_good`] then still returns the earlier page.
    pub fn page(&mut self, plan: &Plan<'_>, entry: &Entry, make: &mut Make<'_>) -> Result<MadePage, MakeError> {
        let records = self.earlier_stage(plan, entry, make)?;
        let key = plan.key(entry, &records);
        self.uses += 1;
        if let Some((page, used)) = self.pages.get_mut(&entry.address).filter(|(page, _)| page.key == key) {
            *used = self.uses;
            return Ok(page.clone());
        }
        let page = MadePage { key, outcome: Arc::new(make(entry, &records)?) };
        self.keep(entry.address.clone(), page.clone());
        Ok(page)
    }

    /// The page last made at the address, whatever its key.
    pub fn last_good(&self, address: &Address) -> Option<&MadePage> {
        self.pages.get(address).map(|(page, _)| page)
    }

    /// Removes the page at an address.
    pub fn forget(&mut self, address: &Address) {
        if let Some((page, _)) = self.pages.remove(address) {
            self.bytes -= size(&page.outcome);
        }
    }

    /// The records of the first stage that an entry of the second needs.
    fn earlier_stage(&mut self, plan: &Plan<'_>, entry: &Entry, make: &mut Make<'_>) -> Result<Records, MakeError> {
        let mut records = Records::default();
        if matches!(entry.kind, EntryKind::DataPage(_) | EntryKind::DataIndex(_) | EntryKind::DataPackage(_)) {
            for address in listed_addresses(&plan.inputs) {
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
        self.pages.insert(address, (page, self.uses));
        if self.bytes > MAX_BYTES {
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
