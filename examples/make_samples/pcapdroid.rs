//! A frame → the same with PCAPdroid's trailer (PCAPdroid, `pcap_dump.c`): which app it belongs to.

use crate::story::App;

pub const ETHERNET_BYTES: usize = 14;
const MAGIC: u32 = 0x0107_2021;
const NAME_BYTES: usize = 20;

/// Zero bytes up to a whole word of the packet, then magic, user number, name, and checksum over all before it.
pub fn with_trailer(mut frame: Vec<u8>, app: &App) -> Vec<u8> {
    let packet = frame.len() - ETHERNET_BYTES;
    frame.resize(ETHERNET_BYTES + packet.next_multiple_of(4), 0);
    frame.extend(MAGIC.to_be_bytes());
    frame.extend(app.uid.to_be_bytes());
    let mut name = app.name.as_bytes().to_vec();
    // The last byte stays zero, as in a C string.
    name.resize(NAME_BYTES - 1, 0);
    name.push(0);
    frame.extend(name);
    let mut check = flate2::Crc::new();
    check.update(&frame);
    frame.extend(check.sum().to_le_bytes());
    frame
}
