//! README and docs/: what they say in two languages corresponds, leads somewhere, and is what the program does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::Parser;
use clap::error::ErrorKind;
use gongshi::cli::{Arguments, COMMAND_GROUPS};

use super::blessing;
use super::reference::LANGUAGES;
use crate::sandbox::{Sandbox, repository};

/// A block of code: the word behind its fence, its lines, the file that is written from it, and the edit (`FILE: OLD →
/// NEW`) that the reader has made before it.
struct Block<'a> {
    language: &'a str,
    file: Option<&'a str>,
    edit: Option<&'a str>,
    lines: Vec<&'a str>,
}

/// The blocks of code of a page.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut open, mut before): (Vec<Block<'_>>, bool, &str) = (Vec::new(), false, "");
    for line in page.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(_), true) => open = false,
            (Some(language), false) => {
                let said = |mark| before.strip_prefix(mark).and_then(|rest| rest.strip_suffix(" -->"));
                blocks.push(Block {
                    language,
                    file: said("<!-- file: "),
                    edit: said("<!-- edit: "),
                    lines: Vec::new(),
                });
                open = true;
            }
            (None, true) => blocks.last_mut().expect("a block is open").lines.push(line),
            (None, false) => {}
        }
        before = if line.is_empty() { before } else { line };
    }
    assert!(!open, "a block of code is never closed");
    blocks
}

/// The lines of a page outside its blocks of code.
fn prose(page: &str) -> Vec<&str> {
    let mut open = false;
    let outside = page.lines().filter(|line| {
        let is_fence = line.starts_with("```");
        open ^= is_fence;
        !open && !is_fence
    });
    outside.collect()
}

fn headings(page: &str) -> Vec<(usize, &str)> {
    let levels = prose(page).into_iter().map(|line| (line.bytes().take_while(|byte| *byte == b'#').count(), line));
    levels
        .filter(|(level, line)| *level > 0 && line[*level..].starts_with(' '))
        .map(|(n, line)| (n, &line[n + 1..]))
        .collect()
}

/// All documents for people, by their path in the repository.
fn documents() -> BTreeMap<String, String> {
    let mut paths = [
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "RELEASING.md",
        "SECURITY.md",
    ]
    .map(str::to_owned)
    .to_vec();
    for (_, folder) in LANGUAGES {
        let files = fs::read_dir(repository().join("docs").join(folder)).unwrap();
        paths.extend(files.map(|file| format!("docs/{folder}/{}", file.unwrap().file_name().to_string_lossy())));
    }
    let read = |path: String| {
        let text = fs::read_to_string(repository().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, text)
    };
    paths.into_iter().filter(|path| path.ends_with(".md")).map(read).collect()
}

/// The pairs of documents that say the same in two languages: Chinese, English.
fn pairs(documents: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    let chinese = documents.keys().filter(|path| path.starts_with("docs/zh/"));
    let english: Vec<&str> = documents.keys().map(String::as_str).filter(|path| path.starts_with("docs/en/")).collect();
    let mut pairs: Vec<(&str, &str)> = chinese.map(String::as_str).zip(english.iter().copied()).collect();
    let names = |folder: &str| documents.keys().filter_map(|path| path.strip_prefix(folder)).collect::<Vec<_>>();
    assert_eq!(names("docs/zh/"), names("docs/en/"), "both languages have the same pages");
    pairs.push(("README.zh-CN.md", "README.md"));
    pairs
}

/// A line of code without what only a person reads.
fn without_comment(line: &str) -> &str {
    match line.find(" #").or_else(|| line.starts_with('#').then_some(0)) {
        Some(at) => line[..at].trim_end(),
        None => line.trim_end(),
    }
}

#[test]
fn documents_have_the_same_structure_in_both_languages() {
    let documents = documents();
    let mut wrong = Vec::new();
    for (chinese, english) in pairs(&documents) {
        let (zh, en) = (&documents[chinese], &documents[english]);
        let levels = |page| headings(page).into_iter().map(|(level, _)| level).collect::<Vec<_>>();
        if levels(zh) != levels(en) {
            wrong.push(format!("{chinese}: headings {:?} and {:?}", levels(zh), levels(en)));
        }
        let (zh, en) = (blocks(zh), blocks(en));
        if zh.len() != en.len() {
            wrong.push(format!("{chinese}: {} blocks of code and {}", zh.len(), en.len()));
        }
        for (number, (left, right)) in zh.iter().zip(&en).enumerate() {
            let code = |block: &Block<'_>| -> Vec<String> {
                // what the program prints is in the reader's language
                let shown = block.lines.iter().filter(|line| block.language != "console" || line.starts_with("$ "));
                let lines = shown.map(|line| without_comment(line).to_owned()).filter(|line| !line.is_empty());
                if block.language == "text" { Vec::new() } else { lines.collect() }
            };
            if (left.language, left.file, left.edit, code(left))
                != (right.language, right.file, right.edit, code(right))
            {
                wrong.push(format!("{chinese}: block {} differs:\n{:?}\n{:?}", number + 1, code(left), code(right)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The anchors of a page's headings, made as code hosts make them.
fn anchors(page: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for (_, heading) in headings(page) {
        let kept = heading.to_lowercase().replace(' ', "-");
        let kept: String = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        let twins = anchors.iter().filter(|anchor| **anchor == kept).count();
        anchors.push(if twins == 0 { kept } else { format!("{kept}-{twins}") });
    }
    anchors
}

#[test]
fn links_of_documents_have_targets() {
    let documents = documents();
    let mut broken = Vec::new();
    for (path, page) in &documents {
        for line in prose(page) {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                if target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
                let folder = Path::new(path).parent().unwrap();
                let at = if file.is_empty() { path.into() } else { folder.join(file) };
                let Ok(found) = repository().join(&at).canonicalize() else {
                    broken.push(format!("{path}: {target}"));
                    continue;
                };
                let is_lost = !anchor.is_empty()
                    && fs::read_to_string(&found).is_ok_and(|page| !anchors(&page).iter().any(|known| known == anchor));
                if is_lost {
                    broken.push(format!("{path}: {target}"));
                }
            }
        }
    }
    for path in documents.keys() {
        let Some((folder, name)) = path.rsplit_once('/').filter(|(_, name)| *name != "README.md") else { continue };
        if !documents[&format!("{folder}/README.md")].contains(&format!("({name})")) {
            broken.push(format!("{folder}/README.md does not name {name}"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Words of a command line as a shell splits them, up to a pipe, a redirection or a comment.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote): (Vec<String>, Option<String>, Option<char>) = (Vec::new(), None, None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => (quote, word) = (Some(c), Some(word.unwrap_or_default())),
            (None, '|' | '>' | ';') => break,
            (None, '#') if word.is_none() => break,
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The calls of the program in a line of shell: behind a prompt, in a chain, behind `|`, by another command.
fn calls(line: &str) -> Vec<Vec<String>> {
    let commands = without_comment(line).trim_start_matches("$ ").split(" && ").flat_map(|part| part.split(" | "));
    commands.filter_map(call).collect()
}

/// The call of the program in one command: at its start, or where a name of a command or a common option follows.
fn call(command: &str) -> Option<Vec<String>> {
    if command.starts_with("gongshi ") {
        return Some(words(command));
    }
    let known: Vec<&str> = COMMAND_GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).chain(["-C"]).collect();
    let mut places = command.match_indices("gongshi ").chain(command.match_indices("gongshi.exe ")).map(|(at, _)| at);
    let is_call = |at: &usize| words(&command[*at..]).get(1).is_some_and(|next| known.contains(&next.as_str()));
    places.find(is_call).map(|at| words(&command[at..]))
}

#[test]
fn commands_in_documents_exist() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    let mut try_one = |path: &str, call: &[String], is_whole: bool| {
        tried += 1;
        let Err(error) = Arguments::try_parse_from(call) else { return };
        let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        // prose names a command or an option without all its arguments
        let is_part = matches!(
            error.kind(),
            ErrorKind::MissingRequiredArgument
                | ErrorKind::MissingSubcommand
                | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        );
        if !is_help && (is_whole || !is_part) {
            wrong.push(format!("{path}: {}: {:?}", call.join(" "), error.kind()));
        }
    };
    for (path, page) in documents() {
        for block in
            blocks(&page).iter().filter(|block| matches!(block.language, "sh" | "console" | "powershell" | "cron"))
        {
            let lines = block.lines.iter().filter(|line| block.language != "console" || line.starts_with("$ "));
            lines.flat_map(|line| calls(line)).for_each(|call| try_one(&path, &call, true));
        }
        for line in prose(&page) {
            for code in line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("gongshi ")) {
                calls(code).iter().for_each(|call| try_one(&path, call, false));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 100, "{tried} commands were found");
}

/// The extension for VS Code: its words exist in both languages, and it calls commands that exist.
#[test]
fn texts_of_the_extension_exist_in_both_languages() {
    let folder = repository().join("editors/vscode");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let json = |name: &str| {
        serde_json::from_str::<serde_json::Value>(&read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let keys = |name: &str| json(name).as_object().expect("a mapping").keys().cloned().collect::<Vec<_>>();
    let (english, package, script) = (keys("package.nls.json"), json("package.json"), read("extension.js"));
    assert_eq!(english, keys("package.nls.zh-cn.json"));
    let named = |text: &str, mark: &str| {
        text.split(mark)
            .skip(1)
            .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    for word in named(&read("package.json"), "\"%").into_iter().chain(named(&script, "words.")) {
        assert!(english.contains(&word), "{word}");
    }
    for command in package["contributes"]["commands"].as_array().unwrap() {
        let name = command["command"].as_str().unwrap().strip_prefix("gongshi.").unwrap();
        assert!(script.contains(&format!("  {name}: ")) || script.contains(&format!("  async {name}(")), "{name}");
    }
    json("snippets.json");
    for call in ["new", "import", "serve", "check", "publish", "lsp"] {
        assert!(script.contains(&format!("['{call}'")), "{call}");
        let tried = Arguments::try_parse_from(["gongshi", call, "--help"]).map_err(|error| error.kind());
        assert_eq!(tried.err(), Some(ErrorKind::DisplayHelp), "{call}");
    }
}

/// Where a line begins to say how long something took.
fn duration(line: &str) -> Option<usize> {
    line.find("用时 ").or_else(|| line.rfind(" in ").filter(|_| line.ends_with(" s")))
}

/// The output, with the duration that the document shows: blessing runs slow programs on busy machines.
fn with_duration_of(shown: &str, printed: &str) -> String {
    let Some(told) = shown.lines().find_map(|line| duration(line).map(|at| &line[at..])) else {
        return printed.to_owned();
    };
    let lines = printed.lines().map(|line| match duration(line) {
        Some(at) => format!("{}{told}", &line[..at]),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Patterns of text that differs from run to run and from year to year: durations, dates, hashes, ids of releases,
/// ports.
fn masked(line: &str) -> String {
    let mut masked = String::new();
    let mut rest = &line[..duration(line).unwrap_or(line.len())];
    while let Some(c) = rest.chars().next() {
        let run = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        let word = &rest[..run];
        let (digits, letters) =
            (word.bytes().any(|b| b.is_ascii_digit()), word.bytes().any(|b| b.is_ascii_alphabetic()));
        if run >= 8 && digits && letters || run == 4 && word.starts_with("20") && !letters {
            masked.push('#');
            rest = &rest[run..];
            continue;
        }
        masked.push(c);
        rest = &rest[c.len_utf8()..];
    }
    masked.trim_end().to_owned()
}

/// Whether `found` is what `shown` says, where a line `…` stands for any lines.
fn is_shown(shown: &[&str], found: &[&str]) -> bool {
    match shown.split_first() {
        None => found.is_empty(),
        Some((&"…", rest)) => (0..=found.len()).any(|skipped| is_shown(rest, &found[skipped..])),
        Some((line, rest)) => {
            found.first().is_some_and(|first| masked(line) == masked(first)) && is_shown(rest, &found[1..])
        }
    }
}

/// Runs a command of a transcript; what it prints is in `language`.
fn printed(sandbox: &Sandbox, folder: &Path, command: &str, language: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_gongshi")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(sandbox.root().join(folder))
        .env("PATH", path)
        .env("LANG", language)
        .env_remove("LC_ALL")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().replace(&sandbox.root().display().to_string(), "/home/me")
}

/// Says that the transcripts of a page are of the example archive; else they begin in an empty folder.
const EXAMPLE: &str = "<!-- transcripts: the example archive -->";

/// Runs the transcripts of a page one after another in one folder, and writes the page with what they print.
fn replayed(path: &str, page: &str, language: &str) -> String {
    let sandbox = Sandbox::new(&path.replace('/', "-"));
    if page.contains(EXAMPLE) {
        let files = crate::sandbox::tree(&repository().join("content"));
        files.into_iter().for_each(|(path, bytes)| sandbox.write(&format!("content/{path}"), bytes));
    }
    let (mut folder, mut replayed, mut rest) = (std::path::PathBuf::new(), String::new(), page);
    for block in blocks(page) {
        let fence = format!("```{}\n", block.language);
        let body: String = block.lines.iter().map(|line| format!("{line}\n")).collect();
        let whole = format!("{fence}{body}```");
        let (before, after) = rest.split_once(&whole).expect("the block is in its page");
        replayed.push_str(before);
        rest = after;
        if let Some(file) = block.file {
            sandbox.write(&folder.join(file).to_string_lossy(), &body);
        }
        if let Some((file, change)) = block.edit.and_then(|edit| edit.split_once(": ")) {
            let (old, new) = change.split_once(" → ").expect("an edit is FILE: OLD → NEW");
            let file = folder.join(file).to_string_lossy().into_owned();
            let text = sandbox.read(&file);
            assert!(text.contains(old), "{path}: {file} does not hold {old}");
            sandbox.write(&file, text.replace(old, new));
        }
        if block.language != "console" {
            replayed.push_str(&whole);
            continue;
        }
        replayed.push_str(&fence);
        for entry in body.split("$ ").skip(1).filter(|entry| !entry.trim().is_empty()) {
            let (command, shown) = entry.split_once('\n').unwrap_or((entry, ""));
            let mut found = String::new();
            for part in command.split(" && ") {
                match part.strip_prefix("cd ") {
                    Some(into) => folder.push(into),
                    None => found.push_str(&printed(&sandbox, &folder, part, language)),
                }
            }
            let lines = |text: &'_ str| text.trim_end().to_owned();
            let (told, happened) = (lines(shown), lines(&found));
            let is_same = is_shown(&told.lines().collect::<Vec<_>>(), &happened.lines().collect::<Vec<_>>());
            let output = if is_same { told } else { with_duration_of(&told, &happened) };
            replayed.push_str(&format!("$ {command}\n"));
            replayed.push_str(&if output.is_empty() { String::new() } else { format!("{output}\n") });
        }
        replayed.push_str("```");
    }
    replayed + rest
}

#[test]
fn transcripts_in_documents_equal_the_output() {
    for (path, page) in documents() {
        let is_chinese = path.starts_with("docs/zh/") || path.contains("zh-CN");
        let language = if is_chinese { "zh_CN.UTF-8" } else { "en_US.UTF-8" };
        if !page.contains("```console") {
            continue;
        }
        let found = replayed(&path, &page, language);
        if blessing() {
            fs::write(repository().join(&path), &found).unwrap();
            continue;
        }
        snapbox::assert_data_eq!(page, snapbox::Data::text(found).raw());
    }
}
