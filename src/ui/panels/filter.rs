//! The filter box: what is typed, how many flows it keeps, and where it could not be understood.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, Color32, Galley, TextBuffer, Ui};

use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::view::amount::count;
use crate::view::query::FilterView;

/// Height of the box in points.
const HEIGHT: f32 = 30.0;

/// What can be typed, shown while the box is empty and under the pointer.
const EXAMPLES: &str = "country:SG    placed in Singapore, or disputed with it\n\
country:anycast    one address, many places; also grade:firm, grade:probable\n\
host:example.com    name of the destination\n\
org:\"Example Ltd\"    organisation of the network\n\
proto:quic    protocol, at any layer\n\
app:clip    app that the capture names\n\
type:location    what is presumably sent; also type:identity, type:none, grade:strong\n\
owner:acme    who operates the domain\n\
tunnel:any    tunnels, such as WireGuard\n\
sent>10kB    received<1MB    sizes\n\
-country:US    everything else\n\
upload    the word anywhere";

/// The box. It fills the room that is left.
pub fn filter_ui(ui: &mut Ui, typed: &mut String, view: &FilterView, focus: bool, theme: &Theme) {
    let counted = counted(view);
    let edge = match (&view.error, typed.is_empty()) {
        (Some(_), _) => theme.problem,
        (None, false) => theme.accent,
        (None, true) => theme.line,
    };
    let size = egui::vec2(ui.available_width(), HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let edge = egui::Stroke::new(1.0, edge);
    ui.painter()
        .rect(rect, CORNER, theme.card, edge, egui::StrokeKind::Inside);
    let inside = egui::UiBuilder::new()
        .max_rect(rect.shrink2(egui::vec2(space::S, 1.0)))
        .layout(egui::Layout::right_to_left(egui::Align::Center));
    let response = ui.scope_builder(inside, |ui| {
        if !typed.is_empty() {
            clear_ui(ui, typed);
        }
        let words = egui::RichText::new(&counted)
            .size(type_size::SMALL)
            .color(theme.ink_soft);
        ui.add(egui::Label::new(words).selectable(false));
        edit_ui(ui, typed, view, focus, theme)
    });
    let response = response.inner;
    if let Some(error) = &view.error {
        error_ui(&response, typed, &error.at, &error.expected, theme);
    } else if !response.has_focus() {
        response.on_hover_text(EXAMPLES);
    }
}

/// `38 of 1,204 flows`; without a filter only `1,204 flows`.
fn counted(view: &FilterView) -> String {
    let flows = if view.total == 1 { "flow" } else { "flows" };
    if view.kept == view.total {
        format!("{} {flows}", count(view.total))
    } else {
        format!("{} of {} {flows}", count(view.kept), count(view.total))
    }
}

fn clear_ui(ui: &mut Ui, typed: &mut String) {
    let clear = ui
        .add(egui::Button::new("×").frame(false))
        .on_hover_text("Clear filter (Esc)");
    clear.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Clear filter"));
    if clear.clicked() {
        typed.clear();
    }
}

fn edit_ui(
    ui: &mut Ui,
    typed: &mut String,
    view: &FilterView,
    focus: bool,
    theme: &Theme,
) -> egui::Response {
    let marked = view.error.as_ref().map(|error| error.at.clone());
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _wrap: f32| {
        marked_text(ui, text.as_str(), marked.as_ref(), theme)
    };
    let edit = egui::TextEdit::singleline(typed)
        .id(egui::Id::unique("filter"))
        .hint_text("Filter: country:SG   host:…   org:…   proto:quic   sent>10kB   -word")
        .font(egui::TextStyle::Monospace)
        .frame(egui::Frame::NONE)
        .layouter(&mut layouter)
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    let shown = response.ctx.clone();
    shown.accesskit_node_builder(response.id, |node| node.set_label("Filter"));
    if focus {
        response.request_focus();
    }
    response
}

/// The typed text with the part that could not be understood in the problem colour and underlined.
fn marked_text(ui: &Ui, text: &str, marked: Option<&Range<usize>>, theme: &Theme) -> Arc<Galley> {
    let font = egui::TextStyle::Monospace.resolve(ui.style());
    let plain = TextFormat::simple(font.clone(), theme.ink);
    let mut wrong = TextFormat::simple(font, theme.problem);
    wrong.underline = egui::Stroke::new(2.0, theme.problem);
    wrong.background = Color32::TRANSPARENT;
    let mut job = LayoutJob::default();
    match marked.and_then(|at| {
        Some((
            text.get(..at.start)?,
            text.get(at.clone())?,
            text.get(at.end..)?,
        ))
    }) {
        Some((before, at, after)) => {
            job.append(before, 0.0, plain.clone());
            job.append(at, 0.0, wrong);
            job.append(after, 0.0, plain);
        }
        None => job.append(text, 0.0, plain),
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// What was expected, below the box.
fn error_ui(
    response: &egui::Response,
    typed: &str,
    at: &Range<usize>,
    expected: &str,
    theme: &Theme,
) {
    let wrong = typed.get(at.clone()).unwrap_or("").trim();
    let words = if wrong.is_empty() {
        format!("At the end: {expected}. The filter keeps everything until then.")
    } else {
        format!("`{wrong}`: {expected}. The filter keeps everything until then.")
    };
    let popup = egui::Popup::from_response(response)
        .open(true)
        .close_behavior(egui::PopupCloseBehavior::IgnoreClicks)
        .gap(space::XS)
        .accessible_name("Filter could not be understood");
    popup.show(|ui| {
        ui.set_max_width(440.0);
        ui.label(egui::RichText::new(words).color(theme.problem));
    });
}
