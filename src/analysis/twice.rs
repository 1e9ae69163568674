//! The same bytes twice in one capture: a VPN's own interface beside the interface that carries its tunnel.
//!
//! Nothing is taken out by itself: the two are told apart by sums alone, so it is said and the user decides.

use std::collections::BTreeMap;

use crate::capture::problem::Spot;
use crate::flow::model::{Flow, Sides, Transport};

/// Bytes below which sums agree by chance.
const LEAST_BYTES: u64 = 10_000;

/// Bytes that a tunnel adds to a packet at most: outer headers are not counted here, so 100 is plenty (WireGuard adds
/// 32 and up to 15 of padding, ESP some 40, OpenVPN some 60).
const MOST_ADDED: u64 = 100;

/// What the inner interface shows may be this many percent more than what the tunnel carries: link headers, frames
/// that one of the two missed.
const SLACK_PERCENT: u64 = 5;

/// What it means for the result.
pub const MEANING: &str = "its bytes count twice, in the tunnel and out of it: leave one interface out with --without-interface";

/// An interface whose traffic another one shows again inside a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twice {
    /// The interface of the VPN.
    pub inner: u16,
    /// The interface that carries the tunnel.
    pub outer: u16,
    /// First frame of the flow that is the tunnel.
    pub frame: u64,
}

impl Twice {
    /// What was seen, as a clause.
    pub fn what(&self) -> String {
        format!(
            "interface {} shows again what a tunnel on interface {} carries",
            self.inner, self.outer
        )
    }

    /// The tunnel's first frame.
    pub fn spot(&self) -> Spot {
        Spot {
            frame: Some(self.frame),
            offset: None,
        }
    }
}

/// Sums of one interface.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    frames: Sides<u64>,
    wire: Sides<u64>,
}

/// Every interface whose bytes are repeated inside a flow of another.
pub fn found(flows: &[Flow]) -> Vec<Twice> {
    let mut sums: BTreeMap<u16, Sums> = BTreeMap::new();
    for flow in flows {
        sums.entry(flow.interface).or_default().add(flow);
    }
    if sums.len() < 2 {
        return Vec::new();
    }
    let of = |(inner, sums): (&u16, &Sums)| {
        let outer = flows.iter().find(|flow| sums.are_inside(*inner, flow))?;
        Some(Twice {
            inner: *inner,
            outer: outer.interface,
            frame: outer.first_frame,
        })
    };
    sums.iter().filter_map(of).collect()
}

impl Sums {
    fn add(&mut self, flow: &Flow) {
        let (out, back) = (flow.sending_side(), flow.sending_side().other());
        self.frames.client += flow.frames[out];
        self.frames.server += flow.frames[back];
        self.wire.client += flow.wire_bytes[out];
        self.wire.server += flow.wire_bytes[back];
    }

    /// Whether a flow of another interface carries as much both ways, and a little more for each packet.
    fn are_inside(&self, inner: u16, flow: &Flow) -> bool {
        let (out, back) = (flow.sending_side(), flow.sending_side().other());
        let may_be_a_tunnel = matches!(
            flow.transport,
            Transport::Udp | Transport::Tcp | Transport::Other(_)
        );
        flow.interface != inner
            && may_be_a_tunnel
            && self.wire.client.saturating_add(self.wire.server) >= LEAST_BYTES
            && fits(
                self.wire.client,
                self.frames.client,
                flow.payload_bytes[out],
            )
            && fits(
                self.wire.server,
                self.frames.server,
                flow.payload_bytes[back],
            )
    }
}

fn fits(inside: u64, frames: u64, carried: u64) -> bool {
    let least = inside - inside / 100 * SLACK_PERCENT;
    let most = inside.saturating_add(frames.saturating_mul(MOST_ADDED));
    (least..=most.saturating_add(LEAST_BYTES)).contains(&carried) && carried > 0
}
