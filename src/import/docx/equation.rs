//! `EQ` fields, Word's formulas before OMML: fractions, circled numbers, characters with their reading above them.

use crate::import::scripts::{self, Script};

/// A formula in one line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EquationText {
    /// The words on the line.
    pub text: String,
    /// The reading above it.
    pub ruby: String,
}

/// Formulas nest no deeper than this.
const DEEPEST: usize = 20;

/// The formula of an instruction, after the word `EQ`.
pub fn read(instruction: &str) -> EquationText {
    let mut parser = EquationParser { rest: instruction.trim(), depth: 0 };
    parser.sequence()
}

struct EquationParser<'a> {
    rest: &'a str,
    depth: usize,
}

/// EquationOptions of a command: `\up 8`, `\ac`, `\lc\{`.
#[derive(Default)]
struct EquationOptions {
    raised: bool,
    lowered: bool,
    brackets: [Option<char>; 2],
}

impl EquationParser<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Words and commands up to a separator or a closing bracket.
    fn sequence(&mut self) -> EquationText {
        let mut all = EquationText::default();
        let mut open = 0usize;
        while let Some(c) = self.rest.chars().next() {
            match c {
                ')' | ',' | ';' if self.depth > 0 && open == 0 => break,
                '\\' => {
                    self.next();
                    let part = self.command();
                    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                    if is_digit(all.text.chars().next_back()) && is_digit(part.text.chars().next()) {
                        all.text.push(' ');
                    }
                    all.text.push_str(&part.text);
                    all.ruby.push_str(&part.ruby);
                }
                _ => {
                    open = match c {
                        '(' => open + 1,
                        ')' => open.saturating_sub(1),
                        _ => open,
                    };
                    all.text.push(c);
                    self.next();
                }
            }
        }
        all.text = all.text.trim().to_owned();
        all
    }

    /// A command after its backslash: `f(1,2)`, `o\ac(○,1)`; `*` opens a switch that changes no words.
    fn command(&mut self) -> EquationText {
        let Some(name) = self.next() else { return EquationText::default() };
        if name == '*' {
            return self.switch();
        }
        if !name.is_ascii_alphabetic() {
            return EquationText { text: name.to_string(), ruby: String::new() };
        }
        self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let options = self.options();
        if !self.rest.trim_start().starts_with('(') || self.depth >= DEEPEST {
            return EquationText::default();
        }
        self.rest = self.rest.trim_start();
        self.next();
        self.depth += 1;
        let mut parts = vec![self.sequence()];
        while matches!(self.next(), Some(',' | ';')) {
            parts.push(self.sequence());
        }
        self.depth -= 1;
        written(name.to_ascii_lowercase(), &options, parts)
    }

    fn options(&mut self) -> EquationOptions {
        let mut options = EquationOptions::default();
        loop {
            let rest = self.rest.trim_start();
            let Some(option) = rest.strip_prefix('\\') else { break };
            let letters: String = option.chars().take_while(char::is_ascii_alphabetic).take(2).collect();
            let letters = letters.to_ascii_lowercase();
            let mut after = &option[letters.len()..];
            match letters.as_str() {
                "up" => options.raised = true,
                "do" => options.lowered = true,
                "lc" | "rc" | "bc" => {
                    after = after.trim_start_matches('\\');
                    let sign = after.chars().next();
                    after = &after[sign.map_or(0, char::len_utf8)..];
                    if letters != "rc" {
                        options.brackets[0] = sign;
                    }
                    if letters != "lc" {
                        options.brackets[1] = sign.map(closing);
                    }
                }
                "" => break,
                _ => {}
            }
            self.rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        }
        options
    }

    /// `\* jc2`, `\* "Font:宋体"`, `\* hps10`.
    fn switch(&mut self) -> EquationText {
        let rest = self.rest.trim_start();
        let end = match rest.strip_prefix('"') {
            Some(quoted) => quoted.find('"').map_or(rest.len(), |at| at + 2),
            None => rest.find([' ', '\\']).unwrap_or(rest.len()),
        };
        self.rest = rest[end..].trim_start();
        EquationText::default()
    }
}

fn closing(bracket: char) -> char {
    match bracket {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        other => other,
    }
}

/// The text of a command from the texts of its parts.
fn written(name: char, options: &EquationOptions, parts: Vec<EquationText>) -> EquationText {
    let mut ruby: String = parts.iter().map(|part| part.ruby.as_str()).collect();
    let texts: Vec<String> = parts.into_iter().map(|part| part.text).collect();
    let at = |at: usize| texts.get(at).map(String::as_str).unwrap_or_default();
    let grouped = |text: &str| {
        if text.chars().all(char::is_alphanumeric) { text.to_owned() } else { format!("({text})") }
    };
    let text = match name {
        'f' => format!("{}/{}", grouped(at(0)), grouped(at(1))),
        'r' if texts.len() > 1 => format!("{}√{}", scripts::write(at(0), Script::Raised, None), grouped(at(1))),
        'r' => format!("√{}", grouped(at(0))),
        's' if options.raised && at(0).chars().all(|c| c.is_ascii_digit()) => {
            scripts::write(at(0), Script::Raised, None)
        }
        's' if options.lowered => scripts::write(at(0), Script::Lowered, None),
        's' if options.raised => {
            ruby.push_str(at(0));
            String::new()
        }
        'b' => {
            format!("{}{}{}", options.brackets[0].unwrap_or('('), texts.join(","), options.brackets[1].unwrap_or(')'))
        }
        'o' => overlaid(&texts),
        // a number over another is a fraction, with a bar or without
        's' | 'a' if texts.len() == 2 && texts.iter().all(|text| is_number(text)) => texts.join("/"),
        _ => texts.join(" "),
    };
    EquationText { text, ruby }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Characters over one another: a circled number, a ticked box; others one after the other.
fn overlaid(texts: &[String]) -> String {
    let [frame, inner] = texts else { return texts.concat() };
    let number: Option<u32> = inner.parse().ok();
    match (frame.as_str(), inner.as_str(), number) {
        ("○" | "〇" | "◯" | "О", _, Some(number @ 1..=20)) => {
            char::from_u32(0x245f + number).map_or(inner.clone(), String::from)
        }
        ("○" | "〇" | "◯" | "△" | "□" | "◇", _, Some(_)) => format!("({inner})"),
        ("□", "√" | "✓" | "✔", _) => "☑".to_owned(),
        ("□", "×" | "✕" | "✗", _) => "☒".to_owned(),
        _ => format!("{frame}{inner}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_fields_in_one_line() {
        for (instruction, text, ruby) in [
            ("\\f(17,20)", "17/20", ""),
            ("\\f(a+1;2)", "(a+1)/2", ""),
            ("\\o\\ac(○,7)", "⑦", ""),
            ("\\o\\ac(□,√)", "☑", ""),
            ("\\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(chá),察)", "察", "chá"),
            ("\\r(3,8)", "³√8", ""),
            ("\\s\\up5(2)", "²", ""),
            ("\\b\\lc\\[(x)", "[x)", ""),
            ("3\\f(1,2)", "3 1/2", ""),
        ] {
            let expected = EquationText { text: text.to_owned(), ruby: ruby.to_owned() };
            assert_eq!(read(instruction), expected, "{instruction}");
        }
    }
}
