//! Carries commands out.

mod captures;
mod choose;
mod claims;
mod databases;
mod marks;
mod personal;
mod reopen;
mod rows;
mod sessions;
mod stated;
mod tour;
mod viewed;

use std::sync::Arc;

use eframe::egui;

use super::app::{App, later};
use super::chooser::Purpose;
use super::command::{Action, Command, Commands};
use super::export_job::ExportJob;
use super::list_file::ListFile;
use super::motion;
use super::panels::map::LookAt;
use super::preferences::Colours;
use super::session::with_causes;
use super::windows::{
    CompareWindow, DnsWindow, FollowDialog, MarksWindow, PaletteWindow, PathDialog, SheetWindow,
};
pub use captures::ComingKeys;
pub use claims::{ChosenClaim, ClaimSource};
pub use databases::TablesBefore;
pub use sessions::Reopened;
pub use stated::{HandFile, Restated};
pub use viewed::ViewState;

use crate::analysis::follow::follow;
use crate::analysis::progress::Progress;
use crate::view::query::{Column, MapBy};
use crate::view::screen::FacetKey;

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
            Command::ToggleTerm(term) => self.toggle_term(&term),
            Command::SetSubject(subject) => self.set_subject(subject),
            Command::SetByHand(entry) => self.set_by_hand(entry),
            Command::RemoveByHand(about) => self.remove_by_hand(&about),
            Command::SetSpan(span) => self.query.span = span,
            Command::ShowTime(part) => self.query.stretch = part,
            Command::Select(flow) => self.query.selected = flow,
            Command::SortBy { column, further } => self.sort_by(column, further),
            Command::GroupBy(key) => self.query.group = key,
            Command::SetMetric(metric) => self.query.metric = metric,
            Command::SetMapBy(by) => self.set_map_by(by),
            Command::LookAt(region) => self.look.map.look_at(LookAt::Region(region)),
            Command::SetColouring(colouring) => self.query.colouring = colouring,
            Command::ChooseClaim(source) => self.choose_claim(source),
            Command::SaveClaim(saved) => self.save_claim(saved),
            Command::SetPlace(place) => {
                self.preferences.set_place(place);
                self.query.place = place;
                self.look.place = super::panels::place_closed();
                self.set_capture_place(place);
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
            Command::WriteList(order) => self.write_list(order),
            Command::SetMarks(marks) => self.marks = marks,
            Command::LoadMarks(path) => self.load_marks(&path),
            Command::SaveSession(path) => self.save_session(&path),
            Command::MakeReady(ready) => self.make_ready(ready),
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
            Action::ExportReport => self.windows.list = self.list_dialog(ListFile::Report),
            Action::CopySummary => self.copy_summary(),
            Action::ExportProblems => self.windows.list = self.list_dialog(ListFile::Problems),
            Action::ExportDns => self.windows.list = self.list_dialog(ListFile::Dns),
            Action::Reload => self.read_again(),
            Action::FocusFilter => self.look.filter.focus = true,
            Action::ClearFilter => {
                self.query.filter.clear();
                self.query.span = None;
            }
            Action::FollowFlow => self.follow_flow(),
            Action::CopyRow => self.copy_row(),
            Action::CopyCell => self.copy_cell(),
            Action::PinColumn => {
                let column = self.look.table.cell.unwrap_or(Column::Destination);
                self.preferences.columns.toggle_pin(column);
            }
            Action::Find => self.look.table.find.begin(),
            Action::FindNext => self.find(true),
            Action::FindPrevious => self.find(false),
            Action::ZoomIn => self.look.map.zoom_by(1.5),
            Action::ZoomOut => self.look.map.zoom_by(1.0 / 1.5),
            Action::ZoomReset => self.look.map.reset(),
            Action::ZoomFit => self.look.map.look_at(LookAt::Shown),
            Action::TimelineNearer => self.timeline_nearer(),
            Action::TimelineWhole => self.query.stretch = None,
            Action::TurnMap => self.set_map_by(self.query.map_by.other()),
            Action::HoldScale => self.hold_scale(),
            Action::ChoosePlace => self.look.place.open = true,
            Action::ChooseSubject => self.ask_for_subject(),
            Action::SetDataType => self.ask_for_data_type(),
            Action::ResetLocal => {
                self.reading.local.clear();
                self.read_again();
            }
            Action::HidePersonal => self.turn_personal(),
            Action::ThemeSystem => self.set_colours(Colours::System),
            Action::ThemeLight => self.set_colours(Colours::Light),
            Action::ThemeDark => self.set_colours(Colours::Dark),
            Action::ReduceMotion => self.turn_motion(),
            Action::ChooseClaim => self.choose(Purpose::Claim),
            Action::ClaimSheet => self.windows.sheet = Some(SheetWindow::default()),
            Action::ExportSheet => self.windows.list = self.list_dialog(ListFile::Sheet),
            Action::NewClaim => self.write_claim(),
            Action::EditClaim => self.edit_claim(),
            Action::RemoveClaim => self.remove_claim(),
            Action::Problems => self.windows.problems = true,
            Action::Compare => self.windows.compare = Some(CompareWindow::default()),
            Action::DnsList => self.windows.dns = Some(DnsWindow::default()),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Marks => self.windows.marks = Some(MarksWindow::new(&self.marks)),
            Action::LoadMarks => self.choose(Purpose::Marks),
            Action::SaveSession => self.ask_where_session_goes(),
            Action::Palette => self.windows.palette = Some(PaletteWindow::default()),
            Action::Tour => self.begin_tour(),
            Action::Keys => self.windows.keys = true,
            Action::FilterLanguage => self.windows.grammar = true,
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

    /// Turns the map, and the list beside it where that is of the same.
    fn set_map_by(&mut self, by: MapBy) {
        self.query.map_by = by;
        self.look.facet = match (self.look.facet, by) {
            (FacetKey::Country, MapBy::Seat) => FacetKey::Seat,
            (FacetKey::Seat, MapBy::Place) => FacetKey::Country,
            (other, _) => other,
        };
    }

    fn set_colours(&mut self, colours: Colours) {
        self.preferences.colours = colours;
        self.context.set_theme(colours.preference());
    }

    fn turn_motion(&mut self) {
        let reduced = !self.preferences.reduces_motion;
        self.preferences.reduces_motion = reduced;
        motion::reduce(&self.context, reduced);
        let words = match reduced {
            true => "Nothing moves by itself any more",
            false => "Windows and menus fade in again",
        };
        self.say(words.to_owned());
    }

    pub(super) fn poll_export(&mut self) {
        let Some(outcome) = self.export.as_ref().and_then(ExportJob::poll) else {
            return;
        };
        self.export = None;
        self.take_outcome(outcome);
    }
}
