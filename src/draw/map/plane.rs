//! The world as it is drawn: lands as triangles and border lines on the Equal Earth plane, and a point for each code.

use std::collections::BTreeMap;

use crate::reference::country::CountryCode;
use crate::reference::projection::{self, LonLat};
use crate::reference::world::World;

/// A position on the Equal Earth plane; x grows eastward, y northward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanePoint {
    /// Eastward.
    pub x: f32,
    /// Northward.
    pub y: f32,
}

/// Half the width of the plane.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a screen has fewer digits than f32"
)]
pub const HALF_WIDTH: f32 = projection::HALF_WIDTH as f32;
/// Half the height of the plane.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a screen has fewer digits than f32"
)]
pub const HALF_HEIGHT: f32 = projection::HALF_HEIGHT as f32;

impl PlanePoint {
    /// Projects a place on Earth.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a screen has fewer digits than f32"
    )]
    pub fn of(place: LonLat) -> Self {
        let [x, y] = projection::forward(place);
        Self {
            x: x as f32,
            y: y as f32,
        }
    }
}

/// One land: an area of the map, with a country code where it has one.
#[derive(Clone, Debug)]
pub struct Land {
    /// Its code; some disputed areas have none.
    pub code: Option<CountryCode>,
    /// Corners of the triangles.
    pub vertices: Vec<PlanePoint>,
    /// Triangles that fill it.
    pub triangles: Vec<[u32; 3]>,
    /// Border lines, open where the map's edge cuts them.
    pub outlines: Vec<Vec<PlanePoint>>,
    /// Area on the plane.
    pub area: f32,
    /// Least and greatest corner.
    pub bounds: (PlanePoint, PlanePoint),
}

/// The world, ready to be drawn. Made once.
#[derive(Clone, Debug)]
pub struct WorldMap {
    lands: Vec<Land>,
    anchors: BTreeMap<CountryCode, LonLat>,
    edge: Vec<PlanePoint>,
}

impl WorldMap {
    /// Projects and sorts what `world` holds.
    pub fn new(world: &World) -> Self {
        Self {
            lands: lands(world),
            anchors: CountryCode::all()
                .map(|code| (code, world.label_point(code)))
                .collect(),
            edge: world_edge(),
        }
    }

    /// The areas, in the order in which they are painted.
    pub fn lands(&self) -> &[Land] {
        &self.lands
    }

    /// The point that stands for a country: marks, lines and labels go there.
    pub fn anchor(&self, code: CountryCode) -> Option<LonLat> {
        self.anchors.get(&code).copied()
    }

    /// Area of a country on the plane; zero where the map has no area for it.
    pub fn area(&self, code: CountryCode) -> f32 {
        self.lands
            .iter()
            .filter(|land| land.code == Some(code))
            .map(|land| land.area)
            .sum()
    }

    /// The edge of the world, as a closed line.
    pub fn edge(&self) -> &[PlanePoint] {
        &self.edge
    }

    /// The country whose area holds a point of the plane; of two that overlap the smaller, which is painted last.
    pub fn country_at(&self, at: PlanePoint) -> Option<CountryCode> {
        self.lands.iter().rev().find(|land| land.holds(at))?.code
    }
}

impl Land {
    /// The corners of one triangle.
    pub fn corners(&self, triangle: [u32; 3]) -> Option<[PlanePoint; 3]> {
        let corner = |index: u32| self.vertices.get(index as usize).copied();
        Some([
            corner(triangle[0])?,
            corner(triangle[1])?,
            corner(triangle[2])?,
        ])
    }

    fn holds(&self, at: PlanePoint) -> bool {
        let (least, greatest) = self.bounds;
        let near = (least.x..=greatest.x).contains(&at.x) && (least.y..=greatest.y).contains(&at.y);
        near && self
            .triangles
            .iter()
            .filter_map(|&t| self.corners(t))
            .any(|t| inside(t, at))
    }

    fn new(code: Option<CountryCode>) -> Self {
        let nowhere = f32::INFINITY;
        Self {
            code,
            vertices: Vec::new(),
            triangles: Vec::new(),
            outlines: Vec::new(),
            area: 0.0,
            bounds: (
                PlanePoint {
                    x: nowhere,
                    y: nowhere,
                },
                PlanePoint {
                    x: -nowhere,
                    y: -nowhere,
                },
            ),
        }
    }

    fn grow_bounds(&mut self, point: PlanePoint) {
        let (least, greatest) = &mut self.bounds;
        (least.x, least.y) = (least.x.min(point.x), least.y.min(point.y));
        (greatest.x, greatest.y) = (greatest.x.max(point.x), greatest.y.max(point.y));
    }
}

/// Twice the signed area of a triangle.
fn cross(a: PlanePoint, b: PlanePoint, c: PlanePoint) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn inside([a, b, c]: [PlanePoint; 3], at: PlanePoint) -> bool {
    let sides = [cross(a, b, at), cross(b, c, at), cross(c, a, at)];
    sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
}

/// Sorts the one mesh of the world into lands, each with its own vertices.
fn lands(world: &World) -> Vec<Land> {
    let meshes = world.meshes();
    let mut lands: Vec<Land> = world
        .lands
        .iter()
        .map(|land| Land::new(land.code))
        .collect();
    let mut own_index = vec![0_u32; meshes.vertices.len()];
    for ((vertex, &land), own) in meshes
        .vertices
        .iter()
        .zip(&meshes.land_of_vertex)
        .zip(&mut own_index)
    {
        let Some(land) = lands.get_mut(usize::from(land)) else {
            continue;
        };
        let point = PlanePoint {
            x: vertex[0],
            y: vertex[1],
        };
        *own = u32::try_from(land.vertices.len()).unwrap_or(u32::MAX);
        land.vertices.push(point);
        land.grow_bounds(point);
    }
    for triangle in &meshes.triangles {
        let own = triangle.map(|index| own_index.get(index as usize).copied().unwrap_or(u32::MAX));
        let land = meshes.land_of_vertex.get(triangle[0] as usize);
        let Some(land) = land.and_then(|&land| lands.get_mut(usize::from(land))) else {
            continue;
        };
        if let Some([a, b, c]) = land.corners(own) {
            land.area += cross(a, b, c).abs() / 2.0;
            land.triangles.push(own);
        }
    }
    for outline in meshes.outlines {
        if let Some(land) = lands.get_mut(usize::from(outline.land)) {
            land.outlines.push(
                outline
                    .points
                    .iter()
                    .map(|p| PlanePoint { x: p[0], y: p[1] })
                    .collect(),
            );
        }
    }
    lands
}

/// Along the meridian 180° east, the pole, the meridian 180° west and the other pole, in pieces of at most 10°.
fn world_edge() -> Vec<PlanePoint> {
    let at = |lon_deg: i32, lat_deg: i32| {
        PlanePoint::of(LonLat {
            lon_deg: f64::from(lon_deg),
            lat_deg: f64::from(lat_deg),
        })
    };
    let north = (-90..90).map(|lat| at(180, lat));
    let west = (-18..18).map(|step| at(step * -10, 90));
    let south = (-90..90).map(|lat| at(-180, -lat));
    let east = (-18..=18).map(|step| at(step * 10, -90));
    north.chain(west).chain(south).chain(east).collect()
}
