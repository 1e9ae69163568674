//! Flows and their evidence become answers that were timed: per capture and address the fastest, and what tells whether
//! they can be believed.

use std::collections::HashMap;
use std::net::IpAddr;

use foldhash::fast::RandomState;

use super::bound::{Leg, Sample};
use super::check::Input;
use super::gate::{Network, Shown};
use crate::evidence::in_turn::InTurn;
use crate::evidence::item::{AppSource, Evidence, Fact};
use crate::flow::model::{Direction, Flow, FlowId, Side, Transport};
use crate::tag::model::{AddressTag, Place, Tags};

/// Plain HTTP is answered by proxies on the way, of mobile networks above all.
const PROXIED_PORTS: [u16; 3] = [80, 3128, 8080];

/// A TLS handshake may take so much longer than TCP's of the same flow for the server's own work, in microseconds.
const SERVER_WORK_MICROS: u32 = 20_000;

/// The fastest answers of one address in one capture.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fastest {
    tcp: Option<Sample>,
    inside: Option<Sample>,
}

impl Fastest {
    /// The answer of whoever ends TLS or QUIC, which a proxy that only splits TCP cannot give; else TCP's.
    pub(super) fn usable(&self, tcp_is_split: bool) -> Option<Sample> {
        self.inside.or(self.tcp.filter(|_| !tcp_is_split))
    }
}

/// What one capture shows.
#[derive(Debug, Default)]
pub(super) struct OfCapture {
    pub(super) shown: Shown,
    /// Flows whose TLS answer took as long as TCP's, or a little longer, and flows where it took much longer.
    one_end: u64,
    split: u64,
}

impl OfCapture {
    /// Whether most TLS answers come from much farther away than TCP's: somebody on the way ends TCP.
    pub(super) fn tcp_is_split(&self) -> bool {
        self.split > self.one_end
    }
}

/// What all captures show.
#[derive(Debug, Default)]
pub(super) struct Measured {
    /// In the order of the captures.
    pub(super) captures: Vec<OfCapture>,
    /// By capture and address.
    pub(super) fastest: HashMap<(u16, IpAddr), Fastest, RandomState>,
}

impl Measured {
    /// Looks at every flow from the captured side to somebody remote.
    pub(super) fn of(input: &Input<'_>, tags: &[Tags], addresses: &[AddressTag]) -> Self {
        let mut measured = Self::default();
        let captures = input.recorded.len();
        measured.captures.resize_with(captures, OfCapture::default);
        let mut evidence = InTurn::from(input.evidence, FlowId(0));
        for ((id, flow), tags) in (0..).zip(input.flows).zip(tags) {
            let own = evidence.of(FlowId(id));
            let address = addresses.get(tags.address as usize);
            if flow.direction() == Direction::Outward
                && let Some(address) = address.filter(|address| is_public(&address.place))
                && !input.is_carried(flow)
            {
                measured.add(input, FlowId(id), flow, own, address);
            }
        }
        measured
    }

    fn add(
        &mut self,
        input: &Input<'_>,
        id: FlowId,
        flow: &Flow,
        own: &[Evidence],
        address: &AddressTag,
    ) {
        let capture = usize::from(flow.capture.0);
        let (Some(recorded), Some(about)) =
            (input.recorded.get(capture), self.captures.get_mut(capture))
        else {
            return;
        };
        about.shown.on_device |= is_on_device(flow, own);
        let client = Some(flow.client.ip).filter(|ip| is_of_tunnel(*ip));
        about.shown.tunnel_address = about.shown.tunnel_address.or(client);
        let steady = |sample: &Sample| !recorded.clock.steps_between(sample.frames);
        let tcp = tcp_sample(id, flow).filter(steady);
        let inside = inside_sample(id, flow, own).filter(steady);
        if let (Some(rtt), Some(sample)) = (flow.rtt, tcp) {
            let near = rtt.near_micros.map(|near| (near, sample.micros));
            about.shown.legs.extend(near);
        }
        if let (Some(tcp), Some(inside)) = (tcp, inside) {
            let is_split = inside.micros > tcp.micros.saturating_mul(3) + SERVER_WORK_MICROS;
            about.split += u64::from(is_split);
            about.one_end += u64::from(!is_split);
        }
        let ip = flow.destination().ip;
        if let Some(sample) = faster(tcp, inside) {
            let network = address.asn().map_or(Network::Unknown(ip), Network::Known);
            let fastest = about.shown.networks.entry(network);
            let fastest = fastest.or_insert(sample.micros);
            *fastest = sample.micros.min(*fastest);
        }
        if tcp.or(inside).is_some() {
            let key = (flow.capture.0, ip);
            let known = self.fastest.entry(key).or_default();
            let is_proxied = flow.server.port.is_some_and(|p| PROXIED_PORTS.contains(&p));
            known.tcp = faster(known.tcp, tcp.filter(|_| !is_proxied));
            known.inside = faster(known.inside, inside);
        }
    }
}

fn is_public(place: &Place) -> bool {
    !matches!(
        place,
        Place::LocalNetwork | Place::Special(_) | Place::BetweenRemotes
    )
}

fn faster(a: Option<Sample>, b: Option<Sample>) -> Option<Sample> {
    a.into_iter().chain(b).min_by_key(|sample| sample.micros)
}

/// The first answer to a SYN that was sent once.
pub fn tcp_sample(flow: FlowId, about: &Flow) -> Option<Sample> {
    about.rtt.map(|rtt| Sample {
        micros: rtt.far_micros,
        leg: Leg::Tcp,
        flow,
        frames: rtt.frames,
    })
}

/// The answer to the hello of the flow's client, where TLS in TCP or QUIC carries it. In DTLS either side may greet.
pub fn inside_sample(flow: FlowId, about: &Flow, own: &[Evidence]) -> Option<Sample> {
    match about.transport {
        Transport::Tcp => tls_sample(flow, own),
        Transport::Udp => quic_sample(flow, own),
        _ => None,
    }
}

fn tls_sample(flow: FlowId, own: &[Evidence]) -> Option<Sample> {
    let mut asked = None;
    for item in own {
        match (&item.fact, asked) {
            (Fact::Hello { by, .. }, None) if *by == Side::Client => {
                asked = Some((item.frame, item.at?));
            }
            (Fact::Hello { .. }, None) => return None,
            (Fact::Chosen(_), Some((frame, at))) if item.frame > frame => {
                let nanos = u64::try_from(item.at?.nanos_since(at)).ok()?;
                return Some(Sample {
                    micros: u32::try_from(nanos / 1_000).ok()?,
                    leg: Leg::Tls,
                    flow,
                    frames: (frame, item.frame),
                });
            }
            (Fact::Chosen(_), _) => return None,
            _ => {}
        }
    }
    None
}

fn quic_sample(flow: FlowId, own: &[Evidence]) -> Option<Sample> {
    own.iter().find_map(|item| match item.fact {
        Fact::Answered {
            asked_frame,
            after_nanos,
        } => Some(Sample {
            micros: u32::try_from(after_nanos / 1_000).ok()?,
            leg: Leg::Quic,
            flow,
            frames: (asked_frame, item.frame),
        }),
        _ => None,
    })
}

/// 10.8.0.0/24 is what OpenVPN's examples give out, and what apps that capture through a tunnel of their own took over.
fn is_of_tunnel(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V4(v4) if v4.octets().starts_with(&[10, 8, 0]))
}

/// PCAPdroid captures through a tunnel of its own and ends every connection itself; its marks or its address tell it.
fn is_on_device(flow: &Flow, own: &[Evidence]) -> bool {
    let is_its_address = match flow.client.ip {
        IpAddr::V4(v4) => v4.octets().starts_with(&[10, 215, 173]),
        IpAddr::V6(_) => false,
    };
    is_its_address
        || own.iter().any(|item| {
            matches!(
                item.fact,
                Fact::App {
                    source: AppSource::PcapdroidTrailer
                        | AppSource::PcapdroidComment
                        | AppSource::PcapdroidCsv,
                    ..
                }
            )
        })
}
