//! Resolves the names of units and rounds with the site's registers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::Site;
use crate::notice::{Found, Round, RoundKey, Summary, UnitKey, UnitName};
use crate::text::slug;

/// A round with the key it resolved to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedRound {
    /// Identity of a round.
    pub key: RoundKey,
    /// The round as the notice states it.
    pub round: Round,
}

/// The site's registers, indexed by name.
#[derive(Clone, Debug)]
pub struct Registers<'a> {
    site: &'a Site,
    units: BTreeMap<String, usize>,
    rounds: BTreeMap<String, usize>,
}

impl<'a> Registers<'a> {
    /// Prepares the registers of `site`.
    pub fn of(site: &'a Site) -> Self {
        let mut units = BTreeMap::new();
        for (at, entry) in site.units.iter().enumerate() {
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                units.entry(UnitName::parse(name).name).or_insert(at);
            }
        }
        let mut rounds = BTreeMap::new();
        for (at, entry) in site.rounds.iter().enumerate() {
            for label in std::iter::once(&entry.key).chain(&entry.label).chain(&entry.aliases) {
                rounds.entry(plain(label)).or_insert(at);
            }
        }
        Self { site, units, rounds }
    }

    /// The site with these registers.
    pub fn site(&self) -> &Site {
        self.site
    }

    /// The key of a unit as the notice `notice_id` names it.
    pub fn unit(&self, unit: &UnitName, notice_id: &str) -> UnitKey {
        match self.units.get(&unit.name) {
            Some(at) if !unit.masked => UnitKey::named(UnitName::parse(&self.site.units[*at].name).name),
            _ => unit.key(notice_id),
        }
    }

    /// The key of a unit of this name.
    pub fn key(&self, name: &str) -> UnitKey {
        let unit = UnitName::parse(name);
        let registered = self.units.get(&unit.name).map(|at| UnitName::parse(&self.site.units[*at].name).name);
        UnitKey::named(registered.unwrap_or(unit.name))
    }

    /// The register's entry of a unit.
    pub fn unit_entry(&self, key: &UnitKey) -> Option<usize> {
        self.units.get(key.as_str()).copied()
    }

    /// The register's entry of a round.
    pub fn round_entry(&self, key: &RoundKey) -> Option<usize> {
        self.rounds.get(&plain(key.as_str())).copied()
    }

    /// Slug of a unit: the register's, else derived from its key.
    pub fn unit_slug(&self, key: &UnitKey) -> String {
        let registered =
            self.unit_entry(key).and_then(|at| self.site.units[at].slug.as_deref().and_then(slug::normalised));
        registered.unwrap_or_else(|| slug::from_pinyin(key.name(), key.as_str(), slug::GROUP_DIGITS))
    }

    /// Slug of a round: the register's, else derived from its key.
    pub fn round_slug(&self, key: &RoundKey) -> String {
        let registered =
            self.round_entry(key).and_then(|at| self.site.rounds[at].slug.as_deref().and_then(slug::normalised));
        registered.unwrap_or_else(|| slug::from_pinyin(key.as_str(), key.as_str(), slug::GROUP_DIGITS))
    }

    /// The round of a notice. A label in the register gets the register's key. Otherwise the key is made from the
    /// label, with the place from the register, the unit's own prefix, or the site.
    pub fn round(&self, summary: &Summary) -> Option<ResolvedRound> {
        let found: &Found<Round> = summary.facts.round.as_ref().filter(|found| found.is_indexed())?;
        let round = &found.value;
        let registered =
            |name: &str| self.rounds.get(&plain(name)).map(|at| RoundKey::named(&self.site.rounds[*at].key));
        let key = registered(&round.label).unwrap_or_else(|| {
            let key = round.key(self.place(summary, round).as_deref());
            registered(key.as_str()).unwrap_or(key)
        });
        Some(ResolvedRound { key, round: round.clone() })
    }

    fn place(&self, summary: &Summary, round: &Round) -> Option<String> {
        let unit = summary.facts.units.first().map(|found| &found.value).filter(|unit| !unit.masked);
        let entry = unit.and_then(|unit| self.units.get(&unit.name)).map(|at| &self.site.units[*at]);
        let registered = entry.and_then(|entry| entry.place.clone());
        // the registered name is more complete than a short form
        let name = entry.map(|entry| entry.name.as_str()).or(unit.map(|unit| unit.name.as_str()));
        registered.or_else(|| own_place(name?, round.level.as_deref())).or_else(|| self.site.place.clone())
    }
}

/// The place of a unit by its name: 东湖区 of 东湖区教育局.
pub(super) fn place_of_unit(name: &str) -> Option<String> {
    own_place(name, None)
}

/// The 省市县区 prefix of a unit's name that fits the round's level: 云江市青禾区水务局 is of 云江 for a 市委 and of
/// 青禾 for a 区委; without a level the first prefix counts.
fn own_place(name: &str, level: Option<&str>) -> Option<String> {
    let wanted = level.and_then(|level| level.chars().next());
    let mut start = 0;
    for (at, c) in name.char_indices() {
        if !matches!(c, '省' | '市' | '区' | '县' | '州' | '旗') {
            continue;
        }
        let place = &name[start..at];
        let end = at + c.len_utf8();
        let fits = (2..=6).contains(&place.chars().count()) && end < name.len();
        if fits && wanted.is_none_or(|wanted| wanted == c) {
            return Some(name[start..end].to_owned());
        }
        start = end;
    }
    None
}

/// A name for comparison: without blanks and quotes, full-width forms folded.
fn plain(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    name.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_fits_the_level() {
        let place = |name, level| own_place(name, level);
        assert_eq!(place("云江市青禾区水务局", Some("市委")).as_deref(), Some("云江市"));
        assert_eq!(place("云江市青禾区水务局", Some("区委")).as_deref(), Some("青禾区"));
        assert_eq!(place("青禾区水务局", Some("市委")), None);
        assert_eq!(place("市教育局", Some("市委")), None);
        assert_eq!(place("石梁县教育局", None).as_deref(), Some("石梁县"));
    }
}
