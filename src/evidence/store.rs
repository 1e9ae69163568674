//! The evidence of one capture while it is read: items in the order of frames, each text once.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::connection_ids::ConnectionIds;
use super::item::{EncryptedDns, Evidence, HostName, NameSource};
use super::protocol::Protocol;
use super::said::Attribute;
use super::tunnel::TunnelSign;
use crate::flow::model::FlowId;

/// Evidence kept of one capture, about 80 bytes each.
const MAX_ITEMS: usize = 8_000_000;

/// Heads of bodies kept of one capture, in bytes: at 1 to 4 KiB each, some 30 000 messages.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// A flow's protocols are bits of one number.
const _: () = assert!(Protocol::ALL.len() <= 128);

/// Items, interned texts, and what is known of each flow already.
#[derive(Debug, Default)]
pub struct Store {
    items: Vec<Evidence>,
    texts: HashSet<HostName, RandomState>,
    spoken: HashMap<FlowId, u128, RandomState>,
    named: HashSet<(FlowId, NameSource, HostName), RandomState>,
    said: HashSet<(FlowId, Attribute, HostName), RandomState>,
    peers: HashSet<(FlowId, SocketAddr), RandomState>,
    tunnels: HashSet<(FlowId, TunnelSign), RandomState>,
    encrypted_dns: HashSet<(FlowId, EncryptedDns), RandomState>,
    /// At most one entry a flow.
    decrypted: HashSet<FlowId, RandomState>,
    connection_ids: ConnectionIds,
    beyond_cap: u64,
    body_bytes: usize,
}

impl Store {
    /// The evidence so far, in the order of frames.
    pub fn items(&self) -> &[Evidence] {
        &self.items
    }

    /// The evidence at the end.
    pub fn into_items(self) -> Vec<Evidence> {
        self.items
    }

    /// Keys opened something of this flow.
    pub fn note_decrypted(&mut self, flow: FlowId) {
        self.decrypted.insert(flow);
    }

    /// Flows of which keys opened something.
    pub fn decrypted_flows(&self) -> u64 {
        self.decrypted.len() as u64
    }

    /// Items that were dropped because the list is full.
    pub fn beyond_cap(&self) -> u64 {
        self.beyond_cap
    }

    /// Keeps one item.
    pub fn push(&mut self, item: Evidence) {
        if self.items.len() < MAX_ITEMS {
            self.items.push(item);
        } else {
            self.beyond_cap += 1;
        }
    }

    /// Whether the head of a body is kept beside those that are.
    pub fn takes_body(&mut self, bytes: usize) -> bool {
        let with_it = self.body_bytes.saturating_add(bytes);
        let has_room = with_it <= MAX_BODY_BYTES;
        if has_room {
            self.body_bytes = with_it;
        }
        has_room
    }

    /// One copy of each text.
    pub fn intern(&mut self, text: &str) -> HostName {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let text: HostName = Arc::from(text);
        self.texts.insert(Arc::clone(&text));
        text
    }

    /// Connection ids that were seen.
    pub fn connection_ids(&mut self) -> &mut ConnectionIds {
        &mut self.connection_ids
    }

    /// Whether a flow was not known to speak this.
    pub fn is_news(&mut self, flow: FlowId, protocol: Protocol) -> bool {
        let bit = 1_u128 << (protocol as u32);
        let spoken = self.spoken.entry(flow).or_default();
        let news = *spoken & bit == 0;
        *spoken |= bit;
        news
    }

    /// Whether a flow did not have this name from this source.
    pub fn is_new_name(&mut self, flow: FlowId, name: &HostName, source: NameSource) -> bool {
        self.named.insert((flow, source, Arc::clone(name)))
    }

    /// Whether a flow was not known to ask for names this way.
    pub fn is_new_encrypted_dns(&mut self, flow: FlowId, how: EncryptedDns) -> bool {
        self.encrypted_dns.insert((flow, how))
    }

    /// Whether a flow was not called a tunnel for this reason.
    pub fn is_new_tunnel(&mut self, flow: FlowId, sign: TunnelSign) -> bool {
        self.tunnels.insert((flow, sign))
    }

    /// Whether a flow did not say this; nothing is news once the list is full.
    pub fn is_new_saying(&mut self, flow: FlowId, what: Attribute, value: &HostName) -> bool {
        self.items.len() < MAX_ITEMS && self.said.insert((flow, what, Arc::clone(value)))
    }

    /// Whether a flow did not name this party; nothing is news once the list is full.
    pub fn is_new_peer(&mut self, flow: FlowId, peer: SocketAddr) -> bool {
        self.items.len() < MAX_ITEMS && self.peers.insert((flow, peer))
    }
}
