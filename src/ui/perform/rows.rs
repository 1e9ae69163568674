//! What is done with the table's rows: their order, finding in them, copying from them.

use std::sync::Arc;

use crate::ui::app::{App, later};
use crate::ui::later::Later;
use crate::ui::panels::table::Found;
use crate::view::find::{find as rows_with, step};
use crate::view::query::{Column, MAX_THEN, Sort};
use crate::view::table::{cell, header, is_number};

impl App {
    /// A click on a title. `further`: beside the columns that sort already.
    pub(super) fn sort_by(&mut self, column: Column, further: bool) {
        let query = &mut self.query;
        let first = Sort {
            column,
            descending: is_number(column),
        };
        if query.sort.column == column {
            query.sort.descending = !query.sort.descending;
        } else if !further {
            query.sort = first;
        } else if let Some(sort) = query.then.iter_mut().find(|sort| sort.column == column) {
            sort.descending = !sort.descending;
        } else if query.then.len() < MAX_THEN {
            query.then.push(first);
        }
        if !further {
            query.then.clear();
        }
    }

    /// The selected row as tab-separated text, in the order of the columns that are shown.
    pub(super) fn copy_row(&mut self) {
        let Some((screen, flow)) = self.screen.clone().zip(self.query.selected) else {
            return;
        };
        let columns = self.preferences.columns.shown(&screen.table.columns);
        let cells = columns.iter();
        let cells = cells.map(|column| cell(&screen, flow, *column).text.replace('\t', " "));
        let cells: Vec<String> = cells.collect();
        self.context.copy_text(cells.join("\t"));
        self.say("The row is on the clipboard".to_owned());
    }

    /// The cell that arrows or a click chose; the destination where none was.
    pub(super) fn copy_cell(&mut self) {
        let Some((screen, flow)) = self.screen.clone().zip(self.query.selected) else {
            return;
        };
        let column = self.look.table.cell.unwrap_or(Column::Destination);
        self.context.copy_text(cell(&screen, flow, column).text);
        let title = header(column);
        self.say(format!("{title} of the row is on the clipboard"));
    }

    /// To the next row that holds the text, or the one before; the rows are looked for on a thread.
    pub(super) fn find(&mut self, down: bool) {
        let Some(screen) = self.screen.clone() else {
            return;
        };
        let find = &mut self.look.table.find;
        if find.text.trim().is_empty() {
            return find.begin();
        }
        find.open = true;
        find.waits = Some(down);
        let shown = self.preferences.columns.shown(&screen.table.columns);
        let known = find.found.as_ref();
        let is_known = known.is_some_and(|found| found.is_of(&find.text, &screen, &shown));
        if !is_known && find.coming.is_none() {
            let text = find.text.clone();
            find.found = None;
            find.at = None;
            let looked = later(&self.context, self.pace, move || {
                let hits = rows_with(&screen, &shown, text.trim());
                Ok(Arc::new(Found {
                    text,
                    screen,
                    shown,
                    hits,
                }))
            });
            self.look.table.find.coming = Some(looked);
        }
        self.poll_found();
    }

    /// Takes in rows that were looked for, and goes the step that waited for them.
    pub(in crate::ui) fn poll_found(&mut self) {
        let find = &mut self.look.table.find;
        if let Some(outcome) = Later::take_from(&mut find.coming) {
            find.found = outcome.ok();
        }
        let Some(found) = find.found.clone().filter(|_| find.coming.is_none()) else {
            return;
        };
        let Some(down) = find.waits.take() else {
            return;
        };
        let from = self.query.selected.and_then(|flow| {
            let find = &self.look.table.find;
            let last = find.at.and_then(|at| found.hits.get(at.checked_sub(1)?));
            match last.filter(|hit| hit.flow == flow) {
                Some(hit) => Some(hit.place),
                None => found.screen.table.order.iter().position(|at| *at == flow),
            }
        });
        let stepped = step(&found.hits, from, down);
        self.look.table.find.at = stepped.map(|at| at + 1);
        if let Some(hit) = stepped.and_then(|at| found.hits.get(at)) {
            self.query.selected = Some(hit.flow);
            self.look.table.selected = Some(hit.flow);
            self.look.table.reveal = Some(hit.flow);
        }
    }
}
