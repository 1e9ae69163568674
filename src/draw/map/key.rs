//! The key of the colours: a card above the legend, with a piece of line, a sign, words and the amount of each part.

use egui::text::LayoutJob;
use egui::{Align2, Painter, Rect, pos2, vec2};

use super::furniture::card;
use crate::draw::fonts;
use crate::draw::parts::{append, strand};
use crate::draw::text;
use crate::draw::theme::{Theme, space, type_size};
use crate::view::screen::MapView;

/// Height of a row in points.
const ROW: f32 = 18.0;
/// Length of the piece of line, in points.
const LINE: f32 = 34.0;

/// Paints it with its lower left corner at the upper left one of `below`; `None` where colours stand for nothing or
/// there is no room.
pub fn paint(
    painter: &Painter,
    inner: Rect,
    below: Rect,
    map: &MapView,
    theme: &Theme,
) -> Option<Rect> {
    if map.key.is_empty() {
        return None;
    }
    let font = fonts::regular(type_size::SMALL);
    let title = text::line(painter, &map.key_title, font.clone(), theme.ink_soft, 260.0);
    let rows: Vec<_> = map
        .key
        .iter()
        .map(|(part, amount)| {
            let mut job = LayoutJob::default();
            append(
                &mut job,
                *part,
                &format!("{}  {amount}", part.label()),
                &font,
                theme,
            );
            (*part, painter.layout_job(job))
        })
        .collect();
    let widest = rows
        .iter()
        .map(|(_, words)| words.size().x)
        .fold(0.0, f32::max);
    let count = f32::from(u8::try_from(rows.len()).unwrap_or(u8::MAX));
    let width = title.size().x.max(LINE + space::S + widest) + 2.0 * space::M;
    let width = width.max(below.width());
    let height = title.size().y + space::XS + count * ROW + 2.0 * space::S;
    let corner = pos2(below.min.x, below.min.y - space::S);
    let rect = Rect::from_min_max(corner - vec2(0.0, height), corner + vec2(width, 0.0));
    if rect.min.y < inner.min.y {
        return None;
    }
    card(painter, rect, theme);
    let mut at = rect.min + vec2(space::M, space::S);
    text::put(painter, at, Align2::LEFT_TOP, &title);
    at.y += title.size().y + space::XS + ROW / 2.0;
    for (part, words) in &rows {
        let line = [at, at + vec2(LINE, 0.0)];
        painter.extend(strand(&line, 3.0, *part, theme));
        text::put(
            painter,
            at + vec2(LINE + space::S, 0.0),
            Align2::LEFT_CENTER,
            words,
        );
        at.y += ROW;
    }
    Some(rect)
}
