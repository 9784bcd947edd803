//! One integration crate: a module a topic.

mod html;
mod report;
mod theme;
