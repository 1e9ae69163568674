//! The dialog of a picture: where to, in which form, how large, light or dark.

use std::path::Path;

use eframe::egui::{self, RichText, Ui};

use super::formats::{PICTURES, forms_ui};
use super::{Browse, Target, show_all_ui, target_ui, write_or_cancel_ui};
use crate::draw::theme::{Theme, space};
use crate::export::figure::{FigureOptions, Part, Preset};
use crate::ui::chooser::Purpose;
use crate::ui::command::{Command, Commands};
use crate::ui::export_job::PictureOrder;
use crate::ui::panels::tools::hold_scale_ui;

/// Sizes that suit a report, a journal, a screen and a slide: those of `picture`, its presets, and a square.
fn sizes() -> [(&'static str, FigureOptions); 5] {
    let square = FigureOptions {
        width: 1200,
        height: 1200,
        ..FigureOptions::default()
    };
    [
        ("Report, 1600 × 1060", FigureOptions::default()),
        ("Journal, 180 mm wide", Preset::Journal.options()),
        ("Screen, 1920 × 1080", Preset::Screen.options()),
        ("Slide, 1280 × 720", Preset::Slide.options()),
        ("Square, 1200 × 1200", square),
    ]
}

/// The picture dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureDialog {
    target: Target,
    part: Part,
    size: usize,
    scale: u8,
    dark: bool,
    show_all: bool,
}

impl PictureDialog {
    /// With the settings of the last picture or the first of each.
    pub fn new(path: &Path, dark: bool) -> Self {
        Self {
            target: Target::at(path),
            part: Part::default(),
            size: 0,
            scale: 2,
            dark,
            show_all: false,
        }
    }

    fn options(&self) -> FigureOptions {
        let chosen = sizes().get(self.size).map(|(_, options)| *options);
        FigureOptions {
            part: self.part,
            scale: f32::from(self.scale),
            dark: self.dark,
            ..chosen.unwrap_or_default()
        }
    }

    /// Takes what the system's dialog chose; that dialog has asked whether to replace.
    pub fn set_path(&mut self, path: &Path) {
        self.target = Target::at(path);
        self.target.replace = true;
    }
}

/// The dialog; true once it is done with.
pub(super) fn picture_ui(
    ui: &mut Ui,
    state: &mut PictureDialog,
    busy: bool,
    theme: &Theme,
    commands: &mut Commands,
    browse: &mut Browse,
) -> bool {
    let words =
        "With headline, legend, captures, databases, filter and span written into the picture.";
    ui.label(RichText::new(words).color(theme.ink_soft));
    ui.add_space(space::S);
    target_ui(ui, &mut state.target, Purpose::SavePicture, theme, browse);
    forms_ui(ui, &mut state.target, &PICTURES);
    ui.add_space(space::S);
    part_ui(ui, &mut state.part, commands.situation.judged);
    look_ui(ui, state);
    let options = state.options();
    let pixels = format!(
        "{} × {} pixels as PNG; SVG and PDF are sharp at any size",
        options.width * u32::from(state.scale),
        options.height * u32::from(state.scale)
    );
    ui.label(RichText::new(pixels).color(theme.ink_soft));
    hold_scale_ui(ui, commands);
    show_all_ui(ui, &mut state.show_all);
    ui.add_space(space::S);
    let (done, write) = write_or_cancel_ui(ui, &state.target, "Write picture", busy, theme);
    if write {
        commands.push(Command::WritePicture(PictureOrder {
            path: state.target.path(),
            options,
            replace: state.target.replace,
            show_all: state.show_all,
        }));
    }
    done
}

/// What it shows; a claim only where one is chosen.
fn part_ui(ui: &mut Ui, part: &mut Part, is_judged: bool) {
    if *part == Part::Claim && !is_judged {
        *part = Part::default();
    }
    let offered = Part::ALL.into_iter();
    let offered = offered.filter(|one| *one != Part::Claim || is_judged);
    let shows = egui::ComboBox::from_id_salt("part")
        .selected_text(part.label())
        .width(190.0)
        .show_ui(ui, |ui| {
            for one in offered {
                ui.selectable_value(part, one, one.label());
            }
        });
    ui.ctx()
        .accesskit_node_builder(shows.response.id, |node| node.set_label("Shows"));
}

/// Size, pixels for a point, light or dark.
fn look_ui(ui: &mut Ui, state: &mut PictureDialog) {
    ui.horizontal(|ui| {
        let sizes = sizes();
        let chosen = sizes.get(state.size).map_or("", |(name, _)| *name);
        let size = egui::ComboBox::from_id_salt("size")
            .selected_text(chosen)
            .width(190.0)
            .show_ui(ui, |ui| {
                for (at, (name, _)) in sizes.iter().enumerate() {
                    ui.selectable_value(&mut state.size, at, *name);
                }
            });
        ui.ctx()
            .accesskit_node_builder(size.response.id, |node| node.set_label("Size"));
        for scale in 1..=3_u8 {
            ui.selectable_value(&mut state.scale, scale, format!("{scale}×"));
        }
        ui.add_space(space::M);
        ui.selectable_value(&mut state.dark, false, "Light");
        ui.selectable_value(&mut state.dark, true, "Dark");
    });
}
