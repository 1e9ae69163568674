//! A text becomes the rows of the table in which it stands, as they are shown: words, times and numbers.

use super::filter::found::found;
use super::query::Column;
use super::screen::Screen;
use super::table::cell;
use crate::flow::model::FlowId;

/// Columns whose texts are made for each row; those of the others are looked at once for each distinct one.
const OWN_TEXT: [Column; 4] = [Column::Time, Column::Sent, Column::Received, Column::Frames];

/// A row in which a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its place in the order of the table.
    pub place: usize,
    /// Its flow.
    pub flow: FlowId,
}

/// Rows of the table with the text, from the top; numbers and times only in the columns that are shown.
pub fn find(screen: &Screen, shown: &[Column], text: &str) -> Vec<Hit> {
    let lower = text.to_lowercase();
    let words = found(&screen.analysis, &screen.redaction.revealed(text));
    // What has no digit stands in no number and in no time, but in their units.
    let own: Vec<Column> = OWN_TEXT
        .into_iter()
        .filter(|column| shown.contains(column) && lower.contains(|c: char| c.is_ascii_digit()))
        .collect();
    let holds = |flow: FlowId| {
        words.contains(flow.0 as usize)
            || own.iter().any(|column| {
                let cell = cell(screen, flow, *column);
                cell.text.to_lowercase().contains(&lower)
            })
    };
    let rows = screen.table.order.iter().enumerate();
    rows.filter(|(_, flow)| holds(**flow))
        .map(|(place, flow)| Hit { place, flow: *flow })
        .collect()
}

/// The next hit after a place, or the one before, round the end: its number from 0.
pub fn step(hits: &[Hit], from: Option<usize>, down: bool) -> Option<usize> {
    let last = hits.len().checked_sub(1)?;
    Some(match (from, down) {
        (None, true) => 0,
        (None, false) => last,
        (Some(from), true) => {
            let next = hits.partition_point(|hit| hit.place <= from);
            if next > last { 0 } else { next }
        }
        (Some(from), false) => {
            let next = hits.partition_point(|hit| hit.place < from);
            next.checked_sub(1).unwrap_or(last)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_round_the_end_from_anywhere() {
        let hits = [2, 5, 9].map(|place| Hit {
            place,
            flow: FlowId(0),
        });
        for (from, down, expected) in [
            (None, true, 0),
            (None, false, 2),
            (Some(2), true, 1),
            (Some(3), true, 1),
            (Some(9), true, 0),
            (Some(2), false, 2),
            (Some(7), false, 1),
        ] {
            assert_eq!(step(&hits, from, down), Some(expected), "{from:?} {down}");
        }
        assert_eq!(step(&[], Some(3), true), None);
    }
}
