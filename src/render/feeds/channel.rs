//! Scope and entries of a feed, in any format.

use crate::archive::{Address, Archive, Row, RowIndex};
use crate::config::{Language, Site, plural};
use crate::notice::{Date, Moment};
use crate::render::exports::newest_first;
use crate::text::slug;

/// Most entries of a feed.
const ENTRIES: usize = 50;

/// The notices a feed is about; units and rounds by their index in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedScope {
    /// All notices.
    Site,
    /// Those of a unit.
    Unit(usize),
    /// Those of a round.
    Round(usize),
}

impl FeedScope {
    /// The scopes of all feeds of `archive`.
    pub fn all(archive: &Archive) -> impl Iterator<Item = Self> {
        let units = (0..archive.units().len()).map(Self::Unit);
        std::iter::once(Self::Site).chain(units).chain((0..archive.rounds().len()).map(Self::Round))
    }

    /// The page the feed belongs to; the feed itself is `feed.atom` or `feed.json` below it.
    pub fn page(self, archive: &Archive) -> Address {
        match self {
            Self::Site => Address::default(),
            Self::Unit(index) => Address::unit(&archive.units()[index].slug),
            Self::Round(index) => Address::round(&archive.rounds()[index].slug),
        }
    }

    /// The name of the unit or round.
    pub fn name(self, archive: &Archive) -> Option<&str> {
        match self {
            Self::Site => None,
            Self::Unit(index) => Some(&archive.units()[index].name),
            Self::Round(index) => Some(&archive.rounds()[index].label),
        }
    }

    /// The notices in the feed: the newest that have a date.
    pub fn rows(self, archive: &Archive) -> Vec<RowIndex> {
        let rows = match self {
            Self::Site => archive.listed_rows(),
            Self::Unit(index) => &archive.units()[index].rows,
            Self::Round(index) => &archive.rounds()[index].rows,
        };
        let newest = newest_first(archive, rows.iter().copied()).into_iter();
        newest.filter(|at| archive.rows()[*at].day().is_some()).take(ENTRIES).collect()
    }
}

/// A feed with its entries.
pub(super) struct Channel {
    /// `urn:gongshi:<site id>`, followed by the page's address for feeds of units and rounds.
    pub id: String,
    pub title: String,
    pub author: String,
    pub language: String,
    /// Its page.
    pub page: String,
    /// Its own address, if the site's is known.
    pub self_url: Option<String>,
    /// The newest time of all entries.
    pub updated: String,
    pub entries: Vec<FeedEntry>,
}

/// A notice in a feed.
pub(super) struct FeedEntry {
    pub id: String,
    pub title: String,
    pub url: String,
    pub published: String,
    pub updated: String,
    pub author: Option<String>,
    pub tags: Vec<String>,
    pub summary: String,
}

impl Channel {
    /// The feed `file` of `scope`.
    pub fn of(archive: &Archive, site: &Site, scope: FeedScope, file: &str) -> Self {
        let page = scope.page(archive);
        let feed = page.join(file);
        let feed_base = FeedBase { base: base(site), feed: &feed };
        let urn = format!("urn:gongshi:{}", site_id(site));
        let rows = scope.rows(archive).into_iter();
        let entries: Vec<FeedEntry> = rows.filter_map(|at| entry(archive, at, site, &urn, &feed_base)).collect();
        let title = match scope.name(archive) {
            Some(name) => format!("{name} - {}", site.title),
            None => site.title.clone(),
        };
        let under = page.as_str().trim_end_matches('/').replace('/', ":");
        let id = if under.is_empty() { urn } else { format!("{urn}:{under}") };
        let self_url = feed_base.base.is_some().then(|| feed_base.link(&feed));
        Self::with(site, id, title, feed_base.link(&page), self_url, entries)
    }

    /// The feed of `site` with these entries.
    pub fn with(
        site: &Site,
        id: String,
        title: String,
        page: String,
        self_url: Option<String>,
        entries: Vec<FeedEntry>,
    ) -> Self {
        Self {
            id,
            title,
            author: site.organizer.clone().or_else(|| site.owner.clone()).unwrap_or_else(|| site.title.clone()),
            language: site.language.clone(),
            page,
            self_url,
            updated: entries.iter().map(|entry| entry.updated.clone()).max().unwrap_or_else(|| NEVER.to_owned()),
            entries,
        }
    }
}

/// The time of a feed without entries.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// Address of a feed, for making its links.
pub(super) struct FeedBase<'a> {
    pub base: Option<String>,
    pub feed: &'a Address,
}

impl FeedBase<'_> {
    pub fn link(&self, target: &Address) -> String {
        match &self.base {
            Some(base) => format!("{base}{target}"),
            None => {
                let link = self.feed.link_to(target);
                let link = link.strip_suffix("index.html").unwrap_or(&link);
                if link.is_empty() { "./".to_owned() } else { link.to_owned() }
            }
        }
    }
}

/// The address of the site, with `/` at its end.
pub(super) fn base(site: &Site) -> Option<String> {
    let base = site.base_url.as_deref().map(str::trim).filter(|base| !base.is_empty())?;
    Some(format!("{}/", base.trim_end_matches('/')))
}

/// Id of the site in feeds: its `id`, else derived from `base_url`, else from the title.
pub fn site_id(site: &Site) -> String {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let plain = |text: &str| text.chars().map(|c| if legal(c) { c } else { '-' }).collect::<String>();
    let written = site.id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    match (written, base(site)) {
        (Some(id), _) if id.chars().all(legal) => id.to_owned(),
        (Some(id), _) => slug::from_pinyin(id, id, slug::GROUP_DIGITS),
        (None, Some(base)) => plain(base.split_once("://").map_or(&*base, |(_, rest)| rest).trim_end_matches('/')),
        (None, None) => slug::from_pinyin(&site.title, &site.title, slug::GROUP_DIGITS),
    }
}

fn entry(archive: &Archive, at: RowIndex, site: &Site, urn: &str, feed_base: &FeedBase<'_>) -> Option<FeedEntry> {
    let row = &archive.rows()[at];
    let facts = &row.summary.facts;
    let published = facts.date.as_ref().filter(|found| found.is_indexed())?.value;
    let updated = facts.updated.as_ref().filter(|found| found.is_indexed()).map(|found| found.value);
    let round = row.round.as_ref().map(|round| round.round.label.clone());
    Some(FeedEntry {
        id: format!("{urn}:{}", row.id()),
        title: row.title().to_owned(),
        url: feed_base.link(&row.address),
        published: time(published, site),
        updated: time(updated.unwrap_or(published).max(published), site),
        author: facts.issuer.as_ref().filter(|found| found.is_indexed()).map(|found| found.value.as_written.clone()),
        tags: std::iter::once(kind_word(row, site).to_owned()).chain(round).collect(),
        summary: summary(archive, at, row, site),
    })
}

/// Summary of a notice: 云江市总工会 · 五届市委第三轮巡察 · 部分完成 21/25 · 问题 25 项
fn summary(archive: &Archive, at: RowIndex, row: &Row, site: &Site) -> String {
    let units = archive.units_of(at).into_iter().filter(|group| group.key.is_some()).map(|group| group.name.clone());
    let units = units.collect::<Vec<_>>().join("、");
    let round = row.round.as_ref().map(|round| round.round.label.clone());
    let items = row.items.items();
    let language = Language::of_site(site);
    let counted =
        (items > 0).then(|| language.pick(format!("问题 {items} 项"), plural(items as usize, "problem", "problems")));
    let kind = kind_word(row, site).to_owned();
    let status = row.notice_status.map(|notice_status| notice_status.label(language));
    let parts = [Some(kind), Some(units), round, status, counted];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The kind of a notice in the site's language.
fn kind_word(row: &Row, site: &Site) -> &'static str {
    let kind = row.summary.facts.kind();
    Language::of_site(site).pick(kind.label(), kind.english())
}

/// The moment in RFC 3339 and the site's time zone; a day without an hour is its midnight.
pub(super) fn time(moment: Moment, site: &Site) -> String {
    let Moment { date, time } = moment;
    let (hour, minute) = time.map_or((0, 0), |time| (time.hour(), time.minute()));
    format!("{}T{hour:02}:{minute:02}:00{}", day(date), offset(&site.utc_offset))
}

/// The day as `2025-03-14`.
pub(super) fn day(date: Date) -> String {
    date.to_string()
}

/// `written` if it is a UTC offset (`+08:00`, `Z`), else China's.
fn offset(written: &str) -> &str {
    let bytes = written.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
    let is_offset =
        bytes.len() == 6 && matches!(bytes[0], b'+' | b'-') && bytes[3] == b':' && digits(1..3) && digits(4..6);
    if is_offset || written == "Z" { written } else { "+08:00" }
}
