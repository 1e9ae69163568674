//! One triangle, row by row: colours and texture coordinates run evenly between its corners.

use egui::Pos2;
use egui::epaint::Vertex;

use super::texture::{Parts, Texture};
use super::{Clip, whole};

/// What is painted into.
pub struct Scene<'a> {
    /// The whole picture.
    pub pixels: &'a mut [[u8; 4]],
    /// Pixels in a row.
    pub row: usize,
    /// Where painting is allowed.
    pub clip: Clip,
    /// Texture of the mesh.
    pub texture: &'a Texture,
}

/// How the pixels of one triangle get their colour, the cheapest way that is exact.
enum Paint {
    /// One colour that hides what is below.
    Solid([u8; 4]),
    /// One colour that lets through.
    Even(Parts),
    /// Colours run, the texture does not.
    Running { corners: [Parts; 3], texel: Parts },
    /// Both run.
    Textured { corners: [Parts; 3], at: [Pos2; 3] },
}

impl Scene<'_> {
    /// Paints the pixels whose middle lies inside; a middle on an edge belongs to the triangle right of or below it.
    pub fn triangle(&mut self, corners: [&Vertex; 3], pixels_per_point: f32) {
        let at = corners.map(|corner| corner.pos * pixels_per_point);
        let [a, b, c] = at;
        let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        let Some(paint) = self.paint_of(corners) else {
            return;
        };
        let (top, bottom) = (a.y.min(b.y).min(c.y), a.y.max(b.y).max(c.y));
        let first = whole((top - 0.5).ceil(), self.clip.y.1).max(self.clip.y.0);
        let beyond = whole((bottom - 0.5).ceil(), self.clip.y.1);
        for y in first..beyond {
            let middle = middle_of(y);
            let Some((left, right)) = span(at, middle) else {
                continue;
            };
            let first = whole((left - 0.5).ceil(), self.clip.x.1).max(self.clip.x.0);
            let beyond = whole((right - 0.5).ceil(), self.clip.x.1);
            if first >= beyond {
                continue;
            }
            let start = y * self.row;
            let Some(pixels) = self.pixels.get_mut(start + first..start + beyond) else {
                continue;
            };
            let weights = Weights::at(at, area, middle_of(first), middle);
            fill(pixels, &paint, weights, self.texture);
        }
    }

    fn paint_of(&self, corners: [&Vertex; 3]) -> Option<Paint> {
        let [a, b, c] = corners;
        let colors = corners.map(|corner| corner.color.to_array().map(f32::from));
        let at = corners.map(|corner| corner.uv);
        if !(a.uv == b.uv && b.uv == c.uv) {
            return Some(Paint::Textured {
                corners: colors,
                at,
            });
        }
        let texel = self.texture.sample(a.uv.x, a.uv.y);
        if !(a.color == b.color && b.color == c.color) {
            return Some(Paint::Running {
                corners: colors,
                texel,
            });
        }
        let color = times(colors[0], texel);
        let bytes = color.map(byte);
        match bytes[3] {
            255 => Some(Paint::Solid(bytes)),
            0 if bytes == [0; 4] => None,
            _ => Some(Paint::Even(color)),
        }
    }
}

/// How much each corner counts at a pixel, and how that changes from one pixel to the next.
#[derive(Clone, Copy)]
struct Weights {
    b: f32,
    c: f32,
    b_step: f32,
    c_step: f32,
}

impl Weights {
    fn at([a, b, c]: [Pos2; 3], area: f32, x: f32, y: f32) -> Self {
        Self {
            b: ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area,
            c: ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area,
            b_step: (c.y - a.y) / area,
            c_step: (a.y - b.y) / area,
        }
    }

    fn mix<const N: usize>(&self, [a, b, c]: [[f32; N]; 3]) -> [f32; N] {
        let rest = 1.0 - self.b - self.c;
        std::array::from_fn(|part| a[part] * rest + b[part] * self.b + c[part] * self.c)
    }

    fn step(&mut self) {
        self.b += self.b_step;
        self.c += self.c_step;
    }
}

fn fill(pixels: &mut [[u8; 4]], paint: &Paint, mut weights: Weights, texture: &Texture) {
    match paint {
        Paint::Solid(color) => pixels.fill(*color),
        Paint::Even(color) => {
            for pixel in pixels {
                blend(pixel, *color);
            }
        }
        Paint::Running { corners, texel } => {
            for pixel in pixels {
                blend(pixel, times(weights.mix(*corners), *texel));
                weights.step();
            }
        }
        Paint::Textured { corners, at } => {
            let at = at.map(|at| [at.x, at.y]);
            for pixel in pixels {
                let [u, v] = weights.mix(at);
                blend(pixel, times(weights.mix(*corners), texture.sample(u, v)));
                weights.step();
            }
        }
    }
}

/// Left and right end of the triangle on a row.
fn span([a, b, c]: [Pos2; 3], y: f32) -> Option<(f32, f32)> {
    let mut ends = (f32::INFINITY, f32::NEG_INFINITY);
    for (from, to) in [(a, b), (b, c), (c, a)] {
        if (from.y <= y) != (to.y <= y) {
            // Always from the upper end, so that two triangles find the same point on the edge they share.
            let (upper, lower) = if from.y <= to.y {
                (from, to)
            } else {
                (to, from)
            };
            let x = upper.x + (y - upper.y) * (lower.x - upper.x) / (lower.y - upper.y);
            ends = (ends.0.min(x), ends.1.max(x));
        }
    }
    (ends.0 < ends.1).then_some(ends)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "pictures have thousands of pixels, not millions, a side"
)]
fn middle_of(index: usize) -> f32 {
    index as f32 + 0.5
}

fn times(one: Parts, other: Parts) -> Parts {
    std::array::from_fn(|part| one[part] * other[part])
}

/// Puts a premultiplied colour over a pixel.
fn blend(pixel: &mut [u8; 4], over: Parts) {
    let through = 1.0 - over[3] / 255.0;
    for (below, above) in pixel.iter_mut().zip(over) {
        *below = byte(above + f32::from(*below) * through);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates"
)]
fn byte(value: f32) -> u8 {
    (value + 0.5) as u8
}
