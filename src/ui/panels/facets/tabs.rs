//! The tabs of the ranked lists, on one line: closer together where room is short, the last ones in a menu where that is
//! not enough.

use eframe::egui::{self, Align2, Rect, Role, Sense, Ui, WidgetInfo};

use crate::draw::fonts;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::view::screen::{Facet, FacetKey};

/// Least room on either side of a word, in points.
const LEAST_PAD: f32 = 4.0;

/// Room for the menu with the other lists, in points.
const MENU_WIDTH: f32 = 56.0;

/// The tabs; returns the list that is asked for.
pub fn tabs_ui(
    ui: &mut Ui,
    facets: &[Facet],
    current: FacetKey,
    theme: &Theme,
) -> Option<FacetKey> {
    let words: Vec<f32> = facets.iter().map(|facet| word_width(ui, facet)).collect();
    let at = facets.iter().position(|facet| facet.key == current)?;
    let (shown, pad) = fitting(&words, at, ui.available_width());
    let mut asked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(0.0, 0.0);
        for facet in shown.iter().filter_map(|at| facets.get(*at)) {
            if tab_ui(ui, facet.title, facet.key == current, pad, theme).clicked() {
                asked = Some(facet.key);
            }
        }
        if shown.len() < facets.len() {
            ui.menu_button("More", |ui| {
                let hidden = (0..).zip(facets).filter(|(at, _)| !shown.contains(at));
                for (_, facet) in hidden {
                    if ui.button(facet.title).clicked() {
                        asked = Some(facet.key);
                    }
                }
            });
        }
    });
    asked
}

/// Which tabs fit beside the menu, the current one always, and the room on either side of each word.
fn fitting(words: &[f32], current: usize, room: f32) -> (Vec<usize>, f32) {
    let width = |shown: &[usize]| -> f32 {
        let widths = shown.iter().filter_map(|at| words.get(*at));
        widths.map(|word| word + 2.0 * LEAST_PAD).sum()
    };
    let mut shown: Vec<usize> = (0..words.len()).collect();
    let mut spare = room - width(&shown);
    while spare < 0.0 && shown.len() > 1 {
        let last = shown.iter().rposition(|at| *at != current);
        shown.remove(last.unwrap_or(0));
        spare = room - MENU_WIDTH - width(&shown);
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of tabs")]
    let more = spare.max(0.0) / (2.0 * shown.len().max(1) as f32);
    (shown, (LEAST_PAD + more).min(space::S))
}

fn word_width(ui: &Ui, facet: &Facet) -> f32 {
    let font = fonts::strong(type_size::BODY);
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(facet.title.to_owned(), font, egui::Color32::PLACEHOLDER);
    galley.size().x
}

fn tab_ui(ui: &mut Ui, title: &str, chosen: bool, pad: f32, theme: &Theme) -> egui::Response {
    let font = if chosen {
        fonts::strong(type_size::BODY)
    } else {
        fonts::regular(type_size::BODY)
    };
    let color = if chosen { theme.ink } else { theme.ink_soft };
    let galley = ui.painter().layout_no_wrap(title.to_owned(), font, color);
    let size = egui::vec2(galley.size().x + 2.0 * pad, 28.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, title));
    if response.hovered() && !chosen {
        ui.painter()
            .rect_filled(rect, f32::from(CORNER), theme.selection);
    }
    let at = Align2::CENTER_CENTER
        .anchor_size(rect.center(), galley.size())
        .min;
    ui.painter().galley(at, galley, color);
    if chosen || response.has_focus() {
        let line = Rect::from_min_max(
            rect.left_bottom() + egui::vec2(pad, -2.5),
            rect.right_bottom() - egui::vec2(pad, 0.0),
        );
        ui.painter().rect_filled(line, 1.0, theme.accent);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_move_closer_and_the_last_ones_go_into_the_menu_but_not_the_current_one() {
        let words = [70.0, 90.0, 60.0, 30.0, 60.0];
        assert_eq!(fitting(&words, 0, 500.0), (vec![0, 1, 2, 3, 4], space::S));
        let (shown, pad) = fitting(&words, 0, 360.0);
        assert_eq!(shown, [0, 1, 2, 3, 4]);
        assert!((pad - 5.0).abs() < 0.01);
        assert_eq!(fitting(&words, 0, 340.0).0, [0, 1, 2, 3]);
        assert_eq!(fitting(&words, 4, 340.0).0, [0, 1, 4]);
        assert_eq!(fitting(&words, 4, 10.0).0, [4]);
    }
}
