//! Damaged captures: each ends by itself, says where, and keeps what came before.

mod support;

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::ops::ControlFlow;

use support::sample;
use whither::capture::frame::CaptureIndex;
use whither::capture::problem::ProblemLog;
use whither::capture::reader::{Description, Ending, read_capture};
use whither::capture::source::from_reader;
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
fn read(bytes: impl std::io::Read) -> Outcome {
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
                None => {
                    gather.take(&table.add(frame, &packet).unwrap(), log);
                }
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
    let whole = read(&*bytes);
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
        let whole = read(&*bytes);
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
                assert!(read(&*damaged).frames <= most, "{name}, byte {at}");
            }
        }
    }
}

/// Lengths that lie, at the place of each record's lengths.
#[test]
fn lying_lengths_end() {
    for name in ["phone-fresh-install.pcapng", "router-cut-off.pcap"] {
        let bytes = bytes_of(name, 20_000);
        let whole = read(&*bytes);
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
                        read(&*damaged).frames >= before,
                        "{name}, record at {edge}, field {field}"
                    );
                }
            }
        }
    }
}

/// Of pcapng one turned byte behind the first packet costs that packet at most, and never in silence.
#[test]
fn a_flipped_byte_costs_one_block_of_pcapng() {
    let bytes = bytes_of("phone-fresh-install.pcapng", 5_000);
    let whole = read(&*bytes);
    let first = usize::try_from(whole.offsets[0]).unwrap();
    for at in first..bytes.len() {
        for flip in [0xff, 0x80, 0x01] {
            let mut damaged = bytes.clone();
            damaged[at] ^= flip;
            let kept = read(&*damaged);
            assert!(kept.frames + 1 >= whole.frames, "byte {at}");
            assert!(
                kept.frames == whole.frames || kept.problems > 0,
                "byte {at} is lost in silence"
            );
        }
    }
}

/// A stretch of zeros, anywhere and of any length: the packets before and behind it are there.
#[test]
fn a_hole_in_pcapng_costs_the_blocks_it_touches() {
    let bytes = bytes_of("phone-fresh-install.pcapng", 20_000);
    let whole = read(&*bytes);
    let edges: Vec<usize> = whole.offsets.iter().map(|at| *at as usize).collect();
    for from in (edges[0]..bytes.len()).step_by(97) {
        for length in [1, 40, 700, 5_000] {
            let to = (from + length).min(bytes.len());
            let mut damaged = bytes.clone();
            damaged[from..to].fill(0);
            let ends = edges.iter().skip(1).copied().chain([bytes.len()]);
            let blocks = edges.iter().copied().zip(ends);
            let untouched = blocks.filter(|(begin, end)| *end <= from || *begin >= to);
            let kept = read(&*damaged);
            assert!(
                kept.frames >= untouched.count() as u64,
                "{length} zeros at {from}"
            );
        }
    }
}

/// As `read`, over a file that may be wrapped.
fn unwrap(file: &[u8]) -> Option<Outcome> {
    let source = from_reader(Box::new(Cursor::new(file.to_vec())), false).ok()?;
    Some(read(source.bytes))
}

fn wrapped(bytes: &[u8]) -> [(&'static str, Vec<u8>); 4] {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    let info = lz4_flex::frame::FrameInfo::new().block_size(lz4_flex::frame::BlockSize::Max64KB);
    let mut lz4 = lz4_flex::frame::FrameEncoder::with_frame_info(info, Vec::new());
    lz4.write_all(bytes).unwrap();
    let options = lzma_rust2::XzOptions::with_preset(1);
    let mut xz = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    xz.write_all(bytes).unwrap();
    [
        ("gzip", gzip.finish().unwrap()),
        ("zstd", zstd::encode_all(bytes, 3).unwrap()),
        ("lz4", lz4.finish().unwrap()),
        ("xz", xz.finish().unwrap()),
    ]
}

#[test]
fn wrapped_captures_are_the_same_and_half_of_one_is_half() {
    // Several blocks of each wrapping: of a block that is cut nothing can be unpacked.
    let bytes = bytes_of("phone-fresh-install.pcapng", 900_000);
    let whole = read(&*bytes);
    for (name, packed) in wrapped(&bytes) {
        let found = unwrap(&packed).unwrap();
        assert_eq!((found.frames, found.problems), (whole.frames, 0), "{name}");
        let half = unwrap(&packed[..packed.len() / 2]).unwrap();
        assert!(half.frames > 0 && half.problems > 0, "half of {name}");
    }
}

/// Cut and turned bytes at both ends and in steps between: it ends, and what is missing is said.
#[test]
fn damage_in_wrapped_captures_ends_and_is_said() {
    let bytes = bytes_of("phone-fresh-install.pcapng", 60_000);
    let whole = read(&*bytes);
    for (name, packed) in wrapped(&bytes) {
        let ends = (1..80).chain(packed.len() - 80..packed.len());
        for at in ends.chain((80..packed.len() - 80).step_by(389)) {
            let mut turned = packed.clone();
            turned[at] ^= 0x10;
            for damaged in [&packed[..at], &turned] {
                let Some(found) = unwrap(damaged) else {
                    continue;
                };
                let said = found.problems > 0 || found.ending.is_none();
                assert!(
                    found.frames == whole.frames || said,
                    "{name} at {at}: {} frames",
                    found.frames
                );
            }
        }
    }
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_ends() {
    let mut bytes = bytes_of("phone-fresh-install.pcapng", 3_000);
    bytes.resize(6 << 20, 0);
    for (name, packed) in wrapped(&bytes) {
        let found = unwrap(&packed).unwrap();
        assert!(found.frames > 0 && found.problems > 0, "{name}");
    }
}

/// The name of a file says nothing about what it holds.
#[test]
fn formats_are_told_by_content() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to) in [
        ("phone-fresh-install.pcapng", "a.pcap"),
        ("router-cut-off.pcap", "b.pcapng"),
        ("router-cut-off.pcap", "c.gz"),
    ] {
        let path = folder.path().join(to);
        fs::write(&path, bytes_of(from, 9_000)).unwrap();
        let analysis = support::analysis_of(&[path]);
        let format = &analysis.captures[0].format;
        let begins = from.rsplit('.').next().unwrap();
        assert!(format.starts_with(begins), "{to} holds {format}");
        assert!(analysis.captures[0].frames > 0 && analysis.captures[0].whole);
    }
}

#[test]
fn plain_bytes_are_counted_as_they_pass() {
    let bytes = bytes_of("router-cut-off.pcap", 9_000);
    let mut source = from_reader(Box::new(Cursor::new(bytes.clone())), true).unwrap();
    let mut plain = Vec::new();
    source.bytes.read_to_end(&mut plain).unwrap();
    assert_eq!(plain, bytes);
    assert_eq!(source.meter.bytes(), bytes.len() as u64);
}
