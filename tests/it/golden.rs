//! Golden sites and texts: what is compared as a whole. `GONGSHI_BLESS=1` writes what was found as expected.

mod documents;
mod reference;

use std::collections::BTreeMap;
use std::fs;

use crate::sandbox::{Sandbox, difference, repository, tree};

fn blessing() -> bool {
    std::env::var_os("GONGSHI_BLESS").is_some()
}

/// Compares `found` with the text `name` in `tests/golden/`.
pub fn compare_text(name: &str, found: &str) {
    let path = repository().join("tests/golden").join(name);
    if blessing() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "{name} differs; found:\n{found}");
}

/// The files that are kept of a built site: everything people and programs read. The rest (theme files, the search
/// index) stands in `manifest.json` by its hash, which is left out so that a change of style does not touch every
/// golden site.
fn kept(site: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let is_kept = |path: &String| {
        let words = [".html", ".json", ".csv", ".atom", ".md", ".xml"].iter().any(|ending| path.ends_with(ending));
        words && path != "manifest.json"
    };
    site.into_iter().filter(|(path, _)| is_kept(path)).collect()
}

#[test]
fn golden_sites_are_as_expected_and_their_links_resolve() {
    let golden = repository().join("tests/golden");
    let mut cases = 0;
    for entry in fs::read_dir(&golden).unwrap() {
        let case = entry.unwrap().path();
        if !case.join("site").is_dir() {
            continue;
        }
        cases += 1;
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let sandbox = Sandbox::copy(&format!("golden-{name}"), &case.join("site"));
        sandbox.done(&["build"]);
        assert_eq!(crate::links::broken(&sandbox.public()), Vec::<String>::new(), "{name}");
        let found = kept(sandbox.public());
        let expected = case.join("expected");
        if blessing() {
            let _ = fs::remove_dir_all(&expected);
            for (path, bytes) in &found {
                let path = expected.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
        }
        assert_eq!(difference(&tree(&expected), &found), Vec::<String>::new(), "{name}");
    }
    assert!(cases >= 3, "there are golden sites");
}
