//! The forms in which shown flows leave: packets that open as the same flows, tables that agree, nothing local in what is
//! redacted, a dataset that can be begun again.

mod packets;
mod record;
mod tables;

#[path = "../support/mod.rs"]
mod support;

use std::path::PathBuf;
use std::sync::Arc;

use whither::view::query::Query;
use whither::view::screen::Screen;

use support::analysis_of;

/// Samples of every kind.
pub const SAMPLES: [&str; 4] = [
    "phone-creator-upload.pcapng",
    "phone-fresh-install.pcapng",
    "phone-two-apps.pcap",
    "router-cut-off.pcap",
];

/// What the window shows of captures by a filter.
pub fn screen_of(paths: &[PathBuf], filter: &str) -> Screen {
    let query = Query {
        filter: filter.to_owned(),
        ..Query::default()
    };
    let screen = whither::view::screen(&Arc::new(analysis_of(paths)), &query);
    assert_eq!(screen.filter.error, None, "{filter}");
    screen
}
