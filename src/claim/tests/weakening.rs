//! Weaker evidence never turns *cannot tell* into an accusation or a clearance, nor one of these into the other.

use std::sync::Arc;

use proptest::prelude::*;

use super::reading::{sound, with};
use super::weighing::seen;
use crate::claim::model::{Claim, PlaceGrade};
use crate::claim::verdict::Word;
use crate::claim::weigh::{Seen, weigh};
use crate::reference::country::CountryCode;
use crate::reference::data_type::DataType;
use crate::tag::data_type::grade::{DataGrade, Presumed};

const COUNTRIES: [&str; 5] = ["CN", "HK", "RU", "SG", "US"];
const HOSTS: [Option<&str>; 4] = [
    None,
    Some("a.x.example"),
    Some("b.x.example"),
    Some("y.example"),
];

fn claims() -> impl Strategy<Value = Claim> {
    let allow = || {
        prop::sample::select(vec![
            "\"any\"",
            "[]",
            "[\"US\"]",
            "[\"US\", \"SG\"]",
            "[\"CN\", \"US\"]",
        ])
    };
    let overrides = prop::collection::vec((0_usize..4, 0_usize..3, 0_usize..2), 0..4);
    let needs = (
        prop::sample::select(vec!["weak", "moderate", "strong"]),
        prop::sample::select(vec!["disputed", "probable", "firm"]),
    );
    let edge = prop::sample::select(vec!["cannot_tell", "ignore"]);
    (allow(), allow(), any::<bool>(), overrides, needs, edge).prop_filter_map(
        "overrides that are never reached",
        |(protected, public, is_silent, overrides, (class, place), edge)| {
            let mut text = with("[\"US\", \"SG\"]", protected).replacen(
                "[class.public]\nallow = \"any\"",
                &format!("[class.public]\nallow = {public}"),
                1,
            );
            if is_silent {
                text = text.replace("[class.commercial]\nallow = \"any\"\n", "");
            }
            let mut rules = String::new();
            for (host, data_type, class) in overrides {
                let host = [
                    "host = \"*.x.example\"\n",
                    "host = \"a.x.example\"\n",
                    "host = \"y.example\"\n",
                    "",
                ][host];
                let data_type =
                    ["", "type = \"usage_events\"\n", "type = \"diagnostics\"\n"][data_type];
                let class = ["protected", "public"][class];
                rules += &format!("[[override]]\n{host}{data_type}class = [\"{class}\"]\n");
            }
            text = text
                .replace("[exceptions]", &format!("{rules}[exceptions]"))
                .replace("\"cannot_tell\"", &format!("\"{edge}\""))
                .replace(
                    "{ class = \"moderate\", location = \"firm\" }",
                    &format!("{{ class = \"{class}\", location = \"{place}\" }}"),
                );
            crate::claim::read::read(&text).ok()
        },
    )
}

fn everything_seen() -> impl Strategy<Value = Seen<'static>> {
    let types = (
        prop::sample::select(DataType::ALL.to_vec()),
        prop::option::of(prop::sample::select(DataType::ALL.to_vec())),
    );
    let grade = prop::sample::select(DataGrade::ALL.to_vec());
    let countries = prop::sample::subsequence(COUNTRIES.to_vec(), 0..4);
    let place = prop::sample::select(PlaceGrade::ALL.to_vec());
    let host = prop::sample::select(HOSTS.to_vec());
    (types, grade, countries, place, host, any::<(bool, bool)>()).prop_map(
        |((first, second), grade, countries, place, host, (edge, tunnel))| Seen {
            data: presumed(Some(first), second, grade),
            countries: countries
                .into_iter()
                .filter_map(CountryCode::parse)
                .collect(),
            place,
            host,
            edge,
            tunnel,
            ..seen("- -")
        },
    )
}

fn presumed(first: Option<DataType>, second: Option<DataType>, grade: DataGrade) -> Presumed {
    match grade {
        DataGrade::None => Presumed::default(),
        grade => Presumed {
            first,
            second,
            grade,
        },
    }
}

/// The same with one piece of evidence weaker.
fn weaker(seen: &Seen<'static>, how: usize, other: DataType, country: &str) -> Seen<'static> {
    let mut less = seen.clone();
    let (first, second, grade) = (seen.data.first, seen.data.second, seen.data.grade);
    match how {
        0 => {
            let below = DataGrade::ALL.into_iter().rfind(|one| *one < grade);
            less.data = presumed(first, second, below.unwrap_or_default());
        }
        1 if first.is_some() => less.data = presumed(first, second.or(Some(other)), grade),
        2 => {
            less.place = PlaceGrade::ALL
                .into_iter()
                .rfind(|one| *one < seen.place)
                .unwrap_or(seen.place)
        }
        // A first candidate is no weaker than none.
        3 if !seen.countries.is_empty() => {
            let more: std::collections::BTreeSet<CountryCode> = seen
                .countries
                .iter()
                .copied()
                .chain(CountryCode::parse(country))
                .collect();
            less.countries = more.into_iter().collect::<Arc<[CountryCode]>>();
        }
        4 => less.edge = true,
        5 => less.tunnel = true,
        _ => {}
    }
    less
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]
    #[test]
    fn weaker_evidence_never_decides(
        claim in claims(),
        seen in everything_seen(),
        steps in prop::collection::vec((0_usize..6, prop::sample::select(DataType::ALL.to_vec()), prop::sample::select(COUNTRIES.to_vec())), 1..4),
    ) {
        let before = weigh(&claim, &seen);
        let less = steps.iter().fold(seen.clone(), |less, (how, other, country)| weaker(&less, *how, *other, country));
        let after = weigh(&claim, &less);
        let is_fine = match (before.word, after.word) {
            (before, after) if before == after => true,
            (Word::CannotTell, _) => false,
            (Word::Contradicts | Word::Consistent, after) => after == Word::CannotTell,
            (Word::NotCovered, after) => after == Word::CannotTell,
        };
        prop_assert!(is_fine, "{:?} then {:?}\n{seen:?}\n{less:?}", before, after);
    }
}

#[test]
fn the_example_claim_is_sound() {
    sound(&with("firm", "firm"));
}
