//! Names in DNS messages (RFC 1035 §4.1.4): labels and pointers to earlier ones.

/// Longest name in bytes (RFC 1035 §2.3.4), counting its length bytes.
const MAX_NAME_BYTES: usize = 255;

/// Pointers followed in one name; each must lead further back, so loops end, and real names take a handful.
const MAX_POINTERS: usize = 32;

/// Reads the name at `at`; gives it in lower case with dots between labels, and where it ends.
/// Bytes that are no printable ASCII, and dots within a label, are written as in RFC 1035 §5.1.
pub fn read(message: &[u8], at: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    let (mut here, mut end, mut pointers, mut length) = (at, None, 0, 0);
    loop {
        let first = *message.get(here)?;
        match first {
            0 => return Some((text, end.unwrap_or(here + 1))),
            1..=63 => {
                let label = message.get(here + 1..here + 1 + usize::from(first))?;
                length += label.len() + 1;
                if length > MAX_NAME_BYTES {
                    return None;
                }
                if !text.is_empty() {
                    text.push('.');
                }
                label.iter().for_each(|byte| push_byte(&mut text, *byte));
                here += 1 + label.len();
            }
            0xc0.. => {
                let target = usize::from(first & 0x3f) << 8 | usize::from(*message.get(here + 1)?);
                end = end.or(Some(here + 2));
                pointers += 1;
                if target >= here || pointers > MAX_POINTERS {
                    return None;
                }
                here = target;
            }
            _ => return None,
        }
    }
}

fn push_byte(text: &mut String, byte: u8) {
    match byte {
        b'.' | b'\\' => text.extend(['\\', char::from(byte)]),
        0x21..=0x7e => text.push(char::from(byte.to_ascii_lowercase())),
        other => text.push_str(&format!("\\{other:03}")),
    }
}

/// The address that a reverse name stands for (RFC 1035 §3.5, RFC 3596 §2.5).
pub fn reversed_address(name: &str) -> Option<std::net::IpAddr> {
    if let Some(labels) = name.strip_suffix(".in-addr.arpa") {
        let parts: Vec<u8> = labels
            .rsplit('.')
            .map(str::parse)
            .collect::<Result<_, _>>()
            .ok()?;
        return Some(<[u8; 4]>::try_from(parts).ok()?.into());
    }
    let nibbles = name.strip_suffix(".ip6.arpa")?;
    let mut value: u128 = 0;
    let mut count = 0;
    for nibble in nibbles.rsplit('.') {
        let digit = u8::from_str_radix(nibble, 16)
            .ok()
            .filter(|_| nibble.len() == 1)?;
        value = value << 4 | u128::from(digit);
        count += 1;
    }
    (count == 32).then(|| std::net::Ipv6Addr::from(value).into())
}
