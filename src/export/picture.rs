//! A screen becomes the bytes of a picture, by the ending of its name: the one way, for the window and for the command line.

use std::path::Path;

use super::error::ExportError;
use super::figure::{self, FigureOf, FigureOptions};
use super::png_file;
use super::vector::pdf::{About, Pdf};
use super::vector::svg::Svg;

/// The picture of a screen as a PNG with its provenance inside.
pub fn png_of(of: FigureOf<'_>, options: FigureOptions) -> Result<Vec<u8>, ExportError> {
    let picture = figure::render(of, options)?;
    png_file::encode(&picture, of.provenance, options)
}

/// The same as SVG, its text as text.
pub fn svg_of(of: FigureOf<'_>, options: FigureOptions) -> Result<String, ExportError> {
    let shapes = figure::shapes(of, options)?;
    let mut svg = Svg::default();
    svg.draw(&shapes);
    debug_assert_eq!(
        svg.unknown, 0,
        "a painter uses a shape that has no form in SVG"
    );
    let title = title_of(of);
    Ok(svg.finish(
        (options.width, options.height),
        &title,
        &of.provenance.lines(),
    ))
}

/// The same as a page of PDF.
pub fn pdf_of(of: FigureOf<'_>, options: FigureOptions) -> Result<Vec<u8>, ExportError> {
    let shapes = figure::shapes(of, options)?;
    let size = figure::size_in_points(options);
    let mut pdf = Pdf::new(size.x, size.y, options.print_mm);
    pdf.draw(&shapes);
    debug_assert_eq!(
        pdf.unknown, 0,
        "a painter uses a shape that has no form in PDF"
    );
    pdf.finish(&About {
        title: &title_of(of),
        subject: &of.provenance.subject(),
        lines: &of.provenance.lines(),
        program: of.provenance.program(),
    })
}

/// SVG or PDF where the name ends so, else PNG.
pub fn bytes_for(
    path: &Path,
    of: FigureOf<'_>,
    options: FigureOptions,
) -> Result<Vec<u8>, ExportError> {
    let ends_in = |ending: &str| {
        let own = path.extension();
        own.is_some_and(|own| own.eq_ignore_ascii_case(ending))
    };
    if ends_in("svg") {
        svg_of(of, options).map(String::into_bytes)
    } else if ends_in("pdf") {
        pdf_of(of, options)
    } else {
        png_of(of, options)
    }
}

fn title_of(of: FigureOf<'_>) -> String {
    let lead = of.screen.headline.lead.trim_end_matches('.');
    format!("{lead}. {}", of.provenance.scene())
}
