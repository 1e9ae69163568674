//! What a report counts: verdicts, the ledger, ranked lists. Numbers and words are those of the screen.

use serde::Serialize;

use crate::claim::model::Claim;
use crate::claim::verdict::Word;
use crate::view::amount::{bytes, counted, share};
use crate::view::claim_sheet::{Amount, Bar};
use crate::view::claim_view::{ClaimView, in_question};
use crate::view::plain_text::plain_prose;
use crate::view::redact::Redaction;
use crate::view::screen::{Facet, FacetKey, Ledger, Screen};

/// Rows of a list that a report prints; more are counted.
const MAX_ROWS: usize = 60;

/// Flows and bytes of one verdict, or of one part of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// For people.
    pub label: String,
    /// For files.
    pub token: &'static str,
    /// Flows.
    pub flows: u64,
    /// Payload bytes sent.
    pub sent_bytes: u64,
    /// Payload bytes received.
    pub received_bytes: u64,
    /// Share of bytes sent, of flows where nothing was sent.
    pub share: String,
    /// Whether it says that something cannot be told.
    pub is_doubtful: bool,
}

/// What the claim says of what is shown.
#[derive(Clone, Debug, Serialize)]
pub struct Verdicts {
    /// The claim's title.
    pub claim: String,
    /// Whose traffic it is about.
    pub subject: String,
    /// Source, day, what it is about, when it holds; one thing a line.
    pub about: Vec<String>,
    /// Its own words.
    pub quote: Option<String>,
    /// All shown flows; what could not be assessed comes first.
    pub totals: Vec<Count>,
    /// One for each class that the claim states.
    pub promises: Vec<PromiseCount>,
}

/// One promise.
#[derive(Clone, Debug, Serialize)]
pub struct PromiseCount {
    /// `protected: SG, US`.
    pub text: String,
    /// What it comes to.
    pub word: &'static str,
    /// Shares in words.
    pub shares: String,
    /// Its flows.
    pub counts: Vec<Count>,
}

/// A ranked list.
#[derive(Clone, Debug, Serialize)]
pub struct List {
    /// Which.
    #[serde(skip)]
    pub key: FacetKey,
    /// `Countries`.
    pub title: &'static str,
    /// What is to be known of it.
    pub note: String,
    /// The largest rows.
    pub rows: Vec<ListRow>,
    /// Rows that are not printed.
    pub more: usize,
}

/// One row.
#[derive(Clone, Debug, Serialize)]
pub struct ListRow {
    /// `CN China`.
    pub label: String,
    /// Flows.
    pub flows: u64,
    /// Bytes, by the metric of the report.
    pub value: u64,
    /// The same in words.
    pub text: String,
    /// Whether it says that something cannot be told.
    pub is_doubtful: bool,
}

/// What could not be assessed stands first.
const ORDER: [Word; 4] = [
    Word::CannotTell,
    Word::Contradicts,
    Word::Consistent,
    Word::NotCovered,
];

/// Words for a verdict where flows are counted by it.
fn counted_as(word: Word) -> &'static str {
    match word {
        Word::CannotTell => "could not be assessed (cannot tell)",
        Word::NotCovered => "not covered by the claim",
        word => word.label(),
    }
}

impl Verdicts {
    /// Of a screen; `None` without a claim.
    pub fn of(screen: &Screen, redaction: &Redaction) -> Option<Self> {
        let view = screen.claim.as_ref()?;
        let judged = screen.analysis.judged.as_ref()?;
        let quote = judged.claim.quote.as_ref();
        Some(Self {
            claim: redaction.text(&view.title),
            subject: redaction.text(&view.subject),
            about: about(view, &judged.claim, redaction),
            quote: quote.map(|quote| redaction.text(quote)),
            totals: counts(&view.totals, &ORDER),
            promises: view
                .promises
                .iter()
                .map(|promise| PromiseCount {
                    text: redaction.text(&promise.text),
                    word: match promise.word {
                        Word::NotCovered => "not seen",
                        word => word.label(),
                    },
                    shares: promise.shares.clone(),
                    counts: counts(&promise.bar, ORDER.get(..3).unwrap_or(&ORDER)),
                })
                .collect(),
        })
    }
}

/// The title is told apart.
fn about(view: &ClaimView, claim: &Claim, redaction: &Redaction) -> Vec<String> {
    let lines = view.about.lines().skip(1);
    let lines = lines.map(|line| redaction.text(line));
    let url = claim.url.iter();
    let url = url.map(|url| plain_prose(&format!("Address of the source: {url}")));
    let narrowed = (!claim.overrides.is_empty()).then(|| {
        let kinds = counted(
            claim.overrides.len() as u64,
            "kind of traffic",
            "kinds of traffic",
        );
        format!("The claim file itself decides the class of {kinds}; the reasons name its lines.")
    });
    lines.chain(url).chain(narrowed).collect()
}

fn counts(bar: &Bar, order: &[Word]) -> Vec<Count> {
    let whole = in_question(bar);
    let of_word = |word: Word| bar.iter().find(|(one, _)| *one == word);
    order
        .iter()
        .filter_map(|word| of_word(*word))
        .map(|(word, amount)| Count {
            label: counted_as(*word).to_owned(),
            token: word.token(),
            flows: amount.flows,
            sent_bytes: amount.sent,
            received_bytes: amount.received,
            share: match word {
                Word::NotCovered => String::new(),
                _ => share_of(*amount, whole),
            },
            is_doubtful: *word == Word::CannotTell,
        })
        .collect()
}

fn share_of(part: Amount, whole: Amount) -> String {
    match (whole.flows, whole.sent) {
        (0, _) => String::new(),
        (flows, 0) => share(part.flows, flows),
        (_, sent) => share(part.sent, sent),
    }
}

/// The ledger; what cannot be placed comes first.
pub fn ledger(ledger: &Ledger) -> Vec<Count> {
    let mut rows: Vec<Count> = ledger
        .rows
        .iter()
        .map(|row| Count {
            label: row.group.label().to_owned(),
            token: row.group.token(),
            flows: row.flows,
            sent_bytes: row.sent,
            received_bytes: row.received,
            share: match ledger.sent {
                0 => share(row.flows, ledger.flows),
                sent => share(row.sent, sent),
            },
            is_doubtful: crate::view::place::is_doubtful(row.group),
        })
        .collect();
    rows.sort_by_key(|row| !row.is_doubtful);
    rows
}

/// Wire bytes that belong to no flow, in words; they complete the ledger.
pub fn outside(ledger: &Ledger) -> String {
    format!(
        "On the wire these flows have {}. Beside them are {} of frames that are not IP and {} that could not be decoded.",
        bytes(ledger.wire),
        bytes(ledger.not_ip_wire),
        bytes(ledger.unread_wire)
    )
}

/// A ranked list; doubtful rows are printed before small sure ones are left out.
pub fn list(facet: &Facet, redaction: &Redaction) -> List {
    let there = facet
        .rows
        .iter()
        .filter(|row| row.flows > 0 || row.doubtful);
    let (doubtful, sure): (Vec<_>, Vec<_>) = there.partition(|row| row.doubtful);
    let room = MAX_ROWS.saturating_sub(doubtful.len());
    let more = sure.len().saturating_sub(room);
    let rows = sure.into_iter().take(room).chain(doubtful);
    List {
        key: facet.key,
        title: facet.title,
        note: redaction.text(&facet.note),
        rows: rows
            .map(|row| ListRow {
                label: redaction.text(&row.label),
                flows: row.flows,
                value: row.value,
                text: row.text.clone(),
                is_doubtful: row.doubtful,
            })
            .collect(),
        more,
    }
}
