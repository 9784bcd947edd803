//! Colours as CSS writes them.

use crate::text::colour::Rgb;

/// Less opaque than this, words cannot be read.
pub const FAINTEST: f64 = 0.1;

/// A colour as CSS writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CssColour {
    /// One that covers its background.
    Opaque(Rgb),
    /// Transparent, or nearly.
    Faint,
    /// The colour of the element around.
    Inherited,
    /// One that this file does not know, which is none of those that cannot be read.
    Other,
}

/// Names of colours that white or black words may vanish on; others are read well on both.
const NAMED: [(&str, Rgb); 10] = [
    ("white", Rgb::WHITE),
    ("snow", Rgb::new(255, 250, 250)),
    ("ivory", Rgb::new(255, 255, 240)),
    ("ghostwhite", Rgb::new(248, 248, 255)),
    ("floralwhite", Rgb::new(255, 250, 240)),
    ("mintcream", Rgb::new(245, 255, 250)),
    ("whitesmoke", Rgb::new(245, 245, 245)),
    ("black", Rgb::BLACK),
    ("windowtext", Rgb::BLACK),
    ("window", Rgb::WHITE),
];

impl CssColour {
    /// Reads a colour.
    pub fn parse(text: &str) -> Self {
        let text = text.trim().to_ascii_lowercase();
        if matches!(text.as_str(), "inherit" | "unset" | "currentcolor") {
            return Self::Inherited;
        }
        if text == "transparent" {
            return Self::Faint;
        }
        if let Some((_, colour)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Self::Opaque(*colour);
        }
        let bare_hex = text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if let Some(digits) = text.strip_prefix('#').or(bare_hex.then_some(text.as_str())) {
            return Self::of_hex(digits);
        }
        let Some((function, arguments)) = text.trim_end_matches(')').split_once('(') else { return Self::Other };
        let parts: Vec<&str> = arguments.split([',', ' ', '/']).filter(|part| !part.is_empty()).collect();
        let share = |part: &str, whole: f64| match part.strip_suffix('%') {
            Some(percent) => percent.parse().ok().map(|percent: f64| percent / 100.0 * whole),
            None => part.parse().ok(),
        };
        if parts.get(3).and_then(|alpha| share(alpha, 1.0)).is_some_and(|alpha| alpha < FAINTEST) {
            return Self::Faint;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and 255")]
        let channel = |at: usize| Some(share(parts.get(at)?, 255.0)?.clamp(0.0, 255.0).round() as u8);
        match function {
            "rgb" | "rgba" => match (channel(0), channel(1), channel(2)) {
                (Some(red), Some(green), Some(blue)) => Self::Opaque(Rgb::new(red, green, blue)),
                _ => Self::Other,
            },
            // of the others only white and black matter
            "hsl" | "hsla" => match parts.get(2) {
                Some(&"100%") => Self::Opaque(Rgb::WHITE),
                Some(&"0%") => Self::Opaque(Rgb::BLACK),
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    fn of_hex(digits: &str) -> Self {
        let (short, long) = (matches!(digits.len(), 3 | 4), matches!(digits.len(), 6 | 8));
        if !digits.is_ascii() || !short && !long {
            return Self::Other;
        }
        let digits: String = if short { digits.chars().flat_map(|c| [c, c]).collect() } else { digits.to_owned() };
        let alpha = digits.get(6..8).and_then(|alpha| u8::from_str_radix(alpha, 16).ok());
        if alpha.is_some_and(|alpha| f64::from(alpha) / 255.0 < FAINTEST) {
            return Self::Faint;
        }
        Rgb::parse(&format!("#{}", &digits[..6])).map_or(Self::Other, Self::Opaque)
    }
}
