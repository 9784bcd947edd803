//! How numbers that open a line are written.

use crate::text::numeral;

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
    /// Its scheme.
    pub scheme: Scheme,
    /// Its value: 三 → 3.
    pub value: u32,
    /// How many bytes of the line it takes as written, without the blank after it.
    pub len: usize,
}

pub(super) const LARGEST: u32 = 300;

/// The bytes of the numeral that opens `text`, Chinese or digits, and its value.
pub(super) fn numeral(text: &str) -> Option<(usize, u32, bool)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let len = match digits {
        0 => text.char_indices().find(|(_, c)| !numeral::is_chinese(*c)).map_or(text.len(), |(at, _)| at),
        digits => digits,
    };
    let value = numeral::parse(&text[..len]).filter(|value| (1..=LARGEST).contains(value))?;
    Some((len, value, digits > 0))
}
