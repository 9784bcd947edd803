//! `gongshi schema`: the JSON Schema of the front matter, for editors.

use anyhow::Result;
use clap::Args;

use super::{Exit, Session};
use crate::check::schema::schema;

/// What `schema` is asked.
#[derive(Debug, Args)]
#[command(
    after_long_help = "例（example）:\n  gongshi schema > .gongshi-schema.json   编辑器据此补全和检查头部（for completion in editors）"
)]
pub struct Ask {}

/// Prints the schema.
pub(super) fn run(session: &Session, _ask: &Ask) -> Result<Exit> {
    session.print(format!("{:#}\n", schema(session.language)));
    Ok(Exit::Done)
}
