//! Resource records of DNS: the kinds that name something.

use std::net::IpAddr;

use super::name;

/// Aliases, addresses and parameters that are read of one record.
const MAX_PARTS: usize = 32;

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A or AAAA.
    Address(IpAddr),
    /// CNAME: the owner is another name for this one.
    Alias(String),
    /// PTR.
    Pointer(String),
    /// SRV: the host that serves, and its port.
    Host { target: String, port: u16 },
    /// HTTPS or SVCB (RFC 9460).
    Service(Service),
    /// Any other kind.
    Other,
}

/// What an HTTPS or SVCB record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// The host that serves; empty where it is the owner.
    pub target: String,
    /// Protocols it speaks.
    pub alpn: Vec<String>,
    /// Addresses it may have.
    pub hints: Vec<IpAddr>,
    /// The name that shows outside of Encrypted Client Hello (RFC 9849 §4).
    pub ech_public_name: Option<String>,
}

/// Reads the data of a record of kind `kind` that lies at `at` and takes `length` bytes of `message`.
/// `None` where it is damaged.
pub fn read(message: &[u8], at: usize, length: usize, kind: u16) -> Option<Data> {
    let bytes = message.get(at..at + length)?;
    if bytes.is_empty() {
        // Prerequisites and deletions of an update (RFC 2136 §2.4, §2.5).
        return Some(Data::Other);
    }
    let named = || name::read(message, at).map(|(name, _)| name);
    Some(match kind {
        1 => Data::Address(<[u8; 4]>::try_from(bytes).ok()?.into()),
        28 => Data::Address(<[u8; 16]>::try_from(bytes).ok()?.into()),
        5 => Data::Alias(named()?),
        12 => Data::Pointer(named()?),
        33 => Data::Host {
            target: name::read(message, at + 6)?.0,
            port: u16::from_be_bytes(bytes.get(4..6)?.try_into().ok()?),
        },
        64 | 65 => Data::Service(service(message, at, bytes)?),
        _ => Data::Other,
    })
}

fn service(message: &[u8], at: usize, bytes: &[u8]) -> Option<Service> {
    let (target, end) = name::read(message, at + 2)?;
    let mut service = Service {
        target,
        ..Service::default()
    };
    let mut rest = bytes.get(end.checked_sub(at)?..)?;
    for _ in 0..MAX_PARTS {
        let Some((key, after)) = take_u16(rest) else {
            break;
        };
        let (value, after) = take_block(after)?;
        rest = after;
        match key {
            1 => service.alpn = alpn(value),
            4 => service.hints.extend(addresses::<4>(value)),
            5 => service.ech_public_name = ech_public_name(value),
            6 => service.hints.extend(addresses::<16>(value)),
            _ => {}
        }
    }
    Some(service)
}

fn alpn(mut bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    while let Some((length, rest)) = bytes.split_first()
        && let Some(name) = rest.get(..usize::from(*length))
        && names.len() < MAX_PARTS
    {
        names.push(String::from_utf8_lossy(name).into_owned());
        bytes = rest.get(name.len()..).unwrap_or(&[]);
    }
    names
}

fn addresses<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = IpAddr>
where
    IpAddr: From<[u8; N]>,
{
    let whole = bytes.chunks_exact(N).take(MAX_PARTS);
    whole.filter_map(|chunk| <[u8; N]>::try_from(chunk).ok().map(IpAddr::from))
}

/// The public name of the first configuration of a known version in an ECHConfigList (RFC 9849 §4).
fn ech_public_name(list: &[u8]) -> Option<String> {
    let (mut configs, _) = take_block(list)?;
    for _ in 0..MAX_PARTS {
        let (version, after) = take_u16(configs)?;
        let (contents, rest) = take_block(after)?;
        configs = rest;
        if version == 0xfe0d {
            // Identifier and key encapsulation, then public key and cipher suites.
            let (_, after) = take_block(contents.get(3..)?)?;
            let (_, after) = take_block(after)?;
            let (length, name) = after.get(1..)?.split_first()?;
            let name = std::str::from_utf8(name.get(..usize::from(*length))?).ok()?;
            return Some(name.to_ascii_lowercase());
        }
    }
    None
}

fn take_u16(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<2>()?;
    Some((u16::from_be_bytes(*head), rest))
}

fn take_block(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = take_u16(bytes)?;
    rest.split_at_checked(usize::from(length))
}
