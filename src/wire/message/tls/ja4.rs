//! JA4: a name for the way in which a client greets, the same for the same program and version. The method is public
//! (FoxIO `ja4`, `technical_details/JA4.md`, BSD 3-Clause); of its family only this one is.

use sha2::{Digest, Sha256};

use super::extension;
use super::hello::ClientHello;

/// What carried the hello.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A stream.
    Tcp,
    /// QUIC.
    Quic,
    /// Datagrams (DTLS).
    Datagrams,
}

/// Counts have two digits.
const MAX_COUNT: usize = 99;

/// Digits that are kept of a hash.
const HASH_DIGITS: usize = 12;

/// The JA4 of a client.
pub fn ja4(hello: &ClientHello, carrier: Carrier) -> String {
    let carrier = match carrier {
        Carrier::Tcp => 't',
        Carrier::Quic => 'q',
        Carrier::Datagrams => 'd',
    };
    let named = match hello.extensions.contains(&extension::SERVER_NAME) {
        true => 'd',
        false => 'i',
    };
    format!(
        "{carrier}{}{named}{:02}{:02}{}_{}_{}",
        version(hello.version()),
        hello.ciphers.len().min(MAX_COUNT),
        hello.extensions.len().min(MAX_COUNT),
        alpn_ends(hello.alpn.first().map_or(&[], |name| name)),
        hash(&sorted(&hello.ciphers)),
        hash(&extension_part(hello)),
    )
}

fn version(number: u16) -> &'static str {
    match number {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 => "s2",
        0xfeff => "d1",
        0xfefd => "d2",
        0xfefc => "d3",
        _ => "00",
    }
}

/// First and last character of the first protocol; of its hexadecimal form where they are no letters or digits.
fn alpn_ends(name: &[u8]) -> String {
    let (Some(first), Some(last)) = (name.first(), name.last()) else {
        return "00".to_owned();
    };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return [char::from(*first), char::from(*last)].iter().collect();
    }
    let digits = format!("{first:02x}{last:02x}");
    let ends = [digits.chars().next(), digits.chars().last()];
    ends.into_iter().flatten().collect()
}

fn sorted(numbers: &[u16]) -> String {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    listed(&numbers)
}

fn listed(numbers: &[u16]) -> String {
    let words: Vec<String> = numbers
        .iter()
        .map(|number| format!("{number:04x}"))
        .collect();
    words.join(",")
}

fn extension_part(hello: &ClientHello) -> String {
    let counted = hello.extensions.iter().copied();
    let kinds: Vec<u16> = counted
        .filter(|kind| !matches!(*kind, extension::SERVER_NAME | extension::ALPN))
        .collect();
    let kinds = sorted(&kinds);
    match hello.signature_algorithms.is_empty() {
        true => kinds,
        false => format!("{kinds}_{}", listed(&hello.signature_algorithms)),
    }
}

fn hash(text: &str) -> String {
    if text.is_empty() {
        return "0".repeat(HASH_DIGITS);
    }
    let digits = Sha256::digest(text.as_bytes());
    let digits = digits
        .iter()
        .take(HASH_DIGITS / 2)
        .map(|b| format!("{b:02x}"));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the method's description: its lists, and the fingerprint it gives for them.
    #[test]
    fn the_published_example_is_reached() {
        let hello = ClientHello {
            legacy_version: 0x0303,
            versions: vec![0x0304, 0x0303],
            ciphers: vec![
                0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
                0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
            ],
            extensions: vec![
                0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023,
                0x0012, 0x002b, 0xff01, 0x000b, 0x000a, 0x0015,
            ],
            alpn: vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            signature_algorithms: vec![
                0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601,
            ],
            ..ClientHello::default()
        };
        let name = ja4(&hello, Carrier::Tcp);
        assert_eq!(name, "t13d1516h2_8daaf6152771_e5627efa2ab1");
    }

    #[test]
    fn what_is_absent_is_written_as_zeros() {
        let hello = ClientHello {
            legacy_version: 0xfefd,
            ..ClientHello::default()
        };
        let name = ja4(&hello, Carrier::Datagrams);
        assert_eq!(name, "dd2i000000_000000000000_000000000000");
        for (alpn, ends) in [
            (&b"h"[..], "hh"),
            (b"", "00"),
            (b"http/1.1", "h1"),
            (b"\xab\xcd", "ad"),
        ] {
            assert_eq!(alpn_ends(alpn), ends);
        }
    }
}
