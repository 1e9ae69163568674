//! What one flow carries, kept while its capture is read: its own payload in order, and what readers opened inside it.
//! Nothing is judged here; a layer that is longer than is kept says so.

use super::gather::segment_of;
use super::protocol::Protocol;
use super::sink::Tap;
use crate::flow::model::{FlowId, Side, Sides, Transport};
use crate::flow::stream::Stream;
use crate::flow::table::FlowUpdate;

/// Bytes kept of one side of one layer: more than anybody reads, and a window holds all of it.
pub const MAX_SIDE_BYTES: usize = 4 * 1024 * 1024;

/// Pieces kept of one side of one layer: the bytes above in packets of 64 bytes; smaller ones would cost more than
/// they carry.
const MAX_PIECES: usize = 65_536;

/// Which bytes of a flow a layer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerName {
    /// The payload as it was sent.
    Sent,
    /// What lies inside this protocol, decrypted or unpacked; of HTTP the messages, as a person reads them.
    Inside(Protocol),
}

impl LayerName {
    /// Word on the command line.
    pub fn token(self) -> &'static str {
        match self {
            LayerName::Sent => "sent",
            LayerName::Inside(protocol) => protocol.token(),
        }
    }

    /// Words on screen.
    pub fn label(self) -> String {
        match self {
            LayerName::Sent => "As sent".to_owned(),
            LayerName::Inside(http @ (Protocol::Http | Protocol::Http2 | Protocol::Http3)) => {
                format!("{} messages", http.label())
            }
            LayerName::Inside(protocol) => format!("Inside {}", protocol.label()),
        }
    }
}

/// What a piece holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes.
    Bytes(Vec<u8>),
    /// This many bytes were sent here but are not in the capture.
    Missing(u64),
}

/// Bytes of one side that one frame brought, or made whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Who sent it.
    pub side: Side,
    /// Number of the frame.
    pub frame: u64,
    /// What.
    pub content: Content,
}

/// One layer, both sides in the order in which they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Which.
    pub name: LayerName,
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Whether a side was longer than is kept.
    pub cut: bool,
    kept_bytes: Sides<usize>,
    kept_pieces: Sides<usize>,
}

impl Layer {
    /// An empty layer.
    pub fn new(name: LayerName) -> Self {
        Self {
            name,
            pieces: Vec::new(),
            cut: false,
            kept_bytes: Sides::default(),
            kept_pieces: Sides::default(),
        }
    }

    /// Adds bytes, as far as there is room for them.
    pub fn add(&mut self, side: Side, frame: u64, bytes: &[u8]) {
        let room = MAX_SIDE_BYTES.saturating_sub(self.kept_bytes[side]);
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.cut |= kept.len() < bytes.len();
        if kept.is_empty() {
            return;
        }
        if let Some(last) = self.pieces.last_mut()
            && (last.side, last.frame) == (side, frame)
            && let Content::Bytes(before) = &mut last.content
        {
            before.extend_from_slice(kept);
            self.kept_bytes[side] += kept.len();
        } else if self.push(side, frame, Content::Bytes(kept.to_vec())) {
            self.kept_bytes[side] += kept.len();
        }
    }

    /// Says that bytes are missing.
    pub fn miss(&mut self, side: Side, frame: u64, bytes: u64) {
        if bytes > 0 && self.kept_bytes[side] < MAX_SIDE_BYTES {
            self.push(side, frame, Content::Missing(bytes));
        }
    }

    fn push(&mut self, side: Side, frame: u64, content: Content) -> bool {
        let has_room = self.kept_pieces[side] < MAX_PIECES;
        if has_room {
            self.kept_pieces[side] += 1;
            self.pieces.push(Piece {
                side,
                frame,
                content,
            });
        }
        self.cut |= !has_room;
        has_room
    }
}

/// What a flow carried: its own payload first, then each layer in the order in which it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The layers; the first is `LayerName::Sent`.
    pub layers: Vec<Layer>,
}

/// A flow that is followed while its capture is read.
#[derive(Debug)]
pub struct Following {
    flow: FlowId,
    streams: Sides<Stream>,
    sent: Layer,
    /// At most one for each protocol.
    inside: Vec<Layer>,
    frame: u64,
}

impl Following {
    /// One of which nothing came yet.
    pub fn new(flow: FlowId) -> Self {
        Self {
            flow,
            streams: Sides::default(),
            sent: Layer::new(LayerName::Sent),
            inside: Vec::new(),
            frame: 0,
        }
    }

    /// The flow.
    pub fn flow(&self) -> FlowId {
        self.flow
    }

    /// Takes the payload of a packet of this flow.
    pub fn take(&mut self, update: &FlowUpdate<'_>) {
        let (side, frame) = (update.side, update.frame);
        self.frame = frame;
        if update.transport != Transport::Tcp {
            self.sent.add(side, frame, update.payload);
            let captured = update.payload.len() as u64;
            let missing = u64::from(update.payload_len).saturating_sub(captured);
            return self.sent.miss(side, frame, missing);
        }
        match self.streams[side].offer(segment_of(update)) {
            Some((bytes, missing)) => {
                self.sent.add(side, frame, bytes);
                self.sent.miss(side, frame, missing);
            }
            None if self.streams[side].is_stuck() => self.jump(side),
            None => return,
        }
        self.go_on(side);
    }

    /// At the end of the capture: what waits for bytes that never came stands behind the gap.
    pub fn finish(&mut self) {
        for side in [Side::Client, Side::Server] {
            while self.streams[side].held_bytes() > 0 {
                self.jump(side);
                self.go_on(side);
            }
        }
    }

    /// What came.
    pub fn into_followed(self) -> Followed {
        let mut layers = vec![self.sent];
        layers.extend(self.inside);
        Followed { layers }
    }

    fn jump(&mut self, side: Side) {
        if let Some(missing) = self.streams[side].jump() {
            self.sent.miss(side, self.frame, missing);
        }
    }

    fn go_on(&mut self, side: Side) {
        while let Some((piece, missing)) = self.streams[side].next_piece() {
            self.sent.add(side, piece.frame, &piece.bytes);
            self.sent.miss(side, piece.frame, missing);
        }
    }
}

impl Tap for Following {
    fn opened(&mut self, layer: Protocol, side: Side, frame: u64, bytes: &[u8]) {
        // What is made at the capture's end came with what was read last.
        let frame = if frame == 0 { self.frame } else { frame };
        let name = LayerName::Inside(layer);
        let known = self.inside.iter().position(|layer| layer.name == name);
        let at = known.unwrap_or_else(|| {
            self.inside.push(Layer::new(name));
            self.inside.len() - 1
        });
        if let Some(layer) = self.inside.get_mut(at) {
            layer.add(side, frame, bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(side: Side, frame: u64, position: i64, payload: &[u8]) -> FlowUpdate<'_> {
        FlowUpdate {
            flow: FlowId(3),
            side,
            transport: Transport::Tcp,
            frame,
            at: None,
            position,
            payload,
            payload_len: u32::try_from(payload.len()).unwrap(),
            ports: (50_000, 80),
            error: None,
        }
    }

    fn bytes(side: Side, frame: u64, bytes: &[u8]) -> Piece {
        Piece {
            side,
            frame,
            content: Content::Bytes(bytes.to_vec()),
        }
    }

    #[test]
    fn both_sides_stand_in_order_with_gaps_said() {
        let mut following = Following::new(FlowId(3));
        following.take(&update(Side::Client, 1, 0, b"ask"));
        following.take(&update(Side::Server, 2, 3, b"er"));
        following.take(&update(Side::Server, 3, 0, b"answ"[..3].as_ref()));
        following.take(&update(Side::Client, 5, 10, b"late"));
        following.finish();
        following.opened(Protocol::Tls, Side::Client, 5, b"in");
        following.opened(Protocol::Tls, Side::Client, 5, b"side");
        let layers = following.into_followed().layers;
        let missing = Piece {
            side: Side::Client,
            frame: 5,
            content: Content::Missing(7),
        };
        let want = [
            bytes(Side::Client, 1, b"ask"),
            bytes(Side::Server, 3, b"ans"),
            bytes(Side::Server, 2, b"er"),
            missing,
            bytes(Side::Client, 5, b"late"),
        ];
        assert_eq!(layers[0].pieces, want);
        assert_eq!(layers[1].name, LayerName::Inside(Protocol::Tls));
        assert_eq!(
            layers[1].pieces,
            [bytes(Side::Client, 5, b"inside")],
            "one frame's bytes are one piece"
        );
        assert_eq!(layers.iter().map(|l| l.cut).collect::<Vec<_>>(), [false; 2]);
    }

    #[test]
    fn a_side_ends_where_it_is_longer_than_is_kept() {
        let mut layer = Layer::new(LayerName::Sent);
        layer.add(Side::Client, 1, &vec![0; MAX_SIDE_BYTES]);
        assert!(!layer.cut);
        layer.add(Side::Client, 2, b"more");
        layer.add(Side::Server, 3, b"kept");
        assert!(layer.cut);
        assert_eq!(layer.pieces.len(), 2);
        let mut layer = Layer::new(LayerName::Sent);
        for frame in 0..=MAX_PIECES as u64 {
            layer.add(Side::Client, frame, b".");
        }
        assert!(layer.cut);
        assert_eq!(layer.pieces.len(), MAX_PIECES);
    }
}
