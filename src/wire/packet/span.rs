//! Captured bytes from some header on, together with their length on the wire: checked access, nothing else.

/// A part of a frame. Numbers are read in network order unless the name says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Span<'a> {
    /// The captured bytes.
    pub bytes: &'a [u8],
    /// Length on the wire from the first of them on; more than was captured where a snap length cut the frame.
    pub wire_len: u32,
}

impl<'a> From<&'a [u8]> for Span<'a> {
    /// Bytes that are all there, such as a payload's.
    #[inline]
    fn from(bytes: &'a [u8]) -> Self {
        let wire_len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Self { bytes, wire_len }
    }
}

impl<'a> Span<'a> {
    /// What is behind the first `count` bytes; `None` where the capture ends before.
    #[inline]
    pub fn skip(self, count: usize) -> Option<Self> {
        Some(Self {
            bytes: self.bytes.get(count..)?,
            wire_len: self
                .wire_len
                .saturating_sub(u32::try_from(count).unwrap_or(u32::MAX)),
        })
    }

    /// No more than `wire_len` bytes: what comes behind is padding or a trailer.
    #[inline]
    pub fn cut_to(self, wire_len: u32) -> Self {
        let wire_len = wire_len.min(self.wire_len);
        let bytes = self.bytes.get(..wire_len as usize).unwrap_or(self.bytes);
        Self { bytes, wire_len }
    }

    /// The bytes at `at`.
    #[inline]
    pub fn array<const N: usize>(self, at: usize) -> Option<[u8; N]> {
        self.bytes.get(at..)?.first_chunk().copied()
    }

    /// One byte.
    #[inline]
    pub fn byte(self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Two bytes.
    #[inline]
    pub fn short(self, at: usize) -> Option<u16> {
        self.array(at).map(u16::from_be_bytes)
    }

    /// Two bytes, the low one first.
    #[inline]
    pub fn short_le(self, at: usize) -> Option<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    /// Four bytes.
    #[inline]
    pub fn word(self, at: usize) -> Option<u32> {
        self.array(at).map(u32::from_be_bytes)
    }

    /// Eight bytes.
    #[inline]
    pub fn long(self, at: usize) -> Option<u64> {
        self.array(at).map(u64::from_be_bytes)
    }

    /// Eight bytes, the low one first.
    #[inline]
    pub fn long_le(self, at: usize) -> Option<u64> {
        self.array(at).map(u64::from_le_bytes)
    }

    /// Four bytes, the low one first.
    #[inline]
    pub fn word_le(self, at: usize) -> Option<u32> {
        self.array(at).map(u32::from_le_bytes)
    }
}
