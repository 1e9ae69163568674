//! The devices that are, or could be taken for, the captured side: each address with its bytes.

use std::collections::HashMap;
use std::net::IpAddr;

use foldhash::fast::RandomState;

use crate::flow::local::is_private;
use crate::flow::model::{Flow, Locality, Side};

/// Devices that are listed, those with most bytes: as many as a menu can show.
const MAX_DEVICES: usize = 24;

/// One address of the captured side, or a private one that is not set as local now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its address.
    pub address: IpAddr,
    /// Whether it counts as local now.
    pub is_local: bool,
    /// Unique payload bytes that it sent.
    pub sent: u64,
    /// Unique payload bytes that it got.
    pub received: u64,
}

/// The devices, those with most bytes first.
pub fn devices(flows: &[Flow]) -> Vec<Device> {
    let mut known: HashMap<IpAddr, Device, RandomState> = HashMap::default();
    for flow in flows {
        for side in [Side::Client, Side::Server] {
            add(flow, side, &mut known);
        }
    }
    let mut list: Vec<Device> = known.into_values().collect();
    list.sort_by_key(|device| {
        let bytes = device.sent.saturating_add(device.received);
        (std::cmp::Reverse(bytes), device.address)
    });
    list.truncate(MAX_DEVICES);
    list
}

fn add(flow: &Flow, side: Side, known: &mut HashMap<IpAddr, Device, RandomState>) {
    let address = match side {
        Side::Client => flow.client.ip,
        Side::Server => flow.server.ip,
    };
    let is_local = flow.locality[side] == Locality::Local;
    if !is_local && !may_be_a_device(address) {
        return;
    }
    let device = known.entry(address).or_insert(Device {
        address,
        is_local: false,
        sent: 0,
        received: 0,
    });
    device.is_local |= is_local;
    device.sent = device.sent.saturating_add(flow.payload_bytes[side]);
    device.received = device
        .received
        .saturating_add(flow.payload_bytes[side.other()]);
}

/// The unspecified address is nobody's for long: a host uses it until it has one.
fn may_be_a_device(address: IpAddr) -> bool {
    is_private(address) && !address.is_unspecified()
}
