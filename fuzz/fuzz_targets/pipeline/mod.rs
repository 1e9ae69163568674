//! A frame through packets, fragments and flows to what it states, as the program takes it.

use whither::capture::frame::{CaptureIndex, Frame};
use whither::capture::problem::ProblemLog;
use whither::evidence::gather::Gather;
use whither::flow::splitting::Splitting;
use whither::flow::table::FlowTable;
use whither::wire::packet::{Decoded, decode};

/// What is kept between frames.
pub struct Pipeline {
    table: FlowTable,
    gather: Gather,
}

impl Pipeline {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            table: FlowTable::new(CaptureIndex(0), Splitting::default()),
            gather: Gather::default(),
        }
    }

    /// Takes one frame.
    pub fn take(&mut self, frame: &Frame<'_>, log: &mut ProblemLog) {
        let packet = match decode(frame) {
            Decoded::Packet(packet) => packet,
            Decoded::Several(parts) => {
                return parts.frames(frame).for_each(|part| self.take(&part, log));
            }
            Decoded::NotIp | Decoded::Stopped(_) => return,
        };
        match packet.fragment {
            None => {
                if let Some(update) = self.table.add(frame, &packet) {
                    self.gather.take(&update, log);
                }
            }
            Some(part) => {
                let released = self.table.add_fragment(frame, &packet, part);
                self.take_released(&released, log);
            }
        }
    }

    /// The end of the capture.
    pub fn finish(mut self, log: &mut ProblemLog) {
        let released = self.table.give_up_fragments();
        self.take_released(&released, log);
        self.table.flows_so_far(&[], &[]);
    }

    fn take_released(
        &mut self,
        released: &[whither::flow::released::Released],
        log: &mut ProblemLog,
    ) {
        for released in released {
            if let Some(update) = self.table.add_released(released) {
                self.gather.take(&update, log);
            }
        }
    }
}
