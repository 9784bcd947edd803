//! One integration crate: a module a topic.

mod report;
mod theme;
