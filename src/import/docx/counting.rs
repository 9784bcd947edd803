//! Numbers as Word's formats write them.

/// `value` in the format named `format` (`w:numFmt`); a format we do not know counts in decimal, `bullet` and `none`
/// write nothing.
pub fn write(format: &str, value: u32) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{value:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => shifted(&value.to_string(), '０'),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(value, '①', 20),
        "decimalEnclosedFullstop" => enclosed(value, '⒈', 20),
        "decimalEnclosedParen" => enclosed(value, '⑴', 20),
        "ideographEnclosedCircle" => enclosed(value, '㊀', 10),
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).to_lowercase(),
        "upperLetter" => letters(value, 'A'),
        "lowerLetter" => letters(value, 'a'),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => han(value, "零一二三四五六七八九", "十百千", true),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" | "koreanDigital2" => {
            value.to_string().chars().map(|c| nth("〇一二三四五六七八九", c.to_digit(10).unwrap_or(0))).collect()
        }
        "chineseLegalSimplified" => han(value, "零壹贰叁肆伍陆柒捌玖", "拾佰仟", false),
        "ideographLegalTraditional" => han(value, "零壹貳參肆伍陸柒捌玖", "拾佰仟", false),
        "ideographTraditional" => cycle("甲乙丙丁戊己庚辛壬癸", value),
        "ideographZodiac" => cycle("子丑寅卯辰巳午未申酉戌亥", value),
        _ => value.to_string(),
    }
}

/// Chinese numerals to 9,999; larger ones in decimal. 十一 drops its 一 where `short`.
fn han(value: u32, digits: &str, scales: &str, short: bool) -> String {
    if value == 0 || value > 9_999 {
        return if value == 0 { nth(digits, 0).to_string() } else { value.to_string() };
    }
    let (mut text, mut gap) = (String::new(), false);
    for place in (0..4).rev() {
        let digit = value / 10u32.pow(place) % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push(nth(digits, 0));
            gap = false;
        }
        if !(short && place == 1 && digit == 1 && text.is_empty()) {
            text.push(nth(digits, digit));
        }
        if place > 0 {
            text.push(nth(scales, place - 1));
        }
    }
    text
}

fn nth(characters: &str, at: u32) -> char {
    characters.chars().nth(at as usize).unwrap_or('〇')
}

fn cycle(characters: &str, value: u32) -> String {
    let length = u32::try_from(characters.chars().count()).unwrap_or(1);
    nth(characters, value.saturating_sub(1) % length).to_string()
}

/// The characters that follow `first`, up to `last`; decimal beyond.
fn enclosed(value: u32, first: char, last: u32) -> String {
    let character = (1..=last).contains(&value).then(|| char::from_u32(u32::from(first) + value - 1)).flatten();
    character.map_or_else(|| value.to_string(), String::from)
}

fn shifted(digits: &str, zero: char) -> String {
    digits.chars().filter_map(|c| char::from_u32(u32::from(zero) + c.to_digit(10)?)).collect()
}

/// A…Z, AA…ZZ, as Word repeats letters.
fn letters(value: u32, first: char) -> String {
    let Some(index) = value.checked_sub(1) else { return value.to_string() };
    let letter = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
    String::from(letter).repeat((index / 26 + 1).min(20) as usize)
}

fn roman(mut value: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if value == 0 || value > 3_999 {
        return value.to_string();
    }
    let mut text = String::new();
    for (worth, letters) in PARTS {
        while value >= worth {
            text.push_str(letters);
            value -= worth;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_word_does() {
        let cases = [
            ("chineseCounting", 1, "一"),
            ("chineseCounting", 10, "十"),
            ("chineseCountingThousand", 21, "二十一"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 1010, "一千零一十"),
            ("japaneseCounting", 15, "十五"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("ideographDigital", 20, "二〇"),
            ("decimalEnclosedCircle", 3, "③"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalZero", 3, "03"),
            ("ideographTraditional", 2, "乙"),
            ("lowerRoman", 14, "xiv"),
            ("upperLetter", 28, "BB"),
            ("decimal", 7, "7"),
            ("bullet", 7, ""),
        ];
        for (format, value, expected) in cases {
            assert_eq!(write(format, value), expected, "{format} {value}");
        }
    }

    #[test]
    fn chinese_numbers_read_back() {
        for value in 1..=9_999 {
            let text = write("chineseCounting", value);
            assert_eq!(crate::text::numeral::parse(&text), Some(value), "{text}");
        }
    }
}
