//! `import --watch`: imports a document again each time it is saved.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use super::{ImportArgs, import_one, open};
use crate::cli::{Exit, Session};
use crate::io::watch::watch;

/// How often the file is checked without an event: network folders send none.
const POLL_INTERVAL: Duration = Duration::from_millis(700);
/// Word processors write in several steps; a file that is unchanged for this long is complete.
const SETTLE_TIME: Duration = Duration::from_millis(120);
/// Attempts to read a file before an error is reported: it may be half written.
const ATTEMPTS: usize = 12;

/// Imports the file, and again at every save, until the program is ended.
pub fn run(session: &Session, args: &ImportArgs) -> Result<Exit> {
    let path = args.files[0].as_path();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (sender, changes) = mpsc::channel();
    watch(folder, &[], move |_| sender.send(()).is_ok()).with_context(|| folder.display().to_string())?;
    let mut last_seen = stamp(path);
    import_one(session, args, path, &mut BTreeMap::new())?;
    session.info(session.language.pick(
        format!("正在跟踪 {}，每次保存都会重新导入；按 Ctrl+C 结束。", path.display()),
        format!("watching {}; it is imported again at every save. Press Ctrl+C to stop.", path.display()),
    ));
    loop {
        match changes.recv_timeout(POLL_INTERVAL) {
            Ok(()) | Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => thread::sleep(POLL_INTERVAL),
        }
        let now = stamp(path);
        if now == last_seen || now.is_none() {
            continue;
        }
        last_seen = wait_until_settled(path);
        import_one(session, args, path, &mut BTreeMap::new())?;
    }
}

/// Size and time of a file, which change when it is saved.
fn stamp(path: &Path) -> Option<(u64, SystemTime)> {
    let data = fs::metadata(path).ok()?;
    Some((data.len(), data.modified().ok()?))
}

/// Waits until the file is complete.
fn wait_until_settled(path: &Path) -> Option<(u64, SystemTime)> {
    let mut last = stamp(path);
    for _ in 0..ATTEMPTS {
        thread::sleep(SETTLE_TIME);
        let now = stamp(path);
        if now == last && now.is_some() && matches!(open(path, None), Ok(Ok(_))) {
            return now;
        }
        last = now;
    }
    last
}
