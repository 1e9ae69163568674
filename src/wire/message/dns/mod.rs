//! DNS messages (RFC 1035) in datagrams and in the length-prefixed form of TCP, as far as they are there: what was
//! asked, and the records that name something. A damaged record ends reading; what came before it stays.

pub mod name;
pub mod record;

use super::Reading;
use record::Data;

/// Header of a message.
const HEADER_BYTES: usize = 12;

/// Records that are believed in one message; 65,535 bytes hold few more of the shortest kind.
const MAX_RECORDS: u16 = 4_096;

/// Questions that are believed; programs ask one, multicast DNS some dozens.
const MAX_QUESTIONS: u16 = 64;

/// Aliases followed from a question to an address.
const MAX_ALIASES: usize = 16;

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The name.
    pub name: String,
    /// Record type (RFC 1035 §3.2.2).
    pub kind: u16,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The name it is about.
    pub name: String,
    /// Time to live in seconds.
    pub ttl_seconds: u32,
    /// What it says.
    pub data: Data,
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Whether it is an answer.
    pub is_answer: bool,
    /// What was asked.
    pub questions: Vec<Question>,
    /// Records of all three sections, in their order.
    pub records: Vec<Record>,
    /// Whether all that the header counts was there and sound.
    pub is_whole: bool,
}

/// Whether bytes could begin a DNS message: known operation, believable counts, a sound first name
/// with a known class behind it.
pub fn probe(bytes: &[u8]) -> bool {
    let Some(counts) = counts(bytes) else {
        return false;
    };
    let Some((_, end)) = name::read(bytes, HEADER_BYTES) else {
        return false;
    };
    let class = bytes
        .get(end + 2..end + 4)
        .and_then(|b| <[u8; 2]>::try_from(b).ok());
    // The highest bit asks for a unicast answer or says that a record is unique (RFC 6762 §18).
    let known = |class: u16| matches!(class & 0x7fff, 1 | 3 | 4 | 254 | 255);
    let is_option = counts.questions == 0 && bytes.get(end..end + 2) == Some(&[0, 41]);
    class.is_some_and(|class| known(u16::from_be_bytes(class)) || is_option)
}

#[derive(Clone, Copy)]
struct Counts {
    is_answer: bool,
    questions: u16,
    records: u16,
}

fn counts(bytes: &[u8]) -> Option<Counts> {
    let [_, _, high, low, q1, q0, a1, a0, n1, n0, x1, x0] = *bytes.first_chunk::<HEADER_BYTES>()?;
    let operation = (high >> 3) & 0x0f;
    let [questions, records @ ..] =
        [[q1, q0], [a1, a0], [n1, n0], [x1, x0]].map(u16::from_be_bytes);
    let is_answer = high & 0x80 != 0;
    let records = records
        .iter()
        .try_fold(0_u16, |sum, count| sum.checked_add(*count))?;
    let is_sound = matches!(operation, 0 | 4 | 5)
        && questions <= MAX_QUESTIONS
        && records <= MAX_RECORDS
        && (is_answer || (low & 0x0f == 0 && questions > 0))
        && questions + records > 0;
    is_sound.then_some(Counts {
        is_answer,
        questions,
        records,
    })
}

/// Reads one message of a datagram.
pub fn read(bytes: &[u8]) -> Reading<Message> {
    if !probe(bytes) {
        return Reading::NotThis;
    }
    let Some(counts) = counts(bytes) else {
        return Reading::NotThis;
    };
    let mut message = Message {
        is_answer: counts.is_answer,
        ..Message::default()
    };
    message.is_whole = fill(&mut message, bytes, counts).is_some();
    Reading::Found(message)
}

fn fill(message: &mut Message, bytes: &[u8], counts: Counts) -> Option<()> {
    let mut at = HEADER_BYTES;
    for _ in 0..counts.questions {
        let (name, end) = name::read(bytes, at)?;
        let kind = u16::from_be_bytes(*bytes.get(end..)?.first_chunk()?);
        bytes.get(end + 2..end + 4)?;
        message.questions.push(Question { name, kind });
        at = end + 4;
    }
    for _ in 0..counts.records {
        let (name, end) = name::read(bytes, at)?;
        let [k1, k0, _, _, t3, t2, t1, t0, l1, l0] = *bytes.get(end..)?.first_chunk::<10>()?;
        let length = usize::from(u16::from_be_bytes([l1, l0]));
        let (start, kind) = (end + 10, u16::from_be_bytes([k1, k0]));
        let data = record::read(bytes, start, length, kind)?;
        let ttl_seconds = u32::from_be_bytes([t3, t2, t1, t0]);
        message.records.push(Record {
            name,
            ttl_seconds,
            data,
        });
        at = start + length;
    }
    Some(())
}

/// Reads the first message of a TCP stream (RFC 1035 §4.2.2) and says how many bytes it took.
pub fn read_stream(bytes: &[u8]) -> Reading<(Message, usize)> {
    let Some(length) = bytes.first_chunk::<2>() else {
        return Reading::NeedMore;
    };
    let end = 2 + usize::from(u16::from_be_bytes(*length));
    let head = bytes.get(2..2 + HEADER_BYTES);
    if end < 2 + HEADER_BYTES || head.is_some_and(|head| counts(head).is_none()) {
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

impl Message {
    /// The name that was asked for and led to `owner` through aliases; `owner` itself where none did.
    pub fn asked_name<'a>(&'a self, owner: &'a str) -> &'a str {
        let mut name = owner;
        for _ in 0..MAX_ALIASES {
            let asked = self.questions.iter().any(|question| question.name == name);
            let alias = self.records.iter().find(|record| {
                matches!(&record.data, Data::Alias(target) if target == name) && record.name != name
            });
            match alias {
                Some(record) if !asked => name = &record.name,
                _ => break,
            }
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::record::Service;
    use super::*;

    /// `a.example` is an alias of `b.example`, which is 192.0.2.7.
    const ALIAS_ANSWER: &[u8] = b"\x12\x34\x81\x80\x00\x01\x00\x02\x00\x00\x00\x00\
        \x01a\x07example\x00\x00\x01\x00\x01\
        \xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x04\x01b\xc0\x0e\
        \xc0\x27\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x07";

    /// An HTTPS record of `a.example` with ALPN h3 and an ECH configuration whose public name is `p.example`.
    fn service_answer() -> Vec<u8> {
        let mut config = vec![7, 0, 32, 0, 2, 9, 9, 0, 4, 0, 1, 0, 1, 0, 9];
        config.extend_from_slice(b"p.Example");
        config.extend_from_slice(&[0, 0]);
        let length = u8::try_from(config.len()).unwrap();
        let mut ech = vec![0, length + 4, 0xfe, 0x0d, 0, length];
        ech.extend(config);
        let mut data = vec![
            0,
            1,
            0,
            0,
            1,
            0,
            3,
            2,
            b'h',
            b'3',
            0,
            5,
            0,
            u8::try_from(ech.len()).unwrap(),
        ];
        data.extend(ech);
        let mut message = b"\x12\x34\x81\x80\0\x01\0\x01\0\0\0\0\x01a\x07example\0\0\x41\0\x01\xc0\x0c\0\x41\0\x01\0\0\0\x3c\0".to_vec();
        message.push(u8::try_from(data.len()).unwrap());
        message.extend(data);
        message
    }

    fn found(bytes: &[u8]) -> Message {
        match read(bytes) {
            Reading::Found(message) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_address_behind_an_alias_belongs_to_the_name_that_was_asked() {
        let message = found(ALIAS_ANSWER);
        let address = &message.records[1];
        assert!(message.is_whole && message.is_answer);
        assert_eq!(address.data, Data::Address("192.0.2.7".parse().unwrap()));
        assert_eq!(
            (&*address.name, message.asked_name(&address.name)),
            ("b.example", "a.example")
        );
    }

    #[test]
    fn a_service_record_gives_the_public_name_of_ech() {
        let message = found(&service_answer());
        let expected = Service {
            alpn: vec!["h3".into()],
            ech_public_name: Some("p.example".into()),
            ..Service::default()
        };
        assert_eq!(message.records[0].data, Data::Service(expected));
    }

    #[test]
    fn every_shorter_input_ends_and_claims_nothing_more() {
        for whole in [ALIAS_ANSWER.to_vec(), service_answer()] {
            let records = found(&whole).records;
            for length in 0..whole.len() {
                let cut = &whole[..length];
                if let Reading::Found(message) = read(cut) {
                    assert!(
                        !message.is_whole && message.records.len() < records.len(),
                        "{length} bytes"
                    );
                }
                let framed = [&[0, 200], cut].concat();
                assert!(!matches!(read_stream(&framed), Reading::Found(_)));
            }
        }
    }

    #[test]
    fn pointers_that_do_not_lead_back_are_refused() {
        for pointer in [b"\xc0\x0c", b"\xc0\x20"] {
            let looped = [
                &b"\x12\x34\x81\x80\0\x01\0\0\0\0\0\0"[..],
                pointer,
                b"\0\x01\0\x01",
            ]
            .concat();
            assert_eq!(read(&looped), Reading::NotThis);
        }
    }

    #[test]
    fn reverse_names_give_addresses() {
        let v6 = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
        for (name, address) in [
            ("7.2.0.192.in-addr.arpa", Some("192.0.2.7")),
            (v6, Some("2001:db8::1")),
            ("2.0.192.in-addr.arpa", None),
            ("a.example", None),
        ] {
            let address = address.map(|text| text.parse().unwrap());
            assert_eq!(name::reversed_address(name), address);
        }
    }
}
