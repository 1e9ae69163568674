//! What a column of a table holds, and one cell of it: CSV writes it as text, Parquet by its kind.

use crate::capture::frame::Time;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words or tokens; empty where nothing is known.
    Text,
    /// Counts, bytes, ports, numbers of frames.
    Number,
    /// A moment in UTC.
    Time,
    /// A fraction with two digits.
    Fraction,
}

/// A column: its name in every file, with the unit where it has one, and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: &'static str,
    /// What its cells are.
    pub kind: Kind,
}

/// A column of words.
pub const fn text(name: &'static str) -> Column {
    let kind = Kind::Text;
    Column { name, kind }
}

/// A column of whole numbers.
pub const fn number(name: &'static str) -> Column {
    let kind = Kind::Number;
    Column { name, kind }
}

/// A column of moments.
pub const fn time(name: &'static str) -> Column {
    let kind = Kind::Time;
    Column { name, kind }
}

/// A column of fractions.
pub const fn fraction(name: &'static str) -> Column {
    let kind = Kind::Fraction;
    Column { name, kind }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Empty where nothing is known.
    Text(String),
    /// None where there is none.
    Number(Option<u64>),
    /// None where the capture states none.
    Time(Option<Time>),
    /// None where there is none.
    Fraction(Option<f32>),
}

impl Cell {
    /// As CSV has it: plain numbers, RFC 3339, empty where there is nothing.
    pub fn text(self) -> String {
        match self {
            Cell::Text(text) => text,
            Cell::Number(number) => number.map_or_else(String::new, |number| number.to_string()),
            Cell::Time(time) => time.map_or_else(String::new, |time| time.to_string()),
            Cell::Fraction(one) => one.map_or_else(String::new, |one| format!("{one:.2}")),
        }
    }
}

impl Default for Cell {
    fn default() -> Self {
        Cell::Text(String::new())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Cell::Text(text.unwrap_or_default())
    }
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Self {
        text.unwrap_or_default().into()
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Cell::Number(Some(number))
    }
}

impl From<Option<u64>> for Cell {
    fn from(number: Option<u64>) -> Self {
        Cell::Number(number)
    }
}

impl From<Option<Time>> for Cell {
    fn from(time: Option<Time>) -> Self {
        Cell::Time(time)
    }
}
