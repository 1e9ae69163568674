//! Frames → capture files: pcapng (draft-ietf-opsawg-pcapng) and classic pcap (draft-ietf-opsawg-pcap).

use std::net::IpAddr;

use crate::frame::Frame;
use crate::story::{self, Interface, Link, Story};

/// What a capture tool writes when it keeps whole frames (libpcap's MAXIMUM_SNAPLEN).
const SNAP_LENGTH: u32 = 262_144;

/// Header of a classic pcap file, and of each of its records.
pub const PCAP_HEADER_BYTES: usize = 24;
pub const PCAP_RECORD_BYTES: usize = 16;

/// A whole pcapng file: one section, the secrets if there are any, its interfaces, the frames, and counts at the end.
pub fn pcapng(story: &Story, frames: &[Frame], secrets: &str) -> Vec<u8> {
    let mut file = Vec::new();
    section_header(&mut file, story.comment);
    if !secrets.is_empty() {
        decryption_secrets(&mut file, secrets);
    }
    for (index, interface) in story.interfaces.iter().enumerate() {
        interface_description(&mut file, story, index, interface);
    }
    for frame in frames {
        enhanced_packet(&mut file, frame);
    }
    for index in 0..story.interfaces.len() {
        statistics(&mut file, index, frames);
    }
    file
}

/// A whole classic pcap file: nanoseconds, big-endian, Linux cooked.
pub fn pcap(story: &Story, frames: &[Frame]) -> Vec<u8> {
    classic(
        story,
        frames,
        0xa1b2_3c4d,
        1,
        u32::to_be_bytes,
        u16::to_be_bytes,
    )
}

/// A whole classic pcap file as PCAPdroid writes it: microseconds, little-endian.
pub fn pcap_of_android(story: &Story, frames: &[Frame]) -> Vec<u8> {
    classic(
        story,
        frames,
        0xa1b2_c3d4,
        1_000,
        u32::to_le_bytes,
        u16::to_le_bytes,
    )
}

/// Magic number, nanoseconds in a unit of time, and the byte order are what differs.
fn classic(
    story: &Story,
    frames: &[Frame],
    magic: u32,
    unit_nanos: u64,
    word: fn(u32) -> [u8; 4],
    half: fn(u16) -> [u8; 2],
) -> Vec<u8> {
    let mut file = Vec::new();
    file.extend(word(magic));
    file.extend([2, 4].into_iter().flat_map(half));
    file.extend([0; 8]);
    file.extend(word(SNAP_LENGTH));
    file.extend(word(u32::from(link_type(story.interfaces[0].link))));
    for frame in frames {
        let words = [
            low_word(frame.at / 1_000_000_000),
            low_word(frame.at % 1_000_000_000 / unit_nanos),
            len32(frame.kept),
            len32(frame.bytes.len()),
        ];
        file.extend(words.into_iter().flat_map(word));
        file.extend(&frame.bytes[..frame.kept]);
    }
    file
}

fn link_type(link: Link) -> u16 {
    match link {
        Link::Ethernet => 1,
        Link::RawIp => 101,
        Link::Cooked => 113,
    }
}

fn section_header(file: &mut Vec<u8>, comment: &str) {
    let mut body = Vec::new();
    body.extend(0x1a2b_3c4d_u32.to_le_bytes());
    body.extend(1u16.to_le_bytes());
    body.extend(0u16.to_le_bytes());
    body.extend(u64::MAX.to_le_bytes());
    option(&mut body, 1, comment.as_bytes());
    option(&mut body, 4, b"make_samples (whither)");
    option(&mut body, 0, b"");
    block(file, 0x0a0d_0d0a, &body);
}

/// A Decryption Secrets Block with a TLS key log.
fn decryption_secrets(file: &mut Vec<u8>, secrets: &str) {
    let mut body = Vec::new();
    body.extend(0x544c_534b_u32.to_le_bytes());
    body.extend(len32(secrets.len()).to_le_bytes());
    body.extend(secrets.bytes());
    pad(&mut body);
    block(file, 0x0a, &body);
}

fn interface_description(file: &mut Vec<u8>, story: &Story, index: usize, interface: &Interface) {
    let mut body = Vec::new();
    body.extend(link_type(interface.link).to_le_bytes());
    body.extend([0, 0]);
    body.extend(SNAP_LENGTH.to_le_bytes());
    option(&mut body, 2, interface.name.as_bytes());
    option(&mut body, 3, interface.description.as_bytes());
    let devices = story
        .devices
        .iter()
        .filter(|device| device.interface == index);
    for device in devices.filter(|_| interface.states_addresses) {
        if let IpAddr::V4(v4) = story::address(device.v4) {
            option(&mut body, 4, &[v4.octets(), [255, 255, 255, 0]].concat());
        }
        if let Some(IpAddr::V6(v6)) = device.v6.map(story::address) {
            option(&mut body, 5, &[&v6.octets()[..], &[64]].concat());
        }
        if interface.link == Link::Ethernet {
            option(&mut body, 6, &device.mac);
        }
    }
    // Time stamps in units of 10^-9 seconds.
    option(&mut body, 9, &[9]);
    option(&mut body, 0, b"");
    block(file, 1, &body);
}

fn enhanced_packet(file: &mut Vec<u8>, frame: &Frame) {
    let mut body = Vec::new();
    body.extend(len32(frame.interface).to_le_bytes());
    body.extend(time(frame.at));
    body.extend(len32(frame.kept).to_le_bytes());
    body.extend(len32(frame.bytes.len()).to_le_bytes());
    body.extend(&frame.bytes[..frame.kept]);
    pad(&mut body);
    // epb_flags: 1 inbound, 2 outbound.
    let direction = if frame.outbound { 2u32 } else { 1 };
    option(&mut body, 2, &direction.to_le_bytes());
    option(&mut body, 0, b"");
    block(file, 6, &body);
}

fn statistics(file: &mut Vec<u8>, index: usize, frames: &[Frame]) {
    let own: Vec<&Frame> = frames
        .iter()
        .filter(|frame| frame.interface == index)
        .collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else {
        return;
    };
    let mut body = Vec::new();
    body.extend(len32(index).to_le_bytes());
    body.extend(time(last.at));
    option(&mut body, 2, &time(first.at));
    option(&mut body, 3, &time(last.at));
    option(&mut body, 4, &(own.len() as u64).to_le_bytes());
    option(&mut body, 5, &0u64.to_le_bytes());
    option(&mut body, 0, b"");
    block(file, 5, &body);
}

/// A time stamp: the high word, then the low word.
fn time(nanos: u64) -> Vec<u8> {
    [low_word(nanos >> 32), low_word(nanos & 0xffff_ffff)]
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .collect()
}

fn block(file: &mut Vec<u8>, kind: u32, body: &[u8]) {
    let total = len32(12 + body.len()).to_le_bytes();
    file.extend(kind.to_le_bytes());
    file.extend(total);
    file.extend(body);
    file.extend(total);
}

fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) {
    body.extend(code.to_le_bytes());
    body.extend(
        u16::try_from(value.len())
            .expect("short options")
            .to_le_bytes(),
    );
    body.extend(value);
    pad(body);
}

fn pad(body: &mut Vec<u8>) {
    body.resize(body.len().next_multiple_of(4), 0);
}

fn len32(len: usize) -> u32 {
    u32::try_from(len).expect("samples are small")
}

fn low_word(value: u64) -> u32 {
    u32::try_from(value).expect("one word")
}
