//! The index of one segment: lists of documents by token, packed into shards.
//!
//! Documents are numbered as they come, newest notice first. Two passes: the first lists single characters and pairs,
//! the second triples whose two pairs are both common, for which the folded texts are kept. Nothing here knows of
//! other segments.

use std::collections::BTreeMap;

use super::bits::{push_varint, take_varint};
use super::document::{Facet, Family, NoticeText};
use super::excerpt::{self, Stamp};
use super::lists::{List, Lists, Singles};
use super::postings;
use super::script::{File, script};
use super::tables::Tables;
use super::tokens::{Hash48, Token};
use crate::text::fingerprint::Fingerprint;
use crate::text::fold::{self, Folding};

/// A pair is common where it stands in more than one of so many documents.
const COMMON: u32 = 50;
/// Single characters are listed by document where at most one of so many documents holds them, else by notice.
const RARE: u32 = 64;
/// A list that is never longer than this is kept by document while it may still turn out to be rare.
const RARE_AT_MOST: u32 = 4096;
/// How many bytes a shard aims at.
const SHARD: usize = 2 * 1024;
/// How many notices share a page of addresses, and a page of facet columns.
const ADDRESSES: usize = 128;
const COLUMNS: usize = 512;

/// What a segment tells the root: enough to find its files, and how often each token stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SegmentReport {
    /// The name of its folder under `s/`.
    pub name: String,
    /// The stamp that its files carry.
    pub stamp: String,
    /// How many notices it holds.
    pub notices: u32,
    /// How many documents.
    pub documents: u32,
    /// How many shards its lists are spread over.
    pub shards: u32,
    /// Its tokens in rising order with the number of documents: for each the difference to the one before, then the
    /// number, both as varints.
    pub counts: Vec<u8>,
    /// Every character that its folded texts hold, in rising order.
    pub alphabet: Vec<char>,
    /// Every character of its texts that folds to something else.
    pub folded: Vec<char>,
    /// Its facets: family's place in [`Family::ALL`], key, label, number of notices (of items for statuses).
    pub facets: Vec<(usize, String, String, u32)>,
}

impl SegmentReport {
    /// Its tokens and in how many documents they stand, in rising order.
    pub fn tokens(&self) -> impl Iterator<Item = (Token, u32)> + '_ {
        let (mut rest, mut number) = (self.counts.as_slice(), 0);
        std::iter::from_fn(move || {
            number += take_varint(&mut rest)?;
            Some((Token::from_number(number), take_varint(&mut rest)? as u32))
        })
    }
}

/// A segment being built.
pub struct SegmentBuilder<'a> {
    name: String,
    folding: &'a Folding,
    lists: Lists,
    singles: Singles,
    facets: BTreeMap<Facet, List>,
    /// The folded texts, for triples: characters beyond the basic plane are `BEYOND`, as triples with them are not
    /// listed; every document ends with `END`.
    texts: Vec<u16>,
    starts: Vec<u32>,
    documents: u32,
    addresses: Vec<(Hash48, Stamp)>,
    columns: Vec<Vec<Facet>>,
    statuses: Vec<u8>,
    folded: Vec<bool>,
    folded_beyond: Vec<char>,
    stamp: Vec<u8>,
    most_shards: u32,
}

const BEYOND: u16 = 0xffff;
const END: u16 = 0xfffe;

impl<'a> SegmentBuilder<'a> {
    /// A segment whose folder is `s/name/`, folding by `folding`.
    pub fn new(name: &str, folding: &'a Folding) -> Self {
        Self {
            name: name.to_owned(),
            folding,
            lists: Lists::default(),
            singles: Singles::default(),
            facets: BTreeMap::new(),
            texts: Vec::new(),
            starts: Vec::new(),
            documents: 0,
            addresses: Vec::new(),
            columns: Vec::new(),
            statuses: Vec::new(),
            folded: vec![false; 0x1_0000],
            folded_beyond: Vec::new(),
            stamp: Vec::new(),
            most_shards: u32::MAX,
        }
    }

    /// Adds the next notice; the newest comes first. `stamp` is that of its excerpts.
    pub fn add(&mut self, notice: &NoticeText, stamp: Stamp) {
        let number = self.addresses.len() as u32;
        let hash = Hash48::of(&notice.id);
        self.stamp.extend(hash.bytes());
        self.stamp.extend(stamp.bytes());
        self.addresses.push((hash, stamp));
        self.starts.push(self.documents);
        for part in &notice.parts {
            self.text(&part.text, number);
            self.title(&part.title);
            self.statuses.push(part.status.map_or(0, |status| status.index() as u8 + 1));
            if let Some(status) = part.status {
                self.facets.entry(Facet::status(status)).or_default().push(self.documents);
            }
            self.documents += 1;
        }
        for facet in &notice.facets {
            self.stamp.extend(facet.hash().bytes());
            self.facets.entry(facet.clone()).or_default().push(number);
        }
        self.columns.push(notice.facets.clone());
    }

    fn text(&mut self, text: &str, notice: u32) {
        let Self { folding, lists, singles, texts, documents, .. } = self;
        let mut before = '\0';
        folding.walk(text, |c, _| {
            singles.push(c, *documents, notice, RARE_AT_MOST);
            if before != '\0' {
                lists.push(Token::pair(before, c), *documents);
            }
            before = c;
            texts.push(u16::try_from(u32::from(c)).ok().filter(|unit| *unit != END).unwrap_or(BEYOND));
        });
        texts.push(END);
        self.see(text);
    }

    /// Notes the characters of `text`, of which the reader must know what they fold to.
    fn see(&mut self, text: &str) {
        for c in text.chars() {
            match self.folded.get_mut(c as usize) {
                Some(seen) => *seen = true,
                None if !self.folded_beyond.contains(&c) => self.folded_beyond.push(c),
                None => {}
            }
        }
    }

    fn title(&mut self, title: &str) {
        self.see(title);
        let Self { folding, lists, documents, .. } = self;
        let mut before = '\0';
        folding.walk(title, |c, _| {
            if before != '\0' {
                lists.push(Token::title(before, c), *documents);
            }
            before = c;
        });
    }

    /// Hands the segment's files to `sink`, one by one, and reports what the root must know.
    pub fn finish(mut self, sink: &mut impl FnMut(File)) -> SegmentReport {
        self.triples();
        let stamp = Fingerprint::of(&self.stamp).short(8);
        let mut report = SegmentReport {
            name: self.name.clone(),
            stamp: stamp.clone(),
            notices: self.addresses.len() as u32,
            documents: self.documents,
            alphabet: self.alphabet(),
            folded: self.changed(),
            facets: self.facet_counts(),
            ..SegmentReport::default()
        };
        let folder = format!("s/{}", self.name);
        let starts = postings::encode(self.starts.iter().copied(), report.notices, report.documents);
        sink(script(&format!("{folder}/h"), &stamp, &starts));
        for (page, addresses) in self.addresses.chunks(ADDRESSES).enumerate() {
            let bytes = addresses.iter().flat_map(|(hash, stamp)| [&hash.bytes()[..], &stamp.bytes()].concat());
            sink(script(&format!("{folder}/a{page}"), &stamp, &bytes.collect::<Vec<u8>>()));
        }
        for page in 0..self.columns.len().div_ceil(COLUMNS) {
            sink(script(&format!("{folder}/c{page}"), &stamp, &self.column(page)));
        }
        let entries = self.entries();
        report.counts = counts(&entries);
        report.shards = shards(&entries).min(self.most_shards);
        write_shards(entries, report.shards, |shard, bytes| {
            sink(script(&format!("{folder}/{}/{}", shard / 256, shard % 256), &stamp, bytes));
        });
        report
    }

    /// Lists the triples both of whose pairs are common, and those that hold no character of a script without blanks:
    /// numbers and Latin words, whose pairs say little.
    fn triples(&mut self) {
        let common = CommonPairs::of(&self.lists, self.documents);
        let (mut document, mut latin) = (0, 0);
        let (mut a, mut b, mut before) = (END, END, false);
        for c in std::mem::take(&mut self.texts) {
            let now = common.contains(b, c);
            latin = if c >= END || fold::is_han(c) { 0 } else { latin + 1 };
            if (now && before || latin > 2)
                && let Some(triple) = Token::basic_triple(a, b, c)
            {
                self.lists.push(triple, document);
            }
            if c == END {
                document += 1;
            }
            (a, b, before) = (b, c, now);
        }
    }

    fn alphabet(&self) -> Vec<char> {
        let mut alphabet: Vec<char> = self.singles.iter().map(|(c, _)| *c).collect();
        alphabet.sort_unstable();
        alphabet
    }

    fn changed(&self) -> Vec<char> {
        let basic = self.folded.iter().enumerate().filter(|(_, seen)| **seen);
        let basic = basic.filter_map(|(code, _)| char::from_u32(code as u32));
        let changes = |c: &char| self.folding.one(*c).as_slice() != [*c];
        let mut changed: Vec<char> = basic.chain(self.folded_beyond.iter().copied()).filter(changes).collect();
        changed.sort_unstable();
        changed
    }

    fn facet_counts(&self) -> Vec<(usize, String, String, u32)> {
        let count = |(facet, list): (&Facet, &List)| {
            (facet.family as usize, facet.key.clone(), facet.label.clone(), list.count)
        };
        self.facets.iter().map(count).collect()
    }

    /// The facets of a page of notices: the hashes in use, then for each notice how many and which; then the status
    /// of each document in runs.
    fn column(&self, page: usize) -> Vec<u8> {
        let notices = page * COLUMNS..self.columns.len().min((page + 1) * COLUMNS);
        let mut used: Vec<Hash48> = self.columns[notices.clone()].iter().flatten().map(Facet::hash).collect();
        used.sort_unstable();
        used.dedup();
        let mut bytes = Vec::new();
        push_varint(&mut bytes, used.len() as u64);
        used.iter().for_each(|hash| bytes.extend(hash.bytes()));
        for facets in &self.columns[notices.clone()] {
            push_varint(&mut bytes, facets.len() as u64);
            let places = facets.iter().map(|facet| used.partition_point(|hash| *hash < facet.hash()));
            places.for_each(|place| push_varint(&mut bytes, place as u64));
        }
        let first = self.starts[notices.start] as usize;
        let last = self.starts.get(notices.end).map_or(self.statuses.len(), |start| *start as usize);
        for run in self.statuses[first..last].chunk_by(|a, b| a == b) {
            push_varint(&mut bytes, (run.len() as u64) << 3 | u64::from(run[0]));
        }
        bytes
    }

    /// All tokens with their coded lists; the lists in their first form are gone after this.
    fn entries(&mut self) -> Vec<Entry> {
        let (documents, notices) = (self.documents, self.addresses.len() as u32);
        let entry = |token, list: &List, by_notice, count| {
            let universe = if by_notice { notices } else { documents };
            let coded = postings::encode(list.numbers(), list.count, universe);
            Entry { token, count, listed: list.count, by_notice, coded }
        };
        let mut entries = Vec::new();
        for (token, list) in std::mem::take(&mut self.lists).into_lists() {
            entries.push(entry(token, &list, false, list.count));
        }
        for (c, single) in std::mem::take(&mut self.singles).iter() {
            let by_notice = single.count > (documents / RARE).min(RARE_AT_MOST);
            let list = if by_notice { &single.notices } else { &single.documents };
            entries.push(entry(Token::single(*c), list, by_notice, single.count));
        }
        for (facet, list) in std::mem::take(&mut self.facets) {
            entries.push(entry(Token::facet(facet.hash()), &list, facet.family != Family::Status, list.count));
        }
        entries.sort_unstable_by_key(|entry| entry.token);
        entries
    }
}

/// The pairs that stand in more than one of `COMMON` documents, as a table of bits: their characters are few.
struct CommonPairs {
    /// By character its place in the table, from 1.
    places: Box<[u16]>,
    width: usize,
    pairs: Vec<bool>,
}

impl CommonPairs {
    fn of(lists: &Lists, documents: u32) -> Self {
        let is_common = |list: &List| u64::from(list.count) * u64::from(COMMON) > u64::from(documents);
        let common: Vec<(u16, u16)> =
            lists.iter().filter(|(_, list)| is_common(list)).filter_map(|(token, _)| token.basic_pair()).collect();
        let mut places: Box<[u16]> = vec![0; 0x1_0000].into();
        let mut width = 1;
        for c in common.iter().flat_map(|(a, b)| [*a, *b]) {
            if places[usize::from(c)] == 0 {
                places[usize::from(c)] = width;
                width += 1;
            }
        }
        let width = usize::from(width);
        let mut table = Self { places, width, pairs: vec![false; width * width] };
        for (a, b) in common {
            let place = table.place(a, b);
            table.pairs[place] = true;
        }
        table
    }

    fn contains(&self, a: u16, b: u16) -> bool {
        self.pairs[self.place(a, b)]
    }

    fn place(&self, a: u16, b: u16) -> usize {
        usize::from(self.places[usize::from(a)]) * self.width + usize::from(self.places[usize::from(b)])
    }
}

/// A token's list, ready for a shard.
struct Entry {
    token: Token,
    /// In how many documents it stands; for a facet of notices, in how many notices.
    count: u32,
    /// How many numbers the list holds.
    listed: u32,
    by_notice: bool,
    coded: Vec<u8>,
}

impl Entry {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.token.write(bytes);
        push_varint(bytes, (self.coded.len() as u64) << 1 | u64::from(self.by_notice));
        push_varint(bytes, u64::from(self.listed));
        bytes.extend(&self.coded);
    }

    /// About how many bytes it takes.
    fn size(&self) -> usize {
        self.coded.len() + 9
    }
}

fn counts(entries: &[Entry]) -> Vec<u8> {
    let (mut bytes, mut before) = (Vec::new(), 0);
    for entry in entries {
        push_varint(&mut bytes, entry.token.number() - before);
        push_varint(&mut bytes, u64::from(entry.count));
        before = entry.token.number();
    }
    bytes
}

fn shards(entries: &[Entry]) -> u32 {
    let size: usize = entries.iter().map(Entry::size).sum();
    size.div_ceil(SHARD).max(1) as u32
}

/// Puts every entry into the shard its token's place says, and hands on the shards in order.
fn write_shards(mut entries: Vec<Entry>, shards: u32, mut write: impl FnMut(u32, &[u8])) {
    entries.sort_by_key(|entry| entry.token.place() % shards);
    let mut rest = entries.as_slice();
    for shard in 0..shards {
        let (these, others) = rest.split_at(rest.partition_point(|entry| entry.token.place() % shards <= shard));
        rest = others;
        let mut bytes = Vec::new();
        push_varint(&mut bytes, these.len() as u64);
        these.iter().for_each(|entry| entry.write(&mut bytes));
        write(shard, &bytes);
    }
}

/// All files of a segment, excerpts included, whose notices come newest first.
pub fn segment_files(
    name: &str,
    notices: impl IntoIterator<Item = NoticeText>,
    tables: &Tables,
    sink: &mut impl FnMut(File),
) -> SegmentReport {
    let mut segment = SegmentBuilder::new(name, &tables.folding);
    for notice in notices {
        segment.add(&notice, Stamp::of(&notice));
        excerpt::files(&notice, Stamp::of(&notice), &tables.characters).into_iter().for_each(&mut *sink);
    }
    segment.finish(sink)
}

/// The segment of a notice that is being drafted: one shard, so that the reader needs no directory for it.
pub fn overlay_files(notice: NoticeText, tables: &Tables, sink: &mut impl FnMut(File)) -> SegmentReport {
    let mut segment = SegmentBuilder::new(&format!("o{}", &Hash48::of(&notice.id).hex()[..8]), &tables.folding);
    segment.add(&notice, Stamp::of(&notice));
    segment.most_shards = 1;
    excerpt::files(&notice, Stamp::of(&notice), &tables.characters).into_iter().for_each(&mut *sink);
    segment.finish(sink)
}
