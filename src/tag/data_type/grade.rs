//! Votes become a presumed data type with a grade: the heaviest vote of each family, families as a noisy-OR, capped by
//! how much was visible.

use super::item::Family;
use super::signs::{Sign, Vote};
use crate::reference::data_type::DataType;

/// How sure a presumed data type is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataGrade {
    /// Not classified.
    #[default]
    None,
    /// One ordinary sign.
    Weak,
    /// A curated rule, or signs that agree.
    Moderate,
    /// Content, or a rule with the direction that it expects.
    Strong,
}

impl DataGrade {
    /// All of them, the least sure first.
    pub const ALL: [DataGrade; 4] = [
        DataGrade::None,
        DataGrade::Weak,
        DataGrade::Moderate,
        DataGrade::Strong,
    ];

    /// Word in files and on screen.
    pub fn token(self) -> &'static str {
        match self {
            DataGrade::None => "none",
            DataGrade::Weak => "weak",
            DataGrade::Moderate => "moderate",
            DataGrade::Strong => "strong",
        }
    }

    fn of(score: f32) -> Self {
        match score {
            score if score >= 0.80 => DataGrade::Strong,
            score if score >= 0.50 => DataGrade::Moderate,
            score if score >= 0.20 => DataGrade::Weak,
            _ => DataGrade::None,
        }
    }
}

/// What a flow presumably carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Presumed {
    /// The most likely type; `None` where no evidence reached *weak*.
    pub first: Option<DataType>,
    /// A second one that is as likely.
    pub second: Option<DataType>,
    /// How sure.
    pub grade: DataGrade,
}

/// Scores closer than this are shown together.
const CLOSE: f32 = 0.10;

/// Weighs the votes.
pub fn judge<'a>(votes: impl IntoIterator<Item = &'a Vote<'a>>) -> Presumed {
    let votes: Vec<&Vote<'_>> = votes.into_iter().collect();
    let votes = votes.as_slice();
    let cap = cap(votes);
    let mut voted: Vec<DataType> = Vec::new();
    for vote in votes {
        if !voted.contains(&vote.data_type) {
            voted.push(vote.data_type);
        }
    }
    let mut scores: Vec<(DataType, f32)> = voted
        .into_iter()
        .map(|one| (one, score(one, votes).min(cap)))
        .filter(|(_, score)| DataGrade::of(*score) > DataGrade::None)
        .collect();
    // Stable: of equals the one that was voted for first leads.
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let Some(&(first, best)) = scores.first() else {
        return Presumed::default();
    };
    let second = scores.get(1).filter(|(_, score)| best - score < CLOSE);
    Presumed {
        first: Some(first),
        second: second.map(|(one, _)| *one),
        grade: DataGrade::of(second.map_or(best, |(_, score)| *score)),
    }
}

/// Noisy-OR over the heaviest vote of each family.
fn score(one: DataType, votes: &[&Vote<'_>]) -> f32 {
    const FAMILIES: [Family; 9] = [
        Family::ContentValue,
        Family::ContentKey,
        Family::Path,
        Family::ContentType,
        Family::HostRule,
        Family::HostWord,
        Family::Direction,
        Family::Timing,
        Family::Protocol,
    ];
    let heaviest = |family: Family| {
        let own = votes
            .iter()
            .filter(|vote| vote.data_type == one && vote.family() == family);
        own.map(|vote| vote.weight).fold(0.0_f32, f32::max)
    };
    let against: f32 = FAMILIES
        .into_iter()
        .map(|family| 1.0 - heaviest(family))
        .product();
    // To the thousandth, so that one vote of 0.20 is 0.20 and not a little less.
    ((1.0 - against) * 1_000.0).round() / 1_000.0
}

/// What was visible bounds what may be said.
fn cap(votes: &[&Vote<'_>]) -> f32 {
    let any = |wanted: fn(&Vote<'_>) -> bool| votes.iter().any(|vote| wanted(vote));
    if any(|vote| vote.family().is_content()) {
        return 0.98;
    }
    let has_rule = any(|vote| vote.family() == Family::HostRule);
    if has_rule && any(|vote| matches!(vote.sign, Sign::AsExpected(_))) {
        return 0.85;
    }
    let is_read = |vote: &Vote<'_>| match vote.sign {
        Sign::Port(..) | Sign::Control => false,
        _ => matches!(vote.family(), Family::HostWord | Family::Protocol),
    };
    if has_rule || any(is_read) {
        return 0.75;
    }
    0.45
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::reference::rules::Rule;
    use crate::reference::rules::pack::{Basis, Way};

    fn check(
        votes: &[Vote<'_>],
        first: Option<DataType>,
        second: Option<DataType>,
        grade: DataGrade,
    ) {
        let got = judge(votes);
        assert_eq!(
            (got.first, got.second, got.grade),
            (first, second, grade),
            "{votes:?}"
        );
    }

    #[test]
    fn votes_add_up_and_stay_under_what_was_visible() {
        let rule = Arc::new(Rule {
            id: "host_rule.x.y".to_owned(),
            data_type: Some(DataType::Diagnostics),
            also: None,
            direction: Some(Way::Up),
            url: Arc::from(""),
            checked: Arc::from(""),
            basis: Basis::Name,
        });
        let vote = |data_type, weight, sign| Vote {
            data_type,
            weight,
            sign,
            frame: None,
        };
        let host = || vote(DataType::Diagnostics, 0.6, Sign::Host(&rule, String::new()));
        let expected = || vote(DataType::Diagnostics, 0.25, Sign::AsExpected(90));
        let upload = || vote(DataType::UserContentUpload, 0.25, Sign::Sent(90));
        let word = || vote(DataType::UsageEvents, 0.3, Sign::Word(&rule, String::new()));
        let key = |data_type| {
            vote(
                data_type,
                0.8,
                Sign::Content(Family::ContentKey, &rule, String::new()),
            )
        };
        let also_named = || {
            vote(
                DataType::Diagnostics,
                0.99,
                Sign::Word(&rule, String::new()),
            )
        };
        let two = [key(DataType::Location), key(DataType::DeviceIdentifiers)];
        for (votes, first, second, want) in [
            (&[][..], None, None, DataGrade::None),
            (
                &[word()],
                Some(DataType::UsageEvents),
                None,
                DataGrade::Weak,
            ),
            (
                &[host()],
                Some(DataType::Diagnostics),
                None,
                DataGrade::Moderate,
            ),
            (
                &[host(), expected()],
                Some(DataType::Diagnostics),
                None,
                DataGrade::Moderate,
            ),
            (
                &[upload()],
                Some(DataType::UserContentUpload),
                None,
                DataGrade::Weak,
            ),
            (
                &[word(), upload()],
                Some(DataType::UsageEvents),
                Some(DataType::UserContentUpload),
                DataGrade::Weak,
            ),
            (
                &[vote(DataType::ServiceConfig, 0.2, Sign::Quiet(900))],
                Some(DataType::ServiceConfig),
                None,
                DataGrade::Weak,
            ),
            (&two[..1], Some(DataType::Location), None, DataGrade::Strong),
            (
                &two,
                Some(DataType::Location),
                Some(DataType::DeviceIdentifiers),
                DataGrade::Strong,
            ),
            // Names alone never reach strong, however many speak for it.
            (
                &[host(), also_named()],
                Some(DataType::Diagnostics),
                None,
                DataGrade::Moderate,
            ),
        ] {
            check(votes, first, second, want);
        }
    }
}
