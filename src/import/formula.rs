//! Parts of formulas in one line of text, for Word's formulas and MathML alike: 28/30, 10⁴, √2.

use super::scripts::{self, Script};

/// A number over another.
pub fn fraction(upper: &str, lower: &str) -> String {
    format!("{}/{}", grouped(upper), grouped(lower))
}

/// A root; the degree of a square root is empty.
pub fn root(degree: &str, inner: &str) -> String {
    format!("{}√{}", scripts::write(degree, Script::Raised, None), grouped(inner))
}

/// A base with the characters above or below its line.
pub fn with_script(base: String, exponent: &str, script: Script) -> String {
    let written = scripts::write(exponent, script, base.chars().next_back());
    let is_same = written == exponent && !exponent.is_empty();
    let sign = if script == Script::Raised { '^' } else { '_' };
    if is_same { format!("{base}{sign}{}", grouped(exponent)) } else { format!("{base}{written}") }
}

/// Adds a part to a line, with a blank where two numbers would become one: 1½ is 1 and a fraction.
pub fn append(text: &mut String, part: &str, is_fraction: bool) {
    let digits = text.ends_with(|c: char| c.is_ascii_digit()) && part.starts_with(|c: char| c.is_ascii_digit());
    if digits && (is_fraction || text.contains('/')) {
        text.push(' ');
    }
    text.push_str(part);
}

/// In brackets where it is more than one number or word.
fn grouped(text: &str) -> String {
    let single = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '%' | '％'));
    if single || text.starts_with('(') && text.ends_with(')') { text.to_owned() } else { format!("({text})") }
}
