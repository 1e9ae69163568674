//! The words a story is told in: devices, services, and who calls whom when. The stories themselves are in `stories`.

use std::net::IpAddr;

/// One capture to be made.
pub struct Story {
    /// File name under `sample-captures/`, without its ending.
    pub name: &'static str,
    pub seed: u64,
    /// When the first frame may come, RFC 3339.
    pub starts: &'static str,
    pub format: Format,
    pub comment: &'static str,
    pub interfaces: &'static [Interface],
    pub devices: &'static [Device],
    /// Programs on the device, where the capture says which one sent what.
    pub apps: &'static [App],
    pub services: &'static [Service],
    pub scenes: &'static [Scene],
    /// Of the frames of a bulk transfer, keep this many bytes each, as a capture filter with a length does.
    pub keep_of_bulk_bytes: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// pcapng, nanoseconds, little-endian.
    Pcapng,
    /// The same, with the secrets of its handshakes before the frames.
    PcapngKeysInside,
    /// Classic pcap as PCAPdroid writes it: microseconds, little-endian, a trailer with the app behind each frame.
    Pcapdroid,
    /// Classic pcap, nanoseconds, big-endian, ending in the middle of its last record.
    PcapCutOff,
}

impl Format {
    /// The smallest step of its time stamps.
    pub fn tick_nanos(self) -> u64 {
        if self == Format::Pcapdroid { 1_000 } else { 1 }
    }
}

/// Where frames were captured.
pub struct Interface {
    pub name: &'static str,
    pub description: &'static str,
    pub link: Link,
    /// Written into the capture, so that a reader need not guess which side is local.
    pub states_addresses: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Link {
    Ethernet,
    /// Linux cooked capture, version 1, seen from the router.
    Cooked,
    RawIp,
}

/// A captured device on one interface.
pub struct Device {
    pub interface: usize,
    pub v4: &'static str,
    pub v6: Option<&'static str>,
    pub mac: [u8; 6],
    pub router_mac: [u8; 6],
    pub resolver: &'static str,
    /// Largest IP packet of the access link.
    pub mtu: usize,
    /// Added to every round trip: Wi-Fi or cellular.
    pub access_micros: u64,
}

/// A program on the captured device.
pub struct App {
    pub name: &'static str,
    /// Number under which Android runs it.
    pub uid: i32,
}

/// A remote server. Names are invented; addresses were picked for what country tables say of them, and their real
/// holders have nothing to do with the story.
pub struct Service {
    /// Empty when nothing in the capture names it.
    pub name: &'static str,
    /// What the name is an alias of, in order.
    pub aliases: &'static [&'static str],
    pub v4: &'static str,
    pub v6: Option<&'static str>,
    /// The public name under which it is reached with Encrypted Client Hello (RFC 9849).
    pub ech_front: Option<&'static str>,
    pub place: Place,
    /// Round trip from the story's place, the eastern United States, without the access link.
    pub round_trip_millis: u64,
}

/// What a careful reader should conclude about where a server is.
#[derive(Clone, Copy)]
pub enum Place {
    /// Both country tables of June and September 2026 (DB-IP, IPFire) say so.
    Agreed(&'static str),
    /// The tables differ: DB-IP's answer, then IPFire's.
    Disputed(&'static str, &'static str),
    /// In a published anycast range.
    Anycast,
    Local,
}

/// Something a device does, perhaps several times.
pub struct Scene {
    pub at_secs: f64,
    pub device: usize,
    /// Which of the story's apps does it.
    pub app: Option<usize>,
    pub times: u32,
    pub every_secs: f64,
    pub act: Act,
}

pub enum Act {
    Visit(Visit),
    Ntp(&'static str),
    Mdns,
    Arp,
    Ping,
    /// A tunnel to this service, with so many packets each way.
    WireGuard(&'static str, u32),
}

/// A conversation with a service.
pub struct Visit {
    /// Name of the service, or its address where it has none.
    pub to: &'static str,
    pub over: Over,
    pub ipv6: bool,
    pub calls: &'static [Call],
    pub end: End,
    pub trouble: Trouble,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Over {
    Tls13,
    Tls12,
    /// HTTP/2 in TLS 1.3.
    Http2,
    Quic,
    Http,
    /// A protocol that nothing recognises, on this TCP port.
    Opaque(u16),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    ClientCloses,
    ServerCloses,
    ServerResets,
    StillOpen,
}

/// What the network did to a TCP flow; counted over data segments of one side, from 0.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// The client sends this segment a second time although the first arrived.
    ClientRepeats(usize),
    /// This segment of the server is lost before the capture and comes again later.
    ServerLoses(usize),
}

/// One question and its answer.
pub struct Call {
    pub after_secs: f64,
    /// Empty where it is not HTTP: `chat` and `talk`.
    pub method: &'static str,
    pub path: &'static str,
    pub up_bytes: usize,
    pub down_bytes: usize,
    pub status: u16,
    pub upload: Upload,
}

/// What a call sends.
#[derive(Clone, Copy)]
pub enum Upload {
    /// `up_bytes` of the right kind.
    Filler,
    Json(&'static str),
    /// JSON, packed with gzip.
    Gzip(&'static str),
    /// A DNS question (RFC 8484) for this name, which has this address.
    Asks(&'static str, &'static str),
}

pub const fn get(after_secs: f64, path: &'static str, down_bytes: usize) -> Call {
    Call {
        after_secs,
        method: "GET",
        path,
        up_bytes: 0,
        down_bytes,
        status: 200,
        upload: Upload::Filler,
    }
}

pub const fn post(after_secs: f64, path: &'static str, up_bytes: usize, down_bytes: usize) -> Call {
    Call {
        after_secs,
        method: "POST",
        path,
        up_bytes,
        down_bytes,
        status: 200,
        upload: Upload::Filler,
    }
}

/// Messages on an open web socket.
pub const fn chat(after_secs: f64, up_bytes: usize, down_bytes: usize) -> Call {
    Call {
        after_secs,
        method: "",
        path: "/ws",
        up_bytes,
        down_bytes,
        status: 200,
        upload: Upload::Filler,
    }
}

/// Bytes of a protocol of its own.
pub const fn talk(after_secs: f64, up_bytes: usize, down_bytes: usize) -> Call {
    Call {
        after_secs,
        method: "",
        path: "",
        up_bytes,
        down_bytes,
        status: 200,
        upload: Upload::Filler,
    }
}

pub const fn scene(at_secs: f64, act: Act) -> Scene {
    Scene {
        at_secs,
        device: 0,
        app: None,
        times: 1,
        every_secs: 0.0,
        act,
    }
}

pub const fn visit(at_secs: f64, to: &'static str, over: Over, calls: &'static [Call]) -> Scene {
    let end = End::ClientCloses;
    let visit = Visit {
        to,
        over,
        ipv6: false,
        calls,
        end,
        trouble: Trouble::None,
    };
    scene(at_secs, Act::Visit(visit))
}

/// Something written out, and the status of its answer.
pub const fn send(
    after_secs: f64,
    path: &'static str,
    upload: Upload,
    status: u16,
    down_bytes: usize,
) -> Call {
    Call {
        status,
        upload,
        ..post(after_secs, path, 0, down_bytes)
    }
}

/// A question to a resolver over HTTPS.
pub const fn ask(after_secs: f64, name: &'static str, v4: &'static str) -> Call {
    send(after_secs, "/dns-query", Upload::Asks(name, v4), 200, 0)
}

impl Scene {
    pub const fn on(mut self, device: usize) -> Self {
        self.device = device;
        self
    }

    pub const fn by(mut self, app: usize) -> Self {
        self.app = Some(app);
        self
    }

    pub const fn again(mut self, times: u32, every_secs: f64) -> Self {
        self.times = times;
        self.every_secs = every_secs;
        self
    }

    pub const fn v6(mut self) -> Self {
        if let Act::Visit(visit) = &mut self.act {
            visit.ipv6 = true;
        }
        self
    }

    pub const fn ends(mut self, end: End) -> Self {
        if let Act::Visit(visit) = &mut self.act {
            visit.end = end;
        }
        self
    }

    pub const fn with(mut self, trouble: Trouble) -> Self {
        if let Act::Visit(visit) = &mut self.act {
            visit.trouble = trouble;
        }
        self
    }
}

impl Story {
    pub fn service(&self, to: &str) -> &'static Service {
        self.services
            .iter()
            .find(|service| service.name == to || service.v4 == to)
            .unwrap_or_else(|| panic!("the story {} has no service {to}", self.name))
    }
}

/// An address written in a story.
pub fn address(text: &str) -> IpAddr {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is not an address"))
}
