//! Lists of connections that a monitor wrote while its capture was made: text → programs, joined to flows by protocol,
//! endpoints and time.
//!
//! RustNet writes one JSON object a connection (log_pcap_connection in its src/app/logging.rs, times as serde writes a
//! SystemTime). PCAPdroid exports CSV with a header (dumpConnectionsCsv in its ConnectionsAdapter.java).

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use foldhash::fast::RandomState;
use serde_json::Value;

use super::item::{AppSource, Evidence, Fact};
use crate::capture::frame::{NANOS_PER_SECOND, Time};
use crate::flow::model::{Endpoint, Flow, FlowId, Transport};

/// Connections of one list that are read, about 150 bytes each: a day of a busy machine.
const MAX_ROWS: usize = 1_000_000;

/// A monitor notes a connection somewhat before or after its packets are captured.
const SLACK_NANOS: i64 = 5 * NANOS_PER_SECOND;

/// Beyond this many, a time is in thousandths of a second: as seconds it would lie after the year 5000.
const MAX_SECONDS: i64 = 100_000_000_000;

/// One connection of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What carries it.
    pub transport: Transport,
    /// Its two ends, the lower first.
    pub ends: (SocketAddr, SocketAddr),
    /// When it was first and last seen, where the list says so.
    pub seen: Option<(Time, Time)>,
    /// The program.
    pub name: String,
    /// Process or user number.
    pub number: Option<u32>,
}

/// A list that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Whose list it is.
    pub source: AppSource,
    /// Connections whose program is named.
    pub rows: Vec<Listed>,
    /// Lines that could not be read, or are beyond the cap.
    pub unread: u64,
}

/// What a list gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// One item a flow that a connection of the list matches.
    pub items: Vec<Evidence>,
    /// Connections of the list that match no flow.
    pub unmatched: u64,
}

/// Reads a list of either program; `None` where the text is neither.
pub fn read(text: &str) -> Option<List> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        read_rustnet(text)
    } else {
        read_pcapdroid(text)
    }
}

fn read_rustnet(text: &str) -> Option<List> {
    let mut list = List::new(AppSource::RustnetSidecar);
    let mut known = false;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let Ok(row) = serde_json::from_str::<Value>(line) else {
            list.unread += 1;
            continue;
        };
        known |= row.get("local_addr").is_some() && row.get("remote_addr").is_some();
        list.add(rustnet_row(&row));
    }
    known.then_some(list)
}

/// `Some(None)` is a connection whose program is not named.
fn rustnet_row(row: &Value) -> Option<Option<Listed>> {
    let word = |key: &str| row.get(key).and_then(Value::as_str);
    let transport = transport_of(word("protocol")?)?;
    let ends = in_order(
        word("local_addr")?.parse().ok()?,
        word("remote_addr")?.parse().ok()?,
    );
    let Some(name) = word("process_name").filter(|name| !name.is_empty()) else {
        return Some(None);
    };
    let seen = system_time(row.get("first_seen")).zip(system_time(row.get("last_seen")));
    let number = row
        .get("pid")
        .and_then(Value::as_u64)
        .and_then(|pid| u32::try_from(pid).ok());
    Some(Some(Listed {
        transport,
        ends,
        seen,
        name: name.to_owned(),
        number,
    }))
}

fn transport_of(word: &str) -> Option<Transport> {
    match word.to_ascii_uppercase().as_str() {
        "TCP" | "6" => Some(Transport::Tcp),
        "UDP" | "17" => Some(Transport::Udp),
        "ICMP" | "1" => Some(Transport::Icmp),
        "ICMPV6" | "58" => Some(Transport::Icmpv6),
        other => other.parse().ok().map(Transport::Other),
    }
}

fn system_time(value: Option<&Value>) -> Option<Time> {
    let value = value?;
    let seconds = value.get("secs_since_epoch")?.as_i64()?;
    let nanos = value.get("nanos_since_epoch")?.as_i64()?;
    seconds
        .checked_mul(NANOS_PER_SECOND)?
        .checked_add(nanos)
        .map(Time::from_nanos)
}

/// Places of the columns that are used, found by the header.
struct Columns {
    protocol: usize,
    from: (usize, usize),
    to: (usize, usize),
    user: Option<usize>,
    app: usize,
    seen: Option<(usize, usize)>,
    count: usize,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Option<Self> {
        let find = |name: &str| {
            header
                .iter()
                .position(|column| column.trim().eq_ignore_ascii_case(name))
        };
        Some(Self {
            protocol: find("IPProto")?,
            from: (find("SrcIP")?, find("SrcPort")?),
            to: (find("DstIp")?, find("DstPort")?),
            user: find("UID"),
            app: find("App")?,
            seen: find("FirstSeen").zip(find("LastSeen")),
            count: header.len(),
        })
    }

    fn row(&self, row: &csv::StringRecord) -> Option<Option<Listed>> {
        let end = |(ip, port): (usize, usize)| {
            let ip: IpAddr = row.get(ip)?.parse().ok()?;
            Some(SocketAddr::new(ip, row.get(port)?.parse().ok()?))
        };
        let transport = transport_of(row.get(self.protocol)?)?;
        let ends = in_order(end(self.from)?, end(self.to)?);
        // A comma in a name is not quoted by the program that writes it: the columns behind it are shifted.
        let name = row
            .get(self.app)
            .filter(|_| row.len() == self.count)?
            .trim();
        if name.is_empty() {
            return Some(None);
        }
        let time = |at: usize| {
            row.get(at)
                .and_then(|text| text.parse().ok())
                .and_then(unix_time)
        };
        let seen = self
            .seen
            .and_then(|(first, last)| time(first).zip(time(last)));
        let number = self.user.and_then(|at| row.get(at)?.parse().ok());
        Some(Some(Listed {
            transport,
            ends,
            seen,
            name: name.to_owned(),
            number,
        }))
    }
}

fn unix_time(count: i64) -> Option<Time> {
    let unit = if count > MAX_SECONDS {
        NANOS_PER_SECOND / 1_000
    } else {
        NANOS_PER_SECOND
    };
    count.checked_mul(unit).map(Time::from_nanos)
}

fn read_pcapdroid(text: &str) -> Option<List> {
    // A line that was cut may show a part of a name as the whole: one without its end is not believed.
    let (whole, cut) = text.split_at(text.rfind('\n').map_or(0, |end| end + 1));
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(whole.as_bytes());
    let columns = Columns::of(reader.headers().ok()?)?;
    let mut list = List::new(AppSource::PcapdroidCsv);
    for row in reader.records() {
        list.add(row.ok().and_then(|row| columns.row(&row)));
    }
    list.unread += u64::from(!cut.is_empty());
    Some(list)
}

fn in_order(a: SocketAddr, b: SocketAddr) -> (SocketAddr, SocketAddr) {
    (a.min(b), a.max(b))
}

impl List {
    fn new(source: AppSource) -> Self {
        let (rows, unread) = (Vec::new(), 0);
        Self {
            source,
            rows,
            unread,
        }
    }

    fn add(&mut self, row: Option<Option<Listed>>) {
        match row {
            Some(Some(row)) if self.rows.len() < MAX_ROWS => self.rows.push(row),
            Some(None) => {}
            _ => self.unread += 1,
        }
    }

    /// Gives each flow the first program of the list that had the same ends at the same time.
    pub fn join(&self, flows: &[Flow]) -> Joined {
        let mut by_ends: HashMap<_, Vec<u32>, RandomState> = HashMap::default();
        for (id, flow) in (0_u32..).zip(flows) {
            let ends = in_order(address(flow.client), address(flow.server));
            by_ends.entry((flow.transport, ends)).or_default().push(id);
        }
        let (mut named, mut unmatched) = (HashMap::<u32, &Listed, RandomState>::default(), 0);
        for row in &self.rows {
            let candidates = by_ends
                .get(&(row.transport, row.ends))
                .map_or(&[][..], Vec::as_slice);
            let fits = |id: &&u32| {
                flows
                    .get(**id as usize)
                    .is_some_and(|flow| at_the_same_time(row, flow))
            };
            let mut found = candidates.iter().filter(fits).peekable();
            unmatched += u64::from(found.peek().is_none());
            for id in found {
                named.entry(*id).or_insert(row);
            }
        }
        let mut items: Vec<Evidence> = named
            .into_iter()
            .filter_map(|(id, row)| Some(self.item(id, row, flows.get(id as usize)?)))
            .collect();
        items.sort_by_key(|item| item.flow);
        Joined { items, unmatched }
    }

    fn item(&self, id: u32, row: &Listed, flow: &Flow) -> Evidence {
        Evidence {
            flow: FlowId(id),
            frame: flow.first_frame,
            at: flow.start,
            fact: Fact::App {
                name: Arc::from(&*row.name),
                number: row.number,
                source: self.source,
            },
        }
    }
}

fn address(end: Endpoint) -> SocketAddr {
    SocketAddr::new(end.ip, end.port.unwrap_or(0))
}

/// Whether both spans of time overlap; a span that is not known overlaps every other.
fn at_the_same_time(row: &Listed, flow: &Flow) -> bool {
    let (Some((first, last)), Some(start), Some(end)) = (row.seen, flow.start, flow.end) else {
        return true;
    };
    first.nanos_since(end) <= SLACK_NANOS && start.nanos_since(last) <= SLACK_NANOS
}

#[cfg(test)]
mod tests;
