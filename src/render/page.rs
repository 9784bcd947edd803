//! Renders a view with its template into a page of limited size.

use std::io::{Error, ErrorKind, Write};

use serde::Serialize;

use super::head::{Head, Heads, PageLink};
use super::theme::{Theme, ThemeError};
use crate::archive::Address;
use crate::config::{Site, SiteLink};
use crate::notice::Date;
use crate::text::fingerprint::Fingerprint;
use crate::text::link::leads_out;

/// Largest page in bytes. A template that writes without end stops here.
const MAX_PAGE_SIZE: usize = 8 << 20;

/// A template error with its position.
pub type RenderError = ThemeError;

/// The data of a template: one serialisable type for each kind of page, made by a pure function.
///
/// It contains neither the current time nor a release id, and nothing of other pages that this page does not show. So
/// its hash can be part of the page's key: equal views, equal pages.
pub trait View: Serialize {
    /// The template, below `templates/`.
    const TEMPLATE: &'static str;

    /// The head of the page.
    fn head(&self, heads: &Heads<'_>) -> Head;

    /// Prefix of every link: the relative path from the page to the root.
    fn root(&self, _site: &Site, address: &Address) -> String {
        address.root()
    }
}

/// The name of a kind of page: that of its template without `.html`.
pub fn kind<V: View>() -> &'static str {
    V::TEMPLATE.trim_end_matches(".html")
}

/// Hash of a view and its kind.
pub fn view_hash<V: View>(view: &V) -> Fingerprint {
    Fingerprint::of_json(&(kind::<V>(), view))
}

/// The data common to all pages. Part of every page's key.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The site.
    pub site: &'a Site,
    /// The theme.
    pub theme: &'a Theme,
    /// 截至 (as of): the date in the footer.
    pub as_of: Option<Date>,
    /// The plain pages that every page links to, by title and address.
    pub plain_pages: &'a [(String, Address)],
}

/// The site as templates see it.
#[derive(Serialize)]
struct SiteView<'a> {
    /// The site's name.
    title: &'a str,
    /// Description in one sentence.
    description: Option<&'a str>,
    /// 主管单位
    owner: Option<&'a str>,
    /// 主办单位
    organizer: Option<&'a str>,
    /// 联系方式
    contact: Option<&'a str>,
    /// ICP 备案号
    icp: Option<&'a str>,
    /// 公安备案号
    police_record: Option<&'a str>,
    /// 网站标识码
    site_id_code: Option<&'a str>,
    /// Its address, with `/` at its end.
    base_url: Option<&'a str>,
    /// The host of that address.
    domain: Option<&'a str>,
    /// `zh-CN` or `en`.
    language: &'a str,
    /// The place in the keys of its rounds.
    place: Option<&'a str>,
    /// 截至 (as of): the date in the footer.
    as_of: Option<String>,
    /// The plain pages, for the footer.
    pages: Vec<PageLink>,
    /// Whether the site has an accent colour, in `assets/accent.css` and `assets/accent-dark.css`.
    accent: bool,
    /// The picture before the site's name.
    logo: Option<Address>,
    /// The address on the web of the picture shown with shared links.
    share_image: Option<String>,
    /// The main navigation; empty for the built-in one.
    navigation: Vec<MenuLink<'a>>,
    /// More links in the footer.
    footer_links: Vec<MenuLink<'a>>,
    /// A sentence at the top of every page.
    banner: Option<&'a str>,
    /// The first day the banner is shown.
    banner_from: Option<&'a str>,
    /// The last day the banner is shown.
    banner_until: Option<&'a str>,
}

/// A link in the site's settings.
#[derive(Serialize)]
struct MenuLink<'a> {
    /// The words shown.
    title: &'a str,
    /// An address of the site, for the filter `link`; the whole address if `outside`.
    url: &'a str,
    /// Whether it leads out of the site.
    outside: bool,
}

impl<'a> MenuLink<'a> {
    fn of(link: &'a SiteLink) -> Self {
        let outside = leads_out(&link.url);
        let url = if outside { &link.url } else { link.url.trim_start_matches(['/', '.']) };
        Self { title: &link.title, url, outside }
    }
}

/// The page of `view` at `address`.
///
/// # Errors
/// The position in the template where it fails; or that it writes nothing, or more than [`MAX_PAGE_SIZE`].
pub fn page<V: View>(frame: &Frame<'_>, address: &Address, view: &V) -> Result<Vec<u8>, RenderError> {
    let at = |error: tera::Error| ThemeError {
        file: format!("templates/{}", V::TEMPLATE),
        message: error.to_string(),
        ..ThemeError::default()
    };
    let mut context = tera::Context::new();
    let mut put = |name: &'static str, value: Result<tera::Value, tera::Error>| {
        value.map(|value| context.insert_value(name, value)).map_err(at)
    };
    let heads = Heads { site: frame.site, theme: frame.theme, address, kind: kind::<V>() };
    put("site", tera::Value::try_from_serializable(&site_view(frame)))?;
    put("page", tera::Value::try_from_serializable(&heads.complete(view.head(&heads))))?;
    put("view", tera::Value::try_from_serializable(view))?;
    put("root", Ok(tera::Value::from(view.root(frame.site, address))))?;
    let mut output = Bounded { bytes: Vec::with_capacity(16 << 10) };
    frame.theme.render(V::TEMPLATE, &context, &mut output)?;
    match output.bytes.trim_ascii().is_empty() {
        true => Err(ThemeError {
            file: format!("templates/{}", V::TEMPLATE),
            message: "模板没有输出任何内容，这一页会是空白的（the template writes nothing; the page would be empty）"
                .to_owned(),
            ..ThemeError::default()
        }),
        false => Ok(output.bytes),
    }
}

fn site_view<'a>(frame: &Frame<'a>) -> SiteView<'a> {
    let site = frame.site;
    let host = |base: &'a str| base.split_once("://").and_then(|(_, rest)| rest.split(['/', ':']).next());
    SiteView {
        title: &site.title,
        description: site.description.as_deref(),
        owner: site.owner.as_deref(),
        organizer: site.organizer.as_deref(),
        contact: site.contact.as_deref(),
        icp: site.icp.as_deref(),
        police_record: site.police_record.as_deref(),
        site_id_code: site.site_id_code.as_deref(),
        base_url: site.base_url.as_deref(),
        domain: site.base_url.as_deref().and_then(host),
        language: &site.language,
        place: site.place.as_deref(),
        as_of: frame.as_of.map(|date| date.to_string()),
        pages: frame.plain_pages.iter().map(|(title, address)| PageLink::new(address.clone(), title)).collect(),
        accent: site.accent.is_some(),
        logo: site.logo.as_deref().map(|logo| Address::new(logo.trim_start_matches('/'))),
        share_image: site.base_url.as_ref().map(|base| {
            let image = site.share_image.as_deref().unwrap_or("assets/share.png");
            format!("{base}{}", image.trim_start_matches('/'))
        }),
        navigation: site.navigation.iter().map(MenuLink::of).collect(),
        footer_links: site.footer_links.iter().map(MenuLink::of).collect(),
        banner: site.banner.as_deref(),
        banner_from: site.banner_from.as_deref(),
        banner_until: site.banner_until.as_deref(),
    }
}

/// A buffer that refuses more bytes than a page may have.
struct Bounded {
    bytes: Vec<u8>,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_PAGE_SIZE {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
