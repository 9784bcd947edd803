//! Atom (RFC 4287).

use super::channel::{Channel, FeedScope};
use crate::archive::Archive;
use crate::config::Site;
use crate::render::markup::escape;

/// The Atom feed of `scope`, for the address `feed.atom` below its page.
pub fn atom(archive: &Archive, site: &Site, scope: FeedScope) -> String {
    write(&Channel::of(archive, site, scope, "feed.atom"))
}

/// A channel as Atom.
pub(super) fn write(channel: &Channel) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    attribute(&mut out, "xml:lang", &channel.language);
    out.push_str(">\n");
    element(&mut out, "id", &channel.id);
    element(&mut out, "title", &channel.title);
    element(&mut out, "updated", &channel.updated);
    author(&mut out, &channel.author);
    link(&mut out, "alternate", "text/html", &channel.page);
    if let Some(self_url) = &channel.self_url {
        link(&mut out, "self", "application/atom+xml", self_url);
    }
    out.push_str("<generator>gongshi</generator>\n");
    for entry in &channel.entries {
        out.push_str("<entry>\n");
        element(&mut out, "id", &entry.id);
        element(&mut out, "title", &entry.title);
        element(&mut out, "updated", &entry.updated);
        element(&mut out, "published", &entry.published);
        link(&mut out, "alternate", "text/html", &entry.url);
        if let Some(name) = &entry.author {
            author(&mut out, name);
        }
        for tag in &entry.tags {
            out.push_str("<category");
            attribute(&mut out, "term", tag);
            out.push_str("/>\n");
        }
        if !entry.summary.is_empty() {
            element(&mut out, "summary", &entry.summary);
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn author(out: &mut String, name: &str) {
    out.push_str("<author>");
    element(out, "name", name);
    out.truncate(out.trim_end().len());
    out.push_str("</author>\n");
}

fn element(out: &mut String, name: &str, text: &str) {
    for part in ["<", name, ">"] {
        out.push_str(part);
    }
    escape(out, text);
    for part in ["</", name, ">\n"] {
        out.push_str(part);
    }
}

fn link(out: &mut String, relation: &str, media: &str, href: &str) {
    out.push_str("<link");
    attribute(out, "rel", relation);
    attribute(out, "type", media);
    attribute(out, "href", href);
    out.push_str("/>\n");
}

fn attribute(out: &mut String, name: &str, value: &str) {
    for part in [" ", name, "=\""] {
        out.push_str(part);
    }
    escape(out, value);
    out.push('"');
}
