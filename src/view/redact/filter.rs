//! Filters under pseudonyms: what hides the value of a term, and what makes of a typed pseudonym the value again.

use std::sync::Arc;

use super::Redaction;
use crate::view::query::Query;
use crate::view::screen::Screen;

impl Redaction {
    /// A filter with pseudonyms for what has a number of its own. What has none stays: it could not be read back.
    pub fn filter(&self, text: &str) -> String {
        match self.is_on() {
            true => self.words(text, |word| {
                self.pseudonym(word).filter(|new| is_numbered(new))
            }),
            false => text.to_owned(),
        }
    }

    /// The same filter with the values in place of their pseudonyms.
    pub fn revealed(&self, filter: &str) -> String {
        match self.is_on() {
            true => self.words(filter, |word| {
                let (key, value) = match word.rsplit_once(':') {
                    Some((key, value)) => (Some(key), value),
                    None => (None, word),
                };
                let value = self.value_of(value)?;
                Some(key.map_or(value.clone(), |key| format!("{key}:{value}")))
            }),
            false => filter.to_owned(),
        }
    }

    /// What stands under a pseudonym; `None` where nothing does.
    fn value_of(&self, pseudonym: &str) -> Option<String> {
        let local = self.local.as_ref()?;
        let (kind, number) = pseudonym.rsplit_once('-')?;
        let number: u32 = number.parse().ok()?;
        match kind {
            "device" => local.device_of(number).map(|address| address.to_string()),
            "host" => local.host_of(number).map(str::to_owned),
            _ => None,
        }
    }
}

/// Whether something stands in its place that leads back to it.
fn is_numbered(pseudonym: &str) -> bool {
    !pseudonym.contains('«')
}

/// The same screen with nothing hidden: exports begin with it and redact by themselves, as they are asked to.
pub fn in_full(screen: &Arc<Screen>) -> Arc<Screen> {
    if !screen.redaction.is_on() {
        return Arc::clone(screen);
    }
    let query = Query {
        hides_personal: false,
        filter: screen.redaction.revealed(&screen.query.filter),
        ..screen.query.clone()
    };
    Arc::new(crate::view::screen(&screen.analysis, &query))
}
