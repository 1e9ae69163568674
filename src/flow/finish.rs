//! The flows of a capture as they stand: local side decided, TCP facts filled in.

use std::net::IpAddr;

use super::local::Ladder;
use super::model::{Flow, LocalRule};
use super::table::FlowTable;
use crate::wire::packet::Tunnel;

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
        let pairs: Vec<(IpAddr, IpAddr)> = self
            .records
            .iter()
            .map(|record| (record.flow.client.ip, record.flow.server.ip))
            .collect();
        let ladder = Ladder::new(by_hand, interfaces, &pairs, &self.link_of);
        let flows: Vec<Flow> = self
            .records
            .iter()
            .map(|record| {
                let mut flow = record.flow.clone();
                (flow.locality, flow.local_rule) = ladder.decide(flow.client.ip, flow.server.ip);
                flow.tcp = record.tcp.as_ref().map(|tcp| tcp.facts());
                flow.rtt = record.tcp.as_ref().and_then(|tcp| tcp.round_trip());
                flow
            })
            .collect();
        FlowsSoFar {
            tunnels: self.tunnels.all().to_vec(),
            local_rules: rules_of(&flows),
            flows,
        }
    }
}

fn rules_of(flows: &[Flow]) -> Vec<(LocalRule, u64)> {
    let mut counts = std::collections::BTreeMap::new();
    for flow in flows {
        *counts.entry(flow.local_rule).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}
