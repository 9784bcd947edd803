//! Any `site.yaml`, `theme.yaml` and strings of a theme: findings are within the text, and nothing panics.
#![no_main]

use gongshi::config::{site_yaml, theme};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (_, findings) = site_yaml::read(&text);
    for finding in findings {
        assert!(text.get(finding.span.start..finding.span.end).is_some(), "{:?}", finding.span);
    }
    let _ = theme::strings(&text);
});
