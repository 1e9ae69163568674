//! TLS before anything is encrypted (RFC 8446, 5246): what the client asks for, what the server chose, and who the
//! server says it is. Streams here; datagrams in `dtls`.

pub mod certificate;
pub mod dtls;
pub mod extension;
pub mod hello;
pub mod ja4;
pub mod record;
pub mod server_hello;
pub mod vector;

use std::borrow::Cow;

pub use certificate::Certificate;
pub use hello::ClientHello;
pub use server_hello::ServerHello;

use super::Reading;
use record::{Content, RECORD_HEADER_BYTES, read_message, read_record};

/// Kind of a ClientHello among handshake messages.
pub const CLIENT_HELLO: u8 = 1;

/// Kind of a ServerHello among handshake messages.
pub const SERVER_HELLO: u8 = 2;

/// Longest ClientHello that is believed; with post-quantum key shares real ones stay under 4 KiB.
const MAX_HELLO_BYTES: usize = 32 * 1024;

/// Whether bytes begin, or may begin, a handshake record with a ClientHello.
pub fn probe(bytes: &[u8]) -> bool {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    !bytes.is_empty()
        && fits(0, |b| b == 0x16)
        && fits(1, |b| b == 0x03)
        && fits(2, |b| b <= 0x04)
        && fits(5, |b| b == CLIENT_HELLO)
}

/// Reads the ClientHello at the start of a stream, over as many records as it takes.
pub fn read_client_hello(bytes: &[u8]) -> Reading<ClientHello> {
    if !probe(bytes) {
        return Reading::NotThis;
    }
    match joined(bytes) {
        Reading::Found(message) => read_client_hello_message(&message),
        Reading::NeedMore => Reading::NeedMore,
        Reading::NotThis => Reading::NotThis,
        Reading::Malformed(what) => Reading::Malformed(what),
    }
}

/// Reads a ClientHello without records around it, as QUIC carries it (RFC 9001 §4).
pub fn read_client_hello_message(bytes: &[u8]) -> Reading<ClientHello> {
    if bytes.first().is_some_and(|kind| *kind != CLIENT_HELLO) {
        return Reading::NotThis;
    }
    match read_message(bytes) {
        Reading::Found(message) => match hello::read_body(message.body, false) {
            Some(hello) => Reading::Found(hello),
            None => Reading::Malformed("a TLS ClientHello is damaged"),
        },
        Reading::NeedMore => Reading::NeedMore,
        Reading::NotThis => Reading::NotThis,
        Reading::Malformed(what) => Reading::Malformed(what),
    }
}

/// The first handshake message with its header: in place where one record holds it, else joined from several.
fn joined(bytes: &[u8]) -> Reading<Cow<'_, [u8]>> {
    let mut rest = bytes;
    let mut message: Cow<'_, [u8]> = Cow::Borrowed(&[]);
    loop {
        let record = match read_record(rest) {
            Reading::Found(record)
                if record.content == Content::Handshake && !record.body.is_empty() =>
            {
                record
            }
            Reading::NeedMore => return Reading::NeedMore,
            _ => return Reading::Malformed("a TLS handshake is interrupted by another record"),
        };
        let next = RECORD_HEADER_BYTES + record.body.len();
        rest = rest.get(next..).unwrap_or(&[]);
        if message.is_empty() {
            message = Cow::Borrowed(record.body);
        } else {
            message.to_mut().extend_from_slice(record.body);
        }
        match read_message(&message) {
            Reading::NeedMore if message.len() > MAX_HELLO_BYTES => {
                return Reading::Malformed("a TLS ClientHello claims more than 32 KiB");
            }
            Reading::NeedMore => {}
            _ => return Reading::Found(message),
        }
    }
}

#[cfg(test)]
pub(crate) mod testing;

#[cfg(test)]
mod tests {
    use super::testing::{hello, in_records};
    use super::*;

    #[test]
    fn the_hello_is_read_however_the_records_are_cut() {
        let message = hello("Upload.ClipClap.example");
        for piece in [1, 2, 3, 5, 40, 200] {
            let Reading::Found(read) = read_client_hello(&in_records(&message, piece)) else {
                panic!("a hello in records of {piece} bytes is read");
            };
            assert_eq!(read.server_name.as_deref(), Some("upload.clipclap.example"));
            assert_eq!(Reading::Found(read), read_client_hello_message(&message));
        }
    }

    #[test]
    fn every_shorter_input_asks_for_more() {
        let message = hello("a.example");
        for piece in [30, 200] {
            let stream = in_records(&message, piece);
            for length in 1..stream.len() {
                let read = read_client_hello(&stream[..length]);
                assert_eq!(read, Reading::NeedMore, "{length} of {piece}");
            }
        }
        for length in 1..message.len() {
            let read = read_client_hello_message(&message[..length]);
            assert_eq!(read, Reading::NeedMore, "{length} bytes");
        }
    }

    #[test]
    fn a_body_that_ends_early_is_damaged_or_has_fewer_extensions() {
        let message = hello("a.example");
        for length in 0..message.len() - 4 {
            let read = hello::read_body(&message[4..4 + length], false);
            assert!(read.is_none_or(|hello| hello.server_name.is_none()));
        }
    }

    #[test]
    fn lists_leave_out_reserved_numbers() {
        let Reading::Found(read) = read_client_hello_message(&hello("a.example")) else {
            panic!("a hello is read");
        };
        assert_eq!(read.ciphers, [0x1301]);
        assert_eq!(read.extensions, [0, 43, 16, 0xfe0d]);
        assert_eq!((read.version(), read.legacy_version), (0x0304, 0x0303));
        assert_eq!(read.alpn_texts().collect::<Vec<_>>(), ["h2"]);
        assert!(read.ech && !read.resumes && !read.srtp);
    }
}
