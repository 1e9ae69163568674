//! What the user can ask for: one table with text, tooltip and shortcut that menus, buttons and keys read.
//!
//! Panels push commands into a queue; `perform` carries them out after the frame's panels are drawn.

mod keys;
mod table;

use std::net::IpAddr;
use std::path::PathBuf;

pub use keys::read_keys;
use table::entry;
pub use table::{Entry, SECOND_KEYS, TABLE};

use super::perform::ClaimSource;
use super::windows::{Ready, SavedClaim};
use crate::draw::map::regions::Region;
use crate::flow::model::FlowId;
use crate::tag::by_hand::{self, About};
use crate::tag::capture_place::CapturePlace;
use crate::tag::subject::Subject;
use crate::view::marks::Mark;
use crate::view::query::{Colouring, Column, MapBy, Metric, TimeSpan};
use crate::view::screen::FacetKey;

/// Something that can be asked for without saying more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Chooses captures and reads them in place of the open ones.
    Open,
    /// Chooses captures and reads them beside the open ones.
    AddCapture,
    /// Opens the dialog in which a path is typed.
    TypePath,
    /// Opens the picture dialog.
    ExportPicture,
    /// Opens the table dialog.
    ExportTable,
    /// Opens the dialog for the report.
    ExportReport,
    /// Copies what the report says in short.
    CopySummary,
    /// Reads what is open once more, with what was added to the files since.
    Reload,
    /// Opens the dialog for the list of problems.
    ExportProblems,
    /// Opens the dialog for the DNS list.
    ExportDns,
    /// Chooses a country database of the user's own.
    AddDatabase,
    /// Puts the cursor into the filter.
    FocusFilter,
    /// Empties the filter and releases the selected span.
    ClearFilter,
    /// Shows what the selected flow carried.
    FollowFlow,
    /// Copies the selected row.
    CopyRow,
    /// Copies the chosen cell.
    CopyCell,
    /// Looks for a text in the rows.
    Find,
    /// Selects the next row that holds it.
    FindNext,
    /// Selects the one before.
    FindPrevious,
    /// Holds a column at the left, or lets it go.
    PinColumn,
    /// Looks closer at the map.
    ZoomIn,
    /// Looks at more of the map.
    ZoomOut,
    /// Shows the whole map.
    ZoomReset,
    /// Looks at what is shown on the map.
    ZoomFit,
    /// Shows the selected span alone on the timeline, else its middle half.
    TimelineNearer,
    /// Shows all of the time on the timeline.
    TimelineWhole,
    /// Turns the map between the place of machines and the law of operators.
    TurnMap,
    /// Keeps the scale of map and timeline, or lets it go.
    HoldScale,
    /// Asks where the capture was made.
    ChoosePlace,
    /// Asks whom the question is about.
    ChooseSubject,
    /// Asks for a data type of the selected flow.
    SetDataType,
    /// Forgets which addresses were set as local by hand.
    ResetLocal,
    /// Shows personal values under pseudonyms, or as they were captured.
    HidePersonal,
    /// Colours as the system has them.
    ThemeSystem,
    /// Light colours.
    ThemeLight,
    /// Dark colours.
    ThemeDark,
    /// Lets nothing move by itself, or lets it again.
    ReduceMotion,
    /// Chooses a claim file.
    ChooseClaim,
    /// Shows the sheet of the claim.
    ClaimSheet,
    /// Opens the dialog for the sheet.
    ExportSheet,
    /// Writes a new claim.
    NewClaim,
    /// Changes the chosen claim.
    EditClaim,
    /// Judges by no claim.
    RemoveClaim,
    /// Lists what could not be read.
    Problems,
    /// Shows what differs between two open captures.
    Compare,
    /// Lists what was asked of DNS and what was answered.
    DnsList,
    /// Asks what was done and when.
    Marks,
    /// Chooses a file of marks.
    LoadMarks,
    /// Saves what is open and how it is looked at.
    SaveSession,
    /// Goes back to the view before.
    Undo,
    /// Goes forth to the view that was undone.
    Redo,
    /// Looks a command up by its words.
    Palette,
    /// Shows on the sample what the window is for.
    Tour,
    /// Shows every key on one page.
    Keys,
    /// Shows the filter language on one page.
    FilterLanguage,
    /// Says what this program is and whose data it uses.
    About,
    /// Stops reading and keeps what was read.
    CancelReading,
    /// Closes the window.
    Quit,
}

/// A command, with what it needs to know.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// One of the table below.
    Do(Action),
    /// Reads these captures or folders; databases among them are added instead.
    Read { paths: Vec<PathBuf>, add: bool },
    /// Closes one capture.
    CloseCapture(usize),
    /// Replaces the filter.
    SetFilter(String),
    /// Adds a term to the filter, or releases it.
    ToggleTerm(String),
    /// Selects a part of the time axis.
    SetSpan(Option<TimeSpan>),
    /// Shows this part of the time on the timeline, or all of it.
    ShowTime(Option<TimeSpan>),
    /// Selects a flow.
    Select(Option<FlowId>),
    /// Sorts by a column; again: the other way round. `further`: where rows are equal by the columns before.
    SortBy { column: Column, further: bool },
    /// Groups the table's rows by a ranked list.
    GroupBy(Option<FacetKey>),
    /// Changes what map and lists measure.
    SetMetric(Metric),
    /// Says where the capture was made.
    SetPlace(Option<CapturePlace>),
    /// Says whom the question is about.
    SetSubject(Subject),
    /// Sets a data type.
    SetByHand(by_hand::Entry),
    /// Takes a data type away that was set.
    RemoveByHand(About),
    /// Changes what colours stand for.
    SetColouring(Colouring),
    /// Changes which country a destination counts for on the map.
    SetMapBy(MapBy),
    /// Looks at a part of the world.
    LookAt(Region),
    /// Judges by a claim.
    ChooseClaim(ClaimSource),
    /// Saves a claim and judges by it.
    SaveClaim(SavedClaim),
    /// Stops asking where the capture was made.
    DismissPlace,
    /// Takes an address for one of the captured side.
    TreatAsLocal(IpAddr),
    /// Takes this address alone for the captured side.
    SetLocal(IpAddr),
    /// Writes the picture.
    WritePicture(super::export_job::PictureOrder),
    /// Writes one of the lists.
    WriteList(super::export_job::ListOrder),
    /// Marks on the time axis.
    SetMarks(Vec<Mark>),
    /// Adds the marks of a file.
    LoadMarks(PathBuf),
    /// Saves what is open and how it is looked at.
    SaveSession(PathBuf),
    /// Makes the sample ready for what the tour speaks of.
    MakeReady(Ready),
    /// Takes a notice away.
    DismissNotice,
}

impl Action {
    /// Its row in the table.
    pub fn entry(self) -> Entry {
        TABLE
            .iter()
            .copied()
            .find(|entry| entry.action == self)
            .unwrap_or(entry(
                self,
                "?",
                "This command has no entry: please report it",
                None,
            ))
    }
}

/// What decides which actions make sense at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// There is something on the screen to export, filter and zoom.
    pub shown: bool,
    /// A file is being read.
    pub reading: bool,
    /// A filter or span is set.
    pub filtered: bool,
    /// A row is selected.
    pub selected: bool,
    /// Addresses were set as local by hand.
    pub local_by_hand: bool,
    /// A claim is chosen.
    pub judged: bool,
    /// More than one capture is open.
    pub several: bool,
    /// There is a view before this one.
    pub can_undo: bool,
    /// The scale is held.
    pub held: bool,
    /// A view was undone.
    pub can_redo: bool,
}

impl Situation {
    /// Whether the action can do anything now.
    pub fn allows(self, action: Action) -> bool {
        match action {
            Action::ExportPicture
            | Action::ExportTable
            | Action::ExportReport
            | Action::CopySummary
            | Action::FocusFilter
            | Action::ZoomIn
            | Action::ZoomOut
            | Action::ZoomReset
            | Action::ZoomFit
            | Action::TurnMap
            | Action::TimelineNearer
            | Action::TimelineWhole
            | Action::HoldScale
            | Action::ChoosePlace
            | Action::ChooseSubject
            | Action::Reload
            | Action::ExportProblems
            | Action::ExportDns
            | Action::DnsList
            | Action::Find
            | Action::Marks
            | Action::LoadMarks
            | Action::SaveSession
            | Action::PinColumn
            | Action::FindNext
            | Action::FindPrevious
            | Action::Problems => self.shown,
            Action::Compare => self.several && self.shown,
            Action::Undo => self.can_undo && self.shown,
            Action::Redo => self.can_redo && self.shown,
            Action::ClearFilter => self.filtered,
            Action::CopyRow | Action::CopyCell | Action::FollowFlow | Action::SetDataType => {
                self.selected
            }
            Action::ResetLocal => self.local_by_hand,
            Action::ClaimSheet | Action::ExportSheet => self.judged && self.shown,
            Action::EditClaim | Action::RemoveClaim => self.judged,
            Action::CancelReading => self.reading,
            _ => true,
        }
    }
}

/// Commands of one frame, in the order in which they were given.
#[derive(Debug, Default)]
pub struct Commands {
    queue: Vec<Command>,
    /// What is possible now; buttons are drawn by it.
    pub situation: Situation,
}

impl Commands {
    /// A queue for one frame.
    pub fn new(situation: Situation) -> Self {
        Self {
            queue: Vec::new(),
            situation,
        }
    }

    /// Gives a command.
    pub fn push(&mut self, command: Command) {
        self.queue.push(command);
    }

    /// Gives a command of the table.
    pub fn act(&mut self, action: Action) {
        self.push(Command::Do(action));
    }

    /// What was given.
    pub fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.queue)
    }
}
