//! The map: zoom at the pointer, drag, hover, click. Nothing lies on it but what the picture has, too.

mod look_at;

use eframe::egui::{
    self, Align, Align2, Layout, Pos2, Rect, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo,
};

pub use self::look_at::LookAt;
use self::look_at::{box_ui, points};
use crate::draw::fonts;
use crate::draw::map::{Camera, MapCache, WorldMap, card, paint_map};
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::reference::country::CountryCode;
use crate::ui::command::{Command, Commands};
use crate::view::query::MapBy;
use crate::view::screen::MapView;

/// Points of the wheel that double the size.
const WHEEL_POINTS_PER_DOUBLING: f32 = 240.0;

/// Size of the switch between place and seat, in points.
const SWITCH: egui::Vec2 = egui::vec2(187.0, 32.0);

/// Where the user looks at the map, and what is kept between frames.
#[derive(Default)]
pub struct MapLook {
    camera: Camera,
    cache: MapCache,
    rect: Option<Rect>,
    /// What is to be looked at as soon as the map is drawn.
    wanted: Option<LookAt>,
    /// Where a box began that is drawn to be looked at.
    boxed: Option<Pos2>,
}

impl MapLook {
    /// Zooms at the middle.
    pub fn zoom_by(&mut self, factor: f32) {
        if let Some(rect) = self.rect {
            self.camera.zoom_at(rect, rect.center(), factor);
        }
    }

    /// Where it looks.
    pub fn camera(&self) -> Camera {
        self.camera
    }

    /// Looks from there again.
    pub fn look_from(&mut self, camera: Camera) {
        self.camera = camera;
    }

    /// Looks there, as soon as the map is drawn.
    pub fn look_at(&mut self, wanted: LookAt) {
        self.wanted = Some(wanted);
    }

    /// The whole world.
    pub fn reset(&mut self) {
        self.camera = Camera::whole_world();
    }
}

/// The map in the room that is left.
pub fn map_ui(
    ui: &mut Ui,
    map: &MapView,
    world: Option<&WorldMap>,
    look: &mut MapLook,
    theme: &Theme,
    commands: &mut Commands,
) {
    let rect = ui.available_rect_before_wrap();
    look.rect = Some(rect);
    let response = ui.allocate_rect(rect, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &map.summary));
    let Some(world) = world else {
        ui.painter().rect_filled(rect, 0.0, theme.sea);
        let words = "Unpacking the map";
        ui.painter().text(
            rect.center(),
            Align2::CENTER_CENTER,
            words,
            fonts::regular(type_size::BODY),
            theme.ink_soft,
        );
        return;
    };
    move_camera(ui, rect, &response, look);
    if let Some(wanted) = look.wanted.take() {
        look.camera.fit(rect, &points(wanted, map, world));
    }
    let corner = rect.right_top() + egui::vec2(-space::M - SWITCH.x, space::M);
    let switch = Rect::from_min_size(corner, SWITCH);
    look.cache.reserve(switch);
    let pointer = response.hover_pos().filter(|_| response.hovered());
    let pointer = pointer.filter(|at| !switch.contains(*at));
    let hover = pointer.and_then(|at| look.cache.country_under(world, at));
    paint_map(
        ui.painter(),
        rect,
        map,
        world,
        &look.camera,
        theme,
        hover,
        &mut look.cache,
    );
    if let Some(at) = pointer {
        point_at(ui, &response, map, look, at, hover, theme, commands);
    }
    keys(ui, rect, &response, look, theme);
    margin_ui(ui, map, look, commands);
    box_ui(ui, &response, look, theme);
    switch_ui(ui, switch, map.by, theme, commands);
}

/// Which country a destination counts for: that of the machine, or that whose law the operator answers to.
fn switch_ui(ui: &mut Ui, rect: Rect, by: MapBy, theme: &Theme, commands: &mut Commands) {
    card(ui.painter(), rect, theme);
    let inner = rect.shrink(space::XS);
    let layout = Layout::left_to_right(Align::Center);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
    inside.spacing_mut().item_spacing = egui::vec2(3.0, 2.0);
    for one in MapBy::ALL {
        let words = RichText::new(one.short()).size(type_size::SMALL);
        let button = egui::Button::new(words).selected(by == one);
        let response = inside.add(button).on_hover_text(tooltip(one));
        let label = format!("Map: {}", one.label());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, by == one, &label));
        if response.clicked() {
            commands.push(Command::SetMapBy(one));
        }
    }
}

fn tooltip(by: MapBy) -> &'static str {
    match by {
        MapBy::Place => "Shades countries by where the first network hop is placed",
        MapBy::Seat => {
            "Shades countries by where the address is registered: whose law its operator may answer to, \
             not where the machine is"
        }
    }
}

fn move_camera(ui: &Ui, rect: Rect, response: &egui::Response, look: &mut MapLook) {
    if response.dragged() && look.boxed.is_none() && !ui.input(|input| input.modifiers.shift) {
        look.camera.pan(rect, response.drag_delta());
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    if response.double_clicked() {
        look.reset();
    }
    if let Some(pointer) = response.hover_pos().filter(|_| response.contains_pointer()) {
        let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = (wheel / WHEEL_POINTS_PER_DOUBLING).exp2() * pinch;
        if (factor - 1.0).abs() > f32::EPSILON {
            look.camera.zoom_at(rect, pointer, factor);
        }
    }
}

/// With the focus on the map arrows move it; plus, minus and 0 have shortcuts of their own.
fn keys(ui: &Ui, rect: Rect, response: &egui::Response, look: &mut MapLook, theme: &Theme) {
    if !response.has_focus() {
        return;
    }
    let filter = egui::EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..egui::EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let step = 60.0;
    let way = ui.input(|input| {
        let held = |key| f32::from(u8::from(input.key_pressed(key)));
        egui::vec2(
            held(egui::Key::ArrowLeft) - held(egui::Key::ArrowRight),
            held(egui::Key::ArrowUp) - held(egui::Key::ArrowDown),
        )
    });
    look.camera.pan(rect, way * step);
    ui.painter().rect_stroke(
        rect.shrink(1.0),
        0.0,
        egui::Stroke::new(1.5, theme.accent),
        egui::StrokeKind::Inside,
    );
}

/// The card beside the pointer, and the click.
#[expect(
    clippy::too_many_arguments,
    reason = "what is under the pointer decides all of it"
)]
fn point_at(
    ui: &Ui,
    response: &egui::Response,
    map: &MapView,
    look: &MapLook,
    pointer: Pos2,
    hover: Option<CountryCode>,
    theme: &Theme,
    commands: &mut Commands,
) {
    if look.cache.margin_under(pointer).is_some() {
        return;
    }
    let Some(code) = hover else { return };
    let country = map.countries.iter().find(|country| country.code == code);
    if let Some(country) = country {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        if response.clicked() {
            commands.push(Command::ToggleTerm(country.term.clone()));
        }
    }
    if response.dragged() {
        return;
    }
    let text = country.map_or("no flows", |country| &*country.text);
    let hint = match country {
        Some(country) if country.active => "Click to release",
        Some(_) => "Click to show only these",
        None => "",
    };
    hover_card(ui, pointer, code.name(), text, hint, theme);
}

fn hover_card(ui: &Ui, pointer: Pos2, title: &str, text: &str, hint: &str, theme: &Theme) {
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("map card"));
    let painter = ui.ctx().layer_painter(layer);
    let mut galleys = vec![
        painter.layout_no_wrap(title.to_owned(), fonts::strong(type_size::BODY), theme.ink),
        painter.layout_no_wrap(text.to_owned(), fonts::regular(type_size::BODY), theme.ink),
    ];
    if !hint.is_empty() {
        galleys.push(painter.layout_no_wrap(
            hint.to_owned(),
            fonts::regular(type_size::SMALL),
            theme.ink_soft,
        ));
    }
    let size =
        crate::draw::text::stacked_size(&galleys) + egui::vec2(2.0 * space::M, 2.0 * space::S);
    let bounds = ui.ctx().content_rect().shrink(space::XS);
    let mut at = pointer + egui::vec2(16.0, 16.0);
    if at.x + size.x > bounds.right() {
        at.x = pointer.x - 16.0 - size.x;
    }
    if at.y + size.y > bounds.bottom() {
        at.y = pointer.y - 16.0 - size.y;
    }
    let card = Rect::from_min_size(at, size);
    painter.add(
        egui::Shadow {
            offset: [0, 2],
            blur: 8,
            spread: 0,
            color: egui::Color32::from_black_alpha(50),
        }
        .as_shape(card, CORNER),
    );
    painter.rect(
        card,
        CORNER,
        theme.card,
        egui::Stroke::new(1.0, theme.line),
        egui::StrokeKind::Inside,
    );
    let mut top = card.left_top() + egui::vec2(space::M, space::S);
    for galley in galleys {
        let height = galley.size().y;
        painter.galley(top, galley, theme.ink);
        top.y += height;
    }
}

/// What has no place on the map is clicked like a country.
fn margin_ui(ui: &Ui, map: &MapView, look: &MapLook, commands: &mut Commands) {
    for (at, (item, rect)) in map.margin.iter().zip(look.cache.margin_rects()).enumerate() {
        let response = ui
            .interact(*rect, ui.scope_id().with(("margin", at)), Sense::click())
            .on_hover_cursor(egui::CursorIcon::PointingHand);
        let spoken = format!("{}, {}, not on the map", item.label, item.value);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        if response.clicked() {
            commands.push(Command::ToggleTerm(item.term.clone()));
        }
    }
}
