//! A picture and its provenance become a PNG; the text lies in the file itself, so that it cannot be lost.

use png::{BitDepth, ColorType, Compression, Encoder};

use super::error::ExportError;
use super::figure::FigureOptions;
use super::provenance::Provenance;
use super::raster::Picture;

/// Pixels on a side of a square metre, for one pixel a point at 96 points an inch.
const PIXELS_PER_METRE: f32 = 96.0 / 0.0254;

/// Encodes the picture. A picture at two pixels per point prints as large as one at one.
///
/// Text stands in `iTXt` chunks (UTF-8) under the keywords of the PNG specification §11.3.3: `Title`, `Description`,
/// `Software`, `Source`, `Comment`.
pub fn encode(
    picture: &Picture,
    provenance: &Provenance,
    options: FigureOptions,
) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    encoder.set_pixel_dims(Some(dims(options)));
    for (keyword, text) in provenance.chunks() {
        encoder
            .add_itxt_chunk(keyword.to_owned(), text)
            .map_err(ExportError::Png)?;
    }
    let mut writer = encoder.write_header().map_err(ExportError::Png)?;
    writer
        .write_image_data(&rgb(picture))
        .map_err(ExportError::Png)?;
    writer.finish().map_err(ExportError::Png)?;
    Ok(bytes)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a small positive number"
)]
fn dims(options: FigureOptions) -> png::PixelDimensions {
    let pixels = options.width as f32 * options.scale;
    let side = match options.print_mm {
        Some(wide) => pixels / (f32::from(wide) / 1_000.0),
        None => PIXELS_PER_METRE * options.scale,
    };
    let side = side.round() as u32;
    png::PixelDimensions {
        xppu: side,
        yppu: side,
        unit: png::Unit::Meter,
    }
}

/// Pictures are painted on an opaque ground, so alpha says nothing.
fn rgb(picture: &Picture) -> Vec<u8> {
    picture
        .rgba
        .as_chunks::<4>()
        .0
        .iter()
        .flat_map(|&[red, green, blue, _]| [red, green, blue])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_pixels_are_read_back() {
        let provenance = Provenance::sample();
        let picture = Picture {
            width: 2,
            height: 1,
            rgba: vec![1, 2, 3, 255, 4, 5, 6, 255],
        };
        let bytes = encode(
            &picture,
            &provenance,
            FigureOptions {
                scale: 2.0,
                ..FigureOptions::default()
            },
        )
        .expect("encodes");
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .expect("a PNG");
        let mut pixels = [0; 6];
        reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!(pixels, [1, 2, 3, 4, 5, 6]);
        let dims = reader.info().pixel_dims.expect("a size in print");
        assert_eq!(dims.xppu, 7559, "192 pixels an inch");
        let texts = &reader.info().utf8_text;
        for (keyword, text) in provenance.chunks() {
            let chunk = texts
                .iter()
                .find(|chunk| chunk.keyword == keyword)
                .expect(keyword);
            assert_eq!(chunk.get_text().expect("UTF-8"), text);
        }
    }
}
