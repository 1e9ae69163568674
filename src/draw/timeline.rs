//! Bytes over time: bars up for sent, bars down for received, the selected span shaded, times at the ends.

use egui::{Align2, Mesh, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use super::fonts;
use super::text;
use super::theme::{Theme, space, type_size};
use crate::capture::frame::Time;
use crate::view::amount::{bytes, count};
use crate::view::parts::{ByPart, Part};
use crate::view::query::TimeSpan;
use crate::view::screen::{Timeline, TimelineBin};

/// Height of the row of axis texts, in points.
const AXIS: f32 = 20.0;
/// Room above the bars, in points.
const ABOVE: f32 = 6.0;
/// Which way is which.
const KEY: &str = "↑ sent  ↓ received";
/// A direction with any bytes at all is at least this high, in points.
const LEAST_BAR: f32 = 1.0;
/// Room that either direction has at least, in points: the zero line never lies on the edge.
const LEAST_SIDE: f32 = 4.0;

/// Height of the cap of a bar that is higher than the scale that is held, in points: it stands off from the bar.
const CAP: f32 = 2.0;

/// Paints the timeline into `rect`.
pub fn paint_timeline(painter: &Painter, rect: Rect, timeline: &Timeline, theme: &Theme) {
    let plot = plot_rect(rect);
    if timeline.start.is_none() || timeline.bins.is_empty() {
        let font = fonts::regular(type_size::SMALL);
        let note = "No times in this capture";
        text::put_line(
            painter,
            plot.center(),
            Align2::CENTER_CENTER,
            note,
            font,
            theme.ink_soft,
            plot.width(),
        );
        return;
    }
    if let Some(span) = timeline.span {
        paint_span(painter, rect, timeline, span, theme);
    }
    painter.add(bars(
        plot,
        timeline,
        theme,
        1.0 / painter.pixels_per_point(),
    ));
    let middle = painter.round_to_pixel_center(Heights::of(plot, timeline).middle);
    painter.hline(plot.x_range(), middle, Stroke::new(1.0, theme.line));
    paint_axis(painter, rect, plot, timeline, theme);
}

/// `scale fixed at 500 kB, 3 bars above it have a cap`; `None` where the highest bars fill the height.
pub fn scale_text(timeline: &Timeline) -> Option<String> {
    let scale = format!("scale fixed at {}", bytes(timeline.top?));
    let above = u64::try_from(timeline.above()).unwrap_or(u64::MAX);
    Some(match above {
        0 => scale,
        1 => format!("{scale}, 1 bar above it has a cap"),
        several => format!("{scale}, {} bars above it have a cap", count(several)),
    })
}

/// The part of `rect` that holds the bars.
pub fn plot_rect(rect: Rect) -> Rect {
    let min = rect.min + vec2(space::M, ABOVE);
    Rect::from_min_max(min, pos2(rect.max.x - space::M, rect.max.y - AXIS))
}

/// Screen x of a time; times outside lie outside the plot. `None` where the timeline has no times.
pub fn x_of(rect: Rect, timeline: &Timeline, time: Time) -> Option<f32> {
    let (start, length) = extent(timeline)?;
    let plot = plot_rect(rect);
    let way = nanos_as_f64(time.nanos_since(start)) / nanos_as_f64(length);
    #[expect(clippy::cast_possible_truncation, reason = "a position on the screen")]
    let way = way as f32;
    Some(plot.min.x + plot.width() * way)
}

/// Time at a screen x, held inside the plot. `None` where the timeline has no times.
pub fn time_at(rect: Rect, timeline: &Timeline, x: f32) -> Option<Time> {
    let (start, length) = extent(timeline)?;
    let plot = plot_rect(rect);
    let way = f64::from(((x - plot.min.x) / plot.width().max(1.0)).clamp(0.0, 1.0));
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    let nanos = (nanos_as_f64(length) * way).round() as i64;
    Some(start.plus_nanos(nanos))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a screen has fewer digits than a double"
)]
fn nanos_as_f64(nanos: i64) -> f64 {
    nanos as f64
}

/// Start and length in nanoseconds.
fn extent(timeline: &Timeline) -> Option<(Time, i64)> {
    let bins = i64::try_from(timeline.bins.len()).ok()?;
    let length = timeline.bin_nanos.saturating_mul(bins);
    (length > 0).then_some((timeline.start?, length))
}

/// Where the zero line is and how high a byte is: one scale for both directions, and the whole plot used; where the scale
/// is held, the zero line is in the middle and no bar is higher than `most`.
#[derive(Clone, Copy, Debug)]
struct Heights {
    middle: f32,
    per_byte: f32,
    most: f32,
}

impl Heights {
    #[expect(clippy::cast_precision_loss, reason = "heights on a screen")]
    fn of(plot: Rect, timeline: &Timeline) -> Self {
        let room = plot.height() - 2.0 * LEAST_SIDE;
        if let Some(top) = timeline.top {
            return Self {
                middle: plot.center().y,
                per_byte: room / 2.0 / (top as f32).max(1.0),
                most: room / 2.0,
            };
        }
        let most = |of: fn(&TimelineBin) -> u64| timeline.bins.iter().map(of).max().unwrap_or(0);
        let (sent, received) = (most(|bin| bin.sent) as f32, most(|bin| bin.received) as f32);
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
fn bars(plot: Rect, timeline: &Timeline, theme: &Theme, pixel: f32) -> Mesh {
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
        let is_above = |bytes: u64| timeline.top.is_some_and(|top| bytes > top);
        if is_above(bin.sent) {
            mesh.add_colored_rect(bar(plot.min.y, plot.min.y + CAP), theme.ink);
        }
        if is_above(bin.received) {
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

fn paint_span(painter: &Painter, rect: Rect, timeline: &Timeline, span: TimeSpan, theme: &Theme) {
    let plot = plot_rect(rect);
    let x = |time| x_of(rect, timeline, time).map(|x| x.clamp(plot.min.x, plot.max.x));
    let (Some(from), Some(to)) = (x(span.from), x(span.to)) else {
        return;
    };
    let shade = Rect::from_min_max(pos2(from, plot.min.y), pos2(to.max(from + 1.0), plot.max.y));
    painter.rect(
        shade,
        2,
        theme.accent_soft,
        Stroke::new(1.0, theme.ink_soft),
        StrokeKind::Middle,
    );
}

fn paint_axis(painter: &Painter, rect: Rect, plot: Rect, timeline: &Timeline, theme: &Theme) {
    let y = rect.max.y - space::XS / 2.0;
    let soft = |at, anchor, words: &str| {
        let font = fonts::regular(type_size::SMALL);
        text::put_line(
            painter,
            at,
            anchor,
            words,
            font,
            theme.ink_soft,
            plot.width() / 3.0,
        )
    };
    let start = soft(
        pos2(plot.min.x, y),
        Align2::LEFT_BOTTOM,
        &timeline.start_text,
    );
    let end = soft(
        pos2(plot.max.x, y),
        Align2::RIGHT_BOTTOM,
        &timeline.end_text,
    );
    let key = match scale_text(timeline) {
        Some(scale) => format!("{KEY}  {scale}"),
        None => KEY.to_owned(),
    };
    let key = soft(pos2(end.min.x - space::L, y), Align2::RIGHT_BOTTOM, &key);
    if timeline.span_text.is_empty() {
        return;
    }
    let room =
        Rect::from_min_max(pos2(start.max.x, y), pos2(key.min.x, y)).shrink2(vec2(space::M, 0.0));
    let font = fonts::strong(type_size::SMALL);
    let words = text::line(
        painter,
        &timeline.span_text,
        font,
        theme.ink,
        room.width().max(1.0),
    );
    text::put(
        painter,
        pos2(room.center().x, y),
        Align2::CENTER_BOTTOM,
        &words,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECT: Rect = Rect {
        min: pos2(10.0, 10.0),
        max: pos2(810.0, 90.0),
    };

    fn timeline() -> Timeline {
        Timeline {
            start: Some(Time::from_nanos(1_000_000_000)),
            bin_nanos: 500_000_000,
            bins: vec![
                TimelineBin {
                    sent: 1,
                    received: 1000,
                    ..TimelineBin::default()
                };
                20
            ],
            ..Timeline::default()
        }
    }

    #[test]
    fn times_and_positions_go_there_and_back() {
        let timeline = timeline();
        for half_seconds in 0..=20 {
            let time = Time::from_nanos(1_000_000_000 + half_seconds * 500_000_000);
            let x = x_of(RECT, &timeline, time).expect("has times");
            let back = time_at(RECT, &timeline, x).expect("has times");
            assert!(
                back.nanos_since(time).abs() < 1_000_000,
                "{time} became {back}"
            );
        }
    }

    #[test]
    fn positions_outside_give_the_ends_and_no_times_give_none() {
        let timeline = timeline();
        assert_eq!(time_at(RECT, &timeline, -50.0), timeline.start);
        assert_eq!(
            time_at(RECT, &timeline, 1e9),
            Some(Time::from_nanos(11_000_000_000))
        );
        assert_eq!(time_at(RECT, &Timeline::default(), 0.0), None);
        assert_eq!(x_of(RECT, &Timeline::default(), Time::from_nanos(0)), None);
    }

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
