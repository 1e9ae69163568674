//! `whither check --claim FILE CAPTURE...`: the sheet of a claim, as text or as one JSON object.

use std::io::Write;

use serde_json::{Value, json};

use super::arguments::{Format, Inputs};
use super::flows::{CommandError, Outcome, analysis};
use crate::analysis::judged::Judged;
use crate::analysis::model::Analysis;
use crate::claim::model::Claim;
use crate::claim::sentence::{LIMITS, dates, lowered};
use crate::claim::verdict::Word;
use crate::view::amount::{bytes, counted};
use crate::view::claim_sheet::{Amount, Bar, ClaimSheet, Group, Promise, of_word};
use crate::view::plain_text::plain_text;

/// The shape of the JSON object.
const SCHEMA: u32 = 1;

/// Prints the sheet.
pub fn print_check(
    inputs: &Inputs,
    format: Format,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let analysis = analysis(inputs, true)?;
    let Some(judged) = &analysis.judged else {
        return Ok(Outcome::NothingAssessed);
    };
    let sheet = ClaimSheet::new(&analysis, judged);
    match format {
        Format::Text => text(&analysis, judged, &sheet, out)?,
        Format::Json => {
            let object = object(&analysis, judged, &sheet);
            serde_json::to_writer_pretty(&mut *out, &object)
                .map_err(|error| CommandError::Write(error.into()))?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(match sheet.assessed() {
        (_, 0) => Outcome::NothingAssessed,
        (0, _) => Outcome::Whole,
        _ => Outcome::Contradicted,
    })
}

/// Text of the user's or a capture's, a line at a time, without what moves or hides its neighbours.
fn line(out: &mut impl Write, text: &str) -> Result<(), CommandError> {
    let characters: Vec<char> = text.chars().collect();
    for part in characters.chunks(crate::view::plain_text::MAX_CHARS) {
        write!(out, "{}", plain_text(&part.iter().collect::<String>()))?;
    }
    writeln!(out)?;
    Ok(())
}

fn text(
    analysis: &Analysis,
    judged: &Judged,
    sheet: &ClaimSheet,
    out: &mut impl Write,
) -> Result<(), CommandError> {
    let claim = &judged.claim;
    line(
        out,
        &format!(
            "Question: does the traffic of {} agree with this claim?",
            claim.subject.name
        ),
    )?;
    about(claim, out)?;
    for capture in &analysis.captures {
        let sum = capture.sha256.as_deref().unwrap_or("not computed");
        line(out, &format!("Capture: {} (SHA-256 {sum})", capture.name))?;
    }
    writeln!(out)?;
    line(out, &format!("Result: {}.", sheet.headline))?;
    print_bar(&sheet.totals, out)?;
    for (because, amount, decider) in &sheet.doubts {
        let because = because.token().replace('-', " ");
        line(
            out,
            &format!(
                "  cannot tell: {because}, {}; would decide: {decider}",
                words(*amount)
            ),
        )?;
    }
    if sheet.hidden.flows > 0 {
        line(
            out,
            &format!(
                "  not tied to {}: {} in tunnels or without a name; what they carry is not part of this result",
                claim.subject.name,
                words(sheet.hidden)
            ),
        )?;
    }
    for promise in &sheet.promises {
        print_promise(promise, out)?;
    }
    writeln!(out)?;
    for limit in LIMITS
        .iter()
        .map(|limit| (*limit).to_owned())
        .chain(lowered(claim))
    {
        line(out, &limit)?;
    }
    Ok(())
}

fn about(claim: &Claim, out: &mut impl Write) -> Result<(), CommandError> {
    line(out, &format!("Claim: {}", claim.title))?;
    if let Some(quote) = &claim.quote {
        line(out, &format!("  “{quote}”"))?;
    }
    let url = claim
        .url
        .as_ref()
        .map_or(String::new(), |url| format!(", {url}"));
    line(
        out,
        &format!(
            "  Source: {}{url}; stated {}, holds {}, about {}",
            claim.source,
            claim.stated,
            dates(claim),
            claim.asserts.token()
        ),
    )
}

fn words(amount: Amount) -> String {
    let flows = counted(amount.flows, "flow", "flows");
    format!(
        "{flows}, {} sent, {} received",
        bytes(amount.sent),
        bytes(amount.received)
    )
}

fn print_bar<'a>(
    bar: impl IntoIterator<Item = &'a (Word, Amount)>,
    out: &mut impl Write,
) -> Result<(), CommandError> {
    for (word, amount) in bar {
        line(out, &format!("  {:<12} {}", word.label(), words(*amount)))?;
    }
    Ok(())
}

fn print_promise(promise: &Promise, out: &mut impl Write) -> Result<(), CommandError> {
    writeln!(out)?;
    line(
        out,
        &format!("Class {}: {}", promise.class, promise.where_to),
    )?;
    if let Some((number, text)) = &promise.line {
        line(out, &format!("  line {number} of the claim: {text}"))?;
    }
    let covered = promise.bar.iter();
    print_bar(covered.filter(|(word, _)| *word != Word::NotCovered), out)?;
    for group in &promise.top {
        print_group(group, out)?;
    }
    Ok(())
}

fn print_group(group: &Group, out: &mut impl Write) -> Result<(), CommandError> {
    line(
        out,
        &format!(
            "  - {}: {} ({}; flow {})",
            group.destination,
            group.word.label(),
            words(group.amount),
            group.first_flow
        ),
    )?;
    for reason in &group.reasons {
        line(out, &format!("      {reason}"))?;
    }
    match group.would_decide {
        Some(decider) => line(out, &format!("      would decide it: {decider}")),
        None => Ok(()),
    }
}

fn object(analysis: &Analysis, judged: &Judged, sheet: &ClaimSheet) -> Value {
    let claim = &judged.claim;
    let captures = analysis.captures.iter();
    let (contradicting, assessed) = sheet.assessed();
    let open = of_word(&sheet.totals, Word::CannotTell).flows;
    json!({
        "schema": SCHEMA,
        "claim": {
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
        "promises": sheet.promises.iter().map(promise_object).collect::<Vec<_>>(),
        "limits": LIMITS.iter().map(|limit| (*limit).to_owned()).chain(lowered(claim)).collect::<Vec<_>>(),
    })
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
