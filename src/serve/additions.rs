//! Additions of `serve` to a built page: a script, its Content-Security-Policy entry, and media types for HTTP.

use crate::render::markup::escape;

/// Path of the browser script. No site has an address below `-/`.
pub const SCRIPT: &str = "-/live.js";
/// Path of its style sheet.
pub const STYLE: &str = "-/live.css";
/// Path of the event stream.
pub const EVENTS: &str = "-/events";

const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// Adds the script to a page, and `connect-src 'self'` to a policy that names no such source, so that the script may
/// listen for events. `key` identifies the version of the page.
pub fn with_additions(html: &[u8], key: &str) -> Vec<u8> {
    let Ok(html) = std::str::from_utf8(html) else { return html.to_vec() };
    let script = format!("<script src=\"/{SCRIPT}\" data-page=\"{key}\" defer></script>");
    let policy = html.find(POLICY).map(|at| at + POLICY.len());
    let close = policy.and_then(|at| html[at..].find('"').map(|length| at + length));
    let mut text = String::with_capacity(html.len() + script.len() + 32);
    let rest = match close {
        Some(close) => {
            text.push_str(&html[..close]);
            if !html[..close].contains("connect-src") {
                text.push_str("; connect-src 'self'");
            }
            let end = html[close..].find('>').map_or(close, |length| close + length + 1);
            text.push_str(&html[close..end]);
            &html[end..]
        }
        None => {
            let head = html.find("<head>").map_or(0, |at| at + "<head>".len());
            text.push_str(&html[..head]);
            &html[head..]
        }
    };
    text.push_str(&script);
    text.push_str(rest);
    text.into_bytes()
}

/// An error page for an entry that has never been made successfully. `reason` is plain text.
pub fn error_page(title: &str, reason: &str) -> Vec<u8> {
    let mut html = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">{POLICY}default-src 'none'; style-src 'self'; script-src 'self'\"><title>"
    );
    escape(&mut html, title);
    html.push_str("</title></head><body><pre>");
    escape(&mut html, reason);
    html.push_str("</pre></body></html>");
    html.into_bytes()
}

/// Media type by file extension.
pub fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" | "xhtml" | "shtml" | "shtm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "md" | "txt" => "text/plain; charset=utf-8",
        "atom" => "application/atom+xml",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gains_an_event_source_and_a_script_and_nothing_else() {
        let page =
            "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n<title>通报</title>";
        let served = with_additions(page.as_bytes(), "k");
        assert_eq!(
            String::from_utf8(served).unwrap(),
            "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'self'\"><script src=\"/-/live.js\" data-page=\"k\" defer></script>\n<title>通报</title>"
        );
        let open = page.replace("'none'", "'none'; connect-src 'self'");
        assert_eq!(with_additions(open.as_bytes(), "k"), with_additions(page.as_bytes(), "k"));
        let bare = with_additions(b"<head><title>x</title>", "k");
        assert_eq!(
            String::from_utf8(bare).unwrap(),
            "<head><script src=\"/-/live.js\" data-page=\"k\" defer></script><title>x</title>"
        );
    }
}
