//! What the toolkit asks of the program: frames, what is kept between runs, the ground below everything.

use eframe::egui;

use super::app::App;
use super::preferences;

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.frame_ui(ui, Some(frame));
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        storage.set_string(preferences::KEY, self.preferences.to_text());
    }

    /// Positions of windows and scroll bars start afresh with each run.
    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
