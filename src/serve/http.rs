//! HTTP server for this machine only.
//!
//! It knows nothing about the site: it checks where a request comes from, sends a message to the [`super::live_site`] thread and writes
//! the answer. Requests are limited in size, time and number. Pages of other sites can neither read answers nor follow
//! events.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use http_body_util::{Channel, Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Semaphore, oneshot, watch};

use super::additions;
use super::answer::Answer;
use super::message::Message;
use super::unread_answers::UnreadAnswers;
use super::write_timeout::WriteTimeout;
use crate::text::percent::{path_encoded, strictly_decoded};

const SCRIPT: &str = include_str!("live.js");
const STYLE: &str = include_str!("live.css");

/// Most connections open at once. A browser keeps six, plus one event stream for each open page.
const MAX_CONNECTIONS: usize = 256;
/// How long a client may take to send its headers, or to read an answer.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(10);
/// Most headers in a request; browsers send about 20.
const MAX_HEADERS: usize = 64;
/// Largest request head, in bytes.
const MAX_HEAD_BYTES: usize = 16 << 10;
/// How often a comment is sent on an idle event stream, so that lost clients are noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Pause after a connection could not be accepted, which happens while too many files are open.
const ACCEPT_RETRY: Duration = Duration::from_millis(50);

type ResponseBody = Either<Full<Bytes>, Channel<Bytes>>;

/// The HTTP side of `serve`.
#[derive(Clone, Debug)]
pub struct HttpServer {
    /// Accepted values of the `Host` header, without port.
    hosts: Arc<Vec<String>>,
    inbox: Sender<Message>,
    unread: UnreadAnswers,
}

impl HttpServer {
    /// A server that sends requests to `inbox`. It accepts `host` and the local names of this machine as `Host`.
    pub fn new(host: &str, inbox: Sender<Message>) -> Self {
        let local = ["127.0.0.1", "localhost", "[::1]", host].map(str::to_ascii_lowercase);
        Self { hosts: Arc::new(local.to_vec()), inbox, unread: UnreadAnswers::new() }
    }

    /// Serves until the process ends.
    pub fn serve(self, listener: TcpListener) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async move {
            let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
            let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
            loop {
                let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
                let Ok((stream, _)) = listener.accept().await else {
                    tokio::time::sleep(ACCEPT_RETRY).await;
                    continue;
                };
                // answers are small: send them at once
                let _ = stream.set_nodelay(true);
                let server = self.clone();
                tokio::spawn(async move {
                    server.converse(stream).await;
                    drop(slot);
                });
            }
        });
    }

    /// Answers the requests of a connection until it ends.
    pub async fn converse<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S) {
        let service = service_fn(|request| self.answer(request));
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(CLIENT_TIMEOUT)
            .max_headers(MAX_HEADERS)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(TokioIo::new(WriteTimeout::new(stream, CLIENT_TIMEOUT)), service);
        // a browser that closes the connection is not an error
        let _ = connection.await;
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Response<ResponseBody>, Infallible> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut response = plain_text(StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            return Ok(response);
        }
        if !self.is_ours(request.headers()) {
            return Ok(plain_text(StatusCode::FORBIDDEN, "Host"));
        }
        let Some(path) = decoded(request.uri().path().trim_start_matches('/')) else {
            return Ok(plain_text(StatusCode::BAD_REQUEST, "path"));
        };
        Ok(match path.as_str() {
            additions::SCRIPT => {
                bytes(StatusCode::OK, additions::media_type(additions::SCRIPT), Bytes::from_static(SCRIPT.as_bytes()))
            }
            additions::STYLE => {
                bytes(StatusCode::OK, additions::media_type(additions::STYLE), Bytes::from_static(STYLE.as_bytes()))
            }
            additions::EVENTS if !is_same_origin(request.headers()) => plain_text(StatusCode::FORBIDDEN, "Origin"),
            additions::EVENTS => self.follow(request.uri().query().unwrap_or_default()),
            _ => self.page(path).await,
        })
    }

    /// Whether the `Host` header names this machine. Rejects DNS rebinding, where another site's name resolves to it.
    fn is_ours(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let port = host.rfind(':').filter(|at| !host[*at..].contains(']')).unwrap_or(host.len());
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(&host[..port]))
    }

    async fn page(&self, path: String) -> Response<ResponseBody> {
        let (reply, answer) = oneshot::channel();
        let _ = self.inbox.send(Message::Page(path, reply));
        let Ok(answer) = answer.await else {
            return plain_text(StatusCode::SERVICE_UNAVAILABLE, "");
        };
        self.respond(answer)
    }

    fn respond(&self, answer: Answer) -> Response<ResponseBody> {
        let Some(body) = self.unread.hold(answer.bytes) else {
            let mut response = plain_text(StatusCode::SERVICE_UNAVAILABLE, "busy");
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            return response;
        };
        let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = bytes(status, answer.media, body);
        let headers = response.headers_mut();
        if let Ok(key) = HeaderValue::from_str(&answer.key) {
            headers.insert("x-page", key);
        }
        if let Some(location) =
            answer.location.and_then(|location| HeaderValue::from_str(&path_encoded(&location, b"")).ok())
        {
            headers.insert(header::LOCATION, location);
        }
        if answer.foreign {
            // an attachment may be a page with scripts: keep them from running on this origin
            let policy =
                HeaderValue::from_static("sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'");
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// An event stream with the state of the page that the query names.
    fn follow(&self, query: &str) -> Response<ResponseBody> {
        let page = query.split('&').find_map(|pair| pair.strip_prefix("page=")).and_then(decoded);
        let Some(page) = page else { return plain_text(StatusCode::BAD_REQUEST, "page") };
        let (events, mut updates) = watch::channel::<Arc<str>>("".into());
        let _ = self.inbox.send(Message::Follow(page.trim_start_matches('/').to_owned(), events));
        let (mut sender, body) = Channel::new(1);
        tokio::spawn(async move {
            loop {
                let text = match tokio::time::timeout(HEARTBEAT, updates.changed()).await {
                    Ok(Ok(())) => format!("data: {}\n\n", *updates.borrow_and_update()),
                    Ok(Err(_)) => return,
                    Err(_) => ":\n\n".to_owned(),
                };
                if sender.send_data(Bytes::from(text)).await.is_err() {
                    return;
                }
            }
        });
        let mut response = Response::new(Either::Right(body));
        add_headers(response.headers_mut(), "text/event-stream");
        // a stream that ended makes room for another connection at once
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        response
    }
}

/// Whether a page of this server sent the request, by the `Origin` and `Sec-Fetch-Site` headers.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let origin = headers.get(header::ORIGIN).is_none() || text(header::ORIGIN) == Some(&format!("http://{host}"));
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    origin && site.is_none_or(|site| site == "same-origin")
}

/// The decoded path or query value; `None` if it is not text.
fn decoded(text: &str) -> Option<String> {
    strictly_decoded(text).filter(|text| !text.chars().any(char::is_control))
}

fn plain_text(status: StatusCode, text: &'static str) -> Response<ResponseBody> {
    bytes(status, additions::media_type(".txt"), Bytes::from_static(text.as_bytes()))
}

fn bytes(status: StatusCode, media: &'static str, bytes: Bytes) -> Response<ResponseBody> {
    let mut response = Response::new(Either::Left(Full::new(bytes)));
    *response.status_mut() = status;
    add_headers(response.headers_mut(), media);
    response
}

/// Adds the headers of every answer: no caching, no MIME sniffing, no use by other sites.
fn add_headers(headers: &mut HeaderMap, media: &'static str) {
    let values = [
        (header::CONTENT_TYPE, media),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in values {
        if !value.is_empty() {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_or_refused() {
        assert_eq!(decoded("notices/%E9%99%84%E4%BB%B6.csv").as_deref(), Some("notices/附件.csv"));
        assert_eq!(decoded("a%2"), None);
        assert_eq!(decoded("a%ff"), None);
        assert_eq!(decoded("a%00b"), None);
    }

    #[test]
    fn only_requests_to_this_machine_are_answered() {
        let server = HttpServer::new("127.0.0.1", std::sync::mpsc::channel().0);
        let is_accepted = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            server.is_ours(&headers)
        };
        for host in ["127.0.0.1", "127.0.0.1:8000", "localhost:9", "LOCALHOST", "[::1]:8000", "[::1]"] {
            assert!(is_accepted(host), "{host}");
        }
        for host in ["", "example.invalid", "127.0.0.1.example.invalid:8000", "localhost.example.invalid", "[::2]:80"] {
            assert!(!is_accepted(host), "{host}");
        }
        assert!(!server.is_ours(&HeaderMap::new()));
    }
}
