//! Makes captures with planted data and their truth: `cargo run --example make_gold -- FOLDER`.
//!
//! Every flow carries one planted group of fields, or a decoy, in one carrier; all names and persons are invented.
#![allow(dead_code, reason = "the makers of samples do more than is used here")]

#[path = "../make_samples/dice.rs"]
mod dice;
#[path = "../make_samples/ech.rs"]
mod ech;
#[path = "../make_samples/frame.rs"]
mod frame;
#[path = "../make_samples/identity.rs"]
mod identity;
#[path = "../make_samples/pcapng.rs"]
mod pcapng;
#[path = "../make_samples/segment.rs"]
mod segment;
#[path = "../make_samples/story.rs"]
mod story;
#[path = "../make_samples/tcp.rs"]
mod tcp;
#[path = "../make_samples/tls.rs"]
mod tls;
#[path = "../make_samples/wire.rs"]
mod wire;
#[path = "../make_samples/x25519.rs"]
mod x25519;

mod carriers;
mod made;
mod planted;

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let folder = env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .context("say the folder to write to")?;
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let (capture, truth) = made::capture()?;
    fs::write(folder.join("content.pcapng"), capture)?;
    fs::write(folder.join("truth.tsv"), truth)?;
    Ok(())
}
