//! Triangles become areas: edges that two triangles of one colour share are inside, and what is left is the outline.
//!
//! Soft edges, whose corners differ in colour, are left out: the reader's program smooths by itself.

use std::collections::BTreeMap;
use std::fmt::Write;

use egui::{Color32, Mesh, Pos2};

use super::pen::paint;

/// Steps of a point: corners that fall together are one.
const STEPS: f32 = 20.0;

/// A corner in steps.
type Corner = (i32, i32);

/// Every colour of a mesh as one path, in the order in which colours come.
pub(super) fn write_mesh(body: &mut String, mesh: &Mesh) {
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
            let _written = writeln!(
                body,
                "<path transform=\"scale({})\" d=\"{outlines}\"{}/>",
                1.0 / STEPS,
                paint("fill", color)
            );
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

    /// The edges that are left, as closed lines in steps from corner to corner.
    fn outlines(mut self) -> String {
        let mut text = String::new();
        let starts: Vec<Corner> = self.0.keys().copied().collect();
        for start in starts {
            while let Some(line) = self.take_line(start) {
                write_line(&mut text, &without_idle(&line));
            }
        }
        text
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

fn write_line(text: &mut String, line: &[Corner]) {
    let mut corners = line.iter();
    let Some(&(mut x, mut y)) = corners.next() else {
        return;
    };
    let _written = write!(text, "M{x} {y}l");
    let mut between = "";
    for &(to_x, to_y) in corners {
        let _written = write!(text, "{between}{} {}", to_x - x, to_y - y);
        (x, y) = (to_x, to_y);
        between = " ";
    }
    text.push('z');
}
