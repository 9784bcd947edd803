//! A site in a folder of its own, and the program run on it as a user would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// A folder that is removed when the test ends. Set `GONGSHI_KEEP=1` to keep it for a look.
pub struct Sandbox {
    root: PathBuf,
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if std::env::var_os("GONGSHI_KEEP").is_none() {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

impl Sandbox {
    /// An empty folder called after `name`.
    pub fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("gongshi-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        // on Windows programs cannot start in a canonical path
        let root = if cfg!(windows) { root } else { root.canonicalize().unwrap() };
        Self { root }
    }

    /// A copy of the folder `from`.
    pub fn copy(name: &str, from: &Path) -> Self {
        let sandbox = Self::new(name);
        for (path, bytes) in tree(from) {
            sandbox.write(&path, bytes);
        }
        sandbox
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where `path` lies.
    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes a file.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Reads a text file.
    pub fn read(&self, path: &str) -> String {
        let path = self.at(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The program with these arguments, ready to run in the folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongshi"));
        command.current_dir(&self.root).args(arguments).env("LANG", "zh_CN.UTF-8").env_remove("LC_ALL");
        command
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    /// Starts the program and does not wait for it.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Runs the program, which must succeed.
    pub fn done(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.stdout, run.stderr);
        run
    }

    /// All files of the built site.
    pub fn public(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.at("public"))
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Run {
    /// The exit code; -1 where it was killed.
    pub code: i32,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Run {
    /// The run that `output` describes.
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// All files below `root` by their paths with `/`, dot-files left out.
pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.file_name().unwrap().to_string_lossy().starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// A path with the separators of the system between its parts.
pub fn native(path: &str) -> String {
    path.replace('/', std::path::MAIN_SEPARATOR_STR)
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The real documents beside the repository, where they are.
pub fn seeds() -> Option<PathBuf> {
    let seeds = repository().join("../shared/seeds");
    if !seeds.is_dir() {
        println!("skipped: no ../shared/seeds");
        return None;
    }
    Some(seeds)
}

/// Says where two trees differ, and nothing where they do not.
pub fn difference(left: &BTreeMap<String, Vec<u8>>, right: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    let mut different = Vec::new();
    for name in names {
        match (left.get(name), right.get(name)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(_), Some(_)) => different.push(format!("{name} differs")),
            (Some(_), None) => different.push(format!("{name} is only left")),
            _ => different.push(format!("{name} is only right")),
        }
    }
    different
}
