//! The language server: the Language Server Protocol over standard input and output.

mod uri;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::Result;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::archive::{Address, Archive, Registers};
use crate::check::{self, RatedFinding, Subject};
use crate::config::{Language, Site};
use crate::io::clock;
use crate::io::folder::Folder;
use crate::io::reading::ReadFile;
use crate::io::source;
use crate::notice::{SourcePath, Summary};
use crate::pages::Links;
use crate::read::{self, Reading};
use crate::report::editor::{self, KnownNames, Positions};
use crate::text::fingerprint::Fingerprint;

pub use uri::canonical;
use uri::{path_of, uri_of};

/// Method of the notification that an editor sends after each change of a document.
const CHANGED: &str = "textDocument/didChange";

/// The site at the last save of a file.
#[derive(Debug, Default)]
pub struct SiteSnapshot {
    /// Settings from `site.yaml`.
    pub site: Site,
    /// The archive of its notices.
    pub archive: Archive,
    /// Targets that links can have.
    pub links: Links,
    /// Readings of all sources.
    pub files: Vec<ReadFile>,
}

/// A language server.
pub struct LanguageServer<'a> {
    /// The site's folder if given, else it is found from what the editor opens.
    pub folder: Option<Folder>,
    /// The language of messages.
    pub language: Language,
    /// Loads a site, given earlier readings of its sources; `None` if it cannot be loaded now.
    pub load: &'a dyn Fn(&Folder, Vec<ReadFile>) -> Option<SiteSnapshot>,
}

/// An open document with its reading and findings.
struct Document {
    text: String,
    reading: Reading,
    findings: Vec<RatedFinding>,
}

/// State kept between messages.
struct ServerState<'a> {
    server: &'a LanguageServer<'a>,
    /// The site's folder, once known.
    folder: Option<Folder>,
    snapshot: SiteSnapshot,
    known_names: KnownNames,
    /// The source of each notice, by id.
    paths: BTreeMap<String, SourcePath>,
    /// Open documents, by URI.
    documents: HashMap<String, Document>,
}

impl LanguageServer<'_> {
    /// Serves over standard input and output until the editor shuts the server down.
    ///
    /// # Errors
    /// If the connection breaks or the protocol is violated.
    pub fn serve(&self) -> Result<()> {
        let (connection, threads) = Connection::stdio();
        self.answer_all(connection)?;
        threads.join()?;
        Ok(())
    }

    /// Answers the messages of a connection until the editor shuts the server down.
    ///
    /// # Errors
    /// If the connection breaks or the protocol is violated.
    pub fn answer_all(&self, connection: Connection) -> Result<()> {
        let (id, parameters) = connection.initialize_start()?;
        connection.initialize_finish(id, json!({ "capabilities": capabilities() }))?;
        let mut state = ServerState {
            server: self,
            folder: self
                .folder
                .clone()
                .or_else(|| workspace_folders(&parameters).iter().find_map(|root| site_around(root))),
            snapshot: SiteSnapshot::default(),
            known_names: KnownNames::default(),
            paths: BTreeMap::new(),
            documents: HashMap::new(),
        };
        state.reload();
        let mut next = None;
        while let Some(message) = next.take().or_else(|| connection.receiver.recv().ok()) {
            match message {
                // skip a change that the next message replaces
                Message::Notification(note) if note.method == CHANGED => {
                    next = connection.receiver.try_recv().ok();
                    if !is_superseded(&note, next.as_ref()) {
                        for reply in state.handle_notification(&note) {
                            connection.sender.send(reply.into())?;
                        }
                    }
                }
                Message::Request(request) if connection.handle_shutdown(&request)? => break,
                Message::Request(request) => connection.sender.send(state.answer(request).into())?,
                Message::Notification(note) => {
                    for reply in state.handle_notification(&note) {
                        connection.sender.send(reply.into())?;
                    }
                }
                Message::Response(_) => {}
            }
        }
        Ok(())
    }
}

fn capabilities() -> Value {
    json!({
        "textDocumentSync": { "openClose": true, "change": 1, "save": true },
        "completionProvider": { "triggerCharacters": [":", "：", " "] },
        "hoverProvider": true,
        "documentSymbolProvider": true,
        "definitionProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix"] },
    })
}

impl ServerState<'_> {
    /// Reloads the site after a save; only changed files are read.
    fn reload(&mut self) {
        let Some(folder) = &self.folder else { return };
        let files = std::mem::take(&mut self.snapshot.files);
        let Some(snapshot) = (self.server.load)(folder, files) else { return };
        let rows = snapshot.archive.rows();
        self.known_names = KnownNames {
            units: snapshot
                .archive
                .units()
                .iter()
                .filter(|unit| unit.key.is_some())
                .map(|unit| unit.name.clone())
                .collect(),
            rounds: snapshot
                .archive
                .rounds()
                .iter()
                .filter(|round| round.key.is_some())
                .map(|round| round.label.clone())
                .collect(),
            notices: rows.iter().map(|row| (row.id().to_owned(), row.title().to_owned())).collect(),
        };
        self.paths = rows.iter().map(|row| (row.id().to_owned(), row.summary.source.clone())).collect();
        self.snapshot = snapshot;
    }

    /// Handles a notification. Returns the notifications to send back.
    fn handle_notification(&mut self, note: &Notification) -> Vec<Notification> {
        let document = &note.params["textDocument"];
        let Some(uri) = document["uri"].as_str().map(str::to_owned) else { return Vec::new() };
        match note.method.as_str() {
            "textDocument/didOpen" => document["text"].as_str().map(|text| self.open(&uri, text)),
            CHANGED => {
                let changes = note.params["contentChanges"].as_array();
                let text = changes.and_then(|changes| changes.last()).and_then(|change| change["text"].as_str());
                text.map(|text| self.open(&uri, text))
            }
            "textDocument/didSave" => {
                self.reload();
                let text = self.documents.get(&uri).map(|document| document.text.clone());
                text.map(|text| self.open(&uri, &text))
            }
            "textDocument/didClose" => self.documents.remove(&uri).map(|_| publish_diagnostics(&uri, Vec::new())),
            _ => None,
        }
        .into_iter()
        .collect()
    }

    /// Reads and checks a document. Returns its diagnostics.
    fn open(&mut self, uri: &str, text: &str) -> Notification {
        if self.folder.is_none() {
            self.folder = path_of(uri).and_then(|path| site_around(&path));
            self.reload();
        }
        let source = self.source(uri);
        let reading = read::read(&source, text);
        let summary = Summary::of(&reading.notice, Fingerprint::of(text.as_bytes()));
        let round = Registers::of(&self.snapshot.site).round(&summary).map(|round| round.key);
        let subject = Subject::new(&reading.notice, text, round, &self.snapshot.site, clock::today());
        let mut found = reading.findings.clone();
        if self.content().is_some_and(|content| path_of(uri).is_some_and(|path| path.starts_with(content))) {
            found.extend(self.snapshot.archive.conflicts_of(&summary));
            found.extend(self.snapshot.links.findings(&summary, &Address::notice(summary.id())));
        }
        let found = check::review(&subject, source::role(&source).text_kind(), found);
        let findings = check::rate(found, &self.snapshot.site.severities);
        let diagnostics = editor::diagnostics(&findings, text, self.server.language);
        self.documents.insert(uri.to_owned(), Document { text: text.to_owned(), reading, findings });
        publish_diagnostics(uri, diagnostics)
    }

    /// Path of a document below `content/`, or its URI if it is elsewhere.
    fn source(&self, uri: &str) -> SourcePath {
        let path = path_of(uri);
        let content = self.content();
        let below = path.as_deref().zip(content.as_deref()).and_then(|(path, content)| path.strip_prefix(content).ok());
        SourcePath::new(below.map_or(uri.into(), |below| below.to_string_lossy()))
    }

    /// The site's `content/` folder.
    fn content(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(Folder::content)
    }

    fn answer(&self, request: Request) -> Response {
        let uri = request.params["textDocument"]["uri"].as_str().unwrap_or_default();
        let Some(document) = self.documents.get(uri) else {
            let is_of_document = request.method.starts_with("textDocument/");
            let code = if is_of_document { ErrorCode::InvalidParams } else { ErrorCode::MethodNotFound };
            return Response::new_err(request.id, code as i32, format!("{}: {uri}", request.method));
        };
        let positions = Positions::of(&document.text);
        let offset = positions.offset(&request.params["position"]);
        let (text, notice, language) = (&document.text, &document.reading.notice, self.server.language);
        let result = match (request.method.as_str(), offset) {
            ("textDocument/completion", Some(at)) => Some(editor::completion(text, at, &self.known_names).into()),
            ("textDocument/hover", Some(at)) => {
                Some(editor::hover(notice, &document.findings, text, at, language).unwrap_or(Value::Null))
            }
            ("textDocument/definition", Some(at)) => Some(self.definition(document, at).unwrap_or(Value::Null)),
            ("textDocument/documentSymbol", _) => Some(editor::symbols(notice, text).into()),
            ("textDocument/codeAction", _) => positions
                .span(&request.params["range"])
                .map(|within| editor::fixes(&document.findings, text, uri, within, language).into()),
            _ => None,
        };
        match result {
            Some(result) => Response::new_ok(request.id, result),
            None => Response::new_err(request.id, ErrorCode::InvalidParams as i32, request.method),
        }
    }

    /// Location of the notice that `follows` names.
    fn definition(&self, document: &Document, at: usize) -> Option<Value> {
        let follows = document.reading.notice.facts.follows.as_ref()?;
        let path = self.paths.get(&follows.value).filter(|_| follows.span.start <= at && at <= follows.span.end)?;
        let start = json!({ "line": 0, "character": 0 });
        let uri = uri_of(&source::locate(&self.content()?, path));
        Some(json!({ "uri": uri, "range": { "start": start, "end": start } }))
    }
}

/// Whether the next message replaces the text of the same document.
fn is_superseded(note: &Notification, next: Option<&Message>) -> bool {
    let Some(Message::Notification(next)) = next else { return false };
    let uri = |note: &Notification| note.params["textDocument"]["uri"].clone();
    next.method == CHANGED && uri(note) == uri(next)
}

/// The workspace folders that an editor sends when it starts the server.
fn workspace_folders(parameters: &Value) -> Vec<PathBuf> {
    let folders = parameters["workspaceFolders"].as_array().into_iter().flatten().map(|folder| &folder["uri"]);
    let uris = folders.chain([&parameters["rootUri"]]).filter_map(Value::as_str).filter_map(path_of);
    uris.chain(parameters["rootPath"].as_str().map(PathBuf::from)).collect()
}

/// The site that contains `path`: the nearest folder with a `content/` folder.
fn site_around(path: &Path) -> Option<Folder> {
    let folder = path.ancestors().find(|folder| folder.join("content").is_dir())?;
    Some(Folder::at(canonical(folder)))
}

fn publish_diagnostics(uri: &str, diagnostics: Vec<Value>) -> Notification {
    Notification::new("textDocument/publishDiagnostics".to_owned(), json!({ "uri": uri, "diagnostics": diagnostics }))
}
