//! Packages: a release as one file, for machines without a network. The same release gives the same bytes.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};

use super::tree;
use crate::io::folder::below;
use crate::io::input;
use crate::io::rename::rename;
use crate::publish::release::fault::faults;
use crate::publish::release::manifest::SIGNATURE;
use crate::publish::release::marker::MARKER;
use crate::publish::release::{Manifest, Marker, Refusal};
use crate::site::manifest;

/// Contents of a package besides the site's files.
#[derive(Clone, Debug)]
pub struct PackageContents {
    /// The site and audience of the release.
    pub marker: Marker,
    /// The release's manifest.
    pub manifest: Manifest,
    /// The manifest's own bytes.
    pub manifest_bytes: Vec<u8>,
    /// Its signature.
    pub signature: Option<String>,
}

/// Writes the built folder `source` as the package `out`, a `.tar.gz` with the marker and the manifest first and all
/// metadata fixed.
///
/// # Errors
/// An I/O error with its path; a file that was at `out` is then unchanged.
pub fn write(out: &Path, source: &Path, contents: &PackageContents) -> Result<()> {
    let mut temporary = out.as_os_str().to_owned();
    temporary.push(".tmp");
    let temporary = Path::new(&temporary);
    let written = fill(temporary, source, contents)
        .and_then(|()| tree::sync(temporary))
        .and_then(|()| rename(temporary, out).with_context(|| out.display().to_string()));
    if written.is_err() {
        tree::remove(temporary)?;
    }
    written
}

fn fill(out: &Path, source: &Path, contents: &PackageContents) -> Result<()> {
    let file = File::create(out).with_context(|| out.display().to_string())?;
    // no time, name or system in the header, so that the bytes depend on the release only
    let gzip = GzBuilder::new().mtime(0).operating_system(255).write(BufWriter::new(file), Compression::default());
    let mut archive = tar::Builder::new(gzip);
    let mut add = |path: &str, bytes: &[u8]| -> io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        archive.append_data(&mut header, path, bytes)
    };
    add(MARKER, &contents.marker.bytes()).with_context(|| out.display().to_string())?;
    add(manifest::PATH, &contents.manifest_bytes).with_context(|| out.display().to_string())?;
    if let Some(signature) = &contents.signature {
        add(SIGNATURE, signature.as_bytes()).with_context(|| out.display().to_string())?;
    }
    for file in &contents.manifest.files {
        let from = below(source, &file.path);
        let bytes = std::fs::read(&from).with_context(|| from.display().to_string())?;
        add(&file.path, &bytes).with_context(|| out.display().to_string())?;
    }
    let gzip = archive.into_inner().with_context(|| out.display().to_string())?;
    gzip.finish().and_then(|mut file| file.flush()).with_context(|| out.display().to_string())
}

/// The marker at the start of a package; `None` for a file that is not one.
///
/// # Errors
/// If the file cannot be opened.
pub fn marker_of(package: &Path) -> io::Result<Option<Marker>> {
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(File::open(package)?)));
    let Some(Ok(mut first)) = archive.entries().ok().and_then(|mut entries| entries.next()) else { return Ok(None) };
    let is_marker = first.path().is_ok_and(|path| path.as_os_str() == MARKER);
    Ok(bytes(&mut first, input::SMALL).ok().filter(|_| is_marker).and_then(|bytes| Marker::parse(&bytes)))
}

/// Unpacks `package` into the empty folder `to`, and checks every file against the manifest.
///
/// # Errors
/// [`Refusal::BadPackage`] if it is truncated or changed, else an I/O error with its path.
pub fn open(package: &Path, to: &Path) -> Result<PackageContents> {
    let (file, _) = input::open(package, input::PACKAGE).with_context(|| package.display().to_string())?;
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let (mut marker, mut listed, mut signature) = (None, None, None);
    let entries = archive.entries().map_err(not_a_package)?;
    for entry in entries {
        let mut entry = entry.map_err(not_a_package)?;
        let path = entry.path().map_err(not_a_package)?.to_string_lossy().into_owned();
        match (&*path, &listed) {
            (MARKER, None) => marker = Marker::parse(&bytes(&mut entry, input::SMALL)?),
            (manifest::PATH, None) => {
                let bytes = bytes(&mut entry, input::MANIFEST)?;
                listed = Some((Manifest::parse(&bytes).ok_or_else(|| bad_file(manifest::PATH))?, bytes));
            }
            (SIGNATURE, _) => {
                signature = Some(String::from_utf8(bytes(&mut entry, input::SMALL)?).map_err(|_| bad_file(SIGNATURE))?)
            }
            (_, Some((manifest, _))) if is_listed(manifest, &path, &entry) => {
                let target = below(to, &path);
                tree::create_folder(to, target.parent().unwrap_or(to))?;
                let mut file = File::create(&target).with_context(|| target.display().to_string())?;
                copy(&mut entry, &mut file, &target)?;
            }
            _ => return Err(bad_file(path)),
        }
    }
    // read to the end, which tar does not need, to detect truncation
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(not_a_package)?;
    let (manifest, manifest_bytes) = listed.ok_or_else(|| bad_file(manifest::PATH))?;
    let marker = marker.ok_or_else(|| bad_file(MARKER))?;
    match faults(&manifest, &tree::hashes_of_all(to)?).first() {
        Some(fault) => Err(bad_file(fault.path())),
        None => Ok(PackageContents { marker, manifest, manifest_bytes, signature }),
    }
}

/// Whether an entry is a file that the manifest lists with its size, so that no more is unpacked than the manifest
/// says.
fn is_listed(manifest: &Manifest, path: &str, entry: &tar::Entry<'_, impl Read>) -> bool {
    let has_size = manifest.find(path).is_some_and(|file| file.size == entry.size());
    has_size && entry.header().entry_type().is_file()
}

fn bytes(entry: &mut impl Read, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    entry.take(limit + 1).read_to_end(&mut bytes).map_err(not_a_package)?;
    match bytes.len() as u64 > limit {
        true => Err(not_a_package(limit)),
        false => Ok(bytes),
    }
}

/// Copies a file out of the package. A read error means a damaged package, a write error is the disk's.
fn copy(from: &mut impl Read, to: &mut File, target: &Path) -> Result<()> {
    let mut buffer = vec![0; tree::BUFFER];
    loop {
        match from.read(&mut buffer).map_err(not_a_package)? {
            0 => return Ok(()),
            read => to.write_all(&buffer[..read]).with_context(|| target.display().to_string())?,
        }
    }
}

/// The error for a file of the package that is damaged or missing.
fn bad_file(path: impl ToString) -> anyhow::Error {
    Refusal::BadPackage(Some(path.to_string())).into()
}

/// The error for a truncated file or one that is not a package. It replaces messages of libraries, which would not help.
fn not_a_package<E>(_: E) -> anyhow::Error {
    Refusal::BadPackage(None).into()
}
