//! Damage in the middle of a pcapng file costs the damaged blocks and no others.

use super::super::order::ByteOrder::{Big, Little};
use super::super::reader::Ending;
use super::made::{block, interface, packet, section};
use super::read;

/// A section, an interface, and five packets `p0` to `p4`; and where each block begins.
fn sample() -> (Vec<u8>, Vec<usize>) {
    let mut blocks = vec![section(Little), interface(Little, 1, &[])];
    blocks.extend((0..5).map(|n| packet(Little, 0, n, format!("p{n}").as_bytes(), &[])));
    let edges = (0..blocks.len())
        .map(|n| blocks[..n].concat().len())
        .collect();
    (blocks.concat(), edges)
}

/// The texts of the packets that were read.
fn texts(file: &[u8]) -> (Vec<String>, Vec<String>, Ending) {
    let found = read(file);
    let last = |frame: &String| frame.rsplit(' ').next().unwrap().to_owned();
    let ending = found.description().ending;
    (
        found.frames.iter().map(last).collect(),
        found.problems,
        ending,
    )
}

#[test]
fn an_impossible_length_costs_one_block() {
    let (file, edges) = sample();
    for lie in [[0; 4], [0xff; 4], [3, 0, 0, 0], [0xff, 0xff, 0xff, 0]] {
        let mut damaged = file.clone();
        damaged[edges[3] + 4..edges[3] + 8].copy_from_slice(&lie);
        let (frames, problems, ending) = texts(&damaged);
        assert_eq!(frames, ["p0", "p2", "p3", "p4"], "{lie:?}");
        let skipped = format!(
            "36 bytes of the file are damaged and were skipped @ {}",
            edges[3]
        );
        assert!(problems.contains(&skipped), "{problems:?}");
        assert_eq!(ending, Ending::Damaged);
    }
}

#[test]
fn a_length_that_swallows_its_neighbours_is_found_out() {
    let (file, edges) = sample();
    for lie in [12_u8, 16, 40, 100] {
        let mut damaged = file.clone();
        damaged[edges[3] + 4] = lie;
        let (frames, problems, _) = texts(&damaged);
        assert_eq!(frames, ["p0", "p2", "p3", "p4"], "{lie}");
        assert!(problems[0].starts_with("a block's length is damaged"));
    }
    // Two and three blocks long: the length at the end is right.
    for lie in [72_u8, 108] {
        let mut damaged = file.clone();
        damaged[edges[3] + 4] = lie;
        let (frames, problems, _) = texts(&damaged);
        assert_eq!((frames.len(), problems.len()), (5, 1), "{lie}");
    }
}

#[test]
fn a_damaged_second_length_costs_nothing() {
    let (file, edges) = sample();
    for block in [2, 4, 7] {
        let mut damaged = file.clone();
        let end = edges.get(block).copied().unwrap_or(file.len());
        damaged[end - 4] ^= 0x55;
        let (frames, problems, ending) = texts(&damaged);
        assert_eq!(frames.len(), 5);
        assert!(problems[0].starts_with("the two lengths of a block differ"));
        assert_eq!(ending, Ending::Whole);
    }
}

#[test]
fn bytes_that_were_lost_or_put_in_between_cost_one_block() {
    let (file, edges) = sample();
    for gone in 1..36 {
        let mut damaged = file.clone();
        damaged.drain(edges[3]..edges[3] + gone);
        let (frames, problems, _) = texts(&damaged);
        assert_eq!(frames, ["p0", "p2", "p3", "p4"], "{gone} bytes lost");
        assert!(!problems.is_empty());
        let mut damaged = file.clone();
        damaged.splice(edges[3]..edges[3], vec![0xee; gone]);
        assert_eq!(texts(&damaged).0.len(), 5, "{gone} bytes put in");
    }
}

#[test]
fn a_section_header_without_its_mark_is_skipped() {
    let second = [
        section(Big),
        interface(Big, 101, &[]),
        packet(Big, 0, 9, b"other", &[]),
    ];
    let (file, edges) = sample();
    let mut damaged = [file.clone(), second.concat()].concat();
    damaged[file.len() + 8] = 0;
    assert_eq!(texts(&damaged).0.last().unwrap(), "other");
    let mut damaged = file;
    damaged[edges[0] + 8] = 0;
    assert_eq!(texts(&damaged).0.len(), 5);
}

#[test]
fn a_file_inside_a_packet_is_not_taken_for_the_file_itself() {
    let (inner, _) = sample();
    let file = [
        section(Little),
        interface(Little, 1, &[]),
        packet(Little, 0, 1, &inner, &[]),
        packet(Little, 0, 2, b"after", &[]),
    ]
    .concat();
    let found = read(&*file);
    assert_eq!((found.frames.len(), found.problems.len()), (2, 0));
}

#[test]
fn nothing_but_damage_ends() {
    let file = [section(Little), vec![0x06; 300_000]].concat();
    let (frames, problems, ending) = texts(&file);
    assert_eq!((frames.len(), ending), (0, Ending::Damaged));
    assert_eq!(problems.len(), 1);
}

#[test]
fn pcapdroid_writes_one_byte_of_the_second_length_of_an_interface() {
    let mut second = interface(Little, 101, &[]);
    let end = second.len();
    second[end - 3..].copy_from_slice(&[0xab, 0xcd, 0xef]);
    let file = [
        section(Little),
        interface(Little, 101, &[]),
        second,
        packet(Little, 1, 3, b"a", &[]),
    ]
    .concat();
    let found = read(&*file);
    assert_eq!(found.frames, ["1: link 101 if 1 at 3000 wire 10 a"]);
}

#[test]
fn custom_blocks_of_others_are_stepped_over() {
    let file = [
        section(Little),
        interface(Little, 1, &[]),
        block(Little, 0x4000_0bad, b"whatever"),
        block(Little, 0x8000_0001, b""),
        packet(Little, 0, 1, b"a", &[]),
    ]
    .concat();
    let found = read(&*file);
    assert_eq!((found.frames.len(), found.problems.len()), (1, 0));
}

#[test]
fn a_block_of_an_unknown_kind_is_said() {
    let file = [
        section(Little),
        interface(Little, 1, &[]),
        block(Little, 0x204, b"event"),
        packet(Little, 0, 1, b"a", &[]),
    ]
    .concat();
    let found = read(&*file);
    assert_eq!(found.frames.len(), 1);
    let said = "a block of an unknown kind was stepped over @ 48";
    assert_eq!(found.problems, [said]);
}
