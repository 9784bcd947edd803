//! Errors of the template engine, with their places in the theme's files.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind, Tera};

use super::ThemeError;
use crate::config::Language;

/// Deepest nesting of includes and parents; each level uses stack.
const DEEPEST: usize = 32;

/// A template that is not UTF-8.
pub fn not_utf8(path: &str) -> ThemeError {
    ThemeError { file: path.to_owned(), message: "not UTF-8".to_owned(), ..ThemeError::default() }
}

/// The templates that `name` mentions in quotes: those it includes or extends.
pub fn named_in<'a>(templates: &BTreeMap<&'a str, &'a str>, name: &str) -> Vec<&'a str> {
    let Some(text) = templates.get(name) else { return Vec::new() };
    let mentions = |other: &str| text.contains(&format!("\"{other}\"")) || text.contains(&format!("'{other}'"));
    templates.keys().copied().filter(|other| *other != name && mentions(other)).collect()
}

/// Refuses chains of templates that are too deep; the engine itself refuses circles.
pub fn of_depth(templates: &BTreeMap<&str, &str>) -> Result<(), ThemeError> {
    let mut level: Vec<&str> = templates.keys().copied().collect();
    let mentioned: BTreeMap<&str, Vec<&str>> =
        templates.keys().map(|name| (*name, named_in(templates, name))).collect();
    for _ in 0..DEEPEST {
        let mut next: Vec<&str> = level.iter().flat_map(|name| mentioned[name].iter().copied()).collect();
        next.sort_unstable();
        next.dedup();
        level = next;
    }
    match level.first() {
        None => Ok(()),
        Some(name) => Err(ThemeError {
            file: format!("templates/{name}"),
            message: format!("templates include or extend one another in a circle, or more than {DEEPEST} deep"),
            ..ThemeError::default()
        }),
    }
}

/// All errors of templates that do not load: those of every template that is no template, else what the engine says of
/// them together.
pub fn of_loading(error: &Error, templates: &BTreeMap<&str, &str>) -> Vec<ThemeError> {
    let broken = |(name, text): (&&str, &&str)| match Tera::default().add_raw_template(name, text) {
        Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => Some(of_rendering(&error, name)),
        _ => None,
    };
    let broken: Vec<ThemeError> = templates.iter().filter_map(broken).collect();
    if !broken.is_empty() {
        return broken;
    }
    match error.kind() {
        ErrorKind::Msg(message) => reports(message),
        _ => vec![of_rendering(error, "")],
    }
}

/// The error of one template.
pub fn of_rendering(error: &Error, template: &str) -> ThemeError {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => ThemeError {
            file: format!("templates/{}", report.filename()),
            line: report.span().start_line,
            column: report.span().start_col + 1,
            message: report.message().to_owned(),
            help: String::new(),
        },
        ErrorKind::Io(std::io::ErrorKind::FileTooLarge) => ThemeError {
            file: format!("templates/{template}"),
            message: "the page grows beyond 8 MiB".to_owned(),
            help: "does a loop or a component run without end?".to_owned(),
            ..ThemeError::default()
        },
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            ThemeError { file: format!("templates/{tpl}"), message: error.to_string(), ..ThemeError::default() }
        }
        ErrorKind::MissingParent { current, .. } => {
            ThemeError { file: format!("templates/{current}"), message: error.to_string(), ..ThemeError::default() }
        }
        _ => {
            let file = if template.is_empty() { "templates/".to_owned() } else { format!("templates/{template}") };
            ThemeError { file, message: error.to_string(), ..ThemeError::default() }
        }
    }
}

/// Messages of the engine and their Chinese; `{}` is the name in them.
const IN_CHINESE: &[(&str, &str)] = &[
    ("Variable `{}` is not defined", "没有变量 {}"),
    ("Field `{}` is not defined", "没有字段 {}"),
    ("Unknown filter `{}`", "没有过滤器 {}"),
    ("Filter `{}` is not registered", "没有过滤器 {}"),
    ("Unknown function `{}`", "没有函数 {}"),
    ("Unknown test `{}`", "没有判断 {}"),
    ("Unknown template `{}`", "没有模板 {}"),
    ("Unknown component `{}`", "没有组件 {}"),
    ("Template '{}' not found", "没有模板 {}"),
    ("Unexpected end of input", "模板没有写完"),
    ("Unexpected character", "这里不能有这个字符"),
    ("not UTF-8", "不是 UTF-8 文字"),
    ("the page grows beyond 8 MiB", "这一页超过了 8 MiB"),
];

/// `message` in `language`; without a translation it stays.
pub fn in_language(message: &str, language: Language) -> String {
    let named = |pattern: &str| -> Option<String> {
        match pattern.split_once("{}") {
            Some((before, after)) => {
                let rest = message.strip_prefix(before)?;
                Some(rest[..rest.find(after)?].to_owned())
            }
            None => message.starts_with(pattern).then(String::new),
        }
    };
    let chinese = || {
        let known = IN_CHINESE.iter().find_map(|(pattern, words)| Some(words.replace("{}", &named(pattern)?)));
        let available = message.split_once("Available ").and_then(|(_, rest)| rest.split_once(": "));
        let available =
            available.map(|(_, names)| format!("；这里有 {}", names.trim_end_matches('.').replace(", ", "、")));
        known.map(|known| known + &available.unwrap_or_default())
    };
    match language {
        Language::Zh => chinese().unwrap_or_else(|| format!("模板写得不对：{message}")),
        Language::En => message.to_owned(),
    }
}

/// Splits a text of several reports, each `error: …` and then ` --> name:line:column`.
fn reports(text: &str) -> Vec<ThemeError> {
    let mut errors = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = said;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
            let (column, line) = (number(), number());
            let file = format!("templates/{}", parts.next().unwrap_or_default());
            errors.push(ThemeError { file, line, column, message: message.to_owned(), help: String::new() });
        }
    }
    if errors.is_empty() {
        errors.push(ThemeError { file: "templates/".to_owned(), message: text.to_owned(), ..ThemeError::default() });
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_says_is_said_in_chinese() {
        let said = |message| in_language(message, Language::Zh);
        assert_eq!(
            said("Variable `vieww` is not defined. Available variables: page, view"),
            "没有变量 vieww；这里有 page、view"
        );
        assert_eq!(said("Unknown filter `lnk`"), "没有过滤器 lnk");
        assert_eq!(said("Something new"), "模板写得不对：Something new");
        assert_eq!(in_language("Unknown filter `lnk`", Language::En), "Unknown filter `lnk`");
    }
}
