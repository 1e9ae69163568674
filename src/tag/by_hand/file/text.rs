//! Entries become the text of a file.

use std::fmt::Write as _;
use std::net::SocketAddr;

use super::super::{About, Entry, FlowRef};
use super::SCHEMA;
use crate::flow::model::Endpoint;

fn end_text(end: Endpoint) -> String {
    match end.port {
        Some(port) => SocketAddr::new(end.ip, port).to_string(),
        None => end.ip.to_string(),
    }
}

/// The text of a file: owners, domains, hosts, flows, in the order in which they were set.
pub fn text_of(entries: &[Entry]) -> String {
    let mut text = String::from(
        "# Data types that were set by hand; Whither reads them when this file lies beside a capture.\n",
    );
    // Writing to a string cannot fail.
    let _written = writeln!(text, "schema = {}", quoted(SCHEMA));
    for entry in entries {
        let _written = write!(text, "\n[[{}]]\n{}", entry.about.token(), fields(entry));
    }
    text
}

fn fields(entry: &Entry) -> String {
    let mut fields: Vec<(&str, String)> = match &entry.about {
        About::Flow(flow) => flow_fields(flow),
        About::Host(name) | About::Domain(name) | About::Owner(name) => {
            vec![(entry.about.token(), name.clone())]
        }
    };
    fields.push(("type", entry.type_token().to_owned()));
    if !entry.note.is_empty() {
        fields.push(("note", entry.note.clone()));
    }
    let lines = fields.iter();
    lines
        .map(|(key, value)| format!("{key} = {}\n", quoted(value)))
        .collect()
}

fn flow_fields(flow: &FlowRef) -> Vec<(&'static str, String)> {
    let mut fields = vec![("capture", flow.capture.clone())];
    fields.extend(flow.sha256.iter().map(|hash| ("sha256", hash.clone())));
    fields.push(("transport", flow.transport.clone()));
    fields.push(("client", end_text(flow.client)));
    fields.push(("server", end_text(flow.server)));
    fields.extend(flow.start.map(|start| ("start", start.to_string())));
    fields
}

/// A basic string of TOML: what could end it or hide in it is escaped.
fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control()
                || matches!(c, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                let _written = write!(text, "\\U{:08X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
    text
}
