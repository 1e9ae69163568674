//! The ranked lists beside the map, and the promises above them.

use egui::{Align2, Painter, Rect, pos2, vec2};

use super::{LEAST_LIST, LIST_ROWS, Page, paint_title, title_height};
use crate::draw::theme::{Theme, space, type_size};
use crate::draw::{facet, facet::RowLook, fonts, text};
use crate::export::promises;
use crate::view::query::MapBy;
use crate::view::screen::{Facet, FacetKey, FacetRow};

impl Page<'_> {
    pub(super) fn paint_lists(&self, painter: &Painter, rect: Rect, theme: &Theme) {
        let mut top = match &self.screen.claim {
            Some(claim) => promises::paint(painter, rect, claim, promises::FEW, theme) + space::L,
            None => rect.min.y,
        };
        let countries = match self.map.by {
            MapBy::Place => FacetKey::Country,
            MapBy::Seat => FacetKey::Seat,
        };
        for key in [countries, FacetKey::Organisation] {
            let Some(facet) = self.screen.facets.iter().find(|facet| facet.key == key) else {
                continue;
            };
            let room = (rect.max.y - top - title_height() - type_size::TITLE) / facet::ROW_HEIGHT;
            let rows = shown(facet, room);
            // So few would be the doubtful ones alone, which says nothing of the list.
            if rows.len() < LEAST_LIST.min(facet.rows.len()) {
                continue;
            }
            paint_title(
                painter,
                pos2(rect.min.x + space::S, top),
                facet.title,
                rect.width(),
                theme,
            );
            top += title_height();
            for row in &rows {
                let place = Rect::from_min_size(
                    pos2(rect.min.x, top),
                    vec2(rect.width(), facet::ROW_HEIGHT),
                );
                facet::paint_row(painter, place, row, theme, RowLook::default());
                top += facet::ROW_HEIGHT;
            }
            let with_value = facet.rows.iter().filter(|row| row.value > 0).count();
            if with_value > rows.len() {
                let at = pos2(rect.min.x + space::S, top);
                let words = format!("and {} more", with_value - rows.len());
                let font = fonts::regular(type_size::SMALL);
                let line = text::put_line(
                    painter,
                    at,
                    Align2::LEFT_TOP,
                    &words,
                    font,
                    theme.ink_soft,
                    rect.width(),
                );
                top = line.max.y;
            }
            top += space::L;
        }
    }
}

/// The rows that fit: the largest, but every doubtful row before a small sure one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates"
)]
fn shown(facet: &Facet, room: f32) -> Vec<FacetRow> {
    let most = (room.max(0.0) as usize).min(LIST_ROWS);
    let has_value = |row: &&FacetRow| row.value > 0;
    let doubtful: Vec<&FacetRow> = facet
        .rows
        .iter()
        .filter(|row| row.doubtful)
        .filter(has_value)
        .take(most)
        .collect();
    let sure = facet
        .rows
        .iter()
        .filter(|row| !row.doubtful)
        .filter(has_value)
        .take(most - doubtful.len());
    sure.chain(doubtful)
        .cloned()
        .map(|row| FacetRow {
            active: false,
            ..row
        })
        .collect()
}
