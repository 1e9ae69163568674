//! One thing that a frame stated.

use std::net::IpAddr;
use std::sync::Arc;

use crate::capture::frame::Time;
use crate::flow::icmp::IcmpError;
use crate::flow::model::FlowId;

/// A host name as the traffic wrote it, lower case, without the last dot.
pub type HostName = Arc<str>;

/// Where a name comes from; stronger sources first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameSource {
    /// Host of a clear HTTP request.
    Host,
    /// Server Name Indication of a TLS ClientHello (RFC 6066 §3).
    Sni,
    /// A DNS answer gave this address for the name before the flow began.
    Dns,
    /// The capture itself names the address (name-resolution block of pcapng): what its maker's program had looked up.
    Capture,
}

impl NameSource {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            NameSource::Host => "host",
            NameSource::Sni => "sni",
            NameSource::Dns => "dns",
            NameSource::Capture => "capture",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            NameSource::Host => "HTTP Host",
            NameSource::Sni => "TLS server name (SNI)",
            NameSource::Dns => "DNS answer",
            NameSource::Capture => "name noted in the capture",
        }
    }
}

/// An application protocol that a flow was seen to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// RFC 1035.
    Dns,
    /// Multicast DNS, RFC 6762.
    Mdns,
    /// A TLS ClientHello was read.
    Tls,
    /// A QUIC long header with a known version.
    Quic,
    /// A clear HTTP/1 request.
    Http,
}

impl Protocol {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Protocol::Dns => "dns",
            Protocol::Mdns => "mdns",
            Protocol::Tls => "tls",
            Protocol::Quic => "quic",
            Protocol::Http => "http",
        }
    }

    /// Word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Protocol::Dns => "DNS",
            Protocol::Mdns => "mDNS",
            Protocol::Tls => "TLS",
            Protocol::Quic => "QUIC",
            Protocol::Http => "HTTP",
        }
    }
}

/// Who says which program sent a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AppSource {
    /// The trailer that PCAPdroid puts behind each frame.
    PcapdroidTrailer,
    /// A comment that PCAPdroid puts on a packet block.
    PcapdroidComment,
    /// The header of Apple's PKTAP link type.
    Pktap,
    /// A comment that RustNet puts on a packet block.
    RustnetComment,
}

impl AppSource {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            AppSource::PcapdroidTrailer => "pcapdroid-trailer",
            AppSource::PcapdroidComment => "pcapdroid-comment",
            AppSource::Pktap => "pktap",
            AppSource::RustnetComment => "rustnet-comment",
        }
    }
}

/// What was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The capturing device says which program this flow belongs to.
    App {
        /// Name as the capture writes it.
        name: Arc<str>,
        /// Process or user number, as `source` counts; `None` where it gives none.
        number: Option<u32>,
        /// Who says so.
        source: AppSource,
    },
    /// The flow speaks this.
    Speaks(Protocol),
    /// The flow's client asked its server for this name.
    Named { name: HostName, source: NameSource },
    /// A DNS answer: this name (as asked, through any CNAME chain) has this address.
    DnsAnswer {
        name: HostName,
        address: IpAddr,
        ttl_seconds: u32,
    },
    /// A router or host reported that a packet of this flow was not delivered.
    NotDelivered(IcmpError),
}

/// One reason, with the frame that showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The flow that carried it.
    pub flow: FlowId,
    /// The frame that showed it (that completed it, where it came in pieces).
    pub frame: u64,
    /// Time of that frame.
    pub at: Option<Time>,
    /// What was stated.
    pub fact: Fact,
}
