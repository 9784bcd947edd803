//! How elements and words look by their styles, as far as that decides whether they can be read.

use super::sheet::Declarations;
use crate::import::tree::Element;
use crate::text::colour::Rgb;

/// Less opaque than this, words cannot be read.
const FAINTEST: f64 = 0.1;
/// Words of this size in pixels or points, or smaller, cannot be read.
const UNREADABLE: f64 = 1.0;
/// What is moved this many pixels to the left or up is outside the page.
const OFF_PAGE: f64 = -500.0;
/// Pixels in an em and in other units, near enough.
const PIXELS: [(&str, f64); 10] = [
    ("px", 1.0),
    ("pt", 1.33),
    ("rem", 16.0),
    ("em", 16.0),
    ("ex", 8.0),
    ("in", 96.0),
    ("cm", 37.8),
    ("mm", 3.78),
    ("pc", 16.0),
    ("ch", 8.0),
];
/// Of what is around it: a whole width or more.
const WHOLE: f64 = -100.0;

/// What is behind words.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ground {
    /// One colour.
    Plain(Rgb),
    /// A picture, or a colour that is not known.
    Unknown,
}

/// How words look.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLook {
    /// Their colour, where it is known.
    colour: Option<Rgb>,
    ground: Ground,
    is_faint: bool,
    is_small: bool,
    is_invisible: bool,
}

impl Default for TextLook {
    fn default() -> Self {
        Self { colour: None, ground: Ground::Plain(Rgb::WHITE), is_faint: false, is_small: false, is_invisible: false }
    }
}

impl TextLook {
    /// Whether somebody can read such words.
    pub fn is_seen(&self) -> bool {
        let has_contrast = match (self.colour, self.ground) {
            (Some(colour), Ground::Plain(ground)) => colour.contrast(ground) >= Rgb::LEAST_CONTRAST,
            (None, _) | (_, Ground::Unknown) => true,
        };
        has_contrast && !self.is_faint && !self.is_small && !self.is_invisible
    }

    /// The same look before something whose colour is not known.
    #[must_use]
    pub fn on_unknown_ground(&self) -> Self {
        Self { ground: Ground::Unknown, ..self.clone() }
    }

    /// The look of words in an element of this style, within words of this look.
    #[must_use]
    pub fn within(&self, element: &Element, style: &Declarations) -> Self {
        let mut look = self.clone();
        if element.name == "a" && element.attribute("href").is_some() {
            // links have a colour of their own
            (look.colour, look.is_faint) = (None, false);
        }
        let colour = style.get("-webkit-text-fill-color").or_else(|| style.get("color"));
        let colour = colour.or_else(|| element.attribute("color").filter(|_| element.name == "font"));
        match colour.map(CssColour::parse) {
            Some(CssColour::Opaque(colour)) => (look.colour, look.is_faint) = (Some(colour), false),
            Some(CssColour::Faint) => look.is_faint = true,
            Some(CssColour::Other) => (look.colour, look.is_faint) = (None, false),
            Some(CssColour::Inherited) => (look.colour, look.is_faint) = (self.colour, self.is_faint),
            None => {}
        }
        let ground = style.get("background-color").or_else(|| style.get("background"));
        let ground = ground.or_else(|| element.attribute("bgcolor"));
        let has_picture = style.get("background-image").is_some_and(|image| image != "none")
            || element.attribute("background").is_some();
        match ground.map(ground_of) {
            _ if has_picture => look.ground = Ground::Unknown,
            Some(Some(ground)) => look.ground = ground,
            Some(None) | None => {}
        }
        // words that are cut out of what is behind them
        let is_cut = ["background-clip", "-webkit-background-clip"].iter().any(|name| style.get(name) == Some("text"));
        look.is_faint &= !is_cut;
        if let Some(size) = style.get("font-size").or_else(|| style.get("font").and_then(font_size)) {
            look.is_small = is_small(size).unwrap_or(look.is_small);
        }
        match style.get("visibility") {
            Some("hidden" | "collapse") => look.is_invisible = true,
            Some("visible") => look.is_invisible = false,
            _ => {}
        }
        look
    }
}

/// A colour as CSS writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum CssColour {
    Opaque(Rgb),
    /// Transparent, or nearly.
    Faint,
    /// That of what is around it.
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
    fn parse(text: &str) -> Self {
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

/// What a `background` puts behind words; nothing where it leaves what is there.
fn ground_of(value: &str) -> Option<Ground> {
    if value.contains("url(") || value.contains("gradient") {
        return Some(Ground::Unknown);
    }
    let words = if value.contains('(') { vec![value] } else { value.split_whitespace().collect() };
    let colours: Vec<CssColour> = words.into_iter().map(CssColour::parse).collect();
    let plain = colours.iter().find_map(|colour| match colour {
        CssColour::Opaque(colour) => Some(Ground::Plain(*colour)),
        CssColour::Faint | CssColour::Inherited | CssColour::Other => None,
    });
    let leaves =
        value == "none" || colours.iter().all(|colour| matches!(colour, CssColour::Faint | CssColour::Inherited));
    plain.or((!leaves).then_some(Ground::Unknown))
}

/// The size in a `font`: `bold 12pt/1.5 serif`.
fn font_size(font: &str) -> Option<&str> {
    let sizes = font.split_whitespace().map(|word| word.split('/').next().unwrap_or_default());
    // a weight is a plain number, too
    sizes
        .into_iter()
        .find(|word| *word == "0" || word.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_err())
}

/// Whether words of this size cannot be read; nothing where that depends on the size around them.
fn is_small(size: &str) -> Option<bool> {
    match Length::parse(size)? {
        Length { number: 0.0, .. } => Some(true),
        Length { number, unit: "px" | "pt" | "" } => Some(number <= UNREADABLE),
        Length { number, unit: "%" } => (number <= 5.0).then_some(true),
        Length { number, unit: "em" | "ex" } => (number <= 0.05).then_some(true),
        _ => Some(false),
    }
}

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Length<'a> {
    number: f64,
    unit: &'a str,
}

impl<'a> Length<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(text.len());
        Some(Self { number: text[..end].parse().ok()?, unit: text[end..].trim() })
    }

    fn pixels(self) -> Option<f64> {
        let plain = self.unit.is_empty().then_some(1.0);
        let factor = PIXELS.iter().find(|(unit, _)| *unit == self.unit).map(|(_, factor)| *factor).or(plain)?;
        Some(self.number * factor)
    }

    fn is_off_page(self) -> bool {
        match self.unit {
            "%" | "vw" | "vh" => self.number <= WHOLE,
            _ => self.pixels().is_some_and(|pixels| pixels <= OFF_PAGE),
        }
    }

    fn is_nothing(self) -> bool {
        self.number == 0.0 || self.pixels().is_some_and(|pixels| pixels <= UNREADABLE)
    }
}

/// Properties that move an element.
const MOVES: [&str; 9] =
    ["left", "right", "top", "bottom", "inset", "margin-left", "margin-top", "margin", "text-indent"];

/// Whether an element of this style is not seen, whatever it holds.
pub fn hides(style: &Declarations) -> bool {
    let is = |name: &str, value: &str| style.get(name) == Some(value);
    let length = |name: &str| style.get(name).and_then(Length::parse);
    let faint = |text: &str| match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().is_ok_and(|percent| percent / 100.0 < FAINTEST),
        None => text.parse::<f64>().is_ok_and(|share| share < FAINTEST),
    };
    let filter = style.get("filter").or_else(|| style.get("-ms-filter")).unwrap_or_default();
    let filtered =
        filter.split_once("opacity(").map(|(_, share)| share).is_some_and(|share| faint(share.trim_end_matches(')')));
    let filtered = filtered || filter.replace(' ', "").contains("(opacity=0)");
    let moved = MOVES.iter().any(|name| {
        let lengths = style.get(name).unwrap_or_default().split_whitespace();
        lengths.filter_map(Length::parse).any(Length::is_off_page)
    });
    let cuts =
        ["overflow", "overflow-x", "overflow-y"].iter().any(|name| matches!(style.get(name), Some("hidden" | "clip")));
    let sides = ["height", "max-height", "width", "max-width"];
    let cut = cuts && sides.iter().any(|name| length(name).is_some_and(Length::is_nothing));
    is("display", "none")
        || is("content-visibility", "hidden")
        || is("mso-hide", "all")
        || style.get("opacity").is_some_and(faint)
        || length("zoom").is_some_and(|zoom| zoom.number == 0.0)
        || filtered
        || moved
        || cut
        || style.get("clip").is_some_and(is_empty_rectangle)
        || style.get("clip-path").is_some_and(is_empty_shape)
        || style.get("scale").is_some_and(|scale| numbers(scale).contains(&0.0))
        || style.get("transform").is_some_and(is_transformed_away)
}

/// The numbers in a value, units aside.
fn numbers(value: &str) -> Vec<f64> {
    let parts = value.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-'));
    parts.filter_map(|part| part.parse().ok()).collect()
}

/// `rect(top, right, bottom, left)` that leaves nothing to see.
fn is_empty_rectangle(clip: &str) -> bool {
    match numbers(clip).as_slice() {
        [top, right, bottom, left] if !clip.contains("auto") => {
            right - left <= UNREADABLE || bottom - top <= UNREADABLE
        }
        _ => false,
    }
}

/// `inset(50%)`, `circle(0)`, `polygon(0 0, 0 0)`.
fn is_empty_shape(path: &str) -> bool {
    let numbers = numbers(path);
    match path.split('(').next().unwrap_or_default() {
        "inset" => path.contains('%') && numbers.iter().take(2).any(|share| *share >= 50.0),
        "circle" | "ellipse" => numbers.first() == Some(&0.0),
        "polygon" => !numbers.is_empty() && numbers.windows(2).all(|pair| pair[0] == pair[1]),
        _ => false,
    }
}

fn is_transformed_away(transform: &str) -> bool {
    transform.split(')').any(|function| {
        let Some((name, arguments)) = function.split_once('(') else { return false };
        match name.trim() {
            "scale" | "scalex" | "scaley" => numbers(arguments).contains(&0.0),
            name if name.starts_with("translate") => {
                arguments.split(',').filter_map(Length::parse).any(|length| length.unit != "%" && length.is_off_page())
            }
            _ => false,
        }
    })
}

/// Whether a style strikes words out.
pub fn strikes(style: &Declarations) -> bool {
    ["text-decoration", "text-decoration-line"]
        .iter()
        .any(|name| style.get(name).is_some_and(|decoration| decoration.contains("line-through")))
}

/// `sup` or `sub`, where a style raises or lowers the words of an element within a line.
pub fn script_element(element: &Element, style: &Declarations) -> Option<&'static str> {
    if !matches!(element.name.as_str(), "span" | "font" | "a" | "b" | "strong" | "i" | "em" | "small" | "u") {
        return None;
    }
    // half the height of a line or less would be an even line set a little higher
    let raised = |length: Length<'_>| match length.unit {
        "%" => (length.number.abs() >= 20.0).then_some(length.number),
        _ => length.pixels().filter(|pixels| pixels.abs() >= 2.5),
    };
    let shift = match style.get("vertical-align") {
        Some("super" | "text-top") => Some(1.0),
        Some("sub" | "text-bottom") => Some(-1.0),
        Some(value) => Length::parse(value).and_then(raised),
        None => None,
    };
    // Word writes both for words it raises
    let word = || style.get("mso-text-raise").and_then(Length::parse).and_then(raised);
    let moved = || {
        let top = style.get("top").filter(|_| style.get("position") == Some("relative"));
        top.and_then(Length::parse).and_then(raised).map(|down| -down)
    };
    let shift = shift.or_else(word).or_else(moved)?;
    Some(if shift > 0.0 { "sup" } else { "sub" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_nobody_sees() {
        for style in [
            "display:none!important",
            "opacity:0",
            "opacity: 0.0",
            "filter:alpha(opacity=0)",
            "position:absolute;left:-9999px",
            "text-indent:-9999em",
            "margin: 0 0 0 -3000pt",
            "position:absolute;clip:rect(0 0 0 0)",
            "clip: rect(1px, 1px, 1px, 1px)",
            "clip-path: inset(50%)",
            "height:0;overflow:hidden",
            "max-height: 0px; overflow: hidden",
            "width:1px;height:1px;overflow:hidden",
            "transform:scale(0)",
            "transform: translateX(-9999px)",
            "mso-hide:all",
        ] {
            assert!(hides(&Declarations::parse(style)), "{style}");
        }
        for style in [
            "",
            "display:block",
            "opacity:.9",
            "margin-left:-21pt;text-indent:-21.0pt",
            "left:-3px;top:-6.0pt;position:relative",
            "height:0",
            "overflow:hidden;height:300px",
            "top:3600px;position:absolute",
            "clip:rect(0px,600px,800px,0px)",
            "clip:auto",
            "transform:translate(-50%,-50%)",
            "transform:rotate(0deg)",
        ] {
            assert!(!hides(&Declarations::parse(style)), "{style}");
        }
    }

    #[test]
    fn words_that_nobody_can_read() {
        let seen = |styles: &[&str]| {
            let nested = styles.iter().fold(TextLook::default(), |look, style| {
                look.within(&Element { name: "span".to_owned(), ..Element::default() }, &Declarations::parse(style))
            });
            nested.is_seen()
        };
        for styles in [
            &["color:white"][..],
            &["color:#FFF"],
            &["color:#fefefe"],
            &["color: rgb(255, 255, 255)"],
            &["color:rgba(0,0,0,0)"],
            &["color:transparent"],
            &["color:hsl(0,0%,100%)"],
            &["font-size:0"],
            &["font-size:1px"],
            &["font:0/0 a"],
            &["visibility:hidden"],
            &["background:#000", "color:black"],
            &["color:white", "font-size:12pt"],
            &["background:#c00", "color:white", "background:white"],
        ] {
            assert!(!seen(styles), "{styles:?}");
        }
        for styles in [
            &["color:red"][..],
            &["background:#c00", "color:#fff"],
            &["background:url(x.png)", "color:#fff"],
            &["background-color:navy", "color:#fff"],
            &["color:white", "color:#333"],
            &["font-size:0", "font-size:14px"],
            &["font:bold 12pt/1.5 serif"],
            &["visibility:hidden", "visibility:visible"],
            &["color:#eee;background:transparent", "color:#999"],
        ] {
            assert!(seen(styles), "{styles:?}");
        }
    }
}
