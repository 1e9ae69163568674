//! The TLS ClientHello (RFC 8446 §4.1.2) at the start of a stream, over as many records as it takes: its server name.

use std::borrow::Cow;

use tls_parser::{
    TlsExtension, parse_tls_client_hello_extensions, parse_tls_handshake_client_hello,
};

use super::Reading;

/// Record and handshake header.
const RECORD_HEADER_BYTES: usize = 5;
const HANDSHAKE_HEADER_BYTES: usize = 4;

/// Longest ClientHello that is believed; with post-quantum key shares real ones stay under 4 KiB.
const MAX_HELLO_BYTES: usize = 32 * 1024;

/// What is kept of a ClientHello.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientHello {
    /// Server Name Indication (RFC 6066 §3), lower case; `None` where the client sent none.
    pub server_name: Option<String>,
}

/// Whether bytes begin, or may begin, a handshake record with a ClientHello.
pub fn probe(bytes: &[u8]) -> bool {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    !bytes.is_empty()
        && fits(0, |b| b == 0x16)
        && fits(1, |b| b == 0x03)
        && fits(2, |b| b <= 0x04)
        && fits(5, |b| b == 0x01)
}

/// Reads the ClientHello at the start of a stream.
pub fn read_client_hello(bytes: &[u8]) -> Reading<ClientHello> {
    if !probe(bytes) {
        return Reading::NotThis;
    }
    let body = match first_message(bytes) {
        Reading::Found(body) => body,
        Reading::NeedMore => return Reading::NeedMore,
        Reading::NotThis => return Reading::NotThis,
        Reading::Malformed(what) => return Reading::Malformed(what),
    };
    let Ok((_, hello)) = parse_tls_handshake_client_hello(&body) else {
        return Reading::Malformed("a TLS ClientHello is damaged");
    };
    Reading::Found(ClientHello {
        server_name: hello.ext.and_then(server_name),
    })
}

/// The body of the first handshake message: in place where one record holds it, else joined from several.
fn first_message(bytes: &[u8]) -> Reading<Cow<'_, [u8]>> {
    let mut rest = bytes;
    let mut message: Cow<'_, [u8]> = Cow::Borrowed(&[]);
    loop {
        let record = match record_body(rest) {
            Some(Ok(record)) => record,
            Some(Err(())) => {
                return Reading::Malformed("a TLS handshake is interrupted by another record");
            }
            None => return Reading::NeedMore,
        };
        rest = rest
            .get(RECORD_HEADER_BYTES + record.len()..)
            .unwrap_or(&[]);
        if message.is_empty() {
            message = Cow::Borrowed(record);
        } else {
            message.to_mut().extend_from_slice(record);
        }
        match message_length(&message) {
            Some(length) if length > MAX_HELLO_BYTES => {
                return Reading::Malformed("a TLS ClientHello claims more than 32 KiB");
            }
            Some(length) if message.len() >= HANDSHAKE_HEADER_BYTES + length => {
                return Reading::Found(body_of(message, length));
            }
            _ => {}
        }
    }
}

fn message_length(message: &[u8]) -> Option<usize> {
    let [_, a, b, c]: [u8; 4] = message.get(..HANDSHAKE_HEADER_BYTES)?.try_into().ok()?;
    Some(u32::from_be_bytes([0, a, b, c]) as usize)
}

fn body_of(message: Cow<'_, [u8]>, length: usize) -> Cow<'_, [u8]> {
    let part = HANDSHAKE_HEADER_BYTES..HANDSHAKE_HEADER_BYTES + length;
    match message {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(part).unwrap_or(&[])),
        Cow::Owned(bytes) => Cow::Owned(bytes.get(part).unwrap_or(&[]).to_vec()),
    }
}

/// Body of the handshake record at the start of `bytes`; `Err` where the record is of another kind or empty.
fn record_body(bytes: &[u8]) -> Option<Result<&[u8], ()>> {
    let [kind, _, _, high, low]: [u8; 5] = bytes.get(..RECORD_HEADER_BYTES)?.try_into().ok()?;
    let length = usize::from(u16::from_be_bytes([high, low]));
    if kind != 0x16 || length == 0 {
        return Some(Err(()));
    }
    bytes
        .get(RECORD_HEADER_BYTES..RECORD_HEADER_BYTES + length)
        .map(Ok)
}

fn server_name(extensions: &[u8]) -> Option<String> {
    let (_, list) = parse_tls_client_hello_extensions(extensions).ok()?;
    let name = list.iter().find_map(|extension| match extension {
        TlsExtension::SNI(names) => names.first().map(|(_, name)| *name),
        _ => None,
    })?;
    let text = std::str::from_utf8(name).ok()?.trim_end_matches('.');
    (!text.is_empty()).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(name: &str) -> Vec<u8> {
        let len = u8::try_from(name.len()).unwrap();
        let mut sni = vec![0, 0, 0, len + 5, 0, len + 3, 0, 0, len];
        sni.extend_from_slice(name.as_bytes());
        let mut body = vec![3, 3];
        body.extend_from_slice(&[7; 32]);
        body.extend_from_slice(&[
            0,
            0,
            2,
            0x13,
            0x01,
            1,
            0,
            0,
            u8::try_from(sni.len()).unwrap(),
        ]);
        body.extend_from_slice(&sni);
        let mut message = vec![1, 0, 0, u8::try_from(body.len()).unwrap()];
        message.extend_from_slice(&body);
        message
    }

    fn in_records(message: &[u8], piece: usize) -> Vec<u8> {
        message
            .chunks(piece)
            .flat_map(|part| {
                let mut record = vec![0x16, 3, 1, 0, u8::try_from(part.len()).unwrap()];
                record.extend_from_slice(part);
                record
            })
            .collect()
    }

    #[test]
    fn the_name_is_read_however_the_records_are_cut() {
        let message = hello("Upload.ClipClap.example");
        for piece in [1, 2, 3, 5, 40, 200] {
            let read = read_client_hello(&in_records(&message, piece));
            let expected = ClientHello {
                server_name: Some("upload.clipclap.example".into()),
            };
            assert_eq!(read, Reading::Found(expected), "records of {piece} bytes");
        }
    }

    #[test]
    fn every_shorter_input_asks_for_more() {
        for piece in [30, 200] {
            let stream = in_records(&hello("a.example"), piece);
            for length in 1..stream.len() {
                assert_eq!(
                    read_client_hello(&stream[..length]),
                    Reading::NeedMore,
                    "{length} of {piece}"
                );
            }
        }
    }
}
