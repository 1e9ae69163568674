//! Whole messages → grades.

use std::sync::Arc;

use super::*;
use crate::flow::model::FlowId;
use crate::reference::data_type::DataType;
use crate::tag::data_type::grade::{DataGrade, judge};
use crate::wire::message::web::{Fields, Version};

const PACK: &str = r#"
schema = "whither-rules/1"
pack = "content"
version = "1"
[sources]
own = { url = "https://one.example/", checked = "2026-11-24", basis = "name" }
[[key]]
id = "who"
names = ["email", "first_name"]
type = "contact_identity"
source = "own"
[[key]]
id = "where"
names = ["lat", "lon", "location"]
type = "location"
source = "own"
[[key]]
id = "device"
names = ["device_id", "imei"]
type = "device_identifiers"
source = "own"
[[key]]
id = "pay"
names = ["order_id", "amount"]
type = "payments_commerce"
source = "own"
[[query]]
id = "device-query"
names = ["idfa"]
type = "device_identifiers"
source = "own"
[[cookie]]
id = "session"
names = ["sessionid"]
type = "account_auth"
source = "own"
"#;

fn item(fact: Fact) -> Evidence {
    Evidence {
        flow: FlowId(0),
        frame: 7,
        at: None,
        fact,
    }
}

fn body(of: BodyOf, content_type: &str, bytes: &[u8]) -> Evidence {
    item(Fact::Body(Arc::new(Body {
        of,
        stream: None,
        head_frame: 7,
        content_type: Some(content_type.into()),
        is_opened: true,
        bytes: bytes.to_vec(),
    })))
}

fn request(path: &str, cookie: &str) -> Evidence {
    let mut fields = Fields::default();
    fields.add("cookie", cookie.as_bytes());
    item(Fact::Request(Arc::new(Request {
        version: Version::Http1,
        stream: None,
        method: "GET".into(),
        host: None,
        target: None,
        path: path.into(),
        protocol: None,
        fields,
    })))
}

fn check(own: &[Evidence], want: Option<DataType>, grade: DataGrade) {
    let mut rules = Rules::default();
    rules.add(PACK, false).unwrap();
    let votes = of_messages(None, own, &rules);
    let got = judge(&votes);
    let said: Vec<_> = votes.iter().map(|vote| vote.item().saw).collect();
    assert_eq!((got.first, got.grade), (want, grade), "{said:?}");
}

#[test]
fn what_the_device_sends_is_graded_by_names_and_values() {
    let json = |text: &str| [body(BodyOf::Request, "application/json", text.as_bytes())];
    let (who, device) = (DataType::ContactIdentity, DataType::DeviceIdentifiers);
    check(
        &json(r#"{"u":{"email":"a@b.example"}}"#),
        Some(who),
        DataGrade::Strong,
    );
    check(
        &json(r#"{"device":{"id":"ab12cd34"}}"#),
        Some(device),
        DataGrade::Strong,
    );
    check(
        &json(r#"{"lat":52.51,"lon":13.37}"#),
        Some(DataType::Location),
        DataGrade::Strong,
    );
    check(
        &json(r#"{"order_id":"77"}"#),
        Some(DataType::PaymentsCommerce),
        DataGrade::Weak,
    );
    let both = json(r#"{"order_id":"77","amount":"9.50"}"#);
    check(&both, Some(DataType::PaymentsCommerce), DataGrade::Strong);
    let query = [request("/a?idfa=6D92078A-8246-4BA4-AE5B-76104861E7DC", "")];
    check(&query, Some(device), DataGrade::Strong);
    let cookie = [request("/a", "sessionid=secret; b=1")];
    check(&cookie, Some(DataType::AccountAuth), DataGrade::Weak);
    let proto = [body(
        BodyOf::Request,
        "application/x-protobuf",
        b"\x0a\x0ba@b.example",
    )];
    check(&proto, Some(who), DataGrade::Moderate);
    let picture = [body(
        BodyOf::Request,
        "application/octet-stream",
        b"\xff\xd8\xff\xe0",
    )];
    check(
        &picture,
        Some(DataType::UserContentUpload),
        DataGrade::Strong,
    );
}

#[test]
fn decoys_and_answers_say_next_to_nothing() {
    let json = |text: &str| [body(BodyOf::Request, "application/json", text.as_bytes())];
    check(
        &json(r#"{"title":"Location","latency":52.51}"#),
        None,
        DataGrade::None,
    );
    check(
        &json(r#"{"location":"/home"}"#),
        Some(DataType::Location),
        DataGrade::Weak,
    );
    check(
        &json(r#"{"email":""}"#),
        Some(DataType::ContactIdentity),
        DataGrade::Weak,
    );
    check(
        &json(r#"{"request_id":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"}"#),
        None,
        DataGrade::None,
    );
    let answer = [body(
        BodyOf::Response,
        "application/json",
        br#"{"email":"a@b.example"}"#,
    )];
    check(&answer, None, DataGrade::None);
}

#[test]
fn nothing_that_is_shown_holds_a_value() {
    let mut rules = Rules::default();
    rules.add(PACK, false).unwrap();
    let own = [body(
        BodyOf::Request,
        "application/json",
        br#"{"email":"ada@b.example"}"#,
    )];
    for vote in of_messages(None, &own, &rules) {
        assert!(!vote.item().saw.contains("ada"), "{:?}", vote.item());
    }
}

#[test]
fn known_values_are_told_by_their_kind_wherever_they_are_sent() {
    let mut rules = Rules::default();
    rules
        .add_known(
            "schema = \"whither-known/1\"\n[[value]]\nkind = \"email\"\nis = \"anna.berg@mail.example\"",
        )
        .unwrap();
    let sha256 = crate::reference::provenance::sha256_of("anna.berg@mail.example");
    let json = body(
        BodyOf::Request,
        "application/json",
        format!("{{\"q\": \"{sha256}\"}}").as_bytes(),
    );
    let escaped = request("/v1?m=anna.berg%40mail.example", "");
    let answer = body(BodyOf::Response, "application/json", sha256.as_bytes());
    let said = |own: &[Evidence]| {
        let votes = of_messages(None, own, &rules);
        let mut said: Vec<String> = votes.iter().map(|vote| vote.item().saw).collect();
        said.sort();
        said.dedup();
        (judge(&votes).first, judge(&votes).grade, said)
    };
    let (contact, strong) = (Some(DataType::ContactIdentity), DataGrade::Strong);
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    let found: Vec<String> = lines(&[
        "the body holds the known value «email», as SHA-256",
        "the body's field `q` holds the known value «email», as SHA-256",
    ]);
    assert_eq!(said(&[json]), (contact, strong, found));
    let found: Vec<String> = lines(&[
        "the query's `m` holds the known value «email», as text",
        "the query's `m` holds «redacted:email»",
        "the target of the request holds the known value «email», as text",
    ]);
    assert_eq!(said(&[escaped]), (contact, strong, found));
    assert_eq!(said(&[answer]), (None, DataGrade::None, Vec::new()));
}
