//! Slices of activity become the bars of the timeline.
//!
//! Bars lie on the grid of the slices and are a whole number of slices wide, so that no bar shows more than is known
//! and the walk is over slices, never over time.

use super::amount::duration;
use super::kept::{Kept, moment as slice_moment, sent_and_received};
use super::parts::{Parts, add};
use super::query::{Query, TimeSpan};
use super::screen::{Timeline, TimelineBin};
use super::when::{crosses_midnight, moment, nanos_between, stretch};
use crate::analysis::model::Analysis;
use crate::capture::frame::Time;

/// Bars at the most: as many as a narrow window has room for.
pub const MAX_BINS: usize = 300;

/// The bars over all captures; only the filter decides which flows count.
pub fn timeline(analysis: &Analysis, kept: &Kept, query: &Query, parts: &Parts<'_>) -> Timeline {
    let span = query.span;
    let Some(all) = stretch(analysis) else {
        return Timeline::default();
    };
    let with_day = crosses_midnight(analysis);
    let is_within = |part: &TimeSpan| part.from >= all.from && part.to <= all.to;
    let part = query.stretch.filter(is_within);
    let shown = part.unwrap_or(all);
    let grid = Grid::new(analysis, shown, part.is_some());
    let bins = bins(analysis, kept, &grid, parts);
    Timeline {
        start: Some(Time::from_wide_nanos(grid.start).unwrap_or(shown.from)),
        bin_nanos: i64::try_from(grid.width).unwrap_or(i64::MAX),
        bins,
        top: query.held.map(|held| held.bar),
        parts: parts.all(),
        start_text: moment(shown.from, with_day),
        end_text: moment(shown.to, with_day),
        span,
        span_text: match (span, part) {
            (Some(span), _) => span_text(span, with_day),
            (None, Some(_)) => part_text(all, with_day),
            (None, None) => String::new(),
        },
        all: Some(all),
        part,
    }
}

/// `14:08:31 – 14:10:44 · 2 min 13 s selected`.
fn span_text(span: TimeSpan, with_day: bool) -> String {
    format!(
        "{} – {} · {} selected",
        moment(span.from, with_day),
        moment(span.to, with_day),
        duration(nanos_between(span.from, span.to))
    )
}

/// `part of 14:02:10 – 14:19:00`.
fn part_text(all: TimeSpan, with_day: bool) -> String {
    let (from, to) = (moment(all.from, with_day), moment(all.to, with_day));
    format!("part of {from} – {to}")
}

/// Wide numbers: hostile captures state times at both ends of 64 bits.
struct Grid {
    start: i128,
    width: i128,
    bins: usize,
    /// Whether there is time beside it.
    is_part: bool,
}

impl Grid {
    fn new(analysis: &Analysis, shown: TimeSpan, is_part: bool) -> Self {
        let slice = analysis
            .activity
            .iter()
            .map(|a| a.width_nanos())
            .max()
            .unwrap_or(1)
            .max(1);
        let slice = i128::from(slice);
        let base = analysis
            .activity
            .iter()
            .find_map(|a| a.base())
            .unwrap_or(shown.from);
        let nanos = |time: Time| i128::from(time.nanos());
        let (first, last) = (nanos(shown.from), nanos(shown.to));
        let base = nanos(base);
        let start = (base + (first - base).div_euclid(slice) * slice).max(i128::from(i64::MIN));
        let slices = (last - start) / slice + 1;
        let per_bin = (slices + MAX_BINS as i128 - 1) / MAX_BINS as i128;
        let width = slice * per_bin;
        let bins = usize::try_from((last - start) / width + 1).unwrap_or(MAX_BINS);
        Self {
            start,
            width,
            bins,
            is_part,
        }
    }

    /// The bar of a moment. Beside a part there is none; of the whole the ends take what lies beyond, and the first what
    /// has no time.
    fn place(&self, at: Option<Time>) -> Option<usize> {
        let bar = |at: Time| (i128::from(at.nanos()) - self.start).div_euclid(self.width);
        let bar = at.and_then(|at| usize::try_from(bar(at)).ok());
        match self.is_part {
            true => bar.filter(|bar| *bar < self.bins),
            false => Some(bar.unwrap_or(0).min(self.bins - 1)),
        }
    }
}

fn bins(analysis: &Analysis, kept: &Kept, grid: &Grid, parts: &Parts<'_>) -> Vec<TimelineBin> {
    let mut bins = vec![TimelineBin::default(); grid.bins];
    for (activity, capture) in analysis.activity.iter().zip(&analysis.captures) {
        // Neighbours in the list are neighbours in time: most slices need no division.
        let mut newest = None;
        for slice in activity.slices() {
            let index = slice.flow.0 as usize;
            let Some(flow) = analysis
                .flows
                .get(index)
                .filter(|_| kept.any_time.contains(index))
            else {
                continue;
            };
            let place = match newest {
                Some((bin, place)) if bin == slice.bin => place,
                _ => grid.place(slice_moment(activity, slice, capture.first)),
            };
            newest = Some((slice.bin, place));
            let (sent, received) = sent_and_received(flow, slice);
            if let Some(bin) = place.and_then(|place| bins.get_mut(place)) {
                bin.sent = bin.sent.saturating_add(sent);
                bin.received = bin.received.saturating_add(received);
                let part = parts.of(index);
                add(&mut bin.sent_by, part, sent);
                add(&mut bin.received_by, part, received);
            }
        }
    }
    bins
}
