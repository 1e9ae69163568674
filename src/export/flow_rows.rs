//! A flow as one row of a table: the same cells for CSV and Parquet, their names and units in one list. Where it is
//! redacted, local addresses and names stand under pseudonyms and source ports are left out.

use super::columns::{Cell, Column, number, text, time};
use crate::analysis::model::Analysis;
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
pub const COLUMNS: [Column; 43] = [
    text("capture"),
    number("first_frame"),
    number("last_frame"),
    time("start_utc"),
    time("end_utc"),
    text("transport"),
    text("protocol"),
    text("client_address"),
    number("client_port"),
    text("server_address"),
    number("server_port"),
    text("local_side"),
    text("destination_address"),
    text("name"),
    text("name_source"),
    text("place"),
    text("countries"),
    text("country_grade"),
    text("country_sources"),
    text("organisation"),
    number("asn"),
    text("tunnel"),
    number("sent_payload_bytes"),
    number("received_payload_bytes"),
    number("wire_bytes"),
    number("frames"),
    number("lost_payload_bytes"),
    text("app"),
    text("tunnel_kind"),
    text("encrypted_dns"),
    text("data_type"),
    text("data_grade"),
    text("owner"),
    text("owner_source"),
    text("party"),
    text("party_reason"),
    text("by_hand_note"),
    text("verdict"),
    text("verdict_classes"),
    text("verdict_because"),
    text("verdict_would_decide"),
    text("seat"),
    text("seat_source"),
];

/// The same behind the flow's number, by which evidence names it; CSV lacks it, because its first columns stay.
pub const NUMBERED: [Column; COLUMNS.len() + 1] = {
    let mut all = [number("flow"); COLUMNS.len() + 1];
    let mut at = 0;
    while at < COLUMNS.len() {
        all[at + 1] = COLUMNS[at];
        at += 1;
    }
    all
};

/// The row of one flow with its number.
pub fn numbered(
    screen: &Screen,
    id: FlowId,
    redaction: &Redaction,
) -> Option<[Cell; NUMBERED.len()]> {
    let number = Cell::from(u64::from(id.0));
    let row = row(screen, id, redaction)?;
    let mut all = std::iter::once(number).chain(row);
    Some(std::array::from_fn(|_| all.next().unwrap_or_default()))
}

/// The row of one flow. Payload bytes are those within the selected span, as on the screen; wire bytes and frames are
/// the whole flow's.
pub fn row(screen: &Screen, id: FlowId, redaction: &Redaction) -> Option<[Cell; COLUMNS.len()]> {
    let analysis = &*screen.analysis;
    let flow = analysis.flows.get(id.0 as usize)?;
    let tags = analysis.tags.get(id.0 as usize)?;
    let tables = &analysis.tables;
    let name = tables.name_of(tags);
    let address = tables.address_of(tags);
    let network = address.and_then(|address| address.network.as_ref());
    let (sent, received) = counted_bytes(screen, id);
    let capture = analysis.capture(flow.capture);
    let owner = tables.owner_of(tags);
    let by_hand = analysis.set_by_hand(tags);
    let cells: [Cell; 37] = [
        capture.map(|capture| plain_text(&capture.name)).into(),
        flow.first_frame.into(),
        flow.last_frame.into(),
        flow.start.into(),
        flow.end.into(),
        flow.transport.token().into(),
        protocols(analysis, tags).into(),
        redaction.address(flow.client.ip).into(),
        source_port(flow, redaction),
        redaction.address(flow.server.ip).into(),
        flow.server.port.map(u64::from).into(),
        local_side(flow).into(),
        redaction.address(flow.destination().ip).into(),
        name.map(|name| redaction.host(&name.value)).into(),
        name.map(|name| name.source.token()).into(),
        place_token(address).into(),
        countries(address).into(),
        grade(address).map(Grade::token).into(),
        sources(analysis, tags).into(),
        organisation(network).into(),
        network.map(|network| u64::from(network.asn)).into(),
        tunnel(analysis, flow).into(),
        sent.into(),
        received.into(),
        flow.wire_bytes.total().into(),
        flow.frames.total().into(),
        flow.tcp.map(|tcp| tcp.lost_bytes).into(),
        tables.app_of(tags).map(|app| redaction.text(app)).into(),
        tags.tunnel.map(|kind| kind.token()).into(),
        tags.encrypted_dns.map(|how| how.token()).into(),
        data_types(tags.data).into(),
        tags.data.grade.token().into(),
        owner.map(|(owner, _)| plain_text(owner)).into(),
        owner.map(|(_, source)| plain_text(source)).into(),
        tags.party.token().into(),
        tags.party.because().into(),
        by_hand.map(|entry| redaction.text(&entry.note)).into(),
    ];
    let verdict = verdict_cells(analysis, id).into_iter();
    let later = verdict.chain(seat_cells(analysis, address)).map(Cell::from);
    let mut all = cells.into_iter().chain(later);
    Some(std::array::from_fn(|_| all.next().unwrap_or_default()))
}

/// Left out where it is redacted.
fn source_port(flow: &Flow, redaction: &Redaction) -> Cell {
    // Asked in any case, so that it is counted.
    let shown = redaction.source_port(flow.client.port);
    let port = flow.client.port.filter(|_| !shown.is_empty());
    port.map(u64::from).into()
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

/// `client`, `server`, `both` or `neither`.
fn local_side(flow: &Flow) -> &'static str {
    use crate::flow::model::Locality::Local;
    let is_local = |side: Side| flow.locality[side] == Local;
    match (is_local(Side::Client), is_local(Side::Server)) {
        (true, true) => "both",
        (true, false) => "client",
        (false, true) => "server",
        (false, false) => "neither",
    }
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
