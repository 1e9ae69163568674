//! A texture as premultiplied pixels; what is outside its edge looks like its edge.

use egui::epaint::{ImageData, ImageDelta};
use egui::{Color32, TextureFilter};

/// Colour parts as floats: 0 to 255 for colours, 0 to 1 for samples.
pub type Parts = [f32; 4];

/// One texture.
#[derive(Debug)]
pub struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
    smooth: bool,
}

impl Texture {
    /// From a change that brings a whole image.
    pub fn new(change: &ImageDelta) -> Self {
        let ImageData::Color(image) = &change.image;
        Self {
            width: image.width(),
            height: image.height(),
            pixels: image.pixels.iter().map(Color32::to_array).collect(),
            smooth: change.options.magnification == TextureFilter::Linear,
        }
    }

    /// Writes a smaller image over a part; what would lie outside is left out.
    pub fn replace_part(&mut self, [left, top]: [usize; 2], change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        let wide = image.width().max(1);
        for (row, line) in image.pixels.chunks(wide).enumerate() {
            let from = (top + row) * self.width + left;
            let room = self.width.saturating_sub(left).min(line.len());
            if let (Some(to), Some(line)) =
                (self.pixels.get_mut(from..from + room), line.get(..room))
            {
                for (pixel, color) in to.iter_mut().zip(line) {
                    *pixel = color.to_array();
                }
            }
        }
    }

    /// Colour at texture coordinates, 0 to 1 in each part.
    #[expect(
        clippy::cast_precision_loss,
        reason = "textures have thousands of pixels, not millions, a side"
    )]
    pub fn sample(&self, u: f32, v: f32) -> Parts {
        let (x, y) = (u * self.width as f32, v * self.height as f32);
        if !self.smooth {
            return unit(self.texel(floor(x), floor(y)));
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (floor(x), floor(y));
        let (right_part, lower_part) = (x - left as f32, y - top as f32);
        // Text lies on whole pixels: one texel then is the answer.
        if right_part.abs() < 1e-3 && lower_part.abs() < 1e-3 {
            return unit(self.texel(left, top));
        }
        let upper = mix(self.texel(left, top), self.texel(left + 1, top), right_part);
        let lower = mix(
            self.texel(left, top + 1),
            self.texel(left + 1, top + 1),
            right_part,
        );
        std::array::from_fn(|part| {
            (upper[part] * (1.0 - lower_part) + lower[part] * lower_part) / 255.0
        })
    }

    fn texel(&self, x: i32, y: i32) -> [u8; 4] {
        let held =
            |at: i32, size: usize| (at.max(0).unsigned_abs() as usize).min(size.saturating_sub(1));
        let index = held(y, self.height) * self.width + held(x, self.width);
        self.pixels.get(index).copied().unwrap_or_default()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast of a float saturates"
)]
fn floor(value: f32) -> i32 {
    value.floor() as i32
}

fn unit(pixel: [u8; 4]) -> Parts {
    pixel.map(|part| f32::from(part) / 255.0)
}

fn mix(one: [u8; 4], other: [u8; 4], way: f32) -> Parts {
    std::array::from_fn(|part| f32::from(one[part]) * (1.0 - way) + f32::from(other[part]) * way)
}
