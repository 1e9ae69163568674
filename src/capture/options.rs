//! The options of a pcapng block (draft-ietf-opsawg-pcapng, section 3.5), walked in place.

use std::borrow::Cow;

use pcap_parser::PcapError;
use pcap_parser::pcapng::{parse_option_be, parse_option_le};

use super::order::ByteOrder;

/// Ends a list of options.
const END: u16 = 0;

/// A comment, in every kind of block.
pub const COMMENT: u16 = 1;

/// Options looked at in one block; no writer needs a hundredth of that.
const MAX_OPTIONS: usize = 65_536;

/// Code and value of each option; ends at the first that does not fit into the block.
///
/// One at a time, because a list of them would be an allocation a packet.
pub fn options(bytes: &[u8], order: ByteOrder) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (code, value, after) = padded(rest, order).or_else(|| without_padding(rest, order))?;
        rest = after;
        (code != END).then_some((code, value))
    })
    .take(MAX_OPTIONS)
}

/// Code, value and what follows of the option at the start of `bytes`.
type Parted<'a> = (u16, &'a [u8], &'a [u8]);

fn padded(bytes: &[u8], order: ByteOrder) -> Option<Parted<'_>> {
    let parsed = match order {
        ByteOrder::Big => parse_option_be::<PcapError<&[u8]>>(bytes),
        ByteOrder::Little => parse_option_le::<PcapError<&[u8]>>(bytes),
    };
    let (after, option) = parsed.ok()?;
    match option.value {
        Cow::Borrowed(value) => Some((option.code.0, value.get(..usize::from(option.len))?, after)),
        Cow::Owned(_) => None,
    }
}

/// Some writers leave out the padding of the last option.
fn without_padding(bytes: &[u8], order: ByteOrder) -> Option<Parted<'_>> {
    let length = usize::from(order.u16(bytes, 2)?);
    Some((order.u16(bytes, 0)?, bytes.get(4..4 + length)?, &[]))
}

/// The value as text without the zero bytes that some writers add; `None` where it is no UTF-8.
pub fn text(value: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(value).ok()?;
    Some(text.trim_end_matches('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: [u8; 20] = [
        0, 1, 0, 3, b'a', b'b', b'c', 0, 0, 9, 0, 1, 6, 0, 0, 0, 0, 0, 0, 0,
    ];

    #[test]
    fn options_end_at_their_end_mark() {
        let found: Vec<_> = options(&BYTES, ByteOrder::Big).collect();
        assert_eq!(found, [(1, &b"abc"[..]), (9, &[6][..])]);
    }

    #[test]
    fn every_shorter_list_gives_a_beginning() {
        let whole: Vec<_> = options(&BYTES, ByteOrder::Big).collect();
        for length in 0..BYTES.len() {
            let found: Vec<_> = options(&BYTES[..length], ByteOrder::Big).collect();
            assert!(whole.starts_with(&found), "{length} bytes");
        }
        assert_eq!(
            options(&BYTES[..7], ByteOrder::Big).count(),
            1,
            "padding may be missing"
        );
    }
}
