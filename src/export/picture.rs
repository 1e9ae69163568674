//! A screen becomes the bytes of a PNG, or an SVG: the one way, for the window and for the command line.

use super::error::ExportError;
use super::figure::{self, FigureOptions};
use super::png_file;
use super::provenance::Provenance;
use super::vector::svg::Svg;
use crate::draw::map::WorldMap;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// The picture of a screen as a PNG with its provenance inside.
pub fn png_of(
    screen: &Screen,
    provenance: &Provenance,
    redaction: &Redaction,
    world: &WorldMap,
    options: FigureOptions,
) -> Result<Vec<u8>, ExportError> {
    let picture = figure::render(screen, provenance, redaction, world, options)?;
    png_file::encode(&picture, provenance, options)
}

/// The same as SVG, its text as text.
pub fn svg_of(
    screen: &Screen,
    provenance: &Provenance,
    redaction: &Redaction,
    world: &WorldMap,
    options: FigureOptions,
) -> Result<String, ExportError> {
    let shapes = figure::shapes(screen, provenance, redaction, world, options)?;
    let mut svg = Svg::default();
    svg.draw(&shapes);
    debug_assert_eq!(
        svg.unknown, 0,
        "a painter uses a shape that has no form in SVG"
    );
    let title = format!(
        "{}. {}",
        screen.headline.lead.trim_end_matches('.'),
        provenance.scene()
    );
    Ok(svg.finish((options.width, options.height), &title, &provenance.lines()))
}
