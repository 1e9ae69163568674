//! A flow for tests: from a local client to a port of a public server, nothing counted yet, from time 0 to time 0.

use crate::capture::frame::{CaptureIndex, Time};
use crate::flow::model::{Endpoint, Flow, LocalRule, Locality, Sides, Transport};

/// The flow.
pub fn flow(transport: Transport, port: u16) -> Flow {
    let end = |ip: [u8; 4], port| Endpoint {
        ip: ip.into(),
        port: Some(port),
    };
    let none = Sides {
        client: 0,
        server: 0,
    };
    Flow {
        capture: CaptureIndex(0),
        transport,
        client: end([10, 0, 0, 1], 50_000),
        server: end([198, 51, 100, 7], port),
        locality: Sides {
            client: Locality::Local,
            server: Locality::Remote,
        },
        local_rule: LocalRule::PrivateAddress,
        tunnel: 0,
        interface: 0,
        first_frame: 1,
        last_frame: 1,
        start: Some(Time::from_nanos(0)),
        end: Some(Time::from_nanos(0)),
        frames: none,
        wire_bytes: none,
        payload_bytes: none,
        tcp: None,
        rtt: None,
    }
}
