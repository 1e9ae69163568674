//! A flow becomes the questions of the why panel: each answer with what said so, and when.

mod app;
mod asked_for;
mod counted;
mod data_type;
mod edge;
mod name;
mod owner;
mod place;
mod protocol;
mod round_trip;
mod tls;
mod verdict;

use super::amount::count;
use super::screen::{Role, Topic, Why, WhyQuestion, WhyReason};
use super::table::{destination, protocols};
use super::when::{crosses_midnight, moment};
use crate::analysis::model::Analysis;
use crate::evidence::item::Evidence;
use crate::flow::model::{Endpoint, Flow, FlowId};
use crate::tag::model::Tags;

/// The flow that is asked about.
struct Asked<'a> {
    analysis: &'a Analysis,
    id: FlowId,
    flow: &'a Flow,
    tags: &'a Tags,
    evidence: &'a [Evidence],
}

/// Reasons for one flow; `None` where there is no such flow.
pub fn why(analysis: &Analysis, id: FlowId) -> Option<Why> {
    let asked = Asked {
        analysis,
        id,
        flow: analysis.flows.get(id.0 as usize)?,
        tags: analysis.tags.get(id.0 as usize)?,
        evidence: analysis.evidence_of(id.0 as usize),
    };
    let mut questions = Vec::from_iter(verdict::verdict_question(&asked));
    questions.push(name::name_question(&asked));
    questions.extend(app::app_question(&asked));
    if let Some(tag) = analysis.tables.address_of(asked.tags) {
        questions.push(place::where_question(&asked, tag));
        questions.extend(round_trip::how_far_question(&asked, tag));
        questions.push(place::who_question(&asked, tag));
    }
    questions.push(owner::owner_question(&asked));
    questions.push(owner::party_question(&asked));
    questions.push(data_type::data_type_question(&asked));
    questions.extend(protocol::tunnel_question(&asked));
    questions.extend(protocol::protocol_question(&asked));
    questions.extend(tls::tls_question(&asked));
    questions.extend(asked_for::requests_question(&asked));
    questions.push(counted::local_question(&asked));
    questions.push(counted::counted_question(&asked));
    Some(Why {
        flow: id,
        title: destination(analysis, asked.flow, asked.tags),
        subtitle: subtitle(&asked),
        questions,
    })
}

fn subtitle(asked: &Asked) -> String {
    let flow = asked.flow;
    let mut parts = vec![
        protocols(asked.analysis, flow, asked.tags),
        format!("{} → {}", end_text(flow.client), end_text(flow.server)),
    ];
    if let (Some(start), Some(end)) = (flow.start, flow.end) {
        let with_day = crosses_midnight(asked.analysis);
        parts.push(format!(
            "{} – {}",
            moment(start, with_day),
            moment(end, with_day)
        ));
    }
    parts.join(" · ")
}

/// `10.0.0.23:51844`, `[2001:db8::1]:443`, `10.0.0.23`.
fn end_text(end: Endpoint) -> String {
    match end.port {
        Some(port) => std::net::SocketAddr::new(end.ip, port).to_string(),
        None => end.ip.to_string(),
    }
}

fn reason(text: impl Into<String>, source: impl Into<String>) -> WhyReason {
    WhyReason {
        text: text.into(),
        source: source.into(),
        role: Role::Own,
    }
}

/// A reason that is true of every flow with such an answer.
fn always(text: impl Into<String>) -> WhyReason {
    WhyReason {
        role: Role::Always,
        ..reason(text, "")
    }
}

fn question(title: impl Into<String>, grade: &str, reasons: Vec<WhyReason>) -> WhyQuestion {
    question_about(Topic::Other, title, grade, reasons)
}

fn question_about(
    topic: Topic,
    title: impl Into<String>,
    grade: &str,
    reasons: Vec<WhyReason>,
) -> WhyQuestion {
    WhyQuestion {
        title: title.into(),
        grade: grade.into(),
        topic,
        reasons,
        verdict: None,
    }
}

fn frame_text(frame: u64) -> String {
    format!("frame {}", count(frame))
}
