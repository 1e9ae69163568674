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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::frame::CaptureIndex;
    use crate::flow::model::{Endpoint, LocalRule, Locality};

    fn flow(interface: u16, transport: Transport, frames: u64, wire: u64, payload: u64) -> Flow {
        let end = |last| Endpoint {
            ip: [10, 0, 0, last].into(),
            port: None,
        };
        let both = |count| Sides {
            client: count,
            server: count * 2,
        };
        Flow {
            capture: CaptureIndex(0),
            transport,
            client: end(1),
            server: end(2),
            locality: Sides {
                client: Locality::Local,
                server: Locality::Remote,
            },
            local_rule: LocalRule::PrivateAddress,
            tunnel: 0,
            interface,
            first_frame: 1 + u64::from(interface),
            last_frame: 9,
            start: None,
            end: None,
            frames: both(frames),
            wire_bytes: both(wire),
            payload_bytes: both(payload),
            tcp: None,
            rtt: None,
        }
    }

    #[test]
    fn a_tunnel_beside_what_it_carries_is_found() {
        // 120 packets of 1,000 bytes on interface 1, each with 32 bytes more in the tunnel on interface 0.
        let tunnel = flow(0, Transport::Udp, 120, 127_000, 123_840);
        let inside = flow(1, Transport::Tcp, 60, 60_000, 57_000);
        let expected = Twice {
            inner: 1,
            outer: 0,
            frame: 1,
        };
        let flows = [tunnel.clone(), inside.clone(), inside.clone()];
        assert_eq!(found(&flows), [expected]);
        assert_eq!(found(&flows[..2]), [], "half of it is something else");
        let same = flow(0, Transport::Tcp, 60, 60_000, 57_000);
        assert_eq!(found(&[tunnel, same.clone(), same]), [], "one interface");
    }
}
