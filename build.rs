//! Tells the program the commit that it is built from, where its source is a repository: reports print it.
//!
//! Only for release builds, so that a commit does not make every test build anew. `WHITHER_COMMIT` goes before.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-env-changed=WHITHER_COMMIT");
    println!("cargo:rerun-if-changed=build.rs");
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if !is_release || std::env::var_os("WHITHER_COMMIT").is_some() {
        return;
    }
    if is_repository() {
        tell_commit();
    }
}

/// The top of one: the commit of another one around this folder would be a lie.
fn is_repository() -> bool {
    let canonical = |path: String| Path::new(&path).canonicalize().ok();
    let top = git(&["rev-parse", "--show-toplevel"]).and_then(canonical);
    let here = std::env::var("CARGO_MANIFEST_DIR").ok().and_then(canonical);
    top.is_some() && top == here
}

fn tell_commit() {
    let head = git(&["rev-parse", "--git-path", "logs/HEAD"]).unwrap_or_default();
    // Every commit and every checkout adds a line to it; a change of the others makes the commit untrue.
    let watched = [head.as_str(), "src", "assets", "Cargo.toml", "Cargo.lock"];
    for path in watched.into_iter().filter(|path| Path::new(path).exists()) {
        println!("cargo:rerun-if-changed={path}");
    }
    if let Some(commit) = git(&["rev-parse", "HEAD"]) {
        let changed = git(&["status", "--porcelain", "--untracked-files=no"]);
        let mark = match changed.is_none_or(|files| !files.is_empty()) {
            true => ", with changes",
            false => "",
        };
        println!("cargo:rustc-env=WHITHER_COMMIT={commit}{mark}");
    }
}

/// What git answers; `None` without git, and where it refuses.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
