//! Pairs `**` in Chinese text.
//!
//! CommonMark does not close a `**` between a full stop or a quote and a Han character (`**“学习”**问题`), so pairs are
//! found here and marked before the Markdown is parsed. The asterisks of masked names (`张**、李**`) are not pairs.

use super::cjk::{closes, opens};

/// Mask of each `*` that opens strong text.
pub const STRONG_OPENS: u8 = 2;
/// Mask of each `*` that closes strong text.
pub const STRONG_CLOSES: u8 = 3;

/// Marks the pairs in `source` in `mask`, byte by byte. Pairs do not extend beyond their block or, if
/// `by_line`, beyond their line.
pub fn pair(source: &str, mask: &mut [u8], by_line: bool) {
    let mut open = None;
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        if by_line || begins_block(line) {
            open = None;
        }
        pair_line(source, start, start + line.len(), &mut open, mask);
        if line.trim_start().starts_with('#') {
            open = None;
        }
        start += line.len();
    }
}

fn pair_line(source: &str, from: usize, end: usize, open: &mut Option<usize>, mask: &mut [u8]) {
    let bytes = source.as_bytes();
    let mut at = from;
    while at < end {
        match bytes[at] {
            b'\\' => at += 2,
            b'|' => {
                *open = None;
                at += 1;
            }
            b'`' => at = code_end(bytes, at, end),
            b'*' => {
                let run = bytes[at..end].iter().take_while(|b| **b == b'*').count();
                if run == 2 {
                    delimiter(source, at, open, mask);
                }
                at += run;
            }
            _ => at += memchr::memchr3(b'*', b'`', b'\\', &bytes[at + 1..end]).map_or(end - at, |next| next + 1),
        }
    }
}

fn delimiter(source: &str, at: usize, open: &mut Option<usize>, mask: &mut [u8]) {
    let before = source[..at].chars().next_back().filter(|c| !c.is_whitespace());
    let after = source[at + 2..].chars().next().filter(|c| !c.is_whitespace());
    match *open {
        Some(start) if before.is_some_and(|c| !opens(c)) => {
            mask[start..start + 2].fill(STRONG_OPENS);
            mask[at..at + 2].fill(STRONG_CLOSES);
            *open = None;
        }
        None if after.is_some_and(|c| !closes(c)) => *open = Some(at),
        _ => {}
    }
}

/// End of the code span that opens at `at`, or of its backticks if nothing closes it in this line.
fn code_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let ticks = |from: usize| bytes[from..end].iter().take_while(|b| **b == b'`').count();
    let opening = ticks(at);
    let mut next = at + opening;
    while let Some(found) = memchr::memchr(b'`', &bytes[next..end]) {
        let closing = ticks(next + found);
        next += found + closing;
        if closing == opening {
            return next;
        }
    }
    at + opening
}

fn begins_block(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line.is_empty()
        || line.starts_with(['#', '|', '-', '+', '>', '`', '~'])
        || digits > 0 && line[digits..].starts_with(['.', ')'])
}
