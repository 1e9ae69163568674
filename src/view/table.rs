//! The table: which columns, in which order the rows, and the text of one cell.

use std::sync::Arc;

use super::amount::{bytes, count};
use super::group::grouped;
use super::kept::Kept;
use super::place::{is_doubtful, label};
use super::plain_text::plain_text;
use super::query::{Column, MAX_THEN, Query};
use super::screen::{Cell, Screen, Table};
use super::sort::order;
use super::when::{crosses_midnight, moment};
use crate::analysis::model::Analysis;
use crate::claim::verdict::Word;
use crate::flow::model::{Flow, FlowId};
use crate::tag::data_type::grade::{DataGrade, Presumed};
use crate::tag::model::{AddressTag, Tags};
use crate::tag::seat::Seat;

/// The rows that are kept, in order.
pub fn table(analysis: &Analysis, kept: &Kept, query: &Query, with_seats: bool) -> Table {
    let mut columns = Column::ALL.to_vec();
    if analysis.tables.apps.is_empty() {
        columns.retain(|column| *column != Column::App);
    }
    if analysis.tables.owners.is_empty() {
        columns.retain(|column| *column != Column::Owner);
    }
    if !with_seats && query.sort.column != Column::Seat {
        columns.retain(|column| *column != Column::Seat);
    }
    if analysis.judged.is_none() {
        columns.retain(|column| *column != Column::Verdict);
    }
    if analysis.captures.len() < 2 {
        columns.retain(|column| *column != Column::Capture);
    }
    let sorts = std::iter::once(&query.sort).chain(query.then.iter().take(MAX_THEN));
    let order = order(analysis, kept, sorts);
    let (order, groups) = match query.group {
        Some(key) => {
            let (order, groups) = grouped(analysis, kept, query, key, order);
            (order, Some(groups))
        }
        None => (order, None),
    };
    Table {
        with_day: crosses_midnight(analysis),
        columns,
        order: Arc::new(order),
        groups: groups.map(Arc::new),
        within_span: kept.within_span.clone(),
    }
}

/// Text over a column.
pub fn header(column: Column) -> &'static str {
    match column {
        Column::Time => "Time (UTC)",
        Column::Capture => "Capture",
        Column::Destination => "Destination",
        Column::Organisation => "Organisation",
        Column::Country => "Country",
        Column::Seat => "Seat",
        Column::DataType => "Data type",
        Column::Owner => "Owner",
        Column::App => "App",
        Column::Protocol => "Protocol",
        Column::Sent => "Sent",
        Column::Received => "Received",
        Column::Frames => "Frames",
        Column::Verdict => "Verdict",
    }
}

/// Whether a column is set flush right and begins with its largest when sorted.
pub fn is_number(column: Column) -> bool {
    matches!(column, Column::Sent | Column::Received | Column::Frames)
}

/// Payload bytes sent and received by a flow, within the span where one is selected.
pub fn counted_bytes(screen: &Screen, id: FlowId) -> (u64, u64) {
    let index = id.0 as usize;
    match &screen.table.within_span {
        Some(bytes) => bytes.get(index).copied().unwrap_or_default(),
        None => screen
            .analysis
            .flows
            .get(index)
            .map_or((0, 0), |flow| (flow.sent(), flow.received())),
    }
}

/// One cell; empty for a flow that does not exist.
pub fn cell(screen: &Screen, id: FlowId, column: Column) -> Cell {
    let analysis = &screen.analysis;
    let shown = |text: &str| screen.redaction.text(text);
    let index = id.0 as usize;
    let (Some(flow), Some(tags)) = (analysis.flows.get(index), analysis.tags.get(index)) else {
        return sure(String::new());
    };
    match column {
        Column::Time => match flow.start {
            Some(start) => sure(moment(start, crosses_midnight(analysis))),
            None => doubtful("No time stated".into()),
        },
        Column::Capture => sure(
            analysis
                .capture(flow.capture)
                .map_or_else(String::new, |capture| shown(&capture.name)),
        ),
        Column::Destination => sure(screen.redaction.destination(analysis, flow, tags)),
        Column::Organisation => organisation(analysis.tables.address_of(tags)),
        Column::Country => place(analysis.tables.address_of(tags)),
        Column::Seat => seat(analysis.tables.address_of(tags)),
        Column::DataType => data_type_cell(tags.data),
        Column::Owner => match analysis.tables.owner_of(tags) {
            Some((owner, _)) => sure(shown(owner)),
            None => doubtful("Not known".into()),
        },
        Column::App => match analysis.tables.app_of(tags) {
            Some(app) => sure(shown(app)),
            None => doubtful("Not known".into()),
        },
        Column::Protocol => sure(protocols(analysis, flow, tags)),
        Column::Sent => sure(bytes(counted_bytes(screen, id).0)),
        Column::Received => sure(bytes(counted_bytes(screen, id).1)),
        Column::Frames => sure(count(flow.frames.total())),
        Column::Verdict => verdict(analysis, index),
    }
}

/// The leading name, else the address.
pub fn destination(analysis: &Analysis, flow: &Flow, tags: &Tags) -> String {
    match analysis.tables.name_of(tags) {
        Some(name) => plain_text(&name.value),
        None => flow.destination().ip.to_string(),
    }
}

/// `Diagnostics`, `Diagnostics or Usage events`; `None` for what is not classified.
pub fn data_type(data: Presumed) -> Option<String> {
    let first = data.first?.label();
    Some(match data.second {
        Some(second) => format!("{first} or {}", second.label()),
        None => first.to_owned(),
    })
}

/// The type, and that it was set where it was.
fn data_type_cell(data: Presumed) -> Cell {
    let cell = match data_type(data) {
        Some(text) => sure(text),
        None => doubtful("Not classified".into()),
    };
    match data.grade {
        DataGrade::ByHand => Cell {
            text: format!("{}, {}", cell.text, data.grade.label()),
            ..cell
        },
        _ => cell,
    }
}

/// `TLS › HTTP/2`, outermost first; what carries the payload where nothing was recognised.
pub fn protocols(analysis: &Analysis, flow: &Flow, tags: &Tags) -> String {
    let stack = analysis.tables.protocols_of(tags);
    if stack.is_empty() {
        return flow.transport.label();
    }
    let labels: Vec<&str> = stack.iter().map(|protocol| protocol.label()).collect();
    labels.join(" › ")
}

fn organisation(tag: Option<&AddressTag>) -> Cell {
    let network = tag.and_then(|tag| tag.network.as_ref());
    match network.and_then(|network| network.organisation.as_deref()) {
        Some(organisation) => sure(plain_text(organisation)),
        None => doubtful("Not known".into()),
    }
}

fn place(tag: Option<&AddressTag>) -> Cell {
    match tag {
        Some(tag) => Cell {
            doubtful: is_doubtful(tag.place.group()),
            ..sure(label(&tag.place))
        },
        None => doubtful("Not known".into()),
    }
}

/// Where the operator is registered; where that is not asked, why.
fn seat(tag: Option<&AddressTag>) -> Cell {
    match tag.map(|tag| (tag.seat, tag)) {
        Some((Seat::Registered(answer), _)) => sure(answer.country.name().to_owned()),
        Some((Seat::NotAsked, tag)) => sure(label(&tag.place)),
        Some((Seat::NotKnown, _)) | None => doubtful("Not known".into()),
    }
}

/// What the claim says of a flow; empty where none is chosen.
fn verdict(analysis: &Analysis, flow: usize) -> Cell {
    let judged = analysis.judged.as_ref();
    let word = judged
        .and_then(|judged| judged.of(flow))
        .map(|one| one.word);
    Cell {
        text: word.map_or("", Word::label).to_owned(),
        doubtful: word == Some(Word::CannotTell),
        verdict: word,
    }
}

/// A cell that says what is known.
pub fn sure(text: String) -> Cell {
    Cell {
        text,
        doubtful: false,
        verdict: None,
    }
}

/// A cell that says what cannot be told.
pub fn doubtful(text: String) -> Cell {
    Cell {
        doubtful: true,
        ..sure(text)
    }
}
