//! The fonts that the program carries, so that a picture does not depend on the machine.
//!
//! Open Sans (Apache-2.0) because its digits are all equally wide, which lines up columns of numbers; egui's own
//! fonts follow for arrows (Hack), check marks and code. A system font provider, where the window installs one, comes last.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/OpenSans-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/OpenSans-Semibold.ttf");

/// Name of the family for headings and for values that stand out.
const STRONG: &str = "strong";

/// Semibold at `size` points.
///
/// Only valid once `definitions` are installed (`theme::install`), because egui refuses unknown families.
pub fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(STRONG.into()))
}

/// Regular at `size` points.
pub fn regular(size: f32) -> FontId {
    FontId::proportional(size)
}

/// Our fonts in front of egui's.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [("Open Sans", REGULAR), ("Open Sans Semibold", SEMIBOLD)] {
        let data = Arc::new(FontData::from_static(bytes));
        fonts.font_data.insert(name.to_owned(), data);
    }
    let fallback = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let led_by = |name: &str| {
        std::iter::once(name.to_owned())
            .chain(fallback.iter().cloned())
            .chain(std::iter::once("Hack".to_owned()))
            .collect::<Vec<_>>()
    };
    let strong = FontFamily::Name(STRONG.into());
    fonts.families.insert(strong, led_by("Open Sans Semibold"));
    fonts
        .families
        .insert(FontFamily::Proportional, led_by("Open Sans"));
    fonts
}
