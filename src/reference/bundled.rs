//! The packed tables inside the program → open databases.

use std::thread;

use super::database::Database;
use super::{Provenance, ReferenceError, TableInfo, TableKind};

struct Bundled {
    token: &'static str,
    packed: &'static [u8],
    provenance: Provenance,
}

/// In the order in which they are asked and shown. IPFire's table stays a file of its own: its licence asks for it.
const TABLES: [Bundled; 4] = [
    Bundled {
        token: "dbip",
        packed: include_bytes!("../../assets/geo/dbip-country.mmdb.zst"),
        provenance: Provenance::DbIp,
    },
    Bundled {
        token: "ipfire",
        packed: include_bytes!("../../assets/geo/ipfire-country.mmdb.zst"),
        provenance: Provenance::IpFire,
    },
    Bundled {
        token: "asn",
        packed: include_bytes!("../../assets/geo/asn.mmdb.zst"),
        provenance: Provenance::MergedAsn,
    },
    Bundled {
        token: "seat",
        packed: include_bytes!("../../assets/geo/seat.mmdb.zst"),
        provenance: Provenance::Registries,
    },
];

/// Title, date, hash and licence of each, as `examples/pack_reference` wrote them beside the files.
const MANIFEST: &str = include_str!("../../assets/geo/tables.tsv");

/// Unpacks all tables at once.
pub(super) fn unpack() -> Result<Vec<(TableInfo, std::sync::Arc<Database>)>, ReferenceError> {
    thread::scope(|scope| {
        let running = TABLES.map(|table| (table.token, scope.spawn(move || unpack_one(&table))));
        let done = running.into_iter().map(|(name, thread)| {
            let what = || "its thread ended early".to_owned();
            let (info, database) = thread
                .join()
                .map_err(|_| ReferenceError::Bundled { name, what: what() })??;
            Ok((info, database.into()))
        });
        done.collect()
    })
}

fn unpack_one(table: &Bundled) -> Result<(TableInfo, Database), ReferenceError> {
    let damaged = |what: String| ReferenceError::Bundled {
        name: table.token,
        what,
    };
    let (info, len_bytes) =
        manifest_row(table).ok_or_else(|| damaged("no row in its manifest".to_owned()))?;
    let bytes = unzstd(table.packed, len_bytes).map_err(damaged)?;
    let database =
        Database::bundled(bytes, info.kind).map_err(|cause| damaged(cause.to_string()))?;
    Ok((info, database))
}

/// Unpacks a zstd frame of ours, of at most `cap_bytes`.
pub(super) fn unzstd(packed: &[u8], cap_bytes: usize) -> Result<Vec<u8>, String> {
    zstd::bulk::decompress(packed, cap_bytes).map_err(|cause| cause.to_string())
}

fn manifest_row(table: &Bundled) -> Option<(TableInfo, usize)> {
    let rows = MANIFEST
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    for row in rows {
        let [
            token,
            title,
            kind,
            _file,
            dated,
            len_bytes,
            sha256,
            licence,
            _source,
            attribution,
        ] = row.as_slice()
        else {
            continue;
        };
        if *token == table.token {
            let info = TableInfo {
                token: (*token).to_owned(),
                title: (*title).to_owned(),
                dated: (*dated).to_owned(),
                sha256: (*sha256).to_owned(),
                licence: (*licence).to_owned(),
                attribution: (*attribution).to_owned(),
                provenance: table.provenance.clone(),
                kind: match *kind {
                    "country" => TableKind::Country,
                    "seat" => TableKind::Seat,
                    _ => TableKind::Network,
                },
                user: false,
            };
            return Some((info, len_bytes.parse().ok()?));
        }
    }
    None
}
