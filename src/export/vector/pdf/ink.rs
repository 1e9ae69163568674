//! Colours, opacity and line width as they are set on the page: written only where they change.

use std::collections::BTreeSet;

use egui::Color32;
use pdf_writer::{Content, Name};

use super::round;
use crate::export::vector::Line;

/// What the page was last told.
#[derive(Clone, Copy, Debug)]
struct Told {
    fill: Color32,
    line: Color32,
    width: f32,
    opacity: [u8; 2],
}

impl Default for Told {
    /// As a page begins (ISO 32000-1 §8.4.1).
    fn default() -> Self {
        Self {
            fill: Color32::BLACK,
            line: Color32::BLACK,
            width: 1.0,
            opacity: [u8::MAX; 2],
        }
    }
}

/// What is set, what was set outside of each clip, and every opacity that was needed.
#[derive(Debug, Default)]
pub(super) struct Ink {
    told: Told,
    outside: Vec<Told>,
    pub(super) fills: BTreeSet<u8>,
    pub(super) lines: BTreeSet<u8>,
}

impl Ink {
    pub(super) fn push(&mut self) {
        self.outside.push(self.told);
    }

    pub(super) fn pop(&mut self) {
        self.told = self.outside.pop().unwrap_or_default();
    }

    /// The colour of areas and letters; nothing is set where nothing is filled.
    pub(super) fn fill(&mut self, content: &mut Content, color: Color32) {
        if color.a() == 0 || color == self.told.fill {
            return;
        }
        let (rgb, alpha) = parts(color);
        content.set_fill_rgb(rgb[0], rgb[1], rgb[2]);
        self.told.fill = color;
        if alpha != self.told.opacity[0] {
            content.set_parameters(Name(fill_name(alpha).as_bytes()));
            self.told.opacity[0] = alpha;
            self.fills.insert(alpha);
        }
    }

    /// The same for lines, with their width.
    pub(super) fn line(&mut self, content: &mut Content, line: Line) {
        if !line.is_drawn() {
            return;
        }
        let width = round(line.width);
        if width.to_bits() != self.told.width.to_bits() {
            content.set_line_width(width);
            self.told.width = width;
        }
        if line.color == self.told.line {
            return;
        }
        let (rgb, alpha) = parts(line.color);
        content.set_stroke_rgb(rgb[0], rgb[1], rgb[2]);
        self.told.line = line.color;
        if alpha != self.told.opacity[1] {
            content.set_parameters(Name(line_name(alpha).as_bytes()));
            self.told.opacity[1] = alpha;
            self.lines.insert(alpha);
        }
    }
}

pub(super) fn fill_name(alpha: u8) -> String {
    format!("f{alpha}")
}

pub(super) fn line_name(alpha: u8) -> String {
    format!("l{alpha}")
}

/// 0 to 1, as the page has it.
pub(super) fn part(value: u8) -> f32 {
    (f32::from(value) / 255.0 * 1_000.0).round() / 1_000.0
}

fn parts(color: Color32) -> ([f32; 3], u8) {
    let [red, green, blue, alpha] = color.to_srgba_unmultiplied();
    ([red, green, blue].map(part), alpha)
}
