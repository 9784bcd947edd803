//! Numbers that open a line: 一、 （一） 1. （1） ① 1.2 第一部分 问题1：.

use crate::text::name_before;
use crate::text::numeral;
use crate::text::words::{Words, words};

/// How a number is written. Lines of one scheme under one parent are siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// 第一部分, 第一章
    Chapter,
    /// 第一，
    Ordinal,
    /// 壹、
    Formal,
    /// Ⅱ、, II.
    Roman,
    /// A.
    Letter,
    /// 一、
    Han,
    /// （一）
    HanBracket,
    /// `1.`, `1、`, `1 ` by what follows the digits.
    Arabic(char),
    /// （1）
    ArabicBracket,
    /// ①
    Circled,
    /// `1.2`, with how many numbers.
    Decimal(u8),
    /// 问题1：
    Named,
    /// 一是, before a problem
    Enumerated,
}

/// A number at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// How it is written.
    pub scheme: Scheme,
    /// What it counts: 三 → 3.
    pub value: u32,
    /// How many bytes of the line it takes as written, without the blank behind it.
    pub len: usize,
}

const LARGEST: u32 = 300;

/// Reads the number that opens `line`.
pub fn read(line: &str) -> Option<Number> {
    let first = line.chars().next()?;
    match first {
        '（' | '(' | '〔' | '【' | '[' => bracketed(line),
        '第' => chapter(line),
        '①'..='⑳' => Some(sign(Scheme::Circled, first, '①')),
        '⑴'..='⒇' => Some(sign(Scheme::ArabicBracket, first, '⑴')),
        '⒈'..='⒛' => Some(sign(Scheme::Arabic('.'), first, '⒈')),
        '㈠'..='㈩' => Some(sign(Scheme::HanBracket, first, '㈠')),
        '0'..='9' => arabic(line),
        'Ⅰ'..='Ⅻ' | 'A'..='Z' => lettered(line).or_else(|| named(line)),
        _ if numeral::is_chinese(first) => han(line),
        _ if of_cheque(first).is_some() => formal(line),
        // No.1
        _ => named(line),
    }
}

fn sign(scheme: Scheme, sign: char, first: char) -> Number {
    Number { scheme, value: u32::from(sign) - u32::from(first) + 1, len: sign.len_utf8() }
}

/// The bytes of the numeral that opens `text`, Chinese or digits, and its value.
fn numeral(text: &str) -> Option<(usize, u32, bool)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let len = match digits {
        0 => text.char_indices().find(|(_, c)| !numeral::is_chinese(*c)).map_or(text.len(), |(at, _)| at),
        digits => digits,
    };
    let value = numeral::parse(&text[..len]).filter(|value| (1..=LARGEST).contains(value))?;
    Some((len, value, digits > 0))
}

fn bracketed(line: &str) -> Option<Number> {
    let open = line.chars().next().filter(|c| matches!(c, '（' | '(' | '〔' | '【' | '['))?;
    let inside = &line[open.len_utf8()..];
    let name = name_before::len(inside);
    let (len, value, digits) = match name {
        0 => numeral(inside)?,
        name => counted(&inside[name..])?,
    };
    let close = inside[name + len..].chars().next().filter(|c| matches!(c, '）' | ')' | '〕' | '】' | ']'))?;
    let mut len = open.len_utf8() + name + len + close.len_utf8();
    if name == 0
        && let Some(c) = line[len..].chars().next().filter(|c| matches!(c, '、' | '.'))
    {
        len += c.len_utf8();
    }
    let scheme = match (name, digits) {
        (0, true) => Scheme::ArabicBracket,
        (0, false) => Scheme::HanBracket,
        _ => Scheme::Named,
    };
    Some(Number { scheme, value, len })
}

fn chapter(line: &str) -> Option<Number> {
    let (len, value, _) = numeral(&line["第".len()..])?;
    let rest = &line["第".len() + len..];
    if let Some(mark) = rest.chars().next().filter(|c| matches!(c, '，' | '、' | ',')) {
        return Some(Number { scheme: Scheme::Ordinal, value, len: "第".len() + len + mark.len_utf8() });
    }
    // 第3项：, 第3个问题：, 第3条 and a blank
    let item = ["项任务", "项问题", "个问题", "条问题", "项", "条"].into_iter().find(|word| rest.starts_with(word));
    let named = item.and_then(|item| {
        let len = "第".len() + len + item.len();
        let mark = opens_title(&line[len..])?;
        Some(Number { scheme: Scheme::Named, value, len: len + mark })
    });
    if named.is_some() {
        return named;
    }
    let word = ["部分", "章", "节", "篇"].into_iter().find(|word| rest.starts_with(word))?;
    let mut len = "第".len() + len + word.len();
    if let Some(c) = line[len..].chars().next().filter(|c| matches!(c, '、' | '：' | ':' | '，')) {
        len += c.len_utf8();
    }
    Some(Number { scheme: Scheme::Chapter, value, len })
}

fn han(line: &str) -> Option<Number> {
    let (len, value, _) = numeral(line)?;
    let mark = line[len..].chars().next().filter(|c| matches!(c, '、' | '.' | '．' | '﹑' | '､'))?;
    let rest = &line[len + mark.len_utf8()..];
    // 二、三产业 lists numerals, it does not open with one.
    if numeral(rest).is_some_and(|(next, _, digits)| !digits && !rest[next..].starts_with(['是', '、']))
        && !rest.starts_with('一')
    {
        return None;
    }
    Some(Number { scheme: Scheme::Han, value, len: len + mark.len_utf8() })
}

/// Ⅱ、, II. or A. before Han characters; I is taken for a numeral.
fn lettered(line: &str) -> Option<Number> {
    const NUMERALS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let first = line.chars().next()?;
    let sign = match first {
        'Ⅰ'..='Ⅻ' => first.len_utf8(),
        _ => line.bytes().take_while(u8::is_ascii_uppercase).count(),
    };
    let mark = line[sign..].chars().next().filter(|c| matches!(c, '、' | '.' | '．' | '：' | ':' | '）' | ')'))?;
    let len = sign + mark.len_utf8();
    let titled =
        line[len..].trim_start().starts_with(|c: char| c.is_alphabetic() && !c.is_ascii() || matches!(c, '“' | '《'));
    let roman = match first {
        'Ⅰ'..='Ⅻ' => Some(u32::from(first) - u32::from('Ⅰ')),
        _ => NUMERALS.iter().position(|numeral| *numeral == &line[..sign]).and_then(|at| u32::try_from(at).ok()),
    };
    let (scheme, before) = match roman {
        Some(before) => (Scheme::Roman, before),
        None => (Scheme::Letter, Some(u32::from(first) - u32::from('A')).filter(|_| sign == 1)?),
    };
    titled.then_some(Number { scheme, value: before + 1, len })
}

/// 壹、, the numerals of cheques, as old-fashioned documents number their parts.
fn formal(line: &str) -> Option<Number> {
    let plain: String = line.chars().map_while(of_cheque).collect();
    let value = numeral::parse(&plain).filter(|value| (1..=LARGEST).contains(value))?;
    // Both forms of a numeral take three bytes.
    let mark = line[plain.len()..].chars().next().filter(|c| matches!(c, '、' | '.' | '．' | '﹑' | '､'))?;
    Some(Number { scheme: Scheme::Formal, value, len: plain.len() + mark.len_utf8() })
}

/// The everyday form of a cheque's numeral.
fn of_cheque(c: char) -> Option<char> {
    Some(match c {
        '壹' => '一',
        '贰' | '貳' => '二',
        '叁' | '參' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' | '陸' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        '拾' => '十',
        _ => return None,
    })
}

fn arabic(line: &str) -> Option<Number> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = line[..digits].parse().ok().filter(|value| (1..=LARGEST).contains(value))?;
    let rest = &line[digits..];
    let mark = rest.chars().next()?;
    let after = &rest[mark.len_utf8()..];
    match mark {
        '.' if is_year(after) => Some(Number { scheme: Scheme::Arabic(mark), value, len: digits + mark.len_utf8() }),
        '.' if after.starts_with(|c: char| c.is_ascii_digit()) => decimal(line),
        '.' | '、' | ')' | '）' | '﹑' | '､' => {
            Some(Number { scheme: Scheme::Arabic(mark), value, len: digits + mark.len_utf8() })
        }
        ',' | '，' | ':' | '：' if !after.starts_with(|c: char| c.is_ascii_digit()) => {
            Some(Number { scheme: Scheme::Arabic(mark), value, len: digits + mark.len_utf8() })
        }
        // 1 . 关于, out of a conversion
        ' ' if after.strip_prefix('.').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())) => {
            Some(Number { scheme: Scheme::Arabic('.'), value, len: digits + " .".len() })
        }
        ' ' if after.starts_with(|c: char| !c.is_ascii()) => {
            Some(Number { scheme: Scheme::Arabic(' '), value, len: digits })
        }
        '-' | '－' => paired(line),
        // 2 项目…: the twin drops the blank before what might be a measure word.
        _ if NOUNS.opening(rest).is_some() => Some(Number { scheme: Scheme::Arabic(' '), value, len: digits }),
        _ => None,
    }
}

/// `1-2` before a title, behind a blank or a mark of its own.
fn paired(line: &str) -> Option<Number> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(line);
    let dash = line[first..].chars().next()?.len_utf8();
    let second = digits(&line[first + dash..]);
    let len = first + dash + second;
    let small = [&line[..first], &line[first + dash..len]]
        .iter()
        .all(|group| (1..=2).contains(&group.len()) && !group.starts_with('0'));
    let mark = line[len..].chars().next().filter(|c| matches!(c, ' ' | '、' | '.' | '：' | ':' | '）' | ')'))?;
    let mark = if mark == ' ' { 0 } else { mark.len_utf8() };
    let titled = line[len + mark..].trim_start().starts_with(|c: char| !c.is_ascii());
    let value = line[first + dash..len].parse().ok()?;
    (small && titled).then_some(Number { scheme: Scheme::Decimal(2), value, len: len + mark })
}

/// Characters that open units and what is counted.
const MEASURES: &str = "万亿%％个项元倍年月日公平米吨人次名条家小天分亩户件座台辆套份起处所支笔宗栋间张艘";

/// Words that open with the character of a measure word: 2.1 项目… counts no 项.
static NOUNS: Words = words! {
    项目 人员 人才 人事 人大 人民 人居 人均 个人 个别 个性 个体 公务 公章 公共 公益 公开 公款 公车 公文 公示 公司 公安 公职
    年度 年轻 年终 年底 年报 年审 年龄 月度 日常 平台 平时 平安 平均 次生 名录 名单 名额 条例 条块 条线 家庭 家风 家校
    家教 小微 小区 小额 小组 天然 分管 分类 分工 分配 分级 分包 元旦 组织 组长 件数 户外 户籍 宗旨 宗教 批复 批办 批准
    届中 轮岗 轮换 类别 座谈 座位 台账 台帐 套取 套用 份额 起草 起步 处置 处理 处分 处罚 处室 所属 所有 所长 支部 支出 支付 支委 支农
    支柱 笔录 笔记 间接 张贴 米面
};

/// 2023年: no amount goes on so.
fn is_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text.starts_with(['1', '2']) && text[digits..].starts_with('年')
}

/// What opens a line like an amount, 4.3个 or 2.1万, and may as well be a number before a title: 4. or 4.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// The digits before the point.
    pub first: u32,
    /// The digits behind it.
    pub second: u32,
    /// How many bytes the digits before the point take.
    first_len: usize,
    /// How many bytes both take.
    pub len: usize,
    /// Whether a unit follows of which there are parts, as 2.6万元; there are no 4.3个部门.
    pub measured: bool,
}

impl Doubtful {
    /// Reads what opens `line`, where [`read`] finds no number in it.
    pub fn read(line: &str) -> Option<Self> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let first_len = digits(line);
        let behind = line[first_len..].strip_prefix('.')?;
        let len = first_len + '.'.len_utf8() + digits(behind);
        let rest = &line[len..];
        let first = line[..first_len].parse().ok().filter(|value| (1..=LARGEST).contains(value))?;
        let second = behind[..digits(behind)].parse().ok()?;
        let measured = MEASURED.opening(rest.trim_start()).is_some() && NOUNS.opening(rest.trim_start()).is_none();
        let titled = rest.starts_with(|c: char| !c.is_ascii()) || rest.starts_with(' ');
        titled.then_some(Self { first, second, first_len, len, measured: measured || behind.starts_with('0') })
    }

    /// `4.` before the title 3个部门….
    pub fn single(self) -> Number {
        Number { scheme: Scheme::Arabic('.'), value: self.first, len: self.first_len + '.'.len_utf8() }
    }

    /// `4.3` before the title.
    pub fn double(self) -> Number {
        Number { scheme: Scheme::Decimal(2), value: self.second, len: self.len }
    }

    /// Whether it is the next two-level number after `last`: 2.2 or 3.1 after 2.1.
    pub fn follows(self, last: (u32, u32)) -> bool {
        (self.first, self.second) == (last.0, last.1.saturating_add(1))
            || (self.first, self.second) == (last.0.saturating_add(1), 1)
    }
}

/// The numbers of `4.3`.
pub fn both(line: &str) -> Option<(u32, u32)> {
    Doubtful::read(line).map(|number| (number.first, number.second))
}

/// Units of which there are parts.
static MEASURED: Words = words! {
    万 亿 千 百 元 倍 年 个月 个百分点 个小时 个学时 个课时 个亿 公里 公顷 公斤 公分 平方 立方 米 吨 天 分 亩 小时 克 升 度
    版 级 折 兆 厘米 毫米 海里 英寸 岁 成
};

/// `4` of 4项制度…, whose blank the twin drops, where it goes on from 3.
pub fn going_on_blank(line: &str, last: u32) -> Option<Number> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = line[..digits].parse().ok().filter(|value| *value == last + 1)?;
    let joined = line[digits..].starts_with(|c: char| "年月日号轮届组批个项条类亩元万亿名人件次宗户家份".contains(c));
    joined.then_some(Number { scheme: Scheme::Arabic(' '), value, len: digits })
}

/// `1.2` and `1.2.3`, where no unit follows that would make it an amount.
fn decimal(line: &str) -> Option<Number> {
    let len = line.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let written = &line[..len];
    let groups: Vec<&str> = written.trim_end_matches('.').split('.').collect();
    let small = groups.iter().all(|group| (1..=2).contains(&group.len()) && !group.starts_with('0'));
    let rest = line[len..].trim_start();
    // 2.1 is an amount before a measure word, 2.1.3 never is.
    let amount = groups.len() == 2 && NOUNS.opening(rest).is_none() && rest.starts_with(|c: char| MEASURES.contains(c));
    if !small || amount || !rest.starts_with(|c: char| !c.is_ascii()) {
        return None;
    }
    let value = groups.last()?.parse().ok()?;
    Some(Number { scheme: Scheme::Decimal(u8::try_from(groups.len()).ok()?), value, len })
}

fn named(line: &str) -> Option<Number> {
    let number = unmarked(line)?;
    let is_marked = line[..number.len].ends_with(['：', ':', '）', ')', '】', '、', ',', '，']);
    let mark = if is_marked || line.len() == number.len { 0 } else { opens_title(&line[number.len..])? };
    Some(Number { len: number.len + mark, ..number })
}

/// 问题1 of 问题1台账不全, which may as well count: 问题2个.
pub fn unmarked(line: &str) -> Option<Number> {
    let name = Some(name_before::len(line)).filter(|len| *len > 0)?;
    // 问题清单第1条：
    let ordinal = Some(&line[name..]).filter(|rest| rest.starts_with('第')).and_then(chapter);
    if let Some(number) = ordinal.filter(|number| number.scheme == Scheme::Named) {
        return Some(Number { len: name + number.len, ..number });
    }
    let (len, value, _) = counted(&line[name..])?;
    Some(Number { scheme: Scheme::Named, value, len: name + len })
}

/// What counts behind a name: the 1 of 问题1, （一） of 反馈问题（一）, 2-1 and 2（1）, of which the last number counts.
fn counted(text: &str) -> Option<(usize, u32, bool)> {
    let in_brackets = |text: &str| bracketed(text).filter(|number| number.scheme != Scheme::Named);
    if let Some(number) = in_brackets(text) {
        return Some((number.len, number.value, number.scheme == Scheme::ArabicBracket));
    }
    // 问题之一
    let joint = if text.starts_with('之') { '之'.len_utf8() } else { 0 };
    let (len, value, digits) = numeral(&text[joint..])?;
    let len = joint + len;
    let behind = &text[len..];
    if let Some(inner) = in_brackets(behind) {
        return Some((len + inner.len, inner.value, digits));
    }
    let dash = behind.len() - behind.trim_start_matches(['-', '－', '–', '—']).len();
    match numeral(&behind[dash..]).filter(|(_, _, inner)| dash > 0 && digits && *inner) {
        Some((inner, value, _)) => Some((len + dash + inner, value, digits)),
        None => Some((len, value, digits)),
    }
}

/// The length of the mark between 问题1 and a title; `None` where no title follows: 问题2个.
fn opens_title(behind: &str) -> Option<usize> {
    match behind.chars().next()? {
        mark @ ('：' | ':' | '、' | '.' | '，' | ',') => Some(mark.len_utf8()),
        ' ' | '“' => Some(0),
        _ => ["关于", "针对", "对照"].iter().any(|opening| behind.starts_with(opening)).then_some(0),
    }
}

/// 一是 before the words of a problem: 一是关于…问题, 二是针对“…”问题, 三是…的问题。 and what was done about it. Elsewhere 一是
/// opens a measure.
pub fn of_problem(line: &str) -> Option<Number> {
    let number = enumerated(line)?;
    let rest = line[number.len..].trim_start_matches(['，', ' ']);
    let opens = ["关于", "针对"].iter().any(|word| rest.starts_with(word));
    let end = rest.find(['。', '：', ':', '；']).unwrap_or(rest.len());
    let named = rest[..end].ends_with("的问题") && end + '。'.len_utf8() < rest.len();
    (named || opens && rest[..end].ends_with("问题")).then_some(number)
}

/// 一是 as a number, whatever it opens.
pub fn enumerated(line: &str) -> Option<Number> {
    let (len, value, digits) = numeral(line)?;
    let counts = !digits && line[len..].starts_with('是');
    counts.then_some(Number { scheme: Scheme::Enumerated, value, len: len + '是'.len_utf8() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(line: &str) -> Option<(Scheme, u32, &str)> {
        read(line).map(|number| (number.scheme, number.value, &line[..number.len]))
    }

    #[test]
    fn reads_the_schemes_of_notices() {
        assert_eq!(number("二、整改情况"), Some((Scheme::Han, 2, "二、")));
        assert_eq!(number("拾壹、整改情况"), Some((Scheme::Formal, 11, "拾壹、")));
        assert_eq!(number("陆家嘴街道"), None);
        assert_eq!(number("2 . 关于"), Some((Scheme::Arabic('.'), 2, "2 .")));
        assert_eq!(number("3.2023年度预算"), Some((Scheme::Arabic('.'), 3, "3.")));
        let doubtful =
            |line: &str| Doubtful::read(line).map(|number| (number.single().len, number.len, number.measured));
        assert_eq!(doubtful("4.3个部门"), Some((2, 3, false)));
        assert_eq!(doubtful("2.6万元补贴"), Some((2, 3, true)));
        assert_eq!(doubtful("4.0版系统"), Some((2, 3, true)));
        assert_eq!(number("(十二)关于"), Some((Scheme::HanBracket, 12, "(十二)")));
        assert_eq!(number("（3）学习"), Some((Scheme::ArabicBracket, 3, "（3）")));
        assert_eq!(number("2、整改"), Some((Scheme::Arabic('、'), 2, "2、")));
        assert_eq!(number("37. 关于"), Some((Scheme::Arabic('.'), 37, "37.")));
        assert_eq!(number("1.2 学习"), Some((Scheme::Decimal(2), 2, "1.2")));
        assert_eq!(number("③学习"), Some((Scheme::Circled, 3, "③")));
        assert_eq!(number("问题一：学习"), Some((Scheme::Named, 1, "问题一：")));
        assert_eq!(number("任务三：库房"), Some((Scheme::Named, 3, "任务三：")));
        assert_eq!(number("第4个问题：库房"), Some((Scheme::Named, 4, "第4个问题：")));
        assert_eq!(number("问题2-1 课程"), Some((Scheme::Named, 1, "问题2-1")));
        assert_eq!(number("问题2"), Some((Scheme::Named, 2, "问题2")));
        assert_eq!(number("2.1.3项费"), Some((Scheme::Decimal(3), 3, "2.1.3")));
        assert_eq!(number("3.2公务接待"), Some((Scheme::Decimal(2), 2, "3.2")));
        assert_eq!(number("2年度考核"), Some((Scheme::Arabic(' '), 2, "2")));
        assert_eq!(number("问题（二）学习"), Some((Scheme::Named, 2, "问题（二）")));
        assert_eq!(number("第一部分 工作"), Some((Scheme::Chapter, 1, "第一部分")));
        assert_eq!(number("问题清单第2条：海岸线"), Some((Scheme::Named, 2, "问题清单第2条：")));
        assert_eq!(number("第2项：海岸线"), Some((Scheme::Named, 2, "第2项：")));
        assert_eq!(number("第二，党的建设方面。"), Some((Scheme::Ordinal, 2, "第二，")));
        assert_eq!(of_problem("二是针对“台账不全”问题。").map(|number| (number.value, number.len)), Some((2, 6)));
        assert_eq!(of_problem("二是针对台账不全，补充完善"), None);
    }

    #[test]
    fn amounts_years_and_lists_are_no_numbers() {
        for line in [
            "2024年3月",
            "1.5万人参加",
            "3.209万元",
            "一是加强",
            "问题2个",
            "2项制度",
            "1.5公里",
            "事项清单",
            "问题清单第1条规定",
            "台账登记不全",
            "（2024）5号",
            "12家企业",
            "第六巡察组",
            "三方面",
            "二、三产业",
            "",
        ] {
            assert_eq!(number(line), None, "{line}");
        }
    }
}
