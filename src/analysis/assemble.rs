//! Captures as they were read become one `Analysis`: flows in one order, tags, problems.

use std::sync::Arc;

use super::devices::devices;
use super::model::{Affected, Analysis, CaptureSummary};
use super::so_far::CaptureSoFar;
use super::tagged::tagged;
use crate::evidence::item::{Evidence, Fact};
use crate::flow::model::{Flow, FlowId};
use crate::flow::rhythm::Rhythms;
use crate::flow::tunnels::Tunnels;
use crate::reference::Reference;
use crate::tag::by_hand::lookup::CaptureId;
use crate::tag::round_trip::gate::Recorded;
use crate::tag::run::{Recording, Tagging};
use crate::tag::stated::Stated;

/// Joins captures (in the order in which they were opened).
pub fn assemble(
    captures: Vec<CaptureSoFar>,
    reference: &Arc<Reference>,
    stated: &Arc<Stated>,
    complete: bool,
) -> Analysis {
    let numbers = final_numbers(&captures);
    let mut parts = Parts::default();
    for (capture, numbers) in captures.into_iter().zip(&numbers) {
        parts.add(capture, numbers);
    }
    let Parts {
        summaries,
        mut flows,
        mut evidence,
        activity,
        tunnels,
        problems,
        affected,
    } = parts;
    put_in_order(&mut flows, numbers.concat());
    evidence.sort_by_key(|item| (item.flow, item.frame));
    let rhythms = Rhythms::of(&activity, &flows);
    let captures = capture_ids(&summaries);
    let recorded = recorded(&summaries);
    let recording = Recording {
        captures: &recorded,
        tunnels: tunnels.all(),
    };
    let tagging = Tagging::new(
        &flows, &evidence, &rhythms, reference, stated, &captures, recording,
    );
    let (tags, tables) = tagged(&tagging, flows.len());
    Analysis {
        captures: summaries,
        devices: devices(&flows),
        flows,
        tags,
        tables,
        evidence,
        activity,
        rhythms,
        tunnels: tunnels.all().to_vec(),
        problems,
        affected,
        reference: Arc::clone(reference),
        stated: Arc::clone(stated),
        judged: None,
        complete,
    }
}

/// The same analysis with what the user says now: only the tags are made again, and the verdicts that rest on them.
pub fn with_stated(analysis: &Analysis, stated: &Arc<Stated>) -> Analysis {
    let captures = capture_ids(&analysis.captures);
    let recorded = recorded(&analysis.captures);
    let tagging = Tagging::new(
        &analysis.flows,
        &analysis.evidence,
        &analysis.rhythms,
        &analysis.reference,
        stated,
        &captures,
        Recording {
            captures: &recorded,
            tunnels: &analysis.tunnels,
        },
    );
    let (tags, tables) = tagged(&tagging, analysis.flows.len());
    let again = Analysis {
        tags,
        tables,
        stated: Arc::clone(stated),
        ..analysis.clone()
    };
    // What a claim says rests on the tags.
    match &analysis.judged {
        Some(judged) => again.with_claim(Arc::clone(&judged.claim)),
        None => again,
    }
}

fn capture_ids(captures: &[CaptureSummary]) -> Vec<CaptureId<'_>> {
    let all = captures.iter();
    all.map(|capture| CaptureId {
        name: &capture.name,
        sha256: capture.sha256.as_deref(),
    })
    .collect()
}

pub(super) fn recorded(captures: &[CaptureSummary]) -> Vec<Recorded<'_>> {
    let all = captures.iter();
    all.map(|capture| Recorded {
        links: &capture.links,
        interfaces: &capture.interfaces,
        clock: &capture.clock,
    })
    .collect()
}

/// For each capture, the number that each of its flows gets: by first frame, then by capture.
fn final_numbers(captures: &[CaptureSoFar]) -> Vec<Vec<u32>> {
    if let [only] = captures
        && only.flows.is_sorted_by_key(|flow| flow.first_frame)
    {
        return vec![(0..).take(only.flows.len()).collect()];
    }
    let mut numbers: Vec<Vec<u32>> = captures.iter().map(|c| vec![0; c.flows.len()]).collect();
    let mut order: Vec<(u64, usize, usize)> = captures
        .iter()
        .enumerate()
        .flat_map(|(capture, read)| {
            let frames = read.flows.iter().enumerate();
            frames.map(move |(flow, about)| (about.first_frame, capture, flow))
        })
        .collect();
    order.sort_unstable();
    for (number, (_, capture, flow)) in (0_u32..).zip(order) {
        if let Some(slot) = numbers.get_mut(capture).and_then(|of| of.get_mut(flow)) {
            *slot = number;
        }
    }
    numbers
}

/// Moves each flow to its number, in place: a large capture is not held twice.
fn put_in_order(flows: &mut [Flow], mut numbers: Vec<u32>) {
    for at in 0..flows.len() {
        while let Some(to) = numbers.get(at).map(|number| *number as usize)
            && to != at
            && to < flows.len()
            && numbers.get(to) != numbers.get(at)
        {
            flows.swap(at, to);
            numbers.swap(at, to);
        }
    }
}

#[derive(Default)]
struct Parts {
    summaries: Vec<CaptureSummary>,
    flows: Vec<Flow>,
    evidence: Vec<Evidence>,
    activity: Vec<crate::flow::activity::Activity>,
    tunnels: Tunnels,
    problems: Vec<crate::capture::problem::Problem>,
    affected: Vec<Affected>,
}

impl Parts {
    fn add(&mut self, capture: CaptureSoFar, numbers: &[u32]) {
        let number = |flow: FlowId| FlowId(numbers.get(flow.0 as usize).copied().unwrap_or(flow.0));
        let tunnel_numbers: Vec<u16> = capture
            .tunnels
            .into_iter()
            .map(|path| self.tunnels.number(path))
            .collect();
        let mut flows = capture.flows;
        for flow in &mut flows {
            let tunnel = tunnel_numbers.get(usize::from(flow.tunnel));
            flow.tunnel = tunnel.copied().unwrap_or(0);
        }
        match self.flows.is_empty() {
            true => self.flows = flows,
            false => self.flows.append(&mut flows),
        }
        self.evidence
            .extend(capture.evidence.into_iter().map(|item| Evidence {
                flow: number(item.flow),
                fact: match item.fact {
                    Fact::Continues { flow } => Fact::Continues { flow: number(flow) },
                    fact => fact,
                },
                ..item
            }));
        let mut activity = capture.activity;
        activity.renumber(number);
        self.activity.push(activity);
        self.summaries.push(capture.summary);
        let touched = capture.affected.into_iter().enumerate();
        for (place, flows) in touched.filter(|(_, flows)| !flows.is_empty()) {
            let mut flows: Vec<FlowId> = flows.into_iter().map(number).collect();
            flows.sort_unstable();
            let problem = self.problems.len() + place;
            self.affected.push(Affected { problem, flows });
        }
        self.problems.extend(capture.problems);
    }
}
