//! DNS over UDP and TCP, and its local relatives: questions asked, addresses and names given.

use super::{Interest, Opening, Probe, Step, StreamReader};
use crate::evidence::item::{Fact, NameSource};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::Reading;
use crate::wire::message::dns::name::reversed_address;
use crate::wire::message::dns::record::Data;
use crate::wire::message::dns::{self, Message, Record};

/// Port of multicast DNS (RFC 6762 §3): the messages alone do not tell it from DNS.
const MDNS_PORT: u16 = 5_353;

/// Port of link-local multicast name resolution (RFC 4795 §2.5), whose messages look like DNS too.
const LLMNR_PORT: u16 = 5_355;

/// Reads one datagram.
pub fn datagram(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    match dns::read(bytes) {
        Reading::Found(message) => {
            take(&message, sink);
            Interest::More
        }
        _ => Interest::NotMine,
    }
}

/// Whether a stream is DNS over TCP: the first message of a side is all there.
pub fn probe(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| match dns::read_stream(bytes) {
        Reading::Found(_) => Probe::Yes,
        Reading::NeedMore => Probe::Maybe,
        Reading::NotThis | Reading::Malformed(_) => Probe::No,
    })
}

/// The reader of a stream.
pub fn begin() -> Box<dyn StreamReader> {
    Box::new(DnsStream)
}

#[derive(Debug)]
struct DnsStream;

impl StreamReader for DnsStream {
    fn read(&mut self, _side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match dns::read_stream(bytes) {
            Reading::Found((message, length)) => {
                take(&message, sink);
                Step::Took(length)
            }
            Reading::NeedMore => Step::More,
            Reading::NotThis | Reading::Malformed(_) => Step::SideDone,
        }
    }
}

/// What a message states becomes evidence; used for every way that DNS travels.
pub fn take(message: &Message, sink: &mut Sink<'_>) {
    let (protocol, source) = dialect(sink.ports());
    sink.speaks(protocol);
    for question in message.questions.iter().filter(|_| !message.is_answer) {
        let name = sink.intern(&question.name);
        sink.fact(Fact::DnsQuestion {
            name,
            kind: question.kind,
        });
    }
    // Also of messages that are no answer: updates and probes state what the sender claims to be its own.
    for record in &message.records {
        take_record(message, record, source, sink);
    }
}

fn dialect((client, server): (u16, u16)) -> (Protocol, NameSource) {
    if client == MDNS_PORT || server == MDNS_PORT {
        (Protocol::Mdns, NameSource::Mdns)
    } else if client == LLMNR_PORT || server == LLMNR_PORT {
        (Protocol::Llmnr, NameSource::Llmnr)
    } else {
        (Protocol::Dns, NameSource::Dns)
    }
}

fn take_record(message: &Message, record: &Record, source: NameSource, sink: &mut Sink<'_>) {
    match &record.data {
        Data::Address(address) => {
            let asked = sink.intern(message.asked_name(&record.name));
            let name = sink.intern(&record.name);
            let (address, ttl_seconds) = (*address, record.ttl_seconds);
            sink.fact(Fact::DnsAnswer {
                name,
                asked,
                address,
                ttl_seconds,
                source,
                is_claim: !message.is_answer,
            });
        }
        Data::Alias(target) => {
            let (name, target) = (sink.intern(&record.name), sink.intern(target));
            sink.fact(Fact::DnsAlias { name, target });
        }
        Data::Pointer(name) => {
            if let Some(address) = reversed_address(&record.name) {
                let name = sink.intern(name);
                sink.fact(Fact::DnsPointer { address, name });
            }
        }
        Data::Service(service) => {
            if let Some(public) = &service.ech_public_name {
                let (name, public) = (sink.intern(&record.name), sink.intern(public));
                sink.fact(Fact::EchPublicName { name, public });
            }
        }
        Data::Host { .. } | Data::Other => {}
    }
}
