//! One integration crate: a module a topic.

mod html;
mod read;
mod report;
mod theme;
