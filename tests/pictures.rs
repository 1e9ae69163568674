//! Pictures of an invented story: every country shows, nothing overlaps, nothing leaves its place, text is in the file.
//!
//! The pictures themselves are written to the target's `tmp` folder, to be looked at.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use egui::{Pos2, Rect, Shape, pos2, vec2};
use whither::analysis::model::{Analysis, CaptureSummary};
use whither::capture::frame::{CaptureIndex, LinkType, Time};
use whither::draw::map::{Camera, MapCache, WorldMap, paint_map};
use whither::draw::theme::Theme;
use whither::draw::timeline::paint_timeline;
use whither::evidence::item::{NameSource, Protocol};
use whither::export::csv_file;
use whither::export::figure::{FigureOptions, paint, render};
use whither::export::png_file::encode;
use whither::export::provenance::Provenance;
use whither::export::raster::Picture;
use whither::export::write::{Overwrite, write_file};
use whither::flow::activity::Activity;
use whither::flow::model::{Endpoint, Flow, LocalRule, Locality, Sides, Transport};
use whither::reference::Reference;
use whither::reference::country::CountryCode;
use whither::reference::world::World;
use whither::tag::model::{AddressTag, NameTag, NetworkTag, Place, TagTables, Tags, Witness};
use whither::view::screen::{CapturePlace, MapCountry, MapView, Metric, Query, Screen};

fn code(text: &str) -> CountryCode {
    CountryCode::parse(text).unwrap_or_else(|| panic!("{text} is a code"))
}

/// Name, address, organisation, place, sent, received.
fn story() -> Vec<(&'static str, &'static str, &'static str, Place, u64, u64)> {
    let country = |text| Place::Country(code(text));
    let disputed = |codes: &[&str]| Place::Disputed(codes.iter().map(|text| code(text)).collect());
    vec![
        (
            "upload-cn.clipclap.example",
            "121.14.0.9",
            "ByteWave",
            country("CN"),
            15_100_000,
            84_000,
        ),
        (
            "log16.clipclap.example",
            "121.14.0.19",
            "ByteWave",
            country("CN"),
            3_100_000,
            12_000,
        ),
        (
            "api-us.clipclap.example",
            "23.4.5.6",
            "ByteWave",
            country("US"),
            14_900_000,
            2_200_000,
        ),
        (
            "mon.clipclap.example",
            "103.6.7.8",
            "ByteWave",
            country("SG"),
            6_100_000,
            9_000,
        ),
        (
            "graph.adnet.example",
            "52.2.3.4",
            "AdNet",
            country("IE"),
            1_900_000,
            44_000,
        ),
        (
            "time.ntp.example",
            "78.46.1.2",
            "Pool",
            country("DE"),
            300_000,
            1_000,
        ),
        (
            "cdn.jp.example",
            "133.1.2.3",
            "Kyoto Edge",
            country("JP"),
            120_000,
            900_000,
        ),
        (
            "video.br.example",
            "200.1.2.3",
            "Rede Sul",
            country("BR"),
            90_000,
            1_900_000,
        ),
        (
            "",
            "203.0.113.7",
            "Penang Hosting",
            disputed(&["MY", "SG"]),
            600_000,
            1_000,
        ),
        (
            "edge.fastcdn.example",
            "104.16.1.1",
            "FastCDN",
            Place::ManyPlaces("FastCDN".into()),
            900_000,
            31_000_000,
        ),
        ("", "198.18.7.7", "", Place::NoAnswer, 40_000, 2_000),
        (
            "=cmd|calc!A1.example",
            "91.1.2.3",
            "+Plus GmbH",
            country("FR"),
            20_000,
            3_000,
        ),
        (
            "nas.local",
            "192.168.1.4",
            "",
            Place::LocalNetwork,
            100_000,
            700_000,
        ),
    ]
}

/// An analysis of `places` as if a phone had spoken to each once.
fn analysis(places: Vec<(&str, &str, &str, Place, u64, u64)>) -> Analysis {
    let mut analysis = empty_analysis();
    for (index, (name, address, organisation, place, sent, received)) in (0_u32..).zip(places) {
        let ip: IpAddr = address.parse().expect("an address");
        let first = analysis.tables.names.len() as u32;
        if !name.is_empty() {
            analysis.tables.names.push(NameTag {
                value: name.into(),
                source: NameSource::Sni,
                frame: u64::from(index) + 1,
                seen_in: index,
                age_nanos: None,
                same_client: true,
            });
        }
        let network = NetworkTag {
            asn: 64_500 + index,
            organisation: Some(organisation.into()),
            table: 2,
        };
        let says = if let Place::Country(code) = place {
            Some(code)
        } else {
            None
        };
        analysis.tables.addresses.push(AddressTag {
            place,
            witnesses: vec![Witness { table: 0, says }, Witness { table: 1, says }],
            network: (!organisation.is_empty()).then_some(network),
        });
        analysis.tags.push(Tags {
            names: (first, analysis.tables.names.len() as u32),
            address: index,
            domain: None,
            protocol: Some(Protocol::Tls),
        });
        analysis
            .flows
            .push(flow(u64::from(index), ip, sent, received));
    }
    analysis
}

fn empty_analysis() -> Analysis {
    let at = |seconds: i64| Some(Time::from_nanos((1_795_442_530 + seconds) * 1_000_000_000));
    Analysis {
        captures: vec![CaptureSummary {
            name: "phone-fresh-install.pcapng".into(),
            path: "phone-fresh-install.pcapng".into(),
            format: "pcapng".into(),
            sha256: Some("9f2c41d0a7b8e6f5".repeat(4)),
            file_bytes: 51_000_000,
            frames: 48_211,
            wire_bytes: 51_000_000,
            links: vec![LinkType::ETHERNET],
            first: at(0),
            last: at(1058),
            outside: Default::default(),
            local_rules: vec![(LocalRule::PrivateAddress, 13)],
            whole: true,
        }],
        flows: Vec::new(),
        tags: Vec::new(),
        tables: TagTables::default(),
        evidence: Vec::new(),
        activity: vec![Activity::default()],
        tunnels: vec![Vec::new()],
        problems: Vec::new(),
        reference: Arc::new(Reference::bundled().expect("the bundled tables")),
        complete: true,
    }
}

fn flow(index: u64, server: IpAddr, sent: u64, received: u64) -> Flow {
    let is_local = matches!(server, IpAddr::V4(ip) if ip.is_private());
    let start = Some(Time::from_nanos(
        (1_795_442_530 + index as i64) * 1_000_000_000,
    ));
    Flow {
        capture: CaptureIndex(0),
        transport: Transport::Tcp,
        client: Endpoint {
            ip: "10.0.0.23".parse().expect("an address"),
            port: Some(51_844),
        },
        server: Endpoint {
            ip: server,
            port: Some(443),
        },
        locality: Sides {
            client: Locality::Local,
            server: if is_local {
                Locality::Local
            } else {
                Locality::Remote
            },
        },
        local_rule: LocalRule::PrivateAddress,
        tunnel: 0,
        first_frame: index * 100 + 1,
        last_frame: index * 100 + 99,
        start,
        end: start,
        frames: Sides {
            client: 50,
            server: 49,
        },
        wire_bytes: Sides {
            client: sent + 2700,
            server: received + 2646,
        },
        payload_bytes: Sides {
            client: sent,
            server: received,
        },
        tcp: None,
        rtt: None,
    }
}

fn screen_of(query: &Query) -> Screen {
    whither::view::screen(&Arc::new(analysis(story())), query)
}

fn us_query() -> Query {
    Query {
        place: Some(CapturePlace(code("US"))),
        ..Query::default()
    }
}

fn keep(name: &str, picture: &Picture, scale: f32) {
    let provenance = Provenance::of(&analysis(story()), &us_query());
    let bytes = encode(picture, &provenance, scale).expect("encodes");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    write_file(&path, &bytes, Overwrite::Yes).expect("the target's folder can be written");
}

#[test]
fn the_figure_comes_out_in_light_and_dark_and_again_the_same() {
    let world = World::load().expect("the bundled world");
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
        let picture = render(&screen, &provenance, &world, options).expect("a picture");
        assert_eq!(
            (picture.width, picture.height),
            ((1600.0 * scale) as u32, (1060.0 * scale) as u32)
        );
        assert!(
            picture.rgba.chunks(4).all(|pixel| pixel[3] == 255),
            "the picture is opaque"
        );
        let again = render(&screen, &provenance, &world, options).expect("a picture");
        assert!(picture == again, "the same screen gives the same bytes");
        keep(name, &picture, scale);
    }
}

#[test]
fn small_and_place_less_figures_come_out_too() {
    let world = World::load().expect("the bundled world");
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
        keep(
            name,
            &render(&screen, &provenance, &world, options).expect("a picture"),
            1.0,
        );
    }
}

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
    };
    MapView {
        metric: Metric::Sent,
        countries: shares.iter().map(country).collect(),
        margin: Vec::new(),
        origin: None,
        legend_title: String::new(),
        legend: Vec::new(),
        provenance: String::new(),
        summary: String::new(),
    }
}

fn map_picture(map: &MapView, world: &WorldMap, size: (u32, u32), cache: &mut MapCache) -> Picture {
    let options = FigureOptions {
        width: size.0,
        height: size.1,
        scale: 1.0,
        dark: false,
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
        map.origin = Some(CapturePlace(code(origin)));
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
            map.origin = Some(CapturePlace(code("NL")));
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

#[test]
fn the_csv_reconciles_with_the_ledger_and_starts_no_formula() {
    let screen = screen_of(&Query {
        filter: "sent>50kB".into(),
        ..Query::default()
    });
    let bytes = csv_file::table(&screen).expect("a table");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let columns = reader.headers().expect("a header").clone();
    assert_eq!(columns.iter().collect::<Vec<_>>(), csv_file::COLUMNS);
    let rows: Vec<BTreeMap<String, String>> = reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect();
    let sum = |column: &str| {
        rows.iter()
            .map(|row| row[column].parse::<u64>().expect("a number"))
            .sum::<u64>()
    };
    assert_eq!(rows.len() as u64, screen.ledger.flows);
    assert_eq!(sum("sent_payload_bytes"), screen.ledger.sent);
    assert_eq!(sum("received_payload_bytes"), screen.ledger.received);
    assert_eq!(sum("wire_bytes"), screen.ledger.wire);
    let all = csv_file::table(&screen_of(&Query::default())).expect("a table");
    let text = String::from_utf8(all).expect("UTF-8");
    assert!(
        text.contains(",'=cmd|calc!A1.example,") && text.contains(",'+Plus GmbH,"),
        "{text}"
    );
    assert!(text.contains("2026-11-23T"), "{text}");
    let disputed = text
        .lines()
        .find(|line| line.contains("203.0.113.7"))
        .expect("the disputed row");
    assert!(
        disputed.contains(",disputed,MY SG,disputed,dbip 2026-06-01 none; ipfire 2026-09-23 none,"),
        "{disputed}"
    );
}

#[test]
fn the_timeline_comes_out() {
    let theme = Theme::light();
    let mut timeline = screen_of(&us_query()).timeline;
    timeline.start = Some(Time::from_nanos(1_795_442_530_000_000_000));
    timeline.bin_nanos = 5_000_000_000;
    timeline.bins = (0..211_u64)
        .map(|n| whither::view::screen::TimelineBin {
            sent: n * n % 97,
            received: n * 31 % 83,
        })
        .collect();
    timeline.peak = 96;
    (timeline.start_text, timeline.end_text) = ("14:02:10".into(), "14:19:48".into());
    let at = |n: i64| Time::from_nanos(1_795_442_530_000_000_000 + n * 1_000_000_000);
    timeline.span = Some(whither::view::screen::TimeSpan {
        from: at(300),
        to: at(420),
    });
    timeline.span_text = "14:07:10 – 14:09:10 · 2 min selected".into();
    let options = FigureOptions {
        width: 1000,
        height: 120,
        scale: 1.0,
        dark: false,
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
