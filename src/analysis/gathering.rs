//! Evidence of one capture while it is read, with what could not be read on the way. It sees packets in the order of
//! the file and nothing else, so that it may run beside the reading.

use std::collections::HashMap;

use super::secrets::say_bad_lines;
use super::touched::Touched;
use crate::capture::problem::{ProblemLog, Spot};
use crate::evidence::gather::Gather;
use crate::evidence::item::{Evidence, Fact};
use crate::flow::table::FlowUpdate;
use crate::wire::packet::AppNote;

/// Sessions remembered whose secrets came behind frames; a capture that changes keys this often is hostile.
const MAX_LATE: usize = 65_536;

/// The readers of payload and what they found.
#[derive(Debug, Default)]
pub struct Gathering {
    /// The readers.
    pub gather: Gather,
    problems: ProblemLog,
    touched: Touched,
    /// Client randoms whose secrets came within the file, with the frame after which they did.
    late: Vec<([u8; 32], u64)>,
}

/// What was found up to now.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// In the order of frames.
    pub items: Vec<Evidence>,
    /// Items that were dropped because the list is full.
    pub beyond_cap: u64,
    /// SHA-256 of each key log that was given or stood in the file.
    pub key_hashes: Vec<String>,
    /// Flows of which keys opened something.
    pub decrypted_flows: u64,
    /// What could not be read.
    pub problems: ProblemLog,
    /// The flows that it touches.
    pub touched: Touched,
}

impl Gathering {
    /// With readers that were set up.
    pub fn new(gather: Gather) -> Self {
        Self {
            gather,
            ..Self::default()
        }
    }

    /// Reads what one packet brought; returns whether its flow's payload is still wanted.
    pub fn take(&mut self, update: &FlowUpdate<'_>) -> bool {
        let before = self.problems.total();
        let is_wanted = self.gather.take(update, &mut self.problems);
        self.touched.note(before, &self.problems, update.flow);
        is_wanted
    }

    /// The capturing device says which program a packet belongs to.
    pub fn app(&mut self, update: &FlowUpdate<'_>, note: AppNote<'_>) {
        self.gather.app(update, note);
    }

    /// Takes in a key log that stands behind a frame.
    pub fn secrets(&mut self, text: &[u8], frame: u64) {
        let log = self.gather.keys_mut().add_log(text);
        let spot = Spot {
            frame: (frame > 0).then_some(frame),
            offset: None,
        };
        say_bad_lines(&log, "the capture", &mut self.problems, spot);
        if frame > 0 {
            let room = MAX_LATE.saturating_sub(self.late.len());
            let sessions = log.sessions.into_iter().map(|random| (random, frame));
            self.late.extend(sessions.take(room));
        }
    }

    /// At the end of the capture: what still waits is read as far as it goes.
    pub fn finish(&mut self) {
        self.gather.finish(&mut self.problems);
        self.say_late_secrets();
    }

    /// What was found so far.
    pub fn so_far(&self) -> Found {
        Found {
            items: self.gather.items().to_vec(),
            beyond_cap: self.gather.beyond_cap(),
            key_hashes: self.gather.keys().hashes().to_vec(),
            decrypted_flows: self.gather.decrypted_flows(),
            problems: self.problems.clone(),
            touched: self.touched.clone(),
        }
    }

    /// What was found in the end.
    pub fn into_found(self) -> Found {
        Found {
            beyond_cap: self.gather.beyond_cap(),
            key_hashes: self.gather.keys().hashes().to_vec(),
            decrypted_flows: self.gather.decrypted_flows(),
            items: self.gather.into_items(),
            problems: self.problems,
            touched: self.touched,
        }
    }

    /// Says where secrets came behind the start of what they would have opened.
    fn say_late_secrets(&mut self) {
        let late: HashMap<_, _> = self.late.drain(..).collect();
        if late.is_empty() {
            return;
        }
        for item in self.gather.items() {
            if let Fact::Hello { hello, .. } = &item.fact
                && late
                    .get(&hello.random)
                    .is_some_and(|came| *came > item.frame)
            {
                self.problems.add(
                    "secrets stand in the capture behind the start of the connection that they open",
                    "what it carries may stay closed; give them with --keys to open it",
                    Spot {
                        frame: Some(item.frame),
                        offset: None,
                    },
                );
            }
        }
    }
}
