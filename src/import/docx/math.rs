//! Formulas (OMML) in one line of text: 28/30, 10⁴, √2.

use crate::import::formula;
use crate::import::scripts::Script;
use crate::import::tree::Element;

/// A formula in one line, and its hidden and deleted words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinearMath {
    /// The visible text.
    pub text: String,
    /// Hidden, struck and deleted text.
    pub hidden: String,
}

/// Writes the formula in `element`; `before` is the last character in front of it.
pub fn linear(element: &Element, before: Option<char>) -> LinearMath {
    let mut hidden = String::new();
    let mut text = children(element, &mut hidden);
    // 1½ is written as 1 and a fraction
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if is_digit(before) && is_digit(text.chars().next()) && element.elements().next().is_some_and(|e| e.name == "f") {
        text.insert(0, ' ');
    }
    LinearMath { text, hidden }
}

fn children(element: &Element, hidden: &mut String) -> String {
    let mut text = String::new();
    for child in element.elements() {
        let own = one(child, hidden);
        formula::append(&mut text, &own, child.name == "f");
    }
    text
}

fn one(element: &Element, hidden: &mut String) -> String {
    let mut part = |name: &str| element.child(name).map(|child| children(child, hidden)).unwrap_or_default();
    let sign = |path: &[&str], default: &str| {
        element.at(path).and_then(|sign| sign.attribute("val")).unwrap_or(default).to_owned()
    };
    match element.name.as_str() {
        "t" => element.text(),
        "del" | "moveFrom" => {
            hidden.push_str(&children(element, &mut String::new()));
            String::new()
        }
        "r" if is_hidden(element) => {
            hidden.push_str(&children(element, &mut String::new()));
            String::new()
        }
        "f" => formula::fraction(&part("num"), &part("den")),
        "sSup" => formula::with_script(part("e"), &part("sup"), Script::Raised),
        "sSub" => formula::with_script(part("e"), &part("sub"), Script::Lowered),
        "sSubSup" => {
            let base = formula::with_script(part("e"), &part("sub"), Script::Lowered);
            formula::with_script(base, &part("sup"), Script::Raised)
        }
        "rad" => formula::root(&part("deg"), &part("e")),
        "d" => {
            let separator = sign(&["dPr", "sepChr"], "|");
            let parts: Vec<String> =
                element.elements().filter(|child| child.name == "e").map(|child| children(child, hidden)).collect();
            format!("{}{}{}", sign(&["dPr", "begChr"], "("), parts.join(&separator), sign(&["dPr", "endChr"], ")"))
        }
        "nary" => {
            let (low, high, own) = (part("sub"), part("sup"), part("e"));
            let bounds = if low.is_empty() && high.is_empty() { String::new() } else { format!("({low}…{high})") };
            format!("{}{bounds}{own}", sign(&["naryPr", "chr"], "∫"))
        }
        "acc" | "bar" | "groupChr" | "box" | "borderBox" | "phant" => part("e"),
        "func" => format!("{} {}", part("fName"), part("e")),
        "limLow" | "limUpp" => format!("{}({})", part("e"), part("lim")),
        "m" | "eqArr" => {
            let rows: Vec<String> = element
                .elements()
                .filter(|child| matches!(child.name.as_str(), "mr" | "e"))
                .map(|row| children(row, hidden))
                .collect();
            format!("({})", rows.join("; "))
        }
        "rPr" | "ctrlPr" | "delText" | "instrText" => String::new(),
        name if name.ends_with("Pr") => String::new(),
        _ => children(element, hidden),
    }
}

fn is_hidden(run: &Element) -> bool {
    let properties = run.elements().filter(|child| child.name == "rPr");
    properties
        .into_iter()
        .flat_map(Element::elements)
        .any(|switch| matches!(switch.name.as_str(), "vanish" | "strike" | "dstrike") && super::styles::is_on(switch))
}
