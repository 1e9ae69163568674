//! Packets on their way from the flow table to the readers of payload: copies, many at a time, so that handing them to
//! another thread costs next to nothing a packet.

use super::gathering::Gathering;
use crate::flow::model::FlowId;
use crate::flow::table::FlowUpdate;
use crate::wire::packet::AppNote;

/// Payload bytes after which a batch is handed on: some hundred packets, and it fits a core's second-level cache.
const FULL_BYTES: usize = 128 * 1024;

/// Entries after which it is, whatever they hold.
const FULL_ENTRIES: usize = 4_096;

/// What one entry asks for; its bytes follow those of the entry before it.
#[derive(Debug)]
enum Entry {
    Packet(FlowUpdate<'static>),
    App {
        update: FlowUpdate<'static>,
        number: u32,
        is_trailer: bool,
    },
    Secrets {
        frame: u64,
    },
}

/// A batch that is filled, read, and used again.
#[derive(Debug, Default)]
pub struct Batch {
    entries: Vec<(Entry, usize)>,
    bytes: Vec<u8>,
    /// Flows of which no more payload is wanted, said by the readers.
    pub done: Vec<FlowId>,
}

impl Batch {
    /// Whether it should be handed on.
    pub fn is_full(&self) -> bool {
        self.bytes.len() >= FULL_BYTES || self.entries.len() >= FULL_ENTRIES
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes that it holds.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Adds the payload of a packet.
    pub fn packet(&mut self, update: &FlowUpdate<'_>) {
        self.push(Entry::Packet(without_payload(update)), update.payload);
    }

    /// Adds what the capturing device says of a packet.
    pub fn app(&mut self, update: &FlowUpdate<'_>, note: AppNote<'_>) {
        let entry = Entry::App {
            update: without_payload(update),
            number: note.number,
            is_trailer: note.is_trailer,
        };
        self.push(entry, note.name.as_bytes());
    }

    /// Adds a key log that stands behind a frame.
    pub fn secrets(&mut self, text: &[u8], frame: u64) {
        self.push(Entry::Secrets { frame }, text);
    }

    fn push(&mut self, entry: Entry, bytes: &[u8]) {
        self.entries.push((entry, bytes.len()));
        self.bytes.extend_from_slice(bytes);
    }

    /// Hands everything to the readers, in order, and is empty afterwards but for what they no longer want.
    pub fn read_into(&mut self, gathering: &mut Gathering) {
        let mut bytes = self.bytes.as_slice();
        for (entry, len) in self.entries.drain(..) {
            let (own, rest) = bytes.split_at_checked(len).unwrap_or((bytes, &[]));
            bytes = rest;
            match entry {
                Entry::Packet(update) => {
                    let flow = update.flow;
                    let update = FlowUpdate {
                        payload: own,
                        ..update
                    };
                    if !gathering.take(&update) {
                        self.done.push(flow);
                    }
                }
                Entry::App {
                    update,
                    number,
                    is_trailer,
                } => {
                    // The bytes are those of a text.
                    let name = str::from_utf8(own).unwrap_or_default();
                    gathering.app(
                        &update,
                        AppNote {
                            name,
                            number,
                            is_trailer,
                        },
                    );
                }
                Entry::Secrets { frame } => gathering.secrets(own, frame),
            }
        }
        self.bytes.clear();
    }
}

fn without_payload(update: &FlowUpdate<'_>) -> FlowUpdate<'static> {
    FlowUpdate {
        payload: &[],
        ..*update
    }
}
