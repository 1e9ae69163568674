//! Terms become filter text again: what is printed reads back as the same term.

use std::fmt;

use super::period::RANGE;
use super::value::{FIRST, ONLY, UNRECOGNISED};
use super::{Key, Measure, Term, Value, What};
use crate::view::plain_text::is_hostile;

/// A term with one value, as clicks on lists and on the map add it.
pub fn term_text(key: Key, value: Value) -> String {
    Term::any(key, value).to_string()
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        match &self.what {
            What::Any(key, values) => {
                let values: Vec<String> = values.iter().map(|v| value_text(*key, v)).collect();
                write!(f, "{}:{}", key.token(), values.join(","))
            }
            What::Compare(measure, comparison, than) => {
                let than = amount_text(*measure, *than);
                write!(f, "{}{}{than}", measure.token(), comparison.sign())
            }
            What::Within(measure, least, most) => {
                let (least, most) = (amount_text(*measure, *least), amount_text(*measure, *most));
                write!(f, "{}={least}{RANGE}{most}", measure.token())
            }
            What::Text(text) => f.write_str(&quoted_where_needed(text)),
            What::Pattern(pattern) => pattern.fmt(f),
        }
    }
}

fn value_text(key: Key, value: &Value) -> String {
    match (key, value) {
        (_, Value::Country(code)) => code.as_str().to_string(),
        (_, Value::Group(group)) => group.token().into(),
        (_, Value::Between(codes)) => {
            let texts: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
            match texts.as_slice() {
                [only] => format!("{only}/none"),
                several => several.join("/"),
            }
        }
        (_, Value::AnyTunnel) => "any".into(),
        (_, Value::Tunnel(kind)) => kind.token().into(),
        (_, Value::Type(one)) => one.token().into(),
        (_, Value::TypeFirst(one)) => format!("{}{FIRST}", one.token()),
        (_, Value::TypeGroup(group)) => group.token().into(),
        (_, Value::Grade(grade)) => grade.token().into(),
        (_, Value::PlaceGrade(grade)) => grade.token().into(),
        (_, Value::Party(party)) => party.token().into(),
        (_, Value::Verdict(word)) => word.token().into(),
        (_, Value::Unknown) => "none".into(),
        (_, Value::Pattern(pattern)) => pattern.to_string(),
        (_, Value::During(period)) => period.to_string(),
        (_, Value::Numbers(least, most)) => format!("{least}{RANGE}{most}"),
        (Key::Org | Key::App | Key::Owner | Key::Capture | Key::Problem, Value::Part(text)) => {
            text.clone()
        }
        (Key::Org | Key::App | Key::Owner | Key::Capture | Key::Problem, Value::Exactly(text)) => {
            quoted(text)
        }
        (_, Value::Part(text) | Value::Exactly(text)) if text == "none" => quoted(text),
        (_, Value::Part(text) | Value::Exactly(text)) => quoted_where_needed(text),
        (Key::Asn, Value::Number(number)) => format!("AS{number}"),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::App(protocol)) => protocol.token().into(),
        (_, Value::Only(protocol)) => format!("{}{ONLY}", protocol.token()),
        (_, Value::Transport(transport)) => transport.token(),
        (_, Value::Unrecognised(transport)) => format!("{}{UNRECOGNISED}", transport.token()),
        (_, Value::Range(ip, 32)) if ip.is_ipv4() => ip.to_string(),
        (_, Value::Range(ip, 128)) => ip.to_string(),
        (_, Value::Range(ip, bits)) => format!("{ip}/{bits}"),
    }
}

fn quoted_where_needed(text: &str) -> String {
    let special = |c: char| {
        c.is_whitespace() || is_hostile(c) || matches!(c, ',' | '"' | '\\' | ':' | '<' | '>' | '=')
    };
    if text.starts_with(['-', '/']) || text.contains(special) {
        quoted(text)
    } else {
        text.to_owned()
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if is_hostile(character) => quoted.extend(character.escape_unicode()),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

fn amount_text(measure: Measure, value: u64) -> String {
    let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    units
        .into_iter()
        .filter(|_| measure != Measure::Frames && value > 0)
        .find(|(_, size)| value.is_multiple_of(*size))
        .map_or_else(
            || value.to_string(),
            |(unit, size)| format!("{}{unit}", value / size),
        )
}
