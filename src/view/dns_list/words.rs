//! Rows of the DNS list become words, filters, and what a search finds.

use std::fmt;

use super::{DnsList, DnsRow, Outcome, kind};
use crate::evidence::item::NameSource;
use crate::view::amount::{count, counted};
use crate::view::filter::{Key, Value, term_text};
use crate::view::plain_text::plain_text;
use crate::view::when::moment;

impl DnsList {
    /// Positions of the rows in which the text stands in a name or an answer, in any case.
    pub fn matching(&self, text: &str) -> Vec<u32> {
        let text = text.trim().to_lowercase();
        let rows = (0_u32..).zip(&self.rows);
        let found = rows.filter(|(_, row)| text.is_empty() || row.contains(&text));
        found.map(|(at, _)| at).collect()
    }

    /// `14:08:33`, with the day where the captures need it; empty where the capture states no time.
    pub fn time_text(&self, row: &DnsRow) -> String {
        row.at
            .map_or_else(String::new, |at| moment(at, self.with_day))
    }

    /// The capture that a row is in, where there are several.
    pub fn capture_name(&self, row: &DnsRow) -> Option<&str> {
        let has_several = self.captures.len() > 1;
        has_several.then(|| self.capture_file(row))
    }

    /// The capture that a row is in.
    pub fn capture_file(&self, row: &DnsRow) -> &str {
        let name = self.captures.get(usize::from(row.capture.0));
        name.map_or("", String::as_str)
    }

    /// `12 rows`, `3 of 12 …`, and what was left out.
    pub fn count_text(&self, shown: usize) -> String {
        let all = counted(self.rows.len() as u64, "row", "rows");
        let mut words = match shown == self.rows.len() {
            true => all,
            false => format!("{} of {all}", count(shown as u64)),
        };
        if self.left_out > 0 {
            let more = counted(self.left_out, "later row is", "later rows are");
            words.push_str(&format!("; {more} not listed"));
        }
        words
    }
}

impl Outcome {
    /// Word in files.
    pub fn token(&self) -> &'static str {
        match self {
            Outcome::Address { .. } => "address",
            Outcome::Name { .. } => "name",
            Outcome::NotListed => "not-listed",
            Outcome::NoAddress => "no-address",
            Outcome::NoAnswer => "no-answer",
        }
    }
}

impl DnsRow {
    fn contains(&self, lower: &str) -> bool {
        let is_given = matches!(self.outcome, Outcome::Address { .. } | Outcome::Name { .. });
        self.asked_text().contains(lower) || (is_given && self.answer_text().contains(lower))
    }

    /// Who asked.
    pub fn client_text(&self) -> String {
        match self.client {
            Some(client) => client.to_string(),
            None => "to everyone".to_owned(),
        }
    }

    /// What was asked for: a name, or an address whose name was.
    pub fn asked_text(&self) -> String {
        match self.outcome {
            Outcome::Name { address, .. } => address.to_string(),
            _ => plain_text(&self.asked),
        }
    }

    /// The record type in letters, `TYPE64000` where it has none here (RFC 3597 §5).
    pub fn kind_text(&self) -> String {
        let word = match self.kind {
            kind::A => "A",
            2 => "NS",
            5 => "CNAME",
            6 => "SOA",
            kind::PTR => "PTR",
            15 => "MX",
            16 => "TXT",
            kind::AAAA => "AAAA",
            kind::NB => "NB",
            33 => "SRV",
            64 => "SVCB",
            65 => "HTTPS",
            kind::ANY => "ANY",
            other => return format!("TYPE{other}"),
        };
        word.to_owned()
    }

    /// What came of it, after the aliases that led there.
    pub fn answer_text(&self) -> String {
        match &self.outcome {
            Outcome::Address {
                address, aliases, ..
            } => {
                let names = aliases.iter().map(|name| plain_text(name));
                let steps: Vec<String> = names.chain([address.to_string()]).collect();
                steps.join(" → ")
            }
            Outcome::Name { name, .. } => plain_text(name),
            Outcome::NotListed => "answers of this kind are not listed".to_owned(),
            Outcome::NoAddress => "no address seen".to_owned(),
            Outcome::NoAnswer => "no answer seen".to_owned(),
        }
    }

    /// Time to live; empty where no address was given.
    pub fn ttl_text(&self) -> String {
        match self.outcome {
            Outcome::Address { ttl_seconds, .. } => format!("{ttl_seconds} s"),
            _ => String::new(),
        }
    }

    /// Where the answer comes from; empty where there is none.
    pub fn source_text(&self) -> &'static str {
        match self.outcome {
            Outcome::Address { is_claim: true, .. } => "stated by the sender of itself",
            Outcome::Address { source, .. } => source.label(),
            Outcome::Name { .. } => NameSource::Ptr.label(),
            _ => "",
        }
    }

    /// Flows that carry the name because of this answer; `None` where there is no answer.
    pub fn flows(&self) -> Option<u32> {
        match self.outcome {
            Outcome::Address { flows, .. } | Outcome::Name { flows, .. } => Some(flows),
            _ => None,
        }
    }

    /// The filter that shows the flows to the address, or those to the name where no address was given.
    pub fn filter(&self) -> String {
        match self.outcome {
            Outcome::Address { address, .. } | Outcome::Name { address, .. } => {
                let bits = if address.is_ipv4() { 32 } else { 128 };
                term_text(Key::Ip, Value::Range(address, bits))
            }
            _ => term_text(Key::Host, Value::Part(self.asked.to_string())),
        }
    }
}

impl fmt::Display for DnsRow {
    /// One line for screen readers and tests, without the time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flows = self.flows().map_or_else(String::new, |flows| {
            counted(u64::from(flows), "flow", "flows")
        });
        let cells = [
            self.client_text(),
            self.asked_text(),
            self.kind_text(),
            self.answer_text(),
            self.ttl_text(),
            self.source_text().to_owned(),
            format!("frame {}", self.frame),
            flows,
        ];
        let filled: Vec<String> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        f.write_str(&filled.join(", "))
    }
}
