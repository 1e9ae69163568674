//! A click becomes a change of the filter: a term is added, joined to one of its key, or released.

use super::parse::parse;
use super::{Key, Term, Value, What};

/// Adds the term, or releases it where the filter holds it. A second value of one key joins the first by a comma.
///
/// Terms of the filter that cannot be read are dropped; a term that cannot be read changes nothing.
pub fn toggle(filter_text: &str, term: &str) -> String {
    let asked = parse(term);
    if asked.error.is_some() {
        return filter_text.to_owned();
    }
    let mut terms = parse(filter_text).terms;
    for term in asked.terms {
        toggle_one(&mut terms, term);
    }
    let texts: Vec<String> = terms.iter().map(Term::to_string).collect();
    texts.join(" ")
}

/// The filter without the terms of these keys; as it is where it has none of them or cannot be read.
pub fn without(filter_text: &str, keys: &[Key]) -> String {
    let parsed = parse(filter_text);
    let asks = |term: &Term| matches!(&term.what, What::Any(key, _) if keys.contains(key));
    if parsed.error.is_some() || !parsed.terms.iter().any(asks) {
        return filter_text.to_owned();
    }
    let kept = parsed.terms.iter().filter(|term| !asks(term));
    kept.map(Term::to_string).collect::<Vec<_>>().join(" ")
}

/// Whether the filter holds the term: all of its values, with the same sign.
pub fn holds(terms: &[Term], term: &Term) -> bool {
    match &term.what {
        What::Any(key, values) => terms
            .iter()
            .filter(|t| t.negated == term.negated)
            .filter_map(|t| values_of(t, *key))
            .any(|held| values.iter().all(|value| held.contains(value))),
        _ => terms.contains(term),
    }
}

fn values_of(term: &Term, key: Key) -> Option<&Vec<Value>> {
    match &term.what {
        What::Any(k, values) if *k == key => Some(values),
        _ => None,
    }
}

fn toggle_one(terms: &mut Vec<Term>, term: Term) {
    let held = holds(terms, &term);
    match (&term.what, held) {
        (What::Any(key, values), true) => release(terms, term.negated, *key, values),
        (What::Any(key, values), false) => {
            release(terms, !term.negated, *key, values);
            join(terms, term.negated, *key, values);
        }
        (_, true) => terms.retain(|t| *t != term),
        (_, false) => terms.push(term),
    }
}

/// Takes values out of every term of this key and sign, and the term with them where none is left.
fn release(terms: &mut Vec<Term>, negated: bool, key: Key, values: &[Value]) {
    terms.retain_mut(|term| match &mut term.what {
        What::Any(k, held) if *k == key && term.negated == negated => {
            held.retain(|value| !values.contains(value));
            !held.is_empty()
        }
        _ => true,
    });
}

fn join(terms: &mut Vec<Term>, negated: bool, key: Key, values: &[Value]) {
    let found = terms.iter_mut().find_map(|term| match &mut term.what {
        What::Any(k, held) if *k == key && term.negated == negated => Some(held),
        _ => None,
    });
    match found {
        Some(held) => {
            for value in values {
                if !held.contains(value) {
                    held.push(value.clone());
                }
            }
        }
        None => terms.push(Term {
            negated,
            what: What::Any(key, values.to_vec()),
        }),
    }
}
