//! What painters paint becomes SVG: lines as lines, areas as areas, text as text that can be searched, copied and edited.
//!
//! The same painters as those of the picture, so that both show the same. Only the shapes that they use are known here;
//! a shape that is not is left out by name in a test, not in silence.

mod area;
mod pen;
mod words;

use std::fmt::Write;

use egui::epaint::{ClippedShape, RectShape};
use egui::{Color32, CornerRadius, Pos2, Rect, Shape, StrokeKind};

use self::pen::{number, paint, point, stroke};
use super::markup::escaped;

/// Pixels for one point while painters paint: soft edges of lines are this fine, and are left out.
pub const FINENESS: f32 = 4.0;

/// A drawing that is being written.
#[derive(Debug, Default)]
pub struct Svg {
    body: String,
    clips: Vec<Rect>,
    /// Shapes that have no form here.
    pub unknown: usize,
}

impl Svg {
    /// Everything that was painted, in order.
    pub fn draw(&mut self, shapes: &[ClippedShape]) {
        for clipped in shapes {
            self.clipped(&clipped.shape, clipped.clip_rect);
        }
    }

    /// The whole file. `title` and `about` are for those who cannot see it.
    pub fn finish(self, (width, height): (u32, u32), title: &str, about: &[String]) -> String {
        let mut file = String::with_capacity(self.body.len() + 4_096);
        let (title, about) = (escaped(title), escaped(&about.join("\n")));
        // Writing into a text cannot fail.
        let _written = write!(
            file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" font-family=\"'Open Sans','Segoe UI',Roboto,Arial,sans-serif\">\n<title>{title}</title>\n<desc>{about}</desc>\n"
        );
        if !self.clips.is_empty() {
            file.push_str("<defs>\n");
            for (place, rect) in self.clips.iter().enumerate() {
                let _written = writeln!(
                    file,
                    "<clipPath id=\"clip{place}\">{}</clipPath>",
                    bare(*rect)
                );
            }
            file.push_str("</defs>\n");
        }
        file.push_str(&self.body);
        file.push_str("</svg>\n");
        file
    }

    fn clipped(&mut self, shape: &Shape, clip: Rect) {
        if let Shape::Vec(shapes) = shape {
            shapes.iter().for_each(|shape| self.clipped(shape, clip));
            return;
        }
        let bounds = shape.visual_bounding_rect();
        if !bounds.is_finite() || !clip.intersects(bounds) {
            return;
        }
        if clip.contains_rect(bounds) {
            return self.shape(shape);
        }
        let place = self.clips.iter().position(|known| *known == clip);
        let place = place.unwrap_or_else(|| {
            self.clips.push(clip);
            self.clips.len() - 1
        });
        let _written = writeln!(self.body, "<g clip-path=\"url(#clip{place})\">");
        self.shape(shape);
        self.body.push_str("</g>\n");
    }

    fn shape(&mut self, shape: &Shape) {
        let body = &mut self.body;
        match shape {
            Shape::Noop | Shape::Vec(_) => {}
            Shape::Rect(rect) => write_rect(body, rect),
            Shape::Circle(circle) => {
                let _written = writeln!(
                    body,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>",
                    number(circle.center.x),
                    number(circle.center.y),
                    number(circle.radius),
                    paint("fill", circle.fill),
                    stroke(circle.stroke.width, circle.stroke.color)
                );
            }
            Shape::LineSegment { points, stroke } => {
                path(
                    body,
                    points,
                    false,
                    Color32::TRANSPARENT,
                    (stroke.width, stroke.color),
                );
            }
            Shape::Path(one) => {
                let pen = (one.stroke.width, pen::color_of(&one.stroke));
                path(body, &one.points, one.closed, one.fill, pen);
            }
            Shape::Text(text) => words::write_text(body, text),
            Shape::Mesh(mesh) => area::write_mesh(body, mesh),
            Shape::Ellipse(_)
            | Shape::Band(_)
            | Shape::QuadraticBezier(_)
            | Shape::CubicBezier(_)
            | Shape::Callback(_) => self.unknown += 1,
        }
    }
}

fn write_rect(body: &mut String, shape: &RectShape) {
    let width = shape.stroke.width;
    let rect = match shape.stroke_kind {
        StrokeKind::Inside => shape.rect.shrink(width / 2.0),
        StrokeKind::Middle => shape.rect,
        StrokeKind::Outside => shape.rect.expand(width / 2.0),
    };
    let _written = writeln!(
        body,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}{}{}/>",
        number(rect.min.x),
        number(rect.min.y),
        number(rect.width()),
        number(rect.height()),
        rounding(shape.corner_radius),
        paint("fill", shape.fill),
        stroke(width, shape.stroke.color)
    );
}

fn rounding(radius: CornerRadius) -> String {
    match radius.nw {
        0 => String::new(),
        radius => format!(" rx=\"{radius}\""),
    }
}

fn bare(rect: Rect) -> String {
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        number(rect.min.x),
        number(rect.min.y),
        number(rect.width()),
        number(rect.height())
    )
}

fn path(
    body: &mut String,
    points: &[Pos2],
    closed: bool,
    fill: Color32,
    (width, color): (f32, Color32),
) {
    let mut points = points.iter();
    let Some(first) = points.next() else { return };
    let mut line = format!("M{}", point(*first));
    for at in points {
        line.push('L');
        line.push_str(&point(*at));
    }
    if closed {
        line.push('Z');
    }
    let _written = writeln!(
        body,
        "<path d=\"{line}\"{}{}/>",
        paint("fill", fill),
        stroke(width, color)
    );
}

#[cfg(test)]
mod tests;
