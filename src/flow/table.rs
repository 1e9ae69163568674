//! Packets become flows: one look-up and a few additions a packet, nothing allocated on the way.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::net::IpAddr;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::activity::{Activity, LastSlice};
use super::ends::{Ends, ends_of, opens};
use super::fragment::Fragments;
use super::icmp::{self, IcmpError, Quoted};
use super::key::FlowKey;
use super::model::{Flow, FlowId, Side, Transport};
use super::record::{Record, new_flow};
use super::released::Released;
use super::seen::Seen;
use super::splitting::Splitting;
use super::tcp::TcpTrack;
use super::tunnels::Tunnels;
use crate::capture::frame::{CaptureIndex, Frame, Time};
use crate::wire::packet::{Fragment, LinkAddress, Packet, Segment};

/// Flows of one capture: twelve million take about 3 GiB, what a laptop can spare.
const MAX_FLOWS: usize = 12_000_000;

/// Public addresses whose link-layer address is remembered, for finding the local side.
const MAX_LINK_ADDRESSES: usize = 65_536;

/// ICMP errors that one flow is told of: enough to see what they are, and a flood tells no more.
pub const MAX_ERRORS: u8 = 16;

/// What one packet did: enough for the evidence stage to read it.
#[derive(Clone, Copy, Debug)]
pub struct FlowUpdate<'a> {
    /// The flow.
    pub flow: FlowId,
    /// Who sent it.
    pub side: Side,
    /// What carries it.
    pub transport: Transport,
    /// Frame number.
    pub frame: u64,
    /// Frame time.
    pub at: Option<Time>,
    /// Position of the payload in its direction's stream (TCP); 0 for datagrams.
    pub position: i64,
    /// The captured part of the payload.
    pub payload: &'a [u8],
    /// Payload length on the wire.
    pub payload_len: u32,
    /// Ports of client and server; zero where there are none.
    pub ports: (u16, u16),
    /// The flow that an ICMP error is about, and what it says.
    pub error: Option<(FlowId, IcmpError)>,
}

/// The flows of one capture while it is read.
#[derive(Debug)]
pub struct FlowTable {
    capture: CaptureIndex,
    splitting: Splitting,
    hasher: RandomState,
    /// Numbers of records by the hash of their ends; the newest of each pair.
    index: HashTable<u32>,
    pub(super) records: Vec<Record>,
    pub(super) tunnels: Tunnels,
    pub(super) link_of: HashMap<IpAddr, LinkAddress, RandomState>,
    fragments: Fragments,
    activity: Activity,
}

impl FlowTable {
    /// An empty table.
    pub fn new(capture: CaptureIndex, splitting: Splitting) -> Self {
        Self {
            capture,
            splitting,
            hasher: RandomState::default(),
            index: HashTable::new(),
            records: Vec::new(),
            tunnels: Tunnels::default(),
            link_of: HashMap::with_hasher(RandomState::default()),
            fragments: Fragments::default(),
            activity: Activity::default(),
        }
    }

    /// Flows so far.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// A flow as it is counted so far.
    pub fn flow(&self, id: FlowId) -> Option<&Flow> {
        self.records.get(id.0 as usize).map(|record| &record.flow)
    }

    /// Payload over time.
    pub fn activity(&self) -> &Activity {
        &self.activity
    }

    /// Hands the payload over time out and gives back what only finding flows needs.
    pub(super) fn give_back(&mut self) -> Activity {
        self.index = HashTable::new();
        std::mem::take(&mut self.activity)
    }

    /// Counts one packet that is no fragment; `None` where the table is full.
    pub fn add<'a>(&mut self, frame: &Frame<'_>, packet: &Packet<'a>) -> Option<FlowUpdate<'a>> {
        self.count(Seen::of(frame), packet)
    }

    /// Takes a fragment; hands out each packet that is put together or given up now, for `add_released`.
    pub fn add_fragment(
        &mut self,
        frame: &Frame<'_>,
        packet: &Packet<'_>,
        part: Fragment,
    ) -> Vec<Released> {
        self.fragments.add(frame, packet, part)
    }

    /// Gives up all packets that wait for fragments, at the end of the capture.
    pub fn give_up_fragments(&mut self) -> Vec<Released> {
        self.fragments.give_up()
    }

    /// Counts all frames of a fragmented packet; `None` where the table is full.
    pub fn add_released<'a>(&mut self, released: &'a Released) -> Option<FlowUpdate<'a>> {
        let update = match released.follows() {
            Some((known, payload_len)) => {
                let packet = released.without_ports();
                self.count_in(known, released.last, &packet, payload_len)?
            }
            None => {
                let packet = released.packet(self.splitting.like_wireshark);
                self.count(released.last, &packet)?
            }
        };
        let (flow, side) = (update.flow, update.side);
        let record = self.records.get_mut(flow.0 as usize)?;
        record.count_earlier(&released.earlier, side);
        self.fragments.remember(released.key, (flow, side));
        Some(update)
    }

    fn count<'a>(&mut self, seen: Seen, packet: &Packet<'a>) -> Option<FlowUpdate<'a>> {
        let ends = ends_of(packet);
        let known = self.flow_of(seen, packet, &ends)?;
        let mut update = self.count_in(known, seen, packet, ends.payload_len)?;
        update.payload = ends.payload;
        if matches!(ends.transport, Transport::Icmp | Transport::Icmpv6) {
            update.error = icmp::read(packet).and_then(|quoted| self.quoted(&quoted));
        }
        Some(update)
    }

    fn count_in<'a>(
        &mut self,
        (flow, side): (FlowId, Side),
        seen: Seen,
        packet: &Packet<'a>,
        payload_len: u32,
    ) -> Option<FlowUpdate<'a>> {
        let record = self.records.get_mut(flow.0 as usize)?;
        record.count(seen, side);
        let (position, new_bytes) = record.place(seen, side, packet, payload_len);
        record.flow.payload_bytes[side] += u64::from(new_bytes);
        if let (Some(at), true) = (seen.at, new_bytes > 0) {
            self.activity
                .add(flow, side, at, new_bytes, &mut record.last_slice);
        }
        Some(FlowUpdate {
            flow,
            side,
            transport: record.flow.transport,
            frame: seen.number,
            at: seen.at,
            position,
            payload: &[],
            payload_len,
            ports: record.flow.ports(),
            error: None,
        })
    }

    fn flow_of(
        &mut self,
        seen: Seen,
        packet: &Packet<'_>,
        ends: &Ends<'_>,
    ) -> Option<(FlowId, Side)> {
        let (key, from_is_low) = FlowKey::new(ends.from, ends.to, ends.transport);
        let hash = self.hasher.hash_one(key);
        let records = &self.records;
        let found = self
            .index
            .find(hash, |number| is_between(records, *number, ends));
        if let Some(&number) = found {
            let record = self.records.get(number as usize)?;
            let side = record.side_of(from_is_low);
            if !record.begins_anew(packet, side) && !self.fell_silent(record, seen) {
                return Some((FlowId(number), side));
            }
        }
        let id = self.begin(seen, packet, ends, from_is_low)?;
        self.point_to(hash, ends, id);
        let side = self.records.get(id.0 as usize)?.side_of(from_is_low);
        Some((id, side))
    }

    /// UDP states no end: a long silence is taken for one.
    fn fell_silent(&self, record: &Record, seen: Seen) -> bool {
        record.flow.transport == Transport::Udp
            && !self.splitting.like_wireshark
            && record.was_idle(seen, self.splitting.udp_idle_seconds)
    }

    /// The newest flow of a pair is the one that is found.
    fn point_to(&mut self, hash: u64, ends: &Ends<'_>, id: FlowId) {
        let (records, hasher) = (&self.records, &self.hasher);
        let same = |number: &u32| is_between(records, *number, ends);
        match self.index.find_mut(hash, same) {
            Some(slot) => *slot = id.0,
            None => {
                let hash_of = |number: &u32| hash_of(records, hasher, *number);
                self.index.insert_unique(hash, id.0, hash_of);
            }
        }
    }

    fn begin(
        &mut self,
        seen: Seen,
        packet: &Packet<'_>,
        ends: &Ends<'_>,
        from_is_low: bool,
    ) -> Option<FlowId> {
        if self.records.len() >= MAX_FLOWS {
            return None;
        }
        let id = FlowId(u32::try_from(self.records.len()).ok()?);
        let from_is_client = opens(packet, ends);
        let pair = if from_is_client {
            (ends.from, ends.to)
        } else {
            (ends.to, ends.from)
        };
        let tunnel = self.tunnels.number(match from_is_client {
            true => packet.tunnel,
            false => packet.tunnel.reversed(),
        });
        self.remember_link_address(packet);
        let tcp = matches!(packet.segment, Segment::Tcp(_)).then(Box::<TcpTrack>::default);
        self.records.push(Record {
            flow: new_flow(self.capture, ends, pair, tunnel, seen),
            low_is_client: from_is_low == from_is_client,
            errors: 0,
            last_slice: LastSlice::default(),
            tcp,
        });
        Some(id)
    }

    /// The flow that an ICMP error quotes, as long as it has not heard of too many.
    fn quoted(&mut self, quoted: &Quoted) -> Option<(FlowId, IcmpError)> {
        let ends = Ends {
            from: quoted.from,
            to: quoted.to,
            transport: quoted.transport,
            payload_len: 0,
            payload: &[],
        };
        let hash = self
            .hasher
            .hash_one(FlowKey::new(ends.from, ends.to, ends.transport).0);
        let records = &self.records;
        let number = *self
            .index
            .find(hash, |number| is_between(records, *number, &ends))?;
        let record = self.records.get_mut(number as usize)?;
        if record.errors >= MAX_ERRORS {
            return None;
        }
        record.errors += 1;
        Some((FlowId(number), quoted.error))
    }

    fn remember_link_address(&mut self, packet: &Packet<'_>) {
        if let Some(address) = packet.link_from
            && self.link_of.len() < MAX_LINK_ADDRESSES
        {
            self.link_of.entry(packet.from).or_insert(address);
        }
    }
}

fn is_between(records: &[Record], number: u32, ends: &Ends<'_>) -> bool {
    records
        .get(number as usize)
        .is_some_and(|record| record.is_between(ends))
}

fn hash_of(records: &[Record], hasher: &RandomState, number: u32) -> u64 {
    records.get(number as usize).map_or(0, |record| {
        let flow = &record.flow;
        hasher.hash_one(FlowKey::new(flow.client, flow.server, flow.transport).0)
    })
}
