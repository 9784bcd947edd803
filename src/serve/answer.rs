//! The response to a request for a path.

/// The response to a request for a path, before HTTP headers are added.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Media type.
    pub media: &'static str,
    /// Key of the page, in hexadecimal; empty for other files.
    pub key: String,
    /// Address to redirect to.
    pub location: Option<String>,
    /// Whether the file is an attachment or static file, which may contain scripts.
    pub foreign: bool,
    /// Body.
    pub bytes: Vec<u8>,
}
