//! One capture from its first byte to its last frame, whatever its format.

use std::io::Read;
use std::net::IpAddr;
use std::ops::ControlFlow;

use super::about::About;
use super::blocks::Blocks;
use super::error::CaptureError;
use super::frame::Frame;
use super::interface::Interface;
use super::pcap;
use super::pcap_header::PcapHeader;
use super::pcap_shape::settled;
use super::pcapng;
use super::problem::{ProblemLog, Spot};
use super::section::Sections;
use super::told::{AddressName, ProgramName};

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
    /// What the file says of itself.
    pub about: About,
    /// How reading ended.
    pub ending: Ending,
    /// Addresses that the capture states for its interfaces.
    pub interface_addresses: Vec<IpAddr>,
    /// Its interfaces over all sections, as `Frame::interface` counts them; `None` where one could not be read.
    pub interfaces: Vec<Option<Interface>>,
    /// For each section, the number of its first interface.
    pub sections: Vec<usize>,
    /// Names of its interfaces, in their order, each once.
    pub interface_names: Vec<String>,
    /// Names that the capture gives for addresses.
    pub names: Vec<AddressName>,
    /// Programs that the capture names for user numbers.
    pub programs: Vec<ProgramName>,
}

/// Bytes looked at to tell the format.
const MAGIC_BYTES: usize = 8;

/// What a capture holds, in the order of the file.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// A frame.
    Frame(&'a Frame<'a>),
    /// A key log (RFC 9850) that opens what follows.
    Secrets(&'a [u8]),
}

/// Reads every frame of a capture and hands it to `each`.
pub fn read_capture<R: Read>(
    source: R,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(&Frame<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> Result<Description, CaptureError> {
    read_with_secrets(source, problems, &mut |given, problems| match given {
        Given::Frame(frame) => each(frame, problems),
        Given::Secrets(_) => ControlFlow::Continue(()),
    })
}

/// Reads every frame of a capture, and the secrets between them, and hands them to `each`.
pub fn read_with_secrets<R: Read>(
    source: R,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(Given<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> Result<Description, CaptureError> {
    let mut blocks = Blocks::new(source);
    let enough = blocks.fill(MAGIC_BYTES).map_err(CaptureError::Open)?;
    let first = blocks.window();
    if PcapHeader::is_start(first) {
        return read_pcap(&mut blocks, problems, each);
    }
    if pcapng::is_start(first) {
        return match enough {
            true => Ok(read_pcapng(&mut blocks, problems, each)),
            false => Err(CaptureError::CutInHeader),
        };
    }
    match first.get(..MAGIC_BYTES).unwrap_or(first) {
        [] => Err(CaptureError::Empty),
        first => Err(CaptureError::NotACapture {
            first: first.to_vec(),
        }),
    }
}

fn read_pcap<R: Read>(
    blocks: &mut Blocks<R>,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(Given<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> Result<Description, CaptureError> {
    let header = PcapHeader::read(blocks)?;
    let header = settled(header, blocks).map_err(CaptureError::Open)?;
    if !header.is_known_version() {
        let (major, minor) = header.version;
        let what = format!("the file states version {major}.{minor} of pcap, which nobody defined");
        let spot = Spot {
            frame: None,
            offset: Some(4),
        };
        problems.add(&what, "it was read as version 2.4", spot);
    }
    let mut about = About::default();
    about.limit(header.snap_bytes);
    let read = pcap::read_records(header, blocks, problems, &mut |frame, problems| {
        each(Given::Frame(frame), problems)
    });
    Ok(Description {
        about,
        format: header.label(),
        ending: read.unwrap_or_else(|error| unreadable(blocks, problems, &error)),
        interface_addresses: Vec::new(),
        interfaces: vec![Some(header.interface())],
        sections: vec![0],
        interface_names: Vec::new(),
        names: Vec::new(),
        programs: Vec::new(),
    })
}

fn read_pcapng<R: Read>(
    blocks: &mut Blocks<R>,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(Given<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> Description {
    let mut sections = Sections::default();
    let read = pcapng::read_blocks(&mut sections, blocks, problems, each);
    Description {
        format: "pcapng",
        ending: read.unwrap_or_else(|error| unreadable(blocks, problems, &error)),
        interface_addresses: sections.addresses(),
        interface_names: sections.interface_names(),
        about: sections.about,
        interfaces: sections.interfaces,
        sections: sections.starts,
        names: sections.names,
        programs: sections.programs,
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
    if error.kind() == std::io::ErrorKind::UnexpectedEof {
        let what = "the compressed file ends before its end mark";
        let meaning = "it was cut off or is still being written; everything before is here";
        problems.add(what, meaning, spot);
        return Ending::Damaged;
    }
    let what = format!("reading failed: {error}");
    let meaning = "everything before is here; what follows in this file is missing";
    problems.add(&what, meaning, spot);
    Ending::Damaged
}
