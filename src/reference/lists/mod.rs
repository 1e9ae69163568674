//! A text file of the user's with networks in it → countries, an operator's regions, or ranges at many places.
//!
//! The formats are those of their publishers and are told apart by what is in the file, not by its name: ranges of AWS,
//! Azure, Google Cloud and Oracle (JSON), lists of anycast prefixes (LACeS, bgp.tools), and tables of countries (CSV).

mod cloud;
mod lines;
pub mod told;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::country::CountryCode;
use super::prefix::{Prefix, PrefixMap};
use super::provenance::sha256_of;
use super::regions::Regions;
use super::shared::SharedRange;
use super::{Answering, Provenance, Reference, ReferenceError, TableInfo, TableKind};

/// Larger than any list of countries sold as text today (some 60 MB).
const MAX_LIST_BYTES: u64 = 256 << 20;

/// What a list says.
#[derive(Debug, Default)]
struct List {
    /// What it is: `AWS ip-ranges.json`.
    title: String,
    /// Day of the data; empty where the file gives none.
    dated: String,
    /// Country of each network.
    countries: Vec<(Prefix, CountryCode)>,
    /// Whether an operator says so of its own regions.
    is_operators: bool,
    /// Networks at many places.
    shared: Vec<(Prefix, String)>,
    /// Rows that were understood and say nothing that is used, such as regions whose country is not known here.
    unused: usize,
}

/// What is wrong with a list, and in which line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ListFault {
    pub line: usize,
    pub what: String,
}

/// Bytes in which a zero tells that a file is no text.
const HEAD_BYTES: u64 = 4_096;

/// The text of a file, which is not read further where its head tells that it is none.
fn text_of(path: &Path) -> io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut bytes)?;
    if bytes.contains(&0) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes).ok())
}

/// Reads a list of whatever kind.
fn read(text: &str, regions: &Regions) -> Result<List, ListFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().starts_with(['{', '[']) {
        true => cloud::read(text, regions),
        false => lines::read(text),
    }
}

impl Reference {
    /// Adds a text file of the user's; `None` where the file is no text.
    ///
    /// # Errors
    /// It cannot be read, is too large, or has a line that is none of a list; nothing of it is used then.
    pub(super) fn add_user_list(&mut self, path: &Path) -> Result<Option<()>, ReferenceError> {
        let unreadable = |cause| ReferenceError::Unreadable {
            path: path.to_owned(),
            cause,
        };
        let len_bytes = fs::metadata(path).map_err(unreadable)?.len();
        if len_bytes > MAX_LIST_BYTES {
            return Ok(None);
        }
        let Some(text) = text_of(path).map_err(unreadable)? else {
            return Ok(None);
        };
        let list = read(&text, &self.regions).map_err(|fault| ReferenceError::List {
            path: path.to_owned(),
            line: fault.line,
            what: fault.what,
        })?;
        self.add_list(list, path, &sha256_of(&text));
        Ok(Some(()))
    }

    fn add_list(&mut self, list: List, path: &Path, sha256: &str) {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let shared: Vec<SharedRange> = list
            .shared
            .iter()
            .map(|(prefix, operator)| SharedRange::of_list(*prefix, operator, &file, &list.dated))
            .collect();
        if !list.countries.is_empty() {
            let kind = match list.is_operators {
                true => TableKind::Region,
                false => TableKind::Country,
            };
            let info = self.list_table(&list, &file, sha256, kind);
            self.tables.push(info);
            let countries = PrefixMap::new(list.countries);
            self.answering.push(Answering::Countries(countries));
        }
        if !shared.is_empty() {
            let about = List {
                title: list.title,
                dated: list.dated,
                unused: list.unused,
                ..List::default()
            };
            let info = self.list_table(&about, &file, sha256, TableKind::Shared);
            self.tables.push(info);
            self.answering.push(Answering::Shared);
            self.shared.add(shared);
        }
    }

    fn list_table(&self, list: &List, file: &str, sha256: &str, kind: TableKind) -> TableInfo {
        let number = 1 + self.tables.iter().filter(|table| table.user).count();
        let dated = match list.dated.is_empty() {
            true => "without a date".to_owned(),
            false => list.dated.clone(),
        };
        TableInfo {
            token: format!("user-{number}"),
            title: format!("{} ({file})", list.title),
            dated,
            sha256: sha256.to_owned(),
            licence: "supplied by the user".to_owned(),
            attribution: match list.unused {
                0 => String::new(),
                rows => format!("{rows} rows say nothing that is used"),
            },
            provenance: Provenance::of_file("", &list.title, file),
            kind,
            user: true,
        }
    }
}

#[cfg(test)]
mod tests;
