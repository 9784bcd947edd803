//! Buttons, menus and paths of web pages, which are no text of the notice.

use super::page_words::BUTTONS;

/// Where one has got to on a site, and its buttons.
pub(super) fn is_furniture(text: &str) -> bool {
    let crumbs = text.contains("首页") && text.contains(['>', '›', '»', '/', '＞']) || text.contains("当前位置");
    let short = text.chars().count() <= LONGEST_FURNITURE;
    short && (crumbs || is_buttons(text))
}

/// In characters.
const LONGEST_FURNITURE: usize = 80;

/// Whether a row is nothing but buttons and numbers; blanks between them may be gone: 大中小, 分享到微信, 【打印】【关闭】.
pub(super) fn is_buttons(text: &str) -> bool {
    let separators = |c: char| !c.is_alphanumeric() || c.is_ascii_digit();
    let mut rest = text.trim_start_matches(separators);
    let mut buttons = 0;
    while let Some(word) = BUTTONS.longest_opening(rest) {
        rest = rest[word.len()..].trim_start_matches(separators);
        buttons += 1;
    }
    rest.is_empty() && buttons > 0
}
