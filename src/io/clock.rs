//! Today's date and the current time. Nothing else reads the clock for dates.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::notice::Date;

/// China's offset from UTC in seconds.
const OFFSET: u64 = 8 * 3600;

/// Seconds since 1970 on a clock in China.
fn seconds_in_china() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() + OFFSET
}

/// Whether the clock is before 1970, as on a machine whose battery is empty. Neither dates nor times of publication would
/// be right, and some libraries know no such time.
pub fn is_before_1970() -> bool {
    SystemTime::now() < UNIX_EPOCH
}

/// Today's date in China (UTC+8), whatever the machine's time zone.
pub fn today() -> Date {
    let days = i64::try_from(seconds_in_china() / 86_400).unwrap_or_default();
    let epoch = Date::constant(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(days.min(1_000_000))).unwrap_or(epoch)
}

/// The current time in China to the second, as `2025-03-14T09:26:53+08:00`.
pub fn now() -> String {
    let seconds = seconds_in_china();
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{}T{hours:02}:{minutes:02}:{:02}+08:00", today(), seconds % 60)
}
