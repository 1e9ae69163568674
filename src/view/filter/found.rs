//! A text becomes the flows in whose words it stands.
//!
//! Names, addresses, organisations, places, data types, owners, apps and protocols are looked at once for each distinct
//! one. Times and numbers are not looked at: they are texts of each row's own.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::keep::{anywhere, by_address, by_presumed, by_table, by_tags};
use super::{Value, matching};
use crate::analysis::model::Analysis;
use crate::view::place::label;

/// Flows with the text in what is known of them, whether the filter keeps them or not.
pub fn found(analysis: &Analysis, text: &str) -> FixedBitSet {
    let lower = text.to_lowercase();
    let wanted = [Value::Part(lower.clone())];
    let [value] = &wanted;
    let tables = &analysis.tables;
    let owners = tables.owners.iter().map(|(name, _)| Arc::clone(name));
    let owners: Vec<Arc<str>> = owners.collect();
    let stacks: Vec<bool> = tables
        .stacks
        .iter()
        .map(|stack| {
            let mut protocols = stack.iter();
            protocols.any(|one| one.label().to_lowercase().contains(&lower))
        })
        .collect();
    let parts = [
        by_address(analysis, |tag| {
            matching::text(Some(&label(&tag.place)), value)
        }),
        by_presumed(analysis, matching::presumed, &wanted),
        by_table(analysis, &owners, |tags| tags.owner, &wanted),
        by_table(analysis, &tables.apps, |tags| tags.app, &wanted),
        by_tags(analysis, |tags| {
            stacks.get(tags.stack as usize).copied().unwrap_or(false)
        }),
    ];
    let mut rows = anywhere(value, analysis);
    for part in &parts {
        rows.union_with(part);
    }
    rows
}
