//! Makes the bundled sample captures: `cargo run --example make_samples`.
//!
//! Invented stories (`stories`) are played with real TLS and QUIC handshakes in memory, no socket is opened, and
//! written with a truth file each. All randomness is seeded: the same program writes the same bytes.

mod dice;
mod dns;
mod ech;
mod frame;
mod household;
mod http;
mod http2;
mod identity;
mod name_stories;
mod pcapdroid;
mod pcapng;
mod play;
mod quic;
mod quic_peer;
mod segment;
mod stage;
mod stories;
mod story;
mod tcp;
mod tls;
mod truth;
mod visits;
mod wire;
mod wireguard;
mod x25519;

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result, ensure};

use crate::frame::Frame;
use crate::story::{Format, Story};
use crate::truth::Cut;

fn main() -> Result<()> {
    ensure!(
        x25519::agrees_with_ring(),
        "the seeded key exchange is wrong"
    );
    let folder = env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("sample-captures"), PathBuf::from);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for story in stories::ALL.iter().chain(name_stories::ALL) {
        let made = make(story).with_context(|| format!("cannot make {}", story.name))?;
        for (name, bytes) in made {
            let path = folder.join(name);
            fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
            println!(
                "{}  {:>9}  {}",
                truth::sha256(&bytes),
                bytes.len(),
                path.display()
            );
        }
    }
    Ok(())
}

/// The files of one story: the capture, its truth, and, where all bytes are there to decrypt, the secrets of its
/// handshakes.
fn make(story: &'static Story) -> Result<Vec<(String, Vec<u8>)>> {
    let (mut frames, flows) = play::play(story)?;
    let keys = identity::take_keys();
    let (name, file, cut) = match story.format {
        Format::Pcapng => (
            format!("{}.pcapng", story.name),
            pcapng::pcapng(story, &frames, ""),
            None,
        ),
        Format::PcapngKeysInside => (
            format!("{}.pcapng", story.name),
            pcapng::pcapng(story, &frames, &keys),
            None,
        ),
        Format::Pcapdroid => (
            format!("{}.pcap", story.name),
            pcapng::pcap_of_android(story, &frames),
            None,
        ),
        Format::PcapCutOff => {
            let (file, cut) = cut_off(story, &mut frames);
            (format!("{}.pcap", story.name), file, Some(cut))
        }
    };
    let mut truth = truth::tell(&name, &file, &frames, &flows);
    truth.cut = cut;
    let truth = serde_json::to_string_pretty(&truth)? + "\n";
    let mut files = vec![
        (name, file),
        (format!("{}.truth.json", story.name), truth.into_bytes()),
    ];
    let keys_beside = matches!(story.format, Format::Pcapng | Format::PcapCutOff);
    if keys_beside && story.keep_of_bulk_bytes.is_none() {
        files.push((format!("{}.keys.txt", story.name), keys.into_bytes()));
    }
    Ok(files)
}

/// Writes a classic pcap and cuts it in the middle of its last record, which leaves the list of frames.
fn cut_off(story: &Story, frames: &mut Vec<Frame>) -> (Vec<u8>, Cut) {
    let mut file = pcapng::pcap(story, frames);
    let last = frames.pop().map_or(0, |frame| frame.kept);
    let record_at = file.len() - last - pcapng::PCAP_RECORD_BYTES;
    debug_assert!(record_at >= pcapng::PCAP_HEADER_BYTES);
    file.truncate(record_at + pcapng::PCAP_RECORD_BYTES + last / 2);
    let cut = Cut {
        record_at,
        file_ends_at: file.len(),
        whole_frames: frames.len(),
    };
    (file, cut)
}
