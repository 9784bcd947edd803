//! The house rules of the architecture, read off the sources: who may import whom, and who may touch what.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up, and the rooms each may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("notice", &["text"]),
    ("config", &["text", "notice"]),
    ("read", &["text", "notice"]),
    ("import", &["text", "notice", "read"]),
    ("archive", &["text", "notice", "config"]),
    ("check", &["text", "notice", "config", "read", "archive"]),
    ("search", &["text", "notice", "config", "archive"]),
    ("report", &["text", "notice", "config", "read", "archive", "check"]),
    ("render", &["text", "notice", "config", "read", "archive"]),
    ("pages", &["text", "notice", "config", "read", "archive", "search", "render"]),
    ("site", &["text", "notice", "config", "read", "archive", "check", "search", "render", "pages"]),
    (
        "io",
        &[
            "text", "notice", "config", "read", "import", "archive", "check", "report", "search", "render", "pages",
            "site",
        ],
    ),
    (
        "build",
        &[
            "text", "notice", "config", "read", "import", "archive", "check", "report", "search", "render", "pages",
            "site", "io",
        ],
    ),
    (
        "lsp",
        &[
            "text", "notice", "config", "read", "import", "archive", "check", "report", "search", "render", "pages",
            "site", "io",
        ],
    ),
    (
        "publish",
        &[
            "text", "notice", "config", "read", "import", "archive", "check", "report", "search", "render", "pages",
            "site", "io", "build",
        ],
    ),
    (
        "serve",
        &[
            "text", "notice", "config", "read", "import", "archive", "check", "report", "search", "render", "pages",
            "site", "io", "build",
        ],
    ),
    (
        "cli",
        &[
            "text", "notice", "config", "read", "import", "archive", "check", "report", "search", "render", "pages",
            "site", "io", "build", "lsp", "publish", "serve",
        ],
    ),
];

/// Words, the folders or files that may use them, and why nobody else may.
const DOORS: &[(&str, &[&str])] = &[
    ("std::fs", &["io/", "build/", "lsp/", "publish/", "serve/", "cli/"]),
    ("std::env", &["io/", "build/", "lsp/", "publish/", "serve/", "cli/", "main.rs"]),
    ("std::process", &["io/", "build/", "lsp/", "publish/", "serve/", "cli/", "main.rs"]),
    ("std::net", &["serve/"]),
    ("println!", &["io/", "build/", "lsp/", "publish/", "serve/", "cli/"]),
    ("print!", &["io/", "build/", "lsp/", "publish/", "serve/", "cli/"]),
    ("SystemTime", &["io/", "build/", "lsp/", "publish/", "serve/", "cli/"]),
    ("Instant", &["io/", "build/", "lsp/", "publish/", "serve/", "cli/"]),
    ("pulldown_cmark", &["read/blocks", "render/html"]),
    ("serde_yaml", &["config/", "read/front_matter", "text/yaml"]),
    ("tera::", &["render/theme", "render/page"]),
    ("notify::", &["io/watch"]),
    ("hyper::", &["serve/"]),
    ("tokio::", &["serve/"]),
    ("lsp_server::", &["lsp/"]),
    ("walkdir::", &["publish/", "io/"]),
];

/// A source file: its path below `src/` with `/`, and its text without test modules.
pub struct Source {
    pub path: String,
    text: String,
}

/// All source files.
pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    assert!(found.len() > 30, "the sources are found");
    found
}

impl Source {
    fn room(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// The code above a test module, comments left out.
    pub fn code(&self) -> String {
        let end = self.text.find("#[cfg(test)]\nmod tests").unwrap_or(self.text.len());
        let lines = self.text[..end].lines().map(|line| line.split("//").next().unwrap_or_default());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The rooms this file names: `crate::room` or `crate::{room, …}`.
    fn imports(&self) -> Vec<String> {
        let code = self.code();
        let mut rooms = Vec::new();
        for (at, mark) in code.match_indices("crate::") {
            let rest = &code[at + mark.len()..];
            let names = rest.strip_prefix('{').map_or(rest, |group| group.split('}').next().unwrap());
            let listed = if rest.starts_with('{') { names.split(',').collect() } else { vec![names] };
            for name in listed {
                let name = name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                rooms.push(name.to_owned());
            }
        }
        rooms
    }
}

#[test]
fn imports_point_down() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(below) = allowed.get(source.room()) else { continue };
        for room in source.imports() {
            if allowed.contains_key(room.as_str()) && room != source.room() && !below.contains(&room.as_str()) {
                wrong.push(format!("{} imports {room}", source.path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_room_is_in_the_order_of_rooms() {
    let plan = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let named: Vec<&str> = plan.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut known: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    known.sort_unstable();
    let mut sorted = named.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, known);
}

#[test]
fn only_some_rooms_use_files_environment_and_clock() {
    let mut wrong = Vec::new();
    for source in sources() {
        let code = source.code();
        for (word, places) in DOORS {
            let used = code
                .match_indices(word)
                .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            if used && !places.iter().any(|place| source.path.starts_with(place)) {
                wrong.push(format!("{} uses {word}", source.path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_global_state_and_no_foreign_names() {
    let mut wrong = Vec::new();
    for source in sources() {
        let code = source.code();
        for word in ["static mut", "thread_local!", "lazy_static", "use super::*"] {
            if code.contains(word) {
                wrong.push(format!("{} has {word}", source.path));
            }
        }
        let is_static = |line: &&str| line.trim_start().trim_start_matches("pub ").starts_with("static ");
        for line in code.lines().filter(is_static) {
            if ["Mutex<", "RwLock<", "Cell<", "Atomic"].iter().any(|word| line.contains(word)) {
                wrong.push(format!("{} has state: {line}", source.path));
            }
        }
        let vague = ["utils", "util", "helpers", "helper", "common", "manager", "misc"];
        if source.path.split(['/', '.']).any(|part| vague.contains(&part)) {
            wrong.push(format!("{} has a name that says nothing", source.path));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_and_functions_are_short() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > 600 {
            wrong.push(format!("{} has {lines} lines", source.path));
        }
        if !source.text.starts_with("//!") {
            wrong.push(format!("{} does not say what it is for", source.path));
        }
        for (name, length) in functions(&source.text) {
            if length > 60 {
                wrong.push(format!("{}: fn {name} has {length} lines", source.path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Functions and their lengths, by the indentation that rustfmt gives them.
fn functions(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let is_function = line
            .trim_start()
            .split(['(', '<'])
            .next()
            .is_some_and(|head| head.split_whitespace().rev().nth(1) == Some("fn"));
        // a trait's function may be declared only
        let is_declared =
            lines[at..].iter().find(|line| line.ends_with(['{', ';', '}'])).is_some_and(|line| line.ends_with(';'));
        if is_function && !is_declared {
            let end = format!("{}}}", " ".repeat(indent));
            let length = lines[at..].iter().position(|line| *line == end).map_or(1, |end| end + 1);
            let name = line.trim_start().split("fn ").nth(1).unwrap().split(['(', '<']).next().unwrap();
            found.push((name.to_owned(), length));
        }
    }
    found
}

#[test]
fn panics_name_their_invariant() {
    let mut wrong = Vec::new();
    for source in sources() {
        for line in source.code().lines() {
            let panics = [".unwrap()", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];
            let unstated = line.contains(".expect(") && !line.contains(".expect(\"invariant:");
            if panics.iter().any(|word| line.contains(word)) || unstated {
                wrong.push(format!("{}: {}", source.path, line.trim()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Rooms in which a `match` over one of our own enums may still end in `_ =>`.
const WITH_CATCH_ALL: &[&str] = &["read"];

#[test]
fn matches_over_our_own_enums_name_every_variant() {
    let sources = sources();
    let code = |source: &Source| source.code().lines().map(str::to_owned).collect::<Vec<_>>();
    let declared = |line: &str| {
        let name = line.trim_start().trim_start_matches("pub ").trim_start_matches("(super) ").strip_prefix("enum ")?;
        Some(name.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned())
    };
    let enums: BTreeSet<String> = sources
        .iter()
        .flat_map(|source| code(source).iter().filter_map(|line| declared(line)).collect::<Vec<_>>())
        .collect();
    assert!(enums.len() > 40 && enums.contains("Status"), "the enums are found: {enums:?}");
    let (mut wrong, mut exempt) = (Vec::new(), BTreeSet::new());
    for source in &sources {
        let lines = code(source);
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("_ =>")) {
            let own = arms_above(&lines[..at], indent(line)).find(|arm| names_a_variant(arm, &enums));
            match own {
                Some(_) if WITH_CATCH_ALL.contains(&source.room()) => drop(exempt.insert(source.room().to_owned())),
                Some(arm) => wrong.push(format!("{}:{}: `_ =>` beside {}", source.path, at + 1, arm.trim())),
                None => {}
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let listed: BTreeSet<String> = WITH_CATCH_ALL.iter().map(|room| (*room).to_owned()).collect();
    assert_eq!(exempt, listed, "a room without such matches leaves the list");
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The arms of the `match` that ends with the next line, which is indented by `depth`, nearest first.
fn arms_above(lines: &[String], depth: usize) -> impl Iterator<Item = &String> {
    let inside = lines.iter().rev().take_while(move |line| line.trim().is_empty() || indent(line) >= depth);
    inside.filter(move |line| !line.trim().is_empty() && indent(line) == depth)
}

/// Whether a pattern begins with a variant of one of `enums`, perhaps inside `Some(…)`.
fn names_a_variant(arm: &str, enums: &BTreeSet<String>) -> bool {
    let arm = arm.trim().trim_start_matches("| ");
    let arm = ["Some(", "Ok(", "Err("].iter().find_map(|around| arm.strip_prefix(around)).unwrap_or(arm);
    arm.split_once("::").is_some_and(|(name, _)| name == "Self" || enums.contains(name))
}
