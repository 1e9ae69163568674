//! The head of an OpenVPN packet: bytes → what it is for, and the session it belongs to.
//!
//! Source: the protocol overview in OpenVPN's own documentation (doxygen, "Network protocol") and src/openvpn/ssl_pkt.h
//! of OpenVPN/openvpn (opcodes).

use super::Reading;
use crate::wire::packet::span::Span;

/// Opcode and session number.
const HEAD_BYTES: usize = 9;

/// The shortest reset: head, number of acknowledgements, packet number.
const MIN_RESET_BYTES: usize = HEAD_BYTES + 1 + 4;

/// The longest packet that is believed: over TCP a length of more is another protocol's. A tunnel's MTU and what is
/// wrapped around it stay well below.
const MAX_PACKET_BYTES: usize = 4_096;

/// What a packet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opcode {
    /// A client begins (versions 2 and 3).
    ClientReset,
    /// The server's answer.
    ServerReset,
    /// Keys are agreed: control, acknowledgement, a new key, the wrapped client key.
    Control,
    /// What the tunnel carries.
    Data,
}

/// The head of one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// What it is for.
    pub opcode: Opcode,
    /// Number of the sender's session; zero in data packets, which have none.
    pub session: u64,
}

/// Whether a datagram may begin a connection.
pub fn probe(bytes: &[u8]) -> bool {
    let head = read(bytes);
    matches!(head, Reading::Found(head) if matches!(head.opcode, Opcode::ClientReset | Opcode::ServerReset))
}

/// Reads the head of a datagram, or of a packet that was taken out of a stream.
pub fn read(bytes: &[u8]) -> Reading<Head> {
    head(bytes).map_or(Reading::NotThis, Reading::Found)
}

fn head(bytes: &[u8]) -> Option<Head> {
    let first = *bytes.first()?;
    let (code, key) = (first >> 3, first & 7);
    let opcode = match code {
        7 | 10 if key == 0 && bytes.len() >= MIN_RESET_BYTES => Opcode::ClientReset,
        8 if key == 0 && bytes.len() >= MIN_RESET_BYTES => Opcode::ServerReset,
        3..=5 | 11 => Opcode::Control,
        6 | 9 => Opcode::Data,
        _ => return None,
    };
    let session = match opcode {
        Opcode::Data => 0,
        _ => Span::from(bytes).long(1).filter(|session| *session != 0)?,
    };
    Some(Head { opcode, session })
}

/// Takes one packet off a stream: the packet without its length, and the number of bytes that it takes up.
pub fn read_stream(bytes: &[u8]) -> Reading<(&[u8], usize)> {
    let Some(length) = Span::from(bytes).short(0).map(usize::from) else {
        return Reading::NeedMore;
    };
    if !(1..=MAX_PACKET_BYTES).contains(&length) {
        return Reading::NotThis;
    }
    match bytes.get(2..2 + length) {
        Some(packet) => Reading::Found((packet, 2 + length)),
        None => Reading::NeedMore,
    }
}

/// Whether a packet quotes a session: the answer to a reset acknowledges it by its number.
pub fn quotes(bytes: &[u8], session: u64) -> bool {
    let behind = bytes.get(HEAD_BYTES..).unwrap_or(&[]);
    behind
        .windows(8)
        .any(|window| window == session.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESET: [u8; 14] = [0x38, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0];

    #[test]
    fn a_reset_gives_its_session_and_the_answer_quotes_it() {
        let head = Head {
            opcode: Opcode::ClientReset,
            session: 0x0102_0304_0506_0708,
        };
        assert_eq!(read(&RESET), Reading::Found(head));
        let mut answer = vec![0x40, 9, 9, 9, 9, 9, 9, 9, 9, 1, 0, 0, 0, 0];
        answer.extend([1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0]);
        assert!(probe(&answer) && quotes(&answer, head.session));
        assert!(
            !quotes(&RESET, head.session),
            "its own number is no quotation"
        );
    }

    #[test]
    fn every_shorter_reset_is_none() {
        for length in 0..RESET.len() {
            assert!(!probe(&RESET[..length]), "{length} bytes");
        }
        let stream = [&[0, 14][..], &RESET].concat();
        for length in 0..stream.len() {
            assert_eq!(read_stream(&stream[..length]), Reading::NeedMore);
        }
        assert_eq!(read_stream(&stream), Reading::Found((&RESET[..], 16)));
    }

    #[test]
    fn other_bytes_are_none() {
        for bytes in [&b"GET / HTTP/1.1"[..], &[0; 20], &[0x38; 5], &[0x39; 20]] {
            assert!(!probe(bytes));
        }
        assert_eq!(read_stream(b"GET / "), Reading::NotThis);
    }
}
