//! The dialog in which a data type is set by hand: which, for what, and why.

use eframe::egui::{self, ComboBox, Context, RichText};

use super::dialog;
use crate::analysis::model::Analysis;
use crate::draw::theme::{Theme, space};
use crate::flow::model::FlowId;
use crate::reference::data_type::DataType;
use crate::tag::by_hand::{About, ByHand, Entry, FlowRef};
use crate::ui::command::{Command, Commands};
use crate::view::place::sentence_case;
use crate::view::screen::Screen;

/// Words for what is not classified.
const NOT_CLASSIFIED: &str = "Not classified";

/// The dialog's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByHandDialog {
    choices: Vec<About>,
    /// The choices in words, as they may be seen.
    words: Vec<String>,
    set: Vec<Option<Entry>>,
    chosen: usize,
    data_type: Option<DataType>,
    note: String,
}

impl ByHandDialog {
    /// For a flow, its host, its domain and its owner, as far as they are known; `None` where there is no such flow.
    pub fn new(screen: &Screen, id: FlowId, by_hand: &ByHand) -> Option<Self> {
        let analysis = &screen.analysis;
        let choices = choices_for(analysis, id)?;
        let words = choices
            .iter()
            .map(|about| sentence_case(&screen.redaction.text(&about.to_string())))
            .collect();
        let set: Vec<Option<Entry>> = choices
            .iter()
            .map(|about| by_hand.about(about).cloned())
            .collect();
        let tags = analysis.tags.get(id.0 as usize)?;
        let mut dialog = Self {
            chosen: set.iter().position(Option::is_some).unwrap_or(0),
            choices,
            words,
            set,
            data_type: tags.data.first,
            note: String::new(),
        };
        dialog.take_what_is_set();
        Some(dialog)
    }

    fn take_what_is_set(&mut self) {
        if let Some(Some(entry)) = self.set.get(self.chosen) {
            self.data_type = entry.data_type;
            self.note.clone_from(&entry.note);
        }
    }
}

/// The narrowest first.
fn choices_for(analysis: &Analysis, id: FlowId) -> Option<Vec<About>> {
    let flow = analysis.flows.get(id.0 as usize)?;
    let tags = analysis.tags.get(id.0 as usize)?;
    let capture = analysis.capture(flow.capture)?;
    let tables = &analysis.tables;
    let name = tables.name_of(tags);
    let mut choices = vec![About::Flow(FlowRef {
        capture: capture.name.clone(),
        sha256: capture.sha256.clone(),
        transport: flow.transport.token(),
        client: flow.client,
        server: flow.server,
        start: flow.start,
    })];
    choices.extend(name.map(|name| About::Host(name.value.to_string())));
    let domain = tables.domain_of(tags).map(str::to_owned);
    choices.extend(domain.map(About::Domain));
    let owner = tables.owner_of(tags).map(|(owner, _)| owner.to_owned());
    choices.extend(owner.map(About::Owner));
    Some(choices)
}

/// The window, while it is open.
pub fn by_hand_window(
    ctx: &Context,
    open: &mut Option<ByHandDialog>,
    theme: &Theme,
    commands: &mut Commands,
) {
    let Some(state) = open else { return };
    let (stays, done) = dialog(ctx, "Set a data type", 460.0, |ui| {
        dialog_ui(ui, state, theme, commands)
    });
    if !stays || done == Some(true) {
        *open = None;
    }
}

fn dialog_ui(
    ui: &mut egui::Ui,
    state: &mut ByHandDialog,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    let words = "It counts instead of what is presumed, is marked as yours everywhere, and is saved beside the capture.";
    ui.label(RichText::new(words).color(theme.ink_soft));
    ui.add_space(space::S);
    ui.scope(|ui| about_ui(ui, state, theme));
    ui.add_space(space::S);
    type_ui(ui, state);
    ui.add_space(space::S);
    let edit = egui::TextEdit::singleline(&mut state.note)
        .hint_text("Why: what you know and from where")
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Note"));
    ui.add_space(space::S);
    ui.horizontal(|ui| buttons_ui(ui, state, commands)).inner
}

fn about_ui(ui: &mut egui::Ui, state: &mut ByHandDialog, theme: &Theme) {
    // The ring of what is not chosen is the only thing that shows that it could be.
    ui.visuals_mut().widgets.inactive.bg_stroke = egui::Stroke::new(1.0, theme.ink_soft);
    let before = state.chosen;
    for (at, words) in state.words.iter().enumerate() {
        ui.radio_value(&mut state.chosen, at, words);
    }
    if state.chosen != before {
        state.take_what_is_set();
    }
}

fn type_ui(ui: &mut egui::Ui, state: &mut ByHandDialog) {
    let label = |one: Option<DataType>| one.map_or(NOT_CLASSIFIED, DataType::label);
    ui.horizontal(|ui| {
        let words = ui.label("Data type");
        let list = ComboBox::from_id_salt("data type to set")
            .selected_text(label(state.data_type))
            .width(240.0)
            .show_ui(ui, |ui| {
                let all = DataType::ALL.into_iter().map(Some).chain([None]);
                for one in all {
                    ui.selectable_value(&mut state.data_type, one, label(one));
                }
            });
        list.response.labelled_by(words.id);
    });
}

fn buttons_ui(ui: &mut egui::Ui, state: &ByHandDialog, commands: &mut Commands) -> bool {
    let Some(about) = state.choices.get(state.chosen) else {
        return true;
    };
    let is_set = state.set.get(state.chosen).is_some_and(Option::is_some);
    let mut done = false;
    if ui.button("Save").clicked() {
        commands.push(Command::SetByHand(Entry {
            about: about.clone(),
            data_type: state.data_type,
            note: state.note.trim().to_owned(),
        }));
        done = true;
    }
    let remove = ui.add_enabled(is_set, egui::Button::new("Remove"));
    if remove.clicked() {
        commands.push(Command::RemoveByHand(about.clone()));
        done = true;
    }
    done | ui.button("Cancel").clicked()
}
