//! Path and id of an imported notice: the folder of the site's other notices of its year, and a unique id.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{ImportArgs, open};
use crate::cli::Session;
use crate::import::{FileFormat, Imported};
use crate::io::source::{self, FileRole};
use crate::notice::{Origin, SourcePath};
use crate::read::read;

/// Highest number appended to an id that another notice has.
const MOST_NAMESAKES: usize = 99;

/// The path of a notice's file, and the notice with an id that no other has. `taken` are the files this run wrote.
pub fn of(
    session: &Session,
    args: &ImportArgs,
    from: &Path,
    imported: Imported,
    taken: &BTreeMap<PathBuf, PathBuf>,
) -> Result<(Imported, PathBuf)> {
    let content = session.folder.content();
    if args.output.is_none() && imported.format == FileFormat::Notice && is_below(from, &content) {
        return Ok((imported, from.to_owned()));
    }
    let tree = if session.folder.is_site() { source::list(&content)? } else { source::ContentTree::default() };
    let notices: Vec<&SourcePath> =
        tree.files.iter().filter(|file| file.role == FileRole::Notice).map(|f| &f.path).collect();
    let folder = match &args.output {
        Some(folder) => folder.clone(),
        None if session.folder.is_site() => {
            let year = imported.notice.facts.day().map(|day| day.year().to_string());
            content.join(folder_of(&notices, year.as_deref()))
        }
        None => PathBuf::new(),
    };
    let first = imported.notice.facts.id().to_owned();
    let is_fixed = args.id.is_some() || imported.format == FileFormat::Notice || from == Path::new("-");
    let (mut imported, mut id) = (imported, first.clone());
    for number in 2..=MOST_NAMESAKES {
        let target = folder.join(format!("{id}.md"));
        let is_used_elsewhere =
            notices.iter().any(|path| path.stem() == id && !is_same(&source::locate(&content, path), &target));
        let is_taken =
            is_used_elsewhere || is_other(&target, &imported) || taken.get(&target).is_some_and(|path| path != from);
        if is_fixed || !is_taken {
            return Ok((imported, target));
        }
        id = format!("{first}-{number}");
        imported = open(from, Some(&id))?.unwrap_or(imported);
    }
    let target = folder.join(format!("{id}.md"));
    Ok((imported, target))
}

fn is_below(path: &Path, folder: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    whole(path).zip(whole(folder)).is_some_and(|(path, folder)| path.starts_with(folder))
}

fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| fs::canonicalize(path).ok();
    one == other || whole(one).is_some_and(|one| whole(other) == Some(one))
}

/// Whether a file is a notice with another title.
fn is_other(target: &Path, imported: &Imported) -> bool {
    let Ok(text) = fs::read_to_string(target) else { return false };
    let title = read(&SourcePath::new(target.to_string_lossy()), &text).notice.facts.title;
    title.is_some_and(|title| title.from == Origin::FrontMatter && title.value != imported.notice.facts.title())
}

/// The folder below `content/` where notices of a year are.
fn folder_of(notices: &[&SourcePath], year: Option<&str>) -> String {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for path in notices {
        *folders.entry(path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder)).or_default() += 1;
    }
    let split = |folder: &str| -> (String, bool) {
        let (parent, last) = folder.rsplit_once('/').unwrap_or(("", folder));
        let is_year = last.len() == 4 && last.bytes().all(|b| b.is_ascii_digit());
        (if is_year { parent.to_owned() } else { folder.to_owned() }, is_year)
    };
    // number of notices by folder; the folders of years count as one
    let mut counts: BTreeMap<(String, bool), usize> = BTreeMap::new();
    folders.iter().for_each(|(folder, count)| *counts.entry(split(folder)).or_default() += count);
    let largest = counts.into_iter().max_by_key(|(_, count)| *count).map(|(folder, _)| folder);
    let (folder, by_year) = largest.unwrap_or_else(|| ("notices".to_owned(), true));
    match year.filter(|_| by_year) {
        Some(year) if folder.is_empty() => year.to_owned(),
        Some(year) => format!("{folder}/{year}"),
        None => folder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_go_to_the_folder_with_most_notices() {
        let folder = |paths: &[&str], year: Option<&str>| {
            let paths: Vec<SourcePath> = paths.iter().map(SourcePath::new).collect();
            folder_of(&paths.iter().collect::<Vec<_>>(), year)
        };
        assert_eq!(folder(&[], Some("2024")), "notices/2024");
        assert_eq!(folder(&[], None), "notices");
        assert_eq!(folder(&["notices/2023/a.md"], Some("2024")), "notices/2024");
        assert_eq!(folder(&["notices/a.md", "notices/b.md"], Some("2024")), "notices");
        assert_eq!(folder(&["通报/2023/a.md", "通报/2022/b.md", "c.md"], Some("2023")), "通报/2023");
        assert_eq!(folder(&["a.md"], Some("2023")), "");
    }
}
