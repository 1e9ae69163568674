//! The head of a report: how its captures were made, and who made it.

use std::sync::Arc;

use whither::export::report::Report;
use whither::export::report::stated::{CapturePoint, Stated};
use whither::view::query::Query;
use whither::view::redact::Redaction;

use crate::support::{analysis_of, sample};

#[test]
fn a_report_says_how_its_capture_was_made_and_who_made_it() {
    let analysis = analysis_of(&[sample("phone-keys-inside.pcapng")]);
    let screen = whither::view::screen(&Arc::new(analysis), &Query::default());
    let redaction = Redaction::of(&screen.analysis);
    let stated = Stated {
        operator: Some("Desk of records".into()),
        point: Some(CapturePoint::Gateway),
    };
    let report = Report::new(&screen, "whither report", &stated, &redaction);
    let record = &report.record;
    assert_eq!(record.operator.as_deref(), Some("Desk of records"));
    assert_eq!(record.point, Some(CapturePoint::Gateway.label()));
    let capture = &record.captures[0];
    let says = [
        "comment: «redacted:value»",
        "written by: make_samples (whither)",
    ];
    assert_eq!(capture.says, says);
    assert_eq!(capture.snap_bytes, [262_144]);
    assert_eq!(capture.dropped_packets, Some(0));
}
