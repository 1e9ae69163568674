//! What a flow speaks says what for: protocols that were read, the one inside TLS, hidden DNS, and, where nothing else
//! was read, the port that the server answers on.

use super::signs::{Seen, Sign, Vote};
use crate::evidence::item::{EncryptedDns, Evidence, Fact};
use crate::evidence::protocol::Protocol;
use crate::flow::model::{Flow, Transport};
use crate::reference::data_type::DataType;

/// A protocol that was read and serves one purpose (METHOD §2.4).
const PROTOCOL: f32 = 0.60;

/// A protocol that is only named: offered inside TLS.
const INSIDE: f32 = 0.40;

/// A port can carry anything: enough for *weak* and no more.
const PORT: f32 = 0.25;

/// A handshake without an answer: just enough for *weak*.
const UNANSWERED: f32 = 0.20;

/// What is sent while nobody answers: a large hello and its repetitions. Who sends more is not waiting for an answer.
const UNANSWERED_BYTES: u64 = 32 * 1024;

/// Mean payload of datagrams that are all padded to the 1,200 bytes of a first one, give or take.
const PADDED_BYTES: u64 = 1_100;

/// Mean payload of ICMP messages that only control: a ping has 32 or 56 bytes. Larger ones may carry anything.
const CONTROL_BYTES: u64 = 128;

/// Adds the votes of what is spoken.
pub(super) fn add(seen: Seen<'_>, votes: &mut Vec<Vote<'_>>) {
    votes.extend(seen.own.iter().filter_map(spoken));
    if control(seen.flow) {
        votes.push(vote(
            DataType::ServiceConfig,
            PORT,
            Sign::Control,
            Some(seen.flow.first_frame),
        ));
    }
    votes.extend(port(seen.flow, seen.own));
    votes.extend(unanswered(seen.flow, seen.own));
}

/// A protocol that begins with a handshake, and a server that said nothing: nothing of the user can have been sent, but
/// for early data (RFC 8446 §2.3), which goes with the start. A capture of one direction looks alike, where it is not
/// seen that the server took part (TCP), or that only padded first datagrams were sent (QUIC; RFC 9000 §14.1).
fn unanswered<'a>(flow: &Flow, own: &[Evidence]) -> Option<Vote<'a>> {
    let speaks =
        |item: &Evidence| matches!(item.fact, Fact::Speaks(Protocol::Tls | Protocol::Quic));
    let has_early_data =
        |item: &Evidence| matches!(&item.fact, Fact::Hello { hello, .. } if hello.early_data);
    let (asked, told) = (flow.payload_bytes.client, flow.payload_bytes.server);
    let is_silent = asked > 0 && told == 0 && asked <= UNANSWERED_BYTES;
    let is_seen_whole = match flow.transport {
        Transport::Tcp => flow.frames.server > 0,
        Transport::Udp => asked / flow.frames.client.max(1) >= PADDED_BYTES,
        _ => false,
    };
    let is_start = is_seen_whole && own.iter().any(speaks) && !own.iter().any(has_early_data);
    let frame = Some(flow.first_frame);
    (is_silent && is_start)
        .then(|| vote(DataType::ServiceConfig, UNANSWERED, Sign::Unanswered, frame))
}

fn vote<'a>(data_type: DataType, weight: f32, sign: Sign<'a>, frame: Option<u64>) -> Vote<'a> {
    Vote {
        data_type,
        weight,
        sign,
        frame,
    }
}

fn spoken<'a>(item: &Evidence) -> Option<Vote<'a>> {
    let frame = Some(item.frame);
    match &item.fact {
        Fact::Speaks(protocol) => {
            let sign = Sign::Speaks(*protocol);
            Some(vote(purpose(*protocol)?, PROTOCOL, sign, frame))
        }
        Fact::EncryptedDns(how) => {
            let weight = match how {
                EncryptedDns::OverTlsByPort => PORT,
                _ => PROTOCOL,
            };
            let sign = Sign::HiddenDns(*how);
            Some(vote(DataType::ServiceConfig, weight, sign, frame))
        }
        Fact::Alpn(chosen) => inside(chosen, frame),
        // What is offered is what will run only where nothing else is offered.
        Fact::Hello { hello, .. } => match hello.alpn.as_slice() {
            [only] => inside(std::str::from_utf8(only).ok()?, frame),
            _ => None,
        },
        _ => None,
    }
}

fn inside<'a>(name: &str, frame: Option<u64>) -> Option<Vote<'a>> {
    let (name, data_type) = INSIDE_TLS.iter().find(|(known, _)| *known == name)?;
    Some(vote(*data_type, INSIDE, Sign::Inside(name), frame))
}

/// Protocols that serve one purpose by their own definition; those that carry anything have none.
fn purpose(protocol: Protocol) -> Option<DataType> {
    match protocol {
        Protocol::Dns
        | Protocol::Mdns
        | Protocol::Llmnr
        | Protocol::Nbns
        | Protocol::Ntp
        | Protocol::Ssdp
        | Protocol::WsDiscovery
        | Protocol::Dhcp
        | Protocol::Dhcp6
        | Protocol::Snmp
        | Protocol::Ike => Some(DataType::ServiceConfig),
        Protocol::Stun
        | Protocol::Turn
        | Protocol::Rtp
        | Protocol::Rtcp
        | Protocol::Sip
        | Protocol::Xmpp
        | Protocol::Smtp
        | Protocol::Imap
        | Protocol::Pop3
        | Protocol::Irc
        | Protocol::WhatsApp => Some(DataType::MessagesCalls),
        Protocol::Ldap | Protocol::Kerberos | Protocol::Radius => Some(DataType::AccountAuth),
        Protocol::Rtsp => Some(DataType::ContentDelivery),
        _ => None,
    }
}

/// Names of IANA's registry "TLS Application-Layer Protocol Negotiation (ALPN) Protocol IDs" that serve one purpose, and
/// the two of Apple's push service (Apple, "Use Apple products on enterprise networks", 2026-11-24).
const INSIDE_TLS: &[(&str, DataType)] = &[
    ("acme-tls/1", DataType::ServiceConfig),
    ("apns-pack-v1", DataType::ServiceConfig),
    ("apns-security-v3", DataType::ServiceConfig),
    ("c-webrtc", DataType::MessagesCalls),
    ("imap", DataType::MessagesCalls),
    ("irc", DataType::MessagesCalls),
    ("managesieve", DataType::MessagesCalls),
    ("ntske/1", DataType::ServiceConfig),
    ("pop3", DataType::MessagesCalls),
    ("radius/1.0", DataType::AccountAuth),
    ("radius/1.1", DataType::AccountAuth),
    ("sip/2", DataType::MessagesCalls),
    ("stun.nat-discovery", DataType::MessagesCalls),
    ("stun.turn", DataType::MessagesCalls),
    ("webrtc", DataType::MessagesCalls),
    ("xmpp-client", DataType::MessagesCalls),
    ("xmpp-server", DataType::MessagesCalls),
];

fn control(flow: &Flow) -> bool {
    let is_icmp = matches!(flow.transport, Transport::Icmp | Transport::Icmpv6);
    let frames = flow.frames.total().max(1);
    is_icmp && flow.payload_bytes.total() / frames <= CONTROL_BYTES
}

/// Ports that one service asks firewalls to open, or that are registered for one purpose: transport, from, to, purpose.
struct PortUse(Transport, u16, u16, DataType, &'static str);

/// Sources, all looked at on 2026-11-24: RFC 8314 and RFC 6186 (mail), RFC 6120 (XMPP), RFC 3261 (SIP), RFC 8489 and
/// RFC 8656 (STUN, TURN), RFC 7194 (IRC); Apple, "TCP and UDP ports used by Apple software products"; Firebase, "FCM
/// ports and your firewall"; Zoom, "Zoom network firewall or proxy server settings"; Microsoft, "Microsoft 365 URLs and
/// IP address ranges", id 11; Google, "Prepare your network for Meet meetings".
const PORTS: &[PortUse] = {
    use DataType::{MessagesCalls as Talk, ServiceConfig as Push};
    use Transport::{Tcp, Udp};
    &[
        PortUse(Tcp, 25, 25, Talk, "mail"),
        PortUse(Tcp, 110, 110, Talk, "mail"),
        PortUse(Tcp, 143, 143, Talk, "mail"),
        PortUse(Tcp, 465, 465, Talk, "mail"),
        PortUse(Tcp, 587, 587, Talk, "mail"),
        PortUse(Tcp, 993, 993, Talk, "mail"),
        PortUse(Tcp, 995, 995, Talk, "mail"),
        PortUse(Tcp, 5060, 5061, Talk, "SIP"),
        PortUse(Udp, 5060, 5061, Talk, "SIP"),
        PortUse(Tcp, 5222, 5222, Talk, "XMPP"),
        PortUse(Tcp, 5223, 5223, Push, "Apple's push service"),
        PortUse(Tcp, 5228, 5230, Push, "Firebase Cloud Messaging"),
        PortUse(Tcp, 5269, 5269, Talk, "XMPP"),
        PortUse(Tcp, 5349, 5349, Talk, "TURN"),
        PortUse(Tcp, 6697, 6697, Talk, "IRC"),
        PortUse(Udp, 3478, 3481, Talk, "STUN and the media of calls"),
        PortUse(Udp, 5349, 5349, Talk, "TURN"),
        PortUse(Udp, 8801, 8810, Talk, "the media of Zoom"),
        PortUse(Udp, 16384, 16387, Talk, "FaceTime"),
        PortUse(Udp, 16393, 16402, Talk, "FaceTime"),
        PortUse(Udp, 19302, 19309, Talk, "the media of Google Meet"),
    ]
};

/// The use of the server's port, where the flow carries something and nothing but a wrapping was read.
fn port<'a>(flow: &Flow, own: &[Evidence]) -> Option<Vote<'a>> {
    let port = flow.server.port?;
    let known = PORTS.iter().find(|PortUse(transport, from, to, ..)| {
        *transport == flow.transport && (*from..=*to).contains(&port)
    })?;
    let is_read = |item: &Evidence| match item.fact {
        Fact::Speaks(protocol) => !matches!(protocol, Protocol::Tls | Protocol::Dtls),
        _ => false,
    };
    if flow.payload_bytes.total() == 0 || own.iter().any(is_read) {
        return None;
    }
    let PortUse(.., data_type, whose) = known;
    let sign = Sign::Port(port, whose);
    Some(vote(*data_type, PORT, sign, Some(flow.first_frame)))
}

#[cfg(test)]
mod tests;
