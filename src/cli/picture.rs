//! `whither picture`, and the picture that is written where no window can open.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{Inputs, Look, PictureArguments};
use super::flows::{CommandError, Outcome, analysis, outcome};
use crate::draw::map::WorldMap;
use crate::export::figure::{FigureOf, FigureOptions, Preset, height_of};
use crate::export::picture::bytes_for;
use crate::export::provenance::Provenance;
use crate::export::write::{Overwrite, write_file};
use crate::reference::world::World;
use crate::view::query::{Colouring, Query};
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// Names tried for the picture that stands in for a window, before giving up.
const MAX_NAMES: u32 = 1_000;

/// Writes the picture that was asked for.
pub fn write_picture(
    inputs: &Inputs,
    arguments: &PictureArguments,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let screen = screen_of(inputs, &arguments.look, arguments.colouring)?;
    let standard = arguments.preset.map(Preset::options).unwrap_or_default();
    let height = height_of(arguments.part, &screen, standard.height);
    let (width, height) = arguments.size.unwrap_or((standard.width, height));
    let options = FigureOptions {
        width,
        height,
        scale: arguments.scale.unwrap_or(standard.scale),
        dark: arguments.dark,
        part: arguments.part,
        ..standard
    };
    let overwrite = Overwrite::from(arguments.overwrite);
    let redaction = Redaction::unless(inputs.show_all, &screen.analysis);
    write_to(&screen, &redaction, options, &arguments.out, overwrite, out)
}

/// Where no window can open: says why, and writes what it would have shown as a picture in the current folder.
pub fn instead_of_window(
    inputs: &Inputs,
    why: &dyn std::error::Error,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    eprintln!("whither: {why}");
    if inputs.captures.is_empty() {
        return Err(CommandError::NothingToDraw);
    }
    let screen = screen_of(inputs, &Look::default(), None)?;
    eprintln!("whither: writing what it would show as a picture instead");
    write_to(
        &screen,
        &Redaction::unless(inputs.show_all, &screen.analysis),
        FigureOptions::default(),
        &free_name(inputs),
        Overwrite::No,
        out,
    )
}

/// What the window would show.
pub fn screen_of(
    inputs: &Inputs,
    look: &Look,
    colouring: Option<Colouring>,
) -> Result<Screen, CommandError> {
    let analysis = Arc::new(analysis(inputs, true)?);
    let query = Query {
        filter: inputs.filter.clone(),
        place: inputs.place,
        colouring: colouring.unwrap_or(match inputs.claim {
            Some(_) => Colouring::Verdict,
            None => Colouring::Plain,
        }),
        ..look.query()
    };
    let screen = crate::view::screen(&analysis, &query);
    match &screen.filter.error {
        Some(error) => Err(CommandError::Filter(inputs.filter.clone(), error.clone())),
        None => Ok(screen),
    }
}

fn write_to(
    screen: &Screen,
    redaction: &Redaction,
    options: FigureOptions,
    path: &Path,
    overwrite: Overwrite,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let world = WorldMap::new(&World::load().map_err(CommandError::Reference)?);
    let provenance = Provenance::of(&screen.analysis, &screen.query).redacted(redaction);
    let of = FigureOf {
        screen,
        provenance: &provenance,
        redaction,
        world: &world,
    };
    let bytes = bytes_for(path, of, options).map_err(CommandError::Export)?;
    write_file(path, &bytes, overwrite).map_err(CommandError::Export)?;
    writeln!(out, "{}", path.display())?;
    out.flush()?;
    Ok(outcome(&screen.analysis))
}

/// `whither-CAPTURE.png`, or with a number where that is taken: nothing is written over.
fn free_name(inputs: &Inputs) -> PathBuf {
    let stem = inputs
        .captures
        .first()
        .and_then(|path| path.file_stem())
        .map_or_else(|| "capture".into(), |stem| stem.to_string_lossy());
    let stem = if stem == "-" { "capture".into() } else { stem };
    let names = (2..MAX_NAMES).map(|number| format!("whither-{stem}-{number}.png"));
    std::iter::once(format!("whither-{stem}.png"))
        .chain(names)
        .map(PathBuf::from)
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_else(|| PathBuf::from(format!("whither-{stem}.png")))
}
