//! DNS in the streams of QUIC: one message a stream, behind its length (RFC 9250 §4.2), in early drafts without.

use super::super::dns;
use crate::evidence::sink::Sink;
use crate::wire::message::Reading;
use crate::wire::message::dns::{Message, read as read_message, read_stream};

/// Reads one direction of a stream once it is whole; returns how many bytes it took. A transfer of a zone has several
/// messages.
pub fn read(bytes: &[u8], is_whole: bool, sink: &mut Sink<'_>) -> usize {
    if !is_whole {
        return 0;
    }
    for message in messages(bytes) {
        dns::take(&message, sink);
    }
    bytes.len()
}

fn messages(bytes: &[u8]) -> Vec<Message> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Reading::Found((message, length)) = read_stream(rest) {
        found.push(message);
        rest = rest.get(length..).unwrap_or(&[]);
    }
    match (read_message(bytes), found.is_empty()) {
        (Reading::Found(message), true) => vec![message],
        _ => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A question for the address of `a.example`, as a client sends it in QUIC: its number is 0.
    const QUESTION: &[u8] = b"\0\0\x01\0\0\x01\0\0\0\0\0\0\x01a\x07example\0\0\x01\0\x01";

    #[test]
    fn a_message_is_read_with_and_without_its_length() {
        let counted = [&[0, 27], QUESTION].concat();
        assert_eq!(QUESTION.len(), 27);
        for bytes in [QUESTION, &counted] {
            let found = messages(bytes);
            assert_eq!(found.len(), 1, "{bytes:?}");
            assert_eq!(found[0].questions[0].name, "a.example");
            for length in 0..bytes.len() {
                assert!(messages(&bytes[..length]).len() <= 1, "{length} bytes");
            }
        }
        let two = [counted.as_slice(), &counted].concat();
        assert_eq!(messages(&two).len(), 2);
    }
}
