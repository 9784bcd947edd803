//! `gongshi schema`: the JSON Schema of the front matter, for editors.

use std::io::Write;

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, Session};
use crate::check::schema::schema;

/// Arguments of `gongshi schema`.
#[derive(Debug, Args)]
#[command(
    after_long_help = "例（example）:\n  gongshi schema > front-matter.schema.json   编辑器据此补全和检查头部（for completion in editors）"
)]
pub struct SchemaArgs {}

/// Path of the schema in a site.
pub(super) const FILE: &str = "front-matter.schema.json";

/// Writes the schema to the site's root unless it exists.
pub(super) fn write_if_missing(session: &Session) -> Result<()> {
    let path = session.folder.root().join(FILE);
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
    match file {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        opened => {
            let text = format!("{:#}\n", schema(session.language));
            opened.and_then(|mut file| file.write_all(text.as_bytes())).with_context(|| path.display().to_string())
        }
    }
}

/// Prints the schema.
pub(super) fn run(session: &Session, _args: &SchemaArgs) -> Result<Exit> {
    session.print(format!("{:#}\n", schema(session.language)));
    Ok(Exit::Done)
}
