//! The result of reading captures: everything that a view is computed from. Never changed once made.

use std::path::PathBuf;
use std::sync::Arc;

use super::devices::Device;
use super::judged::Judged;
use crate::capture::about::About;
use crate::capture::frame::{CaptureIndex, LinkType, Time};
use crate::capture::problem::Problem;
use crate::claim::model::Claim;
use crate::evidence::item::Evidence;
use crate::flow::activity::Activity;
use crate::flow::clock::Clock;
use crate::flow::model::{Flow, FlowId, LocalRule};
use crate::flow::rhythm::Rhythms;
use crate::reference::{Reference, TableInfo};
use crate::tag::by_hand::Entry;
use crate::tag::data_type::signs::{Seen, Vote, of_flow};
use crate::tag::model::{AddressTag, TagTables, Tags};
use crate::tag::stated::Stated;
use crate::wire::packet::Tunnel;

/// Frames that belong to no flow, by reason; they complete the ledger of wire bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// Not IP at all (ARP, link-layer control): frames.
    pub not_ip_frames: u64,
    /// Not IP at all: bytes on the wire.
    pub not_ip_bytes: u64,
    /// Could not be decoded (each with a problem): frames.
    pub unread_frames: u64,
    /// Could not be decoded: bytes on the wire.
    pub unread_bytes: u64,
}

/// Flows that a problem touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// Index in `Analysis::problems`.
    pub problem: usize,
    /// The flows, in order; the first thousand.
    pub flows: Vec<FlowId>,
}

/// One capture as it was read.
#[derive(Clone, Debug)]
pub struct CaptureSummary {
    /// File name without the folder, made safe for the screen; `-` for standard input.
    pub name: String,
    /// Path as it was given, in whatever bytes the system has it.
    pub path: PathBuf,
    /// Format and wrapping in words: `pcapng`, `pcap (nanoseconds) in gzip`.
    pub format: String,
    /// What the file says of how it was made.
    pub about: About,
    /// SHA-256 of the file as it lies on the disk, lower-case hex; `None` where it was not asked for.
    pub sha256: Option<String>,
    /// Bytes of the file as it lies on the disk.
    pub file_bytes: u64,
    /// Frames read.
    pub frames: u64,
    /// Sum of their lengths on the wire in bytes.
    pub wire_bytes: u64,
    /// Frames of which the capture does not hold every byte.
    pub cut_frames: u64,
    /// Names of the interfaces that the capture describes.
    pub interfaces: Vec<String>,
    /// Link types seen.
    pub links: Vec<LinkType>,
    /// Earliest time of a frame.
    pub first: Option<Time>,
    /// Latest time of a frame.
    pub last: Option<Time>,
    /// How its frames count time.
    pub clock: Clock,
    /// Frames outside flows.
    pub outside: Outside,
    /// The rules that decided the local side, each with the number of flows.
    pub local_rules: Vec<(LocalRule, u64)>,
    /// Whether the file was read to its end without damage.
    pub whole: bool,
    /// Which keys there were, and what they opened.
    pub keys: KeyUse,
}

/// Key material that a capture was read with: hashes of it, never a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyUse {
    /// Name and SHA-256 of each key log that the user gave.
    pub given: Vec<(String, String)>,
    /// SHA-256 of each block of secrets inside the capture.
    pub inside: Vec<String>,
    /// Flows of which something was opened.
    pub opened_flows: u64,
}

/// Everything that was found in the captures.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The captures, in the order in which they were opened.
    pub captures: Vec<CaptureSummary>,
    /// Flows by first frame, then by capture.
    pub flows: Vec<Flow>,
    /// Addresses that are, or could be taken for, the captured side.
    pub devices: Vec<Device>,
    /// Tags, one for each flow.
    pub tags: Vec<Tags>,
    /// What the tags point into.
    pub tables: TagTables,
    /// Evidence, by flow and then by frame.
    pub evidence: Vec<Evidence>,
    /// Payload over time, one for each capture.
    pub activity: Vec<Activity>,
    /// The flows that send at regular intervals or without a pause.
    pub rhythms: Rhythms,
    /// Tunnel paths (`Flow::tunnel`), outermost first; the first is none.
    pub tunnels: Vec<Tunnel>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The flows that problems touch; a problem of no flow has no entry.
    pub affected: Vec<Affected>,
    /// The tables that answered.
    pub reference: Arc<Reference>,
    /// What the user said of the traffic.
    pub stated: Arc<Stated>,
    /// What a claim says of the flows, where one was given.
    pub judged: Option<Judged>,
    /// Whether all captures were read to their end (false while reading and after a cancel).
    pub complete: bool,
}

impl Analysis {
    /// The same, with the verdicts of a claim.
    pub fn with_claim(mut self, claim: Arc<Claim>) -> Self {
        self.judged = Some(Judged::new(claim, &self));
        self
    }

    /// The same, with the verdicts of this claim and no other; without any where there is none.
    pub fn judged_by(self, claim: Option<&Arc<Claim>>) -> Self {
        match claim {
            Some(claim) => self.with_claim(Arc::clone(claim)),
            None => Self {
                judged: None,
                ..self
            },
        }
    }

    /// The reference tables with their dates.
    pub fn reference_tables(&self) -> &[TableInfo] {
        self.reference.tables()
    }

    /// Evidence of one flow.
    pub fn evidence_of(&self, flow: usize) -> &[Evidence] {
        let from = self
            .evidence
            .partition_point(|e| (e.flow.0 as usize) < flow);
        let to = self
            .evidence
            .partition_point(|e| (e.flow.0 as usize) <= flow);
        self.evidence.get(from..to).unwrap_or(&[])
    }

    /// What speaks for a data type in a flow, with its tags and its evidence; what a tunnel carries is not visible.
    pub fn votes_for(&self, id: FlowId, tags: &Tags, own: &[Evidence]) -> Vec<Vote<'_>> {
        if tags.tunnel.is_some() {
            return Vec::new();
        }
        let name = self.tables.name_of(tags);
        let host = name.map(|name| (&*name.value, name.frame));
        let Some(flow) = self.flows.get(id.0 as usize) else {
            return Vec::new();
        };
        let rhythm = self.rhythms.get(id);
        let address = self.tables.address_of(tags);
        let asn = address.and_then(AddressTag::asn);
        let seen = Seen {
            flow,
            own,
            rhythm,
            asn,
        };
        of_flow(seen, host, self.reference.rules())
    }

    /// What the user set for a flow, where anything was set.
    pub fn set_by_hand(&self, tags: &Tags) -> Option<&Entry> {
        self.stated.by_hand.entries.get(tags.by_hand? as usize)
    }

    /// The capture a flow is in.
    pub fn capture(&self, index: CaptureIndex) -> Option<&CaptureSummary> {
        self.captures.get(usize::from(index.0))
    }
}
