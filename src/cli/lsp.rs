//! `gongshi lsp`: the checks while typing, in any editor that speaks the Language Server Protocol.

use anyhow::Result;
use clap::Args;

use super::{Exit, Session};
use crate::archive::Options;
use crate::config::Site;
use crate::io::load::Loaded;
use crate::io::lsp::{Known, Server};
use crate::notice::Audience;

/// What `lsp` is asked.
#[derive(Debug, Args)]
#[command(after_long_help = "由编辑器启动，不用手动运行（started by an editor; see README for VS Code and Neovim）。")]
pub struct Ask {}

/// Serves the editor on standard input and output until it says goodbye.
pub(super) fn run(session: &Session, _ask: &Ask) -> Result<Exit> {
    let content = session.folder.content();
    let content = content.canonicalize().unwrap_or(content);
    let load = || load(session).ok();
    Server { content, language: session.language, load: &load }.serve()?;
    Ok(Exit::Done)
}

fn load(session: &Session) -> Result<Known> {
    let site = Site::parse(&session.folder.site_yaml()?).map_err(|error| anyhow::Error::msg(error.message))?;
    let theme = crate::io::theme::load(&session.folder, &site, session.language).map_err(anyhow::Error::msg)?;
    let options = Options { audience: Audience::Intranet, drafts: true };
    let loaded = Loaded::load(&session.folder, site, theme, options, true)?;
    Ok(Known { site: loaded.site, archive: loaded.archive })
}
