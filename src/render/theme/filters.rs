//! Template filters beyond the engine's own.
//!
//! | filter | of | gives |
//! |---|---|---|
//! | `link` | an address of the site | the link to it from this page |
//! | `fill(a=1, …)` | a string of the theme | the string with `{a}` replaced, and `{a|item|items}` by the word that fits |
//! | `share(of=n)` | a count | its share of `n` in per cent with one decimal |
//! | `donut(title, desc)` | counts | a ring of their items by status, as SVG |
//! | `bar(title, desc)` | counts | a bar of their items by status, as SVG |
//! | `short_round` | a round's label | the label without 巡察, 巡视, for charts |
//! | `joints` | a title | the title as HTML with `<wbr>` between words |
//! | `qr(title)` | an address on the web | its QR code as SVG |
//! | `query` | a word | the word encoded for the query of an address |
//! | `json` | any value | JSON that is safe inside a `script` element |

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::archive::Address;
use crate::notice::Status;
use crate::render::charts::{self, Piece};
use crate::render::{qr, title_breaks};
use crate::text::percent::percent_encoded;

/// Registers all filters.
pub fn register(tera: &mut Tera, strings: &Arc<BTreeMap<String, String>>) {
    tera.register_filter("link", link);
    tera.register_filter("fill", fill);
    tera.register_filter("share", share);
    tera.register_filter("json", json);
    tera.register_filter("short_round", short_round);
    tera.register_filter("joints", |title: &str, _: Kwargs, _: &State| {
        Value::safe_string(&title_breaks::with_breaks(title))
    });
    tera.register_filter("query", |word: &str, _: Kwargs, _: &State| percent_encoded(word));
    tera.register_filter("qr", |address: &str, kwargs: Kwargs, _: &State| {
        let (title, _) = words(&kwargs)?;
        Ok::<_, tera::Error>(Value::safe_string(&qr::svg(address, &title)))
    });
    let texts = Arc::clone(strings);
    tera.register_filter("donut", move |counts: &Value, kwargs: Kwargs, _: &State| {
        let (title, desc) = words(&kwargs)?;
        Ok::<_, tera::Error>(Value::safe_string(&charts::donut(&pieces(counts, &texts), &title, &desc)))
    });
    let texts = Arc::clone(strings);
    tera.register_filter("bar", move |counts: &Value, kwargs: Kwargs, _: &State| {
        let (title, desc) = words(&kwargs)?;
        Ok::<_, tera::Error>(Value::safe_string(&charts::bar(&pieces(counts, &texts), &title, &desc)))
    });
}

/// The link to an address, relative to the page; it names `index.html`.
fn link(address: &str, _: Kwargs, state: &State) -> TeraResult<String> {
    let root: Option<String> = state.get("root")?;
    let root = root.ok_or_else(|| tera::Error::message("`link` needs `root`: a component must declare `@root`"))?;
    Ok(format!("{root}{}", Address::new(address).file()))
}

fn fill(text: &str, kwargs: Kwargs, _: &State) -> String {
    let mut filled = text.to_owned();
    for (name, value) in kwargs.iter() {
        let (name, value) = (name.as_str().unwrap_or_default(), value.to_string());
        filled = choose_number(&filled.replace(&format!("{{{name}}}"), &value), name, value == "1");
    }
    filled
}

/// Replaces each `{n|one|several}` of the count `name` by the word that fits the count.
fn choose_number(text: &str, name: &str, is_one: bool) -> String {
    let mut filled = String::new();
    let mut rest = text;
    let start = format!("{{{name}|");
    while let Some((before, words)) = rest.split_once(&start) {
        let Some((words, after)) = words.split_once('}') else { break };
        let (one, several) = words.split_once('|').unwrap_or((words, words));
        filled.push_str(before);
        filled.push_str(if is_one { one } else { several });
        rest = after;
    }
    filled + rest
}

/// Shortens a round's label for charts: 五届市委第五轮巡察 becomes 五届市委第五轮.
fn short_round(label: &str, _: Kwargs, _: &State) -> String {
    label.replace("巡察", "").replace("巡视", "")
}

fn share(part: u32, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let whole: u32 = kwargs.must_get("of")?;
    Ok(charts::share(part, whole))
}

fn json(value: Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = serde_json::to_string(&value).map_err(tera::Error::message)?;
    Ok(Value::safe_string(&text.replace('<', "\\u003c")))
}

fn words(kwargs: &Kwargs) -> TeraResult<(String, String)> {
    Ok((kwargs.get("title")?.unwrap_or_default(), kwargs.get("desc")?.unwrap_or_default()))
}

/// The items of `counts` by status, in the order of [`Status::ALL`].
fn pieces<'a>(counts: &Value, strings: &'a BTreeMap<String, String>) -> Vec<Piece<'a>> {
    let piece = |status: Status| {
        let count = counts.get_from_path(&format!("items_{}", status.name())).and_then(Value::as_u64);
        let label = strings.get(&format!("status_{}", status.name())).map_or(status.label(), String::as_str);
        Piece { class: status.name(), label, count: u32::try_from(count.unwrap_or(0)).unwrap_or(u32::MAX) }
    };
    Status::ALL.into_iter().map(piece).collect()
}
