//! Usage errors in Chinese and English. Those of clap are English only and use its internal terms.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help;
use crate::config::Language;

/// Message for invalid arguments, with a suggestion.
pub(super) fn message(error: &clap::Error, root: &Command, arguments: &[OsString], language: Language) -> String {
    let (command, path) = help::named(root, arguments);
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(language.pick("、", ", "))),
        Some(ContextValue::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let argument = match argument.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
        Some(name) => format!("<{}>", help::in_language(name, language)),
        None => argument,
    };
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let wrong = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            language.pick(format!("没有“{name}”这个命令。"), format!("There is no command “{name}”."))
        }
        ErrorKind::UnknownArgument => match argument.starts_with('-') {
            true => language.pick(format!("没有“{argument}”这个选项。"), format!("There is no option “{argument}”.")),
            false => language.pick(format!("多了一个参数“{argument}”。"), format!("Unexpected argument “{argument}”.")),
        },
        ErrorKind::InvalidValue if value.is_empty() => {
            language.pick(format!("{argument} 后面少了值。"), format!("{argument} needs a value."))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => language
            .pick(format!("{argument} 的值“{value}”不对。"), format!("“{value}” is not a valid value for {argument}.")),
        ErrorKind::MissingRequiredArgument => {
            language.pick(format!("少了 {argument}。"), format!("{argument} is missing."))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            language.pick("没有写命令。".to_owned(), "The command is missing.".to_owned())
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg).unwrap_or_default();
            match other == argument || other.is_empty() {
                true => {
                    language.pick(format!("{argument} 只能写一次。"), format!("{argument} can be given once only."))
                }
                false => language.pick(
                    format!("{argument} 和 {other} 不能同时用。"),
                    format!("{argument} and {other} cannot be used together."),
                ),
            }
        }
        ErrorKind::NoEquals => {
            language.pick(format!("{argument} 要写成 选项=值。"), format!("{argument} needs “=” and a value."))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            language.pick(format!("{argument} 的值的个数不对。"), format!("{argument} has the wrong number of values."))
        }
        ErrorKind::InvalidUtf8 => {
            language.pick("有一个参数不是 UTF-8 文字。".to_owned(), "An argument is not UTF-8 text.".to_owned())
        }
        // the enum is clap's
        _ => language.pick("参数不对。".to_owned(), "The arguments are invalid.".to_owned()),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    // clap lists what is alike, the most similar last
    let nearest = |kind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.last().cloned(),
        _ => text(kind),
    };
    let near = near.into_iter().find_map(nearest);
    let near = near
        .map_or_else(String::new, |near| language.pick(format!("是不是 {near}？"), format!(" Did you mean {near}?")));
    let valid = text(ContextKind::ValidValue).filter(|valid| !valid.is_empty());
    let valid = valid.map_or_else(String::new, |valid| {
        language.pick(format!("可以写：{valid}。"), format!(" Use one of: {valid}."))
    });
    let more = path.join(" ");
    let usage = help::usage(command, &path, language);
    language.pick(
        format!("错误: {wrong}{}{}\n用法: {usage}\n详见 {more} --help", near, valid),
        format!("error: {wrong}{}{}\nUsage: {usage}\nFor more, see {more} --help", near, valid),
    )
}
