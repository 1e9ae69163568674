//! What a result rests on becomes CSV: one row a reason, with the flow it is about, the frame that showed it, the rule
//! or table that reads it, and that rule's date or page.
//!
//! Reasons are of two sorts: what the traffic itself states, and what tables, rules and the claim make of it.

mod seen;

use super::columns::{Cell, Column, fraction, number, text, time};
use super::csv_file::csv_of;
use super::error::ExportError;
use crate::analysis::model::Analysis;
use crate::capture::frame::Time;
use crate::claim::sentence::{reasons, would_decide};
use crate::evidence::item::Evidence;
use crate::flow::model::{Flow, FlowId};
use crate::tag::data_type::signs::{Sign, Vote};
use crate::tag::model::Tags;
use crate::tag::witness::{Source, Witness};
use crate::view::plain_text::plain_text;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// Columns in order. Never renamed or reordered without a note.
pub const COLUMNS: [Column; 11] = [
    text("capture"),
    number("flow"),
    number("frame"),
    time("at_utc"),
    text("about"),
    text("rule"),
    text("says"),
    fraction("weight"),
    text("seen"),
    text("source"),
    text("dated"),
];

/// One reason.
#[derive(Clone, Debug, Default, PartialEq)]
struct Row {
    frame: Option<u64>,
    at: Option<Time>,
    /// `traffic`, `data-type`, `country`, `verdict`.
    about: &'static str,
    rule: String,
    says: String,
    weight: Option<f32>,
    seen: String,
    source: String,
    dated: String,
}

/// The reasons for every row of the screen's table, flow by flow in the order of the captures.
pub fn table(screen: &Screen, redaction: &Redaction) -> Result<Vec<u8>, ExportError> {
    csv_of(&COLUMNS, cells(screen, redaction))
}

/// The same as cells.
pub fn cells<'a>(
    screen: &'a Screen,
    redaction: &'a Redaction,
) -> impl Iterator<Item = [Cell; COLUMNS.len()]> + 'a {
    let analysis = &*screen.analysis;
    let mut ids: Vec<FlowId> = screen.table.order.iter().copied().collect();
    ids.sort_unstable();
    ids.into_iter().flat_map(move |id| {
        let index = id.0 as usize;
        let flow = analysis.flows.get(index).zip(analysis.tags.get(index));
        let rows = flow.map(|flow| rows(analysis, id, flow, redaction));
        let capture = flow.and_then(|(flow, _)| analysis.capture(flow.capture));
        let capture = capture.map_or_else(String::new, |capture| plain_text(&capture.name));
        let rows = rows.unwrap_or_default().into_iter();
        rows.map(move |row| row.cells(&capture, id))
    })
}

impl Row {
    fn cells(self, capture: &str, id: FlowId) -> [Cell; COLUMNS.len()] {
        [
            capture.into(),
            u64::from(id.0).into(),
            self.frame.into(),
            self.at.into(),
            self.about.into(),
            self.rule.into(),
            self.says.into(),
            Cell::Fraction(self.weight),
            self.seen.into(),
            self.source.into(),
            self.dated.into(),
        ]
    }
}

fn rows(
    analysis: &Analysis,
    id: FlowId,
    (flow, tags): (&Flow, &Tags),
    redaction: &Redaction,
) -> Vec<Row> {
    let own = analysis.evidence_of(id.0 as usize);
    let mut rows: Vec<Row> = own.iter().map(|item| stated(item, redaction)).collect();
    let votes = analysis.votes_for(id, tags, own);
    let mut signs: Vec<Row> = votes.iter().map(|vote| sign(vote, redaction)).collect();
    signs.dedup();
    rows.extend(signs);
    let address = analysis.tables.address_of(tags);
    let witnesses = address.map_or(&[][..], |address| &address.witnesses);
    rows.extend(witnesses.iter().filter_map(|one| witness(analysis, one)));
    rows.extend(verdict(analysis, id, redaction));
    if rows.is_empty() {
        rows.push(nothing(flow));
    }
    rows
}

/// What a frame of the flow states.
fn stated(item: &Evidence, redaction: &Redaction) -> Row {
    let (rule, seen) = seen::of(&item.fact, redaction);
    Row {
        frame: Some(item.frame),
        at: item.at,
        about: "traffic",
        rule: rule.to_owned(),
        seen,
        ..Row::default()
    }
}

/// A flow of which only its packets are known has its row all the same.
fn nothing(flow: &Flow) -> Row {
    Row {
        frame: Some(flow.first_frame),
        at: flow.start,
        about: "traffic",
        rule: "none".to_owned(),
        seen: "nothing that was read states anything".to_owned(),
        ..Row::default()
    }
}

/// What speaks for a data type.
fn sign(vote: &Vote<'_>, redaction: &Redaction) -> Row {
    let item = vote.item();
    let rule = match &vote.sign {
        Sign::Host(rule, _) | Sign::Word(rule, _) | Sign::Network(rule, _) => Some(rule),
        Sign::Content(_, rule, _) => Some(rule),
        _ => None,
    };
    Row {
        frame: item.frame,
        about: "data-type",
        rule: item.rule,
        says: item.data_type.token().to_owned(),
        weight: Some(item.weight),
        seen: redaction.text(&item.saw),
        source: rule.map_or_else(String::new, |rule| plain_text(&rule.url)),
        dated: rule.map_or_else(String::new, |rule| plain_text(&rule.checked)),
        ..Row::default()
    }
}

/// What a table, or the operator itself, says of the place.
fn witness(analysis: &Analysis, witness: &Witness) -> Option<Row> {
    let (rule, source, dated) = match witness.source {
        Source::Database(table) | Source::CloudRange(table) => {
            let table = analysis.reference_tables().get(table)?;
            (&*table.token, &*table.title, &*table.dated)
        }
        Source::Name(id) => {
            let region = analysis.reference.region(id)?;
            (
                &*region.token,
                "region in the host's own name",
                &*region.checked,
            )
        }
    };
    let seen = match (witness.says, witness.counts) {
        (None, _) => "has no answer".to_owned(),
        (Some(code), true) => format!("says {}", code.name()),
        (Some(code), false) => format!(
            "says {}; another edition is nearer to the capture, and counts",
            code.name()
        ),
    };
    Some(Row {
        about: "country",
        rule: plain_text(rule),
        says: witness
            .says
            .map_or_else(String::new, |code| code.to_string()),
        seen,
        source: plain_text(source),
        dated: plain_text(dated),
        ..Row::default()
    })
}

/// What the claim says of it, reason by reason.
fn verdict(analysis: &Analysis, id: FlowId, redaction: &Redaction) -> Vec<Row> {
    let judged = analysis.judged.as_ref();
    let Some((judged, verdict)) = judged.and_then(|one| Some((one, one.of(id.0 as usize)?))) else {
        return Vec::new();
    };
    let decider = verdict.decider.map(would_decide);
    let decider = decider.map(|fact| format!("would decide it: {fact}"));
    let told = reasons(verdict, &judged.claim).into_iter().chain(decider);
    let file = judged.claim.file.as_ref();
    told.map(|reason| Row {
        about: "verdict",
        rule: verdict.because.token().to_owned(),
        says: verdict.word.token().to_owned(),
        seen: redaction.text(&reason),
        source: file.map_or_else(String::new, |file| plain_text(&file.name)),
        dated: judged.claim.stated.to_string(),
        ..Row::default()
    })
    .collect()
}
