//! A newer version of a document against the notice that was made from the older one and edited since.

/// Result of a three-way merge by lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The text with the changes of both sides; where they conflict, as the notice has it.
    pub text: String,
    /// The base of the next merge: the document, also where it conflicts. So a conflict is found once: importing the
    /// same document again keeps the notice's words.
    pub base: String,
    /// Places where the document changed and the notice did not.
    pub updated: usize,
    /// Places where the notice was edited and the document did not change.
    pub kept: usize,
    /// Places where both changed, and differently.
    pub conflicts: Vec<LineDifference>,
}

/// A place where two texts differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDifference {
    /// The line of the notice where it begins, from 1.
    pub line: usize,
    /// The lines of the notice.
    pub notice: Vec<String>,
    /// The lines the document would give.
    pub document: Vec<String>,
}

/// Merges `notice` and `document`, which were both made from `base`.
pub fn merge(base: &str, notice: &str, document: &str) -> Merge {
    let [base, own, new] = [base, notice, document].map(|text| text.split_inclusive('\n').collect::<Vec<&str>>());
    let (to_own, to_new) = (partners(&base, &own), partners(&base, &new));
    let mut merge = Merge { text: String::new(), base: String::new(), updated: 0, kept: 0, conflicts: Vec::new() };
    let (mut at, mut own_at, mut new_at) = (0, 0, 0);
    loop {
        // the next line of the base that is in both
        let next = (at..base.len()).find(|line| to_own[*line].is_some() && to_new[*line].is_some());
        let (end, own_end, new_end) = match next {
            Some(line) => (line, to_own[line].unwrap_or(own.len()), to_new[line].unwrap_or(new.len())),
            None => (base.len(), own.len(), new.len()),
        };
        merge.region(&base[at..end], (own_at, &own[own_at..own_end]), &new[new_at..new_end]);
        let Some(line) = next else { return merge };
        merge.text.push_str(own[own_end]);
        merge.base.push_str(own[own_end]);
        (at, own_at, new_at) = (line + 1, own_end + 1, new_end + 1);
    }
}

impl Merge {
    /// Adds the lines between two that all three texts have; the notice's begin at line `own.0`.
    fn region(&mut self, base: &[&str], own: (usize, &[&str]), new: &[&str]) {
        let (start, own) = own;
        if base.len() == own.len() && own.len() == new.len() && base.len() > 1 {
            return (0..base.len())
                .for_each(|at| self.region(&base[at..=at], (start + at, &own[at..=at]), &new[at..=at]));
        }
        let is_blank = |lines: &[&str]| lines.iter().all(|line| line.trim().is_empty());
        let (chosen, next_base) = match () {
            () if own == new => (own, new),
            () if own == base => {
                self.updated += usize::from(!is_blank(own) || !is_blank(new));
                (new, new)
            }
            () if new == base => {
                self.kept += usize::from(!is_blank(own) || !is_blank(new));
                (own, new)
            }
            () => {
                let lines = |lines: &[&str]| lines.iter().map(|line| line.trim_end().to_owned()).collect();
                self.conflicts.push(LineDifference { line: start + 1, notice: lines(own), document: lines(new) });
                (own, new)
            }
        };
        chosen.iter().for_each(|line| self.text.push_str(line));
        next_base.iter().for_each(|line| self.base.push_str(line));
    }
}

/// Where two texts differ.
pub fn differences(notice: &str, document: &str) -> Vec<LineDifference> {
    let [own, new] = [notice, document].map(|text| text.lines().collect::<Vec<&str>>());
    let partners = partners(&own, &new);
    let mut differences = Vec::new();
    let (mut at, mut new_at) = (0, 0);
    loop {
        let next = (at..own.len()).find(|line| partners[*line].is_some());
        let end = next.unwrap_or(own.len());
        let new_end = next.and_then(|line| partners[line]).unwrap_or(new.len());
        let filled = |lines: &[&str]| -> Vec<String> {
            lines.iter().filter(|line| !line.trim().is_empty()).map(|line| (*line).to_owned()).collect()
        };
        let (notice, document) = (filled(&own[at..end]), filled(&new[new_at..new_end]));
        if notice != document {
            differences.push(LineDifference { line: at + 1, notice, document });
        }
        let Some(line) = next else { return differences };
        (at, new_at) = (line + 1, new_end + 1);
    }
}

/// Longer stretches are compared by the lines that are in each only once.
const MOST_CELLS: usize = 4_000_000;

/// For each line of `one` the line of `other` it is, in order.
fn partners(one: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut partners = vec![None; one.len()];
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(other.len()) - start;
    let end = one.iter().rev().zip(other.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    (0..start).for_each(|at| partners[at] = Some(at));
    (0..end).for_each(|at| partners[one.len() - 1 - at] = Some(other.len() - 1 - at));
    let (left, right) = (&one[start..one.len() - end], &other[start..other.len() - end]);
    let pairs = if left.len() * right.len() > MOST_CELLS { unique_pairs(left, right) } else { longest(left, right) };
    pairs.into_iter().for_each(|(a, b)| partners[start + a] = Some(start + b));
    partners
}

/// The longest common subsequence of two stretches.
fn longest(one: &[&str], other: &[&str]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    let mut lengths = vec![0u32; (one.len() + 1) * width];
    for a in (0..one.len()).rev() {
        for b in (0..other.len()).rev() {
            lengths[a * width + b] = if one[a] == other[b] {
                lengths[(a + 1) * width + b + 1] + 1
            } else {
                lengths[(a + 1) * width + b].max(lengths[a * width + b + 1])
            };
        }
    }
    let (mut pairs, mut a, mut b) = (Vec::new(), 0, 0);
    while a < one.len() && b < other.len() {
        if one[a] == other[b] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if lengths[(a + 1) * width + b] >= lengths[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// Lines that are in each stretch once, as far as they are in order.
fn unique_pairs(one: &[&str], other: &[&str]) -> Vec<(usize, usize)> {
    let places = |lines: &[&str]| {
        let mut places = std::collections::HashMap::<String, (usize, usize)>::new();
        for (at, line) in lines.iter().enumerate() {
            let place = places.entry((*line).to_owned()).or_insert((at, 0));
            place.1 += 1;
        }
        places
    };
    let (first, second) = (places(one), places(other));
    let (mut pairs, mut next) = (Vec::new(), 0);
    for (at, line) in one.iter().enumerate() {
        let single = first.get(*line).is_some_and(|place| place.1 == 1);
        match second.get(*line) {
            Some((place, 1)) if single && *place >= next => {
                pairs.push((at, *place));
                next = place + 1;
            }
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "---\ntitle: 甲\n# date:\n---\n一。\n\n二。\n\n三。\n";

    #[test]
    fn edits_of_both_sides_are_kept() {
        let notice = BASE.replace("# date:", "date: 2024-03-01").replace("二。", "二（补充）。");
        let document = BASE.replace("title: 甲", "title: 乙").replace("三。", "三。\n\n四。");
        let merged = merge(BASE, &notice, &document);
        let both = "---\ntitle: 乙\ndate: 2024-03-01\n---\n一。\n\n二（补充）。\n\n三。\n\n四。\n";
        assert_eq!((merged.text.as_str(), merged.conflicts.len()), (both, 0));
        assert_eq!((merged.updated, merged.kept), (2, 2));
    }

    #[test]
    fn a_conflict_keeps_nothing_else_from_being_merged_and_is_found_once() {
        let notice = BASE.replace("# date:", "date: 2024-03-01").replace("二。", "二甲。");
        let document = BASE.replace("二。", "二乙。").replace("三。", "三（新）。");
        let merged = merge(BASE, &notice, &document);
        assert_eq!(merged.text, notice.replace("三。", "三（新）。"));
        assert_eq!((merged.updated, merged.kept, merged.conflicts.len()), (1, 1, 1));
        let again = merge(&merged.base, &merged.text, &document);
        assert_eq!((again.text.as_str(), again.kept, again.conflicts.len()), (merged.text.as_str(), 2, 0));
        let changed = merge(&again.base, &again.text, &document.replace("二乙。", "二丙。"));
        assert_eq!((changed.text.as_str(), changed.conflicts.len()), (merged.text.as_str(), 1));
        let settled =
            merge(&again.base, &again.text.replace("二甲。", "二乙。"), &document.replace("二乙。", "二丙。"));
        assert_eq!((settled.conflicts.len(), settled.text.contains("二丙。")), (0, true));
    }

    #[test]
    fn two_edits_of_one_line_conflict() {
        let merged = merge(BASE, &BASE.replace("二。", "二甲。"), &BASE.replace("二。", "二乙。"));
        let difference =
            LineDifference { line: 7, notice: vec!["二甲。".to_owned()], document: vec!["二乙。".to_owned()] };
        assert_eq!(merged.conflicts, [difference.clone()]);
        assert_eq!(differences(&BASE.replace("二。", "二甲。"), &BASE.replace("二。", "二乙。")), [difference]);
        assert!(differences(BASE, BASE).is_empty());
    }
}
