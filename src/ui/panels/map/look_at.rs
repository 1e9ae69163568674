//! What the map looks at: what is shown, a part of the world, a box that is drawn.

use eframe::egui::{self, Rect, Ui};

use super::MapLook;
use crate::draw::map::WorldMap;
use crate::draw::map::plane::PlanePoint;
use crate::draw::map::regions::Region;
use crate::draw::theme::Theme;
use crate::tag::capture_place::CapturePlace;
use crate::view::screen::MapView;

/// A box smaller than this was not meant, in points.
const LEAST_BOX: f32 = 8.0;

/// What the map can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookAt {
    /// The countries that the filter keeps, and the place of capture.
    Shown,
    /// A part of the world.
    Region(Region),
}

/// What has to be in sight.
pub(super) fn points(wanted: LookAt, map: &MapView, world: &WorldMap) -> Vec<PlanePoint> {
    match wanted {
        LookAt::Region(region) => region.corners().to_vec(),
        LookAt::Shown => {
            let shown = map.countries.iter().map(|country| country.code);
            let origin = map.origin.and_then(CapturePlace::country);
            let places = shown.chain(origin).filter_map(|code| world.anchor(code));
            places.map(PlanePoint::of).collect()
        }
    }
}

/// A box that is drawn with Shift held is looked at when it is let go.
pub(super) fn box_ui(ui: &Ui, response: &egui::Response, look: &mut MapLook, theme: &Theme) {
    if response.drag_started() && ui.input(|input| input.modifiers.shift) {
        look.boxed = ui.input(|input| input.pointer.press_origin());
    }
    let (Some(from), Some(to), Some(rect)) =
        (look.boxed, response.interact_pointer_pos(), look.rect)
    else {
        return;
    };
    let drawn = Rect::from_two_pos(from, to).intersect(rect);
    let line = egui::Stroke::new(1.5, theme.accent);
    let fill = theme.accent.gamma_multiply(0.12);
    ui.painter()
        .rect(drawn, 0.0, fill, line, egui::StrokeKind::Inside);
    if response.drag_stopped() {
        look.boxed = None;
        let view = look.camera.view(rect);
        if drawn.width() >= LEAST_BOX && drawn.height() >= LEAST_BOX {
            let corners = [drawn.min, drawn.max].map(|corner| view.to_plane(corner));
            look.camera.fit_close(rect, corners);
        }
    }
}
