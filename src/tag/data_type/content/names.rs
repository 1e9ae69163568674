//! How far the name of a field is believed: only as far as what it holds fits it.

use super::field::{Field, Held, folded};
use super::values;
use crate::reference::data_type::DataType;

/// A name whose value fits (METHOD §2.4).
pub const FITS: f32 = 0.80;

/// A name of everyday use whose value fits: two different ones in one message are believed as one that fits.
pub const EVERYDAY: f32 = 0.45;

/// A name without a value, or with one that does not fit.
pub const HOLLOW: f32 = 0.25;

/// Names that mean something else as often, in the folded form of rules.
const EVERYDAYS: &[&str] = &[
    "accuracy",
    "address",
    "altitude",
    "amount",
    "attachment",
    "attachments",
    "battery",
    "card",
    "carrier",
    "click",
    "cookie",
    "cpu",
    "csrf",
    "currency",
    "currencycode",
    "did",
    "duration",
    "em",
    "en",
    "errorcount",
    "errormessage",
    "event",
    "events",
    "experiments",
    "filename",
    "follow",
    "fonts",
    "fps",
    "gender",
    "geo",
    "impression",
    "instanceid",
    "invoice",
    "invoiceid",
    "invoicenumber",
    "keyword",
    "keywords",
    "location",
    "manufacturer",
    "model",
    "orderamount",
    "orderid",
    "page",
    "pagetitle",
    "parentspanid",
    "payout",
    "place",
    "placeid",
    "plugins",
    "query",
    "resolution",
    "roomid",
    "screen",
    "sensors",
    "serial",
    "session",
    "sessionid",
    "spanid",
    "tax",
    "threadid",
    "timezone",
    "token",
    "totalamount",
    "traceid",
    "uuiddevice",
    "variantid",
    "wd",
];

/// How much a name that a rule speaks of counts with what its field holds.
pub fn weight(field: &Field, data_type: DataType) -> f32 {
    let name = folded(&field.name);
    let text = match &field.held {
        Held::Text(text) => text.as_str(),
        // What stands in a group speaks for itself, but a list of people is one.
        Held::Group if data_type == DataType::ContactsSocial => return FITS,
        Held::Group | Held::Nothing => return HOLLOW,
    };
    match fits(&name, text, data_type) {
        false => HOLLOW,
        true if EVERYDAYS.contains(&name.as_str()) => EVERYDAY,
        true => FITS,
    }
}

fn fits(name: &str, text: &str, data_type: DataType) -> bool {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    match data_type {
        // One number is no place: two are a value.
        DataType::Location if ends(&["lat", "latitude", "lon", "lng", "long", "longitude"]) => {
            false
        }
        DataType::Location => !text.starts_with(['/', '#']) && !text.contains("://"),
        DataType::ContactIdentity if ends(&["email", "mail", "em"]) => {
            values::is_email(text) || is_digest(text)
        }
        DataType::ContactIdentity if ends(&["phone", "number", "msisdn", "telephone"]) => {
            digits >= 7 || is_digest(text)
        }
        DataType::ContactIdentity if ends(&["birthday", "date", "birth", "dob"]) => digits >= 4,
        DataType::ContactIdentity if name.contains("address") => {
            digits > 0 && text.contains(' ') && text.chars().any(char::is_alphabetic)
        }
        DataType::DeviceIdentifiers if name == "limitadtracking" || name == "isat" => false,
        DataType::DeviceIdentifiers if ends(&["imei", "imei1", "imei2", "mac", "macaddress"]) => {
            values::of(Some(name), text).is_some() || is_digest(text)
        }
        DataType::DeviceIdentifiers => is_identifier(text),
        DataType::PaymentsCommerce if ends(&["cardnumber", "cardno", "card", "pan"]) => {
            values::of(Some("card"), text).is_some_and(|found| found.kind == "card")
        }
        DataType::PaymentsCommerce if name == "iban" => digits >= 10 && text.len() >= 15,
        _ => true,
    }
}

/// Long enough to tell devices apart, without blanks, and not empty zeros.
fn is_identifier(text: &str) -> bool {
    text.len() >= 6
        && !text.contains(char::is_whitespace)
        && !text.contains('/')
        && text.chars().any(|c| c.is_ascii_digit() && c != '0')
}

/// MD5, SHA-1 or SHA-256 in hex.
fn is_digest(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64) && text.chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_believed_as_far_as_its_value_fits() {
        let check = |name: &str, text: &str, data_type, want: f32| {
            let field = Field {
                parent: None,
                name: name.to_owned(),
                held: Held::of(text),
            };
            let got = weight(&field, data_type);
            assert!((got - want).abs() < f32::EPSILON, "{name}={text}: {got}");
        };
        check("email", "", DataType::ContactIdentity, HOLLOW);
        check("email", "Your e-mail", DataType::ContactIdentity, HOLLOW);
        check("email", "a@b.example", DataType::ContactIdentity, FITS);
        check("first_name", "Ada", DataType::ContactIdentity, FITS);
        check("location", "/home", DataType::Location, HOLLOW);
        check("location", "Berlin", DataType::Location, EVERYDAY);
        check("lat", "52.5", DataType::Location, HOLLOW);
        check(
            "idfa",
            "00000000-0000-0000-0000-000000000000",
            DataType::DeviceIdentifiers,
            HOLLOW,
        );
        check(
            "idfa",
            "6D92078A-8246-4BA4-AE5B-76104861E7DC",
            DataType::DeviceIdentifiers,
            FITS,
        );
        check(
            "imei",
            "490154203237519",
            DataType::DeviceIdentifiers,
            HOLLOW,
        );
        check("order_id", "77", DataType::PaymentsCommerce, EVERYDAY);
    }
}
