//! The archive: a fold over the sorted summaries of all notices. Everything but a notice's own text is made from it.
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
mod member;
mod near;
mod paging;
mod places;
mod resolve;
mod row;
mod standing;
mod tally;

pub use address::Address;
pub use conflict::{DUPLICATE_ADDRESS, unusable_addresses};
pub use context::Context;
pub use deadlines::{Deadlines, DueItem};
pub use events::{Event, EventKind, Events};
pub use fold::{Archive, Options};
pub use group::{RoundGroup, StatusGroup, UnitGroup, YearGroup};
pub use near::Near;
pub use paging::{Paging, Slice};
pub use resolve::{Registers, ResolvedRound};
pub use row::{Row, RowIndex};
pub use standing::{Basis, Standing, contradiction};
pub use tally::Tally;
