//! What the shape of a flow says: which way its bytes went, and when. Without a name it is never more than *weak*.

use super::signs::{Seen, Sign, Vote};
use crate::evidence::item::{Evidence, Fact};
use crate::evidence::protocol::Protocol;
use crate::flow::model::{Flow, Side, Transport};
use crate::flow::rhythm::Rhythm;
use crate::reference::data_type::DataType;
use crate::reference::rules::pack::Way;

/// Start values of METHOD §2.4.
const DIRECTION: f32 = 0.25;
const TIMING: f32 = 0.20;

/// A smaller flow shows its direction less surely; just enough for *weak*.
const SMALL_DIRECTION: f32 = 0.20;

/// Share of payload above which a flow is mostly sent, below one minus which it is mostly got.
const MOSTLY: f64 = 0.8;

/// Sent bytes from which a mostly sent flow looks like an upload.
const UPLOAD_BYTES: u64 = 100_000;

/// Received bytes from which a mostly received flow looks like delivery.
const DELIVERY_BYTES: u64 = 500_000;

/// The same for a small flow: a TLS handshake with its certificates is below 10 kB, an ordinary page above.
const SMALL_DELIVERY_BYTES: u64 = 20_000;

/// Share received that goes with delivery.
const DELIVERY_SHARE: f64 = 0.9;

/// Mean payload of the frames of a small delivery: what is fetched fills its packets, speech and readings do not.
const FILLED_FRAME_BYTES: u64 = 500;

/// Seconds that a quiet socket lasts.
const QUIET_SECONDS: i64 = 600;

/// Payload bytes a second below which a long flow is quiet.
const QUIET_BYTES_A_SECOND: u64 = 50;

/// Payload of a burst above which a beacon is more than a sign of life or a reading.
const BEACON_BYTES: u64 = 4_000;

/// Frames a second of one side of a call: speech is cut into pieces of 10 to 120 ms (RFC 3551 §4.2, RFC 6716 §2.1.4).
const CALL_RATE: std::ops::RangeInclusive<u64> = 8..=100;

/// Mean payload of a side of a call: between the smallest frame of speech with its headers and half a full packet.
const CALL_FRAME_BYTES: std::ops::RangeInclusive<u64> = 20..=700;

/// The quieter side of a call sends at least one frame for so many of the other.
const CALL_BALANCE: u64 = 4;

/// Which way the bytes go where a rule about the host is right, and what it speaks for.
pub type Expected = (Way, DataType);

/// What the votes of a host expect of the bytes.
pub fn expected(host: &[Vote<'_>]) -> Vec<Expected> {
    let ways = host.iter().filter_map(|one| match &one.sign {
        Sign::Host(rule, _) => Some((rule.direction?, one.data_type)),
        _ => None,
    });
    ways.collect()
}

/// Votes of the shape; `host` is what the name's rule expects.
pub(super) fn of<'a>(seen: Seen<'_>, host: &[Expected]) -> Vec<Vote<'a>> {
    let mut votes = Vec::new();
    direction(seen.flow, host, &mut votes);
    votes.extend(quiet(seen.flow));
    votes.extend(match seen.rhythm {
        Some(Rhythm::Regular {
            every_millis,
            bursts,
        }) => beacon(seen.flow, every_millis, bursts),
        Some(Rhythm::Repeated {
            every_millis,
            flows,
        }) => repeated(seen.flow, every_millis, flows),
        Some(Rhythm::Steady) => call(seen.flow, seen.own),
        None => None,
    });
    votes
}

fn vote<'a>(data_type: DataType, weight: f32, sign: Sign<'a>) -> Vote<'a> {
    Vote {
        data_type,
        weight,
        sign,
        frame: None,
    }
}

fn direction(flow: &Flow, host: &[Expected], votes: &mut Vec<Vote<'_>>) {
    let Some((share, percent)) = sent_share(flow) else {
        return;
    };
    let expected = host.iter().filter(|(way, _)| is_mostly(share, *way));
    let expected = expected.map(|(_, data_type)| *data_type);
    votes.extend(expected.map(|one| vote(one, DIRECTION, Sign::AsExpected(percent))));
    if share > MOSTLY && flow.sent() >= UPLOAD_BYTES {
        let sign = Sign::Sent(percent);
        votes.push(vote(DataType::UserContentUpload, DIRECTION, sign));
    } else if share < 1.0 - DELIVERY_SHARE
        && let Some(weight) = delivery(flow)
    {
        let sign = Sign::Sent(percent);
        votes.push(vote(DataType::ContentDelivery, weight, sign));
    }
}

/// Whether most bytes go this way.
fn is_mostly(share: f64, way: Way) -> bool {
    match way {
        Way::Up => share > MOSTLY,
        Way::Down => share < 1.0 - MOSTLY,
    }
}

/// Whether the bytes go as is expected; always, where nothing is.
pub(super) fn goes(flow: &Flow, expected: Option<Way>) -> bool {
    let share = sent_share(flow).map(|(share, _)| share);
    expected.is_none_or(|way| share.is_some_and(|share| is_mostly(share, way)))
}

/// Share of payload that was sent, also in percent.
fn sent_share(flow: &Flow) -> Option<(f64, u32)> {
    let sent = flow.sent();
    let total = sent.checked_add(flow.received())?;
    if total == 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no exact bytes")]
    let share = sent as f64 / total as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 100"
    )]
    Some((share, (share * 100.0).round() as u32))
}

/// How much a mostly received flow looks like delivery.
fn delivery(flow: &Flow) -> Option<f32> {
    let received = flow.received();
    let frames = flow.frames[flow.sending_side().other()];
    let is_filled = received / frames.max(1) >= FILLED_FRAME_BYTES;
    match received {
        DELIVERY_BYTES.. => Some(DIRECTION),
        SMALL_DELIVERY_BYTES.. if is_filled => Some(SMALL_DIRECTION),
        _ => None,
    }
}

fn seconds(flow: &Flow) -> Option<i64> {
    Some(flow.end?.nanos_since(flow.start?) / 1_000_000_000)
}

/// A socket that stays open with next to nothing on it waits to be pushed to.
fn quiet<'a>(flow: &Flow) -> Option<Vote<'a>> {
    let seconds = seconds(flow)?;
    let bytes = flow.payload_bytes.total();
    let most = u64::try_from(seconds)
        .ok()?
        .saturating_mul(QUIET_BYTES_A_SECOND);
    (seconds >= QUIET_SECONDS && bytes > 0 && bytes < most)
        .then(|| vote(DataType::ServiceConfig, TIMING, Sign::Quiet(seconds)))
}

/// Little at regular intervals: readings where it is mostly sent, else a sign of life that keeps a socket open.
fn beacon<'a>(flow: &Flow, every_millis: u64, bursts: u32) -> Option<Vote<'a>> {
    if flow.payload_bytes.total() / u64::from(bursts.max(1)) > BEACON_BYTES {
        return None;
    }
    let sign = Sign::Beacon(every_millis / 1_000, bursts);
    Some(vote(at_intervals(flow)?, TIMING, sign))
}

/// The same with a connection each time.
fn repeated<'a>(flow: &Flow, every_millis: u64, flows: u32) -> Option<Vote<'a>> {
    let sign = Sign::Repeated(every_millis / 1_000, flows);
    Some(vote(at_intervals(flow)?, TIMING, sign))
}

fn at_intervals(flow: &Flow) -> Option<DataType> {
    let (share, _) = sent_share(flow)?;
    Some(match share > MOSTLY {
        true => DataType::Diagnostics,
        false => DataType::ServiceConfig,
    })
}

/// Small datagrams both ways without a pause sound like a call. A game looks alike, so that this alone stays *weak*.
fn call<'a>(flow: &Flow, own: &[Evidence]) -> Option<Vote<'a>> {
    let is_other = |item: &Evidence| match item.fact {
        Fact::Speaks(protocol) => !matches!(
            protocol,
            Protocol::Stun | Protocol::Turn | Protocol::Dtls | Protocol::Rtp | Protocol::Rtcp
        ),
        _ => false,
    };
    if flow.transport != Transport::Udp || own.iter().any(is_other) {
        return None;
    }
    let seconds = u64::try_from(seconds(flow)?).ok().filter(|one| *one > 0)?;
    let rate = |side: Side| flow.frames[side] / seconds;
    let is_small = |side: Side| {
        let mean = flow.payload_bytes[side] / flow.frames[side].max(1);
        CALL_FRAME_BYTES.contains(&mean)
    };
    let (client, server) = (rate(Side::Client), rate(Side::Server));
    let (least, most) = (client.min(server), client.max(server));
    let is_call = CALL_RATE.contains(&most)
        && least.saturating_mul(CALL_BALANCE) >= most
        && is_small(Side::Client)
        && is_small(Side::Server);
    is_call.then(|| vote(DataType::MessagesCalls, TIMING, Sign::Call(most)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::frame::Time;
    use crate::flow::model::{FlowId, Sides};
    use crate::flow::testing::flow;
    use crate::tag::data_type::grade::{DataGrade, judge};

    /// What the shape alone is judged as.
    fn check(flow: &Flow, rhythm: Option<Rhythm>, want: Option<DataType>) {
        let own = &[];
        let asn = None;
        let seen = Seen {
            flow,
            own,
            rhythm,
            asn,
        };
        let votes = of(seen, &[]);
        let got = judge(&votes);
        let grade = want.map_or(DataGrade::None, |_| DataGrade::Weak);
        assert_eq!((got.first, got.grade), (want, grade), "{votes:?}");
    }

    fn counted(transport: Transport, frames: (u64, u64), bytes: (u64, u64), seconds: i64) -> Flow {
        let sides = |(client, server)| Sides { client, server };
        Flow {
            frames: sides(frames),
            payload_bytes: sides(bytes),
            end: Some(Time::from_nanos(seconds * 1_000_000_000)),
            ..flow(transport, 443)
        }
    }

    #[test]
    fn a_small_delivery_fills_its_packets() {
        let tcp = |frames, bytes| counted(Transport::Tcp, frames, bytes, 3);
        let delivery = Some(DataType::ContentDelivery);
        check(&tcp((10, 20), (900, 20_000)), None, delivery);
        check(&tcp((10, 20), (900, 19_999)), None, None);
        check(&tcp((10, 400), (900, 50_000)), None, None);
        check(&tcp((10, 20), (9_000, 30_000)), None, None);
        let upload = Some(DataType::UserContentUpload);
        check(&tcp((90, 20), (100_000, 900)), None, upload);
        check(&tcp((90, 20), (99_999, 900)), None, None);
    }

    #[test]
    fn regular_bursts_are_readings_or_signs_of_life() {
        let every = Some(Rhythm::Regular {
            every_millis: 30_000,
            bursts: 6,
        });
        let tcp = |bytes| counted(Transport::Tcp, (6, 6), bytes, 150);
        check(&tcp((900, 90)), every, Some(DataType::Diagnostics));
        check(&tcp((90, 90)), every, Some(DataType::ServiceConfig));
        check(&tcp((20_000, 9_000)), every, None);
        let again = Some(Rhythm::Repeated {
            every_millis: 60_000,
            flows: 5,
        });
        check(&tcp((900, 90)), again, Some(DataType::Diagnostics));
        check(&tcp((2_000, 2_300)), again, Some(DataType::ServiceConfig));
        let silent = counted(Transport::Tcp, (9, 9), (1_000, 1_000), 4_000);
        check(&silent, None, Some(DataType::ServiceConfig));
    }

    #[test]
    fn small_datagrams_both_ways_without_a_pause_are_a_call() {
        let steady = Some(Rhythm::Steady);
        let talk = Some(DataType::MessagesCalls);
        let udp = |frames, bytes| counted(Transport::Udp, frames, bytes, 10);
        check(&udp((500, 480), (80_000, 76_000)), steady, talk);
        check(&udp((500, 480), (80_000, 76_000)), None, None);
        check(&udp((500, 20), (80_000, 4_000)), steady, None);
        let tcp = counted(Transport::Tcp, (500, 480), (80_000, 76_000), 10);
        check(&tcp, steady, None);
        let quic = [Evidence {
            flow: FlowId(0),
            frame: 1,
            at: None,
            fact: Fact::Speaks(Protocol::Quic),
        }];
        assert!(call(&udp((500, 480), (80_000, 76_000)), &quic).is_none());
    }
}
