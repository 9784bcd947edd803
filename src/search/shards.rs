//! Posting lists by token, and the shards they are packed into.

use super::bits::{BitWriter, push_varint};
use super::postings;
use super::tokens::Token;

/// Target size of a shard's payload in bytes. A query reads two or more shards of each segment it asks, and the number
/// of files of a site depends on this size: 10 kB make 0.8 files per notice; 2.5 kB made 3, and saved 30 kB per query.
const SHARD: usize = 10_000;
/// About the bytes of a token, its flags and its length before each list.
const ENTRY_HEAD: usize = 9;

/// Meaning of the numbers in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Documents.
    Documents,
    /// Notices.
    Notices,
}

/// A token's list in the buffer of all lists.
#[derive(Debug)]
struct TokenList {
    token: Token,
    numbers: Numbers,
    /// Document count in the directory.
    count: u32,
    /// Length of the list.
    listed: u32,
    start: usize,
    end: usize,
}

impl TokenList {
    fn write(&self, coded: &[u8], bytes: &mut Vec<u8>) {
        self.token.write(bytes);
        let head = (self.end - self.start) as u64;
        push_varint(bytes, head << 1 | u64::from(self.numbers == Numbers::Notices));
        push_varint(bytes, u64::from(self.listed));
        bytes.extend_from_slice(&coded[self.start..self.end]);
    }
}

/// The lists of a segment, added in token order.
#[derive(Debug)]
pub struct CodedLists {
    documents: u32,
    notices: u32,
    entries: Vec<TokenList>,
    coded: BitWriter,
}

impl CodedLists {
    /// No lists yet, for a segment with these numbers of documents and notices.
    pub fn new(documents: u32, notices: u32) -> Self {
        Self { documents, notices, entries: Vec::new(), coded: BitWriter::default() }
    }

    /// No lists yet, for the same segment.
    pub fn new_empty(&self) -> Self {
        Self::new(self.documents, self.notices)
    }

    /// Appends lists whose tokens are all greater.
    pub fn append(&mut self, later: Self) {
        let from = self.coded.fill();
        self.coded.append(&later.coded.finish());
        let moved = |entry: TokenList| TokenList { start: entry.start + from, end: entry.end + from, ..entry };
        self.entries.extend(later.entries.into_iter().map(moved));
    }

    /// Adds the list of the next token: `listed` numbers in rising order. `count` is its document count in the
    /// directory.
    pub fn add(
        &mut self,
        token: Token,
        count: u32,
        (numbers, listed): (Numbers, u32),
        list: impl IntoIterator<Item = u32>,
    ) {
        let universe = if numbers == Numbers::Notices { self.notices } else { self.documents };
        let start = self.entries.last().map_or(0, |entry| entry.end);
        postings::write(list, listed, universe, &mut self.coded);
        self.entries.push(TokenList { token, numbers, count, listed, start, end: self.coded.fill() });
    }

    /// Number of shards that these lists fill.
    pub fn shards(&self) -> u32 {
        let size = self.entries.last().map_or(0, |entry| entry.end) + self.entries.len() * ENTRY_HEAD;
        size.div_ceil(SHARD).max(1) as u32
    }

    /// Puts every list into one of `shards` shards by [`Token::bucket_hash`] and passes the shards on in order. Returns the
    /// tokens with their counts for the report.
    pub fn finish(self, shards: u32, mut write: impl FnMut(u32, &[u8])) -> Vec<u8> {
        let counts = self.counts();
        let coded = self.coded.finish();
        let order = |(at, entry): (usize, &TokenList)| u64::from(entry.token.bucket_hash() % shards) << 32 | at as u64;
        let mut orders: Vec<u64> = self.entries.iter().enumerate().map(order).collect();
        orders.sort_unstable();
        let mut rest = orders.as_slice();
        let mut bytes = Vec::new();
        for shard in 0..shards {
            let (these, later) = rest.split_at(rest.partition_point(|order| order >> 32 <= u64::from(shard)));
            rest = later;
            bytes.clear();
            push_varint(&mut bytes, these.len() as u64);
            these.iter().for_each(|order| self.entries[*order as u32 as usize].write(&coded, &mut bytes));
            write(shard, &bytes);
        }
        counts
    }

    /// The tokens with their counts for the report.
    fn counts(&self) -> Vec<u8> {
        let (mut counts, mut before) = (Vec::new(), 0);
        for entry in &self.entries {
            push_varint(&mut counts, entry.token.number() - before);
            push_varint(&mut counts, u64::from(entry.count));
            before = entry.token.number();
        }
        counts
    }
}
