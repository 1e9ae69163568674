//! Writes small files: pcap with any header, pcapng with any block.

use super::super::order::ByteOrder;

pub fn u16s(order: ByteOrder, values: &[u16]) -> Vec<u8> {
    let bytes = |value: &u16| match order {
        ByteOrder::Little => value.to_le_bytes(),
        ByteOrder::Big => value.to_be_bytes(),
    };
    values.iter().flat_map(bytes).collect()
}

pub fn u32s(order: ByteOrder, values: &[u32]) -> Vec<u8> {
    let bytes = |value: &u32| match order {
        ByteOrder::Little => value.to_le_bytes(),
        ByteOrder::Big => value.to_be_bytes(),
    };
    values.iter().flat_map(bytes).collect()
}

/// A pcap file header.
pub fn pcap_header(order: ByteOrder, magic: u32, version: [u16; 2], network: u32) -> Vec<u8> {
    [
        u32s(order, &[magic]),
        u16s(order, &version),
        u32s(order, &[0, 0, 65_535, network]),
    ]
    .concat()
}

/// A block of pcapng.
pub fn block(order: ByteOrder, kind: u32, body: &[u8]) -> Vec<u8> {
    let padded = body.len().next_multiple_of(4);
    let length = u32::try_from(padded + 12).unwrap();
    let mut block = u32s(order, &[kind, length]);
    block.extend(body);
    block.resize(8 + padded, 0);
    block.extend(u32s(order, &[length]));
    block
}

/// A section header.
pub fn section(order: ByteOrder) -> Vec<u8> {
    let body = [
        u32s(order, &[0x1a2b_3c4d]),
        u16s(order, &[1, 0]),
        vec![0xff; 8],
    ];
    block(order, 0x0a0d_0d0a, &body.concat())
}

/// An option.
pub fn option(order: ByteOrder, code: u16, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap();
    let mut option = u16s(order, &[code, length]);
    option.extend(value);
    option.resize(4 + value.len().next_multiple_of(4), 0);
    option
}

/// An interface description.
pub fn interface(order: ByteOrder, link: u16, options: &[Vec<u8>]) -> Vec<u8> {
    let body = [u16s(order, &[link, 0]), u32s(order, &[0]), options.concat()];
    block(order, 1, &body.concat())
}

/// An enhanced packet.
pub fn packet(
    order: ByteOrder,
    interface: u32,
    ticks: u64,
    bytes: &[u8],
    options: &[Vec<u8>],
) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap();
    let (high, low) = ((ticks >> 32) as u32, ticks as u32);
    let mut body = u32s(order, &[interface, high, low, length, length + 9]);
    body.extend(bytes);
    body.resize(20 + bytes.len().next_multiple_of(4), 0);
    body.extend(options.concat());
    block(order, 6, &body)
}
