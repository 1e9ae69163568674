//! What is shown: plain data, the same for the window, the exported picture, the CSV and the tests.
//!
//! Numbers are kept beside their text so that drawing needs no arithmetic and a test can add them up.

mod map;
mod table;
mod why;

use std::net::IpAddr;
use std::sync::Arc;

pub use self::map::{LegendStep, MapCountry, MapDisc, MapPart, MapView, MarginItem};
pub use self::table::{Cell, Group, Table};
pub use self::why::{Role, Topic, Why, WhyQuestion, WhyReason};
use super::claim_view::ClaimView;
use super::parts::{MAX_PARTS, Part};
use super::query::{FilterView, Metric, Query, TimeSpan};
use super::redact::Redaction;
use crate::analysis::model::Analysis;
use crate::capture::frame::Time;
use crate::claim::verdict::Word;
use crate::tag::data_type::grade::DataGrade;
use crate::tag::model::PlaceGroup;

/// What the window shows for one analysis and one query.
#[derive(Clone, Debug)]
pub struct Screen {
    /// The result it was computed from; the table's rows are read from it.
    pub analysis: Arc<Analysis>,
    /// What was asked.
    pub query: Query,
    /// The sentence on top.
    pub headline: Headline,
    /// Every byte accounted for.
    pub ledger: Ledger,
    /// The chosen claim and its promises.
    pub claim: Option<ClaimView>,
    /// The map.
    pub map: MapView,
    /// What must be known before the numbers are read; `None` where nothing stands out.
    pub banner: Option<Banner>,
    /// Ranked lists: countries, organisations, domains, data types, owners, parties, apps,
    /// protocols.
    pub facets: Vec<Facet>,
    /// Bytes over time.
    pub timeline: Timeline,
    /// The rows.
    pub table: Table,
    /// Reasons for the selected flow.
    pub why: Option<Why>,
    /// The line at the bottom.
    pub status: Status,
    /// How the filter was understood.
    pub filter: FilterView,
    /// What every text went through, and what cells of the table go through that are made later.
    pub redaction: Arc<Redaction>,
}

/// The sentence on top, true of what is filtered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// `42.7 MB sent to 6 countries.`
    pub lead: String,
    /// `1.2 MB (3 %) cannot be placed: anycast 0.9 MB, sources differ 0.3 MB.` Empty where all is placed.
    pub doubt: String,
    /// `2 of 4 promises are contradicted.` Empty where no claim is chosen.
    pub verdict: String,
    /// What that sentence comes to.
    pub verdict_word: Option<Word>,
    /// `12.4 MB (48 %) of what ClipClap sent cannot be assessed.` Empty where all can.
    pub open: String,
}

/// What must be known before the numbers are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// The sentence.
    pub text: String,
    /// Filter that shows what it speaks of.
    pub filter: String,
}

/// One part of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Which part.
    pub group: PlaceGroup,
    /// Flows.
    pub flows: u64,
    /// Payload bytes sent.
    pub sent: u64,
    /// Payload bytes received.
    pub received: u64,
    /// Wire bytes both ways.
    pub wire: u64,
}

/// Every byte accounted for: rows add up to the totals, and without a filter the wire bytes add up to the captures'.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// One row for each group, also where it is zero.
    pub rows: Vec<LedgerRow>,
    /// Sum of the rows.
    pub sent: u64,
    /// Sum of the rows.
    pub received: u64,
    /// Sum of the rows.
    pub wire: u64,
    /// Flows in the rows.
    pub flows: u64,
    /// Wire bytes of frames that are not IP (only without filter and span; else 0).
    pub not_ip_wire: u64,
    /// Wire bytes of frames that could not be decoded (only without filter and span; else 0).
    pub unread_wire: u64,
}

/// The ranked lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetKey {
    /// Places: countries, and the groups that have none.
    Country,
    /// Countries in which operators are registered.
    Seat,
    /// Who runs the address.
    Organisation,
    /// Registrable domains.
    Domain,
    /// What the flows presumably carry.
    DataType,
    /// Who operates the domains.
    Owner,
    /// Whose the destinations are, seen from the subject.
    Party,
    /// Programs that the captures name.
    App,
    /// Protocols.
    Protocol,
    /// What the claim says.
    Verdict,
}

impl FacetKey {
    /// Every list, in the order of the tabs.
    pub const ALL: [FacetKey; 10] = [
        FacetKey::Country,
        FacetKey::Seat,
        FacetKey::Verdict,
        FacetKey::Organisation,
        FacetKey::Domain,
        FacetKey::DataType,
        FacetKey::Owner,
        FacetKey::Party,
        FacetKey::App,
        FacetKey::Protocol,
    ];

    /// Words on screen: what a row of the list is.
    pub fn label(self) -> &'static str {
        match self {
            FacetKey::Country => "country",
            FacetKey::Seat => "seat",
            FacetKey::Organisation => "organisation",
            FacetKey::Domain => "domain",
            FacetKey::DataType => "data type",
            FacetKey::Owner => "owner",
            FacetKey::Party => "party",
            FacetKey::App => "app",
            FacetKey::Protocol => "protocol",
            FacetKey::Verdict => "verdict",
        }
    }

    /// Name in files.
    pub fn token(self) -> &'static str {
        match self {
            FacetKey::DataType => "data_type",
            other => other.label(),
        }
    }
}

/// One row of a ranked list.
#[derive(Clone, Debug, PartialEq)]
pub struct FacetRow {
    /// `CN China`, `Cannot tell`.
    pub label: String,
    /// Metric.
    pub value: u64,
    /// Metric as text.
    pub text: String,
    /// Flows.
    pub flows: u64,
    /// Share of the largest row, 0 to 1.
    pub share: f32,
    /// Whether the filter holds this row's term.
    pub active: bool,
    /// Whether the row stands for something that cannot be told (drawn in the doubt colour, always listed).
    pub doubtful: bool,
    /// Filter term that a click adds or releases.
    pub term: String,
    /// How sure the row's data type is; *none* in other lists.
    pub grade: DataGrade,
    /// What else is to be known of the row; mostly empty.
    pub note: String,
    /// The verdict that it stands for, in the list of verdicts.
    pub verdict: Option<Word>,
}

/// One ranked list, largest first, doubtful rows last.
#[derive(Clone, Debug, PartialEq)]
pub struct Facet {
    /// Which list.
    pub key: FacetKey,
    /// `Countries`.
    pub title: &'static str,
    /// What is to be known of the list as a whole: `Apps known for 61 % of bytes`. Mostly empty.
    pub note: String,
    /// The rows; all of them.
    pub rows: Vec<FacetRow>,
}

/// One bar of the timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimelineBin {
    /// Payload bytes sent by flows that the filter keeps.
    pub sent: u64,
    /// Payload bytes received by flows that the filter keeps.
    pub received: u64,
    /// `sent` by the parts of `Timeline::parts`.
    pub sent_by: [u64; MAX_PARTS],
    /// `received` by the same.
    pub received_by: [u64; MAX_PARTS],
}

/// Bytes over time, over the whole captures whatever the span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Start of the first bin; `None` where the captures state no times.
    pub start: Option<Time>,
    /// Width of a bin in nanoseconds.
    pub bin_nanos: i64,
    /// At most `MAX_BINS` bars.
    pub bins: Vec<TimelineBin>,
    /// Bytes of the highest bar, up or down, where the scale is held; else the highest bars fill the height.
    pub top: Option<u64>,
    /// What the colours of the bars stand for, from the zero line outward; empty where they stand for nothing.
    pub parts: Vec<Part>,
    /// `14:02:10` or with the day where the captures span several.
    pub start_text: String,
    /// As `start_text`.
    pub end_text: String,
    /// The selected part.
    pub span: Option<TimeSpan>,
    /// `14:08:31 – 14:10:44 · 2 min 13 s selected`, else that it is a part of what; empty where neither is.
    pub span_text: String,
    /// From the first frame to the last; `None` where the captures state no times.
    pub all: Option<TimeSpan>,
    /// The part of it that is shown, where it is not all.
    pub part: Option<TimeSpan>,
}

impl Timeline {
    /// Whether a bar of so many bytes is higher than the scale that is held.
    pub fn is_above(&self, bytes: u64) -> bool {
        self.top.is_some_and(|top| bytes > top)
    }

    /// Bars that are higher than the scale that is held.
    pub fn above(&self) -> usize {
        let bins = self.bins.iter();
        bins.filter(|bin| self.is_above(bin.sent) || self.is_above(bin.received))
            .count()
    }

    /// Bytes of the highest bars there are: sent, and received.
    pub fn highest(&self) -> (u64, u64) {
        let most = |of: fn(&TimelineBin) -> u64| self.bins.iter().map(of).max().unwrap_or(0);
        (most(|bin| bin.sent), most(|bin| bin.received))
    }
}

/// A problem as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemRow {
    /// Capture's name.
    pub capture: String,
    /// `frame 318`, `byte 20,412`, or both.
    pub place: String,
    /// What was seen, sentence case, with the count where above one.
    pub what: String,
    /// What it means for the result.
    pub meaning: String,
    /// `Show 3 flows`, and the filter that keeps them; `None` where it touches no flow.
    pub flows: Option<(String, String)>,
}

/// A device that can be chosen as the local side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// Its address.
    pub address: IpAddr,
    /// Whether it counts as local now.
    pub is_local: bool,
    /// `10.0.0.23 · 42.7 MB sent, 1.1 MB received`.
    pub text: String,
}

/// The line at the bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// `2 captures · 48,211 packets · 1,204 flows · 17 min 38 s`.
    pub text: String,
    /// The problems, in full.
    pub problems: Vec<ProblemRow>,
    /// `Local side: private addresses`.
    pub local_text: String,
    /// Devices that can be chosen as the local side, those with most bytes first.
    pub devices: Vec<DeviceRow>,
    /// `keys: 12 flows opened`; empty where there are no keys.
    pub keys_text: String,
    /// Which keys they are, and what it means where they open nothing.
    pub keys_note: String,
    /// `set by hand: 3 types, whither-by-hand.toml`; empty where nothing was set.
    pub by_hand_text: String,
    /// `distances not used`, where a place of capture is set and round trips are not believed; else empty.
    pub distances_text: String,
    /// Why, for each capture.
    pub distances_note: String,
    /// `sha256 9f2c…e1`, for one capture; empty for several or while reading.
    pub hash_text: String,
    /// `DB-IP 2026-06-01 · IPFire 2026-09-23 · networks 2026-06-17`.
    pub databases_text: String,
}
