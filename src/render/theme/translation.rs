//! Translates messages of the template engine and the YAML parser about a theme.

use super::ThemeError;
use crate::config::{Language, phrases};

/// Chinese for messages that are not in the table, so that no English message of a library is printed.
const UNKNOWN: &str = "模板这里写得不对";

/// Messages of the engine with their translations; each `{}` is a name, in the same order in both.
const IN_CHINESE: &[(&str, &str)] = &[
    ("Variable `{}` is not defined", "没有变量 {}"),
    ("Variable `{}` exists but its value is undefined", "变量 {} 在这里没有值"),
    ("Field `{}` is not defined", "没有字段 {}"),
    ("Tried to render a variable that is undefined", "这里的变量没有值"),
    ("Unknown filter `{}`", "没有过滤器 {}，能用的列在 themes/README.md"),
    ("Filter `{}` is not registered", "没有过滤器 {}，能用的列在 themes/README.md"),
    ("Unknown function `{}`", "没有函数 {}"),
    ("Unknown test `{}`", "没有判断 {}"),
    ("Unknown template `{}`", "没有模板 {}"),
    ("Unknown component `{}`", "没有组件 {}"),
    ("Unknown tag", "没有这样的标签，或者它的开头不在这里"),
    ("Template '{}' not found", "没有模板 {}"),
    ("Template '{}' is inheriting from '{}', which", "{} 的 extends 写的 {} 不存在"),
    ("Circular extend detected for template '{}'", "{} 的 extends 绕成了圈"),
    ("Circular include detected for template '{}'", "{} 的 include 绕成了圈"),
    ("templates include or extend one another in a circle", "模板互相引用绕成了圈，或者套得太深"),
    ("Template is already extending `{}`", "只能写一个 extends，前面已经有 {}"),
    ("Template already contains a block named `{}`", "这个模板里已经有名为 {} 的 block"),
    ("Template already contains a component named `{}`", "这个模板里已经有名为 {} 的组件"),
    ("Block `{}` is not defined in any parent template", "下面的模板里没有名为 {} 的 block"),
    ("Component '{}' not found", "没有组件 {}"),
    ("Unclosed component '{}'", "组件 {} 没有结束"),
    ("Closing tag '{}' doesn't match opening tag '{}'", "结束的标签 {} 与开头的 {} 不一致"),
    ("Found {} but expected one of: ", "这里不能写 {}"),
    ("Found {} but expected `/` or `>`", "这里不能写 {}，应当是 / 或 >"),
    ("Found {} but was expecting ", "这里不能写 {}，应当是 elif、else 或 endif"),
    ("Found {} but expected {}.", "这里不能写 {}，应当是 {}"),
    ("Unexpected end of input", "模板没有写完：少了 endif、endfor、endblock 或 }}"),
    ("Unexpected character", "这里不能有这个字符"),
    ("Closing comment tag `#}` not found", "注释没有用 #} 结束"),
    ("unexpected end of raw block", "raw 没有用 endraw 结束"),
    ("unexpected end of string", "少了一个引号"),
    ("String opened with `{}` is missing its closing", "少了后面的引号 {}"),
    ("Invalid Integer", "这不是整数"),
    ("Invalid float", "这不是数"),
    ("Invalid type for the value, expected `{}` but got `{}`", "这里要的是{}，给的是{}"),
    ("Value `{}` is out of range for", "{} 太大或太小"),
    ("Missing keyword argument `{}`", "少了参数 {}"),
    ("Argument `{}`", "少了参数 {}，或者它的类型不对"),
    ("Keyword argument `{}` is defined more than once", "参数 {} 写了两次"),
    ("Component argument `{}` is defined more than once", "参数 {} 写了两次"),
    ("`{}` requires both operands to be numbers", "{} 的两边都要是数"),
    ("Cannot divide by 0", "不能除以 0"),
    ("Unable to perform {}", "算不出 {}"),
    ("Cannot compare `{}` with `{}`", "{}和{}不能比较"),
    ("Iteration not possible on type `{}`", "{}不能用 for 一个一个地取"),
    ("`{}` cannot be used inside a {}", "{} 不能写在 {} 里面"),
    ("{} can only be used in a for loop", "{} 只能写在 for 里面"),
    ("{} is a reserved keyword of Tera", "{} 是保留的词，不能用作名字"),
    ("`link` needs `root`", "组件里用 link，要先声明 @root"),
    ("not UTF-8", "不是 UTF-8 文字，请另存为 UTF-8"),
    ("the page grows beyond 8 MiB", "这一页超过了 8 MiB"),
    ("does a loop or a component run without end?", "是不是有循环或组件停不下来？"),
];

/// Names of kinds of values and of punctuation.
const KINDS: &[(&str, &str)] = &[
    ("string", "文字"),
    ("String", "文字"),
    ("integer", "整数"),
    ("float", "小数"),
    ("bool", "真假值"),
    ("identifier", "名字"),
    ("Map", "对象"),
    ("map", "对象"),
    ("array", "列表"),
    ("none", "空值"),
    ("undefined", "空值"),
    ("f64", "数"),
    ("i64", "数"),
    ("u64", "数"),
    ("i128", "数"),
    ("u32", "数"),
    ("usize", "数"),
];

impl ThemeError {
    /// The error with its message in `language`.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        let is_template = self.file.starts_with("templates/");
        let words = |text: &str| match is_template {
            true => in_language(text, language),
            false => phrases::reason(text, language),
        };
        // messages of this program are in the right language already
        let of = |text: String| if text.is_empty() || !text.is_ascii() { text } else { words(&text) };
        Self { message: of(self.message), help: of(self.help), ..self }
    }
}

/// Message of the engine in the given language.
fn in_language(message: &str, language: Language) -> String {
    match language {
        Language::Zh => chinese(message).unwrap_or_else(|| UNKNOWN.to_owned()),
        Language::En => message.to_owned(),
    }
}

fn chinese(message: &str) -> Option<String> {
    let (words, named) = IN_CHINESE.iter().find_map(|(pattern, words)| Some((words, holes(message, pattern)?)))?;
    let mut text = (*words).to_owned();
    for name in named {
        let name = name.trim_matches('`');
        let name = KINDS.iter().find(|(kind, _)| *kind == name).map_or(name, |(_, word)| word);
        text = text.replacen("{}", name, 1);
    }
    let available = message.split_once("Available ").and_then(|(_, rest)| rest.split_once(": "));
    let available = available.map(|(_, names)| format!("；这里有 {}", names.trim_end_matches('.').replace(", ", "、")));
    Some(text + &available.unwrap_or_default())
}

/// The parts of `message` at the `{}` of `pattern`, if it begins like the pattern.
fn holes<'a>(message: &'a str, pattern: &str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    let mut rest = message.strip_prefix(parts.next().unwrap_or_default())?;
    let mut found = Vec::new();
    for part in parts {
        let end = if part.is_empty() { rest.len() } else { rest.find(part)? };
        found.push(&rest[..end]);
        rest = &rest[end + part.len()..];
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::{Layer, Theme};

    #[test]
    fn messages_of_the_engine_are_translated() {
        let translated = |message| in_language(message, Language::Zh);
        assert_eq!(
            translated("Variable `vieww` is not defined. Available variables: page, view"),
            "没有变量 vieww；这里有 page、view"
        );
        assert_eq!(translated("Unknown filter `lnk`"), "没有过滤器 lnk，能用的列在 themes/README.md");
        assert_eq!(translated("Found `}}` but expected identifier."), "这里不能写 }}，应当是 名字");
        assert_eq!(
            translated("Invalid type for the value, expected `f64` but got `string`"),
            "这里要的是数，给的是文字"
        );
        assert_eq!(translated("Something new"), UNKNOWN);
        assert_eq!(in_language("Unknown filter `lnk`", Language::En), "Unknown filter `lnk`");
    }

    #[test]
    fn errors_of_loading_are_never_in_english() {
        for text in [
            "{{ a | lnk }}",
            "{{ a | upper(x }}",
            "{{ foo() }}",
            "{% if x is blah %}{% endif %}",
            "{% include \"nope.html\" %}",
            "{% extends \"nope.html\" %}",
            "{% block a %}",
            "{% foo %}",
            "{% component %}",
            "{{ <nix/> }}",
            "{{ a | upper(1) }}",
            "{% endif %}",
            "{% if %}{% endif %}",
            "{# x",
            "{{ - }}",
            "{{ \"a }}",
            "{% raw %}",
            "{% block a %}{% endblock %}{% block a %}{% endblock %}",
            "{% break %}",
        ] {
            let layer: Layer = [("templates/a.html".to_owned(), text.as_bytes().to_vec())].into();
            for error in Theme::load(&[layer], "zh-CN").unwrap_err() {
                let translated = error.clone().in_language(Language::Zh).message;
                assert!(!translated.is_ascii() && translated != UNKNOWN, "{text}: {error} became {translated}");
            }
        }
    }
}
