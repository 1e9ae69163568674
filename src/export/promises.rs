//! The promises of a claim in the picture: each with its verdict, its bar and its shares.

use egui::{Align2, Painter, Rect, pos2, vec2};

use crate::claim::verdict::Word;
use crate::draw::fonts;
use crate::draw::parts::{MARK_RADIUS, paint_bar, paint_mark};
use crate::draw::text;
use crate::draw::theme::{Theme, space, type_size};
use crate::view::claim_view::{ClaimView, PromiseView, bar_parts};

/// Height of a promise in points.
const HEIGHT: f32 = 54.0;
/// Promises that are drawn beside a map; more are counted.
pub const FEW: usize = 5;

/// Height of the lines above the promises, in points.
const ABOVE: f32 = 52.0;

/// Height that all promises of a claim need, in points.
pub fn whole_height(claim: &ClaimView) -> f32 {
    let promises = u16::try_from(claim.promises.len()).unwrap_or(u16::MAX);
    ABOVE + f32::from(promises) * HEIGHT
}

/// Paints the first `most` from the top of `rect`; returns where they end.
pub fn paint(painter: &Painter, rect: Rect, claim: &ClaimView, most: usize, theme: &Theme) -> f32 {
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let title = format!("The claim, stated {}", claim.stated);
    let font = fonts::strong(type_size::TITLE);
    let line = |top: f32, words: &str, font, ink| {
        let at = pos2(inner.min.x, top);
        let width = inner.width();
        text::put_line(painter, at, Align2::LEFT_TOP, words, font, ink, width)
            .max
            .y
    };
    let small = fonts::regular(type_size::SMALL);
    let top = line(rect.min.y, &title, font, theme.ink);
    let mut top = line(top, &claim.title, small.clone(), theme.ink_soft) + space::S;
    for promise in claim.promises.iter().take(most) {
        let row = Rect::from_min_size(pos2(inner.min.x, top), vec2(inner.width(), HEIGHT));
        paint_promise(painter, row, promise, theme);
        top = row.max.y;
    }
    let more = claim.promises.len().saturating_sub(most);
    if more > 0 {
        top = line(top, &format!("and {more} more"), small, theme.ink_soft);
    }
    top
}

fn paint_promise(painter: &Painter, rect: Rect, promise: &PromiseView, theme: &Theme) {
    let word = match promise.word {
        Word::NotCovered => "not seen",
        word => word.label(),
    };
    let strong = fonts::strong(type_size::SMALL);
    let verdict = text::line(painter, word, strong.clone(), theme.ink, rect.width() / 2.0);
    let placed = text::put(painter, rect.right_top(), Align2::RIGHT_TOP, &verdict);
    let mark = pos2(placed.min.x - MARK_RADIUS - 3.0, placed.center().y);
    paint_mark(painter, mark, promise.word, theme);
    let room = mark.x - MARK_RADIUS - space::S - rect.min.x;
    let at = rect.left_top();
    text::put_line(
        painter,
        at,
        Align2::LEFT_TOP,
        &promise.text,
        strong,
        theme.ink,
        room,
    );
    let track = Rect::from_min_size(pos2(rect.min.x, rect.min.y + 19.0), vec2(rect.width(), 9.0));
    paint_bar(painter, track, &bar_parts(&promise.bar), theme);
    let small = fonts::regular(type_size::SMALL - 1.0);
    let at = pos2(rect.min.x, track.max.y + 2.0);
    let words = &promise.shares;
    text::put_line(
        painter,
        at,
        Align2::LEFT_TOP,
        words,
        small,
        theme.ink_soft,
        rect.width(),
    );
}
