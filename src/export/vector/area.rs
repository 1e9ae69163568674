//! Triangles become areas: edges that two triangles of one colour share are inside, and what is left is the outline.
//!
//! Soft edges, whose corners differ in colour, are left out: the reader's program smooths by itself.

use std::collections::BTreeMap;

use egui::{Color32, Mesh, Pos2};

/// Steps of a point: corners that fall together are one.
pub(super) const STEPS: f32 = 20.0;

/// A corner in steps.
pub(super) type Corner = (i32, i32);

/// Closed lines around an area; holes go round the other way.
pub(super) type Outlines = [Vec<Corner>];

/// Every colour of a mesh as one area, in the order in which colours come.
pub(super) fn for_each_area(mesh: &Mesh, mut draw: impl FnMut(&Outlines, Color32)) {
    let mut areas: Vec<(Color32, Edges)> = Vec::new();
    for corners in mesh.indices.as_chunks::<3>().0 {
        let vertices = corners.map(|index| mesh.vertices.get(index as usize));
        let [Some(a), Some(b), Some(c)] = vertices else {
            continue;
        };
        if a.color != b.color || b.color != c.color || a.color.a() == 0 {
            continue;
        }
        let known = areas.iter().position(|(color, _)| *color == a.color);
        let known = known.unwrap_or_else(|| {
            areas.push((a.color, Edges::default()));
            areas.len() - 1
        });
        if let Some((_, edges)) = areas.get_mut(known) {
            edges.add([a.pos, b.pos, c.pos]);
        }
    }
    for (color, edges) in areas {
        let outlines = edges.outlines();
        if !outlines.is_empty() {
            draw(&outlines, color);
        }
    }
}

/// Edges of triangles, each as often as it is not shared.
#[derive(Debug, Default)]
struct Edges(BTreeMap<Corner, Vec<Corner>>);

impl Edges {
    fn add(&mut self, corners: [Pos2; 3]) {
        let [a, b, c] = corners.map(corner);
        let turn = |(ax, ay): Corner, (bx, by): Corner, (cx, cy): Corner| {
            let (abx, aby) = (i64::from(bx) - i64::from(ax), i64::from(by) - i64::from(ay));
            let (acx, acy) = (i64::from(cx) - i64::from(ax), i64::from(cy) - i64::from(ay));
            abx * acy - aby * acx
        };
        // All go round the same way, so that shared edges meet in opposite directions.
        let round = match turn(a, b, c) {
            0 => return,
            1.. => [(a, b), (b, c), (c, a)],
            _ => [(a, c), (c, b), (b, a)],
        };
        for (from, to) in round {
            self.add_edge(from, to);
        }
    }

    fn add_edge(&mut self, from: Corner, to: Corner) {
        if let Some(back) = self.0.get_mut(&to)
            && let Some(place) = back.iter().position(|end| *end == from)
        {
            back.swap_remove(place);
            return;
        }
        self.0.entry(from).or_default().push(to);
    }

    /// The edges that are left, as closed lines.
    fn outlines(mut self) -> Vec<Vec<Corner>> {
        let mut outlines = Vec::new();
        let starts: Vec<Corner> = self.0.keys().copied().collect();
        for start in starts {
            while let Some(line) = self.take_line(start) {
                outlines.push(without_idle(&line));
            }
        }
        outlines
    }

    /// Follows edges from a corner until they come back to it.
    fn take_line(&mut self, start: Corner) -> Option<Vec<Corner>> {
        let mut line = vec![start];
        let mut at = self.0.get_mut(&start)?.pop()?;
        while at != start {
            line.push(at);
            at = self.0.get_mut(&at)?.pop()?;
        }
        Some(line)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast of a float saturates"
)]
fn corner(at: Pos2) -> Corner {
    ((at.x * STEPS).round() as i32, (at.y * STEPS).round() as i32)
}

/// Without corners on the straight line between their neighbours.
fn without_idle(line: &[Corner]) -> Vec<Corner> {
    let mut kept: Vec<Corner> = Vec::with_capacity(line.len());
    for &corner in line {
        if let [.., before, last] = kept.as_slice() {
            let (ax, ay) = (i64::from(last.0 - before.0), i64::from(last.1 - before.1));
            let (bx, by) = (i64::from(corner.0 - last.0), i64::from(corner.1 - last.1));
            if ax * by == ay * bx && ax * bx + ay * by > 0 {
                kept.pop();
            }
        }
        kept.push(corner);
    }
    kept
}
