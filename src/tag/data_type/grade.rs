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
    /// The user set it; nothing was weighed.
    ByHand,
}

impl DataGrade {
    /// All of them, the least sure first.
    pub const ALL: [DataGrade; 5] = [
        DataGrade::None,
        DataGrade::Weak,
        DataGrade::Moderate,
        DataGrade::Strong,
        DataGrade::ByHand,
    ];

    /// Word in files and in the filter.
    pub fn token(self) -> &'static str {
        match self {
            DataGrade::None => "none",
            DataGrade::Weak => "weak",
            DataGrade::Moderate => "moderate",
            DataGrade::Strong => "strong",
            DataGrade::ByHand => "by-hand",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            DataGrade::ByHand => "by hand",
            presumed => presumed.token(),
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

impl Presumed {
    /// What the user set, `None` for *not classified*.
    pub fn by_hand(data_type: Option<DataType>) -> Self {
        Self {
            first: data_type,
            second: None,
            grade: DataGrade::ByHand,
        }
    }
}

/// Scores closer than this are shown together.
const CLOSE: f32 = 0.10;

/// Weighs the votes: per type the heaviest of each family, families as a noisy-OR.
pub fn judge<'a>(votes: impl IntoIterator<Item = &'a Vote<'a>> + Clone) -> Presumed {
    let cap = cap(votes.clone());
    let mut scores = [Score::NONE; DataType::ALL.len()];
    let mut voted = 0;
    for vote in votes {
        let known = scores.iter().take(voted);
        let place = known
            .enumerate()
            .find(|(_, score)| score.data_type == vote.data_type)
            .map(|(place, _)| place);
        let Some(score) = scores.get_mut(place.unwrap_or(voted)) else {
            continue;
        };
        if place.is_none() {
            voted += 1;
            score.data_type = vote.data_type;
        }
        if let Some(heaviest) = score.heaviest.get_mut(vote.family() as usize) {
            *heaviest = heaviest.max(vote.weight);
        }
    }
    let mut best = (None, 0.0_f32);
    let mut next = (None, 0.0_f32);
    // Of equals the one that was voted for first leads.
    for score in scores.iter().take(voted) {
        let own = score.sum().min(cap);
        if DataGrade::of(own) == DataGrade::None {
            continue;
        }
        let one = (Some(score.data_type), own);
        if best.0.is_none() || own > best.1 {
            (best, next) = (one, best);
        } else if next.0.is_none() || own > next.1 {
            next = one;
        }
    }
    let second = next.0.filter(|_| best.1 - next.1 < CLOSE);
    Presumed {
        first: best.0,
        second,
        grade: DataGrade::of(if second.is_some() { next.1 } else { best.1 }),
    }
}

/// The votes for one type.
#[derive(Clone, Copy)]
struct Score {
    data_type: DataType,
    /// The heaviest of each family, in the order in which `Family` lists them.
    heaviest: [f32; Family::COUNT],
}

impl Score {
    const NONE: Score = Score {
        data_type: DataType::ServiceConfig,
        heaviest: [0.0; Family::COUNT],
    };

    /// Noisy-OR, to the thousandth, so that one vote of 0.20 is 0.20 and not a little less.
    fn sum(&self) -> f32 {
        let against: f32 = self.heaviest.iter().map(|weight| 1.0 - weight).product();
        ((1.0 - against) * 1_000.0).round() / 1_000.0
    }
}

/// What was visible bounds what may be said.
fn cap<'a>(votes: impl IntoIterator<Item = &'a Vote<'a>>) -> f32 {
    let (mut has_rule, mut is_expected, mut is_read) = (false, false, false);
    for vote in votes {
        let family = vote.family();
        if family.is_content() {
            return 0.98;
        }
        has_rule |= family == Family::HostRule;
        is_expected |= matches!(vote.sign, Sign::AsExpected(_));
        // A port and the size of a ping are shape: nothing of it was read.
        let is_shape = matches!(vote.sign, Sign::Port(..) | Sign::Control);
        is_read |= matches!(family, Family::HostWord | Family::Protocol) && !is_shape;
    }
    match (has_rule, is_expected, is_read) {
        (true, true, _) => 0.85,
        (true, ..) | (_, _, true) => 0.75,
        _ => 0.45,
    }
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
