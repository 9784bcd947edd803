//! The target of a link: its scheme, and whether it leads out of the site.

/// Whether `target` leads out of the site.
pub fn leads_out(target: &str) -> bool {
    let plain: String = target.chars().filter(|c| !is_ignored(*c)).take(2).collect();
    scheme(target).is_some() || matches!(plain.as_str(), "//" | "\\\\" | "/\\" | "\\/")
}

/// The scheme in lower case, as a browser sees it, which passes over control characters and blanks.
pub fn scheme(target: &str) -> Option<String> {
    let plain: String = target.chars().filter(|c| !is_ignored(*c)).take(40).collect();
    let (scheme, _) = plain.split_once(':')?;
    let legal = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    legal.then(|| scheme.to_ascii_lowercase())
}

fn is_ignored(c: char) -> bool {
    c.is_control() || c.is_whitespace()
}
