//! The structure of the sources, file by file: no cycles inside rooms, and every type has a name of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::{Source, sources};

/// A module path: `["render", "html"]` for `render/html/mod.rs`.
type Module = Vec<String>;

/// The files of `src/` by their module path.
struct Modules {
    files: BTreeMap<Module, Source>,
}

impl Modules {
    fn read() -> Self {
        let files = sources().into_iter().map(|source| (module(&source.path), source)).collect();
        Self { files }
    }

    /// The file that defines what `path` names: the longest prefix of `path` that is a file, or the file that this one
    /// re-exports the next name from.
    fn definition(&self, path: &[String]) -> Option<Module> {
        let length = (1..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let found = path[..length].to_vec();
        let reexported = path.get(length).and_then(|name| {
            let child = reexports(&self.files[&found].code()).into_iter().find(|(item, _)| item == name)?.1;
            let child = [found.clone(), vec![child]].concat();
            self.files.contains_key(&child).then_some(child)
        });
        Some(reexported.unwrap_or(found))
    }

    /// The files that each file imports.
    fn imports(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let imports = |module: &Module, source: &Source| {
            let paths = paths(&source.code(), module);
            paths.iter().filter_map(|path| self.definition(path)).filter(|found| found != module).collect()
        };
        self.files.iter().map(|(module, source)| (module, imports(module, source))).collect()
    }
}

fn module(path: &str) -> Module {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').filter(|part| !matches!(*part, "lib" | "main")).map(str::to_owned).collect()
}

/// The items a `mod.rs` re-exports with `pub use`, and the child each comes from.
fn reexports(code: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("pub use ") {
        let statement = code[at + "pub use ".len()..].split(';').next().unwrap_or_default();
        let Some((child, items)) = statement.trim_start_matches("self::").split_once("::") else { continue };
        for item in items.trim_matches(['{', '}']).split(',') {
            found.push((item.trim().trim_matches(['{', '}']).to_owned(), child.to_owned()));
        }
    }
    found
}

/// The paths that start with `crate`, `super` or `self` in `code`, a file of `module`, made absolute.
fn paths(code: &str, module: &Module) -> Vec<Module> {
    let mut found = Vec::new();
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let mut base = match root {
                "crate::" => Vec::new(),
                "self::" => module.clone(),
                _ => module[..module.len().saturating_sub(1)].to_vec(),
            };
            let mut rest = &code[at + root.len()..];
            while let Some(up) = rest.strip_prefix("super::") {
                base.pop();
                rest = up;
            }
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
            let (path, after) = rest.split_at(end);
            base.extend(path.split("::").filter(|part| !part.is_empty()).map(str::to_owned));
            match after.strip_prefix('{').filter(|_| path.is_empty() || path.ends_with("::")) {
                Some(group) => {
                    let names = group.split('}').next().unwrap_or_default().split(',').map(str::trim);
                    for name in names.filter(|name| !name.is_empty()) {
                        let parts = name.split("::").map(|part| part.split(' ').next().unwrap_or_default().to_owned());
                        found.push(base.iter().cloned().chain(parts).collect());
                    }
                }
                None => found.push(base),
            }
        }
    }
    found
}

/// Whether `to` can be reached from `from`.
fn reaches(imports: &BTreeMap<&Module, BTreeSet<Module>>, from: &Module, to: &Module) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&Module> = vec![from];
    while let Some(module) = open.pop() {
        for next in imports.get(module).into_iter().flatten() {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}

#[test]
fn files_of_a_room_do_not_import_each_other_in_a_circle() {
    let modules = Modules::read();
    let imports = modules.imports();
    let cyclic: Vec<String> =
        imports.keys().filter(|module| reaches(&imports, module, module)).map(|module| module.join("/")).collect();
    assert_eq!(cyclic, Vec::<String>::new(), "files that import each other in a circle");
}

/// The text between the braces after `head`; empty if `head` does not occur.
fn block<'a>(code: &'a str, head: &str) -> &'a str {
    let Some((_, rest)) = code.split_once(head) else { return "" };
    rest.split("\n}").next().unwrap_or_default()
}

/// A constant `ALL` is not checked by the compiler: a variant that it lacks would be left out of lists and files.
#[test]
fn every_constant_all_has_every_variant() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for source in sources() {
        let code = source.code();
        for (at, _) in code.match_indices("const ALL: [Self; ") {
            let name = code[..at].rsplit("\nimpl ").next().unwrap_or_default();
            let name = name.split(' ').next().unwrap_or_default();
            let variants = block(&code, &format!("enum {name} {{")).lines().map(str::trim);
            let variants: Vec<&str> = variants
                .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
                .map(|line| line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
                .collect();
            let listed = code[at..].split_once('=').map_or("", |(_, rest)| rest.split(';').next().unwrap_or_default());
            let is_listed = |variant: &&str| {
                listed.split("Self::").skip(1).any(|entry| entry.trim_end_matches([',', ' ', '\n', ']']) == *variant)
            };
            let missing = variants.iter().filter(|variant| !is_listed(variant));
            wrong.extend(missing.map(|variant| format!("{}: {name}::ALL lacks {variant}", source.path)));
            checked += usize::from(!variants.is_empty());
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(checked >= 5, "only {checked} enums with ALL were found");
}

#[test]
fn no_type_name_is_defined_twice() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        for line in source.code().lines() {
            let line = line.strip_prefix("pub(crate) ").or(line.strip_prefix("pub(super) ")).unwrap_or(line);
            let line = line.strip_prefix("pub ").unwrap_or(line);
            let name = ["struct ", "enum ", "trait ", "type "].iter().find_map(|keyword| line.strip_prefix(keyword));
            if let Some(name) = name.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next()) {
                places.entry(name.to_owned()).or_default().push(source.path.clone());
            }
        }
    }
    let twice: Vec<String> = places
        .into_iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(name, places)| format!("{name}: {}", places.join(", ")))
        .collect();
    assert_eq!(twice, Vec::<String>::new());
}
