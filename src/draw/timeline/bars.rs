//! The bars of the timeline: how high a byte is, and each bar with its parts.

use egui::{Mesh, Rect, pos2};

use crate::draw::theme::Theme;
use crate::view::parts::{ByPart, Part};
use crate::view::screen::Timeline;

/// Height of the cap of a bar that is higher than the scale that is held, in points: it stands off from the bar.
const CAP: f32 = 2.0;
/// Room that either direction has at least, in points: the zero line never lies on the edge.
const LEAST_SIDE: f32 = 4.0;
/// A direction with any bytes at all is at least this high, in points.
const LEAST_BAR: f32 = 1.0;

/// Where the zero line is and how high a byte is: one scale for both directions, and the whole plot used; where the scale
/// is held, the zero line is in the middle and no bar is higher than `most`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heights {
    pub(super) middle: f32,
    per_byte: f32,
    most: f32,
}

impl Heights {
    #[expect(clippy::cast_precision_loss, reason = "heights on a screen")]
    pub(super) fn of(plot: Rect, timeline: &Timeline) -> Self {
        let room = plot.height() - 2.0 * LEAST_SIDE;
        if let Some(top) = timeline.top {
            return Self {
                middle: plot.center().y,
                per_byte: room / 2.0 / (top as f32).max(1.0),
                most: room / 2.0,
            };
        }
        let (sent, received) = timeline.highest();
        let (sent, received) = (sent as f32, received as f32);
        let per_byte = room / (sent + received).max(1.0);
        Self {
            middle: plot.min.y + LEAST_SIDE + sent * per_byte,
            per_byte,
            most: f32::INFINITY,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "heights on a screen")]
    fn height(self, bytes: u64) -> f32 {
        match bytes {
            0 => 0.0,
            some => (some as f32 * self.per_byte).max(LEAST_BAR).min(self.most),
        }
    }
}

/// All bars as one mesh; on whole pixels, so that gaps are even.
#[expect(
    clippy::cast_precision_loss,
    reason = "heights and positions of bars on a screen"
)]
pub(super) fn bars(plot: Rect, timeline: &Timeline, theme: &Theme, pixel: f32) -> Mesh {
    let mut mesh = Mesh::default();
    let columns = timeline.bins.len().max(1) as f32;
    let snap = |x: f32| (x / pixel).round() * pixel;
    let heights = Heights::of(plot, timeline);
    let (middle, height) = (heights.middle, |bytes| heights.height(bytes));
    let gap = if plot.width() / columns >= 3.0 * pixel {
        pixel
    } else {
        0.0
    };
    for (index, bin) in timeline.bins.iter().enumerate() {
        let left = snap(plot.min.x + plot.width() * index as f32 / columns);
        let right = snap(plot.min.x + plot.width() * (index + 1) as f32 / columns) - gap;
        let right = right.max(left + pixel);
        let bar = |from: f32, to: f32| Rect::from_min_max(pos2(left, from), pos2(right, to));
        for (from, to, part) in stacked(bin.sent, &bin.sent_by, timeline, height) {
            let colour = part.map_or(theme.sent, |part| theme.part(part));
            let (top, bottom) = ((middle - to).max(plot.min.y), middle - from);
            mesh.add_colored_rect(bar(top, bottom), colour);
        }
        for (from, to, part) in stacked(bin.received, &bin.received_by, timeline, height) {
            let colour = part.map_or(theme.received, |part| theme.part(part));
            let (top, bottom) = (middle + from, (middle + to).min(plot.max.y));
            mesh.add_colored_rect(bar(top, bottom), colour);
        }
        if timeline.is_above(bin.sent) {
            mesh.add_colored_rect(bar(plot.min.y, plot.min.y + CAP), theme.ink);
        }
        if timeline.is_above(bin.received) {
            mesh.add_colored_rect(bar(plot.max.y - CAP, plot.max.y), theme.ink);
        }
    }
    mesh
}

/// Heights between which each part of a bar lies, from the zero line outward; one bar where colours stand for nothing.
/// A part that is there shows, however small.
fn stacked(
    whole: u64,
    by_part: &ByPart,
    timeline: &Timeline,
    height: impl Fn(u64) -> f32,
) -> Vec<(f32, f32, Option<Part>)> {
    if timeline.parts.is_empty() {
        return match whole {
            0 => Vec::new(),
            some => vec![(0.0, height(some), None)],
        };
    }
    let (mut sum, mut from) = (0_u64, 0.0);
    let mut bars = Vec::new();
    for (part, value) in timeline.parts.iter().zip(by_part) {
        if *value == 0 {
            continue;
        }
        sum = sum.saturating_add(*value);
        let to = height(sum).max(from + LEAST_BAR);
        bars.push((from, to, Some(*part)));
        from = to;
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::timeline::tests::{RECT, timeline};
    use crate::draw::timeline::{plot_rect, scale_text};
    use crate::view::screen::TimelineBin;

    #[test]
    fn every_byte_shows_and_no_bar_leaves_the_plot() {
        let plot = plot_rect(RECT);
        let mesh = bars(plot, &timeline(), &Theme::light(), 1.0);
        assert_eq!(mesh.vertices.len(), 20 * 2 * 4);
        assert!(
            plot.contains_rect(mesh.calc_bounds()),
            "{:?} in {plot:?}",
            mesh.calc_bounds()
        );
        let (highest, lowest) = mesh
            .vertices
            .iter()
            .map(|v| v.pos.y)
            .fold((f32::INFINITY, 0.0_f32), |(high, low), y| {
                (high.min(y), low.max(y))
            });
        let middle = Heights::of(plot, &timeline()).middle;
        assert!((middle - highest - LEAST_BAR).abs() < 1e-3);
        assert!(
            (plot.max.y - LEAST_SIDE - lowest).abs() < 1e-3,
            "the whole plot is used"
        );
    }

    #[test]
    fn a_held_scale_keeps_its_heights_and_marks_what_is_above() {
        let plot = plot_rect(RECT);
        let held = |top| Timeline {
            top: Some(top),
            ..timeline()
        };
        let (small, large) = (held(500), held(100_000));
        let height = |timeline: &Timeline| Heights::of(plot, timeline).height(250);
        assert!(height(&small) > height(&large));
        let other = Timeline {
            bins: vec![TimelineBin::default(); 3],
            ..held(500)
        };
        assert_eq!(height(&small).to_bits(), height(&other).to_bits());
        let quads = |timeline| bars(plot, timeline, &Theme::light(), 1.0).vertices.len() / 4;
        assert_eq!((quads(&small), quads(&large)), (20 * 3, 20 * 2));
        assert!(plot.contains_rect(bars(plot, &small, &Theme::light(), 1.0).calc_bounds()));
        let words = "scale fixed at 500 B, 20 bars above it have a cap";
        assert_eq!(scale_text(&small).as_deref(), Some(words));
        assert_eq!(scale_text(&timeline()), None);
    }
}
