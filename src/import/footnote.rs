//! How a draft marks the labels of footnotes.

/// Stands in a draft's words before and after the label of a footnote, `[^` and `]` in Markdown. No text has them:
/// they are noncharacters of a private plane, and removed from every source.
pub const FOOTNOTE: [char; 2] = ['\u{ffffe}', '\u{fffff}'];
