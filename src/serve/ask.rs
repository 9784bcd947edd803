//! What the desk is asked.

use std::sync::Arc;

use tokio::sync::{oneshot, watch};

use super::answer::Answer;
use super::index::IndexResult;
use crate::io::watch::Changes;

/// What the desk is asked.
#[derive(Debug)]
pub enum Ask {
    /// The file at a path.
    Page(String, oneshot::Sender<Answer>),
    /// To be told of a page from now on.
    Follow(String, watch::Sender<Arc<str>>),
    /// Files may have changed.
    Changed(Changes),
    /// The search index was made, or could not be.
    Indexed(IndexResult),
}
