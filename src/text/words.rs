//! Word lists for fast lookup in text, filtered by first character. The words have no meaning here.

/// A list of words with a filter of their first characters.
#[derive(Debug)]
pub struct Words {
    words: &'static [&'static str],
    firsts: Firsts,
}

/// A filter of first characters: a bit for each, by its code modulo [`SLOTS`].
#[derive(Debug)]
struct Firsts([u64; SLOTS / 64]);

/// Number of bits of the filter.
const SLOTS: usize = 1024;

impl Firsts {
    const fn of(words: &[&str]) -> Self {
        let mut firsts = [0; SLOTS / 64];
        let mut at = 0;
        while at < words.len() {
            let slot = first(words[at].as_bytes()) as usize % SLOTS;
            firsts[slot / 64] |= 1 << (slot % 64);
            at += 1;
        }
        Self(firsts)
    }

    /// Whether one of the words may begin with `c`; rarely true if none does.
    fn may_be(&self, c: char) -> bool {
        let slot = c as usize % SLOTS;
        self.0[slot / 64] >> (slot % 64) & 1 == 1
    }
}

/// A [`Words`] list written as bare words: `words! { 不 未 缺 }`.
macro_rules! words {
    ($($word:ident)*) => { $crate::text::words::Words::new(&[$(stringify!($word)),*]) };
}
pub(crate) use words;

impl Words {
    /// The list `words`; earlier words win if several match.
    pub const fn new(words: &'static [&'static str]) -> Self {
        Self { words, firsts: Firsts::of(words) }
    }

    /// The first word that `text` begins with.
    pub fn opening(&self, text: &str) -> Option<&'static str> {
        let first = text.chars().next()?;
        self.firsts.may_be(first).then(|| self.at(text, first)).flatten()
    }

    /// The longest word that `text` begins with.
    pub fn longest_opening(&self, text: &str) -> Option<&'static str> {
        let first = text.chars().next().filter(|first| self.firsts.may_be(*first))?;
        let last = first.len_utf8() - 1;
        let last_byte = text.as_bytes().get(last)?;
        let may_match = |word: &&&str| word.as_bytes().get(last) == Some(last_byte) && text.starts_with(**word);
        self.words.iter().filter(may_match).max_by_key(|word| word.len()).copied()
    }

    /// The words in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().copied()
    }

    /// Whether `text` is one of the words.
    pub fn has(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|first| self.firsts.may_be(first)) && self.words.contains(&text)
    }

    /// The longest word that `text` ends with.
    pub fn ending(&self, text: &str) -> Option<&'static str> {
        self.words.iter().filter(|word| text.ends_with(**word)).max_by_key(|word| word.len()).copied()
    }

    /// The first candidate in `text` where one of the words occurs, and that word.
    pub fn find(&self, text: &str) -> Option<(usize, &'static str)> {
        let places = text.char_indices().filter(|(_, c)| self.firsts.may_be(*c));
        places.into_iter().find_map(|(at, first)| Some((at, self.at(&text[at..], first)?)))
    }

    /// As [`Self::opening`], with the first character given. Comparing its last byte rules out most words.
    fn at(&self, text: &str, first: char) -> Option<&'static str> {
        let last = first.len_utf8() - 1;
        let last_byte = text.as_bytes().get(last)?;
        let may_match = |word: &&&str| word.as_bytes().get(last) == Some(last_byte) && text.starts_with(**word);
        self.words.iter().find(may_match).copied()
    }

    /// Whether one of the words occurs in `text`.
    pub fn are_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

/// Words with a value each, for the longest of them that a text opens with. One lookup is a binary search.
#[derive(Debug)]
pub struct Openings<T> {
    firsts: Firsts,
    /// In byte order. The longest word that a text opens with is the last word not after the text, or one that this
    /// word opens with.
    words: Vec<Opening<T>>,
}

#[derive(Debug)]
struct Opening<T> {
    word: &'static str,
    value: T,
    /// Index of the longest other word that this one opens with.
    shorter: Option<usize>,
}

impl<T: Copy> Openings<T> {
    /// The table of these words; of a word given twice the first value counts.
    pub fn of(words: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut sorted: Vec<(&str, T)> = words.collect();
        sorted.sort_by_key(|(word, _)| *word);
        sorted.dedup_by_key(|(word, _)| *word);
        let firsts = Firsts::of(&sorted.iter().map(|(word, _)| *word).collect::<Vec<_>>());
        let mut words: Vec<Opening<T>> = Vec::with_capacity(sorted.len());
        for (word, value) in sorted {
            let mut shorter = words.len().checked_sub(1);
            while let Some(at) = shorter.filter(|at| !word.starts_with(words[*at].word)) {
                shorter = words[at].shorter;
            }
            words.push(Opening { word, value, shorter });
        }
        Self { firsts, words }
    }

    /// The longest word that `text` opens with, and its value.
    pub fn longest(&self, text: &str) -> Option<(&'static str, T)> {
        text.chars().next().filter(|first| self.firsts.may_be(*first))?;
        let mut candidate = self.words.partition_point(|opening| opening.word <= text).checked_sub(1);
        while let Some(at) = candidate {
            let Opening { word, value, shorter } = self.words[at];
            if text.starts_with(word) {
                return Some((word, value));
            }
            candidate = shorter;
        }
        None
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
    fn the_longest_of_several_prefixes_is_found() {
        let words = ["整改", "整改情况", "整改情况表", "整理", "状态", "整改措施及成效"];
        let openings = Openings::of(words.into_iter().zip(0..));
        let longest = |text: &str| openings.longest(text).map(|(word, _)| word);
        for text in [
            "整改",
            "整改情况",
            "整改情形",
            "整改情况如下",
            "整改措施",
            "整改措施及成效好",
            "整",
            "",
            "状态：",
            "一整改",
            "龟",
        ] {
            let expected = words.into_iter().filter(|word| text.starts_with(word)).max_by_key(|word| word.len());
            assert_eq!(longest(text), expected, "{text}");
        }
        assert_eq!(openings.longest("整改情况表"), Some(("整改情况表", 2)));
    }

    #[test]
    fn words_are_found_at_the_start_and_inside_a_text() {
        const WORDS: Words = words! { 整改情况 整改 é a 𠮷 };
        assert_eq!(WORDS.opening("整改情况良好"), Some("整改情况"));
        assert_eq!(WORDS.opening("不整改"), None);
        assert_eq!(WORDS.find("不整改"), Some((3, "整改")));
        assert!(
            WORDS.are_in("xé") && WORDS.are_in("𠮷") && WORDS.are_in("ba") && !WORDS.are_in("b") && !WORDS.are_in("")
        );
    }
}
