//! How far reading has come: a page while nothing can be shown yet, a strip above partial results.

use eframe::egui::{self, RichText, Ui};

use super::action_button;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{Action, Commands};
use crate::ui::motion;
use crate::ui::session::Session;
use crate::view::amount;

/// Progress as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadingView {
    /// What is being read.
    pub title: String,
    /// `12.4 MB of 1.2 GB · 48,211 packets · 1,204 flows`.
    pub text: String,
    /// Share of the bytes, where their number is known.
    pub share: Option<f32>,
}

impl LoadingView {
    /// From the worker's counters.
    pub fn of(session: &Session) -> Self {
        let title = match session.inputs() {
            [one] => {
                let name = one.file_name().unwrap_or(one.as_os_str()).to_string_lossy();
                format!("Reading {name}")
            }
            many => format!("Reading {} captures", many.len()),
        };
        let Some(progress) = session.progress() else {
            let text = match session {
                Session::Ready(_) => "Computing the view",
                _ => "Unpacking the country tables",
            };
            return Self {
                title,
                text: text.to_owned(),
                share: None,
            };
        };
        let (bytes, total) = (progress.bytes(), progress.total_bytes());
        let size = if total == 0 {
            amount::bytes(bytes)
        } else {
            format!("{} of {}", amount::bytes(bytes), amount::bytes(total))
        };
        let (packets, flows) = (
            amount::count(progress.frames()),
            amount::count(progress.flows()),
        );
        Self {
            title,
            text: format!("{size} · {packets} packets · {flows} flows"),
            share: share_of(bytes, total),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a bar a few hundred points wide"
)]
fn share_of(part: u64, whole: u64) -> Option<f32> {
    (whole > 0).then(|| part as f32 / whole as f32)
}

/// The page.
pub fn loading_ui(ui: &mut Ui, view: &LoadingView, theme: &Theme, commands: &mut Commands) {
    ui.add_space(ui.available_height() * 0.36);
    ui.vertical_centered(|ui| {
        ui.label(
            RichText::new(&view.title)
                .font(fonts::strong(type_size::HEADLINE))
                .color(theme.ink),
        );
        ui.add_space(space::M);
        progress_ui(ui, view, 420.0, theme);
        ui.add_space(space::S);
        ui.label(RichText::new(&view.text).color(theme.ink_soft));
        ui.add_space(space::M);
        action_button(ui, Action::CancelReading, commands);
    });
}

/// The strip above partial results.
pub fn strip_ui(ui: &mut Ui, view: &LoadingView, theme: &Theme, commands: &mut Commands) {
    ui.horizontal(|ui| {
        progress_ui(ui, view, 220.0, theme);
        ui.label(RichText::new(&view.title).color(theme.ink));
        ui.label(RichText::new(&view.text).color(theme.ink_soft));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            action_button(ui, Action::CancelReading, commands);
        });
    });
}

fn progress_ui(ui: &mut Ui, view: &LoadingView, width: f32, theme: &Theme) {
    match view.share {
        Some(share) => {
            let bar = egui::ProgressBar::new(share)
                .desired_width(width)
                .desired_height(8.0)
                .fill(theme.accent);
            ui.add(bar);
        }
        None if motion::is_reduced(ui) => {
            let still = egui::ProgressBar::new(0.0).fill(theme.accent);
            ui.add(still.desired_width(width).desired_height(8.0));
        }
        None => {
            ui.spinner();
        }
    }
}
