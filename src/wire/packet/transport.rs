//! TCP (RFC 9293) and UDP (RFC 768): ports, flags, payload. Everything else is counted by its addresses.

use etherparse::{TcpHeaderSlice, UdpHeaderSlice};

use super::ip::Ip;
use super::layers::{Segment, Stop, TcpSegment};

const TCP: u8 = 6;
const UDP: u8 = 17;

const BY_ADDRESS: &str = "it counts in a flow by addresses alone, without ports";

const CUT_TCP: Stop = Stop::new("a TCP header is cut or damaged", BY_ADDRESS);
const CUT_UDP: Stop = Stop::new("a UDP header is cut or damaged", BY_ADDRESS);

/// Reads the transport layer; a later fragment has none of its own.
pub fn decode<'a>(ip: &Ip<'a>) -> (Segment<'a>, Option<Stop>) {
    let other = Segment::Other {
        payload_len: ip.payload_len.saturating_sub(header_len(ip)),
    };
    if ip.fragment.is_some_and(|fragment| fragment.offset > 0) {
        return (other, None);
    }
    let read = match ip.protocol {
        TCP => tcp(ip).ok_or(CUT_TCP),
        UDP => udp(ip).ok_or(CUT_UDP),
        _ => return (other, None),
    };
    match read {
        Ok(segment) => (segment, None),
        Err(stop) => (other, Some(stop)),
    }
}

/// ICMP and ICMPv6 have eight bytes before what they carry (RFC 792, RFC 4443 §2.1); for the rest all is payload.
fn header_len(ip: &Ip<'_>) -> u32 {
    match (ip.protocol, ip.fragment) {
        (1 | 58, None) => 8,
        _ => 0,
    }
}

fn tcp<'a>(ip: &Ip<'a>) -> Option<Segment<'a>> {
    let header = TcpHeaderSlice::from_slice(ip.payload).ok();
    let Some(header) = header else {
        return tcp_without_options(ip);
    };
    let header_len = header.slice().len();
    Some(Segment::Tcp(TcpSegment {
        from_port: header.source_port(),
        to_port: header.destination_port(),
        sequence: header.sequence_number(),
        acknowledged: header.acknowledgment_number(),
        syn: header.syn(),
        ack: header.ack(),
        fin: header.fin(),
        rst: header.rst(),
        payload_len: ip
            .payload_len
            .saturating_sub(u32::try_from(header_len).ok()?),
        payload: ip.payload.get(header_len..).unwrap_or(&[]),
    }))
}

/// A snap length may cut the options; the fixed part is enough to count by.
fn tcp_without_options<'a>(ip: &Ip<'a>) -> Option<Segment<'a>> {
    let fixed: &[u8; 20] = ip.payload.get(..20)?.try_into().ok()?;
    let [
        p0,
        p1,
        q0,
        q1,
        s0,
        s1,
        s2,
        s3,
        a0,
        a1,
        a2,
        a3,
        offset,
        flags,
        ..,
    ] = *fixed;
    // A stated length below 20 is damage: where the payload begins is then unknown, so none is counted.
    let header_len = match u32::from(offset >> 4) * 4 {
        0..20 => ip.payload_len,
        stated => stated,
    };
    Some(Segment::Tcp(TcpSegment {
        from_port: u16::from_be_bytes([p0, p1]),
        to_port: u16::from_be_bytes([q0, q1]),
        sequence: u32::from_be_bytes([s0, s1, s2, s3]),
        acknowledged: u32::from_be_bytes([a0, a1, a2, a3]),
        syn: flags & 0x02 != 0,
        ack: flags & 0x10 != 0,
        fin: flags & 0x01 != 0,
        rst: flags & 0x04 != 0,
        payload_len: ip.payload_len.saturating_sub(header_len),
        payload: ip.payload.get(header_len as usize..).unwrap_or(&[]),
    }))
}

fn udp<'a>(ip: &Ip<'a>) -> Option<Segment<'a>> {
    let header = UdpHeaderSlice::from_slice(ip.payload).ok()?;
    // A length of zero means that the packet was captured before the sending card cut it up (or a jumbo payload).
    let stated = match u32::from(header.length()) {
        0 => ip.payload_len,
        stated => stated.min(ip.payload_len),
    };
    let payload_len = stated.saturating_sub(8);
    let rest = ip.payload.get(8..).unwrap_or(&[]);
    Some(Segment::Udp {
        from_port: header.source_port(),
        to_port: header.destination_port(),
        payload_len,
        payload: rest.get(..payload_len as usize).unwrap_or(rest),
    })
}
