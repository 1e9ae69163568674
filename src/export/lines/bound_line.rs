//! Round trips as JSON: what one flow shows, and what the fastest answer of its destination says of how far away it was.

use std::net::IpAddr;

use serde::Serialize;

use crate::evidence::item::Evidence;
use crate::flow::model::{Flow, FlowId};
use crate::tag::model::{AddressTag, TagTables};
use crate::tag::round_trip::Says;
use crate::tag::round_trip::bound::{Bound, Sample};
use crate::tag::round_trip::gate::Off;
use crate::tag::round_trip::measured::{inside_sample, tcp_sample};
use crate::tag::round_trip::refute::{Origin, Refuted};

/// The fastest answer that one flow shows.
#[derive(Serialize)]
pub struct Rtt {
    min_micros: u32,
    from: &'static str,
    samples: usize,
    frames: (u64, u64),
}

impl Rtt {
    /// Of a flow and its evidence.
    pub fn of(flow: FlowId, about: &Flow, own: &[Evidence]) -> Option<Self> {
        let samples = [tcp_sample(flow, about), inside_sample(flow, about, own)];
        let samples = || samples.iter().flatten();
        let fastest = samples().min_by_key(|sample| sample.micros)?;
        Some(Self {
            min_micros: fastest.micros,
            from: fastest.leg.token(),
            samples: samples().count(),
            frames: fastest.frames,
        })
    }
}

/// How far away the machine that answered can have been.
#[derive(Serialize)]
pub struct BoundLine<'a> {
    #[serde(flatten)]
    bound: BoundPart,
    /// The flow that shows the answer.
    flow: u32,
    frames: (u64, u64),
    #[serde(skip_serializing_if = "Option::is_none")]
    measured_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refuted: Option<Vec<RefutedLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    off: Option<OffLine>,
}

#[derive(Serialize)]
struct BoundPart {
    rtt_micros: u32,
    from: &'static str,
    allowance_micros: u32,
    fibre_km: u32,
    vacuum_km: u32,
}

/// A country in which the machine was not.
#[derive(Serialize)]
struct RefutedLine<'a> {
    country: &'a str,
    begins_km: u32,
    beyond: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_from: Option<SeenFrom<'a>>,
}

/// The host that names its own region.
#[derive(Serialize)]
struct SeenFrom<'a> {
    host: IpAddr,
    country: &'a str,
    #[serde(flatten)]
    bound: BoundPart,
}

/// Why nothing follows from it.
#[derive(Serialize)]
struct OffLine {
    rule: &'static str,
    says: String,
}

impl<'a> BoundLine<'a> {
    /// Of the destination of a flow.
    pub fn of(address: &'a AddressTag, tables: &TagTables) -> Option<Self> {
        let tag = address.round_trip.as_ref()?;
        let sample: Sample = tag.bound.sample;
        let (measured_from, refuted) = match &tag.says {
            Says::Checked { from, refuted } => {
                let lines = refuted.iter().map(RefutedLine::of).collect();
                (Some(origin(*from)), Some(lines))
            }
            Says::Off | Says::NoOrigin => (None, None),
        };
        Some(Self {
            bound: BoundPart::of(&tag.bound),
            flow: sample.flow.0,
            frames: sample.frames,
            measured_from,
            refuted,
            off: tag.off(tables).map(OffLine::of),
        })
    }
}

/// As `--place` reads it, or that hosts tell it.
fn origin(from: Origin) -> String {
    match from {
        Origin::Place(place) => place.to_string(),
        Origin::Hosts => "hosts".to_owned(),
    }
}

impl BoundPart {
    fn of(bound: &Bound) -> Self {
        Self {
            rtt_micros: bound.sample.micros,
            from: bound.sample.leg.token(),
            allowance_micros: bound.allowance_micros,
            fibre_km: bound.fibre_km().round() as u32,
            vacuum_km: bound.vacuum_km().round() as u32,
        }
    }
}

impl<'a> RefutedLine<'a> {
    fn of(refuted: &'a Refuted) -> Self {
        Self {
            country: refuted.country.as_str(),
            begins_km: refuted.begins_km,
            beyond: match refuted.is_beyond_light {
                true => "vacuum",
                false => "fibre",
            },
            seen_from: refuted.seen_from.as_ref().map(|anchor| SeenFrom {
                host: anchor.host,
                country: anchor.country.as_str(),
                bound: BoundPart::of(&anchor.bound),
            }),
        }
    }
}

impl OffLine {
    fn of(off: &Off) -> Self {
        Self {
            rule: off.token(),
            says: off.label(),
        }
    }
}
