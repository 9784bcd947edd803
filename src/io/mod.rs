//! Files, folders, the clock, locks and progress bars. Moves bytes and values in and out without interpreting them, except
//! to detect changes and to report errors.

pub mod cache;
pub mod clock;
pub mod console;
pub mod exchange;
pub mod file_stat;
pub mod folder;
pub mod input;
pub mod load;
pub mod lock;
pub mod progress;
pub mod reading;
pub mod reason;
pub mod rename;
pub mod replace;
pub mod review;
pub mod source;
pub mod theme;
pub mod unread;
pub mod user;
pub mod watch;
pub mod watchdog;
