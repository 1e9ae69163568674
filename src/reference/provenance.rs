//! Who observed what a table says: two tables of one source are one witness; and which edition of a file was used.

use sha2::{Digest, Sha256};

/// SHA-256 of a file or a text, in lower-case hex: which edition of it was used.
pub fn sha256_of(bytes: impl AsRef<[u8]>) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The publisher behind a table, so that `tag` counts witnesses and not files.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Provenance {
    /// DB-IP, whichever conversion.
    DbIp,
    /// IPFire Location, whichever conversion.
    IpFire,
    /// MaxMind: GeoLite2 and GeoIP2.
    MaxMind,
    /// IPinfo.
    IpInfo,
    /// IP2Location.
    Ip2Location,
    /// RouteViews, DB-IP and the registries, merged by ip-location-db.
    MergedAsn,
    /// The regional registries, whose statistics the Number Resource Organization publishes.
    Registries,
    /// Another file, by what its metadata call it.
    Other(String),
}

impl Provenance {
    /// Reads the publisher from what a file says of itself and from its name. In doubt, a file counts as the witness
    /// that it might be a copy of: one witness too few is the smaller mistake.
    pub fn of_file(database_type: &str, description: &str, file_name: &str) -> Self {
        const KNOWN: [(&str, Provenance); 9] = [
            ("dbip", Provenance::DbIp),
            ("db-ip", Provenance::DbIp),
            ("ipfire", Provenance::IpFire),
            ("libloc", Provenance::IpFire),
            ("geolite2", Provenance::MaxMind),
            ("geoip2", Provenance::MaxMind),
            ("maxmind", Provenance::MaxMind),
            ("ipinfo", Provenance::IpInfo),
            ("ip2location", Provenance::Ip2Location),
        ];
        // What the file says itself comes first: `DBIP-Country-Lite (compat=GeoLite2-Country)` is DB-IP's.
        for text in [database_type, description, file_name] {
            let text = text.to_ascii_lowercase();
            let earliest = KNOWN
                .iter()
                .filter_map(|(word, provenance)| Some((text.find(word)?, provenance)));
            if let Some((_, provenance)) = earliest.min_by_key(|(at, _)| *at) {
                return provenance.clone();
            }
        }
        Self::Other(database_type.to_owned())
    }

    /// The publisher's name for people.
    pub fn label(&self) -> &str {
        match self {
            Self::DbIp => "DB-IP",
            Self::IpFire => "IPFire",
            Self::MaxMind => "MaxMind",
            Self::IpInfo => "IPinfo",
            Self::Ip2Location => "IP2Location",
            Self::MergedAsn => "RouteViews, DB-IP, NRO",
            Self::Registries => "NRO",
            Self::Other(name) => name,
        }
    }
}
