//! Bad inputs, one a line, in `tests/hostile/*.txt`: what is in the site's folder, the command, how it ends, and what
//! it reports. A row is `name|files|command|exit codes|expectations`.
//!
//! * files: `path=text`, separated by `;;`. In a path `%b9` is a byte. In a text `\n \r \t \\ \xff \u{202e}` are
//!   escapes, `{good}` is the front matter of a good notice, `{body}` its body, `{200*ab}` repeats; `>fifo`,
//!   `>folder`, `>link:TARGET` and `>size:BYTES` stand for what is not a text.
//! * expectations, separated by commas: `code@path:line` a finding of `check` (any error without a code, anywhere
//!   without a path), `"text"` in the output, `+path` exists, `!path` does not, `/text/` is in no page of
//!   `public/`, `*text*` in no file of it.
//!
//! In every row, the command ends in time, does not panic, and prints nothing that a terminal acts on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::sandbox::{Run, Sandbox, repository, tree};

const GOOD: &str =
    "---\ntitle: 中共青竹县水利局党组关于县委第三轮巡察整改情况的通报\ndate: 2024-12-05\ncontact: 0999-5550100\n---\n";
const BODY: &str = "\n一、整改情况\n\n1.关于河道巡查不到位的问题。\n\n整改结果：已完成\n";

/// How long a command may take, on a busy machine and without optimisation.
const LIMIT: Duration = Duration::from_secs(60);

/// A row of the table.
struct Case {
    name: String,
    files: Vec<(String, String)>,
    command: Vec<String>,
    exits: Vec<i32>,
    expected: Vec<String>,
}

fn cases(table: &str, text: &str) -> Vec<Case> {
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').collect();
        assert_eq!(cells.len(), 5, "{table}: {row}");
        let list = |cell: &str, mark: &str| {
            cell.split(mark).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>()
        };
        let file = |file: &str| file.split_once('=').map(|(path, text)| (path.to_owned(), text.to_owned()));
        Case {
            name: format!("{table}: {}", cells[0]),
            files: cells[1].split(";;").map(|entry| file(entry).expect(row)).collect(),
            command: list(cells[2], " "),
            exits: list(cells[3], ",").iter().map(|code| code.parse().expect(row)).collect(),
            expected: list(cells[4], ", "),
        }
    })
    .collect()
}

/// The bytes that a cell spells.
fn spelt(cell: &str) -> Vec<u8> {
    let cell = cell.replace("{good}", GOOD).replace("{body}", BODY);
    let (mut bytes, mut rest) = (Vec::new(), cell.as_str());
    while let Some(c) = rest.chars().next() {
        let repeated = rest.strip_prefix('{').and_then(|inner| {
            let (count, after) = inner.split_once('*')?;
            let (text, after) = after.split_once('}')?;
            Some((count.parse::<usize>().ok()?, text, after))
        });
        if let Some((count, text, after)) = repeated {
            bytes.extend(spelt(text).repeat(count));
            rest = after;
        } else if let Some(escape) = rest.strip_prefix('\\') {
            rest = escaped(escape, &mut bytes);
        } else {
            bytes.extend(c.to_string().into_bytes());
            rest = &rest[c.len_utf8()..];
        }
    }
    bytes
}

/// Adds what stands after a backslash; what follows.
fn escaped<'a>(escape: &'a str, bytes: &mut Vec<u8>) -> &'a str {
    let number = |digits: &str| u32::from_str_radix(digits, 16).unwrap();
    match escape.chars().next().unwrap() {
        'n' => bytes.push(b'\n'),
        'r' => bytes.push(b'\r'),
        't' => bytes.push(b'\t'),
        'x' => {
            bytes.push(u8::from_str_radix(&escape[1..3], 16).unwrap());
            return &escape[3..];
        }
        'u' if escape[1..].starts_with('{') => {
            let (digits, after) = escape[2..].split_once('}').unwrap();
            bytes.extend(char::from_u32(number(digits)).unwrap().to_string().into_bytes());
            return after;
        }
        other => bytes.extend(other.to_string().into_bytes()),
    }
    &escape[escape.chars().next().unwrap().len_utf8()..]
}

/// A path whose `%` escapes are bytes.
fn place(path: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match first {
            b'%' => {
                let digits = std::str::from_utf8(&rest[..2]).unwrap();
                rest = &rest[2..];
                u8::from_str_radix(digits, 16).unwrap()
            }
            byte => *byte,
        });
    }
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

fn put(root: &Path, path: &str, cell: &str) {
    let path = root.join(place(path));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let Some(special) = cell.strip_prefix('>') else {
        return fs::write(path, spelt(cell)).unwrap();
    };
    match special.split_once(':').unwrap_or((special, "")) {
        ("fifo", _) => {
            rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, 0o644.into(), 0).unwrap();
        }
        ("folder", _) => fs::create_dir_all(path).unwrap(),
        ("link", target) => std::os::unix::fs::symlink(target, path).unwrap(),
        ("size", size) => fs::File::create(path).unwrap().set_len(size.parse().unwrap()).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Runs a command that must end in time.
fn run(sandbox: &Sandbox, arguments: &[&str]) -> Result<Run, String> {
    let output = |name: &str| fs::File::create(sandbox.at(name)).unwrap();
    let mut command = sandbox.command(arguments);
    command.current_dir(sandbox.at("site")).stdin(Stdio::null());
    let mut child = command.stdout(output("stdout")).stderr(output("stderr")).spawn().unwrap();
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if began.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err(format!("does not end in {} s", LIMIT.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let text = |name: &str| String::from_utf8_lossy(&fs::read(sandbox.at(name)).unwrap()).into_owned();
    Ok(Run { code: status.code().unwrap_or(-1), stdout: text("stdout"), stderr: text("stderr") })
}

/// Faults of a run that no case allows.
fn misbehaviour(run: &Run) -> Option<String> {
    let printed = || run.stdout.chars().chain(run.stderr.chars());
    let acts = |c: &char| c.is_control() && !"\n\t".contains(*c) || ('\u{202a}'..='\u{202e}').contains(c);
    match () {
        () if run.code < 0 || run.stderr.contains("panicked") => Some(format!("it died: {}", run.stderr)),
        () => printed().find(acts).map(|c| format!("it prints {c:?}")),
    }
}

fn holds(expected: &str, sandbox: &Sandbox, run: &Run, findings: &[Value]) -> bool {
    let site = sandbox.at("site");
    let is_there = |path: &str| fs::symlink_metadata(site.join(place(path))).is_ok();
    if let Some(text) = expected.strip_prefix('"') {
        let text = text.trim_end_matches('"');
        return run.stdout.contains(text) || run.stderr.contains(text);
    }
    for (mark, of_files) in [('/', ".html"), ('*', "")] {
        if let Some(text) = expected.strip_prefix(mark).and_then(|text| text.strip_suffix(mark)) {
            let text = text.replace("\\/", "/");
            let public = tree(&site.join("public"));
            let mut files = public.iter().filter(|(path, _)| path.ends_with(of_files));
            return files.all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains(&text));
        }
    }
    match expected.split_at(1) {
        ("!", path) => !is_there(path),
        ("+", path) => is_there(path),
        _ => {
            let (code, at) = expected.split_once('@').unwrap_or((expected, ""));
            let (path, line) = at.split_once(':').unwrap_or((at, ""));
            findings.iter().any(|finding| {
                let is_code = if code.is_empty() { finding["severity"] == "error" } else { finding["code"] == code };
                let is_place = path.is_empty() || finding["source"] == path.trim_start_matches("content/");
                is_code && is_place && (line.is_empty() || finding["line"].as_u64() == line.parse().ok())
            })
        }
    }
}

/// Faults of a case.
fn fault(case: &Case) -> Option<String> {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let sandbox = Sandbox::new(&format!("hostile-{}", NUMBER.fetch_add(1, Ordering::Relaxed)));
    case.files.iter().for_each(|(path, text)| put(&sandbox.at("site"), path, text));
    let arguments: Vec<&str> = case.command.iter().map(String::as_str).collect();
    let outcome = match run(&sandbox, &arguments) {
        Ok(outcome) => outcome,
        Err(fault) => return Some(fault),
    };
    if let Some(fault) = misbehaviour(&outcome) {
        return Some(fault);
    }
    if !case.exits.contains(&outcome.code) {
        return Some(format!("exit {}, not {:?}: {}{}", outcome.code, case.exits, outcome.stdout, outcome.stderr));
    }
    let is_finding = |expected: &&String| !expected.starts_with(['"', '!', '+', '/', '*']);
    let findings = match case.expected.iter().any(|expected| is_finding(&expected)) {
        false => Vec::new(),
        true => match run(&sandbox, &["check", "--format", "json"]) {
            Ok(checked) => {
                let report: Value = serde_json::from_str(&checked.stdout).unwrap_or_default();
                report["findings"].as_array().cloned().unwrap_or_default()
            }
            Err(fault) => return Some(fault),
        },
    };
    let missed = case.expected.iter().find(|expected| !holds(expected, &sandbox, &outcome, &findings));
    missed.map(|missed| {
        let found: Vec<String> =
            findings.iter().map(|one| format!("{}@{}:{}", one["code"], one["source"], one["line"])).collect();
        format!("not so: {missed}\n{}{}{}", outcome.stdout, outcome.stderr, found.join(" "))
    })
}

#[test]
fn bad_inputs_are_reported_in_time() {
    let folder = repository().join("tests/hostile");
    let mut tables: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    tables.sort();
    let only = std::env::var("GONGSHI_HOSTILE").unwrap_or_default();
    let mut all: Vec<Case> = Vec::new();
    for table in tables.iter().filter(|table| table.extension().is_some_and(|extension| extension == "txt")) {
        let name = table.file_stem().unwrap().to_string_lossy();
        all.extend(cases(&name, &fs::read_to_string(table).unwrap()));
    }
    all.retain(|case| case.name.contains(&only));
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(fault) = fault(case) {
                        let mut faults = faults.lock().unwrap_or_else(PoisonError::into_inner);
                        faults.push(format!("{}: {fault}", case.name));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{} of {} cases:\n{}", faults.len(), all.len(), faults.join("\n"));
}
