//! Lists of documents by token while a segment is being built: where the time of indexing goes, so laid out for it.

use super::bits::{push_varint, take_varint};
use super::tokens::Token;

/// Rising numbers as varint gaps.
#[derive(Debug, Default)]
pub struct List {
    /// How many numbers.
    pub count: u32,
    next: u32,
    gaps: Vec<u8>,
}

impl List {
    /// Appends `number` unless it is there already.
    pub fn push(&mut self, number: u32) {
        if number >= self.next {
            push_varint(&mut self.gaps, u64::from(number - self.next));
            self.next = number + 1;
            self.count += 1;
        }
    }

    /// The numbers, rising.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        let (mut rest, mut next) = (self.gaps.as_slice(), 0);
        std::iter::from_fn(move || {
            let number = next + take_varint(&mut rest)? as u32;
            next = number + 1;
            Some(number)
        })
    }
}

/// Where a token's list is found: `next` repeats the list's own, so that most repetitions touch nothing else.
#[derive(Clone, Copy, Default)]
struct Slot {
    token: u64,
    list: u32,
    next: u32,
}

/// Lists by token: an open table, as large as twice the tokens at least. No token is 0.
pub struct Lists {
    slots: Vec<Slot>,
    lists: Vec<List>,
    tokens: Vec<Token>,
    shift: u32,
}

impl Default for Lists {
    fn default() -> Self {
        Self { slots: vec![Slot::default(); 1 << 12], lists: Vec::new(), tokens: Vec::new(), shift: 64 - 12 }
    }
}

impl Lists {
    /// Appends `number` to the list of `token` unless it is there already.
    pub fn push(&mut self, token: Token, number: u32) {
        let place = self.place(token.number());
        let slot = &mut self.slots[place];
        if slot.token == 0 {
            *slot = Slot { token: token.number(), list: self.lists.len() as u32, next: 0 };
            self.lists.push(List::default());
            self.tokens.push(token);
        }
        if number >= slot.next {
            slot.next = number + 1;
            self.lists[slot.list as usize].push(number);
            if self.lists.len() * 2 > self.slots.len() {
                self.grow();
            }
        }
    }

    /// All tokens with their lists, in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = (Token, &List)> {
        self.tokens.iter().copied().zip(&self.lists)
    }

    /// All tokens with their lists, for good.
    pub fn into_lists(self) -> impl Iterator<Item = (Token, List)> {
        self.tokens.into_iter().zip(self.lists)
    }

    fn place(&self, token: u64) -> usize {
        let mut place = (token.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        while self.slots[place].token != token && self.slots[place].token != 0 {
            place = (place + 1) & (self.slots.len() - 1);
        }
        place
    }

    fn grow(&mut self) {
        let larger = vec![Slot::default(); self.slots.len() * 4];
        self.shift -= 2;
        for slot in std::mem::replace(&mut self.slots, larger) {
            if slot.token != 0 {
                let place = self.place(slot.token);
                self.slots[place] = slot;
            }
        }
    }
}

/// A single character's documents, and its notices.
#[derive(Debug, Default)]
pub struct Single {
    /// In how many documents it stands.
    pub count: u32,
    next: u32,
    /// These documents, as long as they are few enough to be listed.
    pub documents: List,
    /// The notices it stands in.
    pub notices: List,
}

/// Single characters.
pub struct Singles {
    /// By character of the basic plane its place below, from 1.
    basic: Box<[u32]>,
    singles: Vec<(char, Single)>,
}

impl Default for Singles {
    fn default() -> Self {
        Self { basic: vec![0; 0x1_0000].into(), singles: Vec::new() }
    }
}

impl Singles {
    /// Notes that `c` stands in this document of this notice; documents beyond `most` are only counted.
    pub fn push(&mut self, c: char, document: u32, notice: u32, most: u32) {
        let single = self.single(c);
        if document < single.next {
            return;
        }
        single.next = document + 1;
        single.count += 1;
        if single.count <= most {
            single.documents.push(document);
        }
        single.notices.push(notice);
    }

    /// All characters, in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = &(char, Single)> {
        self.singles.iter()
    }

    fn single(&mut self, c: char) -> &mut Single {
        let known = self.basic.get(c as usize).map(|place| *place as usize);
        let place = match known {
            Some(0) | None => {
                let beyond = known.is_none().then(|| self.singles.iter().position(|(other, _)| *other == c)).flatten();
                beyond.unwrap_or_else(|| {
                    self.singles.push((c, Single::default()));
                    if let Some(place) = self.basic.get_mut(c as usize) {
                        *place = self.singles.len() as u32;
                    }
                    self.singles.len() - 1
                })
            }
            Some(place) => place - 1,
        };
        &mut self.singles[place].1
    }
}
