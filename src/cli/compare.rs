//! `whither compare A B`: what is new, gone and changed between two captures, as text or as JSON lines.

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::arguments::{Format, Inputs};
use super::flows::{CommandError, Outcome, analysis, analysis_by, outcome, print_line};
use crate::analysis::model::Analysis;
use crate::view::amount::counted;
use crate::view::compare::{Change, Compared, Comparison, Facts, LIMIT};

/// Reads both captures and prints how they differ.
pub fn print_compare(
    inputs: &Inputs,
    format: Format,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let of = |index: usize| {
        let captures = inputs.captures.get(index).cloned().into_iter().collect();
        Inputs {
            captures,
            ..inputs.clone()
        }
    };
    let before = analysis(&of(0), true)?;
    let tables = || Ok(Arc::clone(&before.reference));
    let after = analysis_by(&of(1), true, tables)?;
    let comparison = Comparison::new(&before, &after);
    match format {
        Format::Text => text(&before, &after, &comparison, out)?,
        Format::Json => lines(&before, &after, &comparison, out)?,
    }
    out.flush()?;
    Ok(match (outcome(&before), outcome(&after)) {
        (Outcome::Whole, Outcome::Whole) => Outcome::Whole,
        _ => Outcome::InPart,
    })
}

fn text(
    before: &Analysis,
    after: &Analysis,
    comparison: &Comparison,
    out: &mut impl Write,
) -> Result<(), CommandError> {
    for (mark, of) in [("A", before), ("B", after)] {
        for capture in &of.captures {
            let sum = capture.sha256.as_deref().unwrap_or("not computed");
            let flows = counted(of.flows.len() as u64, "flow", "flows");
            writeln!(out, "{mark}: {} ({flows}, SHA-256 {sum})", capture.name)?;
        }
    }
    writeln!(out)?;
    let counts = Change::ALL.map(|change| {
        let count = comparison.count(change);
        format!("{count} {}", change.token())
    });
    writeln!(out, "Destinations, A against B: {}", counts.join(", "))?;
    for line in comparison.only_lines() {
        writeln!(out, "  {line}")?;
    }
    for change in [Change::New, Change::Gone, Change::Changed] {
        let all = comparison.destinations.iter();
        let mut own = all.filter(|one| one.change == change).peekable();
        if own.peek().is_some() {
            writeln!(out, "\n{}", change.label())?;
        }
        for one in own {
            destination(one, out)?;
        }
    }
    writeln!(out, "\n{LIMIT}")?;
    Ok(())
}

fn destination(one: &Compared, out: &mut impl Write) -> Result<(), CommandError> {
    let mut details = one.details().into_iter();
    let sums = details.next().unwrap_or_default();
    writeln!(out, "  {}  {sums}", one.destination)?;
    for line in details {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

/// One destination.
#[derive(Serialize)]
struct Line<'a> {
    schema: u32,
    destination: &'a str,
    change: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differs: Vec<&'static str>,
    a: Value,
    b: Value,
}

fn lines(
    before: &Analysis,
    after: &Analysis,
    comparison: &Comparison,
    out: &mut impl Write,
) -> Result<(), CommandError> {
    let captures = |of: &Analysis| -> Vec<Value> {
        let all = of.captures.iter();
        all.map(|one| json!({"capture": one.name, "sha256": one.sha256}))
            .collect()
    };
    let counts: Map<String, Value> = Change::ALL
        .into_iter()
        .map(|change| (change.token().to_owned(), comparison.count(change).into()))
        .collect();
    print_line(
        &json!({"schema": 1, "a": captures(before), "b": captures(after), "destinations": counts}),
        out,
    )?;
    for one in &comparison.destinations {
        let line = Line {
            schema: 1,
            destination: &one.destination,
            change: one.change.token(),
            differs: one.differs.iter().map(|aspect| aspect.token()).collect(),
            a: object(one.before.as_ref()),
            b: object(one.after.as_ref()),
        };
        print_line(&line, out)?;
    }
    Ok(())
}

/// Nothing where the destination is not in the capture.
fn object(facts: Option<&Facts>) -> Value {
    let Some(facts) = facts else {
        return Value::Null;
    };
    let mut object = Map::new();
    object.insert("flows".into(), facts.flows.into());
    object.insert("sent".into(), facts.sent.into());
    object.insert("received".into(), facts.received.into());
    for (aspect, texts) in &facts.said {
        let texts: Vec<Value> = texts.iter().map(|text| text.as_str().into()).collect();
        object.insert(aspect.token().into(), texts.into());
    }
    Value::Object(object)
}
