//! The columns of the table that are shown become those of its CSV that say the same, so that both can be alike.

use crate::view::query::Column;

/// What of the CSV a column of the table stands for, in the order of the CSV.
fn of(column: Column) -> &'static [&'static str] {
    match column {
        Column::Time => &["start_utc", "end_utc"],
        Column::Capture => &["capture"],
        Column::Destination => &["destination_address", "name", "name_source"],
        Column::Organisation => &["organisation", "asn"],
        Column::Country => &["place", "countries", "country_grade", "country_sources"],
        Column::Seat => &["seat", "seat_source"],
        Column::DataType => &["data_type", "data_grade", "by_hand_note"],
        Column::Owner => &["owner", "owner_source"],
        Column::App => &["app"],
        Column::Protocol => &["transport", "protocol"],
        Column::Sent => &["sent_payload_bytes"],
        Column::Received => &["received_payload_bytes"],
        Column::Frames => &["frames"],
        Column::Verdict => &[
            "verdict",
            "verdict_classes",
            "verdict_because",
            "verdict_would_decide",
        ],
    }
}

/// Names of CSV columns for the shown ones, from left to right.
pub fn names_of(shown: &[Column]) -> Vec<&'static str> {
    shown
        .iter()
        .flat_map(|column| of(*column))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::flow_rows::COLUMNS;

    #[test]
    fn every_column_of_the_table_has_its_own_in_the_csv() {
        let mut names = names_of(&Column::ALL);
        let count = names.len();
        let is_known = |name: &&str| COLUMNS.iter().any(|column| column.name == *name);
        assert!(names.iter().all(is_known));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
