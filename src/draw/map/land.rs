//! Sea, lands, hatching and borders as screen meshes; slow enough to be made only when something changed.

use std::collections::HashMap;

use egui::{Color32, Mesh, Pos2, Rect};

use super::camera::View;
use super::hatch;
use super::plane::{Land, PlanePoint, WorldMap};
use super::strip::{self, Pen};
use crate::draw::theme::Theme;
use crate::reference::country::CountryCode;
use crate::view::screen::MapCountry;

/// Width of borders and coasts in points.
const BORDER: f32 = 0.9;
/// Width of the border around a country that the filter names, in points.
const ACTIVE_BORDER: f32 = 2.0;

/// Everything below marks, lines and labels.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Water inside the edge of the world.
    pub sea: Mesh,
    /// Filled lands.
    pub land: Mesh,
    /// Stripes over countries that only may be meant.
    pub hatch: Mesh,
    /// Borders, coasts and the rim of the world.
    pub borders: Mesh,
    /// Borders of the countries that the filter names.
    pub active: Mesh,
}

/// Makes the meshes; `pixel` is the width of one pixel in points.
pub fn ground(
    world: &WorldMap,
    countries: &[MapCountry],
    view: &View,
    theme: &Theme,
    pixel: f32,
) -> Ground {
    let by_code: HashMap<CountryCode, &MapCountry> = countries
        .iter()
        .map(|country| (country.code, country))
        .collect();
    let (sea, rim) = sea(world, view, theme, pixel);
    let mut made = Ground {
        sea,
        borders: rim,
        ..Ground::default()
    };
    for land in world.lands() {
        if !can_be_seen(land, view) {
            continue;
        }
        let country = land.code.and_then(|code| by_code.get(&code).copied());
        let fill = country.map_or(theme.land, |country| fill_of(country, theme));
        add_fill(&mut made.land, land, view, fill);
        outline(
            &mut made.borders,
            land,
            view,
            BORDER,
            theme.land_edge,
            pixel,
        );
        if let Some(country) = country {
            if is_only_disputed(country) {
                hatch::add(&mut made.hatch, land, view, theme.doubt, pixel);
            }
            if country.active {
                outline(
                    &mut made.active,
                    land,
                    view,
                    ACTIVE_BORDER,
                    theme.ink,
                    pixel,
                );
            }
        }
    }
    made
}

/// Whether nothing is placed there for certain.
pub fn is_only_disputed(country: &MapCountry) -> bool {
    country.value == 0 && country.disputed > 0
}

/// Shade of a country: what is placed there on the ramp, what only may be there halfway to bare land.
pub fn fill_of(country: &MapCountry, theme: &Theme) -> Color32 {
    let shade = theme.ramp(country.share);
    if is_only_disputed(country) {
        theme.land.lerp_to_gamma(theme.ramp_low, 0.5)
    } else {
        shade
    }
}

/// Adds the borders of one land, for the hovered country too.
pub fn outline(mesh: &mut Mesh, land: &Land, view: &View, width: f32, color: Color32, pixel: f32) {
    let pen = Pen {
        width,
        color,
        pixel,
    };
    for line in &land.outlines {
        let points: Vec<Pos2> = line.iter().map(|&point| view.to_screen(point)).collect();
        strip::add(mesh, &points, pen, view.rect);
    }
}

/// The water, and the line around it.
fn sea(world: &WorldMap, view: &View, theme: &Theme, pixel: f32) -> (Mesh, Mesh) {
    let mut mesh = Mesh::default();
    let edge: Vec<Pos2> = world
        .edge()
        .iter()
        .map(|&point| view.to_screen(point))
        .collect();
    let middle = view.to_screen(PlanePoint { x: 0.0, y: 0.0 });
    mesh.colored_vertex(middle, theme.sea);
    for (index, &point) in (1_u32..).zip(&edge) {
        mesh.colored_vertex(point, theme.sea);
        if index > 1 {
            mesh.add_triangle(0, index - 1, index);
        }
    }
    let pen = Pen {
        width: pixel,
        color: theme.line,
        pixel,
    };
    let mut rim = Mesh::default();
    strip::add(&mut rim, &edge, pen, view.rect);
    (mesh, rim)
}

fn can_be_seen(land: &Land, view: &View) -> bool {
    let (least, greatest) = land.bounds;
    view.rect.intersects(Rect::from_two_pos(
        view.to_screen(least),
        view.to_screen(greatest),
    ))
}

fn add_fill(mesh: &mut Mesh, land: &Land, view: &View, fill: Color32) {
    let Ok(first) = u32::try_from(mesh.vertices.len()) else {
        return;
    };
    for &point in &land.vertices {
        mesh.colored_vertex(view.to_screen(point), fill);
    }
    for &[a, b, c] in &land.triangles {
        mesh.add_triangle(first + a, first + b, first + c);
    }
}
