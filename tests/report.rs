//! The folder that `whither report` writes: the same bytes again, hashes that hold, nothing of the captured side in it,
//! and no markup of others.

#[path = "support/pdf.rs"]
mod pdf;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use support::{analysis_of, sample};
use whither::analysis::model::Analysis;
use whither::claim::read::read_file;
use whither::export::report::bundle::{File, MANIFEST, Order, bundle};
use whither::export::report::reopen::read_told;
use whither::flow::model::{Locality, Side};
use whither::reference::provenance::sha256_of;
use whither::reference::world::World;
use whither::view::held::Held;
use whither::view::query::Query;
use whither::view::redact::{ALL_SHOWN, Redaction};

const PROGRAM: &str = env!("CARGO_BIN_EXE_whither");

const SAMPLES: [&str; 6] = [
    "phone-fresh-install.pcapng",
    "phone-creator-upload.pcapng",
    "router-cut-off.pcap",
    "phone-keys-inside.pcapng",
    "phone-two-apps.pcap",
    "phone-hidden-names.pcapng",
];

/// Link-layer addresses of the stories (`examples/make_samples`).
const MACS: [[u8; 6]; 4] = [
    [0x3a, 0x5f, 0x91, 0x07, 0xc2, 0x23],
    [0x06, 0x1d, 0x7e, 0x44, 0x10, 0x01],
    [0x5e, 0x21, 0x0a, 0x9b, 0x33, 0x40],
    [0x02, 0xc4, 0x18, 0x70, 0x0d, 0x57],
];

/// What the stories send of somebody (`examples/make_samples`).
const PLANTED: [&str; 4] = [
    "9b1c2a77-0000-4000-8000-5a4d706c6531",
    "38400000-8cf0-11bd-b23e-10b96e40000d",
    "s-00f1",
    "Phone 9",
];

fn claim() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/claims/clipclap.toml")
}

fn report(words: &[&str], out: &Path) -> Output {
    Command::new(PROGRAM)
        .arg("report")
        .args(words)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap()
}

fn files_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// The files of a report, made in this process.
fn files_of(analysis: Analysis, show_all: bool) -> Vec<File> {
    let analysis = Arc::new(analysis);
    let screen = whither::view::screen(&analysis, &Query::default());
    let redaction = Redaction::unless(show_all, &analysis);
    let world = World::load().unwrap();
    bundle(&screen, &redaction, &world, &Order::default()).unwrap()
}

fn text_of(file: &File) -> String {
    match file.name.ends_with(".pdf") {
        true => pdf::words_of(&file.bytes),
        false => String::from_utf8_lossy(&file.bytes).into_owned(),
    }
}

/// Whether a text holds a word that is not part of a longer number.
fn holds(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + word.len()..].chars().next();
        !is_part(before) && !is_part(behind)
    })
}

fn local_addresses(analysis: &Analysis) -> BTreeSet<String> {
    let ends = analysis.flows.iter().flat_map(|flow| {
        [(Side::Client, flow.client), (Side::Server, flow.server)]
            .into_iter()
            .filter(|(side, end)| flow.locality[*side] == Locality::Local && !end.ip.is_multicast())
            .map(|(_, end)| end.ip.to_string())
    });
    ends.collect()
}

#[test]
fn the_same_command_makes_the_same_bytes_on_one_thread_and_on_many() {
    let folder = tempfile::tempdir().unwrap();
    let claim = claim();
    let capture = sample("phone-creator-upload.pcapng");
    let words = [
        capture.to_str().unwrap(),
        "--claim",
        claim.to_str().unwrap(),
    ];
    let (one, many) = (folder.path().join("one"), folder.path().join("many"));
    let single = [&words[..], &["--threads", "1"]].concat();
    let several = [&words[..], &["--threads", "4"]].concat();
    for (words, out) in [(&single, &one), (&several, &many)] {
        let ran = report(words, out);
        assert!(ran.status.success(), "{ran:?}");
    }
    let (one, many) = (files_in(&one), files_in(&many));
    let names: Vec<&str> = one.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "MANIFEST.sha256",
            "claim.pdf",
            "claim.png",
            "claim.png.json",
            "claim.toml",
            "evidence.csv",
            "flows.csv",
            "map.geojson",
            "map.pdf",
            "map.png",
            "map.png.json",
            "map.svg",
            "report.html",
            "result.json",
            "table.pdf",
            "table.png",
            "table.png.json",
            "timeline.pdf",
            "timeline.png",
            "timeline.png.json",
        ]
    );
    for ((name, one), (_, many)) in one.iter().zip(&many) {
        assert!(one == many, "{name} differs");
    }
    let (_, manifest) = &one[0];
    for line in String::from_utf8_lossy(manifest).lines() {
        let (hash, name) = line.split_once("  ").unwrap();
        let (_, bytes) = one.iter().find(|(own, _)| own == name).unwrap();
        assert_eq!(hash, sha256_of(bytes), "{name}");
    }
    assert_eq!(one[4].1, fs::read(claim).unwrap(), "the claim as used");
    let sums = Command::new("sha256sum")
        .args(["-c", MANIFEST])
        .current_dir(folder.path().join("many"))
        .output();
    if let Ok(sums) = sums {
        assert!(sums.status.success(), "{sums:?}");
    }
}

#[test]
fn no_sample_shows_who_was_captured() {
    for name in SAMPLES {
        let analysis = analysis_of(&[sample(name)]);
        let mut gone: BTreeSet<String> = local_addresses(&analysis);
        assert!(!gone.is_empty(), "{name}");
        for mac in MACS {
            for between in [":", "-", ""] {
                let pairs = mac.map(|byte| format!("{byte:02x}"));
                gone.insert(pairs.join(between));
            }
        }
        gone.extend(PLANTED.map(str::to_owned));
        for file in files_of(analysis, false) {
            let text = text_of(&file);
            let found: Vec<&String> = gone.iter().filter(|word| holds(&text, word)).collect();
            assert!(found.is_empty(), "{name}: {} holds {found:?}", file.name);
        }
    }
}

#[test]
fn everything_is_shown_on_demand_and_that_is_said() {
    let analysis = analysis_of(&[sample("phone-keys-inside.pcapng")]);
    let files = files_of(analysis, true);
    let text = |name: &str| text_of(files.iter().find(|file| file.name == name).unwrap());
    assert!(text("flows.csv").contains("10.0.0.23"));
    assert!(text("evidence.csv").contains(PLANTED[0]));
    assert!(text("result.json").contains("comment: ClipClap by ByteWave, with the keys"));
    let warning = ALL_SHOWN.split(". ").next().unwrap();
    for name in [
        "report.html",
        "result.json",
        "map.png.json",
        "map.png",
        "map.svg",
        "map.pdf",
    ] {
        assert!(text(name).contains(warning), "{name} does not say so");
    }
}

#[test]
fn text_of_others_becomes_no_markup() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let capture = folder.path().join("<b onload=x>&.pcapng");
    fs::copy(sample("phone-hidden-names.pcapng"), &capture).unwrap();
    let claim_path = folder.path().join("claim.toml");
    let text = fs::read_to_string(claim()).unwrap();
    let title = text.lines().find(|line| line.starts_with("title")).unwrap();
    fs::write(
        &claim_path,
        text.replace(title, &format!("title = '{hostile}'")),
    )
    .unwrap();
    let claim = read_file(&claim_path).unwrap();
    let analysis = analysis_of(&[capture]).with_claim(Arc::new(claim));
    let analysis = Arc::new(analysis);
    let screen = whither::view::screen(&analysis, &Query::default());
    let order = Order {
        command: format!("whither report {hostile}"),
        claim: Some(fs::read(&claim_path).unwrap()),
        ..Order::default()
    };
    let redaction = Redaction::of(&analysis);
    let files = bundle(&screen, &redaction, &World::load().unwrap(), &order).unwrap();
    let page = text_of(
        files
            .iter()
            .find(|file| file.name == "report.html")
            .unwrap(),
    );
    for markup in [
        "<script",
        "<img src=x",
        "<b onload",
        "http-equiv=\"refresh",
        " src=\"http",
        "href=\"http",
    ] {
        assert!(!page.contains(markup), "the page has {markup}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone_unless_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report");
    let capture = sample("phone-two-apps.pcap");
    let words = [
        capture.to_str().unwrap(),
        "--made-at",
        "2026-11-30T12:00:00Z",
    ];
    assert_eq!(report(&words, &out).status.code(), Some(0));
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("No claim was given") && page.contains("made at 2026-11-30T12:00:00Z"));
    let result = fs::read_to_string(out.join("result.json")).unwrap();
    assert!(
        !result.contains("2026-11-30T12:00:00Z"),
        "no moment of making is in the result"
    );
    fs::write(out.join("claim.toml"), "of another report").unwrap();
    fs::write(out.join("notes.txt"), "somebody's own").unwrap();
    let again = report(&words, &out);
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert_eq!(again.status.code(), Some(1), "{said}");
    assert!(
        said.contains("the folder is not empty, and --overwrite was not given"),
        "{said}"
    );
    let told = report(&[&words[..], &["--overwrite"]].concat(), &out);
    assert_eq!(told.status.code(), Some(0), "{told:?}");
    assert!(
        !out.join("claim.toml").exists(),
        "what is not of this report is gone"
    );
    assert!(
        out.join("notes.txt").exists(),
        "what is nobody's report stays"
    );
}

#[test]
fn a_page_holds_its_words_and_a_held_scale_is_kept() {
    let analysis = Arc::new(analysis_of(&[sample("phone-two-apps.pcap")]));
    let held = Held::parse("1kB,500B");
    let query = Query {
        held,
        ..Query::default()
    };
    let screen = whither::view::screen(&analysis, &query);
    let redaction = Redaction::of(&analysis);
    let world = World::load().unwrap();
    let files = bundle(&screen, &redaction, &world, &Order::default()).unwrap();
    let text = |name: &str| text_of(files.iter().find(|file| file.name == name).unwrap());
    let map = text("map.pdf");
    for words in [
        screen.headline.lead.as_str(),
        "Scale fixed at 1 kB",
        "above the scale: ",
        "Redacted: ",
    ] {
        assert!(map.contains(words), "no word of {words}");
    }
    assert!(!map.contains("CreationDate"));
    assert!(text("timeline.pdf").contains("above it have a cap"));
    assert!(text("map.png.json").contains("scale fixed at 1 kB, bars at 500 B"));
    let folder = tempfile::tempdir().unwrap();
    for name in ["result.json", "map.png.json"] {
        let path = folder.path().join(name);
        fs::write(&path, text(name)).unwrap();
        assert_eq!(read_told(&path).and_then(|told| told.held), held, "{name}");
    }
}
