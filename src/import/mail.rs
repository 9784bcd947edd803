//! A mail around a notice: the words to a colleague above its title, and the signature of the sender below it.
//!
//! Only a text that asks for something, or has the head of a mail, is one: a notice may address its readers itself.

use super::draft::DraftBlock;
use super::ledger::Ledger;
use super::note::NoteKind;
use crate::notice::date;
use crate::read::number;
use crate::text::words::{Words, words};

/// Labels in the head of a mail.
static HEAD: Words = words! { 发件人 收件人 抄送 主题 发送时间 发送日期 };
/// Words of a mail to a colleague, never of a notice.
static REQUESTS: Words = words! { 挂网 上网 发布 上传 刊登 查收 审阅 谢谢 拜托 您好 你好 麻烦 烦请 辛苦 收悉 };
/// How a title ends.
static TITLE_ENDS: Words = words! { 通报 公告 公示 报告 通告 说明 清单 台账 一览表 };
/// Words in the title of a notice.
static SUBJECTS: Words = words! { 关于 整改 巡察 巡视 审计 };
/// Words that close a mail.
static CLOSINGS: Words = words! { 祝好 谢谢 多谢 此致 敬礼 顺祝商祺 顺颂时祺 祝工作顺利 };
/// Words in the last lines of a notice itself.
static OWN_ENDS: Words = words! { 附件 监督 联系 举报 电话 邮箱 邮政 地址 公示 };

/// More lines are more than a few words to a colleague.
const MOST_LINES: usize = 12;
/// They are no longer than this.
const LONGEST: usize = 80;
/// Shorter names are those of people.
const SHORTEST_NAME: usize = 6;
/// Lines of a signature are no longer than this.
const LONGEST_SIGNED: usize = 30;

/// Drops the lines of a mail around a notice.
pub fn drop_lines(lines: &mut Vec<String>, ledger: &mut Ledger) {
    let Some((first, end)) = notice_in(lines) else { return };
    lines.drain(end..).for_each(|line| ledger.left_out(NoteKind::Boilerplate, &line));
    lines.drain(..first).for_each(|line| ledger.left_out(NoteKind::Boilerplate, &line));
}

/// Drops the paragraphs of a mail around a notice.
pub fn drop_blocks(blocks: &mut Vec<DraftBlock>, ledger: &mut Ledger) {
    let lines: Vec<String> = blocks.iter().map(DraftBlock::words).collect();
    let Some((first, end)) = notice_in(&lines) else { return };
    blocks.drain(end..).for_each(|block| ledger.left_out(NoteKind::Boilerplate, &block.words()));
    blocks.drain(..first).for_each(|block| ledger.left_out(NoteKind::Boilerplate, &block.words()));
}

/// The first line of the notice in a mail, and the line after its last; `None` where there is no mail.
fn notice_in(lines: &[String]) -> Option<(usize, usize)> {
    let has = |line: &str, words: &Words| words.iter().any(|word| line.contains(word));
    let is_head = |line: &str| HEAD.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| is_colon(rest)));
    let filled = || lines.iter().enumerate().map(|(at, line)| (at, line.trim())).filter(|(_, line)| !line.is_empty());
    let (_, opening) = filled().next()?;
    let is_salutation = opening.ends_with(['：', ':']) && opening.chars().count() <= LONGEST_SIGNED;
    if !is_salutation && !is_head(opening) {
        return None;
    }
    let (mut asks, mut before) = (false, None);
    for (at, line) in filled().take(MOST_LINES) {
        let is_title = ends_as_title(line) && has(line, &SUBJECTS) && !is_head(line) && number::read(line).is_none();
        if is_title && !has(line, &REQUESTS) {
            // a title in two lines begins with who made the notice
            let first = before.filter(|(above, _)| above + 1 == at).map_or(at, |(above, _)| above);
            return asks.then(|| (first, at + end_of(&lines[at..])));
        }
        if line.chars().count() > LONGEST {
            return None;
        }
        let is_mail = is_head(line) || has(line, &REQUESTS);
        let is_name = line.chars().all(char::is_alphanumeric) && line.chars().count() >= SHORTEST_NAME;
        before = Some((at, line)).filter(|_| is_name && !is_mail);
        asks |= is_mail;
    }
    None
}

fn is_colon(rest: &str) -> bool {
    rest.trim_start().starts_with(['：', ':'])
}

fn ends_as_title(line: &str) -> bool {
    let words = line.trim_end_matches(|c: char| !c.is_alphanumeric());
    !line.contains(['。', '：', ':']) && TITLE_ENDS.iter().any(|end| words.ends_with(end))
}

/// Where a notice ends among lines of a mail: at a rule or a closing above the signature, or after its own day.
fn end_of(lines: &[String]) -> usize {
    let filled: Vec<(usize, &str)> =
        lines.iter().map(|line| line.trim()).enumerate().filter(|(_, line)| !line.is_empty()).collect();
    let is_signed =
        |line: &str| line.chars().count() <= LONGEST_SIGNED && !line.contains('。') && !line.starts_with("附件");
    let tail = filled.iter().rev().take(MOST_LINES).take_while(|(_, line)| is_signed(line)).count();
    let tail = &filled[filled.len() - tail..];
    let opens = |line: &str| {
        let is_rule =
            line.chars().count() >= 2 && line.chars().all(|c| matches!(c, '-' | '—' | '_' | '=' | '*' | '－'));
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        is_rule || CLOSINGS.iter().any(|word| bare == word) || bare.starts_with("发自我的")
    };
    if let Some((at, _)) = tail.iter().find(|(_, line)| opens(line)) {
        return *at;
    }
    let day = tail.iter().rposition(|(_, line)| date::parse(line).is_ok());
    let behind = day.and_then(|day| tail.get(day + 1));
    match behind {
        Some((at, line)) if !OWN_ENDS.iter().any(|word| line.contains(word)) => *at,
        _ => lines.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<&str> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let (first, end) = notice_in(&lines).unwrap_or((0, lines.len()));
        text.lines().skip(first).take(end - first).filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn a_mail_is_left_out_and_a_notice_that_addresses_its_readers_stays() {
        let notice = ["某局关于巡察整改情况的通报", "现通报如下。", "某局", "2024年5月6日"];
        let text = notice.join("\n\n");
        for (before, after) in [
            ("信息中心：\n\n请将以下通报挂网，谢谢！", "————\n办公室 王某\n电话：0999-5550100"),
            ("发件人：王某\n收件人：李某\n主题：关于挂网的通报", "祝好！\n王某"),
            ("李科长，您好：", "王某某\n某局办公室\n电话：0999-5550100"),
        ] {
            assert_eq!(kept(&format!("{before}\n\n{text}\n\n{after}\n")), notice, "{before}");
        }
        for own in [
            format!("各党支部：\n\n{text}"),
            format!("{text}\n监督电话：0999-5550100"),
            format!("各位居民：\n\n请发布意见。\n\n1.关于公示的通报\n\n{}", text.replace("通报", "函")),
        ] {
            let all: Vec<&str> = own.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(kept(&own), all);
        }
        let two = "信息科：\n烦请发布。\n\n某县水务局党组\n关于巡察整改情况的通报\n\n正文。";
        assert_eq!(kept(two), ["某县水务局党组", "关于巡察整改情况的通报", "正文。"]);
        let with_contact = format!("信息中心：\n\n请挂网。\n\n{text}\n\n联系电话：0999-5550100");
        assert_eq!(kept(&with_contact).len(), notice.len() + 1);
    }
}
