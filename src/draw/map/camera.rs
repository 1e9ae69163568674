//! Which part of the world plane is seen: from Equal Earth coordinates to points of the screen and back.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::plane::{HALF_HEIGHT, HALF_WIDTH, PlanePoint};

/// Closest look: a small island fills a window, and the coast's points are not yet wide apart.
const MAX_ZOOM: f32 = 60.0;

/// How much more than the points themselves is seen of what is looked at.
const ROOM_AROUND: f32 = 1.25;

/// What is seen at the least, on the plane: about 2,000 km.
const LEAST_SPAN: f32 = 0.3;

/// Kept free at the bottom for the margin dock and the provenance line, in points.
pub const FOOT: f32 = 60.0;
/// Kept free on the other sides, in points.
const EDGE: f32 = 10.0;

/// Middle of the view on the world plane, and how much larger than the whole world it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    centre: PlanePoint,
    zoom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self::whole_world()
    }
}

/// A camera together with the rectangle it fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Where the map is painted.
    pub rect: Rect,
    /// Points for one unit of the plane.
    pub scale: f32,
    /// Screen position of the plane's origin.
    origin: Pos2,
}

impl Camera {
    /// Everything fits.
    pub fn whole_world() -> Self {
        Self {
            centre: PlanePoint { x: 0.0, y: 0.0 },
            zoom: 1.0,
        }
    }

    /// How much larger than the whole world it is drawn; at least 1.
    pub fn zoom(&self) -> f32 {
        self.zoom
    }

    /// The view of this camera in `rect`.
    pub fn view(&self, rect: Rect) -> View {
        let area = world_area(rect);
        let scale = fit_scale(area) * self.zoom;
        let origin = area.center() + vec2(-self.centre.x, self.centre.y) * scale;
        View {
            rect,
            scale,
            origin,
        }
    }

    /// Zooms by `factor` so that what lies under `pointer` stays there.
    pub fn zoom_at(&mut self, rect: Rect, pointer: Pos2, factor: f32) {
        if !factor.is_finite() || factor <= 0.0 {
            return;
        }
        let fixed = self.view(rect).to_plane(pointer);
        self.zoom = (self.zoom * factor).clamp(1.0, MAX_ZOOM);
        let moved = self.view(rect).to_plane(pointer);
        self.centre.x += fixed.x - moved.x;
        self.centre.y += fixed.y - moved.y;
        self.clamp(rect);
    }

    /// Looks at these points, with some room around them; a single one is seen with its neighbours.
    pub fn fit(&mut self, rect: Rect, points: &[PlanePoint]) {
        self.fit_with(rect, points, ROOM_AROUND, LEAST_SPAN);
    }

    /// Looks at what lies between two corners and no farther.
    pub fn fit_close(&mut self, rect: Rect, corners: [PlanePoint; 2]) {
        self.fit_with(rect, &corners, 1.0, f32::EPSILON);
    }

    fn fit_with(&mut self, rect: Rect, points: &[PlanePoint], around: f32, least: f32) {
        let (Some(x), Some(y)) = (
            span(points.iter().map(|point| point.x)),
            span(points.iter().map(|point| point.y)),
        ) else {
            return;
        };
        let area = world_area(rect);
        let across = |(from, to): (f32, f32)| ((to - from) * around).max(least);
        let wanted = (area.width() / across(x)).min(area.height() / across(y));
        self.zoom = (wanted / fit_scale(area)).clamp(1.0, MAX_ZOOM);
        self.centre = PlanePoint {
            x: f32::midpoint(x.0, x.1),
            y: f32::midpoint(y.0, y.1),
        };
        self.clamp(rect);
    }

    /// Moves the map by `delta` points, not beyond the edge of the world.
    pub fn pan(&mut self, rect: Rect, delta: Vec2) {
        let scale = self.view(rect).scale;
        self.centre.x -= delta.x / scale;
        self.centre.y += delta.y / scale;
        self.clamp(rect);
    }

    fn clamp(&mut self, rect: Rect) {
        let area = world_area(rect);
        let scale = self.view(rect).scale;
        let room = |half_world: f32, seen: f32| (half_world - seen / scale / 2.0).max(0.0);
        let (x, y) = (
            room(HALF_WIDTH, area.width()),
            room(HALF_HEIGHT, area.height()),
        );
        self.centre.x = self.centre.x.clamp(-x, x);
        self.centre.y = self.centre.y.clamp(-y, y);
    }
}

impl View {
    /// Plane to screen.
    pub fn to_screen(&self, point: PlanePoint) -> Pos2 {
        self.origin + vec2(point.x, -point.y) * self.scale
    }

    /// Screen to plane; may lie outside the world.
    pub fn to_plane(&self, at: Pos2) -> PlanePoint {
        let from_origin = (at - self.origin) / self.scale;
        PlanePoint {
            x: from_origin.x,
            y: -from_origin.y,
        }
    }
}

/// The least and the largest; `None` where there is none, or one is no number.
fn span(values: impl Iterator<Item = f32> + Clone) -> Option<(f32, f32)> {
    let least = values.clone().reduce(f32::min)?;
    let most = values.reduce(f32::max)?;
    (least.is_finite() && most.is_finite()).then_some((least, most))
}

/// The part of `rect` that the whole world is fitted into.
fn world_area(rect: Rect) -> Rect {
    let foot = FOOT.min(rect.height() * 0.25);
    let max = pos2(rect.max.x - EDGE, rect.max.y - foot);
    Rect::from_min_max(rect.min + vec2(EDGE, EDGE), max)
}

fn fit_scale(area: Rect) -> f32 {
    let wide = area.width() / (2.0 * HALF_WIDTH);
    let high = area.height() / (2.0 * HALF_HEIGHT);
    wide.min(high).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECT: Rect = Rect {
        min: pos2(100.0, 50.0),
        max: pos2(1100.0, 650.0),
    };

    #[test]
    fn the_whole_world_fits_and_positions_go_there_and_back() {
        let view = Camera::whole_world().view(RECT);
        for (x, y) in [
            (-1.0, -1.0),
            (1.0, -1.0),
            (1.0, 1.0),
            (-1.0, 1.0),
            (0.0, 0.0),
        ] {
            let point = PlanePoint {
                x: x * HALF_WIDTH,
                y: y * HALF_HEIGHT,
            };
            let at = view.to_screen(point);
            assert!(RECT.contains(at), "{at:?}");
            let back = view.to_plane(at);
            assert!((back.x - point.x).abs() < 1e-4 && (back.y - point.y).abs() < 1e-4);
        }
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut camera = Camera::whole_world();
        let pointer = pos2(500.0, 300.0);
        let before = camera.view(RECT).to_plane(pointer);
        camera.zoom_at(RECT, pointer, 4.0);
        let after = camera.view(RECT).to_plane(pointer);
        assert!((before.x - after.x).abs() < 1e-3 && (before.y - after.y).abs() < 1e-3);
    }

    #[test]
    fn what_is_looked_at_is_in_sight_and_fills_the_map() {
        let mut camera = Camera::whole_world();
        let corners = [(0.4, 0.5), (0.9, 0.5), (0.4, 0.9)].map(|(x, y)| PlanePoint { x, y });
        camera.fit(RECT, &corners);
        let view = camera.view(RECT);
        assert!(
            corners
                .iter()
                .all(|point| RECT.contains(view.to_screen(*point)))
        );
        assert!(camera.zoom() > 3.0, "{camera:?}");
        let seen = camera;
        camera.fit(RECT, &[]);
        camera.fit(
            RECT,
            &[PlanePoint {
                x: f32::NAN,
                y: 0.0,
            }],
        );
        assert_eq!(camera, seen, "nothing to look at");
        camera.fit(RECT, &corners[..1]);
        assert!(camera.zoom() < MAX_ZOOM, "neighbours are seen");
        camera.fit(
            RECT,
            &[-1.0, 1.0].map(|x| PlanePoint {
                x: x * HALF_WIDTH,
                y: 0.0,
            }),
        );
        assert_eq!(camera, Camera::whole_world());
    }

    #[test]
    fn no_move_leaves_the_world() {
        let mut camera = Camera::whole_world();
        camera.pan(RECT, vec2(5000.0, 5000.0));
        assert_eq!(camera, Camera::whole_world());
        camera.zoom_at(RECT, RECT.center(), 8.0);
        camera.pan(RECT, vec2(1e9, -1e9));
        let corner = camera.view(RECT).to_plane(RECT.min);
        assert!(corner.x >= -HALF_WIDTH * 1.1, "{corner:?}");
        camera.zoom_at(RECT, RECT.center(), f32::NAN);
        camera.zoom_at(RECT, RECT.center(), 1e-9);
        assert_eq!(camera.zoom(), 1.0);
    }
}
