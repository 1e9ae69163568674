//! Datagrams in which devices and services speak of themselves, each read alone.

use super::{DatagramReader, Interest};
use crate::evidence::item::NameSource;
use crate::evidence::protocol::Protocol;
use crate::evidence::said::Attribute;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::{Reading, coap, dhcp, directory, ntp, ssdp, sundry, text, torrent};

/// Whether a datagram is NTP, and nothing more.
pub fn ntp(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    claim(ntp::read(bytes), sink, |_, sink| sink.speaks(Protocol::Ntp))
}

/// SSDP: the host that is asked, where a device describes itself, its software and service.
pub fn ssdp(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    claim(ssdp::read(bytes), sink, |message, sink| {
        sink.speaks(Protocol::Ssdp);
        if let Some(host) = &message.host {
            sink.named(host, NameSource::Host);
        }
        say(sink, Attribute::Location, &message.location);
        say(sink, Attribute::Software, &message.software);
        say(sink, Attribute::Service, &message.service);
    })
}

/// WS-Discovery.
pub fn ws_discovery(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    claim_if(text::is_ws_discovery(bytes), Protocol::WsDiscovery, sink)
}

/// DHCP: names and kind of the device.
pub fn dhcp4(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    let message = dhcp::read4(bytes);
    if let Reading::Malformed(what) = message {
        sink.problem(what, "what the device would have said behind it is missing");
    }
    claim(message, sink, |message, sink| {
        device(Protocol::Dhcp, &message, sink)
    })
}

/// DHCP of version 6: the same.
pub fn dhcp6(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    claim(dhcp::read6(bytes), sink, |message, sink| {
        device(Protocol::Dhcp6, &message, sink)
    })
}

fn device(protocol: Protocol, message: &dhcp::Message, sink: &mut Sink<'_>) {
    sink.speaks(protocol);
    say(sink, Attribute::DeviceName, &message.host_name);
    say(sink, Attribute::DeviceName, &message.full_name);
    say(sink, Attribute::VendorClass, &message.vendor_class);
}

/// SNMP: the version; the community is a password and is not kept.
pub fn snmp(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    claim(directory::read_snmp(bytes), sink, |version, sink| {
        sink.speaks(Protocol::Snmp);
        let version = match version {
            0 => "1",
            1 => "2c",
            _ => "3",
        };
        sink.says(Attribute::Version, version);
    })
}

/// Kerberos: the realm.
pub fn kerberos(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    claim(directory::read_kerberos(bytes), sink, |realm, sink| {
        sink.speaks(Protocol::Kerberos);
        say(sink, Attribute::Realm, &realm);
    })
}

/// RADIUS: the user that wants to sign in.
pub fn radius(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    claim(directory::read_radius(bytes), sink, |user, sink| {
        sink.speaks(Protocol::Radius);
        say(sink, Attribute::UserName, &user);
    })
}

/// CoAP: the host that a request asks for, and the path as its topic. Responses are passed over.
pub fn coap(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    match coap::read(bytes) {
        Reading::Found(request) => {
            sink.speaks(Protocol::Coap);
            if let Some(host) = &request.host {
                sink.named(host, NameSource::Stated);
            }
            sink.says(Attribute::Topic, &request.path);
            Interest::More
        }
        _ if matches!(bytes, [0x40..=0x7f, 0x40..=0xa5, ..]) => Interest::More,
        _ => Interest::NotMine,
    }
}

/// SIP: the host that is called.
pub fn sip(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    // Empty lines keep translations alive (RFC 5626 §4.4.1).
    if matches!(bytes, [b'\r', b'\n', ..] | [0]) {
        return Interest::More;
    }
    claim(text::read_sip(bytes), sink, |called, sink| {
        sink.speaks(Protocol::Sip);
        sink.says(Attribute::Called, called.as_deref().unwrap_or(""));
    })
}

/// BitTorrent's shared table, trackers and local discovery.
pub fn torrent(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    claim_if(torrent::probe(bytes), Protocol::BitTorrent, sink)
}

/// A query to a game server.
pub fn source_query(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    if sundry::is_source_query(bytes) {
        sink.speaks(Protocol::SourceEngine);
        return Interest::Done;
    }
    Interest::NotMine
}

/// The reader of BitTorrent's own transport.
pub fn utp() -> Box<dyn DatagramReader> {
    Box::<Utp>::default()
}

/// Waits for the answer to the packet that opens a connection: it bears the same number and acknowledges 1.
#[derive(Debug, Default)]
struct Utp(Option<(Side, u16)>);

impl DatagramReader for Utp {
    fn read(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
        let Reading::Found(head) = torrent::read_utp(datagram) else {
            return Interest::NotMine;
        };
        match self.0 {
            None if torrent::opens_utp(datagram) => self.0 = Some((side, head.connection)),
            Some((opener, _)) if opener == side && head.kind == 4 => {}
            Some((opener, number))
                if opener != side && head.connection == number && head.acknowledged == 1 =>
            {
                sink.speaks(Protocol::BitTorrent);
                return Interest::Done;
            }
            _ => return Interest::NotMine,
        }
        Interest::More
    }
}

fn claim<T>(
    message: Reading<T>,
    sink: &mut Sink<'_>,
    states: impl FnOnce(T, &mut Sink<'_>),
) -> Interest {
    match message {
        Reading::Found(message) => {
            states(message, sink);
            Interest::More
        }
        _ => Interest::NotMine,
    }
}

fn claim_if(is_one: bool, protocol: Protocol, sink: &mut Sink<'_>) -> Interest {
    if !is_one {
        return Interest::NotMine;
    }
    sink.speaks(protocol);
    Interest::More
}

fn say(sink: &mut Sink<'_>, what: Attribute, value: &Option<String>) {
    sink.says(what, value.as_deref().unwrap_or(""));
}
