//! Captures within gzip, zstd, lz4 and xz: read as they are, and to the cut where they are cut.

use std::io::{Cursor, Write};

use super::super::order::ByteOrder;
use super::super::source::from_reader;
use super::super::wrapping::Wrapping;
use super::made::{interface, packet, section};
use super::{Read, read};

/// A pcapng file of 8,000 packets that do not compress too well.
fn sample() -> Vec<u8> {
    let order = ByteOrder::Little;
    let mut file = [section(order), interface(order, 1, &[])].concat();
    let mut state = 7_u32;
    for n in 0..8_000 {
        let mut text = [0; 60];
        for byte in &mut text {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = b'a' + (state >> 28) as u8;
        }
        file.extend(packet(order, 0, n, &text, &[]));
    }
    file
}

fn packed(wrapping: Wrapping, bytes: &[u8]) -> Vec<u8> {
    match wrapping {
        Wrapping::Plain => bytes.to_vec(),
        Wrapping::Gzip => {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(bytes).unwrap();
            gzip.finish().unwrap()
        }
        Wrapping::Zstd => zstd::encode_all(bytes, 1).unwrap(),
        Wrapping::Lz4 => {
            let info =
                lz4_flex::frame::FrameInfo::new().block_size(lz4_flex::frame::BlockSize::Max64KB);
            let mut lz4 = lz4_flex::frame::FrameEncoder::with_frame_info(info, Vec::new());
            lz4.write_all(bytes).unwrap();
            lz4.finish().unwrap()
        }
        Wrapping::Xz => {
            let options = lzma_rust2::XzOptions::with_preset(1);
            let mut xz = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
            xz.write_all(bytes).unwrap();
            xz.finish().unwrap()
        }
    }
}

fn unpacked(bytes: &[u8]) -> (Wrapping, Read) {
    let source = from_reader(Box::new(Cursor::new(bytes.to_vec())), false).unwrap();
    (source.wrapping, read(source.bytes))
}

const ALL: [Wrapping; 5] = [
    Wrapping::Plain,
    Wrapping::Gzip,
    Wrapping::Zstd,
    Wrapping::Lz4,
    Wrapping::Xz,
];

#[test]
fn each_wrapping_gives_the_same_frames() {
    let file = sample();
    let expected = read(&*file).frames;
    for wrapping in ALL {
        let (found, read) = unpacked(&packed(wrapping, &file));
        assert_eq!((found, read.problems.len()), (wrapping, 0));
        assert_eq!(read.frames, expected, "{wrapping:?}");
    }
}

#[test]
fn two_packed_files_behind_one_another_are_both_read() {
    let file = sample();
    let (first, second) = file.split_at(file.len() / 3);
    for wrapping in ALL {
        let both = [packed(wrapping, first), packed(wrapping, second)].concat();
        let read = unpacked(&both).1;
        assert_eq!(
            (read.frames.len(), read.problems.len()),
            (8_000, 0),
            "{wrapping:?}"
        );
    }
}

#[test]
fn a_cut_keeps_what_came_before_and_is_said() {
    let file = sample();
    for wrapping in ALL {
        let whole = packed(wrapping, &file);
        for part in [30, 50, 70, 90, 99] {
            let cut = &whole[..whole.len() * part / 100];
            let read = unpacked(cut).1;
            // Blocks that are cut cannot be unpacked: 128 KiB of zstd, 64 KiB of lz4, a chunk of xz.
            let least = (8_000 * part / 100).saturating_sub(1_700);
            assert!(
                read.frames.len() >= least,
                "{wrapping:?} {part} %: {}",
                read.frames.len()
            );
            let said = read.described.is_err() || !read.problems.is_empty();
            assert!(said, "{wrapping:?} {part} %");
        }
    }
}

#[test]
fn a_cut_behind_a_whole_block_of_lz4_is_said() {
    let order = ByteOrder::Little;
    let mut file = [section(order), interface(order, 1, &[])].concat();
    file.extend(packet(order, 0, 1, &[b'x'; 100], &[]));
    let whole = packed(Wrapping::Lz4, &file);
    // The end mark is missing, all blocks are there.
    let read = unpacked(&whole[..whole.len() - 4]).1;
    assert_eq!((read.frames.len(), read.problems.len()), (1, 1));
}

#[test]
fn every_start_of_a_wrapped_file_ends() {
    let order = ByteOrder::Little;
    let mut file = [section(order), interface(order, 1, &[])].concat();
    file.extend(packet(order, 0, 1, b"text", &[]));
    for wrapping in ALL {
        let whole = packed(wrapping, &file);
        for length in 1..whole.len() {
            let Ok(source) = from_reader(Box::new(Cursor::new(whole[..length].to_vec())), false)
            else {
                continue;
            };
            let found = read(source.bytes);
            assert!(found.frames.len() <= 1, "{wrapping:?} {length}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x41;
            if let Ok(source) = from_reader(Box::new(Cursor::new(damaged)), false) {
                read(source.bytes);
            }
        }
    }
}
