//! What is being typed becomes offers: keys with what they ask for, then values with their counts.
//!
//! Values come from the ranked lists that the screen holds already: nothing walks over flows. The lists are in order of
//! size, and so are the offers.

use std::ops::Range;

use super::{Key, Measure};
use crate::analysis::model::Analysis;
use crate::claim::verdict::Word;
use crate::evidence::tunnel::TunnelKind;
use crate::tag::data_type::grade::DataGrade;
use crate::tag::model::Grade;
use crate::tag::party::Party;
use crate::view::amount::counted;
use crate::view::plain_text::plain_text;
use crate::view::screen::{Facet, FacetRow};

/// Offers at the most: what can be taken in at a glance, below a box.
pub const MAX_OFFERS: usize = 9;

/// Keys among them, where values are offered beside.
const MAX_KEYS: usize = 5;

/// Something that can be taken instead of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Text that takes its place.
    pub insert: String,
    /// What it means: `SG Singapore`, `placed in this country`.
    pub meaning: String,
    /// `171 flows, 6.1 MB`; empty for a key.
    pub counts: String,
}

/// What can be taken, and which part of the text it replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the text.
    pub replaces: Range<usize>,
    /// Best first.
    pub offers: Vec<Offer>,
}

/// What can stand at the cursor, a byte of the text. `asked`: offers keys also where nothing is typed yet.
pub fn complete(
    text: &str,
    cursor: usize,
    facets: &[Facet],
    analysis: &Analysis,
    asked: bool,
) -> Completion {
    let typed = Typed::at(text, cursor);
    let mut offers = match typed.key {
        Some(key) => values(key, &typed.part, facets, analysis),
        None if typed.part.is_empty() && !asked => Vec::new(),
        None => keys_and_values(&typed.part, facets),
    };
    offers.retain(|offer| offer.insert.to_lowercase() != typed.written);
    offers.truncate(MAX_OFFERS);
    Completion {
        replaces: typed.range,
        offers,
    }
}

/// The word or the value in which the cursor stands.
struct Typed {
    range: Range<usize>,
    /// The key before the colon.
    key: Option<Key>,
    /// From its start to the cursor, in lower case, without a quote.
    part: String,
    /// All of it, in lower case.
    written: String,
}

impl Typed {
    fn at(text: &str, cursor: usize) -> Self {
        let before = text.get(..cursor).unwrap_or(text);
        let word = after_last(before, char::is_whitespace);
        let word = word + usize::from(before.get(word..).is_some_and(|w| w.starts_with('-')));
        let colon = before.get(word..).and_then(|w| w.find(':'));
        let key = colon.and_then(|colon| Key::of(before.get(word..word + colon)?));
        let from = match (key, colon) {
            (Some(_), Some(colon)) => {
                let first = word + colon + 1;
                first + after_last(before.get(first..).unwrap_or(""), |c| c == ',')
            }
            _ => word,
        };
        let rest = text.get(cursor..).unwrap_or("");
        let ends = |c: char| c.is_whitespace() || c == ',';
        let to = cursor.min(text.len()) + rest.find(ends).unwrap_or(rest.len());
        let lower = |range: Range<usize>| text.get(range).unwrap_or("").to_lowercase();
        Self {
            key,
            part: lower(from..cursor).trim_start_matches('"').to_owned(),
            written: lower(from..to),
            range: from..to,
        }
    }
}

/// Where what follows the last sign outside quotes begins.
fn after_last(text: &str, sign: impl Fn(char) -> bool) -> usize {
    let (mut from, mut quoted) = (0, false);
    for (at, character) in text.char_indices() {
        quoted ^= character == '"';
        if sign(character) && !quoted {
            from = at + character.len_utf8();
        }
    }
    from
}

fn keys_and_values(part: &str, facets: &[Facet]) -> Vec<Offer> {
    let keys = Key::ALL.into_iter().map(|key| Offer {
        insert: format!("{}:", key.token()),
        meaning: key.asks().to_owned(),
        counts: String::new(),
    });
    let measures = Measure::ALL.into_iter().map(|measure| Offer {
        insert: format!("{}>", measure.token()),
        meaning: measure.asks().to_owned(),
        counts: String::new(),
    });
    let begins = |offer: &Offer| offer.insert.starts_with(part);
    let mut offers: Vec<Offer> = keys.chain(measures).filter(begins).collect();
    if part.is_empty() {
        return offers;
    }
    offers.truncate(MAX_KEYS);
    let mut best = Best::default();
    for facet in facets {
        for row in &facet.rows {
            if best.take(part, &row.label, &row.term, || offer(row, &row.term)) {
                break;
            }
        }
    }
    offers.extend(best.in_order());
    offers
}

fn values(key: Key, part: &str, facets: &[Facet], analysis: &Analysis) -> Vec<Offer> {
    let mut best = Best::default();
    let listed = format!(
        "{}:",
        if key == Key::Host { Key::Domain } else { key }.token()
    );
    let rows = facets.iter().flat_map(|facet| &facet.rows);
    for row in rows {
        let Some(value) = row.term.strip_prefix(&listed) else {
            continue;
        };
        if best.take(part, &row.label, value, || offer(row, value)) {
            break;
        }
    }
    for (value, meaning) in told(key, analysis) {
        let known = best.holds(&value);
        let told = || Offer {
            insert: value.clone(),
            meaning: meaning.clone(),
            counts: String::new(),
        };
        if !known {
            best.take(part, &meaning, &value, told);
        }
    }
    best.in_order()
}

fn offer(row: &FacetRow, insert: &str) -> Offer {
    Offer {
        insert: insert.to_owned(),
        meaning: row.label.clone(),
        counts: format!("{}, {}", counted(row.flows, "flow", "flows"), row.text),
    }
}

/// Values that no ranked list has: words of the language, names of captures, classes of the claim.
fn told(key: Key, analysis: &Analysis) -> Vec<(String, String)> {
    let both = |token: &str, label: &str| (token.to_owned(), label.to_owned());
    match key {
        Key::Grade => {
            let data = DataGrade::ALL.iter();
            let data = data.map(|grade| {
                (
                    grade.token().to_owned(),
                    format!("data type: {}", grade.label()),
                )
            });
            let place = Grade::ALL.iter();
            let place = place.map(|grade| {
                (
                    grade.token().to_owned(),
                    format!("country: {}", grade.token()),
                )
            });
            data.chain(place).collect()
        }
        Key::Tunnel => {
            let kinds = TunnelKind::ALL.iter();
            let kinds = kinds.map(|kind| both(kind.token(), kind.label()));
            std::iter::once(both("any", "every tunnel"))
                .chain(kinds)
                .collect()
        }
        Key::Verdict => Word::ALL
            .map(|word| both(word.token(), word.label()))
            .into(),
        Key::Party => Party::ALL.map(|one| both(one.token(), one.label())).into(),
        Key::Capture => {
            let captures = analysis.captures.iter();
            let quoted =
                |name: &str| super::term_text(key, super::Value::Exactly(name.to_lowercase()));
            let value = |name: &str| quoted(name).split_off("capture:".len());
            captures
                .map(|one| (value(&one.name), plain_text(&one.name)))
                .collect()
        }
        Key::Promise => {
            let judged = analysis.judged.iter();
            let classes = judged.flat_map(|judged| &judged.claim.classes);
            let term =
                |name: &str| super::term_text(key, super::Value::Exactly(name.to_lowercase()));
            classes
                .map(|class| {
                    (
                        term(&class.name).split_off("promise:".len()),
                        plain_text(&class.name),
                    )
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What begins with the typed part before what only holds it; each in the order in which it came.
#[derive(Default)]
struct Best {
    begin: Vec<Offer>,
    hold: Vec<Offer>,
}

impl Best {
    /// Takes an offer that fits; true once there are enough of the better ones.
    fn take(
        &mut self,
        part: &str,
        label: &str,
        value: &str,
        offer: impl FnOnce() -> Offer,
    ) -> bool {
        let (label, value) = (label.to_lowercase(), value.to_lowercase());
        let plain = value.trim_start_matches('"');
        let mut words = label.split_whitespace();
        if plain.starts_with(part) || words.any(|word| word.starts_with(part)) {
            self.begin.push(offer());
        } else if self.hold.len() < MAX_OFFERS && (plain.contains(part) || label.contains(part)) {
            self.hold.push(offer());
        }
        self.begin.len() >= MAX_OFFERS
    }

    fn holds(&self, value: &str) -> bool {
        let mut all = self.begin.iter().chain(&self.hold);
        all.any(|offer| offer.insert.eq_ignore_ascii_case(value))
    }

    fn in_order(self) -> Vec<Offer> {
        self.begin.into_iter().chain(self.hold).collect()
    }
}
