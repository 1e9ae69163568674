//! Address → the country in which its block is registered: whose law its operator may answer to. It is no witness of a
//! place: a Singapore company's machines stand anywhere.

use std::net::IpAddr;

use super::country::CountryCode;
use super::special::reached_address;
use super::{Answering, Reference, TableKind};

/// Where a block of addresses is registered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeatAnswer {
    /// Country of the registration, as the regional registry has it.
    pub country: CountryCode,
    /// Index in [`Reference::tables`].
    pub table: usize,
}

impl Reference {
    /// The registration of the block that an address lies in. IPv4 addresses inside IPv6 ones are looked up as themselves.
    pub fn seat(&self, ip: IpAddr) -> Option<SeatAnswer> {
        let ip = reached_address(ip);
        let mut answers = self
            .of_kind(TableKind::Seat)
            .filter_map(|(table, answering)| {
                let Answering::Database(database) = answering else {
                    return None;
                };
                let country = database.seat(ip)?;
                Some(SeatAnswer { country, table })
            });
        answers.next()
    }

    /// The same tables without those of seats: what is placed must not change by it.
    #[cfg(test)]
    pub(crate) fn without_seats(mut self) -> Self {
        let kept: Vec<bool> = self
            .tables
            .iter()
            .map(|table| table.kind != TableKind::Seat)
            .collect();
        let mut keep = kept.iter();
        self.tables.retain(|_| *keep.next().unwrap());
        let mut keep = kept.iter();
        self.answering.retain(|_| *keep.next().unwrap());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_the_country_of_their_registration() {
        let reference = Reference::bundled().unwrap();
        let seat = |ip: &str| {
            reference
                .seat(ip.parse().unwrap())
                .map(|seat| seat.country.to_string())
        };
        for (ip, expected) in [
            // Amazon's in Ireland, registered in the United States.
            ("54.72.101.9", Some("US")),
            // Of Alibaba's network in Singapore.
            ("47.74.200.33", Some("US")),
            ("::ffff:54.72.101.9", Some("US")),
            ("2001:200::1", Some("JP")),
            ("1.0.1.0", Some("CN")),
            ("10.0.0.1", None),
            ("2001:db8::1", None),
        ] {
            assert_eq!(seat(ip).as_deref(), expected, "{ip}");
        }
        assert!(
            Reference::without_tables()
                .unwrap()
                .seat("1.0.1.0".parse().unwrap())
                .is_none()
        );
    }
}
