//! A report or a picture's own file is dropped: what it shows is opened again, and files that changed since are named.

use std::path::{Path, PathBuf};

use super::ClaimSource;
use crate::export::report::reopen::{Told, find, read_told};
use crate::ui::app::App;
use crate::view::plain_text::plain_text;

/// The claim beside a report.
const CLAIM: &str = "claim.toml";

impl App {
    /// Opens the first report among the paths; captures that come with it are looked for by its names. Gives back the
    /// others.
    pub(super) fn take_reports(&mut self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        self.expected = None;
        self.reopened = None;
        let report = paths
            .iter()
            .find_map(|path| Some((path.clone(), read_told(path)?)));
        let Some((report, told)) = report else {
            return paths;
        };
        let is_named = |path: &PathBuf| {
            let mut names = told.captures.iter();
            names.any(|(name, _)| path.file_name().is_some_and(|own| own == name.as_str()))
        };
        let others = paths.into_iter().filter(|path| *path != report);
        let (beside, others): (Vec<PathBuf>, Vec<PathBuf>) = others.partition(is_named);
        self.reopen(&report, told, beside);
        others
    }

    fn reopen(&mut self, report: &Path, told: Told, mut places: Vec<PathBuf>) {
        places.extend(self.preferences.recent.iter().cloned());
        let place = |(name, _): &(String, Option<String>)| find(name, report, &places);
        let missing = told.captures.iter().find(|one| place(one).is_none());
        if let Some((name, _)) = missing {
            let name = plain_text(name);
            return self.say_failed(format!(
                "The report is about “{name}”, which lies neither beside it nor a folder above: put it there, or drop both together"
            ));
        }
        let captures: Vec<PathBuf> = told.captures.iter().filter_map(place).collect();
        if let Some(claim) = find(CLAIM, report, &[]) {
            self.await_claim(ClaimSource::File(claim));
        }
        self.read_captures(captures, false);
        self.query.filter = told.filter;
        self.query.held = told.held;
        self.expected = Some(told.captures);
        let words = match told.filter_is_redacted {
            true => "Opened what the report is about, without its filter, which was redacted",
            false => "Opened what the report is about",
        };
        self.say(words.to_owned());
    }

    /// Once everything is read: whether the files are those of the report.
    pub(in crate::ui) fn compare_with_report(&mut self) {
        let analysis = self.session.analysis().filter(|one| one.complete);
        let Some(analysis) = analysis.filter(|_| !self.session.is_loading()) else {
            return;
        };
        let Some(expected) = self.expected.take() else {
            return;
        };
        let is_same = |name: &str, hash: &Option<String>| {
            let mut own = analysis.captures.iter().filter(|one| one.name == name);
            own.any(|one| hash.is_none() || one.sha256 == *hash)
        };
        let changed = expected.iter().filter(|(name, hash)| !is_same(name, hash));
        let changed: Vec<String> = changed.map(|(name, _)| plain_text(name)).collect();
        if !changed.is_empty() {
            let names = changed.join(", ");
            self.say_failed(format!(
                "Not the file that the report was made of: {names}. Its SHA-256 differs, so the numbers may, too"
            ));
        }
    }
}
