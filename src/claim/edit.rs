//! The text of a claim becomes a form, and a changed form the same text with only what was changed: remarks stay.
//!
//! A form holds what people fill in. Regions and thresholds have no field; they stay as they are written.

mod write;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use crate::reference::data_type::DataType;

/// A new claim, before anything is filled in.
pub const TEMPLATE: &str = "\
# A written promise: which data may go to which countries. Everything here is read from somewhere: say from where.
schema = \"residency-claim/1\"

[claim]
id      = \"my-claim\"
title   = \"\"
source  = \"\"
stated  = 2026-01-01
# storage: where data is kept. transfer: where it is sent. access: from where it is read.
asserts = \"transfer\"

[subject]
name    = \"\"
# Names below these domains are included.
domains = []

# Each class of data, and the countries where it may go; \"any\" for anywhere. What is not listed is not stated.
[class.protected]
allow = []
";

/// What can be filled in. Lists are one word a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimForm {
    /// Short name of the claim.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Where it was read.
    pub source: String,
    /// Address of the page.
    pub url: String,
    /// Its own words.
    pub quote: String,
    /// Day on which it was made, `2026-02-01`.
    pub stated: String,
    /// First day on which it holds.
    pub from: String,
    /// Last day on which it holds.
    pub to: String,
    /// `storage`, `transfer` or `access`.
    pub asserts: String,
    /// Whose traffic it is about, in words.
    pub subject: String,
    /// Companies that answer for it.
    pub controllers: Vec<String>,
    /// Their domains.
    pub domains: Vec<String>,
    /// Their networks, as numbers.
    pub asns: Vec<String>,
    /// Classes, and where each may go.
    pub classes: Vec<ClassForm>,
    /// Classes of each data type, in the order of `DataType::ALL`; none is as the built-in map has it.
    pub map: Vec<Vec<String>>,
    /// Classes of hosts and types; the first that fits counts.
    pub overrides: Vec<OverrideForm>,
    /// `cannot_tell`, `consistent` or `ignore`.
    pub edge: String,
    /// Countries that are passed through.
    pub transit: Vec<String>,
}

/// A class of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassForm {
    /// Its name.
    pub name: String,
    /// Anywhere; then the countries do not count.
    pub anywhere: bool,
    /// Countries and regions.
    pub countries: Vec<String>,
}

/// A class for some hosts or one type of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverrideForm {
    /// Only these hosts; empty for any.
    pub host: String,
    /// Only this type; empty for any.
    pub data_type: String,
    /// The classes.
    pub classes: Vec<String>,
}

/// A text that is no TOML cannot be a form: it is mended as text first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotToml;

impl ClaimForm {
    /// What the text says; what it lacks or says in another way is empty.
    ///
    /// # Errors
    /// The text is no TOML.
    pub fn of(text: &str) -> Result<Self, NotToml> {
        let document: DocumentMut = text.parse().map_err(|_| NotToml)?;
        let root = document.as_table();
        let (claim, subject) = (part(root, "claim"), part(root, "subject"));
        let valid = claim.and_then(|claim| claim.get("valid")?.as_table_like());
        let exceptions = part(root, "exceptions");
        Ok(Self {
            id: word(claim, "id"),
            title: word(claim, "title"),
            source: word(claim, "source"),
            url: word(claim, "url"),
            quote: word(claim, "quote"),
            stated: word(claim, "stated"),
            from: word(valid, "from"),
            to: word(valid, "to"),
            asserts: word(claim, "asserts"),
            subject: word(subject, "name"),
            controllers: words(subject, "controllers"),
            domains: words(subject, "domains"),
            asns: words(subject, "asns"),
            classes: classes(part(root, "class")),
            map: map(part(root, "map")),
            overrides: overrides(root.get("override").and_then(Item::as_array_of_tables)),
            edge: word(exceptions, "edge"),
            transit: words(exceptions, "transit"),
        })
    }
}

fn part<'a>(root: &'a Table, key: &str) -> Option<&'a dyn TableLike> {
    root.get(key)?.as_table_like()
}

/// A value as it is typed: texts without quotes, days and numbers as they are.
fn typed(value: &Value) -> String {
    match value {
        Value::String(text) => text.value().clone(),
        Value::Datetime(day) => day.value().to_string(),
        Value::Integer(number) => number.value().to_string(),
        _ => String::new(),
    }
}

fn word(part: Option<&dyn TableLike>, key: &str) -> String {
    let value = part.and_then(|part| part.get(key)?.as_value());
    value.map_or_else(String::new, typed)
}

fn words(part: Option<&dyn TableLike>, key: &str) -> Vec<String> {
    let list = part.and_then(|part| part.get(key)?.as_array());
    list.map_or_else(Vec::new, |list| list.iter().map(typed).collect())
}

fn classes(part: Option<&dyn TableLike>) -> Vec<ClassForm> {
    let Some(part) = part else {
        return Vec::new();
    };
    let each = part.iter().map(|(name, item)| {
        let own = item.as_table_like();
        ClassForm {
            name: name.to_owned(),
            anywhere: word(own, "allow") == "any",
            countries: words(own, "allow"),
        }
    });
    each.collect()
}

fn map(part: Option<&dyn TableLike>) -> Vec<Vec<String>> {
    let all = DataType::ALL.into_iter();
    all.map(|one| words(part, one.token())).collect()
}

fn overrides(tables: Option<&ArrayOfTables>) -> Vec<OverrideForm> {
    let tables = tables.into_iter().flatten();
    tables.map(OverrideForm::of).collect()
}

impl OverrideForm {
    fn of(table: &Table) -> Self {
        Self {
            host: word(Some(table), "host"),
            data_type: word(Some(table), "type"),
            classes: words(Some(table), "class"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::bundled::BUNDLED;
    use crate::claim::read::read;

    fn form(text: &str) -> ClaimForm {
        ClaimForm::of(text).expect("it is TOML")
    }

    #[test]
    fn what_is_not_changed_stays_to_the_byte() {
        for text in BUNDLED.iter().map(|one| one.text).chain([TEMPLATE]) {
            assert_eq!(form(text).write_into(text).as_deref(), Ok(text));
        }
        assert_eq!(ClaimForm::of("[claim"), Err(NotToml));
    }

    #[test]
    fn what_is_changed_keeps_the_remarks_around_it() {
        let text = "# on top\nschema = \"residency-claim/1\"\n[claim]\nid = \"a\" # short\ntitle = \"T\"\nsource = \"S\"\nstated = 2026-01-01\nasserts = \"transfer\"\n[subject]\nname = \"N\"\ndomains = [\n    \"a.example\", # the app\n    \"b.example\", # its films\n]\n# What is promised.\n[class.protected]\nallow = [\"US\"] # and nowhere else\n";
        let mut form = form(text);
        form.title = "Another".into();
        form.url = "https://a.example/p".into();
        form.stated = "2026-03-01".into();
        form.to = "2026-12-31".into();
        form.domains = vec!["b.example".into(), "c.example".into()];
        form.asns = vec!["64500".into()];
        form.classes[0].countries = vec!["US".into(), "SG".into()];
        form.classes.push(ClassForm {
            name: "public".into(),
            anywhere: true,
            ..ClassForm::default()
        });
        form.map[8] = vec!["public".into()];
        form.overrides.push(OverrideForm {
            host: "log#.a.example".into(),
            data_type: String::new(),
            classes: vec!["protected".into()],
        });
        form.transit = vec!["HK".into()];
        let written = form.write_into(text).expect("it is TOML");
        for kept in [
            "# on top",
            "# short",
            "# its films",
            "# What is promised.",
            "# and nowhere else",
        ] {
            assert!(written.contains(kept), "no {kept} in {written}");
        }
        assert!(!written.contains("a.example\", # the app"), "{written}");
        let claim = read(&written).expect(&written);
        assert_eq!(claim.title, "Another");
        assert_eq!(claim.subject.domains, ["b.example", "c.example"]);
        assert_eq!(claim.subject.asns, [64500]);
        assert_eq!(claim.overrides.len(), 1);
        assert_eq!(ClaimForm::of(&written), Ok(form.clone()));
        form.classes.remove(0);
        form.overrides.clear();
        form.quote = String::new();
        let again = form.write_into(&written).expect("it is TOML");
        assert_eq!(ClaimForm::of(&again), Ok(form));
    }
}
