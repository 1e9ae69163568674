//! The seat of whoever runs an address: the country in which its block is registered. It says whose law the operator may
//! answer to. It is kept apart from the place of the machine, and nothing that weighs places or verdicts reads it.

use std::net::IpAddr;

use super::model::PlaceGroup;
use crate::reference::Reference;
use crate::reference::country::CountryCode;
use crate::reference::seat::SeatAnswer;

/// Where a destination's block of addresses is registered, or why that cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// A registry has it under this country.
    Registered(SeatAnswer),
    /// No table has a registration for the address.
    NotKnown,
    /// It is no destination outside: local, reserved, or between remote hosts.
    NotAsked,
}

/// Parts of the ledger that have no seat: what is in them is no destination outside.
pub const WITHOUT_SEAT: [PlaceGroup; 3] = [
    PlaceGroup::Local,
    PlaceGroup::Reserved,
    PlaceGroup::BetweenRemotes,
];

impl Seat {
    /// Of one destination.
    pub fn of(ip: IpAddr, reference: &Reference) -> Self {
        reference.seat(ip).map_or(Seat::NotKnown, Seat::Registered)
    }

    /// The country, where one is known.
    pub fn country(self) -> Option<CountryCode> {
        self.answer().map(|answer| answer.country)
    }

    /// The registration, where one is known.
    pub fn answer(self) -> Option<SeatAnswer> {
        match self {
            Seat::Registered(answer) => Some(answer),
            Seat::NotKnown | Seat::NotAsked => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::country::address_tag;
    use crate::tag::model::AddressTag;

    /// Every eighth /16 of IPv4, and every sixteenth /20 of what is given out of IPv6.
    fn sample() -> impl Iterator<Item = IpAddr> {
        let v4 = (0..0x2000_u32).map(|at| IpAddr::V4(((at << 19) | 0x0a21).into()));
        let v6 = (0..0x2000_u128).map(|at| IpAddr::V6(((1 << 125) | at << 112 | 1).into()));
        v4.chain(v6)
    }

    #[test]
    fn a_seat_is_no_witness_of_a_place() {
        let with = Reference::bundled().unwrap();
        let without = Reference::bundled().unwrap().without_seats();
        let tag =
            |ip, reference: &Reference| address_tag(ip, &[], &reference.leading(None), reference);
        let mut elsewhere = 0;
        for ip in sample() {
            let (one, other) = (tag(ip, &with), tag(ip, &without));
            assert_eq!(other.seat.country(), None, "{ip}");
            let seat = one.seat.country();
            elsewhere += u32::from(
                seat.is_some() && one.place.country().is_some() && seat != one.place.country(),
            );
            let apart = AddressTag {
                seat: other.seat,
                ..one
            };
            assert_eq!(apart, other, "{ip}");
        }
        assert!(elsewhere > 100, "only {elsewhere} seats differ from places");
    }
}
