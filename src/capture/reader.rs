//! One capture from its first byte to its last frame, whatever its format.

use std::io::Read;
use std::net::IpAddr;
use std::ops::ControlFlow;

use super::blocks::Blocks;
use super::error::CaptureError;
use super::frame::Frame;
use super::pcap::{self, PcapHeader};
use super::pcapng;
use super::problem::{ProblemLog, Spot};

/// How reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// At the end of an undamaged file.
    Whole,
    /// At damage; a problem says where.
    Damaged,
    /// Because whoever took the frames wanted no more.
    Stopped,
}

/// What was learned about the file beside its frames.
#[derive(Clone, Debug)]
pub struct Description {
    /// `pcapng`, `pcap (nanoseconds)`.
    pub format: &'static str,
    /// How reading ended.
    pub ending: Ending,
    /// Addresses that the capture states for its interfaces.
    pub interface_addresses: Vec<IpAddr>,
}

/// Bytes looked at to tell the format.
const MAGIC_BYTES: usize = 8;

/// Reads every frame of a capture and hands it to `each`.
pub fn read_capture<R: Read>(
    source: R,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(&Frame<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> Result<Description, CaptureError> {
    let mut blocks = Blocks::new(source);
    let enough = blocks.fill(MAGIC_BYTES).map_err(CaptureError::Open)?;
    let first = blocks
        .window()
        .get(..MAGIC_BYTES)
        .unwrap_or(blocks.window());
    if PcapHeader::is_start(first) {
        let header = PcapHeader::read(&mut blocks)?;
        let read = pcap::read_records(header, &mut blocks, problems, each);
        return Ok(Description {
            format: header.label(),
            ending: read.unwrap_or_else(|error| unreadable(&blocks, problems, &error)),
            interface_addresses: Vec::new(),
        });
    }
    if pcapng::is_start(first) {
        if !enough {
            return Err(CaptureError::CutInHeader);
        }
        let mut sections = pcapng::Sections::default();
        let read = sections.read(&mut blocks, problems, each);
        return Ok(Description {
            format: "pcapng",
            ending: read.unwrap_or_else(|error| unreadable(&blocks, problems, &error)),
            interface_addresses: sections.addresses(),
        });
    }
    match first {
        [] => Err(CaptureError::Empty),
        _ => Err(CaptureError::NotACapture {
            first: first.to_vec(),
        }),
    }
}

/// A disk error or damaged compression in the middle: what was read stays.
fn unreadable<R: Read>(
    blocks: &Blocks<R>,
    problems: &mut ProblemLog,
    error: &std::io::Error,
) -> Ending {
    let spot = Spot {
        frame: None,
        offset: Some(blocks.offset()),
    };
    let what = format!("reading failed: {error}");
    problems.add(
        &what,
        "everything before is here; what follows in this file is missing",
        spot,
    );
    Ending::Damaged
}
