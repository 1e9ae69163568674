//! Known values are found in every form and in no other text.

use super::*;

const TEXT: &str = r#"
schema = "whither-known/1"

[[value]]
kind = "email"
is = "Anna.Berg@mail.example"

[[value]]
kind = "phone"
is = "+49 170 555-0123"

[[value]]
kind = "loyalty"
type = "account_auth"
is = "KX-7731-ZZ"
"#;

fn known() -> KnownValues {
    let mut known = KnownValues::default();
    known.add(TEXT).unwrap();
    known
}

/// What is found in a text, as `kind form`.
fn check(text: &str, want: &[&str]) {
    let found = known().find(text.as_bytes());
    let got: Vec<String> = found
        .iter()
        .map(|one| format!("{} {}", one.kind, one.form.label()))
        .collect();
    assert_eq!(got, want, "{text}");
}

#[test]
fn every_shorter_text_is_read_or_its_fault_told() {
    for shorter in 0..TEXT.len() {
        let text = TEXT.get(..shorter).unwrap();
        let mut known = KnownValues::default();
        if let Err(faults) = known.add(text) {
            assert!(!faults.is_empty(), "{text}");
        }
        known.find(b"anna.berg@mail.example KX-7731-ZZ");
        KnownValues::is_written_in(text);
    }
}

#[test]
fn values_are_found_in_every_form() {
    check("to=anna.berg@mail.example&x=1", &["email as text"]);
    // Digests of `anna.berg@mail.example` and of `491705550123`, by coreutils.
    check("em=8d156b994b46242d5bccfc3cc9365148", &["email as MD5"]);
    check(
        "em=83eb25eee32ca264560f8db8b2ea4600b8331d1b",
        &["email as SHA-1"],
    );
    check(
        "\"em\":\"ae76c2e751080e7cc731eb1b7c1e0163d36abd2d757e55b6adbee87c8a244518\"",
        &["email as SHA-256"],
    );
    check(
        "ph=419fb10abc5f748cb9cf6b61a297ea5cfb5fbc4d1c42ca4cc89020a2056aa2e8",
        &["phone as SHA-256"],
    );
    check("tel:+491705550123;", &["phone without its separators"]);
    check("491705550123", &["phone without its separators"]);
    check("card kx-7731-zz.", &["loyalty as text"]);
    check("4b582d373733312d5a5a", &["loyalty in hexadecimal"]);
    for front in ["", "a", "ab", "abc"] {
        let long = format!("{front}Anna.Berg@mail.example and more");
        check(&BASE64.encode(long.as_bytes()), &["email in base64"]);
    }
}

#[test]
fn other_texts_hold_none() {
    check("joanna.berg@mail.example", &[]);
    check("anna.berg@mail.example2", &[]);
    check("14917055501239", &[]);
    check("kx7731zz", &[]);
    check("", &[]);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    for (from, to, want) in [
        (
            "whither-known/1",
            "whither-rules/1",
            "line 2, column 10: the schema is not `whither-known/1`",
        ),
        (
            "kind = \"phone\"",
            "kind = \"telephone\"",
            "line 9, column 8: `telephone` is none of account, address, advertising-id, birth-date, card, device-id, email, imei, location, mac, name, password, phone, serial; name a `type`",
        ),
        (
            "account_auth",
            "account",
            "line 14, column 8: no data type is called `account`",
        ),
        (
            "KX-7731-ZZ",
            "KX-7",
            "line 15, column 6: a text of fewer than 5 letters is in everything",
        ),
    ] {
        let faults = KnownValues::default()
            .add(&TEXT.replace(from, to))
            .unwrap_err();
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(said, [want]);
    }
    for end in 0..TEXT.len() {
        let _read_or_refused = KnownValues::default().add(&TEXT[..end]);
    }
}
