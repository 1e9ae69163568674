//! The faces in which letters are drawn: the same that the picture takes, and of each the letters that were used.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use subsetter::GlyphRemapper;

use crate::draw::fonts;

/// Parts of an em in which widths are told.
const EM: f32 = 1_000.0;

/// A letter in one of the faces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letter {
    /// Place of its face in `Faces::used`.
    pub(super) face: usize,
    /// Its number in the face as it is embedded.
    pub(super) glyph: u16,
    /// Thousandths of the font's size.
    pub(super) width: f32,
    /// Size of its face as a part of the text's.
    pub(super) scale: f32,
    /// What it stands for is not to be had from the face: a box for a letter that no face has, or a shape that several share.
    pub(super) is_told: bool,
}

/// A face and what of it was used.
pub(super) struct Face {
    name: String,
    pub(super) data: Arc<FontData>,
    /// Numbers of glyphs in the file and in what is embedded.
    pub(super) glyphs: GlyphRemapper,
    /// What each embedded glyph stands for.
    pub(super) meanings: BTreeMap<u16, char>,
}

impl Face {
    pub(super) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index((*self.data.font).as_ref(), self.data.index).ok()
    }
}

/// Faces as they come into use.
pub(super) struct Faces {
    bundled: FontDefinitions,
    known: BTreeMap<(FontFamily, char), Option<Letter>>,
    pub(super) used: Vec<Face>,
}

impl Default for Faces {
    fn default() -> Self {
        Self {
            bundled: fonts::definitions(),
            known: BTreeMap::new(),
            used: Vec::new(),
        }
    }
}

impl Faces {
    /// The letter for a character: of the first face of the family that has it, else the first face's box.
    pub(super) fn letter(&mut self, family: &FontFamily, character: char) -> Option<Letter> {
        // Spaces of any width are empty; their room is in the places of what follows.
        let character = match character.is_whitespace() {
            true => ' ',
            false => character,
        };
        let key = (family.clone(), character);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let letter = self.find(family, character);
        self.known.insert(key, letter);
        letter
    }

    fn find(&mut self, family: &FontFamily, character: char) -> Option<Letter> {
        let names = self.bundled.families.get(family)?;
        let found = names.iter().find_map(|name| {
            let data = self.bundled.font_data.get(name)?;
            let font = FontRef::from_index((*data.font).as_ref(), data.index).ok()?;
            let glyph = font.charmap().map(character)?;
            Some((name.clone(), glyph))
        });
        let first = || Some((names.first()?.clone(), GlyphId::NOTDEF));
        let (name, glyph) = found.or_else(first)?;
        let face = self.face(&name)?;
        self.take(face, glyph, character)
    }

    /// The place of a face, which is used from now on.
    fn face(&mut self, name: &str) -> Option<usize> {
        if let Some(place) = self.used.iter().position(|face| face.name == name) {
            return Some(place);
        }
        let data = Arc::clone(self.bundled.font_data.get(name)?);
        self.used.push(Face {
            name: name.to_owned(),
            data,
            glyphs: GlyphRemapper::new(),
            meanings: BTreeMap::new(),
        });
        Some(self.used.len() - 1)
    }

    fn take(&mut self, place: usize, glyph: GlyphId, character: char) -> Option<Letter> {
        let face = self.used.get_mut(place)?;
        let number = u16::try_from(glyph.to_u32()).ok()?;
        let embedded = face.glyphs.remap(number);
        let is_told = match glyph {
            GlyphId::NOTDEF => true,
            _ => *face.meanings.entry(embedded).or_insert(character) != character,
        };
        let width = width(&face.font()?, number);
        Some(Letter {
            face: place,
            glyph: embedded,
            width,
            scale: face.data.tweak.scale,
            is_told,
        })
    }
}

/// Thousandths of an em.
pub(super) fn width(font: &FontRef<'_>, glyph: u16) -> f32 {
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let width = metrics.advance_width(GlyphId::from(glyph)).unwrap_or(0.0);
    of_em(font, width)
}

/// Units of a face as thousandths of its em.
pub(super) fn of_em(font: &FontRef<'_>, units: f32) -> f32 {
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    (units * EM / f32::from(metrics.units_per_em.max(1))).round()
}
