//! Every kind of conversation that is asked "is this yours?", the surest signs first.

use super::{DatagramBegin, DatagramKind, StreamKind, dns, dtls, http, http2, nbns, quic, tls};
use crate::wire::message;

/// Over TCP.
pub const STREAMS: &[StreamKind] = &[
    StreamKind {
        ports: &[443, 853, 993, 8443],
        probe: tls::probe,
        begin: tls::begin,
    },
    StreamKind {
        ports: &[80, 8080, 3128],
        probe: http::probe,
        begin: http::begin,
    },
    StreamKind {
        ports: &[80, 8080],
        probe: http2::probe,
        begin: http2::begin,
    },
    StreamKind {
        ports: &[53],
        probe: dns::probe,
        begin: dns::begin,
    },
];

/// Over UDP.
pub const DATAGRAMS: &[DatagramKind] = &[
    DatagramKind {
        ports: &[137],
        probe: message::nbns::probe,
        begin: DatagramBegin::Each(nbns::datagram),
    },
    DatagramKind {
        ports: &[53, 5_353, 5_355],
        probe: message::dns::probe,
        begin: DatagramBegin::Each(dns::datagram),
    },
    DatagramKind {
        ports: &[443, 4_433, 5_684],
        probe: message::tls::dtls::probe,
        begin: DatagramBegin::Kept(dtls::begin),
    },
    DatagramKind {
        ports: &[443],
        probe: message::quic::probe,
        begin: DatagramBegin::Kept(quic::begin),
    },
    DatagramKind {
        ports: &[443],
        probe: quic::probe_continued,
        begin: DatagramBegin::Each(quic::continued),
    },
];
