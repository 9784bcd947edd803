//! Checks a theme's files without rendering: unknown keys and parents, unused files and strings, and markup that the pages'
//! Content-Security-Policy blocks.

use std::collections::BTreeMap;

use super::errors::fault;
use super::{Layer, ThemeError};
use crate::config::theme::strings;
use crate::config::{Language, ThemeManifest, phrases};
use crate::render::embedded;

/// The keys of `theme.yaml`.
const KEYS: [&str; 3] = ["title", "description", "extends"];

/// The files of strings that a site can use.
const LANGUAGES: [&str; 2] = ["i18n/zh-CN.yaml", "i18n/en.yaml"];

/// Errors in the theme `own`, ordered by file.
pub fn lint(own: &Layer, language: Language) -> Vec<ThemeError> {
    let mut found = Vec::new();
    for (path, bytes) in own {
        let text = String::from_utf8_lossy(bytes);
        match path.split('/').next().unwrap_or_default() {
            "theme.yaml" => {
                let before = found.len();
                manifest(&text, language, &mut found);
                if let (Err(error), true) = (ThemeManifest::parse(&text), found.len() == before) {
                    let message = phrases::reason(&error.message, language);
                    found.push(fault(path, error.line, error.column, message, ""));
                }
            }
            "templates" if path.ends_with(".html") => markup(path, &text, language, &mut found),
            "i18n" if LANGUAGES.contains(&path.as_str()) => texts(path, &text, own, language, &mut found),
            "assets" => {}
            _ if path.starts_with("README") => {}
            _ => {
                let message = language.pick("这个文件不会被用到", "this file is not used");
                let help = language.pick(
                    "主题里有 theme.yaml、templates/*.html、assets/、i18n/zh-CN.yaml 和 i18n/en.yaml",
                    "a theme has theme.yaml, templates/*.html, assets/, i18n/zh-CN.yaml and i18n/en.yaml",
                );
                found.push(fault(path, 0, 0, message, help));
            }
        }
    }
    found
}

/// Finds unknown keys, and parents that are not built in.
fn manifest(text: &str, language: Language, found: &mut Vec<ThemeError>) {
    for (at, line) in text.lines().enumerate() {
        let Some((key, value)) = line.split_once(':').filter(|_| !line.starts_with([' ', '#', '-'])) else { continue };
        if !KEYS.contains(&key.trim()) {
            let message = language.pick(format!("没有“{key}”这个键"), format!("there is no key “{key}”"));
            let help =
                language.pick("可以写 title、description、extends", "the keys are title, description and extends");
            found.push(fault("theme.yaml", at + 1, 1, message, help));
        }
        let parent = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        if key.trim() == "extends" && !embedded::names().contains(&parent) {
            let message =
                language.pick(format!("没有内置主题“{parent}”"), format!("there is no built-in theme “{parent}”"));
            let known = embedded::names().join(language.pick("、", ", "));
            let help = language.pick(format!("可以继承的主题：{known}"), format!("a theme can extend {known}"));
            found.push(fault("theme.yaml", at + 1, key.len() + 3, message, help));
        }
    }
}

/// Finds strings that no template of the default theme or of this one uses.
fn texts(path: &str, text: &str, own: &Layer, language: Language, found: &mut Vec<ThemeError>) {
    let base = embedded::layer(embedded::BASE).unwrap_or_default();
    let strings_of = |layer: &Layer| -> BTreeMap<String, String> {
        let bytes = layer.get(LANGUAGES[0]).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        bytes.and_then(|text| strings(&text).ok()).unwrap_or_default()
    };
    let known = strings_of(&base);
    let templates: Vec<String> = own
        .iter()
        .filter(|(path, _)| path.starts_with("templates/"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for (at, line) in text.lines().enumerate() {
        let Some((key, _)) = line.split_once(':').filter(|_| !line.starts_with([' ', '#', '-'])) else { continue };
        let is_used =
            templates.iter().any(|text| text.contains(&format!("t.{key}")) || text.contains(&format!("\"{key}")));
        if !known.contains_key(key) && !is_used {
            let near =
                known.keys().min_by_key(|name| strsim::damerau_levenshtein(name, key)).map_or("", String::as_str);
            let message = language.pick(format!("没有网页用“{key}”这句话"), format!("no page uses the string “{key}”"));
            let help = language.pick(format!("是不是 {near}？"), format!("did you mean {near}?"));
            found.push(fault(path, at + 1, 1, message, help));
        }
    }
}

/// Finds scripts, styles and addresses that browsers refuse to load.
fn markup(path: &str, text: &str, language: Language, found: &mut Vec<ThemeError>) {
    for (at, line) in text.lines().enumerate() {
        let lower = line.to_ascii_lowercase();
        let mut report = |start: usize, zh: &str, en: &str| {
            let column = line[..start].chars().count() + 1;
            let help = language.pick(
                "脚本和样式放到 assets/ 的文件里，用 src、href 引用",
                "put scripts and styles into files in assets/ and refer to them by src or href",
            );
            found.push(fault(path, at + 1, column, language.pick(zh, en), help));
        };
        for (start, _) in lower.match_indices("<script") {
            let tag = lower[start..].split('>').next().unwrap_or_default();
            if !tag.contains("src=") && !tag.contains("application/ld+json") {
                report(start, "浏览器不运行写在页面里的脚本", "browsers will not run a script written into the page");
            }
            if tag.contains("src=\"http") || tag.contains("src=\"//") {
                report(start, "浏览器不运行别的网站的脚本", "browsers will not run a script of another site");
            }
        }
        for (start, _) in lower.match_indices("<style") {
            report(start, "浏览器不用写在页面里的样式", "browsers will not apply a style written into the page");
        }
        for (start, _) in lower.match_indices(" style=") {
            report(start + 1, "浏览器不用 style 属性", "browsers will not apply a style attribute");
        }
        for name in ["onclick=", "onload=", "onchange=", "onsubmit=", "oninput=", "onerror="] {
            for (start, _) in lower.match_indices(&format!(" {name}")) {
                report(start + 1, "浏览器不运行写在属性里的脚本", "browsers will not run a script in an attribute");
            }
        }
        for (start, _) in lower.match_indices("<link") {
            let tag = lower[start..].split('>').next().unwrap_or_default();
            if tag.contains("stylesheet") && (tag.contains("href=\"http") || tag.contains("href=\"//")) {
                report(start, "浏览器不用别的网站的样式", "browsers will not load a style sheet of another site");
            }
        }
        for (start, _) in lower.match_indices("<img") {
            let tag = lower[start..].split('>').next().unwrap_or_default();
            if tag.contains("src=\"http") || tag.contains("src=\"//") || tag.contains("src=\"data:") {
                report(start, "浏览器不显示别处的图", "browsers will not show a picture from elsewhere");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_is_found_once_with_its_position() {
        let files: [(&str, &str); 5] = [
            ("theme.yaml", "title: 甲\nextend: default\nextends: 没有\n"),
            ("templates/footer.html", "<p>{{ t.own_words }}</p>\n<p><script>alert(1)</script>\n<p style=\"x\">"),
            (
                "templates/base.html",
                "<script src=\"{{ root }}\"></script><script type=\"application/ld+json\">{}</script>",
            ),
            ("i18n/zh-CN.yaml", "# 文字\nhome_titel: 首页\nown_words: 甲\nhome: 首页\n"),
            ("notes.txt", ""),
        ];
        let own: Layer = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
        let found: Vec<String> = lint(&own, Language::En)
            .iter()
            .map(|fault| format!("{}:{}:{}", fault.file, fault.line, fault.column))
            .collect();
        assert_eq!(
            found,
            [
                "i18n/zh-CN.yaml:2:1",
                "notes.txt:0:0",
                "templates/footer.html:2:4",
                "templates/footer.html:3:4",
                "theme.yaml:2:1",
                "theme.yaml:3:10"
            ]
        );
    }
}
