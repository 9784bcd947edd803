//! Cuts the archive into segments.
//!
//! Cuts depend on the ids alone, from the oldest notice on, so that adding or removing a notice moves only the cuts
//! near it: a segment ends, once large enough, after a notice whose id's hash says so, or when it is full. Small
//! segments make a change cheap and sort faster, but a query asks all of them. So the old notices of a large archive
//! are in large segments, and those after the last of these, the newest, in small ones.

use std::ops::Range;

use crate::text::fingerprint::Fingerprint;

/// A range of notices that make a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentRange {
    /// Its name, from the id of its oldest notice.
    pub name: String,
    /// Positions of its notices in the archive, oldest first.
    pub places: Range<usize>,
}

/// Size of segments, in notices and bytes of text.
struct Size {
    least: usize,
    most: usize,
    /// A segment may end after a notice whose id's hash is divisible by this.
    ends: u32,
    bytes: usize,
}

const SMALL: Size = Size { least: 448, most: 640, ends: 48, bytes: 16 << 20 };
const LARGE: Size = Size { least: 1280, most: 1792, ends: 128, bytes: 48 << 20 };
/// Archives with at least this many notices have large segments.
const MANY: usize = 1 << 15;

/// Cuts the archive, given the id and text size of each notice, sorted by date and id, oldest first.
pub fn segments<'a>(notices: impl IntoIterator<Item = (&'a str, usize)>) -> Vec<SegmentRange> {
    let notices: Vec<(u32, usize)> = notices.into_iter().map(|(id, size)| (hash(id), size)).collect();
    let mut cuts = vec![0];
    if notices.len() >= MANY {
        extend(&mut cuts, &notices, &LARGE);
    }
    extend(&mut cuts, &notices, &SMALL);
    if cuts.last() < Some(&notices.len()) {
        cuts.push(notices.len());
    }
    let range = |pair: &[usize]| SegmentRange { name: format!("{:08x}", notices[pair[0]].0), places: pair[0]..pair[1] };
    let mut ranges: Vec<SegmentRange> = cuts.windows(2).map(range).collect();
    tell_apart(&mut ranges);
    ranges
}

/// Adds the ends of all whole segments of this size after the last cut.
fn extend(cuts: &mut Vec<usize>, notices: &[(u32, usize)], size: &Size) {
    let mut start = cuts.last().copied().unwrap_or_default();
    let mut bytes = 0;
    for (place, (hash, length)) in notices.iter().enumerate().skip(start) {
        bytes += length;
        let count = place + 1 - start;
        let ends = count >= size.least && hash % size.ends == 0;
        if ends || count >= size.most || bytes >= size.bytes {
            cuts.push(place + 1);
            (start, bytes) = (place + 1, 0);
        }
    }
}

/// Two segments whose first ids have the same hash must not share a folder.
fn tell_apart(ranges: &mut [SegmentRange]) {
    for place in 1..ranges.len() {
        let (before, rest) = ranges.split_at_mut(place);
        while before.iter().any(|range| range.name == rest[0].name) {
            rest[0].name.push('x');
        }
    }
}

fn hash(id: &str) -> u32 {
    let print = Fingerprint::of(id.as_bytes());
    let [a, b, c, d, ..] = *print.bytes();
    u32::from_be_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(count: usize) -> Vec<String> {
        (0..count).map(|n| format!("tongbao-{n:06}")).collect()
    }

    fn cut(ids: &[String]) -> Vec<Vec<String>> {
        let ranges = segments(ids.iter().map(|id| (id.as_str(), 17_000)));
        ranges.into_iter().map(|range| ids[range.places].to_vec()).collect()
    }

    #[test]
    fn segments_hold_every_notice_once() {
        for count in [0, 1, 2, 447, 448, 641, 5_000, 40_000] {
            let ids = archive(count);
            assert_eq!(cut(&ids).concat(), ids);
        }
        assert_eq!(cut(&archive(300)).len(), 1);
    }

    #[test]
    fn a_notice_added_moves_few_cuts() {
        for count in [30_000, 40_000] {
            let mut ids = archive(count);
            let before = cut(&ids);
            ids.insert(4_000, "another".to_owned());
            let after = cut(&ids);
            let new = after.iter().filter(|segment| !before.contains(segment)).count();
            assert!(new <= 3, "{new} of {} segments are new", after.len());
        }
    }
}
