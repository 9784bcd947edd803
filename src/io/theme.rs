//! Loads a theme: the built-in files, each of which a file of the site's own theme may replace.

use super::folder::Folder;
use super::reason;
use crate::config::{Language, Site};
use crate::render::embedded;
use crate::render::theme::Theme;
use crate::render::theme::errors::described;
use crate::site::manifest::is_plain_path;

/// Loads the theme `site` names.
///
/// # Errors
/// A message with all errors of the theme and their places.
pub fn load(folder: &Folder, site: &Site, language: Language) -> Result<Theme, String> {
    let name = &site.theme;
    if !is_plain_path(name) || name.contains('/') {
        return Err(language.pick(
            format!("site.yaml 的 theme 写了“{name}”：要写 themes/ 里一个文件夹的名字，不能是路径。"),
            format!("theme in site.yaml is “{name}”; it must be the name of a folder in themes/, not a path."),
        ));
    }
    let own = folder.theme(name).map_err(|error| reason::of(&error, language))?;
    let has_own = !own.is_empty();
    let layers = embedded::layers(name, has_own.then(|| own.clone())).ok_or_else(|| unknown(name, language))?;
    Theme::load(&layers, &site.language).map_err(|errors| {
        let messages = errors.into_iter().map(|error| described(&error.in_language(language), name, &own));
        messages.collect::<Vec<_>>().join("\n")
    })
}

fn unknown(name: &str, language: Language) -> String {
    let known = embedded::names().join(", ");
    language.pick(
        format!("没有主题 {name}：themes/{name}/ 不存在，内置的主题有 {known}。"),
        format!("there is no theme {name}: themes/{name}/ does not exist, and the built-in themes are {known}."),
    )
}
