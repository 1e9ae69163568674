//! Every colour and size of the program, by what it is for; nothing else names a colour.
//!
//! Meaning never hangs on hue alone: shades differ in lightness, doubt is hatched or dashed, and words say the rest.

mod parts;

use egui::style::{Selection, WidgetVisuals, Widgets};
use egui::{Color32, Context, CornerRadius, FontFamily, FontId, Stroke, Style, TextStyle, Visuals};

use super::fonts;

/// The steps of distance, in points; every margin and gap is one of them.
pub mod space {
    /// Between an icon and its word.
    pub const XS: f32 = 4.0;
    /// Between things that belong together.
    pub const S: f32 = 8.0;
    /// Inside cards and cells.
    pub const M: f32 = 12.0;
    /// Inside panels.
    pub const L: f32 = 16.0;
    /// Between groups.
    pub const XL: f32 = 24.0;
    /// Around a page.
    pub const XXL: f32 = 40.0;
}

/// The steps of text size, in points.
pub mod type_size {
    /// Notes, axis texts, provenance.
    pub const SMALL: f32 = 12.0;
    /// Everything that has no other size.
    pub const BODY: f32 = 14.0;
    /// Titles of lists and panels.
    pub const TITLE: f32 = 16.0;
    /// The sentence on top of the window.
    pub const HEADLINE: f32 = 21.0;
    /// The sentence on top of a picture.
    pub const DISPLAY: f32 = 28.0;
}

/// Radius of the corners of cards and buttons, in points.
pub const CORNER: u8 = 5;

/// Colours by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Light ink on dark ground.
    pub dark: bool,
    /// Behind the main parts.
    pub background: Color32,
    /// Behind bars and headers.
    pub panel: Color32,
    /// Cards and fields that lie above.
    pub card: Color32,
    /// Text.
    pub ink: Color32,
    /// Text of less weight.
    pub ink_soft: Color32,
    /// Rules between parts.
    pub line: Color32,
    /// Water, and the ground of the world map.
    pub sea: Color32,
    /// Countries without data.
    pub land: Color32,
    /// Borders and coasts.
    pub land_edge: Color32,
    /// Shade of the smallest share.
    pub ramp_low: Color32,
    /// Shade of the largest share.
    pub ramp_high: Color32,
    /// Text and hatching for what cannot be told.
    pub doubt: Color32,
    /// Bars for what cannot be told.
    pub doubt_soft: Color32,
    /// Links, the main button, lines on the map.
    pub accent: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// Ground of chosen filters.
    pub accent_soft: Color32,
    /// Ground of the selected row.
    pub selection: Color32,
    /// Text of problems and errors.
    pub problem: Color32,
    /// Bars of bytes sent.
    pub sent: Color32,
    /// Bars of bytes received.
    pub received: Color32,
    /// Empty part of a bar.
    pub track: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

impl Theme {
    /// Dark ink on warm white.
    pub const fn light() -> Self {
        Self {
            dark: false,
            background: rgb(0xFC_FB_F9),
            panel: rgb(0xF1_F0_EC),
            card: rgb(0xFF_FF_FF),
            ink: rgb(0x1A_1E_24),
            ink_soft: rgb(0x57_60_6B),
            line: rgb(0xDE_DB_D4),
            sea: rgb(0xEB_F0_F4),
            land: rgb(0xD9_D6_CE),
            land_edge: rgb(0xF7_F8_F8),
            ramp_low: rgb(0xA3_BF_DA),
            ramp_high: rgb(0x14_43_75),
            doubt: rgb(0x85_56_00),
            doubt_soft: rgb(0xC7_A8_6B),
            accent: rgb(0x1F_5B_99),
            on_accent: rgb(0xFF_FF_FF),
            accent_soft: rgb(0xDA_E7_F3),
            selection: rgb(0xE6_EE_F6),
            problem: rgb(0xB0_27_1C),
            sent: rgb(0x3A_6C_A0),
            received: rgb(0x93_B4_D3),
            track: rgb(0xE8_E6_E0),
        }
    }

    /// Light ink on blue-black.
    pub const fn dark() -> Self {
        Self {
            dark: true,
            background: rgb(0x15_19_1E),
            panel: rgb(0x1C_21_28),
            card: rgb(0x25_2B_33),
            ink: rgb(0xE9_EB_EE),
            ink_soft: rgb(0xA8_B1_BC),
            line: rgb(0x35_3C_46),
            sea: rgb(0x1A_23_2D),
            land: rgb(0x3B_43_4D),
            land_edge: rgb(0x1C_25_2F),
            ramp_low: rgb(0x4C_77_A3),
            ramp_high: rgb(0xD8_EA_FF),
            doubt: rgb(0xE2_B4_5F),
            doubt_soft: rgb(0x8A_6C_36),
            accent: rgb(0x82_B8_F2),
            on_accent: rgb(0x10_1A_26),
            accent_soft: rgb(0x22_3B_54),
            selection: rgb(0x24_36_49),
            problem: rgb(0xFF_92_86),
            sent: rgb(0x7A_AB_DC),
            received: rgb(0x40_62_86),
            track: rgb(0x2E_35_3E),
        }
    }

    /// The one that the window shows now.
    pub fn current(context: &Context) -> Self {
        match context.theme() {
            egui::Theme::Dark => Self::dark(),
            egui::Theme::Light => Self::light(),
        }
    }

    /// Shade for a share of the largest, 0 to 1: one hue, evenly from light to dark (dark to light on dark ground).
    ///
    /// The cube root keeps small shares apart: a thousandth of the largest is a tenth of the way.
    pub fn ramp(&self, share: f32) -> Color32 {
        let way = if share.is_finite() {
            share.clamp(0.0, 1.0).cbrt()
        } else {
            0.0
        };
        self.ramp_low.lerp_to_gamma(self.ramp_high, way)
    }

    /// egui's own widgets in these colours.
    pub fn visuals(&self) -> Visuals {
        let base = if self.dark {
            Visuals::dark()
        } else {
            Visuals::light()
        };
        Visuals {
            dark_mode: self.dark,
            override_text_color: None,
            weak_text_color: Some(self.ink_soft),
            widgets: self.widgets(),
            selection: Selection {
                bg_fill: self.accent_soft,
                stroke: Stroke::new(1.0, self.ink),
            },
            hyperlink_color: self.accent,
            faint_bg_color: self.panel,
            extreme_bg_color: self.card,
            text_edit_bg_color: Some(self.card),
            code_bg_color: self.panel,
            warn_fg_color: self.doubt,
            error_fg_color: self.problem,
            window_corner_radius: CornerRadius::same(CORNER),
            menu_corner_radius: CornerRadius::same(CORNER),
            window_fill: self.card,
            window_stroke: Stroke::new(1.0, self.line),
            panel_fill: self.background,
            ..base
        }
    }

    fn widgets(&self) -> Widgets {
        let look = |fill: Color32, edge: Color32, ink: Color32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(1.0, edge),
            corner_radius: CornerRadius::same(CORNER),
            fg_stroke: Stroke::new(1.0, ink),
            expansion: 0.0,
        };
        Widgets {
            noninteractive: look(self.background, self.line, self.ink),
            inactive: look(self.card, self.line, self.ink),
            hovered: look(self.selection, self.accent, self.ink),
            active: look(self.accent_soft, self.accent, self.ink),
            open: look(self.selection, self.line, self.ink),
        }
    }

    fn style(&self) -> Style {
        let mut style = Style {
            visuals: self.visuals(),
            text_styles: text_styles(),
            ..Style::default()
        };
        style.spacing.item_spacing = egui::vec2(space::S, space::XS);
        style.spacing.button_padding = egui::vec2(space::M, space::XS);
        style.spacing.interact_size.y = 26.0;
        style
    }

    /// Installs fonts and styles and shows this theme from the next pass on.
    pub fn apply(&self, context: &Context) {
        install(context);
        context.set_theme(if self.dark {
            egui::Theme::Dark
        } else {
            egui::Theme::Light
        });
    }
}

/// Installs fonts and both styles; which one shows is left to the window's preference.
///
/// To be called before the first pass, because the strong family must exist before it is used.
pub fn install(context: &Context) {
    context.set_fonts(fonts::definitions());
    context.set_style_of(egui::Theme::Light, Theme::light().style());
    context.set_style_of(egui::Theme::Dark, Theme::dark().style());
}

fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Small, FontId::proportional(type_size::SMALL)),
        (TextStyle::Body, FontId::proportional(type_size::BODY)),
        (TextStyle::Button, FontId::proportional(type_size::BODY)),
        (
            TextStyle::Monospace,
            FontId::new(type_size::BODY - 1.0, FontFamily::Monospace),
        ),
        (TextStyle::Heading, fonts::strong(type_size::HEADLINE)),
    ]
    .into()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// WCAG 2.2: relative luminance of an opaque colour.
    fn luminance(color: Color32) -> f64 {
        let part = |byte: u8| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(color.r()) + 0.7152 * part(color.g()) + 0.0722 * part(color.b())
    }

    pub fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_role_reaches_aa_on_every_ground() {
        for theme in [Theme::light(), Theme::dark()] {
            let grounds = [
                theme.background,
                theme.panel,
                theme.card,
                theme.sea,
                theme.selection,
            ];
            let inks = [
                theme.ink,
                theme.ink_soft,
                theme.doubt,
                theme.accent,
                theme.problem,
            ];
            for ground in grounds {
                for ink in inks {
                    let ratio = contrast(ink, ground);
                    assert!(
                        ratio >= 4.5,
                        "{ink:?} on {ground:?}: {ratio:.2} (dark: {})",
                        theme.dark
                    );
                }
            }
            assert!(contrast(theme.ink, theme.accent_soft) >= 4.5);
            assert!(contrast(theme.on_accent, theme.accent) >= 4.5);
        }
    }

    #[test]
    fn shades_go_one_way_in_greyscale_and_stand_off_from_land() {
        for theme in [Theme::light(), Theme::dark()] {
            let steps: Vec<f64> = (0..=20_u8)
                .map(|step| luminance(theme.ramp(f32::from(step) / 20.0)))
                .collect();
            let one_way = |a: f64, b: f64| if theme.dark { a < b } else { a > b };
            assert!(steps.windows(2).all(|pair| one_way(pair[0], pair[1])));
            assert!(contrast(theme.ramp(0.0), theme.land) >= 1.25);
            assert!(contrast(theme.ramp(1.0), theme.land) >= 3.0);
        }
    }

    #[test]
    fn a_share_that_is_no_number_has_the_lowest_shade() {
        let theme = Theme::light();
        assert_eq!(theme.ramp(f32::NAN), theme.ramp(0.0));
        assert_eq!(theme.ramp(7.0), theme.ramp(1.0));
    }
}
