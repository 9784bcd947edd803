//! Files in `content/` that are not read and that no page links to: a notice or settings file with a wrong name, or a
//! forgotten file.

use std::collections::BTreeSet;

use super::load::LoadedSite;
use super::reading::ReadFile;
use super::source::{self, FileRole};
use crate::notice::{Code, Finding, SourcePath};
use crate::text::span::Span;

/// A file that looks like a notice or like settings has a name under which it is not read. Arguments: `way`, `way_en`.
const UNREAD: Code = Code::new("file-not-read");
/// A file that no page links to. No arguments.
const UNLINKED: Code = Code::new("file-not-linked");

/// Extensions of Markdown files other than `.md`.
const MARKDOWN: [&str; 5] = ["markdown", "mdown", "mkdn", "mkd", "mdwn"];
/// Extensions of files that `gongshi import` reads.
const IMPORTABLE: [&str; 4] = ["docx", "html", "htm", "txt"];
/// Extensions of files that an office program can save as `.docx`.
const CONVERTIBLE: [&str; 4] = ["doc", "wps", "rtf", "odt"];

/// The findings for `files`. `loaded` was made from them, with every notice; `has_settings` is whether there is a
/// `site.yaml`.
pub fn findings(files: &[ReadFile], loaded: &LoadedSite, has_settings: bool) -> Vec<Finding> {
    let rows = loaded.archive.rows().iter().map(|row| (&row.summary, &row.address));
    let pages = loaded.pages.iter().map(|page| (&page.summary, &page.address));
    let linked: BTreeSet<SourcePath> =
        rows.chain(pages).flat_map(|(summary, page)| loaded.links.attachments(summary, page).into_values()).collect();
    let texts: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let unread = files.iter().filter(|file| file.role == FileRole::File && !linked.contains(&file.path));
    let finding = |file: &ReadFile| match remedy(file.path.as_str(), &texts, has_settings) {
        Some((zh, en)) => Finding::new(UNREAD, &file.path, Span::default()).with("way", zh).with("way_en", en),
        None => Finding::new(UNLINKED, &file.path, Span::default()),
    };
    unread.map(finding).collect()
}

/// The remedy for a file that looks like a notice or settings but is not read, in Chinese and English.
fn remedy(path: &str, files: &BTreeSet<&str>, has_settings: bool) -> Option<(String, String)> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let lower = name.to_lowercase();
    let is_for_writers = source::is_for_writers(&SourcePath::new(path));
    // Windows hides that an editor added `.txt`
    let bare = lower.strip_suffix(".txt").filter(|bare| bare.contains('.')).unwrap_or(&lower);
    if !path.contains('/') && matches!(bare, "site.yaml" | "site.yml") {
        return Some(match has_settings {
            false => rename("site.yaml"),
            true => (
                "设置只读 site.yaml；把要用的抄过去，再删去这个文件".to_owned(),
                "only site.yaml is read; copy what is needed there, then delete this file".to_owned(),
            ),
        });
    }
    let (stem, extension) = bare.rsplit_once('.')?;
    let stem = name.get(..stem.len()).unwrap_or(stem);
    let is_imported = files.contains(format!("{}{stem}.md", &path[..path.len() - name.len()]).as_str());
    match extension {
        _ if is_for_writers || is_imported => None,
        extension if MARKDOWN.contains(&extension) || extension == "md" => Some(rename(&format!("{stem}.md"))),
        extension if IMPORTABLE.contains(&extension) => Some((
            format!("转成通报：gongshi import content/{path}；转好以后把原件移出 content/"),
            format!("turn it into a notice: gongshi import content/{path}; then move the original out of content/"),
        )),
        extension if CONVERTIBLE.contains(&extension) => Some((
            "用 WPS 或 Word 另存为 .docx，再用 gongshi import 转成通报".to_owned(),
            "save it as .docx with an office program, then turn it into a notice with gongshi import".to_owned(),
        )),
        _ => None,
    }
}

fn rename(name: &str) -> (String, String) {
    (format!("改名为 {name}"), format!("rename it to {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remedy_fits_the_name() {
        let files = BTreeSet::from(["notices/已转.md", "notices/已转.docx"]);
        let remedy = |path, has| remedy(path, &files, has).map(|(zh, _)| zh);
        assert_eq!(remedy("site.yml", false).as_deref(), Some("改名为 site.yaml"));
        assert_eq!(remedy("Site.yaml.txt", false).as_deref(), Some("改名为 site.yaml"));
        assert!(remedy("site.yml", true).is_some_and(|way| way.starts_with("设置只读")));
        assert_eq!(remedy("notices/甲.markdown", true).as_deref(), Some("改名为 甲.md"));
        assert_eq!(remedy("notices/甲.md.txt", true).as_deref(), Some("改名为 甲.md"));
        assert!(
            remedy("notices/稿子.docx", true)
                .is_some_and(|way| way.contains("gongshi import content/notices/稿子.docx"))
        );
        assert!(remedy("notices/稿子.wps", true).is_some_and(|way| way.contains(".docx")));
        for path in ["notices/已转.docx", "notices/表.xlsx", "notices/readme.txt", "notices/_模板.docx", "a/site.yml"]
        {
            assert_eq!(remedy(path, true), None, "{path}");
        }
    }
}
