//! Why the selected row is labelled as it is; without a selection, where every byte went.

use eframe::egui::{
    self, Align, Align2, Layout, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo,
};

use crate::draw::fonts;
use crate::draw::parts::{MARK_RADIUS, paint_mark};
use crate::draw::text::put_line;
use crate::draw::theme::{Theme, space, type_size};
use crate::flow::model::{Flow, Locality, Side};
use crate::ui::command::{Action, Command, Commands};
use crate::view::amount;
use crate::view::redact::Redaction;
use crate::view::screen::{Ledger, Screen, Why, WhyQuestion, WhyReason};

/// Widths of the ledger's numbers in points: sent, received, flows.
const NUMBER_WIDTHS: [f32; 3] = [72.0, 76.0, 54.0];

/// The panel.
pub fn why_ui(
    ui: &mut Ui,
    screen: &Screen,
    local_by_hand: bool,
    theme: &Theme,
    commands: &mut Commands,
) {
    let flow = screen.why.as_ref().and_then(|why| {
        let flow = screen.analysis.flows.get(why.flow.0 as usize)?;
        Some((why, flow))
    });
    ScrollArea::vertical()
        .id_salt("why")
        .auto_shrink(false)
        .show(ui, |ui| match flow {
            Some((why, flow)) => {
                reasons_ui(ui, why, theme, commands);
                local_ui(ui, screen, flow, local_by_hand, commands);
            }
            None => ledger_ui(ui, &screen.ledger, local_by_hand, theme, commands),
        });
}

fn reasons_ui(ui: &mut Ui, why: &Why, theme: &Theme, commands: &mut Commands) {
    ui.label(
        RichText::new(&why.title)
            .font(fonts::strong(type_size::TITLE))
            .color(theme.ink),
    );
    ui.label(
        RichText::new(&why.subtitle)
            .size(type_size::SMALL)
            .color(theme.ink_soft),
    );
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        super::action_button(ui, Action::SetDataType, commands);
        super::action_button(ui, Action::ChooseSubject, commands);
    });
    for question in &why.questions {
        ui.add_space(space::S);
        question_ui(ui, question, theme);
    }
    ui.add_space(space::M);
}

/// What can be done with the flow, and which of its ends can be made the captured side.
fn local_ui(
    ui: &mut Ui,
    screen: &Screen,
    flow: &Flow,
    local_by_hand: bool,
    commands: &mut Commands,
) {
    ui.horizontal_wrapped(|ui| {
        super::action_button(ui, Action::FollowFlow, commands);
        super::action_button(ui, Action::CopyRow, commands);
        for side in [Side::Client, Side::Server] {
            treat_as_local_ui(ui, &screen.redaction, flow, side, commands);
        }
        if local_by_hand {
            super::action_button(ui, Action::ResetLocal, commands);
        }
    });
}

fn treat_as_local_ui(
    ui: &mut Ui,
    redaction: &Redaction,
    flow: &Flow,
    side: Side,
    commands: &mut Commands,
) {
    if flow.locality[side] == Locality::Local {
        return;
    }
    let end = match side {
        Side::Client => flow.client,
        Side::Server => flow.server,
    };
    let tooltip = "Counts this address as part of the captured side and reads the captures again";
    let button = ui
        .button(format!("Treat {} as local", redaction.address(end.ip)))
        .on_hover_text(tooltip);
    if button.clicked() {
        commands.push(Command::TreatAsLocal(end.ip));
    }
}

fn question_ui(ui: &mut Ui, question: &WhyQuestion, theme: &Theme) {
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(&question.title)
                .font(fonts::strong(type_size::BODY))
                .color(theme.ink),
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(
                RichText::new(&question.grade)
                    .size(type_size::SMALL)
                    .color(theme.ink_soft),
            );
            if let Some(word) = question.verdict {
                let size = egui::Vec2::splat(2.0 * MARK_RADIUS);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                paint_mark(ui.painter(), rect.center(), word, theme);
            }
        });
    });
    for reason in &question.reasons {
        reason_ui(ui, reason, theme);
    }
}

/// Text on the left, source on the right; both wrap in their own half.
fn reason_ui(ui: &mut Ui, reason: &WhyReason, theme: &Theme) {
    let room = ui.available_width();
    let source = ui.painter().layout(
        reason.source.clone(),
        fonts::regular(type_size::SMALL),
        theme.ink_soft,
        room * 0.42,
    );
    let text_width = room - source.size().x - space::XL - space::S;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(RichText::new("•").color(theme.accent));
        ui.vertical(|ui| {
            ui.set_width(text_width.max(80.0));
            ui.label(RichText::new(&reason.text).color(theme.ink));
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.add_space(0.0);
            ui.label(source);
        });
    });
}

/// Where every byte went: the parts add up to the total.
fn ledger_ui(
    ui: &mut Ui,
    ledger: &Ledger,
    local_by_hand: bool,
    theme: &Theme,
    commands: &mut Commands,
) {
    ui.label(
        RichText::new("Where every byte went")
            .font(fonts::strong(type_size::TITLE))
            .color(theme.ink),
    );
    let hint =
        "Select a row to see why it has its name, its country, its organisation and its data type.";
    ui.label(
        RichText::new(hint)
            .size(type_size::SMALL)
            .color(theme.ink_soft),
    );
    ui.add_space(space::S);
    let heads = ["Sent", "Received", "Flows"].map(str::to_owned);
    ledger_row_ui(ui, "", &heads, false, theme);
    for row in ledger.rows.iter().filter(|row| row.flows > 0) {
        let words = [
            amount::bytes(row.sent),
            amount::bytes(row.received),
            amount::count(row.flows),
        ];
        ledger_row_ui(ui, row.group.label(), &words, false, theme);
    }
    let words = [
        amount::bytes(ledger.sent),
        amount::bytes(ledger.received),
        amount::count(ledger.flows),
    ];
    ledger_row_ui(ui, "Together", &words, true, theme);
    let outside = ledger.not_ip_wire.saturating_add(ledger.unread_wire);
    if outside > 0 {
        ui.add_space(space::XS);
        let words = format!(
            "Beside the flows, on the wire: {} that are not IP, {} that could not be read",
            amount::bytes(ledger.not_ip_wire),
            amount::bytes(ledger.unread_wire)
        );
        ui.label(
            RichText::new(words)
                .size(type_size::SMALL)
                .color(theme.ink_soft),
        );
    }
    if local_by_hand {
        ui.add_space(space::S);
        super::action_button(ui, Action::ResetLocal, commands);
    }
}

/// Words on the left, three numbers in columns of their own on the right.
fn ledger_row_ui(ui: &mut Ui, title: &str, words: &[String; 3], strong: bool, theme: &Theme) {
    let (rect, response) =
        ui.allocate_exact_size(egui::vec2(ui.available_width(), 22.0), Sense::hover());
    let spoken = format!(
        "{title}: {} sent, {} received, {} flows",
        words[0], words[1], words[2]
    );
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Label,
            true,
            if title.is_empty() { "" } else { &spoken },
        )
    });
    let size = type_size::BODY - 1.0;
    let font = if strong {
        fonts::strong(size)
    } else {
        fonts::regular(size)
    };
    let ink = if title.is_empty() {
        theme.ink_soft
    } else {
        theme.ink
    };
    let painter = ui.painter();
    if strong {
        painter.hline(
            rect.x_range(),
            rect.top(),
            egui::Stroke::new(1.0, theme.line),
        );
    }
    let label_room = rect.width() - NUMBER_WIDTHS.iter().sum::<f32>();
    put_line(
        painter,
        rect.left_center(),
        Align2::LEFT_CENTER,
        title,
        font.clone(),
        ink,
        label_room,
    );
    let mut right = rect.right();
    for (word, width) in words.iter().zip(NUMBER_WIDTHS).rev() {
        let at = egui::pos2(right, rect.center().y);
        put_line(
            painter,
            at,
            Align2::RIGHT_CENTER,
            word,
            font.clone(),
            ink,
            width,
        );
        right -= width;
    }
}
