//! Undo and redo: what of the program's state is the view, and how it is put back.

use super::ChosenClaim;
use super::stated::Wanted;
use crate::draw::map::Camera;
use crate::ui::app::App;
use crate::ui::command::Situation;
use crate::ui::history::Viewed;
use crate::ui::panels::filter::field_id;
use crate::ui::preferences::Columns;
use crate::view::held::Held;
use crate::view::query::Query;

/// Everything that decides what is shown and how. The selected row is no step of its own, but comes back with one.
#[derive(Clone)]
pub struct ViewState {
    query: Query,
    columns: Columns,
    camera: Camera,
    claim: Option<ChosenClaim>,
}

/// What its file says.
fn text_of(claim: Option<&ChosenClaim>) -> Option<&str> {
    claim.map(|one| one.text.as_str())
}

impl Viewed for ViewState {
    fn changes(&self, other: &Self) -> u32 {
        let (a, b) = (&self.query, &other.query);
        let kinds = [
            a.filter != b.filter,
            (a.span, a.stretch) != (b.span, b.stretch),
            self.camera != other.camera,
            self.columns != other.columns,
            (a.sort, &a.then, a.group) != (b.sort, &b.then, b.group),
            (a.metric, a.colouring, a.map_by, a.held) != (b.metric, b.colouring, b.map_by, b.held),
            a.place != b.place,
            text_of(self.claim.as_ref()) != text_of(other.claim.as_ref()),
        ];
        let bits = kinds.into_iter().zip(0_u32..);
        bits.fold(0, |all, (differs, bit)| all | u32::from(differs) << bit)
    }

    /// Typing, dragging a span, moving the map, widening a column.
    const GOES_ON: u32 = 0b1111;
}

impl App {
    /// Where the map looks.
    pub fn camera(&self) -> Camera {
        self.look.map.camera()
    }

    /// What decides which commands make sense at the moment.
    pub(in crate::ui) fn situation(&self) -> Situation {
        Situation {
            shown: self.screen.is_some(),
            reading: self.session.is_loading(),
            filtered: !self.query.filter.is_empty() || self.query.span.is_some(),
            selected: self.query.selected.is_some(),
            local_by_hand: !self.reading.local.is_empty(),
            judged: self.reading.claim.is_some(),
            several: self.session.inputs().len() > 1,
            can_undo: self.history.has_past(),
            can_redo: self.history.has_future(),
            held: self.query.held.is_some(),
        }
    }

    /// Shows the selected span alone on the timeline, else the middle half of what it shows.
    pub(in crate::ui) fn timeline_nearer(&mut self) {
        let Some(all) = self.screen.as_ref().and_then(|screen| screen.timeline.all) else {
            return;
        };
        self.query.stretch = match self.query.span {
            Some(span) => span.zoomed(all, span.from, 1_000),
            None => {
                let shown = self.query.stretch.unwrap_or(all);
                shown.zoomed(all, shown.middle(), 500)
            }
        };
    }

    /// Keeps the scale of what is shown, or lets it go.
    pub(in crate::ui) fn hold_scale(&mut self) {
        let shown = self.screen.as_ref().filter(|_| self.query.held.is_none());
        self.query.held = shown.and_then(|screen| {
            let (sent, received) = screen.timeline.highest();
            let highest = sent.max(received);
            Held::over(screen.query.metric, screen.map.largest, highest)
        });
        self.say(match self.query.held {
            Some(held) => format!("Held: {}", held.words()),
            None => "The scale goes by what is shown".to_owned(),
        });
    }

    fn view_state(&self) -> ViewState {
        ViewState {
            query: self.query.clone(),
            columns: self.preferences.columns.clone(),
            camera: self.look.map.camera(),
            claim: self.claim.clone(),
        }
    }

    /// Takes in what this frame has changed. While something is tagged again the view is between two states.
    pub(in crate::ui) fn note_view(&mut self) {
        if self.screen.is_none() || self.restating.is_some() {
            return;
        }
        if let Some(state) = self.coming_back.take() {
            self.show_again(&state);
        }
        let (seconds, held) = self
            .context
            .input(|input| (input.time, input.pointer.any_down()));
        let typing = self.context.memory(|memory| memory.has_focus(field_id()));
        let state = self.view_state();
        // A filter that was clicked is a step of its own, however soon the next click follows.
        let seconds = if typing || held {
            seconds
        } else {
            seconds * 1e6
        };
        self.history.note(&state, seconds, held);
    }

    /// Back to the view before.
    pub(in crate::ui) fn undo(&mut self) {
        let before = self.history.undo();
        self.put_back(before);
    }

    /// Forth to the view that was undone.
    pub(in crate::ui) fn redo(&mut self) {
        let after = self.history.redo();
        self.put_back(after);
    }

    fn put_back(&mut self, state: Option<ViewState>) {
        let Some(state) = state else { return };
        let other_claim = text_of(state.claim.as_ref()) != text_of(self.claim.as_ref());
        self.show_again(&state);
        if other_claim {
            let said = match &state.claim {
                Some(_) => "The claim of before is back",
                None => "No claim is chosen: nothing is judged",
            };
            let stated = self.stated_with(state.claim.as_ref().map(|chosen| &chosen.claim));
            self.restate(Wanted {
                stated,
                claim: state.claim.clone(),
                said: said.to_owned(),
                files: Vec::new(),
            });
            // Taking a claim in changes filter and colours; they are put back once it is there.
            self.coming_back = Some(state);
        }
    }

    fn show_again(&mut self, state: &ViewState) {
        if self.query.place != state.query.place {
            self.preferences.set_place(state.query.place);
            self.set_capture_place(state.query.place);
        }
        self.query = state.query.clone();
        self.settle_personal();
        self.preferences.columns = state.columns.clone();
        self.look.map.look_from(state.camera);
    }
}
