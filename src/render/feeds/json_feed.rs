//! JSON Feed 1.1.

use serde_json::{Map, Value, json};

use super::channel::{Channel, FeedEntry, FeedScope};
use crate::archive::Archive;
use crate::config::Site;

/// The JSON Feed of `scope`, for the address `feed.json` below its page.
pub fn json_feed(archive: &Archive, site: &Site, scope: FeedScope) -> String {
    let channel = Channel::of(archive, site, scope, "feed.json");
    let mut feed = Map::new();
    let mut put = |key: &str, value: Value| feed.insert(key.to_owned(), value);
    put("version", json!("https://jsonfeed.org/version/1.1"));
    put("title", json!(channel.title));
    if let Some(self_url) = &channel.self_url {
        put("home_page_url", json!(channel.page));
        put("feed_url", json!(self_url));
    }
    put("language", json!(channel.language));
    put("authors", json!([{"name": channel.author}]));
    put("items", channel.entries.iter().map(item).collect());
    format!("{:#}\n", Value::Object(feed))
}

fn item(entry: &FeedEntry) -> Value {
    let mut item = json!({
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": entry.tags,
    });
    if let Some(name) = &entry.author {
        item["authors"] = json!([{"name": name}]);
    }
    item
}
