//! The layout of the picture: headline, map beside ranked lists, table of the largest destinations, provenance.

mod alone;
mod lists;

use egui::{Align2, Painter, Pos2, Rect, pos2, vec2};

use super::destinations::{cells, largest};
use super::figure::Part;
use super::provenance::Provenance;
use crate::claim::verdict::Word;
use crate::draw::fonts;
use crate::draw::map::{Camera, MapCache, WorldMap, paint_map};
use crate::draw::table::{self, ColumnLook, Side, paint_table};
use crate::draw::text;
use crate::draw::theme::{Theme, space, type_size};
use crate::view::redact::Redaction;
use crate::view::screen::{Cell, MapView, Screen};

/// Destinations in the table beside a map.
const DESTINATIONS: usize = 10;
/// Destinations in a table that stands by itself.
pub const MANY_DESTINATIONS: usize = 40;
/// Width of the ranked lists, in points; narrower pictures than three times that have none.
const LISTS: f32 = 372.0;
/// Rows of one ranked list.
const LIST_ROWS: usize = 9;
/// Fewer rows than this are no list.
const LEAST_LIST: usize = 3;
/// Fewer rows than this are no table.
const LEAST_ROWS: f32 = 3.0;
/// Lines of one sentence of head or foot: beyond this a filter is longer than a picture can say.
const MOST_LINES: usize = 12;
/// The map keeps at least this part of the picture's height.
const LEAST_MAP: f32 = 0.36;

const fn words(title: &'static str, part: f32) -> ColumnLook {
    ColumnLook {
        title,
        part,
        side: Side::Left,
        strong: false,
    }
}

const fn numbers(title: &'static str, strong: bool) -> ColumnLook {
    ColumnLook {
        title,
        part: 0.08,
        side: Side::Right,
        strong,
    }
}

const COLUMNS: [ColumnLook; 6] = [
    words("Destination", 0.25),
    words("Organisation", 0.17),
    words("Country (first network hop)", 0.2),
    words("Presumed data type", 0.2),
    numbers("Sent", true),
    numbers("Received", false),
];

/// With a claim.
const JUDGED_COLUMNS: [ColumnLook; 7] = [
    words("Destination", 0.23),
    words("Organisation", 0.15),
    words("Country (first network hop)", 0.18),
    words("Presumed data type", 0.19),
    numbers("Sent", true),
    numbers("Received", false),
    words("Verdict by the claim", 0.12),
];

/// Everything that the picture shows, gathered once.
pub struct Page<'a> {
    screen: &'a Screen,
    map: MapView,
    rows: Vec<Vec<Cell>>,
    scene: String,
    foot: Vec<String>,
    part: Part,
}

impl<'a> Page<'a> {
    /// Gathers what the painters need.
    pub fn new(
        screen: &'a Screen,
        provenance: &Provenance,
        redaction: &Redaction,
        part: Part,
    ) -> Self {
        let count = match part {
            Part::Plate => DESTINATIONS,
            Part::Map | Part::Timeline | Part::Claim => 0,
            Part::Table => MANY_DESTINATIONS,
        };
        // Who is not shown is not replaced either: it would count as redacted.
        let rows = match count {
            0 => Vec::new(),
            count => largest(screen, redaction, count),
        };
        Self {
            screen,
            map: unmarked(&screen.map),
            rows: rows.iter().map(cells).collect(),
            scene: provenance.scene(),
            foot: provenance.short_lines(),
            part,
        }
    }

    /// Paints the picture into `rect`.
    pub fn paint(&self, painter: &Painter, rect: Rect, world: &WorldMap, theme: &Theme) {
        painter.rect_filled(rect, 0, theme.background);
        let page = rect.shrink(space::XXL);
        let head = self.paint_head(painter, page, theme);
        let foot = self.paint_foot(painter, page, theme);
        let middle = Rect::from_min_max(
            pos2(page.min.x, head + space::L),
            pos2(page.max.x, foot - space::L),
        );
        match self.part {
            Part::Table => self.paint_destinations(painter, middle, theme),
            Part::Timeline => self.paint_time(painter, middle, theme),
            Part::Claim => self.paint_claim(painter, middle, theme),
            Part::Plate | Part::Map => self.paint_world(painter, rect, middle, world, theme),
        }
    }

    /// The map, with lists beside it and the largest destinations below where there is room.
    fn paint_world(
        &self,
        painter: &Painter,
        rect: Rect,
        middle: Rect,
        world: &WorldMap,
        theme: &Theme,
    ) {
        let table = self.table_rect(middle, rect.height());
        let gap = if table.height() > 0.0 { space::L } else { 0.0 };
        let upper = Rect::from_min_max(middle.min, pos2(middle.max.x, table.min.y - gap));
        let lists = if middle.width() >= 3.0 * LISTS {
            LISTS
        } else {
            0.0
        };
        let gap = if lists > 0.0 { space::XL } else { 0.0 };
        let map = Rect::from_min_max(upper.min, upper.max - vec2(lists + gap, 0.0));
        let mut cache = MapCache::default();
        paint_map(
            painter,
            map,
            &self.map,
            world,
            &Camera::whole_world(),
            theme,
            None,
            &mut cache,
        );
        frame(painter, map, theme);
        if lists > 0.0 {
            self.paint_lists(
                painter,
                Rect::from_min_max(pos2(map.max.x + gap, upper.min.y), upper.max),
                theme,
            );
        }
        if table.height() > 0.0 {
            self.paint_destinations(painter, table, theme);
        }
    }

    /// Returns where the head ends.
    fn paint_head(&self, painter: &Painter, page: Rect, theme: &Theme) -> f32 {
        let headline = &self.screen.headline;
        let verdict = headline.verdict_word;
        let parts = [
            (&headline.lead, fonts::strong(type_size::DISPLAY), theme.ink),
            (
                &headline.verdict,
                fonts::strong(type_size::HEADLINE),
                verdict.map_or(theme.ink, |word| verdict_ink(word, theme)),
            ),
            (
                &headline.open,
                fonts::strong(type_size::HEADLINE),
                theme.doubt,
            ),
            (
                &headline.doubt,
                fonts::regular(type_size::TITLE),
                theme.doubt,
            ),
            (
                &self.scene,
                fonts::regular(type_size::BODY - 1.0),
                theme.ink_soft,
            ),
        ];
        let mut top = page.min.y - space::S;
        for (words, font, ink) in parts {
            if !words.is_empty() {
                let galley = text::lines(painter, words, font, ink, page.width(), MOST_LINES);
                top = text::put(painter, pos2(page.min.x, top), Align2::LEFT_TOP, &galley)
                    .max
                    .y
                    + 2.0;
            }
        }
        top
    }

    /// Returns where the foot begins.
    fn paint_foot(&self, painter: &Painter, page: Rect, theme: &Theme) -> f32 {
        let mut bottom = page.max.y + space::L;
        for line in self.foot.iter().rev() {
            let font = fonts::regular(type_size::SMALL - 1.0);
            let galley = text::lines(
                painter,
                line,
                font,
                theme.ink_soft,
                page.width(),
                MOST_LINES,
            );
            let at = pos2(page.min.x, bottom);
            bottom = text::put(painter, at, Align2::LEFT_BOTTOM, &galley).min.y - 1.0;
        }
        bottom
    }

    /// As many rows as there are and as the map leaves room for; no table where that is hardly one.
    fn table_rect(&self, middle: Rect, whole_height: f32) -> Rect {
        if self.part == Part::Map {
            return Rect::from_min_max(pos2(middle.min.x, middle.max.y), middle.max);
        }
        let rows = f32::from(u16::try_from(self.rows.len()).unwrap_or(u16::MAX));
        let wanted = title_height() + (rows + 1.0) * table::ROW_HEIGHT;
        let most = middle.height() - whole_height * LEAST_MAP;
        let least = title_height() + (LEAST_ROWS + 1.0) * table::ROW_HEIGHT;
        let height = if most < least.min(wanted) {
            0.0
        } else {
            wanted.min(most)
        };
        Rect::from_min_max(pos2(middle.min.x, middle.max.y - height), middle.max)
    }

    fn paint_destinations(&self, painter: &Painter, rect: Rect, theme: &Theme) {
        let body = Rect::from_min_max(rect.min + vec2(0.0, title_height()), rect.max);
        let columns: &[ColumnLook] = match self.screen.claim {
            Some(_) => &JUDGED_COLUMNS,
            None => &COLUMNS,
        };
        let painted = paint_table(painter, body, columns, &self.rows, theme);
        let title = match painted {
            0 => "No destinations".to_owned(),
            1 => "The largest destination".to_owned(),
            several => format!("The {several} largest destinations"),
        };
        paint_title(painter, rect.min, &title, rect.width(), theme);
    }
}

/// A picture shows no traces of clicks, and its provenance stands at its foot.
fn unmarked(map: &MapView) -> MapView {
    let mut map = map.clone();
    for country in &mut map.countries {
        country.active = false;
    }
    map
}

/// Green would read as a clearance: only what is contradicted has a colour of its own.
fn verdict_ink(word: Word, theme: &Theme) -> egui::Color32 {
    match word {
        Word::Contradicts => theme.verdict(word),
        _ => theme.ink,
    }
}

fn title_height() -> f32 {
    type_size::TITLE + space::M
}

fn paint_title(painter: &Painter, at: Pos2, title: &str, width: f32, theme: &Theme) {
    let font = fonts::strong(type_size::TITLE);
    text::put_line(painter, at, Align2::LEFT_TOP, title, font, theme.ink, width);
}

fn frame(painter: &Painter, rect: Rect, theme: &Theme) {
    let stroke = egui::Stroke::new(1.0, theme.line);
    painter.rect_stroke(rect, 0, stroke, egui::StrokeKind::Inside);
}
