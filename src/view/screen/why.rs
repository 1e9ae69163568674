//! The why panel: questions about one flow, each with its reasons.

use crate::claim::verdict::Word;
use crate::flow::model::FlowId;

/// What a question of the why panel is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    /// What the claim says.
    Verdict,
    /// What the destination is called.
    Name,
    /// Where it is.
    Place,
    /// Who runs the address.
    Runner,
    /// What the flow presumably carries.
    DataType,
    /// Anything else.
    #[default]
    Other,
}

/// What a reason is to its question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Tells of this flow.
    #[default]
    Own,
    /// One witness of the place.
    Witness,
    /// Rules a country out.
    RulesOut,
    /// Is true of every flow with such an answer.
    Always,
}

/// One question of the why panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyQuestion {
    /// `Why China?`
    pub title: String,
    /// Of a country `firm`, `probable` or `disputed`; else empty.
    pub grade: String,
    /// What it is about.
    pub topic: Topic,
    /// The reasons: text on the left, source on the right.
    pub reasons: Vec<WhyReason>,
    /// The verdict that it is about.
    pub verdict: Option<Word>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyReason {
    /// `DB-IP says China`.
    pub text: String,
    /// `2026-06-01`, `frame 318`.
    pub source: String,
    /// What it is to the question.
    pub role: Role,
}

/// The why panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The flow it is about.
    pub flow: FlowId,
    /// Destination.
    pub title: String,
    /// `TLS · 10.0.0.23:51844 → 121.14.0.9:443 · 14:08:33 – 14:09:58`.
    pub subtitle: String,
    /// The questions.
    pub questions: Vec<WhyQuestion>,
}
