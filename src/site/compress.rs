//! Compressed copies: a gzip file beside each text file, for servers that send precompressed files.

use std::io::Write;

use flate2::{Compression, GzBuilder};

use crate::pages::Outcome;

/// Fewest bytes of a file that gets a compressed copy. Smaller ones fit into a network packet or two, so compressing
/// them saves no time. Not measured.
const MIN_SIZE: usize = 1024;

/// Extensions of text files.
const TEXT_EXTENSIONS: [&str; 10] = ["html", "css", "js", "json", "csv", "md", "txt", "xml", "atom", "svg"];

impl Outcome {
    /// Adds a compressed copy `….gz` of every text file that gets smaller.
    #[must_use]
    pub fn with_compressed_copies(mut self) -> Self {
        let copies: Vec<_> = self.files.iter().filter_map(|(path, bytes)| compressed_copy(path, bytes)).collect();
        self.files.extend(copies);
        self
    }
}

fn compressed_copy(path: &str, bytes: &[u8]) -> Option<(String, Vec<u8>)> {
    let is_text = path.rsplit_once('.').is_some_and(|(_, extension)| TEXT_EXTENSIONS.contains(&extension));
    if !is_text || bytes.len() < MIN_SIZE {
        return None;
    }
    // no time, name or system in the header: the same bytes everywhere
    let mut gzip = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    let compressed = gzip.write_all(bytes).and_then(|()| gzip.finish()).ok()?;
    (compressed.len() < bytes.len()).then(|| (format!("{path}.gz"), compressed))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn texts_get_a_compressed_copy_that_decompresses_to_them() {
        let page = "整改".repeat(1000).into_bytes();
        let files = vec![
            ("a/index.html".to_owned(), page.clone()),
            ("b.html".to_owned(), b"short".to_vec()),
            ("c.png".to_owned(), page.clone()),
        ];
        let outcome = Outcome { files, ..Outcome::default() }.with_compressed_copies();
        let paths: Vec<&str> = outcome.files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["a/index.html", "b.html", "c.png", "a/index.html.gz"]);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(outcome.files[3].1.as_slice()).read_to_end(&mut back).unwrap();
        assert_eq!(back, page);
    }
}
