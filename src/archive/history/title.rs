//! Titles of items, normalised so that two notices' wordings of one problem can be compared.
//!
//! Independent of archives: titles in, a score out.

use std::cmp::Ordering;

use crate::text::fold::Folding;

/// Beginnings of a title that do not describe the problem. Longer ones come first.
const OPENINGS: [&str; 9] =
    ["反馈问题", "关于反馈", "关于", "针对反馈", "针对", "对照", "反馈指出", "巡察指出", "审计指出"];

/// Ends of a title that do not describe the problem. Longer ones come first.
const ENDS: [&str; 21] = [
    "的问题整改落实情况",
    "问题整改落实情况",
    "的问题的整改情况",
    "问题的整改情况",
    "的问题整改情况",
    "问题整改情况",
    "整改落实情况",
    "整改进展情况",
    "的整改情况",
    "整改情况",
    "问题的整改",
    "问题整改",
    "的整改",
    "方面的问题",
    "方面问题",
    "方面存在的问题",
    "等问题",
    "的问题",
    "问题",
    "方面",
    "整改",
];

/// A comparison of two titles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similarity {
    /// Dice coefficient of the character pairs: 1 if they are the same.
    pub dice: f64,
    /// Share of the shorter title's character pairs that the longer one has, too.
    pub contained: f64,
}

/// A title ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparableTitle {
    /// The folded title without the phrases around it.
    words: Vec<char>,
    /// All pairs of adjacent characters, sorted.
    pairs: Vec<[char; 2]>,
}

impl ComparableTitle {
    /// The title of an item, folded, without blanks, punctuation and quotes, and without 关于…问题的整改.
    pub fn of(title: &str, folding: &Folding) -> Self {
        let folded = folding.fold(title);
        let mut words = folded.as_str();
        while let Some(rest) = OPENINGS.iter().find_map(|opening| words.strip_prefix(opening)).filter(is_title) {
            words = rest;
        }
        while let Some(rest) = ENDS.iter().find_map(|end| words.strip_suffix(end)).filter(is_title) {
            words = rest;
        }
        let words: Vec<char> = words.chars().collect();
        let mut pairs: Vec<[char; 2]> = words.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        pairs.sort_unstable();
        Self { words, pairs }
    }

    /// The normalised title.
    pub fn words(&self) -> &[char] {
        &self.words
    }

    /// Number of its character pairs.
    pub fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// Compares the character pairs of two titles.
    pub fn similarity(&self, other: &Self) -> Similarity {
        let (mine, theirs) = (self.pairs(), other.pairs());
        if mine == 0 || theirs == 0 {
            let same = f64::from(u8::from(self == other && !self.words.is_empty()));
            return Similarity { dice: same, contained: same };
        }
        let (mut a, mut b, mut shared) = (0, 0, 0_u32);
        while let (Some(here), Some(there)) = (self.pairs.get(a), other.pairs.get(b)) {
            let order = here.cmp(there);
            shared += u32::from(order == Ordering::Equal);
            a += usize::from(order != Ordering::Greater);
            b += usize::from(order != Ordering::Less);
        }
        #[expect(clippy::cast_precision_loss, reason = "titles are shorter than 2^52 characters")]
        let of = |whole: usize| f64::from(shared) / whole as f64;
        Similarity { dice: 2.0 * of(mine + theirs), contained: of(mine.min(theirs)) }
    }

    /// Whether the titles differ only in one word of their first half, as 甲村账目不清 and 乙村账目不清: they are similar but
    /// two problems. A difference in the second half is one of the predicate: 制度落实不力 and 制度执行不力.
    pub fn names_another_subject(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.words, &other.words);
        let before = mine.iter().zip(theirs).take_while(|(a, b)| a == b).count();
        let longest = mine.len().min(theirs.len()) - before;
        let after = mine.iter().rev().zip(theirs.iter().rev()).take(longest).take_while(|(a, b)| a == b).count();
        let [mine, theirs] = [&mine[before..mine.len() - after], &theirs[before..theirs.len() - after]];
        let is_subject = before * 2 < self.words.len().min(other.words.len());
        is_subject
            && after >= SAME_END
            && !mine.is_empty()
            && !theirs.is_empty()
            && !mine.iter().any(|c| theirs.contains(c))
    }
}

/// From this many characters on, the same end of two titles is a predicate of its own: 不清.
const SAME_END: usize = 2;

/// Whether enough is left to be a title.
fn is_title(words: &&str) -> bool {
    words.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(a: &str, b: &str) -> Similarity {
        let folding = Folding::shared();
        ComparableTitle::of(a, folding).similarity(&ComparableTitle::of(b, folding))
    }

    #[test]
    fn phrases_around_a_title_do_not_count() {
        let folding = Folding::shared();
        let words = |title| ComparableTitle::of(title, folding).words().iter().collect::<String>();
        for title in [
            "关于“台账更新不及时”问题的整改",
            "台账更新不及时",
            "针对台帳更新不及時等问题",
            "反馈问题：台账更新不及时。",
            "台账更新不及时的问题整改落实情况",
        ] {
            let expected =
                if title.contains('帳') { words("台帐更新不及时") } else { words("台账更新不及时") };
            assert_eq!(words(title), expected, "{title}");
        }
        assert_eq!(words("问题整改不力"), "问题整改不力");
        assert_eq!(words("问题"), "问题");
    }

    #[test]
    fn similarity_counts_character_pairs() {
        assert!((similarity("台账更新不及时", "台账更新不及时").dice - 1.0).abs() < 1e-9);
        // 5 of 6 and 6 pairs are shared
        let close = similarity("台账更新不及时", "台账更新不及");
        assert!((close.dice - 10.0 / 11.0).abs() < 1e-9 && (close.contained - 1.0).abs() < 1e-9, "{close:?}");
        assert!(similarity("台账更新不及时", "车辆管理混乱").dice.abs() < 1e-9);
        // a pair counts as often as both have it
        assert!((similarity("不不不", "不不").dice - 2.0 / 3.0).abs() < 1e-9);
        assert!(similarity("", "").dice.abs() < 1e-9);
    }

    #[test]
    fn another_subject_before_the_same_end_is_another_problem() {
        let folding = Folding::shared();
        let other = |a, b| ComparableTitle::of(a, folding).names_another_subject(&ComparableTitle::of(b, folding));
        assert!(other("东坪村集体资产台账不清", "西岭村集体资产台账不清"));
        assert!(!other("东坪村集体资产台账不清", "东坪村集体资产台账不全面"));
        assert!(!other("三重一大制度落实不力", "三重一大制度执行不力"));
        assert!(other("党费收缴不规范", "党费使用不规范"));
        assert!(!other("东坪村集体资产台账不清", "村集体资产台账不清"));
    }
}
