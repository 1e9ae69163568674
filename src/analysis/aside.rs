//! Hands packets to the readers of payload: at once in a small capture, on a thread of their own in a large one. What
//! they find is the same either way, because they see the same packets in the same order.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};

use fixedbitset::FixedBitSet;

use super::batch::Batch;
use super::gathering::{Found, Gathering};
use super::in_order::cores;
use crate::evidence::followed::Followed;
use crate::evidence::gather::Gather;
use crate::flow::model::FlowId;
use crate::flow::table::FlowUpdate;
use crate::wire::packet::AppNote;

/// Payload bytes after which a thread is worth its start.
const THREAD_BYTES: usize = 8 * 1024 * 1024;

/// Batches on their way: 4 MiB, enough that neither side waits for a hiccup of the other.
const WAITING_BATCHES: usize = 16;

/// The readers of payload as the rest of the pipeline sees them.
#[derive(Debug)]
pub struct Aside {
    batch: Batch,
    handed_bytes: usize,
    /// Flows of which no payload is wanted any more.
    unwanted: FixedBitSet,
    reads_payload: bool,
    readers: Readers,
}

#[derive(Debug)]
enum Readers {
    Here(Box<Gathering>),
    Beside(Beside),
}

/// Readers on a thread of their own.
#[derive(Debug)]
struct Beside {
    orders: SyncSender<Order>,
    read: Receiver<Batch>,
    thread: JoinHandle<Gathering>,
}

#[derive(Debug)]
enum Order {
    Read(Batch),
    SoFar(Sender<Found>),
}

impl Aside {
    /// Readers that were set up.
    pub fn new(gather: Gather) -> Self {
        Self {
            batch: Batch::default(),
            handed_bytes: 0,
            unwanted: FixedBitSet::new(),
            reads_payload: gather.reads_payload(),
            readers: Readers::Here(Box::new(Gathering::new(gather))),
        }
    }

    /// One packet.
    pub fn take(&mut self, update: &FlowUpdate<'_>) {
        let is_wanted = self.reads_payload
            && Gather::may_read(update)
            && !self.unwanted.contains(update.flow.0 as usize);
        if is_wanted || update.error.is_some() {
            self.batch.packet(update);
            self.hand_on_if_full();
        }
    }

    /// What the capturing device says of a packet.
    pub fn app(&mut self, update: &FlowUpdate<'_>, note: AppNote<'_>) {
        self.batch.app(update, note);
        self.hand_on_if_full();
    }

    /// A key log that stands behind a frame.
    pub fn secrets(&mut self, text: &[u8], frame: u64) {
        self.batch.secrets(text, frame);
        self.hand_on_if_full();
    }

    /// Hands on what waits, so that `so_far` knows of it.
    pub fn settle(&mut self) {
        if !self.batch.is_empty() {
            self.hand_on();
        }
    }

    /// What was found in what was handed on.
    pub fn so_far(&self) -> Found {
        match &self.readers {
            Readers::Here(gathering) => gathering.so_far(),
            Readers::Beside(beside) => beside.so_far(),
        }
    }

    /// Everything, at the end of the capture, and the flow that was followed.
    pub fn finish(&mut self) -> (Found, Option<Followed>) {
        self.settle();
        let none = Readers::Here(Box::default());
        let mut gathering = match std::mem::replace(&mut self.readers, none) {
            Readers::Here(gathering) => *gathering,
            Readers::Beside(beside) => beside.join(),
        };
        gathering.finish();
        let followed = gathering.gather.take_followed();
        (gathering.into_found(), followed)
    }

    fn hand_on_if_full(&mut self) {
        if self.batch.is_full() {
            self.hand_on();
        }
    }

    fn hand_on(&mut self) {
        self.handed_bytes = self.handed_bytes.saturating_add(self.batch.len());
        match &mut self.readers {
            Readers::Here(gathering) => self.batch.read_into(gathering),
            Readers::Beside(beside) => {
                let filled = std::mem::replace(&mut self.batch, beside.used());
                beside.order(Order::Read(filled));
            }
        }
        for FlowId(flow) in self.batch.done.drain(..) {
            self.unwanted.grow_and_insert(flow as usize);
        }
        self.start_if_large();
    }

    fn start_if_large(&mut self) {
        if self.handed_bytes >= THREAD_BYTES
            && let Readers::Here(gathering) = &mut self.readers
            && cores() > 1
            && let Some(beside) = Beside::start(gathering)
        {
            self.readers = Readers::Beside(beside);
        }
    }
}

impl Beside {
    /// A thread that goes on with these readers; without one (the system refuses) they stay where they are.
    fn start(gathering: &mut Gathering) -> Option<Self> {
        let (orders, to_do) = sync_channel(WAITING_BATCHES);
        let (done, read) = channel();
        let (hand_over, own) = sync_channel(1);
        let work = move || work(own.recv().unwrap_or_default(), &to_do, &done);
        let thread = thread::Builder::new()
            .name("evidence".to_owned())
            .spawn(work)
            .ok()?;
        hand_over.send(std::mem::take(gathering)).ok()?;
        Some(Self {
            orders,
            read,
            thread,
        })
    }

    /// A batch that was read, or a new one.
    fn used(&self) -> Batch {
        self.read.try_recv().unwrap_or_default()
    }

    /// A thread that has gone has panicked: `join` then goes on with that.
    fn order(&self, order: Order) {
        let _gone = self.orders.send(order);
    }

    fn so_far(&self) -> Found {
        let (answer, found) = channel();
        self.order(Order::SoFar(answer));
        found.recv().unwrap_or_default()
    }

    fn join(self) -> Gathering {
        drop(self.orders);
        match self.thread.join() {
            Ok(gathering) => gathering,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

/// Reads until nobody has anything more to read.
fn work(mut gathering: Gathering, orders: &Receiver<Order>, done: &Sender<Batch>) -> Gathering {
    for order in orders {
        match order {
            Order::Read(mut batch) => {
                batch.read_into(&mut gathering);
                // Nobody takes batches back once the capture has ended.
                let _ended = done.send(batch);
            }
            Order::SoFar(answer) => {
                let _ended = answer.send(gathering.so_far());
            }
        }
    }
    gathering
}
