//! A drawing as SVG, its text as text at the same place and of the same width, whatever font the reader has.

mod pen;

use std::fmt::Write;

use egui::epaint::ClippedShape;
use egui::{Color32, Pos2, Rect};

use self::pen::{number, paint, point, stroke};
use super::area::{Corner, Outlines, STEPS};
use super::words::Run;
use super::{Form, Line, draw};
use crate::export::markup::escaped;

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
        self.unknown += draw(self, shapes);
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
                    "<clipPath id=\"clip{place}\"><rect{}/></clipPath>",
                    sides(*rect)
                );
            }
            file.push_str("</defs>\n");
        }
        file.push_str(&self.body);
        file.push_str("</svg>\n");
        file
    }
}

impl Form for Svg {
    fn begin_clip(&mut self, clip: Rect) {
        let place = self.clips.iter().position(|known| *known == clip);
        let place = place.unwrap_or_else(|| {
            self.clips.push(clip);
            self.clips.len() - 1
        });
        let _written = writeln!(self.body, "<g clip-path=\"url(#clip{place})\">");
    }

    fn end_clip(&mut self) {
        self.body.push_str("</g>\n");
    }

    fn rect(&mut self, rect: Rect, rounding: f32, fill: Color32, line: Line) {
        let rounding = match rounding > 0.0 {
            true => format!(" rx=\"{}\"", number(rounding)),
            false => String::new(),
        };
        let _written = writeln!(
            self.body,
            "<rect{}{rounding}{}{}/>",
            sides(rect),
            paint("fill", fill),
            stroke(line)
        );
    }

    fn circle(&mut self, center: Pos2, radius: f32, fill: Color32, line: Line) {
        let _written = writeln!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>",
            number(center.x),
            number(center.y),
            number(radius),
            paint("fill", fill),
            stroke(line)
        );
    }

    fn path(&mut self, points: &[Pos2], closed: bool, fill: Color32, line: Line) {
        let mut points = points.iter();
        let Some(first) = points.next() else { return };
        let mut way = format!("M{}", point(*first));
        for at in points {
            way.push('L');
            way.push_str(&point(*at));
        }
        if closed {
            way.push('Z');
        }
        let _written = writeln!(
            self.body,
            "<path d=\"{way}\"{}{}/>",
            paint("fill", fill),
            stroke(line)
        );
    }

    fn area(&mut self, outlines: &Outlines, fill: Color32) {
        let mut way = String::new();
        outlines.iter().for_each(|line| write_line(&mut way, line));
        let _written = writeln!(
            self.body,
            "<path transform=\"scale({})\" d=\"{way}\"{}/>",
            1.0 / STEPS,
            paint("fill", fill)
        );
    }

    fn words(&mut self, run: &Run<'_>) {
        let weight = match run.is_strong() {
            true => " font-weight=\"600\"",
            false => "",
        };
        let _written = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{} textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            number(run.at.x),
            number(run.at.y),
            number(run.font.size),
            paint("fill", run.color),
            number(run.length()),
            escaped(&run.text())
        );
    }
}

fn sides(rect: Rect) -> String {
    format!(
        " x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(rect.min.x),
        number(rect.min.y),
        number(rect.width()),
        number(rect.height())
    )
}

/// An outline in steps from corner to corner.
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

#[cfg(test)]
mod tests;
