//! The front matter of an imported notice: a key for each sure fact, a commented key for each other one.

use crate::notice::{Confidence, Facts, Found, Origin, UnitName};
use crate::text::slug;

/// A key of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontKey {
    /// Its name.
    pub name: &'static str,
    /// Its value as the report shows it; empty where nothing was found.
    pub value: String,
    /// How sure it is.
    pub state: KeyState,
    /// The value as YAML.
    yaml: String,
}

/// How sure a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// It is written as a key.
    Stated {
        /// The kind of place it was found in.
        from: Origin,
        /// How sure the reader is.
        confidence: Confidence,
    },
    /// It is left to the clerk as a commented key, with the words it was guessed from.
    Unsure {
        /// How sure the reader is.
        confidence: Confidence,
        /// The words, cut short.
        words: String,
    },
    /// It is left to the clerk as a commented key, because a key of this value would not be understood.
    Unreadable,
    /// Nothing was found.
    Missing,
}

/// The keys for these facts, read from `text`; `date` is the day a page states around its article, `id` the id chosen for
/// the notice.
pub fn keys(facts: &Facts, text: &str, date: Option<&str>, id: Option<&str>) -> Vec<FrontKey> {
    let mut keys = Keys { text, keys: Vec::new() };
    let single = |value: &str| (value.to_owned(), scalar(value));
    // a row of a table is never a title
    let title = facts.title.as_ref().filter(|title| !title.span.of(text).trim_start().starts_with('|'));
    keys.found("title", title, |title| single(title), true);
    match id {
        // an id that was chosen, not read
        Some(id) => {
            keys.push("id", single(id), KeyState::Stated { from: Origin::None, confidence: Confidence::High });
        }
        None => keys.found("id", facts.id.as_ref(), |id| single(id), true),
    }
    match (&facts.date, date) {
        // a page states when it was published; the text may only state when it was signed
        (found, Some(date)) if found.as_ref().is_none_or(|found| found.from != Origin::FrontMatter) => {
            keys.push("date", single(date), KeyState::Stated { from: Origin::Label, confidence: Confidence::High });
        }
        (date, _) => keys.found("date", date.as_ref(), |date| single(&date.to_string()), true),
    }
    keys.found("kind", facts.kind.as_ref(), |kind| single(kind.label()), true);
    let judged = facts.kind().has_status();
    keys.several("unit", &facts.units, |unit: &UnitName| unit.name.clone(), judged);
    keys.found("issuer", facts.issuer.as_ref(), |unit| single(&unit.as_written), false);
    keys.several("body", &facts.bodies, String::clone, false);
    keys.found("round", facts.round.as_ref(), |round| single(&round.label), judged);
    if let (Some(start), Some(end)) = (&facts.period_start, &facts.period_end) {
        let shown = format!("{} – {}", start.value, end.value);
        let yaml = format!("[{}, {}]", start.value, end.value);
        let weaker = if end.confidence > start.confidence { end } else { start };
        let state = keys.state(weaker);
        keys.push("period", (shown, yaml), state);
    }
    keys.found("feedback", facts.feedback.as_ref(), |day| single(&day.to_string()), false);
    keys.keys
}

/// The words a key was guessed from are cut after this many characters.
const LONGEST_REASON: usize = 20;

struct Keys<'a> {
    text: &'a str,
    keys: Vec<FrontKey>,
}

impl Keys<'_> {
    fn push(&mut self, name: &'static str, (value, yaml): (String, String), state: KeyState) {
        self.keys.push(FrontKey { name, value, state, yaml });
    }

    fn state<T>(&self, found: &Found<T>) -> KeyState {
        match found.confidence {
            Confidence::High => KeyState::Stated { from: found.from, confidence: Confidence::High },
            confidence => {
                let words: String = found.span.of(self.text).split_whitespace().collect();
                KeyState::Unsure { confidence, words: words.chars().take(LONGEST_REASON).collect() }
            }
        }
    }

    /// A key for one value; where it is `wanted`, its absence is said too.
    fn found<T>(
        &mut self,
        name: &'static str,
        found: Option<&Found<T>>,
        words: impl Fn(&T) -> (String, String),
        wanted: bool,
    ) {
        match found {
            Some(found) => {
                let state = self.state(found);
                self.push(name, words(&found.value), state);
            }
            None if wanted => self.push(name, Default::default(), KeyState::Missing),
            None => {}
        }
    }

    fn several<T>(&mut self, name: &'static str, found: &[Found<T>], words: impl Fn(&T) -> String, wanted: bool) {
        let values: Vec<String> = found.iter().map(|found| words(&found.value)).collect();
        let weakest = found.iter().max_by_key(|found| found.confidence);
        let yaml = match values.as_slice() {
            [one] => scalar(one),
            several => format!("[{}]", several.iter().map(|value| scalar(value)).collect::<Vec<_>>().join(", ")),
        };
        match weakest {
            Some(weakest) => {
                let state = self.state(weakest);
                self.push(name, (values.join("、"), yaml), state);
            }
            None if wanted => self.push(name, Default::default(), KeyState::Missing),
            None => {}
        }
    }
}

/// Writes keys as front matter, fences included.
pub fn write(keys: &[FrontKey]) -> String {
    let mut text = String::from("---\n");
    for FrontKey { name, yaml, state, .. } in keys {
        text.push_str(&match state {
            KeyState::Stated { .. } => format!("{name}: {yaml}\n"),
            KeyState::Unsure { words, confidence } => {
                let sure = match confidence {
                    Confidence::High | Confidence::Medium => "推得，请核对",
                    Confidence::Low => "待确认",
                };
                let why = if words.is_empty() { String::new() } else { format!("，见“{words}”") };
                format!("# {name}: {yaml}  # {sure}{why}\n")
            }
            KeyState::Unreadable => format!("# {name}: {yaml}  # 这样写程序认不出，请改写后去掉行首的 #\n"),
            KeyState::Missing => format!("# {name}:  # 原文没有写明\n"),
        });
    }
    text.push_str("---\n");
    text
}

/// A YAML scalar that reads back as `value`, plain where that is safe.
fn scalar(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "，。“”《》、（）-·〔〕—".contains(c);
    let is_word = !value.is_ascii();
    let reserved =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&value.to_ascii_lowercase().as_str());
    let is_slug = slug::is_slug(value) && value.starts_with(|c: char| c.is_ascii_alphabetic()) && !reserved;
    let is_day = value.len() == 10 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    match value.chars().all(plain) && !value.starts_with('-') && (is_word || is_slug || is_day) {
        true => value.to_owned(),
        false => format!("'{}'", value.replace('\'', "''")),
    }
}
