//! Frames and payloads of the samples, each for the target that reads its kind.

use std::ops::ControlFlow;

use whither::capture::frame::Frame;
use whither::capture::problem::ProblemLog;
use whither::capture::reader::read_capture;
use whither::wire::message::{Reading, dns, http, quic, tls};
use whither::wire::packet::{Decoded, Segment, decode};

/// Inputs of one target; more of the same teach a fuzzer nothing.
const MOST_INPUTS: usize = 40;

/// Frames in one input.
const FRAMES_TOGETHER: usize = 6;

#[derive(Default)]
struct Found {
    frames: Vec<Vec<u8>>,
    dns: Vec<Vec<u8>>,
    tls: Vec<Vec<u8>>,
    http: Vec<Vec<u8>>,
    quic: Vec<Vec<u8>>,
}

/// Target and inputs.
pub fn of(samples: &[Vec<u8>]) -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let mut found = Found::default();
    for sample in samples {
        let mut together: Vec<Vec<u8>> = Vec::new();
        drop(read_capture(
            sample.as_slice(),
            &mut ProblemLog::default(),
            &mut |frame, _| {
                found.take(frame);
                let length = u16::try_from(frame.bytes.len()).unwrap_or(0);
                together.push([&length.to_be_bytes(), frame.bytes].concat());
                if together.len() == FRAMES_TOGETHER {
                    let link = u16::try_from(frame.link.0).unwrap_or(0).to_be_bytes();
                    add(&mut found.frames, [&link[..], &together.concat()].concat());
                    together.clear();
                }
                ControlFlow::Continue(())
            },
        ));
    }
    vec![
        ("decode_packet", found.frames),
        ("dns", found.dns),
        ("tls", found.tls),
        ("http", found.http),
        ("quic", found.quic),
    ]
}

impl Found {
    fn take(&mut self, frame: &Frame<'_>) {
        let Decoded::Packet(packet) = decode(frame) else {
            return;
        };
        match packet.segment {
            Segment::Udp { payload, .. } if matches!(dns::read(payload), Reading::Found(_)) => {
                add(&mut self.dns, payload.to_vec());
            }
            Segment::Udp { payload, .. } if quic::probe(payload) => {
                add(&mut self.quic, payload.to_vec());
            }
            Segment::Tcp(tcp) if tls::probe(tcp.payload) => {
                add(&mut self.tls, tcp.payload.to_vec());
            }
            Segment::Tcp(tcp) if http::probe_request(tcp.payload) == Some(true) => {
                add(&mut self.http, tcp.payload.to_vec());
            }
            _ => {}
        }
    }
}

/// One input of each length is enough.
fn add(inputs: &mut Vec<Vec<u8>>, input: Vec<u8>) {
    if inputs.len() < MOST_INPUTS && !inputs.iter().any(|known| known.len() == input.len()) {
        inputs.push(input);
    }
}
