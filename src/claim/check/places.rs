//! Where a class of data may go: codes and named groups of countries, looked up.

use toml::Spanned;

use super::Check;
use crate::claim::model::Allow;
use crate::claim::written::{AllowEntry, Word};
use crate::reference::country::CountryCode;
use crate::reference::fault::Fault;
use crate::reference::nearest::nearest;

impl Check<'_> {
    pub(super) fn regions(&mut self) {
        for name in self.written.regions.keys() {
            if CountryCode::parse(name.get_ref()).is_some() {
                self.say(
                    name,
                    format!("`{}` is the code of a country", name.get_ref()),
                );
            }
        }
        for members in self.written.regions.values() {
            self.countries(members);
        }
    }

    pub(super) fn allow(&mut self, written: &Spanned<AllowEntry>) -> Allow {
        match written.get_ref() {
            AllowEntry::Word(word) if word == "any" => Allow::Any,
            AllowEntry::Word(word) => {
                let what = "expected `\"any\"` or a list of countries in brackets";
                self.faults.push(Fault::at(
                    self.text,
                    written.span().start,
                    format!("`{word}`: {what}"),
                ));
                Allow::NotStated
            }
            AllowEntry::List(list) => Allow::Only(self.places(list)),
        }
    }

    /// Countries, and the countries of regions, each once, in alphabetical order.
    fn places(&mut self, list: &[Word]) -> Vec<CountryCode> {
        let written = self.written;
        let mut all = Vec::new();
        let mut own: Vec<CountryCode> = Vec::new();
        for place in list {
            match written.regions.get(place.get_ref().as_str()) {
                Some(members) => {
                    let known = members
                        .iter()
                        .filter_map(|code| CountryCode::parse(code.get_ref()));
                    all.extend(known);
                }
                None => {
                    let code = self.country(place);
                    if code.is_some_and(|code| own.contains(&code)) {
                        self.say(place, format!("`{}` is listed twice", place.get_ref()));
                    }
                    own.extend(code);
                }
            }
        }
        all.extend(own);
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(super) fn countries(&mut self, list: &[Word]) -> Vec<CountryCode> {
        let mut codes: Vec<CountryCode> =
            list.iter().filter_map(|code| self.country(code)).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    fn country(&mut self, written: &Word) -> Option<CountryCode> {
        let text = written.get_ref();
        let Some(code) = CountryCode::parse(text) else {
            let regions = self
                .written
                .regions
                .keys()
                .map(|name| name.get_ref().as_str());
            let hint = match nearest(text, regions) {
                Some(region) => format!("; did you mean `{region}`?"),
                None => "; a region is listed under [regions]".to_owned(),
            };
            self.say(
                written,
                format!("`{text}` is no country (ISO 3166-1){hint}"),
            );
            return None;
        };
        if text != code.as_str() {
            let note = format!("`{text}` is read as `{code}` ({})", code.name());
            self.notes
                .push(Fault::at(self.text, written.span().start, note));
        }
        Some(code)
    }
}
