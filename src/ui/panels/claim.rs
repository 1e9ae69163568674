//! The chosen claim in the bar on top, and the menu from which one is chosen.

use eframe::egui::{self, Align2, Button, Rect, Role, Sense, Ui, WidgetInfo};

use super::action_row;
use crate::claim::bundled::{BUNDLED, BundledClaim};
use crate::claim::verdict::Word;
use crate::draw::fonts;
use crate::draw::parts::{MARK_RADIUS, paint_mark};
use crate::draw::text::put_line;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::app::App;
use crate::ui::command::{Action, Command, Commands};
use crate::ui::perform::ClaimSource;
use crate::view::claim_view::comes_to;
use crate::view::plain_text::plain_text;

/// Least and most width of the chip in points; a longer title is cut.
const WIDTH: (f32, f32) = (80.0, 256.0);

/// A chip this wide, in points, has room for the day beside its title.
const ROOM_FOR_DAY: f32 = 140.0;

/// A window this wide, in points, has room for the widest chip.
const ROOMY: f32 = 1270.0;

/// Claims that come with the program, by their titles; a test keeps each without fault.
pub(super) fn bundled() -> Vec<(String, BundledClaim)> {
    let read = BUNDLED.iter();
    read.filter_map(|one| Some((one.read().ok()?.title, *one)))
        .collect()
}

/// Chip and menu, from right to left; the menu alone where no claim is chosen.
pub fn claim_ui(app: &App, ui: &mut Ui, theme: &Theme, commands: &mut Commands) {
    let chosen = app.reading.claim.as_deref();
    let words = if chosen.is_some() {
        "⏷"
    } else {
        "Claim… ⏷"
    };
    let menu = ui.menu_button(words, |ui| menu_ui(ui, &app.look.claims, commands));
    let label = "Choose a claim";
    menu.response
        .widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    menu.response
        .on_hover_text("A claim is a written promise: which data may go to which countries");
    if let Some(claim) = chosen {
        let screen = app.screen.as_ref().filter(|screen| {
            let judged = screen.analysis.judged.as_ref();
            judged.is_some_and(|judged| judged.claim.as_ref() == claim)
        });
        let view = screen.and_then(|screen| screen.claim.as_ref());
        let chip = Chip {
            title: plain_text(&claim.title),
            stated: claim.stated.to_string(),
            about: view.map_or_else(String::new, |view| view.about.clone()),
            word: view.map(|view| comes_to(&view.totals)),
        };
        chip_ui(ui, &chip, theme, commands);
    }
}

fn menu_ui(ui: &mut Ui, claims: &[(String, BundledClaim)], commands: &mut Commands) {
    ui.set_min_width(330.0);
    action_row(ui, Action::ChooseClaim, commands);
    action_row(ui, Action::NewClaim, commands);
    ui.separator();
    for (title, claim) in claims {
        let button = Button::new(title).wrap();
        if ui.add(button).on_hover_text(claim.name).clicked() {
            commands.push(Command::ChooseClaim(ClaimSource::Bundled(*claim)));
            ui.close();
        }
    }
    ui.separator();
    for action in [
        Action::ClaimSheet,
        Action::ExportSheet,
        Action::EditClaim,
        Action::RemoveClaim,
    ] {
        action_row(ui, action, commands);
    }
}

struct Chip {
    title: String,
    stated: String,
    about: String,
    word: Option<Word>,
}

fn chip_ui(ui: &mut Ui, chip: &Chip, theme: &Theme, commands: &mut Commands) {
    let missing = ROOMY - ui.ctx().content_rect().width();
    let width = WIDTH.1 - missing / 2.4;
    let size = egui::vec2(width.clamp(WIDTH.0, WIDTH.1), 26.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let verdict = chip.word.map_or("nothing judged yet", Word::label);
    let spoken = format!("Claim: {}, stated {}, {verdict}", chip.title, chip.stated);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let lit = response.hovered() || response.has_focus();
    paint_chip(ui, rect, chip, lit, theme);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    let hint = format!("{}\nClick for the sheet", chip.about);
    if response.on_hover_text(hint).clicked() {
        commands.act(Action::ClaimSheet);
    }
    // Not `put`: from right to left the next thing would begin at the cross.
    let cross = egui::pos2(rect.right() - 15.0, rect.center().y);
    let room = Rect::from_center_size(cross, egui::vec2(20.0, 20.0));
    let close = ui.interact(room, ui.scope_id().with("remove the claim"), Sense::click());
    let ink = if close.hovered() {
        theme.ink
    } else {
        theme.ink_soft
    };
    let font = fonts::regular(type_size::BODY);
    ui.painter()
        .text(cross, Align2::CENTER_CENTER, "×", font, ink);
    close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Remove the claim"));
    if close.on_hover_text("Remove the claim").clicked() {
        commands.act(Action::RemoveClaim);
    }
}

fn paint_chip(ui: &Ui, rect: Rect, chip: &Chip, lit: bool, theme: &Theme) {
    let edge = if lit { theme.accent } else { theme.line };
    let stroke = egui::Stroke::new(1.0, edge);
    let painter = ui.painter();
    painter.rect(rect, 13.0, theme.card, stroke, egui::StrokeKind::Inside);
    let middle = rect.center().y;
    let mut left = rect.left() + space::M;
    if let Some(word) = chip.word {
        let at = egui::pos2(left + MARK_RADIUS - 2.0, middle);
        paint_mark(painter, at, word, theme);
        left += 2.0 * MARK_RADIUS + space::XS;
    }
    let put = |right: bool, x: f32, words: &str, ink, room: f32| {
        let (anchor, size) = match right {
            true => (Align2::RIGHT_CENTER, type_size::SMALL),
            false => (Align2::LEFT_CENTER, type_size::BODY),
        };
        let at = egui::pos2(x, middle);
        put_line(painter, at, anchor, words, fonts::regular(size), ink, room)
    };
    let mut right = rect.right() - 28.0;
    if rect.width() >= ROOM_FOR_DAY {
        let day = put(true, right, &chip.stated, theme.ink_soft, 90.0);
        right = day.left() - space::S;
    }
    put(false, left, &chip.title, theme.ink, right - left);
}
