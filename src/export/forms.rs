//! The forms in which the shown flows leave, told by the ending of the file's name: for a spreadsheet, a script, a
//! database, a map, or the program that captured them.

use std::path::{Path, PathBuf};

use super::csv_file::{self, notes, notes_path};
use super::error::ExportError;
use super::provenance::Provenance;
use super::write::{Overwrite, write_file, write_with};
use super::{flow_rows, geojson_file, json_lines, kml_file, packets, parquet_file};
use crate::analysis::progress::Progress;
use crate::analysis::run::Options;
use crate::reference::world::World;
use crate::view::amount::counted;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// A form of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A table for spreadsheets.
    Csv,
    /// The lines of `whither flows`.
    JsonLines,
    /// A table for databases.
    Parquet,
    /// The packets, as a capture.
    Packets,
    /// The countries of the map.
    GeoJson,
    /// The same for globes.
    Kml,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 6] = [
        Form::Csv,
        Form::JsonLines,
        Form::Parquet,
        Form::Packets,
        Form::Kml,
        Form::GeoJson,
    ];

    /// Name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Form::Csv => "CSV",
            Form::JsonLines => "JSON lines",
            Form::Parquet => "Parquet",
            Form::Packets => "Packets",
            Form::Kml => "KML",
            Form::GeoJson => "GeoJSON",
        }
    }

    /// The ending of its files, which is its name in files too.
    pub fn token(self) -> &'static str {
        match self {
            Form::Csv => "csv",
            Form::JsonLines => "jsonl",
            Form::Parquet => "parquet",
            Form::Packets => "pcapng",
            Form::Kml => "kml",
            Form::GeoJson => "geojson",
        }
    }

    /// What is in the file, for whoever chooses it.
    pub fn about(self) -> &'static str {
        match self {
            Form::Csv => "A row a flow, with the reasons' grades and exact bytes.",
            Form::JsonLines => "A JSON object a flow, as `whither flows` prints them.",
            Form::Parquet => "The columns of the CSV for DuckDB, Spark or ClickHouse.",
            Form::Packets => {
                "The packets of these flows as pcapng, byte for byte, with country, presumed data type and verdict as comments."
            }
            Form::Kml => "A point a country of the map. First network hop, not storage.",
            Form::GeoJson => {
                "A point a country of the map, and what cannot be placed. First network hop, not storage."
            }
        }
    }

    /// The form that a name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        let mut all = Form::ALL.into_iter();
        all.find(|form| ending.eq_ignore_ascii_case(form.token()))
    }

    /// `.csv, .jsonl … or .geojson`.
    pub fn endings() -> String {
        let all = Form::ALL.map(|form| format!(".{}", form.token()));
        match all.split_last() {
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

/// Where the rows go and how.
pub struct Order<'a> {
    /// The file; its ending says the form.
    pub path: &'a Path,
    /// Of the CSV these columns alone, in this order; all where none are named.
    pub columns: &'a [&'a str],
    /// Whether files of these names may be replaced.
    pub overwrite: Overwrite,
    /// What is taken out; packets are as they are.
    pub redaction: &'a Redaction,
    /// How the captures were read.
    pub options: &'a Options,
    /// The wish to stop.
    pub progress: &'a Progress,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The file, and the sources beside it where there are such.
    pub files: Vec<PathBuf>,
    /// How many packets of how many flows.
    pub packets: Option<String>,
    /// What was taken out, or that nothing was.
    pub redaction: String,
}

impl Told {
    fn of(files: &[&Path], redaction: &Redaction) -> Self {
        Self {
            files: files.iter().map(|path| path.to_path_buf()).collect(),
            packets: None,
            redaction: redaction.summary(),
        }
    }
}

/// Writes the rows of the screen's table.
pub fn write(screen: &Screen, order: &Order<'_>) -> Result<Told, ExportError> {
    let path = order.path;
    let form = Form::of(path).ok_or_else(|| ExportError::NoSuchForm(path.to_owned()))?;
    let about = Provenance::of(&screen.analysis, &screen.query).redacted(order.redaction);
    let whole = |bytes: Vec<u8>| write_file(path, &bytes, order.overwrite);
    match form {
        Form::Csv => whole(csv_file::table_of(screen, order.redaction, order.columns)?)?,
        Form::JsonLines => whole(json_lines::flows(screen, order.redaction)?)?,
        Form::Parquet => write_with(path, order.overwrite, |file| {
            let rows = screen.table.order.iter();
            let rows = rows.filter_map(|id| flow_rows::numbered(screen, *id, order.redaction));
            parquet_file::write(&flow_rows::NUMBERED, rows, &about.lines(), file)
        })?,
        Form::Packets => return write_packets(screen, order),
        Form::GeoJson | Form::Kml => {
            whole(map(screen, form, &about, order.redaction)?)?;
            return Ok(Told::of(&[path], order.redaction));
        }
    }
    let beside = sources_path(path, form);
    write_file(&beside, notes(&about).as_bytes(), order.overwrite)?;
    Ok(Told::of(&[path, &beside], order.redaction))
}

/// `flows.csv` has `flows.sources.txt` beside it, as ever; `flows.jsonl` has `flows.jsonl.sources.txt`.
pub fn sources_path(path: &Path, form: Form) -> PathBuf {
    match form {
        Form::Csv => notes_path(path),
        _ => {
            let mut name = path.as_os_str().to_owned();
            name.push(".sources.txt");
            PathBuf::from(name)
        }
    }
}

fn write_packets(screen: &Screen, order: &Order<'_>) -> Result<Told, ExportError> {
    let (path, overwrite) = (order.path, order.overwrite);
    let written = packets::write(screen, order.options, order.progress, path, overwrite)?;
    let amount = format!(
        "{} of {}",
        counted(written.packets, "packet", "packets"),
        counted(written.flows, "flow", "flows")
    );
    Ok(Told {
        files: vec![path.to_owned()],
        packets: Some(amount),
        redaction: packets::WARNING.to_owned(),
    })
}

fn map(
    screen: &Screen,
    form: Form,
    about: &Provenance,
    redaction: &Redaction,
) -> Result<Vec<u8>, ExportError> {
    let world = World::load().map_err(ExportError::World)?;
    match form {
        Form::Kml => Ok(kml_file::map(screen, &world, about, redaction).into_bytes()),
        _ => json_lines::pretty(&geojson_file::map(screen, &world, about, redaction)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_form() {
        for form in Form::ALL {
            let name = format!("a.b.{}", form.token().to_ascii_uppercase());
            assert_eq!(Form::of(Path::new(&name)), Some(form));
        }
        for name in ["flows", "flows.", "flows.pcap", ".csv", "csv"] {
            assert_eq!(Form::of(Path::new(name)), None, "{name}");
        }
        let endings = ".csv, .jsonl, .parquet, .pcapng, .kml or .geojson";
        assert_eq!(Form::endings(), endings);
    }
}
