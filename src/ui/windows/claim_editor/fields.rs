//! A form as it is typed: lists as one text, words parted by commas, spaces or lines.

use crate::claim::edit::{ClaimForm, ClassForm, OverrideForm};

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Everything that is no list.
    pub form: ClaimForm,
    /// Companies, one a line.
    pub controllers: String,
    /// Domains.
    pub domains: String,
    /// Networks.
    pub asns: String,
    /// Countries that are passed through.
    pub transit: String,
    /// Countries of each class, in the order of `form.classes`.
    pub countries: Vec<String>,
    /// Classes of each data type, in the order of `DataType::ALL`.
    pub map: Vec<String>,
    /// Classes of each override, in the order of `form.overrides`.
    pub overrides: Vec<String>,
}

impl Fields {
    /// As they are filled from a form.
    pub fn of(form: ClaimForm) -> Self {
        let classes = form.classes.iter();
        Self {
            controllers: form.controllers.join("\n"),
            domains: form.domains.join("\n"),
            asns: form.asns.join(", "),
            transit: form.transit.join(", "),
            countries: classes.map(|class| class.countries.join(", ")).collect(),
            map: form.map.iter().map(|names| names.join(", ")).collect(),
            overrides: form
                .overrides
                .iter()
                .map(|one| one.classes.join(", "))
                .collect(),
            form,
        }
    }

    /// The form that they say.
    pub fn form(&self) -> ClaimForm {
        let classes = self.form.classes.iter().zip(&self.countries);
        let overrides = self.form.overrides.iter().zip(&self.overrides);
        let companies = self.controllers.lines().map(str::trim);
        ClaimForm {
            controllers: companies
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            domains: words(&self.domains),
            asns: words(&self.asns),
            transit: words(&self.transit),
            map: self.map.iter().map(|names| words(names)).collect(),
            classes: classes
                .map(|(class, countries)| ClassForm {
                    countries: words(countries),
                    ..class.clone()
                })
                .collect(),
            overrides: overrides
                .map(|(one, classes)| OverrideForm {
                    classes: words(classes),
                    ..one.clone()
                })
                .collect(),
            ..self.form.clone()
        }
    }

    /// One more class, with nothing in it.
    pub fn add_class(&mut self) {
        self.form.classes.push(ClassForm::default());
        self.countries.push(String::new());
    }

    /// One more override, with nothing in it.
    pub fn add_override(&mut self) {
        self.form.overrides.push(OverrideForm::default());
        self.overrides.push(String::new());
    }

    /// Without this class.
    pub fn remove_class(&mut self, at: usize) {
        if at < self.form.classes.len().min(self.countries.len()) {
            self.form.classes.remove(at);
            self.countries.remove(at);
        }
    }

    /// Without this override.
    pub fn remove_override(&mut self, at: usize) {
        if at < self.form.overrides.len().min(self.overrides.len()) {
            self.form.overrides.remove(at);
            self.overrides.remove(at);
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c == ',' || c.is_whitespace());
    let parts = parts.filter(|word| !word.is_empty());
    parts.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::bundled::BUNDLED;

    #[test]
    fn what_is_filled_in_reads_back() {
        for one in BUNDLED {
            let form = ClaimForm::of(one.text).expect("it is TOML");
            assert_eq!(Fields::of(form.clone()).form(), form);
        }
        assert_eq!(words(" US,SG\n CN,, "), ["US", "SG", "CN"]);
    }
}
