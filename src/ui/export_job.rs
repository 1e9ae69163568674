//! Pictures and tables are made and written on a thread; one line says what came of it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use super::app::{App, Pace};
use super::list_file::ListFile;
use super::session::with_causes;
use super::windows::{ListDialog, PictureDialog};
use crate::analysis::progress::Progress;
use crate::analysis::run::Options;
use crate::draw::map::WorldMap;
use crate::draw::theme::Theme;
use crate::export::csv_columns::names_of;
use crate::export::figure::{FigureOf, FigureOptions, height_of};
use crate::export::picture::bytes_for;
use crate::export::provenance::Provenance;
use crate::export::report::stated::Stated;
use crate::export::write::write_file;
use crate::export::{
    claim_html, claim_json, claim_pages, csv_file, dns_file, forms, problems_file,
};
use crate::view::claim_sheet::ClaimSheet;
use crate::view::dns_list::dns_list;
use crate::view::query::{Column, Query};
use crate::view::redact::{Redaction, in_full};
use crate::view::screen::Screen;

/// What picture is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureOrder {
    /// Where it goes.
    pub path: PathBuf,
    /// Size and look.
    pub options: FigureOptions,
    /// Whether a file of this name may be replaced.
    pub replace: bool,
    /// Whether nothing is redacted.
    pub show_all: bool,
}

/// What list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOrder {
    /// Which.
    pub list: ListFile,
    /// Where it goes.
    pub path: PathBuf,
    /// Whether a file of this name may be replaced.
    pub replace: bool,
    /// Whether nothing is redacted.
    pub show_all: bool,
    /// What a report states beside what is read.
    pub stated: Stated,
    /// Of the table these columns alone, as they are shown; all where none are named.
    pub columns: Vec<Column>,
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
        PictureDialog::new(&self.beside_capture("whither", "png"), dark)
    }

    /// The dialog for a list, where there is one.
    pub(super) fn list_dialog(&self, list: ListFile) -> Option<ListDialog> {
        let screen = self.screen.as_ref()?;
        let rows = match list {
            ListFile::Table | ListFile::Report => screen.table.order.len(),
            ListFile::Problems => screen.status.problems.len(),
            ListFile::Dns => self.windows.dns.as_ref()?.rows(),
            ListFile::Sheet => screen.claim.as_ref()?.promises.len(),
        };
        let (what, ending) = list.file_words();
        let path = self.beside_capture(what, ending);
        let columns = &self.preferences.columns;
        let shown = match list {
            ListFile::Table => columns.shown(&screen.table.columns),
            _ => Vec::new(),
        };
        let arranged = columns.is_arranged();
        Some(ListDialog::new(list, &path, rows).with_columns(shown, arranged))
    }

    /// A name that says what it shows, in the current folder.
    fn beside_capture(&self, what: &str, ending: &str) -> PathBuf {
        let input = self.session.inputs().first();
        let stem = input
            .and_then(|path| path.file_stem())
            .filter(|stem| *stem != "-")
            .unwrap_or(OsStr::new("capture"));
        let mut name = stem.to_owned();
        name.push(match ending {
            "" => format!("-{what}"),
            ending => format!("-{what}.{ending}"),
        });
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
            picture_to(&in_full(&screen), &atlas.map, &order)
        });
    }

    pub(super) fn write_list(&mut self, order: ListOrder) {
        let make: fn(&Screen, &ListOrder) -> Outcome = match order.list {
            ListFile::Problems => problems_to,
            ListFile::Dns => dns_to,
            ListFile::Sheet => sheet_to,
            ListFile::Report => return self.write_report(order),
            ListFile::Table => return self.write_table(order),
        };
        if let Some(screen) = self.screen.clone() {
            self.start_export("Writing the file", move || make(&in_full(&screen), &order));
        }
    }

    /// In the form that the name asks for. Packets are taken from the files once more, as they were read.
    fn write_table(&mut self, order: ListOrder) {
        let options = self.reading.clone();
        if let Some(screen) = self.screen.clone() {
            let doing = "Writing the file";
            self.start_export(doing, move || table_to(&in_full(&screen), &options, &order));
        }
    }

    pub(super) fn start_export(
        &mut self,
        doing: &str,
        make: impl FnOnce() -> Outcome + Send + 'static,
    ) {
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

fn picture_to(screen: &Screen, world: &WorldMap, order: &PictureOrder) -> Outcome {
    let options = FigureOptions {
        height: height_of(order.options.part, screen, order.options.height),
        ..order.options
    };
    let redaction = Redaction::unless(order.show_all, &screen.analysis);
    let provenance = Provenance::of(&screen.analysis, &screen.query).redacted(&redaction);
    let of = FigureOf {
        screen,
        provenance: &provenance,
        redaction: &redaction,
        world,
    };
    let bytes = bytes_for(&order.path, of, options)
        .map_err(|error| format!("The picture could not be drawn: {}", with_causes(&error)))?;
    write(&order.path, &bytes, order.replace)
}

fn table_to(screen: &Screen, options: &Options, order: &ListOrder) -> Outcome {
    let order = forms::Order {
        path: &order.path,
        columns: &names_of(&order.columns),
        overwrite: order.replace.into(),
        redaction: &Redaction::unless(order.show_all, &screen.analysis),
        options,
        progress: &Progress::default(),
    };
    match forms::write(screen, &order) {
        Ok(told) => {
            let path = order.path.display();
            Ok(match (told.packets, told.files.len()) {
                (Some(amount), _) => format!("Written: {path}: {amount}, nothing redacted"),
                (None, 1) => format!("Written: {path}"),
                _ => format!("Written: {path}, with its sources beside it"),
            })
        }
        Err(error) => Err(format!("Not written: {}", with_causes(&error))),
    }
}

/// The sheet in the form that the name's ending asks for; Markdown where it asks for none.
fn sheet_to(screen: &Screen, order: &ListOrder) -> Outcome {
    let path = &order.path;
    let analysis = &screen.analysis;
    let Some(judged) = &analysis.judged else {
        return Err("No claim is chosen".to_owned());
    };
    let sheet = ClaimSheet::new(analysis, judged);
    let redaction = Redaction::unless(order.show_all, analysis);
    let blocks = || {
        let blocks = claim_pages::blocks(analysis, judged, &sheet);
        claim_pages::redacted(blocks, &redaction)
    };
    let ending = path.extension().map(OsStr::to_ascii_lowercase);
    let text = match ending.as_deref().and_then(OsStr::to_str) {
        Some("json") => {
            let object = claim_json::object(analysis, judged, &sheet);
            let object = claim_json::redacted(object, &redaction);
            let text = serde_json::to_string_pretty(&object);
            let text = text.map_err(|error| format!("The sheet could not be made: {error}"))?;
            format!("{text}\n")
        }
        Some("html" | "htm") => claim_html::page(&blocks()),
        Some("txt") => claim_pages::text(&blocks()),
        _ => claim_pages::markdown(&blocks()),
    };
    write(path, text.as_bytes(), order.replace)
}

/// The whole list: no filter and no span shortens it.
fn dns_to(screen: &Screen, order: &ListOrder) -> Outcome {
    let redaction = Redaction::unless(order.show_all, &screen.analysis);
    let csv = dns_file::csv(&dns_list(&screen.analysis), &redaction)
        .map_err(|error| format!("The list could not be made: {}", with_causes(&error)))?;
    let provenance = Provenance::of(&screen.analysis, &Query::default()).redacted(&redaction);
    write_with_sources(order, &csv, &provenance)
}

fn write_with_sources(order: &ListOrder, csv: &[u8], about: &Provenance) -> Outcome {
    let path = &order.path;
    write(path, csv, order.replace)?;
    let notes = csv_file::notes(about);
    write(&csv_file::notes_path(path), notes.as_bytes(), order.replace)?;
    let path = path.display();
    Ok(format!("Written: {path}, with its sources beside it"))
}

/// CSV where the name asks for it, else the lines of `whither problems`.
fn problems_to(screen: &Screen, order: &ListOrder) -> Outcome {
    let path = &order.path;
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
    write(path, &bytes, order.replace)
}

fn write(path: &Path, bytes: &[u8], replace: bool) -> Outcome {
    write_file(path, bytes, replace.into())
        .map(|()| format!("Written: {}", path.display()))
        .map_err(|error| format!("Not written: {}", with_causes(&error)))
}
