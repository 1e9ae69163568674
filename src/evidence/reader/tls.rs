//! TLS over a stream: the name that the client asks for.

use super::{Opening, Probe, Step, StreamReader};
use crate::evidence::item::NameSource;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::{Reading, tls};

/// Whether a stream begins with a ClientHello.
pub fn probe(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| match tls::probe(bytes) {
        true if bytes.len() > 5 => Probe::Yes,
        true => Probe::Maybe,
        false => Probe::No,
    })
}

/// The reader of a stream.
pub fn begin() -> Box<dyn StreamReader> {
    Box::new(Tls)
}

#[derive(Debug)]
struct Tls;

impl StreamReader for Tls {
    fn read(&mut self, _side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match tls::read_client_hello(bytes) {
            Reading::Found(hello) => {
                sink.speaks(Protocol::Tls);
                if let Some(name) = hello.server_name {
                    sink.named(&name, NameSource::Sni);
                }
                Step::Done
            }
            Reading::NeedMore => Step::More,
            Reading::NotThis => Step::Done,
            Reading::Malformed(what) => {
                sink.problem(what, "the flow keeps its bytes but has no name from TLS");
                Step::Done
            }
        }
    }
}
