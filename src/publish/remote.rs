//! A target on another host: small POSIX scripts over OpenSSH, files by rsync, or by tar where rsync is missing.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use super::ssh::{Host, write_paths};
use super::{Change, Target, TargetLock, TargetSnapshot, TargetState, Upload, folder_of};
use crate::io::folder::below;
use crate::publish::release::fault::Hashes;
use crate::publish::release::{Marker, Refusal, ReleaseId};
use crate::text::hex;

/// A target in a folder of another host.
#[derive(Clone, Debug)]
pub struct Remote {
    host: Host,
    /// The folder, absolute or beginning with `./` (relative to the account's home), so that no tool takes it for an option.
    folder: String,
}

impl Remote {
    /// Reads `user@host:DIR`.
    ///
    /// # Errors
    /// A message with the expected form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split_once(':').filter(|(_, folder)| !folder.is_empty() && !folder.contains(['\n', '\0']));
        let (host, folder) = parts.ok_or("rsync: user@host:DIR")?;
        let host = Host::parse(host).ok_or("rsync: user@host:DIR")?;
        let folder = folder.strip_prefix("~/").unwrap_or(folder).trim_end_matches('/');
        let folder = if folder.starts_with('/') { folder.to_owned() } else { format!("./{folder}") };
        Ok(Self { host, folder })
    }

    /// The parent folder of the target, with its host.
    fn parent(&self) -> String {
        let parent = self.folder.rsplit_once('/').map_or(".", |(parent, _)| parent);
        format!("{}:{parent}", self.host.name())
    }

    fn below(&self, folder: &str) -> String {
        format!("{}/{folder}", self.folder)
    }

    fn unfinished(&self, id: &ReleaseId) -> String {
        self.below(&format!("{}.tmp", folder_of(id)))
    }

    /// Sends files of the upload: by rsync if both sides have it and `GONGSHI_NO_RSYNC` is not set, else by tar.
    fn send(&self, upload: &Upload<'_>) -> Result<()> {
        let folder = self.unfinished(upload.id);
        let from_source: Vec<&str> =
            upload.send.iter().copied().filter(|path| !upload.metadata.contains_key(*path)).collect();
        if !from_source.is_empty() {
            match has_rsync() && self.host_has_rsync()? {
                true => self.rsync(upload, &from_source, &folder)?,
                false => {
                    self.host.run_checked(include_str!("remote/unpack.sh"), &[&folder], |stdin| {
                        let files =
                            from_source.iter().map(|path| Ok((*path, std::fs::read(below(upload.source, path))?)));
                        archive(stdin, files)
                    })?;
                }
            }
        }
        let metadata = upload.metadata.iter().map(|(path, bytes)| Ok((path.as_str(), bytes.clone())));
        self.host
            .run_checked(include_str!("remote/unpack.sh"), &[&folder], |stdin| archive(stdin, metadata))
            .map(|_| ())
    }

    fn host_has_rsync(&self) -> Result<bool> {
        Ok(self.host.run("command -v rsync >/dev/null 2>&1", &[], |_| Ok(()))?.code == 0)
    }

    fn rsync(&self, upload: &Upload<'_>, paths: &[&str], folder: &str) -> Result<()> {
        let ssh: Vec<String> = std::iter::once(Host::program())
            .chain(Host::options().into_iter().map(str::to_owned))
            // rsync splits --rsh itself and reads a doubled quote as one
            .map(|word| format!("'{}'", word.replace('\'', "''")))
            .collect();
        let mut from = upload.source.as_os_str().to_owned();
        from.push("/");
        let mut child = Command::new("rsync")
            .args(["-rzs", "--perms", "--chmod=D755,F644", "--files-from=-", "--from0", "--rsh"])
            .arg(ssh.join(" "))
            .arg("--")
            .arg(from)
            .arg(format!("{}:{folder}/", self.host.name()))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("rsync")?;
        // if rsync ends early, its own error is reported instead
        let fed = child.stdin.take().map_or(Ok(()), |mut stdin| write_paths(&mut stdin, paths.iter().copied()));
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("rsync: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        fed.context("rsync")
    }
}

impl Target for Remote {
    fn snapshot(&self) -> Result<TargetSnapshot> {
        let printed = self.host.run_checked(include_str!("remote/snapshot.sh"), &[&self.folder], |_| Ok(()))?;
        let mut snapshot = TargetSnapshot::default();
        let mut rest = printed.as_slice();
        let mut first = true;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let line = String::from_utf8_lossy(&rest[..end]).into_owned();
            rest = &rest[end + 1..];
            let (word, value) = line.split_once(' ').unwrap_or((&line, ""));
            if std::mem::take(&mut first) && word != "gongshi" {
                break;
            }
            match (word, value) {
                ("state", "ours") => snapshot.state = TargetState::Ours,
                ("state", "empty") => snapshot.state = TargetState::Empty,
                ("state", "absent") => snapshot.state = TargetState::Absent,
                ("state", "noparent") => snapshot.state = TargetState::NoParent(self.parent()),
                ("state", other) => {
                    snapshot.state = TargetState::Foreign(other.trim_start_matches("foreign ").to_owned())
                }
                ("marker", marker) => {
                    snapshot.marker = Marker::parse(marker.as_bytes());
                    snapshot.marker_bytes = format!("{marker}\n").into_bytes();
                    if snapshot.marker.is_none() {
                        snapshot.state = TargetState::Damaged;
                    }
                }
                ("release", id) => snapshot.releases.extend(ReleaseId::parse(id)),
                ("current", id) => snapshot.current = ReleaseId::parse(id),
                ("log", _) => {
                    snapshot.log = rest.to_vec();
                    return Ok(snapshot);
                }
                _ => {}
            }
        }
        match snapshot.state {
            TargetState::Absent | TargetState::NoParent(_) if !first && printed.starts_with(b"gongshi") => Ok(snapshot),
            TargetState::Absent
            | TargetState::NoParent(_)
            | TargetState::Empty
            | TargetState::Foreign(_)
            | TargetState::Damaged
            | TargetState::Ours => bail!("{}: 账号需要能用 shell（the account needs a POSIX shell）", self.host.name()),
        }
    }

    fn read(&self, folder: &str, paths: &[String]) -> Result<BTreeMap<String, Vec<u8>>> {
        let folder = self.below(folder);
        let list = paths.iter().map(|path| format!("./{path}\n")).collect::<String>();
        let read = include_str!("remote/read.sh");
        let printed = self.host.run_checked(read, &[&folder], |stdin| stdin.write_all(list.as_bytes()))?;
        let mut rest = printed.as_slice();
        let mut files = BTreeMap::new();
        for path in paths {
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { break };
            let size = std::str::from_utf8(&rest[..end]).ok().and_then(|size| size.trim().parse::<usize>().ok());
            rest = &rest[end + 1..];
            if let Some(size) = size {
                let (bytes, after) = rest.split_at_checked(size).context("the host's answer ended early")?;
                files.insert(path.clone(), bytes.to_vec());
                rest = after;
            }
        }
        Ok(files)
    }

    fn create(&self, marker: &Marker) -> Result<()> {
        let marker = String::from_utf8_lossy(&marker.bytes()).trim_end().to_owned();
        self.host.run_checked(include_str!("remote/create.sh"), &[&self.folder, &marker], |_| Ok(())).map(|_| ())
    }

    fn lock(&self) -> Result<Box<dyn TargetLock>> {
        self.host.lock(include_str!("remote/lock.sh"), &[&self.folder])
    }

    fn upload(&self, upload: &Upload<'_>) -> Result<()> {
        let base = upload.base.map_or("", ReleaseId::as_str);
        let arguments = [&*self.folder, upload.id.as_str(), base];
        self.host.run_checked(include_str!("remote/prepare.sh"), &arguments, |stdin| {
            write_paths(stdin, upload.stale.iter().copied())
        })?;
        self.send(upload)
    }

    fn resend(&self, upload: &Upload<'_>, faulty: &[&str]) -> Result<()> {
        let folder = self.unfinished(upload.id);
        let drop = include_str!("remote/remove-files.sh");
        self.host.run_checked(drop, &[&folder], |stdin| write_paths(stdin, faulty.iter().copied()))?;
        self.send(upload)
    }

    fn replace(&self, upload: &Upload<'_>, extra: &[&str]) -> Result<()> {
        let (drop, replace) = (include_str!("remote/remove-files.sh"), include_str!("remote/replace.sh"));
        let folder = self.below(&folder_of(upload.id));
        self.host.run_checked(drop, &[&folder], |stdin| write_paths(stdin, extra.iter().copied()))?;
        self.host.run_checked(replace, &[&*self.folder, upload.id.as_str()], |_| Ok(())).map(|_| ())
    }

    fn discard(&self, id: &ReleaseId) -> Result<()> {
        let unfinished = format!("{id}.tmp");
        let drop = include_str!("remote/remove-files.sh");
        let paths = [unfinished.as_str()];
        self.host
            .run_checked(drop, &[&self.below("releases")], |stdin| write_paths(stdin, paths.into_iter()))
            .map(|_| ())
    }

    fn hashes(&self, folder: &str) -> Result<Hashes> {
        let output = self.host.run(include_str!("remote/hashes.sh"), &[&self.below(folder)], |_| Ok(()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let lines = text.lines().filter_map(|line| line.split_once("  "));
        let files = lines.filter_map(|(hash, path)| Some((path.strip_prefix("./")?.to_owned(), hex::bytes(hash))));
        Ok(files.collect())
    }

    fn commit(&self, id: &ReleaseId) -> Result<()> {
        let arguments = [&*self.folder, id.as_str()];
        self.host.run_checked(include_str!("remote/commit.sh"), &arguments, |_| Ok(())).map(|_| ())
    }

    fn sign(&self, id: &ReleaseId, signature: &str) -> Result<()> {
        let arguments = [&*self.folder, id.as_str()];
        let sign = include_str!("remote/sign.sh");
        self.host.run_checked(sign, &arguments, |stdin| stdin.write_all(signature.as_bytes())).map(|_| ())
    }

    fn switch(&self, change: &Change<'_>) -> Result<()> {
        let from = change.from.map_or("", ReleaseId::as_str);
        let size = change.log.bytes().len().to_string();
        let allow = if change.allow_non_atomic { "yes" } else { "no" };
        let arguments = [&*self.folder, change.to.as_str(), from, &size, allow];
        let output =
            self.host.run(include_str!("remote/switch.sh"), &arguments, |stdin| stdin.write_all(change.log.bytes()))?;
        match output.code {
            0 => Ok(()),
            7 => Err(Refusal::Moved(None).into()),
            8 => Err(Refusal::NonAtomic.into()),
            code => bail!("{}: {} ({code})", self.host.name(), output.stderr),
        }
    }

    fn remove(&self, releases: &[ReleaseId]) -> Result<()> {
        if releases.is_empty() {
            return Ok(());
        }
        let ids = releases.iter().map(ReleaseId::as_str);
        let arguments: Vec<&str> = std::iter::once(&*self.folder).chain(ids).collect();
        self.host.run_checked(include_str!("remote/remove-releases.sh"), &arguments, |_| Ok(())).map(|_| ())
    }
}

fn has_rsync() -> bool {
    let mut version = Command::new("rsync");
    version.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    std::env::var_os("GONGSHI_NO_RSYNC").is_none() && version.status().is_ok_and(|status| status.success())
}

/// Writes files as a tar archive, one file in memory at a time.
fn archive<'a>(out: &mut impl Write, files: impl Iterator<Item = io::Result<(&'a str, Vec<u8>)>>) -> io::Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let mut archive = tar::Builder::new(out);
    for file in files {
        let (path, bytes) = file?;
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(now);
        archive.append_data(&mut header, path, bytes.as_slice())?;
    }
    archive.into_inner()?.flush()
}
