//! The pages of docs/ that are made from the program's own tables: checks, front matter, settings, commands.

use std::fmt::Write as _;
use std::fs;

use clap::CommandFactory;
use gongshi::check;
use gongshi::cli::{Arguments, COMMAND_GROUPS};
use gongshi::config::settings::{SETTINGS, Setting, template};
use gongshi::config::{Language, Site};
use gongshi::notice::SourcePath;
use gongshi::notice::fact::{self, FactKey, Slot};
use gongshi::read;
use gongshi::report::expected;
use serde_json::Value;

use super::blessing;
use crate::sandbox::{Sandbox, repository};

/// The languages of docs/ and their folders.
pub const LANGUAGES: [(Language, &str); 2] = [(Language::Zh, "zh"), (Language::En, "en")];

#[test]
fn generated_pages_of_docs_are_up_to_date() {
    for (language, folder) in LANGUAGES {
        let pages = [
            ("checks", check::docs::page(language)),
            ("front-matter", front_matter(language)),
            ("settings", settings(language)),
            ("commands", commands(language)),
        ];
        for (name, found) in pages {
            let path = repository().join(format!("docs/{folder}/{name}.md"));
            if blessing() {
                fs::write(&path, &found).unwrap();
            }
            let page = fs::read_to_string(&path).unwrap_or_default();
            assert!(page == found, "docs/{folder}/{name}.md is out of date; GONGSHI_BLESS=1 writes it");
        }
    }
}

#[test]
fn examples_of_the_reference_have_no_findings() {
    for key in fact::keys() {
        let front = format!("---\n{}: {}\n---\n", key.name, example(key));
        let reading = read::read(&SourcePath::new("notices/a.md"), &format!("{front}正文。\n"));
        let wrong = reading.findings.iter().filter(|finding| finding.span.start > 0 && finding.span.end < front.len());
        let codes: Vec<&str> = wrong.map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, Vec::<&str>::new(), "{front}");
    }
    let examples = template(Language::En);
    let lines = examples.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).filter(|line| {
        let is_nested = line.starts_with("  ");
        is_nested || SETTINGS.iter().any(|setting| line.starts_with(&format!("{}:", setting.name)))
    });
    let lines: String = lines.map(|line| format!("{line}\n")).collect();
    Site::parse(&lines).unwrap_or_else(|findings| panic!("{lines}\n{findings:?}"));
    let nested = SETTINGS.iter().flat_map(|setting| setting.form.fields());
    assert_eq!(nested.filter(|field| field.example.is_empty()).count(), 0);
}

/// The value of a key as its example writes it.
fn example(key: fact::FrontMatterKey) -> String {
    match key.fact.key {
        FactKey::Part("claims", _) => {
            let parts = fact::parts_of("claims").map(|part| format!("{}: {}", part.name, part.example));
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
        FactKey::Part(..) | FactKey::Own(_) | FactKey::None => key.fact.example.to_owned(),
    }
}

fn front_matter(language: Language) -> String {
    let schema = check::schema::schema(language);
    let mut page = language
        .pick(
            "# 头部参考\n\n\
             本页由程序里的事实表生成，不要手改。怎样写一份通报，见[写通报](writing.md)。\n\n\
             头部写在文件开头的两行 `---` 之间，一行一个“键: 值”。每个键都可以不写：没写的从正文读，写了的以头部为准。\
             括号里的中文键与英文键相同，同一个键只写一次。\n",
            "# Front matter\n\n\
             This page is generated from the program’s table of facts; do not edit it. How to write a notice is described in [Writing a notice](writing.md).\n\n\
             Front matter is between two lines `---` at the top of the file, one “key: value” a line. Every key may be left out: \
             what is not there is read from the text, and what is there overrides it. The Chinese keys in brackets mean the same; a key is written once.\n",
        )
        .to_owned();
    for key in fact::keys() {
        let property = &schema["properties"][key.name];
        let aliases = key.aliases.join(language.pick("、", ", "));
        let aliases = if aliases.is_empty() { String::new() } else { brackets(&aliases, language) };
        let _ = writeln!(page, "\n## {}{aliases}\n", key.name);
        let description = sentence(property["description"].as_str().unwrap_or_default(), language);
        let _ = writeln!(page, "{description}{}", language.pick("。", "."));
        let words = allowed(property, language);
        if !words.is_empty() {
            let _ = writeln!(page, "\n{}{words}{}", language.pick("可以写：", "Allowed: "), language.pick("。", "."));
        }
        let value = example(key);
        let blank = if value.starts_with('\n') { "" } else { " " };
        let _ = writeln!(page, "\n```yaml\n{}:{blank}{value}\n```", key.name);
        if matches!(key.fact.key, FactKey::Part("claims", _)) {
            let (head, what) = language.pick(("键", "说明"), ("key", "what"));
            let _ = writeln!(page, "\n| {head} | {what} |\n| --- | --- |");
            for part in fact::parts_of("claims") {
                let FactKey::Part(_, chinese) = part.key else { continue };
                let name = format!("{}{}", part.name, brackets(chinese, language));
                let _ = writeln!(page, "| {name} | {} |", language.pick(part.zh, part.en));
            }
        }
    }
    let read_only =
        fact::FACTS.iter().filter(|fact| fact.key == FactKey::None && !matches!(fact.slot, Slot::Setting(_)));
    let names: Vec<&str> = read_only.map(|fact| language.pick(fact.zh, fact.en)).collect();
    let names = names.join(language.pick("、", ", "));
    let _ = writeln!(
        page,
        "\n{}",
        language.pick(
            format!("只从正文读、没有键的：{names}。"),
            format!("Read from the text alone, without a key: {names}.")
        )
    );
    page
}

/// The words a key allows, where it allows only some.
fn allowed(property: &Value, language: Language) -> String {
    let nested = property["anyOf"].as_array().into_iter().flatten().find_map(|form| form["enum"].as_array());
    let words = property["enum"].as_array().or(nested);
    let shown = words.into_iter().flatten().map(|word| match word {
        Value::String(word) => word.clone(),
        word => word.to_string(),
    });
    shown.collect::<Vec<_>>().join(language.pick("、", ", "))
}

fn brackets(words: &str, language: Language) -> String {
    language.pick(format!("（{words}）"), format!(" ({words})"))
}

fn settings(language: Language) -> String {
    let defaults = serde_json::to_value(Site::default()).unwrap();
    let mut page = language
        .pick(
            "# site.yaml 参考\n\n\
             本页由程序里的设置表生成，不要手改。\n\n\
             站点的设置写在 `content/site.yaml`，每一项都可以不写，空文件也行。`gongshi init` 写的 `site.yaml` 列出全部设置，去掉行首的 `#` 就生效。\
             键可以写中文（括号里的）。写错的键和值一次全部指出，改好之前什么也不生成。\n",
            "# site.yaml\n\n\
             This page is generated from the program’s table of settings; do not edit it.\n\n\
             Settings are written in `content/site.yaml`. All are optional; an empty file will do. The `site.yaml` that `gongshi init` writes lists them all: \
             take away the `#` to use one. The Chinese keys in brackets mean the same. All mistakes are reported at once, and nothing is built until they are corrected.\n",
        )
        .to_owned();
    for setting in SETTINGS {
        let _ = writeln!(page, "\n## {}{}\n", setting.name, brackets(setting.zh, language));
        let _ = writeln!(page, "{}{}", sentence(setting.doc.in_language(language), language), language.pick("。", "."));
        let form = form(setting, language);
        let default = match &defaults[setting.name] {
            Value::String(words) => Some(words.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let default = default.map(|words| language.pick(format!("不写时是 {words}。"), format!(" Default: {words}.")));
        let _ = writeln!(
            page,
            "\n{}{form}{}{}",
            language.pick("值：", "Value: "),
            language.pick("。", "."),
            default.unwrap_or_default()
        );
        let blank = if setting.example.starts_with('\n') { "" } else { " " };
        let _ = writeln!(page, "\n```yaml\n{}:{blank}{}\n```", setting.name, setting.example);
        if !setting.form.fields().is_empty() {
            let head = language.pick("| 键 | 说明 | 值 | 例 |", "| key | what | value | example |");
            let _ = writeln!(page, "\n{head}\n| --- | --- | --- | --- |");
            for field in setting.form.fields() {
                let name = format!("{}{}", field.name, brackets(field.zh, language));
                let (doc, form) = (field.doc.in_language(language), self::form(field, language));
                let _ = writeln!(page, "| {name} | {doc} | {form} | `{}` |", field.example);
            }
        }
    }
    page
}

fn form(setting: &Setting, language: Language) -> String {
    expected(setting.form.name(), language).to_owned()
}

/// Words as a sentence begins: with a capital in English; Chinese may begin with the name of a command or a folder.
fn sentence(words: &str, language: Language) -> String {
    let mut letters = words.chars();
    match (language, letters.next()) {
        (Language::En, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}

fn commands(language: Language) -> String {
    let sandbox = Sandbox::new(&format!("docs-{}", language.pick("zh", "en")));
    let help = |words: &[&str]| {
        let arguments = [&["--lang", language.pick("zh", "en")], words, &["--help"]].concat();
        sandbox.done(&arguments).stdout
    };
    let mut page = language
        .pick(
            "# 命令参考\n\n本页由程序的帮助生成，不要手改。在命令行里，`gongshi --help` 列出全部命令，`gongshi check --help` 说明一条。\n",
            "# Commands\n\nThis page is generated from the program’s help; do not edit it. On the command line `gongshi --help` lists all commands and `gongshi check --help` tells about one.\n",
        )
        .to_owned();
    let _ = writeln!(page, "\n```text\n{}\n```", help(&[]).trim_end());
    let root = Arguments::command();
    for (heading, names) in COMMAND_GROUPS {
        let _ = writeln!(page, "\n## {}", heading.in_language(language));
        for name in *names {
            let inner = root.find_subcommand(name).expect("a command of the program").get_subcommands();
            let paths = std::iter::once(vec![*name]).chain(inner.map(|inner| vec![*name, inner.get_name()]));
            for path in paths {
                let _ = writeln!(page, "\n### gongshi {}\n", path.join(" "));
                let _ = writeln!(page, "```text\n{}\n```", own(&help(&path), language));
            }
        }
    }
    page
}

/// Help without the options that every command has.
fn own(help: &str, language: Language) -> String {
    let shared = language.pick("通用选项:", "Options of every command:");
    let sections = help.trim_end().split("\n\n").filter(|section| !section.starts_with(shared));
    sections.collect::<Vec<_>>().join("\n\n")
}
