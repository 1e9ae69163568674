//! Planted groups in all carriers → one capture with the keys inside, and its truth.

use std::net::SocketAddr;

use anyhow::Result;

use crate::carriers::{self, Carrier};
use crate::dice::{self, Dice};
use crate::frame::{Frame, Side};
use crate::identity::{self, Offer};
use crate::pcapng;
use crate::planted::{self, Plant};
use crate::story::{Device, End, Format, Interface, Link, Story, Trouble};
use crate::tcp::{self, Message, Shape};
use crate::tls::Session;
use crate::wire::{self, Path, TCP};

const SEED: u64 = 5;
const FIRST_PORT: u16 = 20_000;
const MILLI: u64 = 1_000_000;
/// 2026-11-23T14:00:00 UTC.
const START: u64 = 1_795_442_400_000 * MILLI;

const DEVICE: Device = Device {
    interface: 0,
    v4: "192.168.77.20",
    v6: None,
    mac: [2, 0, 0, 0, 0, 20],
    router_mac: [2, 0, 0, 0, 0, 1],
    resolver: "192.168.77.1",
    mtu: 1_500,
    access_micros: 900,
};

const GOLD: Story = Story {
    name: "content",
    seed: SEED,
    starts: "2026-11-23T14:00:00Z",
    format: Format::PcapngKeysInside,
    comment: "invented: planted data and decoys",
    interfaces: &[Interface {
        name: "gold0",
        description: "",
        link: Link::Ethernet,
        states_addresses: false,
    }],
    devices: &[DEVICE],
    apps: &[],
    services: &[],
    scenes: &[],
    keep_of_bulk_bytes: None,
};

/// The capture and, a line a flow, its client's port, the wanted types or `decoy`, the carrier and the fields.
pub fn capture() -> Result<(Vec<u8>, String)> {
    dice::seed_libraries(SEED);
    let mut dice = Dice::new(SEED);
    let mut frames = Vec::new();
    let mut truth = String::from("port\twanted\tcarrier\tfields\n");
    let pairs = carriers::ALL.iter().flat_map(|carrier| {
        let fits = |plant: &&Plant| *carrier != Carrier::Protobuf || plant.by_value;
        planted::ALL
            .iter()
            .filter(fits)
            .map(|plant| (*carrier, plant))
    });
    for (port, (carrier, plant)) in (FIRST_PORT..).zip(pairs) {
        let at = START + u64::from(port - FIRST_PORT) * 700 * MILLI;
        flow(port, at, carrier, plant, &mut dice, &mut frames)?;
        let names: Vec<&str> = plant.fields.iter().map(|(name, _)| *name).collect();
        truth += &format!(
            "{port}\t{}\t{carrier:?}\t{}\n",
            plant.wanted.join(","),
            names.join(",")
        );
    }
    frames.sort_by_key(|frame: &Frame| frame.at);
    Ok((
        pcapng::pcapng(&GOLD, &frames, &identity::take_keys()),
        truth,
    ))
}

fn flow(
    port: u16,
    start: u64,
    carrier: Carrier,
    plant: &Plant,
    dice: &mut Dice,
    frames: &mut Vec<Frame>,
) -> Result<()> {
    let shape = Shape {
        start,
        round_trip: 20 * MILLI,
        mss: 1_460,
        up_spacing: MILLI,
        down_spacing: MILLI / 4,
        end: End::ClientCloses,
        trouble: Trouble::None,
    };
    let server_port = match carrier {
        Carrier::Http2 => 443,
        Carrier::Mqtt => 1883,
        _ => 80,
    };
    let server = SocketAddr::from(([198, 51, 100, 5], server_port));
    let client = SocketAddr::from(([192, 168, 77, 20], port));
    let mut path = Path::new(Link::Ethernet, &DEVICE, client, server);
    for segment in tcp::play(&messages(carrier, plant)?, &shape, dice) {
        let (from, to) = match segment.from {
            Side::Client => (port, server_port),
            Side::Server => (server_port, port),
        };
        let bytes = path.frame(segment.from, TCP, wire::tcp(from, to, &segment));
        frames.push(Frame {
            at: segment.at,
            interface: 0,
            wire_len: bytes.len(),
            kept: bytes.len(),
            bytes,
            outbound: segment.from == Side::Client,
            note: None,
        });
    }
    Ok(())
}

fn messages(carrier: Carrier, plant: &Plant) -> Result<Vec<Message>> {
    let answer = match carrier {
        Carrier::WebSocket => carriers::UPGRADED,
        Carrier::Mqtt => carriers::MQTT_ANSWER,
        Carrier::Http2 => carriers::HTTP2_ANSWER,
        _ => carriers::ANSWER,
    };
    let mut turns = Vec::new();
    for (nth, bytes) in carriers::sent(carrier, plant).into_iter().enumerate() {
        turns.push((Side::Client, bytes));
        if nth == 0 {
            turns.push((Side::Server, answer.to_vec()));
        }
    }
    if carrier != Carrier::Http2 {
        let message = |(from, bytes)| Message {
            from,
            pause: MILLI,
            bytes,
        };
        return Ok(turns.into_iter().map(message).collect());
    }
    let offer = Offer {
        tls12_only: false,
        alpn: &["h2"],
        chosen: "h2",
        ech: false,
    };
    let mut session = Session::open("sealed.gold.example", offer)?;
    for (from, bytes) in turns {
        session.say(from, MILLI, &bytes)?;
    }
    Ok(session.messages)
}
