//! egui's triangles become pixels, in software: the same bytes on every machine, without a graphics card or a screen.
//!
//! Blends as egui's own renderers do: premultiplied colours in gamma space, pixels sampled at their middle.

mod texture;
mod triangle;

use std::collections::HashMap;

use egui::epaint::{ClippedPrimitive, Primitive};
use egui::{Color32, Rect, TextureId, TexturesDelta};

use texture::Texture;
use triangle::Scene;

/// A picture: rows from the top, four bytes (red, green, blue, alpha) a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width · height · 4` bytes.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// The pixel at a position; `None` outside.
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let at = (y as usize * self.width as usize + x as usize) * 4;
        self.rgba.get(at..at + 4)?.try_into().ok()
    }
}

/// Holds textures between passes.
#[derive(Debug, Default)]
pub struct Raster {
    textures: HashMap<TextureId, Texture>,
}

/// Whole pixels, `min` included and `max` not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Clip {
    x: (usize, usize),
    y: (usize, usize),
}

impl Raster {
    /// Takes over what a pass changed; leaves `delta` empty, as egui demands.
    pub fn apply(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                match change.pos {
                    None => {
                        self.textures.insert(id, Texture::new(&change));
                    }
                    Some(at) => {
                        if let Some(texture) = self.textures.get_mut(&id) {
                            texture.replace_part(at, &change);
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    /// Paints `primitives` over `ground`. Callbacks paint nothing: nobody here uses them.
    pub fn paint(
        &self,
        primitives: &[ClippedPrimitive],
        pixels_per_point: f32,
        (width, height): (u32, u32),
        ground: Color32,
    ) -> Picture {
        let row = width as usize;
        let mut pixels = vec![ground.to_array(); row * height as usize];
        for primitive in primitives {
            let Primitive::Mesh(mesh) = &primitive.primitive else {
                continue;
            };
            let Some(texture) = self.textures.get(&mesh.texture_id) else {
                continue;
            };
            let clip = clip(
                primitive.clip_rect,
                pixels_per_point,
                (row, height as usize),
            );
            let mut scene = Scene {
                pixels: &mut pixels,
                row,
                clip,
                texture,
            };
            for corners in mesh.indices.chunks_exact(3) {
                let corner = |index: usize| mesh.vertices.get(*corners.get(index)? as usize);
                if let (Some(a), Some(b), Some(c)) = (corner(0), corner(1), corner(2)) {
                    scene.triangle([a, b, c], pixels_per_point);
                }
            }
        }
        Picture {
            width,
            height,
            rgba: pixels.into_flattened(),
        }
    }
}

/// A rectangle of points as whole pixels inside the picture, rounded as egui's renderers round.
fn clip(rect: Rect, pixels_per_point: f32, (width, height): (usize, usize)) -> Clip {
    let pixel = |points: f32, most: usize| whole((points * pixels_per_point).round(), most);
    Clip {
        x: (pixel(rect.min.x, width), pixel(rect.max.x, width)),
        y: (pixel(rect.min.y, height), pixel(rect.max.y, height)),
    }
}

/// A whole number held between 0 and `most`; what is no number is 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates, and what is no number becomes 0"
)]
fn whole(value: f32, most: usize) -> usize {
    (value as usize).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::epaint::{ImageDelta, Vertex};
    use egui::{ColorImage, Mesh, Pos2, TextureOptions, pos2};

    const WHITE: [u8; 4] = [255; 4];
    const BLACK: [u8; 4] = [0, 0, 0, 255];

    fn raster_with(image: ColorImage, options: TextureOptions) -> Raster {
        let mut raster = Raster::default();
        let mut delta = TexturesDelta::default();
        delta.push(TextureId::default(), ImageDelta::full(image, options));
        raster.apply(&mut delta);
        raster
    }

    fn plain() -> Raster {
        raster_with(
            ColorImage::filled([1, 1], Color32::WHITE),
            TextureOptions::LINEAR,
        )
    }

    fn paint(raster: &Raster, mesh: Mesh, clip_rect: Rect, scale: f32) -> Picture {
        let primitive = Primitive::Mesh(mesh);
        raster.paint(
            &[ClippedPrimitive {
                clip_rect,
                primitive,
            }],
            scale,
            (8, 8),
            Color32::WHITE,
        )
    }

    fn triangle(corners: [Pos2; 3], color: Color32) -> Mesh {
        let mut mesh = Mesh::default();
        for corner in corners {
            mesh.colored_vertex(corner, color);
        }
        mesh.add_triangle(0, 1, 2);
        mesh
    }

    fn rows(picture: &Picture) -> Vec<String> {
        let sign = |pixel: [u8; 4]| if pixel == WHITE { '.' } else { '#' };
        (0..picture.height)
            .map(|y| {
                (0..picture.width)
                    .filter_map(|x| picture.pixel(x, y))
                    .map(sign)
                    .collect()
            })
            .collect()
    }

    #[test]
    fn a_triangle_covers_the_pixels_whose_middle_it_holds() {
        let corners = [pos2(0.0, 0.0), pos2(6.0, 0.0), pos2(0.0, 6.0)];
        let picture = paint(
            &plain(),
            triangle(corners, Color32::BLACK),
            Rect::EVERYTHING,
            1.0,
        );
        let expected = [
            "#####...", "####....", "###.....", "##......", "#.......", "........", "........",
            "........",
        ];
        assert_eq!(rows(&picture), expected);
    }

    #[test]
    fn triangles_that_share_an_edge_leave_no_gap_and_cover_nothing_twice() {
        let half_black = Color32::from_black_alpha(128);
        let mut mesh = triangle([pos2(1.0, 1.0), pos2(7.0, 2.0), pos2(2.0, 7.0)], half_black);
        mesh.colored_vertex(pos2(7.3, 7.1), half_black);
        mesh.add_triangle(1, 3, 2);
        let picture = paint(&plain(), mesh, Rect::EVERYTHING, 1.0);
        let mut seen: Vec<[u8; 4]> = (0..64)
            .filter_map(|n| picture.pixel(n % 8, n / 8))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 2, "white and one grey, but {seen:?}");
        assert_eq!(rows(&picture)[4], "..#####.");
    }

    #[test]
    fn nothing_is_painted_beyond_the_clip_rectangle_or_the_picture() {
        let corners = [pos2(-90.0, -90.0), pos2(300.0, -90.0), pos2(-90.0, 300.0)];
        let clip = Rect::from_min_max(pos2(2.0, 3.0), pos2(5.0, 4.0));
        let picture = paint(&plain(), triangle(corners, Color32::BLACK), clip, 1.0);
        let mut expected = ["........"; 8];
        expected[3] = "..###...";
        assert_eq!(rows(&picture), expected);
    }

    #[test]
    fn half_cover_blends_and_vertex_colours_run_into_each_other() {
        let corners = [pos2(0.0, 0.0), pos2(16.0, 0.0), pos2(0.0, 16.0)];
        let half = triangle(corners, Color32::from_rgba_premultiplied(128, 0, 0, 128));
        let picture = paint(&plain(), half, Rect::EVERYTHING, 1.0);
        assert_eq!(picture.pixel(1, 1), Some([255, 127, 127, 255]));
        let mut shaded = triangle(corners, Color32::BLACK);
        shaded.vertices[1].color = Color32::WHITE;
        let picture = paint(&plain(), shaded, Rect::EVERYTHING, 1.0);
        let reds: Vec<u8> = (0..8)
            .filter_map(|x| picture.pixel(x, 0))
            .map(|p| p[0])
            .collect();
        assert!(reds.windows(2).all(|pair| pair[0] < pair[1]), "{reds:?}");
    }

    #[test]
    fn points_are_scaled_to_pixels() {
        let corners = [pos2(0.0, 0.0), pos2(3.0, 0.0), pos2(0.0, 3.0)];
        let picture = paint(
            &plain(),
            triangle(corners, Color32::BLACK),
            Rect::EVERYTHING,
            2.0,
        );
        assert_eq!(rows(&picture)[0], "#####...");
    }

    #[test]
    fn a_texture_is_sampled_and_can_be_changed_in_part() {
        let image = ColorImage::new([2, 1], vec![Color32::BLACK, Color32::WHITE]);
        let mut raster = raster_with(image, TextureOptions::NEAREST);
        let mut square = Mesh::default();
        let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        square.add_rect_with_uv(
            Rect::from_min_max(pos2(0.0, 0.0), pos2(8.0, 8.0)),
            all,
            Color32::WHITE,
        );
        let picture = paint(&raster, square.clone(), Rect::EVERYTHING, 1.0);
        assert_eq!(rows(&picture)[0], "####....");
        let mut delta = TexturesDelta::default();
        let part = ColorImage::new([1, 1], vec![Color32::WHITE]);
        delta.push(
            TextureId::default(),
            ImageDelta::partial([0, 0], part, TextureOptions::NEAREST),
        );
        raster.apply(&mut delta);
        let picture = paint(&raster, square, Rect::EVERYTHING, 1.0);
        assert_eq!(rows(&picture)[0], "........");
    }

    #[test]
    fn broken_meshes_paint_nothing_and_do_not_panic() {
        let nowhere = f32::NAN;
        let mut mesh = triangle(
            [pos2(nowhere, 0.0), pos2(6.0, nowhere), pos2(0.0, 6.0)],
            Color32::BLACK,
        );
        mesh.indices.extend([0, 1, 99]);
        mesh.vertices.push(Vertex::untextured(
            pos2(f32::INFINITY, 1e30),
            Color32::BLACK,
        ));
        mesh.indices.extend([3, 2, 1]);
        let picture = paint(&plain(), mesh, Rect::EVERYTHING, 1.0);
        assert!(
            picture
                .rgba
                .chunks(4)
                .all(|pixel| pixel == WHITE || pixel == BLACK)
        );
        assert_eq!(rows(&picture), ["........"; 8]);
    }
}
