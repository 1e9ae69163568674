//! What the window of a followed flow remembers. Laying out, searching and copying megabytes happen on threads, one of
//! each at a time; the window shows what it has meanwhile.

use std::sync::Arc;

use eframe::egui::Context;

use crate::analysis::progress::Progress;
use crate::evidence::followed::Followed;
use crate::ui::app::{Pace, later};
use crate::ui::later::Later;
use crate::ui::widgets::virtual_rows::RowScroll;
use crate::view::follow::FollowLines;

/// Which layer, and how its bytes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Place of the layer.
    pub layer: usize,
    /// Hex beside characters, else text.
    pub hex: bool,
}

/// What a search is for: the text, in what is shown.
type Sought = (String, Shape);

/// The window's state.
pub struct FollowDialog {
    /// Which flow, in words.
    pub title: String,
    /// What it carried.
    pub followed: Later<Arc<Followed>>,
    /// How far the capture is read.
    pub progress: Arc<Progress>,
    /// The lines that are shown.
    pub lines: Option<Arc<FollowLines>>,
    /// What is to be shown.
    pub wanted: Shape,
    /// First line in sight.
    pub scroll: RowScroll,
    /// The search as typed.
    pub search: String,
    /// Lines in which it begins.
    pub found: Vec<usize>,
    /// Which of `found` is lit.
    pub current: usize,
    /// All lines are to go to the clipboard.
    pub wants_copy: bool,
    /// Why something could not be made.
    pub failed: Option<String>,
    shown: Option<Shape>,
    coming: Option<Later<(Shape, Arc<FollowLines>)>>,
    found_for: Sought,
    finding: Option<Later<(Sought, Vec<usize>)>>,
    copying: Option<Later<String>>,
}

impl FollowDialog {
    /// One that waits for what the flow carried.
    pub fn new(title: String, followed: Later<Arc<Followed>>, progress: Arc<Progress>) -> Self {
        Self {
            title,
            followed,
            progress,
            lines: None,
            wanted: Shape::default(),
            scroll: RowScroll::default(),
            search: String::new(),
            found: Vec::new(),
            current: 0,
            wants_copy: false,
            failed: None,
            shown: None,
            coming: None,
            found_for: Sought::default(),
            finding: None,
            copying: None,
        }
    }

    /// Takes in what the threads have made and starts what is wanted beyond that.
    pub fn keep_up(&mut self, ctx: &Context, pace: Pace) {
        if self.followed.poll() || (self.shown.is_none() && self.coming.is_none()) {
            // The innermost layer is shown first.
            let layers = self.followed.get().map_or(0, |f| f.layers.len());
            self.wanted.layer = layers.saturating_sub(1);
        }
        self.lay_out(ctx, pace);
        self.find(ctx, pace);
        self.copy(ctx, pace);
        let is_idle = self.coming.is_none() && self.finding.is_none();
        let is_behind = self.shown != Some(self.wanted) || self.is_searching();
        if self.lines.is_some() && is_idle && is_behind {
            // What was asked for while a thread was busy begins in the next frame.
            ctx.request_repaint();
        }
    }

    /// Whether a text can be copied now.
    pub fn can_copy(&self) -> bool {
        self.lines.is_some() && self.copying.is_none()
    }

    /// Whether `found` is not yet that of `search`.
    pub fn is_searching(&self) -> bool {
        self.found_for != self.sought()
    }

    /// Steps to another place of the search, around the end.
    pub fn step(&mut self, forward: bool) {
        let count = self.found.len();
        if count > 0 {
            let by = if forward { 1 } else { count - 1 };
            self.current = (self.current + by) % count;
            self.show_current();
        }
    }

    fn lay_out(&mut self, ctx: &Context, pace: Pace) {
        let Some(followed) = self.followed.get() else {
            return;
        };
        let wanted = self.wanted;
        if self.shown != Some(wanted) && self.coming.is_none() {
            let followed = Arc::clone(followed);
            self.coming = Some(later(ctx, pace, move || {
                let lines = FollowLines::new(followed, wanted.layer, wanted.hex);
                Ok((wanted, Arc::new(lines)))
            }));
        }
        match Later::take_from(&mut self.coming) {
            Some(Ok((shape, lines))) => {
                self.lines = Some(lines);
                self.shown = Some(shape);
                self.scroll = RowScroll::default();
            }
            // Tried once: what cannot be laid out is not tried again in every frame.
            Some(Err(reason)) => (self.shown, self.failed) = (Some(wanted), Some(reason)),
            None => {}
        }
    }

    fn find(&mut self, ctx: &Context, pace: Pace) {
        let sought = self.sought();
        let is_new = self.found_for != sought && self.finding.is_none();
        if let Some(lines) = self.lines.clone().filter(|_| is_new) {
            self.finding = Some(later(ctx, pace, move || {
                let found = lines.find(&sought.0);
                Ok((sought, found))
            }));
        }
        match Later::take_from(&mut self.finding) {
            Some(Ok((sought, found))) => {
                (self.found_for, self.found) = (sought, found);
                self.current = 0;
                self.show_current();
            }
            Some(Err(reason)) => (self.found_for, self.failed) = (self.sought(), Some(reason)),
            None => {}
        }
    }

    fn copy(&mut self, ctx: &Context, pace: Pace) {
        if std::mem::take(&mut self.wants_copy)
            && let Some(lines) = self.lines.clone()
        {
            self.copying = Some(later(ctx, pace, move || Ok(lines.to_text())));
        }
        match Later::take_from(&mut self.copying) {
            Some(Ok(text)) => ctx.copy_text(text),
            Some(Err(reason)) => self.failed = Some(reason),
            None => {}
        }
    }

    fn sought(&self) -> Sought {
        (self.search.clone(), self.shown.unwrap_or_default())
    }

    fn show_current(&mut self) {
        if let Some(line) = self.found.get(self.current) {
            // Some lines before it stay in sight.
            self.scroll = RowScroll {
                first: line.saturating_sub(3),
                offset: 0.0,
            };
        }
    }
}

/// Nobody waits for a window that is closed.
impl Drop for FollowDialog {
    fn drop(&mut self) {
        self.progress.cancel();
    }
}
