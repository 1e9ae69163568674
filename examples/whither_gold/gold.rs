//! `tests/gold/hosts.tsv` becomes labelled hosts.

use std::collections::HashMap;

use whither::reference::data_type::DataType;

/// The half that rules are written from, and the one that is only counted.
pub const HALVES: [&str; 2] = ["dev", "test"];

/// One labelled host; `None` is *unclassified*.
pub struct Gold {
    pub host: String,
    pub half: String,
    pub wanted: Option<DataType>,
    /// What else would be right; the inner `None` is *unclassified*.
    pub also: Option<Option<DataType>>,
    pub owner: String,
}

impl Gold {
    /// Whether a judgement is right.
    pub fn accepts(&self, one: Option<DataType>) -> bool {
        self.wanted == one || self.also == Some(one)
    }
}

/// All of them.
///
/// # Errors
/// The file cannot be read.
pub fn read() -> std::io::Result<Vec<Gold>> {
    let text = std::fs::read_to_string("tests/gold/hosts.tsv")?;
    Ok(text.lines().skip(1).filter_map(read_line).collect())
}

fn read_line(line: &str) -> Option<Gold> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [host, _, half, wanted, also, owner, ..] = cells.as_slice() else {
        return None;
    };
    (*wanted != "not_a_host").then(|| Gold {
        host: (*host).to_owned(),
        half: (*half).to_owned(),
        wanted: DataType::of_token(wanted),
        also: (!also.is_empty()).then(|| DataType::of_token(also)),
        owner: (*owner).to_owned(),
    })
}

/// The labelled hosts by their names.
pub fn by_host(gold: &[Gold]) -> HashMap<&str, &Gold> {
    gold.iter().map(|one| (one.host.as_str(), one)).collect()
}
