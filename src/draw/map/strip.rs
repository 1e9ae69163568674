//! A line of points becomes a thin mesh with soft edges, so that thousands of border lines cost one shape.

use egui::{Color32, Mesh, Pos2, Rect, Vec2};

/// How a strip is drawn, in points.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// Width of the line.
    pub width: f32,
    /// Colour.
    pub color: Color32,
    /// Width of one pixel: the soft edge, and the distance below which points are left out.
    pub pixel: f32,
}

/// A bend is cut off beyond this many half widths, so that needles of a coast do not grow spikes.
const MITRE_LIMIT: f32 = 1.6;

/// Adds the parts of `points` that can be seen in `seen`.
pub fn add(mesh: &mut Mesh, points: &[Pos2], pen: Pen, seen: Rect) {
    let seen = seen.expand(pen.width + 2.0 * pen.pixel);
    let thinned = thin(points, pen.pixel * 0.4);
    let mut run: Vec<Pos2> = Vec::new();
    for pair in thinned.windows(2) {
        let &[from, to] = pair else { continue };
        if seen.intersects(Rect::from_two_pos(from, to)) {
            if run.is_empty() {
                run.push(from);
            }
            run.push(to);
        } else {
            add_run(mesh, &run, pen);
            run.clear();
        }
    }
    add_run(mesh, &run, pen);
}

/// Leaves out points that lie closer than `gap` to the one before; the ends stay.
fn thin(points: &[Pos2], gap: f32) -> Vec<Pos2> {
    let mut kept: Vec<Pos2> = Vec::with_capacity(points.len());
    for &point in points {
        match kept.last() {
            Some(last) if last.distance_sq(point) < gap * gap => {}
            _ => kept.push(point),
        }
    }
    if let (Some(&last), Some(&kept_last)) = (points.last(), kept.last())
        && last != kept_last
    {
        kept.push(last);
    }
    kept
}

/// Four vertices a point: soft, full, full, soft.
fn add_run(mesh: &mut Mesh, run: &[Pos2], pen: Pen) {
    if run.len() < 2 {
        return;
    }
    let closed = run.first() == run.last();
    let full = (pen.width - pen.pixel).max(0.0) / 2.0;
    let soft = full + pen.pixel;
    // A line thinner than a pixel keeps the soft edge and loses strength instead.
    let color = pen.color.gamma_multiply((pen.width / pen.pixel).min(1.0));
    for index in 0..run.len() {
        let Some((at, across)) = corner(run, index, closed) else {
            continue;
        };
        let first = mesh.vertices.len();
        for (offset, color) in [
            (-soft, Color32::TRANSPARENT),
            (-full, color),
            (full, color),
            (soft, Color32::TRANSPARENT),
        ] {
            mesh.colored_vertex(at + across * offset, color);
        }
        if index > 0 {
            join(mesh, first);
        }
    }
}

/// Triangles between the four vertices at `first` and the four before them.
fn join(mesh: &mut Mesh, first: usize) {
    let Ok(first) = u32::try_from(first) else {
        return;
    };
    for side in 0..3 {
        let (new, old) = (first + side, first + side - 4);
        mesh.add_triangle(old, old + 1, new);
        mesh.add_triangle(old + 1, new + 1, new);
    }
}

/// The point, and the direction across the line there, longer than 1 in a bend.
fn corner(run: &[Pos2], index: usize, closed: bool) -> Option<(Pos2, Vec2)> {
    let at = *run.get(index)?;
    let last = run.len() - 1;
    let before = match index {
        0 if closed => run.get(last - 1),
        0 => None,
        _ => run.get(index - 1),
    };
    let after = match index {
        _ if index == last && closed => run.get(1),
        _ => run.get(index + 1),
    };
    let normal = |from: &Pos2, to: &Pos2| (*to - *from).normalized().rot90();
    let across = match (before, after) {
        (Some(before), Some(after)) => {
            let (one, other) = (normal(before, &at), normal(&at, after));
            let middle = (one + other).normalized();
            let stretch = middle.dot(one);
            if stretch > 1.0 / MITRE_LIMIT {
                middle / stretch
            } else {
                one
            }
        }
        (Some(before), None) => normal(before, &at),
        (None, Some(after)) => normal(&at, after),
        (None, None) => return None,
    };
    Some((at, across))
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    const PEN: Pen = Pen {
        width: 2.0,
        color: Color32::BLACK,
        pixel: 1.0,
    };
    const SEEN: Rect = Rect {
        min: pos2(0.0, 0.0),
        max: pos2(100.0, 100.0),
    };

    #[test]
    fn a_line_becomes_six_triangles_a_segment() {
        let mut mesh = Mesh::default();
        add(
            &mut mesh,
            &[pos2(1.0, 1.0), pos2(50.0, 1.0), pos2(50.0, 40.0)],
            PEN,
            SEEN,
        );
        assert_eq!(mesh.vertices.len(), 12);
        assert_eq!(mesh.indices.len(), 2 * 6 * 3);
        assert!(mesh.is_valid());
    }

    #[test]
    fn what_cannot_be_seen_and_what_is_no_line_adds_nothing() {
        let mut mesh = Mesh::default();
        add(&mut mesh, &[pos2(300.0, 1.0), pos2(400.0, 1.0)], PEN, SEEN);
        add(&mut mesh, &[pos2(5.0, 5.0)], PEN, SEEN);
        add(&mut mesh, &[], PEN, SEEN);
        assert!(mesh.is_empty());
    }

    #[test]
    fn a_needle_grows_no_spike() {
        let mut mesh = Mesh::default();
        add(
            &mut mesh,
            &[pos2(10.0, 10.0), pos2(60.0, 10.0), pos2(10.0, 10.5)],
            PEN,
            SEEN,
        );
        let farthest = mesh.vertices.iter().map(|v| v.pos.x).fold(0.0, f32::max);
        assert!(farthest < 64.0, "{farthest}");
    }
}
