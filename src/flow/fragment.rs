//! Fragmented IP packets: which fragments belong together, and when they are given up.
//!
//! A fragment is held until its packet is whole, because only the whole tells the ports; then all of its frames count
//! in one flow. Every cap is counted in packets, bytes and seconds of the capture.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

use foldhash::fast::RandomState;

use super::datagram::Datagram;
use super::model::{FlowId, Side};
use super::released::{Released, Why};
use super::seen::{Seen, Tally};
use crate::capture::frame::{Frame, NANOS_PER_SECOND, Time};
use crate::wire::packet::{Fragment, LinkAddress, Packet, Tunnel};

/// Fragmented packets remembered at a time; Linux keeps about as many (`ipfrag_high_thresh` of 4 MiB).
const MAX_PACKETS: usize = 4_096;

/// Bytes held for all of them: a quarter of what that many packets of full length would take.
const MAX_BYTES: usize = 64 << 20;

/// How long a packet waits for its missing fragments (RFC 8200 §4.5; RFC 1122 §3.3.2 has 60 to 120 seconds).
const MAX_AGE_SECONDS: i64 = 60;

/// How long after a whole packet its late copies come: a bridge or an `any` interface shows them at once, and numbers
/// are used again only after 65,536 packets.
const MAX_LATE_SECONDS: i64 = 1;

/// What the fragments of one packet have in common (RFC 791 §3.2, RFC 8200 §4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FragmentKey {
    /// Sender.
    pub from: IpAddr,
    /// Receiver.
    pub to: IpAddr,
    /// IP identification.
    pub id: u32,
    /// Protocol number of what is cut up.
    pub protocol: u8,
}

impl FragmentKey {
    /// The key of a fragment.
    pub fn new(packet: &Packet<'_>, id: u32) -> Self {
        Self {
            from: packet.from,
            to: packet.to,
            id,
            protocol: packet.protocol,
        }
    }
}

/// Fragments of one packet that wait for the others.
#[derive(Debug)]
struct Joining {
    datagram: Datagram,
    earlier: Tally,
    last: Seen,
    tunnel: Tunnel,
    link_from: Option<LinkAddress>,
}

/// One fragmented packet.
#[derive(Debug)]
struct Entry {
    serial: u64,
    since: Option<Time>,
    /// The flow of the packet that these numbers stood for before: late copies belong to it.
    known: Option<(FlowId, Side)>,
    /// `None` after the packet left; a cut first fragment leaves at once and the rest follow it.
    joining: Option<Box<Joining>>,
    cut: bool,
}

/// The newest fragmented packets.
#[derive(Debug, Default)]
pub struct Fragments {
    entries: HashMap<FragmentKey, Entry, RandomState>,
    /// Oldest first; an entry that began again has a newer serial number than its old place here.
    order: VecDeque<(FragmentKey, u64)>,
    serial: u64,
    held_bytes: usize,
}

impl Fragments {
    /// Takes one fragment; hands out every packet that is whole now or given up.
    pub fn add(&mut self, frame: &Frame<'_>, packet: &Packet<'_>, part: Fragment) -> Vec<Released> {
        let mut released = self.too_old(frame.at);
        let key = FragmentKey::new(packet, part.id);
        released.extend(self.late_copies(key, frame.at));
        let why = self.join(key, Seen::of(frame), packet, part);
        released.extend(why.and_then(|why| self.release(key, why)));
        while self.entries.len() > MAX_PACKETS || self.held_bytes > MAX_BYTES {
            match self.oldest() {
                Some(key) => released.extend(self.forget(key, Why::TooMany)),
                None => break,
            }
        }
        released
    }

    /// Remembers where a packet was counted, for late copies and for the fragments behind a cut one.
    pub fn remember(&mut self, key: FragmentKey, flow: (FlowId, Side)) {
        if let Some(entry) = self.entries.get_mut(&key) {
            entry.known = Some(flow);
        }
    }

    /// Gives up all that wait, at the end of the capture.
    pub fn give_up(&mut self) -> Vec<Released> {
        let mut released = Vec::new();
        while let Some(key) = self.oldest() {
            released.extend(self.forget(key, Why::Incomplete));
        }
        released
    }

    fn join(
        &mut self,
        key: FragmentKey,
        seen: Seen,
        packet: &Packet<'_>,
        part: Fragment,
    ) -> Option<Why> {
        let is_cut = part.is_cut;
        let entry = self.entry(key, seen.at);
        let follows = entry.cut && part.offset > 0;
        entry.cut = follows || (is_cut && part.offset == 0);
        let (cut, before) = (entry.cut, entry.held_bytes());
        let joining = entry
            .joining
            .get_or_insert_with(|| Box::new(Joining::new(packet)));
        joining.take(seen, part.offset, part.more || is_cut, packet.carried);
        let whole = joining.datagram.is_whole() && !is_cut;
        let after = entry.held_bytes();
        self.held_bytes = (self.held_bytes + after).saturating_sub(before);
        match (follows, cut, whole) {
            (true, ..) => Some(Why::Follows),
            (false, true, _) => Some(Why::Cut),
            (false, false, true) => Some(Why::Whole),
            _ => None,
        }
    }

    fn entry(&mut self, key: FragmentKey, at: Option<Time>) -> &mut Entry {
        let waits = |entry: &Entry| entry.joining.is_some() || entry.cut;
        if !self.entries.get(&key).is_some_and(waits) {
            self.serial += 1;
            self.order.push_back((key, self.serial));
            self.tidy();
        }
        let serial = self.serial;
        let entry = self.entries.entry(key).or_insert_with(|| Entry::new(at));
        if !waits(entry) {
            (entry.serial, entry.since) = (serial, at);
        }
        entry
    }

    /// Old places are dropped in one go, now and then.
    fn tidy(&mut self) {
        if self.order.len() > MAX_PACKETS * 4 {
            let (entries, newest) = (&self.entries, self.serial);
            self.order.retain(|(key, serial)| {
                let entry = entries.get(key);
                *serial == newest || entry.is_some_and(|entry| entry.serial == *serial)
            });
        }
    }

    /// Copies of a packet that left already must not be mixed into the next one with its numbers.
    fn late_copies(&mut self, key: FragmentKey, now: Option<Time>) -> Option<Released> {
        let entry = self.entries.get(&key)?;
        let waits = entry.known.is_some() && entry.joining.is_some();
        let age_nanos = now?.nanos_since(entry.since?);
        let late = waits && age_nanos > MAX_LATE_SECONDS * NANOS_PER_SECOND;
        late.then(|| self.release(key, Why::Incomplete)).flatten()
    }

    fn too_old(&mut self, now: Option<Time>) -> Vec<Released> {
        let mut released = Vec::new();
        while let (Some(now), Some(key)) = (now, self.oldest()) {
            let since = self.entries.get(&key).and_then(|entry| entry.since);
            let age_nanos = since.map_or(0, |since| now.nanos_since(since));
            if age_nanos <= MAX_AGE_SECONDS * NANOS_PER_SECOND {
                break;
            }
            released.extend(self.forget(key, Why::Incomplete));
        }
        released
    }

    /// The oldest that is still there; places of those that began again are dropped on the way.
    fn oldest(&mut self) -> Option<FragmentKey> {
        while let Some((key, serial)) = self.order.front() {
            if self
                .entries
                .get(key)
                .is_some_and(|entry| entry.serial == *serial)
            {
                return Some(*key);
            }
            self.order.pop_front();
        }
        None
    }

    fn forget(&mut self, key: FragmentKey, why: Why) -> Option<Released> {
        let released = self.release(key, why);
        self.entries.remove(&key);
        released
    }

    fn release(&mut self, key: FragmentKey, why: Why) -> Option<Released> {
        let entry = self.entries.get_mut(&key)?;
        let known = entry.known;
        let joining = entry.joining.take()?;
        self.held_bytes = self
            .held_bytes
            .saturating_sub(joining.datagram.held_bytes());
        Some(joining.release(key, why, known))
    }
}

impl Entry {
    fn new(since: Option<Time>) -> Self {
        Self {
            serial: 0,
            since,
            known: None,
            joining: None,
            cut: false,
        }
    }

    fn held_bytes(&self) -> usize {
        let joining = self.joining.as_ref();
        joining.map_or(0, |joining| joining.datagram.held_bytes())
    }
}

impl Joining {
    fn new(packet: &Packet<'_>) -> Self {
        Self {
            datagram: Datagram::new(packet.from),
            earlier: Tally::default(),
            last: Seen::default(),
            tunnel: packet.tunnel,
            link_from: packet.link_from,
        }
    }

    fn take(&mut self, seen: Seen, offset: u32, more: bool, carried: &[u8]) {
        self.earlier.add(self.last);
        self.last = seen;
        self.datagram.add(offset, more, carried);
    }

    fn release(self, key: FragmentKey, why: Why, known: Option<(FlowId, Side)>) -> Released {
        Released {
            why,
            key,
            earlier: self.earlier,
            last: self.last,
            known,
            tunnel: self.tunnel,
            link_from: self.link_from,
            covered_len: self.datagram.covered_len(),
            bytes: self.datagram.into_packet(key.from, key.to, key.protocol),
        }
    }
}
