//! What painters paint becomes a drawing: lines as lines, areas as areas, text as text that can be searched and copied.
//!
//! The same painters as those of the picture, so that all show the same. The shapes are walked through once, here; each form
//! of drawing (SVG, PDF) writes what it is told. Only the shapes that painters use are known; others are counted.

mod area;
pub mod pdf;
pub mod svg;
mod words;

use egui::epaint::{CircleShape, ClippedShape, ColorMode, PathShape, PathStroke, RectShape};
use egui::{Color32, Pos2, Rect, Shape, StrokeKind};

use self::area::Outlines;
use self::words::Run;

/// Pixels for one point while painters paint: soft edges of lines are this fine, and are left out.
pub const FINENESS: f32 = 4.0;

/// A line's width in points, and its colour; none where either is nothing.
#[derive(Clone, Copy, Debug)]
struct Line {
    width: f32,
    color: Color32,
}

impl Line {
    fn is_drawn(self) -> bool {
        self.width > 0.0 && self.color.a() > 0
    }

    /// Painters here use plain colours; of others the line is not drawn.
    fn of(stroke: &PathStroke) -> Self {
        let color = match &stroke.color {
            ColorMode::Solid(color) => *color,
            ColorMode::UV(_) => Color32::TRANSPARENT,
        };
        Self {
            width: stroke.width,
            color,
        }
    }
}

/// A form of drawing. Positions and lengths are points from the top left.
trait Form {
    /// What follows is cut at `clip`, until `end_clip`.
    fn begin_clip(&mut self, clip: Rect);
    fn end_clip(&mut self);
    fn rect(&mut self, rect: Rect, rounding: f32, fill: Color32, line: Line);
    fn circle(&mut self, center: Pos2, radius: f32, fill: Color32, line: Line);
    fn path(&mut self, points: &[Pos2], closed: bool, fill: Color32, line: Line);
    fn area(&mut self, outlines: &Outlines, fill: Color32);
    fn words(&mut self, run: &Run<'_>);
}

/// Draws everything that was painted, in order; hands on how many shapes have no form.
fn draw(form: &mut impl Form, shapes: &[ClippedShape]) -> usize {
    let shapes = shapes.iter();
    shapes
        .map(|clipped| draw_clipped(form, &clipped.shape, clipped.clip_rect))
        .sum()
}

fn draw_clipped(form: &mut impl Form, shape: &Shape, clip: Rect) -> usize {
    if let Shape::Vec(shapes) = shape {
        let shapes = shapes.iter();
        return shapes.map(|shape| draw_clipped(form, shape, clip)).sum();
    }
    let bounds = shape.visual_bounding_rect();
    if !bounds.is_finite() || !clip.intersects(bounds) {
        return 0;
    }
    if clip.contains_rect(bounds) {
        return draw_shape(form, shape);
    }
    form.begin_clip(clip);
    let unknown = draw_shape(form, shape);
    form.end_clip();
    unknown
}

/// 1 where the shape has no form.
fn draw_shape(form: &mut impl Form, shape: &Shape) -> usize {
    match shape {
        Shape::Noop | Shape::Vec(_) => {}
        Shape::Rect(rect) => draw_rect(form, rect),
        Shape::Circle(CircleShape {
            center,
            radius,
            fill,
            stroke,
        }) => {
            let (width, color) = (stroke.width, stroke.color);
            form.circle(*center, *radius, *fill, Line { width, color });
        }
        Shape::LineSegment { points, stroke } => {
            let (width, color) = (stroke.width, stroke.color);
            form.path(points, false, Color32::TRANSPARENT, Line { width, color });
        }
        Shape::Path(PathShape {
            points,
            closed,
            fill,
            stroke,
        }) => form.path(points, *closed, *fill, Line::of(stroke)),
        Shape::Text(text) => words::for_each_run(text, |run| form.words(run)),
        Shape::Mesh(mesh) => area::for_each_area(mesh, |outlines, fill| form.area(outlines, fill)),
        Shape::Ellipse(_)
        | Shape::Band(_)
        | Shape::QuadraticBezier(_)
        | Shape::CubicBezier(_)
        | Shape::Callback(_) => return 1,
    }
    0
}

fn draw_rect(form: &mut impl Form, shape: &RectShape) {
    let (width, color) = (shape.stroke.width, shape.stroke.color);
    let rect = match shape.stroke_kind {
        StrokeKind::Inside => shape.rect.shrink(width / 2.0),
        StrokeKind::Middle => shape.rect,
        StrokeKind::Outside => shape.rect.expand(width / 2.0),
    };
    let rounding = f32::from(shape.corner_radius.nw);
    form.rect(rect, rounding, shape.fill, Line { width, color });
}
