//! The language itself: clicks, round trips, and texts that nobody would type.

use proptest::prelude::*;

use super::{Term, parse, toggle};

#[test]
fn clicks_add_join_and_release() {
    for (filter, term, expected) in [
        ("", "country:CN", "country:CN"),
        ("country:CN", "country:SG", "country:CN,SG"),
        ("country:CN,SG", "country:CN", "country:SG"),
        ("country:CN", "country:CN", ""),
        ("upload country:CN", "country:CN", "upload"),
        ("country:CN", "proto:tls", "country:CN proto:tls"),
        ("-country:CN", "country:CN", "country:CN"),
        ("country:CN,SG", "-country:CN", "country:SG -country:CN"),
        (
            "country:US",
            "country:CN/SG,CN/US",
            "country:US,CN/SG,CN/US",
        ),
        (
            "country:US,CN/SG,CN/US",
            "country:CN/SG,CN/US",
            "country:US",
        ),
        (
            "country:US,CN/SG",
            "country:CN/SG,CN/US",
            "country:US,CN/SG,CN/US",
        ),
        ("country:cn", "country:CN", ""),
        ("country:CN", "country:CN/none", "country:CN,CN/none"),
        ("country:cn/none", "country:CN/none", ""),
        (
            "org:\"ByteWave Ltd\"",
            "org:none",
            "org:\"bytewave ltd\",none",
        ),
        ("sent>10kB", "sent>10kB", ""),
        ("sent>10000", "sent>10kB", ""),
        ("contry:CN upload", "country:CN", "upload country:CN"),
        ("upload", "country:", "upload"),
    ] {
        assert_eq!(toggle(filter, term), expected, "{filter} ^ {term}");
    }
}

fn printed(terms: &[Term]) -> String {
    let texts: Vec<String> = terms.iter().map(Term::to_string).collect();
    texts.join(" ")
}

#[track_caller]
fn reads_back(text: &str) {
    let parsed = parse(text);
    if let Some(error) = &parsed.error {
        assert!(text.get(error.at.clone()).is_some(), "{text:?} {error:?}");
    }
    let again = parse(&printed(&parsed.terms));
    assert_eq!(again.error, None, "{text:?}");
    assert_eq!(again.terms, parsed.terms, "{text:?}");
}

const LONG: &str = "country:CN,CN/SG,none -host:\"a b\",none org:x\"y,\"Q \\\"\\\\ \\u{202e}\" sent>=1.5MB frames<5 \
                    ip:10.0.0.0/8,2001:db8::1 proto:tcp-unknown,other:89 asn:AS5 port:443,1..1023 fe80::1 sent=1kB..2MB time:14:08..14:10,2026-11-23 host:/^a[0-9]\\/ b/,c /x|y/ \"-x\" -ß…";

#[test]
fn every_prefix_and_suffix_is_understood_or_explained() {
    assert_eq!(parse(LONG).error, None);
    for (at, _) in LONG.char_indices() {
        reads_back(&LONG[..at]);
        reads_back(&LONG[at..]);
    }
}

proptest! {
    #[test]
    fn any_text_reads_back(text in ".{0,40}") {
        reads_back(&text);
    }

    #[test]
    fn texts_of_the_language_s_own_signs_read_back(
        text in "((-|time:|country:|org:|host:|sent|frames|capture:|domain:|ip:|port:)?[-:,\"\\\\<>=/ a1.İΣ\u{202e}]{0,6}){0,5}"
    ) {
        reads_back(&text);
        toggle(&text, &text);
    }
}
