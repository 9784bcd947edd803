//! Errors of the template engine, with their positions in the theme's files.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind, Tera};
use unicode_width::UnicodeWidthChar;

use super::{Layer, ThemeError};

/// Deepest nesting of includes and parents, because each level uses stack.
const DEEPEST: usize = 32;

/// An error at a position in a file of a theme, with a suggestion.
pub fn fault(
    path: &str,
    line: usize,
    column: usize,
    message: impl Into<String>,
    help: impl Into<String>,
) -> ThemeError {
    ThemeError { file: path.to_owned(), line, column, message: message.into(), help: help.into() }
}

/// A template that is not UTF-8.
pub fn not_utf8(path: &str) -> ThemeError {
    ThemeError { file: path.to_owned(), message: "not UTF-8".to_owned(), ..ThemeError::default() }
}

/// The templates named in quotes in the template `name`: those it includes or extends.
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

/// All errors of templates that do not load: of each invalid template, or else of all templates together.
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

/// Splits the engine's text into reports, each `error: …` followed by ` --> name:line:column`.
fn reports(text: &str) -> Vec<ThemeError> {
    let mut errors = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("error: ") {
            message = rest;
        } else if let Some(position) = line.trim_start().strip_prefix("--> ") {
            let mut parts = position.rsplitn(3, ':');
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

/// An error as text, with its source line if it is in one of the files `own` of the theme `theme`.
pub fn described(fault: &ThemeError, theme: &str, own: &Layer) -> String {
    let text = own.get(&fault.file).map(|bytes| String::from_utf8_lossy(bytes));
    let line = fault.line.checked_sub(1).and_then(|at| text.as_deref().and_then(|text| text.lines().nth(at)));
    let Some(line) = line else { return format!("themes/{theme}/{fault}") };
    let before: usize = line
        .chars()
        .take(fault.column.saturating_sub(1))
        .map(|c| if c == '\t' { 1 } else { c.width().unwrap_or(0) })
        .sum();
    let without_tabs = line.replace('\t', " ");
    let number = fault.line;
    let margin = " ".repeat(number.to_string().len());
    format!("themes/{theme}/{fault}\n{number} | {without_tabs}\n{margin} | {}^", " ".repeat(before))
}
