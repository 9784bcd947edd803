//! Why something failed, in words: the operating system's and our own reasons in the language of the run.

use std::io;

use crate::config::Language;
use crate::io::input::Refused;

/// The reasons of `error` from the outside in, as in `content/a.md: no permission`.
pub fn of(error: &anyhow::Error, language: Language) -> String {
    let reason = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<io::Error>() {
        Some(error) => of_io(error, language),
        None => cause.to_string(),
    };
    let mut reasons: Vec<String> = Vec::new();
    for cause in error.chain() {
        let reason = reason(cause);
        // an I/O error that wraps another says the same as that
        if reasons.last() != Some(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join(": ")
}

/// What an I/O error means and, where there is one, the way out.
pub fn of_io(error: &io::Error, language: Language) -> String {
    if let Some(refused) = Refused::of(error) {
        return refusal(refused, language);
    }
    let (zh, en) = match error.kind() {
        io::ErrorKind::NotFound => ("找不到", "not found"),
        io::ErrorKind::PermissionDenied => ("没有权限", "no permission"),
        io::ErrorKind::ReadOnlyFilesystem => ("这个磁盘是只读的", "this disk is read-only"),
        io::ErrorKind::StorageFull => ("磁盘满了，腾出空间再试", "the disk is full; free some space and try again"),
        io::ErrorKind::QuotaExceeded => {
            ("磁盘配额用完了，腾出空间再试", "the disk quota is used up; free some space and try again")
        }
        io::ErrorKind::IsADirectory => ("这是文件夹，不是文件", "this is a folder, not a file"),
        io::ErrorKind::NotADirectory => {
            ("路径里有一段是文件，不是文件夹", "a part of the path is a file, not a folder")
        }
        io::ErrorKind::DirectoryNotEmpty => ("文件夹不是空的", "the folder is not empty"),
        io::ErrorKind::InvalidFilename => (
            "这个系统不接受这样的文件名（太长，或有不能用的字符）",
            "this system does not take such a file name (too long, or with characters it does not allow)",
        ),
        io::ErrorKind::OutOfMemory => ("内存不够", "out of memory"),
        io::ErrorKind::InvalidData => ("内容不是 UTF-8 文本", "not text in UTF-8"),
        _ => match error.raw_os_error().and_then(by_number) {
            Some(words) => words,
            None => return error.to_string(),
        },
    };
    let number = error.raw_os_error().map(|number| format!(" (os error {number})")).unwrap_or_default();
    format!("{}{number}", language.pick(zh, en))
}

fn refusal(refused: Refused, language: Language) -> String {
    match refused {
        Refused::NotAFile => {
            language.pick("不是普通文件，没有打开", "not a regular file; it was not opened").to_owned()
        }
        Refused::TooLarge(limit) => {
            let limit = if limit < 1 << 20 { format!("{} KiB", limit >> 10) } else { format!("{} MiB", limit >> 20) };
            language.pick(format!("超过 {limit}，没有读"), format!("larger than {limit}; it was not read"))
        }
    }
}

/// Reasons that the standard library has no kind for.
#[cfg(unix)]
const fn by_number(number: i32) -> Option<(&'static str, &'static str)> {
    match number {
        // EMFILE, ENFILE
        23 | 24 => Some((
            "同时打开的文件太多；用 ulimit -n 提高上限，或用 --jobs 1 少开几个",
            "too many open files; raise the limit with ulimit -n, or open fewer with --jobs 1",
        )),
        _ => None,
    }
}

/// Reasons that the standard library has no kind for.
#[cfg(windows)]
const fn by_number(number: i32) -> Option<(&'static str, &'static str)> {
    match number {
        // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
        32 | 33 => Some((
            "另一个程序正开着它（资源管理器、命令行窗口或杀毒软件）；关掉再试",
            "another program has it open (Explorer, a console or an antivirus program); close that and try again",
        )),
        _ => None,
    }
}
