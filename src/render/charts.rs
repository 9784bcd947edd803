//! Charts as inline SVG, with classes and presentation attributes only, which a strict Content-Security-Policy allows.
//!
//! Colours come from the theme's style sheet by the class of each piece (`c-done`, `c-open`, …).

use std::f64::consts::TAU;
use std::fmt::Write;

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Its CSS class after `c-`.
    pub class: &'a str,
    /// Its label.
    pub label: &'a str,
    /// Its count.
    pub count: u32,
}

/// A ring of the pieces with `title` and `desc` for screen readers. An empty ring if there are no pieces.
pub fn donut(pieces: &[Piece<'_>], title: &str, desc: &str) -> String {
    const RADIUS: f64 = 42.0;
    let whole: u32 = pieces.iter().map(|piece| piece.count).sum();
    let mut svg = open("donut", "0 0 100 100", title, desc);
    svg.push_str(r#"<circle class="c-none" cx="50" cy="50" r="42" fill="none" stroke-width="14"/>"#);
    let around = TAU * RADIUS;
    let nonempty = pieces.iter().filter(|piece| piece.count > 0);
    let alone = nonempty.clone().count() == 1;
    let mut before = 0;
    for piece in nonempty {
        let (start, length) = (around * share_of(before, whole), around * share_of(piece.count, whole));
        // a gap of one unit between neighbours, less for small pieces so that they do not vanish
        let drawn = if alone { length } else { (length - 1.0).max(length / 2.0) };
        let _ = write!(
            svg,
            r#"<circle class="c-{}" cx="50" cy="50" r="42" fill="none" stroke-width="14" stroke-dasharray="{} {}" stroke-dashoffset="{}" transform="rotate(-90 50 50)"/>"#,
            piece.class,
            number(drawn),
            number(around - drawn),
            number(-start),
        );
        before += piece.count;
    }
    svg.push_str("</svg>");
    svg
}

/// A bar of the pieces, filling its width, with `title` and `desc` for screen readers.
pub fn bar(pieces: &[Piece<'_>], title: &str, desc: &str) -> String {
    const WIDTH: f64 = 1000.0;
    let whole: u32 = pieces.iter().map(|piece| piece.count).sum();
    let mut svg = open("bar", "0 0 1000 24", title, desc);
    svg.insert_str(4, r#" preserveAspectRatio="none""#);
    svg.push_str(r#"<rect class="c-none" width="1000" height="24"/>"#);
    let mut before = 0;
    for piece in pieces.iter().filter(|piece| piece.count > 0) {
        let (start, length) = (WIDTH * share_of(before, whole), WIDTH * share_of(piece.count, whole));
        before += piece.count;
        let gap = if before < whole { (length / 2.0).min(4.0) } else { 0.0 };
        let _ = write!(
            svg,
            r#"<rect class="c-{}" x="{}" width="{}" height="24"/>"#,
            piece.class,
            number(start),
            number(length - gap)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// `part` of `whole` in per cent with one decimal: `84.0%`; `—` if `whole` is 0.
pub fn share(part: u32, whole: u32) -> String {
    match whole {
        0 => "—".to_owned(),
        _ => format!("{:.1}%", 100.0 * share_of(part, whole)),
    }
}

fn share_of(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

fn open(class: &str, view_box: &str, title: &str, desc: &str) -> String {
    let hidden = title.is_empty() && desc.is_empty();
    let role = if hidden { r#"aria-hidden="true""# } else { r#"role="img""# };
    let mut svg = format!(r#"<svg class="{class}" viewBox="{view_box}" {role} focusable="false">"#);
    for (tag, text) in [("title", title), ("desc", desc)].into_iter().filter(|(_, text)| !text.is_empty()) {
        let _ = write!(svg, "<{tag}>{}</{tag}>", escaped(text));
    }
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// At most two decimals, so that the same counts give the same bytes everywhere.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_its_width_and_escapes_its_words() {
        let piece = |class, count| Piece { class, label: "", count };
        let svg = bar(&[piece("done", 3), piece("partial", 0), piece("open", 1)], "a<b", "");
        assert_eq!(
            svg,
            r#"<svg preserveAspectRatio="none" class="bar" viewBox="0 0 1000 24" role="img" focusable="false"><title>a&lt;b</title><rect class="c-none" width="1000" height="24"/><rect class="c-done" x="0" width="746" height="24"/><rect class="c-open" x="750" width="250" height="24"/></svg>"#
        );
    }

    #[test]
    fn shares_have_one_decimal() {
        assert_eq!([share(21, 25), share(1, 3), share(0, 0)], ["84.0%", "33.3%", "—"]);
    }
}
