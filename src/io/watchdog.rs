//! The watchdog: themes can loop, and nothing inside a template engine stops them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crate::archive::Address;

/// No page takes longer than this.
const PATIENCE: Duration = Duration::from_secs(30);

type Watched = Arc<Mutex<HashMap<ThreadId, (Instant, Address)>>>;

/// Ends the run with exit code 2, naming the address, when a page takes too long.
#[derive(Debug)]
pub struct Watchdog {
    watched: Watched,
}

/// A page in the making; it is watched until this is dropped.
#[derive(Debug)]
pub struct Watch<'a> {
    dog: &'a Watchdog,
}

impl Watchdog {
    /// A watchdog that sleeps until the run ends or a page takes too long.
    pub fn start() -> Self {
        let watched = Watched::default();
        let weak = Arc::downgrade(&watched);
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_secs(1));
                let Some(watched) = weak.upgrade() else { return };
                let overdue = watched.lock().ok().and_then(|pages| {
                    pages.values().find(|(since, _)| since.elapsed() > PATIENCE).map(|(_, address)| address.clone())
                });
                if let Some(address) = overdue {
                    eprintln!(
                        "错误: 页面 /{address} 过了 {0} 秒还没有做完，主题里可能有停不下来的循环；旧的输出没有动过。\n\
                         error: the page /{address} is not done after {0} s; a loop in the theme may not end. The old output is as it was.",
                        PATIENCE.as_secs()
                    );
                    std::process::exit(2);
                }
            }
        });
        Self { watched }
    }

    /// Watches the making of the page at `address` on this thread.
    pub fn watch(&self, address: &Address) -> Watch<'_> {
        if let Ok(mut pages) = self.watched.lock() {
            pages.insert(thread::current().id(), (Instant::now(), address.clone()));
        }
        Watch { dog: self }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if let Ok(mut pages) = self.dog.watched.lock() {
            pages.remove(&thread::current().id());
        }
    }
}
