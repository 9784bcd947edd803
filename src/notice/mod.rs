//! The vocabulary of disclosure notices: facts, claims, items and findings, with the words they are written in.
//!
//! Values only. It parses single words such as dates, rounds and statuses, but no whole text, and knows no site.

pub mod audience;
pub mod claim;
pub mod date;
pub mod deadline;
pub mod fact;
pub mod facts;
pub mod finding;
pub mod found;
pub mod item;
pub mod kind;
pub mod layout;
pub mod outline;
pub mod round;
pub mod source;
pub mod status;
pub mod summary;
pub mod unit;

pub use audience::Audience;
pub use claim::Claims;
pub use date::{Date, Moment};
pub use deadline::{Deadline, Precision};
pub use facts::{Facts, ItemContinuation};
pub use finding::{Argument, Code, Finding, Fix, Severity};
pub use found::{Confidence, Found, Origin};
pub use item::{Anchor, Item, Path};
pub use kind::Kind;
pub use layout::Layout;
pub use outline::{Heading, HeadingRole, Link, Notice, Part, Stretch};
pub use round::{Round, RoundKey};
pub use source::SourcePath;
pub use status::{Status, StatusLabel};
pub use summary::Summary;
pub use unit::{UnitKey, UnitName};
