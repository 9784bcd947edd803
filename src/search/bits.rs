//! Bit writer, bit reader and variable-length numbers. The first bit of a byte is its lowest.

/// Writes bits.
#[derive(Debug, Default)]
pub struct BitWriter {
    /// Buffer, longer than the bytes written so far.
    bytes: Vec<u8>,
    /// Whole bytes written.
    whole: usize,
    /// The bits after these bytes, fewer than eight.
    pending: u64,
    count: u32,
}

/// Bytes stored by one write, of which only the whole ones are final.
const STORE: usize = 8;

impl BitWriter {
    /// Appends the low `count` bits of `value`, which must be zero above them; `count` is at most 32.
    #[inline]
    pub fn bits(&mut self, value: u32, count: u32) {
        self.pending |= u64::from(value) << self.count;
        self.count += count;
        if self.bytes.len() < self.whole + STORE {
            self.bytes.resize((self.whole + STORE) * 2, 0);
        }
        // stores even if no byte is full: the processor cannot predict a branch on that (not measured)
        self.bytes[self.whole..self.whole + STORE].copy_from_slice(&self.pending.to_le_bytes());
        self.whole += (self.count / 8) as usize;
        self.pending >>= self.count & !7;
        self.count &= 7;
    }

    /// Appends `high` in unary and the low `count` bits of `low`, which must be zero above them; `count` is at most 31.
    pub fn rice(&mut self, high: u32, low: u32, count: u32) {
        if high + count < 32 {
            self.bits((((1u64 << high) - 1) | (u64::from(low) << high << 1)) as u32, high + 1 + count);
        } else {
            self.unary(high);
            self.bits(low, count);
        }
    }

    /// Pads the last byte with zeros. Returns the number of bytes.
    pub fn fill(&mut self) -> usize {
        self.whole += usize::from(self.count > 0);
        (self.pending, self.count) = (0, 0);
        self.whole
    }

    /// Appends whole bytes. The writer must be at a byte boundary.
    pub fn append(&mut self, bytes: &[u8]) {
        self.bytes.truncate(self.whole);
        self.bytes.extend_from_slice(bytes);
        self.whole = self.bytes.len();
    }

    /// Appends `count` ones and a zero.
    pub fn unary(&mut self, mut count: u32) {
        while count >= 24 {
            self.bits(0xff_ffff, 24);
            count -= 24;
        }
        self.bits((1 << count) - 1, count + 1);
    }

    /// Appends the Elias gamma code of `value + 1`: its length in unary, then its bits below the highest.
    pub fn number(&mut self, value: u32) {
        let value = value.saturating_add(1);
        let length = value.ilog2();
        self.unary(length);
        self.bits(value & ((1 << length) - 1), length);
    }

    /// The bytes, the last padded with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        let length = self.fill();
        self.bytes.truncate(length);
        self.bytes
    }
}

/// Reads bits; zeros beyond the end.
#[derive(Debug)]
pub struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next bit.
    pub fn bit(&mut self) -> u32 {
        let byte = self.bytes.get(self.at / 8).copied().unwrap_or(0);
        let bit = byte >> (self.at % 8) & 1;
        self.at += 1;
        u32::from(bit)
    }

    /// The next `count` bits.
    pub fn bits(&mut self, count: u32) -> u32 {
        (0..count).fold(0, |value, at| value | self.bit() << at)
    }

    /// Reads a number written by [`BitWriter::unary`].
    pub fn unary(&mut self) -> u32 {
        let mut count = 0;
        while self.bit() == 1 {
            count += 1;
        }
        count
    }

    /// Reads a number written by [`BitWriter::number`].
    pub fn number(&mut self) -> u32 {
        let length = self.unary();
        (1 << length | self.bits(length)) - 1
    }
}

/// Appends `value` in groups of seven bits, low first; all but the last byte have their highest bit set.
pub fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Removes a number written by [`push_varint`] from the front of `bytes`; `None` if they end too early.
pub fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift += 7;
        if shift > 63 {
            return None;
        }
    }
}
