//! The last sections of a page: what does not agree, method, limitations, the record, and how to make it again.

use super::parts::{Cell, element, heading, list, pairs, row, table_end, table_start};
use crate::export::report::{Report, record::CaptureRecord};
use crate::view::amount::count;

/// Where sources do not agree, and what could not be read.
pub(super) fn conflicts(body: &mut String, report: &Report) {
    heading(body, "conflicts", "Conflicts, and what could not be read");
    if report.conflicts.is_empty() {
        element(
            body,
            "p",
            "",
            "No source disagrees with another in what is shown.",
        );
    }
    let mut last = "";
    for one in &report.conflicts {
        if one.about != last {
            if !last.is_empty() {
                body.push_str("</ul>\n");
            }
            element(body, "h3", "", one.about);
            body.push_str("<ul>\n");
            last = one.about;
        }
        element(body, "li", "", &one.what);
    }
    if !last.is_empty() {
        body.push_str("</ul>\n");
    }
    element(body, "h3", "", "What could not be read");
    if report.problems.is_empty() {
        element(body, "p", "", "Everything in the captures was read.");
        return;
    }
    let heads = [
        ("Capture", false),
        ("Where", false),
        ("What", false),
        ("What it means", false),
    ];
    table_start(body, "", &heads);
    for problem in &report.problems {
        row(
            body,
            "",
            &problem.each_ref().map(|words| Cell::words(words.clone())),
        );
    }
    table_end(body);
    if report.further_problems > 0 {
        element(
            body,
            "p",
            "doubt",
            &format!("and {} more", count(report.further_problems as u64)),
        );
    }
}

/// Method and limitations.
pub(super) fn statements(body: &mut String, report: &Report) {
    heading(body, "method", "Method");
    list(body, &report.method);
    heading(body, "limits", "Limitations");
    list(body, &report.limits);
}

/// With what the report was made, from what, and by which tables.
pub(super) fn record(body: &mut String, report: &Report) {
    let record = &report.record;
    heading(body, "record", "Record: captures, tables, rules, claim");
    let build = format!("{} on {}", std::env::consts::ARCH, std::env::consts::OS);
    pairs(
        body,
        "Program",
        &[
            ("Program", record.program.clone()),
            (
                "Commit",
                record.commit.unwrap_or("not told to this build").to_owned(),
            ),
            ("Built for", build),
            ("Made by", stated(record.operator.as_deref())),
            ("Point of capture", stated(record.point)),
            ("Place of capture", stated(record.place.as_deref())),
            (
                "Filter",
                match record.query.filter.as_str() {
                    "" => "none".to_owned(),
                    filter => filter.to_owned(),
                },
            ),
        ],
    );
    for capture in &record.captures {
        pairs(
            body,
            &format!("Capture {}", capture.name),
            &of_capture(capture),
        );
    }
    let heads = [
        ("Table", false),
        ("Day", false),
        ("Licence", false),
        ("SHA-256", false),
    ];
    table_start(body, "Tables about the world", &heads);
    for table in &record.databases {
        let cells = [
            Cell::words(table.title.clone()),
            Cell::with("keep", table.dated.clone()),
            Cell::words(table.licence.clone()),
            Cell::with("hash", table.sha256.clone()),
        ];
        row(body, "", &cells);
    }
    table_end(body);
    element(body, "h3", "", "Sources, line by line");
    list(body, &record.sources);
}

fn stated(words: Option<&str>) -> String {
    words.unwrap_or("not stated").to_owned()
}

/// `262,144 bytes` for each limit.
fn limits(snap_bytes: &[u32]) -> Vec<String> {
    let told = snap_bytes.iter().map(|limit| match limit {
        0 => "no limit".to_owned(),
        limit => format!("{} bytes", count(u64::from(*limit))),
    });
    told.collect()
}

fn of_capture(one: &CaptureRecord) -> Vec<(&'static str, String)> {
    let listed = |words: &[String]| match words.is_empty() {
        true => "not stated".to_owned(),
        false => words.join(", "),
    };
    let grain = one.clock_grain_nanos;
    let grain = grain.map_or("not stated".to_owned(), |nanos| {
        format!("{} ns", count(nanos))
    });
    let sides = one
        .local_side
        .iter()
        .map(|(rule, flows)| format!("{rule} ({} flows)", count(*flows)));
    let keys = one
        .key_logs
        .iter()
        .map(|(name, hash)| format!("{name} SHA-256 {hash}"));
    let inside = one
        .secrets_inside
        .iter()
        .map(|hash| format!("inside the capture, SHA-256 {hash}"));
    let keys: Vec<String> = keys.chain(inside).collect();
    let keys = match keys.is_empty() {
        true => "none".to_owned(),
        false => format!(
            "{}; opened {} flows",
            keys.join(", "),
            count(one.opened_flows)
        ),
    };
    vec![
        (
            "SHA-256",
            one.sha256
                .clone()
                .unwrap_or_else(|| "not computed".to_owned()),
        ),
        ("Size", format!("{} bytes", count(one.file_bytes))),
        ("Format", one.format.clone()),
        ("Link types", listed(&one.link_types)),
        ("Interfaces", listed(&one.interfaces)),
        (
            "Frames",
            format!(
                "{}, {} bytes on the wire",
                count(one.frames),
                count(one.wire_bytes)
            ),
        ),
        ("Says of itself", listed(&one.says)),
        ("Kept of each frame", listed(&limits(&one.snap_bytes))),
        ("Frames cut short", count(one.cut_frames)),
        (
            "Packets dropped",
            one.dropped_packets
                .map_or_else(|| "not stated".to_owned(), count),
        ),
        ("First frame", stated(one.first_utc.as_deref())),
        ("Last frame", stated(one.last_utc.as_deref())),
        (
            "Clock",
            format!(
                "counts by {grain}, went back {} times",
                count(one.clock_steps)
            ),
        ),
        ("Local side by", listed(&sides.collect::<Vec<_>>())),
        ("Keys used", keys),
        (
            "Read to its end",
            if one.whole { "yes" } else { "no" }.to_owned(),
        ),
    ]
}

/// The one command line.
pub(super) fn again(body: &mut String, report: &Report) {
    heading(body, "again", "How to reproduce");
    element(
        body,
        "p",
        "",
        "With the same program, and files of these hashes in the current folder, this line makes the same bytes again; \
         sha256sum -c MANIFEST.sha256 in the folder shows that nothing was changed since.",
    );
    element(body, "pre", "", &report.record.command);
    if report.redaction.is_on {
        element(
            body,
            "p",
            "soft",
            "Folders of files are left out; what stands in «» or under a pseudonym in the line was redacted and must be put back.",
        );
    }
}
