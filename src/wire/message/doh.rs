//! The query of a DoH request by GET → the bytes of the DNS message in it (RFC 8484 §4.1).

/// The message in the variable `dns` of a path's query, in base64url without padding (RFC 4648 §5); `None` where there
/// is no such variable, or it is no base64url.
pub fn message_of(path: &str) -> Option<Vec<u8>> {
    let (_, query) = path.split_once('?')?;
    let query = query.split('#').next().unwrap_or(query);
    let value = query
        .split('&')
        .find_map(|variable| variable.strip_prefix("dns="))?;
    // Padding does not belong there; who sends it means the same.
    decode(value.trim_end_matches('='))
}

/// Bytes of base64url. What is left over at the end, fewer than eight bits, says nothing.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        held = (held << 6) | u32::from(value_of(letter)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            let [.., byte] = (held >> bits).to_be_bytes();
            bytes.push(byte);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

fn value_of(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::message::{Reading, dns};

    /// The request of RFC 8484 §4.1.1: A of `www.example.com`.
    const PATH: &str = "/dns-query?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB";

    fn asked(path: &str) -> Option<String> {
        match dns::read(&message_of(path)?) {
            Reading::Found(message) => Some(message.questions.first()?.name.clone()),
            _ => None,
        }
    }

    #[test]
    fn the_message_is_found_in_the_query() {
        let name = Some("www.example.com".to_owned());
        assert_eq!(asked(PATH), name);
        let among_others = PATH.replace('?', "?ct=x&");
        assert_eq!(asked(&format!("{among_others}==&end")), name);
    }

    #[test]
    fn every_shorter_query_and_what_is_none_is_refused() {
        for length in 0..PATH.len() {
            assert_eq!(asked(&PATH[..length]), None, "{length}");
        }
        for other in ["/?dns=8.8.8.8", "/?xdns=AAAB", "/a", "/?dns="] {
            assert_eq!(asked(other), None, "{other}");
        }
    }
}
