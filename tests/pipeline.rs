//! The samples through the whole pipeline: against the truth that their maker wrote down, and against reviewed text.

mod support;

use std::fmt::Write as _;

use serde_json::Value;
use support::{analysis_of, expect_text, sample, truth_of};
use whither::analysis::model::Analysis;
use whither::flow::model::{Endpoint, Flow};
use whither::view::dns_list::dns_list;

const SAMPLES: [&str; 3] = [
    "phone-fresh-install.pcapng",
    "phone-creator-upload.pcapng",
    "router-cut-off.pcap",
];

fn number(value: &Value, path: &str) -> u64 {
    value
        .pointer(path)
        .and_then(Value::as_u64)
        .unwrap_or_else(|| panic!("{path} in {value}"))
}

fn is(end: Endpoint, value: &Value) -> bool {
    value["ip"].as_str() == Some(&end.ip.to_string())
        && value["port"].as_u64() == end.port.map(u64::from)
}

/// The flow that the truth means: same ends, same first frame.
fn find<'a>(analysis: &'a Analysis, truth: &Value) -> (usize, &'a Flow) {
    let first = number(truth, "/first_frame");
    let found = analysis.flows.iter().enumerate().find(|(_, flow)| {
        flow.first_frame == first
            && is(flow.client, &truth["client"])
            && is(flow.server, &truth["server"])
    });
    found.unwrap_or_else(|| panic!("no flow for {truth}"))
}

fn agrees(analysis: &Analysis, truth: &Value) {
    let (index, flow) = find(analysis, truth);
    for (field, sides) in [
        ("frames", flow.frames),
        ("wire_bytes", flow.wire_bytes),
        ("payload_bytes", flow.payload_bytes),
    ] {
        for (side, value) in [("client", sides.client), ("server", sides.server)] {
            assert_eq!(
                value,
                number(truth, &format!("/{field}/{side}")),
                "{field} of {side}: {truth}"
            );
        }
    }
    assert_eq!(flow.last_frame, number(truth, "/last_frame"), "{truth}");
    assert_eq!(
        flow.start.unwrap().to_string(),
        truth["start"].as_str().unwrap()
    );
    assert_eq!(
        flow.end.unwrap().to_string(),
        truth["end"].as_str().unwrap()
    );
    let names = analysis.tables.names_of(&analysis.tags[index]);
    let sni = names
        .iter()
        .find(|name| name.source.token() == "sni")
        .map(|name| &*name.value);
    // Names inside QUIC are read by a later stage; there the DNS answer leads.
    if truth["carries"]
        .as_str()
        .is_some_and(|carries| carries.starts_with("tls"))
    {
        assert_eq!(sni, truth["sni"].as_str(), "{truth}");
    }
    let host = names
        .iter()
        .find(|name| name.source.token() == "host")
        .map(|name| &*name.value);
    assert_eq!(host, truth["host"].as_str(), "{truth}");
}

#[test]
fn flows_agree_with_the_makers_own_books() {
    for name in SAMPLES {
        let (analysis, truth) = (analysis_of(&[sample(name)]), truth_of(name));
        let flows = truth["flows"].as_array().unwrap();
        assert_eq!(analysis.flows.len(), flows.len(), "{name}");
        for flow in flows {
            agrees(&analysis, flow);
        }
        let capture = &analysis.captures[0];
        assert_eq!(capture.frames, number(&truth, "/totals/frames"), "{name}");
        assert_eq!(
            capture.wire_bytes,
            number(&truth, "/totals/wire_bytes"),
            "{name}"
        );
        assert_eq!(
            capture.outside.not_ip_frames,
            number(&truth, "/totals/frames_without_flow"),
            "{name}"
        );
        assert_eq!(
            capture.outside.not_ip_bytes,
            number(&truth, "/totals/wire_bytes_without_flow"),
            "{name}"
        );
        assert_eq!(
            capture.sha256.as_deref(),
            truth["sha256"].as_str(),
            "{name}"
        );
    }
}

#[test]
fn every_wire_byte_is_in_a_flow_or_named() {
    for name in SAMPLES {
        let analysis = analysis_of(&[sample(name)]);
        let capture = &analysis.captures[0];
        let in_flows: u64 = analysis
            .flows
            .iter()
            .map(|flow| flow.wire_bytes.total())
            .sum();
        let outside = capture.outside.not_ip_bytes + capture.outside.unread_bytes;
        assert_eq!(in_flows + outside, capture.wire_bytes, "{name}");
    }
}

#[test]
fn the_cut_is_named_with_its_place() {
    let analysis = analysis_of(&[sample("router-cut-off.pcap")]);
    let truth = truth_of("router-cut-off.pcap");
    let [problem] = analysis.problems.as_slice() else {
        panic!("one problem, not {:?}", analysis.problems);
    };
    assert_eq!(problem.first.offset, Some(number(&truth, "/cut/record_at")));
    assert_eq!(
        problem.first.frame,
        Some(number(&truth, "/cut/whole_frames") + 1)
    );
    assert!(!analysis.captures[0].whole);
}

#[test]
fn timeline_slices_add_up_to_the_payload() {
    for name in SAMPLES {
        let analysis = analysis_of(&[sample(name)]);
        let mut sums = vec![(0, 0); analysis.flows.len()];
        for slice in analysis.activity[0].slices() {
            sums[slice.flow.0 as usize].0 += u64::from(slice.bytes.client);
            sums[slice.flow.0 as usize].1 += u64::from(slice.bytes.server);
        }
        for (flow, (client, server)) in analysis.flows.iter().zip(sums) {
            assert_eq!(
                (flow.payload_bytes.client, flow.payload_bytes.server),
                (client, server),
                "{name} {flow:?}"
            );
        }
    }
}

#[test]
fn several_captures_keep_their_flows_apart() {
    let paths: Vec<_> = SAMPLES.iter().map(|name| sample(name)).collect();
    let together = analysis_of(&paths);
    let apart: usize = paths
        .iter()
        .map(|path| analysis_of(std::slice::from_ref(path)).flows.len())
        .sum();
    assert_eq!(together.flows.len(), apart);
    let order: Vec<(u64, u16)> = together
        .flows
        .iter()
        .map(|f| (f.first_frame, f.capture.0))
        .collect();
    assert!(order.is_sorted(), "by first frame, then by capture");
}

/// One line a flow: what a person would check by hand.
fn text_of(analysis: &Analysis) -> String {
    let mut text = String::new();
    for (flow, tags) in analysis.flows.iter().zip(&analysis.tags) {
        let name = analysis.tables.name_of(tags);
        let name = name.map_or("-".to_owned(), |n| {
            format!("{} ({})", n.value, n.source.token())
        });
        let place = analysis
            .tables
            .address_of(tags)
            .map(|address| format!("{:?}", address.place));
        let end = |end: Endpoint| {
            end.port
                .map_or(end.ip.to_string(), |port| format!("{}:{port}", end.ip))
        };
        let _ = writeln!(
            text,
            "{} {} {} > {} {} {} | {} | {} | sent {} received {}",
            flow.first_frame,
            flow.transport.token(),
            end(flow.client),
            end(flow.server),
            flow.local_rule.token(),
            tags.protocol.map_or("-", |protocol| protocol.token()),
            name,
            place.unwrap_or_default(),
            flow.sent(),
            flow.received(),
        );
    }
    text
}

#[test]
fn fresh_install_as_text() {
    expect_text(
        "fresh-install",
        &text_of(&analysis_of(&[sample(SAMPLES[0])])),
    );
}

#[test]
fn router_as_text() {
    expect_text(
        "router-cut-off",
        &text_of(&analysis_of(&[sample(SAMPLES[2])])),
    );
}

#[test]
fn the_dns_list_of_a_sample_is_as_reviewed() {
    let analysis = analysis_of(&[sample("phone-fresh-install.pcapng")]);
    let list = dns_list(&analysis);
    let mut text = String::new();
    for row in &list.rows {
        writeln!(text, "{} {row}", list.time_text(row)).unwrap();
    }
    expect_text("fresh-install-dns", &text);
}

#[test]
fn the_dns_list_is_searched_by_name_and_by_answer() {
    let list = dns_list(&analysis_of(&[sample("phone-fresh-install.pcapng")]));
    let found = |text: &str| list.matching(text).len();
    assert_eq!(found(" "), list.rows.len());
    assert!(0 < found("ClipClap") && found("ClipClap") < list.rows.len());
    assert!(found("2406:DA18") > 0);
    assert_eq!(found("no such name"), 0);
    assert_eq!(found("no answer"), 0, "words of ours are not searched");
}
