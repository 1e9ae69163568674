//! The sheet of a claim as one JSON object, keys sorted: the same for the same files.

use serde_json::{Value, json};

use super::provenance::Provenance;
use crate::analysis::judged::Judged;
use crate::analysis::model::Analysis;
use crate::claim::sentence::limits;
use crate::claim::verdict::Word;
use crate::view::claim_sheet::{Amount, Bar, ClaimSheet, Promise, of_word};
use crate::view::query::Query;
use crate::view::redact::Redaction;

/// The shape of the JSON object.
const SCHEMA: u32 = 1;

/// The object.
pub fn object(analysis: &Analysis, judged: &Judged, sheet: &ClaimSheet) -> Value {
    let claim = &judged.claim;
    let captures = analysis.captures.iter();
    let (contradicting, assessed) = sheet.assessed();
    let open = of_word(&sheet.totals, Word::CannotTell).flows;
    json!({
        "schema": SCHEMA,
        "claim": {
            "file": claim.file.as_ref().map(|file| json!({"name": file.name, "sha256": file.sha256})),
            "id": claim.id, "title": claim.title, "source": claim.source, "url": claim.url, "quote": claim.quote,
            "stated": claim.stated.to_string(), "checked": claim.checked.map(|day| day.to_string()),
            "asserts": claim.asserts.token(), "subject": claim.subject.name,
            "from": claim.from.map(|day| day.to_string()), "to": claim.to.map(|day| day.to_string()),
        },
        "captures": captures.map(|one| json!({"name": one.name, "sha256": one.sha256})).collect::<Vec<_>>(),
        "headline": sheet.headline,
        "contradicting_flows": contradicting,
        "assessed_flows": assessed,
        "flows_in_question": assessed + open,
        "totals": bar_object(&sheet.totals),
        "cannot_tell_because": sheet.doubts.iter().map(|(because, amount, decider)| json!({
            "because": because.token(), "amount": amount_object(*amount), "would_decide": decider,
        })).collect::<Vec<_>>(),
        "not_tied_to_subject": amount_object(sheet.hidden),
        "sources": Provenance::of(analysis, &Query::default()).lines(),
        "promises": sheet.promises.iter().map(promise_object).collect::<Vec<_>>(),
        "limits": limits(claim),
    })
}

/// The same, with what tells of the captured side taken out of its texts, and said.
pub fn redacted(object: Value, redaction: &Redaction) -> Value {
    let mut object = without_local(object, redaction);
    if let Value::Object(fields) = &mut object {
        fields.insert("redaction".to_owned(), redaction.mark().into());
    }
    object
}

/// What tells of the captured side is taken out of every text of a value.
pub fn without_local(value: Value, redaction: &Redaction) -> Value {
    match value {
        Value::String(text) => Value::String(redaction.text(&text)),
        Value::Array(all) => {
            let all = all.into_iter();
            Value::Array(all.map(|one| without_local(one, redaction)).collect())
        }
        Value::Object(fields) => {
            let fields = fields.into_iter();
            Value::Object(
                fields
                    .map(|(key, one)| (key, without_local(one, redaction)))
                    .collect(),
            )
        }
        other => other,
    }
}

fn amount_object(amount: Amount) -> Value {
    json!({"flows": amount.flows, "sent_bytes": amount.sent, "received_bytes": amount.received})
}

fn bar_object(bar: &Bar) -> Value {
    bar.iter()
        .map(|(word, amount)| (word.token(), amount_object(*amount)))
        .collect()
}

fn promise_object(promise: &Promise) -> Value {
    json!({
        "class": promise.class,
        "allows": promise.where_to,
        "line": promise.line.as_ref().map(|(number, _)| number),
        "totals": bar_object(&promise.bar),
        "top": promise.top.iter().map(|group| json!({
            "destination": group.destination, "countries": group.countries, "verdict": group.word.token(),
            "amount": amount_object(group.amount), "first_flow": group.first_flow,
            "because": group.reasons, "would_decide": group.would_decide,
        })).collect::<Vec<_>>(),
    })
}
