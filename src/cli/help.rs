//! Help in one language: usage, arguments, options and commands by group; options of every command come last.
//!
//! Made from the command definitions of clap, whose own renderer mixes English into every language and cannot align Han
//! characters.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;

use clap::{Arg, Command};

use crate::config::{Language, Phrase};
use unicode_width::UnicodeWidthStr;

/// The commands by purpose, in the order of the help.
pub const GROUPS: &[(Phrase, &[&str])] = &[
    (Phrase::new("写", "Write"), &["init", "new", "import", "fmt"]),
    (Phrase::new("查", "Check"), &["check", "list", "show", "explain"]),
    (Phrase::new("看", "Look"), &["build", "serve", "theme"]),
    (Phrase::new("发布", "Publish"), &["publish", "releases", "rollback", "verify", "package", "apply", "key"]),
    (Phrase::new("其他", "Other"), &["schema", "lsp", "completions"]),
];

/// Length of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HelpLength {
    /// `-h`
    Short,
    /// `--help`, with examples
    Long,
}

/// The command that the arguments name as far as they are valid, and the path of names to it.
pub(super) fn named<'a>(root: &'a Command, arguments: &[OsString]) -> (&'a Command, Vec<String>) {
    let mut command = root;
    let mut path = vec![root.get_name().to_owned()];
    for argument in arguments.iter().skip(1).filter_map(|argument| argument.to_str()) {
        // `gongshi help build` asks for the help of build
        if let Some(found) = command.find_subcommand(argument).filter(|found| found.get_name() != "help") {
            command = found;
            path.push(found.get_name().to_owned());
        }
    }
    (command, path)
}

/// Whether the arguments ask for help in full.
pub(super) fn length(arguments: &[OsString]) -> HelpLength {
    let is_long = |argument: &OsString| argument == OsStr::new("--help") || argument == OsStr::new("help");
    if arguments.iter().skip(1).any(is_long) { HelpLength::Long } else { HelpLength::Short }
}

/// The help of `command`, which `path` leads to.
pub(super) fn page(
    root: &Command,
    command: &Command,
    path: &[String],
    length: HelpLength,
    language: Language,
) -> String {
    let mut text = String::new();
    if let Some(about) = command.get_about() {
        let _ = writeln!(text, "{}\n", in_language(&about.to_string(), language));
    }
    let _ = writeln!(text, "{}: {}", language.pick("用法", "Usage"), usage(command, path, language));
    let own = |arg: &&Arg| !arg.is_global_set() && !arg.is_hide_set() && !is_clap_own(arg);
    let positional: Vec<&Arg> = command.get_positionals().filter(own).collect();
    let options: Vec<&Arg> = command.get_arguments().filter(own).filter(|arg| !arg.is_positional()).collect();
    let rows = |args: &[&Arg]| args.iter().map(|arg| row(arg, language)).collect::<Vec<_>>();
    section(&mut text, language.pick("参数", "Arguments"), &rows(&positional));
    section(&mut text, language.pick("选项", "Options"), &rows(&options));
    commands(&mut text, root, command, language);
    let mut global = rows(&root.get_arguments().filter(|arg| arg.is_global_set()).collect::<Vec<_>>());
    global.push((
        "-h, --help".to_owned(),
        language.pick("帮助（--help 更详细）", "Help (in full with --help)").to_owned(),
    ));
    if path.len() == 1 {
        global.push(("-V, --version".to_owned(), language.pick("版本", "Version").to_owned()));
    }
    section(&mut text, language.pick("通用选项", "Options of every command"), &global);
    if let Some(examples) = command.get_after_long_help().filter(|_| length == HelpLength::Long) {
        let examples = examples.to_string();
        let lines: Vec<String> = examples.lines().filter_map(|line| example(line, language)).collect();
        let _ = writeln!(text, "\n{}", lines.join("\n").trim_end());
    }
    text
}

/// Options that clap adds by itself.
fn is_clap_own(arg: &Arg) -> bool {
    matches!(arg.get_id().as_str(), "help" | "version")
}

fn commands(text: &mut String, root: &Command, command: &Command, language: Language) {
    let about = |command: &Command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        (command.get_name().to_owned(), in_language(&about, language))
    };
    if command.get_name() != root.get_name() {
        let inner = command.get_subcommands().filter(|command| command.get_name() != "help").map(about);
        section(text, language.pick("命令", "Commands"), &inner.collect::<Vec<_>>());
        return;
    }
    for (heading, names) in GROUPS {
        let inner = names.iter().filter_map(|name| root.find_subcommand(name)).map(about);
        section(text, heading.in_language(language), &inner.collect::<Vec<_>>());
    }
}

/// `gongshi check [选项] [PATH]…`
pub(super) fn usage(command: &Command, path: &[String], language: Language) -> String {
    let mut usage = path.join(" ");
    let has_options =
        command.get_arguments().any(|arg| !arg.is_positional() && !arg.is_global_set() && !is_clap_own(arg));
    if has_options {
        usage.push_str(language.pick(" [选项]", " [OPTIONS]"));
    }
    for arg in command.get_positionals() {
        let many = if takes_many(arg) { "…" } else { "" };
        let name = value_name(arg, language);
        let _ = match arg.is_required_set() {
            true => write!(usage, " <{name}>{many}"),
            false => write!(usage, " [{name}]{many}"),
        };
    }
    if command.has_subcommands() {
        usage.push_str(language.pick(" <命令>", " <COMMAND>"));
    }
    usage
}

fn takes_many(arg: &Arg) -> bool {
    arg.get_num_args().is_some_and(|range| range.max_values() > 1)
        || matches!(arg.get_action(), clap::ArgAction::Append)
}

fn value_name(arg: &Arg, language: Language) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    match names.first() {
        // a name may be in both languages: 标题（TITLE）
        Some(name) => in_language(name, language),
        None => arg.get_id().as_str().to_uppercase(),
    }
}

/// An argument as typed, with its description.
fn row(arg: &Arg, language: Language) -> (String, String) {
    let mut typed = String::new();
    if arg.is_positional() {
        let _ = write!(typed, "{}{}", value_name(arg, language), if takes_many(arg) { "…" } else { "" });
    } else {
        match (arg.get_short(), arg.get_long()) {
            (Some(short), Some(long)) => drop(write!(typed, "-{short}, --{long}")),
            (Some(short), None) => drop(write!(typed, "-{short}")),
            (None, long) => drop(write!(typed, "    --{}", long.unwrap_or_default())),
        }
    }
    let possible: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let takes_value = arg.get_action().takes_values();
    if takes_value && !arg.is_positional() {
        let name = if possible.is_empty() { value_name(arg, language) } else { possible.join("|") };
        let _ = write!(typed, " {name}");
    }
    let mut help = in_language(&arg.get_help().map(ToString::to_string).unwrap_or_default(), language);
    if takes_value && arg.is_positional() && !possible.is_empty() {
        let _ = write!(help, "{}{}", language.pick("：", ": "), possible.join(language.pick("、", ", ")));
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if takes_value && !defaults.is_empty() && !arg.is_hide_default_value_set() {
        let default = defaults.join(" ");
        help.push_str(&language.pick(format!("（默认 {default}）"), format!(" (default {default})")));
    }
    (typed, help)
}

/// Widest column of names. Longer names have their description on the next line.
const WIDEST_NAME: usize = 30;

fn section(text: &mut String, heading: &str, rows: &[(String, String)]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{heading}:");
    let widest = rows.iter().map(|(name, _)| name.width()).filter(|width| *width <= WIDEST_NAME).max().unwrap_or(0);
    for (name, words) in rows {
        let wide = name.width();
        if wide > widest {
            let _ = writeln!(text, "  {name}\n  {}  {words}", " ".repeat(widest));
        } else {
            let _ = writeln!(text, "  {name}{}  {words}", " ".repeat(widest - wide));
        }
    }
}

/// The part of `words` in `language`. A translation is in full-width brackets at the end: 检查通报（check notices）.
pub(super) fn in_language(words: &str, language: Language) -> String {
    let words = words.trim_end();
    let split = || {
        let inner = words.strip_suffix('）')?;
        let (chinese, english) = inner.rsplit_once('（')?;
        (!english.contains(crate::text::han::is_han)).then_some((chinese, english))
    };
    match (split(), language) {
        (Some((chinese, _)), Language::Zh) => chinese.trim_end().to_owned(),
        (Some((_, english)), Language::En) => {
            let mut letters = english.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
        (None, _) => words.to_owned(),
    }
}

/// The command definitions with texts in `language` only.
pub(super) fn localised(command: Command, language: Language) -> Command {
    let about = command.get_about().map(|about| in_language(&about.to_string(), language)).unwrap_or_default();
    let command = command.about(about).mut_args(|arg| {
        let help = arg.get_help().map(|help| in_language(&help.to_string(), language)).unwrap_or_default();
        arg.help(help)
    });
    command.mut_subcommands(|inner| localised(inner, language))
}

/// A line of the examples in `language`: a heading, a command with its description, or text. `None` if the line is in the
/// other language.
fn example(line: &str, language: Language) -> Option<String> {
    if let Some(heading) = line.strip_suffix(':').or_else(|| line.strip_suffix('：')) {
        return Some(format!("{}:", in_language(heading, language)));
    }
    // two blanks or more separate a command from its description
    let indent = line.len() - line.trim_start().len();
    if let Some(gap) = line[indent..].find("  ").filter(|_| indent > 0) {
        let (command, words) = line.split_at(indent + gap);
        let blanks = words.len() - words.trim_start().len();
        let words = in_language(words.trim_start(), language);
        let is_other = language == Language::En && words.contains(crate::text::han::is_han);
        return Some(if is_other { command.to_owned() } else { format!("{command}{}{words}", " ".repeat(blanks)) });
    }
    if indent > 0 {
        return Some(line.to_owned());
    }
    let has_han = line.contains(crate::text::han::is_han);
    let words = in_language(line, language);
    let fits = line.is_empty() || words != line || has_han == (language == Language::Zh);
    fits.then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_one_group() {
        let root = <crate::cli::Arguments as clap::CommandFactory>::command();
        let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for command in root.get_subcommands() {
            let count = grouped.iter().filter(|name| **name == command.get_name()).count();
            assert_eq!(count, 1, "{}", command.get_name());
        }
        assert_eq!(grouped.len(), root.get_subcommands().count());
    }

    #[test]
    fn words_are_in_one_language() {
        assert_eq!(in_language("检查通报（check notices）", Language::Zh), "检查通报");
        assert_eq!(in_language("检查通报（check notices）", Language::En), "Check notices");
        assert_eq!(in_language("日期（必填）", Language::Zh), "日期（必填）");
        assert_eq!(example("例（examples）:", Language::En).as_deref(), Some("Examples:"));
        assert_eq!(
            example("  gongshi check    检查全部（check all）", Language::En).as_deref(),
            Some("  gongshi check    Check all")
        );
        assert_eq!(example("  gongshi check    检查全部", Language::En).as_deref(), Some("  gongshi check"));
        assert_eq!(example("fixes: blanks.", Language::Zh), None);
    }
}
