//! A changed form is written into the text that it came from: each field that differs, and nothing else.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Formatted, Item, Table, TableLike, Value};

use super::{ClaimForm, ClassForm, NotToml, OverrideForm};
use crate::reference::data_type::DataType;

/// How a word is written as a value.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// A day without quotes; what is no day is written as text, so that it is told as a fault where it stands.
    Day,
    /// As for days.
    Number,
}

impl ClaimForm {
    /// The text with the form's values. Fields that are empty are taken away where the file may lack them.
    ///
    /// # Errors
    /// The text is no TOML.
    pub fn write_into(&self, text: &str) -> Result<String, NotToml> {
        let before = ClaimForm::of(text)?;
        let mut document: DocumentMut = text.parse().map_err(|_| NotToml)?;
        let root = document.as_table_mut();
        if let Some(claim) = part(root, "claim") {
            self.write_claim(&before, claim);
        }
        if let Some(subject) = part(root, "subject") {
            self.write_subject(&before, subject);
        }
        self.write_classes(&before, root);
        self.write_map(&before, root);
        self.write_overrides(&before, root);
        self.write_exceptions(&before, root);
        Ok(document.to_string())
    }

    fn write_subject(&self, before: &ClaimForm, subject: &mut dyn TableLike) {
        if self.subject != before.subject {
            set(subject, "name", Some(value(&self.subject, Kind::Text)));
        }
        for (key, kind, new, old) in [
            (
                "controllers",
                Kind::Text,
                &self.controllers,
                &before.controllers,
            ),
            ("domains", Kind::Text, &self.domains, &before.domains),
            ("asns", Kind::Number, &self.asns, &before.asns),
        ] {
            set_list(subject, key, kind, new, old);
        }
    }

    fn write_exceptions(&self, before: &ClaimForm, root: &mut Table) {
        if (&self.edge, &self.transit) == (&before.edge, &before.transit) {
            return;
        }
        let Some(exceptions) = part(root, "exceptions") else {
            return;
        };
        if self.edge != before.edge {
            let edge = (!self.edge.is_empty()).then(|| value(&self.edge, Kind::Text));
            set(exceptions, "edge", edge);
        }
        let (new, old) = (&self.transit, &before.transit);
        set_list(exceptions, "transit", Kind::Text, new, old);
    }

    fn write_claim(&self, before: &ClaimForm, claim: &mut dyn TableLike) {
        for (key, kind, new, old, may_lack) in [
            ("id", Kind::Text, &self.id, &before.id, false),
            ("title", Kind::Text, &self.title, &before.title, false),
            ("source", Kind::Text, &self.source, &before.source, false),
            ("url", Kind::Text, &self.url, &before.url, true),
            ("quote", Kind::Text, &self.quote, &before.quote, true),
            ("stated", Kind::Day, &self.stated, &before.stated, false),
            ("asserts", Kind::Text, &self.asserts, &before.asserts, false),
        ] {
            if new != old {
                let lacks = may_lack && new.is_empty();
                set(claim, key, (!lacks).then(|| value(new, kind)));
            }
        }
        if (&self.from, &self.to) == (&before.from, &before.to) {
            return;
        }
        let mut valid = toml_edit::InlineTable::new();
        for (key, day) in [("from", &self.from), ("to", &self.to)] {
            if !day.is_empty() {
                valid.insert(key, value(day, Kind::Day));
            }
        }
        let valid = (!valid.is_empty()).then_some(Value::InlineTable(valid));
        // A table of its own instead of one in a line gives way.
        if claim.get("valid").is_some_and(|item| !item.is_value()) {
            claim.remove("valid");
        }
        set(claim, "valid", valid);
    }

    fn write_classes(&self, before: &ClaimForm, root: &mut Table) {
        if self.classes == before.classes {
            return;
        }
        let Some(all) = part(root, "class") else {
            return;
        };
        for old in &before.classes {
            if !self.classes.iter().any(|new| new.name == old.name) {
                all.remove(&old.name);
            }
        }
        for new in &self.classes {
            let old = before.classes.iter().find(|old| old.name == new.name);
            let changed = old != Some(new) && !new.name.is_empty();
            if let Some(class) = changed.then(|| part(all, &new.name)).flatten() {
                write_allow(class, new, old);
            }
        }
    }

    fn write_map(&self, before: &ClaimForm, root: &mut Table) {
        if self.map == before.map {
            return;
        }
        let Some(map) = part(root, "map") else {
            return;
        };
        let rows = DataType::ALL.iter().zip(self.map.iter().zip(&before.map));
        for (one, (new, old)) in rows {
            match new.is_empty() && new != old {
                true => drop(map.remove(one.token())),
                false => set_list(map, one.token(), Kind::Text, new, old),
            }
        }
    }

    fn write_overrides(&self, before: &ClaimForm, root: &mut Table) {
        if self.overrides == before.overrides {
            return;
        }
        let item = root.entry("override");
        let item = item.or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(tables) = item.as_array_of_tables_mut() else {
            return;
        };
        // Those that stay in front keep their remarks: the first that differs goes.
        let same = self.overrides.iter().zip(&before.overrides);
        let same = same.take_while(|(new, old)| new == old).count();
        while tables.len() > self.overrides.len() {
            tables.remove(same.min(tables.len() - 1));
        }
        while tables.len() < self.overrides.len() {
            tables.push(Table::new());
        }
        for (table, new) in tables.iter_mut().zip(&self.overrides) {
            write_override(table, new);
        }
        if tables.is_empty() {
            root.remove("override");
        }
    }
}

fn write_override(table: &mut Table, new: &OverrideForm) {
    let old = OverrideForm::of(table);
    for (key, new, old) in [
        ("host", &new.host, &old.host),
        ("type", &new.data_type, &old.data_type),
    ] {
        if new != old {
            set(
                table,
                key,
                (!new.is_empty()).then(|| value(new, Kind::Text)),
            );
        }
    }
    set_list(table, "class", Kind::Text, &new.classes, &old.classes);
    if !table.contains_key("class") {
        set(table, "class", Some(Value::Array(Array::new())));
    }
}

fn write_allow(class: &mut dyn TableLike, new: &ClassForm, old: Option<&ClassForm>) {
    let was_list = old.is_some_and(|old| !old.anywhere);
    if new.anywhere {
        set(class, "allow", Some(value("any", Kind::Text)));
    } else if was_list {
        let before = old.map_or(&[][..], |old| &old.countries);
        set_list(class, "allow", Kind::Text, &new.countries, before);
    } else {
        set(
            class,
            "allow",
            Some(Value::Array(list(&new.countries, Kind::Text))),
        );
    }
}

/// The part of the file, made where it is missing; `None` where something else stands there, which is a fault anyway.
fn part<'a>(parent: &'a mut dyn TableLike, key: &str) -> Option<&'a mut dyn TableLike> {
    if parent.get(key).is_none() {
        let mut table = Table::new();
        // Only tables with values of their own get a heading: `[class]` alone says nothing.
        table.set_implicit(true);
        parent.insert(key, Item::Table(table));
    }
    parent.get_mut(key)?.as_table_like_mut()
}

fn value(text: &str, kind: Kind) -> Value {
    let other = match kind {
        Kind::Text => None,
        Kind::Day => {
            let day: Result<toml_edit::Datetime, _> = text.trim().parse();
            day.ok().map(|day| Value::Datetime(Formatted::new(day)))
        }
        Kind::Number => {
            let digits = text.trim().trim_start_matches(['A', 'S', 'a', 's']);
            let number: Option<i64> = digits.parse().ok();
            number.map(|number| Value::Integer(Formatted::new(number)))
        }
    };
    other.unwrap_or_else(|| Value::String(Formatted::new(text.to_owned())))
}

/// Sets or takes away a value; what stands behind it in its line stays.
fn set(part: &mut dyn TableLike, key: &str, new: Option<Value>) {
    let Some(mut new) = new else {
        part.remove(key);
        return;
    };
    match part.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            part.insert(key, Item::Value(new));
        }
    }
}

/// Changes a list: words that go are taken out, words that come are added at the end; the others stay with their
/// remarks. Where the order changes it is written anew.
fn set_list(part: &mut dyn TableLike, key: &str, kind: Kind, new: &[String], old: &[String]) {
    if new == old {
        return;
    }
    let stays: Vec<&String> = old.iter().filter(|word| new.contains(word)).collect();
    let begins = new.len() >= stays.len() && new.iter().zip(&stays).all(|(a, b)| a == *b);
    let array = part.get_mut(key).and_then(Item::as_array_mut);
    let (Some(array), true) = (array, begins) else {
        return set(part, key, Some(Value::Array(list(new, kind))));
    };
    array.retain(|value| new.contains(&super::typed(value)));
    let layout = array.get(0).map(|first| first.decor().clone());
    for word in new.iter().skip(stays.len()) {
        let mut value = value(word, kind);
        if let Some(prefix) = layout.as_ref().and_then(|decor| decor.prefix()) {
            let prefix = prefix.as_str().unwrap_or(" ").to_owned();
            let is_remark = prefix.contains('#');
            let in_lines = prefix.contains('\n');
            if in_lines && !is_remark {
                value.decor_mut().set_prefix(prefix);
            } else if !array.is_empty() {
                value
                    .decor_mut()
                    .set_prefix(if in_lines { "\n    " } else { " " });
            }
        }
        array.push_formatted(value);
    }
}

fn list(words: &[String], kind: Kind) -> Array {
    let mut array = Array::new();
    for word in words {
        array.push(value(word, kind));
    }
    array
}
