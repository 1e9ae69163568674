//! The packets of shown flows open as the same flows.

use std::fs;
use std::path::{Path, PathBuf};

use whither::analysis::model::Analysis;
use whither::analysis::progress::Progress;
use whither::analysis::run::Options;
use whither::export::packets;
use whither::export::write::Overwrite;
use whither::view::screen::Screen;

use crate::support::{analysis_of, sample};
use crate::{SAMPLES, screen_of};

fn packets_to(screen: &Screen, path: &Path) -> packets::Written {
    let (options, progress) = (Options::default(), Progress::default());
    packets::write(screen, &options, &progress, path, Overwrite::No).expect("packets")
}

/// What must be the same of each shown flow; with `name`, what its name and its app are too.
fn told(analysis: &Analysis, ids: impl Iterator<Item = usize>) -> Vec<String> {
    let one = |at: usize| {
        let (flow, tags) = (&analysis.flows[at], &analysis.tags[at]);
        let name = analysis.tables.name_of(tags).map(|name| &name.value);
        let app = analysis.tables.app_of(tags);
        format!(
            "{:?} {:?} {:?} {} {:?} {:?} {:?} {:?}–{:?} {name:?} {app:?}",
            flow.transport,
            flow.client,
            flow.server,
            flow.interface,
            flow.frames,
            flow.wire_bytes,
            flow.payload_bytes,
            flow.start,
            flow.end
        )
    };
    let mut all: Vec<String> = ids.map(one).collect();
    all.sort();
    all
}

fn check_packets(paths: &[PathBuf], filter: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shown.pcapng");
    let screen = screen_of(paths, filter);
    let written = packets_to(&screen, &path);
    let shown = screen.table.order.iter().map(|id| id.0 as usize);
    let frames = |at: usize| screen.analysis.flows[at].frames.total();
    let sum: u64 = shown.clone().map(frames).sum();
    assert_eq!(written.packets, sum, "{paths:?} {filter}");
    assert_eq!(written.flows, shown.len() as u64);
    assert!(sum > 0, "{filter} keeps something");
    let again = analysis_of(&[path]);
    assert_eq!(again.captures[0].frames, sum);
    assert_eq!(again.problems.len(), 0, "{:#?}", again.problems);
    let (before, after) = (
        told(&screen.analysis, shown),
        told(&again, 0..again.flows.len()),
    );
    if !screen.table.order.is_empty() && names_need_others(filter) {
        return assert_eq!(before.len(), after.len());
    }
    assert_eq!(before, after, "{paths:?} {filter}");
}

/// A filter that leaves DNS out leaves out what names the other flows.
fn names_need_others(filter: &str) -> bool {
    filter.contains("-proto:dns")
}

#[test]
fn packets_of_shown_flows_open_as_the_same_flows() {
    for name in SAMPLES {
        let path = [sample(name)];
        for filter in ["", "proto:dns", "-proto:dns"] {
            check_packets(&path, filter);
        }
    }
}

#[test]
fn packets_of_compressed_captures_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let plain = fs::read(sample(SAMPLES[0])).unwrap();
    let packed = folder.path().join("packed.pcapng.zst");
    fs::write(&packed, zstd::encode_all(&*plain, 3).unwrap()).unwrap();
    let (one, two) = (
        folder.path().join("1.pcapng"),
        folder.path().join("2.pcapng"),
    );
    packets_to(&screen_of(&[sample(SAMPLES[0])], ""), &one);
    packets_to(&screen_of(&[packed], ""), &two);
    let same = |path: &Path| {
        let bytes = fs::read(path).unwrap();
        // Behind the section header, which names the file and its hash.
        let length = u32::from_le_bytes(bytes[4..8].try_into().unwrap());
        bytes[length as usize..].to_vec()
    };
    assert!(same(&one) == same(&two));
}

/// A raw IPv4 packet; `part`: identification and the word of flags and offset.
fn ipv4(part: (u16, u16), to: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(20 + body.len()).unwrap();
    let mut packet = vec![0x45, 0];
    packet.extend(length.to_be_bytes());
    packet.extend(part.0.to_be_bytes());
    packet.extend(part.1.to_be_bytes());
    packet.extend([64, 17, 0, 0, 192, 168, 1, 2, 9, 9, 9, to]);
    packet.extend(body);
    packet
}

fn udp(port: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(8 + payload.len()).unwrap();
    let head = [4000_u16, port, length, 0].map(u16::to_be_bytes).concat();
    [&head, payload].concat()
}

fn block(kind: u32, body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    body.resize(body.len().next_multiple_of(4), 0);
    let length = u32::try_from(body.len() + 12).unwrap().to_be_bytes();
    [&kind.to_be_bytes()[..], &length, &body, &length].concat()
}

fn section(interfaces: &[&[u8]]) -> Vec<u8> {
    let head = b"\x1a\x2b\x3c\x4d\x00\x01\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff";
    let mut all = block(0x0a0d_0d0a, head);
    for options in interfaces {
        all.extend(block(
            1,
            &[&b"\x00\x65\x00\x00\x00\x00\x00\x00"[..], options].concat(),
        ));
    }
    all
}

fn frame(interface: u32, ticks: u64, packet: &[u8]) -> Vec<u8> {
    let length = u32::try_from(packet.len()).unwrap();
    let words = [
        interface,
        (ticks >> 32) as u32,
        ticks as u32,
        length,
        length,
    ];
    block(
        6,
        &[&words.map(u32::to_be_bytes).concat()[..], packet].concat(),
    )
}

/// Two sections, big end first; nanoseconds and 2^-20 seconds with an offset; fragments between frames of others, one
/// of which began before its packet was told; a frame without a time.
fn odd_capture() -> Vec<u8> {
    const NANOS: &[u8] = b"\x00\x02\x00\x03lan\x00\x00\x09\x00\x01\x09\x00\x00\x00\x00\x00\x00\x00";
    const BINARY: &[u8] = b"\x00\x09\x00\x01\x94\x00\x00\x00\x00\x0e\x00\x08\x00\x00\x00\x00\x00\x00\x0e\x10\x00\x00\x00\x00";
    let second = 1_700_000_000_u64;
    let nanos = |n: u64| second * 1_000_000_000 + n;
    let binary = |n: u64| ((second - 3_600) << 20) + n;
    let (first, rest) = (udp(53_000, &[7; 24]), [7_u8; 16]);
    [
        section(&[NANOS, BINARY]),
        frame(0, nanos(1), &ipv4((9, 4), 1, &rest)),
        frame(1, binary(3), &ipv4((1, 0), 2, &udp(500, b"other"))),
        frame(0, nanos(5), &ipv4((2, 0), 1, &udp(53_000, b"whole"))),
        frame(0, nanos(7), &ipv4((9, 0x2000), 1, &first)),
        frame(1, binary(9), &ipv4((10, 0x2000), 2, &first)),
        frame(1, binary(11), &ipv4((3, 0), 1, &udp(53_000, b"again"))),
        section(&[NANOS]),
        block(
            3,
            &[
                &33_u32.to_be_bytes()[..],
                &ipv4((4, 0), 3, &udp(9, b"spb__")),
            ]
            .concat(),
        ),
        frame(0, nanos(13), &ipv4((5, 0), 4, &udp(9, b"last_"))),
    ]
    .concat()
}

#[test]
fn fragments_sections_and_clocks_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.pcapng");
    fs::write(&path, odd_capture()).unwrap();
    for (number, (filter, count)) in [("", 8), ("ip:9.9.9.1", 4), ("ip:9.9.9.3", 1)]
        .into_iter()
        .enumerate()
    {
        let out = folder.path().join(format!("{number}.pcapng"));
        let screen = screen_of(std::slice::from_ref(&path), filter);
        assert_eq!(packets_to(&screen, &out).packets, count, "{filter}");
        let shown = screen.table.order.iter().map(|id| id.0 as usize);
        let again = analysis_of(&[out]);
        assert_eq!(
            told(&again, 0..again.flows.len()),
            told(&screen.analysis, shown),
            "{filter}"
        );
    }
}

#[test]
fn several_captures_become_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shown.pcapng");
    let screen = screen_of(&[sample(SAMPLES[0]), sample(SAMPLES[3])], "");
    let written = packets_to(&screen, &path);
    let again = analysis_of(&[path]);
    let total = |analysis: &Analysis| {
        let flows = analysis.flows.iter();
        let sums = flows.map(|flow| (flow.frames.total(), flow.wire_bytes.total()));
        sums.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    };
    assert_eq!(total(&screen.analysis), total(&again));
    assert_eq!(written.packets, total(&again).0);
}

#[test]
fn a_capture_that_changed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (path, out) = (
        folder.path().join("a.pcapng"),
        folder.path().join("b.pcapng"),
    );
    fs::copy(sample(SAMPLES[0]), &path).unwrap();
    let screen = screen_of(std::slice::from_ref(&path), "");
    fs::copy(sample(SAMPLES[1]), &path).unwrap();
    let (options, progress) = (Options::default(), Progress::default());
    let refused = packets::write(&screen, &options, &progress, &out, Overwrite::No);
    let words = refused.expect_err("it is another one").to_string();
    assert!(
        words.starts_with("the capture has changed since it was read"),
        "{words}"
    );
    assert!(!out.exists(), "nothing is left");
}
