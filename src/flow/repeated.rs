//! Flows of one client to one server become repetitions: they carry about the same and begin at regular intervals, as
//! polling does and signs of life that open a connection each time.

use std::hash::BuildHasher;
use std::net::IpAddr;

use foldhash::fast::FixedState;

use super::model::{Endpoint, Flow, FlowId, Side, Transport};
use super::rhythm::{MIN_BURSTS, Rhythm, even_mean};
use crate::capture::frame::{CaptureIndex, Time};

/// Mean interval from which flows begin apart: a page opens several connections at once.
const MIN_INTERVAL_NANOS: f64 = 1e9;

/// Payload bytes above which a flow is more than a sign of life: a TLS handshake with its certificates is below.
const MOST_BYTES: u64 = 10_000;

/// Flows are alike where each side's payload differs from the middle one by no more than this part.
const ALIKE_PART: u64 = 10;

/// Bits of the hash that choose a counter: a million counters of one byte stay in the processor's cache.
const COUNTER_BITS: u32 = 20;

/// Who talks to whom; the client's port is another each time.
#[derive(PartialEq, Eq, Hash)]
struct Pair(CaptureIndex, Transport, IpAddr, Endpoint);

impl Pair {
    fn of(flow: &Flow) -> Self {
        Self(flow.capture, flow.transport, flow.client.ip, flow.server)
    }
}

/// A flow that may repeat others: the hash of its pair, its number, when it began.
type Candidate = (u64, FlowId, Time);

/// The flows that repeat others, in the order of their numbers. `flows` are in the order of their first frames.
pub(super) fn repeated(flows: &[Flow]) -> Vec<(FlowId, Rhythm)> {
    let candidates = candidates(flows);
    let mut found = Vec::new();
    for same in candidates.chunk_by(|one, other| one.0 == other.0) {
        let flow = |id: FlowId| flows.get(id.0 as usize);
        let group: Vec<(FlowId, Time, &Flow)> = same
            .iter()
            .filter_map(|(_, id, start)| Some((*id, *start, flow(*id)?)))
            .collect();
        let alike = alike(&group);
        if let Some(rhythm) = rhythm(&alike) {
            found.extend(alike.iter().map(|(id, _)| (*id, rhythm)));
        }
    }
    found.sort_unstable_by_key(|(id, _)| *id);
    found
}

/// Small flows whose pair has enough of them, by pair and number. Two pairs with one hash (once in 10¹⁹) are one.
fn candidates(flows: &[Flow]) -> Vec<Candidate> {
    let hasher = FixedState::default();
    let counter = |hash: u64| (hash >> (u64::BITS - COUNTER_BITS)) as usize;
    let mut counters = vec![0_u8; 1 << COUNTER_BITS];
    let mut small = Vec::new();
    for (id, flow) in (0_u32..).zip(flows) {
        let (bytes, Some(start)) = (flow.payload_bytes.total(), flow.start) else {
            continue;
        };
        if bytes > 0 && bytes <= MOST_BYTES {
            let hash = hasher.hash_one(Pair::of(flow));
            if let Some(count) = counters.get_mut(counter(hash)) {
                *count = count.saturating_add(1);
            }
            small.push((hash, FlowId(id), start));
        }
    }
    let enough = |hash: u64| {
        let count = counters.get(counter(hash)).copied();
        count.is_some_and(|count| u32::from(count) >= MIN_BURSTS)
    };
    small.retain(|(hash, ..)| enough(*hash));
    small.sort_unstable();
    small
}

/// Those of a group that carry about what the middle one carries, each way; with when they began.
fn alike(group: &[(FlowId, Time, &Flow)]) -> Vec<(FlowId, Time)> {
    let middle = |side: Side| {
        let mut bytes: Vec<u64> = group
            .iter()
            .map(|(_, _, flow)| flow.payload_bytes[side])
            .collect();
        bytes.sort_unstable();
        bytes.get(bytes.len() / 2).copied().unwrap_or(0)
    };
    let (client, server) = (middle(Side::Client), middle(Side::Server));
    let is_near = |bytes: u64, middle: u64| bytes.abs_diff(middle) <= middle / ALIKE_PART;
    let near = group.iter().filter(|(_, _, flow)| {
        is_near(flow.payload_bytes.client, client) && is_near(flow.payload_bytes.server, server)
    });
    near.map(|(id, start, _)| (*id, *start)).collect()
}

/// The interval between the beginnings, where it is even.
fn rhythm(alike: &[(FlowId, Time)]) -> Option<Rhythm> {
    let mut starts: Vec<Time> = alike.iter().map(|(_, start)| *start).collect();
    starts.sort_unstable();
    let flows = u32::try_from(starts.len()).unwrap_or(u32::MAX);
    let (mut sum, mut squares) = (0.0, 0.0);
    for pair in starts.windows(2) {
        let [before, after] = pair else { continue };
        #[expect(clippy::cast_precision_loss, reason = "an interval for people")]
        let interval = after.nanos_since(*before) as f64;
        sum += interval;
        squares += interval * interval;
    }
    let intervals = flows.checked_sub(1)?;
    let mean = even_mean(sum, squares, intervals)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a positive mean of differences of 64 bits, for people"
    )]
    (mean >= MIN_INTERVAL_NANOS).then(|| Rhythm::Repeated {
        every_millis: (mean / 1e6) as u64,
        flows,
    })
}

#[cfg(test)]
mod tests {
    use super::super::model::Sides;
    use super::super::testing::flow;
    use super::*;

    /// How many of the flows repeat others, and how: each given as when it began and what each side sent.
    fn check(flows: &[(i64, u64, u64)], want: Option<(usize, Rhythm)>) {
        let made = flows.iter().map(|(millis, client, server)| Flow {
            start: Some(Time::from_nanos(millis * 1_000_000)),
            payload_bytes: Sides {
                client: *client,
                server: *server,
            },
            ..flow(Transport::Tcp, 443)
        });
        let found = repeated(&made.collect::<Vec<Flow>>());
        let first = found.first().map(|(_, rhythm)| (found.len(), *rhythm));
        assert_eq!(first, want, "{flows:?}");
    }

    fn every(millis: i64, count: i64) -> Vec<(i64, u64, u64)> {
        (0..count).map(|n| (n * millis, 2_037, 2_314)).collect()
    }

    #[test]
    fn flows_alike_at_even_intervals_repeat_each_other() {
        let again = |every_millis, flows| Rhythm::Repeated {
            every_millis,
            flows,
        };
        check(&every(2_013, 6), Some((6, again(2_013, 6))));
        check(&every(2_013, 4), None);
        check(&every(20, 60), None);
        // One that carries more, between them, is another matter.
        let mut with_other = every(60_000, 5);
        with_other.insert(2, (61_000, 9_000, 300));
        check(&with_other, Some((5, again(60_000, 5))));
        let large: Vec<_> = every(2_013, 6)
            .iter()
            .map(|one| (one.0, 9_000, 9_000))
            .collect();
        check(&large, None);
        let uneven = [0, 5, 60, 61, 200, 210].map(|seconds| (seconds * 1_000, 400, 400));
        check(&uneven, None);
        check(&[], None);
    }

    #[test]
    fn a_clock_that_goes_back_is_survived() {
        let far = i64::MAX / 1_000_000;
        let jumps = [far, -far, far, -far, 0, 1].map(|at| (at, 10, 10));
        check(&jumps, None);
    }
}
