//! Buttons, menus and paths of web pages, which are not part of the notice.

use super::names;
use super::page_words::BUTTONS;

/// Where one has got to on a site, and its buttons.
pub(super) fn is_furniture(text: &str) -> bool {
    if text.len() > LONGEST_FURNITURE * 4 {
        return false;
    }
    // 柳河县水利局文件, 柳水〔2024〕18号: the head of a circular
    let is_head =
        text.ends_with("文件") && names::is_organisation(text.trim_end_matches("文件")) || is_document_number(text);
    let opens_menu = text.starts_with("首页") || text.starts_with("网站首页");
    let crumbs =
        opens_menu || text.contains("首页") && text.contains(['>', '›', '»', '/', '＞']) || text.contains("当前位置");
    let short = text.chars().count() <= LONGEST_FURNITURE;
    short && !text.contains('。') && (is_head || crumbs || is_buttons(text))
}

/// Whether a row is nothing but a document's number: 柳水〔2024〕18号, and perhaps who signed.
fn is_document_number(text: &str) -> bool {
    let text = text.split("签发人").next().unwrap_or(text).trim();
    let Some((issuer, rest)) = text.split_once(['〔', '［', '[']) else { return false };
    let Some((year, number)) = rest.split_once(['〕', '］', ']']) else { return false };
    let digits = number.trim_start_matches('第').strip_suffix('号').unwrap_or_default();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    issuer.chars().count() <= LONGEST_ISSUER && is_number(year) && is_number(digits)
}

/// In characters: the short name before a document's number.
const LONGEST_ISSUER: usize = 8;

/// In characters.
const LONGEST_FURNITURE: usize = 80;

/// Whether a row is nothing but buttons and numbers; blanks between them may be gone: 大中小, 分享到微信,
/// 【打印】【关闭】.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_circulars_and_menus_are_no_text() {
        for row in [
            "柳河县水利局文件",
            "中共柳河县水利局党组文件",
            "柳水党〔2024〕18号",
            "柳水〔2024〕18号 签发人：龚某",
            "首页学校概况党建工作招生就业",
            "当前位置：党建工作",
            "【打印】【关闭】",
        ] {
            assert!(is_furniture(row), "{row}");
        }
        for row in [
            "柳河县水利局党组关于巡察整改情况的通报",
            "传达学习中央文件",
            "（柳水〔2024〕18号文件未落实）",
            "柳河县2023年度审计结果公告〔2024〕18号",
        ] {
            assert!(!is_furniture(row), "{row}");
        }
    }
}
