//! What an author decides of single hosts, and how good evidence has to be.

use super::{Check, meant};
use crate::claim::host::HostPattern;
use crate::claim::model::{Class, ClassSet, Needs, Override, PlaceGrade};
use crate::claim::written::{OverrideEntry, Word};
use crate::reference::fault::Fault;
use crate::reference::nearest::nearest;
use crate::tag::data_type::grade::DataGrade;

impl Check<'_> {
    pub(super) fn overrides(&mut self, classes: &[Class]) -> Vec<Override> {
        let mut overrides: Vec<Override> = Vec::new();
        for entry in &self.written.overrides {
            let (line, _) = self.line_at(entry.span().start);
            let Some(next) = self.one_override(entry.get_ref(), line, classes) else {
                continue;
            };
            if let Some(earlier) = overrides.iter().find(|earlier| earlier.covers(&next)) {
                let what = format!(
                    "this override is never reached: the one in line {} fits all that it fits",
                    earlier.line
                );
                self.faults
                    .push(Fault::at(self.text, entry.span().start, what));
            }
            overrides.push(next);
        }
        overrides
    }

    fn one_override(
        &mut self,
        entry: &OverrideEntry,
        line: usize,
        classes: &[Class],
    ) -> Option<Override> {
        let stated: Vec<Class> = classes
            .iter()
            .filter(|class| class.line.is_some())
            .cloned()
            .collect();
        let classes = self.class_set(&entry.class, &stated);
        let data_type = match &entry.data_type {
            Some(written) => Some(self.data_type(written)?),
            None => None,
        };
        let host = match &entry.host {
            None => None,
            Some(written) => match HostPattern::read(written.get_ref()) {
                Ok(pattern) => Some(pattern),
                Err(what) => {
                    self.say(written, what.to_owned());
                    return None;
                }
            },
        };
        if host.is_none() && data_type.is_none() || classes == ClassSet::default() {
            let what = "an override has a host or a type, and a class".to_owned();
            self.faults.push(Fault {
                line,
                column: 1,
                what,
            });
            return None;
        }
        Some(Override {
            host,
            data_type,
            classes,
            line,
        })
    }

    pub(super) fn needs(&mut self) -> Needs {
        let written = &self.written.thresholds.contradict_needs;
        let default = Needs::default();
        let classes = DataGrade::ALL
            .into_iter()
            .filter(|grade| *grade != DataGrade::None);
        let classes: Vec<_> = classes.map(|grade| (grade.token(), grade)).collect();
        let places = PlaceGrade::ALL.map(|grade| (grade.token(), grade));
        Needs {
            class: self
                .grade(written.class.as_ref(), &classes)
                .unwrap_or(default.class),
            place: self
                .grade(written.location.as_ref(), &places)
                .unwrap_or(default.place),
        }
    }

    fn grade<T: Copy>(&mut self, written: Option<&Word>, known: &[(&'static str, T)]) -> Option<T> {
        let written = written?;
        let found = known.iter().find(|(word, _)| word == written.get_ref());
        if found.is_none() {
            let words: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
            let what = format!("`{}` is none of {}", written.get_ref(), words.join(", "));
            let near = nearest(written.get_ref(), known.iter().map(|(word, _)| *word));
            self.say(written, meant(what, near));
        }
        found.map(|(_, grade)| *grade)
    }
}
