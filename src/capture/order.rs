//! Numbers in the byte order of the host that wrote them.

/// Which end of a number comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByteOrder {
    /// The low byte.
    #[default]
    Little,
    /// The high byte.
    Big,
}

impl ByteOrder {
    /// Both.
    pub const ALL: [ByteOrder; 2] = [ByteOrder::Little, ByteOrder::Big];

    /// Two bytes at `at`; `None` where they are not there.
    pub fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let two = array(bytes, at)?;
        Some(match self {
            ByteOrder::Little => u16::from_le_bytes(two),
            ByteOrder::Big => u16::from_be_bytes(two),
        })
    }

    /// Four bytes.
    pub fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let four = array(bytes, at)?;
        Some(match self {
            ByteOrder::Little => u32::from_le_bytes(four),
            ByteOrder::Big => u32::from_be_bytes(four),
        })
    }

    /// Eight bytes.
    pub fn u64(self, bytes: &[u8], at: usize) -> Option<u64> {
        let eight = array(bytes, at)?;
        Some(match self {
            ByteOrder::Little => u64::from_le_bytes(eight),
            ByteOrder::Big => u64::from_be_bytes(eight),
        })
    }

    /// Four bytes as a length.
    pub fn length(self, bytes: &[u8], at: usize) -> Option<usize> {
        usize::try_from(self.u32(bytes, at)?).ok()
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_and_every_place_outside() {
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        assert_eq!(ByteOrder::Little.u16(&bytes, 1), Some(0x0302));
        assert_eq!(ByteOrder::Big.u32(&bytes, 1), Some(0x0203_0405));
        assert_eq!(ByteOrder::Big.u64(&bytes, 1), Some(0x0203_0405_0607_0809));
        for order in ByteOrder::ALL {
            for at in [8, 9, 100, usize::MAX] {
                assert_eq!(order.u16(&bytes, at), None);
                assert_eq!(order.u64(&bytes, at), None);
            }
        }
    }
}
