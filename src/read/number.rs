//! Numbers that open a line: 一、 （一） 1. （1） ① 1.2 第一部分 问题1：.

use super::named_number::{bracketed, chapter, named};
use super::scheme::{LARGEST, numeral};
pub use super::scheme::{Number, Scheme};
use crate::text::numeral;
use crate::text::words::{Words, words};

/// Reads the number that opens `line`.
pub fn read(line: &str) -> Option<Number> {
    let first = line.chars().next()?;
    match first {
        '（' | '(' | '〔' | '【' | '[' => bracketed(line),
        '第' => chapter(line),
        '①'..='⑳' => Some(sign(Scheme::Circled, first, '①')),
        '❶'..='❿' => Some(sign(Scheme::Circled, first, '❶')),
        '➊'..='➓' => Some(sign(Scheme::Circled, first, '➊')),
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
        // 2 项目…: the normalised text has no blank before a possible measure word
        _ if NOUNS.opening(rest).is_some() => Some(Number { scheme: Scheme::Arabic(' '), value, len: digits }),
        _ => None,
    }
}

/// `1-2` before a title, after a blank or a mark of its own.
fn paired(line: &str) -> Option<Number> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(line);
    let dash = line[first..].chars().next()?.len_utf8();
    let second = digits(&line[first + dash..]);
    let len = first + dash + second;
    let small = [&line[..first], &line[first + dash..len]]
        .iter()
        .all(|group| (1..=2).contains(&group.len()) && !group.starts_with('0'));
    let mark = match line[len..].chars().next()? {
        ' ' => 0,
        mark @ ('、' | '.' | '：' | ':' | '）' | ')') => mark.len_utf8(),
        // 3-2 项目…: the normalised text has no blank before a possible measure word
        _ if NOUNS.opening(&line[len..]).is_some() => 0,
        _ => return None,
    };
    let titled = line[len + mark..].trim_start().starts_with(|c: char| !c.is_ascii());
    let value = line[first + dash..len].parse().ok()?;
    (small && titled).then_some(Number { scheme: Scheme::Decimal(2), value, len: len + mark })
}

/// First characters of measure words and units.
const MEASURES: &str = "万亿%％个项元倍年月日公平米吨人次名条家小天分亩户件座台辆套份起处所支笔宗栋间张艘";

/// Words that open with the character of a measure word: 2.1 项目… counts no 项.
pub(super) static NOUNS: Words = words! {
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
        assert_eq!(number("3-2 项链"), Some((Scheme::Decimal(2), 2, "3-2")));
        assert_eq!(number("3-2项目审批"), Some((Scheme::Decimal(2), 2, "3-2")));
        assert_eq!(number("2年度考核"), Some((Scheme::Arabic(' '), 2, "2")));
        assert_eq!(number("问题（二）学习"), Some((Scheme::Named, 2, "问题（二）")));
        assert_eq!(number("第一部分 工作"), Some((Scheme::Chapter, 1, "第一部分")));
        assert_eq!(number("问题清单第2条：海岸线"), Some((Scheme::Named, 2, "问题清单第2条：")));
        assert_eq!(number("第2项：海岸线"), Some((Scheme::Named, 2, "第2项：")));
        assert_eq!(number("第二，党的建设方面。"), Some((Scheme::Ordinal, 2, "第二，")));
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
            "3-5项制度",
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
