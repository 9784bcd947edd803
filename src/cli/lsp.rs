//! `gongshi lsp`: the language server, which checks notices while they are typed in an editor.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;

use super::{Exit, Session};
use crate::archive::Options;
use crate::config::Site;
use crate::io::folder::Folder;
use crate::io::load::{KnownHashes, LoadedSite, SiteParts};
use crate::io::reading::{self, ReadFile};
use crate::lsp::{self, LanguageServer, SiteSnapshot};
use crate::notice::Audience;
use crate::report::{self, TerminalStyle};

/// Arguments of `gongshi lsp`.
#[derive(Debug, Args)]
#[command(
    after_long_help = "由编辑器启动，不用手动运行；写法见 docs/zh/drafting.md（started by an editor; see docs/en/drafting.md）\n\
站点是 -C 指明的文件夹，否则是编辑器打开的、含 content/ 的那一层（the site is the folder of -C, else the one with content/ that the editor opened）"
)]
pub struct LspArgs {
    /// Use standard input and output. There is no other way, but most editors pass this option.
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Serves the editor on standard input and output until it shuts down.
pub(super) fn run(session: &Session, _args: &LspArgs) -> Result<Exit> {
    let root = session.folder.root();
    let here = lsp::canonical(root);
    let is_named = root != Path::new(".") || session.folder.is_site();
    let load = |folder: &Folder, earlier: Vec<ReadFile>| load(session, folder, earlier).ok();
    LanguageServer { folder: is_named.then(|| Folder::at(here)), language: session.language, load: &load }.serve()?;
    Ok(Exit::Done)
}

fn load(session: &Session, folder: &Folder, earlier: Vec<ReadFile>) -> Result<SiteSnapshot> {
    let text = folder.site_yaml()?;
    let unreadable =
        |findings| anyhow::Error::msg(report::settings(findings, &text, session.language, TerminalStyle::Plain));
    let site = Site::parse(&text).map_err(unreadable)?;
    let theme = crate::io::theme::load(folder, &site, session.language).map_err(anyhow::Error::msg)?;
    let earlier = if earlier.is_empty() { reading::load_cached(&folder.cache().join("sources")) } else { earlier };
    let reading = reading::refresh(&folder.content(), earlier)?;
    let options = Options { audience: Audience::Intranet, drafts: true, ..Options::default() };
    let parts = SiteParts { site, theme: Arc::new(theme), tables: Arc::default(), options };
    let loaded = LoadedSite::of(folder, &reading, parts, &KnownHashes::new());
    Ok(SiteSnapshot { site: loaded.site, archive: loaded.archive, links: loaded.links, files: reading.files })
}
