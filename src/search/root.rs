//! Files shared by all segments: the root, the directory of tokens, the facets and the folding table. They are made last,
//! from the reports of the segments.

use std::collections::{BTreeMap, BTreeSet};

use super::bits::{BitWriter, push_varint};
use super::characters::Characters;
use super::facet::{Facet, Family};
use super::index::SegmentReport;
use super::postings;
use super::script::{IndexFile, VERSION, script};
use super::tables::Tables;
use super::tokens::{Hash48, Token};
use crate::text::fingerprint::Fingerprint;
use crate::text::fold::Folding;

/// Target size of a directory page in bytes; a query reads three or more. At 1,000 notices, pages of 4 kB would save 0.1
/// files per notice and cost 9 kB more per query.
const PAGE: usize = 2048;
/// About the bytes by which a directory entry exceeds the counts in the reports.
const ENTRY_HEAD: usize = 4;
/// The Han characters that the alphabet lists as gaps between ranks; others are listed as varints.
const HAN: std::ops::Range<u32> = 0x4e00..0xa000;

/// The overlay: one segment for each notice changed since the segments were built, hiding its older text.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Segments of a single shard, whose tokens are not in the directory.
    pub segments: Vec<SegmentReport>,
    /// Ids of notices to hide in the other segments.
    pub hides: Vec<String>,
}

/// All segments of a site, newest first, without the overlay.
#[derive(Debug)]
pub struct Segments {
    stamp: String,
    /// Number of directory pages.
    pages: u32,
    /// The segments as the root lists them.
    listed: Vec<u8>,
    count: usize,
    alphabet: BTreeSet<char>,
    folded: BTreeSet<char>,
    facets: BTreeMap<Facet, u32>,
}

impl Segments {
    /// Combines the reports of the segments, newest first, and passes the directory pages to `sink`.
    pub fn of(reports: &[SegmentReport], sink: &mut impl FnMut(IndexFile)) -> Self {
        let stamp = stamp(reports);
        let pages = directory(reports, |page, bytes| {
            sink(script(&format!("d/{}/{}", page / 256, page % 256), &stamp, bytes));
        });
        let mut listed = Vec::new();
        reports.iter().for_each(|report| list_segment(report, &mut listed));
        Self {
            stamp,
            pages,
            listed,
            count: reports.len(),
            alphabet: reports.iter().flat_map(|report| report.alphabet.iter().copied()).collect(),
            folded: reports.iter().flat_map(|report| report.folded.iter().copied()).collect(),
            facets: reports.iter().fold(BTreeMap::new(), with_facets),
        }
    }

    /// Passes the files that depend on the overlay to `sink`: all except the directory.
    pub fn write_root(&self, overlay: &Overlay, tables: &Tables, sink: &mut impl FnMut(IndexFile)) {
        let facets = overlay.segments.iter().fold(self.facets.clone(), with_facets);
        sink(script("facets", &self.stamp, &encode_facets(&facets, &tables.characters)));
        sink(script("root", &self.stamp, &self.root(overlay, tables)));
    }

    fn root(&self, overlay: &Overlay, tables: &Tables) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        push_varint(&mut bytes, u64::from(self.pages));
        push_varint(&mut bytes, overlay.segments.len() as u64);
        push_varint(&mut bytes, overlay.hides.len() as u64);
        overlay.hides.iter().for_each(|id| bytes.extend(Hash48::of(id).bytes()));
        push_varint(&mut bytes, (overlay.segments.len() + self.count) as u64);
        overlay.segments.iter().for_each(|report| list_segment(report, &mut bytes));
        bytes.extend(&self.listed);
        let (mut alphabet, mut folded) = (self.alphabet.clone(), self.folded.clone());
        for report in &overlay.segments {
            alphabet.extend(&report.alphabet);
            folded.extend(&report.folded);
        }
        write_alphabet(&alphabet, &mut bytes);
        folded.extend(('A'..='Z').chain('！'..='～').chain(['\u{3000}']));
        let folded = encode_folding(folded.into_iter().map(|c| (c, tables.folding.one(c))));
        push_varint(&mut bytes, folded.len() as u64);
        bytes.extend(folded);
        tables.characters.ranked().iter().for_each(|unit| bytes.extend(unit.to_le_bytes()));
        bytes
    }
}

/// Appends a segment to the root's list.
fn list_segment(report: &SegmentReport, bytes: &mut Vec<u8>) {
    push_varint(bytes, report.name.len() as u64);
    bytes.extend(report.name.bytes());
    bytes.extend(report.stamp.bytes());
    for number in [report.notices, report.documents, report.shards] {
        push_varint(bytes, u64::from(number));
    }
}

/// The folding table. It is the same for every site.
pub fn folding_file(folding: &Folding) -> IndexFile {
    script("fold", &format!("{VERSION}"), &encode_folding(folding.changes()))
}

fn stamp(segments: &[SegmentReport]) -> String {
    let stamps: Vec<&str> = segments.iter().flat_map(|segment| [segment.name.as_str(), &segment.stamp]).collect();
    Fingerprint::of(stamps.join(" ").as_bytes()).short(8)
}

/// Writes the characters in use: Han characters as a posting list, others as gaps.
fn write_alphabet(alphabet: &BTreeSet<char>, bytes: &mut Vec<u8>) {
    let codes = || alphabet.iter().map(|c| u32::from(*c));
    let han: Vec<u32> = codes().filter(|code| HAN.contains(code)).map(|code| code - HAN.start).collect();
    let list = postings::encode(han.iter().copied(), han.len() as u32, HAN.end - HAN.start);
    push_varint(bytes, han.len() as u64);
    push_varint(bytes, list.len() as u64);
    bytes.extend(list);
    let rest: Vec<u32> = codes().filter(|code| !HAN.contains(code)).collect();
    push_varint(bytes, rest.len() as u64);
    let mut before = 0;
    for code in rest {
        push_varint(bytes, u64::from(code - before));
        before = code;
    }
}

/// Encodes characters, in rising order, with the characters they fold to. Each is the gap from the one before, then `0` if its single target
/// has the same distance from it as the last single target from its own, `10` if it has the same targets as the one
/// before, else `11` and the targets: their number (`0` for one, else `1` and the number), and each as its distance
/// from the last target written (`0`, sign, 7 bits), as a Han character (`10`, 15 bits from U+3400), or whole (`11`, 18
/// bits).
fn encode_folding(changes: impl Iterator<Item = (char, Vec<char>)>) -> Vec<u8> {
    let changes: Vec<(u32, Vec<u32>)> =
        changes.map(|(c, to)| (u32::from(c), to.into_iter().map(u32::from).collect())).collect();
    let mut bits = BitWriter::default();
    bits.number(changes.len() as u32);
    let (mut next, mut distance, mut last) = (0, 0, 0);
    let mut before: &[u32] = &[];
    for (c, to) in &changes {
        bits.number(c - next);
        next = c + 1;
        let single = (to.len() == 1).then(|| i64::from(to[0]) - i64::from(*c));
        if single == Some(distance) {
            bits.bits(0, 1);
        } else if to == before {
            bits.bits(0b01, 2);
        } else {
            bits.bits(0b11, 2);
            write_targets(to, &mut last, &mut bits);
        }
        distance = single.unwrap_or(distance);
        before = to;
    }
    bits.finish()
}

/// Distances below this are written in seven bits.
const NEAR: u32 = 1 << 7;
/// The first Han character (extension A).
const FIRST_HAN: u32 = 0x3400;
/// Bits of a Han character's distance from the first.
const HAN_BITS: u32 = 15;
/// Bits of a whole character code.
const CODE_BITS: u32 = 18;

fn write_targets(to: &[u32], last: &mut u32, bits: &mut BitWriter) {
    bits.bits(u32::from(to.len() != 1), 1);
    if to.len() != 1 {
        bits.number(to.len() as u32);
    }
    for target in to {
        let far = target.abs_diff(*last);
        if far < NEAR {
            bits.bits(u32::from(target < last) << 1 | far << 2, 9);
        } else if (FIRST_HAN..FIRST_HAN + (1 << HAN_BITS)).contains(target) {
            bits.bits(0b01 | (target - FIRST_HAN) << 2, HAN_BITS + 2);
        } else {
            bits.bits(0b11 | target << 2, CODE_BITS + 2);
        }
        *last = *target;
    }
}

/// Writes the directory: for every token the segments that contain it, newest first, with their document counts. Tokens
/// are distributed over pages by [`Token::bucket_hash`]. Returns the number of pages.
fn directory(segments: &[SegmentReport], mut write: impl FnMut(u32, &[u8])) -> u32 {
    let size: usize = segments.iter().map(|segment| segment.counts.len()).sum::<usize>();
    let distinct = segments.iter().map(SegmentReport::token_count).max().unwrap_or(0);
    let pages = (size + distinct * ENTRY_HEAD).div_ceil(PAGE).max(1) as u32;
    let mut contents: Vec<(u32, Vec<u8>)> = vec![(0, Vec::new()); pages as usize];
    let mut streams: Vec<_> = segments.iter().map(SegmentReport::tokens).collect();
    let mut heads: Vec<Option<(Token, u32)>> = streams.iter_mut().map(Iterator::next).collect();
    let mut holders: Vec<(usize, u32)> = Vec::new();
    while let Some(token) = heads.iter().flatten().map(|(token, _)| *token).min() {
        holders.clear();
        for (segment, head) in heads.iter_mut().enumerate() {
            if let Some((_, count)) = head.filter(|(next, _)| *next == token) {
                holders.push((segment, count));
                *head = streams[segment].next();
            }
        }
        let (entries, bytes) = &mut contents[(token.bucket_hash() % pages) as usize];
        *entries += 1;
        directory_entry(token, &holders, bytes);
    }
    for (page, (entries, entry_bytes)) in contents.into_iter().enumerate() {
        let mut bytes = Vec::with_capacity(entry_bytes.len() + 2);
        push_varint(&mut bytes, u64::from(entries));
        bytes.extend(entry_bytes);
        write(page as u32, &bytes);
    }
    pages
}

fn directory_entry(token: Token, holders: &[(usize, u32)], bytes: &mut Vec<u8>) {
    token.write(bytes);
    push_varint(bytes, holders.len() as u64);
    let mut next = 0;
    for (segment, count) in holders {
        push_varint(bytes, (segment - next) as u64);
        push_varint(bytes, u64::from(*count));
        next = segment + 1;
    }
}

/// Adds the facets of a segment: number of notices (items, for statuses) by facet.
fn with_facets(mut facets: BTreeMap<Facet, u32>, report: &SegmentReport) -> BTreeMap<Facet, u32> {
    for (family, key, label, count) in &report.facets {
        let facet = Facet { family: Family::ALL[*family], key: key.clone(), label: label.clone() };
        *facets.entry(facet).or_default() += count;
    }
    facets
}

/// Encodes the names of all families, then all facets with family, hash, key, label and count.
fn encode_facets(facets: &BTreeMap<Facet, u32>, characters: &Characters) -> Vec<u8> {
    let mut bits = BitWriter::default();
    bits.number(Family::ALL.len() as u32);
    Family::ALL.iter().for_each(|family| characters.write(family.name(), &mut bits));
    bits.number(facets.len() as u32);
    for (facet, count) in facets {
        bits.number(facet.family as u32);
        facet.hash().bytes().iter().for_each(|byte| bits.bits(u32::from(*byte), 8));
        characters.write(&facet.key, &mut bits);
        bits.bits(u32::from(facet.label != facet.key), 1);
        if facet.label != facet.key {
            characters.write(&facet.label, &mut bits);
        }
        bits.number(*count);
    }
    bits.finish()
}
