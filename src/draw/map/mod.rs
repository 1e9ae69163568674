//! The world map: a `MapView` becomes shades, marks, lines, labels, legend and provenance in one rectangle.

pub mod arcs;
pub mod camera;
mod card;
mod disc;
mod furniture;
mod hatch;
mod key;
mod labels;
mod land;
mod marks;
mod over;
mod pie;
pub mod plane;
pub mod regions;
mod strip;

use std::sync::Arc;

use egui::{Mesh, Painter, Pos2, Rect, Shape};

pub use camera::Camera;
pub use furniture::{ABOVE, card};
pub use plane::WorldMap;

use self::camera::View;
use self::marks::Mark;
use super::theme::Theme;
use crate::reference::country::CountryCode;
use crate::view::screen::MapView;

/// Width of the border around the hovered country, in points.
const HOVER_BORDER: f32 = 1.6;

/// What is kept from one frame to the next: meshes that only change with what they show, and where things are.
#[derive(Clone, Debug, Default)]
pub struct MapCache {
    made_for: Option<MadeFor>,
    layers: Vec<Arc<Mesh>>,
    marks: Vec<Mark>,
    labels: Vec<(Rect, CountryCode)>,
    margin: Vec<Rect>,
    view: Option<View>,
    reserved: Option<Rect>,
}

/// Everything that the meshes depend on.
#[derive(Clone, Debug, PartialEq)]
struct MadeFor {
    view: View,
    theme: Theme,
    pixels_per_point: f32,
    origin: bool,
    countries: Vec<(CountryCode, f32, bool, bool)>,
}

impl MapCache {
    /// Keeps labels off what is painted over the map from outside.
    pub fn reserve(&mut self, rect: Rect) {
        self.reserved = Some(rect);
    }

    /// The country under the pointer: a label, else a mark, else an area. Of what was painted last.
    pub fn country_under(&self, world: &WorldMap, pointer: Pos2) -> Option<CountryCode> {
        let view = self.view.filter(|view| view.rect.contains(pointer))?;
        let label = self.labels.iter().find(|(rect, _)| rect.contains(pointer));
        label
            .map(|(_, code)| *code)
            .or_else(|| marks::under(&self.marks, pointer, view.rect))
            .or_else(|| world.country_at(view.to_plane(pointer)))
    }

    /// The card of the margin under the pointer, as an index into `MapView::margin`.
    pub fn margin_under(&self, pointer: Pos2) -> Option<usize> {
        self.margin.iter().position(|rect| rect.contains(pointer))
    }

    /// Cards of the margin as painted last, in the order of `MapView::margin`.
    pub fn margin_rects(&self) -> &[Rect] {
        &self.margin
    }

    /// Labels as painted last.
    pub fn label_rects(&self) -> &[(Rect, CountryCode)] {
        &self.labels
    }

    fn refresh(&mut self, map: &MapView, world: &WorldMap, view: View, theme: &Theme, ppp: f32) {
        let wanted = MadeFor {
            view,
            theme: *theme,
            pixels_per_point: ppp,
            origin: map.origin.is_some(),
            countries: map
                .countries
                .iter()
                .map(|c| (c.code, c.share, land::is_only_disputed(c), c.active))
                .collect(),
        };
        self.marks = marks::marks(map, world, &view);
        self.view = Some(view);
        if self.made_for.as_ref() == Some(&wanted) {
            return;
        }
        let made = land::ground(world, &map.countries, &view, theme, 1.0 / ppp);
        self.layers = [made.sea, made.land, made.hatch, made.borders, made.active]
            .into_iter()
            .map(Arc::new)
            .collect();
        self.made_for = Some(wanted);
    }
}

/// Paints the map into `rect`; `hover` is framed and named first.
#[expect(
    clippy::too_many_arguments,
    reason = "each is another owner's, and a struct would only rename them"
)]
pub fn paint_map(
    painter: &Painter,
    rect: Rect,
    map: &MapView,
    world: &WorldMap,
    camera: &Camera,
    theme: &Theme,
    hover: Option<CountryCode>,
    cache: &mut MapCache,
) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let view = camera.view(rect);
    cache.refresh(map, world, view, theme, painter.pixels_per_point());
    painter.rect_filled(rect, 0, theme.background);
    painter.extend(
        cache
            .layers
            .iter()
            .map(|mesh| Shape::Mesh(Arc::clone(mesh))),
    );
    paint_hover(&painter, world, &view, theme, hover);
    disc::paint_disc(&painter, map, &view, theme);
    let lines = over::paint_lines(&painter, map, world, &view, theme);
    over::paint_marks(&painter, map, &cache.marks, theme, hover);
    let origin = over::paint_origin(&painter, map, world, &view, theme);
    let stands = furniture::Furniture {
        reserved: cache.reserved,
        ..furniture::paint(&painter, rect, map, &cache.marks, theme)
    };
    cache.labels = over::paint_labels(
        &painter,
        map,
        world,
        &view,
        theme,
        hover,
        &cache.marks,
        &stands,
        &lines,
        origin,
    );
    cache.margin = stands.margin;
}

fn paint_hover(
    painter: &Painter,
    world: &WorldMap,
    view: &View,
    theme: &Theme,
    hover: Option<CountryCode>,
) {
    let Some(code) = hover else { return };
    let mut mesh = Mesh::default();
    let pixel = 1.0 / painter.pixels_per_point();
    for land in world.lands().iter().filter(|land| land.code == Some(code)) {
        land::outline(&mut mesh, land, view, HOVER_BORDER, theme.ink, pixel);
    }
    painter.add(mesh);
}
