//! A body → what it says: its stated type decides how it is read, its first bytes where none is stated.

use super::field::Said;
use super::{form, json, multipart, protobuf};
use crate::evidence::reader::body::Body;

/// Reads the head of a body.
pub fn read(body: &Body) -> Said {
    let stated = body.content_type.as_deref().unwrap_or("");
    let stated = stated.to_ascii_lowercase();
    if !body.is_opened {
        return Said::default();
    }
    let nameless = |nameless| Said {
        nameless,
        ..Said::default()
    };
    if stated.starts_with("application/grpc") {
        return nameless(protobuf::texts_of_grpc(&body.bytes));
    }
    if stated.contains("protobuf") {
        return nameless(protobuf::texts(&body.bytes));
    }
    read_text(&stated, &String::from_utf8_lossy(&body.bytes))
}

fn read_text(stated: &str, text: &str) -> Said {
    let fields = |fields| Said {
        fields,
        ..Said::default()
    };
    if stated.starts_with("multipart/") || stated.is_empty() && text.starts_with("--") {
        return multipart::read(text);
    }
    if stated.contains("json") || json::looks_like(text) {
        return fields(json::fields(text));
    }
    if stated.contains("urlencoded") || form::looks_like(text) {
        return fields(form::fields(text));
    }
    // A message may be one value and nothing else, as under a topic of MQTT.
    let is_line = text.len() <= super::field::MAX_TEXT_BYTES && !text.contains(char::is_control);
    match is_line && (stated.is_empty() || stated.starts_with("text/plain")) {
        true => Said {
            nameless: vec![text.trim().to_owned()],
            ..Said::default()
        },
        false => Said::default(),
    }
}
