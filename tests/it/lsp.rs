//! A conversation with an editor, as it goes over standard input and output.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::sandbox::Sandbox;

const NOTICE: &str = "\
---
title: 云江市教育局党组关于五届市委第三轮巡察反馈意见整改情况的通报
date: 2024-05-20
kind: 整改通报
unit: 云江市教育局
round: 五届市委第三轮巡察
contact: 0999-5550101
follows: earlier
---
根据统一部署，市委第二巡察组𠮷对市教育局党组 开展了巡察。现将整改情况予以公布。

## 二、整改任务落实情况

### 1.关于“校车管理不严”问题的整改。

整改状态：已完成

一是核验全部校车。二是建立驾驶员档案。
";

/// The program as an editor sees it.
struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next: i64,
}

impl Editor {
    fn start(sandbox: &Sandbox) -> Self {
        Self::start_in(sandbox, ".", Value::Null)
    }

    /// Starts the server in a folder of the sandbox, for an editor that opened `root`.
    fn start_in(sandbox: &Sandbox, folder: &str, root: Value) -> Self {
        // as every VS Code client starts it
        let mut command = sandbox.command(&["lsp", "--stdio"]);
        command.current_dir(sandbox.at(folder));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut editor = Self { child, input, output, next: 0 };
        let answer = editor.request("initialize", json!({ "processId": null, "rootUri": root, "capabilities": {} }));
        assert_eq!(answer["result"]["capabilities"]["hoverProvider"], true);
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }));
        self.receive()
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).unwrap();
            match line.trim().strip_prefix("Content-Length: ") {
                Some(count) => length = count.parse().unwrap(),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn leave(mut self) -> i32 {
        self.request("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().unwrap().code().unwrap()
    }
}

/// The URI of a path as VS Code writes it: a drive has a small letter and an escaped colon.
fn uri_of(path: &Path) -> String {
    let path = path.display().to_string().replace('\\', "/");
    match path.split_once(":/") {
        Some((drive, rest)) => format!("file:///{}%3A/{rest}", drive.to_lowercase()),
        None => format!("file://{path}"),
    }
}

fn site(name: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::new(name);
    sandbox.write("content/site.yaml", "title: 云江市整改公示\n");
    sandbox.write("content/notices/earlier.md", NOTICE.replace("follows: earlier", "id: earlier"));
    sandbox.write("content/notices/later.md", NOTICE);
    let uri = uri_of(&sandbox.at("content/notices/later.md"));
    (sandbox, uri)
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

#[test]
fn an_editor_gets_diagnostics_while_typing() {
    let (sandbox, uri) = site("lsp");
    let mut editor = Editor::start(&sandbox);
    editor.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": NOTICE } }),
    );
    let published = editor.receive();
    assert_eq!(published["method"], "textDocument/publishDiagnostics");
    let diagnostics = published["params"]["diagnostics"].as_array().unwrap();
    let codes: Vec<&str> = diagnostics.iter().filter_map(|diagnostic| diagnostic["code"].as_str()).collect();
    assert_eq!(codes, ["follow-up-steps", "stray-space"], "{diagnostics:#?}");
    // 𠮷 is two UTF-16 units
    assert_eq!(diagnostics[1]["range"]["start"], json!({ "line": 9, "character": 23 }));

    let range = json!({ "start": { "line": 9, "character": 23 }, "end": { "line": 9, "character": 24 } });
    let fixes = editor.request(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } }),
    );
    assert_eq!(fixes["result"][0]["edit"]["changes"][&uri][0], json!({ "range": range, "newText": "" }));

    let keys = editor.request("textDocument/completion", at(&uri, 8, 0));
    let labels: Vec<&str> = keys["result"].as_array().unwrap().iter().filter_map(|key| key["label"].as_str()).collect();
    assert!(labels.contains(&"round") && labels.contains(&"轮次"), "{labels:?}");
    let units = editor.request("textDocument/completion", at(&uri, 4, 6));
    assert_eq!(units["result"][0]["label"], "云江市教育局");
    let statuses = editor.request("textDocument/completion", at(&uri, 15, 5));
    assert_eq!(statuses["result"][0]["label"], "已完成");

    let hover = editor.request("textDocument/hover", at(&uri, 5, 8));
    assert_eq!(hover["result"]["contents"]["value"], "round = 五届市委第三轮巡察 (头部)");
    let answers = [&published["params"], &fixes["result"], &keys["result"], &units["result"], &hover["result"]];
    assert!(!answers.into_iter().any(holds_null), "an optional field is absent, never null: {answers:#?}");
    let symbols = editor.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(symbols["result"][0]["name"], "二、整改任务落实情况");
    assert_eq!(symbols["result"][0]["children"][0]["detail"], "已完成");
    assert!(!holds_null(&symbols["result"]), "an optional field is absent, never null: {symbols}");
    let definition = editor.request("textDocument/definition", at(&uri, 7, 10));
    assert!(definition["result"]["uri"].as_str().unwrap().ends_with("/content/notices/earlier.md"), "{definition}");

    let mended = NOTICE.replace("党组 开展", "党组开展");
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": mended }] }),
    );
    let diagnostics = &editor.receive()["params"]["diagnostics"];
    assert_eq!(diagnostics.as_array().map(Vec::len), Some(1), "{diagnostics}");
    assert_eq!(diagnostics[0]["code"], "follow-up-steps");
    assert_eq!(editor.leave(), 0);
}

#[test]
fn invalid_messages_get_an_error_or_end_the_server() {
    let (sandbox, uri) = site("lsp-nonsense");
    let mut editor = Editor::start(&sandbox);
    assert_eq!(editor.request("textDocument/hover", at(&uri, 0, 0))["error"]["code"], -32602);
    assert_eq!(editor.request("window/nothing", json!({}))["error"]["code"], -32601);
    editor.tell("textDocument/didOpen", json!({ "textDocument": 7 }));
    editor.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": "a" } }),
    );
    assert_eq!(editor.receive()["method"], "textDocument/publishDiagnostics");
    assert_eq!(
        editor.request("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": "x" }))["error"]["code"],
        -32602
    );
    assert_eq!(editor.request("textDocument/hover", at(&uri, 4_000_000_000, 7))["result"], Value::Null);
    write!(editor.input, "Content-Length: 5\r\n\r\n{{no}}!").unwrap();
    drop(editor.input);
    assert_ne!(editor.child.wait().unwrap().code(), Some(0));
}

fn open(editor: &mut Editor, uri: &str, text: &str) -> Vec<Value> {
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    editor.receive()["params"]["diagnostics"].as_array().unwrap().clone()
}

/// Wherever the server was started, the site is the one that the editor opened, or that the document lies in; what is
/// wrong between notices is told while typing, as `check` tells it.
#[test]
fn the_server_finds_the_site_and_its_other_notices() {
    let (sandbox, uri) = site("lsp-root");
    sandbox.write("elsewhere/x", "");
    let wrong = NOTICE.replace("follows: earlier", "follows: earlyer\nid: earlier").replace("党组 开展", "党组开展");
    let wrong = format!("{wrong}\n[附件](附件.pdf)\n");
    sandbox.write("content/notices/later.md", &wrong);
    let checked: Value = serde_json::from_str(&sandbox.run(&["check", "--format", "json"]).stdout).unwrap();
    let found = checked["findings"].as_array().unwrap();
    let of_later = found.iter().filter(|finding| finding["source"] == "notices/later.md");
    let mut expected: Vec<&str> = of_later.filter_map(|finding| finding["code"].as_str()).collect();
    expected.sort_unstable();
    assert_eq!(expected, ["dead-link", "duplicate-id", "follows-unknown"], "{checked:#}");
    for root in [json!(uri_of(sandbox.root())), Value::Null] {
        let mut editor = Editor::start_in(&sandbox, "elsewhere", root);
        let diagnostics = open(&mut editor, &uri, &wrong);
        let mut codes: Vec<&str> = diagnostics.iter().filter_map(|published| published["code"].as_str()).collect();
        codes.sort_unstable();
        assert_eq!(codes, expected);
        assert_eq!(editor.leave(), 0);
    }
}

#[test]
fn thousands_of_findings_are_bounded_and_counted() {
    let (sandbox, uri) = site("lsp-many");
    let mut editor = Editor::start(&sandbox);
    let diagnostics = open(&mut editor, &uri, &format!("{NOTICE}\n{}", "全市 教师，积极参加。\n\n".repeat(3_000)));
    assert_eq!(diagnostics.len(), 1001);
    let more = diagnostics[1000]["message"].as_str().unwrap();
    assert!(more.starts_with("另有 ") && more.ends_with(" 处未列出"), "{more}");
    assert_eq!(editor.leave(), 0);
}

/// Whether a member of an object, however deep, is null.
fn holds_null(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.values().any(|member| member.is_null() || holds_null(member)),
        Value::Array(entries) => entries.iter().any(holds_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
