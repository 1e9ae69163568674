//! Numbers as QUIC and HTTP/3 write them (RFC 9000 §16), and a place in some bytes from which they are read.

/// The part of some bytes that was not read yet.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// At the start of some bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// The next bytes.
    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (part, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(part)
    }

    /// The next four bytes as a number.
    pub fn u32(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.bytes(4)?.try_into().ok()?))
    }

    /// The next number of one, two, four or eight bytes, as its first two bits say.
    pub fn number(&mut self) -> Option<u64> {
        let first = *self.rest.first()?;
        let part = self.bytes(1 << (first >> 6))?;
        let head = u64::from(first & 0x3f);
        let tail = part.get(1..)?;
        Some(
            tail.iter()
                .fold(head, |sum, byte| sum << 8 | u64::from(*byte)),
        )
    }

    /// As many bytes as the number before them says.
    pub fn counted(&mut self) -> Option<&'a [u8]> {
        let count = usize::try_from(self.number()?).ok()?;
        self.bytes(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9000, appendix A.1.
    #[test]
    fn numbers_are_those_of_the_rfc() {
        for (bytes, number) in [
            (
                &[0xc2, 0x19, 0x7c, 0x5e, 0xff, 0x14, 0xe8, 0x8c][..],
                151_288_809_941_952_652,
            ),
            (&[0x9d, 0x7f, 0x3e, 0x7d], 494_878_333),
            (&[0x7b, 0xbd], 15_293),
            (&[0x25], 37),
            (&[0x40, 0x25], 37),
        ] {
            assert_eq!(Cursor::new(bytes).number(), Some(number));
            for length in 0..bytes.len() {
                assert_eq!(Cursor::new(&bytes[..length]).number(), None);
            }
        }
    }

    #[test]
    fn counted_bytes_must_be_there() {
        let mut cursor = Cursor::new(&[2, 7, 8, 9]);
        assert_eq!(cursor.counted(), Some(&[7, 8][..]));
        assert_eq!(cursor.rest(), [9]);
        assert_eq!(cursor.counted(), None);
    }
}
