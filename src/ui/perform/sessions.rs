//! Sessions are saved and reopened: the captures are read again, and what has changed since is said.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ClaimSource;
use crate::analysis::written_file::{WrittenKind, kind_of};
use crate::capture::frame::{CaptureIndex, Time};
use crate::claim::bundled::BUNDLED;
use crate::export::write::{Overwrite, write_file};
use crate::reference::pack_file::is_rule_pack;
use crate::reference::provenance::sha256_of;
use crate::tag::capture_place::CapturePlace;
use crate::tag::stated::Stated;
use crate::tag::subject::Subject;
use crate::ui::app::App;
use crate::ui::chooser::Purpose;
use crate::ui::session::{Session, with_causes};
use crate::ui::session_file::{Said, SavedCapture, SavedView, SessionFile, seen_from};
use crate::view::held::Held;
use crate::view::marks::{Mark, read_marks};
use crate::view::plain_text::plain_text;
use crate::view::query::{Colouring, Column, MAX_THEN, MapBy, Metric, Query, Sort, TimeSpan};
use crate::view::screen::FacetKey;

/// Before the name of a claim that comes with the program.
const BUNDLED_CLAIM: &str = "bundled:";

/// `verdict`, `change 1 2`.
fn colours_text(colouring: Colouring) -> String {
    if let Colouring::Change { before, after } = colouring {
        let number = |capture: CaptureIndex| u32::from(capture.0) + 1;
        return format!("change {} {}", number(before), number(after));
    }
    colouring.token().to_owned()
}

/// What the text says; one colour where it says nothing that is known.
fn colouring_of(text: &str) -> Colouring {
    if let Some((before, after)) = text
        .strip_prefix("change ")
        .and_then(|pair| pair.split_once(' '))
    {
        let capture =
            |number: &str| Some(CaptureIndex(number.parse::<u16>().ok()?.checked_sub(1)?));
        return match (capture(before), capture(after)) {
            (Some(before), Some(after)) => Colouring::Change { before, after },
            _ => Colouring::default(),
        };
    }
    let known = Colouring::ALL.into_iter().find(|one| one.token() == text);
    known.unwrap_or_default()
}

/// What a session that was opened says of its files; compared once they are read.
pub struct Reopened {
    captures: Vec<SavedCapture>,
    claim_sha256: String,
}

impl App {
    /// Asks where the session goes: beside the first capture.
    pub(super) fn ask_where_session_goes(&mut self) {
        self.choose_at(Purpose::SaveSession, self.session_suggestion());
    }

    /// `phone.whither.toml` beside `phone.pcapng`.
    pub(super) fn session_suggestion(&self) -> Option<PathBuf> {
        let first = self.session.inputs().first()?;
        let first = std::path::absolute(first).ok()?;
        Some(first.with_extension("whither.toml"))
    }

    /// Writes what is open and how it is looked at.
    pub(in crate::ui) fn save_session(&mut self, path: &Path) {
        let text = self.session_file(path).text();
        match write_file(path, text.as_bytes(), Overwrite::Yes) {
            Ok(()) => {
                self.preferences.remember(path);
                self.say(format!("Session saved in {}", path.display()));
            }
            Err(error) => self.say_failed(format!("Not saved: {}", with_causes(&error))),
        }
    }

    fn session_file(&self, path: &Path) -> SessionFile {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let captures = self.session.analysis().map(|analysis| &analysis.captures);
        let captures = captures.into_iter().flatten();
        let chosen = self.claim.as_ref();
        let claim = chosen.map(|chosen| match (&chosen.path, &chosen.claim.file) {
            (Some(path), _) => seen_from(&folder, path).to_string_lossy().into_owned(),
            (None, Some(file)) => format!("{BUNDLED_CLAIM}{}", file.name),
            (None, None) => String::new(),
        });
        let named = self.hand_file.named.iter();
        let mut file = SessionFile::new();
        file.capture = captures
            .map(|capture| SavedCapture {
                path: seen_from(&folder, &capture.path),
                sha256: capture.sha256.clone().unwrap_or_default(),
            })
            .collect();
        file.said = Said {
            claim: claim.unwrap_or_default(),
            claim_sha256: chosen.map_or_else(String::new, |one| sha256_of(one.text.as_bytes())),
            by_hand: named.map(|path| seen_from(&folder, path)).collect(),
            subject: self
                .reading
                .stated
                .subject
                .words()
                .iter()
                .map(ToString::to_string)
                .collect(),
            place: self
                .query
                .place
                .map_or_else(String::new, |place| place.to_string()),
            local: self.reading.local.iter().map(ToString::to_string).collect(),
        };
        file.view = self.saved_view();
        file
    }

    fn saved_view(&self) -> SavedView {
        let query = &self.query;
        let sorts = std::iter::once(&query.sort).chain(&query.then);
        let there = self
            .screen
            .as_ref()
            .map(|screen| screen.table.columns.clone());
        let shown = self.preferences.columns.shown(&there.unwrap_or_default());
        SavedView {
            filter: self.redaction().revealed(&query.filter),
            from: query
                .span
                .map_or_else(String::new, |span| span.from.to_string()),
            to: query
                .span
                .map_or_else(String::new, |span| span.to.to_string()),
            measure: query.metric.token().to_owned(),
            colours: colours_text(query.colouring),
            map: query.map_by.token().to_owned(),
            scale: query.held.map_or_else(String::new, |held| held.to_string()),
            sort: sorts.map(|sort| Sort::text(*sort)).collect(),
            group: query.group.map_or("", FacetKey::token).to_owned(),
            marks: self.marks.iter().map(Mark::line).collect(),
            columns: shown
                .iter()
                .map(|column| column.token().to_owned())
                .collect(),
        }
    }

    /// What was named when the program was started: a session, or captures.
    pub(in crate::ui) fn read_or_session(&mut self, paths: Vec<PathBuf>) {
        match paths.as_slice() {
            [one] if is_session(one) => self.open_session(&one.clone()),
            _ => {
                let captures = self.take_reports(paths);
                if !captures.is_empty() {
                    self.read(captures);
                }
            }
        }
    }

    /// Reads a session's captures again and looks at them as it says.
    pub(in crate::ui) fn open_session(&mut self, path: &Path) {
        let read = fs::read_to_string(path).map_err(|error| error.to_string());
        let file = match read.and_then(|text| SessionFile::read(&text)) {
            Ok(file) => file,
            Err(words) => {
                let name = path
                    .file_name()
                    .unwrap_or(path.as_os_str())
                    .to_string_lossy();
                let words = plain_text(&format!("{name}: {words}"));
                return self.say_failed(format!("The session is not opened: {words}"));
            }
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let captures: Vec<PathBuf> = file
            .capture
            .iter()
            .map(|one| folder.join(&one.path))
            .collect();
        if let Some(missing) = captures.iter().find(|capture| !capture.exists()) {
            let words = format!("there is no {}", missing.display());
            return self.say_failed(format!("The session is not opened: {words}"));
        }
        self.take_said(&file.said, &folder);
        self.reopened = Some(Reopened {
            captures: file.capture.clone(),
            claim_sha256: file.said.claim_sha256.clone(),
        });
        self.read_captures(captures, false);
        self.preferences.remember(path);
        self.look_as_saved(&file.view);
        self.say_what_changed();
    }

    fn take_said(&mut self, said: &Said, folder: &Path) {
        let place = CapturePlace::parse(&said.place);
        self.query.place = place;
        self.preferences.set_place(place);
        self.reading.local = said
            .local
            .iter()
            .filter_map(|ip| ip.parse::<IpAddr>().ok())
            .collect();
        let subject = Subject::of(said.subject.iter().map(String::as_str));
        self.reading.stated = Arc::new(Stated {
            subject,
            place,
            ..Stated::clone(&self.reading.stated)
        });
        if !said.by_hand.is_empty() {
            let paths = said.by_hand.iter().map(|path| folder.join(path)).collect();
            self.add_by_hand(paths, false);
        }
        let bundled = said.claim.strip_prefix(BUNDLED_CLAIM);
        let bundled = bundled.and_then(|name| BUNDLED.iter().find(|one| one.name == name));
        match (said.claim.as_str(), bundled) {
            ("", _) => {}
            (_, Some(one)) => self.await_claim(ClaimSource::Bundled(*one)),
            (path, None) => self.await_claim(ClaimSource::File(folder.join(path))),
        }
    }

    fn look_as_saved(&mut self, view: &SavedView) {
        let mut sorts = view.sort.iter().filter_map(|text| Sort::parse(text));
        let metric = Metric::ALL
            .into_iter()
            .find(|one| one.token() == view.measure);
        let by = MapBy::ALL.into_iter().find(|by| by.token() == view.map);
        self.query = Query {
            filter: view.filter.clone(),
            span: TimeSpan::between(&view.from, &view.to),
            selected: None,
            stretch: None,
            sort: sorts.next().unwrap_or_default(),
            then: sorts.take(MAX_THEN).collect(),
            group: FacetKey::ALL
                .into_iter()
                .find(|key| key.token() == view.group),
            metric: metric.unwrap_or_default(),
            colouring: colouring_of(&view.colours),
            map_by: by.unwrap_or_default(),
            held: Held::parse(&view.scale),
            place: self.query.place,
            hides_personal: !self.preferences.shows_personal,
        };
        let epoch = Time::from_nanos(0);
        self.marks = read_marks(&view.marks.join("\n"), epoch).unwrap_or_default();
        let columns = view
            .columns
            .iter()
            .filter_map(|name| Column::of_token(name));
        let columns: Vec<Column> = columns.collect();
        if !columns.is_empty() {
            self.preferences.columns.show_these(&columns);
        }
    }

    /// Once everything is read: which captures are not what they were.
    pub(in crate::ui) fn say_what_changed(&mut self) {
        let Session::Ready(opened) = &self.session else {
            return;
        };
        let Some(saved) = self.reopened.take() else {
            return;
        };
        let pairs = saved.captures.iter().zip(&opened.analysis.captures);
        let changed = pairs.filter(|(saved, now)| {
            let known = !saved.sha256.is_empty();
            known && now.sha256.as_ref() != Some(&saved.sha256)
        });
        let mut changed: Vec<String> = changed.map(|(_, now)| now.name.clone()).collect();
        let claim = self
            .claim
            .as_ref()
            .map(|one| sha256_of(one.text.as_bytes()));
        if !saved.claim_sha256.is_empty() && claim.as_ref() != Some(&saved.claim_sha256) {
            changed.push("the claim".to_owned());
        }
        match changed.as_slice() {
            [] => self.say("The captures are what they were when the session was saved".to_owned()),
            names => self.say_failed(format!(
                "Not what it was when the session was saved (another SHA-256): {}",
                names.join(", ")
            )),
        }
    }
}

fn is_session(path: &Path) -> bool {
    is_rule_pack(path) && kind_of(path) == WrittenKind::Session
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_they_are_written() {
        let change = Colouring::Change {
            before: CaptureIndex(0),
            after: CaptureIndex(2),
        };
        assert_eq!(colours_text(change), "change 1 3");
        for one in [
            Colouring::Plain,
            Colouring::Verdict,
            Colouring::DataGroup,
            change,
        ] {
            assert_eq!(colouring_of(&colours_text(one)), one);
        }
        for unknown in ["", "change", "change 0 1", "change 1", "rainbow"] {
            assert_eq!(colouring_of(unknown), Colouring::Plain, "{unknown}");
        }
    }
}
