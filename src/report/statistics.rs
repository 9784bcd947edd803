//! The number of findings of each rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Report;
use crate::check::catalogue::{self, severity_name};
use crate::check::rule::in_general;
use crate::config::plural;
use crate::notice::Severity;

/// One line per rule with the number of findings and files, errors first, then by number. Empty if nothing was found.
pub(super) fn statistics(report: &Report) -> String {
    let mut rules: BTreeMap<(Severity, &str), (usize, usize, &str)> = BTreeMap::new();
    for rated in report.findings {
        let finding = &rated.finding;
        let (count, files, last) = rules.entry((rated.severity, finding.code.as_str())).or_insert((0, 0, ""));
        *count += 1;
        // findings are sorted by file
        *files += usize::from(*last != finding.source.as_str());
        *last = finding.source.as_str();
    }
    let mut rows: Vec<_> = rules.into_iter().collect();
    rows.sort_by_key(|((severity, code), (count, ..))| (*severity, std::cmp::Reverse(*count), *code));
    let digits = rows.iter().map(|(_, (count, ..))| count.to_string().len()).max().unwrap_or_default();
    let longest = rows.iter().map(|((_, code), _)| code.len()).max().unwrap_or_default();
    rows.into_iter().fold(String::new(), |mut text, ((severity, code), (count, files, _))| {
        let severity = severity_name(severity, report.language);
        let files = report.language.pick(format!("{files} 个文件"), plural(files, "file", "files"));
        let words = catalogue::rule(code).map(|rule| in_general(rule.message.in_language(report.language)));
        let words = words.unwrap_or_default();
        let _ = writeln!(text, "{count:>digits$}  {severity}  {code:longest$}  {files}  {words}");
        text
    })
}
