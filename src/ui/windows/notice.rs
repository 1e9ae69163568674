//! One line that says what came of something.

use eframe::egui::{self, Align2, Context, RichText};

use crate::draw::theme::{CORNER, Theme, space};
use crate::ui::app::Notice;
use crate::ui::command::{Command, Commands};

/// The line, at the lower edge; it stays until it is closed or another takes its place.
pub fn notice_ui(ctx: &Context, notice: Option<&Notice>, theme: &Theme, commands: &mut Commands) {
    let Some(notice) = notice else { return };
    let edge = if notice.failed {
        theme.problem
    } else {
        theme.accent
    };
    egui::Area::new(egui::Id::unique("notice"))
        .anchor(Align2::CENTER_BOTTOM, egui::vec2(0.0, -44.0))
        .order(egui::Order::Foreground)
        .accessible_name("Notice")
        .show(ctx, |ui| {
            let frame = egui::Frame::new()
                .fill(theme.card)
                .stroke(egui::Stroke::new(1.0, edge))
                .corner_radius(f32::from(CORNER))
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(space::M);
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_max_width(760.0);
                    let color = if notice.failed {
                        theme.problem
                    } else {
                        theme.ink
                    };
                    ui.label(RichText::new(&notice.text).color(color));
                    let close = ui.add(egui::Button::new("×").frame(false));
                    close.widget_info(|| {
                        egui::WidgetInfo::labeled(egui::Role::Button, true, "Close notice")
                    });
                    if close.clicked() {
                        commands.push(Command::DismissNotice);
                    }
                });
            });
        });
}
