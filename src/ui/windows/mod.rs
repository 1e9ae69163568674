//! What floats above the panels: about, problems, the DNS list, a followed flow, the dialogs of export and of typed
//! paths, notices.

mod about;
mod by_hand;
mod claim_editor;
mod claim_sheet;
mod compare;
mod dns_list;
mod export;
mod follow;
mod grammar;
mod keys;
mod marks;
mod notice;
mod palette;
mod path;
mod problems;
mod stated;
mod subject;
mod tour;

use eframe::egui::{self, Context, Key, Modifiers};

pub use by_hand::ByHandDialog;
pub use claim_editor::{ClaimEditor, SavedClaim};
pub use claim_sheet::SheetWindow;
pub use compare::CompareWindow;
pub use dns_list::DnsWindow;
pub use export::{ListDialog, PictureDialog};
pub use follow::FollowDialog;
pub use marks::MarksWindow;
pub use palette::PaletteWindow;
pub use path::PathDialog;
pub use subject::SubjectDialog;
pub use tour::{Ready, Tour};

use super::app::App;
use super::command::Commands;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};

/// Which of them are open.
#[derive(Default)]
pub struct Windows {
    /// Version, databases, licences.
    pub about: bool,
    /// The filter language.
    pub grammar: bool,
    /// What was done and when.
    pub marks: Option<MarksWindow>,
    /// Every key.
    pub keys: bool,
    /// A command is being looked up.
    pub palette: Option<PaletteWindow>,
    /// What could not be read.
    pub problems: bool,
    /// What was asked of DNS.
    pub dns: Option<DnsWindow>,
    /// A path is being typed.
    pub path: Option<PathDialog>,
    /// The picture dialog.
    pub picture: Option<PictureDialog>,
    /// The dialog for a list: the table, the problems, the DNS list.
    pub list: Option<ListDialog>,
    /// What a flow carried.
    pub follow: Option<FollowDialog>,
    /// A data type is being set.
    pub by_hand: Option<ByHandDialog>,
    /// The subject is being named.
    pub subject: Option<SubjectDialog>,
    /// The sheet of the claim.
    pub sheet: Option<SheetWindow>,
    /// Two captures are compared.
    pub compare: Option<CompareWindow>,
    /// The tour, while it lasts.
    pub tour: Option<Tour>,
    /// A claim is being written.
    pub editor: Option<ClaimEditor>,
}

impl Windows {
    /// Whether something is open beside the tour.
    fn any(&self) -> bool {
        self.about
            || self.grammar
            || self.keys
            || self.marks.is_some()
            || self.palette.is_some()
            || self.problems
            || self.dns.is_some()
            || self.path.is_some()
            || self.picture.is_some()
            || self.list.is_some()
            || self.follow.is_some()
            || self.by_hand.is_some()
            || self.subject.is_some()
            || self.sheet.is_some()
            || self.compare.is_some()
            || self.editor.is_some()
    }

    /// Escape closes what is open before it ends the tour, and that before it clears the filter; true where something was closed. A claim that is being
    /// written stays: nothing typed is lost by a key.
    pub fn close_top_on_escape(&mut self, ctx: &Context, popup_open: bool) -> bool {
        if !(self.any() || self.tour.is_some()) || popup_open {
            return false;
        }
        let escaped = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if escaped {
            let tour = self.tour.filter(|_| self.any());
            let editor = self.editor.take();
            *self = Self {
                editor: editor.filter(ClaimEditor::is_changed),
                tour,
                ..Self::default()
            };
        }
        escaped
    }
}

/// All that are open.
pub fn show_all(app: &mut App, ctx: &Context, theme: &Theme, commands: &mut Commands) {
    if app.windows.problems
        && let Some(screen) = app.screen.clone()
    {
        let (open, rows) = (&mut app.windows.problems, &screen.status.problems);
        problems::problems_window(ctx, open, rows, theme, commands);
    }
    if app.windows.about {
        let tables = app
            .reference
            .get()
            .map(|reference| reference.tables().to_vec());
        about::about_window(ctx, &mut app.windows.about, tables.as_deref(), theme);
    }
    grammar::grammar_window(ctx, &mut app.windows.grammar, theme);
    let first = app.screen.as_ref().and_then(|screen| screen.timeline.start);
    marks::marks_window(
        ctx,
        &mut app.windows.marks,
        &app.marks,
        first,
        theme,
        commands,
    );
    keys::keys_window(ctx, &mut app.windows.keys, theme);
    palette::palette_window(ctx, &mut app.windows.palette, theme, commands);
    dns_list::dns_window(app, ctx, theme, commands);
    claim_sheet::sheet_window(app, ctx, theme, commands);
    compare::compare_window(app, ctx, theme, commands);
    claim_editor::editor_window(ctx, &mut app.windows.editor, theme, commands);
    let redaction = app.redaction();
    let (follow, pace) = (&mut app.windows.follow, app.pace);
    follow::follow_window(ctx, follow, pace, &redaction, theme, commands);
    by_hand::by_hand_window(ctx, &mut app.windows.by_hand, theme, commands);
    subject::subject_window(ctx, &mut app.windows.subject, theme, commands);
    path::path_window(ctx, &mut app.windows.path, theme, commands);
    let busy = app.export.is_some();
    let browse = export::export_windows(ctx, &mut app.windows, busy, theme, commands);
    if let Some((purpose, suggestion)) = browse {
        app.choose_at(purpose, suggestion);
    }
    tour::tour_window(ctx, &mut app.windows.tour, &app.look.spots, theme, commands);
    notice::notice_ui(ctx, app.notice.as_ref(), theme, commands);
}

/// A window in the middle that looks like the others. Returns false once it is closed.
fn dialog<R>(
    ctx: &Context,
    title: &str,
    width: f32,
    contents: impl FnOnce(&mut egui::Ui) -> R,
) -> (bool, Option<R>) {
    let mut open = true;
    let words = egui::RichText::new(title).font(fonts::strong(type_size::TITLE));
    let shown = egui::Window::new(words)
        .id(egui::Id::unique(("dialog", title)))
        .open(&mut open)
        .collapsible(false)
        .resizable(false)
        .default_width(width)
        .pivot(egui::Align2::CENTER_CENTER)
        .default_pos(ctx.content_rect().center())
        .title_frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(16, 8)))
        .frame(egui::Frame::window(&ctx.global_style()).inner_margin(space::L))
        .show(ctx, |ui| {
            ui.set_width(width);
            contents(ui)
        });
    (open, shown.and_then(|response| response.inner))
}
