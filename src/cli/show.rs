//! `gongshi show`: prints the facts and items read from notices, in Markdown or plain text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::{Exit, Session};
use crate::archive::history::StepSummary;
use crate::archive::{Archive, Options};
use crate::check;
use crate::config::{Language, Site};
use crate::io::input;
use crate::io::reading;
use crate::io::reason;
use crate::io::source::FileRole;
use crate::notice::{Audience, Finding, Notice, SourcePath, Summary};
use crate::read;
use crate::report::Report;
use crate::report::show::{self, ReadNotice};
use crate::text::decode;
use crate::text::fingerprint::Fingerprint;

/// Arguments of `gongshi show`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi show content/notices/2024/x.md     对照着核对一份通报（check a notice by hand）
  gongshi show 通报.txt --format json         给程序用（for programs）")]
pub struct ShowArgs {
    /// 通报，Markdown 或纯文本（notices, Markdown or plain text）
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 输出的形式（output format）
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A file with its reading.
struct FileReading {
    source: SourcePath,
    text: Option<Arc<str>>,
    read: Option<(Notice, Archive)>,
    findings: Vec<Finding>,
}

/// Reads and prints every file; an unreadable one does not stop the others.
pub(super) fn run(session: &Session, args: &ShowArgs) -> Result<Exit> {
    let site = site(session)?;
    let content = session.folder.content();
    let files: Vec<FileReading> = args.files.iter().map(|path| read_file(path, &content, &site)).collect();
    let mut objects = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let findings = finding_values(session, file);
        let row = file.read.as_ref().and_then(|(notice, archive)| Some((notice, archive.rows().first()?)));
        let read = ReadNotice { source: &file.source, notice: row, findings: &findings };
        let steps = steps(session, &site, file)?;
        match args.format {
            ShowFormat::Json => {
                let mut object = show::object(&read);
                if let Some(steps) = steps {
                    object["compared"] = serde_json::to_value(steps)?;
                }
                objects.push(object);
            }
            ShowFormat::Text => {
                let gap = if at > 0 { "\n" } else { "" };
                session.print(format!("{gap}{}", show::text(&read, session.language)));
                steps.into_iter().for_each(|steps| session.print(steps_in_words(&steps, session.language)));
                if let Some(text) = file.text.as_ref().filter(|_| session.verbose) {
                    session.print(show::readings::text(&read::readings(&file.source, text), session.language));
                }
            }
        }
    }
    if args.format == ShowFormat::Json {
        session.print(format!("{:#}\n", serde_json::Value::from(objects)));
    }
    Ok(if files.iter().all(|file| file.read.is_some()) { Exit::Done } else { Exit::Findings })
}

/// The site whose registers resolve names; without registers if there is no site.
fn site(session: &Session) -> Result<Site> {
    if session.folder.is_site() { session.site() } else { Ok(Site::default()) }
}

/// The steps of the items since the notice that this one follows, as pages show them; `None` if it follows none of the
/// site.
fn steps(session: &Session, site: &Site, file: &FileReading) -> Result<Option<StepSummary>> {
    let own = file.read.as_ref().and_then(|(_, archive)| archive.rows().first());
    let Some(own) = own.filter(|row| row.summary.facts.follows.is_some() && session.folder.is_site()) else {
        return Ok(None);
    };
    let sources = session.folder.cache().join("sources");
    let reading = reading::read(&session.folder.content(), &sources, None, &|_, _, _| ())?;
    let rest = reading.files.iter().filter(|other| other.role == FileRole::Notice && other.path != file.source);
    let summaries = rest.filter_map(|other| other.summary.clone()).chain([Arc::clone(&own.summary)]);
    let archive = Archive::fold(summaries.collect(), site, ALL);
    let at = archive.row_of_source(&file.source);
    Ok(at.and_then(|at| archive.comparison(at)).as_ref().map(StepSummary::of))
}

/// The steps in words.
fn steps_in_words(steps: &StepSummary, language: Language) -> String {
    let (earlier, words) = (&steps.earlier, steps.words(language));
    language.pick(
        format!("\n与上一份《{earlier}》相比\n  {words}\n"),
        format!("\nCompared with the previous notice, “{earlier}”\n  {words}\n"),
    )
}

/// Options under which every notice is read, whatever its audience.
const ALL: Options = Options { audience: Audience::Intranet, drafts: true, precompressed: false };

fn read_file(path: &Path, content: &Path, site: &Site) -> FileReading {
    let source = SourcePath::new(below(path, content).to_string_lossy());
    let unread = |finding| FileReading { source: source.clone(), text: None, read: None, findings: vec![finding] };
    let bytes = match input::read(path, input::NOTICE) {
        Ok(bytes) => bytes,
        Err(error) => return unread(reason::unreadable(&source, &error)),
    };
    let text = match decode::decode(&bytes) {
        Ok(decoded) => decoded.text,
        Err(undecodable) => return unread(reading::undecoded(&source, undecodable)),
    };
    let reading = read::read(&source, &text);
    let summary = Arc::new(Summary::of(&reading.notice, Fingerprint::of(&bytes)));
    let archive = Archive::fold(vec![summary], site, ALL);
    FileReading { source, text: Some(text.into()), read: Some((reading.notice, archive)), findings: reading.findings }
}

/// The path below `content/` for a file of the site, else the path as typed.
fn below(path: &Path, content: &Path) -> PathBuf {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    let inside =
        whole(path).zip(whole(content)).and_then(|(path, content)| Some(path.strip_prefix(content).ok()?.to_owned()));
    inside.unwrap_or_else(|| path.to_owned())
}

/// The findings of a file as values with their messages.
fn finding_values(session: &Session, file: &FileReading) -> Vec<serde_json::Value> {
    let rated = check::rate(file.findings.clone(), &BTreeMap::new());
    let text_of = |_: &SourcePath| file.text.clone();
    Report { findings: &rated, text_of: &text_of, language: session.language, root: "" }.values()
}
