//! Line breaks in titles: allowed between words, but not inside a number, a quotation or a name in brackets.
//!
//! Browsers break Chinese text between any two characters. Titles have the style `word-break: keep-all`, which forbids
//! breaks, and a `<wbr>` at each allowed break, called a joint.

use super::markup::escape;
use crate::text::han::is_han;

/// Words after which a line may break.
const ENDS: &[&str] = &[
    "党组",
    "党委",
    "党工委",
    "委员会",
    "办公室",
    "街道",
    "集团",
    "公司",
    "中心",
    "医院",
    "学院",
    "大学",
    "中学",
    "小学",
    "总工会",
    "市",
    "区",
    "县",
    "州",
    "省",
    "届",
    "市委",
    "区委",
    "县委",
    "省委",
    "州委",
    "的",
];

/// Words before which a line may break.
const STARTS: &[&str] = &[
    "关于",
    "巡察",
    "巡视",
    "审计",
    "整改",
    "反馈",
    "进展",
    "落实",
    "办理",
    "复查",
    "专项",
    "情况",
    "问题",
    "期间",
    "通报",
    "公告",
    "公示",
    "报告",
    "清单",
    "有限",
    "股份",
    "集团",
    "委员会",
    "工作",
    "回头看",
];

/// Fewest characters between two joints: 的 does not begin a line.
const MIN_BETWEEN: usize = 2;

/// Most characters of a title without joints: it fits on a line of the narrowest screens.
const FITS_ON_LINE: usize = 11;

/// `title` as HTML with a `<wbr>` at each joint.
pub fn with_breaks(title: &str) -> String {
    let mut html = String::with_capacity(title.len() + 64);
    let mut from = 0;
    for at in joints(title) {
        escape(&mut html, &title[from..at]);
        html.push_str("<wbr>");
        from = at;
    }
    escape(&mut html, &title[from..]);
    html
}

/// The joints of `title`, as byte offsets.
fn joints(title: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if title.chars().count() <= FITS_ON_LINE {
        return found;
    }
    let (mut depth, mut last) = (0u32, 0);
    let mut before = None;
    for (at, c) in title.char_indices() {
        let is_joint = depth == 0
            && before.is_some_and(is_han)
            && (is_han(c) || c.is_ascii_digit())
            && is_between_words(&title[..at], &title[at..])
            && title[last..at].chars().count() >= MIN_BETWEEN
            && title[at..].chars().nth(MIN_BETWEEN - 1).is_some();
        if is_joint {
            found.push(at);
            last = at;
        }
        match c {
            '“' | '（' | '《' | '(' | '〔' | '「' => depth += 1,
            '”' | '）' | '》' | ')' | '〕' | '」' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = Some(c);
    }
    found
}

fn is_between_words(before: &str, after: &str) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    // 的 and 等 belong to the word before them; 第 and the numerals around it to the word after them
    if starts(&["的", "等"]) || before.ends_with('第') {
        return false;
    }
    let is_number = after.starts_with(|c: char| c.is_ascii_digit());
    let is_in_number = before.ends_with(['年', '月', '第', '之', '至', '约', '近']);
    let is_ordinal = after.starts_with('第') && !before.ends_with(['、', '至', '和']);
    (is_number && !is_in_number) || is_ordinal || starts(STARTS) || ENDS.iter().any(|word| before.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(title: &str) -> Vec<String> {
        with_breaks(title).split("<wbr>").map(str::to_owned).collect()
    }

    #[test]
    fn titles_break_between_words() {
        assert_eq!(
            parts("云江市教育局党组关于五届市委第三轮巡察整改进展情况的通报"),
            ["云江市", "教育局党组", "关于五届", "市委", "第三轮", "巡察", "整改", "进展", "情况的", "通报"]
        );
        assert_eq!(
            parts("中共云江市城市建设投资集团有限公司委员会"),
            ["中共云江市", "城市", "建设投资", "集团", "有限公司", "委员会"]
        );
    }

    #[test]
    fn short_titles_have_no_joints() {
        assert_eq!(parts("关于整改情况的通报"), ["关于整改情况的通报"]);
    }

    #[test]
    fn numbers_quotations_and_brackets_stay_whole() {
        assert_eq!(parts("第十二轮巡察25个问题整改"), ["第十二轮", "巡察", "25个", "问题", "整改"]);
        assert_eq!(parts("2024年8月27日的通报"), ["2024年8月27日的", "通报"]);
        assert_eq!(
            parts("市委巡察“回头看整改情况”（整改问题清单）<b>"),
            ["市委", "巡察“回头看整改情况”（整改问题清单）&lt;b&gt;"]
        );
    }
}
