//! What the desk answers.

/// What the desk answers.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type.
    pub media: &'static str,
    /// What a page was made from.
    pub key: String,
    /// Where to look instead.
    pub location: Option<String>,
    /// Whether the file came from an author and may hold anything.
    pub foreign: bool,
    /// The bytes.
    pub bytes: Vec<u8>,
}
