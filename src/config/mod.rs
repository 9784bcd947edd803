//! Settings of a site: `site.yaml`, `theme.yaml` and the strings of a theme.
//!
//! Parses texts into values; reads no files.

pub mod address;
pub mod language;
mod locate;
pub mod phrases;
pub mod register;
pub mod settings;
pub mod site;
pub mod site_yaml;
pub mod theme;

pub use language::{Language, Phrase, plural};
pub use register::{RoundEntry, UnitEntry};
pub use site::{Site, SiteLink, TargetSettings};
pub use theme::ThemeManifest;
