//! What a claim file may say, and what is told of one that is wrong.

use crate::claim::model::{Allow, Claim, EdgeRule};
use crate::claim::read::read;
use crate::reference::country::CountryCode;

/// A claim that uses every key.
pub const EXAMPLE: &str = r#"schema = "residency-claim/1"
[claim]
id = "letter"
title = "A letter"
source = "A newspaper"
url = "https://news.example/letter"
quote = "Exceptions include \"public data\""
stated = 2023-06-16
checked = 2026-11-23
asserts = "transfer"
valid = { from = 2023-06-16, to = 2027-12-31 }
[subject]
name = "ClipClap"
controllers = ["ByteWave Ltd."]
domains = ["clipclap.example"]
asns = [64500]
[regions]
ISLES = ["UK", "IE"]
[class.protected]
allow = ["US", "SG"]
[class.creator]
allow = ["US", "SG", "CN"]
[class.public]
allow = "any"
[class.commercial]
allow = "any"
[class.interoperability]
allow = "any"
[map]
device_identifiers = ["protected", "interoperability"]
[[override]]
host = "*.cdn.clipclap.example"
type = "content_delivery"
class = ["public"]
[exceptions]
edge = "cannot_tell"
transit = ["HK"]
[thresholds]
contradict_needs = { class = "moderate", location = "firm" }
"#;

/// The example with one piece of text in place of another.
pub fn with(from: &str, to: &str) -> String {
    assert!(EXAMPLE.contains(from), "{from}");
    EXAMPLE.replacen(from, to, 1)
}

/// Reads what is sound.
pub fn sound(text: &str) -> Claim {
    read(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

#[test]
fn reads_every_key() {
    let claim = sound(EXAMPLE);
    let names: Vec<&str> = claim
        .classes
        .iter()
        .map(|class| class.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "protected",
            "creator",
            "public",
            "commercial",
            "interoperability"
        ]
    );
    let codes = |list: &[&str]| {
        list.iter()
            .filter_map(|code| CountryCode::parse(code))
            .collect()
    };
    assert_eq!(claim.classes[0].allow, Allow::Only(codes(&["SG", "US"])));
    assert_eq!(
        claim.classes[0].line,
        Some((20, r#"allow = ["US", "SG"]"#.to_owned()))
    );
    assert_eq!(
        (claim.edge, claim.overrides[0].line),
        (EdgeRule::CannotTell, 31)
    );
    assert_eq!(
        claim.notes[0].to_string(),
        "line 18, column 10: `UK` is read as `GB` (United Kingdom)"
    );
    let isles = sound(&with(r#"["US", "SG"]"#, r#"["ISLES", "US"]"#));
    assert_eq!(
        isles.classes[0].allow,
        Allow::Only(codes(&["GB", "IE", "US"]))
    );
    let nowhere = sound(&with(r#"["US", "SG"]"#, "[]"));
    assert_eq!(nowhere.classes[0].allow, Allow::Only(Vec::new()));
}

#[test]
fn each_fault_has_its_place_and_a_suggestion() {
    for (from, to, told) in [
        (
            "domains =",
            "domain =",
            "line 15, column 1: unknown field `domain`, expected one of `name`, `controllers`, `domains`, `asns`; did you mean `domains`?",
        ),
        (
            "[exceptions]",
            "[exception]",
            "line 35, column 2: unknown field `exception`, expected one of `schema`, `claim`, `subject`, `regions`, `class`, `map`, `override`, `exceptions`, `thresholds`; did you mean `exceptions`?",
        ),
        (
            "\"transfer\"",
            "\"transfers\"",
            "line 10, column 11: unknown variant `transfers`, expected one of `storage`, `transfer`, `access`; did you mean `transfer`?",
        ),
        (
            "residency-claim/1",
            "residency-claim/2",
            "line 1, column 10: the schema is not `residency-claim/1`",
        ),
        (
            "allow = [\"US\", \"SG\"]",
            "allow = [\"US\", \"SX1\"]",
            "line 20, column 16: `SX1` is no country (ISO 3166-1); a region is listed under [regions]",
        ),
        (
            "allow = [\"US\", \"SG\"]",
            "allow = [\"ISLE\"]",
            "line 20, column 10: `ISLE` is no country (ISO 3166-1); did you mean `ISLES`?",
        ),
        (
            "allow = [\"US\", \"SG\"]",
            "allow = [\"US\", \"US\"]",
            "line 20, column 16: `US` is listed twice",
        ),
        (
            "allow = [\"US\", \"SG\"]",
            "allow = \"all\"",
            "line 20, column 9: `all`: expected `\"any\"` or a list of countries in brackets",
        ),
        (
            "[\"protected\", \"inter",
            "[\"proteted\", \"inter",
            "line 30, column 23: the claim states no class `proteted`; did you mean `protected`?",
        ),
        (
            "device_identifiers =",
            "device_identifier =",
            "line 30, column 1: no data type is called `device_identifier`; did you mean `device_identifiers`?",
        ),
        (
            "type = \"content_delivery\"",
            "type = \"contents\"",
            "line 33, column 8: no data type is called `contents`",
        ),
        (
            "stated = 2023-06-16",
            "stated = 2023-06-16T10:00:00Z",
            "line 8, column 10: a day without a time is expected",
        ),
        (
            "to = 2027-12-31",
            "to = 2022-12-31",
            "line 11, column 35: the claim ends before it begins",
        ),
        (
            "location = \"firm\"",
            "location = \"fim\"",
            "line 39, column 53: `fim` is none of `disputed`, `probable`, `firm`; did you mean `firm`?",
        ),
        (
            "[\"clipclap.example\"]",
            "[\"*.clipclap.example\"]",
            "line 15, column 12: `*.clipclap.example`: names below a domain are included without `*`",
        ),
        (
            "ISLES = [\"UK\", \"IE\"]",
            "US = [\"GB\"]",
            "line 18, column 1: `US` is the code of a country",
        ),
        (
            "https://",
            "ftp://",
            "line 6, column 7: `ftp://news.example/letter` is no address of a page",
        ),
    ] {
        let faults = read(&with(from, to)).map(|_| ()).expect_err(to);
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(lines, [told], "{to}");
    }
}

#[test]
fn an_override_that_is_never_reached_is_a_fault() {
    let two = |first: &str, second: &str| {
        let text = with(
            "[exceptions]",
            &format!(
                "[[override]]\n{first}\nclass = [\"public\"]\n[[override]]\n{second}\nclass = [\"public\"]\n[exceptions]"
            ),
        );
        read(&text).err().map(|faults| faults[0].to_string())
    };
    let never = Some("line 38, column 1: this override is never reached: the one in line 35 fits all that it fits".to_owned());
    assert_eq!(
        two("host = \"*.a.example\"", "host = \"b.a.example\""),
        never
    );
    assert_eq!(
        two(
            "host = \"a.example\"",
            "host = \"a.example\"\ntype = \"location\""
        ),
        never
    );
    assert_eq!(
        two("host = \"b.a.example\"", "host = \"*.a.example\""),
        None
    );
    assert_eq!(
        two(
            "host = \"a.example\"\ntype = \"location\"",
            "host = \"a.example\""
        ),
        None
    );
}

#[test]
fn every_shorter_text_is_read_or_refused() {
    for (at, _) in EXAMPLE.char_indices() {
        if let Err(faults) = read(&EXAMPLE[..at]) {
            assert!(!faults.is_empty(), "{at}");
        }
    }
}
