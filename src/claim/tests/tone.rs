//! The words that no sentence may have.

use super::reading::{EXAMPLE, sound, with};
use super::weighing::seen;
use crate::claim::sentence::{LIMITS, dates, headline, lowered, promises, reasons, would_decide};
use crate::claim::weigh::weigh;

#[test]
fn no_sentence_accuses_or_acquits() {
    let source = include_str!("../sentence.rs").to_lowercase();
    for word in [
        "violat", "illegal", "complian", "complies", "comply", "proves", "proof", "breach",
        "guilty",
    ] {
        assert!(!source.contains(word), "{word}");
    }
}

#[test]
fn sentences_say_what_was_seen_and_what_is_listed() {
    let said = |claim: &str, case: &str| {
        reasons(&weigh(&sound(claim), &seen(case)), &sound(claim)).join(" | ")
    };
    let storage = with("\"transfer\"", "\"storage\"");
    assert_eq!(
        said(EXAMPLE, "usage_events/moderate CN"),
        "traffic presumed to be usage events (moderate) went to CN; the claim lists SG, US for protected | class by the built-in map: protected"
    );
    assert_eq!(
        said(&storage, "usage_events/moderate CN"),
        "traffic presumed to be usage events (moderate) went to CN; the claim lists SG, US for protected | class by the built-in map: protected | the claim is about storage; a capture shows the first hop only, so this is at odds with the claim's plain reading, and does not show storage there"
    );
    assert_eq!(
        said(EXAMPLE, "device_identifiers/moderate CN probable"),
        "traffic presumed to be device identifiers (moderate) went to CN; the candidates disagree: the claim lists protected: SG, US, interoperability: anywhere | class by the claim's own map: protected or interoperability"
    );
    assert_eq!(
        said(EXAMPLE, "usage_events/moderate CN probable"),
        "traffic presumed to be usage events (moderate) went to CN; the claim lists SG, US for protected; the country is only probable | class by the built-in map: protected"
    );
    assert_eq!(
        headline(0, Some("61 %")),
        "no contradiction seen in the 61 % that could be assessed"
    );
    assert_eq!(dates(&sound(EXAMPLE)), "from 2023-06-16 to 2027-12-31");
    assert_eq!(lowered(&sound(EXAMPLE)), None);
    assert!(lowered(&sound(&with("\"firm\"", "\"probable\""))).is_some());
    assert_eq!(LIMITS.len(), 4);
    let decider = weigh(&sound(EXAMPLE), &seen("- CN")).decider;
    assert_eq!(decider.map(would_decide), Some("which type of data it is"));
}

#[test]
fn a_headline_counts_promises_and_never_clears_more_than_was_assessed() {
    for (contradicted, of, assessed, said) in [
        (2, 4, Some("61 %"), "2 of 4 promises are contradicted."),
        (1, 3, None, "1 of 3 promises is contradicted."),
        (1, 1, Some("61 %"), "The promise is contradicted."),
        (
            0,
            4,
            Some("61 %"),
            "No contradiction seen in the 61 % that could be assessed.",
        ),
        (
            0,
            4,
            None,
            "Nothing of this could be assessed by the claim.",
        ),
    ] {
        assert_eq!(promises(contradicted, of, assessed), said);
    }
}
