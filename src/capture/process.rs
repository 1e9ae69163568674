//! Blocks that describe processes, and the options by which a packet names one, become the program of a frame.
//!
//! Wireshark's custom block (enterprise number 32622, entry kind 3, its fields always little-endian; `pcapng-wireshark-custom.c`)
//! is found by process number; Apple's (kind 0x80000001, `pcapng-darwin.c`) by its place in the section.

use std::collections::BTreeMap;

use super::frame::{Carrier, Program, Time};
use super::options::{options, text};
use super::order::ByteOrder;
use super::packet_block::ProcessIds;

/// Wireshark's number in IANA's registry of private enterprises.
const WIRESHARK: u32 = 32_622;

/// Kind of entry in Wireshark's custom blocks: a process.
const PROCESS_ENTRY: u32 = 3;

/// Options, the same in both blocks: the name; only in Wireshark's: when it started, nanoseconds since 1970.
const NAME: u16 = 2;
const STARTED: u16 = 9;

/// Processes kept of one section, about 100 bytes each; a busy day of a computer has some ten thousand.
const MAX_PROCESSES: usize = 65_536;

/// Processes with the same number: looked through for each packet, and a number comes round rarely.
const MAX_SAME_NUMBER: usize = 64;

/// A process as its block describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Process {
    number: u32,
    name: String,
    started: Option<Time>,
}

/// The processes of one section.
#[derive(Debug, Default)]
pub struct Processes {
    by_number: BTreeMap<u32, Vec<Process>>,
    count: usize,
    /// In the order of their blocks, which is how packets refer to them; damaged ones keep their place.
    apple: Vec<Option<Process>>,
}

impl Processes {
    /// Takes the body of a Custom Block where it is Wireshark's of a process; says whether there was room.
    pub fn add_wireshark(&mut self, body: &[u8], order: ByteOrder) -> bool {
        let Some(process) = wireshark(body, order) else {
            return true;
        };
        let same = self.by_number.entry(process.number).or_default();
        if self.count >= MAX_PROCESSES || same.len() >= MAX_SAME_NUMBER {
            return false;
        }
        self.count += 1;
        same.push(process);
        true
    }

    /// Takes the body of Apple's block; says whether there was room.
    pub fn add_apple(&mut self, body: &[u8], order: ByteOrder) -> bool {
        let has_room = self.apple.len() < MAX_PROCESSES;
        if has_room {
            self.apple.push(process(body, order));
        }
        has_room
    }

    /// The program that a packet's options name.
    pub fn of(&self, ids: ProcessIds, at: Option<Time>) -> Option<Program<'_>> {
        let apple = |index: u32| self.apple.get(index as usize)?.as_ref();
        // As with PKTAP, the process on whose behalf another works is the one that is meant.
        let by_apple = [ids.apple_behalf, ids.apple]
            .into_iter()
            .flatten()
            .find_map(apple);
        let by_number = || ids.number.and_then(|number| self.numbered(number, at));
        let (process, carrier) = by_apple
            .map(|process| (process, Carrier::AppleBlock))
            .or_else(|| Some((by_number()?, Carrier::WiresharkBlock)))?;
        Some(Program {
            name: &process.name,
            number: process.number,
            carrier,
        })
    }

    /// Numbers are used again: the last that had started by then, else the first to start.
    fn numbered(&self, number: u32, at: Option<Time>) -> Option<&Process> {
        let same = self.by_number.get(&number)?;
        let had_started = |p: &&Process| p.started.zip(at).is_none_or(|(start, at)| start <= at);
        same.iter()
            .filter(had_started)
            .max_by_key(|p| p.started)
            .or_else(|| same.iter().min_by_key(|p| p.started))
    }
}

fn wireshark(body: &[u8], order: ByteOrder) -> Option<Process> {
    let entry_order = ByteOrder::Little;
    if order.u32(body, 0)? != WIRESHARK || entry_order.u32(body, 4)? != PROCESS_ENTRY {
        return None;
    }
    let length = entry_order.length(body, 8)?;
    process(body.get(12..)?.get(..length)?, entry_order)
}

/// A process number and options; `None` where no name is among them.
fn process(body: &[u8], order: ByteOrder) -> Option<Process> {
    let (mut name, mut started) = (None, None);
    for (code, value) in options(body.get(4..)?, order) {
        match code {
            NAME => name = text(value).filter(|name| !name.is_empty()),
            STARTED => started = order.u64(value, 0).and_then(|n| i64::try_from(n).ok()),
            _ => {}
        }
    }
    Some(Process {
        number: order.u32(body, 0)?,
        name: name?.to_owned(),
        started: started.map(Time::from_nanos),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURL: &[u8] = b"\x6e\x7f\0\0\x03\0\0\0\x0c\0\0\0\xd2\x04\0\0\x02\0\x04\0curl";
    const LAUNCHD: &[u8] = b"\0\0\0\x01\0\x02\0\x07launchd\0";

    #[test]
    fn every_shorter_block_names_no_process() {
        for length in 0..CURL.len() {
            assert_eq!(wireshark(&CURL[..length], ByteOrder::Little), None);
        }
        // The last byte is padding.
        for length in 0..LAUNCHD.len() - 1 {
            assert_eq!(process(&LAUNCHD[..length], ByteOrder::Big), None);
        }
        assert!(wireshark(CURL, ByteOrder::Little).is_some());
        assert_eq!(wireshark(CURL, ByteOrder::Big), None);
    }

    #[test]
    fn a_number_that_came_round_again_is_told_apart_by_its_start() {
        let mut processes = Processes::default();
        for (name, start) in [("first", 10), ("second", 20)] {
            let started = Some(Time::from_nanos(start));
            processes.by_number.entry(5).or_default().push(Process {
                number: 5,
                name: name.into(),
                started,
            });
        }
        let ids = ProcessIds {
            number: Some(5),
            ..ProcessIds::default()
        };
        let at = |nanos| processes.of(ids, Some(Time::from_nanos(nanos))).unwrap();
        assert_eq!(
            [at(1).name, at(15).name, at(25).name],
            ["first", "first", "second"]
        );
    }

    #[test]
    fn the_process_on_whose_behalf_another_works_is_meant() {
        let mut processes = Processes::default();
        assert!(processes.add_apple(b"\0", ByteOrder::Big));
        assert!(processes.add_apple(LAUNCHD, ByteOrder::Big));
        let ids = |apple, apple_behalf| ProcessIds {
            number: None,
            apple,
            apple_behalf,
        };
        let launchd = Program {
            name: "launchd",
            number: 1,
            carrier: Carrier::AppleBlock,
        };
        assert_eq!(processes.of(ids(Some(0), Some(1)), None), Some(launchd));
        assert_eq!(processes.of(ids(Some(1), Some(9)), None), Some(launchd));
        assert_eq!(processes.of(ids(Some(0), None), None), None);
    }
}
