//! Values that are known by their form: e-mail, telephone and card numbers, IMEI, MAC, coordinates, identifiers. A form
//! that chance also makes (15 digits, 32 hex digits) counts only where the name beside it agrees.

use super::field::{Field, words};
use super::number::{digits_of, has_reporting_body, is_card, is_grouped, is_international, luhn};
use crate::reference::data_type::DataType;

/// A recognised value; the value itself is not kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// `email`, `phone`, `imei`, `card`, `coordinates`, `mac`, `uuid`.
    pub kind: &'static str,
    /// What it speaks for.
    pub data_type: DataType,
    /// How much.
    pub weight: f32,
}

/// A form that only such values have, or one that the name confirms (METHOD §2.4).
pub const SURE: f32 = 0.90;

/// A form that hardly anything else has, without a name that confirms it.
pub const LIKELY: f32 = 0.60;

/// A form that other numbers have too.
pub const DOUBTFUL: f32 = 0.30;

/// Words of names whose values are numbers and identifiers of things, not of people or devices.
const OF_THINGS: &[&str] = &[
    "build",
    "batch",
    "checksum",
    "correlation",
    "created",
    "event",
    "expires",
    "hash",
    "invoice",
    "isbn",
    "message",
    "msg",
    "nonce",
    "order",
    "page",
    "parent",
    "product",
    "receipt",
    "request",
    "req",
    "sequence",
    "sku",
    "span",
    "time",
    "timestamp",
    "trace",
    "tracking",
    "transaction",
    "ts",
    "txn",
    "version",
];

/// Words of names that say what kind of value stands beside them.
const OF_MACS: &[&str] = &[
    "mac",
    "bssid",
    "macaddress",
    "wifi",
    "wlan",
    "bluetooth",
    "ble",
];
const OF_PLACES: &[&str] = &["ll", "latlng", "latlon", "gps", "coords"];
const OF_PHONES: &[&str] = &[
    "phone",
    "tel",
    "telephone",
    "msisdn",
    "mobile",
    "cell",
    "phonenumber",
    "whatsapp",
];
const OF_DEVICES: &[&str] = &[
    "imei", "imei1", "imei2", "imeis", "meid", "device", "deviceid",
];
const OF_CARDS: &[&str] = &[
    "card",
    "cardnumber",
    "cardno",
    "pan",
    "cc",
    "ccnum",
    "ccnumber",
    "creditcard",
];

/// The words of the name beside a value.
struct Beside(Vec<String>);

impl Beside {
    fn has(&self, wanted: &[&str]) -> bool {
        self.0.iter().any(|word| wanted.contains(&word.as_str()))
    }
}

impl Found {
    fn new(kind: &'static str, data_type: DataType, weight: f32) -> Self {
        Self {
            kind,
            data_type,
            weight,
        }
    }
}

/// Recognises a value by itself and the name beside it.
pub fn of(name: Option<&str>, value: &str) -> Option<Found> {
    let name = Beside(words(name.unwrap_or("")));
    if is_email(value) && !name.has(OF_THINGS) {
        let weight = if is_desk(value) { DOUBTFUL } else { SURE };
        return Some(Found::new("email", DataType::ContactIdentity, weight));
    }
    if is_mac(value) {
        let weight = if name.has(OF_MACS) { SURE } else { LIKELY };
        return Some(Found::new("mac", DataType::DeviceIdentifiers, weight));
    }
    if is_geo_uri(value) || name.has(OF_PLACES) && is_pair(value) {
        return Some(Found::new("coordinates", DataType::Location, SURE));
    }
    of_digits(&name, value, &digits_of(value)?)
}

fn of_digits(name: &Beside, value: &str, digits: &[u32]) -> Option<Found> {
    let phone = |weight| Some(Found::new("phone", DataType::ContactIdentity, weight));
    let imei = |weight| Some(Found::new("imei", DataType::DeviceIdentifiers, weight));
    if name.has(OF_PHONES) && (7..=15).contains(&digits.len()) {
        return phone(SURE);
    }
    if is_international(value, digits.len()) {
        return phone(LIKELY);
    }
    if name.has(OF_THINGS) || !luhn(digits) {
        return None;
    }
    if digits.len() == 15 && name.has(OF_DEVICES) {
        return imei(SURE);
    }
    if is_card(digits) {
        let weight = match (name.has(OF_CARDS), is_grouped(value)) {
            (true, _) => SURE,
            (false, true) => LIKELY,
            (false, false) => DOUBTFUL,
        };
        return Some(Found::new("card", DataType::PaymentsCommerce, weight));
    }
    match digits.len() == 15 && has_reporting_body(digits) {
        true => imei(DOUBTFUL),
        false => None,
    }
}

/// Latitude and longitude that stand in one message: a name that says either is nothing alone.
pub fn coordinates(fields: &[Field]) -> Option<Found> {
    let of = |wanted: &[&str], most: f64| {
        fields.iter().find_map(|field| {
            let last = words(&field.name).pop()?;
            let text = field.held.text()?;
            let is_it = wanted.contains(&last.as_str());
            degrees(text, most)
                .filter(|_| is_it)
                .map(|_| has_places(text))
        })
    };
    let lat = of(&["lat", "latitude"], 90.0)?;
    let lon = of(&["lon", "lng", "long", "longitude"], 180.0)?;
    Some(Found {
        kind: "coordinates",
        data_type: DataType::Location,
        weight: if lat && lon { SURE } else { LIKELY },
    })
}

/// A number within a range.
fn degrees(text: &str, most: f64) -> Option<f64> {
    let value: f64 = text.trim().parse().ok()?;
    (value.is_finite() && value.abs() <= most).then_some(value)
}

fn has_places(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(_, places)| places.len() >= 2)
}

/// `52.52,13.40`: two numbers with places.
fn is_pair(text: &str) -> bool {
    let Some((lat, lon)) = text.split_once([',', ' ', ';']) else {
        return false;
    };
    let lon = lon.split([',', ';']).next().unwrap_or("").trim();
    degrees(lat, 90.0).is_some()
        && degrees(lon, 180.0).is_some()
        && has_places(lat)
        && has_places(lon)
}

/// RFC 5870.
fn is_geo_uri(text: &str) -> bool {
    text.strip_prefix("geo:").is_some_and(|rest| {
        let rest = rest.split('?').next().unwrap_or("");
        is_pair(rest)
    })
}

/// An address as people have them (RFC 5321 §4.1.2, without its rarities).
pub fn is_email(text: &str) -> bool {
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_local = |c: char| c.is_ascii_alphanumeric() || "._%+-'".contains(c);
    let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let Some((front, top)) = domain.rsplit_once('.') else {
        return false;
    };
    // Pictures for finer screens are called `name@2x.png`.
    let is_file = matches!(
        top,
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "js" | "css"
    );
    (1..=64).contains(&local.len())
        && domain.len() <= 253
        && local.chars().all(is_local)
        && domain.chars().all(is_domain)
        && !front.is_empty()
        && (2..=24).contains(&top.len())
        && top.chars().all(|c| c.is_ascii_alphabetic())
        && !is_file
}

/// Addresses of desks (RFC 2142 and the like), which name nobody.
fn is_desk(text: &str) -> bool {
    let local = text.split('@').next().unwrap_or("").to_ascii_lowercase();
    const DESKS: &[&str] = &[
        "abuse",
        "admin",
        "contact",
        "hello",
        "help",
        "hostmaster",
        "info",
        "no-reply",
        "noreply",
        "postmaster",
        "privacy",
        "sales",
        "security",
        "support",
        "webmaster",
    ];
    DESKS.contains(&local.as_str())
}

fn is_mac(text: &str) -> bool {
    let Some(sign) = text.chars().nth(2).filter(|c| matches!(c, ':' | '-')) else {
        return false;
    };
    let pairs: Vec<&str> = text.split(sign).collect();
    let is_hex = |pair: &str| pair.len() == 2 && pair.chars().all(|c| c.is_ascii_hexdigit());
    let says = |one: &str| pairs.iter().all(|pair| pair.eq_ignore_ascii_case(one));
    // Android gives programs 02:00:00:00:00:00 in the place of the real one.
    pairs.len() == 6
        && pairs.iter().all(|pair| is_hex(pair))
        && !says("00")
        && !says("ff")
        && pairs
            .get(1..)
            .is_some_and(|rest| rest.iter().any(|pair| *pair != "00"))
}

/// RFC 9562 §4, none of its empty ones.
pub fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let groups: Vec<&str> = text.split('-').collect();
    let fits = |(group, length): (&&str, usize)| {
        group.len() == length && group.chars().all(|c| c.is_ascii_hexdigit())
    };
    groups.len() == lengths.len()
        && groups.iter().zip(lengths).all(fits)
        && text.chars().any(|c| !matches!(c, '0' | '-'))
}

#[cfg(test)]
mod tests;
