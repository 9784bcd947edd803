//! QR codes as SVG. The printed page of a notice links to its newest version with one.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// Width of the empty edge, in modules; the standard asks for four.
const EDGE: i32 = 4;

/// The QR code of `address` with `title` for screen readers; empty if `address` is too long.
pub fn svg(address: &str, title: &str) -> String {
    let Ok(code) = QrCode::encode_text(address, QrCodeEcc::Medium) else { return String::new() };
    let side = code.size() + 2 * EDGE;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let length = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let length = i32::try_from(length).unwrap_or_default();
            if length > 0 {
                // Writing to memory does not fail.
                let _ = write!(path, "M{} {}.5h{length}", x + EDGE, y + EDGE);
            }
            x += length + 1;
        }
    }
    let mut escaped = String::new();
    super::markup::escape(&mut escaped, title);
    format!(
        r##"<svg class="qr print-only" viewBox="0 0 {side} {side}" role="img" focusable="false"><title>{escaped}</title><path d="{path}" fill="none" stroke="#000"/></svg>"##
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_finder_patterns_and_the_same_bytes_each_time() {
        let code = svg("https://gongshi.example.invalid/notices/x/", "a<b");
        assert!(code.contains("<title>a&lt;b</title>") && code.contains(r#"viewBox="0 0 37 37""#), "{code}");
        // the two upper finder patterns begin and end the first row
        assert!(code.contains("M4 4.5h7") && code.contains("M26 4.5h7"), "{code}");
        assert_eq!(code, svg("https://gongshi.example.invalid/notices/x/", "a<b"));
        assert_eq!(svg(&"a".repeat(5000), ""), "");
    }
}
