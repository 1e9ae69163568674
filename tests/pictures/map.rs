//! The map alone: every country shows, no line or label leaves its place, the pointer finds what is there.

use egui::{Pos2, Rect, Shape, pos2, vec2};
use whither::draw::map::{Camera, MapCache, WorldMap, paint_map};
use whither::draw::theme::Theme;
use whither::export::figure::{FigureOptions, paint};
use whither::export::raster::Picture;
use whither::reference::country::CountryCode;
use whither::reference::world::World;
use whither::tag::capture_place::CapturePlace;
use whither::view::query::MapBy;
use whither::view::query::Metric;
use whither::view::screen::{MapCountry, MapView};

use super::phone::code;
use super::{screen_of, us_query};

/// A map of these countries alone.
fn map_of(shares: &[(CountryCode, f32)]) -> MapView {
    let country = |&(code, share): &(CountryCode, f32)| MapCountry {
        code,
        name: code.name().to_string(),
        value: (share * 1e6) as u64,
        disputed: 0,
        text: format!("{:.1} MB sent", share * 18.2),
        share,
        active: false,
        term: String::new(),
        parts: Vec::new(),
    };
    MapView {
        metric: Metric::Sent,
        countries: shares.iter().map(country).collect(),
        margin: Vec::new(),
        disc: None,
        origin: None,
        by: MapBy::Place,
        legend_title: String::new(),
        legend: Vec::new(),
        scale: String::new(),
        largest: 0,
        key_title: String::new(),
        key: Vec::new(),
        provenance: String::new(),
        summary: String::new(),
    }
}

fn map_picture(map: &MapView, world: &WorldMap, size: (u32, u32), cache: &mut MapCache) -> Picture {
    let options = FigureOptions {
        width: size.0,
        height: size.1,
        ..FigureOptions::default()
    };
    let theme = Theme::light();
    paint(size, options, theme, |painter, rect| {
        paint_map(
            painter,
            rect,
            map,
            world,
            &Camera::whole_world(),
            &theme,
            None,
            cache,
        );
    })
}

#[test]
fn every_country_code_changes_the_map_where_it_lies() {
    let world = WorldMap::new(&World::load().expect("the bundled world"));
    let size = (360, 200);
    let mut cache = MapCache::default();
    let mut without_text = map_of(&[]);
    let empty = map_picture(&without_text, &world, size, &mut cache);
    let mut codes = 0;
    for code in CountryCode::all() {
        let mut country = map_of(&[(code, 1.0)]).countries;
        // The label alone would change pixels: the shade or the mark must do it.
        country[0].name.clear();
        country[0].text.clear();
        without_text.countries = country;
        let picture = map_picture(&without_text, &world, size, &mut cache);
        let blue = Theme::light().ramp(1.0).to_array();
        let shaded = |picture: &Picture| {
            picture
                .rgba
                .chunks(4)
                .filter(|pixel| *pixel == blue)
                .count()
        };
        assert!(
            picture != empty && shaded(&picture) > 0,
            "{} does not show",
            code.name()
        );
        codes += 1;
    }
    assert!(codes >= 249, "only {codes} codes");
}

/// All shapes that a map paints, in a window of its own.
fn shapes(map: &MapView, world: &WorldMap, rect: Rect, cache: &mut MapCache) -> Vec<Shape> {
    let context = egui::Context::default();
    Theme::light().apply(&context);
    let input = egui::RawInput {
        screen_rect: Some(rect),
        ..Default::default()
    };
    let mut output = context.run_ui(input, |ui| {
        paint_map(
            ui.painter(),
            rect,
            map,
            world,
            &Camera::whole_world(),
            &Theme::light(),
            None,
            cache,
        );
    });
    output.textures_delta.clear();
    output
        .shapes
        .into_iter()
        .map(|clipped| clipped.shape)
        .collect()
}

fn longest_segment(shape: &Shape) -> f32 {
    match shape {
        Shape::Path(path) => path
            .points
            .windows(2)
            .map(|pair| pair[0].distance(pair[1]))
            .fold(0.0, f32::max),
        Shape::LineSegment { points, .. } => points[0].distance(points[1]),
        // Filled lands have long triangles inside; lines are meshes with soft edges.
        Shape::Mesh(mesh) if mesh.vertices.iter().any(|vertex| vertex.color.a() == 0) => mesh
            .triangles()
            .map(|t| t.map(|i| mesh.vertices[i as usize].pos))
            .map(longest_side)
            .fold(0.0, f32::max),
        Shape::Vec(shapes) => shapes.iter().map(longest_segment).fold(0.0, f32::max),
        _ => 0.0,
    }
}

fn longest_side([a, b, c]: [Pos2; 3]) -> f32 {
    a.distance(b).max(b.distance(c)).max(c.distance(a))
}

fn everywhere() -> Vec<(CountryCode, f32)> {
    CountryCode::all()
        .enumerate()
        .map(|(n, code)| (code, 1.0 / (n as f32 + 1.0)))
        .collect()
}

#[test]
fn no_line_runs_across_the_map() {
    let world = WorldMap::new(&World::load().expect("the bundled world"));
    let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1200.0, 640.0));
    for origin in ["US", "FJ", "JP", "NZ", "RU", "IE", "CL"] {
        let mut map = map_of(&everywhere());
        map.origin = Some(CapturePlace::Country(code(origin)));
        let longest = shapes(&map, &world, rect, &mut MapCache::default())
            .iter()
            .map(longest_segment)
            .fold(0.0, f32::max);
        assert!(
            longest < rect.width() / 2.0,
            "from {origin}: {longest} points"
        );
    }
}

#[test]
fn labels_neither_overlap_nor_leave_the_map() {
    let world = WorldMap::new(&World::load().expect("the bundled world"));
    for (width, height) in [(1200.0, 640.0), (700.0, 420.0), (360.0, 240.0)] {
        let rect = Rect::from_min_size(pos2(30.0, 20.0), vec2(width, height));
        let europe: Vec<(CountryCode, f32)> = [
            "DE", "NL", "BE", "LU", "FR", "CH", "AT", "CZ", "DK", "LI", "SI", "IE", "GB", "MC",
        ]
        .iter()
        .map(|text| (code(text), 0.5))
        .collect();
        for shares in [europe, everywhere()] {
            let mut map = map_of(&shares);
            map.origin = Some(CapturePlace::Country(code("NL")));
            let mut cache = MapCache::default();
            shapes(&map, &world, rect, &mut cache);
            let cards = cache.label_rects();
            assert!(cards.len() >= 3, "{} labels", cards.len());
            for (index, (card, _)) in cards.iter().enumerate() {
                assert!(rect.contains_rect(*card), "{card:?} leaves {rect:?}");
                let others = cards.iter().skip(index + 1);
                assert!(
                    others.clone().all(|(other, _)| !other.intersects(*card)),
                    "{card:?}"
                );
            }
        }
    }
}

#[test]
fn every_part_that_has_no_place_is_printed_in_any_width() {
    let world = WorldMap::new(&World::load().expect("the bundled world"));
    for width in [420.0, 760.0, 1500.0] {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, 400.0));
        let map = screen_of(&us_query()).map;
        let mut cache = MapCache::default();
        shapes(&map, &world, rect, &mut cache);
        let cards = cache.margin_rects();
        assert_eq!(cards.len(), map.margin.len());
        assert!(
            cards.iter().all(|card| rect.contains_rect(*card)),
            "{width}: {cards:?}"
        );
        for (index, card) in cards.iter().enumerate() {
            assert_eq!(cache.margin_under(card.center()), Some(index));
        }
    }
}

#[test]
fn the_pointer_finds_areas_marks_and_labels() {
    let world = WorldMap::new(&World::load().expect("the bundled world"));
    let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1200.0, 640.0));
    let map = map_of(&[(code("SG"), 1.0), (code("VA"), 0.5)]);
    let mut cache = MapCache::default();
    shapes(&map, &world, rect, &mut cache);
    let view = Camera::whole_world().view(rect);
    let at = |text: &str| {
        let anchor = world.anchor(code(text)).expect("an anchor");
        view.to_screen(whither::draw::map::plane::PlanePoint::of(anchor))
    };
    for text in ["SG", "VA", "BR", "CN", "AU", "US", "RU", "CD"] {
        assert_eq!(
            cache.country_under(&world, at(text)),
            Some(code(text)),
            "{text}"
        );
    }
    assert_eq!(
        cache.country_under(&world, at("SG") + vec2(6.0, 0.0)),
        Some(code("SG"))
    );
    let (card, of) = cache.label_rects()[0];
    assert_eq!(cache.country_under(&world, card.center()), Some(of));
    assert_eq!(cache.country_under(&world, pos2(2.0, 2.0)), None);
}
