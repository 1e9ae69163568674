//! Measures the data types: on the labelled host names of `tests/gold/hosts.tsv`, and over captures by flows and bytes.
//!
//!     cargo run --release --example whither_gold                       names, both halves
//!     cargo run --release --example whither_gold -- misses             and the misses of the dev half
//!     cargo run --release --example whither_gold -- bytes PATH...      flows and bytes of captures
//!     cargo run --release --example whither_gold -- bytes INDEX.tsv    of those it lists as app, tls or quic

use std::error::Error;
use std::path::PathBuf;

use whither::reference::rules::Rules;

mod gold;
mod hosts;
mod share;
mod traffic;

fn main() -> Result<(), Box<dyn Error>> {
    let gold = gold::read()?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "bytes") {
        let paths: Vec<PathBuf> = words.iter().skip(1).map(PathBuf::from).collect();
        return traffic::print(&gold, &paths);
    }
    let rules = Rules::bundled().map_err(|errors| format!("{errors:?}"))?;
    let with_misses = words.iter().any(|word| word == "misses");
    hosts::print(&gold, &rules, with_misses);
    Ok(())
}
