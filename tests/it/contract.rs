//! themes/README.md: what a template may see, taken from the code that makes it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

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

/// The views of a file with their templates.
fn views(code: &str) -> impl Iterator<Item = (&str, &str)> {
    code.split("impl View for ").skip(1).map(|rest| {
        let view = rest.split_once(' ').expect("a block").0;
        let template = rest.split("TEMPLATE: &'static str = \"").nth(1).and_then(|rest| rest.split('"').next());
        (template.expect("a template"), view)
    })
}

/// The first paragraph of a file's documentation.
fn about(code: &str) -> String {
    let lines = code.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ").replace('|', "\\|")
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
    text.push_str(&written(&shapes(&read("src/render/page.rs"))));
    text.push_str("### `page`\n\n");
    text.push_str(&written(&shapes(&read("src/render/head.rs"))));
    text.push_str("### `view`\n\nBy template:\n\n| template | view | what it is |\n|---|---|---|\n");
    let mut files: Vec<PathBuf> =
        fs::read_dir(root.join("src/pages")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let code: Vec<String> = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let with_views: Vec<&String> = code.iter().filter(|code| code.contains("impl View for ")).collect();
    assert!(with_views.len() > 10, "the views are found");
    for code in &with_views {
        for (template, view) in views(code) {
            let _ = writeln!(text, "| `{template}` | {view} | {} |", about(code));
        }
    }
    text.push('\n');
    for code in with_views {
        text.push_str(&written(&shapes(code)));
    }
    for file in ["history", "parts"] {
        text.push_str(&written(&shapes(&read(&format!("src/pages/{file}.rs")))));
    }
    text.push_str("## Filters\n\nBeside [Tera's own](https://keats.github.io/tera/):\n\n");
    text.push_str(&filters(&read("src/render/theme/filters.rs")));
    text
}

#[test]
fn the_readme_of_themes_equals_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("themes/README.md");
    let readme = fs::read_to_string(&path).expect("themes/README.md");
    let (by_hand, _) = readme.split_once("## Variables").expect("the generated part starts with ## Variables");
    let expected = format!("{by_hand}{}", generated(root));
    snapbox::assert_data_eq!(expected, snapbox::Data::read_from(&path, None).raw());
}
