//! Cuts the archive into segments.
//!
//! Cuts depend only on ids, from the oldest notice on, so adding or removing a notice moves only the cuts near it: a
//! segment ends, once large enough, after a notice whose id has a certain hash, or when it is full. Small segments are
//! faster to rebuild, but a query asks all of them. In large archives the old notices are in large segments and the
//! newest in small ones.

use std::ops::Range;

use crate::text::fingerprint::Fingerprint;

/// A range of notices that make a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentRange {
    /// Its name, from the id of its oldest notice.
    pub name: String,
    /// Positions of its notices in the archive, oldest first.
    pub range: Range<usize>,
}

/// Size of segments, in notices and bytes of text.
struct Size {
    min_notices: usize,
    max_notices: usize,
    /// A segment may end after a notice whose id's hash is divisible by this.
    end_divisor: u32,
    max_bytes: usize,
}

/// Size of most segments. A build after one change rebuilds one.
const SMALL: Size = Size { min_notices: 448, max_notices: 640, end_divisor: 48, max_bytes: 16 << 20 };
/// Size of segments of old notices in large archives, of which a query asks a third as many.
const LARGE: Size = Size { min_notices: 1280, max_notices: 1792, end_divisor: 128, max_bytes: 48 << 20 };
/// Archives with at least this many notices have large segments. Not measured.
const LARGE_ARCHIVE: usize = 1 << 15;

/// Cuts the archive, given the id and text size of each notice, sorted by date and id, oldest first.
pub fn segments<'a>(notices: impl IntoIterator<Item = (&'a str, usize)>) -> Vec<SegmentRange> {
    let notices: Vec<(u32, usize)> = notices.into_iter().map(|(id, size)| (hash(id), size)).collect();
    let mut cuts = vec![0];
    if notices.len() >= LARGE_ARCHIVE {
        add_cuts(&mut cuts, &notices, &LARGE);
    }
    add_cuts(&mut cuts, &notices, &SMALL);
    if cuts.last() < Some(&notices.len()) {
        cuts.push(notices.len());
    }
    let range = |pair: &[usize]| SegmentRange { name: format!("{:08x}", notices[pair[0]].0), range: pair[0]..pair[1] };
    let mut ranges: Vec<SegmentRange> = cuts.windows(2).map(range).collect();
    make_names_unique(&mut ranges);
    ranges
}

/// Adds the ends of all whole segments of this size after the last cut.
fn add_cuts(cuts: &mut Vec<usize>, notices: &[(u32, usize)], size: &Size) {
    let mut start = cuts.last().copied().unwrap_or_default();
    let mut bytes = 0;
    for (at, (hash, length)) in notices.iter().enumerate().skip(start) {
        bytes += length;
        let count = at + 1 - start;
        let ends = count >= size.min_notices && hash % size.end_divisor == 0;
        if ends || count >= size.max_notices || bytes >= size.max_bytes {
            cuts.push(at + 1);
            (start, bytes) = (at + 1, 0);
        }
    }
}

/// Lengthens equal names: segments whose first ids have the same hash must not share a folder.
fn make_names_unique(ranges: &mut [SegmentRange]) {
    for at in 1..ranges.len() {
        let (before, rest) = ranges.split_at_mut(at);
        while before.iter().any(|range| range.name == rest[0].name) {
            rest[0].name.push('x');
        }
    }
}

fn hash(id: &str) -> u32 {
    let hash = Fingerprint::of(id.as_bytes());
    let [a, b, c, d, ..] = *hash.bytes();
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
        ranges.into_iter().map(|range| ids[range.range].to_vec()).collect()
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
