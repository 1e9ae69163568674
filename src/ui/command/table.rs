//! The table of commands: text, tooltip and key of each.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use super::Action;

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

pub(super) const fn entry(
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

/// Every action, in the order in which the palette shows them.
#[rustfmt::skip]
pub const TABLE: &[Entry] = &[
    entry(Action::Open, "Open…", "Opens captures (pcap, pcapng, also in gzip, zstd, lz4 or xz)", ctrl(Key::O)),
    entry(Action::TypePath, "Open a path…", "Opens a capture or folder whose path you type or paste", ctrl(Key::L)),
    entry(Action::AddCapture, "Add capture…", "Reads another capture beside the open ones", ctrl_shift(Key::O)),
    entry(Action::ExportTable, "Export table…", "Writes the shown rows as CSV, JSON lines, Parquet, packets, KML or GeoJSON", ctrl_shift(Key::E)),
    entry(Action::ExportReport, "Export report…", "Writes a folder with a page, tables, figures and hashes, redacted", ctrl_shift(Key::R)),
    entry(Action::CopySummary, "Copy summary", "Copies question, answer and numbers as Markdown, redacted", ctrl_shift(Key::M)),
    entry(Action::FollowFlow, "Follow flow…", "Shows what the selected flow carried, both sides in order, as sent and as opened", ctrl_shift(Key::F)),
    entry(Action::Redo, "Redo", "Goes forth to the view that was undone", ctrl_shift(Key::Z)),
    entry(Action::Palette, "Commands…", "Looks a command up by its words", ctrl_shift(Key::P)),
    entry(Action::ExportPicture, "Export picture…", "Writes headline, map, legend and top rows as PNG, SVG or PDF", ctrl(Key::E)),
    entry(Action::Reload, "Reload", "Reads the open captures again, with what was added to them since", plain(Key::F5)),
    entry(Action::ExportProblems, "Export problems…", "Writes the list of problems as JSON lines or CSV", None),
    entry(Action::ExportDns, "Export DNS list (CSV)…", "Writes the DNS list as CSV, every row of it", None),
    entry(Action::AddDatabase, "Use my own database…", "Adds a country database (.mmdb) of your own", None),
    entry(Action::FocusFilter, "Filter", "Puts the cursor into the filter", ctrl(Key::F)),
    entry(Action::ClearFilter, "Clear filter", "Shows all flows again", plain(Key::Escape)),
    entry(Action::FindPrevious, "Find previous", "Selects the row before that holds the text looked for", Some(KeyboardShortcut::new(Modifiers::SHIFT, Key::F3))),
    entry(Action::FindNext, "Find next", "Selects the next row that holds the text looked for", plain(Key::F3)),
    entry(Action::Find, "Find in table…", "Looks for a text in the rows, without filtering", ctrl(Key::G)),
    entry(Action::CopyCell, "Copy cell", "Copies the chosen cell of the selected row", ctrl_shift(Key::C)),
    entry(Action::CopyRow, "Copy row", "Copies the selected row as tab-separated text", ctrl(Key::C)),
    entry(Action::PinColumn, "Pin column", "Holds the column of the chosen cell, else that of destinations, at the left while others move aside; again: lets it go", None),
    entry(Action::ZoomIn, "Zoom in", "Looks closer at the map", ctrl(Key::Plus)),
    entry(Action::ZoomOut, "Zoom out", "Shows more of the map", ctrl(Key::Minus)),
    entry(Action::ZoomReset, "Whole map", "Shows the whole map", ctrl(Key::Num0)),
    entry(Action::ZoomFit, "Fit the map", "Looks at the countries that the filter keeps", ctrl(Key::Num9)),
    entry(Action::TimelineNearer, "Timeline nearer", "Shows the selected span alone on the timeline, else its middle half", ctrl(Key::T)),
    entry(Action::TimelineWhole, "Whole timeline", "Shows all of the time on the timeline", ctrl_shift(Key::T)),
    entry(Action::TurnMap, "Turn the map", "Shows whose law operators answer to (their seat) in place of where machines are, and back", None),
    entry(Action::HoldScale, "Hold the scale", "Keeps what shade, line width and height of bars stand for, so that views and figures compare; again: lets it go", None),
    entry(Action::ChoosePlace, "Where was this captured?…", "Sets the country from which the lines on the map begin", None),
    entry(Action::ChooseSubject, "Subject…", "Says whom the question is about: what is theirs is the first party", None),
    entry(Action::SetDataType, "Set a data type…", "Sets the data type of this flow, its host or its owner by hand", None),
    entry(Action::ResetLocal, "Reset local side", "Lets the program find out again which addresses are local", None),
    entry(Action::HidePersonal, "Hide or show personal values", "Local addresses, names of local hosts, accounts and the like: under the pseudonyms that exports use, or as captured", ctrl(Key::H)),
    entry(Action::ThemeSystem, "Colours of the system", "Light or dark, as the system is set", None),
    entry(Action::ThemeLight, "Light", "Light colours", None),
    entry(Action::ThemeDark, "Dark", "Dark colours", None),
    entry(Action::ReduceMotion, "Reduce motion", "Nothing fades, turns or blinks; again: as before. Remembered", None),
    entry(Action::ChooseClaim, "Claim file…", "Chooses a written promise (residency-claim/1, .toml) by which flows are judged", None),
    entry(Action::ClaimSheet, "Claim sheet", "Shows each promise with its verdicts, its flows and their reasons", ctrl(Key::J)),
    entry(Action::ExportSheet, "Export claim sheet…", "Writes the sheet as Markdown, HTML, JSON or text, with its sources", None),
    entry(Action::NewClaim, "Write a claim…", "Writes down a promise in a form", None),
    entry(Action::EditClaim, "Edit this claim…", "Changes the chosen claim in a form; remarks in its file stay", None),
    entry(Action::RemoveClaim, "Remove the claim", "Judges by no claim", None),
    entry(Action::Problems, "Problems", "Lists what could not be read, each with its frame", ctrl(Key::P)),
    entry(Action::Compare, "Compare captures", "Lists destinations that are new, gone or changed between two open captures", ctrl(Key::K)),
    entry(Action::DnsList, "DNS list", "Lists names that were asked for and the addresses that were given, with frames", ctrl(Key::D)),
    entry(Action::Marks, "Marks…", "Marks on the timeline what you did and when, and selects the time between", ctrl(Key::M)),
    entry(Action::LoadMarks, "Load marks (CSV)…", "Adds marks from a file with the titles time,text: 14:03:10 or a whole time, then what was done", None),
    entry(Action::SaveSession, "Save session…", "Saves files, claim, filter and columns as a small text file that opens again", ctrl(Key::S)),
    entry(Action::Undo, "Undo", "Goes back to the view before: filter, span, order, columns, colours, zoom, place, claim", ctrl(Key::Z)),
    entry(Action::Tour, "Tour", "Shows in two minutes, on a bundled sample, what the window is for", plain(Key::F2)),
    entry(Action::Keys, "Keys", "Shows every key on one page", plain(Key::F1)),
    entry(Action::FilterLanguage, "Filter language", "Shows everything that the filter understands, on one page", plain(Key::Questionmark)),
    entry(Action::About, "About Whither", "Version, databases and their licences", None),
    entry(Action::CancelReading, "Cancel", "Stops reading and keeps what was read so far", None),
    entry(Action::Quit, "Quit", "Closes the window", ctrl(Key::Q)),
];

/// Second keys of some actions.
pub const SECOND_KEYS: [(KeyboardShortcut, Action); 2] = [
    (
        KeyboardShortcut::new(Modifiers::COMMAND, Key::R),
        Action::Reload,
    ),
    (
        KeyboardShortcut::new(Modifiers::COMMAND, Key::Y),
        Action::Redo,
    ),
];

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
}
