//! Owner and presumed data type as JSON: in flows, in look-ups and where a rule is explained.

use serde::Serialize;

use crate::analysis::model::Analysis;
use crate::evidence::item::Evidence;
use crate::flow::model::FlowId;
use crate::reference::rules::Rules;
use crate::tag::by_hand::Entry;
use crate::tag::data_type::grade::{Presumed, judge};
use crate::tag::data_type::item::Item;
use crate::tag::data_type::signs::{Vote, of_host};
use crate::tag::model::Tags;
use crate::tag::owner::{CERTIFICATE, certificate_of};
use crate::tag::party::{Party, PartyTag};

/// Who operates the domain of a host; never who runs the network of its address.
#[derive(Serialize)]
pub struct Owner<'a> {
    organisation: &'a str,
    source: &'a str,
    /// Who signed the certificate that says so, and the frame that showed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<&'static str>,
}

/// Whose the destination is, seen from the subject, and why.
#[derive(Serialize)]
pub struct PartyLine {
    value: &'static str,
    because: &'static str,
}

impl PartyLine {
    /// Of a flow.
    pub fn of(party: PartyTag) -> Self {
        Self {
            value: party.token(),
            because: party.because(),
        }
    }
}

/// What a flow or a host is presumed to carry, with the reasons.
#[derive(Serialize)]
pub struct DataType {
    grade: &'static str,
    value: &'static str,
    also: Vec<&'static str>,
    because: Vec<Because>,
}

#[derive(Serialize)]
struct Because {
    rule: String,
    family: &'static str,
    #[serde(rename = "for")]
    data_type: &'static str,
    weight: f64,
    saw: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<u64>,
}

impl<'a> Owner<'a> {
    /// By the rules alone.
    pub fn of_host(host: &str, rules: &'a Rules) -> Option<Self> {
        let (organisation, source) = rules.owner(host)?;
        Some(Self {
            organisation,
            source,
            issuer: None,
            frame: None,
            party: None,
        })
    }

    /// Of a flow.
    pub fn of_flow(analysis: &'a Analysis, tags: &Tags, own: &'a [Evidence]) -> Option<Self> {
        let (organisation, source) = analysis.tables.owner_of(tags)?;
        let shown = certificate_of(own).filter(|_| source == CERTIFICATE);
        Some(Self {
            organisation,
            source,
            issuer: shown.and_then(|(certificate, _)| certificate.issuer.as_deref()),
            frame: shown.map(|(_, frame)| frame),
            party: tags.party.party().map(Party::token),
        })
    }
}

impl DataType {
    /// What the rules alone say of a host.
    pub fn of_host(host: &str, rules: &Rules) -> Self {
        let votes = of_host(host, None, rules);
        Self::new(judge(&votes), &votes)
    }

    /// What nothing speaks for.
    pub fn none() -> Self {
        Self::new(Presumed::default(), &[])
    }

    /// Of a flow, with its evidence.
    pub fn of_flow(analysis: &Analysis, id: FlowId, tags: &Tags, own: &[Evidence]) -> Self {
        Self::of_votes(analysis, tags, &analysis.votes_for(id, tags, own))
    }

    /// Of a flow, with what speaks for its type.
    pub fn of_votes(analysis: &Analysis, tags: &Tags, votes: &[Vote<'_>]) -> Self {
        let mut line = Self::new(tags.data, votes);
        let set = analysis.set_by_hand(tags);
        line.because.splice(0..0, set.map(Because::by_hand));
        line
    }

    fn new(presumed: Presumed, votes: &[Vote<'_>]) -> Self {
        let mut because: Vec<Because> = votes
            .iter()
            .map(|vote| Because::from(vote.item()))
            .collect();
        because.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        because.dedup_by(|a, b| (&a.rule, a.data_type, &a.saw) == (&b.rule, b.data_type, &b.saw));
        Self {
            grade: presumed.grade.token(),
            value: presumed.first.map_or("unclassified", |one| one.token()),
            also: presumed.second.iter().map(|one| one.token()).collect(),
            because,
        }
    }
}

impl Because {
    /// What the user set stands before everything that was seen.
    fn by_hand(entry: &Entry) -> Self {
        Self {
            rule: format!("by-hand.{}", entry.about.token()),
            family: "by_hand",
            data_type: entry.type_token(),
            weight: 1.0,
            saw: entry.told(),
            frame: None,
        }
    }
}

impl From<Item> for Because {
    fn from(item: Item) -> Self {
        Self {
            rule: item.rule,
            family: item.family.token(),
            data_type: item.data_type.token(),
            weight: (f64::from(item.weight) * 100.0).round() / 100.0,
            saw: item.saw,
            frame: item.frame,
        }
    }
}
