//! OpenVPN over datagrams and streams: it is called so when a reset was answered and both sides' session numbers agree.

use super::{DatagramReader, Interest, Opening, Probe, Step, StreamReader};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::evidence::tunnel::{TunnelKind, TunnelSign};
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::openvpn::{Opcode, quotes, read, read_stream};

const AGREED: TunnelSign = TunnelSign::sure(
    TunnelKind::OpenVpn,
    "a reset was answered with one, and a later message bears a session number of them",
);

/// Packets after which sessions that did not agree never will.
const MAX_PACKETS: u8 = 32;

/// What two sides have shown so far.
#[derive(Debug, Default)]
struct Sessions {
    begun: Sides<Option<u64>>,
    answered: bool,
    packets: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Agreed,
    Open,
    Another,
}

impl Sessions {
    fn take(&mut self, side: Side, packet: &[u8]) -> Shown {
        let Reading::Found(head) = read(packet) else {
            return Shown::Another;
        };
        self.packets += 1;
        if self.packets > MAX_PACKETS {
            return Shown::Another;
        }
        match head.opcode {
            Opcode::ClientReset => self.begun[side] = Some(head.session),
            Opcode::ServerReset => {
                let Some(asked) = self.begun[side.other()] else {
                    return Shown::Another;
                };
                self.begun[side] = Some(head.session);
                self.answered = true;
                if quotes(packet, asked) {
                    return Shown::Agreed;
                }
            }
            // Where a key wraps the resets, the number before the wrapping is all that can be compared.
            Opcode::Control if self.answered && self.begun[side] == Some(head.session) => {
                return Shown::Agreed;
            }
            Opcode::Control | Opcode::Data => {}
        }
        Shown::Open
    }

    fn say(sink: &mut Sink<'_>) {
        sink.speaks(Protocol::OpenVpn);
        sink.tunnel(AGREED);
    }
}

/// The reader of datagrams.
pub fn datagrams() -> Box<dyn DatagramReader> {
    Box::<Sessions>::default()
}

impl DatagramReader for Sessions {
    fn read(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
        match self.take(side, datagram) {
            Shown::Agreed => {
                Self::say(sink);
                Interest::Done
            }
            Shown::Open => Interest::More,
            Shown::Another => Interest::NotMine,
        }
    }
}

/// Whether a stream begins with a reset and its answer.
pub fn probe(opening: &Opening<'_>) -> Probe {
    let first = |bytes: &[u8]| match read_stream(bytes) {
        Reading::Found((packet, _)) => match read(packet) {
            Reading::Found(head) => Some(Some(head.opcode)),
            _ => None,
        },
        Reading::NeedMore => Some(None),
        _ => None,
    };
    match (first(opening.client), first(opening.server)) {
        (Some(Some(Opcode::ClientReset)), Some(Some(Opcode::ServerReset))) => Probe::Yes,
        (Some(Some(Opcode::ClientReset)), Some(None)) => Probe::Maybe,
        _ => Probe::No,
    }
}

/// The reader of a stream.
pub fn begin() -> Box<dyn StreamReader> {
    Box::<Sessions>::default()
}

impl StreamReader for Sessions {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match read_stream(bytes) {
            Reading::Found((packet, length)) => match self.take(side, packet) {
                Shown::Agreed => {
                    Self::say(sink);
                    Step::Done
                }
                Shown::Open => Step::Took(length),
                // The answer may be shown before the question.
                Shown::Another if self.packets <= 1 && self.begun[side.other()].is_none() => {
                    Step::More
                }
                Shown::Another => Step::Done,
            },
            Reading::NeedMore => Step::More,
            Reading::NotThis | Reading::Malformed(_) => Step::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: [u8; 14] = [0x38, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0];
    const WRAPPED: [u8; 14] = [0x40, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0, 0];

    #[test]
    fn an_answer_that_quotes_the_question_is_enough() {
        let mut sessions = Sessions::default();
        let answer = [&WRAPPED[..], &ASK[1..9]].concat();
        assert_eq!(sessions.take(Side::Client, &ASK), Shown::Open);
        assert_eq!(sessions.take(Side::Server, &answer), Shown::Agreed);
    }

    #[test]
    fn wrapped_resets_need_a_third_message_of_a_session() {
        let mut sessions = Sessions::default();
        assert_eq!(sessions.take(Side::Client, &ASK), Shown::Open);
        assert_eq!(sessions.take(Side::Server, &WRAPPED), Shown::Open);
        let control = [&[0x20], &ASK[1..]].concat();
        assert_eq!(sessions.take(Side::Client, &control), Shown::Agreed);
    }

    #[test]
    fn an_answer_without_a_question_is_another_protocol() {
        assert_eq!(
            Sessions::default().take(Side::Server, &WRAPPED),
            Shown::Another
        );
    }
}
