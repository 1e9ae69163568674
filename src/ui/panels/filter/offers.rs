//! What can be typed next, below the filter: chosen with keys while the cursor stays in the box, or with the pointer.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::{self, Align2, Key, LayerId, Rect, Role, Sense, Ui, WidgetInfo};

use crate::draw::fonts;
use crate::draw::text::put_line;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::ui::preferences::Preferences;
use crate::view::filter::complete::{Completion, MAX_OFFERS, Offer, complete};
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// Height of an offer in points.
const ROW_HEIGHT: f32 = 24.0;

/// Narrowest list in points: keys, meanings and numbers side by side.
const LEAST_WIDTH: f32 = 480.0;

/// Widest list in points.
const MAX_WIDTH: f32 = 640.0;

/// What the list offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Source {
    /// What fits what is typed.
    #[default]
    Typed,
    /// The same, and all keys where nothing is typed yet.
    Asked,
    /// Filters of before.
    Past,
}

/// The list below the box.
#[derive(Default)]
pub struct Offers {
    completion: Completion,
    source: Source,
    /// Position of the chosen offer; none at first, so that Enter takes nothing that was not chosen.
    chosen: Option<usize>,
    /// Closed until something is typed.
    put_away: bool,
    open: bool,
    layer: Option<LayerId>,
    /// The screen of before the word that is being typed: what is half typed narrows its own offers away.
    before: Option<Arc<Screen>>,
    /// What the offers were worked out for.
    known: Option<(String, usize, Source, Arc<Screen>)>,
}

/// An offer that was taken.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Bytes of the text that it replaces.
    pub replaces: Range<usize>,
    /// Its text.
    pub insert: String,
}

/// Keys that the list took before the box could see them.
#[derive(Default)]
pub struct ListKeys {
    moved: isize,
    accepts: bool,
}

impl Offers {
    /// Whether the list was shown in the last frame.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Takes the keys that are for the list; opens it where a key asks for that.
    pub fn take_keys(&mut self, ui: &Ui, focused: bool, empty: bool) -> ListKeys {
        let mut keys = ListKeys::default();
        if !focused {
            return keys;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        if !self.open {
            let source = match (empty, pressed(Key::ArrowUp), pressed(Key::ArrowDown)) {
                (true, true, _) => Source::Past,
                (_, _, true) => Source::Asked,
                _ => return keys,
            };
            (self.source, self.put_away, self.chosen) = (source, false, None);
            if source == Source::Past {
                keys.moved = 1;
            }
            return keys;
        }
        keys.moved = isize::from(pressed(Key::ArrowDown)) - isize::from(pressed(Key::ArrowUp));
        keys.accepts = pressed(Key::Tab) || (self.chosen.is_some() && pressed(Key::Enter));
        if pressed(Key::Escape) {
            self.put_away = true;
        }
        keys
    }

    /// Something was typed: what was put away may come again.
    pub fn typed(&mut self) {
        (self.source, self.put_away, self.chosen) = (Source::Typed, false, None);
    }

    /// Works the offers out again where text, cursor or lists have changed.
    pub fn renew(
        &mut self,
        text: &str,
        cursor: usize,
        focused: bool,
        screen: &Arc<Screen>,
        kept: &Preferences,
    ) {
        let before_cursor = text.get(..cursor).unwrap_or(text);
        let between_words = before_cursor
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        let other = |before: &Arc<Screen>| !Arc::ptr_eq(&before.analysis, &screen.analysis);
        if !focused || between_words || self.before.as_ref().is_none_or(other) {
            self.before = Some(Arc::clone(screen));
        }
        let Some(screen) = self.before.clone().filter(|_| focused) else {
            return;
        };
        let same = self
            .known
            .as_ref()
            .is_some_and(|(known, at, source, shown)| {
                known == text
                    && *at == cursor
                    && *source == self.source
                    && Arc::ptr_eq(shown, &screen)
            });
        if same {
            return;
        }
        self.completion = match self.source {
            Source::Past => past(text, kept, &screen.redaction),
            source => {
                let asked = source == Source::Asked;
                complete(text, cursor, &screen.facets, &screen.analysis, asked)
            }
        };
        self.known = Some((text.to_owned(), cursor, self.source, screen));
    }

    /// Moves the choice; gives back what was taken.
    pub fn take(&mut self, keys: &ListKeys) -> Option<Accepted> {
        let last = self.completion.offers.len().checked_sub(1)?;
        let chosen = self.chosen.filter(|at| *at <= last);
        self.chosen = match (chosen, keys.moved) {
            (None, 1..) => Some(0),
            (None, ..0) => Some(last),
            (Some(at), 1..) => (at < last).then_some(at + 1),
            (Some(at), ..0) => at.checked_sub(1),
            (chosen, 0) => chosen,
        };
        match keys.accepts {
            true => self.accept(self.chosen.unwrap_or(0)),
            false => None,
        }
    }

    fn accept(&mut self, at: usize) -> Option<Accepted> {
        let offer = self.completion.offers.get(at)?;
        let goes_on = offer.insert.ends_with([':', '>']);
        let accepted = Accepted {
            replaces: self.completion.replaces.clone(),
            insert: offer.insert.clone(),
        };
        self.typed();
        self.put_away = !goes_on;
        Some(accepted)
    }

    /// A press on the list takes the focus from the box; the list stays until the button is let go.
    pub fn is_under_pointer(&self, ui: &Ui) -> bool {
        let ctx = ui.ctx();
        let at = ctx.pointer_interact_pos();
        let under = at.and_then(|at| ctx.layer_id_at(at));
        self.open && under.is_some() && under == self.layer
    }

    /// The list, with what is wrong with the text below it. Gives back the offer that was clicked.
    pub fn list_ui(
        &mut self,
        field: &egui::Response,
        below: Rect,
        focused: bool,
        error: Option<String>,
        theme: &Theme,
    ) -> Option<Accepted> {
        self.open = focused && !self.put_away && !self.completion.offers.is_empty();
        if !self.open {
            self.layer = None;
            return None;
        }
        let width = below.width().clamp(LEAST_WIDTH, MAX_WIDTH);
        let popup = egui::Popup::from_response(field)
            .id(field.id.with("offers"))
            .anchor(below)
            .open(true)
            .close_behavior(egui::PopupCloseBehavior::IgnoreClicks)
            .gap(space::XS)
            .accessible_name("What can be typed");
        let shown = popup.show(|ui| {
            ui.set_width(width.min(ui.ctx().content_rect().width() - space::XXL));
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut clicked = None;
            for (at, offer) in self.completion.offers.iter().enumerate() {
                if offer_ui(ui, offer, self.chosen == Some(at), theme).clicked() {
                    clicked = Some(at);
                }
            }
            if let Some(words) = &error {
                ui.add_space(space::XS);
                // Not yet an error: it is still being typed.
                let words = egui::RichText::new(words).size(type_size::SMALL);
                ui.label(words.color(theme.ink_soft));
            }
            clicked
        });
        let shown = shown?;
        self.layer = Some(shown.response.layer_id);
        self.accept(shown.inner?)
    }
}

/// Saved filters, then past ones, newest first.
fn past(text: &str, kept: &Preferences, redaction: &Redaction) -> Completion {
    let saved = kept.filters.saved.iter().map(|saved| Offer {
        insert: redaction.filter(&saved.filter),
        meaning: saved.name.clone(),
        counts: "saved".to_owned(),
    });
    let past = kept.filters.past.iter().map(|filter| Offer {
        insert: redaction.filter(filter),
        meaning: String::new(),
        counts: "before".to_owned(),
    });
    Completion {
        replaces: 0..text.len(),
        offers: past.chain(saved).take(MAX_OFFERS).collect(),
    }
}

/// What is inserted, what it means, how much it is.
fn offer_ui(ui: &mut Ui, offer: &Offer, chosen: bool, theme: &Theme) -> egui::Response {
    let size = egui::vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let told = [&offer.insert, &offer.meaning, &offer.counts];
    let told: Vec<&str> = told
        .into_iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let spoken = told.join(", ");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &spoken));
    if chosen || response.hovered() {
        let ground = if chosen {
            theme.accent_soft
        } else {
            theme.selection
        };
        ui.painter().rect_filled(rect, f32::from(CORNER), ground);
    }
    let room = rect.shrink2(egui::vec2(space::S, 0.0));
    let mono = egui::TextStyle::Monospace.resolve(ui.style());
    let small = fonts::regular(type_size::SMALL);
    let half = room.width() * if offer.meaning.is_empty() { 0.8 } else { 0.42 };
    let (painter, left) = (ui.painter(), room.left_center());
    let insert = put_line(
        painter,
        left,
        Align2::LEFT_CENTER,
        &offer.insert,
        mono,
        theme.ink,
        half,
    );
    let counts = room.width() * 0.3;
    let counts = put_line(
        painter,
        room.right_center(),
        Align2::RIGHT_CENTER,
        &offer.counts,
        small.clone(),
        theme.ink_soft,
        counts,
    );
    let from = insert.right().max(room.left() + 130.0) + space::M;
    let middle = egui::pos2(from, room.center().y);
    let left_over = (counts.left() - from - space::S).max(0.0);
    put_line(
        painter,
        middle,
        Align2::LEFT_CENTER,
        &offer.meaning,
        small,
        theme.ink_soft,
        left_over,
    );
    response
}
