//! The sections of a capture are written as they were: each with all its interfaces under their numbers, so that a flow's
//! interface stays the same; behind them those that a frame needs whose link type is not its interface's.

use std::collections::HashSet;
use std::io;

use super::blocks::Blocks;
use crate::analysis::model::Analysis;
use crate::capture::frame::{Frame, LinkType};
use crate::capture::interface::Interface;
use crate::capture::reader::Description;
use crate::capture::told::{AddressName, ProgramName};
use crate::flow::model::FlowId;

const PROGRAM: &str = concat!("Whither ", env!("CARGO_PKG_VERSION"));

/// Writes frames and, before them, what they need.
pub struct Sections<'a> {
    about: &'a Description,
    comment: &'a str,
    blocks: Blocks<'a>,
    names: Vec<&'a AddressName>,
    programs: Vec<&'a ProgramName>,
    /// Sections begun so far.
    begun: usize,
    /// Numbers within the section of interfaces that were added, by what they are for.
    added: Vec<((u32, LinkType), u32)>,
}

impl<'a> Sections<'a> {
    /// `comment` stands at the start of the first.
    pub fn new(about: &'a Description, comment: &'a str, blocks: Blocks<'a>) -> Self {
        Self {
            about,
            comment,
            blocks,
            names: Vec::new(),
            programs: Vec::new(),
            begun: 0,
            added: Vec::new(),
        }
    }

    /// Of the names that the capture gives for addresses and programs, those of these flows are written.
    pub fn tell_only(&mut self, analysis: &Analysis, flows: &[FlowId]) {
        let (mut ends, mut apps) = (HashSet::new(), HashSet::new());
        for id in flows {
            let flow = analysis.flows.get(id.0 as usize);
            ends.extend(flow.into_iter().flat_map(|f| [f.client.ip, f.server.ip]));
            let tags = analysis.tags.get(id.0 as usize);
            apps.extend(tags.and_then(|tags| analysis.tables.app_of(tags)));
        }
        let names = self.about.names.iter();
        self.names = names.filter(|one| ends.contains(&one.address)).collect();
        let programs = self.about.programs.iter();
        self.programs = programs.filter(|one| apps.contains(&*one.name)).collect();
    }

    /// Writes a frame, and before it what it needs.
    pub fn frame(&mut self, frame: &Frame<'_>, comments: &[String]) -> io::Result<()> {
        while self.begun == 0
            || self
                .start_of(self.begun)
                .is_some_and(|start| start <= frame.interface)
        {
            self.begin()?;
        }
        let first = self.start_of(self.begun - 1).unwrap_or(0);
        let about = self.interface(frame.interface);
        let ticks = frame
            .at
            .and_then(|at| about.and_then(|about| about.clock)?.ticks(at));
        let number = self.number(frame, first)?;
        let snap = about.map_or(0, |about| about.snap_bytes);
        let whole = if snap == 0 {
            frame.wire_len
        } else {
            frame.wire_len.min(snap)
        };
        let is_simple =
            frame.at.is_none() && number == 0 && frame.bytes.len() as u64 == u64::from(whole);
        match is_simple && frame.comment.is_none() {
            true => self.blocks.simple_frame(frame),
            false => self.blocks.frame(frame, number, ticks, comments),
        }
    }

    fn start_of(&self, section: usize) -> Option<u32> {
        let start = self.about.sections.get(section)?;
        u32::try_from(*start).ok()
    }

    fn interface(&self, number: u32) -> Option<&'a Interface> {
        self.about.interfaces.get(number as usize)?.as_ref()
    }

    fn begin(&mut self) -> io::Result<()> {
        let is_first = self.begun == 0;
        self.blocks
            .section(PROGRAM, is_first.then_some(self.comment))?;
        let (from, to) = (self.start_of(self.begun), self.start_of(self.begun + 1));
        let end = to.map_or(self.about.interfaces.len(), |to| to as usize);
        let unreadable = Interface::of_pcap(LinkType(u32::from(u16::MAX)), 0, false);
        for at in from.unwrap_or(0) as usize..end {
            let about = self.about.interfaces.get(at).and_then(Option::as_ref);
            let about = about.unwrap_or(&unreadable);
            self.blocks.interface(about, about.link)?;
        }
        if is_first {
            let names = std::mem::take(&mut self.names);
            if !names.is_empty() {
                self.blocks.names(&names)?;
            }
            for program in std::mem::take(&mut self.programs) {
                self.blocks.program(program)?;
            }
        }
        self.begun += 1;
        self.added.clear();
        Ok(())
    }

    /// The interface's number within the section.
    fn number(&mut self, frame: &Frame<'_>, first: u32) -> io::Result<u32> {
        let usual = frame.interface.saturating_sub(first);
        let Some(about) = self.interface(frame.interface) else {
            return Ok(usual);
        };
        if about.link == frame.link {
            return Ok(usual);
        }
        let wanted = (frame.interface, frame.link);
        if let Some((_, number)) = self.added.iter().find(|(of, _)| *of == wanted) {
            return Ok(*number);
        }
        let next = self.start_of(self.begun);
        let end = next.map_or(self.about.interfaces.len(), |next| next as usize);
        let own = end.saturating_sub(first as usize) + self.added.len();
        let number = u32::try_from(own).unwrap_or(u32::MAX);
        self.blocks.interface(about, frame.link)?;
        self.added.push((wanted, number));
        Ok(number)
    }
}
