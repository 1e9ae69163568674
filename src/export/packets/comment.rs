//! What is written down of a flow beside its first packet, and of a capture before all of them.

use crate::analysis::model::{Analysis, CaptureSummary};
use crate::claim::sentence::reasons;
use crate::export::provenance::FIRST_HOP;
use crate::flow::model::FlowId;
use crate::tag::model::AddressTag;
use crate::view::place::label;
use crate::view::plain_text::{plain_prose, plain_text};
use crate::view::screen::Screen;
use crate::view::table::{data_type, destination};

/// Where a flow went, what it presumably is, what the claim says; nothing is redacted, as in the packets.
pub fn of_flow(screen: &Screen, id: FlowId) -> Option<String> {
    let analysis = &*screen.analysis;
    let flow = analysis.flows.get(id.0 as usize)?;
    let tags = analysis.tags.get(id.0 as usize)?;
    let address = analysis.tables.address_of(tags);
    let data = match data_type(tags.data) {
        Some(words) => format!("presumably {words} ({})", tags.data.grade.label()),
        None => "not classified".to_owned(),
    };
    let parts = [
        format!("Whither: flow {}", id.0),
        format!("Destination: {}", destination(analysis, flow, tags)),
        format!("Country: {}", country(address)),
        format!("Data type: {data}"),
    ];
    let parts = parts.into_iter().chain(verdict(analysis, id));
    Some(parts.collect::<Vec<_>>().join(". "))
}

/// `Singapore (probable)`; where there is none, why.
fn country(address: Option<&AddressTag>) -> String {
    let Some(address) = address else {
        return "not known".to_owned();
    };
    let place = label(&address.place);
    match address.place.grade() {
        Some(grade) => format!("{place} ({})", grade.token()),
        None => place,
    }
}

fn verdict(analysis: &Analysis, id: FlowId) -> Option<String> {
    let judged = analysis.judged.as_ref()?;
    let verdict = judged.of(id.0 as usize)?;
    let because = reasons(verdict, &judged.claim).join("; ");
    Some(format!(
        "Verdict: {}: {}",
        verdict.word.label(),
        plain_prose(&because)
    ))
}

/// What the packets of a capture are, where they are from, and what their comments do not say.
pub fn of_capture(screen: &Screen, capture: &CaptureSummary, flows: usize) -> String {
    let hash = capture.sha256.as_deref();
    let filter = match screen.query.filter.trim() {
        "" => "none".to_owned(),
        filter => format!("`{}`", plain_text(filter)),
    };
    let all = screen.analysis.flows.len();
    let mut lines = vec![
        format!(
            "Packets of {flows} flows, chosen by Whither {} from {} (SHA-256 {})",
            env!("CARGO_PKG_VERSION"),
            plain_text(&capture.name),
            hash.unwrap_or("not computed"),
        ),
        format!("Filter: {filter}; flows in all open captures: {all}"),
    ];
    if let Some(judged) = &screen.analysis.judged {
        lines.push(format!("Claim: {}", plain_text(&judged.claim.title)));
    }
    lines.push(format!(
        "{FIRST_HOP}. Data types are presumed. Nothing is redacted in this file. Secrets of the capture are not copied."
    ));
    lines.join("\n")
}
