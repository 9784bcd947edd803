//! Reading any text: spans are within it and on characters, every item has its heading, and the line ends and the byte
//! order mark change nothing.
#![no_main]

use gongshi::notice::{HeadingRole, Notice, SourcePath};
use gongshi::read::{Reading, read};
use libfuzzer_sys::fuzz_target;

fn reading(text: &str) -> Reading {
    read(&SourcePath::new("notices/a.md"), text)
}

/// The items and the title, without their places.
fn seen(notice: &Notice) -> (String, Vec<String>) {
    let item = |item: &gongshi::notice::Item| {
        format!("{:?} {} {:?} {:?} {}", item.path, item.title, item.status, item.status_raw, item.measures)
    };
    (notice.facts.title().to_owned(), notice.items.iter().map(item).collect())
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).replace(['\r', '\u{feff}'], "");
    let Reading { notice, findings } = reading(&text);
    let mut spans = vec![notice.body];
    spans.extend(notice.outline.iter().flat_map(|heading| [heading.span, heading.extent]));
    spans.extend(notice.outline.iter().filter_map(|heading| heading.status_span));
    spans.extend(notice.links.iter().map(|link| link.span));
    spans.extend(findings.iter().map(|finding| finding.span));
    spans.extend(findings.iter().flat_map(|finding| finding.fix.iter().map(|fix| fix.span)));
    for span in spans {
        assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
    let headings = notice.outline.iter().filter(|heading| matches!(heading.role, HeadingRole::Item(_))).count();
    assert_eq!(headings, notice.items.len());
    for other in [text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        assert_eq!(seen(&reading(&other).notice), seen(&notice));
    }
});
