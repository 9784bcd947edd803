//! The state of a page, sent as JSON to the browsers that show it: its key, its findings, and a link to its source.
//!
//! Everything is sent as text or numbers, never as HTML.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::tree::{SourceTree, is_fatal};
use crate::archive::{Address, RowIndex};
use crate::check::{self, RatedFinding, Subject};
use crate::config::Language;
use crate::io::clock;
use crate::io::load::{ContentFolder, LoadedSite};
use crate::io::source;
use crate::notice::{Finding, SourcePath, Summary};
use crate::pages::{EntryKind, NoticePage, PlainPage, SearchPage, source_text};
use crate::read;
use crate::report::{Limits, Report, TerminalStyle};
use crate::site::{BLOCKS, Plan};
use crate::text::fingerprint::Fingerprint;
use crate::text::percent::path_encoded;

/// Editor link if `site.yaml` has none.
const DEFAULT_EDITOR: &str = "vscode://file/{path}:{line}";

/// Editors that `site.yaml` may name, and their links. Notepad++ needs a link handler (`notepad++:`) on the machine;
/// `none` shows line numbers without links.
const EDITORS: [(&str, &str); 5] = [
    ("vscode", DEFAULT_EDITOR),
    ("vscodium", "vscodium://file/{path}:{line}"),
    ("jetbrains", "idea://open?file={path}&line={line}"),
    ("notepad++", "notepad++://open?url=file:///{path}&line={line}"),
    ("none", ""),
];

/// Errors that keep pages from showing the current files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// In `site.yaml`.
    pub site: Option<String>,
    /// In the theme.
    pub theme: Option<String>,
    /// In the folder of the sources.
    pub content: Option<String>,
    /// Of the search index.
    pub search: Option<String>,
    /// In pages.
    pub pages: BTreeMap<Address, String>,
}

/// Input of [`page_state`].
pub struct StateInputs<'a> {
    /// Path of the page as the browser asked for it.
    pub path: &'a str,
    /// Its key; empty if there is no such page.
    pub key: &'a str,
    /// The plan of the site.
    pub plan: &'a Plan<'a>,
    /// The loaded site with its findings.
    pub loaded: &'a LoadedSite,
    /// The sources.
    pub tree: &'a SourceTree,
    /// Errors found while serving.
    pub problems: &'a Problems,
    /// The sources on disk.
    pub content: &'a ContentFolder,
    /// The site's folder, for editors.
    pub root: &'a Path,
    /// The language of messages.
    pub language: Language,
    /// The state last sent. If given, its findings are sent again, because checking takes longer than making the page.
    pub before: Option<&'a Value>,
}

/// The state of a page.
pub fn page_state(inputs: &StateInputs<'_>) -> Value {
    let kind = inputs.plan.find(inputs.path).map(|entry| entry.kind);
    let mut state = json!({
        "page": inputs.key,
        "errors": errors(inputs),
        "assets": assets(inputs.loaded),
        "search": matches!(kind, Some(EntryKind::SearchPage(SearchPage))).then(|| generation(inputs.plan)),
        "words": words(inputs.language),
    });
    let source_page = if let Some(EntryKind::NoticePage(NoticePage { row })) = kind {
        Some((&inputs.loaded.archive.rows()[row].summary, Some(row)))
    } else if let Some(EntryKind::PlainPage(PlainPage { index })) = kind {
        Some((&inputs.loaded.pages[index].summary, None))
    } else {
        None
    };
    if let Some((summary, row)) = source_page {
        let source = &summary.source;
        state["source"] = format!("content/{source}").into();
        state["editor"] = editor(inputs, source).into();
        state["blocks"] = BLOCKS.join(",").into();
        (state["lines"], state["checks"]) = match inputs.before {
            Some(before) => (before["lines"].clone(), before["checks"].clone()),
            None => {
                let lines = row.and_then(|at| inputs.plan.block_lines(at, inputs.content).ok());
                (lines.into(), checks(inputs, summary, row).into())
            }
        };
    }
    state
}

/// Errors that keep pages from being written, as text; empty if there are none.
fn errors(inputs: &StateInputs<'_>) -> String {
    let Problems { site, theme, content, search, pages } = inputs.problems;
    let mut text: Vec<String> = [site, theme, content, search].into_iter().flatten().cloned().collect();
    text.extend(pages.values().cloned());
    let of_site = inputs.loaded.findings.iter().filter(|finding| is_fatal(finding));
    let fatal: Vec<Finding> = inputs.tree.fatal().chain(of_site).cloned().collect();
    let findings = check::rate(fatal, &inputs.loaded.site.severities);
    if !findings.is_empty() {
        let text_of = |path: &SourcePath| inputs.content.text(path);
        let report = Report { findings: &findings, text_of: &text_of, language: inputs.language, root: "content/" };
        text.push(report.text(TerminalStyle::Plain, Limits::default()));
    }
    text.join("\n\n")
}

/// Findings of all rules on the page's source, as JSON; `None` if the source changed after the site was read. They are
/// then sent with the next state.
fn checks(inputs: &StateInputs<'_>, summary: &Summary, row: Option<RowIndex>) -> Option<Vec<Value>> {
    let source = &summary.source;
    let text: Arc<str> = source_text(inputs.content, summary).ok()?.into();
    let row = row.map(|at| &inputs.loaded.archive.rows()[at]);
    let read = read::read(source, &text);
    let mut found = read.findings;
    found.extend(inputs.loaded.findings.iter().filter(|finding| finding.source == *source).cloned());
    if let Some(row) = row {
        found.extend(inputs.loaded.links.findings(&row.summary, &row.address));
    }
    let round = row.and_then(|row| row.round.as_ref()).map(|round| round.key.clone());
    let subject = Subject::new(&read.notice, &text, round, &inputs.loaded.site, clock::today());
    let findings = check::review(&subject, source::role(source).text_kind(), found);
    let findings: Vec<RatedFinding> = check::rate(findings, &inputs.loaded.site.severities);
    let text_of = |_: &SourcePath| Some(Arc::clone(&text));
    Some(Report { findings: &findings, text_of: &text_of, language: inputs.language, root: "content/" }.values())
}

/// The link that opens an editor, with `{line}` left for the browser to fill in.
fn editor(inputs: &StateInputs<'_>, source: &SourcePath) -> String {
    let template = match inputs.loaded.site.editor.as_deref().map(str::trim) {
        None => DEFAULT_EDITOR,
        Some(named) => {
            EDITORS.iter().find(|(name, _)| name.eq_ignore_ascii_case(named)).map_or(named, |(_, link)| link)
        }
    };
    let path = inputs.root.join("content").join(source.as_str()).display().to_string().replace('\\', "/");
    let encoded = path_encoded(&path, b":");
    // a template with a slash before `{path}` already has the first slash of the path
    let encoded = if template.contains("/{path}") { encoded.trim_start_matches('/') } else { &encoded };
    template.replace("{path}", encoded)
}

/// The theme's files with their hashes.
fn assets(loaded: &LoadedSite) -> BTreeMap<String, String> {
    loaded.theme.assets().map(|(name, bytes)| (format!("assets/{name}"), Fingerprint::of(bytes).short(16))).collect()
}

/// Hash of everything the search index is made from.
fn generation(plan: &Plan<'_>) -> String {
    let rows = plan.inputs.listed().iter().flat_map(|at| *plan.inputs.archive.rows()[*at].fingerprint.bytes());
    Fingerprint::of(&rows.collect::<Vec<u8>>()).short(16)
}

/// Messages of the browser script.
fn words(language: Language) -> Value {
    json!({
        "checks": language.pick("检查", "Checks"),
        "none": language.pick("没有发现问题", "Nothing found"),
        "line": language.pick("第{n}行", "line {n}"),
        "error": language.pick("错误", "error"),
        "warning": language.pick("警告", "warning"),
        "note": language.pick("提示", "note"),
        "edit": language.pick("编辑", "Edit"),
        "hide": language.pick("按 Esc 隐藏；改好后自动消失", "Press Esc to hide this. It disappears once the errors are corrected."),
        "gone": language.pick("这个地址已经没有了，下面是它最后一次生成的内容。", "This address no longer exists; below is its last version."),
        "lost": language.pick("与 gongshi serve 的连接断了，正在重连……", "The connection to gongshi serve is lost; trying again…"),
    })
}
