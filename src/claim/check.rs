//! A claim as it is written becomes one that can be used: codes, classes and dates are looked up, and each fault is told.

mod overrides;
mod places;

use jiff::civil::Date;
use toml::Spanned;
use toml::value::Datetime;

use super::classes::built_in;
use super::host::HostPattern;
use super::model::{Allow, Claim, Class, ClassSet, MAX_CLASSES, MapRow, Subject};
use super::read::SCHEMA;
use super::written::{Word, Written};
use crate::reference::data_type::DataType;
use crate::reference::fault::Fault;
use crate::reference::nearest::nearest;

/// Looks everything up and gathers what is wrong.
pub struct Check<'a> {
    text: &'a str,
    written: &'a Written,
    faults: Vec<Fault>,
    notes: Vec<Fault>,
}

impl<'a> Check<'a> {
    /// Nothing is wrong yet.
    pub fn new(text: &'a str, written: &'a Written) -> Self {
        Self {
            text,
            written,
            faults: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The claim, or all its faults in the order of the text.
    pub fn claim(mut self) -> Result<Claim, Vec<Fault>> {
        let about = &self.written.claim;
        if self.written.schema.get_ref() != SCHEMA {
            self.say(
                &self.written.schema,
                format!("the schema is not `{SCHEMA}`"),
            );
        }
        self.regions();
        let mut classes = self.classes();
        let map = self.map(&mut classes);
        let (from, to) = self.validity();
        let claim = Claim {
            id: about.id.get_ref().clone(),
            title: about.title.clone(),
            source: about.source.clone(),
            url: self.url(),
            quote: about.quote.clone(),
            stated: self.day(&about.stated).unwrap_or_default(),
            checked: about.checked.as_ref().and_then(|day| self.day(day)),
            asserts: about.asserts,
            from,
            to,
            subject: self.subject(),
            overrides: self.overrides(&classes),
            classes,
            map,
            edge: self.written.exceptions.edge,
            transit: self.countries(&self.written.exceptions.transit),
            needs: self.needs(),
            notes: std::mem::take(&mut self.notes),
            file: None,
        };
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        match self.faults.is_empty() {
            true => Ok(claim),
            false => Err(self.faults),
        }
    }

    fn url(&mut self) -> Option<String> {
        let url = self.written.claim.url.as_ref()?;
        if !["https://", "http://"]
            .iter()
            .any(|start| url.get_ref().starts_with(start))
        {
            self.say(url, format!("`{}` is no address of a page", url.get_ref()));
        }
        Some(url.get_ref().clone())
    }

    fn validity(&mut self) -> (Option<Date>, Option<Date>) {
        let valid = &self.written.claim.valid;
        let from = valid.from.as_ref().and_then(|day| self.day(day));
        let to = valid.to.as_ref().and_then(|day| self.day(day));
        if let (Some(from), Some(to), Some(written)) = (from, to, &valid.to)
            && to < from
        {
            self.say(written, "the claim ends before it begins".to_owned());
        }
        (from, to)
    }

    fn day(&mut self, written: &Spanned<Datetime>) -> Option<Date> {
        let value = written.get_ref();
        let (Some(date), None, None) = (value.date, value.time, value.offset) else {
            self.say(written, "a day without a time is expected".to_owned());
            return None;
        };
        // TOML's own reader refuses days that no month has; four digits always fit.
        let year = i16::try_from(date.year).unwrap_or_default();
        let (month, day) = (i8::try_from(date.month), i8::try_from(date.day));
        let date = Date::new(year, month.unwrap_or_default(), day.unwrap_or_default());
        if date.is_err() {
            self.say(written, format!("`{value}` is no day"));
        }
        date.ok()
    }

    fn subject(&mut self) -> Subject {
        let subject = &self.written.subject;
        if subject.domains.is_empty() && subject.asns.is_empty() {
            self.say(
                &subject.name,
                "the subject has neither domains nor networks, so that nothing could be checked"
                    .to_owned(),
            );
        }
        for (index, domain) in subject.domains.iter().enumerate() {
            self.domain(domain);
            if subject
                .domains
                .iter()
                .take(index)
                .any(|one| one.get_ref() == domain.get_ref())
            {
                self.say(domain, format!("`{}` is listed twice", domain.get_ref()));
            }
        }
        Subject {
            name: subject.name.get_ref().clone(),
            controllers: subject.controllers.clone(),
            domains: subject
                .domains
                .iter()
                .map(|one| one.get_ref().clone())
                .collect(),
            asns: subject.asns.iter().map(|one| *one.get_ref()).collect(),
        }
    }

    fn domain(&mut self, domain: &Word) {
        let text = domain.get_ref();
        let what = match HostPattern::read(text) {
            _ if text.contains(['*', '#']) => "names below a domain are included without `*`",
            Err(what) => what,
            Ok(_) if !text.contains('.') => "a domain has a dot",
            Ok(_) => return,
        };
        self.say(domain, format!("`{text}`: {what}"));
    }

    fn classes(&mut self) -> Vec<Class> {
        let mut entries: Vec<_> = self.written.class.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        if entries.is_empty() {
            self.faults.push(Fault::at(
                self.text,
                0,
                "the claim states no class".to_owned(),
            ));
        }
        if let Some((name, _)) = entries.get(MAX_CLASSES) {
            self.say(name, format!("a claim has at most {MAX_CLASSES} classes"));
            entries.truncate(MAX_CLASSES);
        }
        entries
            .into_iter()
            .map(|(name, entry)| Class {
                name: name.get_ref().clone(),
                allow: self.allow(&entry.allow),
                line: Some(self.line_at(entry.allow.span().start)),
            })
            .collect()
    }

    /// The built-in map, with the rows of the claim instead; classes that only the former names are added.
    fn map(&mut self, classes: &mut Vec<Class>) -> Vec<MapRow> {
        let stated = classes.len();
        for (name, names) in &self.written.map {
            self.data_type(name);
            if names.is_empty() {
                self.say(name, "a data type falls in one class at least".to_owned());
            }
        }
        let rows = DataType::ALL
            .into_iter()
            .map(|one| match self.written.map.get(one.token()) {
                Some(names) => MapRow {
                    classes: self.class_set(names, classes.get(..stated).unwrap_or(&[])),
                    by_claim: true,
                },
                None => MapRow {
                    classes: with_built_in(built_in(one), classes),
                    by_claim: false,
                },
            });
        rows.collect()
    }

    fn class_set(&mut self, names: &[Word], classes: &[Class]) -> ClassSet {
        let mut set = ClassSet::default();
        for name in names {
            match classes
                .iter()
                .position(|class| class.name == *name.get_ref())
            {
                Some(index) => set = set.with(ClassSet::one(index)),
                None => {
                    let known = classes.iter().map(|class| class.name.as_str());
                    let what = format!("the claim states no class `{}`", name.get_ref());
                    self.say(name, meant(what, nearest(name.get_ref(), known)));
                }
            }
        }
        set
    }

    fn data_type(&mut self, written: &Word) -> Option<DataType> {
        let text = written.get_ref();
        let found = DataType::of_token(text);
        if found.is_none() {
            let known = DataType::ALL.iter().map(|one| one.token());
            let what = format!("no data type is called `{text}`");
            self.say(written, meant(what, nearest(text, known)));
        }
        found
    }

    fn say<T>(&mut self, place: &Spanned<T>, what: String) {
        self.faults
            .push(Fault::at(self.text, place.span().start, what));
    }

    /// The number of a line, and its text.
    fn line_at(&self, at: usize) -> (usize, String) {
        let number = Fault::at(self.text, at, String::new()).line;
        let text = self
            .text
            .lines()
            .nth(number.saturating_sub(1))
            .unwrap_or("");
        (number, text.trim().to_owned())
    }
}

fn meant(what: String, nearest: Option<&str>) -> String {
    match nearest {
        Some(known) => format!("{what}; did you mean `{known}`?"),
        None => what,
    }
}

/// The set of the built-in names; those that the claim does not state are added to its classes.
fn with_built_in(names: &[&str], classes: &mut Vec<Class>) -> ClassSet {
    let mut set = ClassSet::default();
    for name in names {
        let known = classes.iter().position(|class| class.name == *name);
        let index = known.unwrap_or_else(|| {
            classes.push(Class {
                name: (*name).to_owned(),
                allow: Allow::NotStated,
                line: None,
            });
            classes.len() - 1
        });
        set = set.with(ClassSet::one(index));
    }
    set
}
