//! Keeps the map in `src/lib.rs` true: who may import whom, where the toolkit may be, what may be nowhere.

use std::fs;
use std::path::{Path, PathBuf};

/// The rows of the map, from the file to the screen. A module imports only from rows above its own.
const ROWS: [&[&str]; 12] = [
    &["capture"],
    &["wire"],
    &["flow"],
    &["evidence"],
    &["reference"],
    &["tag"],
    &["claim"],
    &["analysis"],
    &["view"],
    &["draw"],
    &["export"],
    &["cli", "ui"],
];

/// Tables of data may be longer than code.
const LONG_TABLES: [&str; 1] = ["src/view/screen.rs"];

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn search(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                search(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    search(&root.join(folder), &mut found);
    let relative = |path: PathBuf| path.strip_prefix(root).unwrap().to_path_buf();
    found
        .into_iter()
        .map(|(path, text)| (relative(path), text))
        .collect()
}

fn row_of(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

/// The module of a file below `src`: `src/flow/key.rs` is `flow`.
fn module_of(path: &Path) -> String {
    let part = path.iter().nth(1).unwrap().to_string_lossy().into_owned();
    part.trim_end_matches(".rs").to_owned()
}

fn lines_without_comments(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn report(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn modules_import_only_from_above() {
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        let Some(own) = row_of(&module_of(&path)) else {
            continue;
        };
        for (number, line) in lines_without_comments(&text) {
            for part in line.split("crate::").skip(1) {
                let name: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let same = name == module_of(&path);
                if !same && row_of(&name).is_none_or(|row| row >= own) {
                    faults.push(format!("{}:{number} imports `{name}`", path.display()));
                }
            }
        }
    }
    report(faults);
}

#[test]
fn wire_imports_no_flow_and_flow_only_packets() {
    let messages = sources("src/flow")
        .into_iter()
        .filter(|(_, text)| text.contains("wire::message"))
        .map(|(path, _)| path.display().to_string());
    report(messages.collect());
}

#[test]
fn what_may_be_in_few_places_is_there_only() {
    let rules: [(&[&str], &[&str]); 3] = [
        (
            &["egui", "eframe"],
            &["src/draw", "src/export", "src/ui", "src/main.rs"],
        ),
        (
            &["Instant::", "SystemTime"],
            &["src/ui", "src/cli", "src/analysis/pace.rs"],
        ),
        (
            &[
                "TcpStream",
                "TcpListener",
                "UdpSocket",
                "UnixStream",
                "UnixListener",
                "UnixDatagram",
                "ToSocketAddrs",
            ],
            &[],
        ),
    ];
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        for (words, places) in rules {
            if places.iter().any(|place| path.starts_with(place)) {
                continue;
            }
            for (number, line) in lines_without_comments(&text) {
                for word in words.iter().filter(|word| line.contains(**word)) {
                    faults.push(format!("{}:{number} has `{word}`", path.display()));
                }
            }
        }
    }
    report(faults);
}

#[test]
fn every_file_says_what_it_is_and_stays_short() {
    let mut faults = Vec::new();
    for (path, text) in ["src", "examples", "tests", "benches"]
        .iter()
        .flat_map(|f| sources(f))
    {
        if !text.starts_with("//!") {
            faults.push(format!("{} does not begin with //!", path.display()));
        }
        let long = text.lines().count() > 500;
        let name = path.to_string_lossy();
        if long && !LONG_TABLES.contains(&&*name) && !name.contains("stories") {
            faults.push(format!("{name} has {} lines", text.lines().count()));
        }
    }
    report(faults);
}

#[test]
fn the_map_names_every_module_and_no_other() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let declared: Vec<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let rows: Vec<&str> = ROWS.iter().flat_map(|row| row.iter().copied()).collect();
    assert_eq!(
        declared, rows,
        "lib.rs declares the modules in the order of the map"
    );
    for module in rows {
        assert!(
            ['├', '└']
                .iter()
                .any(|edge| map.contains(&format!("//! {edge}── {module}/"))),
            "the drawing in lib.rs has no row for {module}/"
        );
    }
    assert!(map.contains("#![forbid(unsafe_code)]"));
}
