//! A picture and its provenance become a PNG; the text lies in the file itself, so that it cannot be lost.

use std::fmt;

use png::text_metadata::ITXtChunk;
use png::{BitDepth, ColorType, Compression, Encoder, EncodingError};

use super::provenance::Provenance;
use super::raster::Picture;

/// The encoder refused; an internal error, because a `Picture` always fits.
#[derive(Debug)]
pub struct PngError(EncodingError);

impl fmt::Display for PngError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the picture could not be encoded, which is a fault of Whither; please report it")
    }
}

impl std::error::Error for PngError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Pixels on a side of a square metre, for one pixel a point at 96 points an inch.
const PIXELS_PER_METRE: f32 = 96.0 / 0.0254;

/// Encodes the picture. `scale` is pixels per point: a picture at 2 prints as large as one at 1.
///
/// Text stands in `iTXt` chunks (UTF-8) under the keywords of the PNG specification §11.3.3: `Title`, `Description`,
/// `Software`, `Source`, `Comment`.
pub fn encode(picture: &Picture, provenance: &Provenance, scale: f32) -> Result<Vec<u8>, PngError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    encoder.set_pixel_dims(Some(dims(scale)));
    for (keyword, text) in provenance.chunks() {
        add_text(&mut encoder, keyword, text).map_err(PngError)?;
    }
    let mut writer = encoder.write_header().map_err(PngError)?;
    writer.write_image_data(&rgb(picture)).map_err(PngError)?;
    writer.finish().map_err(PngError)?;
    Ok(bytes)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
fn dims(scale: f32) -> png::PixelDimensions {
    let side = (PIXELS_PER_METRE * scale).round() as u32;
    png::PixelDimensions { xppu: side, yppu: side, unit: png::Unit::Meter }
}

fn add_text<W: std::io::Write>(
    encoder: &mut Encoder<'_, W>,
    keyword: &str,
    text: String,
) -> Result<(), EncodingError> {
    let mut chunk = ITXtChunk::new(keyword, text);
    chunk.language_tag = "en".to_owned();
    encoder.add_itxt_chunk_struct(chunk)
}

/// Pictures are painted on an opaque ground, so alpha says nothing.
fn rgb(picture: &Picture) -> Vec<u8> {
    picture.rgba.as_chunks::<4>().0.iter().flat_map(|&[red, green, blue, _]| [red, green, blue]).collect()
}
