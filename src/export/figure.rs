//! A screen becomes a picture for a report, the same from the window and from the command line.
//!
//! Painted by an egui of its own with the bundled fonts only, so that neither the window nor the machine shows in it.

use std::ops::RangeInclusive;

use egui::epaint::ClippedShape;
use egui::{Color32, Context, Pos2, RawInput, Rect, ViewportId, vec2};

use super::destinations::largest;
use super::error::ExportError;
use super::page;
use super::promises;
use super::provenance::Provenance;
use super::raster::{Picture, Raster};
use super::vector;
use crate::draw::map::WorldMap;
use crate::draw::theme::Theme;
use crate::view::claim_view::ClaimView;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// Less has no room for headline, map and table.
pub const LEAST_POINTS: (u32, u32) = (800, 600);
/// Longest side: what browsers and word processors still open.
pub const MOST_PIXELS: u32 = 16_384;
/// Pixels per point that make sense.
pub const SCALES: RangeInclusive<f32> = 1.0..=4.0;

/// Height of a row of the table in points.
const TABLE_ROW: u32 = 25;
/// What stands above and below the table, in points.
const AROUND_TABLE: u32 = 420;

/// What a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Map, ranked lists and table.
    #[default]
    Plate,
    /// Map and ranked lists.
    Map,
    /// The largest destinations.
    Table,
    /// Bytes over time.
    Timeline,
    /// The promises of the claim.
    Claim,
}

impl Part {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Part; 5] = [
        Part::Plate,
        Part::Map,
        Part::Table,
        Part::Timeline,
        Part::Claim,
    ];

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Part::Plate => "Map, lists and table",
            Part::Map => "Map and lists",
            Part::Table => "Table alone",
            Part::Timeline => "Timeline alone",
            Part::Claim => "Claim alone",
        }
    }

    /// By its word on the command line.
    pub fn of_token(word: &str) -> Option<Self> {
        match word {
            "plate" => Some(Part::Plate),
            "map" => Some(Part::Map),
            "table" => Some(Part::Table),
            "timeline" => Some(Part::Timeline),
            "claim" => Some(Part::Claim),
            _ => None,
        }
    }
}

/// Sizes for the places in which pictures end up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Both columns of a journal's page: 180 mm at over 400 dots an inch.
    Journal,
    /// A slide of 16 to 9.
    Slide,
    /// A whole screen.
    Screen,
}

impl Preset {
    /// By its word on the command line.
    pub fn of_token(word: &str) -> Option<Self> {
        match word {
            "journal" => Some(Preset::Journal),
            "slide" => Some(Preset::Slide),
            "screen" => Some(Preset::Screen),
            _ => None,
        }
    }

    /// Its options: points, pixels for one, and width in print.
    pub fn options(self) -> FigureOptions {
        let (width, height, scale, print_mm) = match self {
            Preset::Journal => (1120, 980, 3.0, Some(180)),
            Preset::Slide => (1280, 720, 2.0, None),
            Preset::Screen => (1920, 1080, 1.0, None),
        };
        FigureOptions {
            width,
            height,
            scale,
            print_mm,
            ..FigureOptions::default()
        }
    }
}

/// Size and look of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FigureOptions {
    /// Points; pixels are `scale` times as many.
    pub width: u32,
    /// Points.
    pub height: u32,
    /// Pixels per point, 1 to 4.
    pub scale: f32,
    /// Light ink on dark ground.
    pub dark: bool,
    /// What it shows.
    pub part: Part,
    /// Width on paper in millimetres; by 96 points an inch where it is not set.
    pub print_mm: Option<u16>,
}

impl Default for FigureOptions {
    fn default() -> Self {
        Self {
            width: 1600,
            height: 1060,
            scale: 1.0,
            dark: false,
            part: Part::Plate,
            print_mm: None,
        }
    }
}

/// Height in points of a picture of a part: as much as the claim takes where it shows the claim, else the usual one.
pub fn height_of(part: Part, screen: &Screen, usual: u32) -> u32 {
    match (part, &screen.claim) {
        (Part::Claim, Some(claim)) => claim_height(claim),
        _ => usual,
    }
}

/// What a figure is made of.
#[derive(Clone, Copy)]
pub struct FigureOf<'a> {
    /// What is shown.
    pub screen: &'a Screen,
    /// Where it comes from.
    pub provenance: &'a Provenance,
    /// What is taken out.
    pub redaction: &'a Redaction,
    /// The map below it.
    pub world: &'a WorldMap,
}

/// Paints the picture.
pub fn render(of: FigureOf<'_>, options: FigureOptions) -> Result<Picture, ExportError> {
    let pixels = pixels_of(options)?;
    let theme = theme_of(options);
    let page = page::Page::new(of.screen, of.provenance, of.redaction, options.part);
    Ok(paint(pixels, options, theme, |painter, rect| {
        page.paint(painter, rect, of.world, &theme);
    }))
}

/// What is painted, as shapes.
pub fn shapes(of: FigureOf<'_>, options: FigureOptions) -> Result<Vec<ClippedShape>, ExportError> {
    pixels_of(options)?;
    let theme = theme_of(options);
    let page = page::Page::new(of.screen, of.provenance, of.redaction, options.part);
    let context = Context::default();
    theme.apply(&context);
    let rect = Rect::from_min_size(Pos2::ZERO, size_in_points(options));
    let mut shapes = Vec::new();
    for _ in 0..2 {
        let mut output = context.run_ui(input(rect, vector::FINENESS), |ui| {
            page.paint(ui.painter(), rect, of.world, &theme);
        });
        // Nobody paints pixels here.
        output.textures_delta.clear();
        shapes = output.shapes;
    }
    Ok(shapes)
}

fn theme_of(options: FigureOptions) -> Theme {
    match options.dark {
        true => Theme::dark(),
        false => Theme::light(),
    }
}

/// Points that the table of a screen needs, with what stands above and below it.
pub fn table_height(screen: &Screen, redaction: &Redaction) -> u32 {
    let rows = largest(screen, redaction, page::MANY_DESTINATIONS).len();
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    LEAST_POINTS
        .1
        .max(AROUND_TABLE.saturating_add(rows.saturating_mul(TABLE_ROW)))
}

/// Points that a picture of all promises is high.
pub fn claim_height(claim: &ClaimView) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float saturates"
    )]
    let promises = promises::whole_height(claim).ceil() as u32;
    LEAST_POINTS.1.max(AROUND_TABLE.saturating_add(promises))
}

/// Runs painters in an egui of their own and makes pixels of what they paint.
pub fn paint(
    pixels: (u32, u32),
    options: FigureOptions,
    theme: Theme,
    mut painters: impl FnMut(&egui::Painter, Rect),
) -> Picture {
    let context = Context::default();
    theme.apply(&context);
    let mut raster = Raster::default();
    let rect = Rect::from_min_size(Pos2::ZERO, size_in_points(options));
    // The first pass fills the font texture, the second lays out with it as it will stay.
    let mut primitives = Vec::new();
    for _ in 0..2 {
        let mut output = context.run_ui(input(rect, options.scale), |ui| {
            painters(ui.painter(), rect)
        });
        raster.apply(&mut output.textures_delta);
        primitives = context.tessellate(output.shapes, output.pixels_per_point);
    }
    raster.paint(&primitives, options.scale, pixels, opaque(theme.background))
}

fn input(rect: Rect, scale: f32) -> RawInput {
    let mut input = RawInput {
        screen_rect: Some(rect),
        ..RawInput::default()
    };
    input
        .viewports
        .entry(ViewportId::ROOT)
        .or_default()
        .native_pixels_per_point = Some(scale);
    input
}

/// Width and height.
#[expect(clippy::cast_precision_loss, reason = "at most 16384")]
pub(super) fn size_in_points(options: FigureOptions) -> egui::Vec2 {
    vec2(options.width as f32, options.height as f32)
}

fn opaque(color: Color32) -> Color32 {
    Color32::from_rgb(color.r(), color.g(), color.b())
}

/// Sides in pixels, or why such a picture is not made.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 800 and 16384 before the cast to whole numbers"
)]
fn pixels_of(options: FigureOptions) -> Result<(u32, u32), ExportError> {
    let FigureOptions {
        width,
        height,
        scale,
        ..
    } = options;
    if !SCALES.contains(&scale) {
        return Err(ExportError::Scale(scale));
    }
    if width < LEAST_POINTS.0 || height < LEAST_POINTS.1 {
        return Err(ExportError::TooSmall { width, height });
    }
    let sides = (width as f32 * scale, height as f32 * scale);
    if sides.0.max(sides.1) > MOST_PIXELS as f32 {
        return Err(ExportError::TooLarge {
            width: sides.0,
            height: sides.1,
        });
    }
    Ok((sides.0.round() as u32, sides.1.round() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(width: u32, height: u32, scale: f32) -> String {
        let options = FigureOptions {
            width,
            height,
            scale,
            ..FigureOptions::default()
        };
        pixels_of(options).map_or_else(|error| error.to_string(), |pixels| format!("{pixels:?}"))
    }

    #[test]
    fn silly_sizes_are_refused_in_words() {
        assert_eq!(refusal(1600, 1060, 1.5), "(2400, 1590)");
        assert_eq!(
            refusal(10, 1060, 1.0),
            "a picture of 10 × 1060 points has no room for its parts; at least 800 × 600 are needed"
        );
        assert_eq!(
            refusal(9000, 1060, 2.0),
            "a picture of 18000 × 2120 pixels is too large; a side may have 16384"
        );
        assert_eq!(
            refusal(1600, 1060, 0.5),
            "a scale of 0.5 is out of range; it may be 1 to 4"
        );
        assert_eq!(
            refusal(1600, 1060, f32::NAN),
            "a scale of NaN is out of range; it may be 1 to 4"
        );
        assert!(refusal(u32::MAX, u32::MAX, 4.0).contains("too large"));
    }
}
