//! What several test files need: the samples, their truth, and texts that are reviewed like code.
#![allow(dead_code, reason = "each test file uses a part")]

pub mod made;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use whither::analysis::model::Analysis;
use whither::analysis::progress::Progress;
use whither::analysis::run::{Options, read_captures};
use whither::reference::Reference;

/// A bundled sample.
pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("sample-captures")
        .join(name)
}

/// What the sample's maker wrote down.
pub fn truth_of(name: &str) -> serde_json::Value {
    let stem = name.rsplit_once('.').unwrap().0;
    let text = fs::read_to_string(sample(&format!("{stem}.truth.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The bundled tables, unpacked once for all tests of a file.
pub fn reference() -> Arc<Reference> {
    static REFERENCE: OnceLock<Arc<Reference>> = OnceLock::new();
    Arc::clone(REFERENCE.get_or_init(|| Arc::new(Reference::bundled().unwrap())))
}

/// Captures through the whole pipeline.
pub fn analysis_of(paths: &[PathBuf]) -> Analysis {
    let options = Options {
        hash: true,
        without_names: false,
        ..Options::default()
    };
    read_captures(
        paths,
        &options,
        reference(),
        &Progress::default(),
        &mut |_| {},
    )
    .unwrap()
}

/// Compares with `tests/expected/NAME.txt`; `WHITHER_ACCEPT=1` writes it, and the difference is then reviewed like code.
pub fn expect_text(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/expected")
        .join(format!("{name}.txt"));
    if std::env::var_os("WHITHER_ACCEPT").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let differing = found.lines().zip(expected.lines()).find(|(f, e)| f != e);
    assert!(
        found == expected,
        "{} differs from what was reviewed; first difference: {differing:#?}",
        path.display()
    );
}
