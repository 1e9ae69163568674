//! Every sentence that a verdict can say, in one file, so that their tone can be read in one go.
//!
//! They say what was seen and what the claim lists, and leave the conclusion to the reader.

use super::candidates::Decided;
use super::model::{Allow, Asserts, Claim, Class};
use super::verdict::{Because, Decider, Verdict, Word};
use crate::reference::country::CountryCode;
use crate::tag::data_type::grade::DataGrade;

/// Countries that a sentence lists before it counts the rest.
const LISTED: usize = 8;

/// What the whole sheet rests on, always printed.
pub const LIMITS: [&str; 4] = [
    "A capture shows the first network hop, not storage.",
    "Whatever the data is, each destination learns the sender's address and the time.",
    "A data type is presumed from names, sizes and what could be read; a country is where evidence places the address.",
    "This is a record of network destinations. It is not a legal finding.",
];

/// Why the verdict is what it is, the leading reason first.
pub fn reasons(verdict: &Verdict, claim: &Claim) -> Vec<String> {
    let mut said = vec![because(verdict, claim)];
    said.extend(who_chose(verdict, claim));
    let is_decided = matches!(verdict.word, Word::Contradicts | Word::Consistent);
    if is_decided && claim.asserts == Asserts::Storage && verdict.because != Because::Exempt {
        said.push(match verdict.word {
            Word::Contradicts => "the claim is about storage; a capture shows the first hop only, so this is at odds with the claim's plain reading, and does not show storage there".to_owned(),
            _ => "the claim is about storage; a capture shows the first hop only, so this does not show where the data is kept".to_owned(),
        });
    }
    said
}

fn because(verdict: &Verdict, claim: &Claim) -> String {
    let data = data(verdict);
    let to = listed(&verdict.countries);
    match verdict.because {
        Because::OutsideSubject => {
            format!("neither name nor network belongs to {}", claim.subject.name)
        }
        Because::NoName => format!(
            "no name is known, and the network is not one of {}",
            claim.subject.name
        ),
        Because::OutsideDates => format!(
            "the claim holds {}, and the flow began on another day",
            dates(claim)
        ),
        Because::NoDate => format!(
            "the claim holds {}, and the capture gives no time",
            dates(claim)
        ),
        Because::StaysLocal => "the data did not leave the local network".to_owned(),
        Because::Silent => format!("the claim says nothing of {}", class_names(verdict, claim)),
        Because::Access => {
            "the claim is about access, and a capture cannot see from where data is read".to_owned()
        }
        Because::Exempt => format!("the claim lets {} go anywhere", class_names(verdict, claim)),
        Because::Edge => format!(
            "{data} went to a shared edge or an anycast address: the origin behind it is not visible"
        ),
        Because::EdgeAllowed => {
            format!("{data} went to a shared edge or an anycast address, which the claim allows")
        }
        Because::Tunnel => "what a tunnel carries and where that goes is hidden".to_owned(),
        Because::NoCountry => format!("{data} went to an address whose country is not known"),
        Because::AllAllowed => format!("{data} went to {to}; {}", all_allow(verdict, claim)),
        Because::Transit => format!("{data} went to {to}, which the claim lists as passed through"),
        Because::AllForbidden => format!("{data} went to {to}; {}", allows(verdict, claim)),
        Because::WeakType => format!(
            "{data} went to {to}; {}; the data type is too weakly known to say more",
            allows(verdict, claim)
        ),
        Because::WeakPlace => format!(
            "{data} went to {to}; {}; the country is only {}",
            allows(verdict, claim),
            verdict.place.token()
        ),
        Because::WeakBoth => format!(
            "{data} went to {to}; {}; the data type is too weakly known, and the country is only {}",
            allows(verdict, claim),
            verdict.place.token()
        ),
        Because::Mixed => format!(
            "{data} went to {to}; the candidates disagree: {}",
            allows(verdict, claim)
        ),
    }
}

/// Traffic with the words for what it presumably is.
fn data(verdict: &Verdict) -> String {
    let words = |one: Option<crate::reference::data_type::DataType>| {
        one.map(|one| one.label().to_lowercase())
    };
    let grade = verdict.data.grade;
    let known = match grade {
        DataGrade::ByHand => "set by hand to be",
        _ => "presumed to be",
    };
    let grade = match grade {
        DataGrade::ByHand => String::new(),
        grade => format!(" ({})", grade.token()),
    };
    match (words(verdict.data.first), words(verdict.data.second)) {
        (None, _) => "traffic of unknown type".to_owned(),
        (Some(one), None) => format!("traffic {known} {one}{grade}"),
        (Some(one), Some(other)) => format!("traffic {known} {one} or {other}{grade}"),
    }
}

/// What the claim lists for each candidate class.
fn allows(verdict: &Verdict, claim: &Claim) -> String {
    let classes: Vec<(usize, &Class)> = claim.classes_in(verdict.classes).collect();
    if let [(_, only)] = classes.as_slice() {
        return match &only.allow {
            Allow::Only(list) if list.is_empty() => {
                format!("the claim lists no country for {}", only.name)
            }
            Allow::Only(list) => format!("the claim lists {} for {}", listed(list), only.name),
            Allow::Any => format!("the claim lets {} go anywhere", only.name),
            Allow::NotStated => format!("the claim says nothing of {}", only.name),
        };
    }
    let each = classes
        .iter()
        .map(|(_, class)| format!("{}: {}", class.name, where_to(&class.allow)));
    format!("the claim lists {}", each.collect::<Vec<_>>().join(", "))
}

fn all_allow(verdict: &Verdict, claim: &Claim) -> String {
    match claim.classes_in(verdict.classes).count() {
        1 => allows(verdict, claim),
        _ => "allowed for every class that it may be".to_owned(),
    }
}

/// Where a class may go, in a few words.
pub fn where_to(allow: &Allow) -> String {
    match allow {
        Allow::Any => "anywhere".to_owned(),
        Allow::NotStated => "not stated".to_owned(),
        Allow::Only(list) if list.is_empty() => "nowhere".to_owned(),
        Allow::Only(list) => listed(list),
    }
}

fn who_chose(verdict: &Verdict, claim: &Claim) -> Option<String> {
    let names = class_names(verdict, claim);
    match verdict.decided {
        Decided::NotAsked => None,
        Decided::BuiltIn => Some(format!("class by the built-in map: {names}")),
        Decided::Map => Some(format!("class by the claim's own map: {names}")),
        Decided::Override(line) => Some(format!(
            "class by the claim's override in line {line}: {names}"
        )),
        Decided::Everything => {
            Some("the data type is weak or unknown, so that every class is a candidate".to_owned())
        }
    }
}

fn class_names(verdict: &Verdict, claim: &Claim) -> String {
    let names: Vec<&str> = claim
        .classes_in(verdict.classes)
        .map(|(_, class)| class.name.as_str())
        .collect();
    names.join(" or ")
}

fn listed(codes: &[CountryCode]) -> String {
    let some: Vec<&str> = codes.iter().take(LISTED).map(CountryCode::as_str).collect();
    match codes.len().saturating_sub(LISTED) {
        0 => some.join(", "),
        more => format!("{} and {more} more", some.join(", ")),
    }
}

/// When a claim holds.
pub fn dates(claim: &Claim) -> String {
    match (claim.from, claim.to) {
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "at all times".to_owned(),
    }
}

/// The one fact that would decide.
pub fn would_decide(decider: Decider) -> &'static str {
    match decider {
        Decider::Date => "when the flow was",
        Decider::Access => "who can read the data, and from where",
        Decider::Origin => "where the origin behind the edge is",
        Decider::InsideTunnel => "what the tunnel carries, and where to",
        Decider::Country => "in which country the destination is",
        Decider::Onward => "where the data goes on to",
        Decider::DataType => "which type of data it is",
        Decider::DataTypeAndCountry => {
            "which type of data it is, and in which country the destination is"
        }
        Decider::Witness => "a second, independent witness for the country",
        Decider::DataTypeAndWitness => {
            "which type of data it is, and a second witness for the country"
        }
    }
}

/// The sum of a sheet. `assessed` and `judged` are flows or bytes that could be assessed, of those in question.
pub fn headline(contradicting_flows: u64, assessed_share: Option<&str>) -> String {
    match (contradicting_flows, assessed_share) {
        (0, None) => "nothing could be assessed".to_owned(),
        (0, Some(share)) => format!("no contradiction seen in the {share} that could be assessed"),
        (1, _) => "1 flow contradicts the claim".to_owned(),
        (flows, _) => format!("{flows} flows contradict the claim"),
    }
}

/// The sum over promises, as it stands on top of a screen: true of what is shown there.
pub fn promises(contradicted: u64, promises: u64, assessed_share: Option<&str>) -> String {
    match (contradicted, promises, assessed_share) {
        (0, _, None) => "Nothing of this could be assessed by the claim.".to_owned(),
        (0, _, Some(share)) => {
            format!("No contradiction seen in the {share} that could be assessed.")
        }
        (1, 1, _) => "The promise is contradicted.".to_owned(),
        (1, of, _) => format!("1 of {of} promises is contradicted."),
        (some, of, _) => format!("{some} of {of} promises are contradicted."),
    }
}

/// The part that cannot be told, as large as the rest.
pub fn not_assessed(amount: &str, share: &str, subject: &str) -> String {
    format!("{amount} ({share}) of the traffic of {subject} cannot be assessed.")
}

/// Nothing that is shown belongs to the subject.
pub fn not_covered(subject: &str) -> String {
    format!("The claim, about {subject}, says nothing of what is shown.")
}

/// Said under every sheet: the limits, and what the claim's author lowered.
pub fn limits(claim: &Claim) -> Vec<String> {
    let limits = LIMITS.iter().map(|limit| (*limit).to_owned());
    limits.chain(lowered(claim)).collect()
}

/// Said where the claim asks for less evidence than is usual.
pub fn lowered(claim: &Claim) -> Option<String> {
    let usual = super::model::Needs::default();
    let is_lower = claim.needs.class < usual.class || claim.needs.place < usual.place;
    is_lower.then(|| {
        format!(
            "The claim file itself lowers the evidence that verdicts need: data type {}, country {} (usual: {}, {}).",
            claim.needs.class.token(),
            claim.needs.place.token(),
            usual.class.token(),
            usual.place.token()
        )
    })
}
