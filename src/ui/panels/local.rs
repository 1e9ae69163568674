//! Which side is local: the rule that decided it, and a menu of devices from which one is chosen by hand.

use eframe::egui::{self, Button, RichText, Ui, WidgetInfo};

use super::action_row;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{Action, Command, Commands};
use crate::view::screen::{DeviceRow, Status};

/// The words of the menu's button for a screen reader, before the rule.
const NAME: &str = "Choose the local side";

/// The rule as a button that opens the list of devices.
pub fn local_ui(ui: &mut Ui, status: &Status, theme: &Theme, commands: &mut Commands) {
    if status.local_text.is_empty() {
        return;
    }
    let words = RichText::new(format!("{} ⏷", status.local_text))
        .size(type_size::SMALL)
        .color(theme.ink_soft);
    let button = Button::new(words).frame(false).truncate();
    let (response, _) = egui::containers::menu::MenuButton::from_button(button)
        .ui(ui, |ui| devices_ui(ui, &status.devices, theme, commands));
    let label = format!("{NAME}. {}", status.local_text);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &label));
    response.on_hover_text("Bytes from the local side count as sent. Choose whose they are.");
}

fn devices_ui(ui: &mut Ui, devices: &[DeviceRow], theme: &Theme, commands: &mut Commands) {
    ui.set_min_width(340.0);
    ui.spacing_mut().button_padding.x = space::S;
    let title = RichText::new("Local side").size(type_size::SMALL);
    ui.label(title.color(theme.ink_soft));
    egui::ScrollArea::vertical()
        .max_height(300.0)
        .show(ui, |ui| {
            for device in devices {
                device_ui(ui, device, commands);
            }
        });
    ui.separator();
    action_row(ui, Action::ResetLocal, commands);
}

fn device_ui(ui: &mut Ui, device: &DeviceRow, commands: &mut Commands) {
    let tooltip = "Counts only this address as local and reads the captures again";
    let row = ui
        .selectable_label(device.is_local, &device.text)
        .on_hover_text(tooltip);
    if row.clicked() {
        commands.push(Command::SetLocal(device.address));
        ui.close();
    }
}
