//! Kept flows become sums by address tag, by domain and by protocol: one walk over the flows for map, lists and ledger.

use fixedbitset::FixedBitSet;

use super::kept::Kept;
use super::query::Metric;
use crate::analysis::model::Analysis;
use crate::evidence::protocol::Protocol;
use crate::flow::model::Transport;
use crate::reference::data_type::DataType;
use crate::tag::data_type::grade::{DataGrade, Presumed};
use crate::tag::model::{AddressTag, Tags};
use crate::tag::party::Party;

/// What is added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Flows.
    pub flows: u64,
    /// Payload bytes sent.
    pub sent: u64,
    /// Payload bytes received.
    pub received: u64,
    /// Wire bytes both ways, of whole flows.
    pub wire: u64,
}

impl Sum {
    /// Adds another sum, held at the largest number.
    pub fn add(&mut self, other: Sum) {
        self.flows = self.flows.saturating_add(other.flows);
        self.sent = self.sent.saturating_add(other.sent);
        self.received = self.received.saturating_add(other.received);
        self.wire = self.wire.saturating_add(other.wire);
    }

    /// The number that a map or list measures.
    pub fn metric(self, metric: Metric) -> u64 {
        match metric {
            Metric::Sent => self.sent,
            Metric::Received => self.received,
            Metric::Flows => self.flows,
        }
    }
}

/// How a flow's protocol is listed: what was recognised, else what carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spoken {
    /// Recognised.
    App(Protocol),
    /// Nothing was recognised.
    Only(Transport),
}

impl Spoken {
    /// Of one flow.
    pub fn of(tags: &Tags, transport: Transport) -> Self {
        tags.protocol.map_or(Spoken::Only(transport), Spoken::App)
    }

    /// Words on screen, in lists.
    pub fn label(self) -> String {
        match self {
            Spoken::App(protocol) => protocol.label().into(),
            Spoken::Only(transport) => transport.label(),
        }
    }

    /// Position in a table of `SLOTS` entries.
    fn slot(self) -> usize {
        match self {
            Spoken::Only(Transport::Tcp) => 0,
            Spoken::Only(Transport::Udp) => 1,
            Spoken::Only(Transport::Icmp) => 2,
            Spoken::Only(Transport::Icmpv6) => 3,
            Spoken::Only(Transport::Other(number)) => 4 + usize::from(number),
            Spoken::App(protocol) => 4 + 256 + protocol as usize,
        }
    }
}

/// Every data type, and none.
const TYPES: usize = DataType::ALL.len() + 1;

/// Position in a table of both types and the grade.
fn presumed_slot(data: Presumed) -> usize {
    let place = |one: Option<DataType>| one.map_or(0, |one| one as usize + 1);
    (place(data.first) * TYPES + place(data.second)) * DataGrade::ALL.len() + data.grade as usize
}

const SLOTS: usize = 4 + 256 + Protocol::ALL.len();

/// Sums over one set of flows.
pub struct Sums {
    /// By position in `TagTables::addresses`.
    pub by_address: Vec<Sum>,
    /// By position in `TagTables::domains`.
    pub by_domain: Vec<Sum>,
    /// Flows without a registrable domain.
    pub no_domain: Sum,
    /// By position in `TagTables::apps`.
    pub by_app: Vec<Sum>,
    /// Flows of which the capture names no app.
    pub no_app: Sum,
    /// By position in `TagTables::owners`.
    pub by_owner: Vec<Sum>,
    /// Flows of whose domain no rule names the owner.
    pub no_owner: Sum,
    /// By position in `Party::ALL`.
    pub by_party: [Sum; Party::ALL.len()],
    /// Flows of which the party is not known.
    pub no_party: Sum,
    /// Flows that are tunnels.
    pub tunnels: Sum,
    /// By position in `Judged::verdicts`; empty where no claim is chosen.
    pub by_verdict: Vec<Sum>,
    spoken: Vec<Option<(Spoken, Sum)>>,
    presumed: Vec<Option<(Presumed, Sum)>>,
}

impl Sums {
    /// Adds up the flows of `rows`.
    pub fn over(analysis: &Analysis, kept: &Kept, rows: &FixedBitSet) -> Self {
        let judged = analysis.judged.as_ref();
        let mut sums = Self {
            by_address: vec![Sum::default(); analysis.tables.addresses.len()],
            by_domain: vec![Sum::default(); analysis.tables.domains.len()],
            no_domain: Sum::default(),
            by_app: vec![Sum::default(); analysis.tables.apps.len()],
            no_app: Sum::default(),
            by_owner: vec![Sum::default(); analysis.tables.owners.len()],
            no_owner: Sum::default(),
            by_party: [Sum::default(); Party::ALL.len()],
            no_party: Sum::default(),
            tunnels: Sum::default(),
            by_verdict: vec![Sum::default(); judged.map_or(0, |judged| judged.verdicts.len())],
            spoken: vec![None; SLOTS],
            presumed: vec![None; TYPES * TYPES * DataGrade::ALL.len()],
        };
        for index in rows.ones() {
            if let (Some(flow), Some(tags)) = (analysis.flows.get(index), analysis.tags.get(index))
            {
                let (sent, received) = kept.bytes_of(index, flow);
                let wire = flow.wire_bytes.total();
                let flows = 1;
                let one = Sum {
                    flows,
                    sent,
                    received,
                    wire,
                };
                sums.add(tags, Spoken::of(tags, flow.transport), one);
                let verdict = judged.and_then(|judged| judged.index_of(index));
                if let Some(sum) = verdict.and_then(|verdict| sums.by_verdict.get_mut(verdict)) {
                    sum.add(one);
                }
            }
        }
        sums
    }

    fn add(&mut self, tags: &Tags, spoken: Spoken, one: Sum) {
        if let Some(sum) = self.by_address.get_mut(tags.address as usize) {
            sum.add(one);
        }
        let domain = tags.domain.and_then(|d| self.by_domain.get_mut(d as usize));
        domain.unwrap_or(&mut self.no_domain).add(one);
        let app = tags.app.and_then(|a| self.by_app.get_mut(a as usize));
        app.unwrap_or(&mut self.no_app).add(one);
        let owner = tags.owner.and_then(|o| self.by_owner.get_mut(o as usize));
        owner.unwrap_or(&mut self.no_owner).add(one);
        let party = tags.party.party();
        let party = party.and_then(|party| self.by_party.get_mut(party as usize));
        party.unwrap_or(&mut self.no_party).add(one);
        if let Some(slot) = self.presumed.get_mut(presumed_slot(tags.data)) {
            slot.get_or_insert((tags.data, Sum::default())).1.add(one);
        }
        if tags.tunnel.is_some() {
            self.tunnels.add(one);
        }
        if let Some(slot) = self.spoken.get_mut(spoken.slot()) {
            slot.get_or_insert((spoken, Sum::default())).1.add(one);
        }
    }

    /// Address tags that have flows, with their sums.
    pub fn addresses<'a>(
        &'a self,
        analysis: &'a Analysis,
    ) -> impl Iterator<Item = (&'a AddressTag, Sum)> {
        let tags = analysis.tables.addresses.iter();
        tags.zip(self.by_address.iter().copied())
            .filter(|(_, sum)| sum.flows > 0)
    }

    /// What flows presumably carry, with their sums.
    pub fn presumed(&self) -> impl Iterator<Item = (Presumed, Sum)> {
        self.presumed.iter().flatten().copied()
    }

    /// Protocols that have flows, with their sums.
    pub fn protocols(&self) -> impl Iterator<Item = (Spoken, Sum)> {
        self.spoken.iter().flatten().copied()
    }
}
