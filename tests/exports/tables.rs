//! Tables agree with each other, are redacted, and make a dataset.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use whither::analysis::progress::Progress;
use whither::analysis::run::Options;
use whither::export::dataset::{Done, Extractor, TABLES};
use whither::export::forms::{Form, Order, write};
use whither::export::write::Overwrite;
use whither::view::redact::Redaction;
use whither::view::screen::Screen;

use crate::support::{analysis_of, reference, sample};
use crate::{SAMPLES, screen_of};

fn exported(screen: &Screen, form: Form, redaction: &Redaction, folder: &Path) -> Vec<u8> {
    let path = folder.join(format!("flows.{}", form.token()));
    let order = Order {
        columns: &[],
        path: &path,
        overwrite: Overwrite::Yes,
        redaction,
        options: &Options::default(),
        progress: &Progress::default(),
    };
    write(screen, &order).expect("a file");
    fs::read(path).unwrap()
}

/// Each column of a Parquet file as texts; what is null is empty.
fn columns(path: &Path) -> BTreeMap<String, Vec<String>> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let mut found = BTreeMap::<String, Vec<String>>::new();
    for row in reader.get_row_iter(None).unwrap() {
        for (name, field) in row.unwrap().get_column_iter() {
            let text = match field {
                Field::Null => String::new(),
                Field::Str(text) => text.clone(),
                other => other.to_string(),
            };
            found.entry(name.clone()).or_default().push(text);
        }
    }
    found
}

#[test]
fn parquet_and_csv_are_one_table() {
    let folder = tempfile::tempdir().unwrap();
    let screen = screen_of(&[sample(SAMPLES[0])], "");
    for redaction in [Redaction::none(), Redaction::of(&screen.analysis)] {
        let csv = exported(&screen, Form::Csv, &redaction, folder.path());
        let bytes = exported(&screen, Form::Parquet, &redaction, folder.path());
        let again = exported(&screen, Form::Parquet, &redaction, folder.path());
        assert!(bytes == again, "the same bytes");
        let found = columns(&folder.path().join("flows.parquet"));
        let mut reader = csv::Reader::from_reader(&*csv);
        let names = reader.headers().unwrap().clone();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert!(rows.len() > 10);
        for (at, name) in names.iter().enumerate() {
            let want = rows.iter().map(|row| row[at].trim_start_matches('\''));
            match name {
                "start_utc" | "end_utc" => assert_eq!(found[name].len(), rows.len()),
                _ => assert!(want.eq(found[name].iter()), "{name}"),
            }
        }
    }
}

#[test]
fn redacted_lines_tell_nothing_local() {
    let folder = tempfile::tempdir().unwrap();
    let screen = screen_of(&[sample(SAMPLES[0])], "");
    let local = screen.analysis.flows[0].client.ip.to_string();
    let whole = exported(&screen, Form::JsonLines, &Redaction::none(), folder.path());
    let whole = String::from_utf8(whole).unwrap();
    assert!(whole.contains(&local));
    let redaction = Redaction::of(&screen.analysis);
    let text = exported(&screen, Form::JsonLines, &redaction, folder.path());
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains(&local), "{local}");
    assert_eq!(text.lines().count(), whole.lines().count());
    for (one, other) in text.lines().zip(whole.lines()) {
        let one: serde_json::Value = serde_json::from_str(one).unwrap();
        let other: serde_json::Value = serde_json::from_str(other).unwrap();
        assert_eq!(one["payload_bytes"], other["payload_bytes"]);
        assert_eq!(one["country"]["grade"], other["country"]["grade"]);
        assert!(one["client"]["port"].is_null());
    }
    let beside = fs::read_to_string(folder.path().join("flows.jsonl.sources.txt")).unwrap();
    assert!(beside.contains("Redacted:"), "{beside}");
}

/// Elements that are open at the end; panics where one ends that is not open.
fn open_elements(xml: &str) -> Vec<&str> {
    let mut open = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "{text}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.starts_with('?') && !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
        for entity in text.split('&').skip(1) {
            assert!(
                entity
                    .split_once(';')
                    .is_some_and(|(name, _)| name.len() < 6),
                "{text}"
            );
        }
    }
    open
}

#[test]
fn the_map_is_well_formed_kml() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = screen_of(&[sample(SAMPLES[0])], "");
    screen.query.place = Some(whither::tag::capture_place::CapturePlace::parse("US").unwrap());
    let redaction = Redaction::of(&screen.analysis);
    let kml = exported(&screen, Form::Kml, &redaction, folder.path());
    let kml = String::from_utf8(kml).unwrap();
    assert_eq!(open_elements(&kml), Vec::<&str>::new());
    let points = kml.matches("<Placemark>").count();
    assert_eq!(points, screen.map.countries.len());
    assert_eq!(kml.matches("<LineString>").count(), points);
    assert!(kml.contains("First network hop, not storage"));
    assert!(!screen.map.margin.is_empty());
    for item in &screen.map.margin {
        let line = format!("Cannot be placed: {}: {}\n", item.label, item.value);
        assert!(kml.contains(&line), "no {line}");
    }
}

#[test]
fn a_dataset_is_begun_again_where_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("data");
    let extractor = || Extractor {
        to: &to,
        options: Options {
            hash: true,
            ..Options::default()
        },
        reference: reference(),
        claim: None,
    };
    let one = extractor().extract(&sample(SAMPLES[0])).unwrap();
    let Done::Written {
        folder: at, flows, ..
    } = &one
    else {
        panic!("{one:?}")
    };
    let there = extractor().extract(&sample(SAMPLES[0])).unwrap();
    let (at_again, problems) = (at.clone(), 0);
    assert_eq!(
        there,
        Done::There {
            folder: at_again,
            problems
        }
    );
    let day = analysis_of(&[sample(SAMPLES[0])]).captures[0]
        .first
        .unwrap()
        .day_text();
    assert!(at.starts_with(to.join(format!("date={day}"))), "{at:?}");
    for table in TABLES {
        assert!(at.join(table).is_file(), "{table}");
    }
    let found = columns(&at.join("flows.parquet"));
    assert_eq!(found["flow"].len(), *flows);
    let about = columns(&at.join("captures.parquet"));
    let sum = |name: &str| {
        found[name]
            .iter()
            .map(|n| n.parse::<u64>().unwrap())
            .sum::<u64>()
    };
    let number = |name: &str| about[name][0].parse::<u64>().unwrap();
    let outside = number("not_ip_bytes") + number("unread_bytes");
    assert_eq!(sum("wire_bytes") + outside, number("wire_bytes"));
    let evidence = columns(&at.join("evidence.parquet"));
    assert!(evidence["flow"].len() >= *flows);
    let none = folder.path().join("no.pcap");
    fs::write(&none, b"this is no capture").unwrap();
    let done = extractor().extract(&none).unwrap();
    assert!(done.has_problems(), "{done:?}");
    let again = extractor().extract(&none).unwrap();
    assert!(
        matches!(again, Done::There { problems: 1, .. }),
        "{again:?}"
    );
    let left = fs::read_dir(&to)
        .unwrap()
        .map(|one| one.unwrap().file_name());
    let left: Vec<_> = left
        .filter(|name| !name.to_string_lossy().starts_with("date="))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
