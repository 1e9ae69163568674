//! The control messages of older tunnels: PPTP (RFC 2637 §2) over a stream, L2TP (RFC 2661 §3.1, §4.1) in datagrams, and
//! the opening line of SSTP ([MS-SSTP] §3.2.4.1).

use super::Reading;
use crate::wire::packet::span::Span;

/// The cookie of each PPTP message.
const PPTP_MAGIC: u32 = 0x1a2b_3c4d;

/// What a client of SSTP asks the web server for.
const SSTP_OPENING: &[u8] =
    b"SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1";

/// Flags of an L2TP control message: type, length and sequence present, version 2.
const L2TP_CONTROL: u16 = 0xc802;

/// Reads the head of a PPTP control message: its type, 1 to 15.
pub fn read_pptp(bytes: &[u8]) -> Reading<u16> {
    let span = Span::from(bytes);
    let fits = |at: usize, good: fn(u16) -> bool| span.short(at).is_none_or(good);
    let may = fits(0, |length| (12..=512).contains(&length))
        && fits(2, |kind| kind == 1)
        && fits(4, |high| high == 0x1a2b)
        && fits(8, |control| (1..=15).contains(&control));
    match (may, span.word(4), span.short(8), span.short(10)) {
        (true, Some(PPTP_MAGIC), Some(control), Some(0)) => Reading::Found(control),
        (true, Some(PPTP_MAGIC), _, None) | (true, None, ..) => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// Whether a datagram is an L2TP control message.
pub fn probe_l2tp(bytes: &[u8]) -> bool {
    matches!(read_l2tp(bytes), Reading::Found(_))
}

/// Reads an L2TP control message: its type (RFC 2661 §3.2); zero in one that only acknowledges.
pub fn read_l2tp(bytes: &[u8]) -> Reading<u16> {
    let span = Span::from(bytes);
    let whole =
        span.short(0) == Some(L2TP_CONTROL) && span.short(2).map(usize::from) == Some(bytes.len());
    // The first attribute is the type of the message: mandatory, eight bytes, no vendor, number 0.
    let first = span
        .array::<6>(12)
        .map(|[flags, rest @ ..]| (flags & 0xbc, rest));
    match (whole, bytes.len(), first, span.short(18)) {
        (true, 12, ..) => Reading::Found(0),
        (true, _, Some((0x80, [8, 0, 0, 0, 0])), Some(kind @ 1..=28)) => Reading::Found(kind),
        _ => Reading::NotThis,
    }
}

/// Whether a stream begins as SSTP does: `Reading::Found` holds the length of the line.
pub fn read_sstp(bytes: &[u8]) -> Reading<usize> {
    match bytes.get(..SSTP_OPENING.len()) {
        Some(start) if start == SSTP_OPENING => Reading::Found(SSTP_OPENING.len()),
        None if SSTP_OPENING.starts_with(bytes) => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: [u8; 12] = [0, 156, 0, 1, 0x1a, 0x2b, 0x3c, 0x4d, 0, 1, 0, 0];
    const SCCRQ: [u8; 20] = [
        0xc8, 2, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 8, 0, 0, 0, 0, 0, 1,
    ];

    #[test]
    fn each_is_read_by_its_constants() {
        assert_eq!(read_pptp(&START), Reading::Found(1));
        assert_eq!(read_l2tp(&SCCRQ), Reading::Found(1));
        assert_eq!(read_sstp(SSTP_OPENING), Reading::Found(SSTP_OPENING.len()));
        assert_eq!(read_pptp(b"GET / HTTP/1.1"), Reading::NotThis);
        assert_eq!(read_sstp(b"GET / HTTP/1.1"), Reading::NotThis);
    }

    #[test]
    fn every_shorter_message_is_not_claimed() {
        for length in 0..START.len() {
            assert_eq!(read_pptp(&START[..length]), Reading::NeedMore, "{length}");
        }
        for length in 0..SCCRQ.len() {
            assert_eq!(read_l2tp(&SCCRQ[..length]), Reading::NotThis, "{length}");
        }
        for length in 0..SSTP_OPENING.len() {
            assert_eq!(read_sstp(&SSTP_OPENING[..length]), Reading::NeedMore);
        }
    }
}
