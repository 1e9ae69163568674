//! Votes of the messages of one flow while they are collected: each reason once, with the value taken out.

use std::collections::HashSet;

use super::field::{Field, cut, folded};
use super::{names, values};
use crate::reference::data_type::DataType;
use crate::reference::rules::{NamePlace, Rules};
use crate::tag::data_type::item::Family;
use crate::tag::data_type::signs::{Sign, Vote};

/// Start values of METHOD §2.4.
const PATH: f32 = 0.70;
const CONTENT_TYPE: f32 = 0.40;
/// A picture that the device sends is a value of known form, but it may be a picture of the program's own.
const MEDIA: f32 = 0.80;
/// Cookies are told in every request, whatever it is for.
const COOKIE: f32 = 0.45;

/// Reasons of one flow that are kept; more would not be read.
const MAX_VOTES: usize = 64;

/// Letters of a name from a capture that are shown.
const SHOWN_LETTERS: usize = 48;

/// The collection.
pub struct Votes<'a> {
    rules: &'a Rules,
    frame: u64,
    seen: HashSet<(DataType, String)>,
    /// Everyday names of the message that is read.
    everyday: Vec<(DataType, String)>,
    votes: Vec<Vote<'a>>,
}

impl<'a> Votes<'a> {
    /// An empty one.
    pub fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            frame: 0,
            seen: HashSet::new(),
            everyday: Vec::new(),
            votes: Vec::new(),
        }
    }

    /// What follows is of this frame.
    pub fn at(&mut self, frame: u64) {
        self.frame = frame;
    }

    /// What follows is of another message.
    pub fn next_message(&mut self) {
        self.everyday.clear();
    }

    /// All votes.
    pub fn done(self) -> Vec<Vote<'a>> {
        self.votes
    }

    fn push(&mut self, data_type: DataType, weight: f32, sign: Sign<'a>) {
        let said = match &sign {
            Sign::Content(_, _, saw) | Sign::Value(_, saw) => saw.clone(),
            _ => String::new(),
        };
        let key = (data_type, format!("{said} {weight}"));
        if self.votes.len() < MAX_VOTES && self.seen.insert(key) {
            self.votes.push(Vote {
                data_type,
                weight,
                sign,
                frame: Some(self.frame),
            });
        }
    }

    /// The path of a request, or a topic.
    pub fn path(&mut self, host: &str, path: &str) {
        if let Some((part, rule)) = self.rules.content().path(host, path)
            && let Some(data_type) = rule.data_type
        {
            let saw = format!("the path holds `{part}`");
            self.push(data_type, PATH, Sign::Content(Family::Path, rule, saw));
        }
    }

    /// The kind of a body that was sent, or got.
    pub fn kind(&mut self, is_sent: bool, content_type: Option<&str>) {
        let Some(content_type) = content_type else {
            return;
        };
        if let Some(rule) = self.rules.content().content_type(is_sent, content_type)
            && let Some(data_type) = rule.data_type
        {
            let way = if is_sent { "sent" } else { "received" };
            let kind = content_type.split(';').next().unwrap_or("").trim();
            let saw = format!("the body that was {way} is `{}`", shown(kind));
            let sign = Sign::Content(Family::ContentType, rule, saw);
            self.push(data_type, CONTENT_TYPE, sign);
        }
    }

    /// A cookie by its name.
    pub fn cookie(&mut self, name: &str) {
        if let Some(rule) = self.rules.content().name(NamePlace::Cookie, name)
            && let Some(data_type) = rule.data_type
        {
            let saw = format!("a cookie is called `{}`", shown(name));
            self.push(
                data_type,
                COOKIE,
                Sign::Content(Family::ContentKey, rule, saw),
            );
        }
    }

    /// The name of a field: its own, the last part of it, or that of its group with it.
    pub fn name(&mut self, place: NamePlace, field: &Field) {
        let last = field
            .name
            .trim_end_matches(']')
            .rsplit(['.', '[', '/', ':'])
            .next();
        let grouped = field
            .parent
            .as_ref()
            .map(|parent| format!("{parent}_{}", field.name));
        let called = [Some(field.name.as_str()), grouped.as_deref(), last];
        let Some((name, rule)) = called.into_iter().flatten().find_map(|name| {
            let rule = self.rules.content().name(place, name)?;
            Some((name, rule))
        }) else {
            return;
        };
        let Some(data_type) = rule.data_type else {
            return;
        };
        let field = Field {
            name: name.to_owned(),
            ..field.clone()
        };
        let mut weight = names::weight(&field, data_type);
        if (weight - names::EVERYDAY).abs() < f32::EPSILON {
            weight = self.with_others(data_type, folded(name));
        }
        let saw = match field.held.text() {
            Some(_) => format!("{} `{}` is filled", called_in(place), shown(name)),
            None => format!("{} `{}`, without a value", called_in(place), shown(name)),
        };
        self.push(
            data_type,
            weight,
            Sign::Content(Family::ContentKey, rule, saw),
        );
    }

    /// Everyday names support each other.
    fn with_others(&mut self, data_type: DataType, name: String) -> f32 {
        let others = |(known, other): &(DataType, String)| *known == data_type && *other != name;
        let has_others = self.everyday.iter().any(others);
        self.everyday.push((data_type, name));
        match has_others {
            true => names::FITS,
            false => names::EVERYDAY,
        }
    }

    /// The value of a field, by its form.
    pub fn value(&mut self, place: NamePlace, field: &Field, text: &str) {
        if let Some(found) = values::of(Some(&field.name), text) {
            return self.found(
                found,
                &format!("{} `{}`", called_in(place), shown(&field.name)),
            );
        }
        let names_device = self
            .rules
            .content()
            .name(place, &field.name)
            .is_some_and(|rule| rule.data_type == Some(DataType::DeviceIdentifiers));
        if names_device && values::is_uuid(text) {
            let uuid = values::Found {
                kind: "uuid",
                data_type: DataType::DeviceIdentifiers,
                weight: values::SURE,
            };
            self.found(
                uuid,
                &format!("{} `{}`", called_in(place), shown(&field.name)),
            );
        }
    }

    /// A text without a name: only forms that nothing else has are believed, and less than with a name.
    pub fn nameless(&mut self, text: &str) {
        if let Some(mut found) = values::of(None, text) {
            found.weight = match found.weight >= values::SURE {
                true => values::LIKELY,
                false => values::DOUBTFUL,
            };
            self.found(found, "a text of the message");
        }
    }

    /// Whether the user named values to look for.
    pub fn seeks_known(&self) -> bool {
        !self.rules.known().is_empty()
    }

    /// The user's own values in what was sent.
    pub fn known(&mut self, place: &str, bytes: &[u8]) {
        for found in self.rules.known().find(bytes) {
            let (kind, form) = (&found.kind, found.form.label());
            let saw = format!("{place} holds the known value «{kind}», {form}");
            self.push(found.data_type, values::SURE, Sign::Value("known", saw));
        }
    }

    /// The same in a field.
    pub fn known_in_field(&mut self, place: NamePlace, field: &Field, text: &str) {
        if self.seeks_known() {
            let place = format!("{} `{}`", called_in(place), shown(&field.name));
            self.known(&place, text.as_bytes());
        }
    }

    /// A recognised value and where it stood.
    pub fn found(&mut self, found: values::Found, place: &str) {
        let verb = if found.kind == "coordinates" && place == "two fields" {
            "hold"
        } else {
            "holds"
        };
        let saw = format!("{place} {verb} «redacted:{}»", found.kind);
        self.push(found.data_type, found.weight, Sign::Value(found.kind, saw));
    }

    /// A picture, recording or document.
    pub fn media(&mut self, saw: String) {
        self.push(
            DataType::UserContentUpload,
            MEDIA,
            Sign::Value("media", saw),
        );
    }
}

fn called_in(place: NamePlace) -> &'static str {
    match place {
        NamePlace::Key => "the body's field",
        NamePlace::Query => "the query's",
        NamePlace::Cookie => "the cookie",
    }
}

/// A name from a capture, short enough for a line.
fn shown(name: &str) -> String {
    // A name may be a person's value put in the wrong place.
    match values::of(None, name) {
        Some(found) => format!("«redacted:{}»", found.kind),
        None => cut(name).chars().take(SHOWN_LETTERS).collect(),
    }
}
