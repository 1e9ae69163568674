//! Pieces that were tagged beside each other become one: what several know of gets one number, in the order in which the
//! flows show it, as if one had tagged them all.

use std::net::IpAddr;

use super::numbered::Numbered;
use super::{Piece, Subject, Tagging};
use crate::tag::model::{TagTables, Tags};
use crate::tag::round_trip::check::check;

/// Pieces, joined in the order of their flows.
#[derive(Debug, Default)]
pub struct Joined {
    tags: Vec<Tags>,
    numbered: Numbered,
}

impl Joined {
    /// Adds the flows that follow.
    pub fn add(&mut self, piece: Piece) {
        let Piece { mut tags, numbered } = piece;
        let own = &mut self.numbered;
        let names = own.names_len();
        let mut tables = numbered.tables;
        let addresses = numbered.destinations.into_iter().zip(tables.addresses);
        let addresses = numbers(addresses, |(of, tag)| match own.known_address(of) {
            Some(known) => known,
            None => own.new_address(of, tag),
        });
        let domains = numbers(&tables.domains, |domain| own.domain(domain));
        let apps = numbers(&tables.apps, |app| own.app(app));
        let stacks = numbers(&tables.stacks, |stack| own.stack(stack));
        let owners = numbers(&tables.owners, |owner| own.owner(owner));
        for tags in &mut tags {
            tags.names = (
                tags.names.0.saturating_add(names),
                tags.names.1.saturating_add(names),
            );
            tags.address = of(&addresses, tags.address);
            tags.domain = tags.domain.map(|at| of(&domains, at));
            tags.stack = of(&stacks, tags.stack);
            tags.app = tags.app.map(|at| of(&apps, at));
            tags.owner = tags.owner.map(|at| of(&owners, at));
        }
        own.tables.names.append(&mut tables.names);
        self.tags.append(&mut tags);
    }

    /// The tags of all flows, and what they point into, after the light-speed check.
    pub fn checked(self, tagging: &Tagging<'_>) -> (Vec<Tags>, TagTables) {
        let Numbered {
            mut tables,
            destinations,
            ..
        } = self.numbered;
        let hosts = destinations.into_iter().map(|subject| match subject {
            Subject::Remote(ip, _) => Some(ip),
            Subject::Local | Subject::BetweenRemotes(_) => None,
        });
        let hosts: Vec<Option<IpAddr>> = hosts.collect();
        check(&tagging.timed(), &self.tags, &hosts, &mut tables);
        tables.first_day = tagging.first_day;
        (self.tags, tables)
    }
}

/// The number that each thing of a piece has in the whole.
fn numbers<T>(things: impl IntoIterator<Item = T>, number: impl FnMut(T) -> u32) -> Vec<u32> {
    things.into_iter().map(number).collect()
}

fn of(numbers: &[u32], at: u32) -> u32 {
    numbers.get(at as usize).copied().unwrap_or(u32::MAX)
}
