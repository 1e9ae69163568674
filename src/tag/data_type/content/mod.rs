//! What requests and bodies that were clear or opened say of the data. Of what came to the device only the kind is
//! looked at: what a server tells is not about the user.

mod field;
mod form;
mod json;
mod media;
mod multipart;
mod names;
mod number;
mod protobuf;
mod read;
mod values;
mod votes;

use self::field::{Field, Held, Said};
use self::votes::Votes;
use super::signs::Vote;
use crate::evidence::item::{Evidence, Fact};
use crate::evidence::reader::body::{Body, BodyOf};
use crate::evidence::said::Attribute;
use crate::reference::rules::{NamePlace, Rules};
use crate::wire::message::web::Request;

/// Requests, bodies and topics of one flow that are judged; later ones say the same.
const MAX_MESSAGES: usize = 1_024;

/// Votes of every request and body of a flow; `host` is the flow's leading name, for requests that name none.
pub fn of_messages<'a>(host: Option<&str>, own: &[Evidence], rules: &'a Rules) -> Vec<Vote<'a>> {
    let mut votes = Votes::new(rules);
    let tells = |item: &&Evidence| {
        matches!(
            item.fact,
            Fact::Request(_) | Fact::Response(_) | Fact::Body(_) | Fact::Says { .. }
        )
    };
    for item in own.iter().filter(tells).take(MAX_MESSAGES) {
        votes.at(item.frame);
        match &item.fact {
            Fact::Request(request) => of_request(host, request, &mut votes),
            Fact::Response(response) => votes.kind(false, response.fields.get("content-type")),
            Fact::Body(body) if body.of == BodyOf::Request => of_body(body, &mut votes),
            Fact::Says { what, value } if *what == Attribute::Topic => {
                votes.path("", &format!("/{value}"));
                votes.known("the topic", value.as_bytes());
            }
            _ => {}
        }
    }
    votes.done()
}

fn of_request(host: Option<&str>, request: &Request, votes: &mut Votes<'_>) {
    if votes.seeks_known() {
        known_in_request(request, votes);
    }
    let named = request.host.as_deref().or(host).unwrap_or("");
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    votes.path(named, path);
    votes.kind(true, request.fields.get("content-type"));
    of_fields(&form::fields(query), NamePlace::Query, votes);
    for (_, cookies) in request.fields.iter().filter(|(name, _)| *name == "cookie") {
        for name in cookies.split(';').take(field::MAX_FIELDS) {
            votes.cookie(name.trim());
        }
    }
}

/// The user's own values in a request: as it was written, and where its target is decoded.
fn known_in_request(request: &Request, votes: &mut Votes<'_>) {
    votes.known("the target of the request", request.path.as_bytes());
    votes.known(
        "the target of the request",
        form::decoded(&request.path).as_bytes(),
    );
    for (name, value) in request.fields.iter() {
        votes.known(&format!("the header `{name}`"), value.as_bytes());
    }
}

fn of_body(body: &Body, votes: &mut Votes<'_>) {
    votes.known("the body", &body.bytes);
    if let Some(what) = media::of(&body.bytes) {
        return votes.media(format!("the body is {what}"));
    }
    let Said {
        fields,
        files,
        nameless,
    } = read::read(body);
    of_fields(&fields, NamePlace::Key, votes);
    if files.iter().any(media::is_made) {
        votes.media("a picture, recording or document is sent as a file".to_owned());
    }
    for text in &nameless {
        votes.nameless(text);
    }
}

fn of_fields(fields: &[Field], place: NamePlace, votes: &mut Votes<'_>) {
    votes.next_message();
    for field in fields {
        votes.name(place, field);
        if let Held::Text(text) = &field.held {
            votes.value(place, field, text);
            votes.known_in_field(place, field, text);
        }
    }
    if let Some(found) = values::coordinates(fields) {
        votes.found(found, "two fields");
    }
}

/// Reads a body of any kind, for whoever tries the readers with hostile bytes; gives back how much was found.
pub fn weigh(body: &Body) -> usize {
    let said = read::read(body);
    said.fields.len() + said.files.len() + said.nameless.len()
}

#[cfg(test)]
mod tests;
