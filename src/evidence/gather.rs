//! Hands the payload of flows to the readers that want it, while it passes, and keeps what they state.
//!
//! A flow that nobody wants any more costs one look at a table a packet.

mod datagram;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::conversation::Conversation;
use super::followed::{Followed, Following};
use super::item::{AppSource, Evidence, Fact, HostName};
use super::keys::Keys;
use super::reader::DatagramReader;
use super::sink::{Sink, Tap};
use super::store::Store;
use crate::capture::problem::{ProblemLog, Spot};
use crate::flow::model::{FlowId, Transport};
use crate::flow::stream::Segment;
use crate::flow::table::FlowUpdate;
use crate::wire::packet::AppNote;

/// Bytes that may wait in all flows together; beyond it the oldest flow is given up.
const MAX_HELD_BYTES: usize = 256 * 1024 * 1024;

/// Flows that are read at a time; beyond it the oldest is given up. At some 500 bytes each, 64 MB.
const MAX_KEPT: usize = 131_072;

/// What is wanted of one flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// Nobody has claimed it: datagrams or packets that may still be offered.
    Tries(u8),
    /// Datagrams of this kind, each for itself.
    Each(u8, u8),
    /// A reader with a memory has it.
    Kept(u8),
    /// No more.
    Nothing,
}

#[derive(Debug)]
enum Kept {
    Stream(Box<Conversation>),
    Datagrams(Box<dyn DatagramReader>),
}

/// The evidence of one capture while it is read.
#[derive(Default)]
pub struct Gather {
    wanted: Vec<Wanted>,
    kept: HashMap<FlowId, Kept, RandomState>,
    /// Kept flows, the oldest first; flows that ended since stay in it until they are passed.
    ages: VecDeque<FlowId>,
    held_bytes: usize,
    store: Store,
    keys: Keys,
    apps: HashMap<FlowId, HostName, RandomState>,
    following: Option<Following>,
    off: bool,
}

impl std::fmt::Debug for Gather {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Gather({} flows, {} kept)",
            self.wanted.len(),
            self.kept.len()
        )
    }
}

impl Gather {
    /// One that reads no payload: what flows cost without names.
    pub fn without_names() -> Self {
        Self {
            off: true,
            ..Self::default()
        }
    }

    /// One that opens what these keys fit.
    pub fn with_keys(keys: Keys) -> Self {
        Self {
            keys,
            ..Self::default()
        }
    }

    /// The evidence so far, in the order of frames.
    pub fn items(&self) -> &[Evidence] {
        self.store.items()
    }

    /// The evidence at the end, in the order of frames.
    pub fn into_items(self) -> Vec<Evidence> {
        self.store.into_items()
    }

    /// Flows of which keys opened something.
    pub fn decrypted_flows(&self) -> u64 {
        self.store.decrypted_flows()
    }

    /// The keys that the user and the capture gave so far.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Items that were dropped because the list is full.
    pub fn beyond_cap(&self) -> u64 {
        self.store.beyond_cap()
    }

    /// Secrets from now on.
    pub fn keys_mut(&mut self) -> &mut Keys {
        &mut self.keys
    }

    /// Keeps what this flow carries from now on.
    pub fn follow(&mut self, flow: FlowId) {
        self.following = Some(Following::new(flow));
    }

    /// What the followed flow carried; asked for after `finish`.
    pub fn take_followed(&mut self) -> Option<Followed> {
        self.following.take().map(Following::into_followed)
    }

    /// The capturing device says which program a packet belongs to: kept once, and again where it says another.
    pub fn app(&mut self, update: &FlowUpdate<'_>, note: AppNote<'_>) {
        let known = self.apps.get(&update.flow);
        if known.is_some_and(|known| **known == *note.name) {
            return;
        }
        let name = self.store.intern(note.name);
        self.apps.insert(update.flow, Arc::clone(&name));
        let source = match note.is_trailer {
            true => AppSource::PcapdroidTrailer,
            false => AppSource::Pktap,
        };
        let number = Some(note.number);
        self.push(
            update,
            Fact::App {
                name,
                number,
                source,
            },
        );
    }

    /// Whether any payload is read at all.
    pub fn reads_payload(&self) -> bool {
        !self.off
    }

    /// Whether a packet has payload that any reader could want.
    pub fn may_read(update: &FlowUpdate<'_>) -> bool {
        !update.payload.is_empty() && matches!(update.transport, Transport::Udp | Transport::Tcp)
    }

    /// Reads what one packet brought; returns whether more payload of its flow is wanted.
    pub fn take(&mut self, update: &FlowUpdate<'_>, problems: &mut ProblemLog) -> bool {
        if let Some((flow, error)) = update.error {
            self.push(&FlowUpdate { flow, ..*update }, Fact::NotDelivered(error));
        }
        if self.off || !Self::may_read(update) {
            return !self.off;
        }
        let mut following = self
            .following
            .as_mut()
            .filter(|of| of.flow() == update.flow);
        let is_followed = following.is_some();
        if let Some(following) = &mut following {
            following.take(update);
        }
        match self.wanted(update.flow) {
            Wanted::Nothing => {}
            wanted if update.transport == Transport::Tcp => self.stream(update, wanted, problems),
            wanted => self.datagram(update, wanted, problems),
        }
        is_followed || self.wanted(update.flow) != Wanted::Nothing
    }

    /// At the end of the capture: what still waits is read as far as it goes.
    pub fn finish(&mut self, problems: &mut ProblemLog) {
        let mut kept: Vec<(FlowId, Kept)> = self.kept.drain().collect();
        kept.sort_by_key(|(flow, _)| *flow);
        if let Some(following) = &mut self.following {
            following.finish();
        }
        for (flow, kept) in kept {
            if let Kept::Stream(mut conversation) = kept {
                let mut sink = self.sink(flow, conversation.ports(), problems);
                conversation.finish(&mut sink);
            }
        }
    }

    fn wanted(&mut self, flow: FlowId) -> Wanted {
        let index = flow.0 as usize;
        if self.wanted.len() <= index {
            self.wanted.resize(index + 1, Wanted::Tries(0));
        }
        self.wanted.get(index).copied().unwrap_or(Wanted::Nothing)
    }

    fn set(&mut self, flow: FlowId, wanted: Wanted) {
        if let Some(slot) = self.wanted.get_mut(flow.0 as usize) {
            *slot = wanted;
        }
    }

    fn stream(&mut self, update: &FlowUpdate<'_>, wanted: Wanted, problems: &mut ProblemLog) {
        let segment = segment_of(update);
        if let Some(Kept::Stream(conversation)) = self.kept.get(&update.flow)
            && conversation.is_past(update.side, &segment)
        {
            return;
        }
        let known = match wanted {
            Wanted::Kept(_) => self.kept.remove(&update.flow),
            _ => None,
        };
        let is_new = known.is_none();
        let mut conversation = match known {
            Some(Kept::Stream(conversation)) => conversation,
            _ => Box::new(Conversation::new(update.ports)),
        };
        let before = conversation.held_bytes();
        let mut sink = self.sink_of(update, problems);
        conversation.take(update.side, segment, &mut sink);
        self.held_bytes = (self.held_bytes + conversation.held_bytes()).saturating_sub(before);
        if conversation.wants_more() {
            self.keep(update.flow, Kept::Stream(conversation), is_new, 0, problems);
        } else {
            self.held_bytes = self.held_bytes.saturating_sub(conversation.held_bytes());
            self.set(update.flow, Wanted::Nothing);
        }
    }

    fn keep(
        &mut self,
        flow: FlowId,
        kept: Kept,
        is_new: bool,
        turns: u8,
        problems: &mut ProblemLog,
    ) {
        self.kept.insert(flow, kept);
        self.set(flow, Wanted::Kept(turns));
        if is_new {
            self.ages.push_back(flow);
        }
        while (self.kept.len() > MAX_KEPT || self.held_bytes > MAX_HELD_BYTES)
            && let Some(oldest) = self.ages.pop_front()
        {
            self.give_up(oldest, problems);
        }
        // Flows that ended leave their place in the line: it is never much longer than what is kept.
        if self.ages.len() > 2 * MAX_KEPT {
            let kept = &self.kept;
            self.ages.retain(|flow| kept.contains_key(flow));
        }
    }

    fn give_up(&mut self, flow: FlowId, problems: &mut ProblemLog) {
        let Some(kept) = self.kept.remove(&flow) else {
            return;
        };
        if let Kept::Stream(conversation) = kept {
            self.held_bytes = self.held_bytes.saturating_sub(conversation.held_bytes());
        }
        self.set(flow, Wanted::Nothing);
        problems.add(
            "more conversations are open at once than are read",
            "what the older ones would still have stated is missing",
            Spot::default(),
        );
    }

    fn sink_of<'a>(
        &'a mut self,
        update: &FlowUpdate<'_>,
        problems: &'a mut ProblemLog,
    ) -> Sink<'a> {
        Sink {
            frame: update.frame,
            at: update.at,
            ..self.sink(update.flow, update.ports, problems)
        }
    }

    fn sink<'a>(
        &'a mut self,
        flow: FlowId,
        ports: (u16, u16),
        problems: &'a mut ProblemLog,
    ) -> Sink<'a> {
        Sink {
            store: &mut self.store,
            keys: &self.keys,
            problems,
            tap: self
                .following
                .as_mut()
                .filter(|following| following.flow() == flow)
                .map(|following| following as &mut dyn Tap),
            flow,
            ports,
            frame: 0,
            at: None,
        }
    }

    fn push(&mut self, update: &FlowUpdate<'_>, fact: Fact) {
        self.store.push(Evidence {
            flow: update.flow,
            frame: update.frame,
            at: update.at,
            fact,
        });
    }
}

pub(super) fn segment_of<'a>(update: &FlowUpdate<'a>) -> Segment<'a> {
    Segment {
        position: update.position,
        bytes: update.payload,
        wire_len: update.payload_len,
        frame: update.frame,
        at: update.at,
    }
}

#[cfg(test)]
mod tests;
