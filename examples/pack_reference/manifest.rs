//! What is known of each bundled table → `assets/geo/tables.tsv`, which the program embeds.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::range::About;

/// One line of the manifest.
pub struct Row<'a> {
    pub about: &'a About,
    pub file: String,
    /// SHA-256 of the packed file in `assets/`.
    pub sha256: String,
    /// Size of the table when unpacked.
    pub len_bytes: usize,
}

/// Writes the manifest, one row a table, in the order in which the program asks them.
pub fn write(path: &Path, rows: &[Row]) -> Result<()> {
    let mut text = String::from(
        "# written by examples/pack_reference\ntoken\ttitle\tkind\tfile\tdated\tlen_bytes\tsha256\tlicence\tsource\tattribution\n",
    );
    for Row {
        about,
        file,
        sha256,
        len_bytes,
    } in rows
    {
        let fields = [
            about.token,
            about.title,
            about.kind,
            file,
            about.dated,
            &len_bytes.to_string(),
            sha256,
            about.licence,
            about.source.name,
            about.attribution,
        ];
        writeln!(text, "{}", fields.join("\t"))?;
    }
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}
