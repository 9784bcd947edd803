//! Dead links in `site.yaml`: the logo, the share image, the navigation and the footer.

use crate::config::site_yaml;
use crate::notice::{Code, Finding, SourcePath};
use crate::pages::{self, Inputs};
use crate::text::link::leads_out;
use crate::text::span::Span;

/// A setting links to an address that the site does not have. Arguments: `key`, `target`.
pub const DEAD_SETTING_LINK: Code = Code::new("dead-setting-link");

/// Findings for dead links in the settings.
pub(super) fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let site = inputs.site;
    let pictures = [("logo", &site.logo), ("share_image", &site.share_image)];
    let pictures = pictures.into_iter().filter_map(|(key, target)| Some((key, target.as_deref()?)));
    let menus = [("navigation", &site.navigation), ("footer_links", &site.footer_links)];
    let menus = menus.into_iter().flat_map(|(key, links)| links.iter().map(move |link| (key, link.url.as_str())));
    let source = SourcePath::new(site_yaml::PATH);
    pictures
        .chain(menus)
        .filter(|(_, target)| !leads_out(target) && !exists(inputs, target))
        .map(|(key, target)| {
            Finding::new(DEAD_SETTING_LINK, &source, Span::default()).with("key", key).with("target", target)
        })
        .collect()
}

fn exists(inputs: &Inputs<'_>, target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or_default().trim_start_matches(['/', '.']);
    path.is_empty() || pages::find(inputs, path).is_some()
}
