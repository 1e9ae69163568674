//! The open captures, each with its colour and a cross that closes it.

use eframe::egui::{self, Color32, Sense, Ui};

use crate::analysis::model::CaptureSummary;
use crate::draw::theme::{Theme, space};
use crate::ui::command::{Action, Command, Commands};
use crate::ui::session::Session;
use crate::view::amount::counted;
use crate::view::redact::Redaction;

/// Width of one chip in points; longer names are cut.
const CHIP_WIDTH: f32 = 176.0;

/// One open capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// File name.
    pub name: String,
    /// Path and what was read from it.
    pub about: String,
}

/// The captures that are open, in order.
pub fn capture_names(session: &Session, redaction: &Redaction) -> Vec<Chip> {
    let Some(analysis) = session.analysis() else {
        return Vec::new();
    };
    analysis
        .captures
        .iter()
        .map(|capture| Chip {
            name: redaction.text(&capture.name),
            about: about(capture, redaction),
        })
        .collect()
}

/// Path, format, and the interfaces where the capture names some.
fn about(capture: &CaptureSummary, redaction: &Redaction) -> String {
    let interfaces: Vec<String> = capture
        .interfaces
        .iter()
        .map(|name| redaction.text(name))
        .collect();
    let listed = match interfaces.as_slice() {
        [] => String::new(),
        names => format!("\nInterfaces: {}", names.join(", ")),
    };
    let path = redaction.text(&capture.path.display().to_string());
    format!("{path}\n{}{listed}", capture.format)
}

/// As many chips as `room` points hold; the others in a menu.
pub fn chips_ui(ui: &mut Ui, chips: &[Chip], room: f32, theme: &Theme, commands: &mut Commands) {
    let alone = chips.len() == 1;
    let fit = fitting(chips.len(), room);
    for (at, chip) in chips.iter().enumerate().take(fit) {
        chip_ui(ui, at, chip, theme, commands);
    }
    if fit < chips.len() {
        let words = if fit == 0 {
            let captures = counted(chips.len() as u64, "capture", "captures");
            format!("{captures} ⏷")
        } else {
            format!("{} more ⏷", chips.len() - fit)
        };
        ui.menu_button(words, |ui| {
            for (at, chip) in chips.iter().enumerate().skip(fit) {
                chip_ui(ui, at, chip, theme, commands);
            }
        });
    }
    if alone {
        let add = Action::AddCapture.entry();
        let response = ui.button("+").on_hover_text(add.tooltip);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, add.text));
        if response.clicked() {
            commands.act(Action::AddCapture);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few chips at most"
)]
fn fitting(count: usize, room: f32) -> usize {
    let each = CHIP_WIDTH + space::S;
    let fit = (room / each).floor().max(0.0) as usize;
    if fit >= count {
        return count;
    }
    // The menu for the others needs room, too.
    ((room - 110.0) / each).floor().max(0.0) as usize
}

fn chip_ui(ui: &mut Ui, at: usize, chip: &Chip, theme: &Theme, commands: &mut Commands) {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(CHIP_WIDTH, 26.0), Sense::hover());
    response.on_hover_text(&chip.about);
    let painter = ui.painter();
    painter.rect(
        rect,
        13.0,
        theme.card,
        egui::Stroke::new(1.0, theme.line),
        egui::StrokeKind::Inside,
    );
    let dot = rect.left_center() + egui::vec2(14.0, 0.0);
    painter.circle_filled(dot, 4.5, capture_color(theme, at));
    let text = egui::Rect::from_min_max(
        rect.left_top() + egui::vec2(24.0, 0.0),
        rect.right_bottom() - egui::vec2(26.0, 0.0),
    );
    ui.put(
        text,
        egui::Label::new(&chip.name)
            .truncate()
            .selectable(false)
            .halign(egui::Align::LEFT),
    );
    let cross = egui::Rect::from_center_size(
        rect.right_center() - egui::vec2(15.0, 0.0),
        egui::vec2(20.0, 20.0),
    );
    let close = ui
        .put(cross, egui::Button::new("×").frame(false))
        .on_hover_text("Close this capture");
    let label = format!("Close {}", chip.name);
    close.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
    if close.clicked() {
        commands.push(Command::CloseCapture(at));
    }
}

/// Captures are told apart by turns of the hue, at the lightness of the theme's bars.
pub fn capture_color(theme: &Theme, at: usize) -> Color32 {
    let mut color = egui::ecolor::Hsva::from(theme.sent);
    // The golden section of the circle keeps neighbours apart however many there are.
    let turn = u16::try_from(at % 64).map_or(0.0, f32::from) * 0.381_966;
    color.h = (color.h + turn).fract();
    color.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chips_that_do_not_fit_leave_room_for_their_menu() {
        assert_eq!(fitting(2, 400.0), 2);
        assert_eq!(fitting(3, 400.0), 1);
        assert_eq!(fitting(3, -50.0), 0);
    }

    #[test]
    fn the_first_capture_has_the_colour_of_the_bars() {
        let theme = Theme::light();
        assert_eq!(capture_color(&theme, 0), theme.sent);
        assert_ne!(capture_color(&theme, 1), capture_color(&theme, 2));
    }
}
