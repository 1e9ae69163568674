//! The sheet of the claim: each promise with its verdicts, the flows that matter most, and why. A click leads to flows.

mod promise;

use std::sync::Arc;

use eframe::egui::{Context, RichText, ScrollArea, Ui};

use self::promise::{mark_ui, promise_ui};
use super::dialog;
use crate::analysis::judged::Judged;
use crate::analysis::model::Analysis;
use crate::claim::model::Claim;
use crate::claim::sentence::{dates, limits};
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::app::{App, Pace, later};
use crate::ui::command::{Action, Commands};
use crate::ui::made_of::MadeOf;
use crate::ui::panels::action_button;
use crate::view::amount::{bytes, counted};
use crate::view::claim_sheet::{Bar, ClaimSheet};
use crate::view::place::sentence_case;
use crate::view::plain_text::plain_prose;

/// Widest window in points.
const MAX_WIDTH: f32 = 860.0;

/// The window's state.
#[derive(Default)]
pub struct SheetWindow {
    making: MadeOf<ClaimSheet>,
    sheet: Option<Arc<ClaimSheet>>,
}

impl SheetWindow {
    /// Makes the sheet again where the captures were read further or judged again.
    fn keep_up(&mut self, analysis: &Arc<Analysis>, ctx: &Context, pace: Pace) {
        let made = self.making.renew(analysis, |of| {
            later(ctx, pace, move || {
                let judged = of.judged.as_ref();
                let sheet = judged.map(|judged| ClaimSheet::new(&of, judged));
                sheet.map(Arc::new).ok_or_else(String::new)
            })
        });
        if let Some(made) = made {
            self.sheet = made.ok();
        }
    }
}

/// The window, while it is open. What leads to flows closes it, because it stands before them.
pub fn sheet_window(app: &mut App, ctx: &Context, theme: &Theme, commands: &mut Commands) {
    let pace = app.pace;
    let redaction = app.redaction();
    let Some(state) = &mut app.windows.sheet else {
        return;
    };
    let analysis = app.session.analysis().cloned();
    let Some(analysis) = analysis.filter(|analysis| analysis.judged.is_some()) else {
        app.windows.sheet = None;
        return;
    };
    state.keep_up(&analysis, ctx, pace);
    let sheet = state.sheet.as_ref().map(|sheet| sheet.hidden(&redaction));
    let width = (ctx.content_rect().width() - 2.0 * space::XXL).min(MAX_WIDTH);
    let (stays, left) = dialog(ctx, "Claim sheet", width, |ui| {
        match (&sheet, &analysis.judged) {
            (Some(sheet), Some(judged)) => sheet_ui(ui, judged, sheet, theme, commands),
            _ => {
                ui.label("Being put together…");
                false
            }
        }
    });
    if !stays || left == Some(true) {
        app.windows.sheet = None;
    }
}

/// Returns whether flows are to be shown.
fn sheet_ui(
    ui: &mut Ui,
    judged: &Judged,
    sheet: &ClaimSheet,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    let claim = &judged.claim;
    about_ui(ui, claim, theme);
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        for action in [Action::ExportSheet, Action::EditClaim] {
            action_button(ui, action, commands);
        }
    });
    ui.add_space(space::S);
    let height = (ui.ctx().content_rect().height() - 270.0).max(160.0);
    let scroll = ScrollArea::vertical()
        .min_scrolled_height(height)
        .max_height(height);
    let scrolled = scroll.auto_shrink([false, true]).show(ui, |ui| {
        let strong = fonts::strong(type_size::TITLE);
        let result = plain_prose(&format!("{}.", sentence_case(&sheet.headline)));
        ui.label(RichText::new(result).font(strong).color(theme.ink));
        ui.add_space(space::XS);
        totals_ui(ui, &sheet.totals, theme);
        open_points_ui(ui, claim, sheet, theme);
        let mut left = false;
        for promise in &sheet.promises {
            ui.add_space(space::M);
            ui.separator();
            left |= promise_ui(ui, claim, promise, theme, commands);
        }
        ui.add_space(space::M);
        ui.separator();
        for limit in limits(claim) {
            small_ui(ui, &limit, theme);
        }
        left
    });
    scrolled.inner
}

fn small_ui(ui: &mut Ui, words: &str, theme: &Theme) {
    let words = RichText::new(plain_prose(words)).size(type_size::SMALL);
    ui.label(words.color(theme.ink_soft));
}

fn about_ui(ui: &mut Ui, claim: &Claim, theme: &Theme) {
    let title = RichText::new(plain_prose(&claim.title)).font(fonts::strong(type_size::TITLE));
    ui.label(title.color(theme.ink));
    if let Some(quote) = &claim.quote {
        let quote = RichText::new(plain_prose(&format!("“{quote}”"))).italics();
        ui.label(quote.color(theme.ink));
    }
    let about = format!(
        "{} · stated {} · holds {} · about {} of data of {}",
        claim.source,
        claim.stated,
        dates(claim),
        claim.asserts.token(),
        claim.subject.name
    );
    small_ui(ui, &about, theme);
}

/// The four verdicts beside each other, all equally large.
fn totals_ui(ui: &mut Ui, totals: &Bar, theme: &Theme) {
    ui.columns(totals.len(), |columns| {
        for (ui, (word, amount)) in columns.iter_mut().zip(totals) {
            ui.horizontal(|ui| {
                mark_ui(ui, *word, theme);
                ui.label(sentence_case(word.label()));
            });
            let sent = RichText::new(format!("{} sent", bytes(amount.sent)));
            ui.label(sent.font(fonts::strong(type_size::TITLE)).color(theme.ink));
            let flows = counted(amount.flows, "flow", "flows");
            let more = format!("{flows}, {} received", bytes(amount.received));
            small_ui(ui, &more, theme);
        }
    });
}

/// What keeps most bytes from being assessed, and what cannot be tied to the subject.
fn open_points_ui(ui: &mut Ui, claim: &Claim, sheet: &ClaimSheet, theme: &Theme) {
    ui.add_space(space::XS);
    for (because, amount, decider) in &sheet.doubts {
        let because = because.label();
        let flows = counted(amount.flows, "flow", "flows");
        let words = format!(
            "Cannot tell: {because} ({flows}, {} sent). Would decide: {decider}.",
            bytes(amount.sent)
        );
        ui.label(RichText::new(words).color(theme.doubt));
    }
    if sheet.hidden.flows > 0 {
        let flows = counted(sheet.hidden.flows, "flow", "flows");
        let words = format!(
            "Not tied to {}: {flows} in tunnels or without a name, {} sent; what they carry is not part of this result.",
            claim.subject.name,
            bytes(sheet.hidden.sent)
        );
        ui.label(RichText::new(plain_prose(&words)).color(theme.doubt));
    }
}
