//! The doors: the only rooms that touch files, folders, clocks and sockets. They carry values in and out and decide
//! nothing.

pub mod build;
pub mod cache;
pub mod clock;
pub mod exchange;
pub mod explain;
pub mod folder;
pub mod glance;
pub mod load;
pub mod lock;
pub mod lsp;
pub mod output;
pub mod person;
pub mod progress;
pub mod publish;
pub mod reading;
pub mod serve;
pub mod source;
pub mod stage;
pub mod theme;
pub mod watch;
pub mod watchdog;
