//! Whether one thing (an address tag, a flow's ends, a text) is what a value asks for.

use std::net::IpAddr;

use super::Value;
use crate::evidence::protocol::Protocol;
use crate::evidence::tunnel::TunnelKind;
use crate::flow::model::Transport;
use crate::reference::data_type::DataType;
use crate::tag::data_type::grade::Presumed;
use crate::tag::model::{AddressTag, Place};
use crate::tag::party::Party;
use crate::tag::seat::Seat;

/// For `country:`.
pub(super) fn place(place: &Place, value: &Value) -> bool {
    match (place, value) {
        (_, Value::Group(group)) => place.group() == *group,
        (place, Value::Country(asked)) => place.country() == Some(*asked),
        (Place::Disputed(codes), Value::Between(asked)) => **codes == **asked,
        _ => false,
    }
}

/// For `seat:`.
pub(super) fn seat(tag: &AddressTag, value: &Value) -> bool {
    match value {
        Value::Country(asked) => tag.seat.country() == Some(*asked),
        Value::Unknown => tag.seat == Seat::NotKnown,
        Value::Group(group) => tag.seat == Seat::NotAsked && tag.place.group() == *group,
        _ => false,
    }
}

/// For `org:` and `asn:`.
pub(super) fn network(tag: &AddressTag, value: &Value) -> bool {
    match value {
        Value::Number(asn) => tag
            .network
            .as_ref()
            .is_some_and(|network| network.asn == *asn),
        _ => text(organisation(tag), value),
    }
}

/// For `asn:none`.
pub(super) fn no_network(tag: &AddressTag) -> bool {
    tag.network.is_none()
}

/// Who runs an address.
pub(super) fn organisation(tag: &AddressTag) -> Option<&str> {
    tag.network.as_ref()?.organisation.as_deref()
}

/// For texts that may be missing.
pub(super) fn text(text: Option<&str>, value: &Value) -> bool {
    match (text, value) {
        (None, Value::Unknown) => true,
        (Some(text), Value::Part(part)) => text.to_lowercase().contains(part.as_str()),
        (Some(text), Value::Exactly(whole)) => text.to_lowercase() == *whole,
        (Some(text), Value::Pattern(pattern)) => pattern.is_in(text),
        _ => false,
    }
}

/// For `proto:`.
pub(super) fn protocol(stack: &[Protocol], transport: Transport, value: &Value) -> bool {
    match value {
        Value::App(asked) => stack.contains(asked),
        Value::Only(asked) => stack.last() == Some(asked),
        Value::Transport(asked) => transport == *asked,
        Value::Unrecognised(asked) => stack.is_empty() && transport == *asked,
        _ => false,
    }
}

/// For `type:`.
pub(super) fn presumed(data: Presumed, value: &Value) -> bool {
    let any = |holds: &dyn Fn(DataType) -> bool| {
        let both = [data.first, data.second];
        both.into_iter().flatten().any(holds)
    };
    match value {
        Value::Unknown => data.first.is_none(),
        Value::Type(asked) => any(&|one| one == *asked),
        Value::TypeFirst(asked) => data.first == Some(*asked),
        Value::TypeGroup(asked) => any(&|one| one.group() == *asked),
        Value::Part(_) => any(&|one| text(Some(one.label()), value)),
        _ => false,
    }
}

/// For `party:`.
pub(super) fn party(party: Option<Party>, value: &Value) -> bool {
    match value {
        Value::Unknown => party.is_none(),
        Value::Party(asked) => party == Some(*asked),
        _ => false,
    }
}

/// For `tunnel:`.
pub(super) fn tunnel(kind: Option<TunnelKind>, value: &Value) -> bool {
    match value {
        Value::Unknown => kind.is_none(),
        Value::AnyTunnel => kind.is_some(),
        Value::Tunnel(asked) => kind == Some(*asked),
        _ => false,
    }
}

/// For `port:`.
pub(super) fn number(number: u32, value: &Value) -> bool {
    match value {
        Value::Number(asked) => number == *asked,
        Value::Numbers(least, most) => (*least..=*most).contains(&number),
        _ => false,
    }
}

/// For `ip:`.
pub(super) fn address(ip: IpAddr, value: &Value) -> bool {
    match (ip, value) {
        (IpAddr::V4(ip), Value::Range(IpAddr::V4(range), bits)) => {
            let free = 32_u32.saturating_sub(u32::from(*bits));
            let differs = u32::from(ip) ^ u32::from(*range);
            differs.checked_shr(free).unwrap_or(0) == 0
        }
        (IpAddr::V6(ip), Value::Range(IpAddr::V6(range), bits)) => {
            let free = 128_u32.saturating_sub(u32::from(*bits));
            let differs = u128::from(ip) ^ u128::from(*range);
            differs.checked_shr(free).unwrap_or(0) == 0
        }
        _ => false,
    }
}
