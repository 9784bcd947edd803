//! A small disk of our own, to fill it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk in memory, taken away with the test.
pub struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Mounts one at `folder`; `None`, which is said, where we may not.
    pub fn mount(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256m", "none"]).arg(folder).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self { folder: folder.to_owned() });
        }
        println!("skipped: may not mount a small disk here");
        None
    }

    /// Leaves room for so much more. Somebody may be writing meanwhile, and a disk cannot be smaller than what lies on
    /// it.
    pub fn leave(&self, kib: u64) {
        let is_resized = || {
            let size = format!("remount,size={}k", self.used() + kib);
            Command::new("mount").args(["-o", &size]).arg(&self.folder).output().unwrap().status.success()
        };
        assert!((0..100).any(|_| is_resized()), "the disk cannot be resized");
    }

    /// Used space in KiB.
    pub fn used(&self) -> u64 {
        let output = Command::new("df").args(["--output=used", "-k"]).arg(&self.folder).output().unwrap();
        String::from_utf8(output.stdout).unwrap().lines().nth(1).unwrap().trim().parse().unwrap()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.folder).status();
    }
}
