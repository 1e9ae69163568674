//! Carries commands out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use super::app::{App, later};
use super::chooser::{Choice, Chooser, Purpose};
use super::command::{Action, Command, Commands};
use super::export_job::{self, ExportJob, ListFile};
use super::preferences::Colours;
use super::session::{Session, with_causes};
use super::windows::{DnsWindow, FollowDialog, PathDialog};
use crate::analysis::follow::follow;
use crate::analysis::progress::Progress;
use crate::analysis::secrets::is_key_log_file;
use crate::view::amount::counted;
use crate::view::filter;
use crate::view::screen::{Column, Sort};
use crate::view::table::{cell, is_number};

impl App {
    /// Everything that was asked for in this frame.
    pub(super) fn perform_all(&mut self, commands: &mut Commands) {
        for command in commands.take() {
            self.perform(command);
            // Panels were drawn before: what changed shows in the next frame.
            self.context.request_repaint();
        }
        self.look.table.selected = self.query.selected;
    }

    fn perform(&mut self, command: Command) {
        match command {
            Command::Do(action) => self.act(action),
            Command::Read { paths, add } => self.read_or_add(paths, add),
            Command::CloseCapture(at) => self.close_capture(at),
            Command::SetFilter(text) => self.query.filter = text,
            Command::ToggleTerm(term) => {
                self.query.filter = filter::toggle(&self.query.filter, &term)
            }
            Command::SetSpan(span) => self.query.span = span,
            Command::Select(flow) => self.query.selected = flow,
            Command::SortBy(column) => self.sort_by(column),
            Command::SetMetric(metric) => self.query.metric = metric,
            Command::SetPlace(place) => {
                self.preferences.set_place(place);
                self.query.place = place;
                self.look.place = super::panels::place_closed();
            }
            Command::DismissPlace => {
                self.preferences.place_asked = true;
                self.look.place = super::panels::place_closed();
            }
            Command::TreatAsLocal(address) => {
                self.reading.local.push(address);
                self.read_again();
            }
            Command::SetLocal(address) => {
                self.reading.local = vec![address];
                self.read_again();
            }
            Command::WritePicture(order) => self.write_picture(order),
            Command::WriteList {
                list,
                path,
                replace,
            } => self.write_list(list, path, replace),
            Command::DismissNotice => self.notice = None,
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Open => self.choose(Purpose::Open),
            Action::AddCapture => self.choose(Purpose::Add),
            Action::AddDatabase => self.choose(Purpose::Database),
            Action::TypePath => self.windows.path = Some(PathDialog::new(Purpose::Open)),
            Action::ExportPicture => self.windows.picture = Some(self.picture_dialog()),
            Action::ExportTable => self.windows.list = self.list_dialog(ListFile::Table),
            Action::ExportProblems => self.windows.list = self.list_dialog(ListFile::Problems),
            Action::ExportDns => self.windows.list = self.list_dialog(ListFile::Dns),
            Action::Reload => self.read_again(),
            Action::FocusFilter => self.look.focus_filter = true,
            Action::ClearFilter => {
                self.query.filter.clear();
                self.query.span = None;
            }
            Action::FollowFlow => self.follow_flow(),
            Action::CopyRow => self.copy_row(),
            Action::ZoomIn => self.look.map.zoom_by(1.5),
            Action::ZoomOut => self.look.map.zoom_by(1.0 / 1.5),
            Action::ZoomReset => self.look.map.reset(),
            Action::ChoosePlace => self.look.place.open = true,
            Action::ResetLocal => {
                self.reading.local.clear();
                self.read_again();
            }
            Action::ThemeSystem => self.set_colours(Colours::System),
            Action::ThemeLight => self.set_colours(Colours::Light),
            Action::ThemeDark => self.set_colours(Colours::Dark),
            Action::Problems => self.windows.problems = true,
            Action::DnsList => self.windows.dns = Some(DnsWindow::default()),
            Action::About => self.windows.about = true,
            Action::CancelReading => {
                self.session.cancel();
                self.asked = None;
            }
            Action::Quit => self.context.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }

    /// Reads the capture of the selected flow again, for this flow alone.
    fn follow_flow(&mut self) {
        let Some(screen) = &self.screen else { return };
        let Some(why) = &screen.why else { return };
        let (analysis, flow) = (Arc::clone(&screen.analysis), why.flow);
        let title = format!("{} · {}", why.title, why.subtitle);
        let options = self.reading.clone();
        let progress = Arc::new(Progress::default());
        let shared = Arc::clone(&progress);
        let followed = later(&self.context, self.pace, move || {
            follow(&analysis, flow, &options, &shared)
                .map(Arc::new)
                .map_err(|error| with_causes(&error))
        });
        self.windows.follow = Some(FollowDialog::new(title, followed, progress));
    }

    fn set_colours(&mut self, colours: Colours) {
        self.preferences.colours = colours;
        self.context.set_theme(colours.preference());
    }

    fn sort_by(&mut self, column: Column) {
        let sort = self.query.sort;
        self.query.sort = Sort {
            column,
            descending: if sort.column == column {
                !sort.descending
            } else {
                is_number(column)
            },
        };
    }

    /// Key logs and databases among the paths are added, captures are read.
    fn read_or_add(&mut self, paths: Vec<PathBuf>, add: bool) {
        let (logs, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| is_key_log_file(path));
        let said = (!logs.is_empty()).then(|| self.add_keys(&logs));
        if paths.is_empty() && matches!(said, Some(Ok(_))) {
            self.read_again();
        }
        self.read_captures(paths, add);
        if let Some(outcome) = said {
            self.take_outcome(outcome);
        }
    }

    /// Key logs open what was encrypted; of a secret nothing is ever shown, only how many there are.
    fn add_keys(&mut self, logs: &[PathBuf]) -> export_job::Outcome {
        let mut keys = self.reading.keys.clone();
        for path in logs {
            keys.add(path)
                .map_err(|error| format!("The keys cannot be used: {}", with_causes(&error)))?;
        }
        let secrets: usize = keys.files.iter().map(|(_, log)| log.secrets).sum();
        let line = format!(
            "Keys: {}, {}",
            counted(keys.files.len() as u64, "file", "files"),
            counted(secrets as u64, "secret", "secrets")
        );
        self.reading.keys = keys;
        Ok(line)
    }

    fn read_captures(&mut self, paths: Vec<PathBuf>, add: bool) {
        let (databases, captures): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| is_database(path));
        if !databases.is_empty() {
            self.add_databases(databases);
        }
        if captures.is_empty() {
            return;
        }
        let mut inputs = if add {
            self.session.inputs().to_vec()
        } else {
            Vec::new()
        };
        inputs.extend(captures);
        inputs.dedup();
        if !add {
            self.query.filter.clear();
            self.query.span = None;
            self.query.selected = None;
            self.screen = None;
        }
        self.notice = None;
        self.read(inputs);
    }

    fn add_databases(&mut self, databases: Vec<PathBuf>) {
        for path in databases {
            if !self.databases.contains(&path) {
                self.databases.push(path);
            }
        }
        self.try_databases();
    }

    /// Reads the tables again, now with the user's own, and then the captures.
    fn try_databases(&mut self) {
        match export_job::check_databases(&self.databases) {
            Ok(()) => {
                self.preferences.databases.clone_from(&self.databases);
                self.load_reference();
                self.read_again();
                self.say("The database is used from now on".to_owned());
            }
            Err(reason) => {
                self.databases.clone_from(&self.preferences.databases);
                self.say_failed(format!("The database cannot be used: {reason}"));
            }
        }
    }

    /// Reads what is open once more: after a change of tables or of the local side, or because the files have grown.
    fn read_again(&mut self) {
        let inputs = self.session.inputs().to_vec();
        if !inputs.is_empty() {
            self.read(inputs);
        }
    }

    fn close_capture(&mut self, at: usize) {
        let Some(analysis) = self.session.analysis() else {
            return;
        };
        let kept: Vec<PathBuf> = analysis
            .captures
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != at)
            .map(|(_, capture)| capture.path.clone())
            .collect();
        self.query.span = None;
        if kept.is_empty() {
            self.session.cancel();
            self.session = Session::Empty;
            self.screen = None;
            self.query.filter.clear();
            self.query.selected = None;
        } else {
            self.read(kept);
        }
    }

    /// The selected row as tab-separated text, in the order of the columns.
    fn copy_row(&mut self) {
        let Some((screen, flow)) = self.screen.clone().zip(self.query.selected) else {
            return;
        };
        let cells: Vec<String> = screen
            .table
            .columns
            .iter()
            .map(|column| cell(&screen, flow, *column).text.replace('\t', " "))
            .collect();
        self.context.copy_text(cells.join("\t"));
        self.say("The row is on the clipboard".to_owned());
    }

    fn choose(&mut self, purpose: Purpose) {
        let suggestion = match purpose {
            Purpose::Open | Purpose::Add => self.preferences.recent.first().cloned(),
            _ => None,
        };
        self.choose_at(purpose, suggestion);
    }

    pub(super) fn choose_at(&mut self, purpose: Purpose, suggestion: Option<PathBuf>) {
        self.choose_next = Some((purpose, suggestion));
    }

    /// Opens the system's dialog, which needs the window, at the end of the frame.
    pub(super) fn open_chooser(&mut self, frame: Option<&eframe::Frame>) {
        let Some((purpose, suggestion)) = self.choose_next.take() else {
            return;
        };
        if self.pace == super::app::Pace::Inline {
            return self.chosen(purpose, Choice::NoDialog);
        }
        if self.chooser.is_none() {
            let suggestion = suggestion.filter(|_| purpose.is_save());
            self.chooser = Some(Chooser::open(purpose, suggestion, frame, &self.context));
        }
    }

    pub(super) fn poll_chooser(&mut self) {
        let answer = self
            .chooser
            .as_ref()
            .and_then(|c| Some((c.purpose, c.poll()?)));
        if let Some((purpose, choice)) = answer {
            self.chooser = None;
            self.chosen(purpose, choice);
        }
    }

    fn chosen(&mut self, purpose: Purpose, choice: Choice) {
        match (choice, purpose) {
            (Choice::Cancelled, _) => {}
            (Choice::Paths(paths), Purpose::Open) => self.read_or_add(paths, false),
            (Choice::Paths(paths), Purpose::Add) => self.read_or_add(paths, true),
            (Choice::Paths(paths), Purpose::Database) => self.add_databases(paths),
            (Choice::Paths(paths), Purpose::SavePicture) => {
                if let (Some(dialog), Some(path)) =
                    (&mut self.windows.picture, paths.into_iter().next())
                {
                    dialog.set_path(&path);
                }
            }
            (Choice::Paths(paths), Purpose::SaveList(_)) => {
                if let (Some(dialog), Some(path)) =
                    (&mut self.windows.list, paths.into_iter().next())
                {
                    dialog.set_path(&path);
                }
            }
            (Choice::NoDialog, purpose) if purpose.is_save() => self.say_failed(
                "This system has no file dialog: type the path into the line".to_owned(),
            ),
            (Choice::NoDialog, _) => {
                let mut dialog = PathDialog::new(purpose);
                dialog.instead = true;
                self.windows.path = Some(dialog);
            }
        }
    }

    pub(super) fn poll_export(&mut self) {
        let Some(outcome) = self.export.as_ref().and_then(ExportJob::poll) else {
            return;
        };
        self.export = None;
        self.take_outcome(outcome);
    }
}

fn is_database(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("mmdb"))
}
