//! Keys and the clipboard become commands.

use std::path::PathBuf;

use eframe::egui::{self, Key, KeyboardShortcut, Modifiers};

use super::table::{SECOND_KEYS, TABLE};
use super::{Action, Command, Commands};
use crate::ui::panels::filter::field_id;

/// Turns keys into commands. Keys that a text field or an open menu (`popup_open`) needs are left alone.
pub fn read_keys(ctx: &egui::Context, popup_open: bool, commands: &mut Commands) {
    let typing = ctx.text_edit_focused();
    // A text field has an undo of its own; the filter's text is part of the view.
    let elsewhere = typing && !ctx.memory(|memory| memory.has_focus(field_id()));
    for (shortcut, action) in shortcuts() {
        let is_plain = shortcut.modifiers == Modifiers::NONE;
        let closes = is_plain && shortcut.logical_key == Key::Escape;
        let is_typed = is_plain && shortcut.logical_key == Key::Questionmark;
        let is_theirs = elsewhere && matches!(action, Action::Undo | Action::Redo);
        if is_theirs
            || (closes && popup_open)
            || (is_typed && typing)
            || matches!(action, Action::CopyRow | Action::CopyCell)
        {
            continue;
        }
        // With Shift a key that can do nothing now must not be taken for the same key without.
        let possible = commands.situation.allows(action);
        let is_taken = (possible || shortcut.modifiers.shift)
            && ctx.input_mut(|input| input.consume_shortcut(&shortcut));
        if is_taken && possible {
            commands.act(action);
        }
    }
    if !typing {
        read_clipboard(ctx, commands);
    }
}

/// Those with Shift come first, so that Ctrl+Shift+O is not taken for Ctrl+O.
fn shortcuts() -> impl Iterator<Item = (KeyboardShortcut, Action)> {
    let with_shift = |shift: bool| {
        let first = TABLE.iter().filter_map(|e| Some((e.shortcut?, e.action)));
        let all = first.chain(SECOND_KEYS);
        all.filter(move |(shortcut, _)| shortcut.modifiers.shift == shift)
    };
    with_shift(true).chain(with_shift(false))
}

/// The toolkit hands copy and paste on as events of their own: copy the row, open what was pasted as a path.
fn read_clipboard(ctx: &egui::Context, commands: &mut Commands) {
    let selecting = ctx
        .plugin_opt::<egui::text_selection::LabelSelectionState>()
        .is_some_and(|state| state.lock().has_selection());
    let (copied, pasted, shift) = ctx.input(|input| {
        let copied = input.events.iter().any(|e| matches!(e, egui::Event::Copy));
        let pasted = input.events.iter().find_map(|event| match event {
            egui::Event::Paste(text) => Some(text.clone()),
            _ => None,
        });
        (copied, pasted, input.modifiers.shift)
    });
    let copy = if shift {
        Action::CopyCell
    } else {
        Action::CopyRow
    };
    if copied && !selecting && commands.situation.allows(copy) {
        commands.act(copy);
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
