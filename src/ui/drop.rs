//! Files dropped on the window, and what is shown while they hover over it.

use eframe::egui::{self, Align2, LayerId, Order};

use super::command::{Command, Commands};
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};

/// Reads what was dropped. With Shift held the captures are added to the open ones.
pub fn read_drops(ctx: &egui::Context, commands: &mut Commands) {
    let (paths, add) = ctx.input(|input| {
        let paths: Vec<_> = input
            .raw
            .dropped_files
            .iter()
            .map(|file| file.path().to_path_buf())
            .collect();
        (paths, input.modifiers.shift)
    });
    if !paths.is_empty() {
        commands.push(Command::Read { paths, add });
    }
}

/// Covers the window while files hover over it.
pub fn overlay_ui(ctx: &egui::Context, theme: &Theme) {
    let hovering = ctx.input(|input| input.raw.hovered_files.len());
    if hovering == 0 {
        return;
    }
    let layer = LayerId::new(Order::Foreground, egui::Id::unique("drop overlay"));
    let painter = ctx.layer_painter(layer);
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0.0, theme.background.gamma_multiply(0.88));
    let frame = rect.shrink(space::XL);
    painter.rect_stroke(
        frame,
        f32::from(crate::draw::theme::CORNER),
        egui::Stroke::new(2.0, theme.accent),
        egui::StrokeKind::Inside,
    );
    let words = if hovering == 1 {
        "Drop to open this file".to_owned()
    } else {
        format!("Drop to open these {hovering} files")
    };
    let middle = frame.center();
    painter.text(
        middle,
        Align2::CENTER_BOTTOM,
        words,
        fonts::strong(type_size::HEADLINE),
        theme.ink,
    );
    painter.text(
        middle + egui::vec2(0.0, space::S),
        Align2::CENTER_TOP,
        "Captures replace the open ones, with Shift they are added. A .mmdb file or a list of networks answers beside the bundled tables, a .toml file is a claim, rules or types set by hand, a key log opens what it fits, a result.json what its report shows.",
        fonts::regular(type_size::BODY),
        theme.ink_soft,
    );
}
