//! The rows of the table become JSON lines: those of `whither flows`. Where they are redacted, what tells of the captured
//! side is replaced in every text, source ports are left out, and keys stand in the order of the alphabet.

use serde_json::Value;

use super::claim_json::without_local;
use super::error::ExportError;
use super::lines::flow_line::FlowLine;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// A line for each row, in its order.
pub fn flows(screen: &Screen, redaction: &Redaction) -> Result<Vec<u8>, ExportError> {
    let analysis = &*screen.analysis;
    let mut file = Vec::new();
    for id in screen.table.order.iter() {
        let number = id.0 as usize;
        let (Some(flow), Some(tags)) = (analysis.flows.get(number), analysis.tags.get(number))
        else {
            continue;
        };
        let line = FlowLine::new(analysis, number, flow, tags);
        let written = match redaction.is_on() {
            false => serde_json::to_writer(&mut file, &line),
            true => redacted(&line, flow.client.port, redaction)
                .and_then(|line| serde_json::to_writer(&mut file, &line)),
        };
        written.map_err(ExportError::Json)?;
        file.push(b'\n');
    }
    Ok(file)
}

/// One value over several lines, for people too.
pub fn pretty(value: &Value) -> Result<Vec<u8>, ExportError> {
    let mut file = serde_json::to_vec_pretty(value).map_err(ExportError::Json)?;
    file.push(b'\n');
    Ok(file)
}

fn redacted(
    line: &FlowLine<'_>,
    port: Option<u16>,
    redaction: &Redaction,
) -> serde_json::Result<Value> {
    let mut line = without_local(serde_json::to_value(line)?, redaction);
    if redaction.source_port(port).is_empty()
        && let Some(client) = line.get_mut("client").and_then(Value::as_object_mut)
    {
        client.remove("port");
    }
    Ok(line)
}
