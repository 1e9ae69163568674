//! Shapes as they are written.

use std::sync::Arc;

use egui::{Mesh, Shape, Stroke, pos2};

use super::*;

fn written(shape: Shape) -> String {
    let clip = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 100.0));
    let mut svg = Svg::default();
    svg.draw(&[ClippedShape::new(clip, shape)]);
    assert_eq!(svg.unknown, 0);
    svg.body
}

#[test]
fn shapes_are_written_as_what_they_are() {
    let rect = Rect::from_min_max(pos2(1.0, 2.0), pos2(11.5, 7.0));
    for (shape, want) in [
        (
            Shape::rect_filled(rect, 3, Color32::from_rgb(1, 2, 3)),
            "<rect x=\"1\" y=\"2\" width=\"10.5\" height=\"5\" rx=\"3\" fill=\"#010203\"/>\n",
        ),
        (
            Shape::line_segment(
                [pos2(2.0, 2.0), pos2(5.0, 5.25)],
                Stroke::new(1.5, Color32::RED),
            ),
            "<path d=\"M2,2L5,5.25\" fill=\"none\" stroke=\"#ff0000\" stroke-width=\"1.5\"/>\n",
        ),
        (
            Shape::circle_filled(
                pos2(5.0, 5.0),
                2.0,
                Color32::from_rgba_unmultiplied(255, 0, 0, 128),
            ),
            "<circle cx=\"5\" cy=\"5\" r=\"2\" fill=\"#ff0000\" fill-opacity=\"0.5\"/>\n",
        ),
    ] {
        assert_eq!(written(shape), want);
    }
}

#[test]
fn triangles_that_share_edges_are_one_area() {
    let mut mesh = Mesh::default();
    for at in [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)] {
        mesh.colored_vertex(pos2(at.0, at.1), Color32::BLUE);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(3, 2, 0);
    // A soft edge is left out.
    mesh.colored_vertex(pos2(3.0, 0.0), Color32::TRANSPARENT);
    mesh.add_triangle(1, 4, 2);
    assert_eq!(
        written(Shape::Mesh(Arc::new(mesh))),
        "<path transform=\"scale(0.05)\" d=\"M0 0l40 0 0 40 -40 0z\" fill=\"#0000ff\"/>\n"
    );
}

#[test]
fn what_leaves_its_frame_is_cut_there() {
    let rect = Rect::from_min_max(pos2(90.0, 90.0), pos2(110.0, 110.0));
    let text = written(Shape::rect_filled(rect, 0, Color32::RED));
    assert!(
        text.starts_with("<g clip-path=\"url(#clip0)\">\n<rect "),
        "{text}"
    );
}
