//! The table as it is shown becomes CSV: same rows, same order, one line a flow, plain numbers. Where it is redacted, local
//! addresses and names stand under pseudonyms and source ports are left out.
//!
//! There is no comment block on top: RFC 4180 knows none, and a spreadsheet would take it for rows. The sources of each
//! country stand in its row instead, and `notes` gives the rest as a text to be laid beside the file.

use std::path::{Path, PathBuf};

use super::columns::{Cell, Column};
use super::error::ExportError;
use super::flow_rows;
use super::provenance::Provenance;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// The rows of the screen's table. Payload bytes are those within the selected span, as on the screen; wire bytes and
/// frames are the whole flow's.
pub fn table(screen: &Screen, redaction: &Redaction) -> Result<Vec<u8>, ExportError> {
    table_of(screen, redaction, &[])
}

/// The same with these columns only, in this order, with all where none are named; a name that there is not has no column.
pub fn table_of(
    screen: &Screen,
    redaction: &Redaction,
    names: &[&str],
) -> Result<Vec<u8>, ExportError> {
    let place = |name: &&str| {
        let mut columns = flow_rows::COLUMNS.iter();
        columns.position(|column| column.name == *name)
    };
    let places: Vec<usize> = match names {
        [] => (0..flow_rows::COLUMNS.len()).collect(),
        names => names.iter().filter_map(place).collect(),
    };
    let rows = screen.table.order.iter();
    let rows = rows.filter_map(|id| flow_rows::row(screen, *id, redaction));
    some_of(&flow_rows::COLUMNS, &places, rows)
}

/// Any table: names of the columns, then a line a row.
pub fn csv_of<const N: usize>(
    columns: &[Column; N],
    rows: impl Iterator<Item = [Cell; N]>,
) -> Result<Vec<u8>, ExportError> {
    let every: Vec<usize> = (0..N).collect();
    some_of(columns, &every, rows)
}

/// The columns at these places.
fn some_of<const N: usize>(
    columns: &[Column; N],
    places: &[usize],
    rows: impl Iterator<Item = [Cell; N]>,
) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = places.iter().filter_map(|at| columns.get(*at));
    let names = names.map(|column| column.name);
    writer.write_record(names).map_err(ExportError::Csv)?;
    for cells in rows {
        let safe = cells.map(|cell| neutral(cell.text()));
        let chosen = places.iter().filter_map(|at| safe.get(*at));
        writer.write_record(chosen).map_err(ExportError::Csv)?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}

/// What belongs beside the table: sources, dates, licences.
pub fn notes(provenance: &Provenance) -> String {
    let mut text = provenance.lines().join("\n");
    text.push('\n');
    text
}

/// Where they are laid: `flows.csv` has `flows.sources.txt` beside it.
pub fn notes_path(table: &Path) -> PathBuf {
    table.with_extension("sources.txt")
}

/// A cell that a spreadsheet does not take for a formula: an apostrophe goes in front of what could start one.
///
/// The full-width forms count too, because some spreadsheets fold them.
pub fn neutral(cell: String) -> String {
    const STARTS: [char; 10] = [
        '=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ];
    if cell.starts_with(STARTS) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_start_a_formula_gets_an_apostrophe() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"] {
            assert_eq!(neutral(cell.to_owned()), format!("'{cell}"));
        }
        for cell in ["", "a=b", "www.example.com", "10.0.0.1", "'quoted"] {
            assert_eq!(neutral(cell.to_owned()), cell);
        }
    }
}
