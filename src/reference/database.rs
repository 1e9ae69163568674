//! One MMDB file → answers for addresses. Knows the field names of several publishers; decides on them once.
//!
//! A file of the user is not to be trusted: the reader is bounded and checks each step, and what it
//! refuses becomes "no answer" and is counted.

use std::collections::BTreeSet;
use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::provenance::sha256_of;
use maxminddb::{MaxMindDbError, PathElement, Reader, WithinOptions};
use serde::Deserialize;
use serde_json::Value;

use super::country::CountryCode;
use super::network::{NetworkAnswer, Number};
use super::{Provenance, ReferenceError, TableInfo, TableKind};

type FieldPath = &'static [&'static str];

/// Where publishers put the country of an address, the plainest name last. MaxMind's `registered_country` is where
/// the block is registered, not where it is used, and is left out on purpose.
const COUNTRY_FIELDS: [FieldPath; 3] = [&["country", "iso_code"], &["country_code"], &["country"]];

/// Where publishers put number and organisation.
const NETWORK_FIELDS: [(FieldPath, FieldPath); 4] = [
    (
        &["autonomous_system_number"],
        &["autonomous_system_organization"],
    ),
    (
        &["traits", "autonomous_system_number"],
        &["traits", "autonomous_system_organization"],
    ),
    (&["asn"], &["as_name"]),
    (&["asn"], &["name"]),
];

/// Where the bundled table of registrations has its country: a name that is none of the others', so that it is never
/// taken for a place.
const SEAT_FIELD: FieldPath = &["registered_country_code"];

/// Larger than the largest city file sold today (about 0.3 GB): a disk image chosen by mistake must not fill memory.
const CAP_FILE_BYTES: u64 = 1 << 30;
/// Records looked at to find out which fields a file has.
const CAP_SAMPLE_RECORDS: usize = 256;
/// Ends of branches visited for those records: a tree made to be endless must not hold the program.
const CAP_SAMPLE_STEPS: usize = 100_000;

/// One open MMDB file.
#[derive(Debug)]
pub struct Database {
    reader: Reader<Vec<u8>>,
    country: Option<FieldPath>,
    network: Option<(FieldPath, FieldPath)>,
    seat: Option<FieldPath>,
    unreadable: AtomicU64,
    first_unreadable: OnceLock<String>,
}

impl Database {
    /// Opens a file of the user; also gives its SHA-256.
    pub(super) fn open(path: &Path) -> Result<(Self, String), ReferenceError> {
        let unreadable = |cause| ReferenceError::Unreadable {
            path: path.to_owned(),
            cause,
        };
        let len_bytes = fs::metadata(path).map_err(unreadable)?.len();
        if len_bytes > CAP_FILE_BYTES {
            return Err(ReferenceError::TooLarge {
                path: path.to_owned(),
                len_bytes,
                cap_bytes: CAP_FILE_BYTES,
            });
        }
        let bytes = fs::read(path).map_err(unreadable)?;
        let sha256 = sha256_of(&bytes);
        let not_a_database = |cause| ReferenceError::NotADatabase {
            path: path.to_owned(),
            cause,
        };
        let reader = Reader::from_source(bytes).map_err(not_a_database)?;
        let sample = sample(&reader).map_err(not_a_database)?;
        let database = Self::with_fields(reader, &sample);
        if database.kinds().is_empty() {
            let database_type = database.reader.metadata().database_type.clone();
            return Err(ReferenceError::NothingToUse {
                path: path.to_owned(),
                database_type,
                fields: names(&sample),
            });
        }
        Ok((database, sha256))
    }

    /// Opens a bundled table, whose fields are known.
    pub(super) fn bundled(bytes: Vec<u8>, kind: TableKind) -> Result<Self, MaxMindDbError> {
        let [_, flat, _] = COUNTRY_FIELDS;
        let [plain, ..] = NETWORK_FIELDS;
        Ok(Self {
            reader: Reader::from_source(bytes)?,
            country: (kind == TableKind::Country).then_some(flat),
            network: (kind == TableKind::Network).then_some(plain),
            seat: (kind == TableKind::Seat).then_some(SEAT_FIELD),
            unreadable: AtomicU64::new(0),
            first_unreadable: OnceLock::new(),
        })
    }

    fn with_fields(reader: Reader<Vec<u8>>, sample: &[Value]) -> Self {
        let country_in = |path: &FieldPath| {
            sample
                .iter()
                .any(|record| field(record, path).is_some_and(is_country))
        };
        let number_in = |path: FieldPath| {
            sample
                .iter()
                .any(|record| field(record, path).is_some_and(is_number))
        };
        let text_in = |path: FieldPath| {
            sample
                .iter()
                .any(|record| field(record, path).is_some_and(Value::is_string))
        };
        let with_name = NETWORK_FIELDS
            .into_iter()
            .find(|(number, name)| number_in(number) && text_in(name));
        let without_name = || {
            NETWORK_FIELDS
                .into_iter()
                .find(|(number, _)| number_in(number))
        };
        Self {
            reader,
            country: COUNTRY_FIELDS.into_iter().find(country_in),
            network: with_name.or_else(without_name),
            seat: None,
            unreadable: AtomicU64::new(0),
            first_unreadable: OnceLock::new(),
        }
    }

    /// What the file can answer.
    pub(super) fn kinds(&self) -> Vec<TableKind> {
        let country = self.country.map(|_| TableKind::Country);
        let network = self.network.map(|_| TableKind::Network);
        country.into_iter().chain(network).collect()
    }

    /// What to show of a file of the user.
    pub(super) fn user_table(
        &self,
        path: &Path,
        kind: TableKind,
        number: usize,
        sha256: String,
    ) -> TableInfo {
        let metadata = self.reader.metadata();
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let description = metadata
            .description
            .get("en")
            .or_else(|| metadata.description.values().next());
        let description = description.map_or("", String::as_str);
        TableInfo {
            token: format!("user-{number}"),
            title: format!("{} ({file_name})", metadata.database_type),
            dated: day(metadata.build_epoch),
            sha256,
            licence: "supplied by the user".to_owned(),
            attribution: description.to_owned(),
            provenance: Provenance::of_file(&metadata.database_type, description, &file_name),
            kind,
            user: true,
        }
    }

    /// The country of an address, where the file has one.
    pub(super) fn country(&self, ip: IpAddr) -> Option<CountryCode> {
        let text: &str = self.read(ip, self.country?)?;
        CountryCode::parse(text)
    }

    /// The country in which the block of an address is registered, where the file has one.
    pub(super) fn seat(&self, ip: IpAddr) -> Option<CountryCode> {
        let text: &str = self.read(ip, self.seat?)?;
        CountryCode::parse(text)
    }

    /// The network of an address, where the file has one. Number 0 is reserved and names no network (RFC 7607).
    pub(super) fn network(&self, ip: IpAddr, table: usize) -> Option<NetworkAnswer> {
        let (number, organisation) = self.network?;
        let asn = self
            .read::<Number>(ip, number)?
            .read()
            .filter(|asn| *asn != 0)?;
        let organisation = self
            .read::<&str>(ip, organisation)
            .filter(|text| !text.is_empty());
        Some(NetworkAnswer {
            asn,
            organisation: organisation.map(Into::into),
            table,
        })
    }

    /// How many look-ups met a record that could not be read, and what the first one was.
    pub(super) fn unreadable(&self) -> Option<(u64, String)> {
        let first = self.first_unreadable.get()?.clone();
        Some((self.unreadable.load(Ordering::Relaxed), first))
    }

    fn read<'a, T: Deserialize<'a>>(&'a self, ip: IpAddr, path: FieldPath) -> Option<T> {
        if ip.is_ipv6() && self.reader.metadata().ip_version == 4 {
            return None;
        }
        match self.try_read(ip, path) {
            Ok(answer) => answer,
            Err(cause) => {
                self.unreadable.fetch_add(1, Ordering::Relaxed);
                self.first_unreadable
                    .get_or_init(|| format!("{ip}: {cause}"));
                None
            }
        }
    }

    fn try_read<'a, T: Deserialize<'a>>(
        &'a self,
        ip: IpAddr,
        path: FieldPath,
    ) -> Result<Option<T>, MaxMindDbError> {
        let found = self.reader.lookup(ip)?;
        match path {
            [one] => found.decode_path(&[PathElement::Key(one)]),
            [outer, inner] => {
                found.decode_path(&[PathElement::Key(outer), PathElement::Key(inner)])
            }
            _ => Ok(None),
        }
    }
}

/// The first records of the file, at most [`CAP_SAMPLE_RECORDS`], each different from the one before.
fn sample(reader: &Reader<Vec<u8>>) -> Result<Vec<Value>, MaxMindDbError> {
    let mut records = Vec::new();
    let mut last_offset = None;
    let networks = reader.networks(WithinOptions::default().include_networks_without_data())?;
    for network in networks.take(CAP_SAMPLE_STEPS) {
        let network = network?;
        if network.offset() != last_offset {
            last_offset = network.offset();
            records.extend(network.decode::<Value>()?);
        }
        if records.len() == CAP_SAMPLE_RECORDS {
            break;
        }
    }
    Ok(records)
}

fn field<'a>(record: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(record, |value, key| value.get(key))
}

fn is_country(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| CountryCode::parse(text).is_some())
}

fn is_number(value: &Value) -> bool {
    Number::deserialize(value).is_ok_and(|number| number.read().is_some())
}

/// Names of the top fields, for the person whose file has nothing that we can use.
fn names(sample: &[Value]) -> Vec<String> {
    let keys = sample
        .iter()
        .filter_map(Value::as_object)
        .flat_map(|record| record.keys().cloned());
    keys.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Day of a Unix time in UTC. A time beyond the calendar is kept as it stands in the file.
fn day(build_epoch: u64) -> String {
    let second = i64::try_from(build_epoch).ok();
    let stamp = second.and_then(|second| jiff::Timestamp::from_second(second).ok());
    stamp.map_or_else(
        || format!("second {build_epoch}"),
        |stamp| stamp.strftime("%Y-%m-%d").to_string(),
    )
}
