//! One promise of the sheet: its title, its bar, its own line, and the flows that matter most.

use eframe::egui::{self, Align, Layout, Rect, RichText, Role, Sense, Ui, WidgetInfo};

use super::small_ui;
use crate::claim::model::Claim;
use crate::claim::verdict::Word;
use crate::draw::fonts;
use crate::draw::parts::{MARK_RADIUS, paint_bar, paint_mark};
use crate::draw::theme::{Theme, space, type_size};
use crate::flow::model::FlowId;
use crate::ui::command::{Command, Commands};
use crate::view::amount::{bytes, counted};
use crate::view::claim_sheet::{Group, Promise, of_word};
use crate::view::claim_view::{bar_parts, comes_to, in_question, shares};
use crate::view::filter::{Key, Value, term_text};
use crate::view::parts::Part;
use crate::view::place::sentence_case;
use crate::view::plain_text::{plain_prose, plain_text};

/// Height of a bar in points.
const BAR: f32 = 16.0;

/// The promise; returns whether flows are to be shown.
pub(super) fn promise_ui(
    ui: &mut Ui,
    claim: &Claim,
    promise: &Promise,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    let mut left = title_ui(ui, promise, theme, commands);
    left |= bar_ui(ui, promise, theme, commands);
    small_ui(ui, &shares(&promise.bar), theme);
    if let Some((number, text)) = &promise.line {
        let file = claim.file.as_ref().map_or("the claim", |file| &file.name);
        small_ui(ui, &format!("{file}, line {number}: {text}"), theme);
    }
    for group in &promise.top {
        left |= group_ui(ui, promise, group, theme, commands);
    }
    left
}

/// The filter that keeps the flows of a promise, those of one verdict where one is named.
fn filter_of(promise: &Promise, word: Option<Word>) -> String {
    let class = Value::Exactly(promise.class.to_lowercase());
    let verdict = word.map(|word| term_text(Key::Verdict, Value::Verdict(word)));
    let terms = [Some(term_text(Key::Promise, class)), verdict];
    terms.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Filters, and selects a flow so that its reasons are there.
fn show(commands: &mut Commands, filter: String, flow: Option<usize>) -> bool {
    commands.push(Command::SetFilter(filter));
    let flow = flow.and_then(|flow| u32::try_from(flow).ok()).map(FlowId);
    commands.push(Command::Select(flow));
    true
}

fn title_ui(ui: &mut Ui, promise: &Promise, theme: &Theme, commands: &mut Commands) -> bool {
    let word = comes_to(&promise.bar);
    let words = format!("{}: {}", plain_text(&promise.class), promise.where_to);
    let verdict = match in_question(&promise.bar).flows {
        0 => "no flow seen",
        _ => word.label(),
    };
    let clicked = ui.horizontal(|ui| {
        let title = RichText::new(&words).font(fonts::strong(type_size::TITLE));
        let link = ui.add(egui::Button::new(title.color(theme.ink)).frame(false));
        let spoken = format!("Promise {words}, {verdict}");
        link.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let verdict = RichText::new(verdict).font(fonts::strong(type_size::BODY));
            ui.label(verdict.color(theme.ink));
            mark_ui(ui, word, theme);
        });
        let hint = "Click to show the flows of this promise";
        link.on_hover_cursor(egui::CursorIcon::PointingHand)
            .on_hover_text(hint)
            .clicked()
    });
    let gravest = promise.top.first().map(|group| group.first_flow);
    clicked.inner && show(commands, filter_of(promise, None), gravest)
}

pub(super) fn mark_ui(ui: &mut Ui, word: Word, theme: &Theme) {
    let size = egui::Vec2::splat(2.0 * MARK_RADIUS + 2.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    paint_mark(ui.painter(), rect.center(), word, theme);
}

fn bar_ui(ui: &mut Ui, promise: &Promise, theme: &Theme, commands: &mut Commands) -> bool {
    let size = egui::vec2(ui.available_width(), BAR);
    let (track, _) = ui.allocate_exact_size(size, Sense::hover());
    let parts = bar_parts(&promise.bar);
    let rects = paint_bar(ui.painter(), track, &parts, theme);
    let mut left = false;
    for ((part, value), rect) in parts.iter().zip(rects) {
        if let (Part::Verdict(word), true) = (*part, *value > 0) {
            left |= part_ui(ui, promise, word, rect, commands);
        }
    }
    left
}

fn part_ui(ui: &Ui, promise: &Promise, word: Word, rect: Rect, commands: &mut Commands) -> bool {
    let amount = of_word(&promise.bar, word);
    let spoken = format!(
        "{}, {}: {}",
        plain_text(&promise.class),
        word.label(),
        amount.words()
    );
    let id = ui.scope_id().with(("part", &promise.class, word));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    let clicked = response
        .on_hover_text(format!("{spoken}\nClick to show these flows"))
        .clicked();
    let first = promise.top.iter().find(|group| group.word == word);
    let first = first.map(|group| group.first_flow);
    clicked && show(commands, filter_of(promise, Some(word)), first)
}

/// Flows to one destination with one verdict, and why.
fn group_ui(
    ui: &mut Ui,
    promise: &Promise,
    group: &Group,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    ui.add_space(space::XS);
    let countries = match group.countries.is_empty() {
        true => "no country".to_owned(),
        false => group.countries.join(" or "),
    };
    let amount = group.amount;
    let words = format!(
        "{} · {countries} · {} · {} sent",
        plain_text(&group.destination),
        counted(amount.flows, "flow", "flows"),
        bytes(amount.sent)
    );
    let clicked = ui.horizontal(|ui| {
        mark_ui(ui, group.word, theme);
        let link =
            ui.add(egui::Button::new(RichText::new(&words).color(theme.accent)).frame(false));
        let spoken = format!("{}: {words}", sentence_case(group.word.label()));
        link.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        link.on_hover_cursor(egui::CursorIcon::PointingHand)
            .on_hover_text("Click to show these flows and their reasons")
            .clicked()
    });
    ui.indent(("reasons", group.first_flow, &promise.class), |ui| {
        for reason in &group.reasons {
            small_ui(ui, &sentence_case(reason), theme);
        }
        if let Some(decider) = group.would_decide {
            let words = RichText::new(plain_prose(&format!("Would decide it: {decider}")));
            ui.label(words.size(type_size::SMALL).color(theme.doubt));
        }
    });
    let filter = filter_of(promise, Some(group.word));
    clicked.inner && show(commands, filter, Some(group.first_flow))
}
