//! Gongshi: a static site generator for disclosure notices.
//!
//! The floor plan, from the ground up. A room imports only rooms above it in this list
//! (`tests/it/house.rs` holds the exact rule); everything before `io` is pure: it knows no files, no clock,
//! no environment and no terminal.

pub mod text;

pub mod notice;

pub mod config;
pub mod read;

pub mod archive;

pub mod check;
pub mod import;
pub mod search;

pub mod render;
pub mod report;

pub mod pages;

pub mod site;

pub mod io;

pub mod build;
pub mod lsp;
pub mod publish;
pub mod serve;

pub mod cli;
