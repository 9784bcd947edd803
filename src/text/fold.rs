//! Folding for search, used both for the index and for queries.
//!
//! A character folds to its compatibility decomposition (NFKD) without combining marks, in lower case, simplified;
//! texts that are equal under NFKC therefore fold alike. Blanks and punctuation are dropped except between two
//! characters of words (Latin letters, digits …) and except `.` and `%` after a digit. The folding of a part of a text
//! is always a part of the folding of the text. The reader in the browser uses the same table (exported by `search/`)
//! and the same test vectors (`tests/search/folding.json`).

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Traditional → simplified; the head of `simplified.txt` names its source.
const SIMPLIFIED: &str = include_str!("simplified.txt");

/// Blanks, controls and punctuation that decomposition does not change.
const PUNCTUATION: [(u32, u32); 29] = [
    (0x00, 0x23),
    (0x25, 0x2a),
    (0x2c, 0x2f),
    (0x3a, 0x3b),
    (0x3f, 0x40),
    (0x5b, 0x5d),
    (0x5f, 0x5f),
    (0x7b, 0x7b),
    (0x7d, 0x7d),
    (0x7f, 0x9f),
    (0xa1, 0xa1),
    (0xa7, 0xa7),
    (0xab, 0xab),
    (0xb6, 0xb7),
    (0xbb, 0xbb),
    (0xbf, 0xbf),
    (0x1680, 0x1680),
    (0x2000, 0x206f),
    (0x2308, 0x230b),
    (0x2768, 0x2775),
    (0x27e6, 0x27ef),
    (0x2983, 0x2998),
    (0x2e00, 0x2e5d),
    (0x3001, 0x3003),
    (0x3008, 0x3011),
    (0x3014, 0x301f),
    (0x3030, 0x3030),
    (0x303d, 0x303d),
    (0x30fb, 0x30fb),
];

/// Format characters and variation selectors: folding drops them.
const DROPPED: [(u32, u32); 9] = [
    (0xad, 0xad),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xe0020, 0xe007f),
    (0xe0100, 0xe01ef),
];

/// Scripts written without blanks: Han, kana, bopomofo.
const UNSPACED: [(u32, u32); 5] =
    [(0x3005, 0x3007), (0x3040, 0x318f), (0x3400, 0x9fff), (0xf900, 0xfaff), (0x20000, 0x3ffff)];

/// Unified ideographs and private use characters, half of all: only the table of simplified characters folds them.
const UNIFIED: [std::ops::RangeInclusive<char>; 4] =
    ['\u{3400}'..='\u{4dbf}', '\u{4e00}'..='\u{9fff}', '\u{e000}'..='\u{f8ff}', '\u{20000}'..='\u{2f7ff}'];

/// Arabic ligatures and positional forms are not folded: they would take a third of the reader's table, and no notice
/// in Chinese has them.
const UNFOLDED: std::ops::RangeInclusive<char> = '\u{fb50}'..='\u{fdff}';

/// Above the first planes only variation selectors fold.
const LAST_FOLDED: u32 = 0x2ffff;

/// The blocks whose folding is computed in advance, besides the ideographs: punctuation, Latin and full-width letters.
/// Computing it for all characters takes ten times as long, and no notice holds the others.
const PRECOMPUTED: [std::ops::RangeInclusive<u32>; 2] = [0..=0x33ff, 0xf900..=0xffff];

/// Class of a folded character, for its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Part of a word of letters or digits, or a symbol.
    Word,
    /// Of a script without blanks between words.
    Unspaced,
    /// Punctuation.
    Mark,
    /// A blank.
    Blank,
}

/// Folding of a character of the basic plane.
#[derive(Clone, Copy)]
enum Fold {
    /// Itself.
    Same(Class),
    /// Another character of the basic plane.
    Other(u16, Class),
    /// Several characters, or one of a block that is not computed in advance: see [`Folding::in_map`].
    InMap,
}

/// The table of characters that fold to something else.
pub struct Folding {
    /// Folding of the characters of the basic plane, by code point.
    basic: Box<[Fold]>,
    /// The characters of [`PRECOMPUTED`] that fold to several characters or to one outside the basic plane.
    in_map: HashMap<char, Box<[char]>>,
    /// Traditional characters and their simplified forms.
    simplified: HashMap<char, char>,
}

impl Default for Folding {
    fn default() -> Self {
        Self::new()
    }
}

impl Folding {
    /// Builds the table; takes some milliseconds, so [`Folding::shared`] keeps one.
    pub fn new() -> Self {
        let simplified = simplified();
        let mut basic = vec![Fold::InMap; 0x1_0000];
        let mut in_map = HashMap::new();
        for c in UNIFIED.into_iter().flatten() {
            if let Some(place) = basic.get_mut(c as usize) {
                *place = Fold::Same(class(c));
            }
        }
        let common = PRECOMPUTED.into_iter().flatten().filter_map(char::from_u32);
        for c in common.chain(simplified.keys().copied()) {
            let folded = fold_one(c, &simplified);
            match (basic.get_mut(c as usize), folded.as_deref()) {
                (Some(place), None) => *place = Fold::Same(class(c)),
                (None, None) => {}
                (Some(place), Some([one])) if u32::from(*one) <= 0xffff => {
                    *place = Fold::Other(*one as u16, class(*one));
                }
                (_, Some(folded)) => _ = in_map.insert(c, folded.into()),
            }
        }
        Self { basic: basic.into(), in_map, simplified }
    }

    /// The shared table, built on first use.
    pub fn shared() -> &'static Self {
        static TABLE: LazyLock<Folding> = LazyLock::new(Folding::new);
        &TABLE
    }

    /// Folds `text`.
    pub fn fold(&self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        self.walk(text, |_| {}, |c, _| folded.push(c));
        folded
    }

    /// Folds `text`. Passes on every character that does not fold to itself, and every folded character with the offset
    /// of its source character.
    pub fn walk(&self, text: &str, mut changed: impl FnMut(char), mut emit: impl FnMut(char, usize)) {
        let mut run = Run::default();
        for (at, c) in text.char_indices() {
            match self.basic.get(c as usize) {
                Some(Fold::Same(class)) => run.push(c, *class, at, &mut emit),
                Some(Fold::Other(other, class)) => {
                    changed(c);
                    run.push(char::from_u32(u32::from(*other)).unwrap_or(c), *class, at, &mut emit);
                }
                Some(Fold::InMap) | None => match self.in_map.get(&c) {
                    Some(folded) => {
                        changed(c);
                        folded.iter().for_each(|c| run.push(*c, class(*c), at, &mut emit));
                    }
                    None => match fold_one(c, &self.simplified) {
                        Some(folded) => {
                            changed(c);
                            folded.into_iter().for_each(|c| run.push(c, class(c), at, &mut emit));
                        }
                        None => run.push(c, class(c), at, &mut emit),
                    },
                },
            }
        }
        run.flush(None, &mut emit);
    }

    /// Folding of the single character `c`, regardless of its neighbours.
    pub fn one(&self, c: char) -> Vec<char> {
        match self.basic.get(c as usize) {
            Some(Fold::Same(_)) => vec![c],
            Some(Fold::Other(other, _)) => vec![char::from_u32(u32::from(*other)).unwrap_or(c)],
            Some(Fold::InMap) | None => match self.in_map.get(&c) {
                Some(folded) => folded.to_vec(),
                None => fold_one(c, &self.simplified).unwrap_or_else(|| vec![c]),
            },
        }
    }

    /// Every character that does not fold to itself, by code point, with its folding.
    pub fn changes(&self) -> impl Iterator<Item = (char, Vec<char>)> + '_ {
        let all = (0..=LAST_FOLDED).chain(0xe0020..=0xe01ef).filter_map(char::from_u32);
        all.map(|c| (c, self.one(c))).filter(|(c, folded)| folded.as_slice() != [*c])
    }
}

/// Whether `c` is of a script without blanks.
pub fn is_unspaced(c: char) -> bool {
    class(c) == Class::Unspaced
}

/// A run of blanks and punctuation. Whether it is kept depends on the characters before and after it.
#[derive(Default)]
struct Run {
    before: Option<(char, Class)>,
    /// Offset of the first blank.
    blank: Option<usize>,
    marks: Vec<(char, usize)>,
    is_open: bool,
}

impl Run {
    #[inline]
    fn push(&mut self, c: char, class: Class, at: usize, emit: &mut impl FnMut(char, usize)) {
        match class {
            Class::Word | Class::Unspaced => {
                if self.is_open {
                    self.flush(Some(class), emit);
                }
                self.before = Some((c, class));
                return emit(c, at);
            }
            Class::Mark => self.marks.push((c, at)),
            Class::Blank => _ = self.blank.get_or_insert(at),
        }
        self.is_open = true;
    }

    fn flush(&mut self, after: Option<Class>, emit: &mut impl FnMut(char, usize)) {
        if matches!(self.before, Some((_, Class::Word))) && after == Some(Class::Word) {
            match (self.marks.is_empty(), self.blank) {
                (true, Some(at)) => emit(' ', at),
                _ => self.marks.iter().for_each(|(c, at)| emit(*c, *at)),
            }
        } else if self.before.is_some_and(|(c, _)| c.is_ascii_digit())
            && let Some((mark @ ('.' | '%'), at)) = self.marks.first()
        {
            emit(*mark, *at);
        }
        self.blank = None;
        self.marks.clear();
        self.is_open = false;
    }
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)))
}

fn class(c: char) -> Class {
    match c {
        '\u{3400}'..='\u{9fff}' => Class::Unspaced,
        'a'..='z' | '0'..='9' => Class::Word,
        '\0'..=' ' | '\u{7f}'..='\u{9f}' | '\u{1680}' | '\u{2028}' | '\u{2029}' => Class::Blank,
        _ if within(&PUNCTUATION, c) => Class::Mark,
        _ if within(&UNSPACED, c) => Class::Unspaced,
        _ => Class::Word,
    }
}

/// Folding of one character, if not itself; repeated until nothing changes, so that folding is idempotent.
fn fold_one(c: char, simplified: &HashMap<char, char>) -> Option<Vec<char>> {
    let is_unchanged_ideograph = UNIFIED.iter().any(|range| range.contains(&c)) && !simplified.contains_key(&c);
    if is_unchanged_ideograph || fold_step(c, simplified).eq([c]) {
        return None;
    }
    let mut folded = vec![c];
    for _ in 0..4 {
        let next: Vec<char> = folded.iter().flat_map(|c| fold_step(*c, simplified)).collect();
        if next == folded {
            break;
        }
        folded = next;
    }
    (folded != [c]).then_some(folded)
}

fn fold_step(c: char, simplified: &HashMap<char, char>) -> impl Iterator<Item = char> {
    // Hangul syllables stay whole: their parts are never written separately
    let (whole, apart) = match ('\u{ac00}'..='\u{d7a3}').contains(&c) || UNFOLDED.contains(&c) {
        true => (Some(c), None),
        false => (None, Some(c)),
    };
    let parts = apart
        .into_iter()
        .nfkd()
        .filter(|c| canonical_combining_class(*c) == 0 && !within(&DROPPED, *c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ς' { 'σ' } else { simplified.get(&c).copied().unwrap_or(c) });
    whole.into_iter().chain(parts)
}

fn simplified() -> HashMap<char, char> {
    let pairs: Vec<char> = SIMPLIFIED.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars).collect();
    pairs.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_twice_changes_nothing() {
        let folding = Folding::new();
        for (c, folded) in folding.changes() {
            let again: Vec<char> = folded.iter().flat_map(|c| folding.one(*c)).collect();
            assert_eq!(again, folded, "{c:?}");
        }
    }

    #[test]
    fn unified_ideographs_fold_to_themselves() {
        let no_pairs = HashMap::new();
        let folds = |c: &char| !fold_step(*c, &no_pairs).eq([*c]);
        assert_eq!(UNIFIED.into_iter().flatten().find(folds), None);
    }

    #[test]
    fn walk_passes_the_offset_of_each_source_character() {
        let mut seen = Vec::new();
        Folding::new().walk("５％，國㎡", |_| {}, |c, at| seen.push((c, at)));
        assert_eq!(seen, [('5', 0), ('%', 3), ('国', 9), ('m', 12), ('2', 12)]);
    }
}
