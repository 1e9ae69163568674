//! Questions without an answer in the list become rows that say what is known of them.
//!
//! Evidence says which addresses and names answers gave. An answer that gave neither leaves none, so a question is
//! called unanswered only where nothing at all came back.

use std::collections::HashSet;
use std::net::IpAddr;

use super::{DnsRow, Outcome, by_flow, kind, row};
use crate::analysis::model::Analysis;
use crate::capture::frame::CaptureIndex;
use crate::evidence::item::{Evidence, Fact, NameSource};
use crate::flow::model::Flow;
use crate::wire::message::dns::name::reversed_address;

/// Names to which an address was given in another flow than the question's, because it was asked of everyone.
pub(super) fn answered_by_neighbours(analysis: &Analysis) -> HashSet<(CaptureIndex, &str, bool)> {
    let answers = by_flow(analysis).flat_map(|(flow, own)| {
        own.iter().filter_map(|item| match &item.fact {
            Fact::DnsAnswer {
                asked,
                address,
                source: NameSource::Mdns | NameSource::Llmnr | NameSource::Nbns,
                ..
            } => Some((flow.capture, &**asked, address.is_ipv4())),
            _ => None,
        })
    });
    answers.collect()
}

/// Each question once, where no answer has a row for it.
pub(super) fn questions_of(
    flow: &Flow,
    own: &[Evidence],
    answers: &[DnsRow],
    local: &HashSet<(CaptureIndex, &str, bool)>,
) -> Vec<DnsRow> {
    let mut told: HashSet<(&str, u16)> =
        answers.iter().map(|row| (&*row.asked, row.kind)).collect();
    let pointers: HashSet<IpAddr> = answers.iter().filter_map(pointed_at).collect();
    let is_local = flow.server.ip.is_multicast() || is_broadcast(flow);
    let mut rows = Vec::new();
    for item in own {
        let Fact::DnsQuestion { name, kind } = &item.fact else {
            continue;
        };
        let is_told = match *kind {
            kind::PTR => reversed_address(name).is_some_and(|ip| pointers.contains(&ip)),
            kind::ANY => [kind::A, kind::AAAA]
                .iter()
                .any(|kind| told.contains(&(&**name, *kind))),
            _ => false,
        };
        let family = (flow.capture, &**name, *kind != kind::AAAA);
        let by_neighbour = is_local && is_for_address(*kind) && local.contains(&family);
        if !is_told && !by_neighbour && told.insert((name, *kind)) {
            let outcome = unlisted(flow, *kind, is_local);
            rows.push(row(flow, item, name, *kind, outcome));
        }
    }
    rows
}

/// The address whose name an answer gave.
fn pointed_at(row: &DnsRow) -> Option<IpAddr> {
    match row.outcome {
        Outcome::Name { address, .. } => Some(address),
        _ => None,
    }
}

fn is_broadcast(flow: &Flow) -> bool {
    matches!(flow.server.ip, IpAddr::V4(ip) if ip.octets().ends_with(&[255]))
}

fn is_for_address(kind: u16) -> bool {
    matches!(kind, kind::A | kind::AAAA | kind::ANY | kind::NB)
}

fn unlisted(flow: &Flow, kind: u16, is_local: bool) -> Outcome {
    let is_silent = flow.payload_bytes.server == 0 && !is_local;
    match (is_silent, is_for_address(kind)) {
        (true, _) => Outcome::NoAnswer,
        (false, true) => Outcome::NoAddress,
        (false, false) => Outcome::NotListed,
    }
}
