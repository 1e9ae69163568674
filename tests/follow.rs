//! Following one flow of a sample: what it carried, as sent and as opened by keys.

mod support;

use std::sync::Arc;

use support::{reference, sample};
use whither::analysis::follow::{FollowError, follow};
use whither::analysis::model::Analysis;
use whither::analysis::progress::Progress;
use whither::analysis::run::{Options, read_captures};
use whither::analysis::secrets::GivenKeys;
use whither::evidence::followed::{Followed, LayerName};
use whither::evidence::item::Fact;
use whither::evidence::protocol::Protocol;
use whither::flow::model::FlowId;
use whither::view::follow::FollowLines;

fn options() -> Options {
    let keys = GivenKeys::read(&[sample("phone-fresh-install.keys.txt")]).unwrap();
    Options {
        keys,
        ..Options::default()
    }
}

/// Two captures, so that a flow's number within its own is not the one it has in the result.
fn two_captures() -> Analysis {
    let paths = [
        sample("router-cut-off.pcap"),
        sample("phone-fresh-install.pcapng"),
    ];
    let progress = Progress::default();
    read_captures(&paths, &options(), reference(), &progress, &mut |_| {}).unwrap()
}

/// The first flow of the second capture with a request, in the clear or not.
fn flow_with_request(analysis: &Analysis, encrypted: bool) -> FlowId {
    let mut requests = analysis.evidence.iter().filter(|item| {
        let is_request = matches!(item.fact, Fact::Request(_));
        let flow = &analysis.flows[item.flow.0 as usize];
        let evidence = analysis.evidence_of(item.flow.0 as usize);
        let speaks = |what| evidence.iter().any(|item| item.fact == Fact::Speaks(what));
        let is_http = speaks(Protocol::Http) && !speaks(Protocol::Quic);
        is_request && flow.capture.0 == 1 && is_http && speaks(Protocol::Tls) == encrypted
    });
    requests.next().expect("the sample has such a flow").flow
}

fn followed(analysis: &Analysis, flow: FlowId) -> Arc<Followed> {
    Arc::new(follow(analysis, flow, &options(), &Progress::default()).unwrap())
}

#[test]
fn a_clear_request_and_its_response_are_there_in_order() {
    let analysis = two_captures();
    let followed = followed(&analysis, flow_with_request(&analysis, false));
    let lines = FollowLines::new(Arc::clone(&followed), 0, false);
    let text = lines.to_text();
    let request = text.find("HTTP/1.1\nHost: ").expect(&text);
    let response = text.find("\nHTTP/1.1 ").expect(&text);
    assert!(request < response, "{text}");
    assert!(text.starts_with("→ client, frame "), "{text}");
    assert!(!lines.find("host: ").is_empty());
    assert!(!followed.layers[0].cut);
}

#[test]
fn keys_open_the_layer_inside() {
    let analysis = two_captures();
    let followed = followed(&analysis, flow_with_request(&analysis, true));
    let names: Vec<LayerName> = followed.layers.iter().map(|layer| layer.name).collect();
    let inside = [Protocol::Tls, Protocol::Http].map(LayerName::Inside);
    assert_eq!(names[0], LayerName::Sent);
    assert_eq!(names[1..], inside);
    let inside = FollowLines::new(Arc::clone(&followed), 1, false).to_text();
    assert!(inside.contains(" HTTP/1.1\n"), "{inside}");
    let sent = FollowLines::new(followed, 0, false).to_text();
    assert!(!sent.contains(" HTTP/1.1\n"), "{sent}");
}

#[cfg(unix)]
#[test]
fn a_capture_is_found_again_whatever_its_name() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"tr\xe4ume.pcapng");
    let path = folder.path().join(name);
    std::fs::copy(sample("phone-fresh-install.pcapng"), &path).unwrap();
    let progress = Progress::default();
    let analysis = read_captures(&[path], &options(), reference(), &progress, &mut |_| {}).unwrap();
    let flow = FlowId(0);
    assert!(follow(&analysis, flow, &options(), &progress).is_ok());
}

#[test]
fn a_flow_that_is_not_there_is_said() {
    let analysis = two_captures();
    let beyond = FlowId(u32::MAX);
    let result = follow(&analysis, beyond, &options(), &Progress::default());
    assert!(matches!(result, Err(FollowError::NoSuchFlow(..))));
}
