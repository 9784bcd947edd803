//! Detects templates that loop forever. The template engine has no limit of its own.
//!
//! Counts the processor time of the thread that makes a page, not wall-clock time: a sleeping machine, a slow disk or
//! other programs are not the theme's fault.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
#[cfg(any(test, not(target_os = "linux")))]
use std::time::Instant;

use crate::archive::Address;
use crate::config::Language;

/// Most processor time a page may take; an ordinary one takes a few milliseconds.
pub const MAX_CPU_TIME: Duration = Duration::from_secs(30);
/// How often the watchdog checks.
const INTERVAL: Duration = Duration::from_secs(1);
/// Wall-clock limit as a multiple of [`MAX_CPU_TIME`], on systems that do not report a thread's processor time.
#[cfg(not(target_os = "linux"))]
const CLOCK_FACTOR: u32 = 4;

/// A page that took longer than [`MAX_CPU_TIME`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endless {
    /// The page.
    pub address: Address,
}

impl Endless {
    /// Message with what to do.
    pub fn message(&self, language: Language) -> String {
        let (address, seconds) = (&self.address, MAX_CPU_TIME.as_secs());
        language.pick(
            format!("页面 /{address} 算了 {seconds} 秒还没有生成完，主题的模板里可能有停不下来的循环。"),
            format!("the page /{address} is not finished after {seconds} s of computing; a template of the theme may have an endless loop."),
        )
    }
}

impl fmt::Display for Endless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::En))
    }
}

impl std::error::Error for Endless {}

/// The processor time of one thread.
#[derive(Clone, Debug)]
pub struct ThreadTime {
    #[cfg(target_os = "linux")]
    stat: std::path::PathBuf,
    #[cfg(not(target_os = "linux"))]
    since: Instant,
}

impl ThreadTime {
    /// The clock of the calling thread.
    pub fn of_this_thread() -> Self {
        #[cfg(target_os = "linux")]
        {
            // a link to `<process>/task/<thread>`
            let thread = std::fs::read_link("/proc/thread-self").unwrap_or_default();
            Self { stat: std::path::Path::new("/proc").join(thread).join("stat") }
        }
        #[cfg(not(target_os = "linux"))]
        Self { since: Instant::now() }
    }

    /// The time used so far; `None` if the thread has ended.
    #[cfg(target_os = "linux")]
    pub fn used(&self) -> Option<Duration> {
        /// Clock ticks a second in `/proc`, on every architecture Linux runs this program on.
        const TICKS: u64 = 100;
        let stat = std::fs::read_to_string(&self.stat).ok()?;
        // the name before the last `)` may hold blanks; user and system time are the 12th and 13th fields after it
        let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
        let mut ticks = || fields.next()?.parse::<u64>().ok();
        Some(Duration::from_millis((ticks()? + ticks()?) * 1000 / TICKS))
    }

    /// The time used so far, estimated from wall-clock time.
    #[cfg(not(target_os = "linux"))]
    pub fn used(&self) -> Option<Duration> {
        Some(self.since.elapsed() / CLOCK_FACTOR)
    }
}

/// A page that is being made.
#[derive(Debug)]
struct Watched {
    address: Address,
    clock: ThreadTime,
    /// Processor time of the thread when the watchdog first saw the page.
    began: Option<Duration>,
}

type Pages = Arc<Mutex<HashMap<u64, Watched>>>;

/// Calls a function, which ends the process, if a page takes too long.
#[derive(Debug)]
pub struct Watchdog {
    pages: Pages,
    next: Mutex<u64>,
}

/// A page that is watched until this is dropped.
#[derive(Debug)]
pub struct Watch<'a> {
    watchdog: &'a Watchdog,
    number: u64,
}

impl Watchdog {
    /// A watchdog that calls `on_endless` if a page takes too long. It stops when dropped.
    pub fn start(on_endless: impl Fn(&Endless) + Send + 'static) -> Self {
        let pages = Pages::default();
        let weak = Arc::downgrade(&pages);
        thread::spawn(move || {
            loop {
                thread::sleep(INTERVAL);
                let Some(pages) = weak.upgrade() else { return };
                if let Some(endless) = overdue(&pages) {
                    on_endless(&endless);
                    return;
                }
            }
        });
        Self { pages, next: Mutex::default() }
    }

    /// Watches the page at `address`, which the calling thread makes.
    pub fn watch(&self, address: &Address) -> Watch<'_> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let number = *next;
        *next += 1;
        let watched = Watched { address: address.clone(), clock: ThreadTime::of_this_thread(), began: None };
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).insert(number, watched);
        Watch { watchdog: self, number }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.watchdog.pages.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

/// A page whose thread has used more than the limit since the watchdog first saw it.
fn overdue(pages: &Pages) -> Option<Endless> {
    let mut pages = pages.lock().unwrap_or_else(PoisonError::into_inner);
    pages.values_mut().find_map(|page| {
        let used = page.clock.used()?;
        let began = *page.began.get_or_insert(used);
        (used.saturating_sub(began) > MAX_CPU_TIME).then(|| Endless { address: page.address.clone() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_takes_no_processor_time_and_computing_does() {
        let clock = ThreadTime::of_this_thread();
        let before = clock.used().unwrap();
        thread::sleep(Duration::from_millis(150));
        assert!(clock.used().unwrap() - before < Duration::from_millis(100));
        let (began, mut sum) = (Instant::now(), 0u64);
        while clock.used().unwrap() - before < Duration::from_millis(100) {
            sum = (0..100_000).fold(sum, |sum: u64, n| sum.rotate_left(3) ^ n);
            assert!(began.elapsed() < Duration::from_secs(60), "{sum}");
        }
    }
}
