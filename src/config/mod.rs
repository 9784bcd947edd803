//! What a site says of itself: `site.yaml`, `theme.yaml` and the strings of a theme.
//!
//! Parses texts into values; finds no files.

pub mod language;
pub mod register;
pub mod site;
pub mod theme;

pub use language::Language;
pub use register::{RoundEntry, UnitEntry};
pub use site::{ConfigError, Site, Target};
pub use theme::ThemeManifest;
