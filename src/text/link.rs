//! Link targets: their scheme, and whether they leave the site.

/// Whether `target` leaves the site.
pub fn leads_out(target: &str) -> bool {
    let plain: String = target.chars().filter(|c| !is_ignored(*c)).take(2).collect();
    scheme(target).is_some() || matches!(plain.as_str(), "//" | "\\\\" | "/\\" | "\\/")
}

/// The scheme in lower case, ignoring control characters and blanks as browsers do.
fn scheme(target: &str) -> Option<String> {
    let plain: String = target.chars().filter(|c| !is_ignored(*c)).take(40).collect();
    let (scheme, _) = plain.split_once(':')?;
    let legal = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    legal.then(|| scheme.to_ascii_lowercase())
}

fn is_ignored(c: char) -> bool {
    c.is_control() || c.is_whitespace()
}

/// Schemes that cannot run a script.
const SAFE: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// Whether `target` is allowed in a page: it is relative, or its scheme cannot run a script.
pub fn is_safe(target: &str) -> bool {
    scheme(target).is_none_or(|scheme| SAFE.contains(&scheme.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_that_can_run_a_script_are_not_safe() {
        for safe in
            ["a.png", "../x/明细.csv", "https://example.cn/", "tel:110", "#l3", "//example.cn/x", "附件1：表.pdf"]
        {
            assert!(is_safe(safe), "{safe}");
        }
        for unsafe_ in ["javascript:alert(1)", " JAVA\tSCRIPT:x", "\u{1}data:text/html,x", "vbscript:x", "file:///etc"]
        {
            assert!(!is_safe(unsafe_), "{unsafe_}");
        }
    }

    #[test]
    fn a_scheme_or_a_host_leads_out() {
        for out in
            ["https://example.cn/", "mailto:a@example.cn", "tel:110", "//example.cn/x", "/\\example.cn", " https://x/"]
        {
            assert!(leads_out(out), "{out}");
        }
        for inside in ["units/", "/data/", "../x.pdf", "附件1：表.pdf", "#l3", ""] {
            assert!(!leads_out(inside), "{inside}");
        }
    }
}
