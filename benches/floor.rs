//! The least time that any generator needs: `cargo bench --bench floor -- SITE OUT` reads the notices of SITE, gives
//! each to pulldown-cmark and writes the bytes that a build left in SITE/public to OUT, all on as many threads as there
//! are cores. `gongshi build --timings` beside it shows what reading, the index and the templates cost on top.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

fn main() {
    let paths: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    let [site, out] = paths.as_slice() else {
        println!("usage: cargo bench --bench floor -- SITE OUT");
        return;
    };
    let sources = files(&site.join("content"), Some("md"));
    let public = site.join("public");
    let built: Vec<(PathBuf, Vec<u8>)> = files(&public, None)
        .into_iter()
        .map(|path| {
            (out.join(path.strip_prefix(&public).expect("a file below it")), fs::read(path).expect("a readable file"))
        })
        .collect();
    for (path, _) in &built {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
    }
    let start = Instant::now();
    let html: usize = sources.par_iter().map(|path| rendered(path)).sum();
    let read = start.elapsed();
    built.par_iter().for_each(|(path, bytes)| fs::write(path, bytes).expect("a writable file"));
    let all = start.elapsed();
    let bytes: usize = built.iter().map(|(_, bytes)| bytes.len()).sum();
    println!(
        "{} notices to {:.1} MB of HTML in {:.3} s, {} files of {:.1} MB written in {:.3} s, together {:.3} s",
        sources.len(),
        html as f64 / 1e6,
        read.as_secs_f64(),
        built.len(),
        bytes as f64 / 1e6,
        (all - read).as_secs_f64(),
        all.as_secs_f64()
    );
}

fn rendered(path: &Path) -> usize {
    let text = fs::read_to_string(path).expect("a readable notice");
    let mut page = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut page, Parser::new_ext(&text, Options::ENABLE_TABLES));
    page.len()
}

fn files(folder: &Path, extension: Option<&str>) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.filter(|path| extension.is_none_or(|wanted| path.extension().is_some_and(|found| found == wanted))).collect()
}
