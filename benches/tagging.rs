//! How fast a million flows are tagged, beside passes over the same flows that do next to nothing:
//! `cargo bench --bench tagging`. What is compared is the ratio within one run.

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use divan::Bencher;
use divan::counter::ItemsCount;

use whither::analysis::tagged::tagged;
use whither::capture::frame::{CaptureIndex, Time};
use whither::evidence::item::{Evidence, Fact, HostName, NameSource};
use whither::evidence::protocol::Protocol;
use whither::flow::model::{Endpoint, Flow, FlowId, LocalRule, Locality, Sides, Transport};
use whither::flow::rhythm::Rhythms;
use whither::reference::Reference;
use whither::reference::rules::pack::Pack;
use whither::tag::run::{Recording, Tagging};
use whither::tag::stated::Stated;

const FLOWS: u32 = 1_000_000;

/// Names that no rule speaks of, beside the examples of the rules.
const MADE_NAMES: u32 = 20_000;

fn main() {
    divan::main();
}

struct Made {
    flows: Vec<Flow>,
    evidence: Vec<Evidence>,
}

static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| Reference::bundled().expect("the tables are bundled"));

static MADE: LazyLock<Made> = LazyLock::new(made);

/// The examples of all rules, then made names.
fn names() -> Vec<HostName> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/rules");
    let mut names: Vec<HostName> = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the packs are there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|end| end == "toml") {
            let text = std::fs::read_to_string(path).expect("a pack is text");
            let pack = Pack::read(&text).expect("the packs have no fault");
            let examples = pack.host.into_iter().filter_map(|entry| entry.example);
            names.extend(examples.map(|name| HostName::from(name.into_inner())));
        }
    }
    names.sort_unstable();
    names.extend((0..MADE_NAMES).map(|n| match n % 4 {
        0 => format!("api-{n}.shop{}.example", n % 977).into(),
        1 => format!("img{}.news{}.example", n % 9, n).into(),
        2 => format!("log.eu-{}.app{n}.example", n % 5).into(),
        _ => format!("www.site{n}.example").into(),
    }));
    names
}

/// Six flows of ten speak TLS, one QUIC, two DNS, one nothing known; a few names get most flows.
fn made() -> Made {
    let names = names();
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = move || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice
    };
    let (mut flows, mut evidence) = (Vec::new(), Vec::new());
    for id in 0..FLOWS {
        #[expect(clippy::cast_precision_loss, reason = "dice")]
        let lot = (roll() >> 11) as f64 / (1_u64 << 53) as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a list"
        )]
        let place = (lot * lot * lot * names.len() as f64) as usize;
        let name = &names[place];
        let kind = roll() % 10;
        let server = match kind {
            7 | 8 => [10, 0, 0, 1],
            _ => address(place),
        };
        flows.push(flow(id, kind, server, roll()));
        let frame = u64::from(id) * 10 + 1;
        let mut state = |fact| {
            evidence.push(Evidence {
                flow: FlowId(id),
                frame,
                at: Some(time(id)),
                fact,
            });
        };
        let named = |source| Fact::Named {
            name: Arc::clone(name),
            source,
        };
        match kind {
            0..=5 => {
                state(Fact::Speaks(Protocol::Tls));
                state(named(NameSource::Sni));
                state(Fact::Alpn("h2".into()));
            }
            6 => {
                state(Fact::Speaks(Protocol::Quic));
                state(named(NameSource::QuicSni));
            }
            7 | 8 => {
                state(Fact::Speaks(Protocol::Dns));
                state(Fact::DnsAnswer {
                    name: Arc::clone(name),
                    asked: Arc::clone(name),
                    address: address(place).into(),
                    ttl_seconds: 300,
                    source: NameSource::Dns,
                    is_claim: false,
                });
            }
            _ => {}
        }
    }
    Made { flows, evidence }
}

fn time(id: u32) -> Time {
    Time::from_nanos(1_700_000_000_000_000_000 + i64::from(id) * 3_000_000)
}

/// Where a name is served: many on one address, as on shared edges.
fn address(place: usize) -> [u8; 4] {
    let number = u32::try_from(place / 2).unwrap_or(0);
    (0x1700_0000 + number * 37).to_be_bytes()
}

fn flow(id: u32, kind: u64, server: [u8; 4], dice: u64) -> Flow {
    let is_dns = matches!(kind, 7 | 8);
    let sides = |client, server| Sides { client, server };
    Flow {
        capture: CaptureIndex(0),
        transport: match is_dns || kind == 6 {
            true => Transport::Udp,
            false => Transport::Tcp,
        },
        client: Endpoint {
            ip: [10, 0, 0, 9].into(),
            port: Some(49_152),
        },
        server: Endpoint {
            ip: server.into(),
            port: Some(if is_dns { 53 } else { 443 }),
        },
        locality: Sides {
            client: Locality::Local,
            server: match is_dns {
                true => Locality::Local,
                false => Locality::Remote,
            },
        },
        local_rule: LocalRule::PrivateAddress,
        tunnel: 0,
        interface: 0,
        first_frame: u64::from(id) * 10,
        last_frame: u64::from(id) * 10 + 9,
        start: Some(time(id)),
        end: Some(time(id + 300)),
        frames: sides(12, 40),
        wire_bytes: sides(2_000, 30_000),
        payload_bytes: sides(dice % 3_000, (dice >> 20) % 50_000),
        tcp: None,
        rtt: None,
    }
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn a_copying_the_flows(bencher: Bencher) {
    bencher
        .counter(ItemsCount::new(FLOWS))
        .bench(|| MADE.flows.clone());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn b_looking_up_names_and_addresses(bencher: Bencher) {
    bencher.counter(ItemsCount::new(FLOWS)).bench(|| {
        let mut names: HashMap<&str, u32> = HashMap::new();
        let mut addresses: HashMap<IpAddr, u32> = HashMap::new();
        for flow in &MADE.flows {
            *addresses.entry(flow.server.ip).or_default() += 1;
        }
        for item in &MADE.evidence {
            if let Fact::Named { name, .. } = &item.fact {
                *names.entry(name).or_default() += 1;
            }
        }
        (names.len(), addresses.len())
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn c_tagging(bencher: Bencher) {
    let (reference, rhythms) = (&*REFERENCE, Rhythms::default());
    let stated = Stated::default();
    let Made { flows, evidence } = &*MADE;
    bencher.counter(ItemsCount::new(FLOWS)).bench(|| {
        let recorded = Recording::default();
        let tagging = Tagging::new(flows, evidence, &rhythms, reference, &stated, &[], recorded);
        tagged(&tagging, flows.len())
    });
}
