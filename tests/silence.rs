//! Provable silence: the program opens no socket to a network, headless or with its window, and misses none.
//!
//! Needs Linux with `unshare`, `strace` and, for the window, `Xvfb`. Where one is not installed that test says so and
//! proves nothing; with `CI` set it fails instead.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use support::sample;

const PROGRAM: &str = env!("CARGO_BIN_EXE_whither");

/// How long the window stays open while its system calls are watched.
const WINDOW_STAYS: Duration = Duration::from_secs(4);

/// Whether a tool runs here; where it must and does not, the test fails.
fn works(words: &[&str]) -> bool {
    let runs = Command::new(words[0])
        .args(&words[1..])
        .output()
        .is_ok_and(|output| output.status.success());
    let must = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    assert!(
        runs || !must,
        "`{}` does not run here, so nothing is proved",
        words.join(" ")
    );
    if !runs {
        eprintln!("not proved here: `{}` does not run", words.join(" "));
    }
    runs
}

/// Every headless command, each over the story.
fn headless(picture: &Path) -> Vec<Vec<String>> {
    let story = sample("phone-fresh-install.pcapng")
        .to_string_lossy()
        .into_owned();
    let folder = picture.with_extension("report");
    let folder = folder.to_string_lossy().into_owned();
    let picture = picture.to_string_lossy().into_owned();
    [
        vec!["flows", &story],
        vec!["problems", &story],
        vec!["follow", &story, "--flow", "6"],
        vec!["picture", &story, "--out", &picture, "--overwrite"],
        vec!["report", &story, "--out", &folder, "--overwrite"],
        vec!["lookup", "54.72.0.10"],
        vec!["--help"],
    ]
    .iter()
    .map(|words| words.iter().map(|word| (*word).to_owned()).collect())
    .collect()
}

fn run(before: &[&str], words: &[String]) -> Output {
    let mut all: Vec<&str> = before.to_vec();
    all.push(PROGRAM);
    all.extend(words.iter().map(String::as_str));
    Command::new(all[0]).args(&all[1..]).output().unwrap()
}

#[test]
fn without_any_network_every_command_gives_the_same() {
    if !works(&["unshare", "-rn", "true"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for words in headless(&folder.path().join("map.png")) {
        let (with, without) = (run(&[], &words), run(&["unshare", "-rn"], &words));
        assert!(with.status.success(), "{words:?}: {with:?}");
        assert_eq!(with.stdout, without.stdout, "{words:?}");
        assert_eq!(with.status.code(), without.status.code(), "{words:?}");
    }
}

/// Calls in a trace that open a socket of any kind but the local one.
fn network_calls(trace: &Path) -> Vec<String> {
    let text = fs::read_to_string(trace).unwrap();
    text.lines()
        .filter(|line| line.contains("socket("))
        .filter(|line| !line.contains("AF_UNIX"))
        .map(str::to_owned)
        .collect()
}

/// The traced program and what came before it.
fn tracing(trace: &Path) -> Vec<String> {
    ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o"]
        .iter()
        .map(|word| (*word).to_owned())
        .chain([trace.to_string_lossy().into_owned()])
        .collect()
}

#[test]
fn no_headless_command_opens_a_socket() {
    if !works(&["strace", "-V"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let before = tracing(&trace);
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    for words in headless(&folder.path().join("map.png")) {
        let output = run(&before, &words);
        assert!(output.status.success(), "{words:?}: {output:?}");
        let text = fs::read_to_string(&trace).unwrap();
        assert!(!text.contains("socket("), "{words:?}: {text}");
    }
}

/// A display without a screen, ended with the test.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    fn open() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut number = [0_u8; 16];
        let read = server.stdout.as_mut().unwrap().read(&mut number).unwrap();
        let number = String::from_utf8_lossy(&number[..read]).trim().to_owned();
        Self {
            server,
            name: format!(":{number}"),
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn the_window_speaks_to_its_display_and_to_nobody_else() {
    if !works(&["strace", "-V"]) || !works(&["sh", "-c", "command -v Xvfb"]) {
        return;
    }
    let (folder, display) = (tempfile::tempdir().unwrap(), Display::open());
    let trace = folder.path().join("trace");
    let before = tracing(&trace);
    let mut window = Command::new(&before[0])
        .args(&before[1..])
        .arg(PROGRAM)
        .arg(sample("phone-fresh-install.pcapng"))
        .env("DISPLAY", &display.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("HOME", folder.path())
        .env("XDG_DATA_HOME", folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    thread::sleep(WINDOW_STAYS);
    let still_open = window.try_wait().unwrap().is_none();
    // The tracer is asked to end, which ends what it traces.
    let _ = Command::new("pkill")
        .args(["-TERM", "-P", &window.id().to_string()])
        .status();
    let output = window.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(still_open, "the window did not stay open: {said}");
    assert_eq!(network_calls(&trace), Vec::<String>::new());
    let text = fs::read_to_string(&trace).unwrap();
    assert!(text.contains("AF_UNIX"), "the display was reached: {text}");
}
