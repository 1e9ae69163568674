//! SOCKS: the party that a client asks its proxy for; what follows the proxy's answer is probed anew. Datagrams through
//! a proxy name their party, too; what they carry is not read.

use std::net::SocketAddr;

use super::{Interest, Opening, Probe, Step, StreamReader};
use crate::evidence::item::NameSource;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::Reading;
use crate::wire::message::socks::{
    Request, Target, read_datagram, read_greeting, read_request4, read_request5,
};

/// Length of an answer of SOCKS 4.
const ANSWER4_BYTES: usize = 8;

/// Connects a client to a party; others wait for one, or ask for datagrams.
const CONNECT: u8 = 1;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The client's methods, then the proxy's choice among them.
    Greeting,
    /// User and password (RFC 1929), then the proxy's answer to them.
    Password,
    /// Whom the client wants, then the proxy's answer.
    Request,
    /// The client has asked for somebody.
    Asked,
}

/// One connection to a proxy.
#[derive(Debug)]
struct Socks {
    version: u8,
    client: Place,
    server: Place,
    connects: bool,
}

/// Whether a stream is SOCKS 5: the proxy chose one of the methods that were offered, or none of them.
pub fn probe5(opening: &Opening<'_>) -> Probe {
    match (read_greeting(opening.client), opening.server) {
        (Reading::Found(methods), [5, chosen, ..]) => {
            let agreed = *chosen == 0xff || methods.contains(chosen);
            if agreed { Probe::Yes } else { Probe::No }
        }
        (Reading::Found(methods), [] | [5]) if is_usual(methods) => Probe::Maybe,
        _ => Probe::No,
    }
}

/// Methods of RFC 1928 §3 and those registered since, each once.
fn is_usual(methods: &[u8]) -> bool {
    let known = |method: &u8| matches!(method, 0..=9 | 0x80..=0xfe);
    methods.iter().all(known)
}

/// Whether a stream is SOCKS 4: a whole request, and an answer of its shape.
pub fn probe4(opening: &Opening<'_>) -> Probe {
    match (read_request4(opening.client), opening.server) {
        (Reading::Found(_), [0, 0x5a..=0x5d, ..]) => Probe::Yes,
        (Reading::Found(_), [] | [0]) | (Reading::NeedMore, []) => Probe::Maybe,
        _ => Probe::No,
    }
}

/// The reader of SOCKS 5.
pub fn begin5() -> Box<dyn StreamReader> {
    begin(5, Place::Greeting)
}

/// The reader of SOCKS 4.
pub fn begin4() -> Box<dyn StreamReader> {
    begin(4, Place::Request)
}

fn begin(version: u8, place: Place) -> Box<dyn StreamReader> {
    Box::new(Socks {
        version,
        client: place,
        server: place,
        connects: false,
    })
}

impl StreamReader for Socks {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        sink.speaks(Protocol::Socks);
        match (side, self.version) {
            (Side::Client, 4) => self.request(read_request4(bytes), sink),
            (Side::Client, _) => self.client5(bytes, sink),
            (Side::Server, 4) => self.answer4(bytes),
            (Side::Server, _) => self.server5(bytes),
        }
    }
}

impl Socks {
    fn client5(&mut self, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match (self.client, bytes) {
            (Place::Greeting, _) => match read_greeting(bytes) {
                Reading::Found(methods) => {
                    self.client = Place::Request;
                    Step::Took(2 + methods.len())
                }
                Reading::NeedMore => Step::More,
                _ => Step::Done,
            },
            // RFC 1929 §2: version 1, a user, a password; neither is kept.
            (Place::Request, [1, user, rest @ ..]) => match rest.get(usize::from(*user)) {
                Some(password) => self.took(3 + usize::from(*user) + usize::from(*password), bytes),
                None => Step::More,
            },
            (Place::Request, _) => self.request(read_request5(bytes), sink),
            // Sent before the proxy's answer: it belongs to what comes after.
            _ => Step::More,
        }
    }

    fn took(&mut self, length: usize, bytes: &[u8]) -> Step {
        if length <= bytes.len() {
            Step::Took(length)
        } else {
            Step::More
        }
    }

    fn request(&mut self, request: Reading<Request>, sink: &mut Sink<'_>) -> Step {
        if self.client == Place::Asked {
            return Step::More;
        }
        match request {
            Reading::Found(request) => {
                self.client = Place::Asked;
                self.connects = request.command == CONNECT;
                say(&request, sink);
                Step::Took(request.length)
            }
            Reading::NeedMore => Step::More,
            Reading::NotThis | Reading::Malformed(_) => Step::Done,
        }
    }

    fn server5(&mut self, bytes: &[u8]) -> Step {
        match (self.server, bytes) {
            (_, [] | [_]) => Step::More,
            (Place::Greeting, [5, method, ..]) => {
                self.server = match method {
                    0 => Place::Request,
                    2 => Place::Password,
                    _ => return Step::Done,
                };
                Step::Took(2)
            }
            (Place::Password, [_, 0, ..]) => {
                self.server = Place::Request;
                Step::Took(2)
            }
            (Place::Request, [5, 0, ..]) => match read_request5(bytes) {
                Reading::Found(answer) => self.inside(answer.length),
                Reading::NeedMore => Step::More,
                _ => Step::Done,
            },
            _ => Step::Done,
        }
    }

    fn answer4(&mut self, bytes: &[u8]) -> Step {
        match bytes {
            [0, 0x5a, ..] if bytes.len() >= ANSWER4_BYTES => self.inside(ANSWER4_BYTES),
            [0] | [0, 0x5a, ..] => Step::More,
            _ => Step::Done,
        }
    }

    /// The proxy agreed: from here on the connection is the client's with the party it asked for.
    fn inside(&mut self, answer_bytes: usize) -> Step {
        if self.connects {
            Step::Anew(answer_bytes)
        } else {
            Step::Done
        }
    }
}

/// The party of a datagram: one flow may reach many through its proxy.
pub fn datagram(_side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
    let Reading::Found(header) = read_datagram(datagram) else {
        return Interest::NotMine;
    };
    sink.speaks(Protocol::Socks);
    say(&header, sink);
    Interest::More
}

fn say(request: &Request, sink: &mut Sink<'_>) {
    match &request.target {
        Target::Host(name) => sink.named(name, NameSource::Proxied),
        Target::Address(address) if !address.is_unspecified() => {
            sink.peer(SocketAddr::new(*address, request.port));
        }
        Target::Address(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::testing::Bench;

    #[test]
    fn a_datagram_through_a_proxy_names_its_party() {
        let mut bench = Bench::default();
        let named = b"\0\0\0\x03\x09A.example\x01\xbbdata";
        for (side, bytes) in [
            (Side::Client, &named[..]),
            (Side::Server, b"\0\0\0\x01\x09\x08\x07\x06\x01\xbbdata"),
        ] {
            let interest = datagram(side, bytes, &mut bench.sink(1, None));
            assert_eq!(interest, Interest::More);
        }
        let name = ("a.example".to_owned(), NameSource::Proxied);
        assert_eq!(bench.names(), [name]);
        let other = datagram(Side::Client, b"other", &mut bench.sink(2, None));
        assert_eq!(other, Interest::NotMine);
    }
}
