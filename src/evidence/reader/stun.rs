//! STUN and TURN over datagrams and streams: the peers behind a relay, and what a server says of itself.

use super::{Interest, Opening, Probe, Step, StreamReader};
use crate::evidence::protocol::Protocol;
use crate::evidence::said::Attribute;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::Reading;
use crate::wire::message::stun::{Message, is_channel_data, read};

/// Reads one datagram of a flow on which STUN was seen.
pub fn datagram(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    match read(bytes) {
        Reading::Found(message) => {
            say(&message, sink);
            Interest::More
        }
        _ if is_channel_data(bytes) => Interest::More,
        _ => Interest::NotMine,
    }
}

/// Whether a side of a stream begins STUN.
pub fn probe(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read(bytes)))
}

/// The reader of a stream.
pub fn begin() -> Box<dyn StreamReader> {
    Box::new(Stun)
}

#[derive(Debug)]
struct Stun;

impl StreamReader for Stun {
    fn read(&mut self, _side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match (read(bytes), bytes) {
            (Reading::Found(message), _) => {
                say(&message, sink);
                Step::Took(message.length)
            }
            (Reading::NeedMore, _) => Step::More,
            // Over a stream channel data is padded to four bytes (RFC 8656 §12.5).
            (_, [0x40..=0x4f, _, high, low, ..]) => {
                let length = u64::from(u16::from_be_bytes([*high, *low]));
                Step::Skip(4 + length.next_multiple_of(4))
            }
            (_, [0x40..=0x4f, ..]) => Step::More,
            _ => Step::SideDone,
        }
    }
}

fn say(message: &Message, sink: &mut Sink<'_>) {
    sink.speaks(Protocol::Stun);
    if message.relayed.is_some() || !message.peers.is_empty() {
        sink.speaks(Protocol::Turn);
    }
    for peer in &message.peers {
        sink.peer(*peer);
    }
    let sayings = [
        (Attribute::Software, &message.software),
        (Attribute::Realm, &message.realm),
        (Attribute::UserName, &message.user),
    ];
    for (what, value) in sayings {
        sink.says(what, value.as_deref().unwrap_or(""));
    }
}
