//! A theme: templates, assets and strings, layered file by file over the built-in ones.
//!
//! Pure. Templates cannot read files, the environment or the network.

pub mod errors;
mod filters;
pub mod lint;
pub mod references;
mod translation;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use tera::Tera;

use super::markup;
use crate::config::theme::{YamlError, strings};
use crate::text::fingerprint::Fingerprint;

/// A theme's files by their path inside its folder, `/` between the parts.
pub type Layer = BTreeMap<String, Vec<u8>>;

/// The language of strings that every theme has; others fall back to it.
const BASE_LANGUAGE: &str = "zh-CN";

/// A theme, ready to make pages.
pub struct Theme {
    tera: Tera,
    assets: BTreeMap<String, Vec<u8>>,
    strings: Arc<BTreeMap<String, String>>,
    keys: BTreeMap<String, Fingerprint>,
}

/// An error in a theme, such as an invalid template, or one that uses a value the page does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThemeError {
    /// The file inside the theme: `templates/home.html`.
    pub file: String,
    /// The line, from 1; 0 if the error is about the whole file.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// Message.
    pub message: String,
    /// Suggestion.
    pub help: String,
}

impl fmt::Display for ThemeError {
    /// `templates/home.html:3:5: …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message)?,
            _ => write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?,
        }
        if self.help.is_empty() { Ok(()) } else { write!(f, " ({})", self.help) }
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// Combines `layers`, lowest first: files and strings of a higher layer replace those of the same name below.
    ///
    /// # Errors
    /// Everything wrong with templates and strings.
    pub fn load(layers: &[Layer], language: &str) -> Result<Self, Vec<ThemeError>> {
        let (strings, mut errors) = merged_strings(layers, language);
        let mut templates: BTreeMap<&str, &str> = BTreeMap::new();
        let mut assets = BTreeMap::new();
        for (path, bytes) in layers.iter().flatten() {
            if let Some(name) = path.strip_prefix("assets/") {
                assets.insert(name.to_owned(), bytes.clone());
            } else if let Some(name) = path.strip_prefix("templates/") {
                match std::str::from_utf8(bytes) {
                    Ok(text) => drop(templates.insert(name, text)),
                    Err(_) => errors.push(errors::not_utf8(path)),
                }
            }
        }
        let strings = Arc::new(strings);
        let tera = errors::of_depth(&templates)
            .map_err(|error| vec![error])
            .and_then(|()| engine(&templates, &strings).map_err(|error| errors::of_loading(&error, &templates)));
        match tera {
            Ok(tera) if errors.is_empty() => {
                let keys = keys(&templates, &strings, &assets);
                Ok(Self { tera, assets, strings, keys })
            }
            Ok(_) => Err(errors),
            Err(found) => {
                errors.extend(found);
                errors.sort();
                errors.dedup();
                Err(errors)
            }
        }
    }

    /// Hash of everything that pages of a template use of this theme: the templates reachable from it, the strings, the
    /// names of the assets.
    pub fn key(&self, template: &str) -> Fingerprint {
        self.keys.get(template).copied().unwrap_or_else(|| Fingerprint::of(b""))
    }

    /// The files that are served below `assets/`, by name.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The string `key`, or the key itself if no layer has it.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.strings.get(key).map_or(key, String::as_str)
    }

    /// The names of all templates.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }

    /// Renders `template` with `context` into `output`.
    ///
    /// # Errors
    /// The position in the template where it fails.
    pub(super) fn render(
        &self,
        template: &str,
        context: &tera::Context,
        output: impl std::io::Write,
    ) -> Result<(), ThemeError> {
        self.tera.render_to(template, context, output).map_err(|error| errors::of_rendering(&error, template))
    }
}

impl fmt::Debug for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Theme").field("templates", &self.keys.len()).field("assets", &self.assets.len()).finish()
    }
}

/// Compiles the templates, for which the filters must be registered first.
fn engine(templates: &BTreeMap<&str, &str>, strings: &Arc<BTreeMap<String, String>>) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.set_escape_fn(|text, out| tera::escape_html(&markup::without_illegal(text), out));
    filters::register(&mut tera, strings);
    tera.global_context().insert("t", strings.as_ref());
    tera.add_raw_templates(templates.iter())?;
    Ok(tera)
}

/// The strings of the base language, replaced by those of `language`; in each, higher layers win.
fn merged_strings(layers: &[Layer], language: &str) -> (BTreeMap<String, String>, Vec<ThemeError>) {
    let mut merged = BTreeMap::new();
    let mut errors = Vec::new();
    let languages: BTreeSet<&str> = [language].into_iter().filter(|language| *language != BASE_LANGUAGE).collect();
    for language in std::iter::once(BASE_LANGUAGE).chain(languages) {
        let path = format!("i18n/{language}.yaml");
        for bytes in layers.iter().filter_map(|layer| layer.get(&path)) {
            let text = String::from_utf8_lossy(bytes);
            match strings(text.trim_start_matches('\u{feff}')) {
                Ok(texts) => merged.extend(texts),
                Err(error) => errors.push(unreadable(&path, error)),
            }
        }
    }
    (merged, errors)
}

fn unreadable(path: &str, error: YamlError) -> ThemeError {
    let YamlError { line, column, message } = error;
    ThemeError { file: path.to_owned(), line, column, message, help: String::new() }
}

/// Keys of all templates. A template reaches those it names in quotes (`include`, `extends`), and all that define
/// components, which any template may call. A name in quotes that is not used only makes the key change more often than needed.
fn keys(
    templates: &BTreeMap<&str, &str>,
    strings: &BTreeMap<String, String>,
    assets: &BTreeMap<String, Vec<u8>>,
) -> BTreeMap<String, Fingerprint> {
    let names: Vec<&String> = assets.keys().collect();
    let shared = serde_json::to_vec(&(strings, names)).unwrap_or_default();
    let components: Vec<&str> =
        templates.iter().filter(|(_, text)| text.contains("endcomponent")).map(|(name, _)| *name).collect();
    let key = |name: &str| {
        let mut reached: BTreeSet<&str> = components.iter().copied().chain([name]).collect();
        let mut todo: Vec<&str> = reached.iter().copied().collect();
        while let Some(next) = todo.pop() {
            for named in errors::named_in(templates, next) {
                if reached.insert(named) {
                    todo.push(named);
                }
            }
        }
        let texts: Vec<(&str, &str)> = reached.iter().map(|name| (*name, templates[name])).collect();
        Fingerprint::of(&[serde_json::to_vec(&texts).unwrap_or_default(), shared.clone()].concat())
    };
    templates.keys().map(|name| ((*name).to_owned(), key(name))).collect()
}
