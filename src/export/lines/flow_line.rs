//! A flow as one JSON object: the stable machine-readable face. Keys are never renamed; new ones may come.

use std::net::IpAddr;

use serde::Serialize;

use super::bound_line::{BoundLine, Rtt};
use super::data_line::{DataType, Owner, PartyLine};
use super::place_line::{Country, Hint, Network};
use super::tls_line::Tls;
use crate::analysis::model::Analysis;
use crate::capture::frame::Time;
use crate::claim::sentence::{reasons, would_decide};
use crate::evidence::item::{Evidence, Fact};
use crate::flow::model::{Flow, FlowId, Sides};
use crate::tag::day::day;
use crate::tag::model::Tags;
use crate::tag::name::NameTag;

/// The number of this shape.
const SCHEMA: u32 = 1;

/// One line of `whither flows`.
#[derive(Serialize)]
pub struct FlowLine<'a> {
    schema: u32,
    capture: &'a str,
    flow: usize,
    first_frame: u64,
    last_frame: u64,
    transport: String,
    client: End,
    server: End,
    client_is: &'static str,
    server_is: &'static str,
    local_rule: &'static str,
    interface: u16,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tunnel: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    carried_by: Option<CarriedBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Moment>,
    frames: Pair,
    wire_bytes: Pair,
    payload_bytes: Pair,
    #[serde(skip_serializing_if = "Option::is_none")]
    tcp: Option<Tcp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rtt: Option<Rtt>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    icmp_errors: Vec<NotDelivered>,
    protocol: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_tunnel: Option<IsTunnel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<Tls<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<Name<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<App<'a>>,
    country: Country<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edge_hints: Vec<Hint>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    backend_hints: Vec<Hint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bound: Option<BoundLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<Network<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Owner<'a>>,
    party: PartyLine,
    data_type: DataType,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<VerdictLine>,
}

/// What the claim says of the flow.
#[derive(Serialize)]
struct VerdictLine {
    word: &'static str,
    classes: Vec<String>,
    because: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    would_decide: Option<&'static str>,
}

impl VerdictLine {
    fn of(analysis: &Analysis, number: usize) -> Option<Self> {
        let judged = analysis.judged.as_ref()?;
        let verdict = judged.of(number)?;
        let classes = judged.claim.classes_in(verdict.classes);
        Some(Self {
            word: verdict.word.token(),
            classes: classes.map(|(_, class)| class.name.clone()).collect(),
            because: reasons(verdict, &judged.claim),
            would_decide: verdict.decider.map(would_decide),
        })
    }
}

/// The pair of addresses that the outermost tunnel runs between, as the client's packets go.
#[derive(Serialize)]
struct CarriedBy {
    from: IpAddr,
    to: IpAddr,
}

/// The program that the capturing device named first.
#[derive(Serialize)]
struct App<'a> {
    value: &'a str,
    /// Process number (PKTAP) or user number (PCAPdroid).
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    source: &'static str,
    frame: u64,
}

/// Why the flow itself is a tunnel: where what is in it goes is not visible.
#[derive(Serialize)]
struct IsTunnel {
    kind: &'static str,
    /// Whether the traffic leaves no doubt.
    sure: bool,
    because: &'static str,
    frame: u64,
}

impl IsTunnel {
    /// The surest sign, and the first of these.
    fn of(items: &[Evidence]) -> Option<Self> {
        let signs = items.iter().filter_map(|item| match &item.fact {
            Fact::Tunnel(sign) => Some((sign, item.frame)),
            _ => None,
        });
        let (sign, frame) = signs.min_by_key(|(sign, frame)| (!sign.sure, *frame))?;
        Some(Self {
            kind: sign.kind.token(),
            sure: sign.sure,
            because: sign.because,
            frame,
        })
    }
}

/// A time, written without an allocation.
struct Moment(Time);

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[derive(Serialize)]
struct End {
    ip: IpAddr,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
}

#[derive(Serialize)]
struct Pair {
    client: u64,
    server: u64,
}

impl From<Sides<u64>> for Pair {
    fn from(sides: Sides<u64>) -> Self {
        Self {
            client: sides.client,
            server: sides.server,
        }
    }
}

#[derive(Serialize)]
struct Tcp {
    state: &'static str,
    syn_seen: bool,
    retransmitted_bytes: u64,
    lost_bytes: u64,
}

/// An ICMP error that quotes a packet of the flow; at most `flow::table::MAX_ERRORS` of them.
#[derive(Serialize)]
struct NotDelivered {
    frame: u64,
    what: &'static str,
}

impl NotDelivered {
    fn of(item: &Evidence) -> Option<Self> {
        match &item.fact {
            Fact::NotDelivered(error) => Some(Self {
                frame: item.frame,
                what: error.token(),
            }),
            _ => None,
        }
    }
}

#[derive(Serialize)]
struct Name<'a> {
    value: &'a str,
    source: &'static str,
    frame: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_micros: Option<i64>,
}

impl<'a> From<&'a NameTag> for Name<'a> {
    fn from(name: &'a NameTag) -> Self {
        Self {
            value: &name.value,
            source: name.source.token(),
            frame: name.frame,
            age_micros: name.age_nanos.map(|nanos| nanos / 1_000),
        }
    }
}

impl<'a> FlowLine<'a> {
    /// The line of one flow.
    pub fn new(analysis: &'a Analysis, number: usize, flow: &'a Flow, tags: &Tags) -> Self {
        let names = analysis.tables.names_of(tags);
        let leading = analysis.tables.name_of(tags);
        let others = names.iter().skip(usize::from(leading.is_some()));
        let address = analysis.tables.address_of(tags);
        let tables = analysis.reference_tables();
        let tunnel = analysis.tunnels.get(usize::from(flow.tunnel));
        let evidence = analysis.evidence_of(number);
        let id = FlowId(u32::try_from(number).unwrap_or(u32::MAX));
        Self {
            schema: SCHEMA,
            capture: analysis.capture(flow.capture).map_or("", |c| &c.name),
            flow: number,
            first_frame: flow.first_frame,
            last_frame: flow.last_frame,
            transport: flow.transport.token(),
            client: End {
                ip: flow.client.ip,
                port: flow.client.port,
            },
            server: End {
                ip: flow.server.ip,
                port: flow.server.port,
            },
            client_is: flow.locality.client.token(),
            server_is: flow.locality.server.token(),
            local_rule: flow.local_rule.token(),
            interface: flow.interface,
            tunnel: tunnel.map_or_else(Vec::new, |tunnel| tunnel.path.tokens()),
            carried_by: tunnel
                .and_then(|tunnel| tunnel.carried_by)
                .map(|(from, to)| CarriedBy { from, to }),
            start: flow.start.map(Moment),
            end: flow.end.map(Moment),
            frames: flow.frames.into(),
            wire_bytes: flow.wire_bytes.into(),
            payload_bytes: flow.payload_bytes.into(),
            tcp: flow.tcp.map(|tcp| Tcp {
                state: tcp.state.token(),
                syn_seen: tcp.syn_seen,
                retransmitted_bytes: tcp.retransmitted_bytes,
                lost_bytes: tcp.lost_bytes,
            }),
            rtt: Rtt::of(id, flow, evidence),
            icmp_errors: evidence.iter().filter_map(NotDelivered::of).collect(),
            protocol: analysis
                .tables
                .protocols_of(tags)
                .iter()
                .map(|protocol| protocol.token())
                .collect(),
            is_tunnel: IsTunnel::of(evidence),
            tls: Tls::of(evidence, names.iter().any(|name| name.is_front)),
            name: leading.map(Name::from),
            names: others.map(Name::from).collect(),
            app: App::of(evidence),
            country: Country::new(address, &analysis.reference, flow.start.and_then(day)),
            edge_hints: Hint::of_flow(evidence),
            backend_hints: Hint::of_names(names, analysis.reference.rules()),
            bound: address.and_then(|a| BoundLine::of(a, &analysis.tables)),
            network: address.and_then(|address| Network::new(address, tables)),
            owner: Owner::of_flow(analysis, tags, evidence),
            party: PartyLine::of(tags.party),
            data_type: DataType::of_flow(analysis, id, tags, evidence),
            verdict: VerdictLine::of(analysis, number),
        }
    }
}

impl<'a> App<'a> {
    fn of(evidence: &'a [Evidence]) -> Option<Self> {
        evidence.iter().find_map(|item| match &item.fact {
            Fact::App {
                name,
                number,
                source,
            } => Some(Self {
                value: name,
                number: *number,
                source: source.token(),
                frame: item.frame,
            }),
            _ => None,
        })
    }
}
