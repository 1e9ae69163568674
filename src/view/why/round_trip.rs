//! "How far away can it be?": the fastest reply of the destination, the distance that it allows, and what that rules out.

use super::{Asked, question, reason};
use crate::tag::model::{AddressTag, Place};
use crate::tag::round_trip::Says;
use crate::tag::round_trip::bound::{Bound, Leg};
use crate::tag::round_trip::refute::{Anchor, Origin, Refuted};
use crate::view::amount::count;
use crate::view::place::countries;
use crate::view::screen::{WhyQuestion, WhyReason};

/// The question, where an answer of the destination was timed.
pub(super) fn how_far_question(asked: &Asked, address: &AddressTag) -> Option<WhyQuestion> {
    let tag = address.round_trip.as_ref()?;
    let mut reasons = vec![fastest(&tag.bound)];
    match &tag.says {
        Says::Off => {
            let off = tag.off(&asked.analysis.tables);
            let why = off.map_or_else(String::new, |off| format!(": {}", off.label()));
            let words = format!("Nothing is concluded from round trips of this capture{why}");
            reasons.push(reason(words, ""));
        }
        Says::NoOrigin => {
            reasons.push(at_most(&tag.bound));
            reasons.push(reason(
                "Say where it was captured, and countries farther away are ruled out",
                "",
            ));
        }
        Says::Checked { from, refuted } => {
            reasons.push(at_most(&tag.bound));
            reasons.extend(refuted.iter().map(|refuted| was_not_there(*from, refuted)));
            reasons.extend(conflict(address));
            reasons.extend(doubts(address, &tag.bound));
            reasons.push(reason(
                "This says nothing about where the data went next",
                "",
            ));
        }
    }
    Some(question("How far away can it be?", "", reasons))
}

fn fastest(bound: &Bound) -> WhyReason {
    let sample = bound.sample;
    let (from, to) = sample.frames;
    reason(
        format!("Fastest reply {}", millis(sample.micros)),
        format!(
            "{}, frames {} – {}",
            sample.leg.label(),
            count(from),
            count(to)
        ),
    )
}

fn at_most(bound: &Bound) -> WhyReason {
    reason(
        format!(
            "The machine that answered was at most {} away (fibre) or {} (light in vacuum, {} allowance)",
            km(bound.fibre_km()),
            km(bound.vacuum_km()),
            millis(bound.allowance_micros)
        ),
        "",
    )
}

fn was_not_there(from: Origin, refuted: &Refuted) -> WhyReason {
    let place = match (from, &refuted.seen_from) {
        (_, Some(anchor)) => seen_from(anchor),
        (Origin::Place(place), None) => format!("the place you entered ({})", place.label()),
        (Origin::Hosts, None) => "other hosts of this capture".to_owned(),
    };
    let begins = tens(refuted.begins_km);
    let text = format!(
        "{} begins about {begins} km from {place}, so this machine was not there",
        refuted.country.name()
    );
    let source = match refuted.is_beyond_light {
        true => "farther than light in vacuum comes",
        false => "farther than light in fibre comes",
    };
    reason(text, source)
}

fn seen_from(anchor: &Anchor) -> String {
    format!(
        "{}, which names its own region ({}) and was itself at most {} away",
        anchor.host,
        anchor.country.name(),
        km(anchor.bound.fibre_km())
    )
}

/// Where nothing is left of what the witnesses name.
fn conflict(address: &AddressTag) -> Option<WhyReason> {
    let Place::Disputed(codes) = &address.place else {
        return None;
    };
    let nothing_is_left = codes.iter().all(|code| address.rules_out(*code));
    nothing_is_left.then(|| {
        let named = countries(codes);
        let words = format!("That leaves none of what is named ({named}): the place is disputed");
        reason(words, "")
    })
}

fn doubts(address: &AddressTag, bound: &Bound) -> Vec<WhyReason> {
    let mut doubts = Vec::new();
    if let Place::ManyPlaces(_) = address.place {
        let words = "It bounds the one of many machines with this address that answered here";
        doubts.push(reason(words, ""));
    }
    if bound.sample.leg == Leg::Tcp {
        let words = "A proxy on the way may have answered the TCP handshake; no TLS or QUIC handshake was timed";
        doubts.push(reason(words, ""));
    }
    doubts
}

/// `0.01 ms`, `12.3 ms`, `214 ms`.
fn millis(micros: u32) -> String {
    let millis = f64::from(micros) / 1_000.0;
    match micros {
        0..1_000 => format!("{millis:.2} ms"),
        1_000..100_000 => format!("{millis:.1} ms"),
        _ => format!("{millis:.0} ms"),
    }
}

fn km(km: f64) -> String {
    format!("{} km", count(km.round() as u64))
}

fn tens(km: u32) -> String {
    count(u64::from(km / 10 * 10))
}
