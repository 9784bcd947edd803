//! The integration tests, one crate: a module a topic.

mod house;
mod html;
mod laws;
mod links;
mod read;
mod report;
mod sandbox;
mod theme;
