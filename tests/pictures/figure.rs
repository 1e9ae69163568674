//! The picture that is exported, and the timeline in it.

use std::path::Path;

use whither::capture::frame::Time;
use whither::draw::map::WorldMap;
use whither::draw::theme::Theme;
use whither::draw::timeline::paint_timeline;
use whither::export::figure::{FigureOf, FigureOptions, paint, render};
use whither::export::picture::svg_of;
use whither::export::provenance::Provenance;
use whither::reference::world::World;
use whither::view::query::{Metric, Query, TimeSpan};
use whither::view::redact::Redaction;
use whither::view::screen::TimelineBin;

use super::{keep, screen_of, us_query};

#[test]
fn the_figure_comes_out_in_light_and_dark_and_again_the_same() {
    let world = WorldMap::new(&World::load().expect("the bundled world"));
    let screen = screen_of(&us_query());
    let provenance = Provenance::of(&screen.analysis, &screen.query);
    for (dark, scale, name) in [
        (false, 1.0, "figure-light.png"),
        (true, 2.0, "figure-dark-2x.png"),
    ] {
        let options = FigureOptions {
            dark,
            scale,
            ..FigureOptions::default()
        };
        let of = FigureOf {
            screen: &screen,
            provenance: &provenance,
            redaction: &Redaction::of(&screen.analysis),
            world: &world,
        };
        let picture = render(of, options).expect("a picture");
        assert_eq!(
            (picture.width, picture.height),
            ((1600.0 * scale) as u32, (1060.0 * scale) as u32)
        );
        assert!(
            picture.rgba.chunks(4).all(|pixel| pixel[3] == 255),
            "the picture is opaque"
        );
        let again = render(of, options).expect("a picture");
        assert!(picture == again, "the same screen gives the same bytes");
        keep(name, &picture, scale);
    }
}

#[test]
fn the_drawing_says_in_text_what_the_picture_shows() {
    let world = WorldMap::new(&World::load().expect("the bundled world"));
    let screen = screen_of(&us_query());
    let redaction = Redaction::of(&screen.analysis);
    let provenance = Provenance::of(&screen.analysis, &screen.query).redacted(&redaction);
    let options = FigureOptions::default();
    let of = FigureOf {
        screen: &screen,
        provenance: &provenance,
        redaction: &redaction,
        world: &world,
    };
    let draw = || svg_of(of, options).expect("a drawing");
    let svg = draw();
    assert!(svg == draw(), "the same screen gives the same bytes");
    for words in [
        &screen.headline.lead,
        "First network hop, not storage",
        "Redacted: ",
    ] {
        assert!(svg.contains(&format!(">{words}")), "no text says {words}");
    }
    let count = |what: &str| svg.matches(what).count();
    assert_eq!(count("<text "), count("</text>"));
    assert_eq!(count("<g "), count("</g>"));
    assert!(svg.len() < 3_000_000, "{} bytes", svg.len());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("figure.svg");
    std::fs::write(path, svg).expect("the target's folder can be written");
}

#[test]
fn small_and_place_less_figures_come_out_too() {
    let world = WorldMap::new(&World::load().expect("the bundled world"));
    for (query, width, height, name) in [
        (Query::default(), 800, 600, "figure-least.png"),
        (
            Query {
                metric: Metric::Received,
                ..Query::default()
            },
            1100,
            800,
            "figure-received.png",
        ),
        (
            Query {
                filter: "country:AQ".into(),
                ..Query::default()
            },
            1600,
            1060,
            "figure-empty.png",
        ),
    ] {
        let screen = screen_of(&query);
        let provenance = Provenance::of(&screen.analysis, &screen.query);
        let options = FigureOptions {
            width,
            height,
            ..FigureOptions::default()
        };
        let of = FigureOf {
            screen: &screen,
            provenance: &provenance,
            redaction: &Redaction::of(&screen.analysis),
            world: &world,
        };
        keep(name, &render(of, options).expect("a picture"), 1.0);
    }
}

#[test]
fn the_timeline_comes_out() {
    let theme = Theme::light();
    let mut timeline = screen_of(&us_query()).timeline;
    timeline.start = Some(Time::from_nanos(1_795_442_530_000_000_000));
    timeline.bin_nanos = 5_000_000_000;
    timeline.bins = (0..211_u64)
        .map(|n| TimelineBin {
            sent: n * n % 97,
            received: n * 31 % 83,
            ..TimelineBin::default()
        })
        .collect();
    (timeline.start_text, timeline.end_text) = ("14:02:10".into(), "14:19:48".into());
    let at = |n: i64| Time::from_nanos(1_795_442_530_000_000_000 + n * 1_000_000_000);
    timeline.span = Some(TimeSpan {
        from: at(300),
        to: at(420),
    });
    timeline.span_text = "14:07:10 – 14:09:10 · 2 min selected".into();
    let options = FigureOptions {
        width: 1000,
        height: 120,
        scale: 1.0,
        ..FigureOptions::default()
    };
    let picture = paint((1000, 120), options, theme, |painter, rect| {
        painter.rect_filled(rect, 0, theme.background);
        paint_timeline(painter, rect, &timeline, &theme);
    });
    let sent = theme.sent.to_array();
    assert!(
        picture
            .rgba
            .chunks(4)
            .filter(|pixel| *pixel == sent)
            .count()
            > 1000
    );
    keep("timeline.png", &picture, 1.0);
}
