//! Where a result comes from: program, captures, databases, question; short for a picture, in full for its file.

mod capture;
mod claim;
mod keys;
mod program;
mod rules;

use capture::CaptureLine;
pub(in crate::export) use capture::short_hash;
use claim::ClaimLines;
use keys::KeyLines;
pub use program::COMMIT;
use program::program;
use rules::RuleLines;

use crate::analysis::model::Analysis;
use crate::capture::frame::Time;
use crate::draw::map::ABOVE;
use crate::reference::TableInfo;
use crate::tag::capture_place::CapturePlace;
use crate::view::amount::counted;
use crate::view::held::Held;
use crate::view::plain_text::plain_text;
use crate::view::query::{MapBy, Metric, Query};
use crate::view::redact::Redaction;

/// What a country on the map does and does not say.
pub const FIRST_HOP: &str = "First network hop, not storage";

/// Captures that the foot of a picture names; of more it would be a page.
const MOST_CAPTURES: usize = 6;

/// Says where the shapes of the map are from.
const MAP_SOURCE: &str =
    "Map: Natural Earth 1:50m as edited by visionscarto, Equal Earth projection.";

/// Where a result comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    program: String,
    captures: Vec<CaptureLine>,
    keys: KeyLines,
    period: String,
    whole: bool,
    databases: Vec<TableInfo>,
    rules: RuleLines,
    claim: ClaimLines,
    filter: String,
    span: String,
    metric: String,
    held: String,
    place: Option<CapturePlace>,
    made: Option<String>,
    redaction: Option<String>,
}

impl Provenance {
    /// Of one screen: its analysis and its query.
    pub fn of(analysis: &Analysis, query: &Query) -> Self {
        let first = analysis
            .captures
            .iter()
            .filter_map(|capture| capture.first)
            .min();
        let last = analysis
            .captures
            .iter()
            .filter_map(|capture| capture.last)
            .max();
        Self {
            program: program(COMMIT),
            captures: analysis.captures.iter().map(CaptureLine::of).collect(),
            keys: KeyLines::of(analysis),
            period: period(first, last),
            whole: analysis.complete && analysis.captures.iter().all(|capture| capture.whole),
            databases: analysis.reference_tables().to_vec(),
            rules: RuleLines::of(analysis),
            claim: ClaimLines::of(analysis),
            filter: plain_text(&query.filter),
            span: query
                .span
                .map_or_else(String::new, |span| period(Some(span.from), Some(span.to))),
            metric: metric_words(query.metric, query.map_by),
            held: query.held.map_or_else(String::new, Held::words),
            place: query.place,
            made: None,
            redaction: None,
        }
    }

    /// Of what is redacted: the filter too, and it is said.
    #[must_use]
    pub fn redacted(self, redaction: &Redaction) -> Self {
        Self {
            filter: redaction.text(&self.filter),
            redaction: Some(redaction.mark()),
            ..self
        }
    }

    /// With the moment of the export in RFC 3339. Only passed in: without it the same input gives the same bytes.
    #[must_use]
    pub fn made_at(self, moment: &str) -> Self {
        Self {
            made: Some(moment.to_owned()),
            ..self
        }
    }

    /// Program and version.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// When it was captured, in UTC; words where the captures state no times.
    pub fn period(&self) -> &str {
        &self.period
    }

    /// One sentence under the headline: where, when, how many captures.
    pub fn scene(&self) -> String {
        let place = self
            .place
            .map(|place| format!("Place of capture: {}", place.label()));
        let files = match self.captures.as_slice() {
            [one] => one.name.clone(),
            several => counted(several.len() as u64, "capture", "captures"),
        };
        let whole = (!self.whole).then(|| "not read to the end".to_owned());
        let parts = [place, Some(files), Some(self.period.clone()), whole];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// For the foot of a picture.
    pub fn short_lines(&self) -> Vec<String> {
        let more = self.captures.len().saturating_sub(MOST_CAPTURES) as u64;
        let more = (more > 0).then(|| {
            let more = counted(more, "capture", "captures");
            format!("and {more} more, in full in what this file says of itself")
        });
        let captures = self.captures.iter().take(MOST_CAPTURES);
        let captures = captures.map(CaptureLine::short).chain(more);
        let captures: Vec<String> = captures.chain(self.keys.short()).collect();
        let dates = self
            .databases
            .iter()
            .map(|table| format!("{} {}", table.title, table.dated))
            .chain(self.rules.short())
            .chain(self.claim.short());
        let mut lines = vec![
            format!("{} · {}", self.program, captures.join(" · ")),
            format!(
                "{FIRST_HOP} · {} · {}",
                self.question(),
                dates.collect::<Vec<_>>().join(" · ")
            ),
        ];
        let attributions = self.databases.iter().map(|table| table.attribution.clone());
        let credits: Vec<String> = attributions.chain([MAP_SOURCE.to_owned()]).collect();
        lines.push(credits.join(" "));
        lines.extend(self.claim.limit().map(str::to_owned));
        lines.extend(self.redaction.clone());
        lines
    }

    /// Everything, one thing a line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.program.clone()];
        lines.extend(self.captures.iter().map(CaptureLine::full));
        lines.extend(self.keys.full());
        lines.push(format!("Captured: {}", self.period));
        if let Some(place) = self.place {
            lines.push(format!(
                "Place of capture, as stated by the user: {}",
                place.label()
            ));
        }
        if !self.whole {
            lines.push("Not every capture was read to its end.".into());
        }
        lines.push(format!("Shown: {}", self.question()));
        lines.push(format!(
            "{FIRST_HOP}: a country is that of the address the data went to first."
        ));
        for table in &self.databases {
            lines.push(format!(
                "{} {}, SHA-256 {}",
                table.title, table.dated, table.sha256
            ));
            lines.push(format!("{} ({})", table.attribution, table.licence));
        }
        lines.extend(self.rules.full());
        lines.extend(self.claim.full());
        lines.push(MAP_SOURCE.into());
        lines.extend(self.redaction.clone());
        lines.extend(self.made.iter().map(|moment| format!("Made: {moment}")));
        lines
    }

    /// One sentence: what was captured, what was asked.
    pub fn subject(&self) -> String {
        format!("{}. {}. {FIRST_HOP}.", self.scene(), self.question())
    }

    /// Keywords and texts for the text chunks of a PNG.
    pub fn chunks(&self) -> Vec<(&'static str, String)> {
        let sources: Vec<String> = self.captures.iter().map(CaptureLine::full).collect();
        let mut chunks = vec![
            ("Title", "Where the data went".to_owned()),
            ("Description", self.subject()),
            ("Software", self.program.clone()),
            ("Source", sources.join("\n")),
            ("Comment", self.lines().join("\n")),
        ];
        chunks.extend(
            self.made
                .iter()
                .map(|moment| ("Creation Time", moment.clone())),
        );
        chunks
    }

    /// What was asked: metric, filter, part of the time.
    fn question(&self) -> String {
        let filter = if self.filter.is_empty() {
            "none"
        } else {
            &self.filter
        };
        let span = if self.span.is_empty() {
            String::new()
        } else {
            format!(" · span: {}", self.span)
        };
        let held = match self.held.as_str() {
            "" => String::new(),
            // Small maps have no legend to say what the sign means.
            words => format!(" · {words} ({ABOVE}: above it)"),
        };
        format!("{} · filter: {filter}{span}{held}", self.metric)
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            program: "Whither 0.1.0".into(),
            captures: vec![CaptureLine {
                name: "träume.pcapng".into(),
                format: "pcapng".into(),
                sha256: Some("0123456789abcdef".repeat(4)),
                frames: 48_211,
                wire_bytes: 51_000_000,
                whole: true,
            }],
            keys: KeyLines::default(),
            period: "2026-11-23 14:02:10 to 14:19:48 UTC".into(),
            whole: true,
            databases: Vec::new(),
            rules: RuleLines::default(),
            claim: ClaimLines::default(),
            filter: "country:CN".into(),
            span: String::new(),
            metric: metric_words(Metric::Sent, MapBy::Place),
            held: String::new(),
            place: None,
            made: Some("2026-11-23T19:40:00Z".into()),
            redaction: None,
        }
    }
}

fn metric_words(metric: Metric, by: MapBy) -> String {
    let metric = match metric {
        Metric::Sent => "payload bytes sent",
        Metric::Received => "payload bytes received",
        Metric::Flows => "number of flows",
    };
    match by {
        MapBy::Place => metric.to_owned(),
        MapBy::Seat => format!("{metric}, map by the operator's seat"),
    }
}

/// `2026-11-23 14:02:10 to 14:19:48 UTC`; both days where they differ.
fn period(first: Option<Time>, last: Option<Time>) -> String {
    let (Some(first), Some(last)) = (first, last) else {
        return "the captures state no times".into();
    };
    let (from_day, to_day) = (first.day_text(), last.day_text());
    let to_day = if to_day == from_day {
        String::new()
    } else {
        format!("{to_day} ")
    };
    format!(
        "{from_day} {} to {to_day}{} UTC",
        first.clock_text(),
        last.clock_text()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_name_the_second_day_only_where_it_differs() {
        let at = |seconds: i64| Some(Time::from_nanos(seconds * 1_000_000_000));
        assert_eq!(period(at(0), at(61)), "1970-01-01 00:00:00 to 00:01:01 UTC");
        assert_eq!(
            period(at(0), at(86_400)),
            "1970-01-01 00:00:00 to 1970-01-02 00:00:00 UTC"
        );
        assert_eq!(period(at(0), None), "the captures state no times");
    }

    #[test]
    fn the_file_holds_the_whole_hash_and_the_picture_a_short_one() {
        let provenance = Provenance::sample();
        let hash = "0123456789abcdef".repeat(4);
        assert!(provenance.lines().iter().any(|line| line.contains(&hash)));
        let short = provenance.short_lines().join("\n");
        assert!(
            short.contains("SHA-256 01234567…cdef") && !short.contains(&hash),
            "{short}"
        );
        assert!(
            short.contains(FIRST_HOP) && short.contains("filter: country:CN"),
            "{short}"
        );
    }
}
