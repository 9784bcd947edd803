//! What the frame of a page says of it: its title, one sentence, where it stands, which section it belongs to.

use serde::Serialize;

use super::theme::Theme;
use super::view::parts::{Link, Pager};
use super::view::{NoticePage, View};
use crate::archive::Address;
use crate::config::Site;

/// The head of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The name of the kind of page.
    pub kind: String,
    /// This page's address.
    pub url: Address,
    /// Its title without the site's name.
    pub title: String,
    /// One sentence on what it holds.
    pub description: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// The section of the navigation it belongs to.
    pub section: &'static str,
    /// 当前位置: the pages above it, from the home page; not itself.
    pub crumbs: Vec<Link>,
    /// The last step of 当前位置, which is the page itself: its title, 正文 of a notice, the number of a page.
    pub here: String,
    /// Its address on the web, where the site has one.
    pub canonical: Option<String>,
    /// Feeds of what it shows: addresses of Atom feeds.
    pub feeds: Vec<Link>,
    /// Whether search engines should pass it by.
    pub noindex: bool,
}

/// The head of the page at `address`.
pub fn head(site: &Site, theme: &Theme, address: &Address, view: &View) -> Head {
    let canonical = site.base_url.as_ref().map(|base| format!("{base}{address}"));
    let mut head = Head { kind: view.kind().to_owned(), url: address.clone(), canonical, ..Head::default() };
    match view {
        View::Home(_) => {
            column(&mut head, theme, "home");
            head.title = site.title.clone();
            head.keywords =
                ["notices", "units", "rounds", "status"].map(|section| theme.text(section).to_owned()).to_vec();
            head.crumbs.clear();
            head.description = site.description.clone().unwrap_or_else(|| theme.text("home_lead").to_owned());
        }
        View::Statuses(_) => column(&mut head, theme, "status"),
        View::Years(_) => column(&mut head, theme, "years"),
        View::Stats(_) => column(&mut head, theme, "stats"),
        View::Data(_) => column(&mut head, theme, "data"),
        View::Search(_) => column(&mut head, theme, "search"),
        View::Notice(page) => of_notice(&mut head, theme, page),
        View::Withdrawn(_) | View::Redirect(_) | View::Plain(_) | View::NotFound(_) => {
            of_single(&mut head, site, theme, view);
        }
        _ => of_list(&mut head, theme, view),
    }
    if head.here.is_empty() {
        head.here.clone_from(&head.title);
    }
    head.feeds.push(Link::new(Address::new("feed.atom"), &site.title));
    match view {
        View::Unit(page) => head.feeds.push(Link::new(Address::unit(&page.slug).join("feed.atom"), &page.name)),
        View::Round(page) => head.feeds.push(Link::new(Address::round(&page.slug).join("feed.atom"), &page.label)),
        _ => {}
    }
    head
}

/// The head of a section's own page.
fn column(head: &mut Head, theme: &Theme, section: &'static str) {
    head.section = section;
    head.title = theme.text(section).to_owned();
    head.description = theme.text(COLUMNS.iter().find(|(name, _)| *name == section).map_or("", |(_, d)| d)).to_owned();
    head.keywords = vec![head.title.clone()];
    head.crumbs = vec![home(theme)];
}

/// The head of a page below a section's.
fn below(head: &mut Head, theme: &Theme, section: &'static str, title: &str) {
    column(head, theme, section);
    head.description = format!("{title} · {}", head.description);
    head.crumbs.push(Link::new(Address::new(format!("{section}/")), theme.text(section)));
    head.title = title.to_owned();
    head.keywords.insert(0, title.to_owned());
}

/// The head of a page of a list.
fn of_list(head: &mut Head, theme: &Theme, view: &View) {
    match view {
        View::Notices(list) => numbered(head, theme, &list.pager, |head| column(head, theme, "notices")),
        View::Units(index) => numbered(head, theme, &index.pager, |head| column(head, theme, "units")),
        View::Rounds(index) => numbered(head, theme, &index.pager, |head| column(head, theme, "rounds")),
        View::Matrix(page) => numbered(head, theme, &page.pager, |head| {
            column(head, theme, "matrix");
            head.section = "units";
        }),
        View::Unit(page) => numbered(head, theme, &page.pager, |head| below(head, theme, "units", &page.name)),
        View::Round(page) => numbered(head, theme, &page.pager, |head| below(head, theme, "rounds", &page.label)),
        View::Status(page) => {
            let label = theme.text(&format!("status_{}", page.status)).to_owned();
            let pager =
                [&page.notice_pager, &page.item_pager].into_iter().flatten().find(|pager| pager.number.is_some());
            let pager = pager.cloned().unwrap_or_default();
            numbered(head, theme, &pager, |head| below(head, theme, "status", &label));
        }
        View::Year(list) => {
            let named = |year: i16| theme.text("year_n").replace("{n}", &year.to_string());
            let label = list.year.map_or_else(|| theme.text("undated").to_owned(), named);
            numbered(head, theme, &list.pager, |head| below(head, theme, "years", &label));
            head.section = "notices";
        }
        _ => {}
    }
}

/// The head of a page that stands alone.
fn of_single(head: &mut Head, site: &Site, theme: &Theme, view: &View) {
    match view {
        View::Withdrawn(page) => {
            below(head, theme, "notices", &page.notice.title);
            head.description = theme.text("withdrawn_lead").to_owned();
            head.noindex = true;
        }
        View::Redirect(page) => {
            below(head, theme, "notices", &page.target.title);
            head.canonical = site.base_url.as_ref().map(|base| format!("{base}{}", page.target.url));
            head.noindex = true;
        }
        View::Plain(page) => {
            head.title = page.title.clone();
            head.description = page.title.clone();
            head.crumbs = vec![home(theme)];
        }
        _ => {
            head.title = theme.text("not_found").to_owned();
            head.description = theme.text("not_found_lead").to_owned();
            head.crumbs = vec![home(theme)];
            head.noindex = true;
            head.canonical = None;
        }
    }
}

/// The sections with the strings that describe them.
const COLUMNS: [(&str, &str); 10] = [
    ("home", "home_lead"),
    ("notices", "notices_lead"),
    ("units", "units_lead"),
    ("rounds", "rounds_lead"),
    ("status", "status_lead"),
    ("years", "years_lead"),
    ("matrix", "matrix_lead"),
    ("stats", "stats_lead"),
    ("data", "data_lead"),
    ("search", "search_lead"),
];

fn home(theme: &Theme) -> Link {
    Link::new(Address::default(), theme.text("home"))
}

/// A numbered page says its number, and stands below its list.
fn numbered(head: &mut Head, theme: &Theme, pager: &Pager, make: impl FnOnce(&mut Head)) {
    make(head);
    if let Some(number) = pager.number {
        head.crumbs.push(Link::new(pager.list.clone(), &head.title));
        head.here = theme.text("crumb_page").replace("{n}", &number.to_string());
        head.title.push_str(&theme.text("page_n").replace("{n}", &number.to_string()));
    }
}

/// A notice stands below its unit, else below all notices.
fn of_notice(head: &mut Head, theme: &Theme, page: &NoticePage) {
    head.title = page.title.clone();
    head.here = theme.text("crumb_text").to_owned();
    head.section = "notices";
    head.crumbs = vec![home(theme)];
    match page.units.first() {
        Some(unit) => {
            head.crumbs.push(Link::new(Address::new("units/"), theme.text("units")));
            head.crumbs.push(unit.clone());
        }
        None => head.crumbs.push(Link::new(Address::new("notices/"), theme.text("notices"))),
    }
    let names = page.units.iter().chain(&page.round).map(|link| link.title.clone());
    head.keywords =
        names.chain([theme.text(&format!("kind_{}", page.kind)).to_owned()]).chain(page.tags.iter().cloned()).collect();
    let sentence = match page.counts.items_total {
        0 => theme.text("notice_lead_plain").to_owned(),
        total => theme
            .text("notice_lead")
            .replace("{total}", &total.to_string())
            .replace("{done}", &page.counts.items_done.to_string())
            .replace("{unstated}", &page.counts.items_unstated.to_string()),
    };
    head.description = sentence.replace("{title}", &page.title);
}
