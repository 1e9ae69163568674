//! The head of a report: with what, from what and by which tables and rules it was made. No moment of making is in it.

use serde::Serialize;

use super::stated::Stated;
use crate::analysis::model::{Analysis, CaptureSummary};
use crate::capture::about::{About, Saying};
use crate::capture::frame::LinkType;
use crate::export::provenance::{COMMIT, Provenance};
use crate::view::plain_text::plain_text;
use crate::view::query::Query;
use crate::view::redact::Redaction;

/// Names of interfaces that programs give: they tell of nobody.
const USUAL_INTERFACES: [&str; 22] = [
    "en",
    "eth",
    "wlan",
    "wlp",
    "enp",
    "eno",
    "ens",
    "lo",
    "any",
    "tun",
    "tap",
    "utun",
    "rmnet",
    "rmnet_data",
    "pdp_ip",
    "br",
    "br-lan",
    "ap",
    "usb",
    "wwan",
    "ccmni",
    "docker",
];

/// The head.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// Program and version: `Whither 0.1.0`.
    pub program: String,
    /// The version-control commit that the program was built from, where the build was told.
    pub commit: Option<&'static str>,
    /// The command that makes the same result again.
    pub command: String,
    /// When it was captured, UTC.
    pub period: String,
    /// Where it was captured, as the user said.
    pub place: Option<String>,
    /// Where in the network it was captured, as whoever made the report says.
    pub point: Option<&'static str>,
    /// Who made the report, as stated.
    pub operator: Option<String>,
    /// The captures.
    pub captures: Vec<CaptureRecord>,
    /// Tables about the world.
    pub databases: Vec<DatabaseRecord>,
    /// Everything else that the result rests on: rules, claim, licences; one thing a line.
    pub sources: Vec<String>,
    /// What was asked.
    pub query: QueryRecord,
}

/// One capture.
#[derive(Clone, Debug, Serialize)]
pub struct CaptureRecord {
    /// File name without its folder.
    pub name: String,
    /// Bytes on the disk.
    pub file_bytes: u64,
    /// SHA-256 of the file.
    pub sha256: Option<String>,
    /// Format and wrapping.
    pub format: String,
    /// Link types that were seen.
    pub link_types: Vec<String>,
    /// Interfaces that the capture describes.
    pub interfaces: Vec<String>,
    /// What the file says of how it was made: `written by: dumpcap`.
    pub says: Vec<String>,
    /// Longest frame that was to be kept, in bytes, for each kind of interface; 0 stands for no limit.
    pub snap_bytes: Vec<u32>,
    /// Packets that the capturing program says were dropped; `None` where it says nothing.
    pub dropped_packets: Option<u64>,
    /// Frames read.
    pub frames: u64,
    /// Frames of which the capture does not hold every byte.
    pub cut_frames: u64,
    /// Bytes on the wire.
    pub wire_bytes: u64,
    /// Earliest frame, UTC.
    pub first_utc: Option<String>,
    /// Latest frame, UTC.
    pub last_utc: Option<String>,
    /// Of how many nanoseconds all times are multiples.
    pub clock_grain_nanos: Option<u64>,
    /// How often the clock went back.
    pub clock_steps: u64,
    /// Which rule decided the local side, with its flows.
    pub local_side: Vec<(&'static str, u64)>,
    /// Whether it was read to its end without damage.
    pub whole: bool,
    /// Key logs by name and SHA-256, never the keys.
    pub key_logs: Vec<(String, String)>,
    /// Blocks of secrets inside, by SHA-256.
    pub secrets_inside: Vec<String>,
    /// Flows that the keys opened.
    pub opened_flows: u64,
}

/// One table about the world.
#[derive(Clone, Debug, Serialize)]
pub struct DatabaseRecord {
    /// For files.
    pub token: String,
    /// For people.
    pub title: String,
    /// Day of its data.
    pub dated: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// Its licence.
    pub licence: String,
}

/// What was asked.
#[derive(Clone, Debug, Serialize)]
pub struct QueryRecord {
    /// The filter; empty for everything.
    pub filter: String,
    /// What is measured.
    pub metric: &'static str,
    /// Start and end of the selected part of the time, in nanoseconds since 1970.
    pub span_nanos: Option<(i64, i64)>,
    /// The scale that map and timeline were held at, as `--hold-scale` takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_scale: Option<String>,
}

impl Record {
    /// Of one screen.
    pub fn of(analysis: &Analysis, query: &Query, command: &str, redaction: &Redaction) -> Self {
        let provenance = Provenance::of(analysis, query).redacted(redaction);
        let captures = analysis.captures.iter();
        Self {
            program: provenance.program().to_owned(),
            commit: COMMIT,
            command: command.to_owned(),
            period: provenance.period().to_owned(),
            place: query.place.map(|place| place.label()),
            point: None,
            operator: None,
            captures: captures
                .map(|one| CaptureRecord::of(one, redaction))
                .collect(),
            databases: databases(analysis),
            sources: provenance.lines(),
            query: QueryRecord {
                filter: redaction.text(&query.filter),
                metric: query.metric.token(),
                span_nanos: query.span.map(|span| (span.from.nanos(), span.to.nanos())),
                held_scale: query.held.map(|held| held.to_string()),
            },
        }
    }
}

impl Record {
    /// With what nobody can read from a capture.
    pub fn stating(self, stated: &Stated) -> Self {
        Self {
            point: stated.point.map(|point| point.label()),
            operator: stated.operator.as_deref().map(plain_text),
            ..self
        }
    }
}

impl CaptureRecord {
    fn of(one: &CaptureSummary, redaction: &Redaction) -> Self {
        let given = one.keys.given.iter();
        let interfaces = one.interfaces.iter().enumerate();
        Self {
            name: plain_text(&one.name),
            file_bytes: one.file_bytes,
            sha256: one.sha256.clone(),
            format: one.format.clone(),
            link_types: one.links.iter().map(|link| link_type(*link)).collect(),
            interfaces: interfaces
                .map(|(number, name)| interface(number, name, redaction))
                .collect(),
            says: says(&one.about, redaction),
            snap_bytes: one.about.snap_bytes.clone(),
            dropped_packets: one.about.dropped_packets,
            frames: one.frames,
            cut_frames: one.cut_frames,
            wire_bytes: one.wire_bytes,
            first_utc: one.first.map(|at| at.to_string()),
            last_utc: one.last.map(|at| at.to_string()),
            clock_grain_nanos: one.clock.grain_nanos(),
            clock_steps: one.clock.steps(),
            local_side: one
                .local_rules
                .iter()
                .map(|(rule, flows)| (rule.token(), *flows))
                .collect(),
            whole: one.whole,
            key_logs: given
                .map(|(name, hash)| (plain_text(name), hash.clone()))
                .collect(),
            secrets_inside: one.keys.inside.clone(),
            opened_flows: one.keys.opened_flows,
        }
    }
}

/// Number in the registry of tcpdump.org, with a name where it is a usual one.
fn link_type(link: LinkType) -> String {
    let name = match link {
        LinkType::NULL | LinkType::LOOP => " (loopback)",
        LinkType::ETHERNET => " (Ethernet)",
        LinkType::RAW | LinkType::RAW_BSD | LinkType::RAW_OPENBSD => " (raw IP)",
        LinkType::IPV4 => " (raw IPv4)",
        LinkType::IPV6 => " (raw IPv6)",
        LinkType::LINUX_SLL | LinkType::LINUX_SLL2 => " (Linux cooked)",
        _ => "",
    };
    format!("{}{name}", link.0)
}

/// In words. Free words may name anybody, so of them only the length is told where values are redacted.
fn says(about: &About, redaction: &Redaction) -> Vec<String> {
    let sayings = about.sayings.iter();
    let told = sayings.map(|(saying, words)| {
        let words = match (saying, redaction.is_on()) {
            (Saying::Comment, true) => redaction.value(words),
            _ => redaction.text(words),
        };
        format!("{}: {words}", saying.label())
    });
    told.collect()
}

/// A name that is none of the usual ones may be somebody's network.
fn interface(number: usize, name: &str, redaction: &Redaction) -> String {
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match redaction.is_on() && !USUAL_INTERFACES.contains(&bare) {
        true => format!("interface-{number}"),
        false => plain_text(name),
    }
}

fn databases(analysis: &Analysis) -> Vec<DatabaseRecord> {
    let tables = analysis.reference_tables().iter();
    tables
        .map(|table| DatabaseRecord {
            token: plain_text(&table.token),
            title: plain_text(&table.title),
            dated: plain_text(&table.dated),
            sha256: table.sha256.clone(),
            licence: plain_text(&table.licence),
        })
        .collect()
}
