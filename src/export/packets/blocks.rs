//! Blocks of pcapng, little end first (draft-ietf-opsawg-pcapng).

use std::io::{self, Write};
use std::net::IpAddr;

use crate::capture::frame::{Frame, LinkType};
use crate::capture::interface::Interface;
use crate::capture::told::{AddressName, PCAPDROID, ProgramName};
use crate::capture::{COMMENT, block_kind};

/// Bytes of a comment that are written; the length of an option has 16 bits.
const MAX_TEXT_BYTES: usize = 32_768;

/// Ticks that are no time to any reader: half a million years in microseconds.
const NO_TIME: u64 = u64::MAX;

/// Writes one block after another.
pub struct Blocks<'a> {
    out: &'a mut dyn Write,
    body: Vec<u8>,
}

impl<'a> Blocks<'a> {
    /// Into a file.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            body: Vec::new(),
        }
    }

    /// A section begins.
    pub fn section(&mut self, program: &str, comment: Option<&str>) -> io::Result<()> {
        self.body.extend(0x1a2b_3c4d_u32.to_le_bytes());
        self.body.extend([1, 0, 0, 0]);
        // Its length is not told: what follows is not known yet.
        self.body.extend(u64::MAX.to_le_bytes());
        self.option(COMMENT, comment.map(cut).unwrap_or_default().as_bytes());
        self.option(4, cut(program).as_bytes());
        self.end_options();
        self.block(block_kind::SECTION)
    }

    /// An interface, its frames beginning with `link`.
    pub fn interface(&mut self, about: &Interface, link: LinkType) -> io::Result<()> {
        // Nothing that has a larger number is decoded, so no frame is of it.
        let link = u16::try_from(link.0).unwrap_or(u16::MAX);
        self.body.extend(link.to_le_bytes());
        self.body.extend([0, 0]);
        self.body.extend(about.snap_bytes.to_le_bytes());
        let name = about.name.as_deref().unwrap_or_default();
        self.option(2, cut(name).as_bytes());
        for address in &about.addresses {
            match address {
                // The length of the network is not kept: that of one address stands for it.
                IpAddr::V4(address) => {
                    self.option(4, &[&address.octets()[..], &[255; 4]].concat());
                }
                IpAddr::V6(address) => {
                    self.option(5, &[&address.octets()[..], &[128]].concat());
                }
            }
        }
        self.option(9, &[about.resolution]);
        if about.offset_seconds != 0 {
            self.option(14, &about.offset_seconds.to_le_bytes());
        }
        self.end_options();
        self.block(block_kind::INTERFACE)
    }

    /// Names that the capture gave for addresses.
    pub fn names(&mut self, names: &[&AddressName]) -> io::Result<()> {
        for AddressName { address, name } in names {
            let name = name.as_bytes();
            match address {
                IpAddr::V4(address) => {
                    self.option(1, &[&address.octets()[..], name, &[0]].concat());
                }
                IpAddr::V6(address) => {
                    self.option(2, &[&address.octets()[..], name, &[0]].concat());
                }
            }
        }
        self.end_options();
        self.block(block_kind::NAMES)
    }

    /// The program of a user number, as PCAPdroid writes it.
    pub fn program(&mut self, program: &ProgramName) -> io::Result<()> {
        let name = program.name.as_bytes();
        let name = name.get(..usize::from(u8::MAX)).unwrap_or(name);
        self.body.extend(PCAPDROID.to_le_bytes());
        self.body.extend([1, 1]);
        self.body.extend(program.user.to_le_bytes());
        self.body.push(0);
        self.body.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
        self.body.extend(name);
        self.block(block_kind::CUSTOM[0])
    }

    /// A frame of the interface with this number in the section. `ticks`: none where it has no usable time.
    pub fn frame(
        &mut self,
        frame: &Frame<'_>,
        interface: u32,
        ticks: Option<u64>,
        comments: &[String],
    ) -> io::Result<()> {
        let ticks = ticks.unwrap_or(NO_TIME);
        let (high, low) = (ticks >> 32, ticks & 0xffff_ffff);
        let captured = frame.bytes.len() as u64;
        for number in [u64::from(interface), high, low, captured] {
            self.body.extend(number.to_le_bytes().iter().take(4));
        }
        self.body.extend(frame.wire_len.to_le_bytes());
        self.body.extend(frame.bytes);
        self.pad();
        let own = frame.comment.unwrap_or_default();
        self.option(COMMENT, cut(own).as_bytes());
        for comment in comments {
            self.option(COMMENT, cut(comment).as_bytes());
        }
        if !own.is_empty() || !comments.is_empty() {
            self.end_options();
        }
        self.block(block_kind::ENHANCED_PACKET)
    }

    /// A frame of the section's first interface that never had a time; no comment has a place in it.
    pub fn simple_frame(&mut self, frame: &Frame<'_>) -> io::Result<()> {
        self.body.extend(frame.wire_len.to_le_bytes());
        self.body.extend(frame.bytes);
        self.block(block_kind::SIMPLE_PACKET)
    }

    /// Left out where it is empty.
    fn option(&mut self, code: u16, value: &[u8]) {
        let Ok(length) = u16::try_from(value.len()) else {
            return;
        };
        if length > 0 {
            self.body.extend(code.to_le_bytes());
            self.body.extend(length.to_le_bytes());
            self.body.extend(value);
            self.pad();
        }
    }

    fn end_options(&mut self) {
        self.body.extend([0; 4]);
    }

    fn pad(&mut self) {
        self.body.resize(self.body.len().next_multiple_of(4), 0);
    }

    fn block(&mut self, kind: u32) -> io::Result<()> {
        self.pad();
        // A body is a frame and some comments: far below 4 GiB.
        let length = u32::try_from(self.body.len() + 12).unwrap_or(u32::MAX);
        self.out.write_all(&kind.to_le_bytes())?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&self.body)?;
        self.out.write_all(&length.to_le_bytes())?;
        self.body.clear();
        Ok(())
    }
}

fn cut(text: &str) -> &str {
    let end = (0..=MAX_TEXT_BYTES.min(text.len())).rev();
    let mut ends = end.filter(|end| text.is_char_boundary(*end));
    text.get(..ends.next().unwrap_or(0)).unwrap_or_default()
}
