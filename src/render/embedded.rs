//! The built-in themes, embedded as the folders that authors copy from.

use include_dir::{Dir, include_dir};

use super::theme::Layer;
use crate::config::ThemeManifest;

static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The theme on which all others are based.
pub const BASE: &str = "default";

/// The names of the built-in themes.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = THEMES.dirs().filter_map(|dir| dir.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// The files of a built-in theme by their path inside it.
pub fn layer(name: &str) -> Option<Layer> {
    let dir = THEMES.dirs().find(|dir| dir.path().to_str() == Some(name))?;
    let mut layer = Layer::new();
    collect(dir, name, &mut layer);
    Some(layer)
}

/// The layers of the theme `name`, lowest first: the default theme, the theme that it extends, the built-in one of its
/// name, and the site's `own` files. `None` if there is no theme `name`.
pub fn layers(name: &str, own: Option<Layer>) -> Option<Vec<Layer>> {
    let built_in = if name == BASE { None } else { layer(name) };
    if built_in.is_none() && own.is_none() && name != BASE {
        return None;
    }
    let manifest = [own.as_ref(), built_in.as_ref()].into_iter().flatten().find_map(manifest);
    let extends = manifest.and_then(|manifest| manifest.extends).filter(|base| base != BASE && base != name);
    let below = extends.as_deref().and_then(layer);
    Some([layer(BASE), below, built_in, own].into_iter().flatten().collect())
}

/// The `theme.yaml` of a layer.
pub fn manifest(layer: &Layer) -> Option<ThemeManifest> {
    let text = std::str::from_utf8(layer.get("theme.yaml")?).ok()?;
    ThemeManifest::parse(text).ok()
}

fn collect(dir: &Dir<'static>, theme: &str, layer: &mut Layer) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Some(inside) = path.strip_prefix(theme).and_then(|rest| rest.strip_prefix('/')) {
            layer.insert(inside.to_owned(), file.contents().to_vec());
        }
    }
    dir.dirs().for_each(|dir| collect(dir, theme, layer));
}
