//! CSS as far as it hides words: declarations, and the rules of a page's own style sheets.
//!
//! Selectors of names, classes and ids are understood, one inside another as well. Rules with other selectors, and
//! those for print or for narrow screens, are left out.

use std::collections::HashMap;
use std::rc::Rc;

use crate::import::tree::Element;

/// Style sheets have no more rules than this; more are left out.
const MOST_RULES: usize = 20_000;

/// Declarations, later ones before earlier ones of the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declarations(Vec<Declaration>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Declaration {
    name: String,
    value: String,
    important: bool,
}

impl Declarations {
    /// The declarations in `text`: `color: white; display: none`.
    pub fn parse(text: &str) -> Self {
        let one = |text: &str| {
            let (name, value) = text.split_once(':')?;
            let value = value.trim().to_ascii_lowercase();
            let plain = value.trim_end_matches("important").trim_end().trim_end_matches('!').trim_end();
            let important = value.contains('!');
            let value = if important { plain.to_owned() } else { value };
            Some(Declaration { name: name.trim().to_ascii_lowercase(), value, important })
        };
        Self(text.split(';').filter_map(one).collect())
    }

    /// The value of a property.
    pub fn get(&self, name: &str) -> Option<&str> {
        let named = || self.0.iter().rev().filter(|own| own.name == name);
        named().find(|own| own.important).or_else(|| named().next()).map(|own| own.value.as_str())
    }
}

/// Name, id and classes of an element, by which selectors find it.
#[derive(Clone, Debug, Default)]
pub struct ElementKey {
    name: String,
    id: String,
    classes: Vec<String>,
}

impl ElementKey {
    /// The key of an element.
    pub fn of(element: &Element) -> Self {
        let classes = element.attribute("class").unwrap_or_default();
        Self {
            name: element.name.to_ascii_lowercase(),
            id: element.attribute("id").unwrap_or_default().to_owned(),
            classes: classes.split_whitespace().map(str::to_owned).collect(),
        }
    }
}

/// Conditions of a selector on one element: `p.note`.
#[derive(Clone, Debug, Default)]
struct Compound {
    name: Option<String>,
    ids: Vec<String>,
    classes: Vec<String>,
    /// Whether the element must be directly inside the one that the compound before it asks for.
    is_child: bool,
}

impl Compound {
    fn parse(text: &str, is_child: bool) -> Option<Self> {
        let mut compound = Self { is_child, ..Self::default() };
        let ends = |c: char| matches!(c, '.' | '#');
        let mut rest = text;
        let name = &rest[..rest.find(ends).unwrap_or(rest.len())];
        if !name.is_empty() && name != "*" {
            compound.name = Some(name.to_ascii_lowercase());
        }
        rest = &rest[name.len()..];
        while !rest.is_empty() {
            let end = rest[1..].find(ends).map_or(rest.len(), |at| at + 1);
            let list = if rest.starts_with('#') { &mut compound.ids } else { &mut compound.classes };
            list.push(rest[1..end].to_owned());
            rest = &rest[end..];
        }
        let is_word = |word: &String| {
            !word.is_empty() && !word.contains(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
        };
        let words = compound.name.iter().chain(&compound.ids).chain(&compound.classes);
        words.into_iter().all(is_word).then_some(compound)
    }

    fn matches(&self, element: &ElementKey) -> bool {
        self.name.as_ref().is_none_or(|name| *name == element.name)
            && self.ids.iter().all(|id| *id == element.id)
            && self.classes.iter().all(|class| element.classes.contains(class))
    }

    /// The word by which rules for an element are found.
    fn index(&self) -> String {
        match (self.ids.first(), self.classes.first(), &self.name) {
            (Some(id), ..) => format!("#{id}"),
            (_, Some(class), _) => format!(".{class}"),
            (_, _, Some(name)) => name.clone(),
            (None, None, None) => "*".to_owned(),
        }
    }
}

/// A selector with the declarations it is for.
#[derive(Clone, Debug)]
struct SheetRule {
    selector: Vec<Compound>,
    declarations: Rc<Declarations>,
}

impl SheetRule {
    /// How many ids, classes and names the selector asks for: the rule that asks for more wins.
    fn weight(&self) -> (usize, usize, usize) {
        self.selector.iter().fold((0, 0, 0), |(ids, classes, names), one| {
            (ids + one.ids.len(), classes + one.classes.len(), names + usize::from(one.name.is_some()))
        })
    }

    /// Whether the rule is for `element`, which is inside `around`, outermost first.
    fn matches(&self, element: &ElementKey, around: &[ElementKey]) -> bool {
        let Some((last, before)) = self.selector.split_last() else { return false };
        if !last.matches(element) {
            return false;
        }
        let (mut around, mut must_be_next) = (around.iter().rev(), last.is_child);
        for compound in before.iter().rev() {
            let found = match must_be_next {
                true => around.next().is_some_and(|element| compound.matches(element)),
                false => around.any(|element| compound.matches(element)),
            };
            if !found {
                return false;
            }
            must_be_next = compound.is_child;
        }
        true
    }
}

/// The rules of a page's own style sheets.
#[derive(Clone, Debug, Default)]
pub struct StyleSheet {
    rules: Vec<SheetRule>,
    index: HashMap<String, Vec<usize>>,
}

impl StyleSheet {
    /// The rules in every `<style>` of a page.
    pub fn of(page: &Element) -> Self {
        let mut sheet = Self::default();
        sheet.gather(page);
        sheet
    }

    fn gather(&mut self, element: &Element) {
        if element.name == "style" {
            let is_screen = |media: &str| media.is_empty() || media.contains("screen") || media.contains("all");
            if is_screen(&element.attribute("media").unwrap_or_default().to_ascii_lowercase()) {
                self.read(&without_comments(&element.text()));
            }
        }
        element.elements().for_each(|child| self.gather(child));
    }

    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            // rules without a block, such as @import, end at the last `;`
            let selectors = rest[..open].rsplit(['}', ';']).next().unwrap_or_default().trim();
            let block = &rest[open + 1..];
            if selectors.starts_with('@') {
                let end = end_of_block(block);
                if is_for_screens(selectors) {
                    self.read(&block[..end]);
                }
                rest = block.get(end + 1..).unwrap_or_default();
                continue;
            }
            let end = block.find('}').unwrap_or(block.len());
            let declarations = Rc::new(Declarations::parse(&block[..end]));
            selectors.split(',').for_each(|selector| self.add(selector, &declarations));
            rest = block.get(end + 1..).unwrap_or_default();
        }
    }

    fn add(&mut self, selector: &str, declarations: &Rc<Declarations>) {
        let spaced = selector.replace('>', " > ");
        let (mut compounds, mut is_child) = (Vec::new(), false);
        for word in spaced.split_whitespace() {
            if word == ">" {
                is_child = true;
                continue;
            }
            let Some(compound) = Compound::parse(word, std::mem::take(&mut is_child)) else { return };
            compounds.push(compound);
        }
        if let Some(last) = compounds.last().filter(|_| self.rules.len() < MOST_RULES) {
            self.index.entry(last.index()).or_default().push(self.rules.len());
            self.rules.push(SheetRule { selector: compounds, declarations: Rc::clone(declarations) });
        }
    }

    /// Declarations of the sheet and of the element's own `style`, for an element that is inside `around`.
    pub fn declarations(&self, element: &Element, key: &ElementKey, around: &[ElementKey]) -> Declarations {
        let words = key.classes.iter().map(|class| format!(".{class}"));
        let words = words.chain([format!("#{}", key.id), key.name.clone(), "*".to_owned()]);
        let rules = words.filter_map(|word| self.index.get(&word)).flatten().map(|at| (*at, &self.rules[*at]));
        let mut rules: Vec<(usize, &SheetRule)> = rules.filter(|(_, rule)| rule.matches(key, around)).collect();
        rules.sort_by_key(|(at, rule)| (rule.weight(), *at));
        let mut all: Vec<Declaration> =
            rules.iter().flat_map(|(_, rule)| rule.declarations.0.iter().cloned()).collect();
        all.extend(Declarations::parse(element.attribute("style").unwrap_or_default()).0);
        Declarations(all)
    }
}

/// Where the block ends whose `{` is in front of `text`.
fn end_of_block(text: &str) -> usize {
    let mut depth = 1usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// Whether the block of such an at-rule holds rules for a screen of usual width.
fn is_for_screens(rule: &str) -> bool {
    let rule = rule.to_ascii_lowercase();
    rule.starts_with("@supports")
        || rule.starts_with("@media") && !rule.contains("print") && !rule.contains("max-width")
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    // old pages hide their sheets from older browsers
    out.replace("<!--", "").replace("-->", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(name: &str, class: &str, style: &str) -> Element {
        let attributes = [("class", class), ("style", style)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        Element { name: name.to_owned(), attributes: attributes.to_vec(), children: Vec::new() }
    }

    #[test]
    fn the_rule_that_asks_for_more_wins_and_later_ones_before_earlier() {
        let text = "<!-- @import 'x.css'; /* .a{color:red} */ .a{color:blue} P.a{color:green} .a{color:black}\n\
                    div > .b, ul .b {color: red} .a:hover{color:white} @media print {.a{color:white !important}}\n\
                    @media screen{.c{color:white!important}} -->";
        let mut sheet = StyleSheet::default();
        sheet.read(&without_comments(text));
        let colour = |name: &str, class: &str, style: &str, around: &[&str]| {
            let around: Vec<ElementKey> = around.iter().map(|name| ElementKey::of(&element(name, "", ""))).collect();
            let element = element(name, class, style);
            sheet.declarations(&element, &ElementKey::of(&element), &around).get("color").map(str::to_owned)
        };
        assert_eq!(colour("p", "a", "", &[]).as_deref(), Some("green"));
        assert_eq!(colour("span", "x a", "", &[]).as_deref(), Some("black"));
        assert_eq!(colour("span", "a", "COLOR : Red", &[]).as_deref(), Some("red"));
        assert_eq!(colour("span", "c", "color:red", &[]).as_deref(), Some("white"));
        assert_eq!(colour("p", "b", "", &["div"]).as_deref(), Some("red"));
        assert_eq!(colour("p", "b", "", &["div", "span"]), None);
        assert_eq!(colour("p", "b", "", &["ul", "span"]).as_deref(), Some("red"));
    }
}
