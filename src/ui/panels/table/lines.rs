//! Lines of the table: flows, and where they are grouped the groups with their flows below those that are open.
//!
//! Positions are whole numbers all the way, so that the last of many millions is where it should be.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::flow::model::FlowId;
use crate::view::screen::{Group, Table};

/// What a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A group, by its position among the groups.
    Group(usize),
    /// A flow, by its position in the order.
    Flow(usize),
}

/// The lines of one table.
#[derive(Default)]
pub struct Lines {
    order: Arc<Vec<FlowId>>,
    groups: Option<Arc<Vec<Group>>>,
    /// Labels of groups that are open.
    open: BTreeSet<String>,
    /// The line of each group.
    starts: Vec<usize>,
    count: usize,
}

impl Lines {
    /// Takes another table in; true where its rows are others than before.
    pub fn renew(&mut self, table: &Table) -> bool {
        let same_groups = match (&self.groups, &table.groups) {
            (None, None) => true,
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        if same_groups && Arc::ptr_eq(&self.order, &table.order) {
            return false;
        }
        self.order = Arc::clone(&table.order);
        self.groups.clone_from(&table.groups);
        self.count_lines();
        true
    }

    fn count_lines(&mut self) {
        self.starts.clear();
        self.count = match &self.groups {
            None => self.order.len(),
            Some(groups) => groups.iter().fold(0, |line, group| {
                self.starts.push(line);
                let below = match self.open.contains(&group.label) {
                    true => group.flows,
                    false => 0,
                };
                line + 1 + below
            }),
        };
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// What a line shows; `None` beyond the last.
    pub fn at(&self, line: usize) -> Option<Line> {
        if line >= self.count {
            return None;
        }
        let Some(groups) = &self.groups else {
            return Some(Line::Flow(line));
        };
        let at = self
            .starts
            .partition_point(|start| *start <= line)
            .checked_sub(1)?;
        let below = line - self.starts.get(at)?;
        match below.checked_sub(1) {
            None => Some(Line::Group(at)),
            Some(below) => Some(Line::Flow(groups.get(at)?.first + below)),
        }
    }

    /// The flow on a line, where it shows one.
    pub fn flow_at(&self, line: usize) -> Option<FlowId> {
        match self.at(line)? {
            Line::Flow(place) => self.order.get(place).copied(),
            Line::Group(_) => None,
        }
    }

    /// The line of a flow, where it is shown. It is looked for: not in every frame.
    pub fn line_of(&self, flow: FlowId) -> Option<usize> {
        self.line_of_place(self.place_of(flow)?)
    }

    /// The place of a flow in the order, shown or not. It is looked for: not in every frame.
    pub fn place_of(&self, flow: FlowId) -> Option<usize> {
        self.order.iter().position(|at| *at == flow)
    }

    /// The line of a position in the order, where it is shown.
    pub fn line_of_place(&self, place: usize) -> Option<usize> {
        if self.groups.is_none() {
            return Some(place);
        }
        let at = self.group_of_place(place)?;
        let group = self.group(at)?;
        let start = self.starts.get(at)?;
        let is_open = self.open.contains(&group.label);
        is_open.then_some(start + 1 + place - group.first)
    }

    /// The group that holds a position in the order.
    pub fn group_of_place(&self, place: usize) -> Option<usize> {
        let groups = self.groups.as_ref()?;
        groups
            .partition_point(|group| group.first <= place)
            .checked_sub(1)
    }

    /// The line of a group.
    pub fn line_of_group(&self, at: usize) -> Option<usize> {
        self.starts.get(at).copied()
    }

    /// A group by its position.
    pub fn group(&self, at: usize) -> Option<&Group> {
        self.groups.as_ref()?.get(at)
    }

    /// Whether a group's flows are shown.
    pub fn is_open(&self, at: usize) -> bool {
        self.group(at)
            .is_some_and(|group| self.open.contains(&group.label))
    }

    /// Shows the flows of a group, or hides them.
    pub fn set_open(&mut self, at: usize, open: bool) {
        let Some(label) = self.group(at).map(|group| group.label.clone()) else {
            return;
        };
        match open {
            true => self.open.insert(label),
            false => self.open.remove(&label),
        };
        self.count_lines();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(flows: u32, groups: &[(&str, usize)]) -> Table {
        let mut first = 0;
        let groups: Vec<Group> = groups
            .iter()
            .map(|(label, flows)| {
                let group = Group {
                    label: (*label).to_owned(),
                    doubtful: false,
                    first,
                    flows: *flows,
                    sent: 0,
                    received: 0,
                    frames: 0,
                };
                first += flows;
                group
            })
            .collect();
        Table {
            with_day: false,
            columns: Vec::new(),
            order: Arc::new((0..flows).map(FlowId).collect()),
            groups: (!groups.is_empty()).then(|| Arc::new(groups)),
            within_span: None,
        }
    }

    #[test]
    fn groups_open_and_close_and_every_line_finds_its_way_back() {
        let mut lines = Lines::default();
        let grouped = table(6, &[("a", 3), ("b", 1), ("c", 2)]);
        assert!(lines.renew(&grouped) && !lines.renew(&grouped));
        assert_eq!(lines.count(), 3);
        lines.set_open(0, true);
        lines.set_open(2, true);
        let shown: Vec<Line> = (0..).map_while(|line| lines.at(line)).collect();
        let expected = [
            Line::Group(0),
            Line::Flow(0),
            Line::Flow(1),
            Line::Flow(2),
            Line::Group(1),
            Line::Group(2),
            Line::Flow(4),
            Line::Flow(5),
        ];
        assert_eq!(shown, expected);
        for (line, what) in shown.iter().enumerate() {
            let back = match what {
                Line::Flow(place) => lines.line_of_place(*place),
                Line::Group(at) => lines.line_of_group(*at),
            };
            assert_eq!(back, Some(line));
        }
        assert_eq!(lines.line_of(FlowId(3)), None, "its group is closed");
        lines.set_open(0, false);
        assert_eq!(lines.count(), 5);
    }

    #[test]
    fn the_last_of_ten_million_is_exact() {
        let mut lines = Lines::default();
        let many = 10_000_000;
        lines.renew(&table(many, &[]));
        let last = many as usize - 1;
        assert_eq!(lines.at(last), Some(Line::Flow(last)));
        assert_eq!(lines.at(last + 1), None);
        lines.renew(&table(many, &[("a", 4_999_999), ("b", 5_000_001)]));
        lines.set_open(0, true);
        lines.set_open(1, true);
        assert_eq!(lines.count(), many as usize + 2);
        assert_eq!(lines.flow_at(lines.count() - 1), Some(FlowId(many - 1)));
        assert_eq!(lines.line_of(FlowId(many - 1)), Some(lines.count() - 1));
        assert_eq!(lines.at(5_000_000), Some(Line::Group(1)));
    }
}
