//! One layer of a conversation: first it is asked whose the bytes are, then one reader gets them, until it wants no
//! more or says that something else follows. The outermost layer lies on TCP; others lie inside decrypted records or
//! behind a proxy's greeting.

use super::reader::kinds::STREAMS;
use super::reader::{Opening, Probe, Step, StreamKind, StreamReader};
use super::sink::Sink;
use crate::flow::model::{Side, Sides};

/// Bytes of one side that may wait for the rest of a message: a ClientHello or a head of HTTP of the longest kind
/// that is believed, with the records around it.
const MAX_UNREAD_BYTES: usize = 96 * 1024;

/// Bytes of one side after which nobody is asked any more whether they are his.
const MAX_OPENING_BYTES: usize = 16 * 1024;

/// Starts of segments that are offered before a stream is left alone: a capture may begin within a message.
const MAX_TRIES: u8 = 6;

/// Steps in a row that take nothing: turning from one reader to the next takes two.
const MAX_IDLE_STEPS: usize = 8;

#[derive(Debug)]
enum State {
    Asking,
    Reading(Box<dyn StreamReader>),
    Done,
}

/// One layer.
#[derive(Debug)]
pub struct Layer {
    state: State,
    ports: (u16, u16),
    unread: Sides<Vec<u8>>,
    skip: Sides<u64>,
    done: Sides<bool>,
    tries: u8,
}

impl Layer {
    /// A layer that nobody has looked at; `ports` only order the asking.
    pub fn new(ports: (u16, u16)) -> Self {
        Self {
            state: State::Asking,
            ports,
            unread: Sides::default(),
            skip: Sides::default(),
            done: Sides::default(),
            tries: 0,
        }
    }

    /// A layer whose reader is known.
    pub fn with(reader: Box<dyn StreamReader>, ports: (u16, u16)) -> Self {
        Self {
            state: State::Reading(reader),
            ..Self::new(ports)
        }
    }

    /// Ports of client and server.
    pub fn ports(&self) -> (u16, u16) {
        self.ports
    }

    /// Whether anything more is wanted.
    pub fn wants_more(&self) -> bool {
        !matches!(self.state, State::Done)
    }

    /// Bytes that wait for the rest of a message.
    pub fn held_bytes(&self) -> usize {
        self.unread.client.capacity() + self.unread.server.capacity()
    }

    /// Bytes of one side that come next and that nobody wants; the caller leaves them out.
    pub fn take_skip(&mut self, side: Side) -> u64 {
        std::mem::take(&mut self.skip[side])
    }

    /// Hands over bytes of one side, in order.
    pub fn push(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) {
        let skipped = usize::try_from(self.skip[side]).unwrap_or(usize::MAX);
        let left_out = skipped.min(bytes.len());
        self.skip[side] -= left_out as u64;
        let bytes = bytes.get(left_out..).unwrap_or(&[]);
        if bytes.is_empty() || self.done[side] {
            return;
        }
        if self.unread[side].is_empty() {
            let rest = self.look(side, bytes, sink);
            return self.keep(side, rest.to_vec(), sink);
        }
        let mut waiting = std::mem::take(&mut self.unread[side]);
        waiting.extend_from_slice(bytes);
        let left = self.look(side, &waiting, sink).len();
        let read = waiting.len() - left;
        waiting.drain(..read);
        self.keep(side, waiting, sink);
    }

    /// Bytes of one side are missing, and what follows begins with a packet.
    pub fn gap(&mut self, side: Side, missing_bytes: u64, sink: &mut Sink<'_>) {
        let skipped = self.skip[side].min(missing_bytes);
        self.skip[side] -= skipped;
        let missing = missing_bytes - skipped;
        if missing == 0 {
            return;
        }
        self.unread[side] = Vec::new();
        match &mut self.state {
            State::Asking => self.refuse(),
            State::Reading(reader) => {
                if !reader.gap(side, missing, sink) {
                    self.finish();
                }
            }
            State::Done => {}
        }
    }

    /// Nothing more comes: what is incomplete is shown to whoever follows the flow.
    pub fn end(&mut self, sink: &mut Sink<'_>) {
        if let State::Reading(reader) = &mut self.state {
            reader.end(sink);
        }
    }

    /// Looks at all there is of one side; gives back what waits.
    fn look<'a>(&mut self, side: Side, bytes: &'a [u8], sink: &mut Sink<'_>) -> &'a [u8] {
        let (mut rest, mut idle) = (bytes, 0);
        while !rest.is_empty() && !self.done[side] {
            let (left, next) = match self.state {
                State::Asking => self.ask(side, rest, sink),
                State::Reading(_) => self.read(side, rest, sink),
                State::Done => return &[],
            };
            idle = if left.len() < rest.len() { 0 } else { idle + 1 };
            rest = left;
            match next {
                Next::Wait => return rest,
                Next::Again if idle < MAX_IDLE_STEPS => {}
                Next::Again => self.finish(),
            }
        }
        &[]
    }

    fn ask<'a>(&mut self, side: Side, bytes: &'a [u8], sink: &mut Sink<'_>) -> (&'a [u8], Next) {
        let other = std::mem::take(&mut self.unread[side.other()]);
        let opening = match side {
            Side::Client => Opening {
                client: bytes,
                server: &other,
            },
            Side::Server => Opening {
                client: &other,
                server: bytes,
            },
        };
        match asked(&opening, self.ports) {
            Answer::Kind(kind) => {
                self.state = State::Reading((kind.begin)());
                self.push(side.other(), &other, sink);
                (bytes, Next::Again)
            }
            Answer::Wait if bytes.len() < MAX_OPENING_BYTES => {
                self.unread[side.other()] = other;
                (bytes, Next::Wait)
            }
            _ => {
                self.refuse();
                (&[], Next::Again)
            }
        }
    }

    fn read<'a>(&mut self, side: Side, bytes: &'a [u8], sink: &mut Sink<'_>) -> (&'a [u8], Next) {
        let State::Reading(reader) = &mut self.state else {
            return (bytes, Next::Wait);
        };
        let rest = match reader.read(side, bytes, sink) {
            Step::Took(taken) => bytes.get(taken..).unwrap_or(&[]),
            Step::Skip(wanted) => self.leave_out(side, bytes, wanted),
            Step::More => return (bytes, Next::Wait),
            Step::SideDone => {
                self.done[side] = true;
                if self.done[side.other()] {
                    self.finish();
                }
                &[]
            }
            Step::Done => {
                self.finish();
                &[]
            }
            Step::Anew(taken) => {
                self.turn_to(State::Asking);
                bytes.get(taken..).unwrap_or(&[])
            }
            Step::Become(taken, reader) => {
                self.turn_to(State::Reading(reader));
                let other = std::mem::take(&mut self.unread[side.other()]);
                self.push(side.other(), &other, sink);
                bytes.get(taken..).unwrap_or(&[])
            }
        };
        (rest, Next::Again)
    }

    fn turn_to(&mut self, state: State) {
        self.state = state;
        self.done = Sides::default();
        self.tries = 0;
    }

    fn leave_out<'a>(&mut self, side: Side, bytes: &'a [u8], wanted: u64) -> &'a [u8] {
        let here = usize::try_from(wanted)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        self.skip[side] = wanted - here as u64;
        bytes.get(here..).unwrap_or(&[])
    }

    /// Nobody knows these bytes: the next packet is offered, a few times.
    fn refuse(&mut self) {
        self.unread = Sides::default();
        self.tries += 1;
        if self.tries >= MAX_TRIES {
            self.finish();
        }
    }

    fn keep(&mut self, side: Side, rest: Vec<u8>, sink: &mut Sink<'_>) {
        if rest.len() > MAX_UNREAD_BYTES {
            sink.problem(
                "a message is longer than 96 KiB",
                "what it and what follows in its flow would have stated is missing",
            );
            return self.finish();
        }
        if self.wants_more() && !self.done[side] {
            self.unread[side] = rest;
        }
    }

    fn finish(&mut self) {
        self.state = State::Done;
        self.unread = Sides::default();
    }
}

/// What comes after a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The rest is looked at now.
    Again,
    /// The rest waits for more.
    Wait,
}

enum Answer {
    Kind(&'static StreamKind),
    Wait,
    Nobody,
}

/// Asks those first whose port it is.
fn asked(opening: &Opening<'_>, ports: (u16, u16)) -> Answer {
    let is_usual =
        |kind: &&StreamKind| kind.ports.contains(&ports.1) || kind.ports.contains(&ports.0);
    let usual = STREAMS.iter().filter(is_usual);
    let rest = STREAMS.iter().filter(|kind| !is_usual(kind));
    let mut answer = Answer::Nobody;
    for kind in usual.chain(rest) {
        match (kind.probe)(opening) {
            Probe::Yes => return Answer::Kind(kind),
            Probe::Maybe => answer = Answer::Wait,
            Probe::No => {}
        }
    }
    answer
}
