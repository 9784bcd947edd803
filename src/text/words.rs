//! Word lists for fast lookup in text, filtered by first character. The words have no meaning here.

/// A list of words with a filter of their first characters.
#[derive(Debug)]
pub struct Words {
    words: &'static [&'static str],
    /// A bit for every first character, by its code modulo the number of bits.
    firsts: [u64; SLOTS / 64],
}

const SLOTS: usize = 1024;

/// A [`Words`] list written as bare words: `words! { 不 未 缺 }`.
macro_rules! words {
    ($($word:ident)*) => { $crate::text::words::Words::new(&[$(stringify!($word)),*]) };
}
pub(crate) use words;

impl Words {
    /// The list `words`; earlier words win if several match.
    pub const fn new(words: &'static [&'static str]) -> Self {
        let mut firsts = [0; SLOTS / 64];
        let mut at = 0;
        while at < words.len() {
            let slot = first(words[at].as_bytes()) as usize % SLOTS;
            firsts[slot / 64] |= 1 << (slot % 64);
            at += 1;
        }
        Self { words, firsts }
    }

    /// The first word that `text` begins with.
    pub fn opening(&self, text: &str) -> Option<&'static str> {
        let first = text.chars().next()?;
        self.may_open(first).then(|| self.at(text, first)).flatten()
    }

    /// The longest word that `text` begins with.
    pub fn longest_opening(&self, text: &str) -> Option<&'static str> {
        let first = text.chars().next().filter(|first| self.may_open(*first))?;
        let last = first.len_utf8() - 1;
        let tells = text.as_bytes().get(last)?;
        let alike = |word: &&&str| word.as_bytes().get(last) == Some(tells) && text.starts_with(**word);
        self.words.iter().filter(alike).max_by_key(|word| word.len()).copied()
    }

    /// The words in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().copied()
    }

    /// Whether `text` is one of the words.
    pub fn has(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|first| self.may_open(first)) && self.words.contains(&text)
    }

    /// The longest word that `text` ends with.
    pub fn ending(&self, text: &str) -> Option<&'static str> {
        self.words.iter().filter(|word| text.ends_with(**word)).max_by_key(|word| word.len()).copied()
    }

    /// The first place in `text` where one of the words occurs, and that word.
    pub fn find(&self, text: &str) -> Option<(usize, &'static str)> {
        let places = text.char_indices().filter(|(_, c)| self.may_open(*c));
        places.into_iter().find_map(|(at, first)| Some((at, self.at(&text[at..], first)?)))
    }

    /// As [`Self::opening`], with the first character known. Comparing the last byte rules out most words.
    fn at(&self, text: &str, first: char) -> Option<&'static str> {
        let last = first.len_utf8() - 1;
        let tells = text.as_bytes().get(last)?;
        let alike = |word: &&&str| word.as_bytes().get(last) == Some(tells) && text.starts_with(**word);
        self.words.iter().find(alike).copied()
    }

    /// Whether one of the words occurs in `text`.
    pub fn are_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Whether one of the words may begin with `c`; rarely true if none does.
    fn may_open(&self, c: char) -> bool {
        let slot = c as usize % SLOTS;
        self.firsts[slot / 64] >> (slot % 64) & 1 == 1
    }
}

/// The code of the first character of UTF-8.
const fn first(bytes: &[u8]) -> u32 {
    let (lead, length) = match bytes[0] {
        b @ 0..=0x7f => (b as u32, 1),
        b @ 0..=0xdf => (b as u32 & 0x1f, 2),
        b @ 0..=0xef => (b as u32 & 0x0f, 3),
        b => (b as u32 & 0x07, 4),
    };
    let (mut code, mut at) = (lead, 1);
    while at < length {
        code = code << 6 | bytes[at] as u32 & 0x3f;
        at += 1;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand() {
        const WORDS: Words = words! { 整改情况 整改 é a 𠮷 };
        assert_eq!(WORDS.opening("整改情况良好"), Some("整改情况"));
        assert_eq!(WORDS.opening("不整改"), None);
        assert_eq!(WORDS.find("不整改"), Some((3, "整改")));
        assert!(
            WORDS.are_in("xé") && WORDS.are_in("𠮷") && WORDS.are_in("ba") && !WORDS.are_in("b") && !WORDS.are_in("")
        );
    }
}
