//! Protocols of office networks: the opening of remote desktop ([MS-RDPBCGR] §2.2.1.1), of file sharing ([MS-SMB2]
//! §2.2.1, [MS-CIFS] §2.2.3.1 behind RFC 1002 §4.3), and AMQP (0-9-1 §4.2.2, 1.0 §2.2).

use super::Reading;
use super::line;
use crate::wire::packet::span::Span;

/// The cookie that a client of remote desktop may send.
const COOKIE: &str = "Cookie: mstshash=";

/// The opening of remote desktop, by either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteDesktop {
    /// User name, often cut to nine letters, where the client sends one.
    pub user: Option<String>,
    /// Whether what follows the server's answer is TLS; `None` of a client.
    pub then_tls: Option<bool>,
    /// Length in bytes.
    pub length: usize,
}

/// Reads the connection request or confirmation of X.224 with what marks remote desktop: a cookie or a negotiation.
pub fn read_rdp(bytes: &[u8]) -> Reading<RemoteDesktop> {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    if !(fits(0, |b| b == 3)
        && fits(1, |b| b == 0)
        && fits(2, |b| b < 2)
        && fits(5, |b| matches!(b, 0xe0 | 0xd0)))
    {
        return Reading::NotThis;
    }
    let Some(length) = Span::from(bytes).short(2).map(usize::from) else {
        return Reading::NeedMore;
    };
    let Some(whole) = bytes.get(..length) else {
        return Reading::NeedMore;
    };
    rdp(whole).map_or(Reading::NotThis, Reading::Found)
}

fn rdp(whole: &[u8]) -> Option<RemoteDesktop> {
    let span = Span::from(whole);
    (usize::from(span.byte(4)?) + 5 == whole.len()).then_some(())?;
    let body = whole.get(11..)?;
    let (user, rest) = match line::read(body) {
        Reading::Found((text, end)) if text.starts_with(COOKIE) => (
            text.strip_prefix(COOKIE).map(str::to_owned),
            body.get(end..)?,
        ),
        _ => (None, body),
    };
    // Negotiation: 1 asks, 2 agrees, 3 refuses; eight bytes.
    let then_tls = match (span.byte(5)?, rest) {
        (0xe0, [1, _, 8, 0, ..]) => None,
        (0xe0, []) if user.is_some() => None,
        (0xd0, [2, _, 8, 0, protocol, ..]) => Some(protocol & 0x0f != 0),
        (0xd0, [3, _, 8, 0, ..]) => Some(false),
        _ => return None,
    };
    Some(RemoteDesktop {
        user,
        then_tls,
        length: whole.len(),
    })
}

/// Whether a stream is file sharing: a message of it behind the four bytes of its length, or the request for a session.
pub fn read_smb(bytes: &[u8]) -> Reading<()> {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    let message =
        fits(0, |b| b == 0) && fits(4, |b| matches!(b, 0xfd..=0xff)) && begins(bytes, 5, b"SMB");
    // Two encoded names of 34 bytes each (RFC 1002 §4.3.2).
    let session =
        begins(bytes, 0, &[0x81, 0, 0, 68, 32]) && fits(38, |b| b == 0) && fits(39, |b| b == 32);
    let is_whole = if message {
        bytes.len() >= 8
    } else {
        bytes.len() >= 40
    };
    match (message || session, is_whole) {
        (true, true) => Reading::Found(()),
        (true, false) => Reading::NeedMore,
        (false, _) => Reading::NotThis,
    }
}

/// Whether bytes have a word at `at`, as far as they go.
fn begins(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let behind = bytes.get(at..).unwrap_or(&[]);
    behind.starts_with(word) || word.starts_with(behind)
}

/// Whether a side opens AMQP.
pub fn read_amqp(bytes: &[u8]) -> Reading<()> {
    let word: &[u8] = b"AMQP";
    match bytes {
        [b'A', b'M', b'Q', b'P', 0, 0, 9, 1] | [b'A', b'M', b'Q', b'P', 0, 0, 9, 1, ..] => {
            Reading::Found(())
        }
        [b'A', b'M', b'Q', b'P', 0 | 2 | 3, 1, 0, 0, ..] => Reading::Found(()),
        [b'A', b'M', b'Q', b'P', 1, 1, 0 | 8 | 9, 9 | 10 | 1, ..] => Reading::Found(()),
        [b'A', b'M', b'Q', b'P', rest @ ..] if rest.len() < 4 => Reading::NeedMore,
        short if word.starts_with(short) => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: &[u8] =
        b"\x03\x00\x00\x26\x21\xe0\0\0\0\0\0Cookie: mstshash=a\r\n\x01\x00\x08\x00\x03\x00\x00";
    const AGREE: &[u8] = b"\x03\x00\x00\x13\x0e\xd0\0\0\0\0\0\x02\x00\x08\x00\x01\0\0\0";

    #[test]
    fn remote_desktop_says_its_user_and_whether_tls_follows() {
        let ask = [ASK, b"\x00"].concat();
        let mut ask = ask;
        ask[3] = 0x27;
        ask[4] = 0x22;
        let found = RemoteDesktop {
            user: Some("a".into()),
            then_tls: None,
            length: 39,
        };
        assert_eq!(read_rdp(&ask), Reading::Found(found));
        for length in 0..ask.len() {
            assert_eq!(
                read_rdp(&ask[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        let found = RemoteDesktop {
            user: None,
            then_tls: Some(true),
            length: 19,
        };
        assert_eq!(read_rdp(AGREE), Reading::Found(found));
        let other =
            b"\x03\x00\x00\x16\x11\xe0\0\0\0\x01\0\xc0\x01\x0a\xc1\x02\x01\x00\xc2\x02\x01\x02";
        assert_eq!(
            read_rdp(other),
            Reading::NotThis,
            "industrial control uses X.224 too"
        );
    }

    #[test]
    fn the_others_are_told_by_their_start_and_shorter_ones_are_not() {
        let smb = b"\x00\x00\x00\x40\xfeSMB";
        let amqp = b"AMQP\x00\x00\x09\x01";
        let mut session = vec![0x81, 0, 0, 68, 32];
        session.resize(38, b'C');
        session.extend([0, 32]);
        for length in 0..smb.len() {
            assert_eq!(
                read_smb(&smb[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
            assert_eq!(
                read_amqp(&amqp[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 1..session.len() {
            assert_eq!(
                read_smb(&session[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        let found = Reading::Found(());
        assert_eq!(
            (read_smb(smb), read_smb(&session), read_amqp(amqp)),
            (found.clone(), found.clone(), found)
        );
        assert_eq!(read_amqp(b"AMQP\x07\x00\x09\x01"), Reading::NotThis);
        assert_eq!(read_smb(b"\x00\x00\x00\x40\xfeSMX"), Reading::NotThis);
    }
}
