//! Automatic numbers, turned back into the text a reader sees.

use std::collections::{HashMap, HashSet};

use super::counting;
use super::styles::{ListPlace, RunProperties, Styles};
use super::symbols;
use crate::import::tree::Element;

/// Lists have nine levels.
const LEVELS: usize = 9;

/// The lists of a document with their counters.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    /// Levels by the id of the abstract list.
    abstracts: HashMap<String, Vec<ListLevel>>,
    /// Abstract lists that take their levels from the list of a numbering style.
    by_style: HashMap<String, String>,
    lists: HashMap<String, NumberedList>,
    /// The last number of each level of an abstract list, which its lists share.
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
}

#[derive(Clone, Debug)]
struct ListLevel {
    format: String,
    text: String,
    start: u32,
    suffix: String,
    legal: bool,
    /// Whether the number is hidden.
    hidden: bool,
    /// The paragraph style that is numbered by this level.
    style: Option<String>,
    /// The bullet's character, where another font has it.
    bullet: Option<char>,
    /// The level above which it starts again; none for any.
    restart: Option<usize>,
}

#[derive(Clone, Debug, Default)]
struct NumberedList {
    of: String,
    starts: [Option<u32>; LEVELS],
    levels: HashMap<usize, ListLevel>,
}

impl Numbering {
    /// The lists in `word/numbering.xml`.
    pub fn of(part: Option<&Element>) -> Self {
        let mut numbering = Self::default();
        let root = part.and_then(|part| part.child("numbering"));
        for element in root.into_iter().flat_map(Element::elements) {
            match element.name.as_str() {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    numbering.abstracts.insert(id.to_owned(), levels(element));
                    let linked = element.child("numStyleLink").and_then(|link| link.attribute("val"));
                    numbering.by_style.extend(linked.map(|style| (id.to_owned(), style.to_owned())));
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    numbering.lists.insert(id.to_owned(), NumberedList::of(element));
                }
                _ => {}
            }
        }
        numbering
    }

    /// Gives lists that borrow from a numbering style the levels of that style's list.
    pub fn link(&mut self, styles: &Styles) {
        for (borrower, style) in std::mem::take(&mut self.by_style) {
            let list = styles.numbering(&style).and_then(|place| place.list);
            let lender = list.and_then(|list| Some(self.lists.get(&list)?.of.clone()));
            let levels = lender.and_then(|lender| self.abstracts.get(&lender).cloned());
            self.abstracts.extend(levels.map(|levels| (borrower, levels)));
        }
    }

    /// The list and level of a paragraph: its own, completed by those of its style.
    pub fn place(&self, own: Option<ListPlace>, styles: &Styles, style: &str) -> Option<(String, usize)> {
        let of_style = styles.numbering(style);
        let own = own.or_else(|| of_style.clone())?;
        let from_style = own.list.is_none() || own.list == of_style.as_ref().and_then(|place| place.list.clone());
        let of_style = of_style.unwrap_or_default();
        let list = own.list.or(of_style.list)?;
        let by_name = || {
            self.lists
                .get(&list)
                .and_then(|list| self.abstracts.get(&list.of))
                .and_then(|levels| levels.iter().position(|level| level.style.as_deref() == Some(style)))
        };
        let level = own.level.or_else(|| of_style.level.filter(|_| from_style)).or_else(by_name).unwrap_or(0);
        Some((list, level))
    }

    /// The text before the next paragraph of this list and level, with the blank after it; nothing where it is not
    /// numbered. Bullets are `- `.
    pub fn next(&mut self, list_id: &str, level: usize) -> Option<String> {
        let list = self.lists.get(list_id)?.clone();
        let at = level.min(LEVELS - 1);
        let own = self.level(&list, at)?;
        if own.format == "bullet" {
            let sign = own.bullet.filter(|sign| matches!(sign, '☐' | '☑' | '☒' | '✓' | '✗'));
            return Some(sign.map_or_else(|| "- ".to_owned(), String::from)).filter(|_| !own.hidden);
        }
        let starts: Vec<u32> = (0..LEVELS)
            .map(|at| list.starts[at].or(self.level(&list, at).map(|level| level.start)).unwrap_or(1))
            .collect();
        let restarts: Vec<Option<usize>> =
            (0..LEVELS).map(|at| self.level(&list, at).and_then(|level| level.restart)).collect();
        let first = self.begun.insert(list_id.to_owned());
        let counters = self.counters.entry(list.of.clone()).or_default();
        if first {
            (0..LEVELS).filter(|at| list.starts[*at].is_some()).for_each(|at| counters[at] = None);
        }
        (0..at).for_each(|above| {
            counters[above].get_or_insert(starts[above]);
        });
        counters[at] = Some(counters[at].map_or(starts[at], |last| last.saturating_add(1)));
        (at + 1..LEVELS)
            .filter(|below| restarts[*below].is_none_or(|above| at < above))
            .for_each(|below| counters[below] = None);
        let counters = *counters;
        if own.hidden {
            return None;
        }
        Some(self.text(&list, &own, &counters))
    }

    fn level(&self, list: &NumberedList, at: usize) -> Option<ListLevel> {
        list.levels.get(&at).or_else(|| self.abstracts.get(&list.of)?.get(at)).cloned()
    }

    fn text(&self, list: &NumberedList, own: &ListLevel, counters: &[Option<u32>; LEVELS]) -> String {
        let mut text = String::new();
        let mut characters = own.text.chars().peekable();
        while let Some(c) = characters.next() {
            let place = characters.peek().and_then(|next| next.to_digit(10)).filter(|place| c == '%' && *place > 0);
            let Some(place) = place else {
                text.push(c);
                continue;
            };
            characters.next();
            let at = place as usize - 1;
            let format = self.level(list, at).map_or_else(|| "decimal".to_owned(), |level| level.format);
            let format = if own.legal { "decimal" } else { &format };
            text.push_str(&counting::write(format, counters.get(at).copied().flatten().unwrap_or(1)));
        }
        let needs_gap = text.ends_with(|c: char| c.is_ascii()) && own.suffix != "nothing";
        if needs_gap {
            text.push(' ');
        }
        text
    }
}

impl NumberedList {
    fn of(element: &Element) -> Self {
        let of = element.child("abstractNumId").and_then(|id| id.attribute("val")).unwrap_or_default().to_owned();
        let mut list = Self { of, ..Self::default() };
        for change in element.elements().filter(|element| element.name == "lvlOverride") {
            let Some(at) = change.attribute("ilvl").and_then(|at| at.parse::<usize>().ok()).filter(|at| *at < LEVELS)
            else {
                continue;
            };
            list.starts[at] = number(change.child("startOverride"));
            if let Some(level) = change.child("lvl") {
                list.levels.insert(at, ListLevel::of(level));
            }
        }
        list
    }
}

impl ListLevel {
    fn of(element: &Element) -> Self {
        let value = |name: &str| element.child(name).and_then(|child| child.attribute("val"));
        let format = || element.at(&["AlternateContent", "Fallback", "numFmt"])?.attribute("val");
        let look = element.child("rPr").map(RunProperties::of).unwrap_or_default();
        let look = Styles::default().look("", &look);
        let text = value("lvlText").unwrap_or_default();
        let bullet = text.chars().next();
        Self {
            hidden: look.hidden,
            style: value("pStyle").map(str::to_owned),
            bullet: bullet.and_then(|c| symbols::character(look.font.as_deref().unwrap_or_default(), c.into())),
            format: value("numFmt").or_else(format).unwrap_or("decimal").to_owned(),
            text: text.to_owned(),
            start: number(element.child("start")).unwrap_or(1),
            suffix: value("suff").unwrap_or("tab").to_owned(),
            legal: element.child("isLgl").is_some_and(super::styles::is_on),
            restart: number(element.child("lvlRestart")).map(|level| level as usize),
        }
    }
}

fn levels(element: &Element) -> Vec<ListLevel> {
    let blank = ListLevel {
        format: "none".to_owned(),
        text: String::new(),
        start: 1,
        suffix: "nothing".to_owned(),
        legal: false,
        hidden: false,
        style: None,
        bullet: None,
        restart: None,
    };
    let mut levels = vec![blank; LEVELS];
    for level in element.elements().filter(|element| element.name == "lvl") {
        if let Some(slot) = level.attribute("ilvl").and_then(|at| levels.get_mut(at.parse::<usize>().ok()?)) {
            *slot = ListLevel::of(level);
        }
    }
    levels
}

fn number(element: Option<&Element>) -> Option<u32> {
    element?.attribute("val")?.parse().ok()
}
