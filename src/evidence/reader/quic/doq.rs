//! DNS in the streams of QUIC (RFC 9250 §4.2): a length of two bytes, then a message, as over TCP.

use super::super::dns;
use crate::evidence::sink::Sink;
use crate::wire::message::Reading;
use crate::wire::message::dns::read_stream;

/// Reads what is there of one direction of a stream; returns how many bytes it took.
pub fn read(bytes: &[u8], sink: &mut Sink<'_>) -> usize {
    let mut taken = 0;
    while let Some(rest) = bytes.get(taken..)
        && !rest.is_empty()
    {
        match read_stream(rest) {
            Reading::Found((message, length)) => {
                dns::take(&message, sink);
                taken += length;
            }
            Reading::NeedMore => return taken,
            Reading::NotThis | Reading::Malformed(_) => return bytes.len(),
        }
    }
    taken
}
