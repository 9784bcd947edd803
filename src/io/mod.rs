//! The doors: the only rooms that touch files, folders, clocks and sockets. They carry values in and out and decide
//! nothing.

pub mod cache;
pub mod clock;
pub mod exchange;
pub mod folder;
pub mod glance;
pub mod load;
pub mod lock;
pub mod person;
pub mod progress;
pub mod reading;
pub mod source;
pub mod theme;
pub mod watch;
pub mod watchdog;
