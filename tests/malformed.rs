//! Damaged captures: each ends by itself, says where, and keeps what came before.

mod support;

use std::fs;
use std::ops::ControlFlow;

use support::sample;
use whither::capture::frame::CaptureIndex;
use whither::capture::problem::ProblemLog;
use whither::capture::reader::{Description, Ending, read_capture};
use whither::evidence::gather::Gather;
use whither::flow::splitting::Splitting;
use whither::flow::table::FlowTable;
use whither::wire::packet::{Decoded, decode};

/// What reading some bytes gave.
struct Outcome {
    frames: u64,
    problems: usize,
    offsets: Vec<u64>,
    ending: Option<Ending>,
}

/// The pipeline over bytes in memory, without the tables.
fn read(bytes: &[u8]) -> Outcome {
    let (mut log, mut frames, mut offsets) = (ProblemLog::default(), 0, Vec::new());
    let (mut table, mut gather) = (
        FlowTable::new(CaptureIndex(0), Splitting::default()),
        Gather::default(),
    );
    let described = read_capture(bytes, &mut log, &mut |frame, log| {
        frames += 1;
        offsets.push(frame.offset);
        if let Decoded::Packet(packet) = decode(frame) {
            match packet.fragment {
                None => gather.take(&table.add(frame, &packet).unwrap(), log),
                Some(part) => {
                    for released in table.add_fragment(frame, &packet, part) {
                        gather.take(&table.add_released(&released).unwrap(), log);
                    }
                }
            }
        }
        ControlFlow::Continue(())
    });
    table.flows_so_far(&[], &[]);
    Outcome {
        frames,
        offsets,
        problems: log.problems(CaptureIndex(0)).len(),
        ending: described.ok().map(|Description { ending, .. }| ending),
    }
}

/// Small samples: the first `limit` bytes of the bundled ones, cut at a record.
fn bytes_of(name: &str, limit: usize) -> Vec<u8> {
    let mut bytes = fs::read(sample(name)).unwrap();
    let whole = read(&bytes);
    let end = whole
        .offsets
        .iter()
        .copied()
        .take_while(|at| (*at as usize) < limit)
        .last();
    bytes.truncate(end.unwrap() as usize);
    bytes
}

#[test]
fn cut_at_every_record_edge_and_beside_it() {
    for name in ["phone-fresh-install.pcapng", "router-cut-off.pcap"] {
        let bytes = bytes_of(name, 60_000);
        let whole = read(&bytes);
        assert_eq!(
            (whole.ending, whole.problems),
            (Some(Ending::Whole), 0),
            "{name}"
        );
        for (before, edge) in (0_u64..).zip(&whole.offsets) {
            let edge = usize::try_from(*edge).unwrap();
            let at = read(&bytes[..edge]);
            assert_eq!(
                (at.frames, at.ending),
                (before, Some(Ending::Whole)),
                "{name} cut at {edge}"
            );
            for cut in [edge - 1, edge + 1] {
                let kept = read(&bytes[..cut]);
                let least = before.saturating_sub(1);
                assert!(
                    kept.frames == before || kept.frames == least,
                    "{name} cut at {cut}"
                );
                if kept.ending.is_some() {
                    assert!(kept.problems > 0, "{name} cut at {cut} says so");
                }
            }
        }
    }
}

#[test]
fn every_start_of_a_file_is_read_or_refused() {
    for name in ["phone-fresh-install.pcapng", "router-cut-off.pcap"] {
        let bytes = bytes_of(name, 3_000);
        for length in 0..bytes.len() {
            let kept = read(&bytes[..length]);
            assert!(
                kept.ending.is_some() || kept.frames == 0,
                "{name}, {length} bytes"
            );
        }
    }
}

/// Every byte of the first records turned over, in turn: never a panic, never more frames than can be there.
#[test]
fn a_flipped_byte_anywhere_ends() {
    for name in ["phone-fresh-install.pcapng", "router-cut-off.pcap"] {
        let bytes = bytes_of(name, 5_000);
        let most = bytes.len() as u64 / 16;
        for at in 0..bytes.len() {
            for flip in [0xff, 0x80, 0x01] {
                let mut damaged = bytes.clone();
                damaged[at] ^= flip;
                assert!(read(&damaged).frames <= most, "{name}, byte {at}");
            }
        }
    }
}

/// Lengths that lie, at the place of each record's lengths.
#[test]
fn lying_lengths_end() {
    for name in ["phone-fresh-install.pcapng", "router-cut-off.pcap"] {
        let bytes = bytes_of(name, 20_000);
        let whole = read(&bytes);
        for (before, edge) in (0_u64..).zip(&whole.offsets) {
            let edge = usize::try_from(*edge).unwrap();
            for field in [4, 8, 12, 20, 24] {
                for lie in [
                    [0; 4],
                    [0xff; 4],
                    [0x7f, 0xff, 0xff, 0xff],
                    [1, 0, 0, 0],
                    [0, 0, 0, 13],
                ] {
                    let mut damaged = bytes.clone();
                    damaged[edge + field..edge + field + 4].copy_from_slice(&lie);
                    assert!(
                        read(&damaged).frames >= before,
                        "{name}, record at {edge}, field {field}"
                    );
                }
            }
        }
    }
}

#[test]
fn compressed_captures_are_the_same_and_damage_in_them_is_said() {
    use std::io::{Read as _, Write as _};
    // Several zstd blocks: of a block that is cut nothing can be unpacked.
    let bytes = bytes_of("phone-fresh-install.pcapng", 900_000);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&bytes).unwrap();
    let zstd = zstd::encode_all(bytes.as_slice(), 3).unwrap();
    for packed in [gzip.finish().unwrap(), zstd] {
        let unpacked = |packed: &[u8]| {
            let source = whither::capture::source::from_reader(
                Box::new(std::io::Cursor::new(packed.to_vec())),
                false,
            );
            let mut log = ProblemLog::default();
            let mut frames = 0;
            let read = source.and_then(|source| {
                read_capture(source.bytes, &mut log, &mut |_, _| {
                    frames += 1;
                    ControlFlow::Continue(())
                })
            });
            (frames, read.is_ok(), log.problems(CaptureIndex(0)).len())
        };
        assert_eq!(unpacked(&packed), (read(&bytes).frames, true, 0));
        let (frames, opened, problems) = unpacked(&packed[..packed.len() / 2]);
        assert!(
            frames > 0 && opened && problems > 0,
            "half of it: {frames} frames, {problems} problems"
        );
    }
    let mut plain = Vec::new();
    let plain_source =
        whither::capture::source::from_reader(Box::new(std::io::Cursor::new(bytes.clone())), true)
            .unwrap();
    let meter = plain_source.meter.clone();
    { plain_source.bytes }.read_to_end(&mut plain).unwrap();
    assert_eq!(plain, bytes);
    assert_eq!(meter.bytes(), bytes.len() as u64);
}
