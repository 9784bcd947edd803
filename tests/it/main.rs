//! One integration crate: a module a topic.

mod read;
mod html;
mod report;
mod theme;
