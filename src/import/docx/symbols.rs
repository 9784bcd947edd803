//! Characters of symbol fonts, which other fonts have elsewhere.

/// Parts of a font's codes with the characters they show, in order.
type Ranges = &'static [(u8, &'static str)];

const WINGDINGS: Ranges = &[
    (0x22, "✂"),
    (0x28, "☎"),
    (0x2a, "✉"),
    (0x46, "☞"),
    (0x4a, "☺"),
    (0x6c, "●❍■☐◻❑❒⬧◆◆❖⬥☒"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9e, "·•▪○"),
    (0xa4, "◉◎"),
    (0xa7, "▪☐"),
    (0xab, "★"),
    (0xd8, "➢"),
    (0xdf, "←→↑↓"),
    (0xe8, "➔"),
    (0xf0, "⇨"),
    (0xfb, "✗✓☒☑"),
];
const WINGDINGS_2: Ranges = &[(0x4f, "✗✓☒☑☒☒"), (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"), (0x96, "•●●"), (0xa2, "■☐☐")];
const WEBDINGS: Ranges = &[(0x61, "✓"), (0x63, "☐"), (0x67, "■"), (0x6e, "●"), (0x72, "✗")];
const SYMBOL: Ranges = &[
    (0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xa2, "′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    (0xc4, "⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊"),
    (0xe5, "∑"),
];

/// The part of the private plane where Word writes the codes of symbol fonts.
const PRIVATE: u32 = 0xf000;

/// Whether a font shows symbols in the place of letters.
pub fn is_symbol_font(font: &str) -> bool {
    ranges(font).is_some()
}

fn ranges(font: &str) -> Option<Ranges> {
    match font.trim().to_ascii_lowercase().as_str() {
        "wingdings" => Some(WINGDINGS),
        "wingdings 2" => Some(WINGDINGS_2),
        "webdings" => Some(WEBDINGS),
        "symbol" => Some(SYMBOL),
        "wingdings 3" | "marlett" | "mt extra" => Some(&[]),
        _ => None,
    }
}

/// The character that a font shows for a code; nothing where no other font has it.
pub fn character(font: &str, code: u32) -> Option<char> {
    let Some(ranges) = ranges(font) else {
        return char::from_u32(code).filter(|c| !is_private(*c));
    };
    let code = u8::try_from(code.checked_sub(PRIVATE).filter(|low| *low < 0x100).unwrap_or(code)).ok()?;
    ranges.iter().find_map(|(first, shown)| shown.chars().nth(usize::from(code.checked_sub(*first)?)))
}

/// Whether a character is of the private plane, where every font may show another.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_and_boxes_of_the_usual_fonts() {
        for (font, code, shown) in [
            ("Wingdings", 0xf0fe, '☑'),
            ("Wingdings", 0xf0fc, '✓'),
            ("Wingdings", 0xf0a8, '☐'),
            ("Wingdings", 0xf06f, '☐'),
            ("Wingdings", 0xf0fd, '☒'),
            ("wingdings 2", 0xf052, '☑'),
            ("Wingdings 2", 0x52, '☑'),
            ("Wingdings 2", 0xf0a3, '☐'),
            ("Wingdings 2", 0xf050, '✓'),
            ("Wingdings 2", 0xf06a, '①'),
            ("Symbol", 0xf0b4, '×'),
            ("Symbol", 0xf0b3, '≥'),
            ("Symbol", 0xf061, 'α'),
            ("Symbol", 0xf0d6, '√'),
            ("Symbol", 0xf0b0, '°'),
            ("MS Gothic", 0x2611, '☑'),
        ] {
            assert_eq!(character(font, code), Some(shown), "{font} {code:x}");
        }
        assert_eq!(character("Wingdings 3", 0xf022), None);
        assert_eq!(character("宋体", 0xe001), None);
    }
}
