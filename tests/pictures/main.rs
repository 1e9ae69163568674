//! Pictures of an invented story: every country shows, nothing overlaps, nothing leaves its place, text is in the file.
//!
//! The pictures themselves are written to the target's `tmp` folder, to be looked at.

mod figure;
mod map;
#[path = "../support/phone.rs"]
mod phone;
mod table;

use std::path::Path;
use std::sync::Arc;

use whither::export::figure::FigureOptions;
use whither::export::png_file::encode;
use whither::export::provenance::Provenance;
use whither::export::raster::Picture;
use whither::export::write::{Overwrite, write_file};
use whither::tag::capture_place::CapturePlace;
use whither::view::query::Query;
use whither::view::screen::Screen;

use phone::{analysis, code, story};

fn screen_of(query: &Query) -> Screen {
    whither::view::screen(&Arc::new(analysis(story())), query)
}

fn us_query() -> Query {
    Query {
        place: Some(CapturePlace::Country(code("US"))),
        ..Query::default()
    }
}

fn keep(name: &str, picture: &Picture, scale: f32) {
    let provenance = Provenance::of(&analysis(story()), &us_query());
    let options = FigureOptions {
        scale,
        ..FigureOptions::default()
    };
    let bytes = encode(picture, &provenance, options).expect("encodes");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    write_file(&path, &bytes, Overwrite::Yes).expect("the target's folder can be written");
}
