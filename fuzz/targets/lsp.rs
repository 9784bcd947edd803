//! Any text in an editor and any messages about it: every request is answered, and every place is in the text.
#![no_main]

use gongshi::config::Language;
use gongshi::lsp::LanguageServer;
use libfuzzer_sys::fuzz_target;
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

const URI: &str = "file:///a/content/notices/a.md";
const METHODS: [&str; 5] = ["completion", "hover", "definition", "documentSymbol", "codeAction"];

/// Whether the places in a value are in a text of so many lines, and each ends where it begins or later.
fn are_places(value: &Value, lines: u64) -> bool {
    let place = |name: &str| Some((value[name]["line"].as_u64()?, value[name]["character"].as_u64()?));
    let is_range = place("start").zip(place("end")).is_none_or(|(start, end)| start <= end && end.0 < lines);
    let inner = |value: &Value| are_places(value, lines);
    is_range
        && match value {
            Value::Array(values) => values.iter().all(inner),
            Value::Object(values) => values.values().all(inner),
            _ => true,
        }
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (document, messages) = text.split_once('\u{1}').unwrap_or((&text, ""));
    let (editor, server) = Connection::memory();
    let send = |message: Message| editor.sender.send(message).expect("the server listens");
    let note = |method: &str, params: Value| send(Notification::new(method.to_owned(), params).into());
    let mut asked = 0;
    let mut ask = |method: &str, params: Value| {
        asked += 1;
        send(Request::new(RequestId::from(asked), method.to_owned(), params).into());
    };
    ask("initialize", json!({ "capabilities": {} }));
    note("initialized", json!({}));
    note("textDocument/didOpen", json!({ "textDocument": { "uri": URI, "text": document } }));
    for part in messages.split('\u{1}') {
        // a shutdown would end it early
        match serde_json::from_str(part) {
            Ok(Message::Notification(message)) => send(message.into()),
            Ok(Message::Request(message)) if message.method != "shutdown" => ask(&message.method, message.params),
            _ => {}
        }
    }
    note("textDocument/didChange", json!({ "textDocument": { "uri": URI }, "contentChanges": [{ "text": document }] }));
    for (number, byte) in bytes.iter().take(20).enumerate() {
        let position = json!({ "line": byte >> 4, "character": byte & 15 });
        let end = json!({ "line": byte >> 3, "character": byte & 7 });
        let params = json!({
            "textDocument": { "uri": URI }, "position": position, "range": { "start": position, "end": end },
        });
        ask(&format!("textDocument/{}", METHODS[number % METHODS.len()]), params);
    }
    ask("shutdown", Value::Null);
    note("exit", Value::Null);
    let load = |_: &_, _: Vec<_>| None;
    let server_side = LanguageServer { folder: None, language: Language::Zh, load: &load };
    server_side.answer_all(server).expect("the protocol is kept");
    let mut answered = 0;
    let lines = document.split('\n').count() as u64;
    for message in editor.receiver.try_iter() {
        match message {
            Message::Response(Response { response_result, .. }) => {
                answered += 1;
                let result = response_result.unwrap_or_default();
                assert!(are_places(&result, lines), "{result}");
            }
            Message::Notification(note) => {
                // messages may have opened other documents
                let is_ours = note.params["uri"] == URI && messages.is_empty();
                assert!(!is_ours || are_places(&note.params, lines), "{}", note.params);
            }
            Message::Request(_) => {}
        }
    }
    assert_eq!(answered, asked);
});
