//! Whether round trips of a capture can be believed at all: what switches the light-speed check off for it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::capture::frame::LinkType;
use crate::flow::clock::Clock;

/// A client farther away from where the frames were captured than this is not the one whose place the user states.
const FAR_CLIENT_MICROS: u32 = 20_000;

/// Servers of several networks do not all stand this near.
const NEARBY_MICROS: u32 = 2_000;

/// With fewer networks than this no median is taken: each must be farther away.
const NETWORKS_FOR_MEDIAN: usize = 5;

/// A clock that counts more coarsely than this times nothing.
const COARSE_NANOS: u64 = 1_000_000;

/// Flows across a step of the clock are left out; with more steps than this none is believed.
const MAX_STEPS: u64 = 8;

/// Why the check is off for a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Off {
    /// No TCP handshake is there as a whole: nothing tells how near the client was.
    NoHandshake,
    /// The clients were far from where the frames were captured.
    FarFromClient {
        /// Median of SYN-ACK to ACK in microseconds.
        near_micros: u32,
    },
    /// Something near the captured side answers in place of the servers.
    AnsweredNearby {
        /// Median over networks, or the fastest of fewer than five, in microseconds.
        micros: u32,
        /// How many networks.
        networks: usize,
    },
    /// An interface of this name is a tunnel's.
    TunnelInterface(String),
    /// Frames begin as those of tunnel interfaces do.
    TunnelLink,
    /// Captured by an app on the device, which ends the connections itself.
    OnDevice,
    /// The client has an address that VPNs and capturing apps give out.
    TunnelAddress(IpAddr),
    /// The clock counts in steps of so many nanoseconds.
    CoarseClock(u64),
    /// The clock went back so often.
    UnsteadyClock(u64),
    /// A host whose own name tells its region answered faster than light comes there from the stated place.
    HostTooFast {
        /// The host.
        host: IpAddr,
        /// From its answer, in microseconds.
        micros: u32,
        /// Where the region begins, seen from the stated place, in km.
        begins_km: u32,
    },
    /// Two hosts whose own names tell their regions cannot both have answered so fast.
    HostsDisagree(IpAddr, IpAddr),
}

impl Off {
    /// Word in files.
    pub fn token(&self) -> &'static str {
        match self {
            Off::NoHandshake => "no-handshake",
            Off::FarFromClient { .. } => "not-at-the-client",
            Off::AnsweredNearby { .. } => "answered-nearby",
            Off::TunnelInterface(_) => "tunnel-interface",
            Off::TunnelLink => "tunnel-link",
            Off::OnDevice => "on-device",
            Off::TunnelAddress(_) => "tunnel-address",
            Off::CoarseClock(_) => "coarse-clock",
            Off::UnsteadyClock(_) => "unsteady-clock",
            Off::HostTooFast { .. } => "host-too-fast",
            Off::HostsDisagree(..) => "hosts-disagree",
        }
    }

    /// The reason as a clause.
    pub fn label(&self) -> String {
        let millis = |micros: u32| format!("{:.1} ms", f64::from(micros) / 1_000.0);
        match self {
            Off::NoHandshake => {
                "no TCP handshake shows how near the captured side is to where it was captured"
                    .into()
            }
            Off::FarFromClient { near_micros } => format!(
                "it was not captured at the client: the client's own answers took {}",
                millis(*near_micros)
            ),
            Off::AnsweredNearby { micros, networks } => format!(
                "something nearby answers in place of the servers: {} of {networks} networks is {}",
                match *networks < NETWORKS_FOR_MEDIAN {
                    true => "the fastest reply",
                    false => "the median reply",
                },
                millis(*micros)
            ),
            Off::TunnelInterface(name) => format!("it was captured on a tunnel, interface {name}"),
            Off::TunnelLink => "its frames have no link layer, as those of a tunnel".into(),
            Off::OnDevice => {
                "it was captured by an app on the device, which answers in place of the servers"
                    .into()
            }
            Off::TunnelAddress(ip) => {
                format!("{ip} is an address that VPNs and capturing apps give to their own device")
            }
            Off::CoarseClock(nanos) => {
                format!("its clock counts in steps of {} µs", nanos / 1_000)
            }
            Off::UnsteadyClock(steps) => format!("its clock went back {steps} times"),
            Off::HostTooFast {
                host,
                micros,
                begins_km,
            } => format!(
                "{host} names its own region, which begins about {begins_km} km from the stated place, and answered after {}: the place is not right, or a proxy answers",
                millis(*micros)
            ),
            Off::HostsDisagree(a, b) => format!(
                "{a} and {b} name their own regions and are too far apart to answer as fast as they did: a proxy answers"
            ),
        }
    }
}

/// How a capture was recorded.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// Link types seen.
    pub links: &'a [LinkType],
    /// Names of its interfaces.
    pub interfaces: &'a [String],
    /// How its frames count time.
    pub clock: &'a Clock,
}

/// A network by its number; an address that no table knows the network of stands for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Network {
    /// Number of the autonomous system.
    Known(u32),
    /// The address.
    Unknown(IpAddr),
}

/// What its round trips show.
#[derive(Debug, Default)]
pub struct Shown {
    /// An app on the device captured it.
    pub on_device: bool,
    /// Of each TCP handshake: the way to the client and the way to the server, in microseconds.
    pub legs: Vec<(u32, u32)>,
    /// A client's address that VPNs and capturing apps give out.
    pub tunnel_address: Option<IpAddr>,
    /// The fastest answer of each public network, in microseconds.
    pub networks: BTreeMap<Network, u32>,
}

impl Shown {
    /// Median of the ways to the clients, in microseconds.
    pub fn near_micros(&self) -> Option<u32> {
        median(self.legs.iter().map(|(near, _)| *near))
    }
}

/// The first reason not to believe the capture, in the order in which they are cheapest to explain.
pub fn off(recorded: &Recorded<'_>, shown: &Shown) -> Option<Off> {
    if shown.on_device {
        return Some(Off::OnDevice);
    }
    let address = shown.tunnel_address.map(Off::TunnelAddress);
    address
        .or_else(|| by_interface(recorded))
        .or_else(|| by_clock(recorded.clock))
        .or_else(|| by_client(shown))
        .or_else(|| by_servers(shown))
}

fn by_interface(recorded: &Recorded<'_>) -> Option<Off> {
    let names = || recorded.interfaces.iter();
    if let Some(name) = names().find(|name| is_tunnel(name)) {
        return Some(Off::TunnelInterface(name.clone()));
    }
    let is_bare = recorded.links.iter().any(|link| BARE_LINKS.contains(link));
    (is_bare && !names().any(|name| is_cellular(name))).then_some(Off::TunnelLink)
}

/// Link types of tunnels, and of few other interfaces: raw IP, the loopback header that macOS gives its tunnels, PPP.
const BARE_LINKS: [LinkType; 8] = [
    LinkType::NULL,
    LinkType::LOOP,
    LinkType::RAW_BSD,
    LinkType::RAW_OPENBSD,
    LinkType::RAW,
    LinkType::IPV4,
    LinkType::IPV6,
    LinkType(9),
];

/// Tunnel interfaces as Linux, Android, macOS, Windows and the usual programs name them.
fn is_tunnel(name: &str) -> bool {
    const NUMBERED: [&str; 11] = [
        "tun", "utun", "tap", "wg", "ipsec", "ppp", "vti", "gre", "sit", "gif", "l2tp",
    ];
    const WORDS: [&str; 6] = [
        "wireguard",
        "vpn",
        "wintun",
        "tap-windows",
        "tunnel",
        "tailscale",
    ];
    const BRANDS: [&str; 3] = ["zt", "nordlynx", "proton"];
    let name = name.to_ascii_lowercase();
    let numbered = |prefix: &&str| {
        let rest = name.strip_prefix(*prefix);
        let first = rest.map(|rest| rest.chars().next());
        first.is_some_and(|first| first.is_none_or(|c| c.is_ascii_digit() || "-_".contains(c)))
    };
    NUMBERED.iter().any(numbered)
        || WORDS.iter().any(|word| name.contains(word))
        || BRANDS.iter().any(|brand| name.starts_with(brand))
}

/// Interfaces to a mobile network have no link layer either: Android's, iOS's, Linux's.
fn is_cellular(name: &str) -> bool {
    const PREFIXES: [&str; 5] = ["rmnet", "pdp_ip", "wwan", "ccmni", "cell"];
    let name = name.to_ascii_lowercase();
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn by_clock(clock: &Clock) -> Option<Off> {
    match (clock.grain_nanos(), clock.steps()) {
        (Some(grain), _) if grain > COARSE_NANOS => Some(Off::CoarseClock(grain)),
        (_, steps) if steps > MAX_STEPS => Some(Off::UnsteadyClock(steps)),
        _ => None,
    }
}

fn by_client(shown: &Shown) -> Option<Off> {
    let Some(near_micros) = shown.near_micros() else {
        return Some(Off::NoHandshake);
    };
    let is_nearer = |(near, far): &&(u32, u32)| near > far && *near > NEARBY_MICROS;
    let nearer_to_server = shown.legs.iter().filter(is_nearer).count();
    let is_far = near_micros > FAR_CLIENT_MICROS || nearer_to_server * 2 > shown.legs.len();
    is_far.then_some(Off::FarFromClient { near_micros })
}

fn by_servers(shown: &Shown) -> Option<Off> {
    let all = || shown.networks.values().copied();
    let networks = shown.networks.len();
    let micros = match networks < NETWORKS_FOR_MEDIAN {
        true => all().min(),
        false => median(all()),
    };
    let micros = micros.filter(|micros| *micros < NEARBY_MICROS)?;
    Some(Off::AnsweredNearby { micros, networks })
}

/// The lower one of the two in the middle.
fn median(values: impl Iterator<Item = u32>) -> Option<u32> {
    let mut values: Vec<u32> = values.collect();
    values.sort_unstable();
    values.get(values.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests;
