//! CoAP messages (RFC 7252 §3): bytes → the host and path that a request asks for.

use super::Reading;

/// Options of one message that are looked at; a path of that many parts is not believed.
const MAX_OPTIONS: usize = 64;

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Uri-Host.
    pub host: Option<String>,
    /// Uri-Path, its parts joined by slashes.
    pub path: String,
}

/// Whether a datagram is a request. Responses are too short to be sure of.
pub fn probe(bytes: &[u8]) -> bool {
    matches!(read(bytes), Reading::Found(_))
}

/// Reads a request: every option must be a registered one, and the path readable.
pub fn read(bytes: &[u8]) -> Reading<Request> {
    request(bytes).map_or(Reading::NotThis, Reading::Found)
}

fn request(bytes: &[u8]) -> Option<Request> {
    let [first, code, _, _, rest @ ..] = bytes else {
        return None;
    };
    // Version 1, confirmable or not; GET, POST, PUT, DELETE and those of RFC 8132.
    let token = usize::from(first & 0x0f);
    if !matches!(first >> 4, 4 | 5) || token > 8 || !(1..=7).contains(code) {
        return None;
    }
    let (mut found, mut number, mut rest) = (Request::default(), 0, rest.get(token..)?);
    for _ in 0..MAX_OPTIONS {
        match rest {
            [] => break,
            [0xff, payload @ ..] => {
                if payload.is_empty() {
                    return None;
                }
                break;
            }
            [head, behind @ ..] => {
                let (delta, behind) = extended(head >> 4, behind)?;
                let (length, behind) = extended(head & 0x0f, behind)?;
                number += delta;
                let (value, behind) = behind.split_at_checked(usize::from(length))?;
                take(number, value, &mut found)?;
                rest = behind;
            }
        }
    }
    (!found.path.is_empty()).then_some(found)
}

/// A four-bit number that 13 and 14 extend by one or two bytes (RFC 7252 §3.1).
fn extended(nibble: u8, bytes: &[u8]) -> Option<(u16, &[u8])> {
    match (nibble, bytes) {
        (0..=12, rest) => Some((u16::from(nibble), rest)),
        (13, [value, rest @ ..]) => Some((13 + u16::from(*value), rest)),
        (14, [high, low, rest @ ..]) => {
            let value = u16::from_be_bytes([*high, *low]).checked_add(269)?;
            Some((value, rest))
        }
        _ => None,
    }
}

/// Takes one option; `None` where it is not in IANA's registry of CoAP option numbers.
fn take(number: u16, value: &[u8], found: &mut Request) -> Option<()> {
    match number {
        3 => found.host = Some(readable(value)?.to_ascii_lowercase()),
        11 => {
            found.path.push('/');
            found.path.push_str(readable(value)?);
        }
        15 => {
            readable(value)?;
        }
        1 | 4 | 5 | 6 | 7 | 8 | 9 | 12 | 14 | 16 | 17 | 19 | 20 | 21 | 23 | 27 | 28 | 31 | 35
        | 39 | 60 | 252 | 258 | 292 => {}
        _ => return None,
    }
    Some(())
}

fn readable(value: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(value).ok()?;
    (!text.is_empty() && !text.contains(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: &[u8] = b"\x41\x01\x12\x34\xaa\x39a.example\x8bsensors-a-b\x01b\xc1\x00";

    #[test]
    fn a_request_gives_host_and_path() {
        let found = Request {
            host: Some("a.example".into()),
            path: "/sensors-a-b/b".into(),
        };
        // The last option is Size1's neighbour Content-Format, 23 − 11 = 12.
        assert_eq!(read(GET), Reading::Found(found));
    }

    #[test]
    fn every_shorter_message_ends_and_few_are_whole() {
        let whole: Vec<usize> = (0..GET.len())
            .filter(|length| probe(&GET[..*length]))
            .collect();
        assert_eq!(whole, [27, 29], "at the ends of options");
        assert!(!probe(&[0x40; 60]) && !probe(&[0x51; 60]));
    }
}
