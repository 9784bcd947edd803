//! Checks a theme's own files for references to what does not exist, and for files that no page uses.

use std::collections::BTreeSet;

use super::errors::{fault, named_in};
use super::{Layer, ThemeError};
use crate::config::Language;

/// Style sheets that are generated for sites with an accent colour; no theme contains them.
const GENERATED: [&str; 2] = ["assets/accent.css", "assets/accent-dark.css"];

/// Characters that end a path in templates and style sheets.
const END_OF_PATH: [char; 9] = ['"', '\'', ')', '(', '?', '#', ' ', '<', '{'];

/// A theme: its own files, and those of the themes that it extends.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'a> {
    /// The site's own files.
    pub own: &'a Layer,
    /// The extended themes, lowest first.
    pub below: &'a [Layer],
}

impl Layers<'_> {
    fn has(&self, path: &str) -> bool {
        self.own.contains_key(path) || self.is_below(path) || GENERATED.contains(&path)
    }

    fn is_below(&self, path: &str) -> bool {
        self.below.iter().any(|layer| layer.contains_key(path))
    }

    /// All texts in which a file can be named; the site's own replace those below.
    fn texts(&self) -> Vec<(&str, &str)> {
        let mut texts: std::collections::BTreeMap<&str, &str> = Default::default();
        for (path, bytes) in self.below.iter().chain([self.own]).flatten() {
            if [".html", ".css", ".js"].iter().any(|end| path.ends_with(end)) {
                texts.insert(path, std::str::from_utf8(bytes).unwrap_or_default());
            }
        }
        texts.into_iter().collect()
    }

    /// The existing file with the most similar path.
    fn nearest(&self, path: &str) -> String {
        let all = self.own.keys().chain(self.below.iter().flat_map(Layer::keys)).filter(|other| *other != path);
        let folder = path.split('/').next().unwrap_or_default();
        let near = all.filter(|other| other.starts_with(folder));
        near.min_by_key(|other| strsim::damerau_levenshtein(other, path)).cloned().unwrap_or_default()
    }
}

/// Own templates, style sheets and scripts that no file refers to.
pub fn unused(layers: Layers<'_>, language: Language) -> Vec<ThemeError> {
    let texts = layers.texts();
    let templates = texts.iter().filter_map(|(path, text)| Some((path.strip_prefix("templates/")?, *text))).collect();
    // start from the templates of pages, which are those of the extended themes
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let is_root = |(path, text): &&(&str, &str)| layers.is_below(path) || text.contains("endcomponent");
    let mut todo: Vec<&str> =
        texts.iter().filter(is_root).filter_map(|(path, _)| path.strip_prefix("templates/")).collect();
    while let Some(name) = todo.pop() {
        if reached.insert(name) {
            todo.extend(named_in(&templates, name));
        }
    }
    let is_named = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        texts.iter().any(|(other, text)| *other != path && text.contains(name))
    };
    let mut found = Vec::new();
    for path in layers.own.keys().filter(|path| !layers.is_below(path)) {
        let message = match path.strip_prefix("templates/").filter(|name| name.ends_with(".html")) {
            Some(name) if !reached.contains(name) => language.pick("没有网页用这个模板", "no page uses this template"),
            None if path.starts_with("assets/") && path.ends_with(".css") && !is_named(path) => {
                language.pick("没有网页引用这张样式", "no page refers to this style sheet")
            }
            None if path.starts_with("assets/") && path.ends_with(".js") && !is_named(path) => {
                language.pick("没有网页引用这个脚本", "no page refers to this script")
            }
            _ => continue,
        };
        let near = layers.nearest(path);
        let help = language.pick(
            format!("要么改成默认主题里的名字（是不是 {near}？），要么在一个模板里引用它"),
            format!("give it the name of a file it replaces (is {near} meant?), or name it in a template"),
        );
        found.push(fault(path, 0, 0, message, help));
    }
    found
}

/// Links in the theme's own templates and style sheets to files and pages that do not exist. `exists` is whether the site
/// has an address.
pub fn dead_links(layers: Layers<'_>, exists: &dyn Fn(&str) -> bool, language: Language) -> Vec<ThemeError> {
    let below: Vec<&str> =
        layers.below.iter().flat_map(Layer::values).filter_map(|bytes| std::str::from_utf8(bytes).ok()).collect();
    let is_usual = |link: &str| below.iter().any(|text| text.contains(&format!("\"{link}\" | link")));
    let mut found = Vec::new();
    for (path, bytes) in layers.own {
        let text = String::from_utf8_lossy(bytes);
        for (at, line) in text.lines().enumerate() {
            let mut report = |start: usize, message: String, help: String| {
                found.push(fault(path, at + 1, line[..start].chars().count() + 1, message, help));
            };
            if path.starts_with("templates/") && path.ends_with(".html") {
                for (start, link) in linked(line) {
                    let is_alive = match link.starts_with("assets/") {
                        true => layers.has(link),
                        false => exists(link) || is_usual(link),
                    };
                    if !is_alive {
                        let (message, help) = missing(layers, link, language);
                        report(start, message, help);
                    }
                }
                for (start, link) in bare(line) {
                    let message = language.pick(
                        format!("“{link}”这样的链接换一页或从文件夹里打开就不通"),
                        format!("the link “{link}” breaks on other pages or when opened from a folder"),
                    );
                    let address = link.trim_start_matches(['/', '.']);
                    let help = language.pick(
                        format!("写成 {{{{ \"{address}\" | link }}}}"),
                        format!("write {{{{ \"{address}\" | link }}}}"),
                    );
                    report(start, message, help);
                }
            }
            if path.starts_with("assets/") && path.ends_with(".css") {
                for (start, link) in urls(line) {
                    if let Some((message, help)) = of_style(layers, path, link, language) {
                        report(start, message, help);
                    }
                }
            }
        }
    }
    found
}

fn missing(layers: Layers<'_>, path: &str, language: Language) -> (String, String) {
    let near = layers.nearest(path);
    let help = match path.starts_with("assets/") {
        true => language.pick(
            format!("放到主题的 {path}；或者是 {near}？"),
            format!("add {path} to the theme; or is {near} meant?"),
        ),
        false => language
            .pick("检查拼写，文件放在 content/static/ 里", "check the spelling; files go to content/static/")
            .to_owned(),
    };
    (language.pick(format!("没有 {path}，链接不通"), format!("there is no {path}, so the link is dead")), help)
}

/// The error of an address in a style sheet, with a suggestion.
fn of_style(layers: Layers<'_>, sheet: &str, link: &str, language: Language) -> Option<(String, String)> {
    let is_font = [".woff", ".woff2", ".ttf", ".otf"].iter().any(|end| link.ends_with(end));
    let is_elsewhere = link.starts_with("//") || link.contains("://") || link.starts_with("data:");
    if is_font || is_elsewhere {
        let message = language.pick(
            "浏览器不会装载它：网页不用字体文件，图只用本站的",
            "browsers will not load it: pages use no font files and only pictures of the site itself",
        );
        let help = language.pick("字体用系统的；图放到 assets/ 里", "use system fonts, and put pictures into assets/");
        return Some((message.to_owned(), help.to_owned()));
    }
    let mut parts: Vec<&str> = sheet.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    (!link.is_empty() && !layers.has(&path)).then(|| missing(layers, &path, language))
}

/// Literal addresses passed to the filter `link`, with their positions.
fn linked(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.match_indices('|').filter_map(|(bar, _)| {
        let rest = line[bar + 1..].trim_start();
        let is_link =
            rest.strip_prefix("link").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        let before = line[..bar].trim_end();
        let quote = before.chars().next_back().filter(|c| is_link && matches!(c, '"' | '\''))?;
        let end = before.len() - 1;
        let start = before[..end].rfind(quote)? + 1;
        // an expression that joins strings is not a whole address
        let is_whole = !line[..start - 1].trim_end().ends_with(['~', '+', '=', '(', ',']);
        let link = before[start..end].split('#').next().unwrap_or_default();
        (is_whole && !link.is_empty() && !link.contains("://")).then_some((start, link))
    })
}

/// Addresses in attributes that are not relative to the site's root.
fn bare(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let attributes = [" src=\"", " href=\"", " src='", " href='"];
    let starts = attributes.into_iter().flat_map(|name| line.match_indices(name).map(|(at, name)| at + name.len()));
    starts.filter_map(|start| {
        let link = line[start..].split(['"', '\'']).next().unwrap_or_default();
        let is_of_site = link.starts_with(|c: char| c.is_alphanumeric() || c == '/' || c == '.');
        (is_of_site && !link.starts_with("//") && !link.contains([':', '{'])).then_some((start, link))
    })
}

/// The addresses of `url(…)` and `@import`.
fn urls(line: &str) -> impl Iterator<Item = (usize, &str)> {
    ["url(", "@import \"", "@import '"].into_iter().flat_map(move |name| {
        line.match_indices(name).map(move |(at, _)| {
            let start = at + name.len();
            let start = start + line[start..].len() - line[start..].trim_start_matches(['"', '\'', ' ']).len();
            (start, line[start..].split(END_OF_PATH).next().unwrap_or_default())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(files: &[(&str, &str)]) -> Layer {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn places(found: &[ThemeError]) -> Vec<String> {
        found.iter().map(|fault| format!("{}:{}:{}", fault.file, fault.line, fault.column)).collect()
    }

    #[test]
    fn only_dead_references_and_unused_files_are_found() {
        let below = [layer(&[
            ("templates/base.html", "{% include \"footer.html\" %}<link href=\"{{ \"assets/site.css\" | link }}\">"),
            ("templates/footer.html", "<a href=\"{{ \"data/\" | link }}\">"),
            ("assets/site.css", ""),
        ])];
        let own = layer(&[
            (
                "templates/footer.html",
                "{% include \"emblem.html\" %}{{ \"assets/ours.css\" | link }}\n{{ \"assets/non.png\" | link }} {{ \"data/\" | link }}\n{{ \"nowhere/\" | link }}{{ \"a.txt\" | link }}{{ x ~ \"/\" | link }}\n<a href=\"units/index.html\"><a href=\"mailto:a@b\"><a href=\"#x\"><a href=\"{{ y }}\">",
            ),
            ("templates/emblem.html", ""),
            ("templates/fotter.html", ""),
            ("assets/ours.css", "a{background:url(\"bg.svg\")}\nb{background:url(../x.png)}\nc{mask:url(#m)}"),
            ("assets/left.css", "a{b:url(http://a.b/c.png)}"),
            ("assets/bg.svg", ""),
        ]);
        let layers = Layers { own: &own, below: &below };
        assert_eq!(places(&unused(layers, Language::Zh)), ["assets/left.css:0:0", "templates/fotter.html:0:0"]);
        let exists = |link: &str| link == "a.txt";
        assert_eq!(
            places(&dead_links(layers, &exists, Language::Zh)),
            [
                "assets/left.css:1:9",
                "assets/ours.css:2:18",
                "templates/footer.html:2:5",
                "templates/footer.html:3:5",
                "templates/footer.html:4:10"
            ]
        );
    }
}
