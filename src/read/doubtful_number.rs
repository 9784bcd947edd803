//! Numbers at the start of a line that look like amounts: 4.3个, 2.1万, 4项. The rows around them decide.

use super::number::NOUNS;
use super::scheme::{LARGEST, Number, Scheme};
use crate::text::words::{Words, words};

/// The start of a line that is an amount, 4.3个 or 2.1万, or a number before a title, 4. or 4.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// The digits before the point.
    pub first: u32,
    /// The digits after it.
    pub second: u32,
    /// How many bytes the digits before the point take.
    first_len: usize,
    /// How many bytes both take.
    pub len: usize,
    /// Whether a unit follows of which there are parts, as 2.6万元; there are no 4.3个部门.
    pub measured: bool,
}

impl Doubtful {
    /// Reads the start of `line` if [`read`] finds no number there.
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

/// `4` of 4项制度…, whose blank the normalised text drops, where it goes on from 3.
pub fn going_on_blank(line: &str, last: u32) -> Option<Number> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = line[..digits].parse().ok().filter(|value| *value == last + 1)?;
    let joined = line[digits..].starts_with(|c: char| "年月日号轮届组批个项条类亩元万亿名人件次宗户家份".contains(c));
    joined.then_some(Number { scheme: Scheme::Arabic(' '), value, len: digits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_numbers_open_alike() {
        let doubtful =
            |line: &str| Doubtful::read(line).map(|number| (number.single().len, number.len, number.measured));
        assert_eq!(doubtful("4.3个部门"), Some((2, 3, false)));
        assert_eq!(doubtful("2.6万元补贴"), Some((2, 3, true)));
        assert_eq!(doubtful("4.0版系统"), Some((2, 3, true)));
    }
}
