//! What a result rests on becomes CSV: one row a reason, with the flow it is about, the frame that showed it, the rule
//! or table that reads it, and that rule's date or page.
//!
//! Reasons are of two sorts: what the traffic itself states, and what tables, rules and the claim make of it.

mod seen;

use super::csv_file::neutral;
use super::error::ExportError;
use crate::analysis::model::Analysis;
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
pub const COLUMNS: [&str; 11] = [
    "capture", "flow", "frame", "at_utc", "about", "rule", "says", "weight", "seen", "source",
    "dated",
];

/// One reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Row {
    frame: Option<u64>,
    at: String,
    /// `traffic`, `data-type`, `country`, `verdict`.
    about: &'static str,
    rule: String,
    says: String,
    weight: String,
    seen: String,
    source: String,
    dated: String,
}

/// The reasons for every row of the screen's table, flow by flow in the order of the captures.
pub fn table(screen: &Screen, redaction: &Redaction) -> Result<Vec<u8>, ExportError> {
    let analysis = &*screen.analysis;
    let mut ids: Vec<FlowId> = screen.table.order.iter().copied().collect();
    ids.sort_unstable();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(ExportError::Csv)?;
    for id in ids {
        let index = id.0 as usize;
        let (Some(flow), Some(tags)) = (analysis.flows.get(index), analysis.tags.get(index)) else {
            continue;
        };
        let capture = analysis.capture(flow.capture);
        let capture = capture.map_or_else(String::new, |capture| plain_text(&capture.name));
        for row in rows(analysis, id, (flow, tags), redaction) {
            let cells = row.cells(&capture, id).map(neutral);
            writer.write_record(cells).map_err(ExportError::Csv)?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}

impl Row {
    fn cells(self, capture: &str, id: FlowId) -> [String; COLUMNS.len()] {
        [
            capture.to_owned(),
            id.0.to_string(),
            self.frame
                .map_or_else(String::new, |frame| frame.to_string()),
            self.at,
            self.about.to_owned(),
            self.rule,
            self.says,
            self.weight,
            self.seen,
            self.source,
            self.dated,
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
        at: item.at.map_or_else(String::new, |at| at.to_string()),
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
        at: flow.start.map_or_else(String::new, |at| at.to_string()),
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
        weight: format!("{:.2}", item.weight),
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
