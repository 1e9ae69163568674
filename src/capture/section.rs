//! One section of a pcapng file after another: interfaces, and what blocks become with them.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::about::About;
use super::frame::Frame;
use super::interface::Interface;
use super::order::ByteOrder;
use super::packet_block::{self, PacketBlock};
use super::problem::{ProblemLog, Spot};
use super::process::Processes;
use super::told::{self, AddressName, ProgramName};

/// Kinds of blocks (draft-ietf-opsawg-pcapng, section 11.1).
pub mod kind {
    /// Section header; reads the same in both byte orders.
    pub const SECTION: u32 = 0x0a0d_0d0a;
    /// Interface description.
    pub const INTERFACE: u32 = 1;
    /// Packet, obsolete.
    pub const PACKET_OBSOLETE: u32 = 2;
    /// Simple packet.
    pub const SIMPLE_PACKET: u32 = 3;
    /// Names of addresses.
    pub const NAMES: u32 = 4;
    /// Interface statistics.
    pub const STATISTICS: u32 = 5;
    /// Enhanced packet.
    pub const ENHANCED_PACKET: u32 = 6;
    /// Entry of the systemd journal.
    pub const JOURNAL: u32 = 9;
    /// Decryption secrets.
    pub const SECRETS: u32 = 10;
    /// Custom, and custom that must not be copied.
    pub const CUSTOM: [u32; 2] = [0x0bad, 0x4000_0bad];

    /// Process information, as Apple's tcpdump writes it.
    pub const PROCESS: u32 = 0x8000_0001;

    /// Whether a block of this kind holds no packets; of kinds that are not known nobody can say.
    pub fn holds_no_packets(kind: u32) -> bool {
        matches!(
            kind,
            SECTION | NAMES | STATISTICS | JOURNAL | SECRETS | PROCESS
        ) || CUSTOM.contains(&kind)
    }

    /// Whether a block of this kind is found in files.
    pub fn is_known(kind: u32) -> bool {
        matches!(
            kind,
            INTERFACE..=ENHANCED_PACKET | JOURNAL | SECRETS | SECTION | PROCESS
        ) || CUSTOM.contains(&kind)
    }
}

/// Interfaces remembered over all sections; a file that claims more is hostile.
const MAX_INTERFACES: usize = 65_536;

/// Names of interfaces that are shown; a host with more is hostile.
const MAX_INTERFACE_NAMES: usize = 256;

/// Names and programs kept of one capture, about 100 bytes each; a phone's day holds some thousands.
const MAX_NAMES: usize = 65_536;

/// `TLSK`: a TLS key log, among the types of secrets.
const TLS_KEY_LOG: u32 = 0x544c_534b;

/// Everything known of a pcapng file while it is read.
#[derive(Debug, Default)]
pub struct Sections {
    /// What the file says of itself.
    pub about: About,
    /// Byte order of the current section.
    pub order: ByteOrder,
    /// Interfaces of all sections; `None` where a description could not be read.
    pub interfaces: Vec<Option<Interface>>,
    /// Names of addresses.
    pub names: Vec<AddressName>,
    /// Programs by user number.
    pub programs: Vec<ProgramName>,
    processes: Processes,
    /// Numbers of the first interface of each section.
    pub starts: Vec<usize>,
    frames: u64,
    dropped: BTreeMap<usize, (u64, Spot)>,
}

/// What became of a block.
pub enum Taken<'a> {
    /// A frame.
    Frame(Frame<'a>),
    /// Secrets that open what follows.
    Secrets(&'a [u8]),
    /// Nothing to hand on.
    Nothing,
}

impl Sections {
    /// Addresses that the capture states for its interfaces.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let known = self.interfaces.iter().flatten();
        known.flat_map(|i| i.addresses.iter().copied()).collect()
    }

    /// Names of the interfaces, each once.
    pub fn interface_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self
            .interfaces
            .iter()
            .flatten()
            .filter_map(|i| i.name.as_ref())
        {
            // Files of several sections name the same interfaces again.
            if names.len() < MAX_INTERFACE_NAMES && !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// A new section begins: what was said of interfaces no longer holds.
    pub fn begin(&mut self, order: ByteOrder) {
        self.order = order;
        let start = self.interfaces.len();
        if self.starts.last() != Some(&start) {
            // Of sections without an interface, which hold no packets either, one number stands for all.
            self.starts.push(start);
        }
        self.processes = Processes::default();
    }

    /// Takes a block, without the lengths around its body.
    pub fn take<'a>(
        &'a mut self,
        block_kind: u32,
        body: &'a [u8],
        problems: &mut ProblemLog,
        spot: Spot,
    ) -> Taken<'a> {
        let packet = match block_kind {
            kind::ENHANCED_PACKET => packet_block::enhanced(body, self.order),
            kind::PACKET_OBSOLETE => packet_block::obsolete(body, self.order),
            kind::SIMPLE_PACKET => {
                let snap_bytes = self.interface(0).map_or(0, |(_, about)| about.snap_bytes);
                packet_block::simple(body, self.order, snap_bytes)
            }
            kind::SECRETS => return self.secrets(body, problems, spot),
            _ => {
                self.learn(block_kind, body, problems, spot);
                return Taken::Nothing;
            }
        };
        self.frames += 1;
        let spot = Spot {
            frame: Some(self.frames),
            ..spot
        };
        match packet.and_then(|packet| self.frame(packet, problems, spot)) {
            Some(frame) => Taken::Frame(frame),
            None => {
                let what = "a packet block is damaged or names no known interface";
                problems.add(what, "that frame is missing from every count", spot);
                Taken::Nothing
            }
        }
    }

    /// The key log in a block of secrets (draft-ietf-opsawg-pcapng, section 4.7).
    fn secrets<'a>(&self, body: &'a [u8], problems: &mut ProblemLog, spot: Spot) -> Taken<'a> {
        let kind = self.order.u32(body, 0);
        let length = self.order.length(body, 4);
        let (what, text) = match (kind, length.and_then(|length| body.get(8..)?.get(..length))) {
            (Some(TLS_KEY_LOG), Some(text)) => return Taken::Secrets(text),
            (Some(TLS_KEY_LOG), None) | (None, _) => {
                ("a block of secrets is damaged", body.get(8..))
            }
            _ => (
                "a block holds secrets of a kind that is not read: only TLS key logs are",
                None,
            ),
        };
        problems.add(what, "what they would open stays closed", spot);
        // Whole lines of a damaged one still open something.
        match (kind, text) {
            (Some(TLS_KEY_LOG), Some(text)) => Taken::Secrets(text),
            _ => Taken::Nothing,
        }
    }

    fn frame<'a>(
        &'a self,
        packet: PacketBlock<'a>,
        problems: &mut ProblemLog,
        spot: Spot,
    ) -> Option<Frame<'a>> {
        let (interface, about) = self.interface(packet.interface)?;
        let clock = about.clock;
        let at = packet.ticks.and_then(|ticks| clock?.time(ticks));
        if at.is_none() && packet.ticks.is_some() {
            let what = "a frame states a time that cannot be represented";
            problems.add(what, "it counts in every sum but not on the timeline", spot);
        }
        if packet.lost_before > 0 {
            let what = "packets were lost before a frame, as the capturing program says";
            let meaning = "they are missing from every number";
            problems.add_many(what, meaning, spot, packet.lost_before);
        }
        Some(Frame {
            number: self.frames,
            at,
            link: about.link,
            interface,
            wire_len: packet.wire_len,
            bytes: packet.bytes,
            offset: spot.offset.unwrap_or(0),
            comment: packet.comment,
            program: self.processes.of(packet.process, at),
        })
    }

    /// Number over all sections and description of an interface of this section.
    fn interface(&self, index: u32) -> Option<(u32, &Interface)> {
        let start = self.starts.last().copied().unwrap_or(0);
        let place = start.checked_add(index as usize)?;
        let about = self.interfaces.get(place)?.as_ref()?;
        Some((u32::try_from(place).ok()?, about))
    }

    fn learn(&mut self, block_kind: u32, body: &[u8], problems: &mut ProblemLog, spot: Spot) {
        match block_kind {
            kind::SECTION => self.about.section(body, self.order),
            kind::INTERFACE => self.add_interface(body, problems, spot),
            kind::NAMES => {
                let names = told::names(body, self.order);
                add_capped(&mut self.names, names, problems, spot);
            }
            kind::STATISTICS => self.count_dropped(body, spot),
            custom if kind::CUSTOM.contains(&custom) => {
                let program = told::program(body, self.order);
                add_capped(&mut self.programs, program, problems, spot);
                let has_room = self.processes.add_wireshark(body, self.order);
                report_full(has_room, problems, spot);
            }
            kind::PROCESS => {
                let has_room = self.processes.add_apple(body, self.order);
                report_full(has_room, problems, spot);
            }
            other if !kind::holds_no_packets(other) => {
                let what = "a block of an unknown kind was stepped over";
                problems.add(what, "packets that it may hold are missing", spot);
            }
            _ => {}
        }
    }

    fn add_interface(&mut self, body: &[u8], problems: &mut ProblemLog, spot: Spot) {
        if self.interfaces.len() >= MAX_INTERFACES {
            let what = "the file describes more than 65,536 interfaces";
            return problems.add(what, "frames of the further interfaces are missing", spot);
        }
        self.about.interface(body, self.order);
        let interface = Interface::read(body, self.order);
        if interface.is_none() {
            let what = "an interface description is damaged";
            problems.add(what, "frames of that interface are missing", spot);
        }
        self.interfaces.push(interface);
    }

    /// Counters run from the start of the capture: the highest one is the last.
    fn count_dropped(&mut self, body: &[u8], spot: Spot) {
        if let Some((index, count)) = told::dropped(body, self.order)
            && let Some((place, _)) = self.interface(index)
        {
            let known = self.dropped.entry(place as usize).or_insert((0, spot));
            known.0 = known.0.max(count);
        }
    }

    /// What the capturing program says it dropped, over all interfaces; `None` where it says nothing.
    fn dropped_packets(&self) -> Option<u64> {
        let counts = self.dropped.values().map(|(count, _)| *count);
        counts.reduce(u64::saturating_add)
    }

    /// Reports what the capturing program says it dropped.
    pub fn report_dropped(&mut self, problems: &mut ProblemLog) {
        self.about.dropped_packets = self.dropped_packets();
        let lossy = self.dropped.values().find(|(count, _)| *count > 0);
        if let (Some(count), Some((_, first))) = (self.about.dropped_packets, lossy) {
            let packets = if count == 1 { "packet" } else { "packets" };
            let what = format!("the capturing program dropped {count} {packets}");
            problems.add(&what, "they are missing from every number", *first);
        }
    }
}

fn report_full(has_room: bool, problems: &mut ProblemLog, spot: Spot) {
    if !has_room {
        let what = "the file describes more processes than are kept";
        problems.add(what, "the programs of some flows are not named", spot);
    }
}

fn add_capped<T>(
    list: &mut Vec<T>,
    more: impl IntoIterator<Item = T>,
    problems: &mut ProblemLog,
    spot: Spot,
) {
    for item in more {
        if list.len() >= MAX_NAMES {
            let what = "the file gives more than 65,536 names for addresses or programs";
            return problems.add(what, "the further names are not used", spot);
        }
        list.push(item);
    }
}
