//! Gongshi: a static site generator for disclosure notices.
//!
//! The modules from the ground up. A module imports only modules above it in this list (`tests/it/house.rs` has the
//! exact rule). Everything before `io` is pure: no files, no clock, no environment, no terminal.

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
