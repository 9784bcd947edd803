//! Colours as `#rrggbb`: their contrast (WCAG 2), and lighter variants.

use super::hex;

/// A colour: red, green and blue from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb([u8; 3]);

/// The contrast that text needs with its background (WCAG 2.2, 1.4.3).
pub const TEXT_CONTRAST: f64 = 4.5;

/// Contrast of a lighter variant with a dark background; the theme's own links have as much.
const DARK_CONTRAST: f64 = 8.0;

/// Steps between a colour and white that are tried for a lighter variant.
const STEPS: u32 = 20;

impl Rgb {
    /// White.
    pub const WHITE: Self = Self::new(255, 255, 255);
    /// Black.
    pub const BLACK: Self = Self::new(0, 0, 0);
    /// Text with less contrast is invisible; the lightest greys of captions have more.
    pub const LEAST_CONTRAST: f64 = 1.15;

    /// The colour of these three parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Parses `#123f5a`.
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().strip_prefix('#').and_then(hex::bytes).map(Self)
    }

    /// The contrast with `other`, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour mixed with as much white as it needs to be readable on the dark `background`.
    #[must_use]
    pub fn lightened_for(self, background: Self) -> Self {
        let mixed = |step: u32| {
            let part = |value: u8| u32::from(value) + (255 - u32::from(value)) * step / STEPS;
            Self(self.0.map(|value| u8::try_from(part(value)).unwrap_or(u8::MAX)))
        };
        (0..=STEPS).map(mixed).find(|colour| colour.contrast(background) >= DARK_CONTRAST).unwrap_or(mixed(STEPS))
    }

    /// The colour mixed with as much black as text needs to be readable on all of `backgrounds`.
    #[must_use]
    pub fn darkened_for(self, backgrounds: &[Self]) -> Self {
        let mixed = |step: u32| {
            let part = |value: u8| u32::from(value) * (STEPS - step) / STEPS;
            Self(self.0.map(|value| u8::try_from(part(value)).unwrap_or_default()))
        };
        let is_read =
            |colour: &Self| backgrounds.iter().all(|background| colour.contrast(*background) >= TEXT_CONTRAST);
        (0..=STEPS).map(mixed).find(is_read).unwrap_or(mixed(STEPS))
    }

    /// Relative luminance.
    fn luminance(self) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) = (Rgb::new(0, 0, 0), Rgb::new(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        // #767676 is the lightest grey that passes on white
        assert!(Rgb::new(0x76, 0x76, 0x76).contrast(white) >= TEXT_CONTRAST);
        assert!(Rgb::new(0x77, 0x77, 0x77).contrast(white) < TEXT_CONTRAST);
    }

    #[test]
    fn every_colour_can_be_lightened_for_a_dark_background() {
        let background = Rgb::new(0x1b, 0x1f, 0x24);
        for text in ["#123f5a", "#000000", "#0000ff", "#7d1220"] {
            let light = Rgb::parse(text).map(|colour| colour.lightened_for(background));
            assert!(light.is_some_and(|light| light.contrast(background) >= DARK_CONTRAST), "{text}");
        }
        for text in ["123f5a", "#123", "#12345g", "#1234567", "red"] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }
}
