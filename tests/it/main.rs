//! One integration crate: a module a topic.

mod check;
mod html;
mod read;
mod report;
mod theme;
