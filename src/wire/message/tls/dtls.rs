//! TLS over datagrams (RFC 6347 §4, RFC 9147 §4): the records of one datagram, and the pieces of handshake messages in
//! them. Putting the pieces together is left to whoever sees several datagrams.

use super::hello::{self, ClientHello};
use super::record::{Content, MAX_MESSAGE_BYTES};
use super::vector::Vectors;

/// Kind, version, epoch, number, length.
const RECORD_HEADER_BYTES: usize = 13;

/// DTLS 1.0, 1.2 (and 1.3, which writes 1.2), and the number that OpenSSL used before 1.0.
const VERSIONS: [u16; 3] = [0xfeff, 0xfefd, 0x0100];

/// One record of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatagramRecord<'a> {
    /// What it carries.
    pub content: Content,
    /// Counts the changes of keys; 0 is in the clear.
    pub epoch: u16,
    /// What follows the header.
    pub body: &'a [u8],
}

/// A piece of a handshake message, or a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Kind of the message (RFC 8446 §4).
    pub kind: u8,
    /// Length of the whole message, in bytes.
    pub message_len: usize,
    /// Number of the message.
    pub number: u16,
    /// Where this piece begins.
    pub offset: usize,
    /// The piece.
    pub bytes: &'a [u8],
}

/// Whether a datagram consists of records and nothing else.
pub fn probe(datagram: &[u8]) -> bool {
    let mut rest = datagram;
    while !rest.is_empty() {
        match read_record(rest) {
            Some((_, after)) => rest = after,
            // Behind the first record, the short header of DTLS 1.3 may follow (RFC 9147 §4).
            None => return rest.len() < datagram.len() && is_short_header(rest),
        }
    }
    !datagram.is_empty()
}

fn is_short_header(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte >> 5 == 0b001)
}

/// The records of a datagram, as far as they have long headers.
pub fn records(datagram: &[u8]) -> impl Iterator<Item = DatagramRecord<'_>> {
    let mut rest = datagram;
    std::iter::from_fn(move || {
        let (record, after) = read_record(rest)?;
        rest = after;
        Some(record)
    })
}

fn read_record(bytes: &[u8]) -> Option<(DatagramRecord<'_>, &[u8])> {
    let mut header = Vectors::new(bytes.get(..RECORD_HEADER_BYTES)?);
    let content = Content::of(header.byte()?)?;
    let version = header
        .short()
        .filter(|version| VERSIONS.contains(version))?;
    let epoch = header.short()?;
    let _number: [u8; 6] = header.array()?;
    let length = usize::from(header.short()?);
    let rest = bytes.get(RECORD_HEADER_BYTES..)?;
    let (body, after) = rest.split_at_checked(length)?;
    let is_sound = length > 0 && (epoch > 0 || version != 0x0100 || content == Content::Handshake);
    is_sound.then_some((
        DatagramRecord {
            content,
            epoch,
            body,
        },
        after,
    ))
}

/// The pieces of handshake messages in a record that is in the clear.
pub fn pieces(body: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = Vectors::new(body);
    std::iter::from_fn(move || piece(&mut rest))
}

fn piece<'a>(rest: &mut Vectors<'a>) -> Option<Piece<'a>> {
    let wide = |rest: &mut Vectors<'a>| {
        let [a, b, c] = rest.array()?;
        usize::try_from(u32::from_be_bytes([0, a, b, c])).ok()
    };
    let kind = rest.byte()?;
    let message_len = wide(rest).filter(|length| *length <= MAX_MESSAGE_BYTES)?;
    let number = rest.short()?;
    let offset = wide(rest)?;
    let length = wide(rest)?;
    let bytes = rest.part(length)?;
    let fits = offset.checked_add(length)? <= message_len;
    fits.then_some(Piece {
        kind,
        message_len,
        number,
        offset,
        bytes,
    })
}

/// Reads the body of a whole ClientHello.
pub fn read_client_hello_body(body: &[u8]) -> Option<ClientHello> {
    hello::read_body(body, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(content: u8, body: &[u8]) -> Vec<u8> {
        let length = u8::try_from(body.len()).unwrap();
        let header = [content, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 1, 0, length];
        [&header, body].concat()
    }

    #[test]
    fn records_tile_a_datagram() {
        let datagram = [record(22, &[1, 2]), record(20, &[1])].concat();
        let kinds: Vec<Content> = records(&datagram).map(|record| record.content).collect();
        assert_eq!(kinds, [Content::Handshake, Content::ChangeCipherSpec]);
        for length in 0..datagram.len() {
            let whole = length == 15;
            assert_eq!(probe(&datagram[..length]), whole, "{length} bytes");
        }
        assert!(probe(&datagram));
    }

    #[test]
    fn pieces_are_read_and_never_beyond_their_message() {
        let body = [1, 0, 0, 4, 0, 7, 0, 0, 1, 0, 0, 3, 9, 8, 7];
        let piece = pieces(&body).next().unwrap();
        assert_eq!((piece.kind, piece.message_len, piece.number), (1, 4, 7));
        assert_eq!((piece.offset, piece.bytes), (1, &[9, 8, 7][..]));
        for length in 0..body.len() {
            assert_eq!(pieces(&body[..length]).count(), 0, "{length} bytes");
        }
        let beyond = [1, 0, 0, 2, 0, 7, 0, 0, 1, 0, 0, 3, 9, 8, 7];
        assert_eq!(pieces(&beyond).count(), 0);
    }

    #[test]
    fn a_hello_has_a_cookie() {
        let mut body = vec![0xfe, 0xfd];
        body.extend([7; 32]);
        body.extend([0, 2, 5, 5, 0, 2, 0xc0, 0x2b, 1, 0]);
        let hello = read_client_hello_body(&body).unwrap();
        assert_eq!(
            (hello.version(), &hello.ciphers[..]),
            (0xfefd, &[0xc02b][..])
        );
        for length in 0..body.len() {
            assert_eq!(read_client_hello_body(&body[..length]), None);
        }
    }
}
