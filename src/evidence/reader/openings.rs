//! Conversations over a stream whose first bytes say what they are, and perhaps who speaks; nothing more of them is read.

use super::once::reader;
use super::{Opening, Probe, StreamReader};
use crate::evidence::item::NameSource;
use crate::evidence::protocol::Protocol;
use crate::evidence::said::Attribute;
use crate::wire::message::{database, directory, office, sundry, text, torrent};

/// Whether a side begins SSH.
pub fn probe_ssh(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&text::read_ssh(bytes)))
}

/// SSH: the software of both sides.
pub fn ssh() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        text::read_ssh(bytes).map(|software| {
            sink.speaks(Protocol::Ssh);
            sink.says(Attribute::Software, &software);
        })
    })
}

/// Whether a side begins IRC.
pub fn probe_irc(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&text::read_irc(bytes)))
}

/// IRC: the name that the server gives itself.
pub fn irc() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        text::read_irc(bytes).map(|server| {
            sink.speaks(Protocol::Irc);
            if let Some(name) = server {
                sink.named(&name.to_ascii_lowercase(), NameSource::Stated);
            }
        })
    })
}

/// Whether a side begins SIP.
pub fn probe_sip(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&text::read_sip(bytes)))
}

/// SIP over a stream: the host that is called.
pub fn sip() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        text::read_sip(bytes).map(|called| {
            sink.speaks(Protocol::Sip);
            sink.says(Attribute::Called, called.as_deref().unwrap_or(""));
        })
    })
}

/// Whether a side begins RTSP.
pub fn probe_rtsp(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&text::read_rtsp(bytes)))
}

/// RTSP: the host in the address that is asked for.
pub fn rtsp() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        text::read_rtsp(bytes).map(|host| {
            sink.speaks(Protocol::Rtsp);
            if let Some(host) = host {
                sink.named(&host, NameSource::Stated);
            }
        })
    })
}

/// Whether a side begins Gnutella.
pub fn probe_gnutella(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&text::read_gnutella(bytes)))
}

/// Gnutella.
pub fn gnutella() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        text::read_gnutella(bytes).map(|()| sink.speaks(Protocol::Gnutella))
    })
}

/// Whether a side greets as a peer of BitTorrent.
pub fn probe_torrent(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&torrent::read_handshake(bytes)))
}

/// BitTorrent: the programs of both peers.
pub fn torrent() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        torrent::read_handshake(bytes).map(|greeting| {
            sink.speaks(Protocol::BitTorrent);
            sink.says(
                Attribute::Software,
                greeting.client.as_deref().unwrap_or(""),
            );
        })
    })
}

/// Whether the server begins Telnet.
pub fn probe_telnet(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&sundry::read_telnet(bytes)))
}

/// Telnet.
pub fn telnet() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| sundry::read_telnet(bytes).map(|()| sink.speaks(Protocol::Telnet)))
}

/// Whether the client begins WhatsApp.
pub fn probe_whatsapp(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&sundry::read_whatsapp(bytes)))
}

/// WhatsApp.
pub fn whatsapp() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        sundry::read_whatsapp(bytes).map(|()| sink.speaks(Protocol::WhatsApp))
    })
}

/// Whether a side begins file sharing.
pub fn probe_smb(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&office::read_smb(bytes)))
}

/// File sharing.
pub fn smb() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| office::read_smb(bytes).map(|()| sink.speaks(Protocol::Smb)))
}

/// Whether a side begins AMQP.
pub fn probe_amqp(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&office::read_amqp(bytes)))
}

/// AMQP.
pub fn amqp() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| office::read_amqp(bytes).map(|()| sink.speaks(Protocol::Amqp)))
}

/// Whether the client begins Redis.
pub fn probe_redis(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&database::read_redis(bytes)))
}

/// Redis.
pub fn redis() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| database::read_redis(bytes).map(|()| sink.speaks(Protocol::Redis)))
}

/// Whether a side begins MongoDB.
pub fn probe_mongo(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&database::read_mongo(bytes)))
}

/// MongoDB.
pub fn mongo() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        database::read_mongo(bytes).map(|()| sink.speaks(Protocol::MongoDb))
    })
}

/// Whether a side begins Kerberos: the message that is announced is one.
pub fn probe_kerberos(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| {
        let framed = directory::read_kerberos_stream(bytes);
        let known = framed.map(|(message, _)| directory::probe_kerberos(message));
        if known == crate::wire::message::Reading::Found(false) {
            Probe::No
        } else {
            Probe::of(&known)
        }
    })
}

/// Kerberos over a stream: the realm.
pub fn kerberos() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        directory::read_kerberos_stream(bytes).map(|(message, _)| {
            directory::read_kerberos(message).map(|realm| {
                sink.speaks(Protocol::Kerberos);
                sink.says(Attribute::Realm, realm.as_deref().unwrap_or(""));
            });
        })
    })
}
