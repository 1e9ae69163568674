//! Each row of the logic, as cases that say what was seen and what the claim then says of it.

use std::sync::Arc;

use jiff::civil::Date;

use super::reading::{EXAMPLE, sound, with};
use crate::claim::model::{Claim, PlaceGrade};
use crate::claim::verdict::{Because, Decider, Verdict};
use crate::claim::weigh::{Scope, Seen, weigh};
use crate::reference::country::CountryCode;
use crate::reference::data_type::DataType;
use crate::tag::data_type::grade::{DataGrade, Presumed};

/// `usage_events/moderate US,SG firm edge tunnel @host 2025-01-01`: types joined by `+`, `-` for no type or no country.
pub fn seen(case: &str) -> Seen<'_> {
    let mut words = case.split(' ');
    let (types, grade) = words
        .next()
        .unwrap()
        .split_once('/')
        .unwrap_or(("-", "none"));
    let mut types = types.split('+').map(DataType::of_token);
    let codes = words
        .next()
        .unwrap_or("-")
        .split(',')
        .filter_map(CountryCode::parse);
    let mut seen = Seen {
        scope: Scope::Subject,
        on: Some(jiff::civil::date(2025, 1, 1)),
        host: None,
        data: Presumed {
            first: types.next().unwrap(),
            second: types.next().flatten(),
            grade: DataGrade::ALL
                .into_iter()
                .find(|one| one.token() == grade)
                .unwrap(),
        },
        countries: codes.collect::<Arc<[CountryCode]>>(),
        place: PlaceGrade::Firm,
        edge: false,
        tunnel: false,
        stays_local: false,
    };
    for word in words {
        match word {
            "edge" => seen.edge = true,
            "tunnel" => seen.tunnel = true,
            "local" => seen.stays_local = true,
            "other" => seen.scope = Scope::Other,
            "unnamed" => seen.scope = Scope::Unnamed,
            "undated" => seen.on = None,
            word if word.starts_with('@') => seen.host = word.strip_prefix('@'),
            word => match PlaceGrade::ALL.into_iter().find(|one| one.token() == word) {
                Some(place) => seen.place = place,
                None => seen.on = Some(word.parse::<Date>().unwrap()),
            },
        }
    }
    seen
}

fn check(claim: &Claim, case: &str, said: &str) {
    let Verdict {
        word,
        because,
        decider,
        ..
    } = weigh(claim, &seen(case));
    let decider = decider.map_or(String::new(), |one| format!(" ({})", one.token()));
    let got = format!("{}: {}{decider}", word.token(), because.token());
    assert_eq!(got, said, "{case}");
}

#[test]
fn the_method_s_eighteen_cases() {
    let claim = sound(EXAMPLE);
    for (case, said) in [
        ("usage_events/moderate US", "consistent: all-allowed"),
        ("usage_events/moderate CN", "contradicts: none-allowed"),
        ("usage_events/moderate IE", "contradicts: none-allowed"),
        (
            "usage_events/weak CN",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        (
            "usage_events/moderate CN,SG disputed",
            "cannot-tell: candidates-disagree (country)",
        ),
        (
            "usage_events/moderate NL edge",
            "cannot-tell: edge (origin)",
        ),
        (
            "usage_events/moderate US edge",
            "cannot-tell: edge (origin)",
        ),
        ("usage_events/moderate HK", "cannot-tell: transit (onward)"),
        (
            "usage_events/moderate DE tunnel",
            "cannot-tell: tunnel (inside-tunnel)",
        ),
        // The class of a creator's contract is what the claim's override says of its host.
        (
            "payments_commerce/moderate CN @contracts.clipclap.example",
            "consistent: all-allowed",
        ),
        (
            "payments_commerce/moderate CN",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        (
            "device_identifiers/moderate CN",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        ("content_delivery/moderate CN", "consistent: exempt"),
        ("content_delivery/moderate CN edge", "consistent: exempt"),
        (
            "content_delivery/weak CN",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        ("- US", "consistent: all-allowed"),
        ("- CN", "cannot-tell: candidates-disagree (data-type)"),
        (
            "ads_measurement/moderate US other",
            "not-covered: outside-subject",
        ),
    ] {
        let creators = "[[override]]\nhost = \"contracts.clipclap.example\"\nclass = [\"creator\"]\n[exceptions]";
        let creators = sound(&with("[exceptions]", creators));
        check(
            if case.contains('@') {
                &creators
            } else {
                &claim
            },
            case,
            said,
        );
    }
}

#[test]
fn rows_borders_and_transit() {
    let claim = sound(EXAMPLE);
    for (case, said) in [
        ("usage_events/moderate US unnamed", "not-covered: no-name"),
        (
            "usage_events/moderate CN 2023-06-15",
            "not-covered: outside-dates",
        ),
        (
            "usage_events/moderate CN 2023-06-16",
            "contradicts: none-allowed",
        ),
        (
            "usage_events/moderate CN 2027-12-31",
            "contradicts: none-allowed",
        ),
        (
            "usage_events/moderate CN 2028-01-01",
            "not-covered: outside-dates",
        ),
        (
            "usage_events/moderate CN undated",
            "cannot-tell: no-date (date)",
        ),
        (
            "usage_events/moderate CN undated other",
            "not-covered: outside-subject",
        ),
        ("usage_events/moderate - local", "not-covered: stays-local"),
        (
            "usage_events/moderate -",
            "cannot-tell: country-unknown (country)",
        ),
        ("content_delivery/moderate -", "consistent: exempt"),
        ("content_delivery/moderate - tunnel", "consistent: exempt"),
        ("usage_events/moderate - edge", "cannot-tell: edge (origin)"),
        (
            "usage_events/moderate CN edge tunnel",
            "cannot-tell: edge (origin)",
        ),
        ("usage_events/strong CN", "contradicts: none-allowed"),
        (
            "usage_events/moderate CN probable",
            "cannot-tell: weak-place (second-witness)",
        ),
        (
            "usage_events/moderate CN disputed",
            "cannot-tell: weak-place (second-witness)",
        ),
        (
            "usage_events/moderate US probable",
            "cannot-tell: weak-place (second-witness)",
        ),
        (
            "usage_events/moderate CN,RU disputed",
            "cannot-tell: weak-place (second-witness)",
        ),
        (
            "usage_events/moderate SG,US disputed",
            "cannot-tell: weak-place (second-witness)",
        ),
        (
            "usage_events/moderate HK,US disputed",
            "cannot-tell: transit (onward)",
        ),
        (
            "usage_events/moderate CN,HK disputed",
            "cannot-tell: candidates-disagree (country)",
        ),
        (
            "usage_events+location/moderate CN",
            "contradicts: none-allowed",
        ),
        (
            "usage_events+content_delivery/moderate CN",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        (
            "usage_events+content_delivery/moderate US",
            "consistent: all-allowed",
        ),
        ("device_identifiers/moderate US", "consistent: all-allowed"),
        (
            "device_identifiers/moderate CN,US disputed",
            "cannot-tell: candidates-disagree (data-type-and-country)",
        ),
        (
            "device_identifiers/moderate HK",
            "cannot-tell: transit (onward)",
        ),
        ("service_config/moderate KP", "consistent: exempt"),
        (
            "service_config/weak KP",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        ("- HK", "cannot-tell: transit (onward)"),
        ("- US edge", "cannot-tell: edge (origin)"),
        ("- -", "cannot-tell: country-unknown (country)"),
        // The override fits a host and a type; another type, another host and the domain itself fall to the map.
        (
            "content_delivery/moderate CN @a.cdn.clipclap.example",
            "consistent: exempt",
        ),
        (
            "usage_events/moderate CN @a.cdn.clipclap.example",
            "contradicts: none-allowed",
        ),
        (
            "usage_events/weak CN @a.cdn.clipclap.example",
            "cannot-tell: candidates-disagree (data-type)",
        ),
    ] {
        check(&claim, case, said);
    }
}

#[test]
fn what_the_claim_excepts_or_asks_for() {
    let usage = "usage_events/moderate";
    let same = |text: &str, cases: &[(&str, &str)]| {
        let claim = sound(text);
        for (rest, said) in cases {
            check(&claim, &format!("{usage} {rest}"), said);
        }
    };
    same(
        &with("\"cannot_tell\"", "\"consistent\""),
        &[
            ("CN edge", "consistent: edge-allowed"),
            ("CN edge tunnel", "cannot-tell: tunnel (inside-tunnel)"),
            ("CN", "contradicts: none-allowed"),
        ],
    );
    same(
        &with("\"cannot_tell\"", "\"ignore\""),
        &[
            (
                "CN disputed edge",
                "cannot-tell: weak-place (second-witness)",
            ),
            (
                "US disputed edge",
                "cannot-tell: weak-place (second-witness)",
            ),
            ("- edge", "cannot-tell: country-unknown (country)"),
        ],
    );
    same(
        &with("location = \"firm\"", "location = \"probable\""),
        &[
            ("CN probable", "contradicts: none-allowed"),
            ("US probable", "consistent: all-allowed"),
            ("CN disputed", "cannot-tell: weak-place (second-witness)"),
        ],
    );
    same(
        &with("class = \"moderate\",", "class = \"strong\","),
        &[
            ("CN", "cannot-tell: weak-type (data-type)"),
            (
                "CN probable",
                "cannot-tell: weak-type-and-place (data-type-and-second-witness)",
            ),
        ],
    );
    same(
        &with("\"transfer\"", "\"access\""),
        &[
            ("US", "cannot-tell: access-not-visible (access)"),
            ("US other", "not-covered: outside-subject"),
        ],
    );
    same(
        &with("\"transfer\"", "\"storage\""),
        &[("CN", "contradicts: none-allowed")],
    );
    same(
        &with("[\"US\", \"SG\"]", "[]"),
        &[
            ("US", "contradicts: none-allowed"),
            ("HK", "cannot-tell: transit (onward)"),
        ],
    );
    same(
        &with("[\"HK\"]", "[\"US\"]"),
        &[("US", "consistent: all-allowed")],
    );
    same(
        &with("[map]", "[map]\nusage_events = [\"creator\"]"),
        &[("CN", "consistent: all-allowed")],
    );
    same(
        &with("valid = { from = 2023-06-16, to = 2027-12-31 }", ""),
        &[
            ("CN undated", "contradicts: none-allowed"),
            ("CN 1999-01-01", "contradicts: none-allowed"),
        ],
    );
}

#[test]
fn a_class_that_is_not_stated_neither_accuses_nor_clears() {
    let claim = sound(&with("[class.commercial]\nallow = \"any\"\n", ""));
    for (case, said) in [
        (
            "ads_measurement/moderate US",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        (
            "ads_measurement/moderate CN",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        (
            "ads_measurement/weak US",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        ("- US", "cannot-tell: candidates-disagree (data-type)"),
        ("usage_events/moderate US", "consistent: all-allowed"),
    ] {
        check(&claim, case, said);
    }
}

#[test]
fn the_first_override_that_fits_counts() {
    let text = with(
        "[exceptions]",
        r#"[[override]]
host = "log.clipclap.example"
class = ["public"]
[[override]]
host = "*.clipclap.example"
type = "location"
class = ["public"]
[[override]]
host = "*.clipclap.example"
class = ["protected"]
[exceptions]"#,
    );
    let claim = sound(&text);
    for (case, said) in [
        (
            "usage_events/moderate CN @log.clipclap.example",
            "consistent: exempt",
        ),
        (
            "location/moderate CN @x.clipclap.example",
            "consistent: exempt",
        ),
        (
            "content_delivery/moderate CN @x.clipclap.example",
            "contradicts: none-allowed",
        ),
        // A weak type leaves open whether the second override fits.
        (
            "location/weak CN @x.clipclap.example",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        (
            "- CN @x.clipclap.example",
            "cannot-tell: candidates-disagree (data-type)",
        ),
        ("- CN @log.clipclap.example", "consistent: exempt"),
    ] {
        check(&claim, case, said);
    }
    let only_host = with(
        "[exceptions]",
        "[[override]]\nhost = \"up.clipclap.example\"\nclass = [\"protected\"]\n[exceptions]",
    );
    check(
        &sound(&only_host),
        "- CN @up.clipclap.example",
        "contradicts: none-allowed",
    );
    let verdict = weigh(&claim, &seen("usage_events/moderate CN"));
    assert_eq!(
        (verdict.because, verdict.decider),
        (Because::AllForbidden, None::<Decider>)
    );
}
