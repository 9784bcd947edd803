//! The head of a page: title, description, address, and section of the menu.

use serde::Serialize;

use super::theme::Theme;
use crate::archive::{Address, PageReference, RoundGroup, UnitGroup};
use crate::config::Site;

/// A link to another page of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// Address relative to the site's root; the filter `link` makes it relative to the page.
    pub url: Address,
    /// Its label.
    pub title: String,
    /// The day it was published, if it is a notice.
    pub date: Option<String>,
}

impl PageLink {
    /// A link to `url` called `title`.
    pub fn new(url: Address, title: impl Into<String>) -> Self {
        Self { url, title: title.into(), date: None }
    }

    /// A link to a unit's page.
    pub fn unit(group: &UnitGroup) -> Self {
        Self::new(Address::unit(&group.slug), &group.name)
    }

    /// A link to a round's page.
    pub fn round(group: &RoundGroup) -> Self {
        Self::new(Address::round(&group.slug), &group.label)
    }
}

impl From<&PageReference<'_>> for PageLink {
    fn from(reference: &PageReference<'_>) -> Self {
        let PageReference { address, title, date } = reference;
        let date = date.map(|date| date.to_string());
        Self { url: Address::clone(address), title: (*title).to_owned(), date }
    }
}

/// The head of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The name of the kind of page.
    pub kind: String,
    /// This page's address.
    pub url: Address,
    /// Its title without the site's name.
    pub title: String,
    /// Description in one sentence.
    pub description: String,
    /// Keywords.
    pub keywords: Vec<String>,
    /// The section of the navigation it belongs to.
    pub section: &'static str,
    /// 当前位置: the pages above it, from the home page; not itself.
    pub crumbs: Vec<PageLink>,
    /// The last step of 当前位置, which is the page itself: its title, 正文 of a notice, the number of a page. Empty for
    /// its title.
    pub here: String,
    /// Its address on the web, if the site's is known.
    pub canonical: Option<String>,
    /// Addresses of Atom feeds for this page. The site's feed is added to every page.
    pub feeds: Vec<PageLink>,
    /// Whether search engines should ignore it.
    pub noindex: bool,
}

/// Makes the head of the page at `address`.
#[derive(Clone, Copy, Debug)]
pub struct Heads<'a> {
    /// The settings of the site.
    pub site: &'a Site,
    /// The strings of the theme.
    pub theme: &'a Theme,
    /// The page's address.
    pub address: &'a Address,
    /// The name of its kind.
    pub kind: &'static str,
}

impl Heads<'_> {
    /// A string of the theme.
    pub fn text(&self, key: &str) -> String {
        self.theme.text(key).to_owned()
    }

    /// `address` on the web, if the site's address is known.
    pub fn canonical(&self, address: &Address) -> Option<String> {
        self.site.base_url.as_ref().map(|base| format!("{base}{address}"))
    }

    /// The head of the page `title`, directly below the home page.
    pub fn alone(&self, title: &str) -> Head {
        Head {
            kind: self.kind.to_owned(),
            url: self.address.clone(),
            canonical: self.canonical(self.address),
            title: title.to_owned(),
            crumbs: vec![PageLink::new(Address::default(), self.text("home"))],
            ..Head::default()
        }
    }

    /// The head of a section's own page. The strings `<section>` and `<section>_lead` name and describe it.
    pub fn column(&self, section: &'static str) -> Head {
        let title = self.text(section);
        Head {
            section,
            description: self.text(&format!("{section}_lead")),
            keywords: vec![title.clone()],
            ..self.alone(&title)
        }
    }

    /// The head of the page `title` below the page of a section.
    pub fn below(&self, section: &'static str, title: &str) -> Head {
        let mut head = self.column(section);
        head.description = format!("{title} · {}", head.description);
        head.crumbs.push(PageLink::new(Address::new(format!("{section}/")), head.title));
        head.keywords.insert(0, title.to_owned());
        Head { title: title.to_owned(), ..head }
    }

    /// The head of page `number` of the list at `list`, whose own head is `head`: adds the number, and the list to the
    /// breadcrumbs. The list's own page has no number and keeps its head.
    pub fn numbered(&self, mut head: Head, number: Option<usize>, list: &Address) -> Head {
        if let Some(number) = number {
            head.crumbs.push(PageLink::new(list.clone(), &head.title));
            head.here = self.text("crumb_page").replace("{n}", &number.to_string());
            head.title.push_str(&self.text("page_n").replace("{n}", &number.to_string()));
        }
        head
    }

    /// Adds the last breadcrumb (当前位置) and the site's feed.
    pub(super) fn complete(&self, mut head: Head) -> Head {
        if head.here.is_empty() {
            head.here.clone_from(&head.title);
        }
        head.feeds.insert(0, PageLink::new(Address::new("feed.atom"), &self.site.title));
        head
    }
}
