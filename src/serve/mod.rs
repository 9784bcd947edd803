//! Live preview: serves the site from its sources on this machine, making each page on request.
//!
//! [`live_site`] owns the state of the site. It runs on one thread, so every answer is consistent with one state of the
//! files. [`http`] accepts connections. The output folder is never written.

mod additions;
pub mod answer;
pub mod http;
mod index;
mod live_site;
pub mod message;
mod page_maker;
mod page_state;
mod tree;
mod unread_answers;
mod write_timeout;

use std::io;
use std::net::TcpListener;
use std::sync::mpsc;

use anyhow::{Context, Result};

use crate::archive::Options;
use crate::config::Language;
use crate::io::folder::Folder;
use crate::io::watch;

/// Options of `gongshi serve`.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The site's folder.
    pub folder: Folder,
    /// Audience and drafts.
    pub options: Options,
    /// The language of messages.
    pub language: Language,
    /// Host name or address to listen on.
    pub host: String,
    /// Port; 0 for any free port.
    pub port: u16,
}

/// A server that listens but does not answer yet.
#[derive(Debug)]
pub struct PreviewServer {
    options: ServeOptions,
    listener: TcpListener,
}

impl PreviewServer {
    /// Binds the address.
    ///
    /// # Errors
    /// The system's error if the address is in use or not of this machine.
    pub fn bind(options: ServeOptions) -> io::Result<Self> {
        let listener = TcpListener::bind((options.host.as_str(), options.port))?;
        listener.set_nonblocking(true)?;
        Ok(Self { options, listener })
    }

    /// The URL to open in a browser.
    ///
    /// # Errors
    /// The system's error.
    pub fn url(&self) -> io::Result<String> {
        let address = self.listener.local_addr()?;
        Ok(match address.ip().is_unspecified() {
            true => format!("http://127.0.0.1:{}/", address.port()),
            false => format!("http://{address}/"),
        })
    }

    /// Reads the site, calls `ready` with the number of notices and whether changes are found by polling, then serves
    /// until the process ends.
    ///
    /// # Errors
    /// If the site cannot be read at all. Later errors are shown in the browser.
    pub fn run(self, ready: impl FnOnce(usize, bool) -> Result<()>) -> Result<()> {
        let (sender, inbox) = mpsc::channel();
        // watch before reading, so that no change is missed in between
        let changes = sender.clone();
        let is_polling = watch::watch(self.options.folder.root(), &["content", "themes"], move |found| {
            changes.send(message::Message::Changed(found)).is_ok()
        })?;
        let mut site = live_site::LiveSite::open(&self.options, sender.clone())?;
        let server = http::HttpServer::new(&self.options.host, sender);
        let listener = self.listener;
        std::thread::Builder::new().name("http".to_owned()).spawn(move || server.serve(listener)).context("thread")?;
        ready(site.notices(), is_polling)?;
        site.run(&inbox);
        Ok(())
    }
}
