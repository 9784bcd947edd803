//! Short ids made of the unit and the round: `jiaoyuju-5-2`.

use crate::notice::Facts;
use crate::text::slug;

/// File names of fewer letters, or without a number, were not chosen to identify anything: `a`, `1`, `new-draft`.
const FEWEST_LETTERS: usize = 5;

/// The id of a notice with these facts that came from a file with this stem; nothing where the stem is as good.
pub fn short(facts: &Facts, stem: &str) -> Option<String> {
    let chosen = slug::normalised(stem).filter(|slug| {
        let letters = slug.bytes().filter(u8::is_ascii_alphabetic).count();
        letters >= FEWEST_LETTERS && slug.contains('-') && slug.contains(|c: char| c.is_ascii_digit())
    });
    if chosen.is_some() {
        return None;
    }
    let [unit] = facts.units.as_slice() else { return None };
    let is_masked = unit.value.name.contains(['X', 'x', '×', '某', '*']);
    let name = slug::sound(without_place(&unit.value.name));
    if is_masked || !unit.is_indexed() || name.is_empty() {
        return None;
    }
    let round = facts.round.as_ref().filter(|round| round.is_indexed()).map(|round| &round.value);
    let year = || {
        let days = [&facts.feedback, &facts.period_end, &facts.period_start];
        let day = days.into_iter().flatten().find(|day| day.is_indexed()).map(|day| day.value);
        facts.day().or(day).map(|day| day.year().to_string())
    };
    let mut id = match round {
        Some(round) => format!("{name}-{}", round.ordinal),
        None => format!("{name}-{}", year()?),
    };
    if let Some(batch) = round.and_then(|round| round.batch) {
        id.push_str(&format!("-{batch}"));
    }
    if round.is_some_and(|round| round.look_back) {
        id.push_str("-huitoukan");
    }
    slug::normalised(&id)
}

/// Places end in one of these.
const PLACES: [char; 9] = ['省', '市', '县', '区', '旗', '州', '盟', '縣', '區'];
/// Words that hold such a character and are no place: 城市管理局, 社区, 市场监督管理局, 市委办公室.
const BEFORE: &str = "城社景园小校厂库林牧山矿军护";
const AFTER: &str = "场委政民容";
/// Names of places are no longer than this.
const LONGEST_PLACE: usize = 8;

/// A unit's name without the places it begins with.
fn without_place(name: &str) -> &str {
    let mut rest = name;
    loop {
        let characters: Vec<(usize, char)> = rest.char_indices().collect();
        let cut = characters.iter().enumerate().take(LONGEST_PLACE).skip(1).find(|(at, (_, c))| {
            let before = characters[at - 1].1;
            let after = characters.get(at + 1).map(|(_, c)| *c);
            PLACES.contains(c)
                && !BEFORE.contains(before)
                && after.is_some_and(|after| !AFTER.contains(after) && !(*c == '州' && PLACES.contains(&after)))
                && characters.len() - at > 2
        });
        match cut {
            Some((_, (start, c))) => rest = &rest[start + c.len_utf8()..],
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_without_their_places() {
        for (name, rest) in [
            ("云江市水务局", "水务局"),
            ("江苏省苏州市总工会", "总工会"),
            ("石梁县市场监督管理局", "市场监督管理局"),
            ("云江市城市管理局", "城市管理局"),
            ("云江市委办公室", "云江市委办公室"),
            ("水务局", "水务局"),
            ("泽浦市", "泽浦市"),
        ] {
            assert_eq!(without_place(name), rest, "{name}");
        }
    }
}
