//! Bytes over time: bars up for sent, bars down for received, the selected span shaded, times at the ends.

mod bars;

use egui::{Align2, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use self::bars::{Heights, bars};
use super::fonts;
use super::text;
use super::theme::{Theme, space, type_size};
use crate::capture::frame::Time;
use crate::view::amount::{bytes, count};
use crate::view::query::TimeSpan;
use crate::view::screen::Timeline;

/// Height of the row of axis texts, in points.
const AXIS: f32 = 20.0;
/// Room above the bars, in points.
const ABOVE: f32 = 6.0;
/// Which way is which.
const KEY: &str = "↑ sent  ↓ received";

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
    let third = plot.width() / 3.0;
    let soft = |at, anchor, words: &str, room| {
        let font = fonts::regular(type_size::SMALL);
        text::put_line(painter, at, anchor, words, font, theme.ink_soft, room)
    };
    let start = soft(
        pos2(plot.min.x, y),
        Align2::LEFT_BOTTOM,
        &timeline.start_text,
        third,
    );
    let end = soft(
        pos2(plot.max.x, y),
        Align2::RIGHT_BOTTOM,
        &timeline.end_text,
        third,
    );
    let key = match scale_text(timeline) {
        Some(scale) => format!("{KEY}  {scale}"),
        None => KEY.to_owned(),
    };
    // What lies between the ends is the key's, unless a span is told there too.
    let between = end.min.x - start.max.x - 2.0 * space::L;
    let room = match timeline.span_text.is_empty() {
        true => between.max(third),
        false => third,
    };
    let at = pos2(end.min.x - space::L, y);
    let key = soft(at, Align2::RIGHT_BOTTOM, &key, room);
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
    use crate::view::screen::TimelineBin;

    pub(super) const RECT: Rect = Rect {
        min: pos2(10.0, 10.0),
        max: pos2(810.0, 90.0),
    };

    /// Twenty bars, of one byte sent and a thousand received.
    pub(super) fn timeline() -> Timeline {
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
}
