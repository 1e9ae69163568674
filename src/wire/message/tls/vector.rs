//! The vectors of TLS structures (RFC 8446 §3.4): numbers, and parts with their length written before them.

/// What is left of a structure.
#[derive(Clone, Copy, Debug)]
pub struct Vectors<'a> {
    rest: &'a [u8],
}

impl<'a> Vectors<'a> {
    /// A structure that is not read yet.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next bytes.
    pub fn part(&mut self, length: usize) -> Option<&'a [u8]> {
        let (part, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(part)
    }

    /// The next bytes, of a fixed number.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.part(N)?.try_into().ok()
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    /// The next two bytes.
    pub fn short(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    /// A part of at most 255 bytes.
    pub fn tiny(&mut self) -> Option<&'a [u8]> {
        let length = self.byte()?;
        self.part(usize::from(length))
    }

    /// A part of at most 65 535 bytes.
    pub fn medium(&mut self) -> Option<&'a [u8]> {
        let length = self.short()?;
        self.part(usize::from(length))
    }

    /// A part of less than 16 MiB.
    pub fn large(&mut self) -> Option<&'a [u8]> {
        let [a, b, c] = self.array()?;
        let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).ok()?;
        self.part(length)
    }
}

/// A list of two-byte numbers; an odd byte at the end is left out.
pub fn shorts(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes
        .chunks_exact(2)
        .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_longer_than_what_is_there() {
        let bytes = [2, 7, 8, 0, 1, 9, 0, 0, 1, 5];
        for length in 0..bytes.len() {
            let mut read = Vectors::new(&bytes[..length]);
            let parts = [read.tiny(), read.medium(), read.large()];
            assert!(parts.iter().any(Option::is_none), "{length} bytes");
        }
        let mut read = Vectors::new(&bytes);
        assert_eq!(read.tiny(), Some(&[7, 8][..]));
        assert_eq!(read.medium(), Some(&[9][..]));
        assert_eq!(read.large(), Some(&[5][..]));
        assert!(read.is_empty());
    }
}
