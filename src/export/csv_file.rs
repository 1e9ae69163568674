//! The table as it is shown becomes CSV: same rows, same order, one line a flow, plain numbers. Where it is redacted, local
//! addresses and names stand under pseudonyms and source ports are left out.
//!
//! There is no comment block on top: RFC 4180 knows none, and a spreadsheet would take it for rows. The sources of each
//! country stand in its row instead, and `notes` gives the rest as a text to be laid beside the file.

use std::path::{Path, PathBuf};

use super::error::ExportError;
use super::provenance::Provenance;
use crate::analysis::model::Analysis;
use crate::capture::frame::Time;
use crate::claim::sentence::{reasons, would_decide};
use crate::flow::model::{Flow, FlowId, Side};
use crate::tag::data_type::grade::Presumed;
use crate::tag::model::{AddressTag, Grade, NetworkTag, Tags};
use crate::tag::witness::Source;
use crate::view::plain_text::{plain_prose, plain_text};
use crate::view::redact::Redaction;
use crate::view::screen::Screen;
use crate::view::table::counted_bytes;

/// Columns in order. Never renamed or reordered without a note: other people's scripts read them.
pub const COLUMNS: [&str; 43] = [
    "capture",
    "first_frame",
    "last_frame",
    "start_utc",
    "end_utc",
    "transport",
    "protocol",
    "client_address",
    "client_port",
    "server_address",
    "server_port",
    "local_side",
    "destination_address",
    "name",
    "name_source",
    "place",
    "countries",
    "country_grade",
    "country_sources",
    "organisation",
    "asn",
    "tunnel",
    "sent_payload_bytes",
    "received_payload_bytes",
    "wire_bytes",
    "frames",
    "lost_payload_bytes",
    "app",
    "tunnel_kind",
    "encrypted_dns",
    "data_type",
    "data_grade",
    "owner",
    "owner_source",
    "party",
    "party_reason",
    "by_hand_note",
    "verdict",
    "verdict_classes",
    "verdict_because",
    "verdict_would_decide",
    "seat",
    "seat_source",
];

/// The rows of the screen's table. Payload bytes are those within the selected span, as on the screen; wire bytes and
/// frames are the whole flow's.
pub fn table(screen: &Screen, redaction: &Redaction) -> Result<Vec<u8>, ExportError> {
    table_of(screen, redaction, &COLUMNS)
}

/// The same with these columns only, in this order; a name that there is not has no column.
pub fn table_of(
    screen: &Screen,
    redaction: &Redaction,
    names: &[&str],
) -> Result<Vec<u8>, ExportError> {
    let place = |name: &&str| COLUMNS.iter().position(|column| column == name);
    let places: Vec<usize> = names.iter().filter_map(place).collect();
    let chosen = |cells: [String; COLUMNS.len()]| {
        let cells = cells.map(neutral);
        places
            .iter()
            .filter_map(|at| cells.get(*at).cloned())
            .collect::<Vec<String>>()
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let titles = chosen(COLUMNS.map(str::to_owned));
    writer.write_record(titles).map_err(ExportError::Csv)?;
    for &id in screen.table.order.iter() {
        if let Some(cells) = row(screen, id, redaction) {
            let cells = chosen(cells);
            writer.write_record(&cells).map_err(ExportError::Csv)?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}

/// What belongs beside the table: sources, dates, licences.
pub fn notes(provenance: &Provenance) -> String {
    let mut text = provenance.lines().join("\n");
    text.push('\n');
    text
}

/// Where they are laid: `flows.csv` has `flows.sources.txt` beside it.
pub fn notes_path(table: &Path) -> PathBuf {
    table.with_extension("sources.txt")
}

/// A cell that a spreadsheet does not take for a formula: an apostrophe goes in front of what could start one.
///
/// The full-width forms count too, because some spreadsheets fold them.
pub fn neutral(cell: String) -> String {
    const STARTS: [char; 10] = [
        '=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ];
    if cell.starts_with(STARTS) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn row(screen: &Screen, id: FlowId, redaction: &Redaction) -> Option<[String; COLUMNS.len()]> {
    let analysis = &*screen.analysis;
    let flow = analysis.flows.get(id.0 as usize)?;
    let tags = analysis.tags.get(id.0 as usize)?;
    let name = analysis.tables.name_of(tags);
    let address = analysis.tables.address_of(tags);
    let network = address.and_then(|address| address.network.as_ref());
    let (sent, received) = counted_bytes(screen, id);
    let capture = analysis.capture(flow.capture);
    let cells = [
        capture.map_or_else(String::new, |capture| plain_text(&capture.name)),
        flow.first_frame.to_string(),
        flow.last_frame.to_string(),
        time(flow.start),
        time(flow.end),
        flow.transport.token(),
        protocols(analysis, tags),
        redaction.address(flow.client.ip),
        redaction.source_port(flow.client.port),
        redaction.address(flow.server.ip),
        port(flow.server.port),
        local_side(flow),
        redaction.address(flow.destination().ip),
        name.map_or_else(String::new, |name| redaction.host(&name.value)),
        name.map_or_else(String::new, |name| name.source.token().to_owned()),
        place_token(address),
        countries(address),
        grade(address).map_or_else(String::new, |grade| grade.token().to_owned()),
        sources(analysis, tags),
        organisation(network),
        network.map_or_else(String::new, |network| network.asn.to_string()),
        tunnel(analysis, flow),
        sent.to_string(),
        received.to_string(),
        flow.wire_bytes.total().to_string(),
        flow.frames.total().to_string(),
        flow.tcp
            .map_or_else(String::new, |tcp| tcp.lost_bytes.to_string()),
        analysis
            .tables
            .app_of(tags)
            .map_or_else(String::new, |app| redaction.text(app)),
        tags.tunnel
            .map_or_else(String::new, |kind| kind.token().to_owned()),
        tags.encrypted_dns
            .map_or_else(String::new, |how| how.token().to_owned()),
        data_types(tags.data),
        tags.data.grade.token().to_owned(),
        analysis
            .tables
            .owner_of(tags)
            .map_or_else(String::new, |(owner, _)| plain_text(owner)),
        analysis
            .tables
            .owner_of(tags)
            .map_or_else(String::new, |(_, source)| plain_text(source)),
        tags.party.token().to_owned(),
        tags.party.because().to_owned(),
        analysis
            .set_by_hand(tags)
            .map_or_else(String::new, |entry| redaction.text(&entry.note)),
    ];
    let later = verdict_cells(analysis, id)
        .into_iter()
        .chain(seat_cells(analysis, address));
    let mut all = cells.into_iter().chain(later);
    Some(std::array::from_fn(|_| all.next().unwrap_or_default()))
}

/// The country in which the operator is registered, and the table that says so with its day; empty where none is known.
fn seat_cells(analysis: &Analysis, address: Option<&AddressTag>) -> [String; 2] {
    let seat = address.and_then(|address| address.seat.answer());
    let Some(seat) = seat else {
        return Default::default();
    };
    let table = analysis.reference_tables().get(seat.table);
    let source = table.map_or_else(String::new, |table| {
        format!("{} {}", table.token, table.dated)
    });
    [seat.country.to_string(), source]
}

/// As `whither flows` prints them: word, classes joined by a space, reasons and what would decide; empty without a claim.
fn verdict_cells(analysis: &Analysis, id: FlowId) -> [String; 4] {
    let judged = analysis.judged.as_ref();
    let verdict = judged.and_then(|judged| Some((judged, judged.of(id.0 as usize)?)));
    let Some((judged, verdict)) = verdict else {
        return Default::default();
    };
    let classes = judged.claim.classes_in(verdict.classes);
    let classes: Vec<String> = classes.map(|(_, class)| plain_text(&class.name)).collect();
    [
        verdict.word.token().to_owned(),
        classes.join(" "),
        plain_prose(&reasons(verdict, &judged.claim).join("; ")),
        verdict.decider.map_or("", would_decide).to_owned(),
    ]
}

/// Outermost first, joined by a space: `tls http2`.
fn protocols(analysis: &Analysis, tags: &Tags) -> String {
    let protocols = analysis.tables.protocols_of(tags).iter();
    let tokens: Vec<&str> = protocols.map(|protocol| protocol.token()).collect();
    tokens.join(" ")
}

/// Presumed; two that are as likely are joined by a space.
fn data_types(data: Presumed) -> String {
    let both = [data.first, data.second].into_iter().flatten();
    let tokens: Vec<&str> = both.map(|one| one.token()).collect();
    tokens.join(" ")
}

/// RFC 3339 in UTC; empty where the capture states none.
fn time(time: Option<Time>) -> String {
    time.map_or_else(String::new, |time| time.to_string())
}

fn port(port: Option<u16>) -> String {
    port.map_or_else(String::new, |port| port.to_string())
}

/// `client`, `server`, `both` or `neither`.
fn local_side(flow: &Flow) -> String {
    use crate::flow::model::Locality::Local;
    let is_local = |side: Side| flow.locality[side] == Local;
    let word = match (is_local(Side::Client), is_local(Side::Server)) {
        (true, true) => "both",
        (true, false) => "client",
        (false, true) => "server",
        (false, false) => "neither",
    };
    word.to_owned()
}

fn place_token(address: Option<&AddressTag>) -> String {
    address.map_or_else(String::new, |address| {
        address.place.group().token().to_owned()
    })
}

/// Candidates, joined by a space: `CN`, `MY SG`.
fn countries(address: Option<&AddressTag>) -> String {
    let candidates = address.map_or(&[][..], |address| address.place.candidates());
    let codes: Vec<&str> = candidates.iter().map(|code| code.as_str()).collect();
    codes.join(" ")
}

fn grade(address: Option<&AddressTag>) -> Option<Grade> {
    address?.place.grade()
}

/// What each witness says, with its date: `dbip 2026-06-01 CN; ipfire 2026-09-23 none; eu-west-1 2026-11-30 IE`.
fn sources(analysis: &Analysis, tags: &Tags) -> String {
    let witnesses = analysis
        .tables
        .address_of(tags)
        .map_or(&[][..], |address| &address.witnesses);
    let words = witnesses.iter().filter_map(|witness| {
        let (token, dated) = match witness.source {
            Source::Database(table) | Source::CloudRange(table) => {
                let table = analysis.reference_tables().get(table)?;
                (&*table.token, &*table.dated)
            }
            Source::Name(id) => {
                let region = analysis.reference.region(id)?;
                (&*region.token, &*region.checked)
            }
        };
        let says = witness.says.as_ref().map_or("none", |code| code.as_str());
        Some(format!("{token} {dated} {says}"))
    });
    words.collect::<Vec<_>>().join("; ")
}

fn organisation(network: Option<&NetworkTag>) -> String {
    let named = network.and_then(|network| network.organisation.as_deref());
    named.map_or_else(String::new, plain_text)
}

fn tunnel(analysis: &Analysis, flow: &Flow) -> String {
    let path = analysis.tunnels.get(usize::from(flow.tunnel));
    path.map_or_else(String::new, |tunnel| {
        plain_text(&tunnel.path.tokens().join(" "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_start_a_formula_gets_an_apostrophe() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"] {
            assert_eq!(neutral(cell.to_owned()), format!("'{cell}"));
        }
        for cell in ["", "a=b", "www.example.com", "10.0.0.1", "'quoted"] {
            assert_eq!(neutral(cell.to_owned()), cell);
        }
    }
}
