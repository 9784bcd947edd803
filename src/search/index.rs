//! The index of one segment: lists of documents by token, packed into shards.
//!
//! Documents are numbered as they are added, newest notice first. Only their folded texts are kept; the posting lists
//! are made at the end, one kind of token after the other (`runs.rs`). A segment is independent of the others.

use std::collections::{BTreeMap, BTreeSet};

use super::bits::{push_varint, take_varint};
use super::document::NoticeText;
use super::excerpt::{self, ExcerptStamp};
use super::facet::{Facet, Family};
use super::grams::{self, Common, Pairs, Triples};
use super::postings;
use super::runs::{self, Rest, Sorting};
use super::script::{IndexFile, script};
use super::shards::{CodedLists, Numbers};
use super::tables::Tables;
use super::texts::{Letters, Texts};
use super::tokens::{Hash48, Token};
use crate::text::fingerprint::Fingerprint;
use crate::text::fold::Folding;

/// Single characters are listed by document if at most one in this many documents contains them, else by notice, which
/// makes shorter lists.
const RARE: u32 = 64;
/// Most documents of a character that is listed by document.
const RARE_AT_MOST: u32 = 4096;
/// Notices in a page of addresses: about 1 kB, read for every hit.
const ADDRESSES: usize = 128;
/// Notices in a page of facet columns. Larger pages than those of addresses, because filters read all of them.
const COLUMNS: usize = 512;

/// Report of a segment, from which the root is made: how to find its files, and how often each token occurs in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SegmentReport {
    /// Name of its folder below `s/`.
    pub name: String,
    /// Stamp in its files.
    pub stamp: String,
    /// Number of notices.
    pub notices: u32,
    /// Number of documents.
    pub documents: u32,
    /// Number of shards of its posting lists.
    pub shards: u32,
    /// Its tokens in rising order with their document counts: for each the difference to the token before, then the
    /// count, both as varints.
    pub counts: Vec<u8>,
    /// Every character of its folded texts, in rising order.
    pub alphabet: Vec<char>,
    /// Every character of its texts that folds to something else.
    pub folded: Vec<char>,
    /// Its facets: index of the family in [`Family::ALL`], key, label, and number of notices (of items for statuses)
    /// that no other notice continues.
    pub facets: Vec<(usize, String, String, u32)>,
}

impl SegmentReport {
    /// Number of its tokens: each is two varints, and the last byte of a varint has its highest bit unset.
    pub fn token_count(&self) -> usize {
        self.counts.iter().filter(|byte| **byte < 0x80).count() / 2
    }

    /// Its tokens with their document counts, in rising order.
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
    /// The folded texts of its documents, and their folded titles.
    texts: Texts,
    titles: Texts,
    letters: Letters,
    /// The first document of each notice.
    starts: Vec<u32>,
    documents: u32,
    addresses: Vec<(Hash48, ExcerptStamp)>,
    facets: BTreeMap<Facet, Vec<u32>>,
    /// By facet: number of notices (of items, for statuses) that no other notice continues.
    counts: BTreeMap<Facet, u32>,
    columns: Vec<Vec<Facet>>,
    statuses: Vec<u8>,
    /// By unit: whether the character occurs in the texts and folds to something else.
    folded: Vec<bool>,
    folded_beyond: BTreeSet<char>,
    stamp: Vec<u8>,
    most_shards: u32,
}

impl<'a> SegmentBuilder<'a> {
    /// Starts a segment in the folder `s/name/`.
    pub fn new(name: &str, folding: &'a Folding) -> Self {
        Self {
            name: name.to_owned(),
            folding,
            texts: Texts::default(),
            titles: Texts::default(),
            letters: Letters::default(),
            starts: Vec::new(),
            documents: 0,
            addresses: Vec::new(),
            facets: BTreeMap::new(),
            counts: BTreeMap::new(),
            columns: Vec::new(),
            statuses: Vec::new(),
            folded: vec![false; 0x1_0000],
            folded_beyond: BTreeSet::new(),
            stamp: Vec::new(),
            most_shards: u32::MAX,
        }
    }

    /// Adds the next notice, newest first.
    pub fn add(&mut self, notice: &NoticeText) {
        let number = self.addresses.len() as u32;
        let (hash, stamp) = (Hash48::of(&notice.id), ExcerptStamp::of(notice));
        self.stamp.extend(hash.bytes());
        self.stamp.extend(stamp.bytes());
        self.addresses.push((hash, stamp));
        self.starts.push(self.documents);
        let counted = u32::from(notice.newer.is_none());
        for part in &notice.parts {
            self.add_text(&part.text, &part.title);
            self.statuses.push(part.status.map_or(0, |status| status.index() as u8 + 1));
            if let Some(status) = part.status {
                self.facets.entry(Facet::status(status)).or_default().push(self.documents);
                *self.counts.entry(Facet::status(status)).or_default() += counted;
            }
            self.documents += 1;
        }
        let superseded = notice.newer.map(|_| Facet::superseded());
        for facet in notice.facets.iter().chain(&superseded) {
            self.stamp.extend(facet.hash().bytes());
            let notices = self.facets.entry(facet.clone()).or_default();
            if notices.last() != Some(&number) {
                notices.push(number);
                *self.counts.entry(facet.clone()).or_default() += counted;
            }
        }
        self.columns.push(notice.facets.clone());
    }

    fn add_text(&mut self, text: &str, title: &str) {
        let Self { folding, texts, titles, letters, folded, folded_beyond, .. } = self;
        let mut changed = |c: char| match folded.get_mut(c as usize) {
            Some(seen) => *seen = true,
            None => _ = folded_beyond.insert(c),
        };
        for (text, texts) in [(text, texts), (title, titles)] {
            texts.reserve(text.len());
            folding.walk(text, &mut changed, |c, _| texts.push(letters.number(c)));
            texts.end();
        }
    }

    fn folded(&self) -> Vec<char> {
        let basic = (0..).zip(&self.folded).filter(|(_, seen)| **seen).filter_map(|(code, _)| char::from_u32(code));
        basic.chain(self.folded_beyond.iter().copied()).collect()
    }

    /// Passes the files of the segment to `sink` and returns its report for the root.
    pub fn finish(mut self, sink: &mut impl FnMut(IndexFile)) -> SegmentReport {
        let stamp = Fingerprint::of(&self.stamp).short(8);
        let mut report = SegmentReport {
            name: std::mem::take(&mut self.name),
            stamp: stamp.clone(),
            notices: self.addresses.len() as u32,
            documents: self.documents,
            folded: self.folded(),
            facets: self.facet_counts(),
            ..SegmentReport::default()
        };
        let folder = format!("s/{}", report.name);
        let starts = postings::encode(self.starts.iter().copied(), report.notices, report.documents);
        sink(script(&format!("{folder}/h"), &stamp, &starts));
        for (page, addresses) in self.addresses.chunks(ADDRESSES).enumerate() {
            let bytes = addresses.iter().flat_map(|(hash, stamp)| [&hash.bytes()[..], &stamp.bytes()].concat());
            sink(script(&format!("{folder}/a{page}"), &stamp, &bytes.collect::<Vec<u8>>()));
        }
        for page in 0..self.columns.len().div_ceil(COLUMNS) {
            sink(script(&format!("{folder}/c{page}"), &stamp, &self.column(page)));
        }
        let most_shards = self.most_shards;
        let lists;
        (report.alphabet, lists) = self.lists();
        report.shards = lists.shards().min(most_shards);
        report.counts = lists.finish(report.shards, |shard, bytes| {
            sink(script(&format!("{folder}/{}/{}", shard / 256, shard % 256), &stamp, bytes));
        });
        report
    }

    /// Makes all posting lists and collects every character of the texts. Consumes the texts.
    fn lists(self) -> (Vec<char>, CodedLists) {
        let mut lists = CodedLists::new(self.documents, self.starts.len() as u32);
        let mut grams = lists.new_empty();
        let (alphabet, ()) = rayon::join(|| self.single_lists(&mut lists), || self.gram_lists(&mut grams));
        lists.append(grams);
        let mut facets: Vec<(Token, Family, &Vec<u32>)> =
            self.facets.iter().map(|(facet, list)| (Token::facet(facet.hash()), facet.family, list)).collect();
        facets.sort_unstable_by_key(|(token, ..)| *token);
        for (token, family, list) in facets {
            let numbers = if family == Family::Status { Numbers::Documents } else { Numbers::Notices };
            let count = list.len() as u32;
            lists.add(token, count, (numbers, count), list.iter().copied());
        }
        (alphabet, lists)
    }

    /// Lists single characters. Returns those that occur.
    fn single_lists(&self, lists: &mut CodedLists) -> Vec<char> {
        let mut alphabet = Vec::new();
        let rare = (self.documents / RARE).min(RARE_AT_MOST);
        let characters = self.letters.characters();
        let mut singles = grams::singles(&self.texts, characters.len(), &self.starts, rare);
        for number in self.letters.order() {
            let (c, single) = (characters[number as usize], std::mem::take(&mut singles[number as usize]));
            if single.count == 0 {
                continue; // it is in titles only
            }
            alphabet.push(c);
            let numbers = if single.count > rare { Numbers::Notices } else { Numbers::Documents };
            lists.add(Token::single(c), single.count, (numbers, single.list.len() as u32), single.list);
        }
        alphabet
    }

    /// Lists pairs, triples, and the pairs of titles.
    fn gram_lists(&self, lists: &mut CodedLists) {
        let (order, characters) = (self.letters.order(), self.letters.characters());
        let mut ranks = vec![0; order.len()];
        (0..).zip(&order).for_each(|(rank, number)| ranks[*number as usize] = rank);
        let first = |number: u32| characters[number as usize];
        let ranked = |rank: u32| characters[order[rank as usize] as usize];
        let add = |lists: &mut CodedLists, token, run: &[u32]| {
            let count = run.len() as u32;
            lists.add(token, count, (Numbers::Documents, count), run.iter().copied());
        };
        let bits = usize::BITS - order.len().leading_zeros();
        let by_pair = Sorting { order: &order, documents: self.documents, rest: Rest { digits: 1, bits } };
        // the characters of triples are in the basic plane, whose ranks come first
        let triple = Rest { digits: 2, bits: bits.min(16) };
        let new_lists = || (lists.new_empty(), Common::default());
        let pairs =
            runs::sorted(&Pairs::new(&self.texts, &ranks), &by_pair, new_lists, |(lists, common), a, b, run| {
                common.add(a, order[b as usize], run.len() as u32, self.documents);
                add(lists, Token::pair(first(a), ranked(b)), run);
            });
        let mut common = Common::default();
        for (pair_lists, pair_common) in pairs {
            lists.append(pair_lists);
            common.append(pair_common);
        }
        let triples = Triples::new(&self.texts, &ranks, characters, (&common, triple.bits));
        let by_triple = Sorting { rest: triple, ..by_pair };
        let triples = runs::sorted(
            &triples,
            &by_triple,
            || lists.new_empty(),
            |lists, a, rest, run| {
                let (b, c) = (rest >> triple.bits, rest & ((1 << triple.bits) - 1));
                add(lists, Token::triple(first(a), ranked(b), ranked(c)), run);
            },
        );
        triples.into_iter().for_each(|triple_lists| lists.append(triple_lists));
        let titles = Pairs::new(&self.titles, &ranks);
        let titles = runs::sorted(
            &titles,
            &by_pair,
            || lists.new_empty(),
            |lists, a, b, run| {
                add(lists, Token::title(first(a), ranked(b)), run);
            },
        );
        titles.into_iter().for_each(|title_lists| lists.append(title_lists));
    }

    fn facet_counts(&self) -> Vec<(usize, String, String, u32)> {
        let count =
            |(facet, count): (&Facet, &u32)| (facet.family as usize, facet.key.clone(), facet.label.clone(), *count);
        self.counts.iter().map(count).collect()
    }

    /// The facets of a page of notices: the hashes in use, then for each notice their number and indexes, then the
    /// status of each document in runs.
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
            let indexes = facets.iter().map(|facet| used.partition_point(|hash| *hash < facet.hash()));
            indexes.for_each(|index| push_varint(&mut bytes, index as u64));
        }
        let first = self.starts[notices.start] as usize;
        let last = self.starts.get(notices.end).map_or(self.statuses.len(), |start| *start as usize);
        for run in self.statuses[first..last].chunk_by(|a, b| a == b) {
            push_varint(&mut bytes, (run.len() as u64) << 3 | u64::from(run[0]));
        }
        bytes
    }
}

/// An overlay segment of one notice, with its excerpts. It has one shard, so the reader needs no directory for it.
pub fn overlay_files(notice: &NoticeText, tables: &Tables, sink: &mut impl FnMut(IndexFile)) -> SegmentReport {
    let mut segment = SegmentBuilder::new(&format!("o{}", &Hash48::of(&notice.id).hex()[..8]), &tables.folding);
    segment.add(notice);
    segment.most_shards = 1;
    sink(excerpt::file(notice, &tables.characters));
    segment.finish(sink)
}
