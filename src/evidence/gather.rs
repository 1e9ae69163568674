//! Reads the payload of flows while it passes: which protocol, which names, which DNS answers.
//!
//! A stream is put in order only until a reader has said what it is; after that its payload is never touched.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::item::{AppSource, Evidence, Fact, HostName, NameSource, Protocol};
use crate::capture::problem::{ProblemLog, Spot};
use crate::flow::head::Head;
use crate::flow::model::{FlowId, Side, Sides, Transport};
use crate::flow::table::FlowUpdate;
use crate::wire::message::{Reading, dns, http, quic, tls};
use crate::wire::packet::AppNote;

/// Streams that are put in order at a time, each at most a head: 160 MB at the very most, usually a few dozen small ones.
const MAX_HEADS: usize = 4_096;

/// Evidence kept of one capture, about 80 bytes each.
const MAX_ITEMS: usize = 8_000_000;

/// Datagrams of a side that are tried before it is left alone.
const MAX_TRIES: u8 = 4;

/// What is still wanted from one side of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// Datagrams: how many more are tried.
    Tries(u8),
    /// A stream that has not been looked at, or whose head is being put in order.
    Head,
    /// Datagrams that are DNS: every one is read.
    Dns,
    /// No more.
    Nothing,
}

impl Default for Wanted {
    fn default() -> Self {
        Wanted::Tries(MAX_TRIES)
    }
}

/// The evidence of one capture while it is read.
#[derive(Debug, Default)]
pub struct Gather {
    wanted: Vec<Sides<Wanted>>,
    heads: HashMap<(FlowId, Side), Head, RandomState>,
    items: Vec<Evidence>,
    names: HashMap<HostName, (), RandomState>,
    spoken: HashMap<FlowId, Protocol, RandomState>,
    apps: HashMap<FlowId, HostName, RandomState>,
    beyond_cap: u64,
}

impl Gather {
    /// The evidence so far, in the order of frames.
    pub fn items(&self) -> &[Evidence] {
        &self.items
    }

    /// The evidence at the end, in the order of frames.
    pub fn into_items(self) -> Vec<Evidence> {
        self.items
    }

    /// Items that were dropped because the list is full.
    pub fn beyond_cap(&self) -> u64 {
        self.beyond_cap
    }

    /// The capturing device says which program a packet belongs to: kept once, and again where it says another.
    pub fn app(&mut self, update: &FlowUpdate<'_>, note: AppNote<'_>) {
        let known = self.apps.get(&update.flow);
        if known.is_some_and(|known| **known == *note.name) {
            return;
        }
        let name = self.intern(note.name);
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

    /// Reads what one packet brought.
    pub fn take(&mut self, update: &FlowUpdate<'_>, problems: &mut ProblemLog) {
        if let Some((flow, error)) = update.error {
            self.push(&FlowUpdate { flow, ..*update }, Fact::NotDelivered(error));
        }
        if update.payload.is_empty() {
            return;
        }
        let wanted = self.wanted(update);
        match (update.transport, wanted) {
            (_, Wanted::Nothing) => {}
            (Transport::Udp, _) => self.datagram(update, wanted),
            (Transport::Tcp, _) => self.stream(update, problems),
            _ => self.set(update, Wanted::Nothing),
        }
    }

    fn wanted(&mut self, update: &FlowUpdate<'_>) -> Wanted {
        let index = update.flow.0 as usize;
        if self.wanted.len() <= index {
            self.wanted.resize(index + 1, Sides::default());
        }
        self.wanted
            .get(index)
            .map_or(Wanted::Nothing, |sides| sides[update.side])
    }

    fn set(&mut self, update: &FlowUpdate<'_>, wanted: Wanted) {
        if let Some(sides) = self.wanted.get_mut(update.flow.0 as usize) {
            sides[update.side] = wanted;
        }
    }

    fn datagram(&mut self, update: &FlowUpdate<'_>, wanted: Wanted) {
        if quic::probe(update.payload) {
            self.speaks(update, Protocol::Quic);
            return self.set(update, Wanted::Nothing);
        }
        match dns::read(update.payload) {
            Reading::Found(message) => {
                self.dns_message(update, &message);
                self.set(update, Wanted::Dns);
            }
            _ => self.set(update, one_less(wanted)),
        }
    }

    fn stream(&mut self, update: &FlowUpdate<'_>, problems: &mut ProblemLog) {
        let key = (update.flow, update.side);
        if update.position == 0 && !self.heads.contains_key(&key) {
            if self.read_head(update, update.payload, problems) {
                return;
            }
        } else if !self.heads.contains_key(&key) && update.position < 0 {
            return;
        }
        self.keep(update, problems);
    }

    /// Puts the payload into the head and reads the head where it grew.
    fn keep(&mut self, update: &FlowUpdate<'_>, problems: &mut ProblemLog) {
        let key = (update.flow, update.side);
        if self.heads.len() >= MAX_HEADS && !self.heads.contains_key(&key) {
            let spot = Spot {
                frame: Some(update.frame),
                offset: None,
            };
            problems.add(
                "more than 4,096 streams wait for missing bytes at once",
                "names in the further ones are not read",
                spot,
            );
            return self.set(update, Wanted::Nothing);
        }
        let Ok(position) = usize::try_from(update.position) else {
            return;
        };
        let mut head = self.heads.remove(&key).unwrap_or_default();
        let grew = head.add(position, update.payload);
        let done = grew && self.read_head(update, head.bytes(), problems);
        if done || head.is_full() {
            self.set(update, Wanted::Nothing);
        } else {
            self.set(update, Wanted::Head);
            self.heads.insert(key, head);
        }
    }

    /// Tries every reader on the start of a stream; returns whether nothing more is wanted.
    fn read_head(
        &mut self,
        update: &FlowUpdate<'_>,
        head: &[u8],
        problems: &mut ProblemLog,
    ) -> bool {
        let mut waiting = false;
        match tls::read_client_hello(head) {
            Reading::Found(hello) => {
                self.speaks(update, Protocol::Tls);
                self.named(update, hello.server_name, NameSource::Sni);
                return self.finish(update);
            }
            Reading::NeedMore => waiting = true,
            Reading::Malformed(what) => {
                let spot = Spot {
                    frame: Some(update.frame),
                    offset: None,
                };
                problems.add(
                    what,
                    "the flow keeps its bytes but has no name from TLS",
                    spot,
                );
            }
            Reading::NotThis => {}
        }
        match http::read(head) {
            Reading::Found(host) => {
                self.speaks(update, Protocol::Http);
                self.named(update, host, NameSource::Host);
                return self.finish(update);
            }
            Reading::NeedMore => waiting = true,
            Reading::NotThis | Reading::Malformed(_) => {}
        }
        match dns::read_stream(head) {
            Reading::Found((message, _)) => {
                self.dns_message(update, &message);
                return self.finish(update);
            }
            Reading::NeedMore => waiting = true,
            Reading::NotThis | Reading::Malformed(_) => {}
        }
        !waiting && self.finish(update)
    }

    fn finish(&mut self, update: &FlowUpdate<'_>) -> bool {
        self.set(update, Wanted::Nothing);
        true
    }

    fn dns_message(&mut self, update: &FlowUpdate<'_>, message: &dns::Message) {
        self.speaks(update, Protocol::Dns);
        for answer in &message.addresses {
            let name = self.intern(&answer.name);
            let fact = Fact::DnsAnswer {
                name,
                address: answer.address,
                ttl_seconds: answer.ttl_seconds,
            };
            self.push(update, fact);
        }
    }

    fn named(&mut self, update: &FlowUpdate<'_>, name: Option<String>, source: NameSource) {
        if let Some(name) = name {
            let name = self.intern(&name);
            self.push(update, Fact::Named { name, source });
        }
    }

    fn speaks(&mut self, update: &FlowUpdate<'_>, protocol: Protocol) {
        if self.spoken.insert(update.flow, protocol) != Some(protocol) {
            self.push(update, Fact::Speaks(protocol));
        }
    }

    fn push(&mut self, update: &FlowUpdate<'_>, fact: Fact) {
        if self.items.len() < MAX_ITEMS {
            self.items.push(Evidence {
                flow: update.flow,
                frame: update.frame,
                at: update.at,
                fact,
            });
        } else {
            self.beyond_cap += 1;
        }
    }

    /// One copy of each name.
    fn intern(&mut self, name: &str) -> HostName {
        if let Some((known, ())) = self.names.get_key_value(name) {
            return Arc::clone(known);
        }
        let name: HostName = Arc::from(name);
        self.names.insert(Arc::clone(&name), ());
        name
    }
}

fn one_less(wanted: Wanted) -> Wanted {
    match wanted {
        Wanted::Tries(left) if left > 1 => Wanted::Tries(left - 1),
        Wanted::Dns => Wanted::Dns,
        _ => Wanted::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_is_kept_once_and_again_where_another_is_said() {
        let mut gather = Gather::default();
        for (frame, name) in [(1, "Clip"), (2, "Clip"), (3, "Other"), (4, "Other")] {
            let update = FlowUpdate {
                flow: FlowId(0),
                side: Side::Client,
                transport: Transport::Udp,
                frame,
                at: None,
                position: 0,
                payload: &[],
                payload_len: 0,
                error: None,
            };
            let note = AppNote {
                name,
                number: 7,
                is_trailer: true,
            };
            gather.app(&update, note);
        }
        let said = gather.items().iter().map(|item| (item.frame, &item.fact));
        let want = [(1, "Clip"), (3, "Other")].map(|(frame, name)| {
            let fact = Fact::App {
                name: Arc::from(name),
                number: Some(7),
                source: AppSource::PcapdroidTrailer,
            };
            (frame, fact)
        });
        assert!(said.eq(want.iter().map(|(frame, fact)| (*frame, fact))));
    }
}
