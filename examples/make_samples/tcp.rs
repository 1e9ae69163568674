//! Messages of both sides → TCP segments with times, as one would see them at the client.
//!
//! A small model of a sender: slow start from ten segments, a cap, spacing by the link's speed, an acknowledgement
//! for every second segment. Times of the server's segments are those of their arrival.

use crate::dice::Dice;
use crate::frame::Side;
use crate::segment::{ACK, FIN, PSH, RST, SYN, Segment, stamp};
use crate::story::{End, Trouble};

const MICRO: u64 = 1_000;
const MILLI: u64 = 1_000_000;
/// Segments in flight at most: 256 × 1448 bytes, under the window that both sides announce.
const MOST_IN_FLIGHT: usize = 256;
/// How long a receiver waits for something to send before it acknowledges (RFC 9293 allows 500 ms; Linux takes 40).
const DELAYED_ACK: u64 = 40 * MILLI;

/// Bytes that one side hands to TCP at once, `pause` nanoseconds after the message before.
pub struct Message {
    pub from: Side,
    pub pause: u64,
    pub bytes: Vec<u8>,
}

/// How a flow behaves.
pub struct Shape {
    pub start: u64,
    pub round_trip: u64,
    pub mss: u16,
    pub up_spacing: u64,
    pub down_spacing: u64,
    pub end: End,
    pub trouble: Trouble,
}

/// Plays the messages over one connection; segments come back in order of time.
pub fn play(messages: &[Message], shape: &Shape, dice: &mut Dice) -> Vec<Segment> {
    let mut talk = Conversation {
        shape,
        now: shape.start,
        last_arrival: 0,
        after_client: false,
        next: [dice.roll() as u32, dice.roll() as u32],
        sent: [0; 2],
        segments: Vec::new(),
        dice,
    };
    talk.open();
    for (i, message) in messages.iter().enumerate() {
        let answered_soon = messages
            .get(i + 1)
            .is_some_and(|next| next.from != message.from && next.pause < DELAYED_ACK);
        match message.from {
            Side::Client => talk.client_sends(message, answered_soon),
            Side::Server => talk.server_sends(message, answered_soon),
        }
    }
    talk.close();
    let mut segments = talk.segments;
    segments.sort_by_key(|segment| segment.at);
    stamp(&mut segments, shape.round_trip, dice);
    segments
}

struct Conversation<'a> {
    shape: &'a Shape,
    dice: &'a mut Dice,
    /// Time of the last thing that happened.
    now: u64,
    /// Nothing of the server arrives before this: links keep order.
    last_arrival: u64,
    /// Whether the last message was the client's, so that an answer takes a round trip.
    after_client: bool,
    /// Next sequence number of each side.
    next: [u32; 2],
    /// Data segments that each side has sent.
    sent: [usize; 2],
    segments: Vec<Segment>,
}

impl Conversation<'_> {
    fn open(&mut self) {
        let mss = self.shape.mss;
        self.control(self.now, Side::Client, SYN).mss = Some(mss);
        self.now += self.dice.jitter(self.shape.round_trip) + 300 * MICRO;
        self.now = self.now.max(self.shape.start + self.shape.round_trip);
        let at = self.arrival(self.now);
        self.control(at, Side::Server, SYN | ACK).mss = Some(mss);
        self.now = at + self.dice.between(40, 160) * MICRO;
        self.control(self.now, Side::Client, ACK);
        self.after_client = true;
    }

    fn client_sends(&mut self, message: &Message, answered_soon: bool) {
        let start = self.now + message.pause + 20 * MICRO;
        let chunks: Vec<&[u8]> = message.bytes.chunks(self.payload_limit()).collect();
        let times = self.pace(Side::Client, chunks.len(), start, self.shape.up_spacing);
        let mut quiet_until = 0;
        for (k, chunk) in chunks.iter().enumerate() {
            let (number, last) = (self.sent[0], k + 1 == chunks.len());
            self.data(times[k], Side::Client, chunk, last);
            if self.shape.trouble == Trouble::ClientRepeats(number) {
                let again = times[k] + self.shape.round_trip + 220 * MILLI;
                self.repeat_last(again);
                quiet_until = again + self.shape.round_trip;
            }
            if k % 2 == 1 && !last || last && !answered_soon {
                let due = times[k] + self.shape.round_trip + self.dice.between(30, 400) * MICRO;
                let at = self.arrival(due.max(quiet_until));
                self.control(at, Side::Server, ACK);
            }
        }
        self.now = times.last().copied().unwrap_or(start);
        if quiet_until > 0 {
            self.now = self.now.max(quiet_until);
        }
        self.after_client = true;
    }

    fn server_sends(&mut self, message: &Message, answered_soon: bool) {
        let travel = if self.after_client {
            self.shape.round_trip
        } else {
            0
        };
        let wait = self.dice.jitter(message.pause) + self.dice.between(50, 900) * MICRO;
        let start = self.arrival(self.now + travel + wait);
        let chunks: Vec<&[u8]> = message.bytes.chunks(self.payload_limit()).collect();
        let times = self.pace(Side::Server, chunks.len(), start, self.shape.down_spacing);
        let mut gap: Option<Gap> = None;
        for (k, chunk) in chunks.iter().enumerate() {
            let (number, last) = (self.sent[1], k + 1 == chunks.len());
            let at = self.arrival(times[k]);
            self.now = at;
            if self.shape.trouble == Trouble::ServerLoses(number) && !last {
                let again = at + self.shape.round_trip + 2 * MILLI;
                gap = Some(Gap {
                    start: self.next[1],
                    bytes: chunk.to_vec(),
                    again,
                });
                self.skip(chunk.len());
                continue;
            }
            self.data(at, Side::Server, chunk, last);
            if let Some(open) = &gap {
                let (start, right) = (open.start, self.next[1]);
                let left = start.wrapping_add(u32::try_from(open.bytes.len()).expect("a segment"));
                let dup = self.control(at + 60 * MICRO, Side::Client, ACK);
                (dup.acknowledged, dup.sack) = (start, Some((left, right)));
            } else if k % 2 == 1 || last && !answered_soon {
                self.now = at + self.dice.between(40, 90) * MICRO;
                self.control(self.now, Side::Client, ACK);
            }
            let resent = gap
                .as_ref()
                .is_some_and(|g| last || times[k + 1] >= g.again);
            if let (true, Some(open)) = (resent, gap.take_if(|_| resent)) {
                self.fill_gap(&open);
            }
        }
        self.after_client = false;
    }

    /// The lost segment arrives after all; everything up to now is acknowledged.
    fn fill_gap(&mut self, gap: &Gap) {
        let at = self.arrival(gap.again);
        let segment = self.control(at, Side::Server, ACK);
        segment.sequence = gap.start;
        segment.fresh = gap.bytes.len();
        segment.payload.clone_from(&gap.bytes);
        self.now = at + 70 * MICRO;
        self.control(self.now, Side::Client, ACK);
    }

    fn close(&mut self) {
        let soon = self.now + self.dice.between(1, 30) * MILLI;
        let travel = self.shape.round_trip + 200 * MICRO;
        match self.shape.end {
            End::StillOpen => {}
            End::ClientCloses => {
                let at = soon.max(self.last_arrival + 100 * MICRO);
                self.finish(at, Side::Client);
                let back = self.arrival(at + travel);
                self.finish(back, Side::Server);
                self.control(back + 80 * MICRO, Side::Client, ACK);
            }
            End::ServerCloses => {
                let at = self.arrival(soon + travel);
                self.finish(at, Side::Server);
                self.finish(at + 150 * MICRO, Side::Client);
                let back = self.arrival(at + travel);
                self.control(back, Side::Server, ACK);
            }
            End::ServerResets => {
                let at = self.arrival(soon + travel);
                let reset = self.control(at, Side::Server, RST | ACK);
                reset.window = 0;
            }
        }
    }

    fn finish(&mut self, at: u64, from: Side) {
        self.control(at, from, FIN | ACK);
    }

    /// A segment without payload; SYN and FIN take a sequence number.
    fn control(&mut self, at: u64, from: Side, flags: u8) -> &mut Segment {
        let (own, other) = (from as usize, 1 - from as usize);
        let has_ack = flags & ACK != 0;
        let segment = Segment {
            at,
            from,
            flags,
            sequence: self.next[own],
            acknowledged: if has_ack { self.next[other] } else { 0 },
            window: if flags & SYN != 0 { 65_160 } else { 4_096 },
            payload: Vec::new(),
            fresh: 0,
            mss: None,
            sack: None,
            stamp: 0,
            echoed_stamp: 0,
        };
        if flags & (SYN | FIN) != 0 {
            self.next[own] = self.next[own].wrapping_add(1);
        }
        self.segments.push(segment);
        self.segments.last_mut().expect("just pushed")
    }

    fn data(&mut self, at: u64, from: Side, bytes: &[u8], last: bool) {
        let flags = if last { ACK | PSH } else { ACK };
        let segment = self.control(at, from, flags);
        segment.payload = bytes.to_vec();
        segment.fresh = bytes.len();
        let len = u32::try_from(bytes.len()).expect("a segment");
        self.next[from as usize] = self.next[from as usize].wrapping_add(len);
        self.sent[from as usize] += 1;
    }

    /// Sends the segment just sent once more.
    fn repeat_last(&mut self, at: u64) {
        let last = self.segments.last().expect("a segment was sent");
        let (sequence, payload) = (last.sequence, last.payload.clone());
        let again = self.control(at, Side::Client, ACK);
        (again.sequence, again.payload) = (sequence, payload);
    }

    /// Counts a segment of the server that never came.
    fn skip(&mut self, len: usize) {
        self.next[1] = self.next[1].wrapping_add(u32::try_from(len).expect("a segment"));
        self.sent[1] += 1;
    }

    fn arrival(&mut self, wanted: u64) -> u64 {
        self.last_arrival = wanted.max(self.last_arrival + 15 * MICRO);
        self.last_arrival
    }

    /// What fits beside the time stamps.
    fn payload_limit(&self) -> usize {
        usize::from(self.shape.mss) - 12
    }

    /// When each of `count` segments goes out: spaced by the link, held back by the window.
    fn pace(&mut self, from: Side, count: usize, start: u64, spacing: u64) -> Vec<u64> {
        let credit = self.sent[from as usize];
        let mut times: Vec<u64> = Vec::with_capacity(count);
        let mut acked = 0;
        for k in 0..count {
            let mut at = times
                .last()
                .map_or(start, |&t| t + self.dice.jitter(spacing));
            let acked_at = |j: usize| times[(j | 1).min(k - 1)] + self.shape.round_trip;
            loop {
                while acked < k && acked_at(acked) <= at {
                    acked += 1;
                }
                if k - acked < (10 + credit + acked).min(MOST_IN_FLIGHT) {
                    break;
                }
                at = acked_at(acked);
            }
            times.push(at);
        }
        times
    }
}

struct Gap {
    start: u32,
    bytes: Vec<u8>,
    /// When it comes again.
    again: u64,
}
