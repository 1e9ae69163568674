//! Elements of BER (ITU-T X.690 §8.1), in which SNMP, LDAP and Kerberos write: tag, content, rest.

use super::Reading;

/// Longest element that is believed, in bytes: longer ones are no first message.
const MAX_ELEMENT_BYTES: usize = 1 << 20;

/// A tag of one byte with the bytes of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// Class, form and number.
    pub tag: u8,
    /// What is in it.
    pub content: &'a [u8],
    /// What comes behind it.
    pub rest: &'a [u8],
}

/// Reads one element of definite length.
pub fn read(bytes: &[u8]) -> Reading<Element<'_>> {
    let (length, head) = match length(bytes) {
        Reading::Found(found) => found,
        Reading::NeedMore => return Reading::NeedMore,
        _ => return Reading::NotThis,
    };
    let tag = bytes.first().copied().unwrap_or(0);
    match bytes
        .get(head..)
        .and_then(|behind| behind.split_at_checked(length))
    {
        Some((content, rest)) => Reading::Found(Element { tag, content, rest }),
        None => Reading::NeedMore,
    }
}

/// Length of the content, and of what comes before it.
fn length(bytes: &[u8]) -> Reading<(usize, usize)> {
    let (length, head) = match bytes {
        [_, short @ ..=0x7f, ..] => (usize::from(*short), 2),
        [_, 0x81, a, ..] => (usize::from(*a), 3),
        [_, 0x82, a, b, ..] => (usize::from(u16::from_be_bytes([*a, *b])), 4),
        [_, 0x83, a, b, c, ..] => (u32::from_be_bytes([0, *a, *b, *c]) as usize, 5),
        [_, 0x84, 0, a, b, c, ..] => (u32::from_be_bytes([0, *a, *b, *c]) as usize, 6),
        [] | [_] | [_, 0x81..=0x84, ..] => return Reading::NeedMore,
        _ => return Reading::NotThis,
    };
    if length > MAX_ELEMENT_BYTES {
        Reading::NotThis
    } else {
        Reading::Found((length, head))
    }
}

/// The length of an element with its head, also where its content is not all there.
pub fn whole_length(bytes: &[u8]) -> Reading<usize> {
    match length(bytes) {
        Reading::Found((length, head)) => Reading::Found(length + head),
        Reading::NeedMore => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// The element with this tag at the start; `None` where another or none is there.
pub fn expect(bytes: &[u8], tag: u8) -> Option<Element<'_>> {
    match read(bytes) {
        Reading::Found(element) if element.tag == tag => Some(element),
        _ => None,
    }
}

/// The first element with this tag among those in a content.
pub fn find(mut bytes: &[u8], tag: u8) -> Option<&[u8]> {
    while let Reading::Found(element) = read(bytes) {
        if element.tag == tag {
            return Some(element.content);
        }
        bytes = element.rest;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_every_form_are_read() {
        let whole = |head: &[u8], length: usize| [head, &vec![7; length]].concat();
        for (bytes, length) in [
            (whole(&[4, 3], 3), 3),
            (whole(&[4, 0x81, 200], 200), 200),
            (whole(&[4, 0x82, 1, 0], 256), 256),
            (whole(&[4, 0x84, 0, 0, 1, 0], 256), 256),
        ] {
            assert_eq!(expect(&bytes, 4).map(|e| e.content.len()), Some(length));
            for cut in 0..bytes.len() {
                assert_eq!(read(&bytes[..cut]), Reading::NeedMore, "{cut} bytes");
            }
        }
        assert_eq!(read(&[4, 0x80, 0, 0]), Reading::NotThis);
        assert_eq!(read(&[4, 0x83, 0xff, 0, 0]), Reading::NotThis);
        assert_eq!(find(&[2, 1, 5, 4, 1, 6], 4), Some(&[6][..]));
    }
}
