//! Numerals as notices write them: 一二三, 〇, １２, 12.

/// The value of a whole numeral: Chinese up to 9,999 with 十百千 (`二十一`, `廿` is not read), digit strings in
/// Chinese (`二〇二四`), ASCII or full-width digits. `None` for anything else, the empty text included.
pub fn parse(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if let Some(value) = digits(text) {
        return Some(value);
    }
    composed(text)
}

/// One digit: `三` → 3, `〇` and `零` → 0, `５` → 5.
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The value of a circled number: `③` → 3.
pub fn circled(c: char) -> Option<u32> {
    ('①'..='⑳').contains(&c).then(|| u32::from(c) - u32::from('①') + 1)
}

/// Whether `c` can be part of a Chinese numeral.
pub fn is_chinese(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '〇' | '零' | '○') || ('一'..='龥').contains(&c) && digit(c).is_some()
}

/// The Chinese form of 1–99, as headings number themselves: 21 → 二十一. `None` outside that range.
pub fn chinese(value: u32) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let unit = DIGITS[(value % 10) as usize];
    match value {
        1..=9 => Some(unit.to_owned()),
        10..=19 => Some(format!("十{unit}")),
        20..=99 => Some(format!("{}十{unit}", DIGITS[(value / 10) as usize])),
        _ => None,
    }
}

fn digits(text: &str) -> Option<u32> {
    text.chars().try_fold(0u32, |value, c| value.checked_mul(10)?.checked_add(digit(c)?))
}

fn composed(text: &str) -> Option<u32> {
    let (mut total, mut pending, mut last) = (0u32, None, 10_000);
    for c in text.chars() {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '零' | '〇' if pending.is_none() && total > 0 => continue,
            _ => match (digit(c), pending) {
                (Some(value), None) if value > 0 => {
                    pending = Some(value);
                    continue;
                }
                _ => return None,
            },
        };
        if scale >= last || (pending.is_none() && !(scale == 10 && total == 0)) {
            return None;
        }
        total += pending.take().unwrap_or(1) * scale;
        last = scale;
    }
    Some(total + pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_are_written_and_parsed() {
        for value in 1..=99 {
            assert_eq!(chinese(value).as_deref().and_then(parse), Some(value));
        }
        assert_eq!(chinese(100), None);
    }

    #[test]
    fn digits_and_large_numerals_are_parsed_and_other_words_refused() {
        let read = [("二〇二四", 2024), ("１２", 12), ("一百零三", 103), ("一千二百", 1200), ("三十", 30), ("0", 0)];
        for (text, value) in read {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in ["", "十十", "百", "三四十", "第一", "万"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
