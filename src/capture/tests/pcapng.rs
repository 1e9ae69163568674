//! Sections, interfaces, clocks, and what a pcapng file tells beside its packets.

use super::super::order::ByteOrder::{Big, Little};
use super::made::{block, interface, option, packet, section, u16s, u32s};
use super::read;

#[test]
fn sections_of_both_orders_number_interfaces_anew() {
    let file = [
        section(Little),
        interface(Little, 1, &[]),
        interface(Little, 101, &[option(Little, 9, &[9])]),
        packet(Little, 1, 5, b"one", &[]),
        packet(Little, 0, 5, b"two", &[]),
        section(Big),
        interface(Big, 113, &[option(Big, 9, &[0x80 | 10])]),
        packet(Big, 0, 512, b"three", &[]),
    ]
    .concat();
    let found = read(&*file);
    let expected = [
        "1: link 101 if 1 at 5 wire 12 one",
        "2: link 1 if 0 at 5000 wire 12 two",
        "3: link 113 if 2 at 500000000 wire 14 three",
    ];
    assert_eq!(found.frames, expected);
    assert_eq!(found.problems, Vec::<String>::new());
}

#[test]
fn an_offset_of_the_clock_is_added() {
    let offset = option(Big, 14, &100_i64.to_be_bytes());
    let back = option(Big, 14, &(-1_i64).to_be_bytes());
    let file = [
        section(Big),
        interface(Big, 1, &[option(Big, 9, &[0]), offset]),
        interface(Big, 1, &[option(Big, 9, &[3]), back]),
        packet(Big, 0, 2, b"a", &[]),
        packet(Big, 1, 1, b"b", &[]),
    ]
    .concat();
    let expected = [
        "1: link 1 if 0 at 102000000000 wire 10 a",
        "2: link 1 if 1 at -999000000 wire 10 b",
    ];
    assert_eq!(read(&*file).frames, expected);
}

#[test]
fn a_time_that_cannot_be_said_is_no_time() {
    let file = [
        section(Big),
        interface(Big, 1, &[option(Big, 9, &[40])]),
        packet(Big, 0, 2, b"a", &[]),
    ]
    .concat();
    let found = read(&*file);
    assert_eq!(found.frames, ["1: link 1 if 0 at - wire 10 a"]);
    assert_eq!(found.problems.len(), 1);
}

#[test]
fn comments_names_programs_and_interfaces_are_kept() {
    let names = [
        u16s(Little, &[1, 10]),
        b"\xc0\x00\x02\x07a.exa\0\0\0".to_vec(),
    ]
    .concat();
    let program = [
        u32s(Little, &[62_652]),
        vec![1, 1],
        u32s(Little, &[10_123]),
        vec![0, 8],
        b"ClipClap".to_vec(),
    ];
    let file = [
        section(Little),
        interface(Little, 1, &[option(Little, 2, b"wlan0")]),
        interface(
            Little,
            1,
            &[
                option(Little, 3, b"Modem"),
                option(Little, 4, &[10, 0, 0, 7, 255, 0, 0, 0]),
            ],
        ),
        block(Little, 0x0bad, &program.concat()),
        packet(
            Little,
            0,
            5,
            b"a",
            &[option(Little, 1, b"u-10123"), option(Little, 1, b"second")],
        ),
        block(Little, 4, &names),
    ]
    .concat();
    let found = read(&*file);
    assert_eq!(found.frames, ["1: link 1 if 0 at 5000 wire 10 a u-10123"]);
    let told = found.description();
    assert_eq!(told.interface_names, ["wlan0", "Modem"]);
    assert_eq!(
        told.interface_addresses,
        ["10.0.0.7".parse::<std::net::IpAddr>().unwrap()]
    );
    assert_eq!(told.names[0].name, "a.exa");
    assert_eq!(told.programs[0].name, "ClipClap");
    assert_eq!(found.problems, Vec::<String>::new());
}

#[test]
fn what_was_dropped_is_said_once_with_the_last_count() {
    let statistics = |interface: u32, dropped: u64| {
        let count = option(Little, 5, &dropped.to_le_bytes());
        block(
            Little,
            5,
            &[u32s(Little, &[interface, 0, 0]), count].concat(),
        )
    };
    let lost = option(Little, 4, &3_u64.to_le_bytes());
    let file = [
        section(Little),
        interface(Little, 1, &[]),
        interface(Little, 1, &[]),
        statistics(0, 2),
        packet(Little, 0, 5, b"a", &[lost]),
        statistics(0, 5),
        statistics(1, 1),
    ]
    .concat();
    let expected = [
        "packets were lost before a frame, as the capturing program says @ 104",
        "the capturing program dropped 6 packets @ 68",
    ];
    assert_eq!(read(&*file).problems, expected);
}

#[test]
fn every_shorter_file_keeps_what_is_whole() {
    let file = [
        section(Big),
        interface(Big, 1, &[option(Big, 2, b"eth0")]),
        packet(Big, 0, 5, b"one", &[]),
        packet(Big, 0, 6, b"two", &[]),
    ];
    let edges: Vec<usize> = (0..=4).map(|n| file[..n].concat().len()).collect();
    let file = file.concat();
    for length in 0..=file.len() {
        let found = read(&file[..length]);
        let whole = edges[3..].iter().filter(|edge| **edge <= length).count();
        assert_eq!(found.frames.len(), whole, "{length} bytes");
        assert_eq!(found.described.is_ok(), length >= 8, "{length} bytes");
        let at_edge = length < 8 || edges.contains(&length);
        assert_eq!(found.problems.is_empty(), at_edge, "{length} bytes");
    }
}
