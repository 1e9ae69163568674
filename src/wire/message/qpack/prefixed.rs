//! Integers and strings with a prefix, as QPACK writes them (RFC 9204 §4.1).

use httlib_huffman::DecoderSpeed;

/// Continuation bytes of an integer: 62 bits are allowed.
const MAX_CONTINUATIONS: u32 = 9;

/// Why bytes could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// They are not all there.
    NeedMore,
    /// They cannot be right.
    Damaged,
}

/// A place in some bytes from which QPACK's integers and strings are read.
#[derive(Clone, Copy, Debug)]
pub struct Prefixed<'a> {
    rest: &'a [u8],
}

impl<'a> Prefixed<'a> {
    /// At the start of some bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next byte, which is not taken: its upper bits say what follows.
    pub fn peek(&self) -> Result<u8, Trouble> {
        self.rest.first().copied().ok_or(Trouble::NeedMore)
    }

    /// The integer in the lowest `bits` of the next byte, and behind it where it does not fit.
    pub fn integer(&mut self, bits: u32) -> Result<u64, Trouble> {
        let full = (1_u64 << bits) - 1;
        let mut value = u64::from(self.byte()?) & full;
        if value < full {
            return Ok(value);
        }
        for step in 0..MAX_CONTINUATIONS {
            let byte = self.byte()?;
            value += u64::from(byte & 0x7f) << (7 * step);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Trouble::Damaged)
    }

    /// The string whose length is in the lowest `bits` of the next byte; the bit above says whether it is coded.
    pub fn string(&mut self, bits: u32) -> Result<Vec<u8>, Trouble> {
        let is_coded = u64::from(self.peek()?) >> bits & 1 == 1;
        let length = usize::try_from(self.integer(bits)?).map_err(|_| Trouble::Damaged)?;
        let (part, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(Trouble::NeedMore)?;
        self.rest = rest;
        if !is_coded {
            return Ok(part.to_vec());
        }
        let mut text = Vec::with_capacity(part.len() * 2);
        httlib_huffman::decode(part, &mut text, DecoderSpeed::FourBits)
            .map_err(|_| Trouble::Damaged)?;
        Ok(text)
    }

    fn byte(&mut self) -> Result<u8, Trouble> {
        let (first, rest) = self.rest.split_first().ok_or(Trouble::NeedMore)?;
        self.rest = rest;
        Ok(*first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 7541 §C.1 (the same code).
    #[test]
    fn integers_are_those_of_the_rfc() {
        for (bytes, bits, value) in [
            (&[0b1110_1010][..], 5, 10),
            (&[0b0001_1111, 0b1001_1010, 0b0000_1010], 5, 1_337),
            (&[42], 8, 42),
        ] {
            assert_eq!(Prefixed::new(bytes).integer(bits), Ok(value));
            for length in 0..bytes.len() {
                let short = Prefixed::new(&bytes[..length]).integer(bits);
                assert_eq!(short, Err(Trouble::NeedMore));
            }
        }
        let endless = Prefixed::new(&[0xff; 12]).integer(7);
        assert_eq!(endless, Err(Trouble::Damaged));
    }

    /// RFC 7541 §C.4.1: `www.example.com`.
    #[test]
    fn a_coded_string_is_read() {
        let bytes = [
            0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff,
        ];
        let read = Prefixed::new(&bytes).string(7);
        assert_eq!(read, Ok(b"www.example.com".to_vec()));
        for length in 0..bytes.len() {
            let short = Prefixed::new(&bytes[..length]).string(7);
            assert_eq!(short, Err(Trouble::NeedMore), "{length} bytes");
        }
    }

    proptest! {
        #[test]
        fn what_is_coded_reads_back(text in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut coded = Vec::new();
            httlib_huffman::encode(&text, &mut coded).unwrap();
            let mut read = Vec::new();
            httlib_huffman::decode(&coded, &mut read, DecoderSpeed::FourBits).unwrap();
            prop_assert_eq!(read, text);
        }

        #[test]
        fn anything_ends(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = httlib_huffman::decode(&bytes, &mut Vec::new(), DecoderSpeed::FourBits);
            let _ = Prefixed::new(&bytes).string(7);
        }
    }
}
