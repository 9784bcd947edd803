//! The archive: a fold over the sorted summaries of all notices. All pages are made from it, and from the text for a
//! notice's own page.
//!
//! Pure: summaries and a site go in; names resolved against the registers, groups, chains, neighbours and totals come
//! out, whatever the order of the files.

mod address;
pub mod chain;
mod change;
mod conflict;
mod context;
mod deadlines;
mod events;
pub mod fold;
mod group;
pub mod history;
mod membership;
mod notice_status;
mod page_reference;
mod paging;
mod resolve;
mod row;
mod row_list;
mod tally;

pub use address::{Address, is_page_file};
pub use conflict::{DUPLICATE_ADDRESS, unusable_addresses};
pub use context::Context;
pub use deadlines::{Deadlines, DueItem};
pub use events::{Event, EventKind, Events};
pub use fold::{Archive, Options};
pub use group::{RoundGroup, StatusGroup, UnitGroup, YearGroup};
pub use notice_status::{Basis, NoticeStatus, contradiction};
pub use page_reference::PageReference;
pub use paging::{Paging, Slice};
pub use resolve::{Registers, ResolvedRound};
pub use row::{Row, RowIndex};
pub use tally::Tally;
