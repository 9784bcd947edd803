//! Automatic numbers, turned back into the text a reader sees.

use std::collections::{HashMap, HashSet};

use super::counting;
use crate::import::tree::Element;

/// Lists have nine levels.
const LEVELS: usize = 9;

/// The lists of a document with their counters.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Levels by the id of the abstract list.
    abstracts: HashMap<String, Vec<Level>>,
    lists: HashMap<String, List>,
    /// The last number of each level of an abstract list, which its lists share.
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
}

#[derive(Clone, Debug)]
struct Level {
    format: String,
    text: String,
    start: u32,
    suffix: String,
    legal: bool,
    /// The level above which it starts again; none for any.
    restart: Option<usize>,
}

#[derive(Clone, Debug, Default)]
struct List {
    of: String,
    starts: [Option<u32>; LEVELS],
    levels: HashMap<usize, Level>,
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
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    numbering.lists.insert(id.to_owned(), List::of(element));
                }
                _ => {}
            }
        }
        numbering
    }

    /// The text before the next paragraph of this list and level, with the blank behind it; nothing where it is not
    /// numbered. Bullets are `- `.
    pub fn next(&mut self, list_id: &str, level: usize) -> Option<String> {
        let list = self.lists.get(list_id)?.clone();
        let at = level.min(LEVELS - 1);
        let own = self.level(&list, at)?;
        if own.format == "bullet" {
            return Some("- ".to_owned());
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
        Some(self.text(&list, &own, &counters))
    }

    fn level(&self, list: &List, at: usize) -> Option<Level> {
        list.levels.get(&at).or_else(|| self.abstracts.get(&list.of)?.get(at)).cloned()
    }

    fn text(&self, list: &List, own: &Level, counters: &[Option<u32>; LEVELS]) -> String {
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

impl List {
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
                list.levels.insert(at, Level::of(level));
            }
        }
        list
    }
}

impl Level {
    fn of(element: &Element) -> Self {
        let value = |name: &str| element.child(name).and_then(|child| child.attribute("val"));
        Self {
            format: value("numFmt").unwrap_or("decimal").to_owned(),
            text: value("lvlText").unwrap_or_default().to_owned(),
            start: number(element.child("start")).unwrap_or(1),
            suffix: value("suff").unwrap_or("tab").to_owned(),
            legal: element.child("isLgl").is_some_and(super::styles::is_on),
            restart: number(element.child("lvlRestart")).map(|level| level as usize),
        }
    }
}

fn levels(element: &Element) -> Vec<Level> {
    let blank = Level {
        format: "none".to_owned(),
        text: String::new(),
        start: 1,
        suffix: "nothing".to_owned(),
        legal: false,
        restart: None,
    };
    let mut levels = vec![blank; LEVELS];
    for level in element.elements().filter(|element| element.name == "lvl") {
        if let Some(slot) = level.attribute("ilvl").and_then(|at| levels.get_mut(at.parse::<usize>().ok()?)) {
            *slot = Level::of(level);
        }
    }
    levels
}

fn number(element: Option<&Element>) -> Option<u32> {
    element?.attribute("val")?.parse().ok()
}
