//! The integration tests, one crate: a module a topic.

mod agreement;
mod archive;
mod change;
mod check;
mod checking;
mod command_line;
mod contract;
mod disk;
mod drafting;
mod environment;
mod exports;
mod fmt;
mod golden;
mod histories;
// file names that are no text, pipes, links
#[cfg(unix)]
mod hostile;
mod house;
mod html;
mod http;
mod import;
mod input;
mod keys;
mod laws;
mod linear;
mod links;
mod lsp;
mod privacy;
mod publish;
mod read;
mod report;
mod round;
mod sandbox;
mod search;
mod serve;
mod settings;
mod static_files;
mod structure;
mod theme;
