//! Styles that hide an element with everything in it: moved off the page, cut to nothing, transparent.

use super::css_colour::FAINTEST;
use super::length::{Length, UNREADABLE};
use super::sheet::Declarations;

/// Properties that move an element.
const MOVES: [&str; 9] =
    ["left", "right", "top", "bottom", "inset", "margin-left", "margin-top", "margin", "text-indent"];

/// Whether an element of this style is hidden with everything in it.
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
}
