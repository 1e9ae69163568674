//! The samples through the whole pipeline: against the truth that their maker wrote down, and against reviewed text.

mod support;

use std::fmt::Write as _;

use serde_json::Value;
use support::{analysis_of, expect_text, sample, truth_of};
use whither::analysis::model::Analysis;
use whither::evidence::item::{Evidence, Fact};
use whither::flow::model::{Endpoint, Flow};
use whither::view::dns_list::dns_list;

const SAMPLES: [&str; 6] = [
    "phone-fresh-install.pcapng",
    "phone-creator-upload.pcapng",
    "router-cut-off.pcap",
    "phone-keys-inside.pcapng",
    "phone-two-apps.pcap",
    "phone-hidden-names.pcapng",
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
    names_agree(analysis, index, truth);
    contents_agree(analysis, index, truth);
}

fn names_agree(analysis: &Analysis, index: usize, truth: &Value) {
    let (tables, tags) = (&analysis.tables, &analysis.tags[index]);
    let names = tables.names_of(tags);
    let of = |sources: &[&str]| {
        let mut found = names.iter();
        found.find(|name| sources.contains(&name.source.token()))
    };
    let value = |sources: &[&str]| of(sources).map(|name| &*name.value);
    assert_eq!(
        value(&["sni", "quic-sni"]),
        truth["sni"].as_str(),
        "{truth}"
    );
    assert_eq!(value(&["host"]), truth["host"].as_str(), "{truth}");
    let is_front = of(&["sni"]).is_some_and(|name| name.is_front);
    assert_eq!(is_front, truth["ech"] == true, "{truth}");
    if is_front {
        let lead = tables.name_of(tags).map(|name| &*name.value);
        assert_eq!(lead, truth["dns_names"][0].as_str(), "{truth}");
    }
    assert_eq!(tables.app_of(tags), truth["app"].as_str(), "{truth}");
}

/// Evidence of one flow.
fn of_flow(analysis: &Analysis, index: usize) -> impl Iterator<Item = &Evidence> {
    let all = analysis.evidence.iter();
    all.filter(move |evidence| evidence.flow.0 as usize == index)
}

fn contents_agree(analysis: &Analysis, index: usize, truth: &Value) {
    let tunnel = analysis.tags[index].tunnel.map(|kind| kind.token());
    assert_eq!(tunnel, truth["tunnel"].as_str(), "{truth}");
    // Clear requests are not in the books.
    if truth["carries"] == "http" {
        return;
    }
    let mut asked = Vec::new();
    let mut answered = Vec::new();
    for evidence in of_flow(analysis, index) {
        match &evidence.fact {
            Fact::Request(request) => asked.push((
                Some(&*request.method),
                request.host.as_deref(),
                Some(&*request.path),
            )),
            Fact::Response(response) => answered.push(Some(u64::from(response.status))),
            _ => {}
        }
    }
    let told = truth["requests"].as_array().map_or(&[][..], Vec::as_slice);
    let calls: Vec<_> = told
        .iter()
        .map(|r| (r["method"].as_str(), r["host"].as_str(), r["path"].as_str()))
        .collect();
    assert_eq!(asked, calls, "{truth}");
    let statuses: Vec<_> = told.iter().map(|r| r["status"].as_u64()).collect();
    assert_eq!(answered, statuses, "{truth}");
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

/// The same, and under each flow what it states.
fn text_with_contents(analysis: &Analysis) -> String {
    let mut text = String::new();
    for (index, line) in text_of(analysis).lines().enumerate() {
        let _ = writeln!(text, "{line}");
        let tags = &analysis.tags[index];
        if let Some(app) = analysis.tables.app_of(tags) {
            let _ = writeln!(text, "    app {app}");
        }
        if let Some(tunnel) = tags.tunnel {
            let _ = writeln!(text, "    tunnel {}", tunnel.token());
        }
        for evidence in of_flow(analysis, index) {
            contents(&mut text, &evidence.fact);
        }
    }
    text
}

fn contents(text: &mut String, fact: &Fact) {
    let _ = match fact {
        Fact::Request(r) => writeln!(
            text,
            "    {} {}{}",
            r.method,
            r.host.as_deref().unwrap_or("-"),
            r.path
        ),
        Fact::Response(r) => writeln!(text, "    {}", r.status),
        Fact::EncryptedDns(kind) => writeln!(text, "    {}", kind.token()),
        Fact::DnsAnswer { name, address, .. } => writeln!(text, "    {name} is {address}"),
        Fact::EchPublicName { name, public } => writeln!(text, "    {name} behind {public}"),
        _ => Ok(()),
    };
}

#[test]
fn keys_inside_as_text() {
    let analysis = analysis_of(&[sample("phone-keys-inside.pcapng")]);
    expect_text("keys-inside", &text_with_contents(&analysis));
}

#[test]
fn two_apps_as_text() {
    let analysis = analysis_of(&[sample("phone-two-apps.pcap")]);
    expect_text("two-apps", &text_with_contents(&analysis));
}

#[test]
fn hidden_names_as_text() {
    let analysis = analysis_of(&[sample("phone-hidden-names.pcapng")]);
    expect_text("hidden-names", &text_with_contents(&analysis));
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
