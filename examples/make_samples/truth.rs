//! The makers' own bookkeeping → `NAME.truth.json`: what a reader of the capture must find.
//!
//! Every number is a sum over the notes that the makers put beside their frames; nothing here reads a capture.

use std::net::SocketAddr;

use serde::Serialize;

use crate::frame::{Frame, Side};
use crate::story::{App, Place};

/// A flow as the story knows it.
pub struct Flow {
    pub transport: &'static str,
    pub client: SocketAddr,
    pub server: SocketAddr,
    /// What runs in it: `tls1.3`, `quic`, `http`, `dns`…
    pub carries: &'static str,
    /// The name in the ClientHello.
    pub sni: Option<String>,
    /// Name in HTTP's `Host` or `:authority`, clear or opened with keys in the file.
    pub host: Option<String>,
    /// Names that DNS answers in this capture gave for the server's address.
    pub dns_names: Vec<String>,
    pub place: Place,
    /// The program that the capture names.
    pub app: Option<&'static App>,
    /// Which tunnel it is.
    pub tunnel: Option<&'static str>,
    /// Whether `sni` is the outer name of a hello whose true one is encrypted.
    pub ech: bool,
    /// What a reader of the contents finds, in order.
    pub requests: Vec<Request>,
}

/// A request and the status of its answer.
#[derive(Serialize, Clone)]
pub struct Request {
    pub method: &'static str,
    pub host: String,
    pub path: &'static str,
    pub status: u16,
}

#[derive(Serialize)]
pub struct Truth {
    schema: u32,
    capture: String,
    sha256: String,
    file_bytes: usize,
    totals: Totals,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
    flows: Vec<FlowTruth>,
}

/// Over all whole frames of the capture.
#[derive(Serialize)]
struct Totals {
    frames: usize,
    wire_bytes: usize,
    captured_bytes: usize,
    flows: usize,
    /// Frames that belong to no flow: ARP.
    frames_without_flow: usize,
    wire_bytes_without_flow: usize,
    /// Unique transport payload from the captured devices to the others, and back.
    payload_sent: usize,
    payload_received: usize,
}

/// Where a cut-off capture ends.
#[derive(Serialize)]
pub struct Cut {
    /// Byte offset of the record that is not whole.
    pub record_at: usize,
    /// Length of the file.
    pub file_ends_at: usize,
    pub whole_frames: usize,
}

#[derive(Serialize)]
struct FlowTruth {
    flow: usize,
    first_frame: usize,
    last_frame: usize,
    transport: &'static str,
    client: End,
    server: End,
    carries: &'static str,
    start: String,
    end: String,
    frames: Both,
    wire_bytes: Both,
    payload_bytes: Both,
    #[serde(skip_serializing_if = "Option::is_none")]
    sni: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dns_names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tunnel: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ech: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requests: Vec<Request>,
    place: PlaceTruth,
}

#[derive(Serialize)]
struct End {
    ip: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
}

#[derive(Serialize, Default, Clone, Copy)]
struct Both {
    client: usize,
    server: usize,
}

#[derive(Serialize)]
struct PlaceTruth {
    is: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<&'static str>,
}

impl Both {
    fn add(&mut self, from: Side, amount: usize) {
        match from {
            Side::Client => self.client += amount,
            Side::Server => self.server += amount,
        }
    }
}

/// Sums up the frames that are whole in the file.
pub fn tell(capture: &str, file: &[u8], frames: &[Frame], flows: &[Flow]) -> Truth {
    let mut told: Vec<FlowTruth> = Vec::new();
    let mut place_of: Vec<Option<usize>> = vec![None; flows.len()];
    let mut totals = Totals {
        frames: frames.len(),
        wire_bytes: frames.iter().map(|frame| frame.wire_len).sum(),
        captured_bytes: frames.iter().map(|frame| frame.kept).sum(),
        flows: 0,
        frames_without_flow: 0,
        wire_bytes_without_flow: 0,
        payload_sent: 0,
        payload_received: 0,
    };
    for (index, frame) in frames.iter().enumerate() {
        let Some(note) = frame.note else {
            totals.frames_without_flow += 1;
            totals.wire_bytes_without_flow += frame.wire_len;
            continue;
        };
        let row = *place_of[note.flow].get_or_insert_with(|| {
            told.push(begin(told.len(), index + 1, &flows[note.flow], frame));
            told.len() - 1
        });
        let flow = &mut told[row];
        (flow.last_frame, flow.end) = (index + 1, time_text(frame.at));
        flow.frames.add(note.from, 1);
        flow.wire_bytes.add(note.from, frame.wire_len);
        flow.payload_bytes.add(note.from, note.fresh_payload);
    }
    totals.flows = told.len();
    totals.payload_sent = told.iter().map(|flow| flow.payload_bytes.client).sum();
    totals.payload_received = told.iter().map(|flow| flow.payload_bytes.server).sum();
    Truth {
        schema: 1,
        capture: capture.to_owned(),
        sha256: sha256(file),
        file_bytes: file.len(),
        totals,
        cut: None,
        flows: told,
    }
}

fn begin(flow: usize, first_frame: usize, facts: &Flow, frame: &Frame) -> FlowTruth {
    FlowTruth {
        flow,
        first_frame,
        last_frame: first_frame,
        transport: facts.transport,
        client: end(facts.client),
        server: end(facts.server),
        carries: facts.carries,
        start: time_text(frame.at),
        end: time_text(frame.at),
        frames: Both::default(),
        wire_bytes: Both::default(),
        payload_bytes: Both::default(),
        sni: facts.sni.clone(),
        host: facts.host.clone(),
        dns_names: facts.dns_names.clone(),
        app: facts.app.map(|app| app.name),
        tunnel: facts.tunnel,
        ech: facts.ech,
        requests: facts.requests.clone(),
        place: place(facts.place),
    }
}

fn end(address: SocketAddr) -> End {
    let port = (address.port() != 0).then_some(address.port());
    End {
        ip: address.ip().to_string(),
        port,
    }
}

fn place(place: Place) -> PlaceTruth {
    let (is, candidates) = match place {
        Place::Agreed(country) => ("country", vec![country]),
        Place::Disputed(one, other) => ("disputed", vec![one, other]),
        Place::Anycast => ("anycast", vec![]),
        Place::Local => ("local", vec![]),
    };
    PlaceTruth { is, candidates }
}

/// RFC 3339 with nine decimals.
fn time_text(unix_nanos: u64) -> String {
    let time =
        jiff::Timestamp::from_nanosecond(i128::from(unix_nanos)).expect("a time of this century");
    format!("{time:.9}")
}

/// In hexadecimal, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
