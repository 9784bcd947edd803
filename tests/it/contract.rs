//! themes/README.md: what a template may see, taken from the code that makes it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A struct with its own sentence and its fields: name, type, sentence.
struct Shape {
    name: String,
    says: String,
    fields: Vec<[String; 3]>,
}

/// The serialisable structs of a file, as they stand.
fn shapes(code: &str) -> Vec<Shape> {
    let (mut shapes, mut doc, mut serialises): (Vec<Shape>, String, bool) = (Vec::new(), String::new(), false);
    let mut open = false;
    for line in code.lines() {
        let line = line.trim();
        if let Some(says) = line.strip_prefix("/// ") {
            doc = if doc.is_empty() { says.to_owned() } else { format!("{doc} {says}") };
        } else if line.starts_with("#[derive") {
            serialises = line.contains("Serialize");
        } else if let Some(rest) = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("struct ")) {
            let name = rest.split([' ', '<', '(', ';']).next().unwrap_or_default().to_owned();
            open = serialises && rest.contains('{');
            if open {
                shapes.push(Shape { name, says: std::mem::take(&mut doc), fields: Vec::new() });
            }
            open &= !rest.contains('}');
            (serialises, doc) = (false, String::new());
        } else if line == "}" {
            (open, doc) = (false, String::new());
        } else if let (true, Some((name, kind))) = (open, line.trim_start_matches("pub ").split_once(": ")) {
            let field = [name.to_owned(), kind.trim_end_matches(',').to_owned(), std::mem::take(&mut doc)];
            shapes.last_mut().expect("a struct is open").fields.push(field);
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    shapes
}

fn written(shapes: &[Shape]) -> String {
    let mut text = String::new();
    for shape in shapes.iter().filter(|shape| !shape.fields.is_empty()) {
        let _ = writeln!(text, "#### {}\n\n{}\n\n| field | type | |\n|---|---|---|", shape.name, shape.says);
        for [name, kind, says] in &shape.fields {
            let kind = kind.replace("&'static str", "String").replace("&'a str", "String").replace('|', "\\|");
            let _ = writeln!(text, "| `{name}` | `{kind}` | {says} |");
        }
        text.push('\n');
    }
    text
}

/// The table in the documentation of the filters.
fn filters(code: &str) -> String {
    code.lines().filter_map(|line| line.strip_prefix("//! |")).map(|row| format!("|{row}\n")).collect()
}

fn generated(root: &Path) -> String {
    let read = |path: &str| fs::read_to_string(root.join(path)).expect(path);
    let mut text = String::from(
        "## Variables\n\nEvery template sees `t` (the theme's strings), `root` (the way to the site's root), and:\n\n",
    );
    text.push_str("### `site`\n\n");
    text.push_str(&written(&shapes(&read("src/render/pages.rs"))));
    text.push_str("### `page`\n\n");
    text.push_str(&written(&shapes(&read("src/render/head.rs"))));
    text.push_str("### `view`\n\nBy template:\n\n| template | view | at |\n|---|---|---|\n");
    let kinds = read("src/render/view/mod.rs");
    let template = |variant: &str| {
        let arm = format!("Self::{variant}(_) => \"");
        kinds.split(&arm).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    let variants = kinds.split("pub enum View {").nth(1).and_then(|rest| rest.split("\n}").next()).expect("View");
    let mut place = "";
    for line in variants.lines().map(str::trim) {
        if let Some(says) = line.strip_prefix("/// ") {
            place = says;
        } else if let Some((variant, holds)) = line.split_once('(') {
            let holds = holds.trim_end_matches("),").replace("Box<", "").replace('>', "");
            let _ = writeln!(text, "| `{}` | {holds} | {place} |", template(variant));
        }
    }
    text.push('\n');
    for file in ["home", "list", "notice", "unit", "round", "status", "matrix", "stats", "plain", "parts"] {
        text.push_str(&written(&shapes(&read(&format!("src/render/view/{file}.rs")))));
    }
    text.push_str("## Filters\n\nBeside [Tera's own](https://keats.github.io/tera/):\n\n");
    text.push_str(&filters(&read("src/render/theme/filters.rs")));
    text
}

#[test]
fn the_readme_of_themes_says_what_the_code_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("themes/README.md");
    let readme = fs::read_to_string(&path).expect("themes/README.md");
    let (by_hand, _) = readme.split_once("## Variables").expect("the generated part starts with ## Variables");
    let expected = format!("{by_hand}{}", generated(root));
    snapbox::assert_data_eq!(expected, snapbox::Data::read_from(&path, None).raw());
}
