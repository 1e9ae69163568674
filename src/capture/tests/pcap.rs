//! Every kind of classic pcap file.

use super::super::order::ByteOrder;
use super::made::{pcap_header, u32s};
use super::read;

/// Two records with `extra` between lengths and bytes; lengths captured first.
fn records(order: ByteOrder, extra: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    for (second, text) in [(7, "abc"), (8, "defgh")] {
        let length = text.len() as u32;
        file.extend(u32s(order, &[second, 5, length, length + 20]));
        file.extend(extra);
        file.extend(text.bytes());
    }
    file
}

fn expected(link: u32, nanos: u64) -> [String; 2] {
    [(7, "abc", 23), (8, "defgh", 25)].map(|(second, text, wire)| {
        let number = second - 6;
        let at = second * 1_000_000_000 + nanos;
        format!("{number}: link {link} if 0 at {at} wire {wire} {text}")
    })
}

#[track_caller]
fn check(file: &[u8], format: &str, link: u32, nanos: u64) {
    let found = read(file);
    assert_eq!(found.frames, expected(link, nanos));
    assert_eq!(found.problems, Vec::<String>::new());
    assert_eq!(found.description().format, format);
}

#[test]
fn each_magic_is_read_in_both_orders() {
    for order in ByteOrder::ALL {
        for (magic, format, nanos) in [
            (0xa1b2_c3d4, "pcap", 5_000),
            (0xa1b2_3c4d, "pcap (nanoseconds)", 5),
            (0xa12b_3c4d, "pcap (Navtel)", 5),
        ] {
            let header = pcap_header(order, magic, [2, 4], 101);
            check(&[header, records(order, &[])].concat(), format, 101, nanos);
        }
        for (magic, nanos) in [(0x1c00_01ac, 5), (0x1c00_01ab, 5_000)] {
            let mut header = pcap_header(order, magic, [2, 4], 1);
            header.extend([0; 4]);
            check(
                &[header, records(order, &[])].concat(),
                "pcap (Ixia)",
                1,
                nanos,
            );
        }
    }
}

#[test]
fn longer_record_headers_are_found_out() {
    for order in ByteOrder::ALL {
        let interface = u32s(order, &[3]);
        let protocol: &[u8] = match order {
            ByteOrder::Little => &[0, 8, 4, 0],
            ByteOrder::Big => &[8, 0, 4, 0],
        };
        let modified = [&interface, protocol].concat();
        let smp = [&modified[..], &[9, 9, 0, 0]].concat();
        for (magic, extra) in [
            (0xa1b2_cd34, &modified),
            (0xa1b2_cd34, &smp),
            (0xa1b2_c3d4, &modified),
        ] {
            let header = pcap_header(order, magic, [2, 4], 1);
            let file = [header, records(order, extra)].concat();
            check(&file, "pcap (modified)", 1, 5_000);
        }
        let nokia = 0x9fbf_b601_u32.to_le_bytes();
        let header = pcap_header(order, 0xa1b2_c3d4, [2, 4], 1);
        let file = [header, records(order, &nokia)].concat();
        check(&file, "pcap (Nokia)", 1, 5_000);
    }
}

#[test]
fn aix_states_its_own_types_and_counts_nanoseconds() {
    let order = ByteOrder::Big;
    // Lengths the other way round, as before version 2.3.
    let turned = |wire_first: &[u8]| {
        let mut file = wire_first.to_vec();
        for at in [0, 19] {
            file[at + 8..at + 16].rotate_left(4);
        }
        file
    };
    let old = turned(&records(order, &[]));
    let aix = [pcap_header(order, 0xa1b2_c3d4, [2, 2], 6), old.clone()].concat();
    check(&aix, "pcap (AIX)", 1, 5);
    let plain = [pcap_header(order, 0xa1b2_c3d4, [2, 2], 1), old.clone()].concat();
    check(&plain, "pcap", 1, 5_000);
    let between = [pcap_header(order, 0xa1b2_c3d4, [2, 3], 1), old].concat();
    check(&between, "pcap", 1, 5_000);
}

#[test]
fn a_version_that_nobody_defined_is_said() {
    let order = ByteOrder::Little;
    let header = pcap_header(order, 0xa1b2_c3d4, [1, 4], 1);
    let found = read(&*[header, records(order, &[])].concat());
    assert_eq!(found.frames, expected(1, 5_000));
    let said = "the file states version 1.4 of pcap, which nobody defined @ 4";
    assert_eq!(found.problems, [said]);
}

#[test]
fn every_shorter_file_keeps_what_is_whole() {
    let order = ByteOrder::Little;
    let header = pcap_header(order, 0xa1b2_c3d4, [2, 4], 1);
    let file = [header, records(order, &[])].concat();
    for length in 0..file.len() {
        let found = read(&file[..length]);
        let whole = usize::from(length >= 43);
        assert_eq!(found.described.is_ok(), length >= 24, "{length} bytes");
        assert_eq!(found.frames, expected(1, 5_000)[..whole], "{length} bytes");
        let at_edge = length <= 24 || length == 43;
        assert_eq!(found.problems.is_empty(), at_edge, "{length} bytes");
    }
}
