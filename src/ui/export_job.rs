//! Pictures and tables are made and written on a thread; one line says what came of it.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use super::app::{App, Pace};
use super::session::with_causes;
use super::windows::{PictureDialog, TableDialog};
use crate::draw::theme::Theme;
use crate::export::figure::{self, FigureOptions};
use crate::export::provenance::Provenance;
use crate::export::write::{Overwrite, write_file};
use crate::export::{csv_file, png_file, problems_file};
use crate::reference::Reference;
use crate::reference::world::World;
use crate::view::screen::Screen;

/// What picture is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureOrder {
    /// Where it goes.
    pub path: PathBuf,
    /// Width and height in points.
    pub size: [u16; 2],
    /// Pixels for one point.
    pub scale: u8,
    /// Light ink on dark ground.
    pub dark: bool,
    /// Whether a file of this name may be replaced.
    pub replace: bool,
}

/// What came of it: a line, and whether it went wrong.
pub type Outcome = Result<String, String>;

/// A file that is being written.
pub struct ExportJob {
    outcome: Receiver<Outcome>,
}

impl ExportJob {
    /// What came of it, once it is done.
    pub fn poll(&self) -> Option<Outcome> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(
                "The file could not be made because of an error in this program, please report it"
                    .to_owned(),
            )),
        }
    }
}

impl App {
    pub(super) fn picture_dialog(&self) -> PictureDialog {
        let dark = Theme::current(&self.context).dark;
        PictureDialog::new(&self.beside_capture("png"), dark)
    }

    pub(super) fn table_dialog(&self) -> TableDialog {
        let rows = self
            .screen
            .as_ref()
            .map_or(0, |screen| screen.table.order.len());
        TableDialog::new(
            &self.beside_capture("csv"),
            u64::try_from(rows).unwrap_or(u64::MAX),
        )
    }

    pub(super) fn problems_dialog(&self) -> TableDialog {
        let rows = self
            .screen
            .as_ref()
            .map_or(0, |screen| screen.status.problems.len());
        let path = self.beside_capture("jsonl");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let path = path.with_file_name(name.replace("-whither.", "-problems."));
        TableDialog::new(&path, u64::try_from(rows).unwrap_or(u64::MAX))
    }

    /// A name that says what it shows, in the current folder.
    fn beside_capture(&self, ending: &str) -> PathBuf {
        let input = self.session.inputs().first();
        let stem = input
            .and_then(|path| path.file_stem())
            .filter(|stem| *stem != "-")
            .map_or_else(
                || "capture".to_owned(),
                |stem| stem.to_string_lossy().into_owned(),
            );
        let name = format!("{stem}-whither.{ending}");
        std::env::current_dir().map_or_else(|_| PathBuf::from(&name), |folder| folder.join(&name))
    }

    pub(super) fn write_picture(&mut self, order: PictureOrder) {
        let Some(screen) = self.screen.clone() else {
            return;
        };
        let Some(atlas) = self.atlas.get().cloned() else {
            return self.say_failed("The map is still being unpacked".to_owned());
        };
        self.start_export("Drawing the picture", move || {
            picture_to(&screen, &atlas.world, &order)
        });
    }

    pub(super) fn write_table(&mut self, path: PathBuf, replace: bool) {
        if let Some(screen) = self.screen.clone() {
            self.start_export("Writing the table", move || {
                table_to(&screen, &path, replace)
            });
        }
    }

    pub(super) fn write_problems(&mut self, path: PathBuf, replace: bool) {
        if let Some(screen) = self.screen.clone() {
            self.start_export("Writing the problems", move || {
                problems_to(&screen, &path, replace)
            });
        }
    }

    fn start_export(&mut self, doing: &str, make: impl FnOnce() -> Outcome + Send + 'static) {
        if self.pace == Pace::Inline {
            return self.take_outcome(make());
        }
        self.say(doing.to_owned());
        let (sender, outcome) = channel();
        let ctx = self.context.clone();
        thread::spawn(move || {
            // A window that was closed meanwhile no longer listens; the file is written all the same.
            drop(sender.send(make()));
            ctx.request_repaint();
        });
        self.export = Some(ExportJob { outcome });
    }

    pub(super) fn take_outcome(&mut self, outcome: Outcome) {
        match outcome {
            Ok(line) => self.say(line),
            Err(line) => self.say_failed(line),
        }
    }
}

fn picture_to(screen: &Screen, world: &World, order: &PictureOrder) -> Outcome {
    let [width, height] = order.size.map(u32::from);
    let options = FigureOptions {
        width,
        height,
        scale: f32::from(order.scale),
        dark: order.dark,
    };
    let provenance = Provenance::of(&screen.analysis, &screen.query);
    let png = figure::render(screen, &provenance, world, options)
        .and_then(|picture| png_file::encode(&picture, &provenance, options.scale))
        .map_err(|error| format!("The picture could not be drawn: {}", with_causes(&error)))?;
    write(&order.path, &png, order.replace)
}

fn table_to(screen: &Screen, path: &Path, replace: bool) -> Outcome {
    let csv = csv_file::table(screen)
        .map_err(|error| format!("The table could not be made: {}", with_causes(&error)))?;
    let notes = csv_file::notes(&Provenance::of(&screen.analysis, &screen.query));
    let beside = csv_file::notes_path(path);
    write(path, &csv, replace)?;
    write(&beside, notes.as_bytes(), replace)?;
    Ok(format!(
        "Written: {}, with its sources beside it",
        path.display()
    ))
}

/// CSV where the name asks for it, else the lines of `whither problems`.
fn problems_to(screen: &Screen, path: &Path, replace: bool) -> Outcome {
    let analysis = &screen.analysis;
    let wants_csv = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let bytes = if wants_csv {
        problems_file::csv(analysis).map_err(|error| with_causes(&error))
    } else {
        problems_file::json_lines(analysis).map_err(|error| with_causes(&error))
    };
    let bytes = bytes.map_err(|reason| format!("The list could not be made: {reason}"))?;
    write(path, &bytes, replace)
}

fn write(path: &Path, bytes: &[u8], replace: bool) -> Outcome {
    let overwrite = if replace {
        Overwrite::Yes
    } else {
        Overwrite::No
    };
    write_file(path, bytes, overwrite)
        .map(|()| format!("Written: {}", path.display()))
        .map_err(|error| format!("Not written: {}", with_causes(&error)))
}

/// Whether all databases of the user's own can be read; the reason where one cannot.
pub fn check_databases(databases: &[PathBuf]) -> Result<(), String> {
    let mut reference = Reference::bundled().map_err(|error| with_causes(&error))?;
    databases.iter().try_for_each(|path| {
        reference
            .add_user_database(path)
            .map_err(|error| with_causes(&error))
    })
}
