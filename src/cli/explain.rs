//! `gongshi explain`: explains a rule.

use anyhow::Result;
use clap::Args;

use super::{Exit, ExitError, Session};
use crate::check::{catalogue, docs};

/// Arguments of `gongshi explain`.
#[derive(Debug, Args)]
#[command(
    after_long_help = "例（examples）:\n  gongshi explain count-mismatch\n  gongshi explain                 列出全部规则（list all rules）"
)]
pub struct ExplainArgs {
    /// 规则的代号，见方括号里的字（code of the rule, in the brackets of a finding）
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Explains a rule, or lists them all.
pub(super) fn run(session: &Session, args: &ExplainArgs) -> Result<Exit> {
    let Some(code) = &args.code else {
        session.print(docs::list(session.language));
        return Ok(Exit::Done);
    };
    let code = code.trim_matches(['[', ']']);
    let Some(rule) = catalogue::rule(code) else {
        let hint = match catalogue::nearest(code) {
            Some(near) => session.language.pick(format!("是不是 {near}？"), format!(" Did you mean {near}?")),
            None => {
                session.language.pick("gongshi explain 列出全部规则。", " gongshi explain lists all rules.").to_owned()
            }
        };
        let unknown = session.language.pick(format!("没有“{code}”这条规则。"), format!("There is no rule “{code}”."));
        return Err(ExitError::new(Exit::Unable, unknown + &hint).into());
    };
    session.print(docs::explain(rule, session.language));
    Ok(Exit::Done)
}
