//! From a view to a page: one template, one context, one buffer that does not grow without end.

use std::io::{Error, ErrorKind, Write};

use serde::Serialize;

use super::head::head;
use super::theme::{Theme, ThemeError};
use super::view::View;
use super::view::parts::Link;
use crate::archive::Address;
use crate::config::Site;
use crate::notice::Date;

/// The largest page, in bytes; a template that runs without end stops here.
const LARGEST: usize = 8 << 20;

/// Why a page could not be made: the place in its template.
pub type RenderError = ThemeError;

/// What is the same on every page, and so a part of every page's key.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The site.
    pub site: &'a Site,
    /// The theme.
    pub theme: &'a Theme,
    /// 截至: the newest date in the archive.
    pub as_of: Option<Date>,
    /// The plain pages that every page links to, by title and address.
    pub plain_pages: &'a [(String, Address)],
}

/// What templates see of the site.
#[derive(Serialize)]
struct SiteView<'a> {
    /// The site's name.
    title: &'a str,
    /// One sentence on what the site is for.
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
    /// The address it is served at, `/` at its end.
    base_url: Option<&'a str>,
    /// The host of that address.
    domain: Option<&'a str>,
    /// `zh-CN` or `en`.
    language: &'a str,
    /// The place rounds are keyed by.
    place: Option<&'a str>,
    /// 截至: the newest date in the archive.
    as_of: Option<String>,
    /// The plain pages, for the footer.
    pages: Vec<Link>,
}

/// The page of `view` at `address`.
///
/// # Errors
/// The place in the template where it fails, or that the page grows beyond 8 MiB.
pub fn page(frame: &Frame<'_>, address: &Address, view: &View) -> Result<Vec<u8>, RenderError> {
    let template = view.template();
    let at = |error: tera::Error| ThemeError {
        file: format!("templates/{template}"),
        message: error.to_string(),
        ..ThemeError::default()
    };
    let mut context = tera::Context::new();
    let mut put = |name: &'static str, value: Result<tera::Value, tera::Error>| {
        value.map(|value| context.insert_value(name, value)).map_err(at)
    };
    put("site", tera::Value::try_from_serializable(&site_view(frame)))?;
    put("page", tera::Value::try_from_serializable(&head(frame.site, frame.theme, address, view)))?;
    put("view", tera::Value::try_from_serializable(view))?;
    put("root", Ok(tera::Value::from(root(frame.site, address, view))))?;
    let mut output = Bounded { bytes: Vec::with_capacity(16 << 10) };
    frame.theme.render(template, &context, &mut output)?;
    Ok(output.bytes)
}

/// What stands before every address in a link: the way up from the page; for 404, which is shown at any address, the
/// path the site is served at.
fn root(site: &Site, address: &Address, view: &View) -> String {
    match view {
        View::NotFound(_) => {
            let base = site.base_url.as_deref().unwrap_or("/");
            let path = base.split_once("://").map_or(base, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
            path.to_owned()
        }
        _ => address.root(),
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
        pages: frame.plain_pages.iter().map(|(title, address)| Link::new(address.clone(), title)).collect(),
    }
}

/// A buffer that refuses to hold more than a page may be.
struct Bounded {
    bytes: Vec<u8>,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > LARGEST {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
