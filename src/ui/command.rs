//! What the user can ask for: one table with text, tooltip and shortcut that menus, buttons and keys read.
//!
//! Panels push commands into a queue; `perform` carries them out after the frame's panels are drawn.

use std::net::IpAddr;
use std::path::PathBuf;

use eframe::egui::{self, Key, KeyboardShortcut, Modifiers};

use crate::flow::model::FlowId;
use crate::view::screen::{CapturePlace, Column, Metric, TimeSpan};

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
    /// Looks closer at the map.
    ZoomIn,
    /// Looks at more of the map.
    ZoomOut,
    /// Shows the whole map.
    ZoomReset,
    /// Asks where the capture was made.
    ChoosePlace,
    /// Forgets which addresses were set as local by hand.
    ResetLocal,
    /// Colours as the system has them.
    ThemeSystem,
    /// Light colours.
    ThemeLight,
    /// Dark colours.
    ThemeDark,
    /// Lists what could not be read.
    Problems,
    /// Lists what was asked of DNS and what was answered.
    DnsList,
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
    /// Selects a flow.
    Select(Option<FlowId>),
    /// Sorts by a column; again: the other way round.
    SortBy(Column),
    /// Changes what map and lists measure.
    SetMetric(Metric),
    /// Says where the capture was made.
    SetPlace(Option<CapturePlace>),
    /// Stops asking where the capture was made.
    DismissPlace,
    /// Takes an address for one of the captured side.
    TreatAsLocal(IpAddr),
    /// Takes this address alone for the captured side.
    SetLocal(IpAddr),
    /// Writes the picture.
    WritePicture(super::export_job::PictureOrder),
    /// Writes one of the lists.
    WriteList {
        list: super::export_job::ListFile,
        path: PathBuf,
        replace: bool,
    },
    /// Takes a notice away.
    DismissNotice,
}

/// One row of the table of commands.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// Words on buttons and in menus.
    pub text: &'static str,
    /// What happens, in a sentence.
    pub tooltip: &'static str,
    /// Key, where it has one.
    pub shortcut: Option<KeyboardShortcut>,
}

const fn ctrl(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::COMMAND, key))
}

const fn ctrl_shift(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(
        Modifiers::COMMAND.plus(Modifiers::SHIFT),
        key,
    ))
}

const fn plain(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::NONE, key))
}

const fn entry(
    action: Action,
    text: &'static str,
    tooltip: &'static str,
    shortcut: Option<KeyboardShortcut>,
) -> Entry {
    Entry {
        action,
        text,
        tooltip,
        shortcut,
    }
}

/// Every action. Shortcuts with more modifiers come first, so that Ctrl+Shift+O is not taken for Ctrl+O.
#[rustfmt::skip]
pub const TABLE: &[Entry] = &[
    entry(Action::AddCapture, "Add capture…", "Reads another capture beside the open ones", ctrl_shift(Key::O)),
    entry(Action::ExportTable, "Export table (CSV)…", "Writes the rows that the filter keeps as CSV", ctrl_shift(Key::E)),
    entry(Action::FollowFlow, "Follow flow…", "Shows what the selected flow carried, both sides in order, as sent and as opened", ctrl_shift(Key::F)),
    entry(Action::Open, "Open…", "Opens captures (pcap, pcapng, also in gzip, zstd, lz4 or xz)", ctrl(Key::O)),
    entry(Action::TypePath, "Open a path…", "Opens a capture or folder whose path you type or paste", ctrl(Key::L)),
    entry(Action::ExportPicture, "Export picture…", "Writes headline, map, legend and top rows as PNG", ctrl(Key::E)),
    entry(Action::Reload, "Reload", "Reads the open captures again, with what was added to them since", plain(Key::F5)),
    entry(Action::ExportProblems, "Export problems…", "Writes the list of problems as JSON lines or CSV", None),
    entry(Action::ExportDns, "Export (CSV)…", "Writes the DNS list as CSV, every row of it", None),
    entry(Action::AddDatabase, "Use my own database…", "Adds a country database (.mmdb) of your own", None),
    entry(Action::FocusFilter, "Filter", "Puts the cursor into the filter", ctrl(Key::F)),
    entry(Action::ClearFilter, "Clear filter", "Shows all flows again", plain(Key::Escape)),
    entry(Action::CopyRow, "Copy row", "Copies the selected row as tab-separated text", ctrl(Key::C)),
    entry(Action::ZoomIn, "Zoom in", "Looks closer at the map", ctrl(Key::Plus)),
    entry(Action::ZoomOut, "Zoom out", "Shows more of the map", ctrl(Key::Minus)),
    entry(Action::ZoomReset, "Whole map", "Shows the whole map", ctrl(Key::Num0)),
    entry(Action::ChoosePlace, "Where was this captured?…", "Sets the country from which the lines on the map begin", None),
    entry(Action::ResetLocal, "Reset local side", "Lets the program find out again which addresses are local", None),
    entry(Action::ThemeSystem, "Colours of the system", "Light or dark, as the system is set", None),
    entry(Action::ThemeLight, "Light", "Light colours", None),
    entry(Action::ThemeDark, "Dark", "Dark colours", None),
    entry(Action::Problems, "Problems", "Lists what could not be read, each with its frame", ctrl(Key::P)),
    entry(Action::DnsList, "DNS list", "Lists names that were asked for and the addresses that were given, with frames", ctrl(Key::D)),
    entry(Action::About, "About Whither", "Version, databases and their licences", plain(Key::F1)),
    entry(Action::CancelReading, "Cancel", "Stops reading and keeps what was read so far", None),
    entry(Action::Quit, "Quit", "Closes the window", ctrl(Key::Q)),
];

/// Second keys of some actions.
const SECOND_KEYS: [(KeyboardShortcut, Action); 1] = [(
    KeyboardShortcut::new(Modifiers::COMMAND, Key::R),
    Action::Reload,
)];

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
}

impl Situation {
    /// Whether the action can do anything now.
    pub fn allows(self, action: Action) -> bool {
        match action {
            Action::ExportPicture
            | Action::ExportTable
            | Action::FocusFilter
            | Action::ZoomIn
            | Action::ZoomOut
            | Action::ZoomReset
            | Action::ChoosePlace
            | Action::Reload
            | Action::ExportProblems
            | Action::ExportDns
            | Action::DnsList
            | Action::Problems => self.shown,
            Action::ClearFilter => self.filtered,
            Action::CopyRow | Action::FollowFlow => self.selected,
            Action::ResetLocal => self.local_by_hand,
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

/// Turns keys into commands. Keys that a text field or an open menu needs are left alone.
pub fn read_keys(ctx: &egui::Context, commands: &mut Commands) {
    let typing = ctx.text_edit_focused();
    let first = TABLE.iter().filter_map(|e| Some((e.shortcut?, e.action)));
    for (shortcut, action) in first.chain(SECOND_KEYS) {
        let needs_field =
            shortcut.modifiers == Modifiers::NONE && shortcut.logical_key == Key::Escape;
        if (needs_field && ctx.any_popup_open()) || action == Action::CopyRow {
            continue;
        }
        if commands.situation.allows(action)
            && ctx.input_mut(|input| input.consume_shortcut(&shortcut))
        {
            commands.act(action);
        }
    }
    if !typing {
        read_clipboard(ctx, commands);
    }
}

/// The toolkit hands copy and paste on as events of their own: copy the row, open what was pasted as a path.
fn read_clipboard(ctx: &egui::Context, commands: &mut Commands) {
    let selecting = ctx
        .plugin_opt::<egui::text_selection::LabelSelectionState>()
        .is_some_and(|state| state.lock().has_selection());
    let (copied, pasted) = ctx.input(|input| {
        let copied = input.events.iter().any(|e| matches!(e, egui::Event::Copy));
        let pasted = input.events.iter().find_map(|event| match event {
            egui::Event::Paste(text) => Some(text.clone()),
            _ => None,
        });
        (copied, pasted)
    });
    if copied && !selecting && commands.situation.allows(Action::CopyRow) {
        commands.act(Action::CopyRow);
    }
    let paths = pasted.map(|text| pasted_paths(&text)).unwrap_or_default();
    if !paths.is_empty() {
        commands.push(Command::Read { paths, add: false });
    }
}

/// Paths in pasted text, one a line, as typed or as `file://` addresses; only those that exist.
fn pasted_paths(text: &str) -> Vec<PathBuf> {
    text.lines()
        .map(|line| line.trim().trim_matches('"'))
        .map(|line| PathBuf::from(line.strip_prefix("file://").unwrap_or(line)))
        .filter(|path| !path.as_os_str().is_empty() && path.exists())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_one_entry_and_no_shortcut_is_used_twice() {
        let mut actions: Vec<Action> = TABLE.iter().map(|entry| entry.action).collect();
        actions.sort();
        let before = actions.len();
        actions.dedup();
        assert_eq!(actions.len(), before);
        assert_eq!(actions.last(), Some(&Action::Quit));
        assert_eq!(actions.len(), Action::Quit as usize + 1);
        let first = TABLE.iter().filter_map(|entry| entry.shortcut);
        let keys: Vec<KeyboardShortcut> = first
            .chain(SECOND_KEYS.map(|(shortcut, _)| shortcut))
            .collect();
        for (at, key) in keys.iter().enumerate() {
            assert!(!keys[..at].contains(key), "{key:?} is used twice");
        }
    }

    #[test]
    fn pasted_text_that_is_no_path_opens_nothing() {
        assert_eq!(
            pasted_paths("hello\n\n/no/such/file"),
            Vec::<PathBuf>::new()
        );
        let here = std::env::current_dir().expect("a current folder");
        let text = format!("\"file://{}\"\n", here.display());
        // Quotes are taken off first, then the scheme.
        assert_eq!(pasted_paths(&text), vec![here]);
    }
}
