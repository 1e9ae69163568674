//! Planted data through the whole pipeline: precision and recall for each data type, decoys never above weak.
#![allow(dead_code, reason = "the makers of samples do more than is used here")]

#[path = "../examples/make_samples/dice.rs"]
mod dice;
#[path = "../examples/make_samples/ech.rs"]
mod ech;
#[path = "../examples/make_samples/frame.rs"]
mod frame;
#[path = "../examples/make_samples/identity.rs"]
mod identity;
#[path = "../examples/make_samples/pcapng.rs"]
mod pcapng;
#[path = "../examples/make_samples/segment.rs"]
mod segment;
#[path = "../examples/make_samples/story.rs"]
mod story;
#[path = "../examples/make_samples/tcp.rs"]
mod tcp;
#[path = "../examples/make_samples/tls.rs"]
mod tls;
#[path = "../examples/make_samples/wire.rs"]
mod wire;
#[path = "../examples/make_samples/x25519.rs"]
mod x25519;

#[path = "../examples/make_gold/carriers.rs"]
mod carriers;
#[path = "../examples/make_gold/made.rs"]
mod made;
#[path = "../examples/make_gold/planted.rs"]
mod planted;
mod support;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use whither::export::report::bundle::{Order, bundle};
use whither::tag::data_type::grade::{DataGrade, Presumed};

/// Right, wrong and missed.
#[derive(Default)]
struct Score {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Score {
    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }

    fn add(&mut self, other: &Score) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// The capture and its truth. They are made once: the program that makes them hands out the keys of all handshakes of
/// a process together.
static MADE: LazyLock<(Vec<u8>, String)> = LazyLock::new(|| made::capture().unwrap());

/// What the program made of the flow of each port.
fn presumed() -> (HashMap<u16, Presumed>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("content.pcapng");
    let (capture, truth) = &*MADE;
    std::fs::write(&path, capture).unwrap();
    let analysis = support::analysis_of(&[path]);
    let ports = analysis.flows.iter().map(|flow| flow.client.port.unwrap());
    let data = analysis.tags.iter().map(|tags| tags.data);
    (ports.zip(data).collect(), truth.clone())
}

/// What was planted and tells of somebody, as it stands in the capture.
const OF_SOMEBODY: [&str; 12] = [
    "ada.miller",
    "23125017",
    "b4c9a289323b21a0",
    "52.51631",
    "a4:5e:60:c1:02:9f",
    "490154203237518",
    "6D92078A-8246",
    "9774d56d682e549c",
    "correct horse",
    "q83bYt0wV1xUzR5kPjLm",
    "4111 1111",
    "192.168.77.20",
];

#[test]
fn a_report_of_it_tells_nothing_of_somebody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("content.pcapng");
    std::fs::write(&path, &MADE.0).unwrap();
    let analysis = std::sync::Arc::new(support::analysis_of(&[path]));
    let screen = whither::view::screen(&analysis, &whither::view::query::Query::default());
    let world = whither::reference::world::World::load().unwrap();
    for (show_all, must_hold) in [(false, 0), (true, OF_SOMEBODY.len() - 1)] {
        let redaction = whither::view::redact::Redaction::unless(show_all, &analysis);
        let files = bundle(&screen, &redaction, &world, &Order::default()).unwrap();
        let texts = files
            .iter()
            .map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
        let all: Vec<String> = texts.collect();
        let held: Vec<&str> = OF_SOMEBODY
            .into_iter()
            .filter(|word| all.iter().any(|text| text.contains(word)))
            .collect();
        match show_all {
            false => assert_eq!(held, Vec::<&str>::new()),
            true => assert!(held.len() >= must_hold, "{held:?}"),
        }
    }
}

/// Types that are claimed: *moderate* and *strong*.
fn claimed(presumed: &Presumed) -> Vec<&'static str> {
    match presumed.grade >= DataGrade::Moderate {
        true => [presumed.first, presumed.second]
            .into_iter()
            .flatten()
            .map(|one| one.token())
            .collect(),
        false => Vec::new(),
    }
}

#[test]
fn planted_data_is_found_and_decoys_are_not() {
    let (presumed, truth) = presumed();
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let (mut misses, mut decoys) = (Vec::new(), 0);
    for line in truth.lines().skip(1) {
        let mut cells = line.split('\t');
        let port: u16 = cells.next().unwrap().parse().unwrap();
        let wanted: Vec<&str> = cells
            .next()
            .unwrap()
            .split(',')
            .filter(|one| *one != "decoy")
            .collect();
        decoys += u32::from(wanted.is_empty());
        let got = claimed(&presumed[&port]);
        for one in &wanted {
            let score = scores.entry(one).or_default();
            match got.contains(one) {
                true => score.right += 1,
                false => score.missed += 1,
            }
        }
        for one in got.iter().filter(|one| !wanted.contains(one)) {
            scores.entry(one).or_default().wrong += 1;
        }
        if wanted.iter().any(|one| !got.contains(one))
            || got.iter().any(|one| !wanted.contains(one))
        {
            misses.push(format!("{line} → {:?}", presumed[&port]));
        }
    }
    let mut all = Score::default();
    for (one, score) in &scores {
        println!(
            "{one:20} precision {:.3} recall {:.3} of {}",
            score.precision(),
            score.recall(),
            score.right + score.missed
        );
        all.add(score);
    }
    println!(
        "all: precision {:.3} recall {:.3}; {decoys} decoys",
        all.precision(),
        all.recall()
    );
    println!("{}", misses.join("\n"));
    assert!(
        all.precision() >= 0.98 && all.recall() >= 0.95,
        "{}",
        misses.join("\n")
    );
    let above = misses
        .iter()
        .filter(|line| line.contains("\tdecoy\t"))
        .count();
    assert_eq!(above, 0, "decoys above weak");
}
