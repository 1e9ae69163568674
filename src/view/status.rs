//! Captures and problems become the line at the bottom.

mod keys;

use std::collections::BTreeMap;

use super::amount::{bytes, count, counted, duration};
use super::filter::{Key, Value, term_text};
use super::place::sentence_case;
use super::plain_text::plain_text;
use super::screen::{DeviceRow, ProblemRow, Status};
use super::when::{nanos_between, stretch};
use crate::analysis::devices::Device;
use crate::analysis::model::Analysis;
use crate::capture::problem::{Problem, Spot};
use crate::flow::model::LocalRule;
use crate::reference::age::Distance;
use crate::reference::{TableInfo, TableKind};
use crate::tag::round_trip::gate::Off;

/// The line at the bottom and the list of problems.
pub fn status(analysis: &Analysis) -> Status {
    Status {
        text: text(analysis),
        problems: analysis
            .problems
            .iter()
            .enumerate()
            .map(|(place, p)| problem_row(analysis, place, p))
            .collect(),
        local_text: local_text(analysis),
        devices: analysis.devices.iter().map(device_row).collect(),
        keys_text: keys::text(analysis),
        keys_note: keys::note(analysis),
        by_hand_text: by_hand_text(analysis),
        distances_text: distances_text(analysis),
        distances_note: distances_note(analysis),
        hash_text: hash_text(analysis),
        databases_text: tables_with_age(analysis),
    }
}

/// The country tables with their dates.
pub fn country_tables_text(analysis: &Analysis, between: &str) -> String {
    let tables = analysis.reference_tables();
    tables_text(
        tables
            .iter()
            .filter(|table| matches!(table.kind, TableKind::Country | TableKind::Region)),
        between,
    )
}

fn tables_text<'a>(tables: impl IntoIterator<Item = &'a TableInfo>, between: &str) -> String {
    let texts: Vec<String> = tables
        .into_iter()
        .map(|table| format!("{} {}", plain_text(&table.title), plain_text(&table.dated)))
        .collect();
    texts.join(between)
}

/// All tables with their dates, and how far they are from the capture where that is much.
fn tables_with_age(analysis: &Analysis) -> String {
    let capture = analysis.tables.first_day;
    let tables = analysis.reference_tables().iter();
    let texts: Vec<String> = tables
        .map(|table| {
            let dated = tables_text([table], "");
            let far = capture.and_then(|capture| Distance::between(&table.dated, capture));
            far.map_or(dated.clone(), |far| format!("{dated} ({})", far.label()))
        })
        .collect();
    texts.join(" · ")
}

fn text(analysis: &Analysis) -> String {
    let captures = &analysis.captures;
    let packets = captures
        .iter()
        .fold(0_u64, |sum, c| sum.saturating_add(c.frames));
    let mut parts = vec![
        counted(captures.len() as u64, "capture", "captures"),
        counted(packets, "packet", "packets"),
        counted(analysis.flows.len() as u64, "flow", "flows"),
    ];
    if let Some(all) = stretch(analysis) {
        parts.push(duration(nanos_between(all.from, all.to)));
    }
    if !analysis.complete {
        parts.push("not read to the end".into());
    }
    parts.join(" · ")
}

fn problem_row(analysis: &Analysis, place: usize, problem: &Problem) -> ProblemRow {
    let capture = analysis.capture(problem.capture);
    let what = sentence_case(&plain_text(&problem.what));
    ProblemRow {
        capture: capture.map_or_else(String::new, |c| plain_text(&c.name)),
        place: spot_text(problem.first),
        what: match problem.count {
            0 | 1 => what,
            many => format!("{what} ({} times)", count(many)),
        },
        meaning: sentence_case(&plain_text(&problem.meaning)),
        flows: touched(analysis, place, problem),
    }
}

/// What shows the flows that a problem touches.
fn touched(analysis: &Analysis, place: usize, problem: &Problem) -> Option<(String, String)> {
    let mut affected = analysis.affected.iter();
    let flows = &affected.find(|a| a.problem == place)?.flows;
    let words = format!("Show {}", counted(flows.len() as u64, "flow", "flows"));
    let value = Value::Exactly(problem.what.to_lowercase());
    Some((words, term_text(Key::Problem, value)))
}

fn spot_text(spot: Spot) -> String {
    let frame = spot.frame.map(|frame| format!("frame {}", count(frame)));
    let offset = spot.offset.map(|offset| format!("byte {}", count(offset)));
    let parts: Vec<String> = frame.into_iter().chain(offset).collect();
    parts.join(", ")
}

fn device_row(device: &Device) -> DeviceRow {
    DeviceRow {
        address: device.address,
        is_local: device.is_local,
        text: format!(
            "{} · {} sent, {} received",
            device.address,
            bytes(device.sent),
            bytes(device.received)
        ),
    }
}

/// The rules that decided which side is local; with numbers where several did.
fn local_text(analysis: &Analysis) -> String {
    let mut rules: BTreeMap<LocalRule, u64> = BTreeMap::new();
    for (rule, flows) in analysis.captures.iter().flat_map(|c| &c.local_rules) {
        let sum = rules.entry(*rule).or_default();
        *sum = sum.saturating_add(*flows);
    }
    rules.retain(|_, flows| *flows > 0);
    let one = rules.len() == 1;
    let texts: Vec<String> = rules
        .iter()
        .map(|(rule, flows)| match one {
            true => rule.label().to_owned(),
            false => format!("{} ({})", rule.label(), counted(*flows, "flow", "flows")),
        })
        .collect();
    match texts.is_empty() {
        true => String::new(),
        false => format!("Local side: {}", texts.join(", ")),
    }
}

/// Only where the user entered a place to measure from: else nothing is missed.
fn distances_text(analysis: &Analysis) -> String {
    let is_asked = analysis.stated.place.is_some();
    match is_asked && off(analysis).next().is_some() {
        true => "distances not used".to_owned(),
        false => String::new(),
    }
}

fn distances_note(analysis: &Analysis) -> String {
    let lines = off(analysis).map(|(name, off)| format!("{name}: {}", plain_text(&off.label())));
    let lines: Vec<String> = lines.collect();
    lines.join("\n")
}

/// Captures of which round trips are not believed, and why.
fn off(analysis: &Analysis) -> impl Iterator<Item = (String, &Off)> {
    let gates = analysis.captures.iter().zip(&analysis.tables.gates);
    gates.filter_map(|(capture, off)| Some((plain_text(&capture.name), off.as_ref()?)))
}

fn by_hand_text(analysis: &Analysis) -> String {
    let by_hand = &analysis.stated.by_hand;
    if by_hand.entries.is_empty() {
        return String::new();
    }
    let files = by_hand.files.iter().map(|(name, _)| plain_text(name));
    let files: Vec<String> = files.collect();
    let types = counted(by_hand.entries.len() as u64, "type", "types");
    format!("set by hand: {types}, {}", files.join(", "))
}

/// `sha256 9f2c…e1`: enough to compare by eye; exports carry the whole.
fn hash_text(analysis: &Analysis) -> String {
    let [capture] = analysis.captures.as_slice() else {
        return String::new();
    };
    let parts = capture
        .sha256
        .as_deref()
        .and_then(|hash| Some((hash.get(..4)?, hash.get(hash.len().checked_sub(2)?..)?)));
    parts.map_or_else(String::new, |(start, end)| format!("sha256 {start}…{end}"))
}
