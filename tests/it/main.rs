//! The integration tests, one crate: a module a topic.

mod archive;
mod change;
mod check;
mod checking;
mod contract;
mod disk;
mod drafting;
mod exports;
mod fmt;
mod golden;
mod house;
mod html;
mod http;
mod import;
mod input;
mod keys;
mod laws;
mod links;
mod lsp;
mod publish;
mod read;
mod report;
mod sandbox;
mod search;
mod serve;
mod theme;
