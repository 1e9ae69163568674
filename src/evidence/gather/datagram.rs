//! Datagrams of a flow: each is offered to the reader that has the flow, else to every kind in turn.

use super::{Gather, Kept, Wanted};
use crate::capture::problem::ProblemLog;
use crate::evidence::reader::kinds::DATAGRAMS;
use crate::evidence::reader::{DatagramBegin, Interest};
use crate::flow::table::FlowUpdate;

/// Datagrams of a flow that are offered to all readers before it is left alone.
const MAX_TRIES: u8 = 8;

/// Times that a flow may turn from one reader of datagrams to another: STUN, DTLS and RTP share one.
const MAX_TURNS: u8 = 32;

impl Gather {
    pub(super) fn datagram(
        &mut self,
        update: &FlowUpdate<'_>,
        wanted: Wanted,
        problems: &mut ProblemLog,
    ) {
        let flow = update.flow;
        let (tries, turns, not) = match wanted {
            Wanted::Each(kind, turns) => {
                let Some(DatagramBegin::Each(read)) =
                    DATAGRAMS.get(usize::from(kind)).map(|kind| kind.begin)
                else {
                    return self.set(flow, Wanted::Nothing);
                };
                match read(
                    update.side,
                    update.payload,
                    &mut self.sink_of(update, problems),
                ) {
                    Interest::More => return,
                    Interest::Done => return self.set(flow, Wanted::Nothing),
                    Interest::NotMine => (0, turns + 1, Some(kind)),
                }
            }
            Wanted::Kept(turns) => {
                let Some(Kept::Datagrams(mut reader)) = self.kept.remove(&flow) else {
                    return self.set(flow, Wanted::Nothing);
                };
                let mut sink = self.sink_of(update, problems);
                match reader.read(update.side, update.payload, &mut sink) {
                    Interest::More => {
                        return self.keep(flow, Kept::Datagrams(reader), false, turns, problems);
                    }
                    Interest::Done => return self.set(flow, Wanted::Nothing),
                    Interest::NotMine => (0, turns + 1, None),
                }
            }
            Wanted::Tries(tries) => (tries, 0, None),
            Wanted::Nothing => return,
        };
        if turns >= MAX_TURNS {
            return self.set(flow, Wanted::Nothing);
        }
        if !self.ask(update, turns, not, problems) {
            let next = if tries + 1 < MAX_TRIES {
                Wanted::Tries(tries + 1)
            } else {
                Wanted::Nothing
            };
            self.set(flow, next);
        }
    }

    /// Asks every kind whether a datagram is its own, those of its ports first; returns whether one took it.
    fn ask(
        &mut self,
        update: &FlowUpdate<'_>,
        turns: u8,
        not: Option<u8>,
        problems: &mut ProblemLog,
    ) -> bool {
        let (client, server) = update.ports;
        for usual in [true, false] {
            for (number, kind) in (0_u8..).zip(DATAGRAMS) {
                let is_usual = kind.ports.contains(&server) || kind.ports.contains(&client);
                if is_usual != usual || not == Some(number) || !(kind.probe)(update.payload) {
                    continue;
                }
                if self.begin(update, number, turns, kind.begin, problems) {
                    return true;
                }
            }
        }
        false
    }

    fn begin(
        &mut self,
        update: &FlowUpdate<'_>,
        number: u8,
        turns: u8,
        begin: DatagramBegin,
        problems: &mut ProblemLog,
    ) -> bool {
        let mut sink = self.sink_of(update, problems);
        let (interest, reader) = match begin {
            DatagramBegin::Each(read) => (read(update.side, update.payload, &mut sink), None),
            DatagramBegin::Kept(begin) => {
                let mut reader = begin();
                let interest = reader.read(update.side, update.payload, &mut sink);
                (interest, Some(reader))
            }
        };
        match (interest, reader) {
            (Interest::NotMine, _) => return false,
            (Interest::Done, _) => self.set(update.flow, Wanted::Nothing),
            (Interest::More, None) => self.set(update.flow, Wanted::Each(number, turns)),
            (Interest::More, Some(reader)) => {
                self.keep(update.flow, Kept::Datagrams(reader), true, turns, problems);
            }
        }
        true
    }
}
