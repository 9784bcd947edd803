//! Translations of messages of libraries and the operating system, which are in English and technical.

use std::io;

use super::language::{Language, Phrase};

/// A part of a message of the YAML library, and the translation of the message. The first match counts.
const YAML: &[(&str, Phrase)] = &[
    ("quoted scalar", Phrase::new("引号没有配对：少了后一个引号", "a quotation mark is not closed")),
    ("tab character", Phrase::new("缩进用了制表符，请改用空格", "a tab indents the line; use blanks")),
    ("flow node", Phrase::new("方括号或花括号没有写完", "a square bracket or brace is not closed")),
    ("duplicate entry", Phrase::new("同一个键写了两次", "a key is written twice")),
    (
        "block mapping",
        Phrase::new(
            "这一行的缩进与上面的不一致，或键后面少了“: ”",
            "the indentation differs from the lines above, or “: ” is missing behind a key",
        ),
    ),
    ("block collection", Phrase::new("列表各项的“-”没有对齐", "the “-” of the list are not aligned")),
    ("block sequence", Phrase::new("列表各项的“-”没有对齐", "the “-” of the list are not aligned")),
    (
        "flow sequence",
        Phrase::new(
            "方括号没有配对，或各项之间少了半角逗号",
            "a square bracket is not closed, or an ASCII comma is missing",
        ),
    ),
    (
        "flow mapping",
        Phrase::new("花括号没有配对，或各项之间少了半角逗号", "a brace is not closed, or an ASCII comma is missing"),
    ),
    (
        "mapping values are not allowed",
        Phrase::new(
            "值里有“: ”，请给整个值加上引号",
            "the value contains “: ”; put the whole value in quotation marks",
        ),
    ),
    (
        "cannot start any token",
        Phrase::new(
            "值以 YAML 的专用符号（如 @ ` %）或制表符开头，请给整个值加上引号",
            "the value begins with a tab or with a character that YAML reserves (such as @ ` %); put it in quotation marks",
        ),
    ),
    ("simple key", Phrase::new("键后面少了“: ”", "“: ” is missing behind a key")),
    ("expected `key: value`", Phrase::new("这一行不是“键: 值”", "this line is not “key: value”")),
    ("blank must follow", Phrase::new("冒号后面少了一个空格", "a blank must follow the colon")),
    (
        "anchor",
        Phrase::new("值以 & 或 * 开头，请给整个值加上引号", "the value begins with & or *; put it in quotation marks"),
    ),
    (
        "alias",
        Phrase::new("值以 & 或 * 开头，请给整个值加上引号", "the value begins with & or *; put it in quotation marks"),
    ),
    ("tag", Phrase::new("值以 ! 开头，请给整个值加上引号", "the value begins with !; put it in quotation marks")),
    (
        "escape",
        Phrase::new(
            "双引号里的 \\ 有特别的意思，请改用单引号",
            "a \\ in double quotation marks has a meaning of its own; use single ones",
        ),
    ),
    (
        "control characters",
        Phrase::new(
            "有看不见的控制字符，请删去这一行重新输入",
            "there is an invisible control character; delete the line and type it again",
        ),
    ),
    ("multiple documents", Phrase::new("中间多了一行 ---", "there is a line “---” in between")),
    ("document", Phrase::new("中间多了一行 --- 或 ...", "there is a line “---” or “...” in between")),
    (
        "invalid type",
        Phrase::new(
            "这里的值要写成一句文字，不是列表或下一层",
            "the value here must be a text, not a list or a mapping",
        ),
    ),
    ("recursion limit", Phrase::new("括号套得太深", "brackets are nested too deeply")),
    (
        "end of stream",
        Phrase::new("到结尾都没有写完：少了引号或括号", "it ends too early: a quotation mark or bracket is not closed"),
    ),
    (
        "found character",
        Phrase::new(
            "有 YAML 读不出的字符，请给整个值加上引号",
            "there is a character that YAML cannot read; put the whole value in quotation marks",
        ),
    ),
];

/// Translation of an error of the operating system, with the remedy if there is one.
fn system(error: &io::Error) -> Option<Phrase> {
    error.raw_os_error().and_then(by_number).or_else(|| by_kind(error.kind()))
}

#[rustfmt::skip]
fn by_kind(kind: io::ErrorKind) -> Option<Phrase> {
    use io::ErrorKind;
    let (zh, en) = match kind {
        ErrorKind::NotFound => ("找不到", "not found"),
        ErrorKind::PermissionDenied => ("没有权限", "no permission"),
        ErrorKind::AlreadyExists => ("已经有了", "it exists already"),
        ErrorKind::ReadOnlyFilesystem => ("这个磁盘是只读的", "this disk is read-only"),
        ErrorKind::StorageFull => ("磁盘满了，腾出空间再试", "the disk is full; free some space and try again"),
        ErrorKind::QuotaExceeded => ("磁盘配额用完了，腾出空间再试", "the disk quota is used up; free some space and try again"),
        ErrorKind::IsADirectory => ("这是文件夹，不是文件", "this is a folder, not a file"),
        ErrorKind::NotADirectory => ("路径里有一段是文件，不是文件夹", "a part of the path is a file, not a folder"),
        ErrorKind::DirectoryNotEmpty => ("文件夹不是空的", "the folder is not empty"),
        ErrorKind::InvalidFilename => (
            "这个系统不接受这样的文件名（太长，或有不能用的字符）",
            "this system does not take such a file name (too long, or with characters it does not allow)",
        ),
        ErrorKind::OutOfMemory => ("内存不够", "out of memory"),
        ErrorKind::InvalidData => ("内容不是 UTF-8 文本", "not text in UTF-8"),
        ErrorKind::UnexpectedEof => ("文件不完整", "the file is incomplete"),
        ErrorKind::BrokenPipe => ("接收输出的程序已经退出", "the program that takes the output has ended"),
        ErrorKind::AddrInUse => ("端口被占用", "the port is in use"),
        ErrorKind::ConnectionRefused => ("对方拒绝连接", "the connection was refused"),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => ("连接断了", "the connection was lost"),
        ErrorKind::TimedOut => ("等得太久，没有回应", "it took too long to answer"),
        ErrorKind::ResourceBusy => ("正被别的程序占用", "another program is using it"),
        ErrorKind::CrossesDevices => ("跨了两块磁盘", "it crosses two disks"),
        // the enum is the standard library's and may grow
        _ => return None,
    };
    Some(Phrase::new(zh, en))
}

/// Errors without a kind in the standard library.
#[cfg(unix)]
const fn by_number(number: i32) -> Option<Phrase> {
    match number {
        // EMFILE, ENFILE
        23 | 24 => Some(Phrase::new(
            "同时打开的文件太多；用 ulimit -n 提高上限，或用 --jobs 1 少开几个",
            "too many open files; raise the limit with ulimit -n, or open fewer with --jobs 1",
        )),
        _ => None,
    }
}

/// Errors without a specific kind in the standard library.
#[cfg(windows)]
#[rustfmt::skip]
const fn by_number(number: i32) -> Option<Phrase> {
    match number {
        // ERROR_ACCESS_DENIED, also for a folder with an open file in it
        5 => Some(Phrase::new(
            "没有权限，或者另一个程序（资源管理器、命令行窗口、杀毒软件）正开着它或里面的文件；关掉再试",
            "no permission, or another program (Explorer, a console or an antivirus program) has it or a file in it open; close that and try again",
        )),
        // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
        32 | 33 => Some(Phrase::new(
            "另一个程序（资源管理器、命令行窗口、杀毒软件）正开着它；关掉再试",
            "another program (Explorer, a console or an antivirus program) has it open; close that and try again",
        )),
        // ERROR_BAD_NETPATH, ERROR_NETNAME_DELETED, ERROR_BAD_NET_NAME
        53 | 64 | 67 => Some(Phrase::new(
            "连不上这个共享文件夹；看看网络和共享名",
            "this shared folder cannot be reached; check the network and the name of the share",
        )),
        _ => None,
    }
}

/// Message for an I/O error; errors made by our own code keep their message.
pub fn system_error(error: &io::Error, language: Language) -> String {
    let translation = if error.get_ref().is_none() { system(error) } else { None };
    match (translation, error.raw_os_error()) {
        (Some(phrase), _) => phrase.in_language(language).to_owned(),
        (None, Some(number)) => language.pick(format!("操作系统报告错误 {number}"), error.to_string()),
        (None, None) => yaml(&error.to_string(), language),
    }
}

/// Translation of a message of a library or the operating system; unchanged if there is none.
pub fn reason(words: &str, language: Language) -> String {
    let number = words.rsplit_once("(os error ").and_then(|(_, code)| code.trim_end_matches(')').parse().ok());
    match number {
        Some(number) => system_error(&io::Error::from_raw_os_error(number), language),
        None => yaml(words, language),
    }
}

/// Message for an error of the YAML library.
fn yaml(words: &str, language: Language) -> String {
    match YAML.iter().find(|(part, _)| words.contains(part)) {
        Some((_, phrase)) => phrase.in_language(language).to_owned(),
        // a message with other characters is our own
        None if words.is_ascii() && words.contains("at line ") => {
            language.pick("这里不是正确的 YAML", "this is not valid YAML").to_owned()
        }
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_the_yaml_library_is_translated() {
        let texts = [
            "a: \"b",
            "a: 'b",
            "a: [b",
            "a: {b",
            "a: b: c",
            "a: @b",
            "a: `b`",
            "a: %b",
            "a:\n  b: 1\n c: 2",
            "- a\nb: c",
            "a: \"\\q\"",
            "a: &",
            "a: *b",
            "a: !!<",
            "a: 1\na: 2",
            "a: b\n---\nc: d",
            "\ta: b",
            "a: |\n\tb\n c",
            "a: }",
            "a: ]",
            "? :\n- :",
            "a: \u{1}",
            "a: [b}",
            "a\nb: c",
            "{a: b, c",
            "a: >x",
            "%YAML 9.9\n---\n",
        ];
        for text in texts {
            let Err(error) = serde_yaml::from_str::<serde_yaml::Value>(text) else { continue };
            let message = reason(&error.to_string(), Language::Zh);
            assert!(!message.contains("line") && !message.is_ascii(), "{text:?}: {error} became {message}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn errors_of_windows_are_translated() {
        for number in [5, 19, 32, 33, 53, 64, 67, 112, 123, 206] {
            let message = system_error(&io::Error::from_raw_os_error(number), Language::Zh);
            assert!(!message.contains("操作系统"), "{number}: {message}");
        }
    }

    #[test]
    fn errors_of_the_system_are_translated() {
        let error = io::Error::from_raw_os_error(2);
        assert_eq!(system_error(&error, Language::Zh), "找不到");
        assert_eq!(reason(&format!("x: {error}"), Language::En), "not found");
    }
}
