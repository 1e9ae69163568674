//! What a reader of messages hands its findings to: each becomes evidence of the flow and frame that is being read.

use std::net::SocketAddr;

use super::item::{EncryptedDns, Evidence, Fact, HostName, NameSource};
use super::keys::Keys;
use super::protocol::Protocol;
use super::said::Attribute;
use super::store::Store;
use super::tunnel::TunnelSign;
use crate::capture::frame::Time;
use crate::capture::problem::{ProblemLog, Spot};
use crate::flow::model::{FlowId, Side};

/// Takes what the followed flow carries once it is decrypted or unpacked.
pub trait Tap {
    /// Bytes of one side, in order, of what lies inside this layer (`tls`, `websocket` …).
    fn opened(&mut self, layer: Protocol, side: Side, frame: u64, bytes: &[u8]);
}

/// The way from a reader to the evidence.
pub struct Sink<'a> {
    pub(super) store: &'a mut Store,
    pub(super) keys: &'a Keys,
    pub(super) problems: &'a mut ProblemLog,
    pub(super) tap: Option<&'a mut dyn Tap>,
    pub(super) flow: FlowId,
    pub(super) ports: (u16, u16),
    pub(super) frame: u64,
    pub(super) at: Option<Time>,
}

impl Sink<'_> {
    /// The frame that is read.
    pub fn frame(&self) -> u64 {
        self.frame
    }

    /// The flow that is read.
    pub fn flow(&self) -> FlowId {
        self.flow
    }

    /// Ports of client and server.
    pub fn ports(&self) -> (u16, u16) {
        self.ports
    }

    /// Its time.
    pub fn at(&self) -> Option<Time> {
        self.at
    }

    /// The keys that the user or the capture gave.
    pub fn keys(&self) -> &Keys {
        self.keys
    }

    /// The flow speaks this; kept once for a flow.
    pub fn speaks(&mut self, protocol: Protocol) {
        if self.store.is_news(self.flow, protocol) {
            self.fact(Fact::Speaks(protocol));
        }
    }

    /// The flow names its server; kept once for a flow, name and source.
    pub fn named(&mut self, name: &str, source: NameSource) {
        let name = self.intern(name);
        if !name.is_empty() && self.store.is_new_name(self.flow, &name, source) {
            self.fact(Fact::Named { name, source });
        }
    }

    /// The flow says something of itself: a banner, a topic, a host name of a device; kept once for a flow.
    pub fn says(&mut self, what: Attribute, value: &str) {
        if value.is_empty() {
            return;
        }
        let value = self.intern(what.cut(value));
        if self.store.is_new_saying(self.flow, what, &value) {
            self.fact(Fact::Says { what, value });
        }
    }

    /// The flow names another party of the same conversation; kept once for a flow.
    pub fn peer(&mut self, peer: SocketAddr) {
        if self.store.is_new_peer(self.flow, peer) {
            let (address, port) = (peer.ip(), peer.port());
            self.fact(Fact::Peer { address, port });
        }
    }

    /// The flow is a tunnel; each sign is kept once for a flow.
    pub fn tunnel(&mut self, sign: TunnelSign) {
        if self.store.is_new_tunnel(self.flow, sign) {
            self.fact(Fact::Tunnel(sign));
        }
    }

    /// Packets that bear this connection id belong to the flow, over whatever addresses.
    pub fn called_by(&mut self, connection_id: &[u8]) {
        self.store.connection_ids().insert(connection_id, self.flow);
    }

    /// The flow of the connection id that these bytes begin with.
    pub fn flow_called(&mut self, bytes: &[u8]) -> Option<FlowId> {
        self.store.connection_ids().flow_of(bytes)
    }

    /// Names are asked for here under encryption; each way is kept once for a flow.
    pub fn encrypted_dns(&mut self, how: EncryptedDns) {
        if self.store.is_new_encrypted_dns(self.flow, how) {
            self.fact(Fact::EncryptedDns(how));
        }
    }

    /// Any other fact.
    pub fn fact(&mut self, fact: Fact) {
        self.store.push(Evidence {
            flow: self.flow,
            frame: self.frame,
            at: self.at,
            fact,
        });
    }

    /// Something could not be read; `means` says what is missing from the result.
    pub fn problem(&mut self, what: &str, means: &'static str) {
        let spot = Spot {
            frame: Some(self.frame),
            offset: None,
        };
        self.problems.add(what, means, spot);
    }

    /// Bytes that were opened (decrypted, unpacked), for whoever follows this flow.
    pub fn opened(&mut self, layer: Protocol, side: Side, bytes: &[u8]) {
        if let Some(tap) = self.tap.as_deref_mut() {
            tap.opened(layer, side, self.frame, bytes);
        }
    }

    /// The same, opened by keys.
    pub fn decrypted(&mut self, layer: Protocol, side: Side, bytes: &[u8]) {
        self.store.note_decrypted(self.flow);
        self.opened(layer, side, bytes);
    }

    /// Whether somebody follows this flow: then what is opened is wanted to its end.
    pub fn is_followed(&self) -> bool {
        self.tap.is_some()
    }

    /// Whether the head of a body may be kept; where there is no room for it any more, that is said.
    pub fn has_room_for(&mut self, bytes: usize) -> bool {
        let has_room = self.store.takes_body(bytes);
        if !has_room {
            self.problem(
                "more heads of bodies than are kept (64 MiB)",
                "what kind of data later requests carry is judged without their bodies",
            );
        }
        has_room
    }

    /// One copy of each text.
    pub fn intern(&mut self, text: &str) -> HostName {
        self.store.intern(text)
    }
}
