//! Things that tags point at get numbers: each distinct one once, in the order in which flows show it.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Subject;
use crate::evidence::protocol::Protocol;
use crate::tag::model::{AddressTag, TagTables};

/// What has a number already. Names come from captures: the hash is seeded anew for every run.
pub(super) type Numbers<T> = HashMap<T, u32, RandomState>;

/// The tables, and the number of each thing in them.
#[derive(Debug)]
pub(super) struct Numbered {
    pub tables: TagTables,
    /// What each entry of `tables.addresses` is about.
    pub destinations: Vec<Subject>,
    addresses: Numbers<Subject>,
    domains: Numbers<Arc<str>>,
    apps: Numbers<Arc<str>>,
    stacks: Numbers<Box<[Protocol]>>,
    owners: Numbers<(Arc<str>, Arc<str>)>,
}

impl Default for Numbered {
    /// The first stack is empty.
    fn default() -> Self {
        Self {
            tables: TagTables {
                stacks: vec![Box::default()],
                ..TagTables::default()
            },
            destinations: Vec::new(),
            addresses: Numbers::default(),
            domains: Numbers::default(),
            apps: Numbers::default(),
            stacks: Numbers::from_iter([(Box::default(), 0)]),
            owners: Numbers::default(),
        }
    }
}

impl Numbered {
    pub fn names_len(&self) -> u32 {
        u32::try_from(self.tables.names.len()).unwrap_or(u32::MAX)
    }

    pub fn known_address(&self, of: Subject) -> Option<u32> {
        self.addresses.get(&of).copied()
    }

    /// One that is not known yet.
    pub fn new_address(&mut self, of: Subject, tag: AddressTag) -> u32 {
        self.tables.addresses.push(tag);
        add(of, &mut self.destinations, &mut self.addresses)
    }

    /// Number of the network of an address.
    pub fn asn_of(&self, address: u32) -> Option<u32> {
        self.tables.addresses.get(address as usize)?.asn()
    }

    pub fn domain(&mut self, domain: &str) -> u32 {
        number(
            domain,
            || Arc::from(domain),
            &mut self.tables.domains,
            &mut self.domains,
        )
    }

    pub fn app(&mut self, app: &Arc<str>) -> u32 {
        number(
            app,
            || Arc::clone(app),
            &mut self.tables.apps,
            &mut self.apps,
        )
    }

    pub fn stack(&mut self, protocols: &[Protocol]) -> u32 {
        number(
            protocols,
            || Box::from(protocols),
            &mut self.tables.stacks,
            &mut self.stacks,
        )
    }

    pub fn owner(&mut self, owner: &(Arc<str>, Arc<str>)) -> u32 {
        number(
            owner,
            || owner.clone(),
            &mut self.tables.owners,
            &mut self.owners,
        )
    }
}

/// The number of something; a new one where it has none.
fn number<T, Q>(
    item: &Q,
    own: impl FnOnce() -> T,
    table: &mut Vec<T>,
    known: &mut Numbers<T>,
) -> u32
where
    T: Borrow<Q> + Clone + Eq + Hash,
    Q: Eq + Hash + ?Sized,
{
    match known.get(item) {
        Some(number) => *number,
        None => add(own(), table, known),
    }
}

/// Adds what a table does not have yet.
fn add<T: Clone + Eq + Hash>(item: T, table: &mut Vec<T>, known: &mut Numbers<T>) -> u32 {
    let index = u32::try_from(table.len()).unwrap_or(u32::MAX);
    table.push(item.clone());
    known.insert(item, index);
    index
}
