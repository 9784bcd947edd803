//! The full names after short names in the same notice: 柳河县统计局 for 县统计局, and for 我局 where the notice
//! says 柳河县统计局（以下简称我局）.

use super::names;
use super::short_names;
use crate::notice::unit::ORGANS;
use crate::notice::{Found, UnitName};

/// The units that a notice names outside its lead, short names in full.
pub struct NamedUnits {
    /// In the title.
    pub titled: Vec<Found<UnitName>>,
    /// In the signature.
    pub signed: Option<Found<UnitName>>,
    /// Under the title.
    pub named: Option<Found<UnitName>>,
    /// After 来源：.
    pub publisher: Option<Found<UnitName>>,
    /// The full names of its short names.
    pub full_names: FullNames,
}

/// The full names of a notice.
#[derive(Clone, Debug, Default)]
pub struct FullNames {
    /// Short forms that the notice defines, each with its full name.
    defined: Vec<(UnitName, UnitName)>,
    /// Names in the title, the signature and the front matter.
    named: Vec<UnitName>,
    /// Names that the first rows write out.
    in_text: Vec<UnitName>,
}

impl FullNames {
    /// Collects them from the first rows of a notice, `opening`, and from `units` that it names elsewhere.
    pub fn of<'a>(opening: &str, units: impl Iterator<Item = &'a UnitName>) -> Self {
        let defined = definitions(opening);
        let inspected = names::inspected(opening).into_iter().map(|at| UnitName::parse(&opening[at]));
        let in_text = defined.iter().map(|(_, full)| full.clone()).chain(inspected).chain(with_organs(opening));
        let mut in_text: Vec<UnitName> = in_text.filter(|unit| !names::is_short(&unit.name)).collect();
        in_text.truncate(MOST_NAMES);
        Self { defined, named: units.cloned().collect(), in_text }
    }

    /// The full name of `unit`, as the notice writes it.
    pub fn resolve(&self, unit: &UnitName) -> Option<UnitName> {
        let is_meant = |short: &UnitName| short.as_written == unit.as_written || short.name == unit.name;
        let defined = self.defined.iter().find(|(short, _)| is_meant(short)).map(|(_, full)| full);
        let named = || short_names::resolve(unit, self.named.iter());
        let in_text = || short_names::resolve(unit, self.in_text.iter()).filter(|_| names::is_short(&unit.name));
        let full = defined.or_else(named).or_else(in_text);
        full.map(|full| UnitName { as_written: unit.as_written.clone(), ..full.clone() })
    }
}

/// A notice names no more units than this before its first problem.
const MOST_NAMES: usize = 64;

/// In characters: the short forms in one bracket.
const LONGEST_DEFINITION: usize = 48;

/// The short forms that a text defines with their full names: 柳河县统计局党组（以下简称“局党组”）.
fn definitions(text: &str) -> Vec<(UnitName, UnitName)> {
    const MARKS: [char; 10] = ['“', '”', '「', '」', '"', '\'', '‘', '’', '：', ' '];
    let mut found = Vec::new();
    for (at, word) in text.match_indices('称') {
        // 以下简称, 简称, 下称, 以下统称
        let before = text[..at].trim_end_matches(['简', '统']).trim_end_matches('下').trim_end_matches('以');
        if before.len() == at {
            continue;
        }
        let before = before.trim_end_matches(['，', ',', ' ']);
        let Some(open) = before.strip_suffix(['（', '(']).map(str::len) else { continue };
        let behind = &text[at + word.len()..];
        let mut inside = behind.char_indices().take(LONGEST_DEFINITION);
        let Some((close, _)) = inside.find(|(_, c)| matches!(c, '）' | ')' | '\n')) else { continue };
        let full = &text[names::name_before(text, open)..open];
        if !names::is_organisation(full) {
            continue;
        }
        for short in behind[..close].trim_start_matches('为').split(['、', '或', '，', '”']) {
            let short = short.trim_matches(MARKS);
            if !short.is_empty() {
                found.push((UnitName::parse(short), UnitName::parse(full)));
            }
        }
    }
    found
}

/// The names in a text that a party organ's word ends: 柳河县统计局党组坚决扛起整改责任.
fn with_organs(text: &str) -> Vec<UnitName> {
    let mut found = Vec::new();
    for (at, word) in text.match_indices('党') {
        let Some(organ) = ORGANS.longest_opening(&text[at..]) else { continue };
        let name = &text[names::name_before(text, at)..at + organ.len().max(word.len())];
        if names::is_organisation(name) {
            found.push(UnitName::parse(name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(opening: &str, units: &[&str], short: &str) -> Option<String> {
        let units: Vec<UnitName> = units.iter().map(|unit| UnitName::parse(unit)).collect();
        FullNames::of(opening, units.iter()).resolve(&UnitName::parse(short)).map(|unit| unit.name)
    }

    #[test]
    fn short_forms_stand_for_the_names_that_the_notice_writes_out() {
        let said = "县委巡察组对柳河县统计局党组（以下简称“局党组”）开展了巡察。";
        assert_eq!(full(said, &[], "局党组").as_deref(), Some("柳河县统计局"));
        assert_eq!(full(said, &[], "我局").as_deref(), Some("柳河县统计局"));
        let two = "汀州市中医医院（以下简称“我院”“市中医院”）认真整改。";
        assert_eq!(full(two, &[], "我院").as_deref(), Some("汀州市中医医院"));
        assert_eq!(full(two, &[], "市中医院").as_deref(), Some("汀州市中医医院"));
        assert_eq!(full("中共白沙镇委员会（以下简称镇党委）坚决整改。", &[], "镇党委").as_deref(), Some("白沙镇"));
        assert_eq!(full("", &["白沙镇党委"], "镇党委").as_deref(), Some("白沙镇"));
        assert_eq!(full("柳河县统计局党组坚决整改。", &[], "县统计局").as_deref(), Some("柳河县统计局"));
        assert_eq!(full("柳河县统计局党组坚决整改。", &[], "县水利局"), None);
        let called = "县委对和风区市场监督管理局（下称“区市场监管局”）党组开展巡察。";
        assert_eq!(full(called, &[], "区市场监管局党组").as_deref(), Some("和风区市场监督管理局"));
        let inspected = "镇党委巡察组对杏花村党总支进行了巡察。";
        assert_eq!(full(inspected, &[], "村党总支").as_deref(), Some("杏花村"));
        assert_eq!(full("县统计局党组坚决整改。", &[], "县统计局"), None);
    }
}
