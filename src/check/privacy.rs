//! Personal numbers and addresses that must not be in a public notice.

use super::prose::runs;
use super::rule::Rule;
use super::subject::Subject;
use super::visible_text::VisibleText;
use crate::notice::Finding;
use crate::notice::date;
use crate::text::numeral;
use crate::text::span::Span;

const CITIZEN_ID: &str = "citizen-id";
const BANK_CARD: &str = "bank-card";
const MOBILE_PHONE: &str = "mobile-phone";
const COMMERCIAL_MAILBOX: &str = "commercial-mailbox";

pub(super) const RULES: &[Rule] = &[
    Rule::error(CITIZEN_ID)
        .says("公民身份号码 {masked}", "a citizen’s identity number, {masked}")
        .label("不得公开", "must not be published")
        .help("删去，或只留前后几位", "delete it, or keep only its ends")
        .because(
            "18 位、日期有效、校验码正确的公民身份号码不得出现在公示里。校验不符的长数字不报。",
            "A number of 18 digits with a valid date and check digit is a citizen’s identity number and must not be published. Long numbers that fail the check are left alone.",
        )
        .found_by(personal_numbers),
    Rule::error(BANK_CARD)
        .says("银行卡号 {masked}", "a bank card number, {masked}")
        .label("不得公开", "must not be published")
        .help("删去，或只留末四位", "delete it, or keep only its last four digits")
        .because(
            "以 62 等发卡行标识开头、通过 Luhn 校验的 16 至 19 位数字是银行卡号。校验不符的长数字不报。",
            "A number of 16 to 19 digits with an issuer’s prefix that passes the Luhn check is a bank card number. Long numbers that fail the check are left alone.",
        ),
    Rule::warning(MOBILE_PHONE)
        .says("手机号码 {masked}", "a mobile phone number, {masked}")
        .help("公开联系方式宜用单位的固定电话", "give the unit’s landline instead")
        .because(
            "手机号码多属个人。公开的联系方式用单位固定电话；确需公开的，用 <!-- ok: mobile-phone 原因 --> 注明。",
            "Mobile numbers mostly belong to a person. Give the unit’s landline, or waive the rule with a reason.",
        ),
    Rule::warning(COMMERCIAL_MAILBOX)
        .says("联系邮箱用的是商业邮箱（{domain}）", "the mailbox is a commercial one ({domain})")
        .help("宜用单位自己的邮箱", "use the unit’s own mailbox")
        .because(
            "机关单位的公务联系邮箱宜用单位域名，不用 126、163、QQ 等商业邮箱。",
            "An official contact has a mailbox of the unit’s own domain rather than a commercial one.",
        )
        .found_by(commercial_mailbox),
];

/// A number: its span, its digits as ASCII including a last X, and the length of each of its groups.
struct DigitRun {
    span: Span,
    digits: String,
    groups: Vec<usize>,
}

impl DigitRun {
    /// Whether it is written in one piece, or in groups of four.
    fn is_plain(&self) -> bool {
        self.groups.iter().rev().skip(1).all(|length| *length == 4) || self.groups.len() == 1
    }

    /// Code of the rule that forbids it. A citizen ID is recognised by its date and check digit, however it is grouped:
    /// 110105 19491231 002X.
    fn rule(&self) -> Option<&'static str> {
        if is_citizen_id(&self.digits) {
            return Some(CITIZEN_ID);
        }
        let is_bank_card = self.is_plain() && is_bank_card(&self.digits);
        let is_mobile_phone = || (self.is_plain() || self.groups == [3, 4, 4]) && is_mobile_phone(&self.digits);
        is_bank_card.then_some(BANK_CARD).or_else(|| is_mobile_phone().then_some(MOBILE_PHONE))
    }

    /// The number with its middle hidden, for messages.
    fn masked(&self) -> String {
        let keep = 3.min(self.digits.len());
        format!("{}…{}", &self.digits[..keep], &self.digits[self.digits.len() - keep..])
    }
}

/// The numbers of the front matter and the body without letters, digits or points beside them. Groups separated by blanks,
/// hyphens, marks of emphasis or escapes are one number, as on the page. Code and the titles of links are searched as well,
/// because the page shows them.
fn numbers<'a>(subject: &'a Subject) -> impl Iterator<Item = DigitRun> + 'a {
    let body = subject.notice.body;
    let front = Span::new(0, body.start);
    let as_written = subject.prose.code().iter().map(|code| (*code, subject.text));
    let tips = subject.prose.link_titles().iter().map(|tip| (*tip, subject.text));
    let parts = [(front, subject.text), (body, subject.prose.words())];
    let parts = parts.into_iter().chain(tips).map(|(part, text)| (part, VisibleText::of(part.of(text))));
    let as_written = as_written.map(|(part, text)| (part, VisibleText::as_written(part.of(text))));
    parts.chain(as_written).flat_map(|(part, shown)| numbers_in(part, &shown, JOINS_WORDS))
}

/// Characters that make a number part of a longer word.
const JOINS_WORDS: &[char] = &['.', '_', '*', '@'];
/// Characters that make a number part of something longer in addresses, in which a point ends it: `….html`.
const JOINS_ADDRESSES: &[char] = &['_', '*', '@'];

fn numbers_in(part: Span, shown: &VisibleText, joins: &[char]) -> Vec<DigitRun> {
    let words = shown.text();
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let belongs = |c| is_digit(c) || matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | ' ' | '-');
    runs(words, belongs)
        .filter_map(|run| {
            let trimmed = run.of(words).trim_matches([' ', '-']);
            let start = run.start + run.of(words).find(trimmed).unwrap_or(0);
            let span = Span::new(start, start + trimmed.len());
            let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || joins.contains(&c));
            let alone = !touches(words[..span.start].chars().next_back()) && !touches(words[span.end..].chars().next());
            let groups = trimmed.split([' ', '-']).map(|group| group.chars().count()).collect();
            let digits = trimmed.chars().filter_map(ascii).collect();
            (alone && !trimmed.is_empty()).then(|| {
                let place = shown.span(span);
                DigitRun { span: Span::new(part.start + place.start, part.start + place.end), digits, groups }
            })
        })
        .collect()
}

fn ascii(c: char) -> Option<char> {
    match c {
        'X' | 'x' | 'Ｘ' | 'ｘ' => Some('X'),
        ' ' | '-' => None,
        c => numeral::digit(c).and_then(|digit| char::from_digit(digit, 10)),
    }
}

/// Findings of the three rules on numbers.
fn personal_numbers(subject: &Subject) -> Vec<Finding> {
    let found = |code, number: &DigitRun| subject.found(code, number.span).with("masked", number.masked());
    let mut findings: Vec<Finding> =
        numbers(subject).filter_map(|number| Some(found(number.rule()?, &number))).collect();
    for address in subject.prose.addresses() {
        let shown = VisibleText::as_written(address.of(subject.text));
        let numbers = numbers_in(*address, &shown, JOINS_ADDRESSES);
        findings.extend(
            numbers.iter().filter(|number| is_citizen_id(&number.digits)).map(|number| found(CITIZEN_ID, number)),
        );
    }
    findings
}

/// GB 11643: region, date of birth, order and a check character of ISO 7064 MOD 11-2.
fn is_citizen_id(digits: &str) -> bool {
    let Some((number, check)) = digits.split_at_checked(17).filter(|(_, check)| check.len() == 1) else { return false };
    if !number.bytes().all(|b| b.is_ascii_digit()) || !("11"..="83").contains(&&number[..2]) {
        return false;
    }
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = number.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    date::parse(&number[6..14]).is_ok() && "10X98765432".as_bytes()[sum % 11] == check.as_bytes()[0]
}

/// UnionPay numbers (62, 16 to 19 digits) and the older ones of 16 digits that begin with 4 or 51 to 55.
fn is_bank_card(digits: &str) -> bool {
    let prefix = digits.get(..2).unwrap_or_default();
    let issued = match digits.len() {
        16 => prefix == "62" || prefix.starts_with('4') || ("51"..="55").contains(&prefix),
        17..=19 => prefix == "62",
        _ => false,
    };
    issued && digits.bytes().all(|b| b.is_ascii_digit()) && luhn(digits)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, digit)| {
            let value = u32::from(digit - b'0') << (position % 2);
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// A mobile number of mainland China: 11 digits from 13 to 19.
fn is_mobile_phone(digits: &str) -> bool {
    digits.len() == 11
        && digits.starts_with('1')
        && digits.bytes().all(|b| b.is_ascii_digit())
        && ("3"..="9").contains(&&digits[1..2])
}

/// Domains of commercial mailboxes.
const COMMERCIAL: [&str; 18] = [
    "qq.com",
    "foxmail.com",
    "163.com",
    "126.com",
    "yeah.net",
    "vip.163.com",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "139.com",
    "189.cn",
    "wo.cn",
    "tom.com",
    "21cn.com",
    "aliyun.com",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
];

fn commercial_mailbox(subject: &Subject) -> Vec<Finding> {
    let text = subject.text;
    let is_address = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let ats = text.match_indices('@').filter(|(at, _)| *at < subject.notice.body.end);
    ats.filter_map(|(at, _)| {
        let user = text[..at].chars().rev().take_while(|c| is_address(*c)).count();
        let domain: String = text[at + 1..].chars().take_while(|c| is_address(*c)).collect();
        let domain = domain.trim_end_matches('.').to_ascii_lowercase();
        let span = Span::new(at - user, at + 1 + domain.len());
        let shown = || subject.found(COMMERCIAL_MAILBOX, span).with("domain", &domain);
        (user > 0 && COMMERCIAL.contains(&domain.as_str())).then(shown)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_recognised_by_their_checksums() {
        assert!(is_citizen_id("11010519491231002X"));
        assert!(!is_citizen_id("110105194912310021"));
        assert!(!is_citizen_id("11010519491331002X"));
        assert!(is_bank_card("6222021234567894") == luhn("6222021234567894"));
        assert!(luhn("79927398713") && !luhn("79927398714"));
    }
}
