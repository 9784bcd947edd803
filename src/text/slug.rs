//! Slugs: the readable part of an address, of `[a-z0-9-]` only.

use pinyin::ToPinyin;

use super::fingerprint::Fingerprint;

/// Longest slug in bytes.
const LONGEST: usize = 80;

/// Names of devices on Windows.
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// `text` in lower case and with `-` for `_`, if that is a slug (`[a-z0-9][a-z0-9-]{0,79}`).
pub fn normalised(text: &str) -> Option<String> {
    let slug = text.to_ascii_lowercase().replace('_', "-");
    is_slug(&slug).then_some(slug)
}

/// Whether `text` is a slug: `[a-z0-9][a-z0-9-]{0,79}`, and not the name of a Windows device.
pub fn is_slug(text: &str) -> bool {
    let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(legal) && !text.starts_with('-') && !is_device(text)
}

/// Whether Windows takes a file name for a device, whatever its extension and case: `con`, `Aux.md`. Opening such a
/// file never returns there, and none can be created.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem))
}

/// Whether a file name is allowed on every system. On Windows, device names and the marks of its paths and patterns are
/// not, and dots and blanks at the end are dropped.
pub fn is_portable_name(name: &str) -> bool {
    !is_device(name)
        && !name.contains(['<', '>', ':', '"', '|', '?', '*', '\\', '/'])
        && !name.chars().any(char::is_control)
        && !name.ends_with(['.', ' '])
}

/// Digits of the hash in the id of a notice or the slug of a plain page.
pub const ID_DIGITS: usize = 6;
/// Digits of the hash in the slug of a unit, a round or a site. Fewer, because there are fewer of them.
pub const GROUP_DIGITS: usize = 4;

/// The id of a notice, or the slug of a plain page, from the stem of its file's name: [`normalised`] if that is a slug,
/// else pinyin.
pub fn from_stem(stem: &str) -> String {
    normalised(stem).unwrap_or_else(|| from_pinyin(stem, stem, ID_DIGITS))
}

/// Pinyin of `text` joined by `-`, at most 48 bytes, then `-` and the first `digits` hexadecimal digits of the hash of
/// `key`, so that keys of the same sound differ.
pub fn from_pinyin(text: &str, key: &str, digits: usize) -> String {
    let hash = Fingerprint::of(key.as_bytes()).short(digits);
    match pinyin(text).as_str() {
        "" => format!("x-{hash}"),
        sound => format!("{sound}-{hash}"),
    }
}

/// Pinyin in one word is cut after the syllable that ends within this many bytes.
const LONGEST_SOUND: usize = 28;
/// Pinyin joined by `-` is cut after the syllable that passes this many bytes; the longest syllable has 6.
const LONGEST_PINYIN: usize = 42;

/// The pinyin of a Han character, without tone marks and in ASCII.
fn syllable(c: char) -> Option<String> {
    c.to_pinyin().map(|pinyin| pinyin.plain().replace('ü', "v"))
}

/// Pinyin of `text` in one word, without the characters that have none; may be empty.
pub fn sound(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        let latin = || c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase().to_string());
        let Some(syllable) = syllable(c).or_else(latin) else { continue };
        if slug.len() + syllable.len() > LONGEST_SOUND {
            break;
        }
        slug.push_str(&syllable);
    }
    slug
}

fn pinyin(text: &str) -> String {
    let mut slug = String::new();
    let mut in_word = false; // whether the character before is a Latin letter or digit
    for c in text.chars() {
        let syllable = syllable(c);
        let latin = c.is_ascii_alphanumeric();
        if !slug.is_empty() && (syllable.is_some() || latin && !in_word) {
            slug.push('-');
        }
        match syllable {
            Some(syllable) => slug.push_str(&syllable),
            None if latin => slug.push(c.to_ascii_lowercase()),
            None => {}
        }
        in_word = latin;
        if slug.len() > LONGEST_PINYIN {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_valid_slug() {
        for name in ["云江市总工会", "第5轮 巡察", "……", "𠮷野", "AB股份", "吕绿", &"长".repeat(300)]
        {
            let slug = from_pinyin(name, name, 4);
            assert!(is_slug(&slug), "{name} gives {slug}");
        }
        assert!(from_pinyin("云江市总工会", "k", 4).starts_with("yun-jiang-shi-zong-gong-hui-"));
    }

    #[test]
    fn a_name_that_is_a_slug_is_kept() {
        assert_eq!(normalised("2024_Zonggonghui"), Some("2024-zonggonghui".to_owned()));
        assert_eq!(normalised("通报"), None);
        assert_eq!(normalised("-x"), None);
    }

    #[test]
    fn names_of_devices_are_not_slugs() {
        for name in ["con", "AUX", "nul", "com1", "LPT9"] {
            assert_eq!(normalised(name), None, "{name}");
            assert!(is_slug(&from_pinyin(name, name, 6)), "{name}");
        }
        assert!(is_device("Aux.md") && is_device("com1.tar.gz") && !is_device("con-1.md") && !is_device(".con"));
        assert!(["console", "com0", "com10", "aux-1"].into_iter().all(is_slug));
    }
}
