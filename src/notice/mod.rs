//! The vocabulary of disclosure notices: what they state, how it is written, and where it was found.
//!
//! Values only: this room reads no text beyond single labels and dates, and knows no site.

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
