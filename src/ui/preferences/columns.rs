//! The table's columns as the user arranged them: which, in which order, how wide, which of them stay at the left.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::view::query::Column;

/// The column that is always shown: a row without its destination says nothing.
pub const ALWAYS: Column = Column::Destination;

/// Columns by their names in files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Columns {
    /// From left to right; those that are not named follow in their usual order.
    order: Vec<String>,
    /// Not shown.
    hidden: BTreeSet<String>,
    /// Held at the left, before the others.
    pinned: BTreeSet<String>,
    /// Widths in points.
    widths: BTreeMap<String, f32>,
}

impl Columns {
    /// The columns that a table has, in the user's order, also those not shown.
    pub fn in_order(&self, there: &[Column]) -> Vec<Column> {
        let place = |column: &Column| {
            let named = self.order.iter().position(|name| name == column.token());
            named.unwrap_or(usize::MAX)
        };
        let mut columns = there.to_vec();
        columns.sort_by_key(|column| (!self.is_pinned(*column), place(column)));
        columns
    }

    /// The columns that are shown, from left to right.
    pub fn shown(&self, there: &[Column]) -> Vec<Column> {
        let mut columns = self.in_order(there);
        columns.retain(|column| self.is_shown(*column));
        columns
    }

    /// Whether a column is shown where the table has it.
    pub fn is_shown(&self, column: Column) -> bool {
        column == ALWAYS || !self.hidden.contains(column.token())
    }

    /// Shows a column, or hides it.
    pub fn toggle(&mut self, column: Column) {
        let name = column.token();
        if !self.hidden.remove(name) && column != ALWAYS {
            self.hidden.insert(name.to_owned());
        }
    }

    /// Whether a column stays at the left while others move aside.
    pub fn is_pinned(&self, column: Column) -> bool {
        self.pinned.contains(column.token())
    }

    /// Holds a column at the left, or lets it go.
    pub fn toggle_pin(&mut self, column: Column) {
        let name = column.token();
        if !self.pinned.remove(name) {
            self.pinned.insert(name.to_owned());
        }
    }

    /// Moves a column to the place of another one.
    pub fn move_to(&mut self, there: &[Column], column: Column, target: Column) {
        let mut columns = self.in_order(there);
        let place = |columns: &[Column], wanted| columns.iter().position(|one| *one == wanted);
        let (Some(from), Some(to)) = (place(&columns, column), place(&columns, target)) else {
            return;
        };
        columns.remove(from);
        columns.insert(to.min(columns.len()), column);
        // Columns that this table does not have keep their names at the end.
        let names = columns.iter().map(|one| one.token().to_owned());
        let mut order: Vec<String> = names.collect();
        let others = self.order.iter().filter(|name| !order.contains(name));
        let others: Vec<String> = others.cloned().collect();
        order.extend(others);
        self.order = order;
    }

    /// Shows these, from left to right, and no others.
    pub fn show_these(&mut self, columns: &[Column]) {
        self.order = columns.iter().map(|one| one.token().to_owned()).collect();
        let others = Column::ALL.iter().filter(|one| !columns.contains(one));
        self.hidden = others.map(|one| one.token().to_owned()).collect();
    }

    /// As at first.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Whether anything was arranged.
    pub fn is_arranged(&self) -> bool {
        *self != Self::default()
    }

    /// Width of a column in points, where the user changed it.
    pub fn width(&self, column: Column) -> Option<f32> {
        self.widths.get(column.token()).copied()
    }

    /// Keeps the width of a column in points.
    pub fn set_width(&mut self, column: Column, points: f32) {
        self.widths.insert(column.token().to_owned(), points);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_move_hide_and_come_back() {
        let there = [
            Column::Time,
            Column::Destination,
            Column::Sent,
            Column::Frames,
        ];
        let mut columns = Columns::default();
        assert_eq!(columns.shown(&there), there);
        columns.move_to(&there, Column::Sent, Column::Time);
        columns.toggle(Column::Frames);
        columns.toggle(Column::Destination);
        let expected = [Column::Sent, Column::Time, Column::Destination];
        assert_eq!(columns.shown(&there), expected);
        // A table with one more, and one less.
        let other = [Column::Time, Column::App, Column::Destination];
        assert_eq!(
            columns.shown(&other),
            [Column::Time, Column::Destination, Column::App]
        );
        columns.move_to(&other, Column::App, Column::Time);
        assert_eq!(
            columns.shown(&there)[0],
            Column::Time,
            "the rest keeps its order"
        );
        columns.reset();
        assert_eq!(columns.shown(&there), there);
        columns.toggle_pin(Column::Sent);
        assert_eq!(columns.shown(&there)[0], Column::Sent, "pinned ones first");
        columns.toggle_pin(Column::Sent);
        assert_eq!(columns.shown(&there), there, "it goes back");
    }
}
