//! DNS messages (RFC 1035) over UDP and in the length-prefixed form of TCP: the address answers they carry.

use std::net::IpAddr;

use simple_dns::rdata::RData;
use simple_dns::{Name, Packet, PacketFlag};

use super::Reading;

/// Header of a message.
const HEADER_BYTES: usize = 12;

/// Questions and records that are believed in one message; 65,535 bytes hold few more of the shortest kind.
const MAX_RECORDS: u16 = 4_096;

/// Aliases followed from a question to an address.
const MAX_ALIASES: usize = 16;

/// One address that an answer gives for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressAnswer {
    /// The name that was asked for; where the record belongs to no question, the record's own.
    pub name: String,
    /// The address.
    pub address: IpAddr,
    /// Time to live in seconds.
    pub ttl_seconds: u32,
}

/// What is kept of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Whether it is an answer.
    pub is_answer: bool,
    /// Addresses it gives.
    pub addresses: Vec<AddressAnswer>,
}

/// Whether bytes could begin a DNS message: known operation, reserved bit clear, believable counts.
pub fn probe(bytes: &[u8]) -> bool {
    let Some([_, _, high, low, q1, q0, a1, a0, n1, n0, x1, x0]) = bytes
        .get(..HEADER_BYTES)
        .and_then(|b| <[u8; HEADER_BYTES]>::try_from(b).ok())
    else {
        return false;
    };
    let operation = (high >> 3) & 0x0f;
    let counts = [[q1, q0], [a1, a0], [n1, n0], [x1, x0]].map(u16::from_be_bytes);
    let questions_fit = counts[0] <= 32 && counts.iter().all(|count| *count <= MAX_RECORDS);
    let answer = high & 0x80 != 0;
    matches!(operation, 0 | 4 | 5)
        && low & 0x40 == 0
        && questions_fit
        && (answer || (counts[0] > 0 && low & 0x0f == 0))
        && counts.iter().any(|count| *count > 0)
}

/// Reads one message of a datagram.
pub fn read(bytes: &[u8]) -> Reading<Message> {
    if !probe(bytes) {
        return Reading::NotThis;
    }
    let Ok(packet) = Packet::parse(bytes) else {
        return Reading::NotThis;
    };
    let is_answer = packet.has_flags(PacketFlag::RESPONSE);
    let addresses = if is_answer {
        addresses_of(&packet)
    } else {
        Vec::new()
    };
    Reading::Found(Message {
        is_answer,
        addresses,
    })
}

/// Reads the first message of a TCP stream (RFC 1035 §4.2.2) and says how many bytes it took.
pub fn read_stream(bytes: &[u8]) -> Reading<(Message, usize)> {
    let Some(length) = bytes.get(..2).and_then(|b| <[u8; 2]>::try_from(b).ok()) else {
        return Reading::NeedMore;
    };
    let end = 2 + usize::from(u16::from_be_bytes(length));
    if end < 2 + HEADER_BYTES
        || bytes
            .get(2..2 + HEADER_BYTES)
            .is_some_and(|head| !probe(head))
    {
        return Reading::NotThis;
    }
    let Some(message) = bytes.get(2..end) else {
        return Reading::NeedMore;
    };
    match read(message) {
        Reading::Found(found) => Reading::Found((found, end)),
        _ => Reading::NotThis,
    }
}

fn addresses_of(packet: &Packet<'_>) -> Vec<AddressAnswer> {
    let records = packet.answers.iter().chain(&packet.additional_records);
    records
        .filter_map(|record| {
            let address = match &record.rdata {
                RData::A(a) => IpAddr::V4(a.address.into()),
                RData::AAAA(aaaa) => IpAddr::V6(aaaa.address.into()),
                _ => return None,
            };
            Some(AddressAnswer {
                name: asked_name(packet, &record.name),
                address,
                ttl_seconds: record.ttl,
            })
        })
        .collect()
}

/// Walks aliases (CNAME) backwards from a record's name to the question.
fn asked_name(packet: &Packet<'_>, owner: &Name<'_>) -> String {
    let mut name = owner.clone();
    for _ in 0..MAX_ALIASES {
        let asked = packet
            .questions
            .iter()
            .any(|question| question.qname == name);
        let alias = packet.answers.iter().find(|record| {
            matches!(&record.rdata, RData::CNAME(target) if target.0 == name && record.name != name)
        });
        match alias {
            Some(record) if !asked => name = record.name.clone(),
            _ => break,
        }
    }
    host_text(&name)
}

/// Lower case, labels joined by dots; bytes that are no printable ASCII are written as `\ddd` (RFC 1035 §5.1).
fn host_text(name: &Name<'_>) -> String {
    let label_text = |label: &[u8]| -> String {
        label
            .iter()
            .map(|byte| match byte {
                b'.' | b'\\' => format!("\\{}", char::from(*byte)),
                0x21..=0x7e => char::from(byte.to_ascii_lowercase()).to_string(),
                other => format!("\\{other:03}"),
            })
            .collect()
    };
    let labels: Vec<String> = name.as_bytes().map(label_text).collect();
    labels.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a.example` is an alias of `b.example`, which is 192.0.2.7.
    const ALIAS_ANSWER: &[u8] = b"\x12\x34\x81\x80\x00\x01\x00\x02\x00\x00\x00\x00\
        \x01a\x07example\x00\x00\x01\x00\x01\
        \xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x04\x01b\xc0\x0e\
        \xc0\x27\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x07";

    #[test]
    fn an_address_behind_an_alias_belongs_to_the_name_that_was_asked() {
        let Reading::Found(message) = read(ALIAS_ANSWER) else {
            panic!("a whole answer is read");
        };
        let expected = AddressAnswer {
            name: "a.example".into(),
            address: "192.0.2.7".parse().unwrap(),
            ttl_seconds: 60,
        };
        assert_eq!(message.addresses, vec![expected]);
    }

    #[test]
    fn every_shorter_input_ends_and_claims_nothing_more() {
        for length in 0..ALIAS_ANSWER.len() {
            let cut = &ALIAS_ANSWER[..length];
            if let Reading::Found(message) = read(cut) {
                assert!(message.addresses.len() < 2, "{length} bytes");
            }
            let framed = [&[0, 64], cut].concat();
            assert!(
                !matches!(read_stream(&framed), Reading::Found((_, end)) if end > framed.len())
            );
        }
    }

    #[test]
    fn a_pointer_to_itself_is_refused() {
        let looped = b"\x12\x34\x81\x80\x00\x01\x00\x00\x00\x00\x00\x00\xc0\x0c\x00\x01\x00\x01";
        assert!(!matches!(read(looped), Reading::Found(m) if !m.addresses.is_empty()));
    }
}
