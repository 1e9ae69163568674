//! What lies above the lands: lines, marks, the place of capture, labels.

use egui::{Painter, Pos2, Rect, Shape, Stroke, Vec2};

use super::arcs;
use super::camera::View;
use super::card::Card;
use super::furniture::{ABOVE, Furniture};
use super::labels::{self, Wish};
use super::land::{fill_of, is_only_disputed};
use super::marks::Mark;
use super::pie;
use super::plane::{PlanePoint, WorldMap};
use crate::claim::verdict::Word;
use crate::draw::parts;
use crate::draw::text;
use crate::draw::theme::Theme;
use crate::reference::country::CountryCode;
use crate::reference::projection::LonLat;
use crate::tag::capture_place::CapturePlace;
use crate::view::parts::Part;
use crate::view::screen::{MapCountry, MapPart, MapView};

/// More labels than this are a list, and the list is beside the map.
const MOST_LABELS: usize = 14;
/// Width of the line of the smallest share, and what the largest adds, in points.
const LINE_WIDTH: (f32, f32) = (1.2, 4.3);
/// How much higher each further line to a country is, as a part of its bow.
const STRAND_LIFT: f64 = 0.32;
/// Radius of the mark of the place of capture, in points.
const ORIGIN_RADIUS: f32 = 6.0;

/// Lines from the place of capture, thin ones first so that thick ones lie on top of the bundle's rim. Returns points
/// along them.
pub fn paint_lines(
    painter: &Painter,
    map: &MapView,
    world: &WorldMap,
    view: &View,
    theme: &Theme,
) -> Vec<Pos2> {
    let mut along = Vec::new();
    let Some(from) = map.origin.and_then(|origin| origin_of(origin, world)) else {
        return along;
    };
    let origin = map.origin.and_then(CapturePlace::country);
    for country in map
        .countries
        .iter()
        .rev()
        .filter(|country| Some(country.code) != origin)
    {
        let Some(to) = world.anchor(country.code) else {
            continue;
        };
        let strands = strands(country);
        for (lift, part) in strands {
            for points in arcs::strand(from, to, lift) {
                let points: Vec<Pos2> = points
                    .into_iter()
                    .map(|point| view.to_screen(point))
                    .collect();
                painter.extend(match part {
                    Some(part) => parts::strand(&points, width_of(part.share), part.part, theme),
                    None => line(&points, country, theme),
                });
                along.extend(points);
            }
        }
    }
    along
}

/// One line, or one for each part beside each other, the last part first so that the first lies on top.
fn strands(country: &MapCountry) -> Vec<(f64, Option<&MapPart>)> {
    if country.parts.is_empty() {
        return vec![(0.0, None)];
    }
    let count = f64::from(u8::try_from(country.parts.len()).unwrap_or(u8::MAX));
    let lift = |at: u8| (f64::from(at) - (count - 1.0) / 2.0) * STRAND_LIFT;
    let strands = (0_u8..).zip(&country.parts);
    let mut strands: Vec<_> = strands.map(|(at, part)| (lift(at), Some(part))).collect();
    strands.reverse();
    strands
}

fn width_of(share: f32) -> f32 {
    LINE_WIDTH.0 + LINE_WIDTH.1 * share.clamp(0.0, 1.0).sqrt()
}

fn line(points: &[Pos2], country: &MapCountry, theme: &Theme) -> Vec<Shape> {
    let width = width_of(country.share);
    let rim = Stroke::new(width + 1.4, theme.card.gamma_multiply(0.6));
    if is_only_disputed(country) {
        let stroke = Stroke::new(width, theme.doubt);
        return Shape::dashed_line(points, stroke, 7.0, 5.0);
    }
    vec![
        Shape::line(points.to_vec(), rim),
        Shape::line(points.to_vec(), Stroke::new(width, theme.accent)),
    ]
}

/// Circles with a light rim and a thin dark one, so that they stand off from any ground.
pub fn paint_marks(
    painter: &Painter,
    map: &MapView,
    marks: &[Mark],
    theme: &Theme,
    hover: Option<CountryCode>,
) {
    for mark in marks.iter().rev() {
        let Some(country) = map.countries.get(mark.country) else {
            continue;
        };
        let fill = if is_only_disputed(country) {
            theme.card
        } else if mark.stands_for_area {
            fill_of(country, theme)
        } else {
            theme.accent
        };
        let rim = if is_only_disputed(country) {
            theme.doubt
        } else {
            theme.ink_soft
        };
        let strong = country.active || hover == Some(mark.code);
        painter.circle_filled(mark.at, mark.radius + 2.0, theme.card);
        painter.circle(mark.at, mark.radius, fill, Stroke::new(1.0, rim));
        pie::paint(painter, mark.at, mark.radius, &country.parts, theme);
        if strong {
            painter.circle_stroke(mark.at, mark.radius + 2.5, Stroke::new(2.0, theme.ink));
        }
    }
}

/// The mark of the place of capture; returns its middle.
pub fn paint_origin(
    painter: &Painter,
    map: &MapView,
    world: &WorldMap,
    view: &View,
    theme: &Theme,
) -> Option<Pos2> {
    let at = view.to_screen(PlanePoint::of(origin_of(map.origin?, world)?));
    painter.circle(at, ORIGIN_RADIUS, theme.card, Stroke::new(2.5, theme.ink));
    Some(at)
}

/// Where lines begin.
fn origin_of(place: CapturePlace, world: &WorldMap) -> Option<LonLat> {
    match place {
        CapturePlace::Country(code) => world.anchor(code),
        CapturePlace::Point(point) => Some(point.at()),
    }
}

/// A label and what it is for.
struct Label {
    card: Card,
    code: CountryCode,
    wish: Wish,
}

/// Paints the labels that find room; returns where they are.
#[expect(
    clippy::too_many_arguments,
    reason = "all of it is looked at only to keep labels off it"
)]
pub fn paint_labels(
    painter: &Painter,
    map: &MapView,
    world: &WorldMap,
    view: &View,
    theme: &Theme,
    hover: Option<CountryCode>,
    marks: &[Mark],
    stands: &Furniture,
    lines: &[Pos2],
    origin: Option<Pos2>,
) -> Vec<(Rect, CountryCode)> {
    let labels = wanted(painter, map, world, view, theme, hover, marks, origin);
    let wishes: Vec<Wish> = labels.iter().map(|label| label.wish).collect();
    let mut taken = stands.margin.clone();
    let cards = [
        stands.legend,
        stands.key,
        stands.provenance,
        stands.reserved,
    ];
    taken.extend(cards.into_iter().flatten());
    let placed = labels::place(&wishes, view.rect.shrink(4.0), &taken, lines);
    for (label, card) in labels.iter().zip(&placed) {
        if let Some([from, to]) = card.and_then(|card| labels::leader(&label.wish, card)) {
            painter.line_segment([from, to], Stroke::new(1.0, theme.ink_soft));
        }
    }
    let mut painted = Vec::new();
    for (label, card) in labels.into_iter().zip(placed) {
        if let Some(card) = card {
            label.card.paint(painter, card, theme);
            painted.push((card, label.code));
        }
    }
    painted
}

/// The labels in the order of their weight: the place of capture, the largest, and last the hovered one: no label
/// moves because the pointer does.
#[expect(clippy::too_many_arguments, reason = "as for `paint_labels`")]
fn wanted(
    painter: &Painter,
    map: &MapView,
    world: &WorldMap,
    view: &View,
    theme: &Theme,
    hover: Option<CountryCode>,
    marks: &[Mark],
    origin: Option<Pos2>,
) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let code = match map.origin {
        Some(CapturePlace::Point(point)) => world.country_at(PlanePoint::of(point.at())),
        Some(CapturePlace::Country(code)) => Some(code),
        None => None,
    };
    if let (Some(at), Some(code)) = (origin, code) {
        let sent_here = map.countries.iter().find(|country| country.code == code);
        labels.push(Label {
            card: Card {
                title: titled(format!("Captured here ({})", code.name()), sent_here),
                note: sent_here.map_or(String::new(), |country| country.text.clone()),
                parts: sent_here.map_or_else(Vec::new, |country| country.parts.clone()),
            },
            code,
            wish: Wish {
                anchor: at,
                radius: ORIGIN_RADIUS + 1.0,
                size: Vec2::ZERO,
            },
        });
    }
    let named = map
        .countries
        .iter()
        .filter(|c| Some(c.code) != map.origin.and_then(CapturePlace::country));
    let mut named: Vec<&MapCountry> = named.take(MOST_LABELS).collect();
    // What contradicts is named before what is larger: it is what is looked for.
    named.sort_by_key(|country| !contradicts(country));
    for country in named.into_iter().chain(hovered_beyond(map, hover)) {
        let Some(place) = world.anchor(country.code) else {
            continue;
        };
        let radius = marks
            .iter()
            .find(|mark| mark.code == country.code)
            .map_or(0.0, |mark| mark.radius);
        labels.push(Label {
            card: Card {
                title: titled(country.name.clone(), Some(country)),
                note: country.text.clone(),
                parts: country.parts.clone(),
            },
            code: country.code,
            wish: Wish {
                anchor: view.to_screen(PlanePoint::of(place)),
                radius,
                size: Vec2::ZERO,
            },
        });
    }
    for label in &mut labels {
        label.wish.size = labels::card_size(text::stacked_size(&label.card.texts(painter, theme)));
    }
    labels
}

/// With the sign of what lies above the scale.
fn titled(name: String, country: Option<&MapCountry>) -> String {
    match country.is_some_and(MapCountry::is_above) {
        true => format!("{name} {ABOVE}"),
        false => name,
    }
}

fn contradicts(country: &MapCountry) -> bool {
    let mut parts = country.parts.iter();
    parts.any(|part| part.part == Part::Verdict(Word::Contradicts) && part.value > 0)
}

/// The hovered country, where it is too far down the list to have a label anyway.
fn hovered_beyond(map: &MapView, hover: Option<CountryCode>) -> Option<&MapCountry> {
    let place = map
        .countries
        .iter()
        .position(|country| Some(country.code) == hover)?;
    let is_origin = hover.map(CapturePlace::Country) == map.origin;
    if place < MOST_LABELS || is_origin {
        None
    } else {
        map.countries.get(place)
    }
}
