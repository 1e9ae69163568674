//! Where the parts of the window lay in this frame, for what is shown beside them.

use eframe::egui::Rect;

/// Rectangles in points.
#[derive(Clone, Copy, Debug)]
pub struct Spots {
    /// The filter box.
    pub filter: Rect,
    /// The button of exports.
    pub export: Rect,
    /// The sentence on top.
    pub headline: Rect,
    /// The ranked lists.
    pub lists: Rect,
    /// The reasons.
    pub why: Rect,
    /// The map.
    pub map: Rect,
    /// The timeline.
    pub timeline: Rect,
}

impl Default for Spots {
    fn default() -> Self {
        let nowhere = Rect::ZERO;
        Self {
            filter: nowhere,
            export: nowhere,
            headline: nowhere,
            lists: nowhere,
            why: nowhere,
            map: nowhere,
            timeline: nowhere,
        }
    }
}
