//! Data types that a user sets, through their file and back.

mod support;

use std::path::Path;
use std::sync::Arc;

use support::{analysis_of, sample};
use whither::analysis::assemble::with_stated;
use whither::analysis::model::Analysis;
use whither::claim::read::read_file;
use whither::claim::sentence::reasons;
use whither::reference::data_type::DataType;
use whither::tag::by_hand::{About, ByHand, Entry, FlowRef, file};
use whither::tag::data_type::grade::DataGrade;
use whither::tag::stated::Stated;

/// Data types that were set, by the index of the flow.
fn set(analysis: &Analysis) -> Vec<(usize, Option<DataType>)> {
    let tags = analysis.tags.iter().enumerate();
    let set = tags.filter(|(_, tags)| tags.data.grade == DataGrade::ByHand);
    set.map(|(index, tags)| (index, tags.data.first)).collect()
}

#[test]
fn what_is_set_by_hand_is_found_again_the_narrower_before_the_wider() {
    let analysis = analysis_of(&[sample("phone-fresh-install.pcapng")]);
    let named = |host: &str| -> Vec<usize> {
        let tags = analysis.tags.iter().enumerate();
        let is = |tags| {
            let name = analysis.tables.name_of(tags);
            name.is_some_and(|name| name.value.ends_with(host))
        };
        tags.filter(|(_, tags)| is(tags)).map(|(i, _)| i).collect()
    };
    let (domain, host) = (named("clipclap.example"), named("mon.clipclap.example"));
    let flow = &analysis.flows[host[0]];
    let reference = FlowRef {
        capture: "renamed.pcapng".into(),
        sha256: analysis.captures[0].sha256.clone(),
        transport: flow.transport.token(),
        client: flow.client,
        server: flow.server,
        start: flow.start,
    };
    let entry = |about, data_type| Entry {
        about,
        data_type,
        note: String::new(),
    };
    let mut by_hand = ByHand::default();
    by_hand.set(entry(About::Flow(reference.clone()), None));
    by_hand.set(entry(
        About::Host("mon.clipclap.example".into()),
        Some(DataType::Location),
    ));
    by_hand.set(entry(
        About::Domain("clipclap.example".into()),
        Some(DataType::Diagnostics),
    ));
    let stated = |by_hand: &ByHand| {
        Arc::new(Stated {
            by_hand: by_hand.clone(),
            ..Stated::default()
        })
    };
    let want = domain.iter().map(|index| {
        let of_host = host.contains(index).then_some(DataType::Location);
        let wide = of_host.or(Some(DataType::Diagnostics));
        (*index, wide.filter(|_| *index != host[0]))
    });
    let want: Vec<_> = want.collect();
    assert_eq!(set(&with_stated(&analysis, &stated(&by_hand))), want);
    let read = file::read(&file::text_of(&by_hand.entries)).unwrap();
    by_hand.entries = read;
    assert_eq!(set(&with_stated(&analysis, &stated(&by_hand))), want);
    // Another capture of that name is not meant, nor another time.
    for other in [
        FlowRef {
            sha256: Some("0".repeat(64)),
            ..reference.clone()
        },
        FlowRef {
            sha256: None,
            ..reference.clone()
        },
        FlowRef {
            start: None,
            ..reference
        },
    ] {
        let mut by_hand = ByHand::default();
        by_hand.set(entry(About::Flow(other), None));
        assert_eq!(set(&with_stated(&analysis, &stated(&by_hand))), []);
    }
    let again = with_stated(&analysis, &Arc::default());
    assert_eq!(again.tags, analysis.tags);
}

/// The claim of the sample app, over what the user says.
#[test]
fn verdicts_follow_what_is_set_by_hand_and_say_so() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/claims/clipclap.toml");
    let claim = Arc::new(read_file(Path::new(path)).unwrap());
    let analysis = analysis_of(&[sample("phone-creator-upload.pcapng")]);
    let judged = analysis.with_claim(Arc::clone(&claim));
    let mut by_hand = ByHand::default();
    by_hand.set(Entry {
        about: About::Host("upload-cn.clipclap.example".into()),
        data_type: Some(DataType::Location),
        note: String::new(),
    });
    let stated = Arc::new(Stated {
        by_hand,
        ..Stated::default()
    });
    let again = with_stated(&judged, &stated);
    let judged = again.judged.as_ref().unwrap();
    let said: Vec<String> = (0..again.flows.len())
        .filter(|flow| again.tags[*flow].data.grade == DataGrade::ByHand)
        .map(|flow| reasons(judged.of(flow).unwrap(), &claim).remove(0))
        .collect();
    let want =
        "traffic set by hand to be location went to CN; the claim lists SG, US for protected";
    assert_eq!(said, [want, want]);
}
