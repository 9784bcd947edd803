//! Whether an SVG or XML file does something: runs a script, or loads what may.

/// Text that begins active content, in lower case. An entity can stand for anything.
const MARKS: [&[u8]; 8] =
    [b"<script", b":script", b"script:", b"foreignobject", b"<iframe", b"<handler", b"<!entity", b"<?xml-stylesheet"];

/// Whether `file` does something when it is opened, as far as its words tell: rather once too often. Compressed files
/// and UTF-16 tell nothing.
pub fn is_active(file: &[u8]) -> bool {
    let file = file.to_ascii_lowercase();
    if file.starts_with(&[0x1f, 0x8b]) || file.contains(&0) {
        return true;
    }
    MARKS.iter().any(|mark| memchr::memmem::find(&file, mark).is_some())
        || memchr::memmem::find_iter(&file, b"on").any(|at| is_handler(&file, at))
        || memchr::memmem::find_iter(&file, b"href").any(|at| is_coded(&file[at + b"href".len()..]))
}

/// Whether an attribute such as `onload=` is at `at`.
fn is_handler(file: &[u8], at: usize) -> bool {
    let starts = at.checked_sub(1).is_some_and(|before| b" \t\r\n/\"'".contains(&file[before]));
    let name = file[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let next = file[at + name..].iter().find(|byte| !byte.is_ascii_whitespace());
    starts && name > b"on".len() && next == Some(&b'=')
}

/// Whether the value of an address has escapes at its beginning, where a scheme would be.
fn is_coded(value: &[u8]) -> bool {
    /// Longer than a scheme with every letter escaped.
    const BEGINNING: usize = 120;
    let value = &value[..value.len().min(BEGINNING)];
    let Some(open) = value.iter().position(|byte| b"\"'".contains(byte)) else { return false };
    let value = value[open + 1..].split(|byte| *byte == value[open]).next().unwrap_or_default();
    memchr::memmem::find(value, b"&#").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_runs_is_active_and_a_drawing_is_not() {
        for active in [
            "<svg><SCRIPT>1</SCRIPT></svg>",
            "<x:svg><x:script/></x:svg>",
            "<svg onload=\"1\"/>",
            "<svg\nonLoad = '1'/>",
            "<svg id=\"a\"onclick=\"1\"/>",
            "<a xlink:href=\"javascript:1\"/>",
            "<a href='&#106;avascript&#58;1'/>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg/>",
            "\u{1f}\0",
        ] {
            assert!(is_active(active.as_bytes()), "{active}");
        }
        for still in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><text x=\"1\">on=整改情况&#20010;</text><use href=\"#a\"/></svg>",
            "<svg><path d=\"M1 1\"/><desc>description of one</desc></svg>",
        ] {
            assert!(!is_active(still.as_bytes()), "{still}");
        }
    }
}
