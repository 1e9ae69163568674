//! Less motion for those whom it disturbs: nothing fades, slides, turns or blinks. The toolkit does not hear from the
//! system whether that is wished, so it is a setting of the program's own.

use eframe::egui::{
    self,
    style::{KineticScrollStyle, ScrollAnimation},
};

/// What the toolkit takes for a fade, in seconds.
fn usual_seconds() -> f32 {
    egui::Style::default().animation_time
}

/// Takes motion out of both themes, or lets it in again.
pub fn reduce(ctx: &egui::Context, reduced: bool) {
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        ctx.style_mut_of(theme, |style| {
            style.animation_time = if reduced { 0.0 } else { usual_seconds() };
            style.scroll_animation = match reduced {
                true => ScrollAnimation::none(),
                false => ScrollAnimation::default(),
            };
            let usual = KineticScrollStyle::default();
            let coasts = &mut style.spacing.scroll.kinetic;
            coasts.decay_time = if reduced { 0.0 } else { usual.decay_time };
            coasts.rubber_band = !reduced && usual.rubber_band;
            style.visuals.text_cursor.blink = !reduced;
        });
    }
}

/// Whether things that move by themselves stand still.
pub fn is_reduced(ui: &egui::Ui) -> bool {
    ui.style().animation_time <= 0.0
}
