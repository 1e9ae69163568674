//! QUIC, recognised.

use super::Interest;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;

/// Reads one datagram.
pub fn datagram(_side: Side, _bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    sink.speaks(Protocol::Quic);
    Interest::Done
}
