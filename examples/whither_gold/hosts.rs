//! The labelled hosts and the rules become figures per half, beside two floors: from the name alone.

use std::collections::BTreeMap;

use whither::reference::data_type::DataType;
use whither::reference::rules::Rules;
use whither::tag::data_type::grade::{DataGrade, Presumed, judge};
use whither::tag::data_type::signs::of_host;

use crate::gold::{Gold, HALVES};
use crate::share::{mean, ratio, share};

type Guess<'a> = Box<dyn Fn(&str) -> Presumed + 'a>;

/// Prints what the names alone are judged as.
pub fn print(gold: &[Gold], rules: &Rules, with_misses: bool) {
    let guesses: [(&str, Guess<'_>); 4] = [
        ("rules", Box::new(|host| judge(&of_host(host, None, rules)))),
        ("host words only", Box::new(|host| by_word(host, rules))),
        (
            "words of telemetry and ads only",
            Box::new(|host| by_usual_word(host, rules)),
        ),
        (
            "always service_config",
            Box::new(|_| one(DataType::ServiceConfig)),
        ),
    ];
    for half in HALVES {
        let own: Vec<&Gold> = gold.iter().filter(|gold| gold.half == half).collect();
        println!("== {half}: {} hosts", own.len());
        for (name, guess) in &guesses {
            println!("-- {name}");
            report(&own, guess, *name == "rules");
        }
        owners(&own, rules);
    }
    if with_misses {
        misses(gold, rules);
    }
}

fn one(data_type: DataType) -> Presumed {
    Presumed {
        first: Some(data_type),
        second: None,
        grade: DataGrade::Weak,
    }
}

fn by_word(host: &str, rules: &Rules) -> Presumed {
    let word = rules.word(host).and_then(|(_, rule)| rule.data_type);
    word.map_or_else(Presumed::default, one)
}

/// The word rule of trackers' lists: words of telemetry or advertising, and no other.
fn by_usual_word(host: &str, rules: &Rules) -> Presumed {
    let is_usual = |one: &Presumed| {
        matches!(
            one.first,
            Some(DataType::UsageEvents | DataType::Diagnostics | DataType::AdsMeasurement)
        )
    };
    Some(by_word(host, rules))
        .filter(is_usual)
        .unwrap_or_default()
}

fn report(own: &[&Gold], guess: &Guess<'_>, in_full: bool) {
    let judged: Vec<(&Gold, Presumed)> =
        own.iter().map(|gold| (*gold, guess(&gold.host))).collect();
    let is_right = |(gold, got): &&(&Gold, Presumed)| {
        gold.accepts(got.first) || (got.second.is_some() && gold.accepts(got.second))
    };
    let is_strict = |(gold, got): &&(&Gold, Presumed)| gold.wanted == got.first;
    let classified = judged.iter().filter(|(_, got)| got.first.is_some()).count();
    println!("coverage          {}", share(classified, judged.len()));
    println!(
        "right             {}",
        share(judged.iter().filter(is_right).count(), judged.len())
    );
    println!(
        "right, strictly   {}",
        share(judged.iter().filter(is_strict).count(), judged.len())
    );
    for grade in [
        DataGrade::Strong,
        DataGrade::Moderate,
        DataGrade::Weak,
        DataGrade::None,
    ] {
        let graded: Vec<_> = judged
            .iter()
            .filter(|(_, got)| got.grade == grade)
            .collect();
        let right = graded.iter().filter(|one| is_right(one)).count();
        println!("{:<17} {}", grade.token(), share(right, graded.len()));
    }
    types(&judged, in_full);
    if in_full {
        confusion(&judged);
    }
}

/// Per type: a host counts for the type that was wanted; an accepted alternative counts as found.
fn types(judged: &[(&Gold, Presumed)], in_full: bool) {
    let (mut sum, mut count, mut sum_large, mut large) = (0.0, 0_usize, 0.0, 0_usize);
    for one in DataType::ALL {
        let wanted = judged.iter().filter(|(gold, _)| gold.wanted == Some(one));
        let support = wanted.clone().count();
        let found = wanted
            .filter(|(gold, got)| got.first.is_some() && gold.accepts(got.first))
            .count();
        let said = judged.iter().filter(|(_, got)| got.first == Some(one));
        let (said, right) = (
            said.clone().count(),
            said.filter(|(gold, got)| gold.accepts(got.first)).count(),
        );
        let (precision, recall) = (ratio(right, said), ratio(found, support));
        let f1 = if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        };
        if support > 0 {
            (sum, count) = (sum + f1, count + 1);
        }
        if support >= 20 {
            (sum_large, large) = (sum_large + f1, large + 1);
        }
        if in_full && (support > 0 || said > 0) {
            println!(
                "  {:<20} support {support:>3}  precision {precision:.2} of {said:>3}  recall {recall:.2}  F1 {f1:.2}",
                one.token()
            );
        }
    }
    println!(
        "macro-F1          {:.3} over {count} types with support, {:.3} over {large} with 20 or more",
        mean(sum, count),
        mean(sum_large, large)
    );
}

fn confusion(judged: &[(&Gold, Presumed)]) {
    let token = |one: Option<DataType>| one.map_or("unclassified", DataType::token);
    let mut cells: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (gold, got) in judged.iter().filter(|(gold, got)| !gold.accepts(got.first)) {
        *cells
            .entry((token(gold.wanted), token(got.first)))
            .or_default() += 1;
    }
    println!("  wanted → said, where wrong:");
    for ((wanted, said), count) in cells {
        println!("  {count:>4}  {wanted} → {said}");
    }
}

fn owners(own: &[&Gold], rules: &Rules) {
    let known = own.iter().filter(|gold| {
        !gold.owner.is_empty() && gold.owner != "unknown" && gold.owner != "private person"
    });
    let said: Vec<_> = known
        .clone()
        .filter_map(|gold| Some((gold, rules.owner(&gold.host)?.0)))
        .collect();
    let right = said
        .iter()
        .filter(|(gold, said)| gold.owner.eq_ignore_ascii_case(said))
        .count();
    println!(
        "-- owners: said for {}, of these {}",
        share(said.len(), known.count()),
        share(right, said.len())
    );
}

fn misses(gold: &[Gold], rules: &Rules) {
    let token = |one: Option<DataType>| one.map_or("unclassified", DataType::token);
    for gold in gold.iter().filter(|gold| gold.half == "dev") {
        let got = judge(&of_host(&gold.host, None, rules));
        if !gold.accepts(got.first) {
            println!(
                "{}\twanted {}\tsaid {} {}",
                gold.host,
                token(gold.wanted),
                got.grade.token(),
                token(got.first)
            );
        }
    }
}
