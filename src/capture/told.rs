//! What a pcapng file tells beside its packets: names of addresses, programs by user number, packets that were lost.

use std::net::{IpAddr, Ipv6Addr};

use super::options::{options, text};
use super::order::ByteOrder;

/// A name that the capture gives for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressName {
    /// The address.
    pub address: IpAddr,
    /// The name, lower case, without the last dot.
    pub name: String,
}

/// A program that the capture names for a user number of its device (PCAPdroid).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramName {
    /// Number of the program's user.
    pub user: u32,
    /// Name for people; where there is none the name of the package.
    pub name: String,
}

/// Longest name of a host (RFC 1035, section 2.3.4).
const MAX_NAME_BYTES: usize = 255;

/// Reads the body of a Name Resolution Block; stops at the first record that does not fit.
pub fn names(body: &[u8], order: ByteOrder) -> Vec<AddressName> {
    // Its records have the shape of options, with their own codes.
    options(body, order)
        .flat_map(|(code, value)| match code {
            1 => names_of(value, 4),
            2 => names_of(value, 16),
            _ => Vec::new(),
        })
        .collect()
}

/// An address, then names with a zero byte behind each.
fn names_of(value: &[u8], address_bytes: usize) -> Vec<AddressName> {
    let Some((address, rest)) = value.split_at_checked(address_bytes) else {
        return Vec::new();
    };
    let address = match (<[u8; 4]>::try_from(address), <[u8; 16]>::try_from(address)) {
        (Ok(four), _) => IpAddr::from(four),
        (_, Ok(sixteen)) => IpAddr::V6(Ipv6Addr::from(sixteen)),
        _ => return Vec::new(),
    };
    rest.split(|byte| *byte == 0)
        .filter_map(text)
        .map(|name| name.trim_end_matches('.').to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name.len() <= MAX_NAME_BYTES)
        .map(|name| AddressName { address, name })
        .collect()
}

/// Number of PCAPdroid's author in IANA's registry of private enterprises.
pub const PCAPDROID: u32 = 62_652;

/// Reads the body of a Custom Block where it is PCAPdroid's map from a user number to a program.
pub fn program(body: &[u8], order: ByteOrder) -> Option<ProgramName> {
    // Enterprise number, then version 1 and kind 1.
    if order.u32(body, 0)? != PCAPDROID || body.get(4..6)? != [1, 1] {
        return None;
    }
    let user = order.u32(body, 6)?;
    let package_len = usize::from(*body.get(10)?);
    let name_len = usize::from(*body.get(11)?);
    let package = body.get(12..)?.get(..package_len)?;
    let name = body.get(12 + package_len..)?.get(..name_len)?;
    let name = [name, package]
        .into_iter()
        .filter_map(text)
        .find(|text| !text.is_empty())?;
    // Minus one stands for a program that PCAPdroid did not find.
    (user.cast_signed() >= 0).then(|| ProgramName {
        user,
        name: name.to_owned(),
    })
}

/// Reads the body of an Interface Statistics Block: the interface and how many packets it and the system dropped.
pub fn dropped(body: &[u8], order: ByteOrder) -> Option<(u32, u64)> {
    let interface = order.u32(body, 0)?;
    let count = options(body.get(12..)?, order)
        // isb_ifdrop and isb_osdrop.
        .filter(|(code, _)| matches!(code, 5 | 7))
        .filter_map(|(_, value)| order.u64(value, 0))
        .fold(0_u64, u64::saturating_add);
    Some((interface, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[u8] = b"\x00\x01\x00\x13\xc0\x00\x02\x07A.example.\0b.ex\0\
        \x00\x02\x00\x12\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01v\0\0\0\0\0\0\0";
    const PROGRAM: &[u8] =
        b"\x00\x00\xf4\xbc\x01\x01\x00\x00\x27\x8b\x10\x08com.example.clipClipClap\0\0\0\0";

    #[test]
    fn names_of_both_families_are_read() {
        let found: Vec<String> = names(NAMES, ByteOrder::Big)
            .iter()
            .map(|n| format!("{} {}", n.address, n.name))
            .collect();
        let expected = ["192.0.2.7 a.example", "192.0.2.7 b.ex", "2001:db8::1 v"];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_program_is_read_from_the_map_of_pcapdroid() {
        let expected = ProgramName {
            user: 10_123,
            name: "ClipClap".into(),
        };
        assert_eq!(program(PROGRAM, ByteOrder::Big), Some(expected));
        assert_eq!(program(PROGRAM, ByteOrder::Little), None);
    }

    #[test]
    fn every_shorter_body_ends() {
        for length in 0..NAMES.len() {
            assert!(names(&NAMES[..length], ByteOrder::Big).len() <= 3);
        }
        for length in 0..36 {
            assert_eq!(program(&PROGRAM[..length], ByteOrder::Big), None);
        }
    }

    #[test]
    fn drops_of_interface_and_system_are_added() {
        let body = b"\0\0\0\x02\0\0\0\0\0\0\0\0\0\x05\0\x08\0\0\0\0\0\0\0\x03\0\x07\0\x08\0\0\0\0\0\0\0\x04\0\0\0\0";
        assert_eq!(dropped(body, ByteOrder::Big), Some((2, 7)));
        for length in 0..body.len() {
            let cut = dropped(&body[..length], ByteOrder::Big);
            assert_eq!(cut.is_some(), length >= 12, "{length} bytes");
        }
    }
}
