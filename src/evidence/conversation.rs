//! One TCP flow whose bytes are still wanted: both directions in order, and the layer that reads them.

use super::layer::Layer;
use super::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::flow::stream::{Segment, Stream};

/// A flow that is read.
#[derive(Debug)]
pub struct Conversation {
    streams: Sides<Stream>,
    layer: Layer,
}

impl Conversation {
    /// One that has not begun.
    pub fn new(ports: (u16, u16)) -> Self {
        Self {
            streams: Sides::default(),
            layer: Layer::new(ports),
        }
    }

    /// Ports of client and server.
    pub fn ports(&self) -> (u16, u16) {
        self.layer.ports()
    }

    /// Whether its next packets are wanted.
    pub fn wants_more(&self) -> bool {
        self.layer.wants_more()
    }

    /// Bytes that wait in it.
    pub fn held_bytes(&self) -> usize {
        let waiting = self.streams.client.held_bytes() + self.streams.server.held_bytes();
        waiting + self.layer.held_bytes()
    }

    /// Whether a packet brings nothing that is wanted: the body of a download, or a repetition.
    pub fn is_past(&self, side: Side, segment: &Segment<'_>) -> bool {
        self.streams[side].is_past(segment)
    }

    /// Reads the payload of one packet, and what waited for it.
    pub fn take(&mut self, side: Side, segment: Segment<'_>, sink: &mut Sink<'_>) {
        match self.streams[side].offer(segment) {
            Some((bytes, missing)) => self.deliver(side, bytes, missing, sink),
            None if self.streams[side].is_stuck() => self.jump(side, sink),
            None => return,
        }
        self.go_on(side, sink);
    }

    /// At the end of the capture: what waits for bytes that never came is read behind the gap.
    pub fn finish(&mut self, sink: &mut Sink<'_>) {
        for side in [Side::Client, Side::Server] {
            while self.wants_more() && self.streams[side].held_bytes() > 0 {
                self.jump(side, sink);
                self.go_on(side, sink);
            }
        }
        if sink.is_followed() {
            self.layer.end(sink);
        }
    }

    fn jump(&mut self, side: Side, sink: &mut Sink<'_>) {
        if let Some(missing) = self.streams[side].jump() {
            self.layer.gap(side, missing, sink);
        }
    }

    /// What waited is read as of the frame that makes it whole, or of its own behind a gap.
    fn go_on(&mut self, side: Side, sink: &mut Sink<'_>) {
        while self.wants_more()
            && let Some((piece, missing)) = self.streams[side].next_piece()
        {
            let now = (sink.frame, sink.at);
            if piece.frame > now.0 {
                (sink.frame, sink.at) = (piece.frame, piece.at);
            }
            self.deliver(side, &piece.bytes, missing, sink);
            (sink.frame, sink.at) = now;
        }
    }

    fn deliver(&mut self, side: Side, bytes: &[u8], missing: u64, sink: &mut Sink<'_>) {
        self.layer.push(side, bytes, sink);
        if missing > 0 {
            self.layer.gap(side, missing, sink);
        }
        let skip = self.layer.take_skip(side);
        self.streams[side].skip(skip);
    }
}
