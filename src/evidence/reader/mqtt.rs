//! MQTT: who the client is, the topics it publishes or wants, and heads of what it publishes.

use super::body::Body;
use super::{Opening, Probe, Step, StreamReader};
use crate::evidence::protocol::Protocol;
use crate::evidence::said::Attribute;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::Reading;
use crate::wire::message::mqtt::{Packet, read, read_connect};

/// Packets of one connection that are read: topics repeat.
const MAX_PACKETS: u16 = 4_096;

/// Messages of one connection whose heads are kept: a device says the same again and again.
const MAX_KEPT: u16 = 64;

/// Whether the client of a stream opens MQTT.
pub fn probe(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read_connect(bytes)))
}

/// The reader of a connection.
pub fn begin() -> Box<dyn StreamReader> {
    Box::<Mqtt>::default()
}

#[derive(Debug, Default)]
struct Mqtt {
    level: u8,
    packets: u16,
    kept: u16,
}

impl StreamReader for Mqtt {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        self.packets += 1;
        match read(bytes, self.level) {
            _ if self.packets > MAX_PACKETS => Step::Done,
            Reading::Found((packet, length)) => {
                self.say(side, packet, sink);
                Step::Skip(length)
            }
            Reading::NeedMore => Step::More,
            Reading::NotThis => Step::SideDone,
            Reading::Malformed(what) => {
                sink.problem(what, "what the client would have said of itself is missing");
                Step::SideDone
            }
        }
    }
}

impl Mqtt {
    fn say(&mut self, side: Side, packet: Packet, sink: &mut Sink<'_>) {
        match packet {
            Packet::Connect {
                level,
                client_id,
                user,
            } => {
                self.level = level;
                sink.speaks(Protocol::Mqtt);
                sink.says(Attribute::ClientId, &client_id);
                sink.says(Attribute::UserName, user.as_deref().unwrap_or(""));
            }
            Packet::Publish { topic, payload } => {
                sink.says(Attribute::Topic, &topic);
                if side == Side::Client && self.kept < MAX_KEPT {
                    self.kept += 1;
                    Body::of_message(side, &payload).keep(sink);
                }
            }
            Packet::Subscribe { topics } => {
                for topic in topics {
                    sink.says(Attribute::Topic, &topic);
                }
            }
            Packet::Other => {}
        }
    }
}
