//! What lies beside a picture: what it shows, of which captures, by which question, so that it can be made again.

use serde_json::{Value, json};

use super::Report;
use crate::export::figure::FigureOptions;
use crate::export::provenance::Provenance;

/// The shape of the object.
const SCHEMA: &str = "whither-figure/1";

/// The object beside the picture `file`.
pub fn sidecar(
    report: &Report,
    provenance: &Provenance,
    file: &str,
    about: &str,
    options: FigureOptions,
) -> Value {
    let captures = report.record.captures.iter();
    json!({
        "schema": SCHEMA,
        "file": file,
        "about": about,
        "caption": provenance.scene(),
        "headline": report.headline,
        "captures": captures
            .map(|one| json!({"name": one.name, "sha256": one.sha256}))
            .collect::<Vec<_>>(),
        "query": report.record.query,
        "command": report.record.command,
        "sources": provenance.lines(),
        "redacted": report.redaction.is_on,
        "width_points": options.width,
        "height_points": options.height,
        "pixels_per_point": options.scale,
        "dark": options.dark,
    })
}
