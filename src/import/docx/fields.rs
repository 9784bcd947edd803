//! Fields: the result is shown, the instruction is not.

use super::equation;
use super::symbols;
use crate::import::tree::Element;

/// The fields that are open at a place of the document, the innermost last.
#[derive(Debug, Default)]
pub struct FieldStack {
    open: Vec<OpenField>,
}

#[derive(Debug, Default)]
struct OpenField {
    instruction: String,
    /// Whether its result has begun.
    in_result: bool,
    /// Text of a form field from its own data: a ticked or empty box, the choice of a list.
    form: Option<String>,
    /// Whether its result showed anything.
    has_result: bool,
}

/// Text of a field that has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldText {
    /// Words, and the reading above them.
    Words {
        /// On the line.
        text: String,
        /// Above it.
        ruby: String,
    },
    /// A formula or symbol that has no words.
    Unknown,
}

impl FieldStack {
    /// Reads a `w:fldChar`; returns the text that the field ending there generates.
    pub fn mark(&mut self, element: &Element) -> Option<FieldText> {
        match element.attribute("fldCharType") {
            Some("begin") => {
                self.open.push(OpenField { form: element.child("ffData").and_then(form), ..OpenField::default() });
                None
            }
            Some("separate") => {
                if let Some(field) = self.open.last_mut() {
                    field.in_result = true;
                }
                None
            }
            Some("end") => self.open.pop().filter(|field| !field.has_result).and_then(|field| field.shown()),
            _ => None,
        }
    }

    /// Opens a field whose result is all that follows until [`FieldStack::close`].
    pub fn open_simple(&mut self, instruction: &str) {
        self.open.push(OpenField { instruction: instruction.to_owned(), in_result: true, ..OpenField::default() });
    }

    /// Closes a field opened by [`FieldStack::open_simple`].
    pub fn close(&mut self) -> Option<FieldText> {
        self.open.pop().filter(|field| !field.has_result).and_then(|field| field.shown())
    }

    /// Adds words of an instruction.
    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.in_result) {
            field.instruction.push_str(text);
        }
    }

    /// Whether words here are part of an instruction.
    pub fn hides(&self) -> bool {
        self.open.iter().any(|field| !field.in_result)
    }

    /// Whether words here are part of a table of contents.
    pub fn in_contents(&self) -> bool {
        self.open.iter().any(|field| field.in_result && field.name() == "TOC")
    }

    /// Records that words were shown here.
    pub fn showed(&mut self) {
        self.open.iter_mut().for_each(|field| field.has_result |= field.in_result);
    }
}

impl OpenField {
    fn name(&self) -> String {
        let word = self.instruction.trim_start();
        word.split([' ', '\\']).next().unwrap_or_default().to_ascii_uppercase()
    }

    /// The words after the field's name.
    fn arguments(&self) -> &str {
        let trimmed = self.instruction.trim();
        trimmed.get(self.name().len()..).unwrap_or_default().trim()
    }

    fn shown(&self) -> Option<FieldText> {
        let words = |text: String| Some(FieldText::Words { text, ruby: String::new() });
        match self.name().as_str() {
            "EQ" => {
                let equation = equation::read(self.arguments());
                match equation.text.is_empty() {
                    true => Some(FieldText::Unknown),
                    false => Some(FieldText::Words { text: equation.text, ruby: equation.ruby }),
                }
            }
            "SYMBOL" => self.symbol().map_or(Some(FieldText::Unknown), |c| words(c.to_string())),
            "MACROBUTTON" | "GOTOBUTTON" => words(self.arguments().split_once(' ')?.1.trim().to_owned()),
            "FORMCHECKBOX" | "FORMDROPDOWN" => words(self.form.clone()?),
            _ => None,
        }
    }

    /// `SYMBOL 254 \f "Wingdings"`.
    fn symbol(&self) -> Option<char> {
        let arguments = self.arguments();
        let code = arguments.split_whitespace().next()?;
        let hexadecimal = code.strip_prefix("0x").or_else(|| code.strip_prefix("0X"));
        let code = hexadecimal.map_or_else(|| code.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        let font = arguments.split_once("\\f").map(|(_, font)| font.trim().trim_matches('"')).unwrap_or_default();
        symbols::character(font.split('"').next().unwrap_or_default(), code)
    }
}

/// Text of a form field from its data.
fn form(data: &Element) -> Option<String> {
    let number = |element: Option<&Element>| element.and_then(|e| e.attribute("val")).and_then(|v| v.parse().ok());
    if let Some(list) = data.child("ddList") {
        let chosen: usize = number(list.child("result")).or_else(|| number(list.child("default"))).unwrap_or(0);
        let entry = list.elements().filter(|entry| entry.name == "listEntry").nth(chosen)?;
        return entry.attribute("val").map(str::to_owned);
    }
    let check = data.child("checkBox")?;
    let ticked = check.child("checked").or_else(|| check.child("default")).is_some_and(super::styles::is_on);
    Some(if ticked { "☑" } else { "☐" }.to_owned())
}

/// Whether every field that begins in a tree ends in it. In a damaged document fields are not trusted, so that none
/// swallows what follows.
pub fn are_balanced(tree: &Element) -> bool {
    let mut depth = 0i64;
    let mut balanced = true;
    count(tree, &mut depth, &mut balanced);
    balanced && depth == 0
}

fn count(element: &Element, depth: &mut i64, balanced: &mut bool) {
    if matches!(element.name.as_str(), "del" | "moveFrom") {
        return;
    }
    if element.name == "fldChar" {
        match element.attribute("fldCharType") {
            Some("begin") => *depth += 1,
            Some("end") => *depth -= 1,
            _ => {}
        }
        *balanced &= *depth >= 0;
    }
    element.elements().for_each(|child| count(child, depth, balanced));
}
