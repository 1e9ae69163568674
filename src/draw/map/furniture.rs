//! What stands around the map inside its picture: legend, what cannot be placed, provenance.

use egui::{Align2, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::camera::FOOT;
use super::key;
use super::marks::Mark;
use crate::draw::fonts;
use crate::draw::text;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::view::screen::{MapView, MarginItem};

/// Height of a row of the legend, in points.
const ROW: f32 = 19.0;
/// Size of a swatch of the legend, in points.
const SWATCH: (f32, f32) = (22.0, 11.0);
/// Height of a card of the margin, in points.
const DOCK: f32 = 28.0;
/// Maps lower or narrower than this have no legend, in points.
const LEAST_FOR_LEGEND: (f32, f32) = (420.0, 240.0);

/// Words of the legend have this room at the least, in points: what the map is of is not cut.
const LEAST_FOR_WORDS: f32 = 210.0;

/// Lines of the provenance; narrow maps need several.
const MOST_LINES: usize = 4;

/// Where the furniture stands.
#[derive(Clone, Debug, Default)]
pub struct Furniture {
    /// The legend's card, where there is room for one.
    pub legend: Option<Rect>,
    /// The card that says what colours stand for.
    pub key: Option<Rect>,
    /// Cards of the margin, in the order of `MapView::margin`.
    pub margin: Vec<Rect>,
    /// The provenance line.
    pub provenance: Option<Rect>,
    /// What stands on the map without being painted by it.
    pub reserved: Option<Rect>,
}

/// Stands behind the name of a country whose value lies above the scale that is held.
pub const ABOVE: &str = "↑";
/// Countries above the scale that the legend names; more are counted.
const MOST_ABOVE: usize = 3;

/// A row of the legend beside the steps of the ramp.
enum Sign {
    Disputed,
    Small,
    /// Codes of the countries above the scale.
    Above(Vec<String>),
}

impl Sign {
    fn label(&self) -> String {
        match self {
            Sign::Disputed => "sources differ".to_owned(),
            Sign::Small => "small country".to_owned(),
            Sign::Above(codes) if codes.len() > MOST_ABOVE => {
                format!("above the scale: {} countries", codes.len())
            }
            Sign::Above(codes) => format!("above the scale: {}", codes.join(", ")),
        }
    }
}

/// Paints all of it and says where it is.
pub fn paint(
    painter: &Painter,
    rect: Rect,
    map: &MapView,
    marks: &[Mark],
    theme: &Theme,
) -> Furniture {
    let inner = rect.shrink(space::M);
    let legend = paint_legend(painter, inner, map, marks, theme);
    // Without a legend the key stands above the margin, which then begins at the left.
    let corner = pos2(inner.min.x, rect.max.y - FOOT);
    let corner = Rect::from_min_max(corner, corner);
    let key = key::paint(painter, inner, legend.unwrap_or(corner), map, theme);
    let left = legend.map_or(inner.min.x, |legend| legend.max.x + space::M);
    let provenance = paint_provenance(painter, inner, left, &map.provenance, theme);
    let foot = provenance.map_or(inner.max.y, |line| line.min.y - space::XS);
    let margin = paint_margin(painter, pos2(left, foot), inner.max.x, &map.margin, theme);
    Furniture {
        legend,
        key,
        margin,
        provenance,
        reserved: None,
    }
}

/// Ground of everything that lies above the map.
pub fn card(painter: &Painter, rect: Rect, theme: &Theme) {
    painter.rect(
        rect,
        CORNER,
        theme.card,
        Stroke::new(1.0, theme.line),
        StrokeKind::Inside,
    );
}

fn signs(map: &MapView, marks: &[Mark]) -> Vec<Sign> {
    let mut signs = Vec::new();
    if map.countries.iter().any(super::land::is_only_disputed) {
        signs.push(Sign::Disputed);
    }
    if marks.iter().any(|mark| mark.stands_for_area) {
        signs.push(Sign::Small);
    }
    let above = map.countries.iter().filter(|country| country.is_above());
    let above: Vec<String> = above.map(|country| country.code.to_string()).collect();
    if !above.is_empty() {
        signs.push(Sign::Above(above));
    }
    signs
}

fn paint_legend(
    painter: &Painter,
    inner: Rect,
    map: &MapView,
    marks: &[Mark],
    theme: &Theme,
) -> Option<Rect> {
    let roomy = inner.width() >= LEAST_FOR_LEGEND.0 && inner.height() >= LEAST_FOR_LEGEND.1;
    if !roomy || map.legend.is_empty() {
        return None;
    }
    let most = (inner.width() / 3.0).max(LEAST_FOR_WORDS);
    let small = |text: &str, color| {
        text::line(painter, text, fonts::regular(type_size::SMALL), color, most)
    };
    // What the map is of comes first: a seat must never be read as a place.
    let of = text::line(
        painter,
        map.by.label(),
        fonts::strong(type_size::SMALL),
        theme.ink,
        most,
    );
    let title = small(&map.legend_title, theme.ink_soft);
    // The last step is the scale: that takes no row of its own from the key above.
    let last = map.legend.len().saturating_sub(1);
    let words = map.legend.iter().enumerate();
    let steps: Vec<_> = words
        .map(|(place, step)| match place == last {
            true => small(&map.scale, theme.ink),
            false => small(&step.text, theme.ink),
        })
        .collect();
    let signs = signs(map, marks);
    let sign_texts: Vec<_> = signs
        .iter()
        .map(|sign| small(&sign.label(), theme.ink))
        .collect();
    let widest = steps
        .iter()
        .chain(&sign_texts)
        .map(|text| text.size().x)
        .fold(0.0, f32::max);
    let rows = u16::try_from(steps.len() + signs.len()).unwrap_or(u16::MAX);
    let head = [of, title];
    let head_size = text::stacked_size(&head);
    let width = head_size.x.max(SWATCH.0 + space::S + widest) + 2.0 * space::M;
    let height = head_size.y + space::XS + f32::from(rows) * ROW + 2.0 * space::S;
    let card_rect =
        Rect::from_min_size(pos2(inner.min.x, inner.max.y - height), vec2(width, height));
    card(painter, card_rect, theme);
    let mut at = card_rect.min + vec2(space::M, space::S);
    for line in &head {
        at.y = text::put(painter, at, Align2::LEFT_TOP, line).max.y;
    }
    at.y += space::XS + ROW / 2.0;
    for (step, label) in map.legend.iter().zip(&steps) {
        swatch(painter, at, theme, theme.ramp(step.share));
        text::put(
            painter,
            at + vec2(SWATCH.0 + space::S, 0.0),
            Align2::LEFT_CENTER,
            label,
        );
        at.y += ROW;
    }
    for (sign, label) in signs.iter().zip(&sign_texts) {
        paint_sign(painter, at, sign, theme);
        text::put(
            painter,
            at + vec2(SWATCH.0 + space::S, 0.0),
            Align2::LEFT_CENTER,
            label,
        );
        at.y += ROW;
    }
    Some(card_rect)
}

/// A patch of colour, left end at `at`.
fn swatch(painter: &Painter, at: Pos2, theme: &Theme, color: egui::Color32) -> Rect {
    let rect = Rect::from_min_size(at - vec2(0.0, SWATCH.1 / 2.0), SWATCH.into());
    painter.rect(
        rect,
        2,
        color,
        Stroke::new(1.0, theme.line),
        StrokeKind::Inside,
    );
    rect
}

fn paint_sign(painter: &Painter, at: Pos2, sign: &Sign, theme: &Theme) {
    match sign {
        Sign::Disputed => {
            let ground = theme.land.lerp_to_gamma(theme.ramp_low, 0.5);
            let rect = swatch(painter, at, theme, ground);
            let inside = painter.with_clip_rect(rect.shrink(1.0));
            for step in 0_u8..6 {
                let x = rect.min.x + f32::from(step) * 6.0;
                let line = [pos2(x, rect.max.y), pos2(x + rect.height(), rect.min.y)];
                inside.add(Shape::line_segment(line, Stroke::new(1.2, theme.doubt)));
            }
        }
        Sign::Small => {
            let middle = at + vec2(SWATCH.0 / 2.0, 0.0);
            painter.circle(middle, 5.0, theme.ramp(0.5), Stroke::new(1.5, theme.card));
            painter.circle_stroke(middle, 5.8, Stroke::new(1.0, theme.ink_soft));
        }
        Sign::Above(_) => {
            let middle = at + vec2(SWATCH.0 / 2.0, 0.0);
            let font = fonts::strong(type_size::SMALL);
            let (anchor, ink) = (Align2::CENTER_CENTER, theme.ink);
            text::put_line(painter, middle, anchor, ABOVE, font, ink, SWATCH.0);
        }
    }
}

fn paint_provenance(
    painter: &Painter,
    inner: Rect,
    left: f32,
    line: &str,
    theme: &Theme,
) -> Option<Rect> {
    let room = inner.max.x - left;
    if line.is_empty() || room < 80.0 {
        return None;
    }
    let font = fonts::regular(type_size::SMALL);
    let galley = text::lines(painter, line, font, theme.ink_soft, room, MOST_LINES);
    let at = pos2(inner.max.x, inner.max.y + space::XS);
    Some(text::put(painter, at, Align2::RIGHT_BOTTOM, &galley))
}

/// Cards from `corner` (left, bottom) to the right; a card without room begins another row above, none is left out.
fn paint_margin(
    painter: &Painter,
    corner: Pos2,
    right: f32,
    items: &[MarginItem],
    theme: &Theme,
) -> Vec<Rect> {
    let most = (right - corner.x - 3.0 * space::M).max(1.0);
    let words = |text: &str, font| text::line(painter, text, font, theme.ink, most);
    let texts: Vec<_> = items
        .iter()
        .map(|item| {
            let label = words(&item.label, fonts::regular(type_size::SMALL));
            (label, words(&item.value, fonts::strong(type_size::SMALL)))
        })
        .collect();
    let widths: Vec<f32> = texts
        .iter()
        .map(|(label, value)| label.size().x + value.size().x + 3.0 * space::M)
        .collect();
    let rects = in_rows(&widths, corner, right);
    for ((label, value), rect) in texts.iter().zip(&rects) {
        card(painter, *rect, theme);
        let middle = rect.center().y;
        let (left, right) = (rect.min.x + space::M, rect.max.x - space::M);
        text::put(painter, pos2(left, middle), Align2::LEFT_CENTER, label);
        text::put(painter, pos2(right, middle), Align2::RIGHT_CENTER, value);
    }
    rects
}

/// Rectangles of these widths in rows, the last row at the bottom.
fn in_rows(widths: &[f32], corner: Pos2, right: f32) -> Vec<Rect> {
    let mut placed: Vec<(u8, f32, f32)> = Vec::new();
    let (mut row, mut left) = (0_u8, corner.x);
    for &width in widths {
        if left > corner.x && left + width > right {
            row = row.saturating_add(1);
            left = corner.x;
        }
        placed.push((row, left, width));
        left += width + space::S;
    }
    let rect = |&(of, left, width): &(u8, f32, f32)| {
        let above = f32::from(row - of) * (DOCK + space::XS);
        Rect::from_min_size(pos2(left, corner.y - above - DOCK), vec2(width, DOCK))
    };
    placed.iter().map(rect).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_without_room_begin_a_row_above_and_none_is_left_out() {
        let rects = in_rows(&[100.0, 80.0, 120.0, 500.0], pos2(10.0, 300.0), 250.0);
        let corners: Vec<(f32, f32)> = rects.iter().map(|rect| (rect.min.x, rect.max.y)).collect();
        let row = DOCK + space::XS;
        let expected = [
            (10.0, 300.0 - 2.0 * row),
            (118.0, 300.0 - 2.0 * row),
            (10.0, 300.0 - row),
            (10.0, 300.0),
        ];
        assert_eq!(corners, expected);
    }
}
