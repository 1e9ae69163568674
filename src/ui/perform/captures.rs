//! Captures, key logs and databases come and go.

use std::path::{Path, PathBuf};

use super::ClaimSource;
use crate::analysis::secrets::{GivenKeys, is_key_log_file};
use crate::analysis::written_file::{WrittenKind, kind_of};
use crate::reference::lists::told::is_list;
use crate::reference::pack_file::is_rule_pack;
use crate::ui::app::{App, later};
use crate::ui::later::Later;
use crate::ui::session::{Session, with_causes};
use crate::view::amount::counted;

/// Key logs that are being read, and the captures that wait for them.
pub struct ComingKeys {
    keys: Option<Later<GivenKeys>>,
    captures: Vec<PathBuf>,
    add: bool,
}

impl App {
    /// Key logs and databases among the paths are added, captures are read: with the keys, once those are known.
    pub(in crate::ui) fn read_or_add(&mut self, paths: Vec<PathBuf>, add: bool) {
        self.notice = None;
        let paths = self.take_reports(paths);
        let paths = self.take_marks(paths);
        let paths = self.take_written(paths);
        if paths.is_empty() {
            return;
        }
        let (logs, captures): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| is_key_log_file(path));
        if logs.is_empty() {
            return self.read_captures(captures, add);
        }
        if self.coming_keys.is_some() {
            return self.say_failed("A key log is still being read".to_owned());
        }
        let before = self.reading.keys.clone();
        let keys = later(&self.context, self.pace, move || with_logs(before, &logs));
        self.coming_keys = Some(ComingKeys {
            keys: Some(keys),
            captures,
            add,
        });
        self.poll_keys();
    }

    /// Sessions, claims and types set by hand among the paths are taken, each told by its content; gives back the others.
    fn take_written(&mut self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        let (mut left, mut claims, mut by_hand) = (Vec::new(), Vec::new(), Vec::new());
        let mut sessions = Vec::new();
        for path in paths {
            match is_rule_pack(&path).then(|| kind_of(&path)) {
                Some(WrittenKind::Claim) => claims.push(path),
                Some(WrittenKind::ByHand) => by_hand.push(path),
                Some(WrittenKind::Session) => sessions.push(path),
                Some(WrittenKind::Rules) | None => left.push(path),
            }
        }
        // A session says itself which captures it is about.
        if let Some(session) = sessions.pop() {
            self.open_session(&session);
            return Vec::new();
        }
        let nothing_else = left.is_empty();
        // Of several claims the last counts: flows are judged by one.
        match claims.pop().map(ClaimSource::File) {
            Some(claim) if nothing_else && by_hand.is_empty() => self.choose_claim(claim),
            Some(claim) => self.await_claim(claim),
            None => {}
        }
        if !by_hand.is_empty() {
            self.add_by_hand(by_hand, nothing_else);
        }
        left
    }

    /// Takes in key logs that were read. Of a secret nothing is ever shown, only how many there are.
    pub(in crate::ui) fn poll_keys(&mut self) {
        let Some(coming) = &mut self.coming_keys else {
            return;
        };
        let Some(outcome) = Later::take_from(&mut coming.keys) else {
            return;
        };
        let (captures, add) = (std::mem::take(&mut coming.captures), coming.add);
        self.coming_keys = None;
        let said = outcome.map(|keys| {
            let line = counted_keys(&keys);
            self.reading.keys = keys;
            line
        });
        match captures.is_empty() {
            true if said.is_ok() => self.read_again(),
            true => {}
            false => self.read_captures(captures, add),
        }
        self.take_outcome(said);
    }

    pub(in crate::ui) fn read_captures(&mut self, paths: Vec<PathBuf>, add: bool) {
        let (databases, captures): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| is_database(path));
        if !databases.is_empty() {
            self.add_databases(databases);
        }
        if captures.is_empty() {
            return;
        }
        let mut inputs = if add {
            self.session.inputs().to_vec()
        } else {
            Vec::new()
        };
        inputs.extend(captures);
        inputs.dedup();
        if !add {
            self.query.filter.clear();
            self.query.span = None;
            self.query.stretch = None;
            self.query.selected = None;
            self.screen = None;
        }
        self.read(inputs);
    }

    /// Reads what is open once more: after a change of tables or of the local side, or because the files have grown.
    pub(in crate::ui) fn read_again(&mut self) {
        let inputs = self.session.inputs().to_vec();
        if !inputs.is_empty() {
            self.read(inputs);
        }
    }

    pub(in crate::ui) fn close_capture(&mut self, at: usize) {
        let Some(analysis) = self.session.analysis() else {
            return;
        };
        let kept: Vec<PathBuf> = analysis
            .captures
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != at)
            .map(|(_, capture)| capture.path.clone())
            .collect();
        self.query.span = None;
        self.query.stretch = None;
        if kept.is_empty() {
            self.session.cancel();
            self.session = Session::Empty;
            self.screen = None;
            self.query.filter.clear();
            self.query.selected = None;
        } else {
            self.read(kept);
        }
    }
}

fn with_logs(mut keys: GivenKeys, logs: &[PathBuf]) -> Result<GivenKeys, String> {
    for path in logs {
        keys.add(path)
            .map_err(|error| format!("The keys cannot be used: {}", with_causes(&error)))?;
    }
    Ok(keys)
}

fn counted_keys(keys: &GivenKeys) -> String {
    let secrets: usize = keys.files.iter().map(|(_, log)| log.secrets).sum();
    format!(
        "Keys: {}, {}",
        counted(keys.files.len() as u64, "file", "files"),
        counted(secrets as u64, "secret", "secrets")
    )
}

/// Whether `--db` or `--rules` would take it: told by its name, a list of networks by what is in it.
fn is_database(path: &Path) -> bool {
    let is_mmdb = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case("mmdb");
    path.extension().is_some_and(is_mmdb) || is_rule_pack(path) || is_list(path)
}
