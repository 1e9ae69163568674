//! Tables become Parquet: the columns of the CSV with their kinds, so that a query needs no guessing.
//!
//! Times are microseconds in UTC, because Spark reads no nanoseconds; what stands empty in CSV is null. The same rows give
//! the same bytes: nothing of the machine or the clock is in the file.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::columns::{Cell, Column, Kind};
use super::error::ExportError;

/// Rows held until they are written: some tens of megabytes.
const ROWS_A_GROUP: usize = 65_536;

/// Readers look for a name and a version.
const CREATED_BY: &str = concat!("whither version ", env!("CARGO_PKG_VERSION"));

/// Writes a table; `about` is laid into the file under the key `whither`.
pub fn write<const N: usize>(
    columns: &[Column; N],
    rows: impl Iterator<Item = [Cell; N]>,
    about: &[String],
    file: &mut File,
) -> std::result::Result<(), ExportError> {
    write_groups(columns, rows, about, file).map_err(ExportError::Parquet)
}

/// How many rows a file has, as its end says.
pub fn rows_of(path: &Path) -> std::result::Result<u64, ExportError> {
    let file = File::open(path).map_err(ParquetError::from);
    let read = file.and_then(SerializedFileReader::new);
    let rows = read.map(|read| read.metadata().file_metadata().num_rows());
    // A number of rows is never below zero.
    rows.map(|rows| u64::try_from(rows).unwrap_or(0))
        .map_err(|cause| ExportError::NoParquet(cause, path.to_owned()))
}

fn write_groups<const N: usize>(
    columns: &[Column; N],
    mut rows: impl Iterator<Item = [Cell; N]>,
    about: &[String],
    file: &mut File,
) -> Result<()> {
    let schema = Arc::new(schema(columns)?);
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties(about)?))?;
    loop {
        let mut held: [Vec<Cell>; N] = std::array::from_fn(|_| Vec::new());
        for row in rows.by_ref().take(ROWS_A_GROUP) {
            for (column, cell) in held.iter_mut().zip(row) {
                column.push(cell);
            }
        }
        if held.first().is_none_or(Vec::is_empty) {
            break;
        }
        let mut group = writer.next_row_group()?;
        for cells in held {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            write_column(column.untyped(), cells)?;
            column.close()?;
        }
        group.close()?;
    }
    writer.close().map(|_| ())
}

fn properties(about: &[String]) -> Result<WriterProperties> {
    let sources = KeyValue::new("whither".to_owned(), about.join("\n"));
    Ok(WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_key_value_metadata(Some(vec![sources]))
        .build())
}

fn schema(columns: &[Column]) -> Result<Type> {
    let fields = columns.iter().map(field).collect::<Result<Vec<_>>>()?;
    Type::group_type_builder("whither")
        .with_fields(fields)
        .build()
}

fn field(column: &Column) -> Result<Arc<Type>> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Number => (Physical::INT64, None),
        Kind::Time => {
            let micros = LogicalType::timestamp(true, TimeUnit::MICROS);
            (Physical::INT64, Some(micros))
        }
        Kind::Fraction => (Physical::DOUBLE, None),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
        .map(Arc::new)
}

/// Values that are there, and for each row whether it has one.
fn write_column(column: &mut ColumnWriter<'_>, cells: Vec<Cell>) -> Result<()> {
    let mut levels = Vec::with_capacity(cells.len());
    let (mut words, mut numbers, mut fractions) = (Vec::new(), Vec::new(), Vec::new());
    for cell in cells {
        let before = words.len() + numbers.len() + fractions.len();
        match cell {
            Cell::Text(text) if text.is_empty() => {}
            Cell::Text(text) => words.push(ByteArray::from(text.into_bytes())),
            Cell::Number(number) => numbers.extend(number.and_then(|n| i64::try_from(n).ok())),
            Cell::Time(time) => numbers.extend(time.map(|time| time.nanos().div_euclid(1_000))),
            Cell::Fraction(one) => fractions.extend(one.map(rounded)),
        }
        let after = words.len() + numbers.len() + fractions.len();
        levels.push(i16::from(after > before));
    }
    match column {
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            writer.write_batch(&words, Some(&levels), None)?;
        }
        ColumnWriter::Int64ColumnWriter(writer) => {
            writer.write_batch(&numbers, Some(&levels), None)?;
        }
        ColumnWriter::DoubleColumnWriter(writer) => {
            writer.write_batch(&fractions, Some(&levels), None)?;
        }
        // The schema has no other kind.
        _ => {}
    }
    Ok(())
}

/// Two digits, as in CSV.
fn rounded(fraction: f32) -> f64 {
    (f64::from(fraction) * 100.0).round() / 100.0
}
