//! Lands in degrees → triangles and lines on the plane of the map, ready to be scaled and painted.

use earcut::Earcut;

use super::projection::{LonLat, forward};
use super::world::{Polygon, World};

/// The whole map on the plane of [`super::projection`]: x to the east, y to the north.
#[derive(Debug)]
pub struct Meshes {
    pub vertices: Vec<[f32; 2]>,
    /// Three indices of `vertices` each; lands in the order of [`World::lands`].
    pub triangles: Vec<[u32; 3]>,
    /// Index in [`World::lands`] for each vertex.
    pub land_of_vertex: Vec<u16>,
    pub outlines: Vec<MeshOutline>,
}

/// An open line; one that closes repeats its first point.
#[derive(Debug)]
pub struct MeshOutline {
    /// Index in [`World::lands`].
    pub land: u16,
    pub points: Vec<[f32; 2]>,
}

/// A straight line in degrees is a curve on the plane: no piece of one is longer than this. A chord of 1° is at most
/// 0.0001 off its curve, a twentieth of a pixel on a map 3000 pixels wide.
const LONGEST_EDGE_DEG: f64 = 1.0;

impl World {
    /// Triangulates everything. Takes some tens of milliseconds; keep the result.
    pub fn meshes(&self) -> Meshes {
        let mut meshes = Meshes {
            vertices: vec![],
            triangles: vec![],
            land_of_vertex: vec![],
            outlines: vec![],
        };
        let mut earcut = Earcut::new();
        let mut corners: Vec<u32> = Vec::new();
        for (land, number) in self.lands.iter().zip(0u16..) {
            for polygon in &land.polygons {
                meshes.push_area(number, polygon, &mut earcut, &mut corners);
            }
        }
        let outlines = self.outlines.iter();
        meshes.outlines = outlines
            .map(|outline| MeshOutline {
                land: outline.land,
                points: line_points(&outline.points),
            })
            .collect();
        meshes
    }
}

impl Meshes {
    fn push_area(
        &mut self,
        land: u16,
        polygon: &Polygon,
        earcut: &mut Earcut<f64>,
        corners: &mut Vec<u32>,
    ) {
        let mut points: Vec<[f64; 2]> = Vec::new();
        let mut holes: Vec<u32> = Vec::new();
        for ring in &polygon.rings {
            if !points.is_empty() {
                holes.push(points.len() as u32);
            }
            points.extend(ring.edges().flat_map(|[a, b]| edge_points(a, b)));
        }
        earcut.earcut_slice(&points, &holes, corners);
        let base = self.vertices.len() as u32;
        self.triangles.extend(
            corners
                .as_chunks::<3>()
                .0
                .iter()
                .map(|three| three.map(|corner| base + corner)),
        );
        self.vertices.extend(points.iter().copied().map(single));
        self.land_of_vertex.resize(self.vertices.len(), land);
    }
}

/// The start of an edge and as many points along it as it needs, without its end.
fn edge_points(a: [f32; 2], b: [f32; 2]) -> impl Iterator<Item = [f64; 2]> {
    let (a, b) = (a.map(f64::from), b.map(f64::from));
    let longest = (b[0] - a[0]).abs().max((b[1] - a[1]).abs());
    let pieces = (longest / LONGEST_EDGE_DEG).ceil().max(1.0) as u32;
    (0..pieces).map(move |piece| {
        let share = f64::from(piece) / f64::from(pieces);
        forward(LonLat {
            lon_deg: a[0] + (b[0] - a[0]) * share,
            lat_deg: a[1] + (b[1] - a[1]) * share,
        })
    })
}

/// A line on the plane, with its last point.
fn line_points(points: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let edges = points.iter().zip(points.iter().skip(1));
    let last = points.last().map(|end| plane(*end));
    edges
        .flat_map(|(a, b)| edge_points(*a, *b))
        .chain(last)
        .map(single)
        .collect()
}

fn plane(at: [f32; 2]) -> [f64; 2] {
    let [lon_deg, lat_deg] = at.map(f64::from);
    forward(LonLat { lon_deg, lat_deg })
}

fn single(point: [f64; 2]) -> [f32; 2] {
    point.map(|value| value as f32)
}
