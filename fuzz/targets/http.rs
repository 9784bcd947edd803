//! Any bytes of a client of `serve`: every answer is HTTP, only requests to this machine reach the site, and its paths are
//! text without control characters.
#![no_main]

use std::sync::mpsc;

use gongshi::serve::answer::Answer;
use gongshi::serve::http::HttpServer;
use gongshi::serve::message::Message;
use libfuzzer_sys::fuzz_target;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The answer of the site to every path.
const BODY: &[u8] = b"a page";

fuzz_target!(|bytes: &[u8]| {
    let (inbox, messages) = mpsc::channel();
    let site = std::thread::spawn(move || {
        let mut paths = Vec::new();
        for message in messages {
            match message {
                Message::Page(path, reply) => {
                    let answer = Answer { status: 200, media: "text/plain", bytes: BODY.to_vec(), ..Answer::default() };
                    drop(reply.send(answer));
                    paths.push(path);
                }
                Message::Follow(path, _) => paths.push(path),
                Message::Changed(_) | Message::Indexed(_) => {}
            }
        }
        paths
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let answer = runtime.block_on(async {
        let server = HttpServer::new("127.0.0.1", inbox);
        let (mut client, stream) = tokio::io::duplex(1 << 20);
        client.write_all(bytes).await.expect("it fits");
        client.shutdown().await.expect("it is open");
        server.converse(stream).await;
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).await.expect("it ends");
        answer
    });
    let paths = site.join().expect("the site answers");
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1."), "{answer:?}");
    let request = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let is_ours = ["127.0.0.1", "localhost", "[::1]"].iter().any(|host| request.contains(host));
    assert!(paths.is_empty() || is_ours, "{paths:?}");
    for path in paths {
        assert!(!path.starts_with('/') && !path.chars().any(char::is_control), "{path:?}");
    }
});
