//! Bytes → a zstd file in `assets/`, unpacked again for comparison with the decoder that the program uses.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::manifest::Row;
use crate::range::Table;
use crate::source::hex;

/// The highest level; seconds here, nothing at run time.
const LEVEL: i32 = 22;

/// Writes one table and says what the manifest should say of it.
pub fn write_table<'a>(folder: &Path, table: &'a Table, mmdb: &[u8]) -> Result<Row<'a>> {
    let file = match table.about.kind {
        "country" => format!("{}-country.mmdb.zst", table.about.token),
        _ => format!("{}.mmdb.zst", table.about.token),
    };
    let packed = write_packed(&folder.join(&file), mmdb)?;
    Ok(Row {
        about: &table.about,
        file,
        sha256: hex(&Sha256::digest(&packed)),
        len_bytes: mmdb.len(),
    })
}

/// Packs, checks and writes.
pub fn write_packed(path: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
    let packed = zstd::bulk::compress(bytes, LEVEL)?;
    let unpacked = zstd::bulk::decompress(&packed, bytes.len())?;
    ensure!(
        unpacked == bytes,
        "unpacking gives other bytes: {}",
        path.display()
    );
    fs::write(path, &packed).with_context(|| format!("writing {}", path.display()))?;
    println!(
        "{}: {} bytes packed, {} unpacked",
        path.display(),
        packed.len(),
        bytes.len()
    );
    Ok(packed)
}
