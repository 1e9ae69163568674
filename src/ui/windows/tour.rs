//! A tour of two minutes: small cards beside the things they speak of. It stands in nobody's way: everything can be used
//! meanwhile.

use eframe::egui::{self, Align2, Context, EventFilter, Key, Modifiers, Pos2, Rect, RichText, Ui};

use crate::draw::fonts;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::ui::command::{Command, Commands};
use crate::ui::panels::Spots;

/// Width of a card in points.
const WIDTH: f32 = 330.0;

/// What a card speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    Headline,
    Map,
    Lists,
    Why,
    Filter,
    Timeline,
    Export,
}

/// What is made ready for a card in the bundled sample; captures of the user's own stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// Nothing.
    AsItIs,
    /// The claim of the sample is chosen.
    Claim,
    /// A flow that contradicts it is selected.
    Contradicted,
}

/// One card.
struct Card {
    title: &'static str,
    words: &'static str,
    spot: Spot,
    ready: Ready,
}

/// The cards, in order.
const CARDS: [Card; 8] = [
    Card {
        title: "What was sent where",
        words: "The sentence on top is true of what is shown now: how much the captured side sent, to how many countries, and how much of it cannot be placed.",
        spot: Spot::Headline,
        ready: Ready::AsItIs,
    },
    Card {
        title: "The first network hop",
        words: "Countries are shaded by bytes sent. A country is where the first network hop is placed, not where data is stored. Hatching says that the place is doubtful. A click shows only these flows.",
        spot: Spot::Map,
        ready: Ready::AsItIs,
    },
    Card {
        title: "Cannot tell is an answer",
        words: "What cannot be placed or classified has its own row, printed as large as the rest. The rows add up to the bytes in the capture.",
        spot: Spot::Lists,
        ready: Ready::AsItIs,
    },
    Card {
        title: "A promise is checked",
        words: "A claim is a promise, written down as rules. Each flow is consistent with it, contradicts it, cannot be told or is not covered. In the sample one promise is contradicted: a click on that sentence opens the sheet.",
        spot: Spot::Headline,
        ready: Ready::Claim,
    },
    Card {
        title: "Why?",
        words: "Every label has its reasons: what was seen, in which frame, by which rule or table of which date. A data type is presumed, never known. In the sample a flow that contradicts is selected.",
        spot: Spot::Why,
        ready: Ready::Contradicted,
    },
    Card {
        title: "Narrow the question",
        words: "Clicks on map and lists write into this box, and so can you: country:SG -proto:dns. The ? key shows the whole language, Ctrl+Z goes back to the view before.",
        spot: Spot::Filter,
        ready: Ready::AsItIs,
    },
    Card {
        title: "When",
        words: "Drag to select a span, and every number follows. Marks say what you did and when, so that the time between two of them can be looked at alone.",
        spot: Spot::Timeline,
        ready: Ready::AsItIs,
    },
    Card {
        title: "Take it with you",
        words: "A picture, a table, or a report that anybody can make again from the same capture. Local addresses and personal values stand under pseudonyms, here and there; Ctrl+H shows them here.",
        spot: Spot::Export,
        ready: Ready::AsItIs,
    },
];

/// Which card is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    card: usize,
    /// The card whose button has had the focus.
    focused: Option<usize>,
    /// The card for which everything has been made ready.
    ready: Option<usize>,
}

impl Tour {
    /// What its card needs is there.
    pub fn is_ready(&mut self) {
        self.ready = Some(self.card);
    }
}

/// Where a button or a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    On,
    Back,
    End,
}

/// The card, while the tour lasts and there is something to speak of.
pub fn tour_window(
    ctx: &Context,
    tour: &mut Option<Tour>,
    spots: &Spots,
    theme: &Theme,
    commands: &mut Commands,
) {
    let Some(state) = tour else { return };
    let Some(card) = CARDS.get(state.card) else {
        *tour = None;
        return;
    };
    let is_new = state.focused != Some(state.card);
    if state.ready != Some(state.card) {
        commands.push(Command::MakeReady(card.ready));
    }
    let (thing, at, pivot) = place(card.spot, spots);
    let painter = ctx.layer_painter(egui::LayerId::new(
        egui::Order::Foreground,
        egui::Id::unique("tour frame"),
    ));
    let edge = egui::Stroke::new(2.0, theme.accent);
    let kind = egui::StrokeKind::Inside;
    painter.rect_stroke(thing.expand(4.0), f32::from(CORNER), edge, kind);
    let shown = egui::Area::new(egui::Id::unique("tour"))
        .order(egui::Order::Foreground)
        .pivot(pivot)
        .fixed_pos(at)
        .constrain(true)
        .accessible_name("Tour")
        .show(ctx, |ui| card_ui(ui, card, state.card, is_new, theme));
    state.focused = Some(state.card);
    match shown.inner {
        Some(Way::On) => state.card += 1,
        Some(Way::Back) => state.card = state.card.saturating_sub(1),
        Some(Way::End) => *tour = None,
        None => {}
    }
    if shown.inner.is_some() {
        ctx.request_repaint();
    }
}

/// The thing, and beside it the corner at which the card is held.
fn place(spot: Spot, spots: &Spots) -> (Rect, Pos2, Align2) {
    let gap = space::S;
    let beside = |rect: Rect, at: Pos2, x: f32, y: f32, pivot| (rect, at + egui::vec2(x, y), pivot);
    match spot {
        Spot::Headline => {
            let rect = spots.headline;
            beside(rect, rect.left_bottom(), space::L, gap, Align2::LEFT_TOP)
        }
        Spot::Map => {
            let rect = spots.map;
            beside(rect, rect.left_center(), space::L, 0.0, Align2::LEFT_CENTER)
        }
        Spot::Lists => {
            let rect = spots.lists;
            beside(rect, rect.left_top(), -gap, gap, Align2::RIGHT_TOP)
        }
        Spot::Why => {
            let rect = spots.why;
            beside(rect, rect.left_top(), -gap, gap, Align2::RIGHT_TOP)
        }
        Spot::Filter => {
            let rect = spots.filter;
            beside(
                rect,
                rect.left_bottom(),
                0.0,
                gap + space::S,
                Align2::LEFT_TOP,
            )
        }
        Spot::Timeline => {
            let rect = spots.timeline;
            beside(rect, rect.center_top(), 0.0, -gap, Align2::CENTER_BOTTOM)
        }
        Spot::Export => {
            let rect = spots.export;
            beside(
                rect,
                rect.right_bottom(),
                0.0,
                gap + space::S,
                Align2::RIGHT_TOP,
            )
        }
    }
}

fn card_ui(ui: &mut Ui, card: &Card, at: usize, is_new: bool, theme: &Theme) -> Option<Way> {
    let frame = egui::Frame::new()
        .fill(theme.card)
        .stroke(egui::Stroke::new(1.0, theme.accent))
        .corner_radius(f32::from(CORNER))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(space::L);
    let shown = frame.show(ui, |ui| {
        ui.set_width(WIDTH);
        let title = RichText::new(card.title).font(fonts::strong(type_size::TITLE));
        ui.label(title.color(theme.ink));
        ui.add_space(space::XS);
        let words = ui.label(RichText::new(card.words).color(theme.ink));
        // Read out as soon as it changes, wherever the focus is.
        ui.ctx().accesskit_node_builder(words.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
        ui.add_space(space::S);
        buttons_ui(ui, at, is_new, theme)
    });
    shown.inner
}

/// Next has the focus: Enter goes on, arrows lead forth and back.
fn buttons_ui(ui: &mut Ui, at: usize, is_new: bool, theme: &Theme) -> Option<Way> {
    let mut way = None;
    ui.horizontal(|ui| {
        let is_last = at + 1 == CARDS.len();
        let words = if is_last { "Done" } else { "Next" };
        let face = RichText::new(words).color(theme.on_accent);
        let next = ui.add(egui::Button::new(face).fill(theme.accent));
        let back = ui.add_enabled(at > 0, egui::Button::new("Back"));
        let end = ui.button("End tour");
        let count = format!("{} of {}", at + 1, CARDS.len());
        ui.label(
            RichText::new(count)
                .size(type_size::SMALL)
                .color(theme.ink_soft),
        );
        if is_new {
            next.request_focus();
        }
        for (button, leads) in [(&next, Way::On), (&back, Way::Back), (&end, Way::End)] {
            if button.clicked() {
                way = Some(leads);
            }
        }
        let has_focus = [&next, &back, &end].iter().any(|one| one.has_focus());
        if has_focus {
            way = way.or(arrows(ui, &[next.id, back.id, end.id]));
        }
    });
    way
}

/// Arrows, while one of the card's buttons has the focus.
fn arrows(ui: &Ui, buttons: &[egui::Id]) -> Option<Way> {
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    for id in buttons {
        ui.memory_mut(|memory| memory.set_focus_lock_filter(*id, filter));
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    match (pressed(Key::ArrowRight), pressed(Key::ArrowLeft)) {
        (true, _) => Some(Way::On),
        (false, true) => Some(Way::Back),
        (false, false) => None,
    }
}
