//! The flows of a capture as they stand: local side decided, TCP facts filled in.

use std::net::IpAddr;

use super::activity::Activity;
use super::local::Ladder;
use super::model::{Flow, LocalRule};
use super::record::Record;
use super::table::FlowTable;
use crate::wire::packet::Tunnel;

/// Records taken off between two times that their room is given back.
const RECORDS_PER_STEP: usize = 1 << 20;

/// What is known of a capture's flows, at its end or in between.
#[derive(Debug)]
pub struct FlowsSoFar {
    /// The flows, in the order in which they began.
    pub flows: Vec<Flow>,
    /// Wrappings (`Flow::tunnel`), the first is none.
    pub tunnels: Vec<Tunnel>,
    /// The rules that decided the local side, each with its flows, in the ladder's order.
    pub local_rules: Vec<(LocalRule, u64)>,
}

impl FlowTable {
    /// The flows so far; the table stays as it is, so that reading can go on.
    pub fn flows_so_far(&self, by_hand: &[IpAddr], interfaces: &[IpAddr]) -> FlowsSoFar {
        let ladder = self.ladder(by_hand, interfaces);
        let flows: Vec<Flow> = self
            .records
            .iter()
            .map(|record| finished(record.flow.clone(), record, &ladder))
            .collect();
        self.with_rules(flows)
    }

    /// The flows at the end; the records are given up, so that a large capture is not held twice.
    pub fn into_flows(
        mut self,
        by_hand: &[IpAddr],
        interfaces: &[IpAddr],
    ) -> (FlowsSoFar, Activity) {
        let activity = self.give_back();
        let ladder = self.ladder(by_hand, interfaces);
        let mut flows = Vec::with_capacity(self.records.len());
        while let Some(record) = self.records.pop() {
            flows.push(finished(record.flow.clone(), &record, &ladder));
            // In steps: what was read is given back while the list of flows grows.
            if self.records.len().is_multiple_of(RECORDS_PER_STEP) {
                self.records.shrink_to_fit();
            }
        }
        flows.reverse();
        (self.with_rules(flows), activity)
    }

    fn ladder(&self, by_hand: &[IpAddr], interfaces: &[IpAddr]) -> Ladder {
        let ends = |record: &Record| (record.flow.client.ip, record.flow.server.ip);
        Ladder::new(
            by_hand,
            interfaces,
            self.records.iter().map(ends),
            &self.link_of,
        )
    }

    fn with_rules(&self, flows: Vec<Flow>) -> FlowsSoFar {
        FlowsSoFar {
            tunnels: self.tunnels.all().to_vec(),
            local_rules: rules_of(&flows),
            flows,
        }
    }
}

fn finished(mut flow: Flow, record: &Record, ladder: &Ladder) -> Flow {
    (flow.locality, flow.local_rule) = ladder.decide(flow.client.ip, flow.server.ip);
    flow.tcp = record.tcp.as_ref().map(|tcp| tcp.facts());
    flow.rtt = record.tcp.as_ref().and_then(|tcp| tcp.round_trip());
    flow
}

fn rules_of(flows: &[Flow]) -> Vec<(LocalRule, u64)> {
    let mut counts = std::collections::BTreeMap::new();
    for flow in flows {
        *counts.entry(flow.local_rule).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}
