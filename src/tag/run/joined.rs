//! Pieces that were tagged beside each other become one: what several know of gets one number, in the order in which the
//! flows show it, as if one had tagged them all.

use std::hash::Hash;
use std::sync::Arc;

use super::{Numbers, Piece, Subject, intern};
use crate::evidence::protocol::Protocol;
use crate::tag::model::{TagTables, Tags};

/// Pieces, joined in the order of their flows.
#[derive(Debug, Default)]
pub struct Joined {
    tags: Vec<Tags>,
    tables: TagTables,
    destinations: Vec<Subject>,
    addresses: Numbers<Subject>,
    domains: Numbers<Arc<str>>,
    apps: Numbers<Arc<str>>,
    stacks: Numbers<Box<[Protocol]>>,
    owners: Numbers<(Arc<str>, Arc<str>)>,
}

impl Joined {
    /// Adds the flows that follow.
    pub fn add(&mut self, mut piece: Piece) {
        let mut tables = piece.tables;
        let names = u32::try_from(self.tables.names.len()).unwrap_or(u32::MAX);
        let known = self.destinations.len();
        let addresses = renumber(
            &piece.destinations,
            &mut self.destinations,
            &mut self.addresses,
        );
        let is_new = addresses.iter().map(|number| *number as usize >= known);
        let new = tables.addresses.into_iter().zip(is_new);
        let new = new.filter_map(|(tag, is_new)| is_new.then_some(tag));
        self.tables.addresses.extend(new);
        let own = &mut self.tables;
        let domains = renumber(&tables.domains, &mut own.domains, &mut self.domains);
        let apps = renumber(&tables.apps, &mut own.apps, &mut self.apps);
        let stacks = renumber(&tables.stacks, &mut own.stacks, &mut self.stacks);
        let owners = renumber(&tables.owners, &mut own.owners, &mut self.owners);
        for tags in &mut piece.tags {
            tags.names = (
                tags.names.0.saturating_add(names),
                tags.names.1.saturating_add(names),
            );
            tags.address = number(&addresses, tags.address);
            tags.domain = tags.domain.map(|at| number(&domains, at));
            tags.stack = number(&stacks, tags.stack);
            tags.app = tags.app.map(|at| number(&apps, at));
            tags.owner = tags.owner.map(|at| number(&owners, at));
        }
        self.tables.names.append(&mut tables.names);
        self.tags.append(&mut piece.tags);
    }

    /// The tags of all flows, and what they point into.
    pub fn into_parts(mut self) -> (Vec<Tags>, TagTables) {
        if self.tables.stacks.is_empty() {
            self.tables.stacks.push(Box::default());
        }
        (self.tags, self.tables)
    }
}

/// The number in `table` of each item of a piece.
fn renumber<T: Clone + Eq + Hash>(
    items: &[T],
    table: &mut Vec<T>,
    known: &mut Numbers<T>,
) -> Vec<u32> {
    let numbered = items.iter().map(|item| match known.get(item) {
        Some(number) => *number,
        None => intern(item.clone(), table, known),
    });
    numbered.collect()
}

fn number(numbers: &[u32], at: u32) -> u32 {
    numbers.get(at as usize).copied().unwrap_or(u32::MAX)
}
