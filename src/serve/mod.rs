//! Drafting: the site as it is in the files, at an address of this machine, page by page as somebody looks.
//!
//! The [`desk`] makes pages and knows what changed; it works on one thread, so that every answer is of one state of
//! the files. The [`door`] speaks HTTP to whoever is on this machine. Nothing here writes to the output folder.

mod answer;
mod ask;
mod desk;
mod door;
mod index;
mod maker;
mod page;
mod stall;
mod state;
mod tree;

use std::io;
use std::net::TcpListener;
use std::sync::mpsc;

use anyhow::{Context, Result};

use crate::archive::Options;
use crate::config::Language;
use crate::io::folder::Folder;
use crate::io::watch;

/// What is to be served, and where.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The site's folder.
    pub folder: Folder,
    /// Who for, and whether with drafts.
    pub options: Options,
    /// The language of messages.
    pub language: Language,
    /// The name or address to listen at.
    pub host: String,
    /// The port; any free one for 0.
    pub port: u16,
}

/// A server that listens and does not answer yet.
#[derive(Debug)]
pub struct Server {
    setup: Setup,
    listener: TcpListener,
}

impl Server {
    /// Takes the address.
    ///
    /// # Errors
    /// The system's, where the address cannot be had.
    pub fn bind(setup: Setup) -> io::Result<Self> {
        let listener = TcpListener::bind((setup.host.as_str(), setup.port))?;
        listener.set_nonblocking(true)?;
        Ok(Self { setup, listener })
    }

    /// Where a browser finds it.
    ///
    /// # Errors
    /// The system's.
    pub fn url(&self) -> io::Result<String> {
        let address = self.listener.local_addr()?;
        Ok(match address.ip().is_unspecified() {
            true => format!("http://127.0.0.1:{}/", address.port()),
            false => format!("http://{address}/"),
        })
    }

    /// Reads the site, calls `ready` with the number of notices and whether changes are found by polling, and answers
    /// until the process ends.
    ///
    /// # Errors
    /// Where the site cannot be read at all; later failures are shown to whoever looks.
    pub fn run(self, ready: impl FnOnce(usize, bool) -> Result<()>) -> Result<()> {
        let (sender, inbox) = mpsc::channel();
        // watched before it is read, so that nothing is missed in between
        let changes = sender.clone();
        let is_polling = watch::watch(self.setup.folder.root(), &["content", "themes"], move |found| {
            changes.send(ask::Ask::Changed(found)).is_ok()
        })?;
        let mut desk = desk::Desk::open(&self.setup, sender.clone())?;
        let door = door::Door::new(&self.setup.host, sender);
        let listener = self.listener;
        std::thread::Builder::new().name("door".to_owned()).spawn(move || door.stand(listener)).context("thread")?;
        ready(desk.notices(), is_polling)?;
        desk.work(&inbox);
        Ok(())
    }
}
