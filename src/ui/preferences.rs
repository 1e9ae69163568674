//! What is kept between runs: colours, where captures are made, recent files, widths of columns.
//!
//! Kept as text by the toolkit's own store in the user's data folder.

mod columns;
mod filters;
mod switches;

use std::path::{Path, PathBuf};

pub use columns::{ALWAYS, Columns};
use eframe::egui;
pub use filters::Filters;
use serde::{Deserialize, Serialize};
pub use switches::Switches;

use crate::tag::capture_place::CapturePlace;

/// Name under which the store keeps them.
pub const KEY: &str = "preferences";

/// Recent files that are kept; the empty window has room for these.
const MAX_RECENT: usize = 8;

/// Everything that is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Colours.
    pub colours: Colours,
    /// Where captures are made: the code of a country, or latitude, longitude and radius.
    place: Option<String>,
    /// Whether the question where captures are made was answered or put away.
    pub place_asked: bool,
    /// Captures opened lately, newest first.
    pub recent: Vec<PathBuf>,
    /// Databases of the user's own.
    pub databases: Vec<PathBuf>,
    /// Filters that were saved, and those of before.
    pub filters: Filters,
    /// The table's columns.
    pub columns: Columns,
    /// The switches over the map.
    pub switches: Switches,
    /// Whether nothing moves by itself.
    pub reduces_motion: bool,
    /// Whether local addresses and other personal values are shown as they were captured.
    pub shows_personal: bool,
}

/// Light, dark, or as the system is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colours {
    /// As the system is set.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Colours {
    /// The toolkit's word for it.
    pub fn preference(self) -> egui::ThemePreference {
        match self {
            Colours::System => egui::ThemePreference::System,
            Colours::Light => egui::ThemePreference::Light,
            Colours::Dark => egui::ThemePreference::Dark,
        }
    }
}

impl Preferences {
    /// From the kept text; what cannot be understood (an older version wrote it) is as if nothing was kept.
    pub fn from_text(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The text that is kept; empty where it cannot be written as text (a path that is not Unicode).
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Where captures are made, as the user said.
    pub fn place(&self) -> Option<CapturePlace> {
        self.place.as_deref().and_then(CapturePlace::parse)
    }

    /// Keeps where captures are made; `None` forgets it. The question counts as answered either way.
    pub fn set_place(&mut self, place: Option<CapturePlace>) {
        self.place = place.map(|place| place.to_string());
        self.place_asked = true;
    }

    /// Puts a capture on top of the recent ones. Standard input is not a file to come back to.
    pub fn remember(&mut self, path: &Path) {
        if path == Path::new("-") {
            return;
        }
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        self.recent.retain(|kept| *kept != path);
        self.recent.insert(0, path);
        self.recent.truncate(MAX_RECENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::query::{Colouring, Column, MapBy, Metric, Query};

    #[test]
    fn come_back_as_they_were_kept() {
        let mut kept = Preferences::default();
        kept.set_place(CapturePlace::parse("53.35,-6.26,20"));
        kept.columns.set_width(Column::Time, 90.5);
        for number in 0..=MAX_RECENT {
            kept.remember(Path::new(&format!("/captures/{number}.pcap")));
        }
        kept.remember(Path::new("/captures/5.pcap"));
        kept.filters.remember("country:SG");
        assert!(kept.filters.save(" mine ", "type:ads"));
        kept.switches.keep(&Query {
            metric: Metric::Flows,
            colouring: Colouring::DataGroup,
            map_by: MapBy::Seat,
            ..Query::default()
        });
        assert_eq!(kept.recent.len(), MAX_RECENT);
        assert_eq!(
            kept.recent.first(),
            Some(&PathBuf::from("/captures/5.pcap"))
        );
        assert_eq!(Preferences::from_text(&kept.to_text()), kept);
    }

    #[test]
    fn what_another_version_kept_does_no_harm() {
        assert_eq!(
            Preferences::from_text("{\"colours\":7}"),
            Preferences::default()
        );
        assert!(Preferences::from_text("{\"place_asked\":true,\"new\":1}").place_asked);
    }
}
