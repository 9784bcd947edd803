//! Web addresses, as settings and the command line state them.

/// Normal form of the address that a site is served at: scheme, host and path, with a `/` at the end. `None` if `written`
/// is not a web address, or has a query, a fragment or a user's name.
pub fn base_url(written: &str) -> Option<String> {
    let written = written.trim();
    let (scheme, rest) = written.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let is_bracketed = rest.starts_with('[') && rest.contains(']');
    let has_host = is_bracketed || !host.is_empty() && !host.starts_with('.') && !host.contains("..");
    let is_clean = !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "?#@\\\"<>{}^`|".contains(c));
    let after_host =
        if is_bracketed { rest.split_once(']').map_or("", |(_, after)| after) } else { &rest[host.len()..] };
    let port = after_host.strip_prefix(':').map(|after| after.split('/').next().unwrap_or_default());
    let has_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let is_web = matches!(scheme.as_str(), "http" | "https");
    let path = rest.trim_end_matches('/');
    (is_web && has_host && has_port && is_clean).then(|| format!("{scheme}://{path}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_normalised_with_a_slash_at_the_end() {
        for written in ["https://a.example.invalid", "https://a.example.invalid/", " HTTPS://a.example.invalid// "] {
            assert_eq!(base_url(written).as_deref(), Some("https://a.example.invalid/"), "{written}");
        }
        assert_eq!(base_url("http://10.0.0.8:8080/gs").as_deref(), Some("http://10.0.0.8:8080/gs/"));
        assert_eq!(base_url("http://[::1]:80/").as_deref(), Some("http://[::1]:80/"));
    }

    #[test]
    fn anything_but_a_web_address_is_refused() {
        let none = [
            "",
            "a.example.invalid",
            "ftp://a/",
            "https:///x",
            "https://a b/",
            "//a/",
            "https://a/?q",
            "https://u@a/",
            "http://",
            "https://a.cn:99999/",
            "https://a.cn:0/",
            "https://a.cn:x/",
            "http://[::1]:70000/",
        ];
        for written in none {
            assert_eq!(base_url(written), None, "{written}");
        }
    }
}
