//! A server under test and a client that asks it, over real connections and nothing but the standard library.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Nothing takes longer than this, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// `gongshi serve`, ended with the test.
pub struct Server {
    child: Child,
    patience: Duration,
    /// `127.0.0.1:port`.
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// A header's value; names are in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Server {
    /// Starts the command, which prints its address.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let patience = PATIENCE;
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).map(str::to_owned);
        Self { child, patience, address: address.unwrap_or_else(|| panic!("no address: {line:?}")) }
    }

    /// The same server, asked by somebody who waits longer.
    #[allow(dead_code)]
    pub fn patient(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The process, for benches.
    #[allow(dead_code)]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The answer for a path.
    pub fn get(&self, path: &str) -> Reply {
        self.request("GET", path, "")
    }

    /// The page at a path, which must be there.
    pub fn page(&self, path: &str) -> String {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.head);
        reply.text()
    }

    /// The answer for a path with further header lines, each ended by CRLF.
    pub fn request(&self, method: &str, path: &str, headers: &str) -> Reply {
        let host = if headers.contains("Host:") { String::new() } else { format!("Host: {}\r\n", self.address) };
        let request = format!("{method} /{path} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n");
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(self.patience)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // a server may hang up on what it refuses
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Reply { status, head, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
    }

    /// Follows the page at a path.
    pub fn follow(&self, path: &str) -> Events {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(self.patience)).unwrap();
        write!(stream, "GET /-/events?page=/{path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        Events { lines: BufReader::new(stream) }
    }
}

/// The events of a page.
pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next state.
    pub fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            let length = self.lines.read_line(&mut line).expect("an event in time");
            assert!(length > 0, "the stream of events ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The next state of which `is_that` holds.
    pub fn until(&mut self, is_that: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let state = self.next();
            if is_that(&state) {
                return state;
            }
            assert!(Instant::now() < end, "not in time: {state}");
        }
    }
}
