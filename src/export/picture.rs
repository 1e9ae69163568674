//! A screen becomes the bytes of a PNG: the one way, for the window and for the command line.

use super::error::ExportError;
use super::figure::{self, FigureOptions};
use super::png_file;
use super::provenance::Provenance;
use crate::reference::world::World;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// The picture of a screen as a PNG with its provenance inside.
pub fn png_of(
    screen: &Screen,
    provenance: &Provenance,
    redaction: &Redaction,
    world: &World,
    options: FigureOptions,
) -> Result<Vec<u8>, ExportError> {
    let picture = figure::render(screen, provenance, redaction, world, options)?;
    png_file::encode(&picture, provenance, options.scale)
}
