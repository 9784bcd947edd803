//! One integration crate: a module a topic.

mod check;
mod exports;
mod html;
mod read;
mod report;
mod search;
mod theme;
