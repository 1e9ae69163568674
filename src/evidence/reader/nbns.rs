//! NetBIOS names over UDP.

use super::Interest;
use crate::evidence::item::{Fact, NameSource};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::{Reading, nbns};

/// Reads one datagram.
pub fn datagram(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    let Reading::Found(message) = nbns::read(bytes) else {
        return Interest::NotMine;
    };
    sink.speaks(Protocol::Nbns);
    let name = sink.intern(&message.name);
    if !message.is_answer {
        let kind = message.kind;
        sink.fact(Fact::DnsQuestion { name, kind });
        return Interest::More;
    }
    for address in message.addresses {
        sink.fact(Fact::DnsAnswer {
            name: name.clone(),
            asked: name.clone(),
            address,
            ttl_seconds: message.ttl_seconds,
            source: NameSource::Nbns,
            is_claim: false,
        });
    }
    Interest::More
}
