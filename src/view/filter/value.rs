//! One value of a term, as text, becomes what it means for its key.

use std::net::IpAddr;

use super::key::Key;
use super::parse::Raw;
use super::period::{Period, RANGE};
use super::{Measure, Value};
use crate::claim::verdict::Word;
use crate::evidence::protocol::Protocol;
use crate::evidence::tunnel::TunnelKind;
use crate::flow::model::Transport;
use crate::reference::country::CountryCode;
use crate::reference::data_type::{DataGroup, DataType};
use crate::tag::data_type::grade::DataGrade;
use crate::tag::model::{Grade, PlaceGroup};
use crate::tag::party::Party;
use crate::tag::seat::WITHOUT_SEAT;

/// The value of a text that is no pattern, or `None` where it is not what the key expects.
pub(super) fn value(key: Key, raw: &Raw) -> Option<Value> {
    let text = raw.text.as_str();
    let lower = text.to_lowercase();
    let none = !raw.quoted && lower == "none";
    match key {
        Key::Country => country(text),
        Key::Seat
        | Key::Host
        | Key::Domain
        | Key::Org
        | Key::Asn
        | Key::App
        | Key::Type
        | Key::Owner
        | Key::Party
        | Key::Tunnel
        | Key::Problem
            if none =>
        {
            Some(Value::Unknown)
        }
        Key::Seat => seat(text),
        Key::Host => Some(Value::Part(lower)),
        Key::Domain => Some(Value::Exactly(lower)),
        Key::Org | Key::App | Key::Owner | Key::Capture | Key::Problem if raw.quoted => {
            Some(Value::Exactly(lower))
        }
        Key::Org | Key::App | Key::Owner | Key::Capture | Key::Problem => Some(Value::Part(lower)),
        Key::Type => data_type(lower),
        Key::Grade => grade(&lower),
        Key::Party => party(&lower),
        Key::Verdict => verdict(&lower),
        Key::Promise => Some(Value::Exactly(lower)),
        Key::Asn => number(lower.strip_prefix("as").unwrap_or(&lower)).map(Value::Number),
        Key::Proto => protocol(&lower),
        Key::Tunnel => tunnel(&lower),
        Key::Ip => range(text),
        Key::Port => ports(text),
        Key::Interface => up_to_16_bits(text).map(Value::Number),
        Key::Time => Period::parse(text).map(Value::During),
    }
}

/// Digits only: no sign, as Rust's own reading would allow.
fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn up_to_16_bits(text: &str) -> Option<u32> {
    number(text).filter(|number| *number <= 0xffff)
}

/// `443`, `1..1023`.
fn ports(text: &str) -> Option<Value> {
    let Some((least, most)) = text.split_once(RANGE) else {
        return up_to_16_bits(text).map(Value::Number);
    };
    let (least, most) = (up_to_16_bits(least)?, up_to_16_bits(most)?);
    (least < most).then_some(Value::Numbers(least, most))
}

fn country(text: &str) -> Option<Value> {
    if let Some(group) = PlaceGroup::ALL
        .into_iter()
        .find(|group| group.token().eq_ignore_ascii_case(text))
    {
        return Some(Value::Group(group));
    }
    // The only country that is named, and ruled out.
    if let Some(only) = text.strip_suffix("/none").and_then(code) {
        return Some(Value::Between(vec![only]));
    }
    if text.contains('/') {
        let mut codes = text.split('/').map(code).collect::<Option<Vec<_>>>()?;
        codes.sort_unstable();
        codes.dedup();
        return (codes.len() > 1).then_some(Value::Between(codes));
    }
    code(text).map(Value::Country)
}

fn seat(text: &str) -> Option<Value> {
    let mut groups = WITHOUT_SEAT.into_iter();
    let group = groups.find(|group| group.token().eq_ignore_ascii_case(text));
    group
        .map(Value::Group)
        .or_else(|| code(text).map(Value::Country))
}

/// A code in any case, `UK` as people write it, or the country's name.
fn code(text: &str) -> Option<CountryCode> {
    let upper = text.to_ascii_uppercase();
    let upper = if upper == "UK" { "GB" } else { &upper };
    CountryCode::parse(upper).or_else(|| {
        CountryCode::all().find(|code| code.name().to_lowercase() == text.to_lowercase())
    })
}

/// A token, a group, or part of what types are called; what no type is called is a slip of the keyboard.
fn data_type(lower: String) -> Option<Value> {
    if let Some(one) = DataType::of_token(&lower) {
        return Some(Value::Type(one));
    }
    if let Some(first) = lower.strip_suffix(FIRST).and_then(DataType::of_token) {
        return Some(Value::TypeFirst(first));
    }
    let mut groups = DataGroup::ALL.into_iter();
    if let Some(group) = groups.find(|group| group.token() == lower) {
        return Some(Value::TypeGroup(group));
    }
    let is_called = |one: DataType| one.label().to_lowercase().contains(&lower);
    let found = DataType::ALL.into_iter().any(is_called);
    found.then_some(Value::Part(lower))
}

fn grade(lower: &str) -> Option<Value> {
    let mut of_data = DataGrade::ALL.into_iter();
    let mut of_place = Grade::ALL.into_iter();
    match of_data.find(|grade| grade.token() == lower) {
        Some(grade) => Some(Value::Grade(grade)),
        None => of_place
            .find(|grade| grade.token() == lower)
            .map(Value::PlaceGrade),
    }
}

fn party(lower: &str) -> Option<Value> {
    let mut parties = Party::ALL.into_iter();
    parties
        .find(|party| party.token() == lower)
        .map(Value::Party)
}

fn verdict(lower: &str) -> Option<Value> {
    let mut words = Word::ALL.into_iter();
    words
        .find(|word| word.token() == lower || word.label() == lower)
        .map(Value::Verdict)
}

fn tunnel(lower: &str) -> Option<Value> {
    let mut kinds = TunnelKind::ALL.iter().copied();
    match lower {
        "any" => Some(Value::AnyTunnel),
        token => kinds.find(|kind| kind.token() == token).map(Value::Tunnel),
    }
}

/// What follows the transport's token where nothing was recognised in it.
pub(super) const UNRECOGNISED: &str = "-unknown";

/// What follows a protocol's token where nothing was recognised inside it.
pub(super) const ONLY: &str = "-only";

/// What follows a data type's token where it is the first of two that are as likely, or the only one.
pub(super) const FIRST: &str = "-first";

fn protocol(lower: &str) -> Option<Value> {
    let named = |token: &str| {
        Protocol::ALL
            .iter()
            .find(|app| app.token() == token)
            .copied()
    };
    if let Some(app) = named(lower) {
        return Some(Value::App(app));
    }
    if let Some(only) = lower.strip_suffix(ONLY).and_then(named) {
        return Some(Value::Only(only));
    }
    match lower.strip_suffix(UNRECOGNISED) {
        Some("tcp") => Some(Value::Unrecognised(Transport::Tcp)),
        Some("udp") => Some(Value::Unrecognised(Transport::Udp)),
        Some(_) => None,
        None => transport(lower).map(Value::Transport),
    }
}

fn transport(lower: &str) -> Option<Transport> {
    let named = [
        Transport::Tcp,
        Transport::Udp,
        Transport::Icmp,
        Transport::Icmpv6,
    ];
    named
        .into_iter()
        .chain((0..=u8::MAX).map(Transport::Other))
        .find(|transport| transport.token() == lower)
}

fn range(text: &str) -> Option<Value> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(number(bits)?)),
        None => (text, None),
    };
    let ip: IpAddr = address.parse().ok()?;
    let all = if ip.is_ipv4() { 32 } else { 128 };
    let bits = u8::try_from(bits.unwrap_or(all)).ok()?;
    (u32::from(bits) <= all).then_some(Value::Range(ip, bits))
}

/// Units of bytes in lower case; the two-letter ones with `i` are powers of 1024.
const UNITS: [(&str, u64); 12] = [
    ("b", 1),
    ("k", 1_000),
    ("m", 1_000_000),
    ("g", 1_000_000_000),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
];

/// `10kB`, `1.5MB`, `300`; frames have no unit.
pub(super) fn amount(measure: Measure, text: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    let digits = lower
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(lower.len());
    let (number, unit) = lower.split_at_checked(digits)?;
    let unit = match unit {
        "" => 1,
        _ if measure == Measure::Frames => return None,
        unit => UNITS.iter().find(|(name, _)| *name == unit)?.1,
    };
    scaled(number, unit).filter(|_| measure != Measure::Frames || !number.contains('.'))
}

/// `10kB..1MB`: the smaller first.
pub(super) fn amounts(measure: Measure, text: &str) -> Option<(u64, u64)> {
    let (least, most) = text.split_once(RANGE)?;
    let (least, most) = (amount(measure, least)?, amount(measure, most)?);
    (least <= most).then_some((least, most))
}

/// A decimal number times a unit, cut to whole bytes; `None` where it is no number or too large.
fn scaled(number: &str, unit: u64) -> Option<u64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let places = u32::try_from(part.len())
        .ok()
        .filter(|places| *places <= 18)?;
    if whole.is_empty() || part.contains('.') || (number.contains('.') && part.is_empty()) {
        return None;
    }
    let mantissa: u128 = format!("{whole}{part}").parse().ok()?;
    let scaled = mantissa.checked_mul(u128::from(unit))? / 10_u128.pow(places);
    u64::try_from(scaled).ok()
}
