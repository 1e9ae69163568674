//! Tables about the world, each with its date: address → countries, network, shared range; code → name, shape, place.
//!
//! A table only says what it says. Which table to believe, and how far, is decided by `tag`. Nothing here knows flows.
//! The tables are bundled (see `assets/README.md`) or come from a file of the user; nothing is fetched.

pub mod age;
pub mod airports;
pub mod backends;
pub mod country;
pub mod data_type;
pub mod database;
pub mod distance;
pub mod edges;
pub mod fault;
pub mod lists;
pub mod meshes;
pub mod nearest;
pub mod network;
pub mod prefix;
pub mod projection;
pub mod regions;
pub mod pack_file;
pub mod rules;
pub mod seat;
pub mod shared;
pub mod special;
mod tsv;
pub mod world;

mod bundled;
mod error;
pub mod provenance;

use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;

use self::country::CountryCode;
use self::database::Database;
use self::distance::Distances;
use self::edges::{EdgeNetwork, EdgeNetworks};
pub use self::error::ReferenceError;
use self::fault::Fault;
use self::network::NetworkAnswer;
use self::pack_file::{is_rule_pack, pack_text};
use self::prefix::{Prefix, PrefixMap};
pub use self::provenance::Provenance;
use self::regions::{Region, RegionId, Regions};
use self::rules::Rules;
use self::rules::known::KnownValues;
use self::shared::{SharedRange, SharedRanges};
use self::special::reached_address;

/// All tables about addresses. Build it once, share it in an `Arc`: it is `Send` and `Sync`.
#[derive(Debug)]
pub struct Reference {
    tables: Vec<TableInfo>,
    /// One a table, in the same order. A file that knows countries and networks is two tables with one database.
    answering: Vec<Answering>,
    shared: SharedRanges,
    edges: EdgeNetworks,
    regions: Regions,
    rules: Rules,
    /// Made when it is asked for first.
    distances: OnceLock<Option<Distances>>,
}

/// What a table looks its answers up in.
#[derive(Debug)]
enum Answering {
    Database(Arc<Database>),
    Countries(PrefixMap<CountryCode>),
    /// Its rows are among the shared ranges.
    Shared,
}

/// What is shown of a table wherever it is cited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableInfo {
    /// Short and stable, for files: `dbip`, `ipfire`, `asn`, `user-1`.
    pub token: String,
    /// For people: the publisher's name of the table.
    pub title: String,
    /// Day of the data, `YYYY-MM-DD`.
    pub dated: String,
    /// SHA-256 of the file: of the packed one in `assets/geo/` for a bundled table, else of the user's file.
    pub sha256: String,
    /// Short name of the licence, or that the user supplied it.
    pub licence: String,
    /// The sentence that the licence asks for; for a user's file what the file says of itself.
    pub attribution: String,
    /// Who observed it.
    pub provenance: Provenance,
    /// What it answers.
    pub kind: TableKind,
    /// Whether the user added it.
    pub user: bool,
}

/// What a table answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableKind {
    /// Address → country.
    Country,
    /// Address → autonomous system and its organisation.
    Network,
    /// Address → country of the region that a cloud publishes for it.
    Region,
    /// Addresses at many places.
    Shared,
    /// Address → country in which its block is registered. It places nothing.
    Seat,
}

/// What one country table says of one address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CountryAnswer {
    /// Index in [`Reference::tables`].
    pub table: usize,
    /// `None`: the table holds no country for this address, or its record could not be read (see
    /// [`Reference::unreadable`]).
    pub says: Option<CountryCode>,
}

/// Records of one table that could not be read; each was taken as "no answer".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// Index in [`Reference::tables`].
    pub table: usize,
    /// How many look-ups met such a record.
    pub count: u64,
    /// What the first one was.
    pub first: String,
}

fn broken_pack(errors: Vec<Fault>) -> ReferenceError {
    ReferenceError::Bundled {
        name: "rules",
        what: errors.first().map_or_else(String::new, ToString::to_string),
    }
}

impl Reference {
    /// Unpacks the bundled tables, each on a thread of its own, while the rules are compiled.
    pub fn bundled() -> Result<Self, ReferenceError> {
        let (unpacked, rules) = thread::scope(|scope| {
            let unpacking = scope.spawn(bundled::unpack);
            let rules = Rules::bundled();
            let unpacked = unpacking.join();
            let unpacked = unpacked.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (unpacked, rules)
        });
        let unpacked = unpacked?.into_iter();
        let unpacked = unpacked.map(|(table, database)| (table, Answering::Database(database)));
        let (tables, answering) = unpacked.unzip();
        Ok(Self {
            tables,
            answering,
            shared: SharedRanges::bundled()?,
            edges: EdgeNetworks::bundled()?,
            regions: Regions::bundled()?,
            rules: rules.map_err(broken_pack)?,
            distances: OnceLock::new(),
        })
    }

    /// No tables yet, only the published ranges of addresses at many places: for the user's tables alone.
    pub fn without_tables() -> Result<Self, ReferenceError> {
        Ok(Self {
            tables: Vec::new(),
            answering: Vec::new(),
            shared: SharedRanges::bundled()?,
            edges: EdgeNetworks::bundled()?,
            regions: Regions::bundled()?,
            rules: Rules::bundled().map_err(broken_pack)?,
            distances: OnceLock::new(),
        })
    }

    /// Curated rules about hosts and content.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Adds rules of the user's, which win over the bundled ones, or values that are known to be theirs.
    ///
    /// # Errors
    /// The file cannot be read, or everything that is wrong with it; nothing of it is used then.
    pub fn add_user_rules(&mut self, path: &Path) -> Result<(), ReferenceError> {
        let text = pack_text(path)?;
        let added = match KnownValues::is_written_in(&text) {
            true => self.rules.add_known(&text),
            false => self.rules.add(&text, true),
        };
        added.map_err(|errors| ReferenceError::Rules {
            path: path.to_owned(),
            errors,
        })
    }

    /// Adds a file of the user's: rules where it ends in `.toml`, a list of networks where it is text, else a database.
    ///
    /// # Errors
    /// As `add_user_rules`, `add_user_list` and `add_user_database`.
    pub fn add_user_file(&mut self, path: &Path) -> Result<(), ReferenceError> {
        if is_rule_pack(path) {
            return self.add_user_rules(path);
        }
        match self.add_user_list(path)? {
            Some(()) => Ok(()),
            None => self.add_user_database(path),
        }
    }

    /// Adds an MMDB file of the user: MaxMind's, DB-IP's, IPinfo's or ip-location-db's field names.
    ///
    /// A file with countries and networks becomes two tables. A file with neither is refused, and the fields that it
    /// does have are named.
    pub fn add_user_database(&mut self, path: &Path) -> Result<(), ReferenceError> {
        let (database, sha256) = Database::open(path)?;
        let database = Arc::new(database);
        for kind in database.kinds() {
            let number = 1 + self.tables.iter().filter(|table| table.user).count();
            self.tables
                .push(database.user_table(path, kind, number, sha256.clone()));
            self.answering
                .push(Answering::Database(Arc::clone(&database)));
        }
        Ok(())
    }

    /// All tables: bundled ones first, then the user's in the order they were added.
    pub fn tables(&self) -> &[TableInfo] {
        &self.tables
    }

    /// What each country table says of an address, in the order of the tables.
    ///
    /// IPv4 addresses inside IPv6 ones are looked up as themselves: see [`special::reached_address`].
    pub fn countries(&self, ip: IpAddr) -> Vec<CountryAnswer> {
        let ip = reached_address(ip);
        let of_kind = self.of_kind(TableKind::Country);
        of_kind
            .map(|(table, answering)| CountryAnswer {
                table,
                says: match answering {
                    Answering::Database(database) => database.country(ip),
                    Answering::Countries(countries) => countries.find(ip).map(|(_, code)| *code),
                    Answering::Shared => None,
                },
            })
            .collect()
    }

    /// The ranges that clouds publish for an address: the table, the range and its country.
    pub fn cloud_ranges(&self, ip: IpAddr) -> Vec<(usize, Prefix, CountryCode)> {
        let ip = reached_address(ip);
        let found = self.of_kind(TableKind::Region);
        let found = found.filter_map(|(table, answering)| match answering {
            Answering::Countries(countries) => {
                let (prefix, code) = countries.find(ip)?;
                Some((table, prefix, *code))
            }
            Answering::Database(_) | Answering::Shared => None,
        });
        found.collect()
    }

    /// The network that an address belongs to: the user's tables are asked first, the newest before the others.
    pub fn network(&self, ip: IpAddr) -> Option<NetworkAnswer> {
        let ip = reached_address(ip);
        let newest_first = self.of_kind(TableKind::Network).rev();
        let mut answers = newest_first.filter_map(|(table, answering)| match answering {
            Answering::Database(database) => database.network(ip, table),
            Answering::Countries(_) | Answering::Shared => None,
        });
        answers.next()
    }

    /// Whether a table of networks is loaded, so that its silence about an address says something.
    pub fn knows_networks(&self) -> bool {
        self.of_kind(TableKind::Network).next().is_some()
    }

    /// The published range of one address at many places, where the address lies in one.
    pub fn shared(&self, ip: IpAddr) -> Option<&SharedRange> {
        self.shared.find(reached_address(ip))
    }

    /// How far countries are from places; `None` where the bundled map is damaged.
    pub fn distances(&self) -> Option<&Distances> {
        let made = self.distances.get_or_init(|| Distances::load().ok());
        made.as_ref()
    }

    /// What is known of a network's content edges, where it is known for them.
    pub fn edge_network(&self, asn: u32) -> Option<&EdgeNetwork> {
        self.edges.find(asn)
    }

    /// The region that a host name in lower case states, where it is one of an operator who writes it there.
    pub fn region_in_name(&self, host: &str) -> Option<RegionId> {
        self.regions.of_host(host)
    }

    /// A region by its number.
    pub fn region(&self, id: RegionId) -> Option<&Region> {
        self.regions.get(id)
    }

    /// Tables that had records which could not be read, since this `Reference` was built.
    pub fn unreadable(&self) -> Vec<Unreadable> {
        let all = self.answering.iter().enumerate();
        all.filter_map(|(table, answering)| {
            let Answering::Database(database) = answering else {
                return None;
            };
            let (count, first) = database.unreadable()?;
            Some(Unreadable {
                table,
                count,
                first,
            })
        })
        .collect()
    }

    fn of_kind(&self, kind: TableKind) -> impl DoubleEndedIterator<Item = (usize, &Answering)> {
        let both = self.tables.iter().zip(&self.answering).enumerate();
        both.filter(move |(_, (table, _))| table.kind == kind)
            .map(|(at, (_, answering))| (at, answering))
    }
}

#[cfg(test)]
mod tests;
