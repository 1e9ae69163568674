//! One thing that a frame stated.

use std::net::IpAddr;
use std::sync::Arc;

use super::protocol::Protocol;
use super::reader::body::Body;
use super::said::Attribute;
use super::tunnel::TunnelSign;
use crate::capture::frame::Time;
use crate::flow::icmp::IcmpError;
use crate::flow::model::{FlowId, Side};
use crate::wire::message::tls::{Certificate, ClientHello, ServerHello};
use crate::wire::message::web::{Request, Response};

/// A host name as the traffic wrote it, lower case, without the last dot.
pub type HostName = Arc<str>;

/// Where a name comes from; stronger sources first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameSource {
    /// Asked of a proxy, in the clear: target of CONNECT or of an absolute request, SOCKS.
    Proxied,
    /// Host or authority of an HTTP request, clear or decrypted.
    Host,
    /// Server Name Indication of a TLS or DTLS ClientHello (RFC 6066 §3).
    Sni,
    /// Server Name Indication of a ClientHello in QUIC.
    QuicSni,
    /// `SNI` tag of a hello of Google's QUIC, which came before TLS in QUIC.
    GquicSni,
    /// A client names its server, or a server itself, in the clear opening of another protocol: the `to` of an XMPP
    /// stream, the greeting of a mail server. Said on this very connection, so it comes before what DNS said of the
    /// address; nothing vouches for it, so it comes after a name that TLS asked for.
    Stated,
    /// The server's certificate names itself (TLS 1.2 and older).
    Certificate,
    /// The flow goes on with the connection of an earlier one (RFC 9000 §9), whose leading name this is.
    Continued,
    /// A DNS answer gave this address for the name before the flow began.
    Dns,
    /// A multicast DNS answer did.
    Mdns,
    /// A local name resolution did (RFC 4795).
    Llmnr,
    /// A NetBIOS name answer did (RFC 1002).
    Nbns,
    /// A reverse DNS answer in the capture (PTR) names the address.
    Ptr,
    /// The capture itself names the address (name-resolution block of pcapng): what its maker's program had looked up.
    Capture,
}

impl NameSource {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            NameSource::Proxied => "proxied",
            NameSource::Host => "host",
            NameSource::Sni => "sni",
            NameSource::QuicSni => "quic-sni",
            NameSource::GquicSni => "gquic-sni",
            NameSource::Stated => "stated",
            NameSource::Certificate => "certificate",
            NameSource::Continued => "continued",
            NameSource::Dns => "dns",
            NameSource::Mdns => "mdns",
            NameSource::Llmnr => "llmnr",
            NameSource::Nbns => "nbns",
            NameSource::Ptr => "ptr",
            NameSource::Capture => "capture",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            NameSource::Proxied => "asked of a proxy",
            NameSource::Host => "HTTP Host",
            NameSource::Sni => "TLS server name (SNI)",
            NameSource::QuicSni => "QUIC server name (SNI)",
            NameSource::GquicSni => "Google QUIC server name",
            NameSource::Stated => "named in the opening of the protocol",
            NameSource::Certificate => "name in the server's certificate",
            NameSource::Continued => "name of the flow that this one continues",
            NameSource::Dns => "DNS answer",
            NameSource::Mdns => "multicast DNS answer",
            NameSource::Llmnr => "local name answer (LLMNR)",
            NameSource::Nbns => "NetBIOS name answer",
            NameSource::Ptr => "reverse DNS answer",
            NameSource::Capture => "name noted in the capture",
        }
    }
}

/// Why names of later flows cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EncryptedDns {
    /// RFC 7858.
    OverTls,
    /// The same, for which only the port speaks (RFC 7858 §3.1): the weaker reason.
    OverTlsByPort,
    /// RFC 8484.
    OverHttps,
    /// RFC 9250.
    OverQuic,
    /// DNSCrypt.
    DnsCrypt,
}

impl EncryptedDns {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            EncryptedDns::OverTls => "dot",
            EncryptedDns::OverTlsByPort => "dot-by-port",
            EncryptedDns::OverHttps => "doh",
            EncryptedDns::OverQuic => "doq",
            EncryptedDns::DnsCrypt => "dnscrypt",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            EncryptedDns::OverTls => "DNS over TLS",
            EncryptedDns::OverTlsByPort => "probably DNS over TLS: the port alone says so",
            EncryptedDns::OverHttps => "DNS over HTTPS",
            EncryptedDns::OverQuic => "DNS over QUIC",
            EncryptedDns::DnsCrypt => "DNSCrypt",
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
    /// Wireshark's custom block of a process.
    WiresharkBlock,
    /// The block of a process that Apple's tcpdump writes.
    AppleBlock,
    /// A comment that RustNet puts on a packet block.
    RustnetComment,
    /// The list of connections that RustNet writes beside its capture.
    RustnetSidecar,
    /// The list of connections that PCAPdroid exports.
    PcapdroidCsv,
}

impl AppSource {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            AppSource::PcapdroidTrailer => "pcapdroid-trailer",
            AppSource::PcapdroidComment => "pcapdroid-comment",
            AppSource::Pktap => "pktap",
            AppSource::WiresharkBlock => "wireshark-block",
            AppSource::AppleBlock => "apple-block",
            AppSource::RustnetComment => "rustnet-comment",
            AppSource::RustnetSidecar => "rustnet-sidecar",
            AppSource::PcapdroidCsv => "pcapdroid-csv",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            AppSource::PcapdroidTrailer => "PCAPdroid's trailer",
            AppSource::PcapdroidComment => "PCAPdroid's comment",
            AppSource::Pktap => "Apple's packet header (PKTAP)",
            AppSource::WiresharkBlock => "Wireshark's block of a process",
            AppSource::AppleBlock => "Apple's block of a process",
            AppSource::RustnetComment => "RustNet's comment",
            AppSource::RustnetSidecar => "RustNet's list beside the capture",
            AppSource::PcapdroidCsv => "PCAPdroid's list (CSV)",
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
    /// The flow's client asked its server for this name, or the server named itself.
    Named { name: HostName, source: NameSource },
    /// Names are asked for here, but not visibly.
    EncryptedDns(EncryptedDns),
    /// A name was asked for; `kind` is the record type (RFC 1035 §3.2.2).
    DnsQuestion { name: HostName, kind: u16 },
    /// A DNS answer: this name has this address. `asked` is the name that was asked for and led to it through
    /// aliases; the same name where none did.
    DnsAnswer {
        name: HostName,
        asked: HostName,
        address: IpAddr,
        ttl_seconds: u32,
        /// `Dns` or one of its local relatives.
        source: NameSource,
        /// The sender states it of itself (an update, a probe) and nobody answered so.
        is_claim: bool,
    },
    /// A DNS answer: this name is another name for `target`.
    DnsAlias { name: HostName, target: HostName },
    /// A reverse DNS answer: this address has this name.
    DnsPointer { address: IpAddr, name: HostName },
    /// A service record (HTTPS, SVCB; RFC 9460) says that this name is served under Encrypted Client Hello by this
    /// public name.
    EchPublicName { name: HostName, public: HostName },
    /// What a client asked for before anything was encrypted (TLS, DTLS, QUIC).
    Hello {
        hello: Arc<ClientHello>,
        /// The side that greets: not always the one that opened the flow.
        by: Side,
        /// Names the way in which it greets.
        ja4: Box<str>,
    },
    /// The first packet of a QUIC server came so long after the client's first Initial, and no Retry between.
    Answered { asked_frame: u64, after_nanos: u64 },
    /// What the server chose of it.
    Chosen(Arc<ServerHello>),
    /// The protocol that the server chose for what runs inside.
    Alpn(Arc<str>),
    /// The certificate that the server showed.
    Certificate(Arc<Certificate>),
    /// The head of a body of HTTP.
    Body(Arc<Body>),
    /// An HTTP request, clear or decrypted.
    Request(Arc<Request>),
    /// An HTTP response, clear or decrypted.
    Response(Arc<Response>),
    /// Something the flow says of itself.
    Says { what: Attribute, value: Arc<str> },
    /// The flow is a tunnel: inner destinations are not visible.
    Tunnel(TunnelSign),
    /// The flow names another party of the same conversation: the peer behind a relay, the target asked of a proxy.
    Peer { address: IpAddr, port: u16 },
    /// The flow goes on with the connection of an earlier one: it bears one of its connection ids (RFC 9000 §9).
    Continues { flow: FlowId },
    /// A router or host reported that a packet of this flow was not delivered.
    NotDelivered(IcmpError),
}

impl Fact {
    /// Whether it was read in a DNS message, in the clear or opened by keys.
    pub fn is_dns(&self) -> bool {
        matches!(
            self,
            Fact::DnsQuestion { .. } | Fact::DnsAnswer { .. } | Fact::DnsPointer { .. }
        )
    }
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
