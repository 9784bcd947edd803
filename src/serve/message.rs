//! Messages to the thread of the live site.

use std::sync::Arc;

use tokio::sync::{oneshot, watch};

use super::answer::Answer;
use super::index::IndexResult;
use crate::io::watch::Changes;

/// A message to [`super::live_site::LiveSite`].
#[derive(Debug)]
pub enum Message {
    /// Request for the file at a path.
    Page(String, oneshot::Sender<Answer>),
    /// Request for the event stream of a page.
    Follow(String, watch::Sender<Arc<str>>),
    /// Files may have changed.
    Changed(Changes),
    /// The search index was built, or building it failed.
    Indexed(IndexResult),
}
