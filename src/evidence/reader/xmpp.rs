//! XMPP: the server that a client addresses, and the turn to TLS.

use super::{Opening, Probe, Step, StreamReader};
use crate::evidence::item::NameSource;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::xmpp::{read, read_tag};

/// Tags of both sides after which no turn to TLS is expected any more.
const MAX_TAGS: u8 = 64;

/// Whether a side opens a stream of XMPP.
pub fn probe(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read(bytes)))
}

/// The reader of a stream.
pub fn begin() -> Box<dyn StreamReader> {
    Box::<Xmpp>::default()
}

#[derive(Debug, Default)]
struct Xmpp {
    opened: Sides<bool>,
    tags: u8,
}

impl StreamReader for Xmpp {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        if self.opened[side] {
            return self.tag(side, bytes);
        }
        match read(bytes) {
            Reading::Found(header) => {
                self.opened[side] = true;
                sink.speaks(Protocol::Xmpp);
                let named = if side == Side::Client {
                    header.to
                } else {
                    header.from
                };
                if let Some(name) = named {
                    sink.named(&name, NameSource::Stated);
                }
                Step::Took(header.length)
            }
            Reading::NeedMore => Step::More,
            Reading::NotThis | Reading::Malformed(_) => Step::SideDone,
        }
    }
}

impl Xmpp {
    fn tag(&mut self, side: Side, bytes: &[u8]) -> Step {
        // Between two tags is text, which is nobody's business.
        let text = bytes.iter().take_while(|byte| **byte != b'<').count();
        if text > 0 {
            return if side == Side::Client && bytes.first() == Some(&0x16) {
                Step::More
            } else {
                Step::Took(text)
            };
        }
        self.tags += 1;
        match read_tag(bytes) {
            _ if self.tags > MAX_TAGS => Step::Done,
            Reading::Found((tag, length))
                if side == Side::Server && tag.starts_with("<proceed") =>
            {
                Step::Anew(length)
            }
            Reading::Found((_, length)) => Step::Took(length),
            Reading::NeedMore => Step::More,
            Reading::NotThis | Reading::Malformed(_) => Step::Done,
        }
    }
}
