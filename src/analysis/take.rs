//! One frame after another into the flows and evidence of a capture that is read.

use super::read::ReadCapture;
use crate::capture::frame::{Frame, Time};
use crate::capture::problem::{ProblemLog, Spot};
use crate::flow::model::FlowId;
use crate::flow::released::Released;
use crate::wire::packet::app;
use crate::wire::packet::{Decoded, Packet, Stop, decode};

const LEFT_OUT: Stop = Stop::new(
    "left out as asked: frames of interface",
    "they count in no number of this result",
);

const FULL: Stop = Stop::new(
    "more flows than are kept at once",
    "frames of the further flows count as bytes that could not be read",
);

/// The frame with the length that counts; Wireshark counts what the capture states.
pub(super) fn counted<'a>(frame: &Frame<'a>, like_wireshark: bool) -> Frame<'a> {
    match like_wireshark {
        true => *frame,
        false => Frame {
            wire_len: app::wire_len(frame),
            ..*frame
        },
    }
}

impl ReadCapture {
    pub(super) fn take(&mut self, frame: &Frame<'_>, problems: &mut ProblemLog) {
        if self.without.contains(&frame.interface) {
            return self.stopped(LEFT_OUT.numbered(frame.interface), frame, problems);
        }
        let counted = counted(frame, self.like_wireshark);
        self.count(&counted);
        let before = problems.total();
        let flow = self.sort_in(decode(frame), &counted, problems);
        if let Some(flow) = flow {
            self.touched.note(before, problems, flow);
        }
    }

    /// Counts a decoded frame in its flow, where it has one.
    fn sort_in(
        &mut self,
        decoded: Decoded<'_>,
        frame: &Frame<'_>,
        problems: &mut ProblemLog,
    ) -> Option<FlowId> {
        match decoded {
            Decoded::Packet(packet) => match packet.fragment {
                None => return self.take_packet(frame, &packet, problems),
                Some(part) => {
                    for released in self.table.add_fragment(frame, &packet, part) {
                        self.take_released(&released, problems);
                    }
                }
            },
            Decoded::NotIp => {
                self.summary.outside.not_ip_frames += 1;
                self.summary.outside.not_ip_bytes += u64::from(frame.wire_len);
            }
            Decoded::Several(parts) => {
                // A part is Ethernet and holds no further parts.
                let flows = parts
                    .frames(frame)
                    .map(|part| self.sort_in(decode(&part), &part, problems))
                    .fold(None, Option::or);
                return flows;
            }
            Decoded::Stopped(stop) => self.unread(stop, frame, problems),
        }
        None
    }

    fn take_packet(
        &mut self,
        frame: &Frame<'_>,
        packet: &Packet<'_>,
        problems: &mut ProblemLog,
    ) -> Option<FlowId> {
        if let Some(stop) = packet.stop {
            self.stopped(stop, frame, problems);
        }
        let Some(update) = self.table.add(frame, packet) else {
            self.unread(FULL, frame, problems);
            return None;
        };
        if let Some(app) = packet.app {
            self.aside.app(&update, app);
        }
        self.aside.take(&update);
        if let Some(comment) = frame.comment {
            self.apps.take(&update, comment);
        }
        if let Some(program) = frame.program {
            self.apps.take_program(&update, program);
        }
        Some(update.flow)
    }

    /// A fragmented packet that is whole, or given up.
    pub(super) fn take_released(&mut self, released: &Released, problems: &mut ProblemLog) {
        let spot = Spot {
            frame: Some(released.first_frame()),
            offset: None,
        };
        if let Some(stop) = released.problem() {
            problems.add(&stop.text(), stop.meaning, spot);
        }
        match self.table.add_released(released) {
            Some(update) => self.aside.take(&update),
            None => {
                let outside = &mut self.summary.outside;
                outside.unread_frames += released.earlier.frames + 1;
                outside.unread_bytes += released.wire_bytes();
                problems.add(FULL.what, FULL.meaning, spot);
            }
        }
    }

    fn count(&mut self, frame: &Frame<'_>) {
        let summary = &mut self.summary;
        summary.frames += 1;
        summary.wire_bytes += u64::from(frame.wire_len);
        let held = u32::try_from(frame.bytes.len()).unwrap_or(u32::MAX);
        summary.cut_frames += u64::from(held < frame.wire_len);
        if let Some(at) = frame.at {
            summary.clock.tick(frame.number, frame.interface, at);
            summary.first = Some(summary.first.map_or(at, |first: Time| first.min(at)));
            summary.last = Some(summary.last.map_or(at, |last: Time| last.max(at)));
        }
        if self.links.len() < 64 {
            self.links.insert(frame.link);
        }
    }

    fn unread(&mut self, stop: Stop, frame: &Frame<'_>, problems: &mut ProblemLog) {
        self.summary.outside.unread_frames += 1;
        self.summary.outside.unread_bytes += u64::from(frame.wire_len);
        self.stopped(stop, frame, problems);
    }

    fn stopped(&self, stop: Stop, frame: &Frame<'_>, problems: &mut ProblemLog) {
        let spot = Spot {
            frame: Some(frame.number),
            offset: Some(frame.offset),
        };
        problems.add(&stop.text(), stop.meaning, spot);
    }
}
