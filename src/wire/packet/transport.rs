//! TCP (RFC 9293) and UDP (RFC 768): ports, flags, payload. Of SCTP, DCCP and UDP-Lite the ports; everything else is
//! counted by its addresses.

use etherparse::{TcpHeaderSlice, UdpHeaderSlice};

use super::ip::Ip;
use super::layers::{Segment, Stop, TcpSegment};

const TCP: u8 = 6;
const UDP: u8 = 17;
const DCCP: u8 = 33;
const SCTP: u8 = 132;
const UDP_LITE: u8 = 136;

const BY_ADDRESS: &str = "it counts in a flow by addresses alone, without ports";

const CUT_TCP: Stop = Stop::new("a TCP header is cut or damaged", BY_ADDRESS);
const CUT_UDP: Stop = Stop::new("a UDP header is cut or damaged", BY_ADDRESS);

const CUT_OTHER: Stop = Stop::new("an SCTP, DCCP or UDP-Lite header is cut", BY_ADDRESS);

const BAD_TCP: Stop = Stop::new(
    "a TCP segment states a header shorter than TCP's",
    "it counts in the flow of its ports, without payload",
);

/// Least length of a UDP payload that two bytes of length cannot state (RFC 2675 §4).
const JUMBO_BYTES: u32 = 65_528;

/// Reads the transport layer; a later fragment has none of its own.
pub fn decode<'a>(ip: &Ip<'a>) -> (Segment<'a>, Option<Stop>) {
    let other = Segment::Other {
        ports: None,
        payload_len: ip.payload_len.saturating_sub(header_len(ip)),
    };
    if ip.fragment.is_some_and(|fragment| fragment.offset > 0) {
        return (other, None);
    }
    let read = match ip.protocol {
        TCP if states_no_header(ip) => {
            let read = tcp(ip).or_else(|| without_payload(ip));
            return (read.unwrap_or(other), Some(BAD_TCP));
        }
        TCP => tcp(ip).ok_or(CUT_TCP),
        UDP => udp(ip).ok_or(CUT_UDP),
        SCTP | DCCP | UDP_LITE => with_ports(ip).ok_or(CUT_OTHER),
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

/// Two ports first, as in UDP. Headers: SCTP 12 bytes (RFC 9260 §3.1), UDP-Lite 8 (RFC 3828), DCCP as it states in words
/// (RFC 4340 §5.1).
fn with_ports<'a>(ip: &Ip<'_>) -> Option<Segment<'a>> {
    let [from_high, from_low, to_high, to_low, words, ..] = *ip.payload.first_chunk::<8>()?;
    let header_len = match ip.protocol {
        SCTP => 12,
        DCCP => u32::from(words) * 4,
        _ => 8,
    };
    let from_port = u16::from_be_bytes([from_high, from_low]);
    let to_port = u16::from_be_bytes([to_high, to_low]);
    Some(Segment::Other {
        ports: Some((from_port, to_port)),
        payload_len: ip.payload_len.saturating_sub(header_len),
    })
}

/// Whether the length that a TCP header states (in words) does not even cover its fixed part.
fn states_no_header(ip: &Ip<'_>) -> bool {
    ip.payload.len() >= 20 && ip.payload.get(12).is_some_and(|words| words >> 4 < 5)
}

/// A segment that every receiver throws away: its ports say which flow it was meant for, and nothing else counts.
fn without_payload<'a>(ip: &Ip<'_>) -> Option<Segment<'a>> {
    let [f0, f1, t0, t1, s0, s1, s2, s3] = *ip.payload.first_chunk::<8>()?;
    Some(Segment::Tcp(TcpSegment {
        from_port: u16::from_be_bytes([f0, f1]),
        to_port: u16::from_be_bytes([t0, t1]),
        sequence: u32::from_be_bytes([s0, s1, s2, s3]),
        acknowledged: 0,
        syn: false,
        ack: false,
        fin: false,
        rst: false,
        payload_len: 0,
        payload: &[],
    }))
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
    let stated = match u32::from(header.length()) {
        0 if ip.payload_len >= JUMBO_BYTES => ip.payload_len,
        0..8 => return None,
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

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ip_4, join};

    fn packet(protocol: u8, header: &[u8]) -> Vec<u8> {
        let segment = join(&[&[3, 232, 7, 208], header]);
        ip_4([10, 0, 0, 1], [10, 0, 0, 2], protocol, &segment)
    }

    #[test]
    fn transports_with_ports_show_them() {
        let want = "10.0.0.1:1000 > 10.0.0.2:2000";
        for protocol in [33, 132, 136] {
            check(LinkType::RAW, &packet(protocol, &[4; 20]), want, &[]);
        }
        let tcp = packet(
            6,
            &[
                0, 0, 0, 1, 0, 0, 0, 2, 0x60, 2, 1, 0, 0, 0, 0, 0, 2, 4, 5, 180,
            ],
        );
        check(LinkType::RAW, &tcp, want, &[]);
    }

    #[test]
    fn a_segment_without_a_whole_header_counts_by_its_ports() {
        let segment = packet(
            6,
            &[
                0, 0, 0, 1, 0, 0, 0, 2, 0x20, 2, 1, 0, 0, 0, 0, 0, 9, 9, 9, 9,
            ],
        );
        check(
            LinkType::RAW,
            &segment,
            "10.0.0.1:1000 > 10.0.0.2:2000",
            &[],
        );
    }

    #[test]
    fn a_datagram_that_states_no_length_counts_by_addresses() {
        let datagram = packet(17, &[0, 0, 0, 0, 1, 2, 3]);
        check(
            LinkType::RAW,
            &datagram,
            "10.0.0.1 > 10.0.0.2 protocol 17",
            &[],
        );
    }

    #[test]
    fn others_are_counted_by_addresses() {
        let want = "10.0.0.1 > 10.0.0.2 protocol 89";
        check(LinkType::RAW, &packet(89, &[1; 20]), want, &[]);
    }
}
