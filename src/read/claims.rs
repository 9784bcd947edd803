//! The totals a notice states about itself: 14个方面37个问题，已整改落实36个.
//!
//! Sentences are read one by one. What was completed belongs to the total of its own sentence, or of the one it
//! continues; figures of sentences with different totals are never put together.

use std::ops::Range;

use super::counts;
use super::label;
use super::names;
use super::said::{Carried, NumberAt, REFINES, SentenceTotals, names_a_thing};
use super::text_layout::TextLayout;
use crate::notice::{Claims, Confidence, Found, Origin};
use crate::text::words::{Words, words};

/// A stretch of the normalised text that claims may be read from.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Where it is.
    pub range: Range<usize>,
    /// How sure a total is that is read from it.
    pub confidence: Confidence,
    /// Whether a total counts only in a sentence that says that it was fed back: the work's own part tells of many
    /// other numbers.
    pub strict: bool,
}

/// Reads the claims of the zones, the place nearest to the title first. `items` is how many items the notice lists:
/// where a sentence refines one total into another and nothing else tells which of them counts, the list does.
pub fn read(page: &TextLayout<'_>, zones: &[Zone], items: usize) -> Claims {
    let mut reader =
        ClaimReader { page, claims: Claims::default(), alternatives: Vec::new(), rivals: Vec::new(), carried: None };
    for zone in zones {
        reader.carried = None;
        reader.zone(zone);
    }
    reader.settle(items);
    reader.claims
}

struct ClaimReader<'a, 'p> {
    page: &'a TextLayout<'p>,
    claims: Claims,
    /// The totals that one sentence refines into each other.
    alternatives: Vec<Found<u32>>,
    /// Totals that other sentences state, as of several inspections, each with what was completed of it.
    rivals: Vec<(Found<u32>, Option<Found<u32>>)>,
    /// The total that the sentences at hand go on about, and the paragraph that named it.
    carried: Option<(Carried, usize)>,
}

/// Words of sentences about findings and their rectification.
static ABOUT: Words = words! {
    反馈 指出 提出 巡察 巡视 督察 审计 检查 排查 检视 查摆 民主生活会 发现 查出 移交 整改 措施
};

/// Words of sentences that say whose problems they count.
static FED_BACK: Words = words! { 反馈 指出 认领 梳理 列出 查摆 检视 照单全收 对照 移交 细化 分解 };

/// Words of sentences about inspections by others than the unit.
static INSPECTED: Words = words! { 反馈 认领 巡察 巡视 督察 审计 照单全收 };

/// Words of sentences about what the unit itself looks for or makes its people say.
static OWN_WORK: Words = words! {
    自查 自纠 民主生活会 组织生活会 开展检查 监督检查 明察暗访 抽查 督查 巡查 回头看 排查 大检查
};

/// Words that say that something is done.
static FINISHED: Words = words! { 完成 销号 到位 办结 整改 };

impl ClaimReader<'_, '_> {
    fn zone(&mut self, zone: &Zone) {
        let text = self.page.normal.of_range(&zone.range);
        let mut from = zone.range.start;
        for (paragraph, words) in text.split_inclusive('\n').enumerate() {
            match whose(words) {
                Whose::OneUnit => {
                    from += words.len();
                    continue;
                }
                // A letter opens with whom it is to.
                Whose::UnitBelow if zone.confidence != Confidence::High => break,
                Whose::UnitBelow | Whose::Notice => {}
            }
            let mut told = false;
            for sentence in words.split_inclusive('。') {
                told |= self.sentence(sentence, from, zone, paragraph, told);
                from += sentence.len();
            }
        }
    }

    /// Reads one sentence that starts at `from`; whether it is about the problems.
    fn sentence(&mut self, sentence: &str, from: usize, zone: &Zone, paragraph: usize, told: bool) -> bool {
        let carried = self.carried.filter(|(_, named)| paragraph <= named + 1).map(|(carried, _)| carried);
        let said = SentenceTotals::of(sentence, from, carried);
        let goes_on = carried.is_some() && !names_a_thing(sentence) && FINISHED.are_in(sentence);
        let tells = carried.is_some() && !said.totals.is_empty() && said.completed.is_some();
        let repeats = said.totals.iter().any(|(total, _)| Some(*total) == self.total());
        let fed_back = FED_BACK.are_in(sentence) && !said.totals.is_empty();
        let about = ABOUT.are_in(sentence) || fed_back || goes_on || tells || repeats && said.completed.is_some();
        let of_notice = zone.confidence == Confidence::High || !OWN_WORK.are_in(sentence);
        let counts = !zone.strict || fed_back && INSPECTED.are_in(sentence) || repeats || carried.is_some();
        if about && of_notice && counts {
            self.take(said, zone, paragraph, REFINES.are_in(sentence));
            if self.claims.amount.is_none() && !zone.strict {
                self.amount(sentence, from, zone);
            }
            return true;
        }
        if told {
            // A sentence of its own may be about other results of the work; whose problems it speaks of cannot be
            // known.
            self.along(&said, zone);
        }
        if self.claims.amount.is_none() && !zone.strict {
            self.amount(sentence, from, zone);
        }
        false
    }

    fn total(&self) -> Option<u32> {
        self.claims.problems.as_ref().map(|found| found.value)
    }

    fn found(&self, (value, at): &NumberAt, zone: &Zone) -> Found<u32> {
        self.page.found(*value, Origin::Prose, zone.confidence, at)
    }

    fn amount(&mut self, sentence: &str, from: usize, zone: &Zone) {
        if let Some((value, at)) = counts::amount(sentence) {
            let at = from + at.start..from + at.end;
            self.claims.amount = Some(self.page.found(value, Origin::Prose, zone.confidence, &at));
        }
    }

    /// Measures and systems, which belong to no total.
    fn along(&mut self, said: &SentenceTotals, zone: &Zone) {
        let found = |place: &Option<NumberAt>| place.as_ref().map(|place| self.found(place, zone));
        let (measures, systems) = (found(&said.measures), found(&said.systems));
        self.claims.measures = self.claims.measures.take().or(measures);
        self.claims.systems = self.claims.systems.take().or(systems);
    }

    /// Puts a sentence's numbers to the claims.
    fn take(&mut self, said: SentenceTotals, zone: &Zone, paragraph: usize, refines: bool) {
        self.along(&said, zone);
        let found = |place: &Option<NumberAt>| place.as_ref().map(|place| self.found(place, zone));
        let (aspects, contents) = (found(&said.aspects), found(&said.contents));
        self.claims.aspects = self.claims.aspects.take().or(aspects);
        self.claims.contents = self.claims.contents.take().or(contents);
        let totals: Vec<_> = said.totals.iter().map(|place| self.found(place, zone)).collect();
        let completed = said.completed.as_ref().map(|(place, of)| (self.found(place, zone), *of));
        if !zone.strict {
            let others: Vec<_> = said.others.iter().map(|place| (self.found(place, zone), None)).collect();
            self.rivals.extend(others);
        }
        if let Some((last, named)) = said.totals.last().zip(totals.last()) {
            self.carried = Some((Carried { total: last.0, measure: said.measure }, paragraph));
            if self.claims.problems.is_none() {
                self.claims.problems = Some(named.clone());
                self.alternatives.clone_from(&totals);
            } else if refines && self.claims.completed.is_none() && self.total() != Some(last.0) {
                self.alternatives.extend(totals.iter().cloned());
            } else if !zone.strict && !self.alternatives.iter().any(|known| known.value == last.0) {
                let done = completed.as_ref().filter(|(_, of)| *of == Some(last.0)).map(|(done, _)| done.clone());
                self.rivals.push((named.clone(), done));
                return;
            }
        }
        let Some((completed, of)) = completed.filter(|_| self.claims.completed.is_none()) else { return };
        let own = said.totals.iter().any(|(total, _)| Some(*total) == of);
        // A total that the notice refines into is the one whose progress it tells.
        let refined = self.alternatives.iter().find(|total| Some(total.value) == of);
        match (of, refined) {
            (Some(_), Some(total)) => self.claims.problems = Some(total.clone()),
            (Some(of), None) if self.total() != Some(of) => return,
            (None, _) if self.total().is_none_or(|total| completed.value > total) => return,
            _ => {}
        }
        // Of its own sentence's total more may be completed than there are: that is an error of the notice.
        if own || self.total().is_some_and(|total| completed.value <= total) {
            self.claims.completed = Some(completed);
        }
    }

    /// The total that adds up those of other sentences, with what was completed of it:
    /// 巡察反馈问题26个。专项检查反馈6个。共32个.
    fn sum(&self) -> Option<(Found<u32>, Option<Found<u32>>)> {
        let first = self.total()?;
        let (total, done) = self.rivals.iter().max_by_key(|(total, _)| total.value)?;
        let parts = self.rivals.iter().map(|(rival, _)| rival.value).fold(first, u32::saturating_add);
        (self.rivals.len() > 1 && total.value == parts.saturating_sub(total.value))
            .then(|| (total.clone(), done.clone()))
    }

    /// Of three totals and more, of which a later one is larger, none is sure: they may be parts of another. Of totals
    /// of two inspections the one that the list has, else the first is less sure; of totals that are refined into each
    /// other and of which no progress is told, the one that the list has.
    fn settle(&mut self, items: usize) {
        if let Some((total, done)) = self.sum() {
            (self.claims.problems, self.claims.completed) = (Some(total), done);
            return;
        }
        let several: std::collections::BTreeSet<u32> = self.rivals.iter().map(|(total, _)| total.value).collect();
        let is_part = self.claims.problems.as_ref().is_some_and(|total| several.last() > Some(&total.value));
        if several.len() > 1 && is_part {
            let doubted = |found: &mut Found<u32>| found.confidence = Confidence::Low;
            self.claims.problems.iter_mut().chain(&mut self.claims.completed).for_each(doubted);
            return;
        }
        let is_listed = |total: &Found<u32>| total.value as usize == items;
        if let Some(problems) =
            self.claims.problems.as_mut().filter(|total| !self.rivals.is_empty() && !is_listed(total))
        {
            let listed = self.rivals.iter().find(|(total, _)| is_listed(total));
            match listed {
                Some((total, done)) => (*problems, self.claims.completed) = (total.clone(), done.clone()),
                None => {
                    let doubted = |found: &mut Found<u32>| found.confidence = found.confidence.max(Confidence::Medium);
                    std::iter::once(problems).chain(&mut self.claims.completed).for_each(doubted);
                }
            }
            return;
        }
        if self.claims.completed.is_none()
            && let Some(total) = self.alternatives.iter().find(|total| total.value as usize == items)
        {
            self.claims.problems = Some(total.clone());
        }
    }
}

/// Whose problems a paragraph counts.
enum Whose {
    /// The notice's own.
    Notice,
    /// Those of one of several units: 青石村：反馈问题5个.
    OneUnit,
    /// It only names a unit, whose problems are counted below: 青石村：.
    UnitBelow,
}

fn whose(paragraph: &str) -> Whose {
    let words = paragraph.trim();
    let colon = words.find(label::is_colon);
    let name = &words[..colon.unwrap_or(words.len())];
    let goes_on = colon.is_some_and(|at| words[at..].chars().count() > 1);
    match names::is_organisation(name) {
        true if goes_on => Whose::OneUnit,
        true => Whose::UnitBelow,
        false => Whose::Notice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Confidence;
    use crate::read::lay_out;
    use crate::text::span::Span;

    fn claims(text: &str) -> [Option<u32>; 6] {
        let page = lay_out::lay_out(text, Span::new(0, text.len()));
        let zone = Zone { range: 0..page.normal.text().len(), confidence: Confidence::High, strict: false };
        read(&page, &[zone], 0).counts().map(|(_, found)| found.map(|found| found.value))
    }

    /// 方面, 问题, 完成.
    fn progress(text: &str) -> [Option<u32>; 3] {
        let [aspects, _, problems, completed, ..] = claims(text);
        [aspects, problems, completed]
    }

    #[test]
    fn completed_problems_belong_to_their_own_total() {
        let cases = [
            ("反馈的3个方面18个问题，已完成整改15个，3个正在推进。", [Some(3), Some(18), Some(15)]),
            ("反馈的26个问题中，已完成20个，持续推进6个；6个任务中，完成3个。", [None, Some(26), Some(20)]),
            ("巡察组指出7项问题，细化为20个具体问题。20个问题已完成20个。", [None, Some(20), Some(20)]),
            ("巡察反馈问题12个。截至10月底，已完成整改10个，2个正在整改。", [None, Some(12), Some(10)]),
            ("巡察反馈问题12个。\n目前，已完成整改10个，正在整改2个。", [None, Some(12), Some(10)]),
            ("巡察反馈问题12个。自查发现问题5个，已整改5个。", [None, Some(12), None]),
            ("认领反馈问题31个，其中立行立改问题9个，已全部完成。", [None, Some(31), None]),
            ("反馈的9个问题均已完成整改。", [None, Some(9), Some(9)]),
            ("巡察反馈问题9个。反馈问题均已整改到位。", [None, Some(9), Some(9)]),
            ("反馈15个问题，已完成整改0个。", [None, Some(15), Some(0)]),
            ("巡察反馈的20个问题，力争年底前完成18个。", [None, Some(20), None]),
            ("反馈的28个问题已整改到位26个，整改完成率92.9%。", [None, Some(28), Some(26)]),
            ("对反馈的16个问题制定措施48条，已完成措施40条。", [None, Some(16), None]),
            ("反馈4类22个问题，22个问题整改完成21个、基本完成1个。", [Some(4), Some(22), Some(21)]),
            ("巡察组反馈问题19个，整改完成17个，未完成2个。", [None, Some(19), Some(17)]),
            ("反馈问题33个。制定整改措施99条，已落实措施90条，整改完成30个。", [None, Some(33), Some(30)]),
            (
                "反馈的22个问题中，集中整改期内完成17个，转入后续整改5个。\n5个后续整改任务中，完成2个。",
                [None, Some(22), Some(17)],
            ),
            ("反馈的11个问题，除1个需长期坚持外，其余10个问题均已完成整改。", [None, Some(11), Some(10)]),
            ("将反馈的4个问题细化为9项整改任务，已完成整改4个。", [None, Some(4), Some(4)]),
            ("认领问题12个（其中立行立改5个、限期整改7个），截至3月底，已完成整改8个。", [None, Some(12), Some(8)]),
            ("认领问题12个（其中已完成整改8个），正在整改4个。", [None, Some(12), Some(8)]),
            ("反馈12个问题。集中整改期完成整改9个，之后又完成2个。", [None, Some(12), None]),
            ("认领问题6个，其中共性问题2个，个性问题4个，已全部完成整改。", [None, Some(6), Some(6)]),
            ("移交问题线索3件，办结3件。", [None, None, None]),
            ("巡察反馈问题6个，转来信访件9件，已办结8件。", [None, Some(6), None]),
            ("巡察反馈问题6个。信访件9件，均已办结。", [None, Some(6), None]),
            ("巡察反馈6个问题，细化为14个子问题，已完成13个。", [None, Some(14), Some(13)]),
            ("巡察反馈6个问题，形成14条整改清单，已完成13条。", [None, Some(6), None]),
            ("巡察反馈问题6个，区委要求集中整改期内完成4个。", [None, Some(6), None]),
            ("巡察反馈问题6个，须在三个月内整改到位4个。", [None, Some(6), None]),
            ("巡察反馈问题6个，2024年5月底前已完成4个。", [None, Some(6), Some(4)]),
            ("巡察反馈问题6个，按计划已完成4个。", [None, Some(6), Some(4)]),
            ("上一轮巡察反馈问题9个，已完成8个。本轮巡察反馈问题6个，已完成4个。", [None, Some(6), Some(4)]),
            ("巡察反馈问题6个，其中党建类3个问题、廉政类3个问题。", [None, Some(6), None]),
            ("巡察反馈的问题中，其中党建类2个问题、廉政类4个问题，共6个问题。", [None, Some(6), None]),
            ("反馈的30个问题中，应于2024年底前完成的22个，实际完成22个，其余8个推进中。", [None, Some(30), Some(22)]),
            ("反馈问题30个，到期应完成25个，已完成24个。", [None, Some(30), Some(24)]),
            ("反馈的32个问题中，到期应完成的27个全部完成，未到期的5个推进中。", [None, Some(32), Some(27)]),
            ("巡察反馈问题30个，其中立行立改5个，已完成5个。", [None, Some(30), None]),
            ("巡察、专项检查分别反馈问题26个、6个、4个，合计36个问题，已完成整改33个。", [None, Some(36), Some(33)]),
            ("巡察反馈问题20个，专项检查反馈问题5个，共25个问题，已完成整改23个。", [None, Some(25), Some(23)]),
            ("巡察反馈问题20个。选人用人检查反馈问题5个。两项共25个问题，已完成整改23个。", [None, Some(25), Some(23)]),
            ("从压实责任、强化督办2个方面推进整改。巡察反馈2个方面的问题。", [Some(2), None, None]),
            ("巡察反馈问题6个，局党组提出“年底完成5个”的目标。", [None, Some(6), None]),
        ];
        for (text, expected) in cases {
            assert_eq!(progress(text), expected, "{text}");
        }
    }

    #[test]
    fn a_strict_zone_counts_only_what_was_fed_back() {
        let strict = |text: &str, items| {
            let page = lay_out::lay_out(text, Span::new(0, text.len()));
            let zone = Zone { range: 0..page.normal.text().len(), confidence: Confidence::Medium, strict: true };
            let [_, _, problems, completed, ..] =
                read(&page, &[zone], items).counts().map(|(_, found)| found.map(|f| f.value));
            (problems, completed)
        };
        assert_eq!(strict("对照反馈的18个问题，制定措施74条。18个问题中，完成整改15个。", 0), (Some(18), Some(15)));
        assert_eq!(strict("局党组认领问题6个。", 0), (Some(6), None));
        assert_eq!(strict("指出所属站所问题14个，整改14个。", 0), (None, None));
        assert_eq!(strict("对各单位反馈问题14个，整改完成14个。", 0), (None, None));
        assert_eq!(strict("开展检查，发现问题17个，完成整改17个。", 0), (None, None));
        assert_eq!(strict("反馈4个问题，细化为9个具体问题。", 0), (Some(9), None));
        assert_eq!(strict("反馈4个问题，细化为9个具体问题。", 4), (Some(4), None));
    }

    #[test]
    fn counts_what_is_said() {
        let cases = [
            (
                "至9月底，巡察反馈提出的14个方面37个问题，已整改落实36个问题。",
                [Some(14), None, Some(37), Some(36), None, None],
            ),
            (
                "反馈的三个方面11项内容28个具体问题，已完成22个问题整改，完善制度1项。",
                [Some(3), Some(11), Some(28), Some(22), None, Some(1)],
            ),
            ("反馈问题20个，细化为56项整改任务，已完成50项。", [None, None, Some(20), None, None, None]),
            (
                "反馈的4个方面20个问题，其中18个已完成整改，2个正在整改。",
                [Some(4), None, Some(20), Some(18), None, None],
            ),
            ("巡察反馈的12个问题已全部整改到位，制定整改措施35条。", [None, None, Some(12), Some(12), Some(35), None]),
            ("巡察发现问题9个，尚未完成整改0个。", [None, None, Some(9), None, None, None]),
            ("深入26个乡镇，成立23个企业工会。", [None; 6]),
            (
                "反馈的四个方面、二十一个问题，制定整改措施六十三条，已完成整改十九个，其余两个正在整改。",
                [Some(4), None, Some(21), Some(19), Some(63), None],
            ),
            ("对市委巡察组反馈的问题一个不放过。一个问题一个问题地整改。", [None; 6]),
            (
                "巡察反馈697个问题，完成整改688个。完善和新建制度589项。",
                [None, None, Some(697), Some(688), None, Some(589)],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(claims(text), expected, "{text}");
        }
    }
}
